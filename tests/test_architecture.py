"""The structure of the package, as in docs/architecture.md."""

import ast
import graphlib
import re
from pathlib import Path

from tests.conftest import REPOSITORY

PACKAGE = REPOSITORY / "dateline"

#: What each folder, and each module at the top, may import of the others, in the order of the
#: data flow.
WORDS = {"model", "problems", "urls", "config", "names"}
ALLOWED: dict[str, set[str]] = {
    "problems": set(),
    "names": set(),
    "urls": {"names"},
    "model": {"names", "urls"},
    "config": {"names", "problems", "urls"},
    "executor": set(),
    "cache": set(),
    "output": WORDS,
    "content": WORDS,
    "images": WORDS | {"cache", "content", "output"},
    "archive": WORDS | {"content"},
    "pages": WORDS | {"archive", "content"},
    "records": WORDS | {"archive", "pages"},
    "search": WORDS | {"output"},
    "build": WORDS
    | {"archive", "cache", "content", "executor", "images", "output", "pages", "records", "search"},
    "serving": {"output", "urls"},
    "commands": WORDS | {"build", "content", "output", "serving"},
    "__main__": {"commands"},
    "__init__": set(),
}

#: Modules that do I/O; all others only compute values from their arguments.
EDGES = {
    "cache.py",
    "config.py",
    "executor.py",
    "build/fingerprint.py",
    "build/known.py",
    "build/limits.py",
    "build/media.py",
    "build/pipeline.py",
    "build/progress.py",
    "build/stage_keys.py",
    "build/stages.py",
    "build/tasks.py",
    "build/texts.py",
    "commands/cli.py",
    "commands/fix.py",
    "content/scan.py",
    "images/blobs.py",
    "output/folders.py",
    "output/lock.py",
    "output/manifest.py",
    "output/transaction.py",
    "output/tree.py",
    "pages/assets.py",
    "pages/i18n.py",
    "pages/templates.py",
    "search/index.py",
    "search/pagefind.py",
    "search/pagefind_process.py",
    "serving/connections.py",
    "serving/preview.py",
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


def room_of(module: str) -> str:
    return module.split(".")[1]


def modules() -> list[tuple[str, Path]]:
    """Every module of the package, with its folder."""
    files = sorted(PACKAGE.rglob("*.py"))
    return [(f.relative_to(PACKAGE).with_suffix("").parts[0], f) for f in files]


def test_the_top_of_the_package_has_only_the_listed_folders_and_modules() -> None:
    assert {room for room, _ in modules()} == set(ALLOWED)


def test_folders_import_only_what_comes_before_them() -> None:
    for room, file in modules():
        ours = {room_of(name) for name in imports(file) if name.startswith("dateline.")}
        assert ours - {room} <= ALLOWED[room], file


def test_there_is_no_circle() -> None:
    graph = {
        ".".join(("dateline", *file.relative_to(PACKAGE).with_suffix("").parts)): {
            name for name in imports(file) if name.startswith("dateline.")
        }
        for _, file in modules()
    }
    for imported in (graph, {f"dateline.{room}": _rooms(names) for room, names in ALLOWED.items()}):
        assert list(graphlib.TopologicalSorter(imported).static_order())


def _rooms(names: set[str]) -> set[str]:
    return {f"dateline.{name}" for name in names}


def test_only_the_listed_modules_do_io() -> None:
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
