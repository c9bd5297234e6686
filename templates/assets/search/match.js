// Whether an article answers a query, clause by clause. Pure.

import { holdsPhrase, splitPhrase, splitWords } from "./text.js";

/** @import { Clause, Query } from "./query.js" */
/** @import { Article } from "./rank.js" */
/** @import { Text } from "./tables.js" */

/**
 * The words of a clause that the index is asked for.
 *
 * @param {Clause} clause
 * @returns {string[]}
 */
export function wordsOfClause(clause) {
  if (clause.kind === "any") return clause.of.flatMap(wordsOfClause);
  if (clause.kind === "facet") return [];
  return isExact(clause) ? splitPhrase(clause.text) : splitWords(clause.text);
}

/**
 * Whether a clause holds for an article, as far as the index and the tables tell. Words that are
 * not in `asked` were not looked up, being common: they are taken to stand where they should.
 *
 * @param {Clause} clause
 * @param {Article} article
 * @param {Set<string>} asked
 * @returns {boolean}
 */
export function holds(clause, article, asked) {
  const has = (/** @type {string} */ word) => article.at.has(word) || !asked.has(word);
  const inTitle = (/** @type {string} */ word) =>
    !asked.has(word) || article.at.get(word)?.some((place) => place < article.titleWords);
  switch (clause.kind) {
    case "word":
      return splitWords(clause.text).every(has);
    case "phrase":
      return standTogether(splitPhrase(clause.text), article, asked, Infinity);
    case "title":
      return clause.exact
        ? standTogether(splitPhrase(clause.text), article, asked, article.titleWords)
        : splitWords(clause.text).every(inTitle);
    case "facet":
      return hasName(article.names?.[clause.facet], clause.name);
    default:
      return clause.of.some((one) => holds(one, article, asked));
  }
}

/**
 * Whether a name is among those of a facet, which an article may not have at all.
 *
 * @param {string[] | undefined} names
 * @param {string} wanted
 */
export function hasName(names, wanted) {
  return names?.some((name) => isSameName(name, wanted)) ?? false;
}

/**
 * Whether two spellings name the same: case aside.
 *
 * @param {string} one
 * @param {string} other
 */
export function isSameName(one, other) {
  return one.normalize("NFC").toLowerCase() === other.normalize("NFC").toLowerCase();
}

/**
 * Whether words stand one after another. The parts of a compound share their place, so what follows
 * stands there or a word later.
 *
 * @param {string[]} words
 * @param {{ at: Map<string, number[]> }} article
 * @param {{ has: (word: string) => boolean }} asked
 * @param {number} end
 */
export function standTogether(words, { at }, asked, end) {
  const known = words.flatMap((word, offset) =>
    asked.has(word) ? [{ places: at.get(word) ?? [], offset }] : []
  );
  if (known.some(({ places }) => !places.length)) return false;
  if (!known.length) return true;
  const [first, ...others] = known;
  return first.places.some((start) => {
    let { offset: passed } = first;
    let here = start;
    return start < end && others.every(({ places, offset }) => {
      const next = places.find((place) => place >= here && place <= here + offset - passed);
      if (next === undefined || next >= end) return false;
      [here, passed] = [next, offset];
      return true;
    });
  });
}

/**
 * Whether only the text of an article can tell if it answers: the index knows words by their stem.
 *
 * @param {Query} query
 */
export function needsText({ clauses, without }) {
  return [...clauses, ...without].some((clause) =>
    clause.kind === "any" ? clause.of.some(isExact) : isExact(clause)
  );
}

/**
 * Whether a clause is about words in their very form.
 *
 * @param {Clause} clause
 */
export function isExact(clause) {
  return clause.kind === "phrase" || (clause.kind === "title" && clause.exact);
}

/**
 * Whether the text of an article bears out the phrases of a query, word for word.
 *
 * @param {Query} query
 * @param {Article} article
 * @param {Text} text
 * @param {Set<string>} asked
 */
export function isBorneOut({ clauses, without }, article, text, asked) {
  /** @type {(clause: Clause) => boolean} */
  const stands = (clause) => {
    if (clause.kind === "phrase") return holdsPhrase(text.content, clause.text);
    if (clause.kind === "title" && clause.exact) return holdsPhrase(text.title, clause.text);
    if (clause.kind === "any") return clause.of.some(stands);
    return holds(clause, article, asked);
  };
  return clauses.every((clause) => clause.kind === "word" || stands(clause)) &&
    !without.some(stands);
}
