"""A page names every script that it needs at once, and every import leads to a published file."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, SmallArchive

_PRELOADED = re.compile(r'<link rel="modulepreload" href="/archive/([^"]+)">')
_STARTED = re.compile(r'<script type="module" src="/archive/([^"]+)">')
_IMPORTED = re.compile(r"""(\bfrom\s*|\bimport\(\s*)["'](\.\.?/[^"']+)["']""")


@pytest.fixture
def archive(tmp_path_factory: pytest.TempPathFactory) -> SmallArchive:
    made = SmallArchive(tmp_path_factory.mktemp("scripts") / "archive")
    made.article("a.md", "One", "date: 2017")
    made.article("b.md", "Two", "date: 2018-05-06")
    assert made.build(search=True).code == 0
    return made


def imports_of(path: str, files: dict[str, bytes]) -> dict[str, bool]:
    """The files that a script imports, each with whether it is loaded before the script runs."""
    folder = posixpath.dirname(path)
    return {
        posixpath.normpath(posixpath.join(folder, target)): word.startswith("from")
        for word, target in _IMPORTED.findall(files[path].decode())
    }


def test_every_import_leads_to_a_published_script(archive: SmallArchive) -> None:
    files = archive.files()
    scripts = [path for path in files if re.match(r"assets/.*\.js$", path)]
    imported = {other for path in scripts for other in imports_of(path, files)}
    assert imported <= files.keys()
    assert any(path.startswith("assets/search/") for path in imported)
    assert any(re.match(r"assets/words\.", path) for path in imported)


@pytest.mark.parametrize("name", ["search/", "timeline/"])
def test_a_page_preloads_just_what_its_script_imports(archive: SmallArchive, name: str) -> None:
    files, page = archive.files(), archive.page(name)
    [start] = _STARTED.findall(page)
    assert start.startswith(f"assets/{name}main.")
    needed: set[str] = set()
    waiting = [start]
    while waiting:
        at_once = {path for path, is_now in imports_of(waiting.pop(), files).items() if is_now}
        waiting += at_once - needed
        needed |= at_once
    preloaded = _PRELOADED.findall(page)
    assert sorted(preloaded) == sorted(needed)


def test_what_documents_a_script_is_not_published(archive: SmallArchive) -> None:
    typed = '/**\n * @import { B } from "./b.js"\n */\nexport const a = "/** b */"; // c\n'
    archive.write("templates/assets/a.js", f"/** @license MIT */\n{typed}")
    archive.write("templates/assets/b.js", 'import { a } from "./a.js";\nexport const b = a;')
    assert archive.build(search=True).code == 0
    files = archive.files()
    [a] = [path for path in files if re.match(r"assets/a\.\w+\.js", path)]
    [b] = [path for path in files if re.match(r"assets/b\.\w+\.js", path)]
    assert files[a].decode() == '/** @license MIT */\nexport const a = "/** b */"; // c\n'
    assert list(imports_of(b, files)) == [a]


SCRIPTS = [
    script
    for folder in ("templates", "dateline")
    for script in sorted((REPOSITORY / folder).rglob("*.js"))
]


@pytest.mark.parametrize(
    "script", SCRIPTS, ids=lambda script: f"{script.parent.name}/{script.name}"
)
def test_a_script_has_short_lines_and_no_state_of_its_own(script: Path) -> None:
    lines = script.read_text("utf-8").splitlines()
    assert len(lines) < 300
    assert [line for line in lines if len(line) > 100] == []
    assert [line for line in lines if re.match(r"(export )?(let|var)\b", line)] == []
    assert not re.search(r"\b(window|globalThis|self)\.\w+ = ", "\n".join(lines))
