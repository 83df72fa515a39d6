#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the committed traces and compares layers.csv with the golden files, byte for byte, also in lock step and on one worker.
#   golden_test.sh SCNNSIM SOURCE_FOLDER
# A change that is meant to change numbers updates them with tools/update-goldens and explains each in its commit.
set -euo pipefail
scnnsim=$1
source=$2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

for trace in digits-vector-0.30 digits-element-0.30; do
  for options in '' '--quantum 1' '--jobs 1 --quantum 7'; do
    # shellcheck disable=SC2086  # options are words
    "$scnnsim" run "$source/traces/$trace" $options --quiet --out "$out/results" --force >/dev/null
    if ! diff "$source/tests/golden/$trace.layers.csv" "$out/results/layers.csv"; then
      echo "golden_test: $trace ($options) differs from tests/golden/$trace.layers.csv" >&2
      exit 1
    fi
    sha256sum <"$out/results/results.json" >>"$out/$trace.sums"
  done
  if [ "$(sort -u "$out/$trace.sums" | wc -l)" -ne 1 ]; then
    echo "golden_test: $trace: results.json depends on quantum or jobs" >&2
    exit 1
  fi
done
echo 'golden_test: passed'
