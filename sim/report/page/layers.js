// SPDX-License-Identifier: Apache-2.0
"use strict";
// Per layer: where cycles, energy, references and DRAM traffic of one machine go.

function seriesOf(columns) {
  return columns.map((column, i) => ({key: column, title: titleOf(column), fill: i, tip: definitionOf(column)}));
}

/** The components that take most energy, and one that has the others. */
function energySeries(machine) {
  const sums = new Map();
  for (const layer of machine.layers)
    for (const [component, pj] of Object.entries(layer.energy)) sums.set(component, (sums.get(component) || 0) + pj);
  const names = [...sums.keys()].sort((a, b) => sums.get(b) - sums.get(a)), most = colours.length;
  const named = names.length > most ? names.slice(0, most - 1) : names;
  const series = named.map((name, i) => ({
    key: name, title: report.components[name] || name, fill: i, tip: definitionOf(`${name}_pj`),
  }));
  if (named.length < names.length) {
    const others = names.slice(named.length);
    series.push({key: "others", title: "others", fill: most - 1, tip: others.map(name => report.components[name] || name).join(", ")});
  }
  const rows = machine.layers.map(layer => {
    const values = {...layer.energy};
    values.others = d3.sum(names.slice(named.length), name => layer.energy[name] || 0);
    return {label: layer.name, values};
  });
  return {series, rows};
}

function drawLayers() {
  const place = document.getElementById("layers-charts"), machine = report.machines[chosen.machine];
  const units = chooser("Bars", [["share", "as shares"], ["amount", "as amounts"]], chosen.share ? "share" : "amount", value => {
    chosen.share = value === "share";
    drawLayers();
  });
  fill(place, element("div", {class: "controls"}, machineChooser(() => { drawLayers(); drawInside(); }), units));
  const open = row => openLayer(row.label), share = chosen.share;
  const rows = machine.layers.map(layer => ({label: layer.name, values: {...layer.values, ...ownerValues(layer.values)}}));
  stackedBars(place, {
    id: "owners", title: "Owners of PE-cycles", note: "What PEs do in the cycles of each layer. A click looks inside the layer.",
    rows, series: ownerSeries(), share, text: value => `${thousands(value)} PE-cycles`, axis: d3.format("~s"), open,
  });
  const pair = element("div", {class: "pair"});
  place.append(pair);
  const part = () => { const box = element("div"); pair.append(box); return box; };
  const energy = energySeries(machine);
  stackedBars(part(), {
    id: "energy", title: `Energy by component${energyTables([machine])}`, ...energy, share, text: value => scaled(value * 1e-12, "J"),
    axis: value => scaled(value * 1e-12, "J"), open, columns: 2,
  });
  stackedBars(part(), {
    id: "references", title: "Memory references", rows, series: seriesOf(["weight_fifo_reads", "iaram_reads", "accumulator_updates"]),
    share, text: value => `${thousands(value)} words`, axis: d3.format("~s"), open, columns: 2,
  });
  stackedBars(part(), {
    id: "traffic", title: "DRAM traffic by stream", rows, series: seriesOf(["dram_weight_bytes", "dram_input_bytes", "dram_output_bytes"]),
    share, text: value => scaled(value, "B"), axis: value => scaled(value, "B"), open, columns: 2,
  });
  shareDots(part(), {
    id: "utilisations", title: "Utilisation of the multipliers", rows, open, columns: 2,
    series: seriesOf(["multiplier_utilization", "effective_utilization", "effectual_utilization"]).map((one, i) => ({...one, fill: [0, 3, 4][i]})),
  });
  roofline(place, machine, layer => openLayer(layer.name));
}
