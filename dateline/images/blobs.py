"""Large things that were dear to make, each in a file of its own beside the cache.

They are known by what they were made of, so they outlive the cache, which goes with every change
of the settings. A file that was changed is none.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from pathlib import Path

from dateline.cache import SIZE, sign

#: What a build names a recipe's folder and the things in it: 16 bytes in hexadecimal.
_OURS = "[0-9a-f]" * 2 * 16


def clear_blobs(folder: Path, but: Path | None = None) -> None:
    """Clears away what recipes made, each in its folder, but for one. Where the cache is somebody's
    folder, what else stands there is not ours."""
    for recipe in folder.glob(_OURS):
        if recipe != but and not recipe.is_symlink():
            shutil.rmtree(recipe, ignore_errors=True)


class BlobStore:
    """The things that one recipe made, in a folder named after it."""

    def __init__(self, folder: Path):
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """What was put under a key; None where nothing was, or not all of it arrived."""
        try:
            held = (self._folder / key).read_bytes()
        except OSError:
            return None
        signature, data = held[:SIZE], held[SIZE:]
        return data if signature == self._sign(key, data) else None

    def put(self, key: str, data: bytes) -> None:
        """Keeps data under a key; others may do so at the same time."""
        self._folder.mkdir(parents=True, exist_ok=True)
        temporary = self._folder / f".{key}.{os.getpid()}"
        temporary.write_bytes(self._sign(key, data) + data)
        temporary.replace(self._folder / key)

    def _sign(self, key: str, data: bytes) -> bytes:
        return sign("store", (self._folder.name, key, data))

    def keys(self) -> set[str]:
        """The keys under which something stands."""
        return {file.name for file in self._folder.glob(_OURS)}

    def drop_others(self, keys: Collection[str]) -> None:
        """Clears away what is under no such key, and what other recipes made. Nobody may put
        anything meanwhile."""
        clear_blobs(self._folder.parent, but=self._folder)
        for key in self.keys() - set(keys):
            (self._folder / key).unlink(missing_ok=True)
        for half_written in self._folder.glob(".*"):  # by a build that was killed
            half_written.unlink(missing_ok=True)
