// Words and letters: what the index, the query and the text of an article are compared by.

// Chinese and Japanese put no space between words: each character is a word of the index.
const UNSPACED =
  "\\u3005-\\u3007\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const UNSPACED_RUN = new RegExp(`[${UNSPACED}]+`, "gu");
const UNSPACED_CHARACTER = new RegExp(`[${UNSPACED}]`, "u");
const PARTICLE = /^[\u3040-\u309f]{1,2}$/;
const ARABIC = new Map(
  Object.entries({ "أإآٱ": "ا", "ىیئ": "ي", "کڪ": "ك", "ؤ": "و", "ةۀ": "ه" })
    .flatMap(([letters, one]) => [...letters].map((letter) => [letter, one])),
);

/**
 * One way of writing each letter of Arabic script, as `dateline/search/normalize.py` folds what is
 * indexed.
 *
 * @param {string} text
 */
export function foldLetters(text) {
  return text
    .replace(/(?<=[\u0610-\u06ff])\u200c/g, "-")
    .replace(/[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]/g, "")
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/[أإآٱىیئکڪؤةۀ]/g, (letter) => ARABIC.get(letter) ?? letter);
}

/**
 * The text without case and diacritics, for comparing; its length may differ.
 *
 * @param {string} text
 */
export function fold(text) {
  const parted = foldLetters(text.normalize("NFC")).normalize("NFD");
  const bare = parted.replace(/[\u0300-\u036f\u0591-\u05c7]/g, "").normalize("NFC");
  return bare.toLowerCase().replaceAll("’", "'");
}

/**
 * The words of a text, folded, punctuation left out.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function wordsOf(text) {
  return fold(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/**
 * Whether a text has characters of a script that puts no space between words.
 *
 * @param {string} text
 */
export function isUnspaced(text) {
  return text.search(UNSPACED_CHARACTER) >= 0;
}

/**
 * The pieces of a phrase that the index is asked for: hyphens and strokes part them, other
 * punctuation around them is left out.
 *
 * @param {string} text
 */
export function splitPhrase(text) {
  return foldLetters(text.normalize("NFC")).toLowerCase().split(/[\s\p{Pd}/]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}\p{M}]+$/gu, "")).filter(Boolean);
}

/**
 * The words of a piece of a query; those of Chinese and Japanese without short particles.
 *
 * @param {string} text
 */
export function splitWords(text) {
  return splitPhrase(text).flatMap((piece) => {
    if (!isUnspaced(piece)) return [piece];
    const parts = [...new Intl.Segmenter("ja", { granularity: "word" }).segment(piece)]
      .filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
    const telling = parts.filter((part) => !PARTICLE.test(part));
    return telling.length ? telling : parts;
  });
}

/**
 * What Pagefind is asked for a word: each character by itself where there are no spaces.
 *
 * @param {string} word
 */
export function indexedWord(word) {
  return word.replace(UNSPACED_RUN, (run) => ` ${[...run].join(" ")} `).trim();
}

/**
 * Whether a text holds a phrase word for word, case and diacritics aside.
 *
 * @param {string} text
 * @param {string} phrase
 */
export function holdsPhrase(text, phrase) {
  if (isUnspaced(phrase)) {
    return wordsOf(text.replaceAll("\u200b", "")).join("").includes(wordsOf(phrase).join(""));
  }
  return ` ${wordsOf(text).join(" ")} `.includes(` ${wordsOf(phrase).join(" ")} `);
}

/**
 * A text as Pagefind counts its words: positions in the index are places in this list.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function tokensOf(text) {
  return text.match(/[^\s\u200b]+/g) ?? [];
}

/**
 * How many of a text's first tokens are its headline, which begins it.
 *
 * @param {{ title: string }} text
 * @param {string[]} tokens
 */
export function titleLength({ title }, tokens) {
  let letters = title.replace(/\s/g, "").length;
  let count = 0;
  while (letters > 0 && count < tokens.length) letters -= tokens[count++].length;
  return count;
}

/**
 * Whether a word of a text is one that was asked for, or a longer form of it: "protests".
 *
 * @param {string} found
 * @param {string} asked
 */
export function isForm(found, asked) {
  if (found === asked) return true;
  const [short, long] = found.length < asked.length ? [found, asked] : [asked, found];
  return short.length > 3 && long.length - short.length <= 3 && long.startsWith(short);
}
