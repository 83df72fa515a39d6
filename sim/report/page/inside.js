// SPDX-License-Identifier: Apache-2.0
"use strict";
// Inside a layer: why it waits, PE by PE, group by group, channel by channel.

function causeList(layer) {
  if (layer.causes.length === 0) return element("p", {class: "note"}, "No reason takes a tenth of this layer or more.");
  const list = element("ul", {class: "causes"});
  for (const cause of layer.causes) {
    const item = element("li", {}, element("span", {}, cause.why));
    item.append(element("span", {class: "try"}, ...(cause.advised ? [element("strong", {}, "To try: ")] : []), cause.try));
    list.append(item);
  }
  if (!layer.causes.some(cause => cause.advised)) return list;
  const note = element("p", {class: "note", id: "how-to-try"}, "What to try is not simulated: run it with ", element("code", {}, "--set KEY=VALUE"),
                       " for each key, give both results to ", element("code", {}, "scnnsim report"), " and see the view Compare.");
  return element("div", {}, list, note);
}

function layerFigures(layer) {
  const list = element("dl", {class: "figures"});
  for (const column of ["cycles", "seconds", "multiplier_utilization", "effectual_utilization", "energy_pj", "dram_gb_per_s", "temporal_tiles", "kc"]) {
    const name = element("dt", {tabindex: 0}, titleOf(column));
    explain(name, definitionOf(column));
    list.append(element("div", {}, name, element("dd", {}, valueText(column, layer.values[column]))));
  }
  return list;
}

/** The layer that loses most cycles to one reason. */
function costliest(machine) {
  const lost = layer => (layer.causes.length > 0 ? layer.causes[0].share * layer.values.cycles : 0);
  return machine.layers.reduce((a, b) => (lost(b) > lost(a) ? b : a));
}

function drawInside() {
  const place = document.getElementById("inside-charts"), machine = report.machines[chosen.machine];
  const layer = layerOf(machine, chosen.layer) || costliest(machine);
  chosen.layer = layer.name;
  const layers = chooser("Layer", machine.layers.map(one => [one.name, one.name]), layer.name, value => { chosen.layer = value; drawInside(); });
  fill(place, element("div", {class: "controls"}, machineChooser(() => { drawLayers(); drawInside(); }), layers),
       element("h3", {}, `${layer.name} on ${machine.label}`), layerFigures(layer), causeList(layer), timelineHint(machine, layer));
  drawPes(place, machine, layer);
  drawGroups(place, machine, layer);
  drawChannels(place, layer);
}

/** Counters of PEs by name: owners of cycles first. */
function counterNames(layer) {
  const names = Object.keys(layer.pes).sort();
  const ofCycles = owners.map(owner => names.find(name => name.endsWith(`pe.cycles_${owner}`))).filter(Boolean);
  return [...ofCycles, ...names.filter(name => !ofCycles.includes(name))];
}

/** Where to see the layer's cycles as they pass. */
function timelineHint(machine, layer) {
  const hint = element("p", {class: "note", id: "timeline-hint"});
  if (report.timelines.some(timeline => timeline.machine === machine.label && timeline.layers.includes(layer.name)))
    hint.append("Cycle by cycle: ", element("a", {href: "#timeline"}, "the timeline"), ".");
  else
    hint.append("Cycle by cycle, on machines like SCNN: run the layer again with ", element("code", {}, "--timeline FILE --cycles FROM:TO"),
                " and give the file to ", element("code", {}, "scnnsim report --timeline FILE"), ".");
  return hint;
}

function drawPes(place, machine, layer) {
  if (!layer.pes) {
    place.append(element("p", {class: "note", id: "no-pes"}, "These results do not tell the PEs apart: scnnsim run --detail blocks records their counters " +
      "(the oracle and totals have none)."));
    return;
  }
  const count = machine.rows * machine.columns, names = counterNames(layer);
  if (!names.includes(chosen.counter) && chosen.counter !== "owners") chosen.counter = "owners";
  const choices = [["owners", "all owners of cycles"], ...names.map(name => [name, counterTitle(name)])];
  place.append(element("div", {class: "controls"}, chooser("PEs show", choices, chosen.counter, value => { chosen.counter = value; drawInside(); })));
  const pair = element("div", {class: "pair"}), map = element("div"), spread = element("div");
  place.append(pair);
  pair.append(map, spread);
  const issue = names.find(name => name.endsWith("pe.cycles_issue"));
  const name = chosen.counter === "owners" ? issue : chosen.counter, values = ofPes(layer, name, count), empty = pesWithoutTile(machine, layer);
  if (chosen.counter === "owners") ownersMap(map, machine, layer);
  else counterMap(map, machine, layer, values, name, value => `${thousands(value)} ${counterTitle(name)}`);
  distribution(spread, values.filter((value, pe) => !empty.has(pe)), name, empty.size);
}

/** Work of the PEs that have a tile, most first, with their mean. */
function distribution(host, values, name, withoutTile) {
  const sorted = values.slice().sort((a, b) => b - a), mean = d3.mean(sorted) || 0, pes = `${sorted.length} PEs${withoutTile > 0 ? " with a tile" : ""}`;
  const note = (mean === 0 ? `None of ${pes} has any.` :
    `${pes}: mean ${thousands(Math.round(mean))} (dashed), most ${thousands(sorted[0])}, ` +
    `which is ${(sorted[0] / mean).toFixed(2)} times the mean; least ${thousands(sorted[sorted.length - 1])}.`) +
    (withoutTile > 0 ? ` ${withoutTile} PEs without a tile are left out.` : "");
  columnsChart(host, {
    id: "distribution", title: `Distribution over PEs: ${counterTitle(name)}`, note, values: sorted, line: mean,
    text: i => `${i + 1} of ${sorted.length}: ${thousands(sorted[i])}`, axis: d3.format("~s"), label: "PEs, busiest first",
  });
}

/**
 * What the PEs with a tile wait for the slowest one, as shares of their cycles in each group. A PE without a tile ends a
 * step in its first cycle and waits for the others of it; a group has as many steps as there are temporal tiles.
 */
function waitsOfGroups({cycles, barrier_pe_cycles: waited}, pes, withoutTile, tiles) {
  return cycles.map((all, i) => Math.max(0, waited[i] - withoutTile * Math.max(0, all - tiles)) / (all * (pes - withoutTile) || 1));
}

function drawGroups(place, machine, layer) {
  place.append(element("h3", {}, "Output-channel groups"));
  if (!layer.groups || !layer.groups.cycles) {
    place.append(element("p", {class: "note", id: "no-groups"},
                         "These results have no cycles per group: scnnsim run --detail groups records them, on machines like SCNN."));
    return;
  }
  const {cycles, weight_words: words, channels} = layer.groups, withoutTile = pesWithoutTile(machine, layer).size;
  const waits = waitsOfGroups(layer.groups, layer.values.pes, withoutTile, layer.values.temporal_tiles);
  const pair = element("div", {class: "pair"}), left = element("div"), right = element("div");
  place.append(pair);
  pair.append(left, right);
  const told = i => `Group ${i}, ${channels[i]} channels: ${thousands(cycles[i])} cycles, ${thousands(words[i])} weight words; ` +
    `PEs${withoutTile > 0 ? " with a tile" : ""} wait ${percent(waits[i])} of it for the slowest`;
  columnsChart(left, {id: "groups", title: "Cycles of each group", values: cycles, text: told, axis: d3.format("~s"), label: "group", line: d3.mean(cycles),
                      note: `Between two barriers, tiles added up; ${cycles.length} groups, mean dashed.`});
  columnsChart(right, {id: "group-waits", title: "Waiting for the slowest PE in each group", values: waits, fill: 3, line: d3.mean(waits),
                       text: told, axis: d3.format(".0%"), label: "group", note: `Share of the group's PE-cycles, mean dashed${withoutTile > 0 ? `; ${withoutTile} PEs without a tile are left out` : ""}.`});
}

function drawChannels(place, layer) {
  place.append(element("h3", {}, "Input channels"));
  if (!layer.channels || !layer.channels.input_density) {
    place.append(element("p", {class: "note", id: "no-channels"}, "These results have no densities per channel: scnnsim run --detail groups records them."));
    return;
  }
  const {input_density: inputs, weight_density: weights} = layer.channels;
  const pair = element("div", {class: "pair"}), left = element("div"), right = element("div");
  place.append(pair);
  pair.append(left, right);
  const text = i => `Channel ${i}: ${percent(inputs[i])} of its inputs and ${percent(weights[i])} of its weights are not zero`;
  const spread = values => `Mean ${percent(d3.mean(values))} (dashed), from ${percent(d3.min(values))} to ${percent(d3.max(values))}.`;
  columnsChart(left, {id: "input-density", title: "Input density of each channel", values: inputs, text, axis: d3.format(".0%"), label: "input channel", fill: 2,
                      line: d3.mean(inputs), note: spread(inputs)});
  columnsChart(right, {id: "weight-density", title: "Weight density of each channel", values: weights, text, axis: d3.format(".0%"), label: "input channel", fill: 1,
                       line: d3.mean(weights), note: spread(weights)});
}
