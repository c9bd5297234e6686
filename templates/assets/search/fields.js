// The fields of the query language that limit a search to a name. The build writes them here, from
// the kinds of listing that it knows.

/** @type {string[]} */
export const FACETS = [];
