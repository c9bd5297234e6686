// The query language: words, "phrases", -exclusions, OR, and fields such as tag: or before:.

import { dayBeside, spanOf } from "./search-dates.js";
import { splitWords } from "./search-text.js";

export const FACETS = ["tag", "source", "author", "person", "place", "organisation", "story", "language"];
const DATES = ["before", "after", "on"];
const TOKEN = /(-?)(?:(\p{L}+):)?(?:"([^"]*)("?)|([^\s"]+))/gu;

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
  let alternatives = null;
  let orPending = false;
  for (const [token, minus, field, quoted, end, bare] of text.matchAll(TOKEN)) {
    if (token === "OR") {
      if (!query.clauses.length || orPending) query.problems.push("OR needs something on both sides.");
      else orPending = true;
      continue;
    }
    if (quoted !== undefined && !end) query.problems.push(`The quotation mark of “${quoted}” is not closed; it was read to the end.`);
    const isQuoted = quoted !== undefined;
    const made = clausesOf(field?.toLowerCase(), isQuoted ? quoted : bare, isQuoted, query, minus);
    if (minus) query.without.push(...made);
    else if (orPending && made.length) {
      const before = query.clauses.pop();
      alternatives = before.kind === "any" ? before : { kind: "any", of: [before] };
      alternatives.of.push(made.length === 1 ? made[0] : { kind: "phrase", text: bare ?? quoted });
      query.clauses.push(alternatives);
    } else query.clauses.push(...made);
    orPending = false;
  }
  if (orPending) query.problems.push("OR needs something on both sides.");
  if (query.from && query.to && query.from > query.to) query.problems.push("No day is both after and before the dates given.");
  return query;
}

function clausesOf(field, value, isQuoted, query, minus) {
  if (!field) {
    if (isQuoted) return splitWords(value).length ? [{ kind: "phrase", text: value }] : [];
    if (/^[()]|[()]$/.test(value) && !query.problems.includes(BRACKETS)) query.problems.push(BRACKETS);
    const words = splitWords(value);
    // "-well-known" leaves out the whole, not each part.
    if (minus && words.length > 1) return [{ kind: "phrase", text: value }];
    return words.map((word) => ({ kind: "word", text: word }));
  }
  if (!value.trim()) {
    query.problems.push(`${field}: needs something after the colon.`);
    return [];
  }
  if (field === "title") {
    if (!splitWords(value).length) return [];
    return [{ kind: "title", text: value, exact: isQuoted }];
  }
  if (FACETS.includes(field)) return [{ kind: "facet", facet: field, name: value.normalize("NFC") }];
  if (DATES.includes(field)) {
    if (minus) query.problems.push(`${field}: cannot be excluded; use the other of before: and after:.`);
    else limit(field, value, query);
    return [];
  }
  if (/^https?$/.test(field)) return splitWords(value).map((word) => ({ kind: "word", text: word }));
  query.problems.push(`${field}: is not a field. Fields are title:, ${FACETS.join(":, ")}:, before:, after: and on:. It was searched as words.`);
  return splitWords(`${field} ${value}`).map((word) => ({ kind: "word", text: word }));
}

const BRACKETS = "Brackets are not understood; OR joins the two neighbours it stands between.";

function limit(field, value, query) {
  const span = spanOf(value);
  if (!span) {
    query.problems.push(`${field}:${value} is not a date. Write ${field}:2017, ${field}:2017-10 or ${field}:2017-10-08.`);
    return;
  }
  const from = { before: "", after: dayBeside(span.to, 1), on: span.from }[field];
  const to = { before: dayBeside(span.from, -1), after: "", on: span.to }[field];
  if (from > query.from) query.from = from;
  if (to && (!query.to || to < query.to)) query.to = to;
}
