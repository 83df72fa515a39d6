// SPDX-License-Identifier: Apache-2.0
"use strict";
// Overview: the totals of each machine as bars.

function ownerSeries() {
  return owners.map(owner => ({key: owner, title: ownerTitle(owner), fill: ownerFills[owner], tip: definitionOf(`share_${owner}`)}));
}

function ownerValues(values) {
  return Object.fromEntries(owners.map(owner => [owner, values[`cycles_${owner}`]]));
}

function drawOverview() {
  const place = document.getElementById("overview-charts");
  fill(place);
  const rows = report.machines.map(machine => ({
    label: machine.label,
    values: Object.fromEntries(owners.map(owner => [owner, d3.sum(machine.layers, layer => layer.values[`cycles_${owner}`] / (layer.values.pes || 1))])),
  }));
  stackedBars(place, {
    id: "overview-cycles", title: "Cycles of all layers, by what the PEs do in them",
    note: "A PE's mean: every cycle of every PE has exactly one owner.",
    rows, series: ownerSeries(), text: value => `${thousands(Math.round(value))} cycles`, axis: d3.format("~s"),
  });
}
