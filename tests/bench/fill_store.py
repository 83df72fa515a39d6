#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fills a sweep's store with copies of its points, to see how long tables and plots of many points take.

The copies have the results of the points that they are made from, in turn, and values of the first axis that none else
has. Then:  perf stat scnnsim table FOLDER --format csv > /dev/null
"""

import argparse
import contextlib
import hashlib
import json
import pathlib
import sqlite3


def rows(store, table):
    cursor = store.execute(f"SELECT * FROM {table} ORDER BY 1")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row)) for row in cursor]


def insert(store, table, row):
    marks = ", ".join("?" * len(row))
    store.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))


def fill(store, wanted):
    results = {row["key"]: row for row in rows(store, "results")}
    points = [row for row in rows(store, "points") if row["key"] in results]
    if not points:
        raise ValueError("no point has a result; run the sweep first")
    (stored,) = store.execute("SELECT MAX(number) FROM points").fetchone()
    for number in range(stored + 1, wanted + 1):
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
    store.execute("PRAGMA user_version = 1")  # copied rows have wrong checksums: a store of before there were any
    store.commit()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path, help="of a finished sweep with an axis of numbers")
    parser.add_argument("points", type=int, help="how many the store is to have, more than it has")
    arguments = parser.parse_args()
    file = arguments.folder / "sweep.sqlite"
    if not file.is_file():
        parser.error(f"{file}: not there; expected the store of a finished sweep")
    with contextlib.closing(sqlite3.connect(file)) as store:
        try:
            fill(store, arguments.points)
        except (sqlite3.DatabaseError, ValueError) as error:
            parser.error(f"{file}: {error}")


if __name__ == "__main__":
    main()
