// SPDX-License-Identifier: Apache-2.0
"use strict";
// Tables: sorting by a click on a head, definitions of columns, copies as CSV. The rows of a table are there without
// this file.

function cellValue(cell) {
  if (!cell) return null;
  return cell.dataset.v === undefined ? cell.textContent : Number(cell.dataset.v);
}

function compareCells(a, b) {
  const isEmpty = value => value === null || value === "";
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) - isEmpty(b);
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en", {numeric: true});
}

/** Sorts the rows between totals, which stay where they are. */
function sortTable(table, index, descending) {
  const body = table.tBodies[0], rows = [...body.rows];
  let part = [];
  const sorted = [];
  const finish = () => {
    part.sort((a, b) => {
      const order = compareCells(cellValue(a.cells[index]), cellValue(b.cells[index]));
      const hasNone = [a, b].some(row => row.cells[index].textContent === "");
      return descending && !hasNone ? -order : order;
    });
    sorted.push(...part);
    part = [];
  };
  for (const row of rows) {
    if (!row.classList.contains("total")) {
      part.push(row);
      continue;
    }
    finish();
    sorted.push(row);
  }
  finish();
  body.append(...sorted);
}

/** A text as a field of CSV which no spreadsheet takes for a formula. */
function csvField(value) {
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@]/.test(value) && Number.isNaN(Number(value)) ? `'${value}` : value;
  return /[",\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

function csvOf(table) {
  const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
  const lines = [heads.map(head => csvField(head.dataset.name || head.textContent)).join(",")];
  for (const row of table.tBodies[0].rows)
    lines.push([...row.cells].map(cell => csvField(cellValue(cell))).join(","));
  return lines.join("\n") + "\n";
}

/** Copies a text; browsers that do not let files use the clipboard get it by the old way. */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch (refused) {
    const area = element("textarea", {class: "hidden-text"});
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

function addCopyButton(box, table) {
  const button = element("button", {type: "button", class: "copy"}, "Copy as CSV");
  button.addEventListener("click", async () => {
    await copyText(csvOf(table));
    button.textContent = "Copied";
    spoken.textContent = "Table copied as CSV";
    setTimeout(() => { button.textContent = "Copy as CSV"; }, 1500);
  });
  box.before(element("div", {class: "tools"}, button));
}

function addSorting(table) {
  const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
  heads.forEach((head, index) => {
    const words = head.querySelector(".head");
    const button = element("button", {type: "button", class: "head"}, words.textContent);
    words.replaceWith(button);
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      heads.forEach(other => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      sortTable(table, index, descending);
    });
    explain(button, () => definitionOf(baseColumn(head.dataset.name)) || "Sorts by this column");
  });
}

/** The column that a ratio is of. */
function baseColumn(name) {
  return report.definitions[name] ? name : name.replace(/_ratio$/, "");
}

function enhanceTable(table) {
  addSorting(table);
  addCopyButton(table.parentElement, table);
}

/**
 * A table of the page's own. columns: [{name, title, text(value)}]; rows: lists of values. Numbers are aligned to the
 * right; a column without text() shows values as they are.
 */
function makeTable(id, caption, columns, rows) {
  const head = element("tr");
  for (const column of columns)
    head.append(element("th", {scope: "col", "data-name": column.name, class: column.text && "number"},
                        element("span", {class: "head"}, column.title)));
  const body = element("tbody");
  for (const row of rows) {
    const line = element("tr");
    row.forEach((value, i) => {
      const isNumber = typeof value === "number", column = columns[i];
      const shown = value === null ? "" : column.text && isNumber ? column.text(value) : String(value);
      line.append(element(i === 0 ? "th" : "td", {class: column.text && "number", scope: i === 0 ? "row" : null,
                                                  "data-v": isNumber ? value : null}, shown));
    });
    body.append(line);
  }
  const table = element("table", {id}, element("caption", {}, caption), element("thead", {}, head), body);
  const box = element("div", {class: "table", role: "region", tabindex: 0, "aria-label": caption}, table);
  const holder = element("div", {}, box);
  enhanceTable(table);
  return holder;
}
