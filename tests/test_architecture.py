"""The shape of the package, as docs/architecture.md draws it."""

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

PACKAGE = REPOSITORY / "dateline"

#: What each folder may import of the others: the line of the data flow, left to right.
ALLOWED = {
    "reading": {"config", "model", "names", "problems", "urls"},
    "archive": {"model", "problems", "reading", "urls"},
    "pages": {"archive", "config", "model", "problems", "reading", "urls"},
    "publishing": {"model", "problems", "urls"},
    "serving": {"publishing"},
}

#: Modules that touch the world outside; all others are functions of what they are given.
EDGES = {
    "cli.py",
    "config.py",
    "fingerprint.py",
    "folders.py",
    "known.py",
    "limits.py",
    "media.py",
    "pipeline.py",
    "progress.py",
    "repairs.py",
    "pages/assets.py",
    "pages/templates.py",
    "pages/words.py",
    "publishing/cache.py",
    "publishing/commit.py",
    "publishing/lock.py",
    "publishing/notes.py",
    "publishing/pagefind.py",
    "publishing/pagefind_process.py",
    "publishing/search.py",
    "publishing/signing.py",
    "publishing/store.py",
    "publishing/tree.py",
    "reading/files.py",
    "serving/connections.py",
    "serving/preview.py",
    "stages.py",
    "texts.py",
    "workers.py",
}
OUTSIDE = {"os", "pathlib", "shutil", "subprocess", "tempfile", "socket", "time", "random"}


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("folder", sorted(ALLOWED))
def test_folders_import_only_what_comes_before_them(folder: str) -> None:
    for file in (PACKAGE / folder).glob("*.py"):
        ours = {name.split(".")[1] for name in imports(file) if name.startswith("dateline.")}
        assert ours - {folder} <= ALLOWED[folder], file


def test_only_the_edges_touch_the_world_outside() -> None:
    for file in PACKAGE.rglob("*.py"):
        name = file.relative_to(PACKAGE).as_posix()
        if name not in EDGES and imports(file) & OUTSIDE:
            assert imports(file) & OUTSIDE == {"pathlib"}, name
            assert not re.search(r"\.(read|write)_(text|bytes)|\.open\(", file.read_text()), name


def test_the_architecture_page_names_every_module() -> None:
    page = (REPOSITORY / "docs" / "architecture.md").read_text("utf-8")
    for file in PACKAGE.rglob("*.py"):
        if not file.name.startswith("__"):
            assert f"`{file.stem}`" in page, f"docs/architecture.md does not name {file.stem}"
