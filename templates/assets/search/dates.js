// Dates as the archive has them: a year, a month or a day.

/**
 * Two days as YYYY-MM-DD; as a limit of a search, an end that is "" is open.
 *
 * @typedef {{ from: string, to: string }} Span
 */

/**
 * The first and last day that a year, month or day means; null where it is none.
 *
 * @param {string} value
 * @returns {Span | null}
 */
export function spanOf(value) {
  const [, year, month, day] = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(value) ?? [];
  if (!year || (month && (Number(month) < 1 || Number(month) > 12))) return null;
  const end = lastDay(Number(year), Number(month ?? 12));
  if (day && (Number(day) < 1 || Number(day) > end)) return null;
  return {
    from: `${year}-${two(month ?? 1)}-${two(day ?? 1)}`,
    to: `${year}-${two(month ?? 12)}-${two(day ?? end)}`,
  };
}

/**
 * The same for a date that the build wrote.
 *
 * @param {string} date
 * @returns {Span}
 */
export function spanOfDate(date) {
  const span = spanOf(date);
  if (!span) throw new Error(`${date} is no date`);
  return span;
}

/**
 * What two ranges of days have in common; an end that is "" is open.
 *
 * @param {Span} one
 * @param {Span} other
 * @returns {Span}
 */
export function overlap(one, other) {
  const to = !one.to || (other.to && other.to < one.to) ? other.to : one.to;
  return { from: one.from > other.from ? one.from : other.from, to };
}

/**
 * The day so many days after one given as YYYY-MM-DD.
 *
 * @param {string} day
 * @param {number} days
 */
export function dayBeside(day, days) {
  const [year, month, date] = day.split("-").map(Number);
  return utc(year, month, date + days).toISOString().slice(0, 10);
}

/**
 * A date in words, at its own precision: "8 October 2017"; "short" is "8 Oct 2017", "least" its
 * last part alone: "8", "Oct" or "2017".
 *
 * @param {string} date
 * @param {string} lang
 * @param {"long" | "short" | "least"} [style]
 */
export function displayDate(date, lang, style = "long") {
  const [year, month, day] = date.split("-").map(Number);
  const isLeast = style === "least";
  /** @type {Intl.DateTimeFormatOptions} */
  const parts = {
    calendar: "gregory", // the only one of Babel, which writes the dates of every other page
    timeZone: "UTC",
    year: isLeast && month ? undefined : "numeric",
    month: !month || (isLeast && day) ? undefined : style === "long" ? "long" : "short",
    day: day ? "numeric" : undefined,
  };
  return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, parts)
    .format(utc(year, month || 1, day || 1));
}

/**
 * How many days a month has.
 *
 * @param {number} year
 * @param {number} month
 */
export function lastDay(year, month) {
  return utc(year, month + 1, 0).getUTCDate();
}

/** @param {string | number} number */
export function two(number) {
  return String(number).padStart(2, "0");
}

/**
 * Date.UTC takes the years 0 to 99 for 1900 to 1999.
 *
 * @param {number} year
 * @param {number} month
 * @param {number} day
 */
function utc(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date;
}
