"""A warm build is the clean one, byte for byte, after any edits; and costs what changed."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.conftest import SmallArchive
from tests.images import GPS, jpeg, png
from tests.publishing.test_search import fragments

PATHS = st.sampled_from(
    [f"20{y}/0{m}/1{d}-{n}.md" for y in (17, 18) for m in (1, 2) for d in (0, 1) for n in "ab"]
)
TAGS = st.lists(st.sampled_from(["Syria", "syria", "C++", "C#", "River"]), max_size=3, unique=True)
TITLES = st.sampled_from(["One", "Two <b>", "خبر", "Three: four"])
PICTURES = [png(500, 40), png(20, 20), jpeg(520, 40, gps=GPS, turn=6), jpeg(30, 30)[:-99], b"no"]
BODIES = st.sampled_from(
    ["Text.", "[a](../01/10-a.md) and [b](/tags/syria/)", "![p](p.png)", "# One\n\nx"]
)


class WarmBuilds(RuleBasedStateMachine):
    """Random edits of a small archive, each followed by a warm build and a clean one."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dateline-warm-"))
        self.archive = SmallArchive(self.folder / "archive")
        self.has_changed = True

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    @rule(
        path=PATHS,
        title=TITLES,
        tags=TAGS,
        body=BODIES,
        draft=st.booleans(),
        lang=st.sampled_from(["en", "ar"]),
    )
    def write(
        self, path: str, title: str, tags: list[str], body: str, draft: bool, lang: str
    ) -> None:
        fields = [f"tags: {tags}", f"lang: {lang}", f"draft: {str(draft).lower()}", "source: Post"]
        fields.append("image: p.png")
        self.archive.article(path, f"'{title}'", *fields, body=body)
        self.has_changed = True

    @rule(path=PATHS)
    def remove(self, path: str) -> None:
        (self.archive.content / path).unlink(missing_ok=True)
        self.has_changed = True

    @rule(one=PATHS, other=PATHS)
    def rename(self, one: str, other: str) -> None:
        source, target = self.archive.content / one, self.archive.content / other
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            source.rename(target)
        self.has_changed = True

    @rule(
        path=st.sampled_from(["2017/01/p.png", "2018/01/p.png", "p.png"]),
        data=st.sampled_from([*PICTURES, None]),
    )
    def picture(self, path: str, data: bytes | None) -> None:
        if data is None:
            (self.archive.content / path).unlink(missing_ok=True)
        else:
            self.archive.write(path, data)
        self.has_changed = True

    @rule(text=st.sampled_from(["About.", "[one](../2017/01/10-a.md)"]))
    def page(self, text: str) -> None:
        self.archive.write("pages/about.md", f"# About\n\n{text}")
        self.archive.write("tags/syria/_index.md", text)
        self.has_changed = True

    @rule(spellings=st.sampled_from(["", '[tags]\nSyria = ["River"]', '[tags]\n"C++" = ["C#"]']))
    def names(self, spellings: str) -> None:
        self.archive.write("names.toml", spellings)
        self.has_changed = True

    @rule(
        name=st.sampled_from(["404.html", "article.html", "base.html"]),
        text=st.sampled_from(["Mine", "{{ site.title }}", None]),
    )
    def template(self, name: str, text: str | None) -> None:
        path = f"templates/{name}"
        if text is None:
            (self.archive.root / path).unlink(missing_ok=True)
        else:
            block = "{% block colophon %}" + text + "{% endblock %}"
            self.archive.write(path, f"{{% extends 'default/{name}' %}}{block}")
        self.has_changed = True

    @rule(
        name=st.sampled_from(["style.css", "theme.css", "fonts/x.css"]),
        color=st.sampled_from(["teal", "navy", None]),
    )
    def style(self, name: str, color: str | None) -> None:
        path = f"templates/assets/{name}"
        if color is None:
            (self.archive.root / path).unlink(missing_ok=True)
        else:
            self.archive.write(path, f"@import './fonts/x.css'; body {{ color: {color} }}")
        self.has_changed = True

    @rule(
        title=st.sampled_from(["First name", "Second name"]),
        base=st.sampled_from(["/", "https://example.org/a/"]),
    )
    def configure(self, title: str, base: str) -> None:
        self.archive.configure(f'title = "{title}"', f'base_url = "{base}"')
        self.has_changed = True

    @rule(damage=st.sampled_from(["cache", "copies", "page", "manifest"]))
    def lose(self, damage: str) -> None:
        site = self.archive.site
        if damage == "cache":
            shutil.rmtree(self.archive.root / ".cache", ignore_errors=True)
        elif damage == "copies":
            shutil.rmtree(self.archive.root / ".cache" / "images", ignore_errors=True)
            for file in site.glob("assets/*.webp"):
                file.unlink()
        elif damage == "page":
            (site / "index.html").unlink(missing_ok=True)
        elif (site / ".dateline" / "manifest.json").exists():
            (site / ".dateline" / "manifest.json").write_text("{")
            shutil.rmtree(self.archive.root / ".cache", ignore_errors=True)
            for file in site.rglob("*"):  # without its notes nobody knows what the build made
                if file.is_file():
                    file.unlink()
        self.has_changed = True

    @precondition(lambda self: self.has_changed)
    @invariant()
    def warm_is_clean(self) -> None:
        self.has_changed = False
        warm = self.archive.build("--keep-going")
        assert warm.code in (0, 3), warm.err
        clean = self.folder / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        cold = self.archive.build(
            "--keep-going", "--output", str(clean), "--cache", str(self.folder / "cache"), "--clean"
        )
        built = {
            f.relative_to(clean).as_posix(): f.read_bytes() for f in clean.rglob("*") if f.is_file()
        }
        stands = {
            f.relative_to(self.archive.site).as_posix(): f.read_bytes()
            for f in self.archive.site.rglob("*")
            if f.is_file()
        }
        assert stands == built
        ours, theirs = warm.report, cold.report
        counts = ("articles", "published", "left_out", "drafts", "pages", "problems")
        assert [ours[name] for name in counts] == [theirs[name] for name in counts]
        idle = self.archive.build("--keep-going").report
        assert (idle["rendered"], idle["written"], idle["removed"]) == (0, 0, 0)


WarmBuilds.TestCase.settings = settings(
    max_examples=25, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck)
)
test_warm_builds = WarmBuilds.TestCase


@pytest.fixture
def ten(archive: SmallArchive) -> SmallArchive:
    """Ten articles a day apart, built."""
    for day in range(10, 20):
        tags = "tags: [all, even]" if day % 2 == 0 else "tags: [all]"
        archive.article(f"2017/10/{day}-x.md", f"Day {day}", tags, body=f"Text of {day}.")
    archive.build(search=True)
    return archive


def test_an_edited_text_costs_one_page_and_one_part_of_the_index(ten: SmallArchive) -> None:
    before = ten.files()
    summary = "summary: The same."
    ten.article("2017/10/15-x.md", "Day 15", "tags: [all]", summary, body="Other words.")
    ten.build(search=True)
    ten.article("2017/10/15-x.md", "Day 15", "tags: [all]", summary, body="Quite other words.")
    report = ten.build(search=True).report
    assert (report["read"], report["shards"]) == (1, 1)
    assert report["rendered"] == 1
    assert set(before) - set(ten.files()) <= {p for p in before if p.startswith("pagefind/")}


def test_a_new_title_costs_the_pages_that_show_it(ten: SmallArchive) -> None:
    ten.article("2017/10/15-x.md", "Changed", "tags: [all]", body="Text of 15.")
    report = ten.build(search=True).report
    # Itself, home, tag, year, month, two feeds and one JSON feed, its neighbours and those related.
    assert report["rendered"] <= 8 + 2 + 10
    assert "Changed" in ten.page("2017/10/14-x/")
    assert "Changed" not in ten.page("tags/even/")
    assert [f["content"] for f in fragments(ten) if f["url"] == "/2017/10/15-x/"] == [
        "Changed. Text of 15."
    ]


def test_an_untouched_archive_is_not_read_rendered_or_written(ten: SmallArchive) -> None:
    ten.build(search=True)
    report = ten.build(search=True).report
    counts = ("read", "rendered", "shards", "written", "removed")
    assert [report[name] for name in counts] == [0, 0, 0, 0, 0]
    assert report["indexed"] == report["published"] == 10


def test_a_fresh_checkout_with_the_old_cache_parses_nothing(ten: SmallArchive) -> None:
    for file in ten.content.rglob("*.md"):
        file.write_bytes(file.read_bytes())
    report = ten.build(search=True).report
    assert (report["read"], report["rendered"], report["shards"]) == (0, 0, 0)


def test_a_cache_of_another_time_does_not_keep_a_page_that_another_build_wrote(
    archive: SmallArchive,
) -> None:
    file = archive.article("a.md", "One", "date: 2017", body="first")
    archive.build()
    archive.article("a.md", "One", "date: 2017", body="other")
    archive.build("--cache", str(archive.root / "another"))
    assert "other" in archive.page("a/")
    file.write_text(file.read_text().replace("other", "first"))
    archive.build()
    assert "first" in archive.page("a/")


def test_a_damaged_cache_is_thrown_away(ten: SmallArchive) -> None:
    cache = ten.root / ".cache" / "dateline.sqlite"
    for data in (b"not a database, but long enough" * 50, _with_a_hole(cache.read_bytes())):
        cache.write_bytes(data)
        assert ten.build(search=True).code == 0
    assert ten.build(search=True).report["rendered"] == 0


def _with_a_hole(data: bytes) -> bytes:
    """A database whose first page is sound and whose others are not."""
    return data[:4096] + b"\xff" * (len(data) - 4096)


@pytest.mark.parametrize("jobs", ["1", "2", "3"])
def test_the_number_of_processes_changes_nothing(ten: SmallArchive, jobs: str) -> None:
    before = {p: d for p, d in ten.files().items() if not p.startswith("pagefind/")}
    ten.build("--clean", "--jobs", jobs, search=True)
    assert {p: d for p, d in ten.files().items() if not p.startswith("pagefind/")} == before


def test_problems_in_one_chunk_do_not_hide_those_in_others(archive: SmallArchive) -> None:
    for i in range(200):
        archive.article(f"a-{i}.md", f"A {i}", "date: never" if i % 50 == 0 else "date: 2017")
    outcome = archive.build("--jobs", "2")
    assert [p["path"].rsplit("/", 1)[1] for p in outcome.report["problems"]] == [
        "a-0.md", "a-100.md", "a-150.md", "a-50.md",
    ]  # fmt: skip


def test_why_says_in_words_what_made_a_page_stale(ten: SmallArchive) -> None:
    def why(url: str) -> str:
        return str(ten.build("--why", url, search=True).report["why"])

    assert "not rendered" in why("/archive/2017/10/15-x/")
    ten.article("2017/10/14-x.md", "Changed", "tags: [all, even]")
    assert "the article before it in time changed" in why("/archive/2017/10/15-x/")
    ten.write("templates/404.html", "mine")
    assert "template" in why("https://example.org/archive/404.html")
    (ten.site / "tags" / "all" / "index.html").unlink()
    assert "missing" in why("/archive/tags/all/")
    assert "no page" in why("/archive/nowhere/")
