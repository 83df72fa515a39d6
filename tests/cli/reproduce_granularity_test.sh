#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The study of pruning granularities from its committed data: one network, so that it takes seconds.
# Usage: reproduce_granularity_test.sh PATH-TO-scnnsim REPOSITORY
set -u -o pipefail

: "${2:?usage: reproduce_granularity_test.sh PATH-TO-scnnsim REPOSITORY}"
scnnsim=$(realpath "$1")
repository=$(realpath "$2")
answer=$repository/configs/measured/granularity.yaml
source "$repository/tests/cli/expect.sh"

# From any folder: the data are compiled in. All rows of the network are as they were committed.
expect 0 "VGG-like" "loss of 1 %" "dcnn_structured" "The lowest of each cost" "No target that was judged was missed" -- \
  "$scnnsim" reproduce granularity --fast --quiet --out report
cp stdout text
grep -q ' *VGG-like *loss of 1 % *element *scnn .*±' text || fail "no table of equal accuracy: $(head -60 text)"
grep -q ',no,' report/layers.csv && fail "wrong outputs"
[ -s report/granularity.csv ] || fail "no report/granularity.csv"
if command -v gnuplot > /dev/null; then grep -q '</svg>' report/granularity.svg || fail "no figure"; fi

# Another answer fails it: a winner that is none, and a cost that is another one.
winner=$(grep -m 1 'network: VGG-like, item: "cycles at a loss of 1 point: ' "$answer") # the first: of all machines
loser=$(sed 's/: [^:]* on [^"]*"/: 2:4 on scnn"/2; s/item: "cycles at a loss of 1 point: [^"]*"/item: "cycles at a loss of 1 point: 2:4 on scnn"/' <<< "$winner")
awk -v old="$winner" -v new="$loser" '$0 == old && !done { $0 = new; done = 1 } { print }' "$answer" > changed.yaml
cmp -s "$answer" changed.yaml && fail "changed.yaml is not changed"
expect 1 "MISS" "2:4 on scnn" -- "$scnnsim" reproduce granularity --fast --quiet --figure winners --published ./changed.yaml

# Mistakes.
sed 's/element on scnn/elemnt on scnn/' "$answer" > bad.yaml
expect 2 "bad.yaml" "elemnt on scnn" -- "$scnnsim" reproduce granularity --fast --published ./bad.yaml
expect 2 "VGG-16" "VGG-like" -- "$scnnsim" reproduce granularity --network VGG-16

report_failures
