"""`new`: a new article file with a filled-in header."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dateline.config import ConfigError
from dateline.content.dates import parse_date
from dateline.content.frontmatter.writer import Value, write_front
from dateline.content.invisible_chars import one_line
from dateline.model import PartialDate
from dateline.urls import hashed_slug, is_web_address, slug_of, slugify

#: The maximum bytes of a name: a file name may have 255, and the slug of a long headline in Arabic
#: has more.
_LONGEST = 120
_HINT = "write 2017-10-08, with a time 2017-10-08 14:30 +03:00, or only 2017-10 or 2017"


class NewArticle(NamedTuple):
    """The path relative to the content folder, and the content of the file."""

    path: str
    text: str


def new_article(
    title: str,
    date: PartialDate,
    source: str,
    tags: Iterable[str],
    field_names: Mapping[str, tuple[str, ...]],
) -> NewArticle:
    """A new article, in the folder of its year and month as far as these are known. Its fields have
    the names that the archive reads.

    Raises ConfigError if a value is invalid.
    """
    title, source = _line("the title", title), _line("--source", source)
    if not slugify(title):
        raise ConfigError(f'the title needs at least one letter or digit (got "{title}")')
    names = [
        one_line(name).lstrip("# ") for given in tags for name in _line("--tags", given).split(",")
    ]
    is_address = is_web_address(source)
    fields: dict[str, Value] = {
        "title": title,
        "date": date,
        "tags": [name for name in dict.fromkeys(names) if name],
        "source": "" if is_address else source,
        "source_url": source if is_address else "",
        "summary": "",
    }
    named = {_name(field, field_names): value for field, value in fields.items()}
    return NewArticle(_path(title, date), write_front(named))


def read_date(text: str) -> PartialDate:
    """The date given on the command line. Raises ConfigError."""
    try:
        return parse_date(text)
    except ValueError as error:
        raise ConfigError(f"--date: {error}; {_HINT}") from None


def _line(what: str, text: str) -> str:
    """A value on one line, without characters that are never published."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ConfigError(f"{what} is not UTF-8 text (got {text!a})") from None
    return one_line(text)


def _path(title: str, date: PartialDate) -> str:
    slug = slug_of(title)  # not a reserved name of Windows
    if len(slug.encode()) > _LONGEST:
        slug = slug.encode()[:_LONGEST].decode(errors="ignore").rstrip("-")
    if date.day:
        return f"{date.year:04d}/{date.month:02d}/{date.day:02d}-{slug}.md"
    if slug == "index":  # it would get the address of its folder
        slug = hashed_slug(title)
    if slug[:2].isdecimal() and slug[2:3] in ("", "-"):  # it would look like the day
        slug = f"article-{slug}"
    month = f"{date.month:02d}/" if date.month else ""
    return f"{date.year:04d}/{month}{slug}.md"


def _name(field: str, field_names: Mapping[str, tuple[str, ...]]) -> str:
    names = field_names.get(field) or (field,)
    return field if field in names else names[0]
