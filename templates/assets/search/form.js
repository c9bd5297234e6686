// The form of the search page.

/** @import { Search } from "./address.js" */

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export function controlOf(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}

/**
 * Shows a search in the form.
 *
 * @param {HTMLFormElement} form
 * @param {Search} asked
 */
export function fill(form, { q, from, to, sort }) {
  const field = controlOf(form, "q");
  if (field.value.trim() !== q.trim()) field.value = q;
  for (const [name, value] of Object.entries({ from, to, sort })) {
    controlOf(form, name).value = value;
  }
}

/**
 * What the form holds.
 *
 * @param {HTMLFormElement} form
 */
export function entered(form) {
  const value = (/** @type {string} */ name) => controlOf(form, name).value;
  return { q: value("q"), from: value("from"), to: value("to"), sort: value("sort") };
}
