// What answers a search: from the index, its tables and, where only they can tell, the texts.

import { isLimited } from "./address.js";
import { overlap, spanOf } from "./dates.js";
import { passes } from "./facets.js";
import {
  gather,
  hasName,
  holds,
  isBorneOut,
  isExact,
  needsText,
  rank,
  rankAgain,
  rarities,
  wordsOfClause,
} from "./rank.js";
import { gettext, ngettext, number } from "../words.js";

const RANKED_AGAIN = 30; // articles whose texts are loaded to put them in order
const FEW_RANKED = 10; // where one word is asked for, the index alone ranks nearly as well
const MOST_CHECKED = 400;

/**
 * Everything that answers a query within what was chosen beside it (`asked`): `results` in order,
 * `matching` before facets were chosen, the `scope` of shards and the days `from` and `to` that
 * were looked at, the `rarity` of each word, and `notes` for the reader.
 */
export async function answer(index, query, asked) {
  const { from, to } = overlap(asked, query);
  const isEmpty = Boolean(from && to && from > to);
  const scope = isEmpty ? [] : index.scope(from, to);
  const { words, dropped } = wordsToAsk(index, query);
  const notes = [];
  if (isEmpty && !query.problems.length) notes.push(gettext("The range ends before it begins."));
  if (dropped.length) {
    notes.push(
      gettext(
        "Not searched for, being in most articles: %(words)s. In quotation marks they count.",
        { words: dropped.join(", ") },
      ),
    );
  }

  const isText = query.clauses.some((clause) => wordsOfClause(clause).length);
  const isNamed = usesNames(query) || isLimited(asked);
  const isDated = from || to || asked.sort !== "relevance" || !isText;
  const hits = await lookUp(index, words, scope, { isDated, isNamed });
  const candidates = isText ? gather(hits) : gatherAll(await index.all(scope), hits);
  if (isDated) await describe(index, candidates);
  if (isNamed) {
    await name(index, candidates);
    notes.push(...await unknownNames(index, query, scope));
  }
  const looked = new Set(words);
  const held = candidates.filter((article) =>
    isWithin(article, from, to) && answers(query, article, looked)
  );

  const wordsIn = (clauses) =>
    [...new Set(clauses.flatMap(wordsOfClause))].filter((word) => looked.has(word));
  const scored = wordsIn(query.clauses);
  const plain = wordsIn(query.clauses.filter(({ kind }) => kind === "word"));
  const total = scope.reduce((articles, shard) => articles + shard.articles, 0);
  const rarity = rarities(new Map([...hits].map(([word, found]) => [word, found.size])), total);
  const ranked = rank(held, scored, plain, rarity);
  const matching = needsText(query) ? await checked(index, query, ranked, looked, notes) : ranked;
  const chosen = isNamed ? matching.filter(({ names }) => passes(asked, names)) : matching;
  return {
    results: await inOrder(index, chosen, scored, rarity, asked.sort),
    matching,
    scope,
    from,
    to,
    rarity,
    notes,
  };
}

// A word that most articles hold is not looked up where others are asked for: plain words do
// without, and of a phrase the rest finds the articles whose text is checked.
function wordsToAsk(index, { clauses, without }) {
  const isRare = (word) => !index.isCommon(word);
  const plain = clauses.filter(({ kind }) => kind === "word").flatMap(wordsOfClause);
  const needed = [...clauses.filter(({ kind }) => kind !== "word"), ...without].flatMap((clause) =>
    neededOf(index, clause)
  );
  const isEnough = plain.some(isRare) ||
    clauses.flatMap((clause) => neededOf(index, clause)).some(isRare);
  const words = new Set([...(isEnough ? plain.filter(isRare) : plain), ...needed]);
  return { words: [...words], dropped: [...new Set(plain)].filter((word) => !words.has(word)) };
}

function neededOf(index, clause) {
  if (clause.kind === "any") return clause.of.flatMap((one) => neededOf(index, one));
  const words = wordsOfClause(clause);
  const rare = isExact(clause) ? words.filter((word) => !index.isCommon(word)) : [];
  return rare.length ? rare : words;
}

async function lookUp(index, words, scope, { isDated, isNamed }) {
  const [hits] = await Promise.all([
    Promise.all(words.map(async (word) => [word, await index.hits(word, scope)])),
    (isDated || isNamed) && Promise.all(scope.map((shard) => index.table(shard))),
    isNamed && Promise.all(scope.map((shard) => index.names(shard))),
  ]);
  return new Map(hits);
}

function answers({ clauses, without }, article, looked) {
  return clauses.every((clause) => clause.kind === "word" || holds(clause, article, looked)) &&
    !without.some((clause) => !isExact(clause) && holds(clause, article, looked));
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
export async function describe(index, articles) {
  const unknown = articles.filter(({ row }) => row === undefined);
  const tables = await tablesOf(unknown, (shard) => index.table(shard));
  for (const article of unknown) {
    const { rows, dates } = tables.get(article.shard);
    article.row = rows.get(article.id);
    article.date = dates[article.row];
  }
}

/** Gives articles the names they have, by facet, and the lengths of their headlines. */
export async function name(index, articles) {
  await describe(index, articles);
  const unknown = articles.filter(({ names }) => !names);
  const tables = await tablesOf(unknown, (shard) => index.names(shard));
  for (const article of unknown) {
    const { titles, facets: byFacet } = tables.get(article.shard);
    article.titleWords = titles[article.row];
    article.names = Object.fromEntries(
      Object.entries(byFacet).map(([facet, { of }]) => [facet, of[article.row]]),
    );
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

async function unknownNames(index, { clauses, without }, scope) {
  const asked = [...clauses, ...without].flatMap((clause) => clause.of ?? [clause]).filter((
    { kind },
  ) => kind === "facet");
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

function noneHas(facet, wanted, isPart) {
  const values = { facet, name: wanted };
  return isPart
    ? gettext("No article of this time has the %(facet)s “%(name)s”.", values)
    : gettext("No article has the %(facet)s “%(name)s”.", values);
}

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

// A phrase is one of word stems until the text was read.
async function checked(index, query, articles, looked, notes) {
  const some = articles.slice(0, MOST_CHECKED);
  const texts = await Promise.all(some.map((article) => index.fragment(article)));
  const rest = articles.slice(MOST_CHECKED);
  if (rest.length) {
    notes.push(ngettext(
      "The words of a phrase stand together in %(count)s article; the first %(checked)s were checked for its exact form.",
      "The words of a phrase stand together in %(count)s articles; the first %(checked)s were checked for its exact form.",
      articles.length,
      { checked: number(MOST_CHECKED) },
    ));
  }
  return [
    ...some.filter((article, place) => isBorneOut(query, article, texts[place], looked)),
    ...rest.filter((article) => !query.without.some((clause) => holds(clause, article, looked))),
  ];
}

async function inOrder(index, ranked, words, rarity, sort) {
  if (sort !== "relevance" || !words.length) {
    const sign = sort === "oldest" ? 1 : -1;
    return [...ranked].sort((one, other) =>
      sign * (one.date < other.date ? -1 : one.date > other.date ? 1 : one.row - other.row)
    );
  }
  const some = ranked.slice(0, words.length > 1 ? RANKED_AGAIN : FEW_RANKED);
  const texts = new Map(
    await Promise.all(some.map(async (article) => [article.key, await index.fragment(article)])),
  );
  return [
    ...rankAgain(some, words, rarity, texts, (language) => index.lengthIn(language)),
    ...ranked.slice(some.length),
  ];
}
