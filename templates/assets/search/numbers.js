// Whole numbers as text, written by `dateline/search/numbers.py`: leading digits (base 14), then
// one last digit (base 80).

const FIRST = "!".charCodeAt(0);
const LAST = 80;
const LEADING = 14;

/**
 * The numbers that a text holds, one after another.
 *
 * @param {string} text
 */
export function numbersIn(text) {
  /** @type {number[]} */
  const numbers = [];
  let leading = 0;
  for (const sign of text) {
    const digit = sign.charCodeAt(0) - FIRST;
    if (digit < LAST) {
      numbers.push(leading * LAST + digit);
      leading = 0;
    } else {
      leading = leading * LEADING + digit - LAST + 1;
    }
  }
  return numbers;
}
