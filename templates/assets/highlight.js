// On an article that was reached from the search page: the words that were searched for.

const { search } = document.querySelector("script[data-search]").dataset;

async function highlight() {
  const from = document.referrer && new URL(document.referrer);
  if (!from || from.origin !== location.origin || from.pathname !== search || !CSS.highlights) return;
  const [{ parseQuery }, { wordsOfClause }, { fold, isForm, isUnspaced }] = await Promise.all([
    import("./search-query.js"), import("./search-rank.js"), import("./search-text.js"),
  ]);
  const words = parseQuery(from.searchParams.get("q") ?? "").clauses.flatMap(wordsOfClause).map(fold);
  const ranges = [...document.querySelectorAll(".h-entry > header .p-name, .e-content")].flatMap((part) => rangesIn(part, (text) =>
    words.some((word) => (isUnspaced(word) ? text.includes(word) : isForm(text, word))), fold, words.filter(isUnspaced)));
  CSS.highlights.set("found", new Highlight(...ranges));
  if (ranges.length && !location.hash) inView(ranges.find(({ startContainer }) => startContainer.parentElement.closest(".e-content")) ?? ranges[0]);
}

/** The ranges of the words of an element for which `isFound` holds; of `unspaced` words the very
    letters, for there is nothing between words to tell them apart. */
function rangesIn(part, isFound, fold, unspaced) {
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  const ranges = [];
  const mark = (node, start, length) => {
    const range = new Range();
    range.setStart(node, start);
    range.setEnd(node, start + length);
    ranges.push(range);
  };
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    for (const word of unspaced) {
      for (let at = node.data.indexOf(word); at >= 0; at = node.data.indexOf(word, at + word.length)) mark(node, at, word.length);
    }
    for (const { 0: text, index } of node.data.matchAll(/[\p{L}\p{N}\p{M}\u200c]+/gu)) {
      if (isFound(fold(text)) && !unspaced.some((word) => text.includes(word))) mark(node, index, text.length);
    }
  }
  return ranges;
}

function inView(range) {
  const { top, bottom } = range.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) scrollBy({ top: top - innerHeight / 3 });
}

highlight();
