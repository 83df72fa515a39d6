#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Which granularity pays, as a user asks it: the table, equal accuracy, resuming, shards, bad input, and what run says.
# Usage: granularity_test.sh PATH-TO-scnnsim REPOSITORY
set -u -o pipefail

: "${2:?usage: granularity_test.sh PATH-TO-scnnsim REPOSITORY}"
scnnsim=$(realpath "$1")
repository=$(realpath "$2")
source "$repository/tests/cli/expect.sh"

dense=$repository/traces/digits-dense
granularity() { "$scnnsim" granularity "$@" --quiet; }
same() { cmp -s "$1" "$2" || fail "$1 and $2 differ"; }

expect 0 "Usage: scnnsim granularity" "Examples:" -- "$scnnsim" granularity --help

# The table: element on scnn first, everything verified, the lowest marked, a sentence.
expect 0 "11 done, 0 failed" "dcnn_nm" "dcnn_structured" " *" "At equal density" "energy_45nm_pj" -- \
  granularity "$dense" --granularity vector,filter,2:4,block:4x4 --density 0.5 --layers conv2,conv3 --out whole
cp stdout whole.txt
grep -q '^density 0.5  element *scnn ' stdout || fail "the first row is not element on scnn"
grep -q ',no,' whole/layers.csv && fail "an output is wrong"
[ "$(grep -c ',yes,' whole/layers.csv)" = 22 ] || fail "not every layer is verified"
head -1 whole/granularity.csv | grep -q '^loss,granularity,architecture,merge,density,' || fail "granularity.csv: $(head -1 whole/granularity.csv)"

# The same command runs nothing again; shards, put together, give the same table.
cp whole/points.csv before.csv
expect 0 "11 done" -- granularity "$dense" --granularity vector,filter,2:4,block:4x4 --density 0.5 --layers conv2,conv3 --out whole
same whole/points.csv before.csv
for shard in 1 2; do
  expect 0 "done" -- granularity "$dense" --granularity vector,filter,2:4,block:4x4 --density 0.5 --layers conv2,conv3 --out part$shard --shard $shard/2
  grep -q "element" stdout && fail "a shard prints a table"
done
expect 0 -- "$scnnsim" sweep merge part1 part2 --out merged
expect 0 "11 done" -- granularity "$dense" --granularity vector,filter,2:4,block:4x4 --density 0.5 --layers conv2,conv3 --out merged
same merged/granularity.csv whole/granularity.csv

# What programs read is the table alone.
granularity "$dense" --granularity vector --density 0.5 --layers conv3 --values off --format json > table.json 2> stderr
[ "$(head -c 1 table.json)" = "{" ] || fail "--format json begins with: $(head -1 table.json)"
granularity "$dense" --granularity vector --density 0.5 --layers conv3 --values off --format csv 2> stderr | head -1 | grep -q '^loss,granularity,' ||
  fail "--format csv does not begin with the header"

# A layer that reads another tensor than the one before it writes keeps its channels, and it is said.
cp -r "$dense" other
sed -i 's/conv3.written.npy/conv4.written.npy/' other/trace.yaml
expect 0 "filter: no channels of 1 layer (conv4) are emptied" -- \
  granularity other --granularity filter --density 0.5 --layers conv3,conv4 --values off
expect 0 -- granularity "$dense" --granularity filter --density 0.5 --layers conv3,conv4 --values off
grep -q "are emptied" stderr && fail "channels are said to stay where they do not"

# Equal accuracy, with two seeds.
printf '%s\n' seed,granularity,density,top1 1,none,1,90 2,none,1,90 1,element,0.1,88 2,element,0.1,87 \
  1,vector,0.2,88 2,vector,0.2,87 1,2:4,0.5,80 2,2:4,0.5,80 > accuracy.csv
expect 0 "loss of 1 %" "±" "At equal accuracy" -- \
  granularity "$dense" --granularity element,vector --density 0.5 --accuracy accuracy.csv --loss 0.01 --layers conv3 --values off --out equal
expect 0 "2:4 loses more than 1 points" -- \
  granularity "$dense" --granularity 2:4 --density 0.5 --accuracy accuracy.csv --loss 0.01 --layers conv3 --values off --out equal
expect 2 "accuracy.csv: has no rows of granularity kernel" -- granularity "$dense" --granularity kernel --accuracy accuracy.csv --out never
echo "1,row,0.5,90" >> accuracy.csv
expect 2 "accuracy.csv:10: granularity: got row" -- granularity "$dense" --accuracy accuracy.csv --out never

# Mistakes.
expect 2 "--shard: needs --out" -- granularity "$dense" --shard 1/2
mkdir scratch
expect 0 "2 done" "At equal density" -- env TMPDIR="$PWD/scratch" "$scnnsim" granularity "$dense" --granularity element --density 0.5 --layers conv3 --quiet
[ -z "$(ls scratch)" ] || fail "left over: $(ls scratch)"
expect 2 "none: no folder can be made there" "set TMPDIR" -- env TMPDIR="$PWD/none" "$scnnsim" granularity "$dense"
expect 2 "--granularity: got 4:2" "n < m" -- granularity "$dense" --granularity 4:2 --out never
expect 2 "--granularity: got none" -- granularity "$dense" --granularity none --out never
expect 2 "--density: got 0, expected" -- granularity "$dense" --density 0 --out never
expect 2 "--density: got 1.5" -- granularity "$dense" --density 1.5 --out never
expect 2 "layer conv1" "block:64x64" "one block covers" "--layers" -- granularity "$dense" --granularity block:64x64 --out never
expect 2 'unknown architecture "dcn"' -- granularity "$dense" --machine dcn --out never
expect 2 "--loss: goes with --accuracy" -- granularity "$dense" --loss 0.01 --out never
expect 2 "accumulator.merge" "has both" -- granularity "$dense" --set accumulator.merge=grain --out never
[ ! -e never ] || fail "never exists"
expect 0 "pruned already, to 0.300" "digits-dense" "conv1 stays dense under channel at 0.4" -- \
  "$scnnsim" granularity "$repository/traces/digits-element-0.30" --granularity channel --density 0.4 --values off --out pruned

# What run says of a coarse trace, and that it is quiet about it.
coarse=$repository/traces/digits-vector-0.30
expect 0 "pruned by vector, but storage by grain and merging by grain are off: --set weights.index_per=grain --set accumulator.merge=grain" -- "$scnnsim" run "$coarse" --layers conv4
expect 0 "merging by grain is off: --set accumulator.merge=grain" -- "$scnnsim" run "$coarse" --layers conv4 --set weights.index_per=grain
"$scnnsim" run "$coarse" --layers conv4 --set weights.index_per=grain --set accumulator.merge=grain 2> stderr > /dev/null
grep -q "are off\|is off" stderr && fail "run tells of grains that are used"
"$scnnsim" run "$repository/traces/digits-element-0.30" --layers conv4 2> stderr > /dev/null
grep -q "are off\|is off" stderr && fail "run tells of grains of single weights"
report_failures
