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

/** Boxes beside a mark for a label, then ever farther from it. */
function boxesAround([x, y], wide, high, isNear) {
  const beside = [[8, -high / 2], [-8 - wide, -high / 2], [-wide / 2, -8 - high], [-wide / 2, 8], [7, -6 - high], [7, 6], [-7 - wide, -6 - high], [-7 - wide, 6]];
  if (isNear) return beside.map(([right, down]) => [x + right, y + down]);
  const around = [];
  for (let distance = 22; distance < 260; distance += 14)
    for (let turn = 0; turn < 20; ++turn)
      around.push([x + distance * Math.cos(turn * Math.PI / 10) - wide / 2, y - distance * Math.sin(turn * Math.PI / 10) - high / 2]);
  return around;
}

/**
 * Where every point's label stands: {x, y, at}, its middle and its mark, beside the mark or, with `far`, up to some way
 * from it; null where it has no room. `area`: [left, top, right, bottom]; `texts`: boxes of what stands there already.
 */
function labelPlaces(points, place, text, area, texts, far) {
  const marks = points.map(place), high = 13;
  const taken = marks.map(([x, y]) => [x - 6, y - 6, x + 6, y + 6]).concat(texts);
  return points.map((point, i) => {
    const wide = 7 * text(point).length + 2;
    for (const isNear of far ? [true, false] : [true])
      for (const [left, top] of boxesAround(marks[i], wide, high, isNear)) {
        const box = [left, top, left + wide, top + high];
        const isInside = box[0] >= area[0] && box[1] >= area[1] && box[2] <= area[2] && box[3] <= area[3];
        if (!isInside || taken.some(other => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
        taken.push(box);
        return {x: left + wide / 2, y: top + high / 2, at: marks[i], isNear};
      }
    return null;
  });
}

/** Labels every point: by name where all names have room, else by number. Returns whether it is by number. */
function labelAll(svg, points, place, name, area, texts) {
  const named = labelPlaces(points, place, name, area, texts, false), byNumber = named.includes(null);
  const text = byNumber ? point => String(points.indexOf(point) + 1) : name;
  const places = byNumber ? labelPlaces(points, place, text, area, texts, true) : named;
  points.forEach((point, i) => {
    const label = places[i];
    if (!label) return;  // the list below the chart and the tips have it
    if (!label.isNear) svg.append("line").attr("class", "leader").attr("x1", label.at[0]).attr("y1", label.at[1]).attr("x2", label.x).attr("y2", label.y);
  });
  points.forEach((point, i) => {
    if (places[i]) svg.append("text").attr("class", "inside label").attr("x", places[i].x).attr("y", places[i].y + 4).attr("text-anchor", "middle").text(text(point));
  });
  return byNumber;
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
  const byNumber = labelAll(svg, points, point => [x(point.x), y(point.y)], point => cut(point.layer.name, 100), [left + 2, 0, width, height - 2],
                            [[0, 0, left + 80, 14], [width - 96, y(multipliers) - 18, width, y(multipliers) + 2]]);
  const marks = svg.append("g").selectAll("circle").data(points).enter().append("circle").attr("r", 6)
    .attr("cx", point => x(point.x)).attr("cy", point => y(point.y)).attr("fill", colours[0]);
  if (byNumber) {
    const list = element("ol", {class: "numbered", id: "roofline-layers"});
    for (const point of points) list.append(element("li", {}, point.layer.name));
    svg.node().after(list);
  }
  const above = points.filter(point => point.layer.above_bandwidth);
  if (above.length > 0)
    host.append(element("p", {class: "note", id: "above-bandwidth"},
                        `Above the roof of DRAM, since ${machine.why_above}: ${above.map(point => point.layer.name).join(", ")}.`));
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
