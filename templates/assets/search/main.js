// The search page: the address says what is asked, the index finds it, and the parts of the page
// show it: results, chart, facets.

import { asksAnything, readAddress, writeAddress } from "./address.js";
import { answer, describe, name } from "./answer.js";
import { Chart } from "./chart.js";
import { Facets, passes } from "./facets.js";
import { openIndex } from "./index.js";
import { counted, element } from "./dom.js";
import { isBlank, parseQuery } from "./query.js";
import { isSameName } from "./rank.js";
import { listenToKeys, Results } from "./results.js";
import { gettext, ngettext, number } from "../words.js";

const form = document.getElementById("dateline:search");
const field = form.elements.q;
const status = document.querySelector("[role=status]");
const problems = document.getElementById("dateline:search-problems");
const kept = document.getElementById("dateline:search-keep");
const { bundle, base, lang, title } = form.dataset;
const PAUSE = 200; // ms after the last key

const list = new Results(
  document.getElementById("results"),
  document.getElementById("dateline:more"),
  lang,
  fail,
);
const chart = new Chart(
  document.getElementById("hits-over-time"),
  lang,
  (from, to) => change({ from, to }),
);
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
  say(
    navigator.onLine
      ? gettext("This failed: %(message)s", { message })
      : gettext("There is no connection, and this part of the index has not been loaded before."),
    true,
  );
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
  say(gettext("Searching …"), false);
  const found = await answer(index, query, asked);
  if (mine !== current) return;
  problems.append(...found.notes.map((note) => element("li", {}, note)));
  if (found.results.length) chart.reserve();
  const isShown = await list.show(
    found.results,
    (article) => index.fragment(article),
    found.rarity,
    asked.sort !== "relevance",
  );
  if (mine !== current || !isShown) return;
  outcome = found;
  kept.hidden = !found.results.length;
  say(summary(found.results), false);
  try {
    await drawAround(mine);
  } catch (error) {
    if (mine !== current) return;
    chart.hide();
    const { message } = error;
    status.textContent += ". " +
      gettext("The chart and counts of names are missing: %(message)s", { message });
  }
  if (mine === current) status.dataset.state = "done";
}

// Nothing that can be searched for was written, and nothing chosen.
function isOnlyBlank(query) {
  return asked.q.trim() && isBlank(query) && !asksAnything({ ...asked, q: "" });
}

function countWhole(results) {
  return results.filter(({ isWhole }) => isWhole).length;
}

function summary(results) {
  const whole = countWhole(results);
  if (whole === results.length) return counted(whole);
  if (!whole) {
    return ngettext(
      "%(count)s article with some of the words, none with all",
      "%(count)s articles with some of the words, none with all",
      results.length,
    );
  }
  return ngettext(
    "%(count)s article with every word, %(more)s more with some",
    "%(count)s articles with every word, %(more)s more with some",
    whole,
    { more: number(results.length - whole) },
  );
}

function say(text, isDone) {
  status.textContent = text;
  status.dataset.state = isDone ? "done" : "working";
}

/** The chart, and the facets where they are open: they follow the results, and load after them. */
async function drawAround(mine) {
  const { matching, results, scope, from, to } = outcome;
  const isChosen = Boolean(asked.from || asked.to);
  await describe(index, matching);
  if (mine !== current) return;
  if (!results.length && !isChosen) chart.hide();
  else {
    const days = (scope.length ? scope : index.shards).flatMap((shard) => [shard.from, shard.to])
      .sort();
    const [first, last] = [from || days[0], to || days.at(-1)];
    if (first <= last) chart.draw(results, first, last, isChosen);
    else chart.hide();
  }
  await drawFacets(mine);
}

async function drawFacets(mine) {
  if (!facets.isOpen) return;
  const { matching } = outcome ?? { matching: [] };
  await name(index, matching);
  if (mine === current) {
    facets.draw(asked, (facet) => matching.filter(({ names }) => passes(asked, names, facet)));
  }
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
  const any = {
    ...asked.any,
    [facet]: [...without(asked.any[facet]), ...(how === "any" ? [chosen] : [])],
  };
  const not = {
    ...asked.not,
    [facet]: [...without(asked.not[facet]), ...(how === "not" ? [chosen] : [])],
  };
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
  form.addEventListener("change", ({ target }) => {
    if (target !== field) change(entered());
  });
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
  document.getElementById("dateline:keep-citation").addEventListener(
    "click",
    () => keepCitation().catch(fail),
  );
  document.getElementById("dateline:keep-table").addEventListener(
    "click",
    () => keepTable().catch(fail),
  );
}

async function keepCitation() {
  const { citationOf } = await import("./export.js");
  const { results } = outcome;
  const found = { all: results.length, whole: countWhole(results) };
  const archive = { title, version: index.version, articles: index.articles };
  const now = new Date();
  const today = new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  const text = citationOf(asked, found, archive, location.href, today, lang);
  const out = kept.querySelector("output");
  out.textContent = text;
  await navigator.clipboard?.writeText(text).catch(() => getSelection().selectAllChildren(out));
}

async function keepTable() {
  const { tableOf } = await import("./export.js");
  const out = kept.querySelector("output");
  const text = await tableOf(
    outcome.results,
    (article) => index.fragment(article),
    location.origin,
    (done) => {
      out.textContent = gettext("%(done)s of %(articles)s …", {
        done: number(done),
        articles: counted(outcome.results.length),
      });
    },
  );
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
  facets = new Facets(document.getElementById("dateline:facets"), {
    lang,
    onChoose: choose,
    onOpen: () => drawFacets(current).catch(fail),
  });
  facets.openChosen(asked);
  listen();
  await search();
}

start();
