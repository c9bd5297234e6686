// Making elements for the page: text goes in as text, never as HTML.

import { ngettext } from "../words.js";

/**
 * An element with properties and children.
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Partial<HTMLElementTagNameMap[Name]>} properties
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, properties, ...children) {
  const made = document.createElement(name);
  Object.assign(made, properties);
  made.append(...children);
  return made;
}

/**
 * The element with an id. The templates have it; an archive's own template may have lost it.
 *
 * @param {string} id
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no ${id}`);
  return found;
}

/**
 * The first element of the page, or of a part of it, that a selector finds.
 *
 * @template {HTMLElement} [Kind=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [part]
 * @returns {Kind}
 */
export function find(selector, part = document) {
  const found = /** @type {Kind | null} */ (part.querySelector(selector));
  if (!found) throw new Error(`The page has no ${selector}`);
  return found;
}

/**
 * "1 article", "1,200 articles".
 *
 * @param {number} count
 */
export function counted(count) {
  return ngettext("%(count)s article", "%(count)s articles", count);
}

/**
 * An SVG element with attributes and children.
 *
 * @param {string} name
 * @param {Record<string, string | number | boolean>} attributes
 * @param {...(Node | string)} children
 */
export function drawing(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes)) {
    made.setAttribute(attribute, String(value));
  }
  made.append(...children);
  return made;
}
