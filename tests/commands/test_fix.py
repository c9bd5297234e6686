"""`check --fix`: shows repairs without an alternative, and makes them after confirmation."""

from __future__ import annotations

import stat

import pytest

from tests.conftest import SmallArchive

BROKEN = b"---\r\ntitle: One: two\r\ndate: October 8, 2017\r\n---\r\n\r\nText: as it was  \r\n"
WHOLE = b"---\r\ntitle: 'One: two'\r\ndate: 2017-10-08\r\n---\r\n\r\nText: as it was  \r\n"


def test_the_difference_is_shown_and_nothing_written_until_told(archive: SmallArchive) -> None:
    file = archive.write("one.md", BROKEN)
    outcome = archive.run("check", "--fix")
    assert outcome.code == 1
    assert file.read_bytes() == BROKEN
    assert "-title: One: two\n-date: October 8, 2017\n" in outcome.err
    assert "+title: 'One: two'\n+date: 2017-10-08\n" in outcome.err
    assert "--yes repairs them" in outcome.err


def test_told_to_it_repairs_and_leaves_all_else_as_it_was(archive: SmallArchive) -> None:
    file = archive.write("one.md", BROKEN)
    other = archive.write("two.md", b"---\na: *x\nb: &x 1\n---\n\xef\xbb\xbf")
    file.chmod(0o640)
    outcome = archive.run("check", "--fix", "--yes", "--json")
    assert file.read_bytes() == WHOLE
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert other.read_bytes() == b"---\na: *x\nb: &x 1\n---\n\xef\xbb\xbf"
    assert outcome.codes == ["E005"]
    assert sorted(path.name for path in archive.content.iterdir()) == ["one.md", "two.md"]


def test_an_archive_without_faults_has_nothing_to_repair(archive: SmallArchive) -> None:
    archive.article("one.md", "One", "date: 2017-10-08")
    outcome = archive.run("check", "--fix", "--yes")
    assert outcome.code == 0
    assert "nothing that can be repaired" in outcome.err


def test_yes_without_fix_says_so(archive: SmallArchive) -> None:
    assert archive.run("check", "--yes").code == 2


def test_other_encodings_are_named_and_not_guessed(archive: SmallArchive) -> None:
    raw = "---\ntitle: Größe\n---\n".encode("latin-1")
    file = archive.write("one.md", raw)
    wide = archive.write("two.md", "---\ntitle: One\n---\n".encode("utf-16"))
    problems = archive.run("check", "--fix", "--yes", "--json").report["problems"]
    found = {problem["path"][-6:]: problem for problem in problems}
    assert (found["one.md"]["code"], found["one.md"]["line"], found["one.md"]["column"]) == (
        "E001", 2, 10,
    )  # fmt: skip
    assert "byte 13 (0xf6)" in found["one.md"]["message"]
    assert "UTF-16" in found["two.md"]["hint"]
    assert file.read_bytes() == raw
    assert wide.read_bytes().startswith((b"\xff\xfe", b"\xfe\xff"))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("8 October 2017", "2017-10-08"),
        ("Oct. 8, 2017", "2017-10-08"),
        ("08.10.2017", "2017-10-08"),
        ("20171008", "2017-10-08"),
        ("October 2017", "2017-10"),
        ("8/13/2017", "2017-08-13"),
        ("13/8/2017", "2017-08-13"),
        ("Sun, 08 Oct 2017 10:00:00 +0200", "2017-10-08 10:00 +02:00"),
        ("“2017-10-08”", "2017-10-08"),
        ("2017–10–08", "2017-10-08"),
        ("10/8/2017", ""),
        ("31.31.2017", ""),
        ("soon", ""),
    ],
)
def test_a_date_that_means_one_day_is_offered(
    archive: SmallArchive, written: str, meant: str
) -> None:
    archive.article("one.md", "One", f"date: {written}")
    problem = archive.run("check", "--json").report["problems"][-1]
    assert problem["code"] in ("E012", "W027")
    assert (problem["hint"] == f"write {meant}") == bool(meant)
