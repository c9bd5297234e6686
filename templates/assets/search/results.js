// The list of results: enough of each article to judge it by.

import { displayDate } from "./dates.js";
import { element } from "./dom.js";
import { holdsPhrase, titleLength, tokensOf } from "./text.js";
import { gettext } from "../words.js";

/** @import { Article } from "./rank.js" */
/** @import { Text } from "./tables.js" */

/** @typedef {(article: Article) => Promise<Text>} TextOf */

const EXCERPT = 36; // tokens
const BEFORE = 6; // of them before the first that was asked for
const STEP = 10;

/**
 * The piece of a text that holds most of the words asked for, rarest counting most, in pieces of
 * which some are marked, and the heading under which it stands. Pure.
 *
 * @param {Text} text
 * @param {Map<string, number[]>} at
 * @param {Map<string, number>} rarity
 */
export function excerptOf(text, at, rarity) {
  const tokens = tokensOf(text.content);
  const start = titleLength(text, tokens);
  /** @type {Map<number, string>} */
  const marks = new Map();
  for (const [word, places] of at) {
    // Pagefind's places are those of every word that begins like this one: the word itself first.
    const exact = places.filter((place) => holdsPhrase(tokens[place] ?? "", word));
    for (const place of exact.length ? exact : places) marks.set(place, word);
  }
  const places = [...marks.keys()].filter((place) => place >= start)
    .sort((one, other) => one - other);
  const from = places.length ? Math.max(start, bestPlace(places, marks, rarity) - BEFORE) : start;
  const to = Math.min(tokens.length, from + EXCERPT);
  const first = places.find((place) => place >= from) ?? from;
  const heading = text.anchors.findLast(({ location }) => location >= start && location <= first);
  return {
    pieces: piecesOf(text.content, from, to, marks),
    isBegun: from > start,
    isCut: to < tokens.length,
    heading: heading?.text.replaceAll("\u200b", "") ?? "",
  };
}

/**
 * The text from one token to another, with the space that stands between them.
 *
 * @param {string} content
 * @param {number} from
 * @param {number} to
 * @param {Map<number, string>} marks
 */
function piecesOf(content, from, to, marks) {
  const tokens = [...content.matchAll(/[^\s\u200b]+/g)].slice(from, to);
  return tokens.flatMap(({ 0: text, index }, place) => {
    const before = place
      ? content.slice(tokens[place - 1].index + tokens[place - 1][0].length, index)
      : "";
    return [
      { text: before.replaceAll("\u200b", ""), isMarked: false },
      { text, isMarked: marks.has(from + place) },
    ];
  });
}

/**
 * @param {number[]} places
 * @param {Map<number, string>} marks
 * @param {Map<string, number>} rarity
 */
function bestPlace(places, marks, rarity) {
  let [best, most] = [places[0], -1];
  places.forEach((place, number) => {
    /** @type {Set<string>} */
    const words = new Set();
    for (let i = number; i < places.length && places[i] < place + EXCERPT - BEFORE; i += 1) {
      words.add(marks.get(places[i]) ?? "");
    }
    const worth = [...words].reduce((sum, word) => sum + (rarity.get(word) ?? 0), 0);
    if (worth > most) [best, most] = [place, worth];
  });
  return best;
}

/** The list, which grows as the reader comes to its end. */
export class Results {
  #list;
  #more;
  #lang;
  /** @type {Article[]} */
  #articles = [];
  #shown = 0;
  /** @type {((article: Article, place: number) => Promise<HTMLElement>) | null} */
  #make = null;
  #run = 0;
  #growing = false;
  #onFailure;
  #sight;

  /**
   * @param {HTMLElement} list
   * @param {HTMLElement} more
   * @param {string} lang
   * @param {(error: unknown) => void} onFailure
   */
  constructor(list, more, lang, onFailure) {
    this.#onFailure = onFailure;
    this.#list = list;
    this.#more = more;
    this.#lang = lang;
    more.addEventListener("click", () => this.#grow(true));
    this.#sight = new IntersectionObserver((entries) => {
      if (this.#shown && entries.some(({ isIntersecting }) => isIntersecting)) this.#grow(false);
    }, { rootMargin: "600px" });
    this.#sight.observe(more);
  }

  clear() {
    this.#run += 1;
    this.#articles = [];
    this.#shown = 0;
    this.#list.replaceChildren();
    this.#more.hidden = true;
  }

  /**
   * Shows articles from the first; `textOf` loads the text of one. False where another search
   * came between. Where they are in order of date, no line parts those with every word.
   *
   * @param {Article[]} articles
   * @param {TextOf} textOf
   * @param {Map<string, number>} rarity
   * @param {boolean} isByDate
   */
  async show(articles, textOf, rarity, isByDate) {
    const mine = ++this.#run;
    this.#articles = articles;
    this.#make = async (article, place) => {
      const note = isByDate ? "" : divide(articles[place - 1], article);
      return this.#item(article, await textOf(article), rarity, note);
    };
    const first = await this.#items(0);
    if (mine !== this.#run) return false;
    this.#list.replaceChildren(...first);
    this.#shown = first.length;
    this.#more.hidden = this.#shown >= articles.length;
    return true;
  }

  /** @param {number} from */
  async #items(from) {
    const make = this.#make;
    if (!make) return [];
    const articles = this.#articles.slice(from, from + STEP);
    return await Promise.all(articles.map((article, i) => make(article, from + i)));
  }

  /** @param {boolean} isAsked */
  async #grow(isAsked) {
    const mine = this.#run;
    if (this.#growing || this.#shown >= this.#articles.length) return;
    this.#growing = true;
    try {
      const from = this.#shown;
      const items = await this.#items(from);
      if (mine !== this.#run) return;
      this.#list.append(...items);
      this.#shown = from + items.length;
      this.#more.hidden = this.#shown >= this.#articles.length;
      if (isAsked) items[0]?.querySelector("a")?.focus();
      this.#lookAgain();
    } catch (error) {
      this.#onFailure(error);
    } finally {
      this.#growing = false;
    }
  }

  // The end of the list may still be in view, as on a tall screen.
  #lookAgain() {
    this.#sight.unobserve(this.#more);
    this.#sight.observe(this.#more);
  }

  /**
   * @param {Article} article
   * @param {Text} text
   * @param {Map<string, number>} rarity
   * @param {string} note
   */
  #item(article, text, rarity, note) {
    const time = element(
      "time",
      { className: "dt-published", dateTime: text.date },
      displayDate(text.date, this.#lang),
    );
    const place = element("p", { className: "card-place small soft" }, time);
    if (text.source) {
      const source = element("bdi", {}, text.source);
      place.append(" ", element("span", { className: "card-source" }, source));
    }
    const own = { lang: text.language, dir: "auto" };
    const link = element(
      "a",
      { className: "u-url p-name", href: text.address, ...own },
      text.title,
    );
    const piece = excerptOf(text, article.at, rarity);
    const parts = piece.pieces.map(({ text: words, isMarked }) =>
      isMarked ? element("mark", {}, words) : words
    );
    const excerpt = element(
      "p",
      { className: "p-summary", ...own },
      piece.isBegun ? "… " : "",
      ...parts,
      piece.isCut ? " …" : "",
    );
    const item = element("li", { className: "h-entry" });
    if (note) item.append(element("p", { className: "results-divide small soft" }, note));
    item.append(place, element("h2", { className: "card-title" }, link));
    if (piece.heading) {
      item.append(element("p", { className: "card-heading small soft", ...own }, piece.heading));
    }
    item.append(excerpt);
    return item;
  }
}

/**
 * @param {Article | undefined} before
 * @param {Article} article
 */
function divide(before, article) {
  if (article.isWhole || (before && !before.isWhole)) return "";
  return before
    ? gettext("Below: most of the words, not all")
    : gettext("No article holds every word; these hold most of them");
}

/**
 * Keys: arrows go through the results, and from the field into them; Escape goes back to it.
 *
 * @param {HTMLInputElement} field
 * @param {HTMLElement} list
 */
export function listenToKeys(field, list) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    const target = /** @type {Element} */ (event.target);
    /** @type {NodeListOf<HTMLElement>} */
    const found = list.querySelectorAll("a.u-url");
    const links = [...found];
    const here = links.findIndex((link) => link === target);
    if (key === "/" && !target.matches("input, textarea, select")) {
      field.focus();
      field.select();
    } else if (key === "Escape" && here >= 0) field.focus();
    else if (key === "ArrowDown" && (target === field || here >= 0) && links[here + 1]) {
      links[here + 1].focus();
    } else if (key === "ArrowUp" && here >= 0) (links[here - 1] ?? field).focus();
    else return;
    event.preventDefault();
  });
}
