// The words of the interface. English stands where it is used; other languages bring a catalogue,
// which the build writes into messages.js from templates/locale/.

import { messages } from "./messages.js";

/** @typedef {Record<string, string | number>} Values */

const lang = globalThis.document?.documentElement.lang || "en";
const plural = new Intl.PluralRules(lang);

/**
 * A message in the site's language, with the values for each `%(name)s` in it.
 *
 * @param {string} message
 * @param {Values} [values]
 */
export function gettext(message, values = {}) {
  const translated = messages[message];
  return fill(typeof translated === "string" ? translated : message, values);
}

/**
 * The form of a message that a count asks for; `%(count)s` in it is the count.
 *
 * @param {string} one
 * @param {string} many
 * @param {number} count
 * @param {Values} [values]
 */
export function ngettext(one, many, count, values = {}) {
  const forms = messages[one];
  const form = typeof forms === "object"
    ? forms[plural.select(count)] ?? forms.other
    : count === 1
    ? one
    : many;
  return fill(form, { count: number(count), ...values });
}

/**
 * A number in the site's numerals.
 *
 * @param {number} value
 */
export function number(value) {
  return value.toLocaleString(lang);
}

/**
 * @param {string} message
 * @param {Values} values
 */
function fill(message, values) {
  return message.replace(
    /%\((\w+)\)s/g,
    (whole, /** @type {string} */ name) => String(values[name] ?? whole),
  );
}
