#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# granularity-study in test size: accuracies are plausible and ordered, repeat to the digit, and the traces hold.
# Usage: study_test.sh GRANULARITY-STUDY SCNNSIM REPOSITORY
set -u -o pipefail

: "${3:?usage: study_test.sh GRANULARITY-STUDY SCNNSIM REPOSITORY}"  # here, since in $( ) it would not end the script
study=$(realpath "$1")
scnnsim=$(realpath "$2")
source "$(realpath "$3")/tests/cli/expect.sh"

# top1 FOLDER NET GRANULARITY: in hundredths of per cent
top1() { awk -F, -v net="$2" -v g="$3" '$2 == net && $3 == g { print int($7 * 10000 + 0.5) }' "$1/results.csv"; }
# at_least WHAT NUMBER LOWEST
at_least() { [ "${2:-0}" -ge "$3" ] || fail "$1: got ${2:-nothing}, expected at least $3"; }

expect 0 "Usage: granularity-study" "--granularity" -- "$study" --help
expect 2 "--out is missing" -- "$study"
expect 2 "expected test or full" -- "$study" --size tiny --out bad
expect 2 "got none" "the dense network is always measured" -- "$study" --granularity none --out bad
expect 2 "block:64x64: one grain covers all weights of layer conv2 of vgg" -- "$study" --granularity block:4x4,block:64x64 --out bad
expect 2 "cannot be read" "tools/setup study" -- "$study" --data . --out bad
mkdir other && touch other/file
expect 2 "is no folder of a study" -- "$study" --out other

expect 0 "results.csv" "left" -- "$study" --out a --granularity element,filter
for net in vgg resnet; do
  at_least "$net dense" "$(top1 a $net none)" 7500
  at_least "$net element" "$(top1 a $net element)" $(($(top1 a $net none) - 400))
  at_least "$net element above filter" "$(top1 a $net element)" $(($(top1 a $net filter) + 200))
done

# A study that goes on: what is there stays, and a point does not depend on what was measured beside it.
cp a/points/vgg-1-dense.json before.json
rm a/points/vgg-1-uniform-element-0.2.json a/models/vgg-1-uniform-element-0.2.pt
cp a/results.csv first.csv
expect 0 "vgg-1-uniform-element-0.2" -- "$study" --out a --granularity filter,element
cmp -s a/points/vgg-1-dense.json before.json || fail "the dense network was trained again"
diff <(cut -d, -f1-7 first.csv | sort) <(cut -d, -f1-7 a/results.csv | sort) || fail "retraining gave other accuracies"
expect 2 "settings.txt" "other settings" -- "$study" --size full --out a

# Other granularities, densities of a scan, and from the beginning: the same dense network to the digit.
expect 0 "vgg-1-uniform-2_4-0.5" -- "$study" --out b --net vgg --granularity 2:4,block:4x4,channel --density 0.5
[ "$(top1 b vgg none)" = "$(top1 a vgg none)" ] || fail "dense: got $(top1 b vgg none), before $(top1 a vgg none)"
expect 0 "sensitivity-element-0.1" -- "$study" --out b --net vgg --rule sensitivity --granularity element --density 0.1
awk -F, '$4 == "sensitivity" { print $6 }' b/results.csv | grep -qE '^70[0-9][0-9]$' || fail "weights left: $(cat b/results.csv)"
awk -F, '$4 == "sensitivity" { print $7 }' b/layers.csv | sort -u | wc -l | grep -qE '^[3-6]$' || fail "densities of layers: $(cat b/layers.csv)"

# What is left of the layers: a fifth of the filters, and the channels that they fed.
layer() { awk -F, -v point="$2" -v layer="$3" '$1 "," $2 "," $3 == point && $4 == layer { print $5 "," $6 }' "$1"; }
[ "$(layer a/vgg-uniform-layers.csv 1,none,1 conv3)" = 16,32 ] || fail "dense: $(cat a/vgg-uniform-layers.csv)"
[ "$(layer a/vgg-uniform-layers.csv 1,filter,0.2 conv3)" = 3,6 ] || fail "filter: $(cat a/vgg-uniform-layers.csv)"
[ "$(layer a/resnet-uniform-layers.csv 1,filter,0.2 stage32_2_b)" = 6,6 ] || fail "filter: $(cat a/resnet-uniform-layers.csv)"

# Traces: read, verified, of the granularity that they say, and of what the network computes.
for trace in a/traces/resnet-1-dense/float a/traces/vgg-1-uniform-filter-0.2/{float,int8} b/traces/vgg-1-uniform-{2_4-0.5,block_4x4-0.5,channel-0.5}/int8; do
  expect 0 -- "$scnnsim" trace check "$trace"
  grep -qiE 'other granularity|shows|relative error.*above' stdout && fail "trace check $trace: $(cat stdout)"
  rm -rf run
  expect 0 "verified" -- "$scnnsim" run "$trace" --out run
done

report_failures
