#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Energies at several clocks, and those exported and given back. Usage: energy_test.sh PATH-TO-scnnsim
set -u -o pipefail

: "${1:?usage: energy_test.sh PATH-TO-scnnsim}"
scnnsim=$(realpath "$1")
repository=$(realpath "$(dirname "$0")/../..")
trace=$repository/traces/digits-vector-0.30
source "$repository/tests/cli/expect.sh"

energies() { "$scnnsim" table "$1" --columns energy --format csv; }

expect 0 "Usage: scnnsim energy SUBCOMMAND" "export" -- "$scnnsim" energy --help
expect 0 "Usage: scnnsim energy export" "mult_random" -- "$scnnsim" energy export --help
expect 2 "expected a subcommand: export" -- "$scnnsim" energy
expect 2 'unknown subcommand "exprot" (did you mean "export"?)' -- "$scnnsim" energy exprot

# Counts, and energies that are given back.
expect 0 -- "$scnnsim" run "$trace" --arch scnn --arch dcnn --out results --quiet
expect 2 "--arch: is missing" "scnn, dcnn" -- "$scnnsim" energy export results
expect 2 "--arch" "dcn" -- "$scnnsim" energy export results --arch dcn
expect 2 "--layers" "conv9" -- "$scnnsim" energy export results --arch scnn --layers conv9
expect 2 "--table: goes with --ert" -- "$scnnsim" energy export results --arch scnn --table 45nm
expect 0 "action_counts:" "- name: iaram" -- "$scnnsim" energy export results --arch scnn
pe_cycles=$("$scnnsim" energy export results --arch scnn | grep -A3 'name: pe$' | sed -n 's/.*counts: //p')
[ "$pe_cycles" = $((64 * 11323)) ] || fail "got $pe_cycles PE-cycles"
for arch in scnn dcnn; do
  "$scnnsim" energy export results --arch $arch --ert > $arch.yaml || fail "no table of $arch"
  expect 0 "table ERT" -- "$scnnsim" run "$trace" --arch $arch --set energy.table=$arch.yaml --out $arch --quiet
  diff <(energies $arch | cut -d, -f2) <(energies results | grep -E "$arch,|energy" | cut -d, -f3) ||
    fail "energies of $arch differ with its own exported table"
done
# Results with a table of one's own keep it beside them.
expect 0 "ERT:" -- "$scnnsim" energy export scnn --ert
diff <(tail -n +2 stdout) <(tail -n +2 scnn.yaml) || fail "the table is not exported as it was given"
expect 0 -- "$scnnsim" energy export results --arch scnn --ert --table 45nm
diff -q stdout scnn.yaml > /dev/null && fail "45nm has the energies of 16nm"

# What a table of another program lacks, or has besides.
sed '/name: scnn.ppu/,/energy/d' scnn.yaml > hole.yaml
expect 2 "hole.yaml" "no energy for ppu.compute" -- "$scnnsim" run "$trace" --set energy.table=hole.yaml
sed 's/name: update/name: udpate/' scnn.yaml > odd.yaml
expect 2 "odd.yaml" "udpate" 'did you mean "update"' -- "$scnnsim" run "$trace" --set energy.table=odd.yaml

report_failures
