// What HTML must be: the recommended rules, less what contradicts something deliberate.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // HTML does not tell the cases apart; ours is that of its tags.
    "doctype-style": ["error", { style: "lowercase" }],
    // The title is the headline, which is as long as the paper made it.
    "long-title": "off",
    // Texts are published as they were written; blanks at the end of a line mean nothing.
    "no-trailing-whitespace": "off",
    // Headings have ids of their own words, in every script; HTML forbids spaces alone.
    "valid-id": ["error", { relaxed: true }],
  },
};
