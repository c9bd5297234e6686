"""The content folder on disk: which files there are, and their bytes."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dateline.config import Limits
from dateline.problems import Problem, problem

MARKDOWN = (".md", ".markdown")
PAGES_FOLDER = "pages/"
#: Spellings of names: it is read, and not published.
NAMES_FILE = "names.toml"

#: Kinds that a browser shows or saves but never runs. HTML and SVG files can carry scripts.
SAFE_KINDS = frozenset(
    f".{kind}"
    for kind in (
        *("avif", "gif", "jpeg", "jpg", "png", "webp"),
        *("m4a", "mp3", "mp4", "ogg", "vtt", "wav", "webm"),
        *("csv", "docx", "epub", "json", "odt", "pdf", "pptx", "txt", "xlsx", "zip"),
    )
)


class File(NamedTuple):
    """A file of the content folder: its path relative to it, size in bytes and time in ns."""

    path: str
    size: int
    modified: int


class Files(NamedTuple):
    """What stands in the content folder, sorted by path; `names` is its `names.toml`, if any."""

    texts: list[File]
    assets: list[File]
    names: list[File]
    problems: list[Problem]


def is_article(path: str) -> bool:
    """Whether a Markdown file is an article: neither an undated page nor a section's text."""
    return not path.startswith(PAGES_FOLDER) and not is_section(path)


def is_section(path: str) -> bool:
    """Whether a Markdown file is a section's text."""
    return posixpath.basename(path) == "_index.md"


def find_files(content: Path) -> Files:
    """Lists the content folder. Hidden files are passed over; links are reported, not followed."""
    found = Files([], [], [], [])
    for file, is_link in sorted(_walk(str(content), "")):
        kind = posixpath.splitext(file.path)[1].lower()
        if is_link:
            message, hint = "a symbolic link is not followed", "put the file itself there"
            found.problems.append(problem("W005", file.path, message, hint=hint))
        elif file.path == NAMES_FILE:
            found.names.append(file)
        elif kind in MARKDOWN:
            found.texts.append(file)
        elif kind in SAFE_KINDS:
            found.assets.append(file)
        else:
            named = f"of the kind {kind}" if kind else "without an extension"
            message = f"files {named} are not published"
            hint = "move it out of the content folder"
            found.problems.append(problem("W003", file.path, message, hint=hint))
    return found


def read_bytes(content: Path, path: str, limits: Limits) -> bytes | Problem:
    """The bytes of one file, or why they cannot be read; never more than the limits allow, even
    of a file that grows meanwhile."""
    most = limits.article if _is_text(path) else limits.file
    try:
        with (content / path).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            data = file.read(size + 1) if size <= most else b""
            if len(data) > size:
                data += file.read(most)
                size = len(data)
    except OSError as error:
        return problem("E009", path, f"the file cannot be read: {error.strerror}")
    return data if size <= most else too_large(path, size, limits)


def too_large(path: str, size: int, limits: Limits) -> Problem:
    """That a file has more bytes than it may have."""
    if _is_text(path):
        message = f"the file has {megabytes(size)}, and a text at most {megabytes(limits.article)}"
        hint = "cut it into several, or set `article` under [limits] in dateline.toml"
        return problem("E022", path, message, hint=hint)
    most = megabytes(limits.file)
    message = f"a file of {megabytes(size)} is not published: more than {most}"
    hint = "make it smaller, or set `file` under [limits]; GitHub takes none of more than 100 MB"
    return problem("W016", path, message, hint=hint)


def megabytes(size: int) -> str:
    """A number of bytes for people, in millions: `4.2 MB`."""
    return f"{size / 1_000_000:.3g} MB" if size < 999_500_000 else f"{size / 1e9:.3g} GB"


def _is_text(path: str) -> bool:
    return path == NAMES_FILE or path.lower().endswith(MARKDOWN)


def _walk(content: str, folder: str) -> Iterator[tuple[File, bool]]:
    with os.scandir(f"{content}/{folder}") as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = f"{folder}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(content, f"{path}/")
            else:
                stat = entry.stat(follow_symlinks=False)
                is_file = entry.is_file(follow_symlinks=False)
                yield File(path, stat.st_size, stat.st_mtime_ns), not is_file
