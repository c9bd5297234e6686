"""Fields of articles that nothing read, and the setting in `dateline.toml` that would read them."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from dateline.config import Config
from dateline.content.frontmatter.article_fields import ArticleFields
from dateline.content.frontmatter.header import Data, Value
from dateline.names import FIELD_NAMES
from dateline.urls import is_web_address

#: So many values of a field are looked at: they tell what the others are.
_SAMPLES = 200
#: How much alike two names are that mean one thing, and how long: short ones are alike by chance.
_CLOSE, _LONG = 0.85, 5

#: Our field → other names for it.
_SYNONYMS = {
    "title": "headline heading titel titre titulo título",
    "date": "publishdate pubdate publish_date publication_date date_published publishedat posted "
    "published_at published_on published_date posted_on posted_at issued datum fecha article_date",
    "tags": "tag keywords keyword topics topic subjects subject labels label themes hashtags "
    "tag_list kategorien kategorie schlagworte themen etiquetas",
    "source": "publisher publication publication_name outlet newspaper journal media medium site "
    "site_name sitename magazine news_source provider quelle fuente via origin publisher_name",
    "source_url": "link original original_url canonical canonical_url canonicalurl source_link "
    "externalurl external_url href web weblink website address uri orig_url article_url sourceurl",
    "author": "byline by writer writers reporter reporters journalist journalists correspondent "
    "creator contributors contributor autor autorin auteur author_name",
    "captured": "saved saved_at date_saved saved_on clipped clipped_at clip_date accessed "
    "date_accessed access_date retrieved archived archived_at date_added added downloaded fetched",
    "updated": "update last_updated lastupdated updated_at modified_at date_modified datemodified "
    "edited revised changed date_updated last_edited",
    "summary": "abstract teaser lead lede standfirst dek deck intro blurb snippet synopsis tldr "
    "meta_description seo_description zusammenfassung",
    "lang": "locale lng sprache langue idioma content_language",
    "slug": "short_name",
    "aliases": "redirects old_url old_urls previous_urls former_urls",
    "image": "cover thumbnail thumb featured_image feature_image hero_image header_image banner "
    "picture photo teaser_image og_image cover_image lead_image",
    "people": "person persons personen personnes personas individuals mentions figures names",
    "places": "place location locations country countries city cities region regions area areas "
    "ort orte lieu lieux lugar lugares where",
    "organisations": "organisation organization organizations orgs org company companies "
    "institution institutions agency agencies groups entities",
    "story": "stories series serie storyline thread collection collections dossier campaign case",
}
_FIELD_OF = {name: field for field, names in _SYNONYMS.items() for name in names.split()}

#: What other generators want to know, for which there is no place here.
_FOREIGN = """
    layout type comments comment toc weight template math mathjax katex mermaid markup outputs
    sidebar cssclass cssclasses classes id guid uid uuid wordpress_id post_id format post_format
    menu nav nav_order parent grand_parent has_children sitemap robots noindex expirydate expires
    subtitle pinned sticky featured feature search share likes views rating hidden headless cascade
    build _build aside order icon color background tocopen showtoc showdate readingtime
    reading_time wordcount words version license copyright params extra taxonomies meta seo
    generator editor header css js script scripts style in_search_index page_template
    insert_anchor_links hidemeta resources eleventycomputed eleventyexcludefromcollections
""".split()  # noqa: SIM905  # read more easily than a list of strings
#: Read without being one of our fields: they hold an article back, or say where it stands.
_READ = {"publish", "published", "private", "status", "url", "permalink"}
_FILLERS = {
    "article",
    "news",
    "post",
    "item",
    "my",
    "original",
    "list",
    "of",
    "the",
    "page",
    "name",
}
#: Words in the name of a field that holds the day of publication, and in that of another day.
_DAY = re.compile("dat|day|time|pub|when|post")
_OTHER_DAY = re.compile("event|start|end|begin|deadline|due|until|expir|born|birth|died|death")


class UnusedField(msgspec.Struct, frozen=True):
    """A field that nothing read: its name as first written, how many files have it, which of ours
    it may mean and the setting that would read it, both empty where nothing fits.

    `is_foreign` where another generator asked for it.
    """

    field: str
    files: int
    read_as: str = ""
    setting: str = ""
    is_foreign: bool = False


def unused_fields(
    extras: Iterable[Mapping[str, Any]], config: Config, used: frozenset[str] = frozenset()
) -> list[UnusedField]:
    """The fields of articles that are not ours, those that a setting can read first, the commonest
    first. `used` are the names that templates show."""
    counts: dict[str, int] = {}
    written: dict[str, str] = {}
    samples: dict[str, list[Any]] = {}
    for extra in extras:
        for name, value in extra.items():
            key = name.lower()
            counts[key] = counts.get(key, 0) + 1
            held = samples.get(key)
            if held is None:
                written[key], samples[key] = name, [value]
            elif len(held) < _SAMPLES:
                held.append(value)
    names = [key for key in counts if key not in _READ and written[key] not in used]
    meant = {key: _meant(key, samples[key]) for key in names if key not in _FOREIGN}
    settings = _settings(meant, config)
    found = [
        UnusedField(
            written[key],
            counts[key],
            meant[key].field if key in meant else "",
            settings.get(key, ""),
            key in _FOREIGN,
        )
        for key in names
    ]
    return sorted(found, key=lambda f: (f.is_foreign, not f.setting, -f.files, f.field))


def setting(field: str, names: Iterable[str]) -> str:
    """A line of `[fields]`."""
    quoted = ", ".join(msgspec.json.encode(name).decode() for name in dict.fromkeys(names))
    return f"{field} = [{quoted}]"


class _Meaning(NamedTuple):
    """Which of our fields a name means, if any; `is_guess` where only its values say so."""

    field: str
    is_guess: bool


def _settings(meant: Mapping[str, _Meaning], config: Config) -> dict[str, str]:
    """By name, the line that reads it beside what is read already and the names that surely mean
    the same field: so one line is right for all of them."""
    found = {}
    for name, (field, _) in meant.items():
        if field:
            read = config.fields.get(field, FIELD_NAMES[field])
            sure = sorted(n for n, m in meant.items() if m == (field, False))
            found[name] = f"[fields] {setting(field, (*read, *sure, name))}"
    return found


def _meant(name: str, values: Sequence[Any]) -> _Meaning:
    """Which of our fields a name means, if that can read all its values without a problem."""
    named, guessed = _by_name(name), _by_values(name, values)
    is_address = (named, guessed) == ("source", "source_url")
    for field in (named, guessed if is_address or not named else ""):
        if field and all(_is_read(field, name, value) for value in values):
            return _Meaning(field, field != named)
    return _Meaning("", True)


@functools.lru_cache(maxsize=1024)
def _by_name(name: str) -> str:
    """By a table of other names; by names much like those; by the one word of it that says so."""
    plain = re.sub(r"[\s.-]+", "_", name)
    if field := _FIELD_OF.get(plain) or _FIELD_OF.get(plain.replace("_", "")):
        return field
    ours = {other: field for field, names in FIELD_NAMES.items() for other in names}
    known = {**_FIELD_OF, **ours}
    long = [other for other in known if len(other) >= _LONG] if len(plain) >= _LONG else []
    if close := difflib.get_close_matches(plain, long, n=1, cutoff=_CLOSE):
        return known[close[0]]
    words = [word for word in plain.split("_") if word and word not in _FILLERS]
    return known.get(words[0], "") if len(words) == 1 and "_" in plain else ""


def _by_values(name: str, values: Sequence[Any]) -> str:
    """By what all values are: web addresses, days, or lists of names."""
    held = [value for value in values if value not in (None, "", [])]
    if not held:
        return ""
    if all(map(_is_names, held)):
        return "tags"
    if not all(isinstance(value, str) for value in held):
        return ""
    if all(map(is_web_address, held)):
        return "source_url"
    are_days = all("-" in value and _is_read("date", name, value) for value in held)
    return "date" if are_days and _DAY.search(name) and not _OTHER_DAY.search(name) else ""


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(name, str) and 0 < len(name) <= 60 and not is_web_address(name) for name in value
    )


def _is_read(field: str, name: str, value: Any) -> bool:
    """Whether a value can be read as a field without a problem."""
    data: Data = _as_written(value)
    if data in (None, "", []):
        return True
    fields = ArticleFields("", {name: Value(data, 1, 1)}, {field: (name,)})
    read: object = None
    if field in ("date", "captured", "updated"):
        read = fields.date(field)
    elif field == "source_url":
        read = fields.source()[1]
    elif field == "source":
        read = fields.source()[0]
    elif field == "image":
        read = fields.image()
    elif field in ("title", "summary", "slug"):
        read = fields.text(field)
    elif field == "lang":
        fields.lang("en")
        read = True
    else:
        read = fields.names(field)
    return bool(read) and not fields.problems


def _as_written(value: Any) -> Data:
    """A value as it came from a header: `extra` has made booleans of `true` and `false`."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return [_as_written(item) for item in value]
    if isinstance(value, dict):
        return {key: _as_written(item) for key, item in value.items()}
    return str(value) if value is not None else None
