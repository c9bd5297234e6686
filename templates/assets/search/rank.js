// Which articles answer a query, and in what order. Pure: the page and the measurement of ranking
// run this very code.

import { standTogether } from "./match.js";
import { fold, holdsPhrase, titleLength, tokensOf, wordsOf } from "./text.js";

/** @import { Hit } from "./index.js" */
/** @import { Shard } from "./loader.js" */
/** @import { Text } from "./tables.js" */

/**
 * An article that was found: `at` has, for each word, the places where it stands. Its row, date and
 * names are there once the tables of its shard are loaded (`names.js`), the rest once it is ranked.
 *
 * @typedef {object} Article
 * @property {string} key
 * @property {Shard} shard
 * @property {string} id
 * @property {Map<string, number[]>} at
 * @property {number} row in its shard's tables; -1 until it is known
 * @property {string} date
 * @property {number} titleWords
 * @property {Record<string, string[]> | null} names by facet
 * @property {boolean} isWhole whether it holds every word
 * @property {number} weight of the words it holds
 * @property {number} score
 */

/**
 * What the text of an article tells of the places of words.
 *
 * @typedef {object} Places
 * @property {number} length
 * @property {number} titleWords
 * @property {number[][]} headings
 * @property {(place: number, word: string) => boolean} isOtherForm
 */

/** @typedef {(language: string) => number} LengthIn the average length of a language's texts */

// Robertson's BM25 (S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework", 2009).
// What is added to it, and the constants, were weighed on questions with known answers; see
// docs/decisions/ranking.md.
const K1 = 1.6;
const B = 0.75;
const OTHER_FORM = 0.5; // "protests" for "protest", against the word as it was asked
const TITLE = 0.4; // of a word's rarity, where the headline has it
const HEADING = 0.2; // where a heading has it
const LEAD = 0.4; // where it is among the first words: news begins with what matters
const LEAD_WORDS = 40;
const NEAR = 0.3; // of the lesser rarity of two words that stand together as they were asked
// A question of several words is not all that its answers have in common: those most like the best
// are better (J. Rocchio, "Relevance feedback in information retrieval", 1971, without the reader).
const QUESTION = 3; // words
const MODELS = 3; // articles
const TRAITS = 20; // words of theirs
const LIKENESS = 0.2; // of the best score
const MOST = 0.3; // of the best article's weight of words: with less, it is not listed

/**
 * An article of which the index alone is known so far.
 *
 * @param {{ key: string, shard: Shard, id: string }} hit
 * @returns {Article}
 */
export function articleOf({ key, shard, id }) {
  const unknown = { row: -1, date: "", titleWords: 0, names: null };
  return { key, shard, id, at: new Map(), ...unknown, isWhole: false, weight: 0, score: 0 };
}

/**
 * The articles that any word was found in.
 *
 * @param {Map<string, Map<string, Hit>>} hitsByWord
 */
export function gather(hitsByWord) {
  /** @type {Map<string, Article>} */
  const articles = new Map();
  for (const [word, hits] of hitsByWord) {
    for (const hit of hits.values()) {
      const article = articles.get(hit.key) ?? articleOf(hit);
      articles.set(hit.key, article);
      article.at.set(word, hit.places);
    }
  }
  return [...articles.values()];
}

/**
 * How rare each word is, by how many articles of so many hold it.
 *
 * @param {Map<string, number>} counts
 * @param {number} total
 */
export function rarities(counts, total) {
  const rarityOf = (/** @type {number} */ count) =>
    Math.log(1 + (Math.max(total, count) - count + 0.5) / (count + 0.5));
  return new Map([...counts].map(([word, count]) => [word, rarityOf(count)]));
}

/**
 * The articles that answer, best first by what the index alone tells: those with every one of
 * the `plain` words, then those with most of them. `words` are all that were asked.
 *
 * @param {Article[]} articles
 * @param {string[]} words
 * @param {string[]} plain
 * @param {Map<string, number>} rarity
 */
export function rank(articles, words, plain, rarity) {
  for (const article of articles) {
    const held = plain.filter((word) => article.at.has(word));
    article.isWhole = held.length === plain.length;
    article.weight = held.reduce((sum, word) => sum + (rarity.get(word) ?? 0), 0);
    article.score = score(article, words, rarity, null);
  }
  const most = articles.reduce((best, { weight }) => Math.max(best, weight), 0);
  return articles.filter(({ weight }) => weight >= MOST * most).sort(byScore);
}

/**
 * The best of those again, now that their texts are known.
 *
 * @param {{ article: Article, text: Text }[]} read
 * @param {string[]} words
 * @param {Map<string, number>} rarity
 * @param {LengthIn} lengthIn
 */
export function rankAgain(read, words, rarity, lengthIn) {
  for (const { article, text } of read) {
    article.score = score(article, words, rarity, placesIn(text, lengthIn(text.language)));
  }
  read.sort((one, other) => byScore(one.article, other.article));
  if (words.length >= QUESTION && read.length > MODELS) {
    addLikeness(read, words.map(fold), lengthIn);
  }
  return read.map(({ article }) => article).sort(byScore);
}

/**
 * @param {{ article: Article, text: Text }[]} read best first
 * @param {string[]} asked
 * @param {LengthIn} lengthIn
 */
function addLikeness(read, asked, lengthIn) {
  const articles = read.map(({ article }) => article);
  const held = read.map(({ text }) => frequencies(text, lengthIn));
  /** @type {Map<string, number>} */
  const spread = new Map();
  for (const each of held) {
    for (const word of each.keys()) spread.set(word, (spread.get(word) ?? 0) + 1);
  }
  const best = articles[0].score;
  /** @type {Map<string, { weight: number, models: number }>} */
  const traits = new Map();
  held.slice(0, MODELS).forEach((each, place) => {
    for (const [word, frequency] of each) {
      const inArticles = spread.get(word) ?? 0;
      if (asked.includes(word) || inArticles > articles.length / 2) continue;
      const known = traits.get(word) ?? { weight: 0, models: 0 };
      known.weight += articles[place].score / best * frequency *
        Math.log(1 + articles.length / inArticles);
      known.models += 1;
      traits.set(word, known);
    }
  });
  const told = [...traits].filter(([, { models }]) => models > 1)
    .sort(([, one], [, other]) => other.weight - one.weight).slice(0, TRAITS);
  const all = told.reduce((sum, [, { weight }]) => sum + weight, 0);
  if (!all) return;
  articles.forEach((article, place) => {
    const likeness = told.reduce((sum, [word, { weight }]) =>
      sum + weight * (held[place].get(word) ?? 0), 0) / all;
    article.score += LIKENESS * best * likeness * (K1 + 1);
  });
}

/**
 * BM25's frequency of each word of a text, between 0 and 1.
 *
 * @param {Text} text
 * @param {LengthIn} lengthIn
 * @returns {Map<string, number>}
 */
function frequencies(text, lengthIn) {
  return (text.frequencies ??= (() => {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const word of wordsOf(text.content)) {
      if (word.length > 2) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    const length = K1 * (1 - B + B * text.words / lengthIn(text.language));
    return new Map([...counts].map(([word, count]) => [word, count / (count + length)]));
  })());
}

/**
 * @param {Text} text
 * @param {number} average
 * @returns {Places}
 */
function placesIn(text, average) {
  const tokens = tokensOf(text.content);
  return {
    length: 1 - B + B * text.words / average,
    titleWords: titleLength(text, tokens),
    headings: text.anchors.map((anchor) => [
      anchor.location,
      anchor.location + tokensOf(anchor.text).length,
    ]),
    isOtherForm: (place, word) => !holdsPhrase(tokens[place] ?? "", word),
  };
}

/**
 * @param {Article} article
 * @param {string[]} words
 * @param {Map<string, number>} rarity
 * @param {Places | null} text
 */
function score({ at }, words, rarity, text) {
  let sum = 0;
  words.forEach((word, number) => {
    const places = at.get(word);
    if (!places) return;
    const worth = rarity.get(word) ?? 0;
    const forms = text ? places.filter((place) => text.isOtherForm(place, word)).length : 0;
    const frequency = places.length - (1 - OTHER_FORM) * forms;
    sum += worth * frequency * (K1 + 1) / (frequency + K1 * (text?.length ?? 1));
    if (text && places[0] < text.titleWords) sum += TITLE * worth;
    else if (places[0] < LEAD_WORDS) sum += LEAD * worth;
    if (text?.headings.some(([from, to]) => places.some((place) => place >= from && place < to))) {
      sum += HEADING * worth;
    }
    const next = words[number + 1];
    if (at.has(next) && standTogether([word, next], { at }, at, Infinity)) {
      sum += NEAR * Math.min(worth, rarity.get(next) ?? 0);
    }
  });
  return sum;
}

/**
 * @param {Article} one
 * @param {Article} other
 */
function byScore(one, other) {
  return Number(other.isWhole) - Number(one.isWhole) || other.score - one.score ||
    one.shard.number - other.shard.number || (one.id < other.id ? -1 : 1);
}
