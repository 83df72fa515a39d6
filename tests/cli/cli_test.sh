#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The program as a user meets it: help, exit codes, messages, files. Usage: cli_test.sh PATH-TO-scnnsim
set -u -o pipefail

: "${1:?usage: cli_test.sh PATH-TO-scnnsim}"  # here, since in $( ) it would not end the script
scnnsim=$(realpath "$1")
repository=$(realpath "$(dirname "$0")/../..")
trace=$repository/traces/digits-vector-0.30
source "$repository/tests/cli/expect.sh"

absent() { [ ! -e "$1" ] || fail "$1 exists"; }
# Neither results nor their temporary folders.
nothing_left() { [ -z "$(ls -A | grep -vxE 'stdout|stderr|.*\.yaml|results|broken|notes')" ] || fail "left behind: $(ls -A)"; }

# Help and version on every level.
expect 0 "Usage: scnnsim COMMAND" "config" -- "$scnnsim" --help
for command in run reproduce trace table plot config "trace generate" "trace prune" "trace info" "trace check"; do
  expect 0 "Usage: scnnsim $command" "Examples:" -- "$scnnsim" $command --help
  [ -s stderr ] && fail "$command --help writes to stderr"
done
expect 0 "Usage: scnnsim COMMAND" -- "$scnnsim" help
expect 0 "Usage: scnnsim trace generate" -- "$scnnsim" help trace generate
expect 0 "scnnsim 0." -- "$scnnsim" --version

# Commands and options.
expect 2 "a command is missing" -- "$scnnsim"
expect 2 'unknown command "rum" (did you mean "run"?)' -- "$scnnsim" rum
expect 2 'unknown option "--versoin" (did you mean "--version"?)' "see scnnsim --help" -- "$scnnsim" --versoin
expect 2 'unknown option "--cofnig" (did you mean "--config"?)' "see scnnsim run --help" -- "$scnnsim" run "$trace" --cofnig x
expect 2 "TRACE is missing" -- "$scnnsim" run
expect 0 "file; needed" "block:KxCx1x1" "folder to write; needed" -- "$scnnsim" trace generate --help
expect 2 "holds no trace.yaml" "it holds the traces $repository/traces/digits-dense, " -- "$scnnsim" run "$repository/traces"
expect 2 "trace $repository/tests/cli: holds no trace.yaml, expected a folder that holds trace.yaml" -- "$scnnsim" trace info "$repository/tests/cli"
expect 2 "holds no results.json, expected a folder that scnnsim run --out or scnnsim sweep --out wrote" -- "$scnnsim" table "$trace"
expect 2 "none: does not exist, expected a folder that scnnsim run --out" -- "$scnnsim" table none
expect 2 "--jobs: got 0, expected an integer in 1 ..." -- "$scnnsim" run "$trace" --jobs 0
expect 2 "--quantum: got 1000000000001, expected an integer in 1 ... 1000000000000" -- "$scnnsim" run "$trace" --quantum 1000000000001
expect 2 "--quantum: got x" -- "$scnnsim" run "$trace" --quantum x
expect 2 "--force: needs --out" -- "$scnnsim" run "$trace" --force
expect 2 "--format: got html, expected text, md, csv, json or latex" -- "$scnnsim" run "$trace" --format html
expect 2 'unknown layer "conv9"' "conv1, conv2, conv3, conv4" -- "$scnnsim" run "$trace" --layers conv1,conv9
expect 2 'unknown architecture "dcn"' "scnn" -- "$scnnsim" run "$trace" --arch dcn
expect 2 'unknown architecture "SCNN" (did you mean "scnn"?)' -- "$scnnsim" run "$trace" --arch SCNN
expect 2 '"banks" (did you mean "accumulator.banks" or "dram_device.banks"?)' -- "$scnnsim" run "$trace" --set banks=64

# Engines: the same bytes from either; the batched one says why it cannot run a layer; --check compares both.
for engine in product batched; do
  expect 0 -- "$scnnsim" run "$trace" --layers conv2,conv4 --engine $engine --quiet --out "results-$engine"
done
for file in layers.csv results.json; do
  cmp -s "results-product/$file" "results-batched/$file" || fail "the engines write different bytes into $file"
done
rm -r results-product results-batched
expect 0 yes -- "$scnnsim" run "$trace" --layers conv2,conv4 --check --quiet
expect 0 -- "$scnnsim" run "$trace" --layers conv4 --check --values off --quiet
expect 2 "--engine: got fast, expected auto, product or batched" -- "$scnnsim" run "$trace" --engine fast
expect 2 "the batched engine cannot run this layer: scatter.policy is serialized; use the engine auto or product" "layer conv1" -- "$scnnsim" run "$trace" --layers conv1 --engine batched --set scatter.policy=serialized --quiet
expect 2 "scatter.policy is serialized; use the engine auto or product without --check" "layer conv1" -- "$scnnsim" run "$trace" --layers conv1 --check --set scatter.policy=serialized --quiet
expect 2 "--check compares both engines" -- "$scnnsim" run "$trace" --engine product --check
nothing_left

# A layer that the machine cannot take: the others are run, results and tables tell what is missing.
cat > deeplab.yaml <<'YAML'
name: deeplab
source: a test
layers:
  - {name: conv1, C: 4, K: 4, H: 33, W: 33, R: 3, S: 3, pad: [1, 1, 1, 1], weight_density: 0.5, input_density: 0.5}
  - {name: aspp, C: 4, K: 4, H: 33, W: 33, R: 3, S: 3, pad: [18, 18, 18, 18], dilation: [18, 18], weight_density: 0.5, input_density: 0.5}
YAML
expect 0 -- "$scnnsim" trace generate --network deeplab.yaml --granularity element --out deeplab
expect 1 "Without aspp on scnn, which could not be simulated." "error: invalid: layer aspp: one output channel" \
  -- "$scnnsim" run deeplab --arch scnn --arch dcnn --quiet --out results-deeplab
[ "$(cut -d, -f2,3 results-deeplab/layers.csv | tail -n +2 | tr '\n' ' ')" = "conv1,scnn conv1,dcnn aspp,dcnn " ] || fail "layers.csv of a run with an invalid layer: $(cut -d, -f2,3 results-deeplab/layers.csv)"
grep -q '"status": "invalid"' results-deeplab/results.json || fail "results.json does not tell that a layer is invalid"
expect 0 "warning: results-deeplab: nothing of layer aspp on scnn, which is invalid: layer aspp" -- "$scnnsim" table results-deeplab
expect 2 "layer aspp" -- "$scnnsim" run deeplab --layers aspp --quiet
rm -r deeplab results-deeplab

# Reproducing papers: bad input. What it prints and writes: reproduce_test.sh.
expect 2 "EXPERIMENT is missing" -- "$scnnsim" reproduce
expect 2 'unknown experiment "scnn2016" (did you mean "scnn2017"?)' -- "$scnnsim" reproduce scnn2016
expect 2 'unknown network "VGG"' "AlexNet, GoogLeNet, VGG-16" -- "$scnnsim" reproduce scnn2017 --network VGG
expect 2 'unknown architecture "dcn"' -- "$scnnsim" reproduce scnn2017 --arch dcn
expect 2 "--seeds: got 0" -- "$scnnsim" reproduce scnn2017 --seeds 0
expect 2 'unknown figure "scnn_cycle" (did you mean "scnn_cycles"?)' -- "$scnnsim" reproduce scnn2017 --figure scnn_cycle
sed '/action: halo_word/,/derivation/d' "$repository/configs/energy/16nm.yaml" > energy.yaml
expect 2 energy.yaml halo_word -- "$scnnsim" reproduce scnn2017 --set energy.table=energy.yaml
expect 2 'unknown published data "scnn2018"' -- "$scnnsim" reproduce scnn2017 --published scnn2018
sed 's/item: IC_5b, value/item: IC_5c, value/' "$repository/configs/published/scnn2017.yaml" > bad.yaml
line=$(grep -n "figure: scnn_cycles" bad.yaml | cut -d: -f1)
expect 2 "bad.yaml:$line" "figure scnn_cycles" "IC_5b" "missing" -- "$scnnsim" reproduce scnn2017 --published bad.yaml
sed '0,/value: 118340, /s///' "$repository/configs/published/scnn2017.yaml" > bad.yaml
expect 2 "bad.yaml:" "value" -- "$scnnsim" reproduce scnn2017 --published bad.yaml

# Configuration.
expect 2 "--set: pe_array.rows: got 0, expected an integer in 1 ... 64" -- "$scnnsim" run "$trace" --set pe_array.rows=0
expect 2 'did you mean "rows"' -- "$scnnsim" config --set pe_array.row=1
expect 2 "--set accumulator.banks=24 --set accumulator.bank_hash=xor: accumulator.bank_hash" "needs a power of two as accumulator.banks, got 24" -- "$scnnsim" config --set accumulator.banks=24 --set accumulator.bank_hash=xor
expect 2 "dram_device.t_rc: got 40, expected at least 45.75: t_ras = 32 + t_rp = 13.75" -- "$scnnsim" run "$trace" --set dram.model=banked --set dram_device.t_rc=40
expect 2 'dram.mapping: got "RoBaCo", which covers 27 bits of an atom' "but the memory has 28" -- "$scnnsim" run "$trace" --set dram.model=banked --set dram.mapping=RoBaCo
expect 2 'unknown DRAM preset "ddr4"' "ddr4-3200, hbm2, lpddr4-3200, lpddr5-6400" -- "$scnnsim" run "$trace" --set dram.model=banked --set dram.preset=ddr4
printf 'pe_array:\n  rows: 4\n  colums: 4\n' > bad.yaml
expect 2 "bad.yaml:3" 'did you mean "columns"' -- "$scnnsim" config --config bad.yaml
printf 'accumulator:\n  banks: 24\n  bank_hash: xor\n' > bad.yaml
expect 2 "--config bad.yaml: accumulator.bank_hash" -- "$scnnsim" config --config bad.yaml
printf 'pe_array.rows: 8\n' > bad.yaml
expect 2 "bad.yaml:1: pe_array.rows: expected nested keys" -- "$scnnsim" config --config bad.yaml
expect 2 "none.yaml" -- "$scnnsim" config --config none.yaml
expect 2 'unknown machine configuration "scn" (did you mean "scnn"?)' -- "$scnnsim" config --config scn
expect 2 'unknown energy table "45mn" (did you mean "45nm"?)' -- "$scnnsim" run "$trace" --set energy.table=45mn
expect 0 "accumulator.banks = 64 banks" "default 32" -- "$scnnsim" config --set accumulator.banks=64
expect 0 -- "$scnnsim" config --set accumulator.banks=64 --set dram.bandwidth=0.1 --format yaml
cp stdout machine.yaml
expect 0 -- "$scnnsim" config --config machine.yaml --format yaml
cmp -s stdout machine.yaml || fail "config --format yaml does not reproduce itself"
expect 0 "layer" "Kc" "outputs of a tile" "conv4" "4x4" "the plane is not cut" -- "$scnnsim" config --trace "$trace"
expect 0 "12x12" "the next larger ones do not fit half an OARAM" -- "$scnnsim" config --trace "$trace" --set activation_ram.oaram_bytes=200 --set activation_ram.overflow=retile
expect 2 "mapping.kc: got best" -- "$scnnsim" config --trace "$trace" --set mapping.kc=best
expect 2 "--trace: goes with --format text" -- "$scnnsim" config --trace "$trace" --format json
expect 0 '"key": "dram.bandwidth"' '"value": 0.1' -- "$scnnsim" config --config machine.yaml --format json

# Traces.
expect 2 "no-such-trace" -- "$scnnsim" run no-such-trace --out results
cp -r "$trace" broken
expect 2 -- "$scnnsim" run broken --layers conv4 --out broken --force
[ -s broken/trace.yaml ] || fail "--out replaced the trace that it ran"
truncate -s -1 broken/conv1.activations.npy
expect 2 "broken/conv1.activations.npy" "truncated" -- "$scnnsim" run broken --out results
absent results
nothing_left
rm -rf broken

# A run, its files, and the rule about existing folders.
expect 0 "total" "energy" "results: written: results.json, layers.csv, config.yaml, run.json" \
  "conv4: 48 of 64 PEs have no tile and are idle: the plane is 4 x 4." "scnn in all: time 11.32 us, 88,316 frames/s" \
  "Energies by 45nm: public values, sourced, nothing fitted. Energies by 16nm:" -- "$scnnsim" run "$trace" --out results
[ "$(wc -L < stdout)" -le 80 ] || fail "run prints lines of $(wc -L < stdout) characters"
for file in results.json layers.csv config.yaml run.json; do [ -s results/$file ] || fail "results/$file is missing"; done
[ "$(ls -A results | wc -l)" = 4 ] || fail "results holds more than four files"
nothing_left
[ "$(wc -l < results/layers.csv)" = 5 ] || fail "layers.csv has not a row per layer"
[ "$(tail -n +2 results/layers.csv | cut -d, -f36 | sort -u)" = yes ] || fail "not every layer is verified"
expect 2 "is not empty; use --force" -- "$scnnsim" run "$trace" --out results
expect 0 -- "$scnnsim" run "$trace" --out results --force --quiet
grep -vqE 'ASan|False positive|For details' stderr && fail "--quiet writes to stderr"  # AddressSanitizer warns
mkdir notes && echo precious > notes/file
expect 2 "not replaced, even with --force" -- "$scnnsim" run "$trace" --out notes --force
[ "$(cat notes/file)" = precious ] || fail "--force harmed a folder that is not ours"
expect 2 "its parent folder" "cannot be made: Not a directory" -- "$scnnsim" run "$trace" --out notes/file/results
expect 0 -- "$scnnsim" run "$trace" --layers conv4 --out new/parent/results --quiet
[ -s new/parent/results/results.json ] || fail "run does not make the folders above --out"
expect 0 -- "$scnnsim" trace prune "$trace" --granularity 2:4 --out new/other/pruned
[ -s new/other/pruned/trace.yaml ] || fail "trace prune does not make the folders above --out"
rm -r new
nothing_left

# The same input, the same bytes, whatever the jobs, the quantum and the place.
cp -r results first.yaml
expect 0 -- "$scnnsim" run "$trace" --jobs 1 --quantum 1 --config results/config.yaml --out results --force --quiet
for file in results.json layers.csv config.yaml; do cmp -s results/$file first.yaml/$file || fail "$file differs between runs"; done
rm -rf first.yaml

# Wrong outputs: the trace says that every output of conv1 is zero.
cat > tiny.yaml << 'END'
name: tiny
layers:
  - {name: conv1, C: 4, K: 8, H: 8, W: 8, R: 1, S: 1, weight_density: 0.5, input_density: 0.5}
  - {name: conv2, C: 4, K: 8, H: 8, W: 8, R: 1, S: 1, weight_density: 0.5, input_density: 0.5}
END
expect 0 -- "$scnnsim" trace generate --network tiny.yaml --granularity element --out broken
{
  printf '\x93NUMPY\x01\x00\x76\x00'
  printf '%-117s\n' "{'descr': '<i4', 'fortran_order': False, 'shape': (8, 8, 8), }"
  head -c 2048 /dev/zero
} > broken/zeros.npy
sed -i 's/weights: "conv1.weights.npy"/output: zeros.npy, &/' broken/trace.yaml
expect 1 "layer conv1: wrong outputs" "expected 0" -- "$scnnsim" run broken --layers conv1,conv2 --out wrong.yaml
[ "$(tail -n +2 wrong.yaml/layers.csv | cut -d, -f36 | tr '\n' ' ')" = "no yes " ] || fail "wrong outputs are not in layers.csv"
expect 0 -- "$scnnsim" run broken --layers conv1 --no-verify
# The wrong output is only compared with: it changes nothing that is simulated, such as whether outputs cross DRAM.
run_small() { expect 0 -- "$scnnsim" run "$1" --layers conv1 --no-verify --set activation_ram.oaram_bytes=5 --format csv --quiet; }
run_small broken
cp stdout wrong-output.yaml
cp -r broken right.yaml
sed -i 's/output: zeros.npy, //' right.yaml/trace.yaml
run_small right.yaml
cmp -s stdout wrong-output.yaml || fail "a trace's output changes what is simulated"
[ "$(tail -1 stdout | cut -d, -f34)" -gt 0 ] || fail "outputs fit 5 bytes"
rm -rf right.yaml wrong-output.yaml
# A simulation that cannot be finished leaves no results.
expect 1 "layer conv2: " -- "$scnnsim" run "$trace" --layers conv2 --set simulation.watchdog_cycles=1000 --set dram.bandwidth=0.001 --out stuck
absent stuck
rm -rf broken wrong.yaml
nothing_left

# What is printed.
expect 0 -- "$scnnsim" run "$trace" --format csv --quiet
cmp -s stdout results/layers.csv || fail "--format csv is not layers.csv"
expect 0 -- "$scnnsim" run "$trace" --format json --quiet
cmp -s stdout results/results.json || fail "--format json is not results.json"
expect 0 "conv2" -- "$scnnsim" run "$trace" --layers conv2 --no-verify --format csv --quiet
[ "$(wc -l < stdout)" = 2 ] || fail "--layers conv2 runs more than one layer"
[ "$(tail -1 stdout | cut -d, -f36)" = off ] || fail "--no-verify says verified"
expect 0 "total" -- "$scnnsim" run "$trace"
[ "$(awk '{ if (length > most) most = length } END { print most }' stdout)" -le 140 ] || fail "the tables are wider than 140 columns"
expect 1 "cannot write to standard output" -- bash -c '"$0" config > /dev/full' "$scnnsim"

# Tables of results; tables of sweeps and figures: plot_test.sh.
kinds=$("$scnnsim" table --help | sed -n '/^Kinds:/,/^RESULTS/s/^  \([a-z]*\)  .*/\1/p')
[ "$(echo $kinds)" = "cycles stalls memory energy storage summary speedup accesses performance dram sweep pareto" ] || fail "the help lists other kinds of table: $kinds"
for kind in $(echo $kinds | sed 's/ sweep pareto//'); do
  for format in text md csv json latex; do
    expect 0 "conv4" "total" -- "$scnnsim" table results --kind $kind --format $format
  done
done
# Text keeps to 80 columns, unless it is told not to.
"$scnnsim" run "$trace" --arch scnn --arch dcnn --quiet --out both > stdout || fail "run exits with $?"
[ "$(wc -L < stdout)" -le 80 ] || fail "run prints lines of $(wc -L < stdout) characters"
for kind in $(echo $kinds | sed 's/ sweep pareto//'); do
  for options in "" "--side-by-side" "--totals" "--baseline dcnn"; do
    expect 0 -- "$scnnsim" table both --kind $kind $options
    [ "$(wc -L < stdout)" -le 80 ] || fail "table --kind $kind $options prints lines of $(wc -L < stdout) characters"
  done
done
expect 0 "DRAM weights" -- "$scnnsim" table both --kind accesses --wide
[ "$(wc -L < stdout)" -gt 80 ] || fail "--wide is not wide"
expect 0 "layer,cycles,energy_pj,memory_references" -- "$scnnsim" table results --columns cycles,energy,memory_references --format csv
expect 0 -- "$scnnsim" table results --columns cycles --sort cycles --reverse --format csv
[ "$(cut -d, -f1 stdout | tr '\n' ' ')" = "layer conv4 conv3 conv1 conv2 total " ] || fail "not sorted: $(cat stdout)"
expect 0 "11,323*" "(* lowest)" -- "$scnnsim" table both --totals --columns cycles
[ "$(grep -c conv stdout)" = 0 ] || fail "--totals shows layers: $(cat stdout)"
expect 2 "--reverse: needs --sort" -- "$scnnsim" table results --reverse
rm -r both
# Every column is explained, in sim/columns.md too.
expect 0 'multiplier_utilization  "mult. util." [fraction]' "= multiplies / (cycles x multipliers)" -- "$scnnsim" table --columns
expect 0 "name,heading,unit,definition,formula,found_in" -- "$scnnsim" table --columns --format csv
tr , '\n' < <(head -1 results/layers.csv) | while read -r name; do grep -q "^$name," stdout || echo "$name"; done > undefined
[ -s undefined ] && fail "columns of layers.csv without a definition: $(cat undefined)"
rm undefined
expect 0 -- "$scnnsim" table --columns --format md
diff <(sed -n '/^|/p' "$repository/sim/columns.md") <(sed -n '/^|/p' stdout) || fail "sim/columns.md is not what scnnsim table --columns --format md prints; tools/update-goldens writes it"
expect 0 "results/results.json" -- "$scnnsim" table results results/results.json --kind stalls
expect 0 "results (1)" "results (2)" -- "$scnnsim" table results results --kind stalls
expect 0 "cycles_ratio" -- "$scnnsim" table results results/results.json --baseline results --format csv
expect 0 "results.cycles,results.cycles_ratio,results/results.json.cycles" -- "$scnnsim" table results results/results.json --baseline results --side-by-side --format csv
expect 0 "layer,stored_per_dense" -- "$scnnsim" table results --kind storage --columns stored_per_dense --format csv
# Columns of the banked memory stand where it ran. A preset may be a file; what is written runs without it.
expect 0 "layer,cycles,dram_row_hits" -- "$scnnsim" table results --kind dram --format csv
grep -q dram_row results/layers.csv && fail "layers.csv has columns of a memory that did not run"
sed 's/^channels: 2/channels: 1/' "$repository/configs/dram/ddr4-3200.yaml" > slow.yaml
expect 0 -- "$scnnsim" run "$trace" --layers conv3 --quiet --set dram.model=banked --set dram.preset=slow.yaml --out results-banked
rm slow.yaml
expect 0 "dram_device.channels = 1" "dram_device.t_rcd = 13.75 ns" -- "$scnnsim" config --config results-banked/config.yaml
expect 0 -- "$scnnsim" run "$trace" --layers conv3 --quiet --config results-banked/config.yaml --out results-again
grep -q '^# .*those of dram.preset "slow.yaml"' results-banked/config.yaml || fail "config.yaml names a wrong preset"
cmp results-banked/layers.csv results-again/layers.csv || fail "config.yaml of a banked memory does not run again"
head -1 results-banked/layers.csv | grep -q ",dram_row_hits," || fail "layers.csv lacks the columns of the banked memory"
rm -r results-banked results-again
expect 2 '--baseline: unknown run or architecture "scn" (did you mean "scnn"?)' -- "$scnnsim" table results --baseline scn
expect 2 '--columns: unknown column "energy_iaram"' "scnnsim table --columns explains all" -- "$scnnsim" table results --kind energy --columns energy_iaram
expect 2 '--kind: unknown kind "stall" (did you mean "stalls"?)' -- "$scnnsim" table results --kind stall
expect 2 "results: --kind sweep needs the folder of a sweep" -- "$scnnsim" table results --kind sweep
expect 2 "--where: goes with --kind sweep or pareto" -- "$scnnsim" table results --where network=x
expect 2 "no-results" -- "$scnnsim" table no-results
expect 2 "RESULTS is missing" -- "$scnnsim" table
sed 's/"scnnsim_results": 1/"scnnsim_results": 2/' results/results.json > notes/results.json
expect 2 "scnnsim_results: got 2, expected 1: written by another version" -- "$scnnsim" table notes
sed '/"stored_weight_bytes"/d' results/results.json > notes/results.json
expect 2 "stored_weight_bytes: is missing" "Run it again" -- "$scnnsim" table notes
sed '/"cycle_fs"/d; /"effectual_multiplies"/d' results/results.json > notes/results.json
expect 0 "conv1,909,," -- "$scnnsim" table notes --columns cycles,seconds,effectual_multiplies --format csv
echo '{}' > notes/results.json
expect 2 "no results of scnnsim" -- "$scnnsim" table notes
head -c 200000 /dev/zero | tr '\0' '[' > notes/results.json
expect 2 "notes/results.json: not JSON: parse error at line 1, column 200001" -- "$scnnsim" table notes
sed 's/"cycles": [0-9]*/"cycles": -1/' results/results.json > notes/results.json
expect 2 "layers[0]: cycles: got -1, expected an integer" -- "$scnnsim" table notes

# A machine's result does not depend on which others are asked for: the oracle follows from scnn's, or is simulated.
expect 0 "oracle" -- "$scnnsim" run "$trace" --layers conv1 --arch scnn --arch scnn_oracle --out both.yaml --quiet
expect 0 "energy" -- "$scnnsim" run "$trace" --layers conv1 --arch scnn_oracle --out alone.yaml --quiet
diff <(grep ',scnn_oracle,' both.yaml/layers.csv) <(grep ',scnn_oracle,' alone.yaml/layers.csv) || fail "the oracle depends on scnn being asked for"

# An energy table of one's own goes with the results; a name never means a file of the current folder.
sed 's/^name: 45nm/name: mine/' "$repository/configs/energy/45nm.yaml" > mine.yaml
expect 0 "table mine" -- "$scnnsim" run "$trace" --layers conv4 --set energy.table=mine.yaml --out own.yaml --quiet
cmp -s own.yaml/energy.yaml mine.yaml || fail "the energy table is not among the results"
grep -qE '^  table: "energy.yaml"' own.yaml/config.yaml || fail "config.yaml does not name the energy table beside it"
grep -q '"checksum": "xxh3-128:' own.yaml/results.json || fail "results.json lacks a checksum"
mkdir elsewhere.yaml
mv own.yaml elsewhere.yaml/moved
rm mine.yaml
expect 0 "table mine" -- "$scnnsim" run "$trace" --layers conv4 --config elsewhere.yaml/moved/config.yaml --out again.yaml --quiet
for file in results.json layers.csv config.yaml energy.yaml; do cmp -s again.yaml/$file elsewhere.yaml/moved/$file || fail "$file differs when run again from config.yaml"; done
echo "no table" > 45nm
expect 0 "table 45nm" -- "$scnnsim" run "$trace" --layers conv4 --quiet --set energy.table=45nm
rm -rf 45nm again.yaml elsewhere.yaml

# Messages that nobody can read, and results that cannot be printed.
run="$(printf '%q run %q --layers conv4' "$scnnsim" "$trace")"
expect 0 -- bash -c "$run --out closed.yaml 2> /dev/full > /dev/null"
expect 0 -- bash -c "$run --out closed.yaml --force 2>&- > /dev/null"
expect 2 -- bash -c "$run --jobs 0 2> /dev/full"
expect 2 -- bash -c "$run --jobs 0 2>&-"
expect 0 -- bash -c "$run --out closed.yaml --force 2> >(exec true) > /dev/null; exit \$?"
expect 1 "cannot write to standard output" -- bash -c "$run --out closed.yaml --force > /dev/full"
expect 1 "cannot write to standard output" -- bash -c "$run --out closed.yaml --force >&-"
expect 141 -- bash -c "exec 3> >(exec true); wait \$!; $run --out closed.yaml --force --quiet >&3 3>&-"
[ "$(ls -A closed.yaml | wc -l)" = 4 ] || fail "results are lost when nobody reads what is printed"
rm -rf closed.yaml
nothing_left

# An interrupt ends a run that takes seconds, and leaves nothing behind, neither files nor processes. (Shells start
# background processes with SIGINT ignored, so SIGTERM it is, and SIGKILL, which nobody can clean up after.)
expect 0 -- "$scnnsim" trace generate --network vgg16 --granularity vector --layers conv3_3,conv4_2 --out long.yaml
processes() { grep -ls "$scratch/interrupte[d]" /proc/[0-9]*/cmdline | wc -l; }  # [d]: not grep itself
# wait_for CONDITION: up to half a minute.
wait_for() {
  local attempt
  for attempt in $(seq 300); do
    eval "$1" && return 0
    sleep 0.1
  done
  return 1
}
for signal in TERM KILL; do
  "$scnnsim" run long.yaml --out "$scratch/interrupted" --jobs 2 > stdout 2> stderr &
  process=$!
  wait_for '[ "$(processes)" -ge 2 ]' || fail "a run has $(processes) processes: no workers"
  kill -$signal $process
  wait $process 2> /dev/null
  got=$?
  [ $got = $((128 + $(kill -l $signal))) ] || fail "SIG$signal: a run exited with $got"
  wait_for '[ "$(processes)" = 0 ]' || fail "SIG$signal: $(processes) processes are left"
  absent interrupted
  [ $signal = KILL ] || grep -qF "nothing was written" stderr || fail "SIG$signal: does not say that nothing was written"
  [ $signal = KILL ] || nothing_left
done
expect 0 -- "$scnnsim" run "$trace" --layers conv4 --quiet --out interrupted # removes what the killed one left
rm -rf interrupted
nothing_left

# Of several layers with wrong files, the first one is named, however many run at once.
cp -r "$trace" wrong.yaml
for layer in conv2 conv3 conv4; do echo rubbish > wrong.yaml/$layer.weights.npy; done
for jobs in 1 2 4; do
  for engine in auto product; do
    expect 2 "weights of layer conv2" -- "$scnnsim" run wrong.yaml --jobs $jobs --engine $engine --arch scnn --arch dcnn
  done
  expect 2 "weights of layer conv3" -- "$scnnsim" run wrong.yaml --jobs $jobs --layers conv4,conv1,conv3
done
rm -rf wrong.yaml

# The name of a network is no trace, but can become one. Pruning that removes nothing says so.
expect 2 "trace vgg16: does not exist" "scnnsim trace generate --network vgg16 --granularity element --out vgg16" -- "$scnnsim" run vgg16
expect 2 "trace vgg-16: does not exist" "did you mean the network vgg16, of which this command makes a trace: scnnsim trace generate --network vgg16" -- "$scnnsim" run vgg-16
expect 2 "scnnsim trace generate --network resnet50 --granularity element --weight-density 0.4 --activation-density 0.4 --out resnet50" -- "$scnnsim" trace info resnet50
expect 0 "conv4: weight density 0.3000 -> 0.3000, nothing removed" "no weight was removed: vector at density 0.9 keeps" "the weight density was 0.3000 to 0.6000 before, by layer" -- "$scnnsim" trace prune "$trace" --granularity vector --density 0.9 --out same.yaml
expect 0 "conv1: weight density 0.6000 -> 0.4000" "conv4: weight density 0.3000 -> 0.3000, nothing removed" -- "$scnnsim" trace prune "$trace" --granularity vector --density 0.4 --out same.yaml --force
if grep -q "no weight was removed" stderr; then fail "weights were removed, and it is denied"; fi
expect 0 "no weight was removed" "the weight density was 0.3000 before" -- "$scnnsim" trace prune "$trace" --granularity vector --density 0.9 --layers conv4 --out same.yaml --force
rm -rf same.yaml

# Traces, once more: what --force never does, what no message may be, and interrupts while a trace is written.
expect 0 -- "$scnnsim" trace generate --network tiny.yaml --granularity element --out made.yaml
expect 2 "is or holds the input" -- "$scnnsim" trace prune made.yaml --granularity vector --density 0.5 --out made.yaml --force
expect 0 -- "$scnnsim" trace prune made.yaml --granularity vector --density 0.5 --out pruned.yaml
echo precious > pruned.yaml/letter
expect 2 "letter" "not replaced, even with --force" -- "$scnnsim" trace prune made.yaml --granularity vector --density 0.5 --out pruned.yaml --force
digits=$repository/traces/digits-element-0.30
expect 0 -- "$scnnsim" trace prune "$digits" --granularity filter --density 0.8 --out filters
"$scnnsim" trace check filters > stdout || fail "a pruned trace is no sound one"
grep -q "the zeros of the weights show" stdout && fail "zeros of an earlier, finer pruning count against the later one: $(cat stdout)"
[ "$(tail -n 1 stdout)" = "filters: 4 layers readable; outputs: 4 not given" ] || fail "trace check ends with: $(tail -n 1 stdout)"
cp -r "$digits" mislabelled && sed -i 's/granularity: element/granularity: vector/' mislabelled/trace.yaml
expect 0 "granularity: the trace says vector, the zeros of the weights show element" -- "$scnnsim" trace check mislabelled
rm made.yaml/conv2.weights.npy
expect 2 "weights of layer conv2: file does not exist" -- "$scnnsim" trace info made.yaml
ln -s /dev/zero made.yaml/conv2.weights.npy
expect 2 "weights of layer conv2" "pipe or device" -- timeout 20 "$scnnsim" trace info made.yaml
ln -s loop.yaml loop.yaml
expect 2 "loop.yaml" -- "$scnnsim" trace info loop.yaml
expect 2 "File name too long" -- "$scnnsim" trace info "$(printf 'x%.0s' {1..300})"
printf 'name: n\xff\n' > bad.yaml
expect 2 "bad.yaml:1" "0xff at offset 7" -- "$scnnsim" trace generate --network bad.yaml --granularity none --out never
rm -rf made.yaml pruned.yaml loop.yaml
before=$(ls -A)
set -m  # or SIGINT would be ignored
for signal in INT TERM HUP; do
  "$scnnsim" trace generate --network vgg16 --granularity vector --out interrupted > stdout 2> stderr &
  process=$!
  for _ in {1..100}; do
    compgen -G ".interrupted.partial-$process-*" > /dev/null && break
    sleep 0.05
  done
  kill -$signal $process
  wait $process 2> /dev/null
  got=$?
  [ $got = $((128 + $(kill -l $signal))) ] || fail "SIG$signal: trace generate exited with $got"
  absent interrupted
done
set +m
[ "$(ls -A)" = "$before" ] || fail "an interrupted trace generate left behind: $(ls -A)"

report_failures
