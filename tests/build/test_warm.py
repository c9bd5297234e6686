"""A warm build equals a clean build, byte for byte, after any edits, and does only the necessary
work."""

import json
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.conftest import SmallArchive
from tests.pictures import GPS, jpeg, png
from tests.search.test_search import fragments

PATHS = st.sampled_from(
    [f"20{y}/0{m}/1{d}-{n}.md" for y in (17, 18) for m in (1, 2) for d in (0, 1) for n in "ab"]
)
NAMES = [
    "Syria",
    "syria",
    "C++",
    "C#",
    "C",
    "River",
    "A/C",
    "A-C",
    "O’Neill",
    "O'Neill",
    "Ｒｉｖｅｒ",
]
TAGS = st.lists(st.sampled_from(NAMES), max_size=3, unique=True)
PARTS = [
    "icons/logo.svg",
    "notes.txt",
    "parts/x.j2",
    "style.xml",
    "assets/x.css",
    "locale/word",
    "bare",
]
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
        part=st.sampled_from(PARTS),
        text=st.sampled_from(["one", "two", None]),
        way=st.sampled_from(
            ["include 'NAME'", "include ['NAME']", "set n = 'NAME' %}{% include n"]
        ),
    )
    def part(self, part: str, text: str | None, way: str) -> None:
        """A file of any kind that a page's template includes."""
        path = self.archive.root / "templates" / part
        own = self.archive.root / "templates" / "article.html"
        if text is None:
            path.unlink(missing_ok=True)
            own.unlink(missing_ok=True)
        else:
            self.archive.write(f"templates/{part}", text)
            self.archive.write(
                "templates/article.html",
                "{% extends 'default/article.html' %}{% block colophon %}"
                "{% " + way.replace("NAME", part) + " %}{% endblock %}",
            )
        self.has_changed = True

    @rule(path=PATHS, day=st.integers(1, 9), replaced=st.booleans())
    def edit_unseen(self, path: str, day: int, replaced: bool) -> None:
        """An edit that leaves size and time as they were."""
        file = self.archive.content / path
        if file.exists():
            before = file.stat()
            text = file.read_text("utf-8")
            other = file.with_suffix(".new") if replaced else file
            other.write_text(text.replace("source: Post", f"source: Pos{day}"), "utf-8")
            os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
            other.replace(file)
        self.has_changed = True

    @rule()
    def touch_all(self) -> None:
        """As a fresh checkout, or a copy that keeps times."""
        for file in self.archive.content.rglob("*.md"):
            data, known = file.read_bytes(), file.stat()
            file.unlink()
            file.write_bytes(data)
            os.utime(file, ns=(known.st_atime_ns, known.st_mtime_ns))
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
        kept = listing_addresses(self.archive)
        warm = self.archive.build("--keep-going")
        assert warm.code in (0, 3), warm.err
        clean = self.folder / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        # Addresses of listings are kept: that is all a build takes from the one before.
        (clean / ".dateline").mkdir(parents=True)
        notes = json.dumps({"files": {}, "listings": kept})
        (clean / ".dateline" / "manifest.json").write_text(notes, "utf-8")
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


def listing_addresses(archive: SmallArchive) -> dict[str, dict[str, list[str]]]:
    try:
        notes = json.loads((archive.site / ".dateline" / "manifest.json").read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    found: dict[str, dict[str, list[str]]] = notes["listings"]
    return found


WarmBuilds.TestCase.settings = settings(
    max_examples=6, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck)
)
#: Each example builds some twenty sites, which takes its time on a busy machine.
test_warm_builds = pytest.mark.timeout(900)(WarmBuilds.TestCase)


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


@pytest.mark.parametrize("way", ["in place", "replaced", "linked"])
def test_an_edit_that_keeps_size_and_time_is_seen(ten: SmallArchive, way: str) -> None:
    file = ten.content / "2017/10/15-x.md"
    os.utime(file, (1_500_000_000, 1_500_000_000))
    ten.build()
    ten.build()
    text = file.read_text("utf-8").replace("Text of 15.", "Text of 51.")
    if way == "in place":
        file.write_text(text, "utf-8")
    else:
        other = ten.root / "other.md"
        other.write_text(text, "utf-8")
        file.unlink()
        (other.rename if way == "replaced" else file.hardlink_to)(
            file if way == "replaced" else other
        )
    os.utime(file, (1_500_000_000, 1_500_000_000))
    report = ten.build().report
    assert "Text of 51." in ten.page("2017/10/15-x/")
    assert report["read"] == 1
    picture = ten.write("2017/10/p.png", png(20, 20))
    file.write_text(text + "\n\n![p](p.png)\n", "utf-8")
    ten.write("2017/10/notes.txt", "one")
    for path in (picture, ten.content / "2017/10/notes.txt"):
        os.utime(path, (1_500_000_000, 1_500_000_000))
    ten.build()
    picture.write_bytes(picture.read_bytes()[:-1] + b"x")
    ten.write("2017/10/notes.txt", "two")
    for path in (picture, ten.content / "2017/10/notes.txt"):
        os.utime(path, (1_500_000_000, 1_500_000_000))
    ten.build()
    assert ten.page("2017/10/notes.txt") == "two"
    assert ten.files()["2017/10/p.png"].endswith(b"x")


def test_a_change_of_names_and_rights_costs_a_digest(ten: SmallArchive) -> None:
    for file in ten.content.rglob("*.md"):
        file.chmod(0o600)
        os.link(file, ten.root / "link")
        (ten.root / "link").replace(file.with_suffix(".moved"))
        file.with_suffix(".moved").replace(file)
    report = ten.build(search=True).report
    counts = ("read", "rendered", "shards", "written")
    assert [report[name] for name in counts] == [0, 0, 0, 0]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "way", ["include 'NAME'", "include './NAME'", "set n = 'NAME' %}{% include n"]
)
def test_a_change_of_anything_that_a_template_includes_is_seen(
    archive: SmallArchive, part: str, way: str
) -> None:
    archive.article("a.md", "A", "date: 2017")
    include = "{% " + way.replace("NAME", part) + " %}"
    own = "{% extends 'default/article.html' %}{% block colophon %}" + include + "{% endblock %}"
    archive.write("templates/article.html", own)
    for text in ("<i>one</i>", "<i>two</i>"):
        archive.write(f"templates/{part}", text)
        assert archive.build().code == 0
        assert text in archive.page("a/")


@pytest.mark.parametrize(
    "way",
    [
        "{% extends 'default/article.html' %}{% block colophon %}{{ fragment('404' ~ '.html') }}"
        "{% endblock %}",
        "{% extends 'default/article.html' %}{% block colophon %}{% set f = fragment %}"
        "{{ f('40' ~ '4.html') }}{% endblock %}",
        "{% extends 'default/article.html' %}{% block colophon %}"
        "{% include ['none.html', '40' '4.html'] %}{% endblock %}",
        "{% set base = '404' ~ '.html' %}{% extends base %}",
        "{% import '40' + '4.html' as x %}{{ x.word }}",
    ],
)
def test_a_template_named_as_it_goes_is_seen(archive: SmallArchive, way: str) -> None:
    archive.article("a.md", "A", "date: 2017")
    archive.write("templates/article.html", way)
    for text in ("one", "two"):
        archive.write("templates/404.html", f"<i>{text}</i>{{% set word = '<i>{text}</i>' %}}")
        assert archive.build().code == 0
        assert text in archive.page("a/")


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
