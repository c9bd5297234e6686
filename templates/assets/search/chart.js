// Hits over time: bars of decades, years, months or days, as wide a range as is shown.

import { displayDate } from "./dates.js";
import { drawing, element } from "./dom.js";
import { barOf, displayBar, namesBetween, spanOfBar, unitOf } from "../timeline/bars.js";
import { gettext, ngettext, number } from "../words.js";

const WIDTH = 720; // px, about: how close names may stand
const HEIGHT = 96;
const MOST_WIDTH = 5; // per cent
/**
 * The bars between the first and last day (YYYY-MM-DD): each has its `name` (1963, 1963-10,
 * 1963-10-08; 1960s), the `from` and `to` it means, and how many articles it holds, `whole` with
 * every word. `vague` counts the articles whose dates are less precise than the bars. Pure.
 */
export function barsOf(articles, first, last) {
  const unit = unitOf(first, last);
  const bars = namesBetween(first, last, unit).map((name) => ({
    name,
    ...spanOfBar(name),
    count: 0,
    whole: 0,
  }));
  const byName = new Map(bars.map((bar) => [bar.name, bar]));
  let vague = 0;
  for (const { date, isWhole } of articles) {
    const bar = byName.get(barOf(date, unit));
    if (!bar) vague += 1;
    else {
      bar.count += 1;
      bar.whole += isWhole;
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
  #bars = [];
  #rects = [];
  #start = null;
  #end = null;

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

  /** Draws the dates of the articles found, between two days; `isChosen` where the reader chose
      them. */
  draw(articles, first, last, isChosen) {
    const { unit, bars, vague } = barsOf(articles, first, last);
    this.#bars = bars;
    const most = Math.max(1, ...bars.map(({ count }) => count));
    const step = 100 / bars.length;
    this.#rects = bars.map((bar, place) => this.#bar(bar, place, step, most));
    const svg = drawing(
      "svg",
      {
        height: HEIGHT + 20,
        role: "group",
        "aria-label": `${unitLabels()[unit]}. ${
          gettext("Arrow keys move, with Shift they choose a range, Enter takes it.")
        }`,
      },
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

  #bar(bar, place, step, most) {
    const [all, whole] = [bar.count, bar.whole].map((
      count,
    ) => (count ? Math.max(2, count / most * (HEIGHT - 8)) : 0));
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

  #names(step) {
    const every = Math.max(1, Math.ceil(64 / (step * WIDTH / 100)));
    return this.#bars.flatMap((
      { name },
      place,
    ) => (place % every ? [] : [
      drawing(
        "text",
        { class: "chart-name", x: `${place * step}%`, y: HEIGHT + 5 },
        name.endsWith("s")
          ? name.slice(0, 4)
          : displayDate(name, this.#lang, name.length === 7 ? "short" : "least"),
      ),
    ]));
  }

  #listen(svg) {
    const placeOf = ({ clientX }) => {
      const { left, width } = svg.getBoundingClientRect();
      return Math.min(
        this.#bars.length - 1,
        Math.max(0, Math.floor((clientX - left) / width * this.#bars.length)),
      );
    };
    svg.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      svg.setPointerCapture(event.pointerId);
      this.#mark(placeOf(event), placeOf(event));
    });
    svg.addEventListener("pointermove", (event) => {
      if (this.#start !== null && event.buttons) this.#mark(this.#start, placeOf(event));
    });
    svg.addEventListener("pointerup", () => {
      if (this.#start !== null) this.#take();
    });
    svg.addEventListener("pointercancel", () => this.#mark(null, null));
    svg.addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event) {
    const here = this.#rects.indexOf(event.target.closest("g"));
    if (here < 0) return;
    const last = this.#bars.length - 1;
    const to = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: last }[event.key];
    if (to !== undefined) {
      const next = Math.min(last, Math.max(0, to));
      this.#mark(event.shiftKey ? this.#start ?? here : null, event.shiftKey ? next : null);
      this.#rects[here].setAttribute("tabindex", -1);
      this.#rects[next].setAttribute("tabindex", 0);
      this.#rects[next].focus();
    } else if (event.key === "Enter" || event.key === " ") {
      if (this.#start === null) this.#mark(here, here);
      this.#take();
    } else if (event.key === "Escape") this.#mark(null, null);
    else return;
    event.preventDefault();
  }

  #mark(start, end) {
    [this.#start, this.#end] = [start, end];
    const [from, to] = start === null ? [1, 0] : [Math.min(start, end), Math.max(start, end)];
    this.#rects.forEach((rect, place) =>
      rect.classList.toggle("is-chosen", place >= from && place <= to)
    );
  }

  #take() {
    const [from, to] = [Math.min(this.#start, this.#end), Math.max(this.#start, this.#end)];
    this.#mark(null, null);
    this.#onChoose(this.#bars[from].from, this.#bars[to].to);
  }
}
