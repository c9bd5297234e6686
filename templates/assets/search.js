// The search page: the form and the address say what is asked, Pagefind finds it, we list it.
// Every language of the archive has an index of its own; a search asks all of them.

const form = document.getElementById("search");
const list = document.getElementById("results");
const status = document.querySelector("[role=status]");
const more = document.getElementById("more");
const { bundle, base, lang } = form.dataset;
const FIELDS = ["q", "tag", "source", "from", "to", "sort"];
const STEP = 30;

let indexes;
let dates;
let current = 0;

async function load() {
  const answer = await fetch(`${bundle}bundles.json`);
  if (!answer.ok) throw new Error("This site was published without a search index.");
  const { bundles } = await answer.json();
  return Promise.all(bundles.map(async ({ path }) => {
    const pagefind = await import(`${bundle}${path}pagefind.js`);
    await pagefind.options({ baseUrl: base });
    return pagefind;
  }));
}

// What stands in the address is what is searched for, so that a search can be sent and kept.
function state() {
  const asked = new URLSearchParams(location.search);
  return Object.fromEntries(FIELDS.map((field) => [field, asked.get(field) ?? ""]));
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
  return [...dates].filter((date) =>
    (!from || lastDay(date) >= from) && (!to || firstDay(date) <= to));
}

function filters({ tag, source, from, to }) {
  const wanted = {};
  if (tag) wanted.tag = tag;
  if (source) wanted.source = source;
  if (from || to) wanted.date = { any: within(from, to) };
  return wanted;
}

// Merges lists that are each in order; only the heads have to be loaded to know the next.
async function* merge(lists, before) {
  const heads = await Promise.all(lists.map((results) => head(results, 0)));
  while (heads.some(Boolean)) {
    let next = -1;
    heads.forEach((one, i) => { if (one && (next < 0 || before(one, heads[next]))) next = i; });
    yield heads[next];
    heads[next] = await head(lists[next], heads[next].place + 1);
  }
}

async function head(results, place) {
  if (place >= results.length) return null;
  return { place, score: results[place].score, ...await results[place].data() };
}

// Pagefind answers an unknown word with whatever begins like it, if need be with its first letter:
// an index that does not know the word at all would answer a search in another language. The best
// article of an index tells: it must hold, for every word, one that begins with half of it.
// Only alphabets whose words change at the end can be judged so.
async function answers(results, query) {
  const words = fold(query).match(/[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]+/gu) ?? [];
  if (!results.length || !words.length) return results;
  const { content, meta } = await results[0].data();
  const text = ` ${fold(`${meta.title} ${content}`)}`;
  const holds = (word) => text.match(new RegExp(`[^\\p{L}]${word.slice(0, Math.ceil(word.length / 2))}`, "u"));
  return words.every(holds) ? results : [];
}

function fold(text) {
  return text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
}

const ORDERS = {
  relevance: (a, b) => a.score > b.score,
  newest: (a, b) => a.meta.date > b.meta.date,
  oldest: (a, b) => a.meta.date < b.meta.date,
};

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

function item({ url, meta, excerpt: marked }) {
  const time = element("time", { className: "dt-published", dateTime: meta.date }, displayDate(meta.date));
  const place = element("p", { className: "card-place" }, time);
  if (meta.source) place.append(" ", element("span", { className: "card-source" }, meta.source));
  const link = element("a", { className: "u-url p-name", href: url, lang: meta.lang, dir: "auto" }, meta.title);
  const text = element("p", { className: "p-summary", lang: meta.lang, dir: "auto" }, ...excerpt(marked));
  return element("li", { className: "h-entry" }, place, element("h2", { className: "card-title" }, link), text);
}

function say(text, isDone) {
  status.textContent = text;
  status.dataset.state = isDone ? "done" : "working";
}

async function search() {
  const mine = ++current;
  const asked = state();
  const wanted = filters(asked);
  if (!asked.q && !Object.keys(wanted).length) {
    list.replaceChildren();
    more.hidden = true;
    return say("", true);
  }
  say("Searching …", false);
  const sort = { newest: { date: "desc" }, oldest: { date: "asc" } }[asked.sort];
  const found = await Promise.all(indexes.map(async (index) =>
    answers((await index.search(asked.q || null, { filters: wanted, sort })).results, asked.q)));
  if (mine !== current) return;
  const total = found.reduce((sum, results) => sum + results.length, 0);
  const ordered = merge(found, ORDERS[asked.sort] ?? ORDERS.relevance);

  async function show() {
    const items = [];
    for (let next; items.length < STEP && !(next = await ordered.next()).done;) {
      items.push(item(next.value));
    }
    if (mine !== current) return;
    list.append(...items);
    more.hidden = list.children.length >= total;
  }
  const before = [...list.children];
  await show();
  if (mine !== current) return;
  before.forEach((old) => old.remove());
  more.onclick = show;
  say(total === 1 ? "1 article" : `${total.toLocaleString(lang)} articles`, true);
}

function options(select, counts) {
  const names = Object.keys(counts).sort((a, b) => a.localeCompare(b, lang));
  select.append(...names.map((name) => element("option", { value: name }, name)));
}

async function start() {
  const asked = state();
  form.elements.q.value = asked.q;
  try {
    indexes = await load();
  } catch (error) {
    return say(error.message, true);
  }
  const counts = { tag: {}, source: {}, date: {} };
  for (const part of await Promise.all(indexes.map((index) => index.filters()))) {
    for (const [name, values] of Object.entries(part)) Object.assign(counts[name] ?? {}, values);
  }
  dates = new Set(Object.keys(counts.date));
  options(form.elements.tag, counts.tag);
  options(form.elements.source, counts.source);
  for (const field of FIELDS) if (asked[field]) form.elements[field].value = asked[field];
  let typing;
  form.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => { remember(); search(); }, 150);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); remember(); search(); });
  await search();
}

start();
