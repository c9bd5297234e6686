// A stretch of time as bars. Places are in per cent and letters keep their size, as in the charts
// that the build draws (partials/chart.html).

import { displayDate, spanOfDate } from "../search/dates.js";
import { counted, drawing } from "../search/dom.js";
import { barOf, displayBar, namesBetween, spanOfBar, unitOf } from "./bars.js";
import { dayOf, numberOf } from "./dates.js";
import { gettext } from "../words.js";

/** @import { Span } from "../search/dates.js" */
/** @import { Unit } from "./bars.js" */
/** @import { Dates } from "./dates.js" */
/** @import { Days } from "./view.js" */

/**
 * A stretch of days by number, the end not included, and how many articles it holds.
 *
 * @typedef {{ name: string, count: number, start: number, end: number }} Stretch
 */

/**
 * The `bars` of a unit, and the `vague` spans, whose dates are less precise than the bars.
 *
 * @typedef {{ unit: Unit, bars: Stretch[], vague: Stretch[] }} Plot
 */

const HEIGHT = 120;
export const PLOT_HEIGHT = HEIGHT + 30; // px, with the names below
const LEAST = 3; // px, so that one article beside ten thousand can still be seen
const MOST_WIDTH = 5; // per cent
const MOST_TICKS = 12;
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/**
 * What there is to draw between two days by number. Pure.
 *
 * @param {Dates} dates
 * @param {Days} shown
 * @returns {Plot}
 */
export function plotOf(dates, { from, to }) {
  const [first, last] = [dayOf(from), dayOf(to)];
  const unit = unitOf(first, last);
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const [day, places] of dates.days) {
    if (day < from || day > to) continue;
    const name = barOf(dayOf(day), unit);
    counts.set(name, (counts.get(name) ?? 0) + places.length);
  }
  /** @type {Stretch[]} */
  const vague = [];
  for (const [date, places] of dates.vague) {
    const name = barOf(date, unit);
    const span = edges(spanOfDate(date));
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

/** @param {Span} span */
function edges({ from, to }) {
  return { start: numberOf(from), end: numberOf(to) + 1 };
}

/**
 * The drawing of a plot; `linkOf` gives the address of a span by its name, or null.
 *
 * @param {Plot} plot
 * @param {Days} shown
 * @param {(name: string) => string | null} linkOf
 * @param {string} lang
 */
export function draw({ unit, bars, vague }, { from, to }, linkOf, lang) {
  const most = Math.max(1, ...bars.map(({ count }) => count), ...vague.map(({ count }) => count));
  const place = (/** @type {number} */ day) =>
    Math.min(100, Math.max(0, (day - from) / (to + 1 - from) * 100));
  const shape = (/** @type {Stretch} */ stretch, /** @type {boolean} */ isVague) => {
    const { name, count, start, end } = stretch;
    const [x, width] = [`${place(start)}%`, place(end) - place(start)];
    const drawn = isVague ? width : Math.min(width * 0.8, MOST_WIDTH);
    const height = Math.max(LEAST, count / most * HEIGHT);
    const label = `${displayBar(name, lang)}: ${counted(count)}`;
    const reach = { class: "chart-reach", x, width: `${width}%`, y: 0, height: HEIGHT + 2 };
    const bar = { x, width: `${drawn}%`, y: HEIGHT + 2 - height, height };
    return anchor(
      linkOf(name),
      name,
      drawing("title", {}, isVague ? `${label}, ${gettext("day not known")}` : label),
      drawing("rect", reach),
      drawing("rect", { class: isVague ? "chart-vague" : "chart-bar", ...bar }),
    );
  };
  return [
    drawing("line", { class: "chart-ground", x1: 0, x2: "100%", y1: HEIGHT + 2, y2: HEIGHT + 2 }),
    ...vague.map((stretch) => shape(stretch, true)),
    ...bars.filter(({ count }) => count).map((bar) => shape(bar, false)),
    ...ticks(bars, unit, lang).map(({ text, start }) =>
      drawing("text", { class: "chart-name", x: `${place(start)}%`, y: HEIGHT + 10 }, text)
    ),
  ];
}

/**
 * @param {string | null} href
 * @param {string} name
 * @param {...Node} children
 */
function anchor(href, name, ...children) {
  const made = href
    ? drawing("a", { href, tabindex: -1, draggable: false }, ...children)
    : drawing("g", {}, ...children);
  made.dataset.name = name;
  return made;
}

/**
 * The names below the axis, where they begin.
 *
 * @param {Stretch[]} bars
 * @param {Unit} unit
 * @param {string} lang
 */
function ticks(bars, unit, lang) {
  const every = STEPS.find((step) => bars.length / step <= MOST_TICKS) ?? bars.length;
  const placeOf = (/** @type {Stretch} */ { name }, /** @type {number} */ i) =>
    unit === "year" ? Number(name) : unit === "decade" ? Number(name.slice(0, 3)) : i;
  const marked = bars.filter((bar, i) => placeOf(bar, i) % every === 0);
  return marked.map(({ name, start }, i) => ({
    start,
    text: unit === "decade" ? name.slice(0, 4) : displayDate(name, lang, styleOf(name, i, unit)),
  }));
}

/**
 * The year stands where it begins to be needed; days and months alone say little.
 *
 * @param {string} name
 * @param {number} place
 * @param {Unit} unit
 */
function styleOf(name, place, unit) {
  return unit === "year" || place === 0 || name.endsWith("-01") ? "short" : "least";
}
