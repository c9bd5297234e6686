"""Limits for the length of fields, and for the number of names and links in a file.

Other pages repeat titles, summaries and names, and every name has a page. So without limits a small
file could cause a very large site. Each limit is at least five times the maximum in 6,000 articles
of real archives.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import msgspec

from dateline.content.frontmatter.header import Data, Value
from dateline.model import CROWD, Article, StaticPage
from dateline.names import KINDS
from dateline.problems import Problem, problem

if TYPE_CHECKING:  # a build that reads no article does not load the Markdown parser
    from markdown_it.token import Token

#: Characters of any value of a header, and bytes of all fields that are not Dateline's.
LONGEST_VALUE, LARGEST_EXTRA = 20_000, 100_000
#: Characters of one value. A longer value is a text in the wrong field.
LONGEST = {
    "title": 5_000,
    "summary": 5_000,
    "source": 5_000,
    "source_url": 2_000,
    "lang": 35,
    "src": 2_000,
    "alt": 5_000,
    "caption": 5_000,
    "credit": 1_000,
}
_FIELDS = ("title", "summary", "lang", "source", "source_url")
_IMAGE_PARTS = ("src", "alt", "caption", "credit")
LONGEST_NAME, LONGEST_ALIAS = 5_000, 2_000
#: Names of one article, each of which has a page; characters of all these names together; and
#: aliases.
MOST_NAMES, MOST_NAME_CHARACTERS, MOST_ALIASES = 500, 20_000, 100
#: Limits for parts of a text, by name: the number, the beginning in HTML, and the kinds of tokens.
_IN_TEXT: dict[str, tuple[int, tuple[str, ...], str]] = {
    "links": (5_000, ("<a ",), "link_open"),
    "images": (2_000, ("<img ",), "image"),
    "headings": (2_000, tuple(f"<h{level}" for level in range(1, 7)), "heading_open"),
    "notes": (2_000, ('class="footnote-item"',), "footnote_ref"),
}
#: A shorter text cannot exceed any of these limits.
_FEW = 4_000
#: Characters of HTML that any text may have, and the factor for a long one. A page may have at most
#: this many times the bytes of the longest text.
_LARGEST_PAGE, _PAGE_TIMES, _GROWTH = 1_400_000, 10, 4
#: Bytes of the page of a name and its feed, beside the repeated values; and those of a name of an
#: article with very many names (`CROWD`), whose entries are shorter.
_NAME_PAGE, _CROWDED_PAGE = 7_200, 3_100
#: This many names never cause too much output.
_FEW_NAMES = 10
#: An article causes at most 2 MB of output, or 20 times its own bytes, whichever is more. This is
#: the share of its names; its own page and its entries in lists have the rest.
_MOST_MADE, _TIMES_ITS_SIZE = 1_900_000, 19

Place = tuple[int, int | None]
#: The position of a field in the file, or a phrase to use if the field is missing.
PlaceOf = Callable[[str], Place]


class _Named(NamedTuple):
    field: str
    names: Sequence[str]


def header_problems(path: str, fields: Mapping[str, Value]) -> list[Problem]:
    """Problems of values in a header that are too long, for any field."""
    found = []
    for name, value in fields.items():
        longest = max(map(len, _texts(value.data)), default=0)
        if max(longest, len(name)) > LONGEST_VALUE:
            message = f"{name[:80]} has {longest:,} characters, and a field at most"
            message = f"{message} {LONGEST_VALUE:,}"
            place = (value.line, value.column)
            found.append(_over(path, place, message, "move it to the text below the header"))
    return found


def item_problems(item: Article | StaticPage, size: int, place: PlaceOf) -> list[Problem]:
    """Problems of fields that are too long or have too many entries, for a file of `size` bytes."""
    found = [*_long_fields(item, place), *_aliases(item, place)]
    if isinstance(item, Article):
        named = _names(item)
        found += _long_names(item, named, place) or _many_names(item, named, size, place)
        found += _extra(item)
    return found


def text_problems(
    tokens: Sequence[Token], clean: str, path: str, first_line: int
) -> Iterator[Problem]:
    """Problems of a text with too many parts; `tokens` give the line of the first excess one."""
    if len(clean) < _FEW:
        return
    for what, (most, beginnings, kind) in _IN_TEXT.items():
        count = sum(map(clean.count, beginnings))
        if count > most:
            line = first_line + _line_of(tokens, kind, most)
            message = f"the text has {count:,} {what}, and a text at most {most:,}"
            yield _over(path, (line, 1), message, "cut the text into several files")


def page_problem(path: str, made: int, size: int, longest: int) -> Problem | None:
    """The problem if a text of `size` bytes gives a page of `made` characters, more than is
    allowed; `longest` is the limit of a text."""
    most = min(_GROWTH * longest, max(_LARGEST_PAGE, _PAGE_TIMES * size))
    if made <= most:
        return None
    message = f"the text makes a page of {made:,} characters, and it may make {most:,}"
    hint = "cut the text, or its tables, into several files"
    return problem("E022", path, message, hint=hint)


def _over(path: str, place: Place, message: str, hint: str) -> Problem:
    return problem("E022", path, message, line=place[0], column=place[1], hint=hint)


def _texts(data: Data) -> Iterator[str]:
    """Every text within a value, including names of fields."""
    waiting: list[Data] = [data]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            waiting += [*part, *part.values()]
        elif part:
            waiting += part


def _long_fields(item: Article | StaticPage, place: PlaceOf) -> Iterator[Problem]:
    said = [(field, field, getattr(item, field, "")) for field in _FIELDS]
    if isinstance(item, Article) and item.image:
        said += [("image", part, getattr(item.image, part)) for part in _IMAGE_PARTS]
    for field, part, text in said:
        if len(text) > LONGEST[part]:
            message = f"{part} has {len(text):,} characters, and at most {LONGEST[part]:,}"
            yield _over(item.path, place(field), f"{message} are published", "shorten it")


def _aliases(item: Article | StaticPage, place: PlaceOf) -> Iterator[Problem]:
    longest = max(map(len, item.aliases), default=0)
    if len(item.aliases) > MOST_ALIASES:
        message = f"aliases has {len(item.aliases):,} addresses, and at most {MOST_ALIASES}"
        yield _over(item.path, place("aliases"), message, "keep those that others link to")
    if longest > LONGEST_ALIAS:
        message = f"an address in aliases has {longest:,} characters, and at most {LONGEST_ALIAS:,}"
        yield _over(item.path, place("aliases"), message, "shorten it")


def _names(item: Article) -> list[_Named]:
    return [_Named(kind.header, item.names(folder)) for folder, kind in KINDS.items()]


def _long_names(item: Article, named: Sequence[_Named], place: PlaceOf) -> list[Problem]:
    hint = "write a name, and put commas between two"
    found = []
    for field, names in named:
        longest = max(map(len, names), default=0)
        if longest > LONGEST_NAME and field != "source":  # its own limit is reported already
            message = f"a name in {field} has {longest:,} characters, and at most {LONGEST_NAME:,}"
            found.append(_over(item.path, place(field), message, hint))
    return found


def _many_names(
    item: Article, named: Sequence[_Named], size: int, place: PlaceOf
) -> Iterator[Problem]:
    """The problem of too many names, at the field that has most of them."""
    field = max(named, key=lambda each: len(each.names)).field
    names = [name for each in named for name in each.names]
    count, characters = len(names), sum(map(len, names))
    made, most = _made_of_names(item, names), max(_MOST_MADE, _TIMES_ITS_SIZE * size)
    hint = "keep those that distinguish it from others"
    if count > MOST_NAMES:
        message = f"the article has {count:,} names, and an article at most {MOST_NAMES}"
        yield _over(item.path, place(field), message, hint)
    elif characters > MOST_NAME_CHARACTERS:
        message = f"the names of the article have {characters:,} characters, and at most"
        yield _over(item.path, place(field), f"{message} {MOST_NAME_CHARACTERS:,}", hint)
    elif made > most:
        message = f"the pages of {count} names would take {made / 1e6:.1f} MB, and may take"
        hint = f"{hint}, or give the file a shorter name"
        yield _over(item.path, place(field), f"{message} {most / 1e6:.1f} MB", hint)


def _made_of_names(item: Article, names: Sequence[str]) -> int:
    """The maximum bytes of the pages of an article's names if no other article has them: a page and
    a feed for each, which repeat name, headline, summary and addresses."""
    if len(names) <= _FEW_NAMES:
        return 0
    if len(names) > CROWD:
        page, said = _CROWDED_PAGE + 2 * _written(item.title[:100]), 9
    else:
        page, said = _NAME_PAGE + 15 * min(sum(map(len, names)), 1_000), 12
        page += 3 * _written(item.title[:300]) + _written(item.title)
        page += 2 * _written(item.summary[:600])
    page += 4 * len(quote(item.address))
    return len(names) * page + said * sum(map(_written, names))


def _written(text: str) -> int:
    """The maximum bytes of a text in HTML."""
    return max(len(html.escape(text)), len(text.encode("utf-8", "replace")))


def _extra(item: Article) -> Iterator[Problem]:
    size = len(msgspec.msgpack.encode(item.extra))
    if size > LARGEST_EXTRA:
        message = f"the fields that are not Dateline's have {size:,} bytes, and at most"
        hint = "move what readers shall see to the text below the header"
        yield _over(item.path, (1, 1), f"{message} {LARGEST_EXTRA:,}", hint)


def _line_of(tokens: Sequence[Token], kind: str, number: int) -> int:
    """The line of the token of a kind with this number, counted from 0; 0 if there is none."""
    seen = line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        seen += sum(each.type == kind for each in (token, *(token.children or ())))
        if seen > number:
            return line
    return 0
