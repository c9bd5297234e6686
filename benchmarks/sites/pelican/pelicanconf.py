"""An archive as Pelican's users build it: articles, tags, years and months, a feed, a sitemap.

Pelican reads YAML between `---` through the plug-in yaml_metadata. It has no listing of sources or
places: tags, categories and authors are all it knows.
"""

import yaml

# The plug-in loads YAML with `yaml.safe_load`; with libyaml behind it that is several times faster.
yaml.SafeLoader = yaml.CSafeLoader  # type: ignore[misc,assignment]

SITENAME = "The Benchmark Archive"
SITEURL = "https://example.org"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
PATH = "../content"
THEME = "theme"
PLUGINS = ["yaml_metadata"]
DELETE_OUTPUT_DIRECTORY = True

# The path is the address, as in the other sites.
PATH_METADATA = r"(?P<slug>.*)\.[^.]*"
USE_FOLDER_AS_CATEGORY = False
ARTICLE_URL = "{slug}/"
ARTICLE_SAVE_AS = "{slug}/index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
YEAR_ARCHIVE_URL = "timeline/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "timeline/{date:%Y}/index.html"
MONTH_ARCHIVE_URL = "timeline/{date:%Y}/{date:%m}/"
MONTH_ARCHIVE_SAVE_AS = "timeline/{date:%Y}/{date:%m}/index.html"
CATEGORY_SAVE_AS = ""
AUTHOR_SAVE_AS = ""

DIRECT_TEMPLATES = ["index", "tags", "sitemap"]
TAGS_SAVE_AS = "tags/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
PAGINATED_TEMPLATES = {"tag": 50, "period_archives": 50}
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]

FEED_ALL_ATOM = "feed.xml"
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 50
