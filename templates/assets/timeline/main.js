// The timeline: zoomed and moved from decades to days by wheel, drag, pinch and keys, narrowed to
// names; what is shown stands in the address. Whole and not narrowed, it is as the build drew it.

import { displayDate, spanOf } from "../search/dates.js";
import { counted, element } from "../search/dom.js";
import { displayBar } from "./bars.js";
import { dayOf, inBoth, numberOf, readDates } from "./dates.js";
import { listenToKeys, listenToPointer } from "./input.js";
import { draw, PLOT_HEIGHT, plotOf } from "./plot.js";
import { gettext } from "../words.js";

const LEAST_DAYS = 7;
const PAUSE = 250; // ms after which the address follows

const part = document.getElementById("dateline:timeline");
const selects = [...part.querySelectorAll("select")];
const svg = part.querySelector(".chart svg");
const asBuilt = [...svg.childNodes];
const builtHeight = svg.getAttribute("height");
const { base, dates, search } = part.dataset;
const { lang } = document.documentElement;
const selectOf = Object.fromEntries(selects.map((select) => [select.name, select]));
const kinds = Object.keys(selectOf);

const everything = readDates(dates);
const whole = wholeOf(everything);
let view = { ...whole };
let chosen = {}; // kind → slug
let names = {}; // kind → name, of what is chosen
let shown = everything;
let plot = null;
let cursor = ""; // the bar that the keys have come to
let failure = ""; // why the timeline could not be narrowed

const status = part.querySelector("[role=status]");
const box = element("div", {
  className: "timeline-plot",
  tabIndex: 0,
  ariaLabel: gettext("Timeline"),
});

function wholeOf({ days, vague }) {
  const ends = [...vague.keys()].map(spanOf).flatMap((
    { from, to },
  ) => [numberOf(from), numberOf(to)]);
  const all = [...days.keys(), ...ends].sort((one, other) => one - other);
  return { from: all[0], to: Math.max(all.at(-1), all[0] + LEAST_DAYS - 1) };
}

// A slow drag moves by less than a day at a time; what is drawn are whole days.
function daysShown() {
  return { from: Math.round(view.from), to: Math.round(view.to) };
}
function isWhole() {
  const { from, to } = daysShown();
  return from <= whole.from && to >= whole.to;
}
/** What the timeline is narrowed to, as kinds with slugs. */
function narrowedTo() {
  return Object.entries(chosen).filter(([, slug]) => slug);
}
function isNarrowed() {
  return narrowedTo().length > 0;
}

/** Shows a stretch of time, kept within the whole. */
function show(from, to) {
  const length = Math.min(Math.max(to - from, LEAST_DAYS - 1), whole.to - whole.from);
  const start = Math.min(Math.max(from, whole.from), whole.to - length);
  view = { from: start, to: start + length };
  requestDrawing();
}

let isWaiting = false;
function requestDrawing() {
  if (isWaiting) return;
  isWaiting = true;
  requestAnimationFrame(() => {
    isWaiting = false;
    redraw();
  });
}

function redraw() {
  const { from, to } = daysShown();
  plot = plotOf(shown, from, to);
  if (isWhole() && !isNarrowed() && !cursor) {
    svg.setAttribute("height", builtHeight);
    svg.replaceChildren(...asBuilt);
  } else {
    svg.setAttribute("height", PLOT_HEIGHT);
    svg.replaceChildren(...draw(plot, from, to, linkOf, lang));
    svg.querySelector(`[data-name="${cursor}"]`)?.classList.add("is-chosen");
  }
  part.querySelector("figcaption").hidden = !(isWhole() && !isNarrowed());
  status.textContent = said();
  rememberSoon();
}

function said() {
  if (failure) return failure;
  const at = plot.bars.find(({ name }) => name === cursor);
  if (at) return `${displayBar(at.name, lang)}: ${counted(at.count)}`;
  const [bars, vague] = [plot.bars, plot.vague].map((spans) =>
    spans.reduce((sum, { count }) => sum + count, 0)
  );
  const { from, to } = daysShown();
  const days = { first: displayDate(dayOf(from), lang), last: displayDate(dayOf(to), lang) };
  const only = Object.values(names).filter(Boolean).join(", ");
  const range = gettext("%(first)s to %(last)s: %(articles)s", {
    ...days,
    articles: counted(bars + vague),
  });
  return only ? `${only}. ${range}` : range;
}

/** Where a bar leads: to its page, or where the timeline is narrowed to just these articles. */
function linkOf(name) {
  if (name.endsWith("s")) return null;
  if (isNarrowed() && search) return `${search}?${searchFor(name)}`;
  const [year, month, day] = name.split("-");
  return `${base}timeline/${year}/${month ? `${month}/` : ""}${day ? `#dateline:day-${day}` : ""}`;
}

function searchFor(name) {
  const fields = JSON.parse(part.dataset.fields);
  const query = new URLSearchParams();
  for (const [kind, value] of Object.entries(names)) if (value) query.append(fields[kind], value);
  const { from, to } = spanOf(name);
  query.set("from", from);
  query.set("to", to);
  return query;
}

/** Zooms by a factor, above 1 nearer, about a place from 0 to 1. */
function zoom(factor, place = 0.5) {
  const length = view.to - view.from;
  const about = view.from + length * place;
  show(about - length / factor * place, about + length / factor * (1 - place));
}

function move(share) {
  const days = (view.to - view.from) * share;
  show(view.from + days, view.to + days);
}

function showAll() {
  cursor = "";
  show(whole.from, whole.to);
}

let remembering;
function rememberSoon() {
  clearTimeout(remembering);
  remembering = setTimeout(() => history.replaceState(null, "", addressOf()), PAUSE);
}

function addressOf() {
  const query = new URLSearchParams(narrowedTo());
  if (!isWhole()) {
    const { from, to } = daysShown();
    query.set("from", dayOf(from));
    query.set("to", dayOf(to));
  }
  return location.pathname + (query.size ? `?${query}` : "");
}

/** Narrows the timeline to what is chosen, whose dates are on the pages of the names. */
async function narrow() {
  try {
    const found = await Promise.all(narrowedTo().map(load));
    shown = found.reduce((dates, other) => inBoth(dates, other), everything);
    failure = "";
  } catch ({ message }) {
    failure = gettext("This failed: %(message)s", { message });
  }
  requestDrawing();
}

async function load([kind, slug]) {
  const answer = await fetch(`${base}${kind}/${encodeURIComponent(slug)}/`);
  if (!answer.ok) throw new Error(`${kind}/${slug}/: ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  names[kind] = page.querySelector("h1").textContent;
  offer(kind, slug);
  return readDates(page.querySelector("[data-dates]").dataset.dates);
}

// The list holds the commonest names; another may come with the address.
function offer(kind, slug) {
  const select = selectOf[kind];
  if (select.value !== slug) select.append(element("option", { value: slug }, names[kind]));
  select.value = slug;
}

function readAddress() {
  const query = new URLSearchParams(location.search);
  chosen = Object.fromEntries(kinds.map((kind) => [kind, query.get(kind) ?? ""]));
  names = {};
  for (const kind of kinds) selectOf[kind].value = chosen[kind];
  const [from, to] = ["from", "to"].map((name) => numberOf(query.get(name) ?? ""));
  view = from <= to ? { from, to } : { ...whole };
  show(view.from, view.to);
  return narrow();
}

/** Opens the page of a bar; a decade has none and is shown wider. */
function open(name) {
  const bar = plot.bars.find((each) => each.name === name);
  if (!bar) return;
  const href = linkOf(name);
  if (href) location.assign(href);
  else {
    cursor = "";
    show(bar.start, bar.end - 1);
  }
}

/** The keys go from one bar with articles to the next, and on into what is not yet shown. */
function step(way) {
  const filled = plot.bars.filter(({ count }) => count);
  const here = filled.findIndex(({ name }) => name === cursor);
  const next = here < 0 ? filled.at(way > 0 ? 0 : -1) : filled[here + way];
  if (next) cursor = next.name;
  else move(way / 2);
  requestDrawing();
}

function cursorPlace() {
  const bar = plot.bars.find(({ name }) => name === cursor);
  return bar
    ? Math.min(1, Math.max(0, ((bar.start + bar.end) / 2 - view.from) / (view.to - view.from)))
    : 0.5;
}

function listenToControls() {
  part.querySelector(".timeline-buttons").addEventListener("click", ({ target: { dataset } }) => {
    if (dataset.move) move(Number(dataset.move));
    else if (dataset.zoom) zoom(Number(dataset.zoom));
    else if ("whole" in dataset) showAll();
  });
  part.querySelector(".timeline-filters").addEventListener("change", ({ target }) => {
    chosen[target.name] = target.value;
    names[target.name] = "";
    history.pushState(null, "", addressOf());
    narrow();
  });
  addEventListener("popstate", readAddress);
}

function start() {
  box.setAttribute("role", "application");
  box.setAttribute("aria-describedby", "dateline:timeline-keys");
  svg.before(box);
  box.append(svg);
  listenToControls();
  listenToPointer(box, { zoom, move, open, isWhole });
  listenToKeys(box, {
    zoom: (factor) => zoom(factor, cursorPlace()),
    move,
    step,
    showAll,
    showFirst: () => show(whole.from, whole.from + view.to - view.from),
    showLast: () => show(whole.to - (view.to - view.from), whole.to),
    open: () => open(cursor),
  });
  readAddress();
}

start();
