"""A store for large results, each in a file of its own beside the cache.

Results are keyed by their input, so they survive the loss of the cache, which is emptied with every
change of settings. A damaged file counts as missing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from pathlib import Path

from dateline.cache import SIZE, sign

#: The names that a build gives to a recipe's folder and to the files in it: 16 bytes in
#: hexadecimal.
_OURS = "[0-9a-f]" * 2 * 16


def clear_blobs(folder: Path, but: Path | None = None) -> None:
    """Deletes the results of all recipes except one. Other files in the folder belong to somebody
    else and are kept."""
    for recipe in folder.glob(_OURS):
        if recipe != but and not recipe.is_symlink():
            shutil.rmtree(recipe, ignore_errors=True)


class BlobStore:
    """The results of one recipe, in a folder of that name."""

    def __init__(self, folder: Path):
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """The data under a key; None if there are none or they are damaged."""
        try:
            held = (self._folder / key).read_bytes()
        except OSError:
            return None
        signature, data = held[:SIZE], held[SIZE:]
        return data if signature == self._sign(key, data) else None

    def put(self, key: str, data: bytes) -> None:
        """Stores data under a key. Several processes may do this at once."""
        self._folder.mkdir(parents=True, exist_ok=True)
        temporary = self._folder / f".{key}.{os.getpid()}"
        temporary.write_bytes(self._sign(key, data) + data)
        temporary.replace(self._folder / key)

    def _sign(self, key: str, data: bytes) -> bytes:
        return sign("store", (self._folder.name, key, data))

    def keys(self) -> set[str]:
        """The keys that have data."""
        return {file.name for file in self._folder.glob(_OURS)}

    def drop_others(self, keys: Collection[str]) -> None:
        """Deletes data under all other keys and those of other recipes. No other process may store
        data meanwhile."""
        clear_blobs(self._folder.parent, but=self._folder)
        for key in self.keys() - set(keys):
            (self._folder / key).unlink(missing_ok=True)
        for half_written in self._folder.glob(".*"):  # left by a killed build
            half_written.unlink(missing_ok=True)
