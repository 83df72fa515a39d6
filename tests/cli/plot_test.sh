#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Tables of sweeps, and figures, as a user meets them. Usage: plot_test.sh PATH-TO-scnnsim
set -u -o pipefail

: "${1:?usage: plot_test.sh PATH-TO-scnnsim}"  # here, since in $( ) it would not end the script
scnnsim=$(realpath "$1")
repository=$(realpath "$(dirname "$0")/../..")
trace=$repository/traces/digits-vector-0.30
source "$repository/tests/cli/expect.sh"

cat > sweep.yaml << YAML
trace: $trace
axes:
  - grid:
      weight_fifo.entries: [25, 50]
      accumulator.banks: [16, 32]
YAML
expect 0 -- "$scnnsim" run "$trace" --layers conv1,conv4 --arch scnn --arch dcnn --quiet --out results
expect 0 -- "$scnnsim" sweep sweep.yaml --out fifo

# Tables of points.
expect 0 "number,weight_fifo.entries,accumulator.banks,cycles,cycles_ratio" -- \
  "$scnnsim" table fifo --baseline accumulator.banks=32 --columns cycles --format csv
[ "$(wc -l < stdout)" = 5 ] || fail "not a row per point: $(cat stdout)"
[ "$(grep -c ',1$' stdout)" = 2 ] || fail "the baseline's ratios are not 1: $(cat stdout)"
for format in text md csv json latex; do
  expect 0 "32" -- "$scnnsim" table fifo --kind sweep --format $format
  expect 0 "32" -- "$scnnsim" table fifo/sweep.sqlite --kind pareto --columns cycles,area --format $format
done
expect 0 "2 points" -- "$scnnsim" table fifo --where weight_fifo.entries=50
expect 2 "holds a sweep: --kind energy is about layers; expected --point" -- "$scnnsim" table fifo --kind energy

expect 0 "point" "lowest)" -- "$scnnsim" table fifo --sort cycles
[ "$(wc -L < stdout)" -le 80 ] || fail "the table of points has lines of $(wc -L < stdout) characters"

# Layers of points.
expect 0 -- "$scnnsim" run "$trace" --quiet --set weight_fifo.entries=25 --set accumulator.banks=32 --out second
expect 0 -- "$scnnsim" table second --kind stalls --format csv
cp stdout run.csv
expect 0 -- "$scnnsim" table fifo --kind stalls --point 2 --format csv
cmp -s stdout run.csv || fail "the layers of a point are not those of the same run: $(diff stdout run.csv | head -3)"
expect 0 "Cycles and utilisation" -- "$scnnsim" table fifo --point 2
expect 0 "point 1" "point 3" "ratios to scnn of point 1" -- "$scnnsim" table fifo --kind energy --point 1,3 --side-by-side --baseline 1
expect 2 "--point: got 9, which is none of the sweep's 4 points" -- "$scnnsim" table fifo --kind energy --point 9
expect 2 "--point: goes with kinds of layers, not sweep" -- "$scnnsim" table fifo --kind sweep --point 1
expect 2 "results: --point needs the folder of a sweep" -- "$scnnsim" table results --point 1
expect 2 '--columns: unknown column "cycle" (did you mean "cycles"?)' -- "$scnnsim" table fifo --columns cycle
expect 2 '--where: unknown axis "weight_fifo.entry"' 'did you mean "weight_fifo.entries"' -- "$scnnsim" table fifo --where weight_fifo.entry=5
expect 0 "2 points" -- "$scnnsim" table fifo --where weight_fifo.entries=5e1
expect 2 "--where: no point has accumulator.banks=64; values: 16, 32" -- "$scnnsim" table fifo --where accumulator.banks=64
expect 2 "--baseline: a point's number or AXIS=VALUE: got 5, expected an integer in 1 ... 4" -- "$scnnsim" table fifo --baseline 5
expect 2 "got 2 places, expected one sweep" -- "$scnnsim" table fifo fifo
expect 2 "--columns: got cycles, expected at least two" -- "$scnnsim" table fifo --kind pareto --columns cycles

# Figures: bad input leaves no file.
expect 2 "--out" "is missing" -- "$scnnsim" plot results
expect 2 "expected a name that ends in .svg or .pdf" -- "$scnnsim" plot results --out figure.png
expect 2 '--kind: unknown kind "enregy" (did you mean "energy"?)' -- "$scnnsim" plot results --kind enregy --out no.svg
expect 2 "--relative: goes with --kind stalls or energy" -- "$scnnsim" plot results --kind speedup --relative --out no.svg
expect 2 '--baseline: unknown run or architecture "dcn" (did you mean "dcnn"?)' -- "$scnnsim" plot results --kind speedup --baseline dcn --out no.svg
expect 2 '--x: unknown axis "banks"' "accumulator.banks" -- "$scnnsim" plot fifo --x banks --out no.svg
expect 2 '--counter: unknown counter "isue" (did you mean "issue"?)' -- "$scnnsim" plot results --kind pe-map --counter isue --out no.svg
expect 2 '--layers: unknown layer "conv" (did you mean' -- "$scnnsim" plot results --kind roofline --layers conv --out no.svg
expect 2 "--layers: goes with --kind roofline or pe-map" -- "$scnnsim" plot results --layers conv1 --out no.svg
expect 2 "--counter: goes with --kind pe-map" -- "$scnnsim" plot results --kind roofline --counter issue --out no.svg
expect 2 "holds a sweep, which keeps no machines and no PEs" -- "$scnnsim" plot fifo --kind pe-map --out no.svg
expect 2 "--point: goes with kinds of layers, not pe-map" -- "$scnnsim" plot fifo --kind pe-map --point 1 --out no.svg
expect 2 '--kind: unknown kind "roofline"' -- "$scnnsim" table results --kind roofline
expect 0 -- "$scnnsim" run "$trace" --layers conv4 --quiet --detail layers --out few
expect 2 "the results do not tell PEs apart" "--detail blocks" -- "$scnnsim" plot few --kind pe-map --out no.svg
expect 2 "--columns: got cycles, expected two" -- "$scnnsim" plot fifo --kind pareto --columns cycles --out no.svg
expect 2 "nowhere/no.svg: cannot be written" -- "$scnnsim" plot results --out nowhere/no.svg
mkdir -p bare
expect 2 "gnuplot is not installed: plots need it" "gnuplot-nox" -- env PATH="$PWD/bare" "$scnnsim" plot results --out no.svg
[ -z "$(ls -A | grep -E '^no|^\.')" ] || fail "left behind: $(ls -A)"

# Figures.
if command -v gnuplot > stdout; then
  for kind in stalls energy speedup roofline pe-map; do
    expect 0 "$kind.svg: written" -- "$scnnsim" plot results --kind $kind --out $kind.svg
  done
  expect 0 -- "$scnnsim" plot results --kind energy --relative --out relative.svg
  expect 0 -- "$scnnsim" plot results --kind pe-map --layers conv4 --counter idle --out idle.svg
  expect 0 "not shown, without weight_fifo.reads per PE: conv1, dcnn, conv4, dcnn" -- \
    "$scnnsim" plot results --kind pe-map --counter weight_fifo.reads --out reads.svg
  expect 0 -- "$scnnsim" plot fifo --kind stalls --point 1,3 --out points.svg
  for kind in sweep pareto; do
    expect 0 -- "$scnnsim" plot fifo --kind $kind --out $kind.svg
  done
  for file in stalls energy speedup roofline pe-map idle reads relative points sweep pareto; do
    tail -c 20 $file.svg | grep -qF '</svg>' || fail "$file.svg is no whole figure"
  done
  grep -qF 'roofs of 1024 multipliers and 50 GB/s of DRAM at 1 GHz' roofline.svg || fail "roofline.svg does not name the roofs"
  grep -qF 'crossbar' stalls.svg || fail "stalls.svg has no legend"
  expect 0 -- "$scnnsim" plot results --out stalls.pdf
  [ "$(head -c 5 stalls.pdf)" = "%PDF-" ] || fail "stalls.pdf is no PDF"
  [ -z "$(ls -A | grep '^\.')" ] || fail "left behind: $(ls -A)"
fi

# No figure takes the place of somebody's data.
echo 'precious' > data.json
expect 2 "data.json exists and is no figure; remove it or choose another name" -- "$scnnsim" plot results --out data.json --format svg
[ "$(cat data.json)" = precious ] || fail "a figure replaced data.json"

report_failures
