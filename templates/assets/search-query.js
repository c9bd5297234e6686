// The query language: words, "phrases", -exclusions, OR, and fields such as tag: or before:.

import { dayBeside, overlap, spanOf } from "./search-dates.js";
import { splitPhrase, splitWords } from "./search-text.js";
import { FACETS } from "./search/fields.js";
import { gettext } from "./words.js";

export { FACETS };

const DATES = ["before", "after", "on"];
const PIECE = /(-?)(?:(\p{L}+):)?(?:"([^"]*)("?)|([^\s"]*))/gu;

/**
 * Reads a query. Each clause is one of
 *   { kind: "word", text }            an article may lack it, at the price of its place
 *   { kind: "phrase", text }          must stand there word for word
 *   { kind: "title", text, exact }    must stand in the headline
 *   { kind: "facet", facet, name }    the article must have it
 *   { kind: "any", of: [clause] }     one of them must hold
 * `without` are the clauses that must not hold, `from` and `to` the days that before:, after: and
 * on: leave, `problems` what could not be understood, in words for the reader.
 */
export function parseQuery(text) {
  const query = { clauses: [], without: [], from: "", to: "", problems: [] };
  let before = null; // what an OR would join
  let isOr = false;
  for (const [piece, minus, field, quoted, end, bare] of text.matchAll(PIECE)) {
    if (!piece) continue;
    if (piece === "OR") {
      if (!before || isOr) explain(query, gettext("OR needs something on both sides that can be joined: words, phrases, title: or names."));
      else isOr = true;
      continue;
    }
    if (quoted !== undefined && !end) explain(query, gettext("The quotation mark of “%(text)s” is not closed; it was read to the end.", { text: quoted }));
    const made = clausesOf(field?.toLowerCase(), quoted ?? bare, quoted !== undefined, Boolean(minus), query);
    if (isOr && (minus || !made.length)) explain(query, gettext("OR cannot join what is left out, or dates."));
    if (minus) query.without.push(...made);
    else if (isOr && made.length) join(query, before, asOne(made, quoted ?? bare));
    else query.clauses.push(...made);
    before = minus || !made.length ? null : { count: isOr ? 1 : made.length, text: quoted ?? bare };
    isOr = false;
  }
  if (isOr) explain(query, gettext("OR needs something on both sides."));
  if (query.from && query.to && query.from > query.to) explain(query, gettext("No day is both after and before the dates given."));
  if (text.trim() && isBlank(query)) explain(query, gettext("There is no word in this to search for."));
  return query;
}

/** Whether a query asks for nothing. */
export function isBlank({ clauses, without, from, to }) {
  return !clauses.length && !without.length && !from && !to;
}

function explain(query, problem) {
  if (!query.problems.includes(problem)) query.problems.push(problem);
}

function join(query, { count, text }, clause) {
  const before = asOne(query.clauses.splice(-count), text);
  query.clauses.push({ kind: "any", of: [...(before.kind === "any" ? before.of : [before]), clause] });
}

// "well-known" is two words, but one neighbour of OR.
function asOne(clauses, text) {
  return clauses.length === 1 ? clauses[0] : { kind: "phrase", text };
}

function clausesOf(field, value, isQuoted, isLeftOut, query) {
  if (!field) return isQuoted ? phrasesOf(value) : wordsOf(value, isLeftOut, query);
  if (/^https?$/.test(field)) return wordsOf(value, isLeftOut, query);
  if (field !== "title" && !FACETS.includes(field) && !DATES.includes(field)) {
    explain(query, gettext("%(field)s: is not a field. Fields are %(fields)s. It was searched as words.", { field, fields: ["title", ...FACETS, ...DATES].map((name) => `${name}:`).join(", ") }));
    return wordsOf(`${field} ${value}`, isLeftOut, query);
  }
  if (!value.trim()) {
    explain(query, gettext("%(field)s: needs something after the colon.", { field }));
    return [];
  }
  if (FACETS.includes(field)) return [{ kind: "facet", facet: field, name: value.normalize("NFC") }];
  if (field === "title") return splitPhrase(value).length ? [{ kind: "title", text: value, exact: isQuoted }] : [];
  if (isLeftOut) explain(query, gettext("%(field)s: cannot be excluded; use the other of before: and after:.", { field }));
  else limit(field, value, query);
  return [];
}

function phrasesOf(value) {
  return splitPhrase(value).length ? [{ kind: "phrase", text: value }] : [];
}

function wordsOf(value, isLeftOut, query) {
  if (/^[()]|[()]$/.test(value)) explain(query, gettext("Brackets are not understood; OR joins the two neighbours it stands between."));
  const words = splitWords(value);
  // "-well-known" leaves out the whole, not each part.
  if (isLeftOut && words.length > 1) return phrasesOf(value);
  return words.map((word) => ({ kind: "word", text: word }));
}

function limit(field, value, query) {
  const span = spanOf(value);
  if (!span) {
    explain(query, gettext("%(field)s:%(value)s is not a date. Write %(field)s:2017, %(field)s:2017-10 or %(field)s:2017-10-08.", { field, value }));
    return;
  }
  const from = { before: "", after: dayBeside(span.to, 1), on: span.from }[field];
  const to = { before: dayBeside(span.from, -1), after: "", on: span.to }[field];
  Object.assign(query, overlap(query, { from, to }));
}
