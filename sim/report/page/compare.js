// SPDX-License-Identifier: Apache-2.0
"use strict";
// Compare: two machines layer by layer, and which owner of cycles the difference comes from. Owners' cycles are means
// over the PEs, so that they add up to the layer's cycles whatever the number of PEs.

function meanCycles(layer, owner) {
  return layer.values[`cycles_${owner}`] / (layer.values.pes || 1);
}

/** The layers that both have. */
function commonLayers(first, second) {
  return first.layers.map(one => ({name: one.name, one, other: layerOf(second, one.name)})).filter(pair => pair.other);
}

/** "7,324 cycles become 3,999 on 4 instead of 64 PEs ...", then the layer that changes most. */
function comparisonText(pairs) {
  const by = pair => pair.other.values.cycles - pair.one.values.cycles;
  const sum = which => d3.sum(pairs, pair => pair[which].values.cycles);
  const largest = pairs.reduce((a, b) => (Math.abs(by(b)) > Math.abs(by(a)) ? b : a));
  const changes = owners.map(owner => [owner, meanCycles(largest.other, owner) - meanCycles(largest.one, owner)])
    .sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
  const pes = which => largest[which].values.pes;
  const array = pes("one") === pes("other") ? "" : ` on ${thousands(pes("other"))} instead of ${thousands(pes("one"))} PEs`;
  if (sum("one") === sum("other") && by(largest) === 0) return `Each layer takes as many cycles${array}, ${thousands(sum("one"))} in all.`;
  const more = by(largest) > 0 ? "more" : "fewer";
  return `${thousands(sum("one"))} cycles become ${thousands(sum("other"))}${array}, a ratio of ${(sum("other") / sum("one")).toFixed(3)}. ` +
    `${largest.name} changes most: ${thousands(Math.abs(by(largest)))} cycles ${more}; the largest change is in ${ownerTitle(changes[0][0])}, ` +
    `${thousands(Math.round(changes[0][1]))} cycles per PE.`;
}

function comparisonTable(pairs, first, second) {
  const count = value => thousands(Math.round(value) || 0), ratio = value => value.toFixed(3);
  const columns = [
    {name: "layer", title: "layer"}, {name: "cycles_first", title: `cycles, ${first.label}`, text: count},
    {name: "cycles_second", title: `cycles, ${second.label}`, text: count}, {name: "cycles_ratio", title: "cycles ratio", text: ratio},
    {name: "energy_pj_ratio", title: "energy ratio", text: ratio}, {name: "memory_references_ratio", title: "references ratio", text: ratio},
    ...owners.map(owner => ({name: `difference_${owner}`, title: `\u0394 ${ownerTitle(owner)}`, text: count})),
  ];
  const over = (pair, column) => (pair.one.values[column] ? pair.other.values[column] / pair.one.values[column] : null);
  const rows = pairs.map(pair => [
    pair.name, pair.one.values.cycles, pair.other.values.cycles, over(pair, "cycles"), over(pair, "energy_pj"), over(pair, "memory_references"),
    ...owners.map(owner => meanCycles(pair.other, owner) - meanCycles(pair.one, owner)),
  ]);
  const energies = energyTables([first, second]);
  return makeTable("comparison", `${second.label} against ${first.label}; \u0394: more cycles of an owner, mean over PEs${energies}`, columns, rows);
}

function drawCompare() {
  const place = document.getElementById("compare-charts");
  const machines = report.machines.map((machine, i) => [i, machine.label]);
  const pick = (label, key) => chooser(label, machines, chosen[key], value => { chosen[key] = Number(value); drawCompare(); });
  const first = report.machines[chosen.first], second = report.machines[chosen.second], pairs = commonLayers(first, second);
  fill(place, element("div", {class: "controls"}, pick("From", "first"), pick("to", "second")));
  if (pairs.length === 0) {
    place.append(element("p", {class: "note"}, "These machines have no layer in common."));
    return;
  }
  if (first.trace !== second.trace && report.machines.length > 2)  // of two, the page says it above
    place.append(element("p", {class: "warning", id: "other-trace"},
                         "Of different traces (their checksums differ): the difference comes from the weights and activations as well as from the machines."));
  place.append(element("p", {id: "comparison-text"}, comparisonText(pairs)));
  const open = row => openLayer(row.label, chosen.second), series = ownerSeries();
  const difference = pair => Object.fromEntries(owners.map(owner => [owner, meanCycles(pair.other, owner) - meanCycles(pair.one, owner)]));
  divergingBars(place, {
    id: "difference", title: `Where the difference comes from: ${second.label} less ${first.label}`,
    note: "Cycles by owner, mean over PEs. Left of zero: fewer. The number is the difference of the layer's cycles.",
    rows: pairs.map(pair => ({label: pair.name, values: difference(pair)})), series,
    text: value => thousands(Math.round(value)), axis: d3.format("~s"), open,
  });
  const rows = [];
  for (const pair of pairs)
    for (const [machine, layer] of [[first, pair.one], [second, pair.other]])
      rows.push({label: `${pair.name}, ${machine.label}`, values: Object.fromEntries(owners.map(owner => [owner, meanCycles(layer, owner)]))});
  place.append(comparisonTable(pairs, first, second));
  stackedBars(place, {id: "both", title: "Both, layer by layer", rows, series, text: value => `${thousands(Math.round(value))} cycles`, axis: d3.format("~s")});
}
