// SPDX-License-Identifier: Apache-2.0
"use strict";
// Scatters: the roofline of a machine, and the points of a sweep.

/** An axis with about `count` numbers; a logarithmic one leaves out those that would overprint. */
function axisOf(side, scale, count, format) {
  return side(scale).ticks(count).tickFormat(scale.base ? scale.tickFormat(count, format) : format);
}

function scatterFrame(host, options, {x, y, xLabel, yLabel, xFormat, yFormat, height}) {
  const {width, left, bottom} = options;
  const svg = figureIn(host, {...options, height: height + bottom});
  svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height})`).call(axisOf(d3.axisBottom, x, Math.max(3, Math.floor(width / 130)), xFormat));
  svg.append("g").attr("class", "axis").attr("transform", `translate(${left},0)`).call(axisOf(d3.axisLeft, y, 5, yFormat));
  svg.append("text").attr("class", "muted").attr("x", width - 10).attr("y", height + 34).attr("text-anchor", "end").text(xLabel);
  svg.append("text").attr("class", "muted").attr("x", 4).attr("y", 10).text(yLabel);
  return svg;
}

/** Labels that would overprint one placed before are left out; tips have all. */
function placeLabels(svg, points, place, text) {
  const taken = [];
  for (const point of points) {
    const [x, y] = place(point), wide = 6.8 * text(point).length;
    const box = [x + 8, y - 14, x + 8 + wide, y];
    if (taken.some(other => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
    taken.push(box);
    svg.append("text").attr("class", "inside").attr("x", x + 8).attr("y", y - 3).text(text(point));
  }
}

/** Multiplies per cycle over multiplies per DRAM byte, below the roofs of multipliers and bandwidth. */
function roofline(host, machine, open) {
  const multipliers = machine.roofs.multiplies_per_cycle, bytesPerCycle = machine.roofs.bytes_per_cycle;
  const points = machine.layers.filter(layer => layer.roofline).map(layer => ({layer, x: layer.roofline[0], y: layer.roofline[1]}));
  const width = roomIn(host), left = 52, height = 300, ridge = multipliers / bytesPerCycle;
  const reach = [Math.min(ridge, d3.min(points, point => point.x) || 1) / 2, 2 * Math.max(ridge, d3.max(points, point => point.x) || 1)];
  const floor = Math.min(d3.min(points, point => point.y) || 1, reach[0] * bytesPerCycle) / 1.5;
  const x = d3.scaleLog().domain(reach).range([left, width - 12]), y = d3.scaleLog().domain([floor, 1.6 * multipliers]).range([height, 16]);
  const svg = scatterFrame(host, {
    id: "roofline", title: "Roofline", width, left, bottom: 42,
    note: `A layer on a roof is limited by it; one below waits for something else. Roofs: ${thousands(multipliers)} multipliers, ` +
      `${plain(machine.dram_gb_per_s)} GB/s of DRAM at ${plain(machine.ghz)} GHz.`,
  }, {x, y, xLabel: "multiplies per DRAM byte", yLabel: "multiplies per cycle", xFormat: d3.format("~s"), yFormat: d3.format("~s"), height});
  svg.append("path").attr("class", "roof").attr("d", d3.line()([
    [x(Math.max(reach[0], floor / bytesPerCycle)), y(Math.max(floor, reach[0] * bytesPerCycle))], [x(ridge), y(multipliers)], [x(reach[1]), y(multipliers)]]));
  svg.append("text").attr("class", "muted").attr("x", width - 12).attr("y", y(multipliers) - 5).attr("text-anchor", "end").text("all multipliers");
  const marks = svg.append("g").selectAll("circle").data(points).enter().append("circle").attr("r", 6)
    .attr("cx", point => x(point.x)).attr("cy", point => y(point.y)).attr("fill", colours[0]);
  placeLabels(svg, points, point => [x(point.x), y(point.y)], point => cut(point.layer.name, 100));
  walkable(svg, marks, point => `${point.layer.name}: ${plain(point.y)} multiplies per cycle, ${percent(point.y / multipliers)} of all; ` +
    `${plain(point.x)} per DRAM byte`, point => open(point.layer));
  const without = machine.layers.filter(layer => !layer.roofline);
  if (without.length > 0)
    host.append(element("p", {class: "note"}, `Not shown, without DRAM traffic or products: ${without.map(layer => layer.name).join(", ")}.`));
}

/** A scale for numbers that spans them with a margin; logarithmic where they spread. */
function scaleFor(values, range) {
  const [least, most] = d3.extent(values);
  if (least > 0 && most / least > 5) return d3.scaleLog().domain([least / 1.2, most * 1.2]).range(range);
  const margin = (most - least) * 0.06 || Math.abs(most) * 0.1 || 1;
  return d3.scaleLinear().domain([least - margin, most + margin]).range(range);
}
