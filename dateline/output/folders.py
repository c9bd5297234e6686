"""Checks the folders of a build before anything is written, and sets the permissions of the site.

The build removes only files that it made (see `transaction`). These checks prevent mistakes: a site
in the wrong folder would mix thousands of files with others.
"""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dateline.config import ConfigError, Paths
from dateline.problems import in_words

_PACKAGE = Path(__file__).parent.parent
#: Errors that do not mean that a folder is unusable.
_PASSING = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM}
#: System folders that hold no ordinary files, and an exception below them.
_OF_THE_SYSTEM = ("/proc", "/sys", "/dev")
_FOR_ALL = "/dev/shm"  # noqa: S108  # nothing is written there by us


def expanded(path: Path) -> Path:
    """The path with `~` expanded, because shells do not expand it in `--output=~/site`."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def check_folders(paths: Paths, root: Path, *, writes_site: bool) -> None:
    """Raises ConfigError if the site or the cache would be in a folder that belongs to something
    else. `root` is that of the archive. Links are followed first."""
    for folder in (paths.content, paths.templates, paths.output, paths.cache):
        if "\0" in str(folder) or not str(_real(folder)).isprintable():
            raise ConfigError(f"{str(folder)!a}: the name of a folder is not text; rename it")
    check_content(paths.content)
    if _is_same(paths.templates, paths.content):
        raise ConfigError(
            f"{paths.templates}: templates and content cannot be one folder; give --templates DIR"
        )
    content = ("the content", paths.content)
    shared = [("the templates", paths.templates), ("the program itself", _PACKAGE)]
    if writes_site:
        _check("site", paths.output, root, [content, *shared])
    # If the whole archive is content, `.cache/` is one of the hidden folders, which are not read.
    in_cache = shared if _is_hidden_in(paths.content, paths.cache) else [content, *shared]
    _check("cache", paths.cache, root, in_cache)
    if why := _overlap(paths.output, f"the cache {paths.cache}", paths.cache):
        raise ConfigError(
            f"{paths.output}: the site cannot stand there, for {why}; "
            "give --output DIR or --cache DIR, a folder of its own"
        )


def check_content(content: Path) -> None:
    """Raises ConfigError if there is no content folder."""
    try:
        if content.is_dir():
            with os.scandir(content):
                return
        why = "this is a file, not a folder" if content.exists() else "there is no such folder"
    except OSError as error:
        why = in_words(error)
    raise ConfigError(f"{content}: {why}; give --content DIR, the folder of the articles")


@contextmanager
def readable_site(paths: Paths) -> Iterator[None]:
    """Makes everything that a build writes readable for all users, as a web server needs it,
    whatever the umask. A new cache folder follows the umask."""
    try:
        paths.cache.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(_refused("cache", paths.cache, in_words(error))) from None
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


def _check(what: str, folder: Path, root: Path, others: list[tuple[str, Path]]) -> None:
    """Raises ConfigError if a folder cannot be that of the site or of the cache."""
    why = _not_usable(folder) or _reserved(folder, root)
    for name, other in others:
        why = why or _overlap(folder, name, other)
    if why := why or _not_writable(folder):
        raise ConfigError(_refused(what, folder, why))


def _refused(what: str, folder: Path, why: str) -> str:
    option = "--output" if what == "site" else "--cache"
    cure = f"give {option} DIR, a folder of its own"
    return f"{folder}: the {what} cannot stand there, for {why}; {cure}"


def _not_usable(folder: Path) -> str:
    try:
        real = _real(folder)
        if not real.exists():
            if folder.is_symlink():
                return "it is a link that leads nowhere"
            real = _existing(real)
    except OSError as error:
        return in_words(error)
    if not real.is_dir():
        return f"{real} is no folder"
    of_system = next((Path(p) for p in _OF_THE_SYSTEM if real.is_relative_to(p)), None)
    if of_system and sys.platform != "win32" and not real.is_relative_to(_FOR_ALL):
        return f"{of_system} belongs to the system, which keeps no files there"
    return ""


def _not_writable(folder: Path) -> str:
    """The reason why a folder is not writable; empty if it is. The check writes a file, because
    permissions are not sufficient (read-only disks, users with all rights)."""
    real = _real(folder)
    there = _existing(real)
    if not os.access(there, os.W_OK | os.X_OK):
        return f"nothing can be written to {there}"
    try:
        with tempfile.TemporaryDirectory(prefix=".dateline-", dir=there) as probe:
            Path(probe, *real.relative_to(there).parts).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        # The build itself reports a full disk and other temporary errors.
        return "" if error.errno in _PASSING else f"{in_words(error)} ({there})"
    return ""


def _existing(real: Path) -> Path:
    """The folder itself, or its nearest existing parent."""
    return next(each for each in (real, *real.parents) if each.exists())


def _reserved(folder: Path, root: Path) -> str:
    real = _real(folder)
    if real.parent == real:
        return "it is the root of the file system"
    try:
        home: Path | None = Path.home()
    except RuntimeError:
        home = None
    if home and _lies_in(home, folder):
        return f"it {_is_or_holds(home, folder)} your home folder"
    if _lies_in(root, folder):
        return f"it {_is_or_holds(root, folder)} the folder of the archive"
    if os.path.lexists(real / ".git"):
        return "it is the root of a git checkout"
    if ".git" in real.parts:
        return "it lies in the data of git"
    return ""


def _overlap(folder: Path, name: str, other: Path) -> str:
    if _lies_in(other, folder):
        return f"it {_is_or_holds(other, folder)} {name}"
    return f"it lies in {name}" if _lies_in(folder, other) else ""


def _is_hidden_in(content: Path, folder: Path) -> bool:
    real, root = _real(folder), _real(content)
    inner = real.relative_to(root).parts if real.is_relative_to(root) else ()
    return any(name.startswith(".") for name in inner)


def _is_or_holds(inner: Path, outer: Path) -> str:
    return "is" if _is_same(inner, outer) else "holds"


def _lies_in(inner: Path, outer: Path) -> bool:
    """Whether a folder is another one or inside it, whatever paths lead there."""
    real = _real(inner)
    return _identity(_real(outer)) in {_identity(each) for each in (real, *real.parents)}


def _is_same(one: Path, other: Path) -> bool:
    return _identity(_real(one)) == _identity(_real(other))


def _real(folder: Path) -> Path:
    return Path(os.path.realpath(folder))


def _identity(real: Path) -> tuple[int, int] | str:
    """Identifies a folder by device and inode: its path may differ in case."""
    try:
        known = real.stat()
    except OSError:
        return str(real)
    return known.st_dev, known.st_ino
