// On an article that was reached from the search page: the words that were searched for.

/** @typedef {typeof import("./search/text.js")} TextModule */

const WRITTEN = /[\p{L}\p{N}\p{M}\u200c]+(?:['’.][\p{L}\p{N}\p{M}]+)*/gu;

async function highlight() {
  const search = document.querySelector("script[data-search]")?.getAttribute("data-search");
  const from = document.referrer && new URL(document.referrer);
  if (!from || from.origin !== location.origin || from.pathname !== search || !CSS.highlights) {
    return;
  }
  const [{ parseQuery }, { wordsOfClause }, text] = await Promise.all([
    import("./search/query.js"),
    import("./search/match.js"),
    import("./search/text.js"),
  ]);
  const words = parseQuery(from.searchParams.get("q") ?? "").clauses.flatMap(wordsOfClause);
  const parts = [...document.querySelectorAll(".h-entry > header .p-name, .e-content")];
  const ranges = parts.flatMap((part) => rangesIn(part, words, text));
  CSS.highlights.set("found", new Highlight(...ranges));
  const isInText = (/** @type {Range} */ { startContainer }) =>
    startContainer.parentElement?.closest(".e-content");
  const first = ranges.find(isInText) ?? ranges[0];
  if (first && !location.hash) bringIntoView(first);
}

/**
 * The ranges of an element's words that were asked for, in whatever form: of what stands on either
 * side of an apostrophe, or both with it. Where there is no space between words, of the characters.
 *
 * @param {Element} part
 * @param {string[]} words
 * @param {TextModule} text
 */
function rangesIn(part, words, { fold, isForm, isUnspaced, splitPhrase }) {
  const unspaced = words.filter(isUnspaced);
  const spaced = words.filter((word) => !isUnspaced(word)).map(fold);
  const isFound = (/** @type {string} */ written) => {
    const parts = splitPhrase(written).map(fold);
    return spaced.some((word) => [...parts, parts.join("")].some((each) => isForm(each, word)));
  };
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  /** @type {Range[]} */
  const ranges = [];
  for (let each = texts.nextNode(); each; each = texts.nextNode()) {
    const node = /** @type {Text} */ (each);
    for (const word of unspaced) {
      let at = node.data.indexOf(word);
      while (at >= 0) {
        ranges.push(rangeOf(node, at, word.length));
        at = node.data.indexOf(word, at + word.length);
      }
    }
    for (const run of node.data.matchAll(WRITTEN)) {
      const sides = [...run[0].matchAll(/[^'’.]+/g)].filter(([side]) => isFound(side));
      for (const { 0: side, index } of sides) {
        ranges.push(rangeOf(node, run.index + index, side.length));
      }
      if (!sides.length && isFound(run[0])) ranges.push(rangeOf(node, run.index, run[0].length));
    }
  }
  return ranges;
}

/**
 * @param {Text} node
 * @param {number} start
 * @param {number} length
 */
function rangeOf(node, start, length) {
  const range = new Range();
  range.setStart(node, start);
  range.setEnd(node, start + length);
  return range;
}

/** @param {Range} range */
function bringIntoView(range) {
  const { top, bottom } = range.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) scrollBy({ top: top - innerHeight / 3 });
}

highlight();
