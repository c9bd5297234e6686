// What the page says of a search.

import { counted } from "./dom.js";
import { gettext, ngettext, number } from "../words.js";

/** @import { Article } from "./rank.js" */

/**
 * How many articles hold every word.
 *
 * @param {Article[]} results
 */
export function countWhole(results) {
  return results.filter(({ isWhole }) => isWhole).length;
}

/**
 * How many articles were found, and how many of them with every word.
 *
 * @param {Article[]} results
 */
export function summaryOf(results) {
  const whole = countWhole(results);
  if (whole === results.length) return counted(whole);
  if (!whole) {
    return ngettext(
      "%(count)s article with some of the words, none with all",
      "%(count)s articles with some of the words, none with all",
      results.length,
    );
  }
  return ngettext(
    "%(count)s article with every word, %(more)s more with some",
    "%(count)s articles with every word, %(more)s more with some",
    whole,
    { more: number(results.length - whole) },
  );
}

/**
 * Why a search failed.
 *
 * @param {unknown} error
 */
export function failureOf(error) {
  const message = error instanceof Error ? error.message : String(error);
  return navigator.onLine
    ? gettext("This failed: %(message)s", { message })
    : gettext("There is no connection, and this part of the index has not been loaded before.");
}
