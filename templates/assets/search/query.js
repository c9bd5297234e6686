// The query language: words, "phrases", -exclusions, OR, and fields such as tag: or before:.

import { dayBeside, overlap, spanOf } from "./dates.js";
import { FACETS } from "./fields.js";
import { splitPhrase, splitWords } from "./text.js";
import { gettext } from "../words.js";

const DATES = ["before", "after", "on"];
const PIECE = /(-?)(?:(\p{L}+):)?(?:"([^"]*)("?)|([^\s"]*))/gu;

/**
 * An article may lack a word, at the price of its place. A phrase must stand there word for word,
 * a title in the headline; the article must have the name of a facet; one of `any` must hold.
 *
 * @typedef {{ kind: "word", text: string }} Word
 * @typedef {{ kind: "phrase", text: string }} Phrase
 * @typedef {{ kind: "title", text: string, exact: boolean }} Title
 * @typedef {{ kind: "facet", facet: string, name: string }} FacetName
 * @typedef {{ kind: "any", of: Clause[] }} Any
 * @typedef {Word | Phrase | Title | FacetName | Any} Clause
 */

/**
 * `without` are the clauses that must not hold, `from` and `to` the days that before:, after: and
 * on: leave, `problems` what could not be understood, in words for the reader.
 *
 * @typedef {object} Query
 * @property {Clause[]} clauses
 * @property {Clause[]} without
 * @property {string} from
 * @property {string} to
 * @property {string[]} problems
 */

/**
 * Reads a query.
 *
 * @param {string} text
 */
export function parseQuery(text) {
  /** @type {Query} */
  const query = { clauses: [], without: [], from: "", to: "", problems: [] };
  /** @type {{ count: number, text: string } | null} */
  let before = null; // what an OR would join
  let isOr = false;
  for (const [piece, minus, field, quoted, end, bare] of text.matchAll(PIECE)) {
    if (!piece) continue;
    if (piece === "OR") {
      if (!before || isOr) {
        explain(
          query,
          gettext(
            "OR needs something on both sides that can be joined: " +
              "words, phrases, title: or names.",
          ),
        );
      } else isOr = true;
      continue;
    }
    if (quoted !== undefined && !end) {
      explain(
        query,
        gettext("The quotation mark of “%(text)s” is not closed; it was read to the end.", {
          text: quoted,
        }),
      );
    }
    const made = clausesOf(
      field?.toLowerCase(),
      quoted ?? bare,
      quoted !== undefined,
      Boolean(minus),
      query,
    );
    if (isOr && (minus || !made.length)) {
      explain(query, gettext("OR cannot join what is left out, or dates."));
    }
    if (minus) query.without.push(...made);
    else if (isOr && before && made.length) join(query, before, asOne(made, quoted ?? bare));
    else query.clauses.push(...made);
    before = minus || !made.length ? null : { count: isOr ? 1 : made.length, text: quoted ?? bare };
    isOr = false;
  }
  if (isOr) explain(query, gettext("OR needs something on both sides."));
  if (query.from && query.to && query.from > query.to) {
    explain(query, gettext("No day is both after and before the dates given."));
  }
  if (text.trim() && isBlank(query)) {
    explain(query, gettext("There is no word in this to search for."));
  }
  return query;
}

/**
 * Whether a query asks for nothing.
 *
 * @param {Query} query
 */
export function isBlank({ clauses, without, from, to }) {
  return !clauses.length && !without.length && !from && !to;
}

/**
 * @param {Query} query
 * @param {string} problem
 */
function explain(query, problem) {
  if (!query.problems.includes(problem)) query.problems.push(problem);
}

/**
 * @param {Query} query
 * @param {{ count: number, text: string }} before
 * @param {Clause} clause
 */
function join(query, { count, text }, clause) {
  const before = asOne(query.clauses.splice(-count), text);
  query.clauses.push({
    kind: "any",
    of: [...(before.kind === "any" ? before.of : [before]), clause],
  });
}

/**
 * "well-known" is two words, but one neighbour of OR.
 *
 * @param {Clause[]} clauses
 * @param {string} text
 * @returns {Clause}
 */
function asOne(clauses, text) {
  return clauses.length === 1 ? clauses[0] : { kind: "phrase", text };
}

/**
 * @param {string | undefined} field
 * @param {string} value
 * @param {boolean} isQuoted
 * @param {boolean} isLeftOut
 * @param {Query} query
 * @returns {Clause[]}
 */
function clausesOf(field, value, isQuoted, isLeftOut, query) {
  if (!field) return isQuoted ? phrasesOf(value) : wordsOf(value, isLeftOut, query);
  if (/^https?$/.test(field)) return wordsOf(value, isLeftOut, query);
  if (field !== "title" && !FACETS.includes(field) && !DATES.includes(field)) {
    explain(
      query,
      gettext("%(field)s: is not a field. Fields are %(fields)s. It was searched as words.", {
        field,
        fields: ["title", ...FACETS, ...DATES].map((name) => `${name}:`).join(", "),
      }),
    );
    return wordsOf(`${field} ${value}`, isLeftOut, query);
  }
  if (!value.trim()) {
    explain(query, gettext("%(field)s: needs something after the colon.", { field }));
    return [];
  }
  if (FACETS.includes(field)) {
    return [{ kind: "facet", facet: field, name: value.normalize("NFC") }];
  }
  if (field === "title") {
    return splitPhrase(value).length ? [{ kind: "title", text: value, exact: isQuoted }] : [];
  }
  if (isLeftOut) {
    explain(
      query,
      gettext("%(field)s: cannot be excluded; use the other of before: and after:.", { field }),
    );
  } else limit(field, value, query);
  return [];
}

/**
 * @param {string} value
 * @returns {Clause[]}
 */
function phrasesOf(value) {
  return splitPhrase(value).length ? [{ kind: "phrase", text: value }] : [];
}

/**
 * @param {string} value
 * @param {boolean} isLeftOut
 * @param {Query} query
 * @returns {Clause[]}
 */
function wordsOf(value, isLeftOut, query) {
  if (/^[()]|[()]$/.test(value)) {
    explain(
      query,
      gettext("Brackets are not understood; OR joins the two neighbours it stands between."),
    );
  }
  const words = splitWords(value);
  // "-well-known" leaves out the whole, not each part.
  if (isLeftOut && words.length > 1) return phrasesOf(value);
  return words.map((word) => ({ kind: "word", text: word }));
}

/**
 * @param {string} field
 * @param {string} value
 * @param {Query} query
 */
function limit(field, value, query) {
  const span = spanOf(value);
  if (!span) {
    explain(
      query,
      gettext(
        "%(field)s:%(value)s is not a date. " +
          "Write %(field)s:2017, %(field)s:2017-10 or %(field)s:2017-10-08.",
        { field, value },
      ),
    );
    return;
  }
  const limits = field === "before"
    ? { from: "", to: dayBeside(span.from, -1) }
    : field === "after"
    ? { from: dayBeside(span.to, 1), to: "" }
    : span;
  Object.assign(query, overlap(query, limits));
}
