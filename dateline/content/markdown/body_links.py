"""Finds and checks the links of a text, with their lines.

Links to other files of the archive are noted as references, and resolved when all files are known.
Links to ids in the same text are resolved here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from dateline.content.invisible_chars import plain_text
from dateline.content.markdown.anchors import Places, is_top, place_hint, quoted_fragment
from dateline.content.markdown.cleaner import PAGE_ID_PREFIX
from dateline.content.markdown.links import (
    LINK_SCHEMES,
    Attributes,
    is_inner,
    is_remote,
    rewrite_links,
    scheme_of,
)
from dateline.content.markdown.wikilinks import source_forms
from dateline.model import Reference
from dateline.problems import Problem, problem

#: Characters of an address that a message repeats.
_SHOWN = 80
#: The maximum broken links that are compared with the ids of the text, which takes time.
_COMPARED = 20


class NotedLinks(NamedTuple):
    """A text's HTML with safe links, its links into the archive, its images on other hosts, and the
    problems of its links."""

    html: str
    references: tuple[Reference, ...]
    remote_images: tuple[Reference, ...]
    problems: list[Problem]


def note_links(
    html: str, ids: Sequence[str], headline_id: str, *, body: str, path: str, first_line: int
) -> NotedLinks:
    """Finds and checks the links of a text.

    `html` is sanitized, `ids` are those in it, and `headline_id` is that of a heading that the page
    shows as its headline. `body` is the Markdown, in which lines are found.
    """
    reader = _LinkReader(ids, headline_id)
    html = rewrite_links(html, reader.rewritten)
    noted = list(_located(dict.fromkeys(reader.targets), body, first_line))
    problems = list(_problems(noted, reader, path))
    references = [each for each in noted if is_inner(each.target)]
    remote = [each for each in noted if each.is_image and _is_image_elsewhere(each.target)]
    return NotedLinks(html, tuple(references), tuple(remote), problems)


class _LinkReader:
    """Checks one link after another; `targets` are those to be reported or resolved later."""

    def __init__(self, ids: Sequence[str], headline_id: str):
        self.ids = ids
        self._places = Places(ids)
        self._headline = Places([headline_id] if headline_id else [])
        self.targets: list[tuple[str, bool]] = []

    def rewritten(self, tag: str, attributes: Attributes) -> Attributes | None:
        is_image = tag == "img"
        name = "src" if is_image else "href"
        if name not in attributes:
            return attributes
        url = attributes[name]
        scheme = scheme_of(url)
        if scheme and scheme not in LINK_SCHEMES:
            self.targets.append((url, is_image))
            return None
        if is_image or is_inner(url):
            self.targets.append((url, is_image))
        elif url.startswith("#") and not is_top(url[1:]):
            return attributes | {name: self._fragment(url)}
        return attributes

    def _fragment(self, url: str) -> str:
        """A link to an id in the text, in the form that the browser finds."""
        place = self._places.find(url[1:])
        if place is None and self._headline.find(url[1:]) is not None:
            place = f"{PAGE_ID_PREFIX}main"
        if place is None:
            self.targets.append((url, False))
            return url
        return url if url == f"#{place}" else f"#{quoted_fragment(place)}"


def _is_image_elsewhere(url: str) -> bool:
    return is_remote(url) and scheme_of(url) in ("", *LINK_SCHEMES)


def _problems(noted: Iterable[Reference], reader: _LinkReader, path: str) -> Iterator[Problem]:
    reported = 0
    for target, line, is_image in noted:
        scheme = scheme_of(target)
        if is_image and scheme == "data":
            message = "an image within the text (data:) is not published"
            hint = "save it as a file beside the article, and write the name of that file"
            yield problem("W009", path, message, line=line, hint=hint)
        elif scheme and scheme not in LINK_SCHEMES:
            what = "image" if is_image else "link"
            yield problem(
                "W022",
                path,
                f'the {what} "{target[:_SHOWN]}" is published as text: no page links to {scheme}:',
                line=line,
                hint="write an address that begins with https://, or the address as text",
            )
        elif target.startswith("#"):
            reported += 1
            yield problem(
                "W002",
                path,
                f"the link {unquote(target)[:_SHOWN]} leads to no id in this text",
                line=line,
                hint=place_hint(target[1:], reader.ids if reported <= _COMPARED else ()),
            )


def _located(
    targets: Iterable[tuple[str, bool]], body: str, first_line: int
) -> Iterator[Reference]:
    """Links and images with their lines, each searched after the one before. They are in the order
    of the text, except in footnotes and definitions."""
    line = last = 0
    decoded = ""
    for target, is_image in targets:
        place = _place_of(target, body, last)
        if place < 0:
            # Written with character references, which contain no line end.
            decoded = decoded or plain_text(body)
            at = _place_of(target, decoded, 0)
            found = decoded.count("\n", 0, at) if at >= 0 else 0
            yield Reference(target, first_line + found, is_image)
            continue
        line = line + body.count("\n", last, place) if place >= last else body.count("\n", 0, place)
        last = place
        yield Reference(target, first_line + line, is_image)


def _place_of(target: str, body: str, start: int) -> int:
    """The position of a target, preferably after `start`; -1 if it is not found. Letters may be
    written as they are, or as `%C3`."""
    ways = dict.fromkeys([target, unquote(target), *source_forms(target)])
    found = (body.find(way, begin) for begin in (start, 0) for way in ways)
    return next((each for each in found if each >= 0), -1)
