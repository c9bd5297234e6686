// Which articles answer a query, and in what order. Pure: the page and the measurement of ranking
// run this very code.

import {
  fold,
  holdsPhrase,
  splitPhrase,
  splitWords,
  titleLength,
  tokensOf,
  wordsOf,
} from "./text.js";

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

/** The words of a clause that the index is asked for. */
export function wordsOfClause(clause) {
  if (clause.kind === "any") return clause.of.flatMap(wordsOfClause);
  if (clause.kind === "facet") return [];
  return isExact(clause) ? splitPhrase(clause.text) : splitWords(clause.text);
}

/** The articles that any word was found in: `at` has, for each word, the places where it stands. */
export function gather(hitsByWord) {
  const articles = new Map();
  for (const [word, hits] of hitsByWord) {
    for (const [key, { shard, id, places }] of hits) {
      let article = articles.get(key);
      if (!article) articles.set(key, article = { key, shard, id, at: new Map() });
      article.at.set(word, places);
    }
  }
  return [...articles.values()];
}

/** Whether a clause holds for an article, as far as the index and the tables tell. Words that are
    not in `asked` were not looked up, being common: they are taken to stand where they should. */
export function holds(clause, article, asked) {
  const has = (word) => article.at.has(word) || !asked.has(word);
  const inTitle = (word) =>
    !asked.has(word) || article.at.get(word)?.some((place) => place < article.titleWords);
  switch (clause.kind) {
    case "word":
      return splitWords(clause.text).every(has);
    case "phrase":
      return standTogether(splitPhrase(clause.text), article, asked, Infinity);
    case "title":
      return clause.exact
        ? standTogether(splitPhrase(clause.text), article, asked, article.titleWords)
        : splitWords(clause.text).every(inTitle);
    case "facet":
      return hasName(article.names[clause.facet], clause.name);
    default:
      return clause.of.some((one) => holds(one, article, asked));
  }
}

/** Whether a name is among those of a facet, which an article may not have at all. */
export function hasName(names, wanted) {
  return names?.some((name) => isSameName(name, wanted)) ?? false;
}

/** Whether two spellings name the same: case aside. */
export function isSameName(one, other) {
  return one.normalize("NFC").toLowerCase() === other.normalize("NFC").toLowerCase();
}

// The parts of a compound share their place, so what follows stands there or a word later.
function standTogether(words, { at }, asked, end) {
  const known = words.flatMap((
    word,
    offset,
  ) => (asked.has(word) ? [{ places: at.get(word), offset }] : []));
  if (known.some(({ places }) => !places)) return false;
  if (!known.length) return true;
  const [first, ...others] = known;
  return first.places.some((start) => {
    let { offset: passed } = first;
    let here = start;
    return start < end && others.every(({ places, offset }) => {
      const next = places.find((place) => place >= here && place <= here + offset - passed);
      [here, passed] = [next, offset];
      return next < end;
    });
  });
}

/** Whether only the text of an article can tell if it answers: the index knows words by their stem. */
export function needsText({ clauses, without }) {
  return [...clauses, ...without].some((clause) => isExact(clause) || clause.of?.some(isExact));
}

/** Whether a clause is about words in their very form. */
export function isExact({ kind, exact }) {
  return kind === "phrase" || exact;
}

/** Whether the text of an article bears out the phrases of a query, word for word. */
export function isBorneOut({ clauses, without }, article, text, asked) {
  const stands = (clause) => {
    if (clause.kind === "phrase") return holdsPhrase(text.content, clause.text);
    if (clause.kind === "title" && clause.exact) return holdsPhrase(text.title, clause.text);
    if (clause.kind === "any") return clause.of.some(stands);
    return holds(clause, article, asked);
  };
  return clauses.every((clause) => clause.kind === "word" || stands(clause)) &&
    !without.some(stands);
}

/** How rare each word is, by how many articles of so many hold it. */
export function rarities(counts, total) {
  return new Map(
    [...counts].map((
      [word, count],
    ) => [word, Math.log(1 + (Math.max(total, count) - count + 0.5) / (count + 0.5))]),
  );
}

/** The articles that answer, best first by what the index alone tells: those with every one of
    the `plain` words (`isWhole`), then those with most of them. `words` are all that were asked. */
export function rank(articles, words, plain, rarity) {
  for (const article of articles) {
    const held = plain.filter((word) => article.at.has(word));
    article.isWhole = held.length === plain.length;
    article.weight = held.reduce((sum, word) => sum + rarity.get(word), 0);
    article.score = score(article, words, rarity, null);
  }
  const most = articles.reduce((best, { weight }) => Math.max(best, weight), 0);
  return articles.filter(({ weight }) => weight >= MOST * most).sort(byScore);
}

/** The best of those again, now that their texts are known: `texts` by key. `lengthIn` gives the
    average length of a language's texts. */
export function rankAgain(articles, words, rarity, texts, lengthIn) {
  for (const article of articles) {
    const text = texts.get(article.key);
    article.score = score(article, words, rarity, seen(text, lengthIn(text.language)));
  }
  articles.sort(byScore);
  if (words.length >= QUESTION && articles.length > MODELS) {
    addLikeness(articles, words.map(fold), texts, lengthIn);
  }
  return articles.sort(byScore);
}

function addLikeness(articles, asked, texts, lengthIn) {
  const held = articles.map(({ key }) => frequencies(texts.get(key), lengthIn));
  const spread = new Map();
  for (const each of held) {
    for (const word of each.keys()) spread.set(word, (spread.get(word) ?? 0) + 1);
  }
  const best = articles[0].score;
  const traits = new Map();
  held.slice(0, MODELS).forEach((each, place) => {
    for (const [word, frequency] of each) {
      if (asked.includes(word) || spread.get(word) > articles.length / 2) continue;
      const known = traits.get(word) ?? { weight: 0, models: 0 };
      known.weight += articles[place].score / best * frequency *
        Math.log(1 + articles.length / spread.get(word));
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

// BM25's frequency of each word of a text, between 0 and 1.
function frequencies(text, lengthIn) {
  return (text.frequencies ??= (() => {
    const counts = new Map();
    for (const word of wordsOf(text.content)) {
      if (word.length > 2) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    const length = K1 * (1 - B + B * text.words / lengthIn(text.language));
    return new Map([...counts].map(([word, count]) => [word, count / (count + length)]));
  })());
}

function seen(text, average) {
  const tokens = tokensOf(text.content);
  return {
    length: 1 - B + B * text.words / average,
    titleWords: titleLength(text, tokens),
    headings: text.anchors.map((
      { location, text: heading },
    ) => [location, location + tokensOf(heading).length]),
    isOtherForm: (place, word) => !holdsPhrase(tokens[place] ?? "", word),
  };
}

function score({ at }, words, rarity, text) {
  let sum = 0;
  words.forEach((word, number) => {
    const places = at.get(word);
    if (!places) return;
    const worth = rarity.get(word);
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
      sum += NEAR * Math.min(worth, rarity.get(next));
    }
  });
  return sum;
}

function byScore(one, other) {
  return other.isWhole - one.isWhole || other.score - one.score ||
    one.shard.number - other.shard.number || (one.id < other.id ? -1 : 1);
}
