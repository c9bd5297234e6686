/** @type {string[]} The fields of the query language that hold names; the build writes them. */
export const FACETS = [];
