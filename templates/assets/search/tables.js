// What stands beside the index of a shard, read: the dates and names of its articles, their texts.

import { two } from "./dates.js";
import { numbersIn } from "./numbers.js";

/** @import { Shard } from "./loader.js" */

/**
 * The articles of a shard, oldest first: `rows` gives the place of each by its id.
 *
 * @typedef {{ shard: Shard, ids: string[], rows: Map<string, number>, dates: string[] }} Table
 */

/**
 * What a shard's articles are called: `titles` how many words each headline has; for each of the
 * `facets` the `names` in use, and `of` which of them each article has.
 *
 * @typedef {Record<string, { names: string[], of: string[][] }>} NamesByFacet
 * @typedef {{ titles: number[], facets: NamesByFacet }} Names
 */

/**
 * The text of an article with its headline, date, source and headings.
 *
 * @typedef {object} Text
 * @property {string} title
 * @property {string} date
 * @property {string} [source]
 * @property {string} language
 * @property {string} address
 * @property {string} content
 * @property {number} words how many it has
 * @property {{ location: number, text: string }[]} anchors
 * @property {Map<string, number>} [frequencies] of its words, once they were counted
 */

const SIGNATURE = 12; // "pagefind_dcd", before the JSON of a fragment

/**
 * @param {Shard} shard
 * @param {{ width: number, ids: string, dates: number[] }} packed
 * @returns {Table}
 */
export function tableOf(shard, { width, ids: packedIds, dates: steps }) {
  const ids = steps.map((_, row) => packedIds.slice(row * width, (row + 1) * width));
  let number = 0;
  const dates = steps.map((step) => dateOf(number += step));
  return { shard, ids, rows: new Map(ids.map((id, row) => [id, row])), dates };
}

/**
 * @param {{ titles: string } & Record<string, { names: string[], of: string }>} packed
 * @returns {Names}
 */
export function namesOf({ titles, ...facets }) {
  return {
    titles: numbersIn(titles),
    facets: Object.fromEntries(
      Object.entries(facets).map(([facet, { names, of }]) => [facet, {
        names,
        of: of.split(" ").map((places) => numbersIn(places).map((place) => names[place])),
      }]),
    ),
  };
}

/**
 * @param {string} language
 * @param {string} base
 * @param {string} fragment as Pagefind writes it
 * @returns {Text}
 */
export function textOf(language, base, fragment) {
  const { url, content, word_count: words, meta, anchors } = JSON.parse(fragment.slice(SIGNATURE));
  const address = `${base}${url}`.replace(/\/+/g, "/");
  return { ...meta, language, address, content, words, anchors };
}

/** @param {number} number */
function dateOf(number) {
  const [year, month, day] = [
    Math.floor(number / 10000),
    Math.floor(number / 100) % 100,
    number % 100,
  ];
  const text = String(year).padStart(4, "0");
  return !month ? text : !day ? `${text}-${two(month)}` : `${text}-${two(month)}-${two(day)}`;
}
