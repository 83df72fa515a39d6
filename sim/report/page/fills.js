// SPDX-License-Identifier: Apache-2.0
"use strict";
// Fills of stacked parts: the colours of Okabe and Ito, which people with any kind of colour vision can tell apart,
// each with a pattern of its own, so that they differ in grey print, too.

const colours = ["#0072b2", "#e69f00", "#56b4e9", "#d55e00", "#009e73", "#cc79a7", "#f0e442", "#b8bdc4"];
const patternLines = [
  "", "M0,8 L8,0 M-2,2 L2,-2 M6,10 L10,6", "M0,4 L8,4", "M0,0 L8,8 M-2,6 L2,10 M6,-2 L10,2", "M4,0 L4,8",
  "M1.5,3 h2 M5.5,7 h2", "M0,4 L8,4 M4,0 L4,8", "M0,8 L8,0",
];
const ownerFills = {issue: 0, crossbar: 5, weights: 1, input: 2, postprocess: 4, barrier: 3, idle: 7};

/** Defines the patterns, once per page. */
function defineFills() {
  const svg = d3.select(document.body).append("svg").attr("class", "fills").attr("aria-hidden", "true");
  colours.forEach((colour, i) => {
    const pattern = svg.append("defs").append("pattern").attr("id", `fill-${i}`).attr("width", 8).attr("height", 8)
      .attr("patternUnits", "userSpaceOnUse");
    pattern.append("rect").attr("width", 8).attr("height", 8).attr("fill", colour);
    pattern.append("path").attr("d", patternLines[i]).attr("stroke", i === 0 ? "none" : "#00000055").attr("stroke-width", 1.5);
  });
}

function fillOf(index) {
  return `url(#fill-${index % colours.length})`;
}

/** The legend of series: [{title, fill, tip}]. */
function legend(series) {
  const list = element("ul", {class: "legend"});
  for (const one of series) {
    const item = element("li", one.tip ? {tabindex: 0} : {});
    d3.select(item).append("svg").attr("aria-hidden", "true").append("rect").attr("width", 16).attr("height", 12)
      .attr("fill", fillOf(one.fill));
    item.append(one.title);
    if (one.tip) explain(item, one.tip);
    list.append(item);
  }
  return list;
}
