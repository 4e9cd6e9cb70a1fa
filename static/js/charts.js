// Draws every [data-chart] from the JSON script it names (data-source), again when the theme changes. The same figures stand in the
// table under it: it is open without script, and closed once the picture is there.
import { getInstanceByDom, init } from "../vendor/echarts/echarts.min.js";
import * as kinds from "./chart_kinds.js";
import { base, theme } from "./chart_theme.js";
import { words } from "./words.js";

const boxes = () => document.querySelectorAll("[data-chart]");

function merge(common, own) {
  return { ...common, ...own, tooltip: { ...common.tooltip, ...own.tooltip } };
}

function draw(box, t) {
  const data = JSON.parse(document.getElementById(box.dataset.source).textContent);
  let chart = getInstanceByDom(box);
  if (!chart) {
    chart = init(box, null, { renderer: "svg" });
    // The lists behind the bars; the table has the same links.
    if (data.urls) chart.on("click", ({ dataIndex }) => location.assign(data.urls[dataIndex]));
  }
  chart.setOption(merge(base(t, box.dataset.sentence), kinds[box.dataset.chart](t, data, words.mark)), { notMerge: true });
}

// On paper the style sheet fits the picture to the sheet: drawn again, it would take the height of what is not there yet.
const paper = matchMedia("print");
const sizes = new ResizeObserver((entries) => {
  if (paper.matches) return;
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

document.addEventListener("themechange", () => { const t = theme(); boxes().forEach((box) => draw(box, t)); });
document.addEventListener("htmx:afterSettle", start);
start();
