"""A wrong `dateline.toml` is explained in plain words, with the line to correct."""

import pytest

from tests.conftest import SmallArchive, run


@pytest.mark.parametrize(
    ("lines", "place", "said"),
    [
        (["title = The archive"], "1:9", "text needs quotes"),
        (["", "title: 'x'"], "2:6", "and no colon"),
        (['title = "x'], "1:11", "a quotation mark is not closed"),
        (["title = 'x", "", "description = 'y'"], "1:11", "a quotation mark is not closed"),
        (["[fields]", 'tags = ["a"', ""], "3", "is not closed"),
        (['title = "C:\\Users"'], "1:14", "a backslash"),
        (["title"], "1:6", "this is no setting"),
        (['title = "a"', 'title = "b"'], "2", "stands twice"),
        (["[fields]", "[fields]"], "2", "stands twice"),
        (["# c", "title = 3"], "2", "must be text"),
        (["title = 'a'", "titel = 'b'"], "2", "did you mean title"),
        (["[fields]", "# c", "", "tag = ['x']"], "4", "did you mean tags"),
        (["fields.tags = 3"], "1", "must be a list"),
        (["fields = 3"], "1", "must be a table"),
        (["[limits]", "site = '1 GB'", "seconds = 0"], "3", "above 0"),
        (["[limits]", "sites = 3"], "2", "did you mean site"),
        (["[rights]", '"The Post" = "none"'], "2", "only"),
        (["[rights.sources]", "a = 'full'", "b = 'none'"], "3", "only"),
        (["", "base_url = 'http://[x'"], "2", "the base address must be"),
        (["language = '!'"], "1", "language tag"),
        (["timezone = 'Mars'"], "1", "Europe/Berlin"),
        (["title = 2017-10-08"], "1", "must be text"),
        (["a = " + "9" * 5000], "", "4300"),
    ],
)
def test_the_line_is_named(lines: list[str], place: str, said: str, archive: SmallArchive) -> None:
    archive.configure(*lines)
    outcome = archive.build()
    assert outcome.code == 2
    (told,) = outcome.err.splitlines()
    assert f"dateline.toml{':' * bool(place)}{place}: " in told
    assert said in told


def test_other_encodings_are_told(archive: SmallArchive) -> None:
    (archive.root / "dateline.toml").write_bytes("title = 'a'\n# Größe".encode("latin-1"))
    outcome = archive.build()
    assert (outcome.code, "dateline.toml:2: this is not UTF-8" in outcome.err) == (2, True)


def test_a_folder_is_no_configuration(archive: SmallArchive) -> None:
    outcome = run(["build", "--config", archive.root])
    assert outcome.code == 2
    hint = outcome.err.partition("--config ")[2].strip()
    assert hint == str(archive.root / "dateline.toml")
    archive.article("a.md", "A", "date: 2017")
    assert run(["check", "--config", hint]).code == 0
    for missing in ("/missing/dateline.toml", "a\0b"):
        outcome = run(["build", "--config", missing])
        assert (outcome.code, "no such configuration file" in outcome.err) == (2, True)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--jobs", "-1"),
        ("--jobs", "abc"),
        ("--jobs", "1.5"),
        ("--jobs", "9" * 5000),
        ("--jobs", ""),
    ],
)
def test_numbers_that_are_none(option: str, value: str, archive: SmallArchive) -> None:
    outcome = archive.run("build", option, value)
    assert (outcome.code, "must be a number from 0 to 64" in outcome.err) == (2, True)


def test_jobs_0_is_as_many_as_there_are_cores(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017")
    assert archive.build("--jobs", "0").code == 0


@pytest.mark.parametrize("address", ["http://[x", "x", "ftp://x.example/", "https://", "/a?b"])
def test_a_base_address_that_is_none(address: str, archive: SmallArchive) -> None:
    for command in ("build", "check"):
        outcome = archive.run(command, "--base-url", address)
        assert (outcome.code, "the base address must be" in outcome.err) == (2, True)
