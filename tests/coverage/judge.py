#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the lines that tests did not run (gcovr's JSON) with those that not_run.txt explains.

Usage: judge.py MODELS.json NOT_RUN.txt     in the repository's folder

Lists every line that is neither run nor explained, and every explanation of lines that are run or gone.
"""

import json
import sys


def explanations(file):
    """(file, text of the line, reason), one per line of not_run.txt."""
    rows = []
    for line in open(file, encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            rows.append(tuple(line.rstrip("\n").split("\t")))
    for row in rows:
        if len(row) != 3:
            sys.exit(f"{file}: got {row}, expected FILE, TEXT and REASON, separated by tabs")
    return rows


def main(report, explained):
    rows = explanations(explained)
    used = set()
    failures = []
    for entry in json.load(open(report, encoding="utf-8"))["files"]:
        source = open(entry["file"], encoding="utf-8").read().splitlines()
        for line in entry["lines"]:
            if line["count"] > 0 or line["gcovr/noncode"]:
                continue
            text = source[line["line_number"] - 1]
            reasons = [row for row in rows if row[0] == entry["file"] and row[1] in text]
            used.update(reasons)
            if not reasons:
                failures.append(f"{entry['file']}:{line['line_number']}: not run: {text.strip()}")
    failures += [f"{row[0]}: no longer applies: {row[1]}" for row in rows if row not in used]
    print("\n".join(failures + [f"{len(used)} explained, {len(failures)} failed"]))
    return 1 if failures else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
