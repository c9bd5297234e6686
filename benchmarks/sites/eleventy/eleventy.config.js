// An archive as Eleventy's users build it: articles, and listings paginated over collections by
// tag, source, place, year and month; a feed and a sitemap from templates of their own.

const PER_PAGE = 50;
const LONG_DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const day = (date) => date.toISOString().slice(0, 10);
const slug = (text) => String(text).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
const address = (stem) => `${stem.replace(/^\/content/, "")}/`;
const many = (value) => [value ?? []].flat();

const LISTINGS = {
  tags: (article) => many(article.data.tags),
  source: (article) => many(article.data.source),
  places: (article) => many(article.data.places),
  timeline: (article) => [day(article.date).slice(0, 4), day(article.date).slice(0, 7)],
};

const articles = (collections) =>
  collections.getFilteredByGlob("input/content/**/*.md").sort((a, b) => b.date - a.date);

function listings(collections) {
  const groups = new Map();
  for (const article of articles(collections)) {
    for (const [kind, names] of Object.entries(LISTINGS)) {
      for (const name of names(article)) {
        const place = kind === "timeline" ? name.replace("-", "/") : slug(name);
        const url = `/${kind}/${place}/`;
        if (!groups.has(url)) groups.set(url, { kind, name, url, articles: [] });
        groups.get(url).articles.push(article);
      }
    }
  }
  return [...groups.values()];
}

function pages(collections) {
  return listings(collections).flatMap(({ kind, name, url, articles }) => {
    const count = Math.ceil(articles.length / PER_PAGE);
    const at = (number) => (number > 1 ? `${url}page/${number}/` : url);
    return Array.from({ length: count }, (_, i) => ({
      kind,
      name,
      url: at(i + 1),
      newer: i > 0 ? at(i) : "",
      older: i + 1 < count ? at(i + 2) : "",
      articles: articles.slice(i * PER_PAGE, (i + 1) * PER_PAGE),
    }));
  });
}

export default function (config) {
  config.setUseGitIgnore(false);
  config.addGlobalData("layout", "article.njk");
  config.addGlobalData("permalink", () => (data) => address(data.page.filePathStem));
  config.addCollection("articles", articles);
  config.addCollection("listings", listings);
  config.addCollection("listingPages", pages);
  config.addFilter("day", day);
  config.addFilter("longDay", (date) => LONG_DAY.format(date));
  config.addFilter("sortKey", (date) => date.toISOString().replace(/\D/g, "").slice(0, 14));
  config.addFilter("rfc3339", (date) => date.toISOString());
  config.addFilter("newest", (all) => all.slice(0, PER_PAGE));
  config.addFilter("ofKind", (all, kind) => all.filter((each) => each.kind === kind));
  config.addFilter("many", many);
  config.addFilter("tagAddress", (name) => `/tags/${slug(name)}/`);
  return {
    // The text of an article is no template: braces in it are braces.
    markdownTemplateEngine: false,
    dir: { input: "input", includes: "../includes", output: "output" },
  };
}
