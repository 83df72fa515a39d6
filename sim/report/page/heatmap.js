// SPDX-License-Identifier: Apache-2.0
"use strict";
// The PE array: a cell per PE, coloured by a counter, or filled with its cycles by owner.

/** The values of all PEs: a single number stands for the same one everywhere. */
function ofPes(layer, name, count) {
  const values = layer.pes && layer.pes[name];
  if (values === undefined) return null;
  return Array.isArray(values) ? values : new Array(count).fill(values);
}

/** The cycles of every PE by owner: [{issue: ..., ...}], or null. */
function ownersOfPes(machine, layer) {
  const count = machine.rows * machine.columns, lists = {};
  for (const owner of owners)
    lists[owner] = ofPes(layer, `pe.cycles_${owner}`, count) || ofPes(layer, `dense_pe.cycles_${owner}`, count);
  if (!lists.issue) return null;
  return d3.range(count).map(pe => Object.fromEntries(owners.map(owner => [owner, lists[owner] ? lists[owner][pe] : 0])));
}

/** The PEs that are idle in all of the layer's cycles: they have no tile. */
function pesWithoutTile(machine, layer) {
  const idle = layer.pes && (ofPes(layer, "pe.cycles_idle", machine.rows * machine.columns) || ofPes(layer, "dense_pe.cycles_idle", machine.rows * machine.columns));
  return new Set(idle ? d3.range(idle.length).filter(pe => idle[pe] >= layer.values.cycles) : []);
}

function gridFigure(host, machine, options) {
  const room = roomIn(host, 2), left = 34, top = 20;
  const size = Math.max(6, Math.min(46, Math.floor((room - left - 4) / machine.columns)));
  const svg = figureIn(host, {...options, width: left + size * machine.columns + 4, height: top + size * machine.rows + 6});
  const every = Math.max(1, Math.ceil(20 / size));
  svg.append("g").selectAll("text").data(d3.range(0, machine.columns, every)).enter().append("text").attr("class", "muted")
    .attr("x", i => left + size * (i + 0.5)).attr("y", top - 6).attr("text-anchor", "middle").text(i => i);
  svg.append("g").selectAll("text").data(d3.range(0, machine.rows, every)).enter().append("text").attr("class", "muted")
    .attr("x", left - 6).attr("y", i => top + size * (i + 0.5) + 4).attr("text-anchor", "end").text(i => i);
  const place = pe => [left + size * (pe % machine.columns), top + size * Math.floor(pe / machine.columns)];
  return {svg, size, place};
}

function peName(machine, pe) {
  return `PE (${Math.floor(pe / machine.columns)}, ${pe % machine.columns})`;
}

/** Each PE filled from below with its cycles by owner. */
function ownersMap(host, machine, layer) {
  const cycles = ownersOfPes(machine, layer), empty = pesWithoutTile(machine, layer);
  const {svg, size, place} = gridFigure(host, machine, {
    id: "pe-owners", title: "The PE array: cycles by owner", series: ownerSeries(),
    note: "A cell per PE, in rows and columns of the array, filled from below with the owners of its cycles.",
  });
  const parts = [];
  cycles.forEach((of, pe) => {
    const all = d3.sum(owners, owner => of[owner]) || 1;
    let from = 0;
    for (const owner of owners) {
      const share = of[owner] / all;
      if (share > 0) parts.push({pe, owner, from, share});
      from += share;
    }
  });
  svg.append("g").selectAll("rect").data(parts).enter().append("rect").attr("x", part => place(part.pe)[0] + 1)
    .attr("y", part => place(part.pe)[1] + 1 + (size - 2) * (1 - part.from - part.share))
    .attr("width", size - 2).attr("height", part => (size - 2) * part.share).attr("fill", part => fillOf(ownerFills[part.owner]));
  const cells = svg.append("g").selectAll("rect").data(cycles.map((of, pe) => ({of, pe}))).enter().append("rect")
    .attr("x", cell => place(cell.pe)[0] + 1).attr("y", cell => place(cell.pe)[1] + 1)
    .attr("width", size - 2).attr("height", size - 2).attr("fill", "transparent");
  walkable(svg, cells, cell => {
    const all = d3.sum(owners, owner => cell.of[owner]) || 1;
    const told = owners.filter(owner => cell.of[owner] > 0)
      .map(owner => `${ownerTitle(owner)} ${thousands(cell.of[owner])} cycles, ${percent(cell.of[owner] / all)}`);
    return [peName(machine, cell.pe) + (empty.has(cell.pe) ? ": no tile" : ""), ...told].join("\n");
  });
}

/** Each PE coloured by one counter, from nothing to the largest value. */
function counterMap(host, machine, layer, values, name, text) {
  const empty = pesWithoutTile(machine, layer), said = report.counters[name] ? `${report.counters[name]}. ` : "";
  const {svg, size, place} = gridFigure(host, machine, {
    id: "pe-counter", title: `The PE array: ${counterTitle(name)}`,
    note: `${said}Dark is little, bright is much${empty.size > 0 ? "; grey: no tile" : ""}.`,
  });
  const most = d3.max(values.filter((value, pe) => !empty.has(pe))) || 1, colour = d3.scaleSequential(d3.interpolateCividis).domain([0, most]);
  const cells = svg.append("g").selectAll("rect").data(values.map((value, pe) => ({value, pe}))).enter().append("rect")
    .attr("x", cell => place(cell.pe)[0] + 1).attr("y", cell => place(cell.pe)[1] + 1)
    .attr("width", size - 2).attr("height", size - 2).attr("fill", cell => (empty.has(cell.pe) ? fillOf(ownerFills.idle) : colour(cell.value)));
  if (size >= 40)
    svg.append("g").selectAll("text").data(values.map((value, pe) => ({value, pe})).filter(cell => !empty.has(cell.pe))).enter().append("text").attr("class", "inside")
      .attr("x", cell => place(cell.pe)[0] + size / 2).attr("y", cell => place(cell.pe)[1] + size / 2 + 4)
      .attr("text-anchor", "middle").style("font-size", "10.5px")
      .style("fill", cell => (cell.value > 0.55 * most ? "#16191c" : "#ffffff")).text(cell => d3.format(".3~s")(cell.value));
  walkable(svg, cells, cell => `${peName(machine, cell.pe)}: ${empty.has(cell.pe) ? "no tile" : text(cell.value)}`);
}

function counterTitle(name) {
  const [kind, counter] = name.split(".");
  if (kind.endsWith("pe") && counter.startsWith("cycles_")) return `${ownerTitle(counter.slice(7))} cycles`;
  return `${counter.replace(/_/g, " ")} of ${kind.replace(/_/g, " ")}`;
}
