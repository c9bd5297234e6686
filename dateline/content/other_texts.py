"""Texts in other formats than Markdown: which of them are articles, and messages about the
others."""

from __future__ import annotations

import posixpath
import re

from dateline.content.file_names import date_in_path
from dateline.problems import Problem, problem

#: Articles of Hugo and Jekyll may be HTML, if they have a header.
HTML = (".html", ".htm")
#: Published unchanged, unless they have a header.
PLAIN = (".txt",)
#: The bytes of a file that are searched for a header.
HEAD = 16_384

#: Other markup languages, by Pandoc's name for each.
_MARKUPS = {
    ".rst": "rst",
    ".org": "org",
    ".textile": "textile",
    ".ipynb": "ipynb",
    ".tex": "latex",
    ".wiki": "mediawiki",
    ".rtf": "rtf",
    ".typ": "typst",
    ".docbook": "docbook",
}
_ASCIIDOC = (".adoc", ".asciidoc", ".asc")
_DELIMITER = re.compile(r"(---|\+\+\+)[ \t]*\n")
_TITLE = re.compile(r"^[\"']?title[\"']?[ \t]*[:=]", re.MULTILINE | re.IGNORECASE)
_DATE = re.compile(
    r"^[\"']?(?:date|published|pubdate|publishdate|created)[\"']?[ \t]*[:=]",
    re.MULTILINE | re.IGNORECASE,
)


def is_html(path: str) -> bool:
    """Whether a text is HTML below its header."""
    return path.lower().endswith(HTML)


def has_title(head: str) -> bool:
    """Whether the beginning of a file is a header with a title."""
    return bool(_TITLE.search(_header(head)))


def has_date(head: str, path: str) -> bool:
    """Whether the header, or the path, has the date of an article."""
    try:
        return bool(_DATE.search(_header(head)) or date_in_path(path))
    except ValueError:  # it has an invalid one, which is reported when the file is read
        return True


def unpublished(path: str, kind: str) -> Problem:
    """The problem that a file is not published, with a hint. `kind` is its extension."""
    named = f"of the kind {kind}" if kind else "without an extension"
    message, hint = f"files {named} are not published", "move it out of the content folder"
    name = posixpath.basename(path)
    markdown = f"{posixpath.splitext(name)[0]}.md"
    if kind in PLAIN:
        message = "this text has the header of an article, and is not published as a plain file"
        hint = f"rename it to {markdown}, or take out its header"
    elif kind == ".mdx":
        hint = f"rename it to {markdown} if its text is Markdown alone"
    elif kind in _MARKUPS:
        hint = f"make Markdown of it: pandoc -s -f {_MARKUPS[kind]} -t gfm {name} -o {markdown}"
    elif kind in _ASCIIDOC:
        hint = f"make Markdown of it, {markdown}: Asciidoctor writes DocBook, which Pandoc reads"
    elif kind in HTML:
        message = "an HTML file is published as an article if its header has a title and a date"
        hint = "write `title:` and `date:` between two lines --- above it, or move it elsewhere"
    return problem("W003", path, message, hint=hint)


def _header(head: str) -> str:
    """The lines of a header between its delimiters, as far as they are in `head`; empty if there is
    none."""
    text = head.lstrip("\ufeff \t\r\n").replace("\r\n", "\n")
    delimiter = _DELIMITER.match(text)
    return text[delimiter.end() :].partition(f"\n{delimiter[1]}")[0] if delimiter else ""
