// What answers a search: from the index, its tables and, where only they can tell, the texts.

import { isLimited } from "./address.js";
import { overlap, spanOfDate } from "./dates.js";
import { passes } from "./facets.js";
import { holds, isBorneOut, isExact, needsText, wordsOfClause } from "./match.js";
import { describe, name, unknownNames } from "./names.js";
import { articleOf, gather, rank, rankAgain, rarities } from "./rank.js";
import { gettext, ngettext, number } from "../words.js";

/** @import { Search } from "./address.js" */
/** @import { Hit, Index } from "./index.js" */
/** @import { Shard } from "./loader.js" */
/** @import { Clause, Query } from "./query.js" */
/** @import { Article } from "./rank.js" */

/** @typedef {Map<string, Map<string, Hit>>} Hits by word and by key of the article */

/**
 * What answers a query: `results` in order, `matching` before facets were chosen, the `scope` of
 * shards and the days `from` and `to` that were looked at, the `rarity` of each word, and `notes`
 * for the reader.
 *
 * @typedef {object} Answer
 * @property {Article[]} results
 * @property {Article[]} matching
 * @property {Shard[]} scope
 * @property {string} from
 * @property {string} to
 * @property {Map<string, number>} rarity
 * @property {string[]} notes
 */

const RANKED_AGAIN = 30; // articles whose texts are loaded to put them in order
const FEW_RANKED = 10; // where one word is asked for, the index alone ranks nearly as well
const MOST_CHECKED = 400;

/**
 * Everything that answers a query within what was chosen beside it (`asked`).
 *
 * @param {Index} index
 * @param {Query} query
 * @param {Search} asked
 * @returns {Promise<Answer>}
 */
export async function answer(index, query, asked) {
  const { from, to } = overlap(asked, query);
  const isEmpty = Boolean(from && to && from > to);
  const scope = isEmpty ? [] : index.scope(from, to);
  const { words, dropped } = wordsToAsk(index, query);
  /** @type {string[]} */
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
  const isDated = Boolean(from || to || asked.sort !== "relevance" || !isText);
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

  const wordsIn = (/** @type {Clause[]} */ clauses) =>
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

/**
 * A word that most articles hold is not looked up where others are asked for: plain words do
 * without, and of a phrase the rest finds the articles whose text is checked.
 *
 * @param {Index} index
 * @param {Query} query
 */
function wordsToAsk(index, { clauses, without }) {
  const isRare = (/** @type {string} */ word) => !index.isCommon(word);
  const plain = clauses.filter(({ kind }) => kind === "word").flatMap(wordsOfClause);
  const needed = [...clauses.filter(({ kind }) => kind !== "word"), ...without].flatMap((clause) =>
    neededOf(index, clause)
  );
  const isEnough = plain.some(isRare) ||
    clauses.flatMap((clause) => neededOf(index, clause)).some(isRare);
  const words = new Set([...(isEnough ? plain.filter(isRare) : plain), ...needed]);
  return { words: [...words], dropped: [...new Set(plain)].filter((word) => !words.has(word)) };
}

/**
 * @param {Index} index
 * @param {Clause} clause
 * @returns {string[]}
 */
function neededOf(index, clause) {
  if (clause.kind === "any") return clause.of.flatMap((one) => neededOf(index, one));
  const words = wordsOfClause(clause);
  const rare = isExact(clause) ? words.filter((word) => !index.isCommon(word)) : [];
  return rare.length ? rare : words;
}

/**
 * @param {Index} index
 * @param {string[]} words
 * @param {Shard[]} scope
 * @param {{ isDated: boolean, isNamed: boolean }} needs
 * @returns {Promise<Hits>}
 */
async function lookUp(index, words, scope, { isDated, isNamed }) {
  const [hits] = await Promise.all([
    Promise.all(words.map((word) => index.hits(word, scope))),
    (isDated || isNamed) && Promise.all(scope.map((shard) => index.table(shard))),
    isNamed && Promise.all(scope.map((shard) => index.names(shard))),
  ]);
  return new Map(words.map((word, place) => [word, hits[place]]));
}

/**
 * @param {Query} query
 * @param {Article} article
 * @param {Set<string>} looked
 */
function answers({ clauses, without }, article, looked) {
  return clauses.every((clause) => clause.kind === "word" || holds(clause, article, looked)) &&
    !without.some((clause) => !isExact(clause) && holds(clause, article, looked));
}

/** @param {Query} query */
function usesNames({ clauses, without }) {
  /** @type {(clause: Clause) => boolean} */
  const isNamed = (clause) =>
    clause.kind === "any"
      ? clause.of.some(isNamed)
      : clause.kind === "facet" || clause.kind === "title";
  return [...clauses, ...without].some(isNamed);
}

/**
 * @param {Hit[]} all
 * @param {Hits} hits
 */
function gatherAll(all, hits) {
  const found = new Map(gather(hits).map((article) => [article.key, article]));
  return all.map((hit) => found.get(hit.key) ?? articleOf(hit));
}

/**
 * A date of a month or a year is in a range that any of its days is in.
 *
 * @param {Article} article
 * @param {string} from
 * @param {string} to
 */
function isWithin({ date }, from, to) {
  if (!from && !to) return true;
  const span = spanOfDate(date);
  return (!from || span.to >= from) && (!to || span.from <= to);
}

/**
 * A phrase is one of word stems until the text was read.
 *
 * @param {Index} index
 * @param {Query} query
 * @param {Article[]} articles
 * @param {Set<string>} looked
 * @param {string[]} notes
 */
async function checked(index, query, articles, looked, notes) {
  const some = articles.slice(0, MOST_CHECKED);
  const texts = await Promise.all(some.map((article) => index.fragment(article)));
  const rest = articles.slice(MOST_CHECKED);
  if (rest.length) {
    notes.push(ngettext(
      "The words of a phrase stand together in %(count)s article; " +
        "the first %(checked)s were checked for its exact form.",
      "The words of a phrase stand together in %(count)s articles; " +
        "the first %(checked)s were checked for its exact form.",
      articles.length,
      { checked: number(MOST_CHECKED) },
    ));
  }
  return [
    ...some.filter((article, place) => isBorneOut(query, article, texts[place], looked)),
    ...rest.filter((article) => !query.without.some((clause) => holds(clause, article, looked))),
  ];
}

/**
 * @param {Index} index
 * @param {Article[]} ranked
 * @param {string[]} words
 * @param {Map<string, number>} rarity
 * @param {string} sort
 */
async function inOrder(index, ranked, words, rarity, sort) {
  if (sort !== "relevance" || !words.length) {
    const sign = sort === "oldest" ? 1 : -1;
    return [...ranked].sort((one, other) =>
      sign * (one.date < other.date ? -1 : one.date > other.date ? 1 : one.row - other.row)
    );
  }
  const some = ranked.slice(0, words.length > 1 ? RANKED_AGAIN : FEW_RANKED);
  const read = await Promise.all(
    some.map(async (article) => ({ article, text: await index.fragment(article) })),
  );
  return [
    ...rankAgain(read, words, rarity, (language) => index.lengthIn(language)),
    ...ranked.slice(some.length),
  ];
}
