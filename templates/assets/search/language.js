// The shards of one language, which Pagefind searches as one.

import { indexedWord, isUnspaced, tokensOf, wordsOf } from "./text.js";

/** @import { Loader, Shard } from "./loader.js" */

/**
 * An article that holds a word, by the number that weighs its shard.
 *
 * @typedef {{ shard: number, id: string, places: number[] }} Found
 */

/**
 * What is used of Pagefind's script. The build gives it `setFetch`.
 *
 * @typedef {object} Pagefind
 * @property {(load: Loader["fetch"]) => void} setFetch
 * @property {(options: object) => Promise<void>} options
 * @property {() => Promise<void>} init
 * @property {() => Promise<object>} filters
 * @property {(path: string, options: object) => Promise<void>} mergeIndex
 * @property {(term: string) => Promise<{ results: Result[] }>} search
 * @property {() => Promise<void>} destroy
 */

/** @typedef {{ id: string, score: number, words: number[] }} Result */

// Exact answers score 1 however a word is weighed, so an index's weight tells which shard answered.
const RANKING = { metaWeights: { title: 1 }, termSimilarity: 10 };
const MOST_PREFIXED = 60;

/** Pagefind with the index of one language. */
export class LanguageIndex {
  /** @type {Pagefind | null} */
  #pagefind = null;
  /** @type {Promise<boolean> | undefined} */
  #opening;
  /** @type {Set<Shard>} */
  #opened = new Set();
  #closed = 0;
  #bundle;
  #base;
  #loader;

  /**
   * @param {Shard[]} shards newest first
   * @param {{ bundle: string, base: string, loader: Loader }} place
   */
  constructor(shards, { bundle, base, loader }) {
    this.shards = shards;
    this.#bundle = bundle;
    this.#base = base;
    this.#loader = loader;
  }

  /** The shards that were loaded. */
  get opened() {
    return [...this.#opened];
  }

  /**
   * Loads what the shards of a scope need before a word can be asked for. Gives whether more
   * shards answer than before.
   *
   * @param {Shard[]} scope
   */
  open(scope) {
    this.#opening = this.#open(scope, this.#opening);
    return this.#opening;
  }

  /**
   * The newest shard brings Pagefind's script and is always loaded.
   *
   * @param {Shard[]} scope
   * @param {Promise<boolean> | undefined} before
   */
  async #open(scope, before) {
    await before;
    const pagefind = this.#pagefind ??= await this.#start();
    const missing = scope.filter((shard) =>
      this.shards.includes(shard) && !this.#opened.has(shard)
    );
    await Promise.all(
      missing.map((shard) => pagefind.mergeIndex(this.#bundle + shard.path, this.#settings(shard))),
    );
    for (const shard of missing) this.#opened.add(shard);
    return missing.length > 0;
  }

  // `noWorker` spares the reader a second copy of the script. A browser does not load again a
  // script that failed, unless it has another address.
  async #start() {
    const [newest] = this.shards;
    const again = this.#closed ? `?again=${this.#closed}` : "";
    /** @type {Pagefind} */
    const pagefind = await import(`${this.#bundle}${newest.path}pagefind.js${again}`);
    pagefind.setFetch((address, options) => this.#loader.fetch(address, options));
    await pagefind.options({ ...this.#settings(newest), noWorker: true });
    await pagefind.init();
    // Throws where the newest shard could not be loaded; merging would wait for ever.
    await pagefind.filters();
    this.#opened.add(newest);
    return pagefind;
  }

  /** @param {Shard} shard */
  #settings(shard) {
    return {
      baseUrl: this.#base,
      ranking: RANKING,
      indexWeight: shard.number + 1,
      metaCacheTag: shard.version,
    };
  }

  /**
   * The articles that hold a word. In quotation marks Pagefind finds just this word, by its stem,
   * but tells only the first place; without, every place, and words that begin alike.
   *
   * @param {string} word
   * @returns {Promise<Found[]>}
   */
  async ask(word) {
    const term = indexedWord(word);
    const length = term.split(" ").length;
    const exact = await this.#search(`"${term}"`);
    const loose = await this.#search(term);
    const places = new Map(
      loose.map(({ id, words }) => [id, length > 1 ? inRuns(words, length) : words]),
    );
    return exact.filter(({ words }) => words.length).map(({ id, score, words }) => ({
      shard: Math.round(score) - 1,
      id,
      places: places.get(id)?.length ? places.get(id) ?? words : words,
    }));
  }

  /**
   * The ids that Pagefind answers an unknown word with: those of longer words that begin with it,
   * but also of shorter ones, down to a letter. The texts tell which (`beginningsIn`).
   *
   * @param {string} word
   */
  async askBeginnings(word) {
    const [start] = isUnspaced(word) ? [] : wordsOf(word);
    const results = start ? await this.#search(word) : [];
    return results.slice(0, MOST_PREFIXED).map(({ id }) => id);
  }

  /** @param {string} term */
  async #search(term) {
    if (!this.#pagefind) throw new Error("The index is not open");
    return (await this.#pagefind.search(term)).results;
  }

  /** Pagefind never asks again for what failed to load; a new instance does. */
  async close() {
    const pagefind = this.#pagefind;
    this.#closed += 1;
    this.#pagefind = null;
    this.#opening = undefined;
    this.#opened = new Set();
    await pagefind?.destroy();
  }
}

/**
 * The places of a text where a word stands that begins like this one.
 *
 * @param {string} content
 * @param {string} word
 */
export function beginningsIn(content, word) {
  const [start] = wordsOf(word);
  return tokensOf(content).flatMap((token, place) =>
    wordsOf(token).some((each) => each.startsWith(start)) ? [place] : []
  );
}

/**
 * The places, of those in order, that stand in runs of so many at least.
 *
 * @param {number[]} places
 * @param {number} length
 */
function inRuns(places, length) {
  const set = new Set(places);
  const runFrom = (/** @type {number} */ place) =>
    Array.from({ length }, (_, step) => place + step);
  const starts = places.filter((place) => runFrom(place).every((each) => set.has(each)));
  return [...new Set(starts.flatMap(runFrom))];
}
