// SPDX-License-Identifier: Apache-2.0
"use strict";
// Charts. Each appends a figure to its host: caption, legend, an SVG as wide as there is room. Marks tell their
// values in the tip; the arrow keys walk over them when the SVG has the focus.

const rowHeight = 24;

/** Room for a figure in the host; hidden views have the width of the page. */
function roomIn(host, columns = 1) {
  const room = document.getElementById("main").clientWidth - 40;
  const fits = columns > 1 && room >= 856 ? (room - 24) / 2 : room;  // as .pair lays them out
  return Math.max(280, Math.min(fits, 1140));
}

/** A figure with caption and an SVG: returns the d3 selection of the SVG. */
function figureIn(host, {title, note, id, series, width, height}) {
  const caption = element("figcaption", {}, title);
  if (note) caption.append(element("small", {}, note));
  const figure = element("figure", {"data-chart": id}, caption);
  if (series) figure.append(legend(series));
  host.append(figure);
  return d3.select(figure).append("svg").attr("width", width).attr("height", height)
    .attr("viewBox", `0 0 ${width} ${height}`).attr("role", "application").attr("tabindex", 0)
    .attr("aria-label", `${title}. Arrow keys walk over its marks; tables below have the same numbers.`);
}

/** Tips of marks, by pointer and by keys. `text(datum)`; `open(datum)`: what a click or Enter does, if anything. */
function walkable(svg, marks, text, open) {
  const nodes = marks.nodes();
  let at = -1;
  const show = index => {
    if (at >= 0 && nodes[at]) nodes[at].classList.remove("at");
    at = index;
    nodes[at].classList.add("at");
    const told = text(d3.select(nodes[at]).datum());
    showTip(nodes[at], told);
    spoken.textContent = told;
  };
  marks.classed("mark", true).classed("clickable", Boolean(open))
    .on("mouseenter", function(datum) { showTip(this, text(datum)); })
    .on("mouseleave", hideTip);
  if (open) marks.on("click", datum => open(datum));
  const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1};
  svg.on("keydown", () => {
    const key = d3.event.key;
    if (key in step && nodes.length > 0) {
      show((at + step[key] + nodes.length) % nodes.length);
      d3.event.preventDefault();
    } else if (key === "Enter" && open && at >= 0) {
      open(d3.select(nodes[at]).datum());
    } else if (key === "Escape") {
      hideTip();
    }
  }).on("blur", () => {
    hideTip();
    if (at >= 0 && nodes[at]) nodes[at].classList.remove("at");
  });
}

/** A text cut to about this many pixels. */
function cut(text, pixels) {
  const most = Math.max(3, Math.floor(pixels / 6.7));
  return text.length <= most ? text : `${text.slice(0, most - 1)}\u2026`;
}

/** Left margin for row labels. */
function labelRoom(labels, width) {
  return Math.min(width * 0.34, 12 + 6.9 * d3.max(labels, label => label.length));
}

function bottomAxis(svg, scale, top, height, ticks, format, label) {
  svg.append("g").attr("class", "axis").attr("transform", `translate(0,${top + height})`)
    .call(d3.axisBottom(scale).ticks(ticks).tickFormat(format));
  svg.append("g").selectAll("line").data(scale.ticks(ticks)).enter().append("line").attr("class", "grid")
    .attr("x1", scale).attr("x2", scale).attr("y1", top).attr("y2", top + height);
  if (label)
    svg.append("text").attr("class", "muted").attr("x", d3.max(scale.range())).attr("y", top + height + 32)
      .attr("text-anchor", "end").text(label);
}

function rowLabels(svg, rows, left, top) {
  svg.append("g").selectAll("text").data(rows).enter().append("text").attr("x", left - 8)
    .attr("y", (row, i) => top + i * rowHeight + rowHeight / 2 + 4).attr("text-anchor", "end")
    .text(row => cut(row.label, left - 12)).append("title").text(row => row.label);
}

/**
 * Horizontal stacked bars. rows: [{label, values: {key: number}}]; series: [{key, title, fill, tip}];
 * share: each bar is 100 %; text(value): a value with its unit; open(row).
 */
function stackedBars(host, {id, title, note, rows, series, share, text, axis, open, columns}) {
  const sums = rows.map(row => d3.sum(series, one => row.values[one.key] || 0));
  const width = roomIn(host, columns), left = labelRoom(rows.map(row => row.label), width);
  const right = share ? 16 : 12 + 6.9 * d3.max(sums, sum => text(sum).length), height = rows.length * rowHeight;
  const svg = figureIn(host, {id, title, note, series, width, height: height + 24});
  const scale = d3.scaleLinear().domain([0, share ? 1 : d3.max(sums) || 1]).range([left, width - right]);
  bottomAxis(svg, scale, 0, height, Math.max(2, Math.floor((width - left) / 110)), share ? d3.format(".0%") : axis);
  rowLabels(svg, rows, left, 0);
  const parts = [];
  rows.forEach((row, i) => {
    let from = 0;
    for (const one of series) {
      const value = row.values[one.key] || 0, size = share ? (sums[i] ? value / sums[i] : 0) : value;
      if (size > 0) parts.push({row, one, value, i, from, size, part: sums[i] ? value / sums[i] : 0});
      from += size;
    }
  });
  const marks = svg.append("g").selectAll("rect").data(parts).enter().append("rect")
    .attr("x", part => scale(part.from)).attr("y", part => part.i * rowHeight + 3)
    .attr("width", part => Math.max(0.5, scale(part.from + part.size) - scale(part.from)))
    .attr("height", rowHeight - 6).attr("fill", part => fillOf(part.one.fill));
  labelParts(svg, parts, scale);
  if (!share)
    svg.append("g").selectAll("text").data(rows).enter().append("text").attr("class", "muted")
      .attr("x", (row, i) => scale(sums[i]) + 6).attr("y", (row, i) => i * rowHeight + rowHeight / 2 + 4)
      .text((row, i) => text(sums[i]));
  walkable(svg, marks, part => `${part.row.label}, ${part.one.title}: ${text(part.value)}, ${percent(part.part)}`,
    open && (part => open(part.row)));
}

/** Percentages in parts that have room for them. */
function labelParts(svg, parts, scale) {
  const wide = parts.filter(part => scale(part.from + part.size) - scale(part.from) > 38);
  const labels = svg.append("g").selectAll("g").data(wide).enter().append("g")
    .attr("transform", part => `translate(${(scale(part.from) + scale(part.from + part.size)) / 2},${part.i * rowHeight + rowHeight / 2})`);
  labels.append("rect").attr("x", -14).attr("y", -7).attr("width", 28).attr("height", 14).attr("rx", 3)
    .attr("fill", "#ffffffcc").attr("pointer-events", "none");
  labels.append("text").attr("class", "inside on-mark").attr("text-anchor", "middle").attr("y", 4)
    .text(part => (100 * part.part).toFixed(0) + "%");
}

/** Bars to the left and right of zero, stacked on each side. Options as of stackedBars. */
function divergingBars(host, {id, title, note, rows, series, text, axis, open}) {
  const width = roomIn(host), left = labelRoom(rows.map(row => row.label), width), right = 80;
  const height = rows.length * rowHeight, parts = [];
  const ends = rows.map((row, i) => {
    let less = 0, more = 0;
    for (const one of series) {
      const value = row.values[one.key] || 0;
      parts.push({row, one, value, i, from: value < 0 ? less + value : more, size: Math.abs(value)});
      if (value < 0) less += value; else more += value;
    }
    return [less, more];
  });
  const svg = figureIn(host, {id, title, note, series, width, height: height + 24});
  const reach = [Math.min(0, d3.min(ends, end => end[0])), Math.max(0, d3.max(ends, end => end[1]))];
  if (reach[0] === reach[1]) reach[1] = 1;
  const scale = d3.scaleLinear().domain(reach).range([left, width - right]);
  bottomAxis(svg, scale, 0, height, Math.max(2, Math.floor((width - left) / 110)), axis);
  rowLabels(svg, rows, left, 0);
  const marks = svg.append("g").selectAll("rect").data(parts.filter(part => part.size > 0)).enter().append("rect")
    .attr("x", part => scale(part.from)).attr("y", part => part.i * rowHeight + 3)
    .attr("width", part => Math.max(0.5, scale(part.from + part.size) - scale(part.from)))
    .attr("height", rowHeight - 6).attr("fill", part => fillOf(part.one.fill));
  svg.append("line").attr("x1", scale(0)).attr("x2", scale(0)).attr("y1", 0).attr("y2", height).attr("class", "roof");
  svg.append("g").selectAll("text").data(rows).enter().append("text").attr("class", "muted")
    .attr("x", (row, i) => scale(ends[i][1]) + 6).attr("y", (row, i) => i * rowHeight + rowHeight / 2 + 4)
    .text((row, i) => text(ends[i][0] + ends[i][1]));
  walkable(svg, marks, part => `${part.row.label}, ${part.one.title}: ${text(part.value)}`, open && (part => open(part.row)));
}

/** One dot per row and series on a common scale from 0 to 1. */
function shareDots(host, {id, title, note, rows, series, open, columns}) {
  const width = roomIn(host, columns), left = labelRoom(rows.map(row => row.label), width);
  const height = rows.length * rowHeight;
  const svg = figureIn(host, {id, title, note, width, height: height + 24});
  svg.node().before(symbolLegend(series));
  const scale = d3.scaleLinear().domain([0, 1]).range([left, width - 16]);
  bottomAxis(svg, scale, 0, height, 5, d3.format(".0%"));
  rowLabels(svg, rows, left, 0);
  const dots = [];
  rows.forEach((row, i) => series.forEach((one, k) => {
    if (typeof row.values[one.key] === "number") dots.push({row, one, i, k, value: row.values[one.key]});
  }));
  const marks = svg.append("g").selectAll("path").data(dots).enter().append("path")
    .attr("transform", dot => `translate(${scale(Math.min(1, dot.value))},${dot.i * rowHeight + rowHeight / 2})`)
    .attr("d", dot => symbolOf(dot.k)).attr("fill", dot => colours[dot.one.fill]);
  walkable(svg, marks, dot => `${dot.row.label}, ${dot.one.title}: ${percent(dot.value)}`, open && (dot => open(dot.row)));
}

const symbols = ["symbolCircle", "symbolSquare", "symbolTriangle", "symbolDiamond", "symbolCross", "symbolWye", "symbolStar"];
function symbolOf(index, size = 70) {
  return d3.symbol().type(d3[symbols[index % symbols.length]]).size(size)();
}

/** series: [{title, fill or colour, symbol: by default that of its place, dash: of its lines, tip}]. */
function symbolLegend(series) {
  const list = element("ul", {class: "legend"});
  series.forEach((one, k) => {
    const item = element("li", one.tip ? {tabindex: 0} : {});
    const svg = d3.select(item).append("svg").attr("aria-hidden", "true").attr("viewBox", "-8 -6 16 12"), colour = one.colour || colours[one.fill];
    if (one.dash) svg.append("path").attr("d", "M-8,0 L8,0").attr("stroke", colour).attr("stroke-dasharray", one.dash);
    svg.append("path").attr("d", symbolOf(one.symbol === undefined ? k : one.symbol)).attr("fill", colour);
    item.append(one.title);
    if (one.tip) explain(item, one.tip);
    list.append(item);
  });
  return list;
}

/** Vertical bars over an index: values: numbers; text(i): what the tip says of a bar. */
function columnsChart(host, {id, title, note, values, text, axis, label, fill = 0, line, columns = 2}) {
  const width = roomIn(host, columns), left = 58, height = 150, bottom = 40;
  const svg = figureIn(host, {id, title, note, width, height: height + bottom});
  const x = d3.scaleLinear().domain([0, values.length]).range([left, width - 10]);
  const y = d3.scaleLinear().domain([0, d3.max(values) || 1]).nice(4).range([height, 8]);
  svg.append("g").attr("class", "axis").attr("transform", `translate(${left},0)`).call(d3.axisLeft(y).ticks(4).tickFormat(axis));
  svg.append("text").attr("class", "muted").attr("x", width - 10).attr("y", height + 32).attr("text-anchor", "end").text(label);
  const step = (width - 10 - left) / values.length;
  const every = Math.max(1, Math.ceil(values.length / Math.floor((width - left) / 46)));
  svg.append("g").attr("class", "axis").selectAll("text").data(d3.range(0, values.length, every)).enter().append("text")
    .attr("x", i => x(i + 0.5)).attr("y", height + 15).attr("text-anchor", "middle").text(i => i);
  const marks = svg.append("g").selectAll("rect").data(values.map((value, i) => ({value, i}))).enter().append("rect")
    .attr("x", bar => x(bar.i)).attr("width", Math.max(0.6, step - (step > 4 ? 1 : 0)))
    .attr("y", bar => y(bar.value)).attr("height", bar => Math.max(0, height - y(bar.value))).attr("fill", fillOf(fill));
  if (line)
    svg.append("line").attr("class", "front").attr("x1", left).attr("x2", width - 10).attr("y1", y(line)).attr("y2", y(line));
  walkable(svg, marks, bar => text(bar.i));
  marks.classed("thin", step <= 4);
}
