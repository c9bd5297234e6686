// Work that can be kept: a search as a citation, and its results as a table.

import { displayDate } from "./dates.js";
import { counted } from "./dom.js";
import { FACETS } from "./query.js";
import { gettext, number } from "../words.js";

const COLUMNS = ["rank", "headline", "date", "source", "address", "every_word"];
const AT_ONCE = 20;

/** A search in a sentence that another can repeat: what, how many, where, when. Pure. */
export function citationOf({ q, from, to, sort, any, not }, found, archive, address, today, lang) {
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
  return `${archive.title}, ${what}${limits.length ? ` (${limits.join("; ")})` : ""}: ${many}; ${
    orderOf(sort)
  }. ${version} ${when} ${address}`;
}

function rangeOf(from, to, lang) {
  const first = from ? displayDate(from, lang) : gettext("the first day");
  const last = to ? displayDate(to, lang) : gettext("the last day");
  return gettext("from %(first)s to %(last)s", { first, last });
}

function orderOf(sort) {
  return {
    relevance: gettext("most relevant first"),
    newest: gettext("newest first"),
    oldest: gettext("oldest first"),
  }[sort];
}

/** The results as CSV (RFC 4180), for spreadsheets: none of its cells is a formula. */
export async function tableOf(results, textOf, origin, onProgress) {
  const rows = [COLUMNS];
  for (let place = 0; place < results.length; place += AT_ONCE) {
    const some = results.slice(place, place + AT_ONCE);
    const texts = await Promise.all(some.map(textOf));
    texts.forEach(({ title, date, source = "", address }, i) =>
      rows.push([
        place + i + 1,
        title,
        date,
        source,
        origin + address,
        some[i].isWhole ? "yes" : "no",
      ])
    );
    onProgress(rows.length - 1);
  }
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

// Spreadsheets part cells by comma, semicolon or tab, whatever the file says, and pass over spaces, signs without width
// and quotation marks before the sign of a formula. So an apostrophe stands wherever one of them may see a cell begin.
const PASSED_OVER = String
  .raw`[\s"＂\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*`;
const FORMULA = new RegExp(`(?<=^|[;,])(?=${PASSED_OVER}[=+\\-@＝＋－＠﹢﹣﹦﹫])`, "g");
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

function cell(value) {
  const safe = String(value).replace(BREAKS, " ").replace(FORMULA, "'");
  return /[",;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
