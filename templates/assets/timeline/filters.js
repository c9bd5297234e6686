// The names that the timeline is narrowed to.

import { element, find } from "../search/dom.js";
import { inBoth, readDates } from "./dates.js";

/** @import { Dates } from "./dates.js" */

/** Lists of names, one of each kind can be chosen; the dates of each are on its own page. */
export class Filters {
  /** @type {Map<string, HTMLSelectElement>} */
  #selects;
  #base;
  /** @type {Map<string, string>} */
  #chosen = new Map(); // kind → slug
  /** @type {Map<string, string>} */
  #names = new Map(); // kind → name, of what is chosen

  /**
   * @param {HTMLElement} part
   * @param {string} base
   */
  constructor(part, base) {
    const selects = [...part.querySelectorAll("select")];
    this.#selects = new Map(selects.map((select) => [select.name, select]));
    this.#base = base;
  }

  /** The kinds with the slugs that are chosen. */
  get chosen() {
    return this.#byKind(this.#chosen);
  }

  /** The kinds with the names that are chosen, as far as their pages were loaded. */
  get names() {
    return this.#byKind(this.#names);
  }

  get isNarrowed() {
    return this.#chosen.size > 0;
  }

  /** @param {Map<string, string>} values */
  #byKind(values) {
    return [...this.#selects.keys()].flatMap((kind) => {
      const value = values.get(kind);
      return value ? [[kind, value]] : [];
    });
  }

  /**
   * @param {string} kind
   * @param {string} slug
   */
  choose(kind, slug) {
    if (slug) this.#chosen.set(kind, slug);
    else this.#chosen.delete(kind);
    this.#names.delete(kind);
  }

  /** @param {URLSearchParams} query */
  read(query) {
    for (const [kind, select] of this.#selects) {
      const slug = query.get(kind) ?? "";
      this.choose(kind, slug);
      select.value = slug;
    }
  }

  /**
   * The dates that have all that is chosen.
   *
   * @param {Dates} everything
   */
  async narrow(everything) {
    const found = await Promise.all(this.chosen.map(([kind, slug]) => this.#load(kind, slug)));
    return found.reduce((dates, other) => inBoth(dates, other), everything);
  }

  /**
   * @param {string} kind
   * @param {string} slug
   */
  async #load(kind, slug) {
    const answer = await fetch(`${this.#base}${kind}/${encodeURIComponent(slug)}/`);
    if (!answer.ok) throw new Error(`${kind}/${slug}/: ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const name = find("h1", page).textContent ?? "";
    this.#names.set(kind, name);
    this.#offer(kind, slug, name);
    return readDates(find("[data-dates]", page).dataset.dates ?? "");
  }

  /**
   * The list holds the commonest names; another may come with the address.
   *
   * @param {string} kind
   * @param {string} slug
   * @param {string} name
   */
  #offer(kind, slug, name) {
    const select = this.#selects.get(kind);
    if (!select) return;
    if (select.value !== slug) select.append(element("option", { value: slug }, name));
    select.value = slug;
  }
}
