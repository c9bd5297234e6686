"""Each stage has a key of its own: what changes one of them costs the work of that stage alone."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dateline.build.stage_keys import (
    IMAGES,
    INDEXING,
    PACKAGE,
    READING,
    RENDERING,
    STAGES,
    Stage,
    StageKeys,
    code_of,
    installed,
    stage_keys,
)
from dateline.cache import Body, Cache, KnownFile
from dateline.config import Config, Limits
from dateline.content.article import read_article
from tests.conftest import REPOSITORY, SmallArchive
from tests.pictures import png

NAMES = {READING: "READING", IMAGES: "IMAGES", RENDERING: "RENDERING", INDEXING: "INDEXING"}
MODULES = {file.relative_to(PACKAGE).as_posix(): file for file in PACKAGE.rglob("*.py")}


def imported(module: str) -> set[str]:
    """What a module imports, by name: modules, and what may be modules of what they hold."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def with_imports(modules: set[str]) -> set[str]:
    """Modules with all those of ours that they import, and so on."""
    found, ahead = set[str](), set(modules)
    while ahead:
        found |= ahead
        names = {name for module in ahead for name in imported(module)}
        paths = {f"{'/'.join(name.split('.')[1:])}.py" for name in names if is_ours(name)}
        ahead = (paths & MODULES.keys()) - found
    return found


def is_ours(name: str) -> bool:
    return name.startswith("dateline.")


def works(stage: Stage) -> set[str]:
    """The modules that do the work of a stage; others of its code only keep what it made."""
    return {m for m in code_of(stage, MODULES) if not m.startswith("build/")}


@pytest.mark.parametrize("stage", STAGES, ids=NAMES.get)
def test_the_code_of_a_stage_is_all_that_it_imports(stage: Stage) -> None:
    assert with_imports(works(stage)) <= set(code_of(stage, MODULES))
    for name in stage.code:
        assert (PACKAGE / name).exists(), name


def test_the_tasks_of_the_pool_are_code_of_their_stages() -> None:
    reading, rendering, indexing = (code_of(s, MODULES) for s in (READING, RENDERING, INDEXING))
    assert with_imports({"build/texts.py"}) <= {*reading, "executor.py"}
    assert with_imports({"build/tasks.py"}) <= {*rendering, *indexing}


@pytest.mark.parametrize("stage", STAGES, ids=NAMES.get)
def test_the_libraries_of_a_stage_are_all_that_its_code_imports(stage: Stage) -> None:
    by_module = importlib.metadata.packages_distributions()
    names = {name.split(".")[0] for module in works(stage) for name in imported(module)}
    outside = names - set(sys.stdlib_module_names) - {"dateline"}
    direct = {by_module[name][0].lower() for name in outside}
    assert set(stage.libraries) == {_plain(name) for name in _with_requirements(direct)}


def _with_requirements(names: set[str]) -> Iterator[str]:
    for name in names:
        yield name
        for line in importlib.metadata.requires(name) or ():
            if ";" not in line:  # neither an extra nor for another Python
                yield re.split(r"[^\w.-]", line)[0]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKAGE, tmp_path / "copy"))


def changed(before: StageKeys, after: StageKeys) -> set[str]:
    """The keys in which two differ, but for that of everything."""
    return {name for name in before._fields[:-1] if getattr(before, name) != getattr(after, name)}


@pytest.mark.parametrize(
    ("module", "wanted"),
    [
        ("content/frontmatter/fields.py", {"reading", "rendering", "indexing"}),
        ("build/limits.py", {"reading", "indexing"}),
        ("images/variants.py", {"images", "copies"}),
        ("pages/chart.py", {"rendering"}),
        ("records/feeds.py", {"rendering"}),
        ("search/shards.py", {"indexing"}),
        ("commands/cli.py", set()),
        ("build/findings.py", set()),
        ("urls.py", {"reading", "images", "rendering", "indexing"}),
    ],
)
def test_changed_code_changes_the_keys_of_its_stages(
    package: Path, module: str, wanted: set[str]
) -> None:
    before = stage_keys(Config(), package)
    file = package / module
    file.write_text(file.read_text("utf-8") + "# another\n", "utf-8")
    after = stage_keys(Config(), package)
    assert changed(before, after) == wanted
    assert before.everything != after.everything


def notes(folder: Path, *names: str) -> list[str]:
    """A folder with the notes of libraries, before all others."""
    for name in names:
        (folder / name).mkdir(parents=True)
    return [str(folder), *sys.path]


def test_a_package_installed_beside_ours_changes_no_key(tmp_path: Path) -> None:
    folders = notes(tmp_path, "left_pad-1.0.dist-info", "msgspec_extras-9.dist-info")
    assert stage_keys(Config(), folders=folders) == stage_keys(Config())


@pytest.mark.parametrize(
    ("note", "wanted"),
    [
        ("markdown_it_py-99.0.dist-info", {"reading", "rendering", "indexing"}),
        ("Jinja2-99.0.dist-info", {"rendering"}),
        ("pagefind_bin-99.0.dist-info", {"indexing"}),
        ("Pillow-99.0.egg-info", {"images", "copies"}),
        ("python.frontmatter-99.0-py3.11.egg-info", {"reading", "rendering", "indexing"}),
    ],
)
def test_another_version_of_a_library_changes_the_keys_of_its_stages(
    tmp_path: Path, note: str, wanted: set[str]
) -> None:
    after = stage_keys(Config(), folders=notes(tmp_path, note))
    assert changed(stage_keys(Config()), after) == wanted
    assert after.everything != stage_keys(Config()).everything


def test_every_library_of_a_stage_is_found() -> None:
    found = installed(sys.path)
    for name in {name for stage in STAGES for name in stage.libraries}:
        assert (
            found[name.replace("-", "_")]
            .rpartition(".")[0]
            .endswith(importlib.metadata.version(name))
        )


@pytest.mark.parametrize(
    ("setting", "value", "wanted"),
    [
        ("title", "Another", set()),
        ("description", "Another", set()),
        ("timezone", "Asia/Tokyo", set()),
        ("language", "ar", {"reading", "indexing"}),
        ("fields", {"tags": ("topics",)}, {"reading", "indexing"}),
        ("limits", Limits(article=9), {"reading", "indexing"}),
        ("limits", Limits(seconds=9), {"reading", "indexing"}),
        ("limits", Limits(file=9, site=9), set()),
    ],
)
def test_a_setting_changes_the_keys_of_the_stages_that_are_given_it(
    setting: str, value: Any, wanted: set[str]
) -> None:
    after = stage_keys(msgspec.structs.replace(Config(), **{setting: value}))
    assert changed(stage_keys(Config()), after) == wanted
    assert after.everything != stage_keys(Config()).everything


def test_reading_is_given_what_its_key_covers_and_nothing_else() -> None:
    settings = Config(title="T", language="ar").reading
    assert settings.__struct_fields__ == ("language", "fields", "limits")
    reading = read_article("2017-10-08-a.md", b"---\ntitle: A\n---\nText.\n", settings)
    assert reading.item is not None
    assert reading.item.lang == "ar"


@pytest.fixture
def built(archive: SmallArchive) -> SmallArchive:
    """Three articles with all that an address can stand in: links, images, tags, a page."""
    for day in (10, 11, 12):
        body = (
            f"[next](2017-10-{day + 1}.md), ![p](p.svg), <a href='/tags/all/'>all</a>, text {day}"
        )
        fields = ("tags: [all]", "topics: [other]", "source: Post", "image: p.svg")
        archive.article(f"2017-10-{day}.md", f"Day {day}", *fields, body=body)
    archive.write("p.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    archive.write("pages/about.md", "# About\n\n[one](../2017-10-10.md)")
    archive.configure('title = "One"', 'base_url = "https://example.org/archive/"')
    assert archive.build(search=True).report["read"] == 4
    return archive


def is_as_built_clean(archive: SmallArchive, *options: str) -> bool:
    stands = archive.files()
    clean = archive.root / "clean"
    outcome = archive.build(
        *("--output", str(clean), "--cache", str(archive.root / "cold"), "--clean", *options),
        search=True,
    )
    assert outcome.code == 0, outcome.err
    return stands == {
        file.relative_to(clean).as_posix(): file.read_bytes()
        for file in clean.rglob("*")
        if file.is_file() and ".dateline" not in file.parts
    }


@pytest.mark.parametrize("address", ["/", "/other/", "https://example.net/"])
def test_another_base_address_reads_no_text(built: SmallArchive, address: str) -> None:
    why = ["--why", f"{address}2017-10-10/"]
    report = built.build("--base-url", address, *why, search=True).report
    assert (report["read"], report["shards"]) == (0, 0)
    assert report["rendered"] >= report["pages"]
    assert report["why"].endswith("; the configuration (base_url) changed")
    assert is_as_built_clean(built, "--base-url", address)
    report = built.build(search=True).report
    assert (report["read"], report["shards"]) == (0, 0)
    assert is_as_built_clean(built)


@pytest.mark.parametrize(
    ("setting", "name"),
    [
        ('title = "Two"', "title"),
        ('description = "Two"', "description"),
        ('timezone = "Asia/Tokyo"', "timezone"),
    ],
)
def test_what_only_pages_show_reads_no_text(built: SmallArchive, setting: str, name: str) -> None:
    title = [] if name == "title" else ['title = "One"']
    built.configure(*title, 'base_url = "https://example.org/archive/"', setting)
    report = built.build("--why", "/archive/tags/", search=True).report
    assert (report["read"], report["shards"]) == (0, 0)
    assert report["why"] == f"rendered: the configuration ({name}) changed"
    assert is_as_built_clean(built)


def test_a_changed_template_reads_no_text(built: SmallArchive) -> None:
    own = "{% extends 'default/article.html' %}{% block colophon %}Mine{% endblock %}"
    built.write("templates/article.html", own)
    report = built.build("--why", "/archive/2017-10-10/", search=True).report
    assert (report["read"], report["shards"]) == (0, 0)
    assert "the template article.html, or one that it uses, changed" in report["why"]
    assert "Mine" in built.page("2017-10-10/")
    assert is_as_built_clean(built)


def test_a_changed_style_is_told(built: SmallArchive) -> None:
    built.write("templates/assets/theme.css", "body { color: teal }")
    report = built.build("--why", "/archive/2017-10-10/", search=True).report
    assert report["read"] == 0
    assert "the styles, scripts or fonts changed" in report["why"]


def test_a_site_without_search_has_another_frame(built: SmallArchive) -> None:
    report = built.build("--why", "/archive/2017-10-10/").report
    assert report["read"] == 0
    assert "the frame of the site (its navigation) changed" in report["why"]
    assert is_as_built_clean(built, "--no-search")
    assert built.build(search=True).report["read"] == 0


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (['language = "ar"'], "language"),
        (["[fields]", 'tags = ["topics"]'], "fields"),
        (["[limits]", 'article = "4 MB"'], "limits"),
        (["[limits]", "seconds = 9"], "limits"),
    ],
)
def test_what_reading_depends_on_reads_every_text(
    built: SmallArchive, lines: list[str], name: str
) -> None:
    built.configure('title = "One"', 'base_url = "https://example.org/archive/"', *lines)
    report = built.build("--why", "/archive/2017-10-10/", search=True).report
    assert report["read"] == 4
    assert f"the configuration ({name}) changed" in report["why"]
    assert is_as_built_clean(built)
    assert built.build(search=True).report["read"] == 0


def test_limits_of_other_files_and_of_the_site_read_no_text(built: SmallArchive) -> None:
    limits = ["[limits]", 'file = "90 MB"', 'site = "900 MB"']
    built.configure('title = "One"', 'base_url = "https://example.org/archive/"', *limits)
    report = built.build(search=True).report
    assert (report["read"], report["rendered"], report["shards"]) == (0, 0, 0)


def test_an_output_folder_of_its_own_for_each_address_stands_beside(built: SmallArchive) -> None:
    """What pages were made with is kept by output folder: neither build undoes the other."""
    other = ["--output", str(built.root / "other"), "--base-url", "/other/"]
    assert built.build(*other, search=True).report["read"] == 0
    for options in ([], other, ["--why", "/archive/"], [*other, "--why", "/other/"]):
        report = built.build(*options, search=True).report
        assert (report["read"], report["rendered"], report["shards"]) == (0, 0, 0), options


class Copy:
    """A copy of the package beside an archive, to change its code between builds."""

    def __init__(self, folder: Path, archive: SmallArchive):
        self._folder, self._archive = folder, archive
        folder.mkdir()
        shutil.copy(REPOSITORY / "build.py", folder)
        for name in ("dateline", "templates"):
            shutil.copytree(REPOSITORY / name, folder / name)

    def append(self, module: str, code: str) -> None:
        with (self._folder / "dateline" / module).open("a", encoding="utf-8") as file:
            file.write(code)

    def build(self, *options: str) -> dict[str, Any]:
        config = ["--config", str(self._archive.root / "dateline.toml")]
        command = [sys.executable, "build.py", "build", "--json", *config, *options]
        done = subprocess.run(command, cwd=self._folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        report: dict[str, Any] = json.loads(done.stdout)
        return report


@pytest.fixture
def copy(built: SmallArchive, tmp_path: Path) -> Copy:
    copy = Copy(tmp_path / "copy", built)
    copy.build()
    assert copy.build()["rendered"] == 0
    return copy


def test_code_that_reads_texts_otherwise_reaches_page_and_index(
    copy: Copy, built: SmallArchive
) -> None:
    code = """
_read = read_article


def read_article(*given):
    reading = _read(*given)
    return reading._replace(html=reading.html + "<p>Quixotic.</p>")
"""
    copy.append("content/article.py", code)
    report = copy.build("--why", "/archive/2017-10-10/")
    assert (report["read"], report["images"], report["shards"]) == (4, 0, 1)
    assert "the code that reads texts changed" in report["why"]
    assert "Quixotic." in built.page("2017-10-10/")


def test_code_that_renders_pages_otherwise_reads_no_text(copy: Copy, built: SmallArchive) -> None:
    code = """
_render = Renderer.render
Renderer.render = lambda *given: _render(*given).replace(b"</body>", b"<!--new--></body>")
"""
    copy.append("pages/render.py", code)
    report = copy.build("--why", "/archive/tags/")
    assert (report["read"], report["images"], report["shards"]) == (0, 0, 0)
    assert report["why"] == "rendered: the code that renders pages changed"
    assert "<!--new-->" in built.page("tags/")


def test_code_of_images_that_names_copies_otherwise_is_seen(
    copy: Copy, built: SmallArchive
) -> None:
    built.write("photo.png", png(20, 20))
    copy.build()
    assert copy.build()["written"] == 0
    code = """
_composed = composed


def composed(path):
    return _composed(path).replace("photo", "picture")
"""
    copy.append("urls.py", code)
    copy.build()
    assert (built.site / "picture.png").exists()
    assert not (built.site / "photo.png").exists()


def test_code_of_no_stage_costs_nothing_but_another_look(copy: Copy) -> None:
    copy.append("build/findings.py", "# another\n")
    report = copy.build()
    counts = ("read", "images", "rendered", "shards", "written")
    assert [report[name] for name in counts] == [0, 0, 0, 0, 0]


def test_a_changed_key_drops_what_its_own_stage_kept(tmp_path: Path) -> None:
    def known(path: str) -> KnownFile:
        return KnownFile(path, 1, 1, 1, 1, "digest", b"item", b"")

    def kept(reading: bytes, images: bytes) -> tuple[set[str], set[str]]:
        cache = Cache(tmp_path / "cache.sqlite")
        cache.keep_stage("reading", reading)
        cache.keep_stage("images", images)
        found = set(cache.texts()), cache.paths()
        cache.put_texts([known("a.md")], [Body("a.md", "digest", "html")])
        cache.put_files([known("p.jpg")])
        cache.close()
        return found

    assert kept(b"1", b"1") == (set(), set())
    assert kept(b"1", b"1") == ({"a.md"}, {"p.jpg"})
    assert kept(b"2", b"1") == (set(), {"p.jpg"})
    assert kept(b"2", b"2") == ({"a.md"}, set())
