"""A slow or huge file is reported and left out; the rest is published."""

import faulthandler
import os
import signal
import threading
from pathlib import Path

import pytest

from dateline.build.pipeline import build
from dateline.build.report import Options
from dateline.config import ConfigError, load_config
from tests.conftest import SmallArchive, run

#: Of 150 KB, and Python would read it for a minute.
SLOW = "[^a]: x\n\n" + "[^" * 75_000
#: Of 100 KB, and a library in C would make a page of some gigabytes of it.
GROWING = "".join(f'<b id="{number}">' for number in range(5000)) + "<p>x" * 12_000


def fill(archive: SmallArchive, count: int) -> None:
    for number in range(count):
        archive.article(f"2017/01/{number % 28 + 1:02d}-a{number}.md", f"Article {number}")


@pytest.mark.parametrize(("count", "jobs"), [(3, "1"), (3, "2"), (150, "1"), (150, "2")], ids=str)
def test_a_slow_text_is_named_and_the_rest_is_published(
    archive: SmallArchive, count: int, jobs: str
) -> None:
    archive.configure("[limits]", "seconds = 0.5")
    fill(archive, count)
    archive.article("2017/02/01-slow.md", "Slow", body=SLOW)
    archive.article("2017/02/02-small.md", "Slow as well", body=SLOW[:50_000])
    outcome = archive.build("--keep-going", "--jobs", jobs)
    assert outcome.code == 3
    wrong = [p for p in outcome.report["problems"] if p["severity"] == "error"]
    assert [(p["code"], Path(p["path"]).name) for p in wrong] == [
        ("E023", "01-slow.md"),
        ("E023", "02-small.md"),
    ]
    assert "0.5 seconds" in wrong[0]["message"]
    assert "[limits]" in wrong[0]["hint"]
    assert (outcome.report["published"], outcome.report["left_out"]) == (count, 2)


@pytest.mark.parametrize(("count", "jobs"), [(3, "1"), (150, "2")], ids=str)
def test_a_text_that_takes_a_process_with_it_is_named(
    archive: SmallArchive, count: int, jobs: str
) -> None:
    archive.configure("[limits]", "seconds = 1")
    fill(archive, count)
    archive.article("2017/02/01-growing.md", "Growing", body=GROWING)
    outcome = archive.build("--keep-going", "--jobs", jobs)
    assert outcome.code == 3
    wrong = [p for p in outcome.report["problems"] if p["severity"] == "error"]
    assert [Path(p["path"]).name for p in wrong] == ["01-growing.md"]
    assert wrong[0]["code"] in ("E023", "E024")
    assert outcome.report["published"] == count


@pytest.mark.parametrize("body", [SLOW, GROWING], ids=["slow", "growing"])
def test_what_took_too_long_is_not_read_again(archive: SmallArchive, body: str) -> None:
    archive.article("2017/01/01-a.md", "A")
    slow = archive.article("2017/02/01-slow.md", "Slow", body=body)
    archive.configure("[limits]", "seconds = 0.2")
    first = archive.build("--keep-going")
    wrong = [p for p in first.report["problems"] if p["severity"] == "error"]
    assert [p["code"] for p in wrong] in (["E023"], ["E024"])
    assert "--clean" in wrong[0]["hint"]
    again = archive.build("--keep-going")
    assert first.report["problems"] == again.report["problems"]
    assert again.report["read"] == 0
    for file in archive.content.rglob("*.md"):  # a fresh checkout of the same
        file.write_bytes(file.read_bytes())
    assert archive.build("--keep-going").report["read"] == 0
    archive.article("2017/01/01-a.md", "B")
    edited = archive.build("--keep-going")
    assert (edited.code, edited.report["read"]) == (3, 1)
    assert archive.run("check", "--json").report["read"] == 0
    assert archive.build("--keep-going", "--clean").report["read"] == 2
    slow.write_text("---\ntitle: Quick\ndate: 2017\n---\n\nText.\n", "utf-8")
    assert archive.build().code == 0


def test_what_took_too_long_is_read_again_with_other_limits(archive: SmallArchive) -> None:
    archive.article("2017/02/01-slow.md", "Slow", body="[^a]: x\n\n" + "[^" * 2_000)
    archive.configure("[limits]", "seconds = 0.02")
    assert "E023" in archive.build().codes
    archive.configure("[limits]", "seconds = 60")
    assert archive.build().code == 0


def test_a_text_that_takes_long_to_clear_away_is_one_problem(
    archive: SmallArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The timer goes on while what was interrupted is cleared away."""
    monkeypatch.setattr("dateline.build.limits._PACE", 0.001)
    archive.configure("[limits]", "seconds = 0.05")
    archive.article("2017/02/01-slow.md", "Slow", body="[^a]: x\n\n" + "[^" * 20_000)
    for _ in range(5):
        outcome = archive.build("--clean", "--jobs", "1")
        assert [p["code"] for p in outcome.report["problems"] if p["code"] != "W006"] == ["E023"]


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_what_was_ended_from_outside_is_read_again(
    archive: SmallArchive, monkeypatch: pytest.MonkeyPatch, sign: signal.Signals
) -> None:
    archive.article("2017/02/01-large.md", "Large", body="word " * 20_000)

    def killed(*_: object) -> None:
        os.kill(os.getpid(), sign)
        signal.pause()

    with monkeypatch.context() as patch:
        patch.setattr("dateline.build.texts._parsed", killed)
        outcome = archive.build()
    assert outcome.codes[-1:] == ["E024"]
    assert "tries again" in outcome.report["problems"][-1]["hint"]
    assert archive.build().code == 0


def test_what_breaks_its_process_down_is_remembered(
    archive: SmallArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.article("2017/02/01-large.md", "Large", body="word " * 20_000)

    def breaks(*_: object) -> None:
        faulthandler.disable()  # pytest's, which would write of it
        os.abort()

    with monkeypatch.context() as patch:
        patch.setattr("dateline.build.texts._parsed", breaks)
        assert "E024" in archive.build().codes
    outcome = archive.build()
    assert "E024" in outcome.codes
    assert outcome.report["read"] == 0
    assert archive.build("--clean").code == 0


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_huge_text_is_not_read(archive: SmallArchive, jobs: str) -> None:
    archive.article("2017/01/01-a.md", "A")
    huge = archive.article("2017/01/02-huge.md", "Huge")
    os.truncate(huge, 40_000_000_000)  # a hole, which takes no room on a disk
    outcome = archive.build("--keep-going", "--jobs", jobs)
    assert outcome.codes == ["E022"]
    assert "40 GB" in outcome.report["problems"][0]["message"]
    assert outcome.report["articles"] == 2
    assert outcome.report["published"] == 1
    assert archive.run("check", "--json").codes == ["E022"]


def test_a_table_does_not_grow_without_bound(archive: SmallArchive) -> None:
    columns = 10_000
    head = "|".join("a" * columns) + "\n" + "|".join("-" * columns)
    archive.article("2017/01/01-wide.md", "Wide", body=head + "\nb" * 1000 + "\nlast")
    assert archive.build().code == 0
    page = archive.page("2017/01/01-wide/")
    assert len(page) < 4_000_000
    assert "last" in page


def test_a_text_whose_page_would_be_huge_is_left_out(archive: SmallArchive) -> None:
    archive.configure('base_url = "https://e.org/"', "[limits]", 'article = "20 KB"')
    archive.article("2017/01/01-a.md", "A", body="a|b\n-|-\n\n" * 1500)
    outcome = archive.build()
    assert outcome.codes == ["E022"]
    assert "a page of" in outcome.report["problems"][0]["message"]


def test_an_article_has_not_more_names_than_a_site_can_show(archive: SmallArchive) -> None:
    archive.article("2017/01/01-a.md", "A", f"tags: [{', '.join(f't{i}' for i in range(501))}]")
    archive.article("2017/01/02-b.md", "B", f"author: [{', '.join(f'a{i}' for i in range(501))}]")
    outcome = archive.run("check", "--json")
    found = [(p["code"], p["line"]) for p in outcome.report["problems"] if p["code"] != "W006"]
    assert found == [("E022", 3), ("E022", 3)]
    assert outcome.report["published"] == 0


def test_huge_files_and_sites_are_warned_of(archive: SmallArchive) -> None:
    archive.configure('base_url = "https://e.org/"', "[limits]", 'file = "10 KB"', 'site = "15 KB"')
    archive.article("2017/01/01-a.md", "A")
    archive.write("2017/01/small.pdf", b"x" * 9_000)
    archive.write("2017/01/film.mp4", b"x" * 11_000)
    archive.write("2017/01/photo.png", b"x" * 11_000)
    outcome = archive.build()
    assert outcome.code == 0
    assert sorted(outcome.codes) == ["W016", "W016", "W017"]
    assert (archive.site / "2017/01/small.pdf").exists()
    assert not (archive.site / "2017/01/film.mp4").exists()
    assert not (archive.site / "2017/01/photo.png").exists()


def test_names_that_are_too_many_are_not_read(archive: SmallArchive) -> None:
    archive.configure('base_url = "https://e.org/"', "[limits]", 'article = "1 KB"')
    archive.write("names.toml", "#" * 2_000)
    assert archive.build().codes == ["E022"]


def test_limits_hold_in_a_thread_where_no_signal_arrives(archive: SmallArchive) -> None:
    archive.configure("[limits]", "seconds = 0.5")
    archive.article("2017/02/01-slow.md", "Slow", body=SLOW)
    from dateline.config import Paths

    root = archive.root
    paths = Paths(root / "content", root / "templates", root / "site", root / ".cache")
    reports = []
    config = load_config(root / "dateline.toml")
    thread = threading.Thread(
        target=lambda: reports.append(build(paths, config, Options(search=False)))
    )
    thread.start()
    thread.join()
    assert [each.code for each in reports[0].problems if each.code.startswith("E")] == ["E023"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('limits = "5 MB"', "must be a table"),
        ("[limits]\nsize = 5", "there is no setting size"),
        ("[limits]\nseconds = 0", "above 0"),
        ("[limits]\nseconds = nan", "above 0"),
        ("[limits]\nseconds = true", "above 0"),
        ('[limits]\narticle = "5 apples"', 'such as "5 MB"'),
        ('[limits]\narticle = "9999999999999999 GB"', 'such as "5 MB"'),
        ("[limits]\nfile = -1", 'such as "5 MB"'),
        ("title = " + "[" * 5000, "nested too deeply"),
    ],
)
def test_wrong_limits_are_said(tmp_path: Path, line: str, reason: str) -> None:
    file = tmp_path / "dateline.toml"
    file.write_text(line, "utf-8")
    with pytest.raises(ConfigError, match=reason):
        load_config(file)
    assert run(["check", "--config", file]).code == 2


def test_sizes_have_units(tmp_path: Path) -> None:
    file = tmp_path / "dateline.toml"
    file.write_text('[limits]\narticle = "1.5 mb"\nfile = 12\nsite = "2GB"\nseconds = 3\n', "utf-8")
    limits = load_config(file).limits
    assert (limits.article, limits.file, limits.site) == (1_500_000, 12, 2_000_000_000)
    assert limits.seconds == 3
