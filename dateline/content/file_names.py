"""Reads the date of an article, and a default title, from the name of a file."""

from __future__ import annotations

import re
from typing import NamedTuple

from dateline.content.date_parts import day_fault
from dateline.model import PartialDate

#: A day in the forms `2017-10-08`, and with other separators or none.
_DATED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:(?=T\d)|(?![^\W_]))")
_OTHER_SIGNS = re.compile(
    r"(\d{4})(?:_(\d{2})_(\d{2})|\.(\d{2})\.(\d{2})|(\d{2})(\d{2}))(?![^\W_])"
)
_MONTH = re.compile(r"(\d{4})-(\d{2})(?=\s|$)")
_AT_END = re.compile(r"(?:^|[-_ (])(\d{4})-(\d{2})-(\d{2})\)?$")
_YEAR_FOLDER = re.compile(r"\d{4}")
_MONTH_FOLDER = re.compile(r"\d{2}")
_DAY = re.compile(r"(\d{2})(?![^\W_])")
_MONTH_AND_DAY = re.compile(r"(\d{2})-(\d{2})(?![^\W_])")
_LANGUAGE_SUFFIX = re.compile(r"\.([a-z]{2,3})$")
#: Numbers of four digits that count as years in the names of files.
_YEARS = range(1900, 2100)


class _Found(NamedTuple):
    """A date in a name, and the rest of the name."""

    date: PartialDate
    rest: str


def date_in_path(path: str) -> PartialDate | None:
    """The date in a path, such as `2017/10/08-slug.md` or `2017-10-08 Slug.md`; None if there is
    none.

    Raises ValueError if the path clearly has a date that does not exist: `2017-02-30-slug.md`.
    """
    *folders, name = path.rpartition(".")[0].split("/")
    found = _at_beginning(name) or _in_folders([*folders, name])
    if folders:
        found = found or _in_folders(folders) or _at_beginning(folders[-1])
    found = found or _elsewhere(folders[-1] if folders and name == "index" else name)
    return found.date if found else None


def title_of_path(path: str) -> str:
    """A title from the name of a file: `Fall of x` for `2017-10-08-fall-of-x.md`.

    Empty if the name has no letter and no digit.
    """
    *folders, name = path.rpartition(".")[0].split("/")
    if name == "index" and folders:
        name = folders.pop()
    name = _without_language(name)
    try:
        found = _at_beginning(name) or _in_folders([*folders, name]) or _elsewhere(name)
    except ValueError:
        found = None
    rest = found.rest.strip(" -_.,()") if found else name
    if not any(map(str.isalpha, rest)):
        return name if any(map(str.isalnum, name)) else ""
    if " " in rest:
        return rest
    words = " ".join(rest.replace("_", "-").replace("-", " ").split())
    return words[:1].upper() + words[1:]


def _at_beginning(name: str) -> _Found | None:
    """A day at the beginning of a name."""
    if found := _DATED.match(name):
        is_sure = len(found[0]) == len("2017-10-08") and int(found[1]) in _YEARS
        return _day(found[1], found[2], found[3], name[found.end() :], is_sure=is_sure)
    if (found := _OTHER_SIGNS.match(name)) and int(found[1]) in _YEARS:
        month, day = (part for part in found.groups()[1:] if part)
        return _day(found[1], month, day, name[found.end() :])
    return None


def _in_folders(parts: list[str]) -> _Found | None:
    """A day from the folders and the beginning of the last name."""
    *_, first, second, last = ["", "", *parts]
    is_month = _YEAR_FOLDER.fullmatch(first) and _MONTH_FOLDER.fullmatch(second)
    if is_month and (found := _DAY.match(last)):
        is_sure = int(first) in _YEARS and 1 <= int(second) <= 12 and 1 <= int(found[1]) <= 31
        return _day(first, second, found[1], last[found.end() :], is_sure=is_sure)
    is_year = _YEAR_FOLDER.fullmatch(second) and int(second) in _YEARS
    if is_year and (found := _MONTH_AND_DAY.match(last)):
        return _day(second, found[1], found[2], last[found.end() :])
    return None


def _elsewhere(name: str) -> _Found | None:
    """A month at the beginning of a name, or a day at its end."""
    if (found := _MONTH.match(name)) and int(found[1]) in _YEARS and 1 <= int(found[2]) <= 12:
        return _Found(PartialDate(int(found[1]), int(found[2])), name[found.end() :])
    found = _AT_END.search(name[-40:])
    if found and int(found[1]) in _YEARS:
        return _day(found[1], found[2], found[3], name[: len(name) - len(found[0])])
    return None


def _day(year: str, month: str, day: str, rest: str, *, is_sure: bool = False) -> _Found | None:
    """The date of these parts. If it does not exist, `is_sure` decides whether that is an error."""
    fault = day_fault(int(year), int(month), int(day))
    if fault and is_sure:
        raise ValueError(f'{fault} (got "{year}-{month}-{day}")')
    return None if fault else _Found(PartialDate(int(year), int(month), int(day)), rest)


def _without_language(name: str) -> str:
    """A name without the language suffix of a translation in Zola and Hugo: `slug.fr`."""
    found = _LANGUAGE_SUFFIX.search(name)
    if not found or " " in name:
        return name
    from babel import localedata  # rare: a file without a title whose name has a dot

    return name[: found.start()] if localedata.exists(found[1]) else name
