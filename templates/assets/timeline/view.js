// The stretch of time that is shown, in days by number.

import { spanOfDate } from "../search/dates.js";
import { numberOf } from "./dates.js";

/** @import { Dates } from "./dates.js" */

/** @typedef {{ from: number, to: number }} Days */

const LEAST_DAYS = 7;

/**
 * From the first day of all dates to the last.
 *
 * @param {Dates} dates
 * @returns {Days}
 */
export function wholeOf({ days, vague }) {
  const ends = [...vague.keys()].map(spanOfDate)
    .flatMap(({ from, to }) => [numberOf(from), numberOf(to)]);
  const all = [...days.keys(), ...ends].sort((one, other) => one - other);
  return { from: all[0], to: Math.max(all[all.length - 1], all[0] + LEAST_DAYS - 1) };
}

/** What is shown, kept within the whole. */
export class View {
  #whole;
  #from;
  #to;

  /** @param {Days} whole */
  constructor(whole) {
    this.#whole = whole;
    this.#from = whole.from;
    this.#to = whole.to;
  }

  /** Whole days: a slow drag moves by less than a day at a time. */
  get days() {
    return { from: Math.round(this.#from), to: Math.round(this.#to) };
  }

  get isWhole() {
    const { from, to } = this.days;
    return from <= this.#whole.from && to >= this.#whole.to;
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  show(from, to) {
    const whole = this.#whole;
    const length = Math.min(Math.max(to - from, LEAST_DAYS - 1), whole.to - whole.from);
    this.#from = Math.min(Math.max(from, whole.from), whole.to - length);
    this.#to = this.#from + length;
  }

  showWhole() {
    this.show(this.#whole.from, this.#whole.to);
  }

  showFirst() {
    this.show(this.#whole.from, this.#whole.from + this.#to - this.#from);
  }

  showLast() {
    this.show(this.#whole.to - (this.#to - this.#from), this.#whole.to);
  }

  /**
   * Zooms by a factor, above 1 nearer, about a place from 0 to 1.
   *
   * @param {number} factor
   * @param {number} place
   */
  zoom(factor, place) {
    const length = this.#to - this.#from;
    const about = this.#from + length * place;
    this.show(about - length / factor * place, about + length / factor * (1 - place));
  }

  /** @param {number} share of what is shown */
  move(share) {
    const days = (this.#to - this.#from) * share;
    this.show(this.#from + days, this.#to + days);
  }

  /**
   * The place of a day, from 0 to 1.
   *
   * @param {number} day
   */
  placeOf(day) {
    return Math.min(1, Math.max(0, (day - this.#from) / (this.#to - this.#from)));
  }
}
