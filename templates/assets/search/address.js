// What is searched for stands in the address, so that a search can be sent, kept and gone back to.

import { spanOf } from "./dates.js";
import { FACETS } from "./fields.js";

const ORDERS = ["relevance", "newest", "oldest"];

/**
 * For each facet, the names that results must have one of (`any`) and none of (`not`).
 *
 * @typedef {{ any: Record<string, string[]>, not: Record<string, string[]> }} Choice
 */

/**
 * What is asked for: words, a range of days, an order, and names.
 *
 * @typedef {{ q: string, from: string, to: string, sort: string } & Choice} Search
 */

/**
 * Reads a search from an address.
 *
 * @param {string} query
 * @returns {Search}
 */
export function readAddress(query) {
  const given = new URLSearchParams(query);
  const value = (/** @type {string} */ name) => given.get(name) ?? "";
  const day = (/** @type {string} */ name) => (isDay(value(name)) ? value(name) : "");
  const order = value("sort");
  const names = (/** @type {string} */ prefix) =>
    Object.fromEntries(
      FACETS.map((facet) => [facet, given.getAll(prefix + facet).filter(Boolean)]),
    );
  return {
    q: value("q"),
    from: day("from"),
    to: day("to"),
    sort: ORDERS.includes(order) ? order : "relevance",
    any: names(""),
    not: names("not-"),
  };
}

/** @param {string} text */
function isDay(text) {
  return text.length === 10 && spanOf(text) !== null;
}

/**
 * The address of a search, without what is as usual.
 *
 * @param {Search} search
 */
export function writeAddress({ q, from, to, sort, any, not }) {
  const written = new URLSearchParams();
  if (q) written.set("q", q);
  for (const facet of FACETS) {
    for (const name of any[facet]) written.append(facet, name);
    for (const name of not[facet]) written.append(`not-${facet}`, name);
  }
  if (from) written.set("from", from);
  if (to) written.set("to", to);
  if (sort !== "relevance") written.set("sort", sort);
  return written.size ? `?${written}` : "";
}

/**
 * Whether a search asks for anything.
 *
 * @param {Search} search
 */
export function asksAnything({ q, from, to, any, not }) {
  return Boolean(q.trim() || from || to || isLimited({ any, not }));
}

/**
 * Whether any name is chosen or left out.
 *
 * @param {Choice} choice
 */
export function isLimited({ any, not }) {
  return FACETS.some((facet) => any[facet].length || not[facet].length);
}
