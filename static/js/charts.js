// Draws every [data-chart] from the JSON script it names (data-source), again when the theme changes. The same figures stand in the
// table under it: it is open without script, and closed once the picture is there.
import { getInstanceByDom, init } from "../vendor/echarts/echarts.min.js";
import * as kinds from "./chart_kinds.js";
import { base, theme } from "./chart_theme.js";
import { words } from "./words.js";

// On paper a picture keeps the size it has, or this one where it had none, in the colours of paper.
const paper = matchMedia("print");
const SHEET = { width: 680, height: 260 };

const boxes = () => document.querySelectorAll("[data-chart]");

function merge(common, own) {
  return { ...common, ...own, tooltip: { ...common.tooltip, ...own.tooltip } };
}

/** Make a picture whose points lead to the lists behind them, where the data says so; the table has the same links. */
function begin(box, data) {
  const chart = init(box, null, { renderer: "svg", ...(paper.matches ? SHEET : {}) });
  chart.on("click", (point) => {
    const url = (kinds.links[box.dataset.chart] ?? kinds.links.each)(data, point);
    if (url) location.assign(url);
  });
  return chart;
}

function draw(box, t) {
  const data = JSON.parse(document.getElementById(box.dataset.source).textContent);
  const chart = getInstanceByDom(box) ?? begin(box, data);
  chart.setOption(merge(base(t, box.dataset.sentence), kinds[box.dataset.chart](t, data, words.mark)), { notMerge: true });
}

const sizes = new ResizeObserver((entries) => {
  if (paper.matches) return; // there the style sheet fits it
  for (const { target } of entries) getInstanceByDom(target)?.resize();
});

function start() {
  const t = theme();
  for (const box of boxes()) {
    if (getInstanceByDom(box)) continue;
    box.hidden = false;
    draw(box, t);
    sizes.observe(box);
    const table = document.querySelector(`[data-chart-table="${box.dataset.source}"]`);
    if (table) table.open = false;
  }
}

function again() {
  const t = theme();
  boxes().forEach((box) => draw(box, t));
}

document.addEventListener("themechange", again);
paper.addEventListener("change", again);
document.addEventListener("htmx:afterSettle", start);
start();
