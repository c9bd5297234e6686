"""The key of each stage: everything that decides its result beside the files that it is given.

A key covers the code of the stage, the libraries that the code uses, and the settings that the
stage is given. What a stage made with one key is not used with another.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from dateline.config import Config

PACKAGE = Path(__file__).parent.parent

#: The digest of each part of a key, by what the part is called in `--why`.
Parts = dict[str, bytes]


class Stage(NamedTuple):
    """What decides the result of a stage beside files and settings. `code` are folders and modules
    of the package, with all that they import; `libraries` are names of distributions."""

    task: str
    code: tuple[str, ...]
    libraries: tuple[str, ...]


_TRADE = ("config.py", "model.py", "names.py", "problems.py", "urls.py")
#: What decides which results are kept, and under which key.
_KEEPING = ("cache.py", "build/fingerprint.py", "build/stage_keys.py", "build/stages.py")

READING = Stage(
    "reads texts",
    (
        *("content", "output/tree.py", "build/known.py", "build/limits.py", "build/texts.py"),
        *_TRADE,
        *_KEEPING,
    ),
    (
        *("babel", "markdown-it-py", "mdit-py-plugins", "mdurl"),
        *("msgspec", "nh3", "python-frontmatter", "pyyaml"),
    ),
)
IMAGES = Stage(
    "prepares images",
    (
        *("images", "output/manifest.py", "output/tree.py", "build/known.py", "build/media.py"),
        *("content/date_parts.py", "content/file_names.py", "content/other_texts.py"),
        *("content/scan.py", *_TRADE, *_KEEPING),
    ),
    ("babel", "msgspec", "pillow"),
)
RENDERING = Stage(
    "renders pages",
    (
        *("pages", "records", "archive", "content", "output/manifest.py", "output/tree.py"),
        *("build/tasks.py", *_TRADE, *_KEEPING),
    ),
    (
        *("babel", "jinja2", "markdown-it-py", "markupsafe", "mdit-py-plugins", "mdurl"),
        *("msgspec", "nh3", "python-frontmatter", "pyyaml"),
    ),
)
INDEXING = Stage(
    "makes the search index",
    ("search", "output", "build/indexing.py", "build/tasks.py", *_TRADE, *_KEEPING),
    ("cbor2", "msgspec", "pagefind-bin"),
)
#: How the folder with the notes of an installed library ends.
_NOTES = (".dist-info", ".egg-info")
STAGES = (READING, IMAGES, RENDERING, INDEXING)


class StageKeys(NamedTuple):
    """The key of each stage. Pages have more to depend on, which `PageKeys` adds to `rendering`;
    `reading` and `rendering` are in parts, so that `--why` can tell which of them changed.

    `copies` is that of the narrower copies of images, which take long to make: our code for them,
    and Pillow. `everything` covers all code, all libraries and the whole configuration.
    """

    reading: Parts
    images: bytes
    copies: bytes
    rendering: Parts
    indexing: bytes
    everything: bytes


def stage_keys(
    config: Config, package: Path = PACKAGE, folders: Sequence[str] | None = None
) -> StageKeys:
    """The keys with a configuration. `folders` are those in which Python looks for libraries.

    The source of the package counts, not only its version, which stays the same while somebody
    works on it.
    """
    sources = _sources(package)
    libraries = installed(sys.path if folders is None else folders)
    used = sorted({name for stage in STAGES for name in stage.libraries})
    reading = _parts(READING, sources, libraries) | setting_parts(config.reading)
    everything = [*sources.values(), *(_version(libraries, name) for name in used)]
    return StageKeys(
        reading,
        joined(_parts(IMAGES, sources, libraries)),
        digest(
            *(source for name, source in sources.items() if name.startswith("images/")),
            _version(libraries, "pillow"),
        ),
        _parts(RENDERING, sources, libraries),
        # The index is made of texts as they were read, and a shard's state is of their files.
        joined(_parts(INDEXING, sources, libraries) | reading),
        digest(*everything, msgspec.msgpack.encode(config)),
    )


def digest(*parts: bytes) -> bytes:
    """One digest of several parts, each told from the next."""
    together = hashlib.blake2b(digest_size=16)
    for part in parts:
        together.update(len(part).to_bytes(8, "big"))
        together.update(part)
    return together.digest()


def joined(parts: Mapping[str, bytes]) -> bytes:
    """The key that the parts of one make together."""
    return digest(*(each for name in sorted(parts) for each in (name.encode(), parts[name])))


def setting_parts(settings: msgspec.Struct, names: Iterable[str] = ()) -> Parts:
    """The part of each setting, or of some of them."""
    return {
        f"the configuration ({name})": digest(msgspec.msgpack.encode(getattr(settings, name)))
        for name in names or settings.__struct_fields__
    }


def installed(folders: Iterable[str]) -> dict[str, str]:
    """The installed libraries by name in lower case with `_`, each as its notes are called on disk,
    which has the version. The first folder that holds a library decides.

    Asking for each by name (`importlib.metadata`) takes ten times as long.
    """
    found: dict[str, str] = {}
    for folder in folders:
        try:
            with os.scandir(folder or ".") as entries:
                notes = [each.name for each in entries if each.name.endswith(_NOTES)]
        except OSError:  # an archive, or nothing
            continue
        for note in sorted(notes):
            found.setdefault(_normal(note.rpartition(".")[0].partition("-")[0]), note)
    return found


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()


def _version(libraries: Mapping[str, str], name: str) -> bytes:
    return libraries.get(_normal(name), "").encode()


def _parts(stage: Stage, sources: Mapping[str, bytes], libraries: Mapping[str, str]) -> Parts:
    code = digest(*(sources[name] for name in code_of(stage, sources)))
    found = {f"the code that {stage.task}": code}
    return found | {f"the library {name}": _version(libraries, name) for name in stage.libraries}


def code_of(stage: Stage, modules: Iterable[str]) -> list[str]:
    """Those of the modules, given by their paths in the package, that are code of a stage."""
    folders = tuple(f"{each}/" for each in stage.code if not each.endswith(".py"))
    return [name for name in modules if name in stage.code or name.startswith(folders)]


def _sources(package: Path) -> dict[str, bytes]:
    """The digest of each module of the package by its path, in order."""
    files = sorted((file.relative_to(package).as_posix(), file) for file in package.rglob("*.py"))
    return {name: digest(name.encode(), file.read_bytes()) for name, file in files}
