// The search page: the form and the address say what is asked, Pagefind finds it, we list it.
// Every language of the archive has an index of its own; a search asks all of them.

const form = document.getElementById("search");
const list = document.getElementById("results");
const status = document.querySelector("[role=status]");
const more = document.getElementById("more");
const { bundle, base, lang } = form.dataset;
const FIELDS = ["q", "tag", "source", "from", "to", "sort"];
const STEP = 10;
const PATIENCE = 20;
// A word of the article's own above one that only begins like it (Pagefind's default is 1).
const RANKING = { termSimilarity: 10 };

let indexes;
let facets;
let current = 0;

// Each language has an index in parts by time; the newest brings Pagefind's script and is asked
// together with the older ones. `noWorker` spares the reader a second copy of that script.
async function load() {
  const answer = await fetch(`${bundle}bundles.json`);
  if (!answer.ok) throw new Error("This site was published without a search index.");
  const { bundles } = await answer.json();
  return Promise.all(bundles.map(async ({ path, older, language }) => {
    const pagefind = await import(`${bundle}${path}pagefind.js`);
    await pagefind.options({ baseUrl: base, noWorker: true, ranking: RANKING });
    await Promise.all(older.map((part) =>
      pagefind.mergeIndex(bundle + part.path, { baseUrl: base, ranking: RANKING })));
    const parts = [path, ...older.map((part) => part.path)];
    return { pagefind, language, dates: once(() => loadDates(parts)) };
  }));
}

// The date of every article by the name of its fragment: loaded for sorting alone.
async function loadDates(parts) {
  const tables = await Promise.all(parts.map((part) =>
    fetch(`${bundle}${part}dates.json`).then((answer) => answer.json())));
  return Object.assign({}, ...tables);
}

function once(make) {
  let made;
  return () => (made ??= make());
}

// What stands in the address is what is searched for, so that a search can be sent and kept.
function state() {
  const asked = new URLSearchParams(location.search);
  const read = Object.fromEntries(FIELDS.map((field) => [field, asked.get(field) ?? ""]));
  for (const field of ["from", "to"]) if (!/^\d{4}-\d{2}-\d{2}$/.test(read[field])) read[field] = "";
  return read;
}

function remember() {
  const entries = [...new FormData(form)].filter(([field, value]) =>
    value && !(field === "sort" && value === "relevance"));
  const query = new URLSearchParams(entries).toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
}

// A date of a month or a year is in a range that any of its days is in.
function firstDay(date) { return `${date}-01-01`.slice(0, 10).replace(/^(\d{4}-\d{2})-01-$/, "$1-01"); }
function lastDay(date) { return `${date}-12-31`.slice(0, 10).replace(/^(\d{4}-\d{2})-12-$/, "$1-31"); }

function within(from, to) {
  return Object.keys(facets.date).filter((date) =>
    (!from || lastDay(date) >= from) && (!to || firstDay(date) <= to));
}

function filters({ tag, source, from, to }) {
  const wanted = {};
  if (tag) wanted.tag = tag;
  if (source) wanted.source = source;
  // Pagefind takes an empty list of dates for no limit: one that no article has stands for none.
  if (from || to) wanted.date = { any: ["none", ...within(from, to)] };
  return wanted;
}

// Pagefind answers a word that a part of the index does not know with a shorter one that it does,
// down to one letter. Such answers score lowest, so the last result tells whether there are any;
// if so, all are judged from the top until none has held for a while. An article holds a word if
// one of its own begins with half of it: only alphabets whose words change at the end can be judged.
async function genuine(results, query) {
  const words = fold(query).match(/[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]+/gu) ?? [];
  const patterns = words.map((word) => new RegExp(`[^\\p{L}]${word.slice(0, Math.ceil(word.length / 2))}`, "u"));
  const holds = async (result) => {
    const { content, meta } = await result.data();
    const text = ` ${fold(`${meta.title} ${content}`)}`;
    return patterns.every((pattern) => pattern.test(text));
  };
  if (!patterns.length || !results.length || await holds(results.at(-1))) return results;
  const kept = [];
  for (let place = 0, missed = 0; place < results.length && missed < PATIENCE; place += PATIENCE) {
    const some = results.slice(place, place + PATIENCE);
    const held = await Promise.all(some.map(holds));
    kept.push(...some.filter((_, i) => held[i]));
    missed = held.some(Boolean) ? 0 : PATIENCE;
  }
  return kept;
}

function fold(text) {
  return text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
}

// Pagefind sorts within one part of an index only, so the order is ours.
async function inOrder(found, sort) {
  if (sort !== "newest" && sort !== "oldest") return found.sort((a, b) => b.score - a.score);
  await Promise.all(found.map(async (result) => { result.date = (await result.index.dates())[result.id]; }));
  const sign = sort === "newest" ? -1 : 1;
  return found.sort((a, b) => sign * (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

function displayDate(date) {
  const [year, month, day] = date.split("-").map(Number);
  const parts = { year: "numeric", month: month ? "long" : undefined, day: day ? "numeric" : undefined };
  const locale = lang === "en" ? "en-GB" : lang;
  const when = new Date(Date.UTC(2000, (month || 1) - 1, day || 1));
  when.setUTCFullYear(year);
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone: "UTC" }).format(when);
}

function element(name, attributes, ...children) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
}

// Pagefind marks the words it found and escapes the rest; the marks are made again here, so that
// no text of an article is ever read as HTML.
function excerpt(marked) {
  const parsed = new DOMParser().parseFromString(marked, "text/html").body;
  return [...parsed.childNodes].map((node) =>
    node.nodeName === "MARK" ? element("mark", {}, node.textContent) : node.textContent);
}

function item({ url, meta, filters: { date: [date], source = [] }, excerpt: marked }, language) {
  const time = element("time", { className: "dt-published", dateTime: date }, displayDate(date));
  const place = element("p", { className: "card-place" }, time);
  if (source.length) place.append(" ", element("span", { className: "card-source" }, source[0]));
  const own = { lang: language, dir: "auto" };
  const link = element("a", { className: "u-url p-name", href: url, ...own }, meta.title);
  const text = element("p", { className: "p-summary", ...own }, ...excerpt(marked));
  return element("li", { className: "h-entry" }, place, element("h2", { className: "card-title" }, link), text);
}

function say(text, isDone) {
  status.textContent = text;
  status.dataset.state = isDone ? "done" : "working";
}

async function search() {
  try {
    await find();
  } catch (error) {
    say(`The search failed: ${error.message}`, true);
  }
}

async function find() {
  const mine = ++current;
  const asked = state();
  const wanted = filters(asked);
  if (!asked.q && !Object.keys(wanted).length) {
    list.replaceChildren();
    more.hidden = true;
    return say("", true);
  }
  say("Searching …", false);
  const lists = await Promise.all(indexes.map(async (index) => {
    const { results } = await index.pagefind.search(asked.q || null, { filters: wanted });
    return (await genuine(results, asked.q)).map((result) => Object.assign(result, { index }));
  }));
  const found = await inOrder(lists.flat(), asked.sort);
  if (mine !== current) return;

  let shown = 0;
  async function show() {
    const some = found.slice(shown, shown + STEP);
    const items = await Promise.all(some.map(async (result) =>
      item(await result.data(), result.index.language)));
    if (mine !== current) return;
    if (!shown) list.replaceChildren();
    list.append(...items);
    shown += some.length;
    more.hidden = shown >= found.length;
  }
  await show();
  if (mine !== current) return;
  more.onclick = show;
  say(found.length === 1 ? "1 article" : `${found.length.toLocaleString(lang)} articles`, true);
}

function fill(select, counts) {
  const chosen = select.value || state()[select.name];
  const names = [...new Set([...Object.keys(counts), chosen])].filter(Boolean).sort((a, b) => a.localeCompare(b, lang));
  select.append(...names.map((name) => element("option", { value: name }, name)));
  select.value = chosen;
}

// The names to choose from are as large as the index itself: loaded when somebody wants to choose.
const loadFacets = once(async () => {
  const counts = { tag: {}, source: {}, date: {} };
  for (const part of await Promise.all(indexes.map(({ pagefind }) => pagefind.filters()))) {
    for (const [name, values] of Object.entries(part)) Object.assign(counts[name] ?? {}, values);
  }
  facets = counts;
  fill(form.elements.tag, counts.tag);
  fill(form.elements.source, counts.source);
});

async function start() {
  const asked = state();
  form.elements.q.value = asked.q;
  if (["newest", "oldest"].includes(asked.sort)) form.elements.sort.value = asked.sort;
  for (const field of ["from", "to"]) form.elements[field].value = asked[field];
  try {
    indexes = await load();
  } catch (error) {
    return say(error.message, true);
  }
  if (asked.tag || asked.source || asked.from || asked.to) await loadFacets();
  for (const field of ["tag", "source", "from", "to"]) {
    form.elements[field].addEventListener("focus", loadFacets);
  }
  let typing;
  form.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(async () => { remember(); await searchWithFacets(); }, 150);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); remember(); searchWithFacets(); });
  await search();
}

async function searchWithFacets() {
  const { from, to } = state();
  if (from || to) await loadFacets();
  await search();
}

start();
