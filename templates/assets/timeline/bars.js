// Bars of a chart over time. A bar is named by what it spans: 1960s, 1963, 1963-10, 1963-10-08.

import { displayDate, lastDay, spanOfDate, two } from "../search/dates.js";

/** @import { Span } from "../search/dates.js" */

/** @typedef {"decade" | "year" | "month" | "day"} Unit */

const MOST_YEARS = 80;
const MOST_MONTHS = 36;
const MOST_DAYS = 62;

/**
 * The finest unit whose bars between two days (YYYY-MM-DD) are not too many to be told apart.
 *
 * @param {string} first
 * @param {string} last
 * @returns {Unit}
 */
export function unitOf(first, last) {
  const [years, months] = [
    yearOf(last) - yearOf(first) + 1,
    monthOf(last) - monthOf(first) + 1,
  ];
  if (years > MOST_YEARS) return "decade";
  if (months > MOST_MONTHS) return "year";
  return (Date.parse(last) - Date.parse(first)) / 864e5 >= MOST_DAYS ? "month" : "day";
}

/**
 * The bar that a date falls into; "" where it is less precise than the unit.
 *
 * @param {string} date
 * @param {Unit} unit
 */
export function barOf(date, unit) {
  if (unit === "decade") return `${date.slice(0, 3)}0s`;
  const length = { year: 4, month: 7, day: 10 }[unit];
  return date.length >= length ? date.slice(0, length) : "";
}

/**
 * Every bar between two days, in order.
 *
 * @param {string} first
 * @param {string} last
 * @param {Unit} unit
 */
export function namesBetween(first, last, unit) {
  /** @type {string[]} */
  const names = [];
  if (unit === "decade" || unit === "year") {
    const step = unit === "year" ? 1 : 10;
    const begin = yearOf(first) - yearOf(first) % step;
    for (let year = begin; year <= yearOf(last); year += step) {
      names.push(String(year).padStart(4, "0") + (unit === "decade" ? "s" : ""));
    }
    return names;
  }
  for (let month = monthOf(first); month <= monthOf(last); month += 1) {
    const [year, number] = [Math.floor(month / 12), month % 12 + 1];
    const name = `${String(year).padStart(4, "0")}-${two(number)}`;
    if (unit === "month") names.push(name);
    else {
      const days = Array.from({ length: lastDay(year, number) }, (_, day) => two(day + 1));
      names.push(...days.map((day) => `${name}-${day}`));
    }
  }
  return unit === "day" ? names.filter((name) => name >= first && name <= last) : names;
}

/**
 * The first and last day that a bar means.
 *
 * @param {string} name
 * @returns {Span}
 */
export function spanOfBar(name) {
  return name.endsWith("s")
    ? { from: `${name.slice(0, 4)}-01-01`, to: `${name.slice(0, 3)}9-12-31` }
    : spanOfDate(name);
}

/**
 * A bar in words.
 *
 * @param {string} name
 * @param {string} lang
 */
export function displayBar(name, lang) {
  return name.endsWith("s") ? `${name.slice(0, 4)}–${name.slice(0, 3)}9` : displayDate(name, lang);
}

/** @param {string} day */
function yearOf(day) {
  return Number(day.slice(0, 4));
}

/** @param {string} day */
function monthOf(day) {
  return yearOf(day) * 12 + Number(day.slice(5, 7)) - 1;
}
