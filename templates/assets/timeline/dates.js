// The dates of articles as the build writes them (ArchiveDates.encoded): read, and put together.

const EPOCH = 719163; // 1 January 1970, counted from 1 January of the year 1
const BASE = 36;

/**
 * The places of articles among all of their day, by that day counted from 1 January of the year 1,
 * and the same for dates of a month or a year, by their name.
 *
 * @typedef {{ days: Map<number, number[]>, vague: Map<string, number[]> }} Dates
 */

/**
 * Reads dates.
 *
 * @param {string} text
 */
export function readDates(text) {
  /** @type {Dates} */
  const dates = { days: new Map(), vague: new Map() };
  let day = 0;
  for (const entry of text.split(" ").filter(Boolean)) {
    const [when, places = "0"] = entry.split(":");
    if (when.startsWith("@")) dates.vague.set(when.slice(1), placesOf(places));
    else dates.days.set(day += parseInt(when || "1", BASE), placesOf(places));
  }
  return dates;
}

/** @param {string} text */
function placesOf(text) {
  return text.split(".").flatMap((run) => {
    const [first, last = first] = run.split("-").map((digits) => parseInt(digits || "0", BASE));
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

/**
 * The articles that are among both.
 *
 * @param {Dates} one
 * @param {Dates} other
 * @returns {Dates}
 */
export function inBoth(one, other) {
  return { days: shared(one.days, other.days), vague: shared(one.vague, other.vague) };
}

/**
 * @template Key
 * @param {Map<Key, number[]>} one
 * @param {Map<Key, number[]>} other
 */
function shared(one, other) {
  /** @type {Map<Key, number[]>} */
  const both = new Map();
  for (const [when, places] of one) {
    const theirs = new Set(other.get(when));
    const some = places.filter((place) => theirs.has(place));
    if (some.length) both.set(when, some);
  }
  return both;
}

/**
 * A day by its number as YYYY-MM-DD.
 *
 * @param {number} number
 */
export function dayOf(number) {
  return new Date((number - EPOCH) * 864e5).toISOString().slice(0, 10);
}

/**
 * The number of a day; not a number where it is none.
 *
 * @param {string} day
 */
export function numberOf(day) {
  return Date.parse(day) / 864e5 + EPOCH;
}
