// SPDX-License-Identifier: Apache-2.0
"use strict";
// Timeline: what units did over a window of cycles, a row per unit. Pointer and arrow keys tell the interval below
// them; dragging, buttons and keys choose the cycles that are shown.

const activityFills = {...ownerFills, "halo exchange": 6, "post-process": 4, transfer: 6, broadcast: 0, "waits for DRAM": 2,
                       "waits for FIFO room": 5, "broadcast, then waits for DRAM": 1, "broadcast, then waits for FIFO room": 6, step: 4, read: 2, write: 1};
const bandHeight = 15, counterHeight = 34, timelineTop = 20;

/** Layers, which have names of their own, get the page's grey. */
function paint(path, activity) {
  if (activity in activityFills) path.attr("fill", fillOf(activityFills[activity]));
  else path.classed("named", true);
}

/** Tracks with lists of intervals {from, to, activity, place} or of samples {from, to, value}: once per timeline. */
function tracksOf(timeline) {
  if (timeline.read) return timeline.read;
  timeline.read = timeline.tracks.map(track => {
    const items = [], numbers = track.numbers;
    let at = timeline.from;
    if (track.unit) {
      for (let i = 0; i < numbers.length; i += 2) {
        at += numbers[i];
        if (items.length > 0) items[items.length - 1].to = at;
        items.push({from: at, to: timeline.to, value: numbers[i + 1]});
      }
    } else {
      for (let i = 0; i < numbers.length; i += 4) {
        const from = at + numbers[i];
        at = from + numbers[i + 1];
        items.push({from, to: at, activity: timeline.activities[numbers[i + 2]], place: timeline.places[numbers[i + 3]]});
      }
    }
    return {group: track.group, name: track.name, unit: track.unit, items};
  });
  return timeline.read;
}

/** The rows that are shown: the array, and the PEs themselves or all units of one. */
function timelineRows(timeline, show) {
  const tracks = tracksOf(timeline), array = tracks.filter(track => track.group === "array");
  const others = tracks.filter(track => track.group !== "array" && (show === "" ? track.name === "PE" : track.group === show));
  let y = timelineTop;
  return (others.length > 0 ? [...array, ...others] : tracks).map(track => {
    const row = {track, label: show === "" && track.group !== "array" ? track.group : track.name, y, height: track.unit ? counterHeight : bandHeight};
    y += row.height + 2;
    return row;
  });
}

/** The index of the first item that ends after the cycle. */
function firstAfter(items, cycle) {
  let low = 0, high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle].to > cycle) high = middle; else low = middle + 1;
  }
  return low;
}

/**
 * The row's bands {x, width, activity}: intervals narrower than a pixel are joined, and drawn as the activity that
 * has most of the pixel's cycles.
 */
function bandsOf(items, view, scale) {
  const bands = [];
  let pixel = null, shares = new Map();
  const push = (x, end, activity) => {
    const last = bands[bands.length - 1];
    if (last && last.activity === activity && last.isJoined && Math.abs(last.x + last.width - x) < 0.01) last.width = end - last.x;
    else bands.push({x, width: end - x, activity, isJoined: true});
  };
  const flush = () => {
    if (pixel === null) return;
    push(pixel, pixel + 1, [...shares].reduce((a, b) => (b[1] > a[1] ? b : a))[0]);
    pixel = null;
    shares = new Map();
  };
  for (let i = firstAfter(items, view.from); i < items.length && items[i].from < view.to; ++i) {
    const item = items[i], x = scale(Math.max(item.from, view.from)), end = scale(Math.min(item.to, view.to));
    if (end - x >= 1.5) {
      flush();
      bands.push({x, width: end - x, activity: item.activity, item});
      continue;
    }
    if (pixel !== null && Math.floor(x) !== pixel) flush();
    pixel = Math.floor(x);
    shares.set(item.activity, (shares.get(item.activity) || 0) + end - x);
  }
  flush();
  return bands;
}

/** A path per activity: few elements, however many intervals. */
function drawBands(svg, row, view, scale) {
  const bands = bandsOf(row.track.items, view, scale), paths = new Map();
  for (const band of bands) {
    const gap = band.width > 4 ? 0.6 : 0;
    const part = `M${band.x.toFixed(1)},${row.y}h${Math.max(0.4, band.width - gap).toFixed(1)}v${row.height}h-${Math.max(0.4, band.width - gap).toFixed(1)}z`;
    paths.set(band.activity, (paths.get(band.activity) || "") + part);
  }
  for (const [activity, path] of paths)
    svg.append("path").attr("class", "band").attr("data-activity", activity).attr("d", path).call(paint, activity);
  for (const band of bands) {
    const text = band.item && (band.activity === "step" ? band.item.place.split(", ").find(part => part.startsWith("step ")) || "step" : band.activity);
    if (!text || band.width < 7 * text.length + 14) continue;
    const x = band.x + band.width / 2;
    svg.append("rect").attr("x", x - 3.6 * text.length - 3).attr("y", row.y + 1).attr("width", 7.2 * text.length + 6).attr("height", row.height - 2)
      .attr("rx", 3).attr("fill", "#ffffffcc");
    svg.append("text").attr("class", "inside on-mark").attr("x", x).attr("y", row.y + 12).attr("text-anchor", "middle").text(text);
  }
}

function drawCounter(svg, row, view, scale) {
  const items = row.track.items, most = d3.max(items, item => item.value) || 1;
  const y = value => row.y + row.height - (row.height - 4) * value / most;
  let path = "";
  for (let i = firstAfter(items, view.from); i < items.length && items[i].from < view.to; ++i)
    path += `${path === "" ? "M" : "L"}${scale(Math.max(items[i].from, view.from)).toFixed(1)},${y(items[i].value).toFixed(1)}` +
      `H${scale(Math.min(items[i].to, view.to)).toFixed(1)}`;
  svg.append("path").attr("class", "counter").attr("d", path);
  svg.append("text").attr("class", "muted inside").attr("x", d3.max(scale.range()) + 4).attr("y", row.y + 11).text(d3.format("~s")(most));
}

/** Cycles of the window by owner, over the rows of PEs. */
function windowText(rows, view) {
  const sums = new Map();
  for (const {track} of rows.filter(row => row.track.name === "PE"))
    for (let i = firstAfter(track.items, view.from); i < track.items.length && track.items[i].from < view.to; ++i) {
      const item = track.items[i], cycles = Math.min(item.to, view.to) - Math.max(item.from, view.from);
      sums.set(item.activity, (sums.get(item.activity) || 0) + cycles);
    }
  const all = d3.sum([...sums.values()]);
  const shares = owners.filter(owner => sums.get(owner) > 0).map(owner => `${ownerTitle(owner)} ${percent(sums.get(owner) / all)}`);
  return `Cycles ${thousands(view.from)} to ${thousands(view.to - 1)}` + (shares.length > 0 ? `; the PEs shown: ${shares.join(", ")}.` : ".");
}

function itemText(row, item) {
  const {track} = row, name = track.group === "array" ? track.name : `${track.group}, ${track.name}`;
  const cycles = item.to - item.from === 1 ? `cycle ${thousands(item.from)}` :
    `cycles ${thousands(item.from)} to ${thousands(item.to - 1)}: ${thousands(item.to - item.from)}`;
  if (track.unit) return `${name}: ${thousands(item.value)}\n${cycles}`;
  return [`${name}: ${item.activity in ownerTitles ? ownerTitle(item.activity) : item.activity}`, cycles, item.place].filter(Boolean).join("\n");
}

/** The window moved and sized so that it lies within what is recorded. */
function windowWithin(timeline, from, to) {
  const whole = timeline.to - timeline.from, width = Math.max(Math.min(whole, 10), Math.min(whole, Math.round(to - from)));
  const begin = Math.max(timeline.from, Math.min(timeline.to - width, Math.round(from)));
  return {from: begin, to: begin + width};
}

function timelineControls(timeline, choice, view, change) {
  const width = view.to - view.from, middle = (view.from + view.to) / 2;
  const button = (text, from, to) => {
    const made = element("button", {type: "button", "data-window": text}, text);
    made.addEventListener("click", () => change(from, to, text));
    return made;
  };
  const number = (label, value, moved) => {
    const input = element("input", {type: "number", min: timeline.from, max: timeline.to, value});
    input.addEventListener("change", () => { if (Number.isFinite(input.valueAsNumber)) moved(input.valueAsNumber); });
    return element("label", {}, label, input);
  };
  const pes = [...new Set(tracksOf(timeline).map(track => track.group))].filter(group => group !== "array");
  const show = chooser("Rows", [["", "all PEs"], ...pes.map(pe => [pe, `all units of ${pe}`])], choice.show, value => {
    choice.show = value;
    drawTimeline();
  });
  const controls = [show, number("Cycles from", view.from, value => change(value, Math.max(value + 1, view.to))),
                    number("to", view.to - 1, value => change(Math.min(view.from, value), value + 1)),
                    button("Earlier", view.from - width / 2, view.to - width / 2), button("Later", view.from + width / 2, view.to + width / 2),
                    button("Closer", middle - width / 4, middle + width / 4), button("Wider", middle - width, middle + width),
                    button("Whole", timeline.from, timeline.to)];
  if (report.timelines.length > 1)
    controls.unshift(chooser("Timeline", report.timelines.map((one, i) => [i, one.label]), chosen.timeline, value => {
      chosen.timeline = Number(value);
      drawTimeline();
    }));
  return element("div", {class: "controls"}, ...controls);
}

function drawTimeline() {
  const place = document.getElementById("timeline-charts");
  if (!place) return;
  const timeline = report.timelines[chosen.timeline];
  const choice = timeline.choice || (timeline.choice = {show: "", from: timeline.from, to: timeline.to});
  const view = windowWithin(timeline, choice.from, choice.to), rows = timelineRows(timeline, choice.show);
  const change = (from, to, button) => {
    Object.assign(choice, windowWithin(timeline, from, to));
    hideTip();
    drawTimeline();
    const again = button === "svg" ? place.querySelector("svg[tabindex]") : button && place.querySelector(`[data-window="${button}"]`);
    if (again) again.focus({preventScroll: true});
  };
  const shown = [...new Set([].concat(...rows.filter(row => !row.track.unit).map(row => row.track.items.map(item => item.activity))))];
  const named = [...owners, ...Object.keys(activityFills)].filter((name, i, all) => shown.includes(name) && all.indexOf(name) === i);
  fill(place, element("p", {id: "timeline-shows"}, `${timeline.label}: ${timeline.shows}.`), timelineControls(timeline, choice, view, change),
       element("p", {class: "note", id: "timeline-window"}, windowText(rows, view)));
  const labels = rows.map(row => row.label), width = roomIn(place), left = labelRoom(labels, width), last = rows[rows.length - 1];
  const svg = figureIn(place, {
    id: "timeline", title: "What the units do", width, height: last.y + last.height + 22,
    series: named.map(name => ({title: ownerTitle(name), fill: activityFills[name], tip: definitionOf(`share_${name}`)})),
    note: "A row per unit. Intervals narrower than a pixel are joined and drawn as what most of their cycles are. Drag to look closer; arrow keys " +
      "walk over intervals and rows, + and - change the window.",
  });
  const scale = d3.scaleLinear().domain([view.from, view.to]).range([left, width - 52]);
  const ticks = Math.max(2, Math.floor((width - left) / 110)), bottom = last.y + last.height;
  for (const [axis, y] of [[d3.axisTop, timelineTop - 2], [d3.axisBottom, bottom + 2]])
    svg.append("g").attr("class", "axis").attr("transform", `translate(0,${y})`).call(axis(scale).ticks(ticks).tickFormat(d3.format(",")));
  for (const row of rows) {
    svg.append("text").attr("x", left - 8).attr("y", row.y + 12).attr("text-anchor", "end").text(cut(row.label, left - 12));
    if (row.track.unit) drawCounter(svg, row, view, scale); else drawBands(svg, row, view, scale);
  }
  followTimeline(svg, rows, view, scale, change);
}

/** Tells the interval below the pointer or the keys; dragging and keys change the window. */
function followTimeline(svg, rows, view, scale, change) {
  const [left, right] = scale.range(), top = rows[0].y, last = rows[rows.length - 1];
  const frame = svg.append("rect").attr("class", "band at").attr("fill", "none").attr("visibility", "hidden");
  const drag = svg.append("rect").attr("class", "dragged").attr("y", top).attr("height", last.y + last.height - top).attr("visibility", "hidden");
  let at = null, from = null;
  const show = (row, index, isSpoken) => {
    const item = row.track.items[index], x = scale(Math.max(item.from, view.from));
    at = {row, index};
    frame.attr("x", x).attr("y", row.y).attr("width", Math.max(1, scale(Math.min(item.to, view.to)) - x)).attr("height", row.height).attr("visibility", "visible");
    showTip(frame.node(), itemText(row, item));
    if (isSpoken) spoken.textContent = itemText(row, item);
  };
  const hide = () => {
    frame.attr("visibility", "hidden");
    hideTip();
  };
  /** The row's interval in this cycle. */
  const find = (row, cycle) => {
    const items = row.track.items, index = firstAfter(items, cycle);
    return index < items.length && items[index].from < view.to ? index : -1;
  };
  const area = svg.append("rect").attr("class", "pointed").attr("x", left).attr("y", top).attr("width", right - left)
    .attr("height", last.y + last.height - top).attr("fill", "transparent");
  area.on("mousemove", () => {
    const [x, y] = d3.mouse(svg.node());
    if (from !== null) {
      drag.attr("x", Math.min(from, x)).attr("width", Math.abs(x - from)).attr("visibility", "visible");
      return;
    }
    const row = rows.find(one => y >= one.y && y < one.y + one.height), index = row ? find(row, scale.invert(x)) : -1;
    if (index >= 0 && row.track.items[index].from <= scale.invert(x)) show(row, index, false); else hide();
  }).on("mouseleave", () => { if (from === null) hide(); }).on("mousedown", () => {
    from = d3.mouse(svg.node())[0];
    hide();
  }).on("mouseup", () => {
    const to = d3.mouse(svg.node())[0], begin = from;
    from = null;
    drag.attr("visibility", "hidden");
    if (begin !== null && Math.abs(to - begin) > 5) change(scale.invert(Math.min(begin, to)), scale.invert(Math.max(begin, to)), "svg");
  });
  const move = (rowStep, step) => {
    if (!at) {
      const row = rows.find(one => one.track.name === "PE") || rows[0];
      return find(row, view.from) < 0 ? null : show(row, find(row, view.from), true);
    }
    let row = at.row, index = at.index + step;
    if (rowStep !== 0) {
      row = rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(row) + rowStep))];
      index = find(row, Math.max(view.from, at.row.track.items[at.index].from));
    }
    const item = row.track.items[index];
    if (item && item.to > view.from && item.from < view.to) show(row, index, true);
    return null;
  };
  const width = view.to - view.from, middle = (view.from + view.to) / 2;
  const keys = {
    ArrowRight: () => move(0, 1), ArrowLeft: () => move(0, -1), ArrowDown: () => move(1, 0), ArrowUp: () => move(-1, 0), Escape: hide,
    "+": () => change(middle - width / 4, middle + width / 4, "svg"), "-": () => change(middle - width, middle + width, "svg"),
    PageDown: () => change(view.from + width / 2, view.to + width / 2, "svg"), PageUp: () => change(view.from - width / 2, view.to - width / 2, "svg"),
  };
  svg.on("keydown", () => {
    const does = keys[d3.event.key];
    if (!does) return;
    d3.event.preventDefault();
    does();
  }).on("blur", hide);
}
