// The index: the shards of every language, and the tables of dates and names beside them.

import { beginningsIn, LanguageIndex } from "./language.js";
import { Loader, LOST } from "./loader.js";
import { namesOf, tableOf, textOf } from "./tables.js";
import { gettext } from "../words.js";

/** @import { Shard } from "./loader.js" */
/** @import { Names, Table, Text } from "./tables.js" */

/**
 * An article that holds a word, with the places where it stands.
 *
 * @typedef {{ key: string, shard: Shard, id: string, places: number[] }} Hit
 */

/**
 * As `bundles.json` describes the index of one language.
 *
 * @typedef {object} Bundle
 * @property {string} language
 * @property {number} words
 * @property {string[]} common
 * @property {Omit<Shard, "number" | "language">[]} shards
 */

/**
 * Opens the index of an archive: `bundle` is the address of its folder, `base` the site's.
 *
 * @param {string} bundle
 * @param {string} base
 */
export async function openIndex(bundle, base) {
  const answer = await fetch(`${bundle}bundles.json`, { cache: "no-cache" });
  if (!answer.ok) throw new Error(gettext("This site was published without a search index."));
  return new Index(bundle, base, await answer.json());
}

/**
 * One language: how long its texts are on average, its commonest words, and what was asked so far.
 *
 * @typedef {object} Language
 * @property {string} language
 * @property {number} length
 * @property {Set<string>} common
 * @property {LanguageIndex} index
 * @property {Map<string, Promise<Hit[]>>} words
 */

/** The index of an archive. */
export class Index {
  #base;
  #loader;
  /** @type {Language[]} */
  #languages;
  /** @type {Map<Shard, Promise<Table>>} */
  #tables = new Map();
  /** @type {Map<Shard, Promise<Names>>} */
  #names = new Map();
  /** @type {Map<string, Promise<Text>>} */
  #fragments = new Map();

  /**
   * @param {string} bundle
   * @param {string} base
   * @param {{ version: string, bundles: Bundle[] }} description
   */
  constructor(bundle, base, { version, bundles }) {
    this.version = version;
    /** @type {Shard[]} */
    this.shards = bundles
      .flatMap(({ language, shards }) => shards.map((shard) => ({ ...shard, language })))
      .map((shard, number) => ({ ...shard, number }));
    const loader = new Loader(bundle, this.shards);
    this.#base = base;
    this.#loader = loader;
    this.#languages = bundles.map(({ language, words, common }) => {
      const shards = this.shards.filter((shard) => shard.language === language);
      return {
        language,
        length: words,
        common: new Set(common),
        index: new LanguageIndex(shards, { bundle, base, loader }),
        words: new Map(),
      };
    });
  }

  get articles() {
    return this.shards.reduce((sum, shard) => sum + shard.articles, 0);
  }

  get languages() {
    return this.#languages.map(({ language }) => language);
  }

  /**
   * The words of an article in a language, on average.
   *
   * @param {string} language
   */
  lengthIn(language) {
    return this.#languages.find((one) => one.language === language)?.length ?? 1;
  }

  /**
   * Whether a word is so common in the archive's main language that it says nothing.
   *
   * @param {string} word
   */
  isCommon(word) {
    return this.#languages[0]?.common.has(word) ?? false;
  }

  /**
   * The shards that hold articles of a range of days; an end that is "" is open.
   *
   * @param {string} from
   * @param {string} to
   */
  scope(from, to) {
    return this.shards.filter((shard) => (!from || shard.to >= from) && (!to || shard.from <= to));
  }

  /**
   * Every article of the scope that holds a word, by key. Where none does, those that hold a longer
   * word which begins so.
   *
   * @param {string} word
   * @param {Shard[]} scope
   */
  async hits(word, scope) {
    const wanted = new Set(scope);
    const asked = this.#languagesOf(scope);
    const { lost } = this.#loader;
    await this.open(scope);
    try {
      let hits = await remembered(word, asked, (one) => this.#ask(one, word));
      if (!hits.length) {
        hits = await remembered(`${word}…`, asked, (one) => this.#askBeginnings(one, word));
      }
      if (this.#loader.lost === lost) {
        return new Map(
          hits.filter(({ shard }) => wanted.has(shard)).map((hit) => [hit.key, hit]),
        );
      }
    } catch (error) {
      if (this.#loader.lost === lost) throw error;
    }
    await this.#close();
    throw new Error(LOST);
  }

  /**
   * Loads what the shards of a scope need before a word can be asked for.
   *
   * @param {Shard[]} scope
   */
  async open(scope) {
    try {
      await Promise.all(
        this.#languagesOf(scope).map(async (one) => {
          if (await one.index.open(scope)) one.words.clear();
        }),
      );
    } catch {
      await this.#close();
      throw new Error(LOST);
    }
  }

  /** @param {Shard[]} scope */
  #languagesOf(scope) {
    const languages = new Set(scope.map(({ language }) => language));
    return this.#languages.filter(({ language }) => languages.has(language));
  }

  /**
   * @param {Language} one
   * @param {string} word
   */
  async #ask({ index }, word) {
    const found = await index.ask(word);
    return found.map(({ shard, id, places }) => hitOf(this.shards[shard], id, places));
  }

  /**
   * @param {Language} one
   * @param {string} word
   */
  async #askBeginnings({ index }, word) {
    const ids = await index.askBeginnings(word);
    if (!ids.length) return [];
    const tables = await Promise.all(index.opened.map((shard) => this.table(shard)));
    const held = ids.flatMap((id) =>
      tables.filter(({ rows }) => rows.has(id)).map(async ({ shard }) => {
        const { content } = await this.fragment(hitOf(shard, id, []));
        return hitOf(shard, id, beginningsIn(content, word));
      })
    );
    return (await Promise.all(held)).filter(({ places }) => places.length);
  }

  async #close() {
    for (const one of this.#languages) one.words.clear();
    await Promise.all(this.#languages.map(({ index }) => index.close()));
  }

  /** @param {Shard} shard */
  table(shard) {
    return loadedOnce(this.#tables, shard, async () => {
      const text = await this.#loader.text(shard, "articles.json");
      return tableOf(shard, JSON.parse(text));
    });
  }

  /** @param {Shard} shard */
  names(shard) {
    return loadedOnce(this.#names, shard, async () => {
      const text = await this.#loader.text(shard, "names.json");
      return namesOf(JSON.parse(text));
    });
  }

  /**
   * Every article of the scope, as a hit without places.
   *
   * @param {Shard[]} scope
   */
  async all(scope) {
    const tables = await Promise.all(scope.map((shard) => this.table(shard)));
    return tables.flatMap(({ shard, ids }) => ids.map((id) => hitOf(shard, id, [])));
  }

  /**
   * The text of an article.
   *
   * @param {{ key: string, shard: Shard, id: string }} article
   */
  fragment({ key, shard, id }) {
    return loadedOnce(this.#fragments, key, async () => {
      const text = await this.#loader.text(shard, `fragment/${id}.pf_fragment`);
      return textOf(shard.language, this.#base, text);
    });
  }
}

/**
 * What is loaded for a key: once, but again where it failed.
 *
 * @template Key, Value
 * @param {Map<Key, Promise<Value>>} loaded
 * @param {Key} key
 * @param {() => Promise<Value>} load
 * @returns {Promise<Value>}
 */
function loadedOnce(loaded, key, load) {
  const known = loaded.get(key);
  if (known) return known;
  const loading = load();
  loading.catch(() => loaded.delete(key));
  loaded.set(key, loading);
  return loading;
}

/**
 * @param {string} word
 * @param {Language[]} asked
 * @param {(one: Language) => Promise<Hit[]>} ask
 */
async function remembered(word, asked, ask) {
  const answers = asked.map((one) => {
    const answer = one.words.get(word) ?? ask(one);
    one.words.set(word, answer);
    return answer;
  });
  return (await Promise.all(answers)).flat();
}

/**
 * @param {Shard} shard
 * @param {string} id
 * @param {number[]} places
 * @returns {Hit}
 */
function hitOf(shard, id, places) {
  return { key: `${shard.number}/${id}`, shard, id, places };
}
