"""The content folder on disk: which files there are, and their bytes."""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from dateline.problems import Problem, problem

MARKDOWN = (".md", ".markdown")
PAGES_FOLDER = "pages/"
_CAREFULLY = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
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
    for file, is_link in sorted(_walk(str(content), "", found.problems)):
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


def read_bytes(content: Path, path: str) -> bytes | Problem:
    """The bytes of one file, or why they cannot be read.

    It was a plain file when it was listed, and may be anything by now: a link is not followed, and
    a pipe not waited for.
    """
    try:
        descriptor = os.open(content / path, os.O_RDONLY | _CAREFULLY)
        with open(descriptor, "rb") as file:  # noqa: PTH123  # there is no path any more
            before = os.fstat(descriptor)
            data = file.read() if stat.S_ISREG(before.st_mode) else b""
            after = os.fstat(descriptor)
    except OSError as error:
        return problem("E009", path, f"the file cannot be read: {error.strerror}")
    if not stat.S_ISREG(after.st_mode):
        return problem("E009", path, "this is no plain file any more", hint="put a file there")
    if (before.st_size, before.st_mtime_ns) != (len(data), after.st_mtime_ns):
        message, hint = "the file changed while it was read", "build again once it is saved"
        return problem("E009", path, message, hint=hint)
    return data


def _walk(content: str, folder: str, problems: list[Problem]) -> Iterator[tuple[File, bool]]:
    try:
        with os.scandir(f"{content}/{folder}") as listing:
            entries = list(listing)
    except FileNotFoundError:
        return  # it went since it was seen
    except OSError as error:
        message = f"the folder cannot be read: {error.strerror}"
        problems.append(problem("E009", folder.rstrip("/"), message))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = f"{folder}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(content, f"{path}/", problems)
            continue
        with suppress(FileNotFoundError):  # it went, too
            found = entry.stat(follow_symlinks=False)
            is_file = entry.is_file(follow_symlinks=False)
            yield File(path, found.st_size, found.st_mtime_ns), not is_file
