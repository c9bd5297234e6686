// The search page: the address says what is asked, the index finds it, and the parts of the page
// show it: results, chart, facets.

import { asksAnything, readAddress, writeAddress } from "./search-address.js";
import { Chart } from "./search-chart.js";
import { spanOf } from "./search-dates.js";
import { Facets, isLimited, passes } from "./search-facets.js";
import { openIndex } from "./search-index.js";
import { articles as counted, citationOf, tableOf } from "./search-keep.js";
import { element } from "./search-page.js";
import { parseQuery } from "./search-query.js";
import { gather, holds, isBorneOut, isExact, isSameName, needsText, rank, rankAgain, rarities, wordsOfClause } from "./search-rank.js";
import { Results, listenToKeys } from "./search-results.js";

const form = document.getElementById("search");
const field = form.elements.q;
const status = document.querySelector("[role=status]");
const problems = document.getElementById("search-problems");
const kept = document.getElementById("search-keep");
const { bundle, base, lang, title } = form.dataset;
const PAUSE = 200;       // ms after the last key
const RANKED_AGAIN = 30; // articles whose texts are loaded to put them in order
const FEW_RANKED = 10;   // where one word is asked for, the index alone ranks nearly as well
const MOST_CHECKED = 400;

const list = new Results(document.getElementById("results"), document.getElementById("more"), lang, fail);
const chart = new Chart(document.getElementById("hits-over-time"), lang, (from, to) => change({ from, to }));
let asked = readAddress(location.search);
let index;
let facets;
let current = 0;
let outcome = null;
let isTyping = false;

async function search() {
  const mine = ++current;
  try {
    await find(mine);
  } catch (error) {
    if (mine !== current) return;
    clear();
    fail(error);
  }
}

function fail({ message }) {
  say(navigator.onLine ? `This failed: ${message}` : "There is no connection, and this part of the index has not been loaded before.", true);
}

function clear() {
  outcome = null;
  list.clear();
  chart.hide();
  kept.hidden = true;
}

async function find(mine) {
  const query = parseQuery(asked.q);
  problems.replaceChildren(...query.problems.map((problem) => element("li", {}, problem)));
  if (!asksAnything(asked) || isOnlyBlank(query)) {
    clear();
    return say("", true);
  }
  say("Searching …", false);
  const found = await answer(query);
  if (mine !== current) return;
  problems.append(...found.notes.map((note) => element("li", {}, note)));
  const isShown = await list.show(found.results, (article) => index.fragment(article), found.rarity, asked.sort !== "relevance");
  if (mine !== current || !isShown) return;
  outcome = found;
  kept.hidden = !found.results.length;
  say(found.said, true);
  await drawAround(mine);
}

// Nothing that can be searched for was written, and nothing chosen.
function isOnlyBlank({ clauses, without, from, to }) {
  return asked.q.trim() && !clauses.length && !without.length && !from && !to && !asksAnything({ ...asked, q: "" });
}

/** Everything that answers a query: `results` in order, `matching` before facets were chosen. */
async function answer(query) {
  const from = latest(asked.from, query.from);
  const to = earliest(asked.to, query.to);
  const scope = from && to && from > to ? [] : index.scope(from, to);
  const isText = query.clauses.some((clause) => wordsOfClause(clause).length);
  const isNamed = usesNames(query) || isLimited(asked);
  const isDated = from || to || asked.sort !== "relevance" || !isText;
  const { words, dropped } = wordsToAsk(query);
  const [hits] = await Promise.all([
    Promise.all(words.map(async (word) => [word, await index.hits(word, scope)])).then((all) => new Map(all)),
    (isDated || isNamed) && Promise.all(scope.map((shard) => index.table(shard))),
    isNamed && Promise.all(scope.map((shard) => index.names(shard))),
  ]);
  const candidates = isText ? gather(hits) : gatherAll(await index.all(scope), hits);
  if (isDated) await describe(candidates);
  if (isNamed) await name(candidates);
  const known = new Set(words);
  let matching = candidates.filter((article) =>
    query.clauses.every((clause) => clause.kind === "word" || holds(clause, article, known))
    && !query.without.some((clause) => !isExact(clause) && holds(clause, article, known))
    && isWithin(article, from, to));
  const notes = isNamed ? await unknownNames(query) : [];
  if (from && to && from > to && !query.problems.length) notes.push("The range ends before it begins.");
  if (dropped.length) notes.push(`Not searched for, being in most articles: ${dropped.join(", ")}. In quotation marks they count.`);
  if (needsText(query)) {
    if (matching.length > MOST_CHECKED) notes.push(`The words of a phrase stand together in ${counted(matching.length, lang)}; the first ${MOST_CHECKED} were checked for its exact form.`);
    matching = await checked(matching, query, known);
  }
  const wordsIn = (clauses) => [...new Set(clauses.flatMap(wordsOfClause))].filter((word) => known.has(word));
  const scored = wordsIn(query.clauses);
  const plain = wordsIn(query.clauses.filter(({ kind }) => kind === "word"));
  const rarity = rarities(new Map([...hits].map(([word, found]) => [word, found.size])), sum(scope));
  matching = rank(matching, scored, plain, rarity);
  const results = await inOrder(isNamed ? matching.filter(({ names }) => passes(asked, names)) : matching, scored, rarity);
  return { query, scope, from, to, matching, results, rarity, notes, said: summary(results), isNamed };
}

function sum(scope) { return scope.reduce((articles, shard) => articles + shard.articles, 0); }
function latest(one, other) { return one > other ? one : other; }
function earliest(one, other) { return !one || (other && other < one) ? other : one; }

// A word that most articles hold is not looked up where others are asked for: plain words do
// without, and of a phrase the rest finds the articles whose text is checked.
function wordsToAsk({ clauses, without }) {
  const isRare = (word) => !index.isCommon(word);
  const plain = clauses.filter(({ kind }) => kind === "word").flatMap(wordsOfClause);
  const needed = [...clauses.filter(({ kind }) => kind !== "word"), ...without].flatMap(neededOf);
  const isEnough = plain.some(isRare) || clauses.flatMap(neededOf).some(isRare);
  const words = new Set([...(isEnough ? plain.filter(isRare) : plain), ...needed]);
  return { words: [...words], dropped: [...new Set(plain)].filter((word) => !words.has(word)) };
}

function neededOf(clause) {
  if (clause.kind === "any") return clause.of.flatMap(neededOf);
  const words = wordsOfClause(clause);
  const rare = isExact(clause) ? words.filter((word) => !index.isCommon(word)) : [];
  return rare.length ? rare : words;
}

function usesNames({ clauses, without }) {
  const isNamed = ({ kind, of }) => kind === "facet" || kind === "title" || of?.some(isNamed);
  return [...clauses, ...without].some(isNamed);
}

function gatherAll(all, hits) {
  const found = new Map(gather(hits).map((article) => [article.key, article]));
  return all.map((hit) => found.get(hit.key) ?? { ...hit, at: new Map() });
}

/** Gives articles their dates. */
async function describe(articles) {
  const tables = await tablesOf(articles, (shard) => index.table(shard));
  for (const article of articles) {
    const { rows, dates } = tables.get(article.shard);
    article.row = rows.get(article.id);
    article.date = dates[article.row];
  }
}

/** Gives articles the names they have, by facet, and the lengths of their headlines. */
async function name(articles) {
  await describe(articles);
  const tables = await tablesOf(articles, (shard) => index.names(shard));
  for (const article of articles) {
    const { titles, facets: byFacet } = tables.get(article.shard);
    article.titleWords = titles[article.row];
    article.names = Object.fromEntries(Object.entries(byFacet).map(([facet, of]) => [facet, of[article.row]]));
    article.names.language = [article.shard.language];
  }
}

async function tablesOf(articles, load) {
  const shards = [...new Set(articles.map(({ shard }) => shard))];
  return new Map(await Promise.all(shards.map(async (shard) => [shard, await load(shard)])));
}

// A date of a month or a year is in a range that any of its days is in.
function isWithin({ date }, from, to) {
  if (!from && !to) return true;
  const span = spanOf(date);
  return (!from || span.to >= from) && (!to || span.from <= to);
}

async function unknownNames({ clauses, without }) {
  const asked = [...clauses, ...without].flatMap((clause) => clause.of ?? [clause]).filter(({ kind }) => kind === "facet");
  if (!asked.length) return [];
  const tables = await Promise.all(index.shards.map((shard) => index.names(shard)));
  return asked.filter(({ facet, name: wanted }) => facet === "language"
    ? !index.languages.some((one) => isSameName(one, wanted))
    : !tables.some(({ facets: of }) => of[facet]?.flat().some((one) => isSameName(one, wanted))))
    .map(({ facet, name: wanted }) => `No article has the ${facet} “${wanted}”. ${nearNames(tables, facet, wanted)}`);
}

function nearNames(tables, facet, wanted) {
  const start = wanted.toLowerCase();
  const near = new Set(tables.flatMap(({ facets: of }) => of[facet]?.flat() ?? []).filter((one) => one.toLowerCase().includes(start)));
  return near.size ? `There is: ${[...near].slice(0, 5).join(", ")}.` : "Names are written whole, in quotation marks if they have spaces.";
}

async function checked(articles, query, known) {
  const texts = await Promise.all(articles.slice(0, MOST_CHECKED).map((article) => index.fragment(article)));
  return articles.filter((article, place) => (place < MOST_CHECKED
    ? isBorneOut(query, article, texts[place], known)
    : !query.without.some((clause) => holds(clause, article, known))));
}

async function inOrder(ranked, words, rarity) {
  if (asked.sort !== "relevance" || !words.length) {
    const sign = asked.sort === "oldest" ? 1 : -1;
    return [...ranked].sort((one, other) => sign * (one.date < other.date ? -1 : one.date > other.date ? 1 : one.row - other.row));
  }
  const some = ranked.slice(0, words.length > 1 ? RANKED_AGAIN : FEW_RANKED);
  const texts = new Map(await Promise.all(some.map(async (article) => [article.key, await index.fragment(article)])));
  return [...rankAgain(some, words, rarity, texts, (language) => index.lengthIn(language)), ...ranked.slice(some.length)];
}

function summary(results) {
  const whole = results.filter(({ isWhole }) => isWhole).length;
  if (whole === results.length) return counted(results.length, lang);
  if (!whole) return `${counted(results.length, lang)} with some of the words, none with all`;
  return `${counted(whole, lang)} with every word, ${(results.length - whole).toLocaleString(lang)} more with some`;
}

function say(text, isDone) {
  status.textContent = text;
  status.dataset.state = isDone ? "done" : "working";
}

/** The chart, and the facets where they are open: they follow the results, and load after them. */
async function drawAround(mine) {
  const { matching, results, scope, from, to } = outcome;
  const isChosen = Boolean(asked.from || asked.to);
  await describe(matching);
  if (mine !== current) return;
  if (!results.length && !isChosen) chart.hide();
  else {
    const days = (scope.length ? scope : index.shards).flatMap((shard) => [shard.from, shard.to]).sort();
    const [first, last] = [from || days[0], to || days.at(-1)];
    if (first <= last) chart.draw(results, first, last, isChosen);
    else chart.hide();
  }
  await drawFacets(mine);
}

async function drawFacets(mine) {
  if (!facets.isOpen) return;
  const { matching } = outcome ?? { matching: [] };
  await name(matching);
  if (mine === current) facets.draw(asked, (facet) => matching.filter(({ names }) => passes(asked, names, facet)));
}

/** Searches for something else: a new entry of the browser's history, but one for all the keys of
    a word. */
function change(changes, { isKey = false } = {}) {
  asked = { ...asked, ...changes };
  const address = location.pathname + writeAddress(asked);
  if (address !== location.pathname + location.search) {
    if (isKey && isTyping) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    isTyping = isKey;
  }
  if (!isKey) isTyping = false;
  fill();
  return search();
}

function fill() {
  if (field.value.trim() !== asked.q.trim()) field.value = asked.q;
  for (const name of ["from", "to", "sort"]) form.elements[name].value = asked[name];
}

function choose(facet, chosen, how) {
  const without = (names) => names.filter((one) => !isSameName(one, chosen));
  const any = { ...asked.any, [facet]: [...without(asked.any[facet]), ...(how === "any" ? [chosen] : [])] };
  const not = { ...asked.not, [facet]: [...without(asked.not[facet]), ...(how === "not" ? [chosen] : [])] };
  return change({ any, not });
}

function entered() {
  const { q, from, to, sort } = form.elements;
  return { q: q.value, from: from.value, to: to.value, sort: sort.value };
}

function listen() {
  let typing;
  form.addEventListener("input", ({ target }) => {
    clearTimeout(typing);
    if (target !== field) return;
    index.open(index.scope(asked.from, asked.to)).catch(() => {}); // while the reader types
    typing = setTimeout(() => change(entered(), { isKey: true }), PAUSE);
  });
  form.addEventListener("change", ({ target }) => { if (target !== field) change(entered()); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(typing);
    change(entered());
  });
  addEventListener("popstate", () => {
    asked = readAddress(location.search);
    fill();
    search();
  });
  listenToKeys(field, document.getElementById("results"));
  document.getElementById("keep-citation").addEventListener("click", keepCitation);
  document.getElementById("keep-table").addEventListener("click", () => keepTable().catch(fail));
}

async function keepCitation() {
  const { results } = outcome;
  const found = { all: results.length, whole: results.filter(({ isWhole }) => isWhole).length };
  const archive = { title, version: index.version, articles: index.articles };
  const now = new Date();
  const today = new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  const text = citationOf(asked, found, archive, location.href, today, lang);
  const out = kept.querySelector("output");
  out.textContent = text;
  await navigator.clipboard?.writeText(text).catch(() => getSelection().selectAllChildren(out));
}

async function keepTable() {
  const out = kept.querySelector("output");
  const text = await tableOf(outcome.results, (article) => index.fragment(article), location.origin, (done) => {
    out.textContent = `${done.toLocaleString(lang)} of ${counted(outcome.results.length, lang)} …`;
  });
  out.textContent = "";
  const href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  element("a", { href, download: "search.csv" }).click();
  URL.revokeObjectURL(href);
}

async function start() {
  fill();
  try {
    index = await openIndex(bundle, base);
  } catch (error) {
    return say(error.message, true);
  }
  const shown = index.languages.length > 1 ? [...index.facets, "language"] : index.facets;
  facets = new Facets(document.getElementById("facets"), shown, {
    lang, onChoose: choose, onOpen: () => drawFacets(current).catch(fail),
  });
  facets.openChosen(asked);
  listen();
  await search();
}

start();
