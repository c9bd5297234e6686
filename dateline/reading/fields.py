"""What a header says, field by field, under the names that the tools of the trade use."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Mapping
from typing import Any

from dateline.model import Image, PartialDate
from dateline.names import FIELD_NAMES, LANGUAGE_TAG
from dateline.problems import Problem, problem
from dateline.reading.dates import meant_date, parse_date
from dateline.reading.header import Data, Value
from dateline.reading.links import is_inner
from dateline.reading.unseen import one_line
from dateline.urls import is_web_address, slugify

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

#: Characters of a value that a message repeats.
_TOLD = 80

_SWITCHES = ("true", "false")  # Jekyll's `published` is no date
_WIKILINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]")


class Fields:
    """The fields of one header, read one at a time; what is wrong gathers in `problems`."""

    def __init__(
        self, path: str, values: Mapping[str, Value], field_names: Mapping[str, tuple[str, ...]]
    ):
        self._path = path
        self._values = {key.lower(): value for key, value in values.items()}
        self._written = {key.lower(): key for key in values}
        self._names = {**FIELD_NAMES, **field_names}
        self.problems: list[Problem] = []
        #: Values that are no date as they stand, and the date that they mean.
        self.meant_dates: list[tuple[Value, str]] = []

    def text(self, field: str) -> str:
        """The first value that is not empty, with white space folded."""
        for _, value in self._held(field):
            if isinstance(value.data, str) and value.data.strip():
                return one_line(value.data)
            if isinstance(value.data, (list, dict)):
                self._wrong(value, "E013", f"{field} must be text", f"write `{field}: some text`")
        return ""

    def names(self, field: str, *, commas: bool = True) -> tuple[str, ...]:
        """Every name under a field, in the order written, each once whatever its case."""
        found: dict[str, str] = {}
        for _, value in self._held(field):
            for item in self._items(field, value, commas):
                name = one_line(_WIKILINK.sub(r"\1", item))
                name = name.lstrip("# ") if field == "tags" else name
                if name:
                    found.setdefault(name.casefold(), name)
        return tuple(found.values())

    def date(self, field: str) -> PartialDate | None:
        """The date under a field; None without one or, with a problem, where it is none."""
        for name, value in self._held(field):
            if value.data in (None, "") or (name == "published" and value.data in _SWITCHES):
                continue
            if not isinstance(value.data, str):
                self._wrong(value, "E012", f"{name}: not a date", "write 2017-10-08")
                return None
            try:
                return parse_date(value.data)
            except ValueError as error:
                hint = "write 2017-10-08, with a time 2017-10-08 14:30 +03:00, or only 2017-10"
                if meant := meant_date(value.data):
                    self.meant_dates.append((value, meant))
                    hint = f"write {meant}"
                self._wrong(value, "E012", f"{name}: {error}", hint)
                return None
        return None

    def is_draft(self) -> bool:
        """Whether it is held back: by `draft`, Jekyll's `published: false`, Pelican's `status`."""
        text = self.text("draft").lower()
        if text not in ("", "true", "yes", "false", "no"):
            value = self._first("draft")
            self._wrong(value, "E013", f'draft must be true or false (got "{text}")')
        written = {key: str(value.data).lower() for key, value in self._values.items()}
        is_held = written.get("published") == "false" or written.get("status") == "draft"
        return text in ("true", "yes") or is_held

    def source(self) -> tuple[str, str]:
        """The publication and the original address; a clipping keeps the address in `source`."""
        source, address = self.text("source"), self.text("source_url")
        if not address and is_web_address(source):
            source, address = "", source
        elif address and not is_web_address(address):
            self._wrong(
                self._first("source_url"),
                "E014",
                f'source_url is not a web address (got "{address}")',
                f"write {within[0]} alone"
                if (within := re.search(r"https?://[^\s<>()\[\]\"]+", address))
                else "write the whole address, beginning with https://",
            )
            address = ""
        return source, address

    def slug(self) -> str:
        """The last part of the address, where the writer chose one."""
        written = self.text("slug").strip("/")
        slug = slugify(written)
        if written and not slug:
            hint = "use at least one letter or digit"
            self._wrong(
                self._first("slug"), "E017", f'slug holds no letter (got "{written}")', hint
            )
        return slug

    def lang(self, default: str) -> str:
        """The language tag (BCP 47) of the text."""
        written = self.text("lang").replace("_", "-")
        if written and not LANGUAGE_TAG.fullmatch(written):
            message = f'lang must be a language tag (got "{written}")'
            self._wrong(self._first("lang"), "E016", message, "write en, ar or pt-BR")
            return default
        return written or default

    def image(self) -> Image | None:
        """The picture of the article."""
        for _, value in self._held("image"):
            if isinstance(value.data, str) and value.data:
                return self._image(value, {"src": value.data})
            if isinstance(value.data, dict):
                parts = {key: one_line(str(text or "")) for key, text in value.data.items()}
                if parts.get("src"):
                    return self._image(value, parts)
                self._wrong(value, "E013", "image has no src", "write `src: photo.jpg` under it")
        return None

    def _image(self, value: Value, parts: Mapping[str, str]) -> Image | None:
        src = parts["src"]
        src = f"https:{src}" if src.startswith("//") else src
        if is_inner(src) or is_web_address(src):
            return Image(src, *(parts.get(part, "") for part in ("alt", "caption", "credit")))
        message = f'the image "{src[:_TOLD]}" is no path and no web address'
        self._wrong(value, "W004", message, "save it beside this file, and write its name")
        return None

    def has_problem(self, field: str) -> bool:
        """Whether something was found wrong where a field stands."""
        lines = {value.line for _, value in self._held(field)}
        return any(each.line in lines for each in self.problems if each.severity == "error")

    def place(self, field: str) -> tuple[int, int | None] | None:
        """The line and column of a field; None where the header has no such field."""
        held = self._held(field)
        return (held[0][1].line, held[0][1].column) if held else None

    def line(self, field: str) -> int:
        """The line on which a field stands that is there."""
        return self._first(field).line

    def check_rights(self) -> None:
        """Anything but `full` is an error: it cannot be honoured yet, and must not be ignored."""
        rights = self.text("rights")
        if rights and rights != "full":
            message = f'rights "{rights}" cannot be honoured by this version'
            hint = "leave the text out of the file, or write `draft: true`"
            self._wrong(self._first("rights"), "E015", message, hint)

    def extra(self) -> dict[str, Any]:
        """The fields that are not ours, for the templates; near misses of ours are reported."""
        ours = {name for names in self._names.values() for name in names}
        extra = {}
        for key, value in self._values.items():
            if key in ours:
                continue
            written = self._written[key]
            extra[written] = _typed(value.data)
            meant = _near_miss(key, tuple(sorted(ours)))
            if meant and key not in _OTHERS_FIELDS:
                message = f"{written} is not a field; {meant} is"
                self._wrong(value._replace(column=1), "W001", message, f"rename it to {meant}")
        return extra

    def _held(self, field: str) -> list[tuple[str, Value]]:
        return [(n, self._values[n]) for n in self._names[field] if n in self._values]

    def _first(self, field: str) -> Value:
        return self._held(field)[0][1]

    def _items(self, field: str, value: Value, commas: bool) -> list[str]:
        if isinstance(value.data, str):
            return value.data.split(",") if commas else [value.data]
        if isinstance(value.data, dict):
            hint = f"write `{field}: [one, two]`"
            self._wrong(value, "E013", f"{field} must be a list of names", hint)
            return []
        items: list[str] = []
        for item in value.data or []:
            flat: list[Data] = item if isinstance(item, list) else [item]
            while len(flat) == 1 and isinstance(flat[0], list):  # [[Name]] without quotes
                flat = flat[0]
            if any(isinstance(each, (dict, list)) for each in flat):
                message = f"{field} holds something that is not a name"
                self._wrong(value, "E013", message, "put a name with a colon in quotes")
            items += [each for each in flat if isinstance(each, str)]
        return items

    def _wrong(self, value: Value, code: str, message: str, hint: str = "") -> None:
        self.problems.append(
            problem(code, self._path, message, line=value.line, column=value.column, hint=hint)
        )


def _typed(data: Data) -> Any:
    """Fields that are not ours keep their text; only true and false become what they say."""
    if isinstance(data, dict):
        return {key: _typed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_typed(value) for value in data]
    return {"true": True, "false": False}.get(data or "", data)


@functools.lru_cache(maxsize=1024)
def _near_miss(key: str, ours: tuple[str, ...]) -> str:
    return next(iter(difflib.get_close_matches(key, ours, n=1, cutoff=0.75)), "")
