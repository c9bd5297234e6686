// The search page: the address says what is asked, the index finds it, and the parts of the page
// show it: results, chart, facets.

import { asksAnything, readAddress, writeAddress } from "./address.js";
import { answer } from "./answer.js";
import { Chart } from "./chart.js";
import { byId, element, find } from "./dom.js";
import { Facets, passes } from "./facets.js";
import { controlOf, entered, fill } from "./form.js";
import { openIndex } from "./index.js";
import { isSameName } from "./match.js";
import { describe, name } from "./names.js";
import { isBlank, parseQuery } from "./query.js";
import { listenToKeys, Results } from "./results.js";
import { countWhole, failureOf, summaryOf } from "./status.js";
import { gettext } from "../words.js";

/** @import { Search } from "./address.js" */
/** @import { Answer } from "./answer.js" */
/** @import { Index } from "./index.js" */
/** @import { Query } from "./query.js" */

const PAUSE = 200; // ms after the last key

/** The page, with the search that is shown on it. */
class SearchPage {
  /** @type {HTMLFormElement} */
  #form;
  #field;
  #status = find("[role=status]");
  #problems = byId("dateline:search-problems");
  #kept = byId("dateline:search-keep");
  #index;
  #lang;
  #list;
  #chart;
  #facets;
  #asked;
  #current = 0; // counts searches: an earlier one that ends late is not shown
  /** @type {Answer | null} */
  #outcome = null;
  #isTyping = false;

  /**
   * @param {HTMLFormElement} form
   * @param {Index} index
   * @param {Search} asked
   */
  constructor(form, index, asked) {
    this.#form = form;
    this.#field = controlOf(form, "q");
    this.#index = index;
    this.#asked = asked;
    this.#lang = form.dataset.lang ?? "";
    const onFailure = (/** @type {unknown} */ error) => this.#fail(error);
    this.#list = new Results(byId("results"), byId("dateline:more"), this.#lang, onFailure);
    this.#chart = new Chart(
      byId("hits-over-time"),
      this.#lang,
      (from, to) => this.#change({ from, to }),
    );
    this.#facets = new Facets(byId("dateline:facets"), this.#lang, {
      onChoose: (facet, chosen, how) => this.#choose(facet, chosen, how),
      onOpen: () => this.#drawFacets(this.#current).catch(onFailure),
    });
  }

  start() {
    this.#facets.openChosen(this.#asked);
    this.#listen();
    return this.#search();
  }

  async #search() {
    const mine = ++this.#current;
    try {
      await this.#find(mine);
    } catch (error) {
      if (mine !== this.#current) return;
      this.#clear();
      this.#fail(error);
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#say(failureOf(error), true);
  }

  #clear() {
    this.#outcome = null;
    this.#list.clear();
    this.#chart.hide();
    this.#kept.hidden = true;
  }

  /** @param {number} mine */
  async #find(mine) {
    const query = parseQuery(this.#asked.q);
    this.#problems.replaceChildren(...query.problems.map((each) => element("li", {}, each)));
    if (!asksAnything(this.#asked) || isOnlyBlank(this.#asked, query)) {
      this.#clear();
      this.#say("", true);
      return;
    }
    this.#say(gettext("Searching …"), false);
    const found = await answer(this.#index, query, this.#asked);
    if (mine !== this.#current) return;
    this.#problems.append(...found.notes.map((note) => element("li", {}, note)));
    if (found.results.length) this.#chart.reserve();
    const isShown = await this.#list.show(
      found.results,
      (article) => this.#index.fragment(article),
      found.rarity,
      this.#asked.sort !== "relevance",
    );
    if (mine !== this.#current || !isShown) return;
    this.#outcome = found;
    this.#kept.hidden = !found.results.length;
    this.#say(summaryOf(found.results), false);
    await this.#drawAround(mine, found);
    if (mine === this.#current) this.#status.dataset.state = "done";
  }

  /**
   * @param {string} text
   * @param {boolean} isDone
   */
  #say(text, isDone) {
    this.#status.textContent = text;
    this.#status.dataset.state = isDone ? "done" : "working";
  }

  /**
   * The chart, and the facets where they are open: they follow the results, and load after them.
   *
   * @param {number} mine
   * @param {Answer} found
   */
  async #drawAround(mine, found) {
    try {
      await describe(this.#index, found.matching);
      if (mine !== this.#current) return;
      this.#drawChart(found);
      await this.#drawFacets(mine);
    } catch (error) {
      if (mine !== this.#current) return;
      this.#chart.hide();
      const message = gettext("The chart and counts of names are missing: %(message)s", {
        message: error instanceof Error ? error.message : String(error),
      });
      this.#status.textContent += `. ${message}`;
    }
  }

  /** @param {Answer} found */
  #drawChart({ results, scope, from, to }) {
    const isChosen = Boolean(this.#asked.from || this.#asked.to);
    const shards = scope.length ? scope : this.#index.shards;
    const days = shards.flatMap((shard) => [shard.from, shard.to]).sort();
    const [first, last] = [from || days[0], to || days[days.length - 1]];
    if ((results.length || isChosen) && first <= last) {
      this.#chart.draw(results, first, last, isChosen);
    } else this.#chart.hide();
  }

  /** @param {number} mine */
  async #drawFacets(mine) {
    if (!this.#facets.isOpen) return;
    const matching = this.#outcome?.matching ?? [];
    await name(this.#index, matching);
    if (mine !== this.#current) return;
    const asked = this.#asked;
    this.#facets.draw(
      asked,
      (facet) => matching.filter(({ names }) => passes(asked, names, facet)),
    );
  }

  /**
   * Searches for something else: a new entry of the browser's history, but one for all the keys of
   * a word.
   *
   * @param {Partial<Search>} changes
   * @param {{ isKey?: boolean }} [how]
   */
  #change(changes, { isKey = false } = {}) {
    this.#asked = { ...this.#asked, ...changes };
    const address = location.pathname + writeAddress(this.#asked);
    if (address !== location.pathname + location.search) {
      if (isKey && this.#isTyping) history.replaceState(null, "", address);
      else history.pushState(null, "", address);
      this.#isTyping = isKey;
    }
    if (!isKey) this.#isTyping = false;
    fill(this.#form, this.#asked);
    return this.#search();
  }

  /**
   * @param {string} facet
   * @param {string} chosen
   * @param {"any" | "not" | ""} how
   */
  #choose(facet, chosen, how) {
    const { any, not } = this.#asked;
    const changed = (/** @type {string[]} */ names, /** @type {boolean} */ isAdded) => [
      ...names.filter((one) => !isSameName(one, chosen)),
      ...(isAdded ? [chosen] : []),
    ];
    return this.#change({
      any: { ...any, [facet]: changed(any[facet], how === "any") },
      not: { ...not, [facet]: changed(not[facet], how === "not") },
    });
  }

  #listen() {
    /** @type {number | undefined} */
    let typing;
    this.#form.addEventListener("input", ({ target }) => {
      clearTimeout(typing);
      if (target !== this.#field) return;
      const { from, to } = this.#asked;
      this.#index.open(this.#index.scope(from, to)).catch(() => {}); // while the reader types
      typing = setTimeout(() => this.#change(entered(this.#form), { isKey: true }), PAUSE);
    });
    this.#form.addEventListener("change", ({ target }) => {
      if (target !== this.#field) this.#change(entered(this.#form));
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(typing);
      this.#change(entered(this.#form));
    });
    addEventListener("popstate", () => {
      this.#asked = readAddress(location.search);
      fill(this.#form, this.#asked);
      this.#search();
    });
    listenToKeys(this.#field, byId("results"));
    const keep = (/** @type {string} */ id, /** @type {() => Promise<void>} */ work) =>
      byId(id).addEventListener("click", () => work().catch((error) => this.#fail(error)));
    keep("dateline:keep-citation", () => this.#keepCitation());
    keep("dateline:keep-table", () => this.#keepTable());
  }

  async #keepCitation() {
    const { keepCitation } = await import("./export.js");
    if (!this.#outcome) return;
    const { results } = this.#outcome;
    const archive = {
      title: this.#form.dataset.title ?? "",
      version: this.#index.version,
      articles: this.#index.articles,
    };
    const found = { all: results.length, whole: countWhole(results) };
    await keepCitation(find("output", this.#kept), this.#asked, found, archive, this.#lang);
  }

  async #keepTable() {
    const { keepTable } = await import("./export.js");
    if (!this.#outcome) return;
    const textOf = this.#index.fragment.bind(this.#index);
    await keepTable(find("output", this.#kept), this.#outcome.results, textOf);
  }
}

/**
 * Nothing that can be searched for was written, and nothing chosen.
 *
 * @param {Search} asked
 * @param {Query} query
 */
function isOnlyBlank(asked, query) {
  return asked.q.trim() && isBlank(query) && !asksAnything({ ...asked, q: "" });
}

async function start() {
  const form = /** @type {HTMLFormElement} */ (byId("dateline:search"));
  const asked = readAddress(location.search);
  fill(form, asked);
  const { bundle = "", base = "" } = form.dataset;
  try {
    const index = await openIndex(bundle, base);
    await new SearchPage(form, index, asked).start();
  } catch (error) {
    const status = find("[role=status]");
    status.textContent = error instanceof Error ? error.message : String(error);
    status.dataset.state = "done";
  }
}

start();
