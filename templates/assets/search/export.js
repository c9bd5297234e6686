// Work that can be kept: a search as a citation, and its results as a table.

import { displayDate } from "./dates.js";
import { counted, element } from "./dom.js";
import { FACETS } from "./fields.js";
import { gettext, number } from "../words.js";

/** @import { Search } from "./address.js" */
/** @import { Article } from "./rank.js" */
/** @import { TextOf } from "./results.js" */

const COLUMNS = ["rank", "headline", "date", "source", "address", "every_word"];
const AT_ONCE = 20;

/**
 * What a citation tells beside the search: how many articles were found, `whole` with every word;
 * where, and on what day.
 *
 * @typedef {object} Occasion
 * @property {{ all: number, whole: number }} found
 * @property {{ title: string, version: string, articles: number }} archive
 * @property {string} address
 * @property {string} today
 */

/**
 * A search in a sentence that another can repeat: what, how many, where, when. Pure.
 *
 * @param {Search} asked
 * @param {Occasion} occasion
 * @param {string} lang
 */
export function citationOf(asked, { found, archive, address, today }, lang) {
  const { q, from, to, sort, any, not } = asked;
  const limits = FACETS.flatMap((facet) => [
    ...(any[facet].length
      ? [`${facet}: ${new Intl.ListFormat(lang, { type: "disjunction" }).format(any[facet])}`]
      : []),
    ...(not[facet].length
      ? [gettext("without %(facet)s: %(names)s", { facet, names: not[facet].join(", ") })]
      : []),
  ]);
  if (from || to) limits.push(rangeOf(from, to, lang));
  const values = { articles: counted(found.all), whole: number(found.whole) };
  const many = found.whole < found.all
    ? gettext("%(articles)s, %(whole)s of them with every word", values)
    : values.articles;
  const what = q
    ? gettext("search “%(query)s”", { query: q })
    : gettext("search for every article");
  const version = gettext("Archive version %(version)s (%(articles)s).", {
    version: archive.version,
    articles: counted(archive.articles),
  });
  const when = gettext("Searched %(date)s.", { date: displayDate(today, lang) });
  const limited = limits.length ? ` (${limits.join("; ")})` : "";
  const search = `${archive.title}, ${what}${limited}: ${many}; ${orderOf(sort)}.`;
  return `${search} ${version} ${when} ${address}`;
}

/**
 * @param {string} from
 * @param {string} to
 * @param {string} lang
 */
function rangeOf(from, to, lang) {
  const first = from ? displayDate(from, lang) : gettext("the first day");
  const last = to ? displayDate(to, lang) : gettext("the last day");
  return gettext("from %(first)s to %(last)s", { first, last });
}

/** @param {string} sort */
function orderOf(sort) {
  if (sort === "newest") return gettext("newest first");
  if (sort === "oldest") return gettext("oldest first");
  return gettext("most relevant first");
}

/**
 * Shows the citation of a search, and copies it.
 *
 * @param {HTMLElement} out
 * @param {Search} asked
 * @param {Occasion["found"]} found
 * @param {Occasion["archive"]} archive
 * @param {string} lang
 */
export async function keepCitation(out, asked, found, archive, lang) {
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  const today = local.toISOString().slice(0, 10);
  const text = citationOf(asked, { found, archive, address: location.href, today }, lang);
  out.textContent = text;
  await navigator.clipboard?.writeText(text)
    .catch(() => getSelection()?.selectAllChildren(out));
}

/**
 * Has the browser save the results as a table.
 *
 * @param {HTMLElement} out where progress is shown
 * @param {Article[]} results
 * @param {TextOf} textOf
 */
export async function keepTable(out, results, textOf) {
  const articles = counted(results.length);
  const text = await tableOf(results, textOf, location.origin, (done) => {
    out.textContent = gettext("%(done)s of %(articles)s …", { done: number(done), articles });
  });
  out.textContent = "";
  const href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  element("a", { href, download: "search.csv" }).click();
  URL.revokeObjectURL(href);
}

/**
 * The results as CSV (RFC 4180), for spreadsheets: none of its cells is a formula.
 *
 * @param {Article[]} results
 * @param {TextOf} textOf
 * @param {string} origin
 * @param {(done: number) => void} onProgress
 */
export async function tableOf(results, textOf, origin, onProgress) {
  /** @type {(string | number)[][]} */
  const rows = [COLUMNS];
  for (let place = 0; place < results.length; place += AT_ONCE) {
    const some = results.slice(place, place + AT_ONCE);
    const texts = await Promise.all(some.map(textOf));
    texts.forEach(({ title, date, source = "", address }, i) => {
      const isWhole = some[i].isWhole ? "yes" : "no";
      rows.push([place + i + 1, title, date, source, origin + address, isWhole]);
    });
    onProgress(rows.length - 1);
  }
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

// Spreadsheets part cells by comma, semicolon or tab, whatever the file says, and pass over spaces,
// signs without width and quotation marks before the sign of a formula. So an apostrophe stands
// wherever one of them may see a cell begin.
const WITHOUT_WIDTH = "\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff";
const PASSED_OVER = `[\\s"＂\\u0000-\\u001f\\u007f-\\u009f${WITHOUT_WIDTH}]*`;
const FORMULA = new RegExp(`(?<=^|[;,])(?=${PASSED_OVER}[=+\\-@＝＋－＠﹢﹣﹦﹫])`, "g");
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/** @param {string | number} value */
function cell(value) {
  const safe = String(value).replace(BREAKS, " ").replace(FORMULA, "'");
  return /[",;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
