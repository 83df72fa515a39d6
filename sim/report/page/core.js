// SPDX-License-Identifier: Apache-2.0
"use strict";
// What all views share: the data, elements, numbers as text, the tip. Texts from results become text nodes, never
// markup.

const report = JSON.parse(document.getElementById("report-data").textContent);

const owners = ["issue", "crossbar", "weights", "input", "postprocess", "barrier", "idle"];
const ownerTitles = {postprocess: "PPU"};

/** An element with attributes and children, which are elements or texts. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined && value !== null) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function ownerTitle(owner) {
  return ownerTitles[owner] || owner;
}

/** The machine's layer of this name, or undefined. */
function layerOf(machine, name) {
  return machine.layers.find(layer => layer.name === name);
}

/** "; energies by table 16nm (fitted to ...)": the tables that the machines' energies are by, for captions. */
function energyTables(machines) {
  const labels = [...new Set(machines.flatMap(machine => machine.layers.map(layer => layer.values.energy_table)))].filter(label => label);
  return labels.length > 0 ? `; energies by table${labels.length > 1 ? "s" : ""} ${labels.join(" and ")}` : "";
}

/** Sum over a machine's layers. */
function total(machine, column) {
  return d3.sum(machine.layers, layer => layer.values[column]);
}

// Numbers as text.

function thousands(value, decimals = 0) {
  const text = value.toLocaleString("en-US", {minimumFractionDigits: decimals, maximumFractionDigits: decimals});
  return text.replace(/^-(0(?:\.0*)?)$/, "$1");  // not -0
}

/** Three digits with a prefix: 1.23 mJ. */
function scaled(value, unit) {
  if (!value) return `0 ${unit}`;
  const prefixes = ["a", "f", "p", "n", "\u00b5", "m", "", "k", "M", "G", "T"];
  const step = Math.max(-6, Math.min(4, Math.floor(Math.log10(Math.abs(value)) / 3 + 1e-9)));
  const shown = value / 1000 ** step;
  const decimals = Math.abs(shown) >= 100 ? 0 : Math.abs(shown) >= 10 ? 1 : 2;
  return `${shown.toFixed(decimals)} ${prefixes[step + 6]}${unit}`;
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}

/** A number of any size, short: 12,345 or 0.0123. */
function plain(value) {
  if (Number.isInteger(value)) return thousands(value);
  return Math.abs(value) >= 1000 ? thousands(value) : String(Number(value.toPrecision(3)));
}

/** The same on an axis, which has its title beside it. */
function axisText(column) {
  const unit = (report.definitions[column] || {unit: ""}).unit;
  const isPrefixed = ["pJ", "B", "s", "W", "J s"].includes(unit) || (report.definitions[column] || {}).share;
  return isPrefixed ? value => valueText(column, value) : d3.format("~s");
}

/** A column's value with its unit. */
function valueText(column, value) {
  if (value === null || value === undefined) return "unknown";
  if (typeof value !== "number") return String(value);
  const definition = report.definitions[column] || {unit: ""};
  if (definition.share) return percent(value);
  if (definition.unit === "pJ" || column === "energy_pj") return scaled(value * 1e-12, "J");
  if (definition.unit === "B") return scaled(value, "B");
  if (["s", "W", "J s"].includes(definition.unit)) return scaled(value, definition.unit);
  if (column === "area_mm2") return `${value.toFixed(2)} mm\u00b2`;
  return definition.unit ? `${plain(value)} ${definition.unit}` : plain(value);
}

function titleOf(column) {
  const definition = report.definitions[column];
  return definition ? definition.title : column;
}

/** Definition and formula of a column, for the tip. */
function definitionOf(column) {
  const definition = report.definitions[column];
  if (!definition) return "";
  return `${definition.title}: ${definition.definition}` + (definition.formula ? `\n= ${definition.formula}` : "");
}

// The tip: one for the page, shown beside what the pointer or the focus is on.

const tip = element("div", {id: "tip", role: "tooltip", hidden: ""});
const spoken = element("div", {class: "hidden-text", "aria-live": "polite", id: "spoken"});

function showTip(target, text) {
  if (!text) return;
  tip.textContent = text;
  tip.hidden = false;
  const place = target.getBoundingClientRect(), own = tip.getBoundingClientRect();
  const left = Math.max(4, Math.min(place.left, window.innerWidth - own.width - 4));
  const fitsBelow = place.bottom + own.height + 8 < window.innerHeight;
  tip.style.left = `${left}px`;
  tip.style.top = `${fitsBelow ? place.bottom + 6 : Math.max(4, place.top - own.height - 6)}px`;
}

function hideTip() {
  tip.hidden = true;
}

/** After scrolling: the tip of what has the focus goes along, that of the pointer goes away. */
function moveTip() {
  const focused = document.activeElement;
  if (!tip.hidden && focused && focused.getAttribute("aria-describedby") === "tip") showTip(focused, tip.textContent);
  else hideTip();
}

/** Shows a text while the pointer or the focus is on the element. */
function explain(target, text) {
  const content = () => (typeof text === "function" ? text() : text);
  target.addEventListener("mouseenter", () => showTip(target, content()));
  target.addEventListener("focus", () => {
    showTip(target, content());
    target.setAttribute("aria-describedby", "tip");
  });
  target.addEventListener("mouseleave", hideTip);
  target.addEventListener("blur", () => {
    hideTip();
    target.removeAttribute("aria-describedby");
  });
}

/** A labelled select of [value, text] pairs. */
function chooser(label, options, chosen, change) {
  const select = element("select", {});
  for (const [value, text] of options) {
    const option = element("option", {value}, text);
    option.selected = String(value) === String(chosen);
    select.append(option);
  }
  select.addEventListener("change", () => change(select.value));
  return element("label", {}, label, select);
}

/** Replaces the element's content. */
function fill(place, ...children) {
  place.replaceChildren(...children);
}
