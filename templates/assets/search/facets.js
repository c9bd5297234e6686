// Facets: the names that the found articles have, with counts, to choose from or leave out.

import { element, find } from "./dom.js";
import { hasName } from "./match.js";
import { FACETS } from "./fields.js";
import { gettext, number } from "../words.js";

/** @import { Choice } from "./address.js" */
/** @import { Article } from "./rank.js" */

const FEW = 12;

/**
 * Whether an article has what was chosen, of all facets but one.
 *
 * @param {Choice} choice
 * @param {Article["names"]} names
 * @param {string} [except]
 */
export function passes({ any, not }, names, except = "") {
  return FACETS.every((facet) =>
    facet === except ||
    ((!any[facet].length || any[facet].some((name) => hasName(names?.[facet], name))) &&
      !not[facet].some((name) => hasName(names?.[facet], name)))
  );
}

/**
 * How many articles have each name of a facet, most first; what is chosen is there with none too.
 *
 * @param {string} facet
 * @param {Article[]} articles
 * @param {Choice} choice
 */
export function countNames(facet, articles, { any, not }) {
  const counts = new Map([...any[facet], ...not[facet]].map((name) => [name, 0]));
  for (const { names } of articles) {
    for (const name of names?.[facet] ?? []) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([one, many], [other, more]) => more - many || one.localeCompare(other));
}

/**
 * A facet on the page: whether `all` its names are shown, and those that were `chosen` at any time.
 *
 * @typedef {object} Facet
 * @property {HTMLDetailsElement} part
 * @property {HTMLElement} list
 * @property {boolean} all
 * @property {string[]} chosen
 */

/**
 * `onOpen` is called when a facet is opened, for its names may not be loaded; `onChoose` with the
 * facet, the name, and how it is chosen.
 *
 * @typedef {object} Events
 * @property {() => void} onOpen
 * @property {(facet: string, name: string, how: "any" | "not" | "") => void} onChoose
 */

/** The panel of facets, which the page has for every kind of name in use. */
export class Facets {
  #lang;
  /** @type {Map<string, Facet>} */
  #parts = new Map();

  /**
   * @param {HTMLElement} panel
   * @param {string} lang
   * @param {Events} events
   */
  constructor(panel, lang, { onOpen, onChoose }) {
    this.#lang = lang;
    /** @type {NodeListOf<HTMLDetailsElement>} */
    const parts = panel.querySelectorAll(".facet");
    for (const part of parts) {
      const { facet = "" } = part.dataset;
      const list = find("ul", part);
      part.addEventListener("toggle", () => {
        if (part.open) onOpen();
      });
      list.addEventListener("change", (event) => {
        const { value, checked } = /** @type {HTMLInputElement} */ (event.target);
        onChoose(facet, value, checked ? "any" : "");
      });
      list.addEventListener("click", (event) => {
        const target = /** @type {Element} */ (event.target);
        const button = /** @type {HTMLButtonElement | null} */ (target.closest(".facet-not"));
        if (button) onChoose(facet, button.value, button.ariaPressed === "true" ? "" : "not");
      });
      this.#parts.set(facet, { part, list, all: false, chosen: [] });
    }
  }

  get isOpen() {
    return [...this.#parts.values()].some(({ part }) => part.open);
  }

  /**
   * Opens the facets in which something is chosen.
   *
   * @param {Choice} choice
   */
  openChosen({ any, not }) {
    for (const [facet, { part }] of this.#parts) {
      if (any[facet].length || not[facet].length) part.open = true;
    }
  }

  /**
   * Draws the open facets: `articlesFor(facet)` are those that pass all others.
   *
   * @param {Choice} asked
   * @param {(facet: string) => Article[]} articlesFor
   */
  draw(asked, articlesFor) {
    for (const [facet, known] of this.#parts) {
      if (!known.part.open) continue;
      const names = countNames(facet, articlesFor(facet), asked);
      const key = document.activeElement?.getAttribute("data-key");
      // What was chosen stays in sight when it is given up.
      known.chosen.push(...asked.any[facet], ...asked.not[facet]);
      const shown = known.all
        ? names
        : names.filter(([name], place) => place < FEW || hasName(known.chosen, name));
      known.list.replaceChildren(
        ...shown.map(([name, count]) => this.#row(facet, name, count, asked)),
      );
      if (names.length > shown.length) {
        known.list.append(this.#moreOf(known, names.length, asked, articlesFor));
      }
      if (key) {
        /** @type {NodeListOf<HTMLElement>} */
        const controls = known.list.querySelectorAll("[data-key]");
        [...controls].find(({ dataset }) => dataset.key === key)?.focus();
      }
    }
  }

  /**
   * @param {string} facet
   * @param {string} name
   * @param {number} count
   * @param {Choice} choice
   */
  #row(facet, name, count, { any, not }) {
    const isOut = hasName(not[facet], name);
    const box = element("input", {
      type: "checkbox",
      value: name,
      checked: hasName(any[facet], name),
    });
    box.dataset.key = `${facet} any ${name}`;
    const label = facet === "language" ? languageName(name, this.#lang) : name;
    const counted = element("span", { className: "number" }, number(count));
    const title = gettext("Leave out %(name)s", { name: label });
    const out = element("button", {
      type: "button",
      className: "facet-not",
      ariaPressed: String(isOut),
      ariaLabel: title,
      title,
    }, "−");
    out.dataset.key = `${facet} not ${name}`;
    out.value = name;
    const row = element(
      "li",
      {},
      element("label", {}, box, element("span", {}, element("bdi", {}, label), " ", counted)),
      out,
    );
    row.classList.toggle("is-out", isOut);
    return row;
  }

  /**
   * @param {Facet} known
   * @param {number} count
   * @param {Choice} asked
   * @param {(facet: string) => Article[]} articlesFor
   */
  #moreOf(known, count, asked, articlesFor) {
    const button = element(
      "button",
      { type: "button" },
      gettext("All %(count)s", { count: number(count) }),
    );
    button.addEventListener("click", () => {
      known.all = true;
      this.draw(asked, articlesFor);
      known.list.querySelectorAll("input")[FEW]?.focus();
    });
    return element("li", {}, button);
  }
}

/**
 * @param {string} code
 * @param {string} lang
 */
function languageName(code, lang) {
  try {
    return new Intl.DisplayNames([lang], { type: "language" }).of(code) ?? code;
  } catch { // what the address asks for may be no language
    return code;
  }
}
