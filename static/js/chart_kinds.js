// From the data of a chart to the options of the library, one function for each kind. The data's shapes are in docs/design.md.
import { axis, values } from "./chart_theme.js";

const HATCH = "url(#hatch)";
const bold = (t) => ({ color: t.ink, fontWeight: 620, fontSize: 12 });
const last = (list) => list.length - 1;
const number = (mark) => (value) => String(value).replace("-", "−").replace(".", mark);
const plus = (mark) => (value) => (value > 0 ? "+" : "") + number(mark)(value);

/** The months under a chart; the newest is ink. */
function months(t, list) {
  return axis(t, {
    type: "category",
    data: list.map((text, index) => (index === last(list) ? { value: text, textStyle: bold(t) } : text)),
    axisLabel: { color: t["ink-3"], fontSize: 12, interval: 0, hideOverlap: true },
  });
}

/** {months, series: [{name, shape: diamond|triangle|circle, values, end, urls}], goal, min, max}. Names stand at the line's end. */
export function lines(t, data, mark) {
  const colours = [t["chart-1"], t["chart-2"], t["chart-3"]];
  const longest = Math.max(...data.series.map((series) => `${series.name} ${series.end}`.length));
  return {
    grid: { left: 34, right: Math.round(12 + 7.4 * longest), top: 12, bottom: 28 },
    xAxis: { ...months(t, data.months), boundaryGap: false },
    yAxis: values(t, { min: data.min ?? "dataMin", max: data.max, interval: data.interval, axisLabel: { color: t["ink-3"], fontSize: 12, formatter: (value) => (value === data.goal ? `{goal|${number(mark)(value)}}` : number(mark)(value)), rich: { goal: bold(t) } } }),
    tooltip: { trigger: "axis", formatter: (items) => [items[0].name, ...items.filter((item) => item.seriesType === "line").map((item) => `${item.seriesName} ${item.value == null ? "–" : number(mark)(item.value)}`)].join("\n") },
    series: data.series.map((series, index) => ({
      name: series.name,
      type: "line",
      data: series.values,
      connectNulls: false,
      symbol: series.shape ?? ["diamond", "triangle", "circle"][index],
      symbolSize: (_, params) => (params.dataIndex === last(data.months) ? 10 : 7),
      showAllSymbol: true,
      lineStyle: { width: 2, color: colours[index] },
      itemStyle: index === 2 ? { color: t.paper, borderColor: colours[index], borderWidth: 2 } : { color: colours[index] },
      emphasis: { disabled: true },
      markLine: index === 0 && data.goal != null
        ? { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: t["ink-3"], type: [2, 4], width: 1 }, data: [{ yAxis: data.goal }] }
        : undefined,
    })).concat(names(t, data)),
  };
}

/** The lines' names in one column beside their ends, moved apart where they meet; a line may end before the last month. */
function names(t, data) {
  const gap = 16;
  return {
    type: "custom",
    silent: true,
    data: [[0, data.max]],
    renderItem({ coordSys }, api) {
      const bottom = coordSys.y + coordSys.height - 4; // clear of the newest month's name
      const rows = data.series.filter((series) => series.values.some((value) => value != null)).map((series) => {
        const known = series.values.findLast((value) => value != null);
        return { series, y: api.coord([0, known])[1] };
      }).sort((one, other) => one.y - other.y);
      rows.forEach((row, at) => { if (at) row.y = Math.max(row.y, rows[at - 1].y + gap); });
      rows.reduceRight((limit, row) => { row.y = Math.min(row.y, limit); return row.y - gap; }, bottom);
      const rich = { name: { fill: t["ink-2"], font: `400 12px ${t.font}` }, end: { fill: t.ink, font: `620 12px ${t.font}` } };
      return {
        type: "group",
        children: rows.map(({ series, y }) => ({ type: "text", style: { x: coordSys.x + coordSys.width + 10, y, verticalAlign: "middle", text: `{name|${series.name}} {end|${series.end}}`, rich } })),
      };
    },
  };
}

/** {hours, days, cells: [[hour, day, count, url]], closed: [[hour, day]], row_sums, column_sums}. Indices into hours and days. */
export function heatmap(t, data) {
  const steps = [t.rail, t["heat-1"], t["heat-2"], t["heat-3"], t["heat-4"]];
  const cells = new Map(data.cells.map(([hour, day, count]) => [`${hour},${day}`, count]));
  // Up to four each count has its own step; beyond, the steps are shares of the most.
  const most = Math.max(4, ...cells.values());
  const closed = new Set(data.closed.map(([hour, day]) => `${hour},${day}`));
  const all = data.hours.flatMap((_, hour) => data.days.map((_, day) => [hour, day, cells.get(`${hour},${day}`) ?? 0]));
  const sums = { axisLabel: { ...bold(t), interval: 0 } };
  return {
    grid: { left: 40, right: 34, top: 22, bottom: 26 },
    xAxis: [axis(t, { type: "category", data: data.hours, position: "top", axisLabel: { color: t["ink-3"], fontSize: 12, interval: 0 } }), axis(t, { type: "category", data: data.column_sums ?? [], position: "bottom", ...sums })],
    yAxis: [axis(t, { type: "category", data: data.days, inverse: true, axisLabel: { color: t["ink-2"], fontSize: 12, interval: 0 } }), axis(t, { type: "category", data: data.row_sums ?? [], inverse: true, position: "right", axisLabel: { ...sums.axisLabel, align: "right", margin: 30 } })],
    tooltip: { formatter: ({ value }) => `${data.days[value[1]]} ${data.hours[value[0]]}: ${value[2]}` },
    series: [{
      type: "custom",
      data: all,
      encode: { x: 0, y: 1 },
      renderItem(params, api) {
        const [x, y] = api.coord([api.value(0), api.value(1)]);
        const [width, height] = api.size([1, 1]);
        const count = api.value(2);
        const step = Math.ceil((count * 4) / most);
        const off = closed.has(`${api.value(0)},${api.value(1)}`) && count === 0;
        const shape = { x: x - width / 2 + 1, y: y - height / 2 + 1, width: width - 2, height: height - 2 };
        const box = { type: "rect", shape, style: { fill: off ? HATCH : steps[step] } };
        const text = { type: "text", style: { text: String(count), x, y, align: "center", verticalAlign: "middle", fill: step === 4 ? t["heat-on"] : t.ink, font: `620 12px ${t.font}` } };
        return { type: "group", children: count ? [box, text] : [box] };
      },
    }],
  };
}

/** {months, points: [{value, low, high, n} or null], none}. A month without a survey is hatched. */
export function nps(t, data, mark) {
  const points = data.points.map((point, index) => [index, point?.value ?? null, point?.low ?? null, point?.high ?? null, point?.n ?? null]);
  const known = data.points.filter(Boolean);
  const low = Math.min(0, ...known.map((point) => point.low));
  const high = Math.max(20, ...known.map((point) => point.high));
  return {
    grid: { left: 38, right: 36, top: 12, bottom: 46 },
    xAxis: axis(t, {
      type: "category",
      data: data.months,
      name: "n",
      nameLocation: "start",
      nameGap: 14,
      axisLine: { show: false, onZero: false },
      nameTextStyle: { color: t["ink-2"], fontSize: 12, verticalAlign: "top", padding: [31, 0, 0, 0] },
      axisLabel: {
        interval: 0, fontSize: 12, lineHeight: 18, color: t["ink-3"],
        formatter: (text, index) => `{${index === last(data.months) ? "now" : "month"}|${text}}\n{n|${data.points[index] ? data.points[index].n : data.none}}`,
        rich: { month: { color: t["ink-3"] }, now: bold(t), n: { color: t["ink-2"] } },
      },
    }),
    yAxis: values(t, { min: Math.floor(low / 20) * 20, max: Math.ceil(high / 20) * 20, interval: 20, axisLabel: { color: t["ink-3"], fontSize: 12, formatter: plus(mark) } }),
    tooltip: { formatter: ({ value }) => (value[1] == null ? data.none : `${plus(mark)(value[1])} (${plus(mark)(value[2])} – ${plus(mark)(value[3])}), n ${value[4]}`) },
    series: [{
      type: "custom",
      data: points,
      encode: { x: 0, y: [1, 2, 3] },
      renderItem(params, api) {
        const index = api.value(0);
        if (!data.points[index]) {
          const { y, height } = params.coordSys;
          const width = api.size([1, 0])[0] * 0.75;
          return { type: "rect", shape: { x: api.coord([index, 0])[0] - width / 2, y, width, height }, style: { fill: HATCH } };
        }
        const [x, y] = api.coord([index, api.value(1)]);
        const bottom = api.coord([index, api.value(2)])[1];
        const top = api.coord([index, api.value(3)])[1];
        const stroke = { stroke: t["chart-2"], lineWidth: 1.5 };
        const line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: stroke });
        return {
          type: "group",
          children: [
            line(x, top, x, bottom), line(x - 5, top, x + 5, top), line(x - 5, bottom, x + 5, bottom),
            { type: "circle", shape: { cx: x, cy: y, r: index === last(data.months) ? 5.5 : 4.5 }, style: { fill: t["chart-2"] } },
            { type: "text", style: { text: plus(mark)(api.value(1)), x: x + 8, y, verticalAlign: "middle", fill: t.ink, font: `620 12px ${t.font}` } },
          ],
        };
      },
      markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: t["line-2"], type: "solid", width: 1 }, data: [{ yAxis: 0 }] },
    }],
  };
}

/** {counts: [11 numbers], groups: [{name, from, to, count}]}. Detractors are ink, passives grey, promoters pine. */
export function scores(t, data) {
  const colour = (score) => (score <= 6 ? t["chart-1"] : score <= 8 ? t["chart-3"] : t["chart-2"]);
  return {
    grid: { left: 4, right: 4, top: 26, bottom: 60 },
    xAxis: axis(t, { type: "category", data: data.counts.map((_, score) => String(score)), axisLine: { show: true, lineStyle: { color: t["line-2"] } }, axisLabel: { color: t["ink-2"], fontSize: 12, interval: 0 } }),
    yAxis: values(t, { show: false }),
    tooltip: { formatter: ({ name, value }) => `${name}: ${value}` },
    series: [
      { type: "bar", barCategoryGap: "18%", emphasis: { disabled: true }, data: data.counts.map((value, score) => ({ value, itemStyle: { color: colour(score) } })), label: { show: true, position: "top", ...bold(t) } },
      {
        type: "custom",
        silent: true,
        tooltip: { show: false },
        data: data.groups.map((group, index) => [group.from, 0, index]),
        renderItem(params, api) {
          const group = data.groups[api.value(2)];
          const half = api.size([1, 0])[0] * 0.41;
          const left = api.coord([group.from, 0])[0] - half;
          const right = api.coord([group.to, 0])[0] + half;
          const y = params.coordSys.y + params.coordSys.height + 27;
          const end = group.to === 10;
          const beside = group.from > 0 && params.coordSys.width < 420; // on a phone the next name takes half its room
          const at = end ? { x: right, align: "right" } : beside ? { x: (left + right) / 2, align: "right" } : { x: (left + right) / 2, align: "center" };
          return {
            type: "group",
            children: [
              { type: "line", shape: { x1: left, y1: y, x2: right, y2: y }, style: { stroke: t["line-2"], lineWidth: 1 } },
              { type: "text", style: { ...at, text: group.name, y: y + 6, fill: t["ink-3"], font: `400 12px ${t.font}` } },
              { type: "text", style: { ...at, text: String(group.count), y: y + 21, fill: t.ink, font: `620 12px ${t.font}` } },
            ],
          };
        },
      },
    ],
  };
}

/** {months, values, low, high, end}: twelve rolling months, the interval as a band behind the line. */
export function rolling(t, data, mark) {
  const low = Math.min(0, ...data.low.filter((value) => value != null));
  const high = Math.max(20, ...data.high.filter((value) => value != null));
  return {
    grid: { left: 38, right: 56, top: 12, bottom: 28 },
    xAxis: { ...months(t, data.months), boundaryGap: false },
    yAxis: values(t, { min: Math.floor(low / 20) * 20, max: Math.ceil(high / 20) * 20, interval: 20, axisLabel: { color: t["ink-3"], fontSize: 12, formatter: plus(mark) } }),
    tooltip: { trigger: "axis", formatter: ([{ dataIndex: at }]) => `${data.months[at]}: ${data.values[at] == null ? "–" : `${plus(mark)(data.values[at])} (${plus(mark)(data.low[at])} – ${plus(mark)(data.high[at])})`}` },
    series: [
      {
        type: "custom",
        silent: true,
        data: [[0, 0]],
        renderItem(params, api) {
          const known = data.low.map((_, index) => index).filter((index) => data.low[index] != null);
          const points = [...known.map((index) => api.coord([index, data.high[index]])), ...known.reverse().map((index) => api.coord([index, data.low[index]]))];
          return { type: "polygon", shape: { points }, style: { fill: t["chart-2"], opacity: 0.13 } };
        },
      },
      { type: "line", data: data.values, symbol: "circle", symbolSize: 6, showAllSymbol: true, emphasis: { disabled: true }, lineStyle: { width: 2, color: t["chart-2"] }, itemStyle: { color: t["chart-2"] }, endLabel: { show: true, distance: 8, formatter: data.end, ...bold(t) } },
    ],
  };
}

/** Where a point leads, if anywhere. */
export const links = {
  each: (data, { dataIndex }) => data.urls?.[dataIndex],
  lines: (data, { seriesIndex, dataIndex }) => data.series[seriesIndex]?.urls?.[dataIndex],
  heatmap: (data, { value }) => data.cells.find(([hour, day]) => hour === value[0] && day === value[1])?.[3],
};
