// The words of the interface. English stands where it is used; other languages bring a catalogue,
// which the build writes into messages.js from templates/locale/.

import { messages } from "./messages.js";

const lang = globalThis.document?.documentElement.lang || "en";
const plural = new Intl.PluralRules(lang);

/** A message in the site's language, with the values for each `%(name)s` in it. */
export function gettext(message, values = {}) {
  return fill(messages[message] ?? message, values);
}

/** The form of a message that a count asks for; `%(count)s` in it is the count. */
export function ngettext(one, many, count, values = {}) {
  const forms = messages[one];
  const form = forms ? forms[plural.select(count)] ?? forms.other : count === 1 ? one : many;
  return fill(form, { count: number(count), ...values });
}

/** A number in the site's numerals. */
export function number(value) {
  return value.toLocaleString(lang);
}

function fill(message, values) {
  return message.replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);
}
