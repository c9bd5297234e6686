"""Reads the fields of a header under all of their names, with validation."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterator, Mapping
from typing import Any

from dateline.content.dates import NO_TEXT
from dateline.content.frontmatter.field_lists import split_names, split_people
from dateline.content.frontmatter.field_text import plain, prose
from dateline.content.frontmatter.former_addresses import alias_of
from dateline.content.frontmatter.header import Data, Value
from dateline.content.frontmatter.holding_back import is_yes
from dateline.content.frontmatter.linked_names import without_links
from dateline.content.frontmatter.nested_fields import LISTS_TABLE, own_names, with_nested
from dateline.content.invisible_chars import one_line
from dateline.content.other_dates import read_date
from dateline.model import PartialDate
from dateline.names import (
    ADDRESS_FIELDS,
    FALLBACK_NAMES,
    FIELD_NAMES,
    HOLDING_FIELDS,
    IMAGE_FIELDS,
    LANGUAGE_TAG,
    PUBLISHING_FIELDS,
    plain_name,
)
from dateline.problems import Problem, problem
from dateline.urls import slugify

#: Fields of other tools, and words, that only look like a misspelling of ours.
_OTHERS_FIELDS = {
    *(
        "author_url",
        "data",
        "featured",
        "feature",
        "images",
        "land",
        "late",
        "long",
        "mood",
        "plates",
    ),
    *(
        "publish",
        "publisher",
        "rate",
        "rates",
        "redirect",
        "redirectto",
        "state",
        "subtitle",
        "titles",
    ),
}

#: Names that are read or well known, and so are not a misspelling of another.
_KNOWN_NAMES = {
    *(name for names in FALLBACK_NAMES.values() for name in names),
    *(*ADDRESS_FIELDS, *IMAGE_FIELDS, *HOLDING_FIELDS, *PUBLISHING_FIELDS, *_OTHERS_FIELDS),
}
#: Fields that no reader sees. A slug is part of an address, which must not change.
_AS_TYPED = ("slug", "lang", "rights", "draft")
#: Fields in which Jekyll splits a text at spaces.
_SPACED = ("tags", "categories")


class Fields:
    """The fields of one header, read one at a time; problems are collected in `problems`."""

    def __init__(
        self, path: str, values: Mapping[str, Value], field_names: Mapping[str, tuple[str, ...]]
    ):
        self._path = path
        self._written = own_names(values)
        self._values = with_nested(values, self._written)
        given = {field: tuple(map(plain_name, names)) for field, names in field_names.items()}
        self._names = {**FIELD_NAMES, **given}
        self._fallbacks = {f: names for f, names in FALLBACK_NAMES.items() if f not in given}
        self._read: set[str] = set()  # names, other than our own, that gave a value
        is_post = not {"_posts", "_drafts"}.isdisjoint(path.lower().split("/"))
        self._is_jekyll = is_post or "layout" in self._values
        self.problems: list[Problem] = []
        #: Date values that are not in the standard form, and the date that they mean.
        self.meant_dates: list[tuple[Value, str]] = []

    def text(self, field: str) -> str:
        """The first value that is not empty, with white space folded."""
        for _, value in self._held(field):
            if isinstance(value.data, str) and value.data.strip():
                return one_line(value.data) if field in _AS_TYPED else prose(value.data)
            if isinstance(value.data, (list, dict)):
                self._wrong(value, "E013", f"{field} must be text", f"write `{field}: some text`")
        return ""

    def names(self, field: str) -> tuple[str, ...]:
        """Every name in a field, in the order written, without duplicates that differ only in
        case."""
        found: dict[str, str] = {}
        held = self._held(field)
        if not any(value.data for _, value in held):
            held = self._fallback(field)
        for written, value in held:
            for item in self._items(field, written, value):
                name = one_line(without_links(item))
                name = name.lstrip("#＃ ") if field == "tags" else name
                if name:
                    found.setdefault(name.casefold(), name)
        return tuple(found.values())

    def date(self, field: str, language: str = "") -> PartialDate | None:
        """The date in a field; None if it is missing or, with a problem, invalid.

        `language` (a tag) is that of the names of months. Only an invalid `date` is an error; other
        invalid dates are ignored with a warning.
        """
        for name, value in self._held(field):
            is_switch = name == "published" and is_yes(str(value.data)) is not None  # as in Jekyll
            if value.data in (None, "") or is_switch:
                continue
            is_text = isinstance(value.data, str)
            reading = read_date(str(value.data), language) if is_text else NO_TEXT
            if reading.meant:
                self.meant_dates.append((value, reading.meant))
            if reading.fault:
                code = "E012" if reading.date is None and field == "date" else "W027"
                self._wrong(value, code, f"{name}: {reading.fault}", reading.hint)
            return reading.date
        return self._fallback_date(field, language)

    def _fallback_date(self, field: str, language: str) -> PartialDate | None:
        """The first date under the other names of a field, some of which may have other values."""
        for name, value in self._fallback(field):
            written = value.data if isinstance(value.data, str) else ""
            if written and (found := read_date(written, language).date):
                self._read.add(name)
                return found
        return None

    def slug(self) -> str:
        """The last part of the address, if the writer chose one."""
        written = self.text("slug").strip("/")
        slug = slugify(written)
        if written and not slug:
            hint = "use at least one letter or digit"
            self._wrong(self._first("slug"), "E017", f'slug has no letter (got "{written}")', hint)
        return slug

    def lang(self, default: str) -> str:
        """The language tag (BCP 47) of the text."""
        written = self.text("lang").replace("_", "-")
        if written and not LANGUAGE_TAG.fullmatch(written):
            message = f'lang must be a language tag (got "{written}")'
            self._wrong(self._first("lang"), "E016", message, "write en, ar or pt-BR")
            return default
        return written or default

    def has_problem(self, field: str) -> bool:
        """Whether the position of a field has a problem."""
        lines = {value.line for _, value in self._held(field)}
        return any(each.line in lines for each in self.problems if each.severity == "error")

    def place_of(self, field: str) -> tuple[int, int | None] | None:
        """The line and column of a field; None if the header does not have it."""
        held = self._held(field)
        return (held[0][1].line, held[0][1].column) if held else None

    def check_rights(self) -> None:
        """Any value but `full` is an error: it is not supported yet, and must not be ignored."""
        rights = self.text("rights")
        if rights and rights != "full":
            message = f'rights "{rights}" cannot be honoured by this version'
            hint = "leave the text out of the file, or write `draft: true`"
            self._wrong(self._first("rights"), "E015", message, hint)

    def extra(self) -> dict[str, Any]:
        """The fields that are not ours, for the templates; probable misspellings of ours are
        reported."""
        ours = {name for names in self._names.values() for name in names}
        extra = {}
        for key, value in self._values.items():
            is_read = key in ours or key in self._read
            if is_read or key not in self._written or key == LISTS_TABLE:
                continue
            written = self._written[key]
            extra[written] = _typed(value.data)
            meant = "" if key in _KNOWN_NAMES else _near_miss(key, tuple(sorted(ours)))
            if meant:
                message = f"{written} is not a field; {meant} is"
                self._wrong(value._replace(column=1), "W001", message, f"rename it to {meant}")
        return extra

    def _held(self, field: str) -> list[tuple[str, Value]]:
        return [(n, self._values[n]) for n in self._names[field] if n in self._values]

    def _fallback(self, field: str) -> list[tuple[str, Value]]:
        names = self._fallbacks.get(field, ())
        return [(n, self._values[n]) for n in names if n in self._values]

    def _first(self, field: str) -> Value:
        return self._held(field)[0][1]

    def _items(self, field: str, name: str, value: Value) -> list[str]:
        """The names in a value, without tags and references."""
        if name in self._fallbacks.get(field, ()):
            self._read.add(name)
        items = self._parts(field, name, value)
        if field == "aliases":
            return [alias_of(item, is_address=name == "redirect_from") for item in items]
        return items

    def _parts(self, field: str, name: str, value: Value) -> list[str]:
        if isinstance(value.data, str):
            if field == "author":
                return split_people(plain(value.data), is_plural=name.endswith("s"))
            at_spaces = self._is_jekyll and name in _SPACED
            return split_names(plain(value.data), at_spaces=at_spaces)
        data = [value.data] if isinstance(value.data, dict) else value.data or []
        items: list[str] = []
        for item in _flat(data):
            text = item.get("name") if isinstance(item, dict) else item
            if isinstance(text, str):
                items.append(plain(text))
            elif isinstance(item, dict):
                self._not_a_name(field, value)
        return items

    def _not_a_name(self, field: str, value: Value) -> None:
        if isinstance(value.data, dict):
            hint = f"write `{field}: [one, two]`"
            self._wrong(value, "E013", f"{field} must be a list of names", hint)
        else:
            message = f"{field} has a value that is not a name"
            self._wrong(value, "E013", message, "put a name with a colon in quotes")

    def _wrong(self, value: Value, code: str, message: str, hint: str = "") -> None:
        self.problems.append(
            problem(code, self._path, message, line=value.line, column=value.column, hint=hint)
        )


def _typed(data: Data) -> Any:
    """Values of fields that are not ours stay text; only true and false become booleans."""
    if isinstance(data, dict):
        return {key: _typed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_typed(value) for value in data]
    return {"true": True, "false": False}.get(data or "", data)


def _flat(data: list[Any]) -> Iterator[Any]:
    """The items of a list and of the lists in it: YAML reads `[[Name]]` without quotes as a
    list."""
    for item in data:
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item


@functools.lru_cache(maxsize=1024)
def _near_miss(key: str, ours: tuple[str, ...]) -> str:
    return next(iter(difflib.get_close_matches(key, ours, cutoff=0.75)), "")
