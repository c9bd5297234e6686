// The timeline: zoomed and moved from decades to days by wheel, drag, pinch and keys, narrowed to
// names; what is shown stands in the address. Whole and not narrowed, it is as the build drew it.

import { displayDate, spanOfDate } from "../search/dates.js";
import { byId, counted, element, find } from "../search/dom.js";
import { displayBar } from "./bars.js";
import { dayOf, numberOf, readDates } from "./dates.js";
import { Filters } from "./filters.js";
import { listenToKeys, listenToPointer } from "./input.js";
import { draw, PLOT_HEIGHT, plotOf } from "./plot.js";
import { View, wholeOf } from "./view.js";
import { gettext } from "../words.js";

/** @import { Plot } from "./plot.js" */

const PAUSE = 250; // ms after which the address follows

/** The timeline on its page. */
class Timeline {
  #part;
  #status;
  #caption;
  /** @type {SVGElement} */
  #svg;
  #built;
  #box = element("div", {
    className: "timeline-plot",
    tabIndex: 0,
    ariaLabel: gettext("Timeline"),
  });
  #lang = document.documentElement.lang;
  #base;
  #everything;
  #shown;
  #view;
  #filters;
  /** @type {Plot} */
  #plot = { unit: "year", bars: [], vague: [] };
  #cursor = ""; // the bar that the keys have come to
  #failure = ""; // why the timeline could not be narrowed
  #isWaiting = false;
  /** @type {number | undefined} */
  #remembering;

  /** @param {HTMLElement} part */
  constructor(part) {
    this.#part = part;
    this.#status = find("[role=status]", part);
    this.#caption = find("figcaption", part);
    this.#svg = /** @type {SVGElement} */ (part.querySelector(".chart svg"));
    this.#built = {
      height: this.#svg.getAttribute("height") ?? "",
      nodes: [...this.#svg.childNodes],
    };
    this.#base = part.dataset.base ?? "";
    this.#everything = readDates(part.dataset.dates ?? "");
    this.#shown = this.#everything;
    this.#view = new View(wholeOf(this.#everything));
    this.#filters = new Filters(part, this.#base);
  }

  start() {
    this.#box.setAttribute("role", "application");
    this.#box.setAttribute("aria-describedby", "dateline:timeline-keys");
    this.#svg.before(this.#box);
    this.#box.append(this.#svg);
    this.#listen();
    return this.#readAddress();
  }

  /** @param {(view: View) => void} change */
  #show(change) {
    change(this.#view);
    this.#requestDrawing();
  }

  #requestDrawing() {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    requestAnimationFrame(() => {
      this.#isWaiting = false;
      this.#redraw();
    });
  }

  #redraw() {
    const isAll = this.#view.isWhole && !this.#filters.isNarrowed;
    this.#plot = plotOf(this.#shown, this.#view.days);
    if (isAll && !this.#cursor) {
      this.#svg.setAttribute("height", this.#built.height);
      this.#svg.replaceChildren(...this.#built.nodes);
    } else {
      const linkOf = (/** @type {string} */ name) => this.#linkOf(name);
      this.#svg.setAttribute("height", String(PLOT_HEIGHT));
      this.#svg.replaceChildren(...draw(this.#plot, this.#view.days, linkOf, this.#lang));
      this.#svg.querySelector(`[data-name="${this.#cursor}"]`)?.classList.add("is-chosen");
    }
    this.#caption.hidden = !isAll;
    this.#status.textContent = this.#said();
    this.#rememberSoon();
  }

  #said() {
    if (this.#failure) return this.#failure;
    const at = this.#barAtCursor();
    if (at) return `${displayBar(at.name, this.#lang)}: ${counted(at.count)}`;
    const spans = [...this.#plot.bars, ...this.#plot.vague];
    const { from, to } = this.#view.days;
    const range = gettext("%(first)s to %(last)s: %(articles)s", {
      first: displayDate(dayOf(from), this.#lang),
      last: displayDate(dayOf(to), this.#lang),
      articles: counted(spans.reduce((sum, { count }) => sum + count, 0)),
    });
    const only = this.#filters.names.map(([, name]) => name).join(", ");
    return only ? `${only}. ${range}` : range;
  }

  #barAtCursor() {
    return this.#plot.bars.find(({ name }) => name === this.#cursor);
  }

  /**
   * Where a bar leads: to its page, or where the timeline is narrowed to just these articles.
   *
   * @param {string} name
   */
  #linkOf(name) {
    if (name.endsWith("s")) return null;
    const { search } = this.#part.dataset;
    if (this.#filters.isNarrowed && search) return `${search}?${this.#searchFor(name)}`;
    const [year, month, day] = name.split("-");
    const days = day ? `#dateline:day-${day}` : "";
    return `${this.#base}timeline/${year}/${month ? `${month}/` : ""}${days}`;
  }

  /** @param {string} name */
  #searchFor(name) {
    /** @type {Record<string, string>} */
    const fields = JSON.parse(this.#part.dataset.fields ?? "{}");
    const query = new URLSearchParams();
    for (const [kind, value] of this.#filters.names) query.append(fields[kind], value);
    const { from, to } = spanOfDate(name);
    query.set("from", from);
    query.set("to", to);
    return query;
  }

  #showAll() {
    this.#cursor = "";
    this.#show((view) => view.showWhole());
  }

  #rememberSoon() {
    clearTimeout(this.#remembering);
    this.#remembering = setTimeout(
      () => history.replaceState(null, "", this.#address()),
      PAUSE,
    );
  }

  #address() {
    const query = new URLSearchParams(this.#filters.chosen);
    if (!this.#view.isWhole) {
      const { from, to } = this.#view.days;
      query.set("from", dayOf(from));
      query.set("to", dayOf(to));
    }
    return location.pathname + (query.size ? `?${query}` : "");
  }

  /** Narrows the timeline to what is chosen. */
  async #narrow() {
    try {
      this.#shown = await this.#filters.narrow(this.#everything);
      this.#failure = "";
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#failure = gettext("This failed: %(message)s", { message });
    }
    this.#requestDrawing();
  }

  #readAddress() {
    const query = new URLSearchParams(location.search);
    this.#filters.read(query);
    const from = numberOf(query.get("from") ?? "");
    const to = numberOf(query.get("to") ?? "");
    this.#show((view) => from <= to ? view.show(from, to) : view.showWhole());
    return this.#narrow();
  }

  /**
   * Opens the page of a bar; a decade has none and is shown wider.
   *
   * @param {string | undefined} name
   */
  #open(name) {
    const bar = this.#plot.bars.find((each) => each.name === name);
    if (!bar) return;
    const href = this.#linkOf(bar.name);
    if (href) location.assign(href);
    else {
      this.#cursor = "";
      this.#show((view) => view.show(bar.start, bar.end - 1));
    }
  }

  /**
   * The keys go from one bar with articles to the next, and on into what is not yet shown.
   *
   * @param {number} way
   */
  #step(way) {
    const filled = this.#plot.bars.filter(({ count }) => count);
    const here = filled.findIndex(({ name }) => name === this.#cursor);
    const next = here < 0 ? filled.at(way > 0 ? 0 : -1) : filled[here + way];
    if (next) this.#cursor = next.name;
    else this.#view.move(way / 2);
    this.#requestDrawing();
  }

  #cursorPlace() {
    const bar = this.#barAtCursor();
    return bar ? this.#view.placeOf((bar.start + bar.end) / 2) : 0.5;
  }

  #listen() {
    const zoom = (/** @type {number} */ factor, /** @type {number} */ place) =>
      this.#show((view) => view.zoom(factor, place));
    const move = (/** @type {number} */ share) => this.#show((view) => view.move(share));
    find(".timeline-buttons", this.#part).addEventListener("click", ({ target }) => {
      const { dataset } = /** @type {HTMLElement} */ (target);
      if (dataset.move) move(Number(dataset.move));
      else if (dataset.zoom) zoom(Number(dataset.zoom), 0.5);
      else if ("whole" in dataset) this.#showAll();
    });
    find(".timeline-filters", this.#part).addEventListener("change", ({ target }) => {
      const { name, value } = /** @type {HTMLSelectElement} */ (target);
      this.#filters.choose(name, value);
      history.pushState(null, "", this.#address());
      this.#narrow();
    });
    addEventListener("popstate", () => this.#readAddress());
    listenToPointer(this.#box, {
      zoom,
      move,
      open: (name) => this.#open(name),
      isWhole: () => this.#view.isWhole,
    });
    listenToKeys(this.#box, {
      zoom: (factor) => zoom(factor, this.#cursorPlace()),
      move,
      step: (way) => this.#step(way),
      showAll: () => this.#showAll(),
      showFirst: () => this.#show((view) => view.showFirst()),
      showLast: () => this.#show((view) => view.showLast()),
      open: () => this.#open(this.#cursor),
    });
  }
}

new Timeline(byId("dateline:timeline")).start();
