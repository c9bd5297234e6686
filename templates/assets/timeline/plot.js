// A stretch of time as bars. Places are in per cent and letters keep their size, as in the charts
// that the build draws (partials/chart.html).

import { displayDate, spanOf } from "../search/dates.js";
import { counted, drawing } from "../search/dom.js";
import { barOf, displayBar, namesBetween, spanOfBar, unitOf } from "./bars.js";
import { dayOf, numberOf } from "./dates.js";
import { gettext } from "../words.js";

const HEIGHT = 120;
export const PLOT_HEIGHT = HEIGHT + 30; // px, with the names below
const LEAST = 3; // px, so that one article beside ten thousand can still be seen
const MOST_WIDTH = 5; // per cent
const MOST_TICKS = 12;
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/**
 * What there is to draw between two days by number: the `unit` and `bars` with their count, and the
 * `vague` spans, whose dates are less precise than the bars. `start` and `end` are numbers of days,
 * the end not included. Pure.
 */
export function plotOf(dates, from, to) {
  const [first, last] = [dayOf(from), dayOf(to)];
  const unit = unitOf(first, last);
  const counts = new Map();
  for (const [day, places] of dates.days) {
    if (day < from || day > to) continue;
    const name = barOf(dayOf(day), unit);
    counts.set(name, (counts.get(name) ?? 0) + places.length);
  }
  const vague = [];
  for (const [date, places] of dates.vague) {
    const name = barOf(date, unit);
    const span = edges(spanOf(date));
    if (span.end <= from || span.start > to) continue;
    if (name) counts.set(name, (counts.get(name) ?? 0) + places.length);
    else vague.push({ name: date, count: places.length, ...span });
  }
  const bars = namesBetween(first, last, unit).map((name) => ({
    name,
    count: counts.get(name) ?? 0,
    ...edges(spanOfBar(name)),
  }));
  return { unit, bars, vague };
}

function edges({ from, to }) {
  return { start: numberOf(from), end: numberOf(to) + 1 };
}

/** The drawing of a plot; `linkOf` gives the address of a span by its name, or null. */
export function draw({ unit, bars, vague }, from, to, linkOf, lang) {
  const most = Math.max(1, ...bars.map(({ count }) => count), ...vague.map(({ count }) => count));
  const place = (day) => Math.min(100, Math.max(0, (day - from) / (to + 1 - from) * 100));
  const shape = (span, kind, share) => {
    const height = Math.max(LEAST, span.count / most * HEIGHT);
    const width = place(span.end) - place(span.start);
    const label = `${displayBar(span.name, lang)}: ${counted(span.count)}`;
    return anchor(
      linkOf(span.name),
      span.name,
      drawing(
        "title",
        {},
        kind === "chart-vague" ? `${label}, ${gettext("day not known")}` : label,
      ),
      drawing("rect", {
        class: "chart-reach",
        x: `${place(span.start)}%`,
        width: `${width}%`,
        y: 0,
        height: HEIGHT + 2,
      }),
      drawing("rect", {
        class: kind,
        x: `${place(span.start)}%`,
        width: `${share === 1 ? width : Math.min(width * share, MOST_WIDTH)}%`,
        y: HEIGHT + 2 - height,
        height,
      }),
    );
  };
  return [
    drawing("line", { class: "chart-ground", x1: 0, x2: "100%", y1: HEIGHT + 2, y2: HEIGHT + 2 }),
    ...vague.map((span) => shape(span, "chart-vague", 1)),
    ...bars.filter(({ count }) => count).map((bar) => shape(bar, "chart-bar", 0.8)),
    ...ticks(bars, unit).map(({ text, start }) =>
      drawing("text", { class: "chart-name", x: `${place(start)}%`, y: HEIGHT + 10 }, text(lang))
    ),
  ];
}

function anchor(href, name, ...children) {
  const made = drawing(
    href ? "a" : "g",
    href ? { href, tabindex: -1, draggable: false } : {},
    ...children,
  );
  made.dataset.name = name;
  return made;
}

function ticks(bars, unit) {
  const every = STEPS.find((step) => bars.length / step <= MOST_TICKS);
  const isMarked = (
    { name },
    i,
  ) => (unit === "year"
    ? name % every === 0
    : unit === "decade"
    ? name.slice(0, 3) % every === 0
    : i % every === 0);
  return bars.filter(isMarked).map(({ name, start }, i) => ({
    start,
    // The year stands where it begins to be needed; days and months alone say little.
    text: (
      lang,
    ) => (unit === "decade"
      ? name.slice(0, 4)
      : unit === "year" || i === 0 || name.endsWith("-01")
      ? displayDate(name, lang, "short")
      : displayDate(name, lang, "least")),
  }));
}
