// Whole numbers as text, written by `dateline/publishing/numbers.py`: leading digits (base 12), then one last digit (base 80).

const DIGITS = Array.from({ length: 94 }, (_, place) => String.fromCharCode(33 + place)).filter((sign) => !'"\\'.includes(sign)).join("");
const LAST = 80;
const LEADING = DIGITS.length - LAST;

/** The numbers that a text holds, one after another. */
export function numbersIn(text) {
  const numbers = [];
  let leading = 0;
  for (const sign of text) {
    const digit = DIGITS.indexOf(sign);
    if (digit < LAST) {
      numbers.push(leading * LAST + digit);
      leading = 0;
    } else {
      leading = leading * LEADING + digit - LAST + 1;
    }
  }
  return numbers;
}
