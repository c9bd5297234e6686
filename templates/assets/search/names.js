// What the tables tell of the articles found: their dates and names.

import { hasName } from "./match.js";
import { gettext } from "../words.js";

/** @import { Index } from "./index.js" */
/** @import { Shard } from "./loader.js" */
/** @import { Query } from "./query.js" */
/** @import { Article } from "./rank.js" */
/** @import { Names } from "./tables.js" */

/**
 * Gives articles their dates.
 *
 * @param {Index} index
 * @param {Article[]} articles
 */
export async function describe(index, articles) {
  const unknown = Map.groupBy(articles.filter(({ row }) => row < 0), ({ shard }) => shard);
  await Promise.all([...unknown].map(async ([shard, some]) => {
    const { rows, dates } = await index.table(shard);
    for (const article of some) {
      article.row = rows.get(article.id) ?? -1;
      article.date = dates[article.row];
    }
  }));
}

/**
 * Gives articles the names they have, by facet, and the lengths of their headlines.
 *
 * @param {Index} index
 * @param {Article[]} articles
 */
export async function name(index, articles) {
  await describe(index, articles);
  const unknown = Map.groupBy(articles.filter(({ names }) => !names), ({ shard }) => shard);
  await Promise.all([...unknown].map(async ([shard, some]) => {
    const { titles, facets } = await index.names(shard);
    for (const article of some) {
      article.titleWords = titles[article.row];
      article.names = Object.fromEntries(
        Object.entries(facets).map(([facet, { of }]) => [facet, of[article.row]]),
      );
      article.names.language = [shard.language];
    }
  }));
}

/**
 * @param {Index} index
 * @param {Query} query
 * @param {Shard[]} scope
 */
export async function unknownNames(index, { clauses, without }, scope) {
  const asked = [...clauses, ...without]
    .flatMap((clause) => clause.kind === "any" ? clause.of : [clause])
    .filter((clause) => clause.kind === "facet");
  if (!asked.length) return [];
  const tables = await Promise.all(scope.map((shard) => index.names(shard)));
  const isPart = scope.length < index.shards.length;
  return asked.filter(({ facet, name: wanted }) =>
    facet === "language"
      ? !hasName(index.languages, wanted)
      : !tables.some(({ facets }) => hasName(facets[facet]?.names, wanted))
  )
    .map(({ facet, name: wanted }) =>
      `${noneHas(facet, wanted, isPart)} ${nearNames(tables, facet, wanted)}`
    );
}

/**
 * @param {string} facet
 * @param {string} wanted
 * @param {boolean} isPart
 */
function noneHas(facet, wanted, isPart) {
  const values = { facet, name: wanted };
  return isPart
    ? gettext("No article of this time has the %(facet)s “%(name)s”.", values)
    : gettext("No article has the %(facet)s “%(name)s”.", values);
}

/**
 * @param {Names[]} tables
 * @param {string} facet
 * @param {string} wanted
 */
function nearNames(tables, facet, wanted) {
  const start = wanted.toLowerCase();
  const near = new Set(
    tables.flatMap(({ facets }) => facets[facet]?.names ?? []).filter((one) =>
      one.toLowerCase().includes(start)
    ),
  );
  if (!near.size) {
    return gettext("Names are written whole, in quotation marks if they have spaces.");
  }
  return gettext("There is: %(names)s.", { names: [...near].slice(0, 5).join(", ") });
}
