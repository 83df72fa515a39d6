#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Sweeps as a user meets them: files, resuming after a kill, shards, exit codes, bad input, a full disk.
# Usage: sweep_test.sh PATH-TO-scnnsim REPOSITORY
set -u -o pipefail

: "${2:?usage: sweep_test.sh PATH-TO-scnnsim REPOSITORY}"  # here, since in $( ) it would not end the script
scnnsim=$(realpath "$1")
repository=$(realpath "$2")
source "$repository/tests/cli/expect.sh"

sweep() { "$scnnsim" sweep "$@" --quiet; }
same() { cmp -s "$1" "$2" || fail "$1 and $2 differ"; }

for command in sweep "sweep merge" "sweep export"; do
  # shellcheck disable=SC2086
  expect 0 "Usage: scnnsim $command" "Examples:" -- "$scnnsim" $command --help
done

cp -r "$repository/traces/digits-vector-0.30" trace
cat > fifo.yaml <<'YAML'
# Does the FIFO matter?
trace: trace
layers: [conv2, conv3]
axes:
  - grid:
      weight_fifo.entries: {from: 2, to: 64, factor: 2}
YAML

# A whole sweep, and what it leaves; the copy of the file runs from elsewhere and finds everything done.
expect 0 "6 points of 6: 6 done, 0 failed, 0 invalid, 0 left" -- "$scnnsim" sweep fifo.yaml --out whole --jobs 2
grep -qF "[6/6]" stderr || fail "no progress: $(cat stderr)"
head -1 whole/points.csv | grep -q '^number,weight_fifo.entries,network,architecture,status,reason,area_mm2,cycles,' || fail "points.csv: $(head -1 whole/points.csv)"
[ "$(wc -l < whole/points.csv)" = 7 ] || fail "points.csv has $(wc -l < whole/points.csv) lines"
[ "$(wc -l < whole/layers.csv)" = 13 ] || fail "layers.csv has $(wc -l < whole/layers.csv) lines"
grep -q ',yes,' whole/layers.csv || fail "nothing is verified"
grep -qF '"scnnsim_sweep":1' whole/sweep.json || fail "sweep.json has no version"
cp whole/points.csv before.csv
(cd / && expect 0 "6 done" -- "$scnnsim" sweep "$scratch/whole/sweep.yaml" --out "$scratch/whole" --quiet) || fail "the copy of the sweep file does not run"
same whole/points.csv before.csv
"$scnnsim" run trace --layers conv2,conv3 --set weight_fifo.entries=8 --format csv --quiet > run.csv
of_16nm=",16nm (fitted to SCNN's energy ratios)"
for file in points layers; do [ "$(grep -cF "$of_16nm" whole/$file.csv)" = "$(($(wc -l < whole/$file.csv) - 1))" ] || fail "$file.csv does not name the energy table"; done
diff <(grep '^3,' whole/layers.csv | cut -d, -f3- | sed "s/$of_16nm$//") <(tail -n +2 run.csv) > difference || fail "a point differs from the same run: $(head -3 difference)"
expect 0 "weight_fifo.entries" "64" "done" "time" "[s]" "6 points; 0 to run" -- "$scnnsim" sweep fifo.yaml --dry-run --out whole
expect 2 "--format: goes with --dry-run" -- "$scnnsim" sweep fifo.yaml --out none --format json
[ -e none ] && fail "a refused sweep leaves its folder"
expect 0 '"pending"' '"weight_fifo.entries": 2,' -- "$scnnsim" sweep fifo.yaml --dry-run --format json

# The engine decides no result, only what can be simulated: what it cannot run has failed, and is not invalid.
for engine in product batched; do
  sweep fifo.yaml --out "by-$engine" --engine $engine > /dev/null || fail "--engine $engine exits with $?"
  same "by-$engine/layers.csv" whole/layers.csv
  same "by-$engine/points.csv" whole/points.csv
done
sed 's/^axes:/set: {scatter.policy: serialized}\naxes:/' fifo.yaml > serialized.yaml
expect 1 "6 failed, 0 invalid" -- "$scnnsim" sweep serialized.yaml --out serialized --engine batched --quiet
grep -q 'the batched engine cannot run this layer: scatter.policy is serialized; use the engine auto or product' serialized/points.csv || fail "serialized/points.csv: $(head -2 serialized/points.csv)"
expect 0 "6 done, 0 failed, 0 invalid" -- "$scnnsim" sweep serialized.yaml --out serialized --retry-failed --quiet
expect 2 "--engine: got fast, expected auto, product or batched" -- "$scnnsim" sweep fifo.yaml --out none --engine fast

# Only results with retile say how layers were cut.
grep -q 'tiled_for' whole/layers.csv && fail "whole/layers.csv has columns of retile"
cat > retile.yaml <<'YAML'
trace: trace
layers: [conv1]
set: {activation_ram.iaram_bytes: 200, activation_ram.oaram_bytes: 200}
axes:
  - grid:
      activation_ram.overflow: [spill, retile]
YAML
sweep retile.yaml --out retile > /dev/null || fail "a sweep with retile exits with $?"
grep -q '^2,retile,.*,12x12,oaram,' retile/layers.csv || fail "retile/layers.csv: $(tail -1 retile/layers.csv)"

# Killed at any moment, then resumed: the same files as undisturbed.
cat > long.yaml <<'YAML'
trace: trace
layers: [conv2, conv3]
axes:
  - grid:
      weight_fifo.entries: [10, 50]
      mapping.kc: {from: 1, to: 12, step: 1}
YAML
sweep long.yaml --out undisturbed > /dev/null || fail "long.yaml exits with $?"
for pause in 0.02 0.2 0.4; do
  "$scnnsim" sweep long.yaml --out killed --quiet --jobs 1 > /dev/null 2>&1 &
  until [ -e killed/sweep.yaml ]; do sleep 0.01; done
  sleep $pause
  kill -9 $!
  wait $! 2> /dev/null
done
expect 0 "24 done" -- sweep long.yaml --out killed
for file in points.csv layers.csv sweep.json; do same undisturbed/$file killed/$file; done

# An interrupt says so; then the same.
"$scnnsim" sweep long.yaml --out stopped --jobs 1 > /dev/null 2> stderr &
until [ -e stopped/sweep.yaml ]; do sleep 0.01; done
kill -TERM $!
wait $!
[ $? = 143 ] || fail "an interrupted sweep does not exit with 143"
grep -qF "the same command goes on" stderr || fail "an interrupted sweep does not say how to go on: $(cat stderr)"
expect 0 "24 done" -- sweep long.yaml --out stopped
same undisturbed/points.csv stopped/points.csv

# Shards, merged in any order and again, are the whole.
for shard in 1 2 3; do sweep long.yaml --out part$shard --shard $shard/3 > /dev/null || fail "shard $shard exits with $?"; done
expect 1 "8 points of 24" "16 more" -- "$scnnsim" sweep merge part2 --out merged
expect 0 "24 points of 24: 24 done" -- "$scnnsim" sweep merge part3 part1/sweep.sqlite part2 --out merged
for file in points.csv layers.csv sweep.json; do same undisturbed/$file merged/$file; done
expect 2 "not of the sweep" -- "$scnnsim" sweep merge whole --out merged
expect 2 "not of the sweep" -- "$scnnsim" sweep merge part1 whole --out half
[ ! -e half ] || fail "a merge that is refused left something behind"
expect 2 "among the stores to merge: leave it out" -- "$scnnsim" sweep merge part1 merged --out merged
expect 0 "24 done" -- sweep long.yaml --out merged
rm merged/points.csv
expect 0 -- "$scnnsim" sweep export merged
same undisturbed/points.csv merged/points.csv

# Points that cannot run or do not end do not stop the others.
cat > mixed.yaml <<'YAML'
trace: trace
layers: [conv3]
set: {simulation.watchdog_cycles: 1000}
axes:
  - list:
      - {mapping.kc: 8}
      - {accumulator.banks: 24, accumulator.bank_hash: xor}
      - {accumulator.banks: 1, accumulator.entries: 1}
      - {dram.latency: 100000}
YAML
expect 1 "1 done, 1 failed, 2 invalid" "invalid point 2" "needs a power of two" "invalid point 3" "failed point 4" -- "$scnnsim" sweep mixed.yaml --out mixed
expect 1 "1 failed" -- "$scnnsim" sweep mixed.yaml --out mixed
expect 1 "1 failed" -- "$scnnsim" sweep mixed.yaml --out mixed --retry-failed
printf 'network: vgg16\nlayers: [conv1_2]\ngranularity: element\n' > slow.yaml
expect 1 "took longer than 0.05 s (--timeout)" -- "$scnnsim" sweep slow.yaml --out slow --timeout 0.05

# Bad input.
expect 2 "--out is missing" -- "$scnnsim" sweep fifo.yaml
expect 2 'unknown sweep "fifo_dept" (did you mean "fifo_depth"?)' -- "$scnnsim" sweep fifo_dept --out x
expect 2 "--shard: got 4/3" -- "$scnnsim" sweep fifo.yaml --out x --shard 4/3
expect 2 "--timeout: got 0" -- "$scnnsim" sweep fifo.yaml --out x --timeout 0
sed 's/weight_fifo.entries/weight_fifo.entrys/' fifo.yaml > bad.yaml
expect 2 "bad.yaml:6" 'did you mean "entries"?' -- "$scnnsim" sweep bad.yaml --out x
sed 's/{from.*/[]/' fifo.yaml > bad.yaml
expect 2 "bad.yaml:6" "got an empty list" -- "$scnnsim" sweep bad.yaml --out x
(cat fifo.yaml; echo 'constraints: [weight_fifo.entries > 100]') > bad.yaml
expect 2 'leave no point of 6 combinations, expected one that fulfils "weight_fifo.entries > 100"' -- "$scnnsim" sweep bad.yaml --out x
sed 's/trace: trace/trace: nowhere/' fifo.yaml > bad.yaml
expect 2 "nowhere" -- "$scnnsim" sweep bad.yaml --out x
[ ! -e x ] || fail "a sweep with mistakes left something behind"
expect 2 "holds something else than a sweep" -- "$scnnsim" sweep fifo.yaml --out trace
expect 2 "does not exist" -- "$scnnsim" sweep merge nowhere --out x
expect 2 "cannot be opened: File name too long" -- "$scnnsim" sweep export "$(printf 'a%.0s' {1..300})"
mkdir -p folder/sweep.sqlite && touch folder/sweep.lock
expect 2 "folder/sweep.sqlite" "is a folder, expected the store of a sweep" -- "$scnnsim" table folder
cp -r whole old
printf '\x00\x00\x00\x63' | dd of=old/sweep.sqlite bs=1 seek=60 conv=notrunc 2> /dev/null # the format's number
expect 2 "store version 99, expected 2" -- "$scnnsim" sweep fifo.yaml --out old
mkdir broken
echo "no database" > broken/sweep.sqlite
expect 2 "broken/sweep.sqlite" "not the store of a sweep" "restore a copy of it" -- "$scnnsim" sweep fifo.yaml --out broken
mkdir empty_store && : > empty_store/sweep.sqlite
expect 2 "empty_store/sweep.sqlite" "nothing has been written into this store yet; run its sweep" -- "$scnnsim" table empty_store
cp -r whole torn
truncate -s 20480 torn/sweep.sqlite
expect 2 "torn/sweep.sqlite" "the file is damaged" "delete it and run the same command again" -- "$scnnsim" sweep fifo.yaml --out torn
expect 2 "the file is damaged" "scnnsim sweep merge" -- "$scnnsim" table torn

# A banked memory beside a pipe: its columns stand in the files, empty for the pipe.
cat > memory.yaml <<'YAML'
# What do rows cost?
trace: trace
layers: [conv3]
axes:
  - grid:
      dram.model: [pipe, banked]
YAML
expect 0 "2 done" -- sweep memory.yaml --out memory
expect 0 "dram_moved_bytes" -- "$scnnsim" table memory --kind sweep --columns cycles,dram_moved_bytes,dram_row_hits --format csv
expect 0 "dram_row_hits" -- head -1 memory/points.csv
grep -q dram_row_hits undisturbed/points.csv && fail "points.csv has columns of a memory that did not run"

# Two processes on one store.
"$scnnsim" sweep long.yaml --out shared --quiet --jobs 1 > /dev/null 2>&1 &
first=$!
until [ -e shared/sweep.yaml ]; do sleep 0.01; done
expect 2 "another process (process $first) is writing this sweep" -- "$scnnsim" sweep long.yaml --out shared
expect 1 "of 24" -- "$scnnsim" sweep export shared
wait $first || fail "the first of two processes exits with $?"
same undisturbed/points.csv shared/points.csv

# A full disk: a file system of 300 kB of our own, where that is allowed.
mkdir tiny
if mount -t tmpfs -o size=300k tmpfs tiny 2> /dev/null; then
  expect 2 "the disk is full" "run the same command again" -- sweep long.yaml --out tiny/sweep
  mount -o remount,size=10m tiny
  expect 0 "24 done" -- sweep long.yaml --out tiny/sweep
  same undisturbed/points.csv tiny/sweep/points.csv
  umount tiny
else
  echo "no file system may be mounted here: the full disk is not tested"
fi

report_failures
