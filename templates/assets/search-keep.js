// Work that can be kept: a search as a citation, and its results as a table.

import { displayDate } from "./search-dates.js";
import { counted } from "./search-page.js";
import { FACETS } from "./search-query.js";

const COLUMNS = ["rank", "headline", "date", "source", "address", "every_word"];
const AT_ONCE = 20;

/** A search in a sentence that another can repeat: what, how many, where, when. Pure. */
export function citationOf({ q, from, to, sort, any, not }, found, archive, address, today, lang) {
  const limits = FACETS.flatMap((facet) => [
    ...(any[facet].length ? [`${facet}: ${any[facet].join(" or ")}`] : []),
    ...(not[facet].length ? [`without ${facet}: ${not[facet].join(", ")}`] : []),
  ]);
  if (from || to) limits.push(`from ${from ? displayDate(from, lang) : "the first day"} to ${to ? displayDate(to, lang) : "the last day"}`);
  const many = `${counted(found.all, lang)}${found.whole < found.all ? `, ${found.whole.toLocaleString(lang)} of them with every word` : ""}`;
  return `${archive.title}, search ${q ? `“${q}”` : "for every article"}${limits.length ? ` (${limits.join("; ")})` : ""}: ${many}; `
    + `${{ relevance: "most relevant", newest: "newest", oldest: "oldest" }[sort]} first. `
    + `Archive version ${archive.version} (${counted(archive.articles, lang)}). Searched ${displayDate(today, lang)}. ${address}`;
}

/** The results as CSV (RFC 4180), for spreadsheets: none of its cells is a formula. */
export async function tableOf(results, textOf, origin, onProgress) {
  const rows = [COLUMNS];
  for (let place = 0; place < results.length; place += AT_ONCE) {
    const some = results.slice(place, place + AT_ONCE);
    const texts = await Promise.all(some.map(textOf));
    texts.forEach(({ title, date, source = "", address }, i) =>
      rows.push([place + i + 1, title, date, source, origin + address, some[i].isWhole ? "yes" : "no"]));
    onProgress(rows.length - 1);
  }
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(value) {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
