"""An article with a date in the future is published, with a warning until that day."""

import datetime
import os
from pathlib import Path

import pytest

from dateline.build.pipeline import build, check
from dateline.build.report import Options, Report
from dateline.config import Config, Paths, load_config
from tests.conftest import SmallArchive

DAY = datetime.date(2026, 5, 20)


def settle(archive: SmallArchive) -> None:
    """Makes all files old enough to be known by their times."""
    for file in archive.content.rglob("*.md"):
        os.utime(file, ns=(10**18, 10**18))


def built(archive: SmallArchive, day: datetime.date, *, strict: bool = False) -> Report:
    root = archive.root
    paths = Paths(archive.content, root / "templates", archive.site, root / ".cache")
    config = load_config(root / "dateline.toml")
    return build(paths, config, Options(search=False, strict=strict, day=day))


def told(report: Report) -> list[tuple[str, int | None, int | None]]:
    return [(Path(p.path).name, p.line, p.column) for p in report.problems if p.code == "W030"]


@pytest.mark.parametrize(
    ("date", "is_future"),
    [
        ("2026-05-20", False),
        ("2026-05-21", True),
        ("2026-05-20 23:59", False),
        ("2026-05", False),
        ("2026-06", True),
        ("2026", False),
        ("2027", True),
        ("9999-12-31", True),
        ("9999-12-31 23:00 -10:00", True),
        ("0001-01-01", False),
        ("2026-05-21 01:00 +03:00", False),
        ("2026-05-20 23:00 -03:00", True),
    ],
)
def test_what_is_the_future_follows_the_time_zone(
    date: str, is_future: bool, archive: SmallArchive
) -> None:
    archive.article("a.md", "A", f'date: "{date}"')
    report = built(archive, DAY)
    assert report.published == 1
    assert told(report) == ([("a.md", 3, 7)] if is_future else [])


def test_a_zone_ahead_of_the_offset(archive: SmallArchive) -> None:
    archive.configure('base_url = "https://e.org/"', 'timezone = "Pacific/Kiritimati"')
    archive.article("a.md", "A", 'date: "2026-05-20 12:00 +00:00"')
    assert told(built(archive, DAY)) == [("a.md", 3, 7)]


@pytest.mark.parametrize(
    ("path", "fields", "place"),
    [
        ("2030-01-02-a.md", [], ("2030-01-02-a.md", None, None)),
        ("a.md", ["published: 2030-01-02"], ("a.md", 3, 12)),
        ("a.md", ["tags: [x]", "Date: 2030-01-02"], ("a.md", 4, 7)),
    ],
)
def test_the_place_is_that_of_the_date(
    path: str, fields: list[str], place: tuple[str, int, int], archive: SmallArchive
) -> None:
    archive.article(path, "A", *fields)
    assert told(built(archive, DAY)) == [place]


def test_toml_has_a_place_too(archive: SmallArchive) -> None:
    archive.write("a.md", '+++\ntitle = "A"\ndate = 2030-01-02\n+++\n')
    assert told(built(archive, DAY)) == [("a.md", 3, 8)]


def test_a_build_with_nothing_to_do_says_what_is_true_on_its_day(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2026-05-21")
    archive.article("b.md", "B", "date: 2026-05-23")
    settle(archive)
    first = built(archive, DAY)
    pages = archive.files()
    assert [name for name, *_ in told(first)] == ["a.md", "b.md"]
    for days, names in ((0, ["a.md", "b.md"]), (1, ["b.md"]), (3, []), (1, ["b.md"])):
        report = built(archive, DAY + datetime.timedelta(days))
        assert [name for name, *_ in told(report)] == names
        assert (report.read, report.rendered, report.written) == (0, 0, 0)
    assert archive.files() == pages


def test_a_clock_that_is_set_back_tells_again(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2026-05-21")
    settle(archive)
    assert told(built(archive, DAY + datetime.timedelta(9))) == []
    assert len(told(built(archive, DAY))) == 1


def test_strict_stops_at_a_date_to_come_and_not_once_it_has(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2026-05-21")
    settle(archive)
    assert built(archive, DAY, strict=True).exit_code == 1
    assert built(archive, DAY + datetime.timedelta(1), strict=True).exit_code == 0
    assert built(archive, DAY, strict=True).exit_code == 1


def test_a_draft_is_not_published_so_its_date_does_not_matter(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2030-01-02", "draft: true")
    assert told(built(archive, DAY)) == []


def test_both_commands_say_it_with_what_to_do(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2999-01-02")
    for command in ("build", "check"):
        outcome = archive.run(command)
        assert outcome.code == 0
        text = outcome.out + outcome.err
        assert "a.md:3:7: W030 warning: the date 2999-01-02 is in the future" in text
        assert "draft: true" in text
    assert "2999" in archive.page("a/")


def test_the_site_does_not_depend_on_the_day(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2026-05-21")
    built(archive, DAY)
    before = archive.files()
    (archive.root / ".cache" / "dateline.sqlite").unlink()
    built(archive, DAY + datetime.timedelta(400))
    assert archive.files() == before


def test_check_without_a_day_says_nothing(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2999-01-02")
    root = archive.root
    paths = Paths(archive.content, root / "templates", archive.site, root / ".cache")
    assert told(check(paths, Config(), Options())) == []
