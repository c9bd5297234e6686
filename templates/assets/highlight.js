// On an article that was reached from the search page: the words that were searched for.

const { search } = document.querySelector("script[data-search]").dataset;

async function highlight() {
  const from = document.referrer && new URL(document.referrer);
  if (!from || from.origin !== location.origin || from.pathname !== search || !CSS.highlights) {
    return;
  }
  const [{ parseQuery }, { wordsOfClause }, text] = await Promise.all([
    import("./search/query.js"),
    import("./search/rank.js"),
    import("./search/text.js"),
  ]);
  const words = parseQuery(from.searchParams.get("q") ?? "").clauses.flatMap(wordsOfClause);
  const parts = [...document.querySelectorAll(".h-entry > header .p-name, .e-content")];
  const ranges = parts.flatMap((part) => rangesIn(part, words, text));
  CSS.highlights.set("found", new Highlight(...ranges));
  const first =
    ranges.find(({ startContainer }) => startContainer.parentElement.closest(".e-content")) ??
      ranges[0];
  if (first && !location.hash) bringIntoView(first);
}

/** The ranges of an element's words that were asked for, in whatever form: of what stands on either
    side of an apostrophe, or both with it. Where there is no space between words, of the characters. */
function rangesIn(part, words, { fold, isForm, isUnspaced, splitPhrase }) {
  const [unspaced, spaced] = [
    words.filter(isUnspaced),
    words.filter((word) => !isUnspaced(word)).map(fold),
  ];
  const isFound = (written) => {
    const parts = splitPhrase(written).map(fold);
    return spaced.some((word) => [...parts, parts.join("")].some((each) => isForm(each, word)));
  };
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  const ranges = [];
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    for (const word of unspaced) {
      for (
        let at = node.data.indexOf(word);
        at >= 0;
        at = node.data.indexOf(word, at + word.length)
      ) ranges.push(rangeOf(node, at, word.length));
    }
    for (
      const run of node.data.matchAll(/[\p{L}\p{N}\p{M}\u200c]+(?:['’.][\p{L}\p{N}\p{M}]+)*/gu)
    ) {
      const sides = [...run[0].matchAll(/[^'’.]+/g)].filter(([side]) => isFound(side));
      for (const { 0: side, index } of sides) {
        ranges.push(rangeOf(node, run.index + index, side.length));
      }
      if (!sides.length && isFound(run[0])) ranges.push(rangeOf(node, run.index, run[0].length));
    }
  }
  return ranges;
}

function rangeOf(node, start, length) {
  const range = new Range();
  range.setStart(node, start);
  range.setEnd(node, start + length);
  return range;
}

function bringIntoView(range) {
  const { top, bottom } = range.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) scrollBy({ top: top - innerHeight / 3 });
}

highlight();
