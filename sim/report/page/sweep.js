// SPDX-License-Identifier: Apache-2.0
"use strict";
// A sweep: its points over two figures, the front of those that no other dominates, and parallel coordinates.

const most_drawn = 5000;
const sweepChoices = [];
const dashes = [null, "6 3", "2 3", "8 3 2 3"];  // of every seven values that have the same colours

/** Figures that some point has. */
function figuresOf(sweep) {
  return sweep.figures.filter((name, i) => sweep.points.some(point => typeof point.values[i] === "number"));
}

function figureOf(sweep, point, name) {
  return point.values[sweep.figures.indexOf(name)];
}

/** Whether less of a figure is better. */
function isCost(name) {
  return Boolean(report.definitions[name] && report.definitions[name].cost);
}

/** The points that no other of the same workload dominates: less x and less y are better. */
function frontOf(points) {
  const fronts = new Map();
  const inOrder = points.slice().sort((a, b) => a.x - b.x || a.y - b.y);
  for (const point of inOrder) {
    const front = fronts.get(point.point.workload) || [], last = front[front.length - 1];
    if (!last || point.y < last.y || (point.x === last.x && point.y === last.y)) front.push(point);
    fronts.set(point.point.workload, front);
  }
  return [...fronts.values()];
}

/**
 * A colour, a symbol and a dash for each value of an axis, no two alike: numbers of many values get a scale of colours,
 * other values beyond the last combination are grey.
 */
function colouring(sweep, axis) {
  const index = sweep.axes.indexOf(axis);
  if (index < 0) return {colour: () => colours[0], symbol: () => 0, dash: () => null, series: []};
  const values = [...new Set(sweep.points.map(point => point.axes[index]))].sort((a, b) => compareCells(asNumber(a), asNumber(b)));
  const numbers = values.map(Number);
  if (values.length > symbols.length && values.every((value, i) => value !== "" && Number.isFinite(numbers[i]))) {
    const scale = d3.scaleSequential(d3.interpolateCividis).domain(d3.extent(numbers)), shown = 5;
    const samples = d3.range(shown).map(i => values[Math.round(i * (values.length - 1) / (shown - 1))]);
    return {colour: point => scale(Number(point.axes[index])), symbol: () => 0, dash: () => null,
            series: samples.map(value => ({title: value, colour: scale(Number(value)), symbol: 0}))};
  }
  const ranks = new Map(values.map((value, i) => [value, i])), named = symbols.length, most = named * dashes.length;
  const styles = values.map((value, i) => (i < most ? {colour: colours[i % named], symbol: (i + Math.floor(i / named)) % named, dash: dashes[Math.floor(i / named)]} :
    {colour: colours[named], symbol: 0, dash: null}));
  const style = point => styles[ranks.get(point.axes[index])];
  const series = values.slice(0, most).map((value, i) => ({title: value === "" ? "none" : value, ...styles[i]}));
  if (values.length > most) series.push({title: `${values.length - most} others`, ...styles[most]});
  return {colour: point => style(point).colour, symbol: point => style(point).symbol, dash: point => style(point).dash, series};
}

function asNumber(text) {
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

function pointText(sweep, point, names) {
  const axes = sweep.titles.map((title, i) => `${title} ${point.axes[i] || "none"}`);
  return [`Point ${point.number}`, ...axes, ...names.map(name => `${titleOf(name)}: ${valueText(name, figureOf(sweep, point, name))}`)].join("\n");
}

function drawSweep(sweep, number) {
  const place = document.getElementById(`sweep-charts-${number + 1}`), figures = figuresOf(sweep);
  fill(place);
  const counts = d3.nest().key(point => point.status).rollup(list => list.length).entries(sweep.points);
  place.append(element("p", {}, `${thousands(sweep.points.length)} points: ${counts.map(one => `${one.value} ${one.key}`).join(", ")}.`));
  if (figures.length < 2) {
    place.append(element("p", {class: "note"}, "No point is done: there is nothing to draw."));
    return;
  }
  const choice = sweepChoices[number] || (sweepChoices[number] = {x: "cycles", y: "energy_pj", colour: sweep.axes[0] || ""});
  const pick = (label, key, options) => chooser(label, options, choice[key], value => { choice[key] = value; drawSweep(sweep, number); });
  const named = figures.map(name => [name, titleOf(name)]), axes = sweep.axes.map((axis, i) => [axis, sweep.titles[i]]);
  place.append(element("div", {class: "controls"}, pick("Across", "x", named), pick("up", "y", named), pick("colour", "colour", [["", "none"], ...axes])));
  scatterOfPoints(place, sweep, choice);
  parallelCoordinates(place, sweep, choice);
}

function scatterOfPoints(place, sweep, choice) {
  const points = sweep.points.map(point => ({point, x: figureOf(sweep, point, choice.x), y: figureOf(sweep, point, choice.y)}))
    .filter(point => typeof point.x === "number" && typeof point.y === "number");
  const drawn = points.slice(0, most_drawn), width = roomIn(place), left = 74, height = 360;
  const x = scaleFor(drawn.map(point => point.x), [left, width - 16]), y = scaleFor(drawn.map(point => point.y), [height, 18]);
  const hasFront = isCost(choice.x) && isCost(choice.y), fronts = hasFront ? frontOf(points) : [];
  const painted = colouring(sweep, choice.colour);
  const note = (hasFront ? "Dashed: points that no other of the same workload beats in both (less is better), with their numbers. " :
    "A front needs two figures of which less is better. ") + (drawn.length < points.length ? `The first ${most_drawn} points are drawn.` : "");
  const svg = scatterFrame(place, {id: "sweep-scatter", title: `${titleOf(choice.y)} over ${titleOf(choice.x)}`, note, width, left, bottom: 42},
                           {x, y, xLabel: titleOf(choice.x), yLabel: titleOf(choice.y), xFormat: axisText(choice.x), yFormat: axisText(choice.y), height});
  if (painted.series.length > 0) svg.node().before(symbolLegend(painted.series));
  for (const front of fronts)
    svg.append("path").attr("class", "front").attr("d", d3.line().x(point => x(point.x)).y(point => y(point.y)).curve(d3.curveStepAfter)(front));
  const marks = svg.append("g").selectAll("path").data(drawn).enter().append("path").attr("d", point => symbolOf(painted.symbol(point.point)))
    .attr("transform", point => `translate(${x(point.x)},${y(point.y)})`).attr("fill", point => painted.colour(point.point));
  placeLabels(svg, [].concat(...fronts), point => [x(point.x), y(point.y)], point => String(point.point.number));
  walkable(svg, marks, point => pointText(sweep, point.point, [...new Set([choice.x, choice.y])]));
}

/** A line per point through its axes and the two chosen figures. */
function parallelCoordinates(place, sweep, choice) {
  const done = sweep.points.filter(point => typeof figureOf(sweep, point, choice.x) === "number").slice(0, 1000);
  const lists = sweep.axes.map((axis, i) => ({name: axis, title: sweep.titles[i], of: point => asNumber(point.axes[i])}));
  for (const name of new Set([choice.x, choice.y])) lists.push({name, title: titleOf(name), of: point => figureOf(sweep, point, name), isFigure: true});
  if (lists.length < 3) return;
  const width = Math.max(roomIn(place), 110 * lists.length > 1140 ? 110 * lists.length : 0), height = 260, top = 34, painted = colouring(sweep, choice.colour);
  const svg = figureIn(place, {id: "parallel", title: "Parallel coordinates", note: "A line per point that is done, through its axes and the two figures.",
                               width, height: height + top + 12});
  const x = d3.scalePoint().domain(lists.map(list => list.name)).range([56, width - 70]);
  for (const list of lists) {
    const values = done.map(list.of);
    const different = [...new Set(values)].sort(compareCells), most_named = 12;
    list.scale = different.length > most_named && values.every(value => typeof value === "number") || list.isFigure && different.length > 1 ?
      scaleFor(values, [top + height, top]) : d3.scalePoint().domain(different).range([top + height, top]).padding(0.5);
  }
  const line = point => d3.line()(lists.map(list => [x(list.name), list.scale(list.of(point))]));
  const marks = svg.append("g").selectAll("path").data(done).enter().append("path").attr("d", line);
  walkable(svg, marks, point => pointText(sweep, point, [choice.x, choice.y]));
  marks.classed("mark", false).classed("line", true).attr("stroke", point => painted.colour(point)).attr("stroke-dasharray", point => painted.dash(point));
  lists.forEach((list, i) => {
    const axis = svg.append("g").attr("class", "axis").attr("transform", `translate(${x(list.name)},0)`);
    axis.call(list.isFigure && list.scale.ticks ? axisOf(d3.axisLeft, list.scale, 5, axisText(list.name)) : d3.axisLeft(list.scale));
    axis.append("text").attr("y", i % 2 ? 10 : 24).attr("text-anchor", "middle").text(cut(list.title, 1.8 * x.step()));
  });
}
