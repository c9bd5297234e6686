"""Values that come from several fields: the source of an article, its former addresses, its
picture, and whether it is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from dateline.content.dates import parse_date
from dateline.content.file_names import date_in_path
from dateline.content.frontmatter import former_addresses, holding_back
from dateline.content.frontmatter.article_image import find_image
from dateline.content.frontmatter.field_text import signs
from dateline.content.frontmatter.fields import Fields
from dateline.content.frontmatter.header import Value
from dateline.content.frontmatter.publication import (
    Origin,
    host_of,
    host_of_name,
    is_local,
    origin_of,
)
from dateline.content.invisible_chars import one_line
from dateline.content.markdown.links import is_inner
from dateline.model import Image, PartialDate
from dateline.names import ADDRESS_FIELDS, FIELD_NAMES
from dateline.problems import Problem, problem
from dateline.urls import is_web_address

#: Characters of a value that a message repeats.
_SHOWN = 80


class Source(NamedTuple):
    """The publication and the original address; either may be empty."""

    name: str = ""
    address: str = ""


class ArticleFields(Fields):
    """The fields of the header of an article, an undated page or a section's text."""

    def is_held_back(self) -> tuple[bool, list[Problem]]:
        """Whether the file is not to be published, and warnings about unclear values.

        These are reported even if the file is held back for another reason.
        """
        found = holding_back.verdict(self._values, self._path)
        self._read |= found.read
        if self._is_draft() or found.is_held:
            return True, []
        doubts = [self._doubt(each) for each in found.doubts]
        if holding_back.holds_back_children(self._values):
            doubts.append(self._cascade())
        return any(each.holds for each in found.doubts), doubts

    def _is_draft(self) -> bool:
        text = self.text("draft")
        answer = holding_back.is_yes(text) if text else False
        if answer is None:
            value = self._first("draft")
            self._wrong(value, "E013", f'draft must be true or false (got "{text[:_SHOWN]}")')
        return bool(answer)

    def _doubt(self, doubt: holding_back.Doubt) -> Problem:
        value, name = doubt.value, self._written.get(doubt.field, doubt.field)
        written = f'{name}: "{one_line(str(value.data))[:_SHOWN]}"'
        if doubt.holds:
            message = f"{written} does not say whether to publish the file, so it is held back"
            hint = "write `draft: false` in its place to publish the file, or `draft: true`"
        else:
            message = f"{written} is not a status that is known, and the file is published"
            hint = "write `draft: true` beside it to hold the file back, or `status: published`"
        place = {"line": value.line, "column": value.column}
        return problem("W029", self._path, message, hint=hint, **place)

    def _cascade(self) -> Problem:
        value = self._values["cascade"]
        message = "cascade holds back the files below this folder in Hugo, but not here"
        hint = "write `draft: true` in each of these files, or move the folder elsewhere"
        place = {"line": value.line, "column": value.column}
        return problem("W029", self._path, message, hint=hint, **place)

    def source(self) -> Source:
        """The publication and the original address.

        A web clipping has the address in `source`. If no field names the publication, the host of
        the address is used.
        """
        named, given = self._origin("source"), self._origin("source_url")
        if self._has_text("source_url") and not given.address:
            self._no_address(self._first("source_url"))
        address = given.address or named.address or self._other_address()
        name = named.name or given.name or self._other_name() or host_of(named.address or address)
        return Source(name, address)

    def _origin(self, field: str) -> Origin:
        """The value of our own field. A name that is a path on the writer's computer is ignored."""
        for _, value in self._held(field):
            found = origin_of(value.data)
            if field == "source" and is_local(found.name):
                message = f'{field} "{found.name[:_SHOWN]}" is not an address on the web'
                hint = "write the name of the publication, or the address of the article"
                self._wrong(value, "W021", message, hint)
                continue
            if found.others:
                message = f"{field} holds {len(found.others) + 1} names, and the first is read"
                self._wrong(value, "W021", message, f"write `{field}: {found.name[:_SHOWN]}`")
            if found.name or found.address:
                return found._replace(name=_without_www(found.name))
        return Origin()

    def _has_text(self, field: str) -> bool:
        return any(value.data not in (None, "", [], {}) for _, value in self._held(field))

    def _no_address(self, value: Value) -> None:
        message = f'source_url is not a web address (got "{one_line(str(value.data))[:_SHOWN]}")'
        hint = "write the whole address, beginning with https://"
        self._wrong(value, "E014", message, hint)

    def _other_name(self) -> str:
        """The publication from another name of the field; a host counts as a name."""
        for name, value in self._fallback("source"):
            found = origin_of(value.data)
            if said := _without_www(found.name) or host_of(found.address):
                self._read.add(name)
                return said
        return ""

    def _other_address(self) -> str:
        """The original address from another name of the field, else from `url` or `permalink`."""
        others = [*self._fallback("source_url"), *self._addresses()]
        for name, value in others:
            if address := origin_of(value.data).address:
                self._read.add(name)
                return address
        return ""

    def _addresses(self) -> Iterator[tuple[str, Value]]:
        return ((name, self._values[name]) for name in ADDRESS_FIELDS if name in self._values)

    def permalinks(self, date: PartialDate | None) -> tuple[str, ...]:
        """The addresses of the file on another site, from `url`, `permalink` and similar fields."""
        slug, categories = self.text("slug"), self._categories()
        article = former_addresses.Article(self._path, date, slug, categories)
        found: dict[str, None] = {}
        for name, text, value in self._address_texts():
            try:
                if address := former_addresses.former_address(text, article):
                    found[address] = None
                    self._read.add(name)
            except ValueError as error:
                message = f'no page redirects from {name} "{text[:_SHOWN]}": {error}'
                hint = f"write the address that the page had, as in `{name}: /2017/10/old/`"
                self._wrong(value, "W019", message, hint)
        return tuple(found)

    def _categories(self) -> tuple[str, ...]:
        """Jekyll's categories, which are part of its addresses."""
        held = ((n, self._values[n]) for n in ("categories", "category") if n in self._values)
        return tuple(
            one_line(item)
            for name, value in held
            if isinstance(value.data, (str, list))
            for item in self._items("tags", name, value)
        )

    def date_of_address(self) -> PartialDate | None:
        """The date in a former address: a day as in a path, or at least a month."""
        texts = [text.rstrip("/") for _, text, _ in self._address_texts()]
        for text in texts:
            try:
                if found := date_in_path(f"{text}.md"):
                    return found
            except ValueError:
                continue
        return former_addresses.month_in_address(texts)

    def place(self, field: str) -> tuple[str, Value]:
        """The name of the field in which a date was found, as written, and its value."""
        held = [*self._held(field), *self._fallback(field)]
        name, value = next((each for each in held if each[1].data), held[0])
        return self._written.get(name, name), value

    def other_date(self, extra: Mapping[str, Any]) -> str:
        """The first field with another meaning that has a day; empty if there is none."""
        for name, data in extra.items():
            with suppress(ValueError):
                if isinstance(data, str) and parse_date(data).day:
                    return name
        return ""

    def _address_texts(self) -> Iterator[tuple[str, str, Value]]:
        for name, value in self._addresses():
            is_switch = isinstance(value.data, str) and holding_back.is_yes(value.data) is not None
            if isinstance(value.data, str) and not is_switch and not origin_of(value.data).address:
                yield name, one_line(signs(value.data)), value

    def image(self) -> tuple[Image, int] | None:
        """The picture of the article, and the line of its field."""
        is_ours = self._names["image"] == FIELD_NAMES["image"]
        found = find_image(self._values, self._names["image"], with_others=is_ours)
        if found is None:
            for _, value in self._held("image"):
                if isinstance(value.data, dict):
                    hint = "write `src: photo.jpg` under it"
                    self._wrong(value, "E013", "image has no src", hint)
            return None
        self._read.add(found.field)
        parts = found.parts
        src = f"https:{parts['src']}" if parts["src"].startswith("//") else parts["src"]
        if is_inner(src) or is_web_address(src):
            image = Image(src, parts["alt"], parts["caption"], parts["credit"])
            return image, found.value.line
        message = f'the image "{src[:_SHOWN]}" is neither a path nor a web address'
        hint = "save it beside this file, and write its name"
        self._wrong(found.value, "W004", message, hint)
        return None


def _without_www(name: str) -> str:
    """A name; if it is a host, without `www.`."""
    return host_of_name(name) if name.lower().startswith("www.") else name
