#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fills a sweep's store with copies of its points, to see how long tables and plots of many points take.

fill_store.py FOLDER POINTS    FOLDER is that of a finished sweep, small and with an axis of numbers at least

The copies have the results of the points that they are made from, in turn, and values of the first axis that none else
has. Then:  perf stat scnnsim table FOLDER --format csv > /dev/null
"""

import hashlib
import json
import sqlite3
import sys


def rows(store, table):
    cursor = store.execute(f"SELECT * FROM {table} ORDER BY 1")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row)) for row in cursor]


def insert(store, table, row):
    marks = ", ".join("?" * len(row))
    store.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))


def main(folder, wanted):
    store = sqlite3.connect(f"{folder}/sweep.sqlite")
    points = rows(store, "points")
    results = {row["key"]: row for row in rows(store, "results")}
    for number in range(len(points) + 1, wanted + 1):
        point = dict(points[(number - 1) % len(points)])
        result = dict(results[point["key"]])
        axes = json.loads(point["axes"])
        axes[next(iter(axes))] = str(1000 + number)
        key = hashlib.sha256(str(number).encode()).hexdigest()
        point.update(number=number, key=key, axes=json.dumps(axes, separators=(",", ":")))
        del result["id"]
        result["key"] = key
        insert(store, "points", point)
        insert(store, "results", result)
    store.execute("UPDATE notes SET value = ? WHERE name = 'points_in_all'", [str(wanted)])
    store.commit()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]))
