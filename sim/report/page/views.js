// SPDX-License-Identifier: Apache-2.0
"use strict";
// Views: one section at a time, named by the address's part after #. What is chosen stays chosen between views.

const chosen = {machine: 0, layer: null, share: true, counter: "owners", first: 0, second: 1, timeline: 0};

function sections() {
  return [...document.querySelectorAll("main > section")];
}

function showView() {
  const asked = decodeURIComponent(location.hash.slice(1)), all = sections();
  const shown = all.find(section => section.id === asked) || all[0];
  for (const section of all) section.hidden = section !== shown;
  for (const link of document.querySelectorAll("#views a"))
    if (link.getAttribute("href") === `#${shown.id}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  hideTip();
}

/** Opens a layer in the view that looks inside. */
function openLayer(name, machine = chosen.machine) {
  chosen.layer = name;
  chosen.machine = machine;
  hideTip();
  drawLayers();
  drawInside();
  location.hash = "inside";
  window.scrollTo(0, 0);
}

function machineChooser(redraw) {
  return chooser("Machine", report.machines.map((machine, i) => [i, machine.label]), chosen.machine, value => {
    chosen.machine = Number(value);
    redraw();
  });
}

function drawAll() {
  if (report.machines.length > 0) {
    drawOverview();
    drawLayers();
    drawInside();
    if (report.machines.length > 1) drawCompare();
  }
  report.sweeps.forEach(drawSweep);
  drawTimeline();
}

function start() {
  document.documentElement.classList.add("scripted");
  document.body.append(tip, spoken);
  defineFills();
  for (const table of document.querySelectorAll("main table")) enhanceTable(table);
  drawAll();
  showView();
  window.addEventListener("hashchange", showView);
  document.addEventListener("keydown", event => { if (event.key === "Escape") hideTip(); });
  window.addEventListener("scroll", moveTip, {passive: true});
  let width = window.innerWidth, timer;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    clearTimeout(timer);
    timer = setTimeout(drawAll, 120);
  });
  document.documentElement.dataset.ready = "yes";
}

document.addEventListener("DOMContentLoaded", start);
