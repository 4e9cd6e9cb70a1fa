// The colours and the type of the charts, read from the CSS tokens as they are now.
const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const NAMES = ["paper", "ink", "ink-2", "ink-3", "line", "line-2", "rail", "chart-1", "chart-2", "chart-3", "heat-1", "heat-2", "heat-3", "heat-4", "heat-on"];

/** A token as #rrggbb: the library reads no oklch(), so the browser paints it and tells. */
function resolve(element, name) {
  element.style.color = `var(--${name})`;
  probe.fillStyle = getComputedStyle(element).color;
  probe.fillRect(0, 0, 1, 1);
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
  return `#${[r, g, b].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

export function theme() {
  const element = document.createElement("span");
  document.body.append(element);
  const colours = Object.fromEntries(NAMES.map((name) => [name, resolve(element, name)]));
  const font = getComputedStyle(document.body).fontFamily;
  element.remove();
  return { ...colours, font };
}

/** What every chart has in common. */
export function base(t, sentence) {
  return {
    animation: false,
    textStyle: { fontFamily: t.font, fontSize: 12, color: t["ink-3"] },
    aria: { enabled: true, label: { description: sentence } },
    tooltip: {
      // Drawn in the picture: an HTML tooltip would need inline styles, which the page's security policy refuses.
      renderMode: "richText",
      backgroundColor: t.ink,
      borderWidth: 0,
      padding: [6, 10],
      textStyle: { color: t.paper, fontSize: 12, fontFamily: t.font },
    },
  };
}

export function axis(t, rest = {}) {
  return {
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: t["ink-3"], fontSize: 12, hideOverlap: true },
    splitLine: { show: false },
    ...rest,
  };
}

export function values(t, rest = {}) {
  return axis(t, { type: "value", splitLine: { show: true, lineStyle: { color: t.line } }, ...rest });
}
