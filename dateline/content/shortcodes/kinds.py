"""The possible contents of a shortcode for readers."""

from __future__ import annotations

from typing import NamedTuple


class Figure(NamedTuple):
    """A picture with its caption. `inner` is Markdown: the caption, or without a `src` the picture
    and the caption; it begins `line` lines after the shortcode."""

    src: str
    alt: str = ""
    title: str = ""
    caption: str = ""
    credit: str = ""
    credit_link: str = ""
    link: str = ""
    inner: str = ""
    line: int = 0


class Quotation(NamedTuple):
    """A quotation, as Markdown in `inner`, which begins `line` lines after the shortcode."""

    inner: str
    author: str = ""
    work: str = ""
    link: str = ""
    line: int = 0


class Code(NamedTuple):
    """Code; `title` is shown above it."""

    text: str
    language: str = ""
    title: str = ""
    is_inline: bool = False


class Link(NamedTuple):
    """A link, shown by its label or else by its target. `is_bare`: it is only a target, which may
    be the address of a Markdown link."""

    target: str
    label: str = ""
    is_bare: bool = False


class Words(NamedTuple):
    """Text that is shown as it is."""

    text: str


class Root(NamedTuple):
    """The address of the site, which begins the address of a page."""


class Nothing(NamedTuple):
    """No content for readers: a comment, or a tag that keeps others from being run."""


class LeftOut(NamedTuple):
    """A shortcode that cannot be shown. `target` is the address that it names, if any."""

    target: str = ""


Meaning = Figure | Quotation | Code | Link | Words | Root | Nothing | LeftOut
