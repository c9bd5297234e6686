"""Lists the files of the content folder, and reads their bytes."""

from __future__ import annotations

import errno
import os
import posixpath
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dateline.config import Limits
from dateline.content.other_texts import HEAD, HTML, PLAIN, has_date, has_title, unpublished
from dateline.problems import Problem, problem
from dateline.urls import unaddressable, unportable

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdwn")
PAGES_FOLDER = "pages/"
#: The file of spellings: it is read, and not published.
NAMES_FILE = "names.toml"

#: Kinds that a browser shows or saves but never runs. HTML and SVG files can contain scripts.
SAFE_KINDS = frozenset(
    f".{kind}"
    for kind in (
        *("avif", "gif", "jpeg", "jpg", "png", "webp"),
        *("m4a", "mp3", "mp4", "ogg", "vtt", "wav", "webm"),
        *("csv", "docx", "epub", "json", "odt", "pdf", "pptx", "txt", "xlsx", "zip"),
    )
)

#: The largest number that the cache can store.
_LARGEST = 2**63 - 1


class File(NamedTuple):
    """A file of the content folder: its path relative to the folder, its size in bytes, its
    modification time and the time of its last change (`ctime`) in ns, and its inode number.

    Tools set the modification time at will (`touch -d`, `rsync -t`), but not the `ctime`. A file of
    the same size that replaced another differs there, or in its inode. Both are 0 if the system has
    none.
    """

    path: str
    size: int
    modified: int
    changed: int = 0
    inode: int = 0


class Files(NamedTuple):
    """The files of the content folder, sorted by path; `names` is its `names.toml`, if any.

    `unnamed` are articles whose names are not UTF-8, so that they cannot be read.
    """

    texts: list[File]
    assets: list[File]
    names: list[File]
    problems: list[Problem]
    unnamed: list[str]


def is_article(path: str) -> bool:
    """Whether a text is an article: neither an undated page nor a section's text."""
    return not path.startswith(PAGES_FOLDER) and not is_section(path)


def is_section(path: str) -> bool:
    """Whether a text is that of a section."""
    return posixpath.splitext(posixpath.basename(path))[0].lower() == "_index"


def find_files(content: Path) -> Files:
    """Lists the content folder. Hidden files and temporary files of editors are ignored; links,
    pipes and devices are reported and not followed or opened."""
    found = Files([], [], [], [], [])
    problems: dict[tuple[str, str], Problem] = {}
    for file, mode in sorted(_walk(str(content), found.problems)):
        kind = posixpath.splitext(file.path)[1].lower()
        if wrong := _wrong_name(file.path, kind):
            problems.setdefault((wrong.code, wrong.path), wrong)
        if wrong and wrong.severity == "error":
            if kind in MARKDOWN and stat.S_ISREG(mode) and is_article(file.path):
                found.unnamed.append(_printable(file.path))
        elif not stat.S_ISREG(mode):
            found.problems.append(_no_file(file.path, mode))
        elif file.path == NAMES_FILE:
            found.names.append(file)
        elif kind in MARKDOWN or (kind in HTML and _is_html_article(content, file.path)):
            found.texts.append(file)
        elif kind in SAFE_KINDS and not (kind in PLAIN and has_title(_head(content, file.path))):
            found.assets.append(file)
        else:
            found.problems.append(unpublished(file.path, kind))
    found.problems.extend(problems.values())
    return found


def _is_html_article(content: Path, path: str) -> bool:
    head = _head(content, path)
    return has_title(head) and (not is_article(path) or has_date(head, path))


def _head(content: Path, path: str) -> str:
    """The beginning of a file; empty if it cannot be read, which is reported when it is read."""
    try:
        with open(content / path, "rb", opener=_open_file) as file:
            return file.read(HEAD).decode("utf-8", "replace")
    except OSError:
        return ""


def read_bytes(content: Path, path: str, limits: Limits) -> bytes | Problem:
    """The bytes of one file, or the problem that prevents it; never more than the limits allow.

    The file may have been replaced since it was listed. A link is not followed, and a pipe does not
    block.
    """
    try:
        with open(content / path, "rb", opener=_open_file) as file:
            before = os.fstat(file.fileno())
            if before.st_size > (limits.article if _is_text(path) else limits.file):
                return too_large(path, before.st_size, limits)
            data = file.read(before.st_size + 1)  # one byte more shows whether it grew
            after = os.fstat(file.fileno())
    except OSError as error:
        return problem("E009", path, f"the file cannot be read: {error.strerror}")
    if (before.st_size, before.st_mtime_ns) != (len(data), after.st_mtime_ns):
        message, hint = "the file changed while it was read", "build again once it is saved"
        return problem("E009", path, message, hint=hint)
    return data


def cannot_open(content: Path, path: str) -> Problem | None:
    """The problem that prevents reading a file, without reading it; None if it can be opened."""
    try:
        with open(content / path, "rb", opener=_open_file):
            return None
    except OSError as error:
        return problem("E009", path, f"the file cannot be read: {error.strerror}")


def too_large(path: str, size: int, limits: Limits) -> Problem:
    """The problem that a file is larger than allowed."""
    if _is_text(path):
        message = f"the file has {megabytes(size)}, and a text at most {megabytes(limits.article)}"
        hint = "cut it into several, or set `article` under [limits] in dateline.toml"
        return problem("E022", path, message, hint=hint)
    most = megabytes(limits.file)
    message = f"a file of {megabytes(size)} is not published: more than {most}"
    hint = "make it smaller, or set `file` under [limits]; GitHub takes none of more than 100 MB"
    return problem("W016", path, message, hint=hint)


def megabytes(size: int) -> str:
    """A number of bytes in millions, for messages: `4.2 MB`."""
    return f"{size / 1_000_000:.3g} MB" if size < 999_500_000 else f"{size / 1e9:.3g} GB"


def _is_text(path: str) -> bool:
    return path == NAMES_FILE or path.lower().endswith((*MARKDOWN, *HTML))


def read_file(path: Path) -> bytes:
    """The bytes of a plain file. Raises OSError if it has become a link, pipe or device since it
    was listed."""
    with open(path, "rb", opener=_open_file) as file:
        return file.read()


def list_files(folder: Path) -> list[str]:
    """The paths of all files below a folder, sorted, without links, pipes, devices and hidden
    files."""
    return sorted(file.path for file, mode in _walk(str(folder), []) if stat.S_ISREG(mode))


def odd_files(folder: Path) -> list[Problem]:
    """A problem for each link, pipe and device below a folder, and for each unreadable folder."""
    problems: list[Problem] = []
    entries = sorted(_walk(str(folder), problems))
    return problems + [_no_file(f.path, mode) for f, mode in entries if not stat.S_ISREG(mode)]


#: A link created in between is refused, and a pipe does not block.
_OPEN_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def _open_file(path: str, flags: int) -> int:
    descriptor = os.open(path, flags | _OPEN_FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is not a plain file any more")
    return descriptor


def _walk(content: str, problems: list[Problem]) -> Iterator[tuple[File, int]]:
    """Every file with its mode, in the order of the system; links count as files."""
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(f"{content}/{folder}") as found:
                entries = [entry for entry in found if not _LEFT_BEHIND.search(entry.name)]
        except OSError as error:
            if not folder:
                raise
            if isinstance(error, FileNotFoundError):
                continue  # it was removed in between
            message = f"the folder cannot be read: {error.strerror}"
            problems.append(problem("E009", _printable(folder[:-1]), message))
            continue
        for entry in entries:
            path = f"{folder}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                folders.append(f"{path}/")
                continue
            try:
                known = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue  # it was removed since the folder was listed
            yield _file(path, known), known.st_mode


def _file(path: str, known: os.stat_result) -> File:
    # On Windows this is the creation time, which proves nothing.
    changed = 0 if os.name == "nt" else known.st_ctime_ns
    return File(path, known.st_size, known.st_mtime_ns, changed, known.st_ino & _LARGEST)


#: Hidden files, backups and locks of editors and of Office, and files of Windows' file manager.
_LEFT_BEHIND = re.compile(
    r"^\.|~$|^#.*#$|^~\$|^(?:ehthumbs\.db|thumbs\.db|desktop\.ini)$", re.IGNORECASE
)

_NO_FILES = {stat.S_IFIFO: "pipe", stat.S_IFSOCK: "socket"}


def _no_file(path: str, mode: int) -> Problem:
    if stat.S_ISLNK(mode):
        message, hint = "a symbolic link is not followed", "put the file itself there"
        return problem("W005", path, message, hint=hint)
    message = f"a {_NO_FILES.get(stat.S_IFMT(mode), 'device')} is not opened"
    return problem("W018", path, message, hint="put a file there, or remove it")


def _wrong_name(path: str, kind: str) -> Problem | None:
    """The problem of a file's name: an error if it cannot be published or printed. The address of a
    text consists of slugs, so for texts only reserved device names matter."""
    try:
        path.encode()
    except UnicodeEncodeError as error:
        until = path.find("/", error.start)
        path = path if until < 0 else path[:until]
        hint = "rename it; it is not published under this name"
        return problem("E032", _printable(path), "the name is not UTF-8", hint=hint)
    if kind not in MARKDOWN and (why := unaddressable(path)):
        return problem("E032", path, f"the file cannot be published: {why}", hint="rename it")
    if why := unportable(path, devices_alone=kind in MARKDOWN):
        return problem("W020", path, why, hint="rename it, so that others can check it out")
    return None


def _printable(path: str) -> str:
    """The path with bytes that are not UTF-8 escaped."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
