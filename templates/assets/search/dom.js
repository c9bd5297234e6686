// Making elements for the page: text goes in as text, never as HTML.

import { ngettext } from "../words.js";

/** An element with properties and children. */
export function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** "1 article", "1,200 articles". */
export function counted(count) {
  return ngettext("%(count)s article", "%(count)s articles", count);
}

/** An SVG element with attributes and children. */
export function drawing(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}
