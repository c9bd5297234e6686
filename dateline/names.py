"""The names of header fields, Dateline's own and those of other tools, and the kinds of listing."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

#: The form of a language tag (BCP 47, without its rare parts).
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def N_(message: str) -> str:  # noqa: N802  # gettext's name for it
    """Marks a message for catalogues; it is translated where it is shown."""
    return message


class Kind(NamedTuple):
    """A kind of listing. Each of its names has a page, and there is a page of all its names.

    `folder` is the first part of their addresses, and the table in `names.toml`. `label` is the
    heading in English. `field` is the field of `Article`, `header` that of a file's header, and
    `facet` that of the query language, which is also the parameter of the search page.

    `weight` is how much a shared name says of two articles; 0 where it says who published them and
    not what they are about. Names that stand beside a listing are ordered by `beside`.

    `is_filter`: the timeline can be narrowed to a name. `has_feed`: each name has a feed.
    `is_narrative`: a listing is read from the first article to the last. `is_permanent`: the page
    of all names stands where there is none, for other pages link to it.
    """

    folder: str
    label: str
    field: str
    header: str
    facet: str
    weight: int
    beside: int
    is_filter: bool = False
    has_feed: bool = False
    is_narrative: bool = False
    is_permanent: bool = False


_KINDS = (
    Kind(
        *("tags", N_("Tags"), "tags", "tags", "tag"),
        weight=2000,
        beside=5,
        is_filter=True,
        has_feed=True,
        is_permanent=True,
    ),
    Kind("sources", N_("Sources"), "source", "source", "source", 0, beside=6, is_filter=True),
    Kind("authors", N_("Authors"), "authors", "author", "author", 0, beside=7, is_filter=True),
    Kind("people", N_("People"), "people", "people", "person", 4000, beside=2),
    Kind("places", N_("Places"), "places", "places", "place", 3000, beside=3, is_filter=True),
    Kind(
        *("organisations", N_("Organisations"), "organisations", "organisations", "organisation"),
        weight=3000,
        beside=4,
    ),
    Kind(
        *("stories", N_("Stories"), "story", "story", "story"),
        weight=6000,
        beside=1,
        is_filter=True,
        is_narrative=True,
    ),
)
#: The kinds of listing beside years and months, by folder, in the order in which pages name them.
#: A new kind of a field that articles have is a row here, its label in the catalogues, and tests.
KINDS = {kind.folder: kind for kind in _KINDS}

#: Our field → its names in Hugo, Jekyll, Pelican, Zola, Obsidian Web Clipper and MarkDownload.
#: `[fields]` of the configuration replaces an entry.
FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "date": ("date", "published"),
    "tags": ("tags", "categories", "category"),
    "source": ("source",),
    "source_url": ("source_url",),
    "author": ("author", "authors"),
    "captured": ("captured", "created"),
    "updated": ("updated", "lastmod", "last_modified_at", "modified"),
    "summary": ("summary", "description", "excerpt"),
    "lang": ("lang", "language"),
    "slug": ("slug",),
    "aliases": ("aliases", "redirect_from"),
    "draft": ("draft",),
    "image": ("image",),
    "people": ("people",),
    "places": ("places",),
    "organisations": ("organisations",),
    "story": ("story",),
    "rights": ("rights",),
}

#: Names that are read only if those above have no value, and only if the value fits the field:
#: `link` may be something else than the original address. Fields that are not read are kept in
#: `Article.extra`. An entry of `[fields]` replaces these as well.
FALLBACK_NAMES: dict[str, tuple[str, ...]] = {
    "date": (
        *("pubdate", "publishdate", "publish_date", "date_published", "datepublished"),
        *("published_date", "published_at", "published_on", "published_time"),
        *("article:published_time", "publication_date", "publicationdate", "first_published"),
        *("posted", "posted_on", "date_posted", "issued", "date_issued"),
    ),
    "source": ("site_name", "sitename", "og:site_name"),
    "source_url": (
        *("original_url", "originalurl", "original_link", "sourceurl", "source_link"),
        *("canonical_url", "canonicalurl", "canonical", "external_url", "externalurl"),
        *("clipped_from", "article_url", "weburl", "baseuri", "link"),
    ),
    "author": ("byline",),
    "captured": ("date_saved", "saved_at", "date_clipped", "clipped_at", "date_created"),
    "updated": (
        *("date_modified", "datemodified", "date_updated", "last_updated", "last_modified"),
        *("updated_at", "updated_on", "modified_at", "article:modified_time"),
    ),
    "tags": ("tag",),
    "aliases": ("alias",),
}

#: Fields for the address of an article on another site: in Hugo and Jekyll, in Zola and Gatsby, in
#: Pelican. A whole web address in the first two is the `source_url`.
ADDRESS_FIELDS = ("url", "permalink", "path", "save_as")

#: Fields for the picture of an article, used in this order if `image` is empty; `resources` are all
#: files of a Hugo bundle.
IMAGE_FIELDS = (
    *("cover", "cover_image", "coverimage", "featured_image", "featuredimage", "feature_image"),
    *("featureimage", "main_image", "lead_image", "hero_image", "hero", "header_image", "header"),
    *("banner", "banner_image", "thumbnail", "thumb", "teaser", "photo", "images", "og_image"),
    *("og:image", "image_url", "resources"),
)

#: Fields that hold a file back with the value `true`. For those marked True here, any value except
#: yes or no holds it back too, because the field has no other use. The others are common words.
HOLDING_FIELDS = {
    **dict.fromkeys(("private", "is_private", "isprivate", "unlisted", "unpublished"), True),
    **dict.fromkeys(("is_draft", "isdraft", "hidden", "_hidden", "headless"), False),
    **dict.fromkeys(("protected", "encrypted", "confidential"), False),
}
#: Fields that hold a file back with the value `false`, marked in the same way.
PUBLISHING_FIELDS = {
    **dict.fromkeys(("publish", "published", "dg_publish", "is_published", "ispublished"), True),
    **dict.fromkeys(("public", "is_public", "ispublic", "listed", "visible", "render"), False),
}
#: Fields with a word for who may read the file.
AUDIENCE_FIELDS = ("visibility", "privacy")
#: Fields with a word for the state of the file. Archives use their own words here.
STATUS_FIELDS = ("status", "post_status")


@functools.lru_cache(maxsize=1024)
def plain_name(name: str) -> str:
    """A field's name in the form used for comparison: `Source URL` and `source-url` are
    `source_url`."""
    return name.strip().lower().replace("-", "_").replace(" ", "_")
