// Loading the files of the index, for Pagefind too.

import { gettext } from "../words.js";

/**
 * A stretch of time in one language, with an index of its own.
 *
 * @typedef {object} Shard
 * @property {number} number
 * @property {string} path
 * @property {string} version
 * @property {string} language
 * @property {string} from
 * @property {string} to
 * @property {number} articles
 */

/** What is said where a part of the index is missing. */
export const LOST = gettext(
  "A part of the index could not be loaded. " +
    "Check the connection, reload the page and search again.",
);

/** Loads files below the folder of the index, and counts what failed. */
export class Loader {
  #bundle;
  #versions;

  /**
   * @param {string} bundle
   * @param {Shard[]} shards
   */
  constructor(bundle, shards) {
    this.#bundle = bundle;
    this.#versions = new Map(
      shards.map(({ path, version }) => [`${bundle}${path}index/`, version]),
    );
    this.lost = 0;
  }

  /**
   * What Pagefind's script calls as `fetch`. Pagefind takes a chunk that failed to load for one
   * without the word, and says nothing. Names of chunks are short, so another may have borne one
   * before: the version of its shard goes with it.
   *
   * @param {string} address
   * @param {RequestInit} [options]
   */
  async fetch(address, options) {
    const version = this.#versions.get(String(address).replace(/[^/]*\.pf_index$/, ""));
    try {
      const answer = await fetch(version ? `${address}?v=${version}` : address, options);
      if (!answer.ok) this.lost += 1;
      return answer;
    } catch (error) {
      this.lost += 1;
      throw error;
    }
  }

  /**
   * A file of a shard, unpacked where it is packed.
   *
   * @param {Shard} shard
   * @param {string} name
   */
  async text({ path, version }, name) {
    const answer = await this.fetch(`${this.#bundle}${path}${name}?v=${version}`).catch(() => null);
    if (!answer?.ok || !answer.body) throw new Error(LOST);
    if (!name.endsWith(".pf_fragment")) return await answer.text();
    const unpacked = answer.body.pipeThrough(new DecompressionStream("gzip"));
    return await new Response(unpacked).text();
  }
}
