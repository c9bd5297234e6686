"""Files that belong to what is held back, and are not published either."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Sequence

from dateline.model import Asset


def without_held(
    assets: Sequence[Asset], published: Iterable[str], held: Iterable[str]
) -> list[Asset]:
    """The files that may be published: those of a bundle (`x/index.md` and what stands beside and
    below it) go with its text, and those of a folder `_drafts` with what is there.

    `published` and `held` are the paths of texts. A folder with another text that is published is
    no bundle.
    """
    bundles = {_bundle(path) for path in held} - {""}
    if bundles:
        bundles -= {folder for path in published for folder in _folders(path)}
    return [asset for asset in assets if not _is_held(asset.path, bundles)]


def _is_held(path: str, bundles: Collection[str]) -> bool:
    is_draft = "_drafts/" in path.lower() and "_drafts" in path.lower().split("/")[:-1]
    return is_draft or (bool(bundles) and not _folders(path).isdisjoint(bundles))


def _folders(path: str) -> set[str]:
    """The folders that a file is in, each with a slash at its end."""
    return {path[: at + 1] for at, sign in enumerate(path) if sign == "/"}


def _bundle(path: str) -> str:
    """The folder of which a text is the `index`, with a slash at its end; empty for others."""
    folder, name = posixpath.split(path)
    return f"{folder}/" if folder and posixpath.splitext(name)[0].lower() == "index" else ""
