"""The content folder on disk: which files there are, and their bytes."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dateline.problems import Problem, problem

MARKDOWN = (".md", ".markdown")
PAGES_FOLDER = "pages/"

#: Kinds that a browser shows or saves but never runs. HTML and SVG files can carry scripts.
SAFE_KINDS = frozenset(
    f".{kind}"
    for kind in (
        *("avif", "gif", "jpeg", "jpg", "png", "webp"),
        *("m4a", "mp3", "mp4", "ogg", "vtt", "wav", "webm"),
        *("csv", "docx", "epub", "json", "odt", "pdf", "pptx", "txt", "xlsx", "zip"),
    )
)


class Files(NamedTuple):
    """What stands in the content folder, as paths relative to it, sorted."""

    texts: list[str]
    assets: list[str]
    problems: list[Problem]


def is_article(path: str) -> bool:
    """Whether a Markdown file is an article: neither an undated page nor a section's text."""
    return not path.startswith(PAGES_FOLDER) and posixpath.basename(path) != "_index.md"


def find_files(content: Path) -> Files:
    """Lists the content folder. Hidden files are passed over; links are reported, not followed."""
    texts, assets, problems = [], [], []
    for path, is_link in sorted(_walk(content, "")):
        kind = posixpath.splitext(path)[1].lower()
        if is_link:
            hint = "put the file itself there"
            problems.append(problem("W005", path, "a symbolic link is not followed", hint=hint))
        elif kind in MARKDOWN:
            texts.append(path)
        elif kind in SAFE_KINDS:
            assets.append(path)
        else:
            message = f"files of the kind {kind or 'without an extension'} are not published"
            problems.append(
                problem("W003", path, message, hint="move it out of the content folder")
            )
    return Files(texts, assets, problems)


def read_bytes(content: Path, path: str) -> bytes | Problem:
    """The bytes of one file, or why they cannot be read."""
    try:
        return (content / path).read_bytes()
    except OSError as error:
        return problem("E009", path, f"the file cannot be read: {error.strerror}")


def _walk(content: Path, folder: str) -> Iterator[tuple[str, bool]]:
    with os.scandir(content / folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = f"{folder}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(content, f"{path}/")
            else:
                yield path, entry.is_symlink() or not entry.is_file(follow_symlinks=False)
