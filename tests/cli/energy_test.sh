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

# A table of one machine serves no other one, a table of a user's name is not the program's.
expect 2 "energy.table" "components of scnn" "for dcnn" -- "$scnnsim" run "$trace" --arch dcnn --set energy.table=scnn.yaml
expect 2 "ERT scnn.yaml" "clock_ghz = 1" "clock.frequency = 2 GHz" -- "$scnnsim" run "$trace" --set energy.table=scnn.yaml --set clock.frequency=2
expect 0 "table ERT scnn.yaml (own table, energies as given, of one machine, fitted to SCNN's energy ratios)" -- "$scnnsim" table scnn --kind energy --format md
sed 's/name: scnn\./name: chip./' scnn.yaml > chip.yaml
expect 0 -- "$scnnsim" run "$trace" --layers conv4 --arch scnn --arch scnn_oracle --set energy.table=chip.yaml --quiet
expect 2 "energy.table" "for scnn and for dcnn" -- "$scnnsim" run "$trace" --arch scnn --arch dcnn --set energy.table=chip.yaml
expect 2 "of one machine" -- "$scnnsim" reproduce scnn2017 --fast --set energy.table=chip.yaml
expect 2 "energy.table" "scnn" "dcnn" -- "$scnnsim" granularity "$trace" --machine scnn,dcnn --set energy.table=chip.yaml
cp "$repository/configs/energy/16nm.yaml" 16nm.yaml
expect 0 -- "$scnnsim" run "$trace" --layers conv4 --set energy.table=16nm.yaml --out own --quiet
expect 0 "energies by table 16nm (own table, fitted to SCNN's energy ratios)" -- "$scnnsim" table own --kind energy --format md
expect 0 "energies by table 16nm (fitted to SCNN's energy ratios)" -- "$scnnsim" table results --kind performance --format md

# DRAM of a banked memory costs what its commands cost, by every table; without energies of commands, what the table says.
banked="$trace --layers conv3 --arch scnn --set dram.model=banked --quiet"
dram_energies() {
  "$scnnsim" table "$1" --format csv --columns dram_activate_pj,dram_read_pj,dram_write_pj,dram_refresh_pj,dram_background_pj
}
for table in 16nm 45nm; do
  expect 0 "DRAM energy: that of the memory's commands" -- "$scnnsim" run ${banked/ --quiet/} --set energy.table=$table --out banked-$table
  grep -q '"dram_weights"' banked-$table/results.json && fail "DRAM costs bits and commands with $table"
done
diff <(dram_energies banked-16nm) <(dram_energies banked-45nm) || fail "energies of DRAM commands depend on the table"
expect 0 "name: dram_banks" "name: activate" "name: background" -- "$scnnsim" energy export banked-16nm
expect 0 "energy: 4176" -- "$scnnsim" energy export banked-16nm --ert
cp stdout banked.yaml
expect 0 -- "$scnnsim" run $banked --set energy.table=banked.yaml --out banked-again
diff <(energies banked-again) <(energies banked-16nm) || fail "energies differ with the exported table of a banked memory"
expect 0 "; DRAM energy by commands" -- "$scnnsim" table banked-16nm --kind energy --format md
expect 0 "; DRAM energy by commands for banked-16nm, by bits for own: not comparable" -- "$scnnsim" table banked-16nm own --kind speedup --baseline own --format md
expect 0 "no layer ran on a banked memory" -- "$scnnsim" table own --kind dram --format md
expect 0 "dram_device.t_ck = 625 ps" "dram_energy.activate = 4176" -- "$scnnsim" config --set dram.model=banked
expect 0 "dram.preset has no effect: dram.model is pipe" -- "$scnnsim" run "$trace" --layers conv4 --set dram.preset=hbm2
expect 0 "DRAM energy: pJ per bit by each table" -- "$scnnsim" run ${banked/ --quiet/} --set dram.preset=hbm2 --out hbm2
grep -q '"dram_weights"' hbm2/results.json || fail "HBM2 has no energies of commands, but bits cost nothing"
expect 2 "dram_device.refresh_per_bank: got 1 in place of the 0" "dram_energy.refresh = 665280" -- "$scnnsim" run $banked --set dram_device.refresh_per_bank=1
expect 0 -- "$scnnsim" run $banked --set dram_device.refresh_per_bank=1 --set dram_energy.refresh=41580
expect 2 "dram_energy.refresh, dram_energy.background: no value" -- "$scnnsim" run $banked --set dram.preset=hbm2 \
  --set dram_energy.activate=909 --set dram_energy.read=4 --set dram_energy.write=4
expect 2 "dram_energy.read: got 0" "dram_energy.background = 559.2" -- "$scnnsim" run $banked --set dram_energy.read=0

# What a table of another program lacks, or has besides.
sed '/name: scnn.ppu/,/energy/d' scnn.yaml > hole.yaml
expect 2 "hole.yaml" "no energy for ppu.compute" -- "$scnnsim" run "$trace" --set energy.table=hole.yaml
sed 's/name: update/name: udpate/' scnn.yaml > odd.yaml
sed 's/version: 0.4/version: 0.2/' scnn.yaml > old.yaml
expect 2 "old.yaml" "got 0.2, expected 0.3 or 0.4" -- "$scnnsim" run "$trace" --set energy.table=old.yaml
expect 2 "odd.yaml" "udpate" 'did you mean "update"' -- "$scnnsim" run "$trace" --set energy.table=odd.yaml

report_failures
