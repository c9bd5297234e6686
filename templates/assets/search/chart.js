// Hits over time: bars of decades, years, months or days, as wide a range as is shown.

import { displayDate } from "./dates.js";
import { drawing, element } from "./dom.js";
import { barOf, displayBar, namesBetween, spanOfBar, unitOf } from "../timeline/bars.js";
import { gettext, ngettext, number } from "../words.js";

/** @import { Unit } from "../timeline/bars.js" */
/** @import { Article } from "./rank.js" */

/**
 * A bar by its `name` (1963, 1963-10, 1963-10-08; 1960s), with the days `from` and `to` it means,
 * and how many articles it holds, `whole` of them with every word.
 *
 * @typedef {{ name: string, from: string, to: string, count: number, whole: number }} Bar
 */

const WIDTH = 720; // px, about: how close names may stand
const HEIGHT = 96;
const MOST_WIDTH = 5; // per cent

/**
 * The bars between the first and last day (YYYY-MM-DD). `vague` counts the articles whose dates are
 * less precise than the bars. Pure.
 *
 * @param {Article[]} articles
 * @param {string} first
 * @param {string} last
 */
export function barsOf(articles, first, last) {
  const unit = unitOf(first, last);
  /** @type {Bar[]} */
  const bars = namesBetween(first, last, unit)
    .map((name) => ({ name, ...spanOfBar(name), count: 0, whole: 0 }));
  const byName = new Map(bars.map((bar) => [bar.name, bar]));
  let vague = 0;
  for (const { date, isWhole } of articles) {
    const bar = byName.get(barOf(date, unit));
    if (!bar) vague += 1;
    else {
      bar.count += 1;
      if (isWhole) bar.whole += 1;
    }
  }
  return { unit, bars, vague };
}

function unitLabels() {
  return {
    decade: gettext("Results by decade"),
    year: gettext("Results by year"),
    month: gettext("Results by month"),
    day: gettext("Results by day"),
  };
}

/** The chart, in which a range is chosen by dragging or by keys; `onChoose` gets its two days. */
export class Chart {
  #figure;
  #lang;
  #onChoose;
  /** @type {Bar[]} */
  #bars = [];
  /** @type {SVGElement[]} */
  #rects = [];
  /** @type {{ start: number, end: number } | null} */
  #range = null;

  /**
   * @param {HTMLElement} figure
   * @param {string} lang
   * @param {(from: string, to: string) => void} onChoose
   */
  constructor(figure, lang, onChoose) {
    this.#figure = figure;
    this.#lang = lang;
    this.#onChoose = onChoose;
  }

  hide() {
    this.#figure.hidden = true;
  }

  /** Keeps the room for a chart that is still to come, so that the results below do not move. */
  reserve() {
    if (!this.#figure.hidden) return;
    this.#figure.replaceChildren(
      drawing("svg", { height: HEIGHT + 20 }),
      element("figcaption", {}, "\u00a0"),
    );
    this.#figure.hidden = false;
  }

  /**
   * Draws the dates of the articles found, between two days; `isChosen` where the reader chose
   * them.
   *
   * @param {Article[]} articles
   * @param {string} first
   * @param {string} last
   * @param {boolean} isChosen
   */
  draw(articles, first, last, isChosen) {
    const { unit, bars, vague } = barsOf(articles, first, last);
    this.#bars = bars;
    const most = Math.max(1, ...bars.map(({ count }) => count));
    const step = 100 / bars.length;
    this.#rects = bars.map((bar, place) => this.#bar(bar, place, step, most));
    const keys = gettext("Arrow keys move, with Shift they choose a range, Enter takes it.");
    const svg = drawing(
      "svg",
      { height: HEIGHT + 20, role: "group", "aria-label": `${unitLabels()[unit]}. ${keys}` },
      drawing("line", { class: "chart-ground", x1: 0, x2: "100%", y1: HEIGHT, y2: HEIGHT }),
      ...this.#rects,
      ...this.#names(step),
    );
    this.#listen(svg);
    const caption = element(
      "figcaption",
      {},
      element("span", {}, this.#captionOf(first, last, vague, unit)),
    );
    if (isChosen) {
      const back = element("button", { type: "button" }, gettext("Whole time"));
      back.addEventListener("click", () => this.#onChoose("", ""));
      caption.append(" ", back);
    }
    const hadFocus = this.#figure.contains(document.activeElement);
    this.#figure.replaceChildren(svg, caption);
    this.#figure.hidden = false;
    if (hadFocus) this.#rects[0].focus();
  }

  /**
   * @param {string} first
   * @param {string} last
   * @param {number} vague
   * @param {Unit} unit
   */
  #captionOf(first, last, vague, unit) {
    const most = Math.max(...this.#bars.map(({ count }) => count));
    const days = { first: displayDate(first, this.#lang), last: displayDate(last, this.#lang) };
    const said = [
      `${unitLabels()[unit]}.`,
      ngettext(
        "%(first)s to %(last)s, at most %(count)s in one.",
        "%(first)s to %(last)s, at most %(count)s in one.",
        most,
        days,
      ),
    ];
    if (vague) {
      said.push(
        ngettext(
          "%(count)s more is dated less precisely.",
          "%(count)s more are dated less precisely.",
          vague,
        ),
      );
    }
    return said.join(" ");
  }

  /**
   * @param {Bar} bar
   * @param {number} place
   * @param {number} step per cent
   * @param {number} most articles in any bar
   */
  #bar(bar, place, step, most) {
    const heightOf = (/** @type {number} */ count) =>
      count ? Math.max(2, count / most * (HEIGHT - 8)) : 0;
    const [all, whole] = [heightOf(bar.count), heightOf(bar.whole)];
    const width = `${Math.min(MOST_WIDTH, step * 0.8)}%`;
    const x = `${place * step}%`;
    const label = `${displayBar(bar.name, this.#lang)}: ${number(bar.count)}`;
    return drawing(
      "g",
      { role: "button", tabindex: place === 0 ? 0 : -1, "aria-label": label },
      drawing("title", {}, label),
      drawing("rect", { class: "chart-reach", x, width: `${step}%`, y: 0, height: HEIGHT }),
      drawing("rect", { class: "chart-part", x, width, y: HEIGHT - all, height: all }),
      drawing("rect", { class: "chart-bar", x, width, y: HEIGHT - whole, height: whole }),
    );
  }

  /** @param {number} step */
  #names(step) {
    const every = Math.max(1, Math.ceil(64 / (step * WIDTH / 100)));
    const textOf = (/** @type {string} */ name) =>
      name.endsWith("s")
        ? name.slice(0, 4)
        : displayDate(name, this.#lang, name.length === 7 ? "short" : "least");
    return this.#bars.flatMap(({ name }, place) => {
      if (place % every) return [];
      const attributes = { class: "chart-name", x: `${place * step}%`, y: HEIGHT + 5 };
      return [drawing("text", attributes, textOf(name))];
    });
  }

  /** @param {SVGElement} svg */
  #listen(svg) {
    const placeOf = (/** @type {PointerEvent} */ { clientX }) => {
      const { left, width } = svg.getBoundingClientRect();
      return Math.min(
        this.#bars.length - 1,
        Math.max(0, Math.floor((clientX - left) / width * this.#bars.length)),
      );
    };
    svg.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      svg.setPointerCapture(event.pointerId);
      this.#mark({ start: placeOf(event), end: placeOf(event) });
    });
    svg.addEventListener("pointermove", (event) => {
      if (!this.#range || !event.buttons) return;
      this.#mark({ start: this.#range.start, end: placeOf(event) });
    });
    svg.addEventListener("pointerup", () => {
      if (this.#range) this.#take(this.#range);
    });
    svg.addEventListener("pointercancel", () => this.#mark(null));
    svg.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {Element} */ (event.target);
    const here = this.#rects.findIndex((rect) => rect === target.closest("g"));
    if (here < 0) return;
    const last = this.#bars.length - 1;
    /** @type {Record<string, number>} */
    const places = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: last };
    const to = places[event.key];
    if (to !== undefined) {
      const next = Math.min(last, Math.max(0, to));
      this.#mark(event.shiftKey ? { start: this.#range?.start ?? here, end: next } : null);
      this.#rects[here].setAttribute("tabindex", "-1");
      this.#rects[next].setAttribute("tabindex", "0");
      this.#rects[next].focus();
    } else if (event.key === "Enter" || event.key === " ") {
      this.#take(this.#range ?? { start: here, end: here });
    } else if (event.key === "Escape") this.#mark(null);
    else return;
    event.preventDefault();
  }

  /** @param {{ start: number, end: number } | null} range */
  #mark(range) {
    this.#range = range;
    const [from, to] = range ? inOrder(range) : [1, 0];
    this.#rects.forEach((rect, place) =>
      rect.classList.toggle("is-chosen", place >= from && place <= to)
    );
  }

  /** @param {{ start: number, end: number }} range */
  #take(range) {
    const [from, to] = inOrder(range);
    this.#mark(null);
    this.#onChoose(this.#bars[from].from, this.#bars[to].to);
  }
}

/** @param {{ start: number, end: number }} range */
function inOrder({ start, end }) {
  return [Math.min(start, end), Math.max(start, end)];
}
