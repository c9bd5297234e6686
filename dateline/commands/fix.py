"""`check --fix`: shows possible repairs in the content folder, and makes them after
confirmation."""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from dateline.config import Config
from dateline.content.frontmatter.repair import repaired
from dateline.content.scan import read_bytes
from dateline.problems import Problem


class Repair(NamedTuple):
    """A file before and after, in bytes; `path` is relative to the content folder."""

    path: str
    before: bytes
    after: bytes

    def __str__(self) -> str:
        """The difference, line by line."""
        before, after = (data.decode().splitlines() for data in (self.before, self.after))
        return "\n".join(difflib.unified_diff(before, after, self.path, self.path, "", "", 1, ""))


def find_repairs(content: Path, paths: Iterable[str], config: Config) -> Iterator[Repair]:
    """The possible repairs in some files: only those that have no alternative."""
    for path in paths:
        before = read_bytes(content, path, config.limits)
        if isinstance(before, Problem):
            continue
        try:
            after = repaired(before, config.reading)
        except UnicodeDecodeError:
            continue
        if after != before:
            yield Repair(path, before, after)


def apply_repair(content: Path, repair: Repair) -> bool:
    """Replaces a file by the repaired one, atomically.

    Returns False if the file has changed since the repair was computed. Raises OSError.
    """
    file = content / repair.path
    if file.is_symlink() or file.read_bytes() != repair.before:
        return False
    mode = file.stat().st_mode
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(repair.after)
            new.flush()
            os.fsync(new.fileno())
        Path(name).chmod(mode)
        Path(name).replace(file)
    finally:
        Path(name).unlink(missing_ok=True)
    return True
