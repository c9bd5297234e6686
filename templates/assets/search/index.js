// The index: Pagefind's shards, and the tables of dates and names beside them.

import { two } from "./dates.js";
import { numbersIn } from "./numbers.js";
import { indexedWord, isUnspaced, tokensOf, wordsOf } from "./text.js";
import { gettext } from "../words.js";

// Exact answers score 1 however a word is weighed, so an index's weight tells which shard answered.
const RANKING = { metaWeights: { title: 1 }, termSimilarity: 10 };
const LOST = gettext(
  "A part of the index could not be loaded. Check the connection, reload the page and search again.",
);
const SIGNATURE = 12; // "pagefind_dcd", before the JSON of a fragment
const MOST_PREFIXED = 60;

/** Opens the index of an archive: `bundle` is the address of its folder, `base` the site's. */
export async function openIndex(bundle, base) {
  const answer = await fetch(`${bundle}bundles.json`, { cache: "no-cache" });
  if (!answer.ok) throw new Error(gettext("This site was published without a search index."));
  return new Index(bundle, base, await answer.json());
}

class Index {
  #bundle;
  #base;
  #languages;
  #fragments = new Map();
  #lost = 0;
  #closed = 0;

  constructor(bundle, base, { version, bundles }) {
    this.version = version;
    this.#bundle = bundle;
    this.#base = base;
    this.shards = bundles.flatMap(({ language, shards }) =>
      shards.map((shard) => ({ ...shard, language }))
    );
    this.shards.forEach((shard, number) => {
      shard.number = number;
    });
    this.#languages = bundles.map(({ language, words, common }) => ({
      language,
      length: words,
      common: new Set(common),
      shards: this.shards.filter((shard) => shard.language === language),
      pagefind: null,
      opening: null,
      opened: new Set(),
      words: new Map(),
    }));
    this.#watchFetches();
  }

  get articles() {
    return this.shards.reduce((sum, shard) => sum + shard.articles, 0);
  }

  get languages() {
    return this.#languages.map(({ language }) => language);
  }

  /** The words of an article in a language, on average. */
  lengthIn(language) {
    return this.#languages.find((one) => one.language === language).length;
  }

  /** Whether a word is so common in the archive's main language that it says nothing. */
  isCommon(word) {
    return this.#languages[0]?.common.has(word) ?? false;
  }

  /** The shards that hold articles of a range of days; an end that is "" is open. */
  scope(from, to) {
    return this.shards.filter((shard) => (!from || shard.to >= from) && (!to || shard.from <= to));
  }

  /** Every article of the scope that holds a word, by key, with the places where it stands. Where
      none does, those that hold a longer word which begins so. */
  async hits(word, scope) {
    const wanted = new Set(scope);
    const asked = this.#languages.filter(({ shards }) => shards.some((shard) => wanted.has(shard)));
    const lost = this.#lost;
    await this.open(scope);
    try {
      let hits = await this.#remembered(word, asked, (one) => this.#ask(one, word));
      if (!hits.length) {
        hits = await this.#remembered(`${word}…`, asked, (one) => this.#askBeginnings(one, word));
      }
      if (this.#lost === lost) {
        return new Map(hits.filter(({ shard }) => wanted.has(shard)).map((hit) => [hit.key, hit]));
      }
    } catch (error) {
      if (this.#lost === lost) throw error;
    }
    await this.#close();
    throw new Error(LOST);
  }

  /** Loads what the shards of a scope need before a word can be asked for. */
  async open(scope) {
    const asked = this.#languages.filter(({ shards }) =>
      shards.some((shard) => scope.includes(shard))
    );
    try {
      await Promise.all(asked.map((one) => (one.opening = this.#open(one, scope, one.opening))));
    } catch {
      await this.#close();
      throw new Error(LOST);
    }
  }

  async #remembered(word, asked, ask) {
    const answers = asked.map((one) => {
      if (!one.words.has(word)) one.words.set(word, ask(one));
      return one.words.get(word);
    });
    return (await Promise.all(answers)).flat();
  }

  // In quotation marks Pagefind finds just this word, by its stem, but tells only the first place;
  // without, every place, and words that begin alike.
  async #ask(one, word) {
    const term = indexedWord(word);
    const length = term.split(" ").length;
    const exact = await one.pagefind.search(`"${term}"`);
    const loose = await one.pagefind.search(term);
    const places = new Map(
      loose.results.map(({ id, words }) => [id, length > 1 ? inRuns(words, length) : words]),
    );
    return exact.results.filter(({ words }) => words.length).map(({ id, score, words }) =>
      this.#hit(
        this.shards[Math.round(score) - 1],
        id,
        places.get(id)?.length ? places.get(id) : words,
      )
    );
  }

  // Pagefind answers an unknown word with longer ones that begin with it, but also with shorter
  // ones, down to a letter: the text of the article tells.
  async #askBeginnings(one, word) {
    const [start] = isUnspaced(word) ? [] : wordsOf(word);
    const { results } = start ? await one.pagefind.search(word) : { results: [] };
    if (!results.length) return [];
    const tables = await Promise.all([...one.opened].map((shard) => this.table(shard)));
    const held = results.slice(0, MOST_PREFIXED).flatMap(({ id }) =>
      tables
        .filter(({ rows }) => rows.has(id))
        .map(async ({ shard }) => {
          const hit = this.#hit(shard, id, []);
          const { content } = await this.fragment(hit);
          const places = tokensOf(content).flatMap((token, place) => (wordsOf(token).some((each) =>
              each.startsWith(start)
            )
            ? [place]
            : [])
          );
          return { ...hit, places };
        })
    );
    return (await Promise.all(held)).filter(({ places }) => places.length);
  }

  #hit(shard, id, places) {
    return { key: `${shard.number}/${id}`, shard, id, places };
  }

  // The newest shard of a language brings Pagefind's script and is always loaded. `noWorker` spares
  // the reader a second copy of that script.
  async #open(one, scope, before) {
    await before;
    const [newest] = one.shards;
    const settings = (shard) => ({
      baseUrl: this.#base,
      ranking: RANKING,
      indexWeight: shard.number + 1,
      metaCacheTag: shard.version,
    });
    if (!one.pagefind) {
      // A browser does not load again a script that failed, unless it has another address.
      const again = this.#closed ? `?again=${this.#closed}` : "";
      const pagefind = await import(`${this.#bundle}${newest.path}pagefind.js${again}`);
      await pagefind.options({ ...settings(newest), noWorker: true });
      await pagefind.init();
      await pagefind.filters(); // throws where the newest shard could not be loaded; merging would wait for ever
      one.pagefind = pagefind;
      one.opened.add(newest);
    }
    const missing = scope.filter((shard) =>
      shard.language === one.language && !one.opened.has(shard)
    );
    if (!missing.length) return;
    await Promise.all(
      missing.map((shard) => one.pagefind.mergeIndex(this.#bundle + shard.path, settings(shard))),
    );
    for (const shard of missing) one.opened.add(shard);
    one.words.clear();
  }

  // Pagefind never asks again for what failed to load; a new instance does.
  async #close() {
    this.#closed += 1;
    await Promise.all(this.#languages.map(async (one) => {
      const { pagefind } = one;
      Object.assign(one, { pagefind: null, opening: null, opened: new Set(), words: new Map() });
      await pagefind?.destroy();
    }));
  }

  /** The articles of a shard, oldest first: `rows` gives the place of each by its id. */
  table(shard) {
    return (shard.table ??= this.#load(`${shard.path}articles.json`, shard).then(
      ({ width, ids, dates }) => {
        const split = dates.map((_, row) => ids.slice(row * width, (row + 1) * width));
        let number = 0;
        return {
          shard,
          ids: split,
          rows: new Map(split.map((id, row) => [id, row])),
          dates: dates.map((step) => dateOf(number += step)),
        };
      },
    ).catch((error) => {
      shard.table = undefined;
      throw error;
    }));
  }

  /** What a shard's articles are called: `titles` how many words each headline has; for each of the
      `facets` the `names` in use, and `of` which of them each article has. */
  names(shard) {
    return (shard.names ??= this.#load(`${shard.path}names.json`, shard).then((
      { titles, ...facets },
    ) => ({
      titles: numbersIn(titles),
      facets: Object.fromEntries(
        Object.entries(facets).map((
          [facet, { names, of }],
        ) => [facet, {
          names,
          of: of.split(" ").map((places) => numbersIn(places).map((place) => names[place])),
        }]),
      ),
    })).catch((error) => {
      shard.names = undefined;
      throw error;
    }));
  }

  /** Every article of the scope, as a hit without places. */
  async all(scope) {
    const tables = await Promise.all(scope.map((shard) => this.table(shard)));
    return tables.flatMap(({ shard, ids }) => ids.map((id) => this.#hit(shard, id, [])));
  }

  /** The text of an article with its headline, date, source and headings. */
  fragment({ key, shard, id }) {
    if (!this.#fragments.has(key)) {
      const loaded = this.#loadFragment(shard, id);
      loaded.catch(() => this.#fragments.delete(key));
      this.#fragments.set(key, loaded);
    }
    return this.#fragments.get(key);
  }

  async #loadFragment(shard, id) {
    const answer = await this.#get(`${shard.path}fragment/${id}.pf_fragment?v=${shard.version}`);
    const unpacked = answer.body.pipeThrough(new DecompressionStream("gzip"));
    const text = (await new Response(unpacked).text()).slice(SIGNATURE);
    const { url, content, word_count: words, meta, anchors } = JSON.parse(text);
    const address = `${this.#base}${url}`.replace(/\/+/g, "/");
    return { ...meta, language: shard.language, address, content, words, anchors };
  }

  async #load(path, { version }) {
    const answer = await this.#get(`${path}?v=${version}`);
    return answer.json();
  }

  async #get(path) {
    const answer = await fetch(this.#bundle + path).catch(() => null);
    if (!answer?.ok) throw new Error(LOST);
    return answer;
  }

  // Pagefind takes a chunk that failed to load for one without the word, and says nothing. Names of
  // chunks are short, so another may have borne one before: the version of its shard goes with it.
  #watchFetches() {
    const native = globalThis.fetch;
    const versions = new Map(
      this.shards.map(({ path, version }) => [`${this.#bundle}${path}index/`, version]),
    );
    globalThis.fetch = async (address, ...options) => {
      const version = versions.get(String(address).replace(/[^/]*\.pf_index$/, ""));
      try {
        const answer = await native(version ? `${address}?v=${version}` : address, ...options);
        if (!answer.ok) this.#lost += 1;
        return answer;
      } catch (error) {
        this.#lost += 1;
        throw error;
      }
    };
  }
}

/** The places, of those in order, that stand in runs of so many at least. */
function inRuns(places, length) {
  const set = new Set(places);
  const isStart = (place) =>
    Array.from({ length }, (_, step) => place + step).every((each) => set.has(each));
  const inRun = new Set(
    places.filter(isStart).flatMap((place) => Array.from({ length }, (_, step) => place + step)),
  );
  return [...inRun];
}

function dateOf(number) {
  const [year, month, day] = [
    Math.floor(number / 10000),
    Math.floor(number / 100) % 100,
    number % 100,
  ];
  const text = String(year).padStart(4, "0");
  return !month ? text : !day ? `${text}-${two(month)}` : `${text}-${two(month)}-${two(day)}`;
}
