"""The output folder is entirely old or entirely new, and foreign files are untouched."""

from pathlib import Path

import pytest

from dateline.output.transaction import OutputTransaction, open_transaction
from tests.conftest import SmallArchive


def publish(output: Path, files: dict[str, bytes]) -> tuple[int, int]:
    transaction = OutputTransaction(output)
    for path, data in files.items():
        transaction.put(path, data)
    transaction.check()
    assert transaction.problems == []
    counts = transaction.commit()
    return counts.written, counts.removed


def tree(output: Path) -> dict[str, bytes]:
    return {
        file.relative_to(output).as_posix(): file.read_bytes()
        for file in output.rglob("*")
        if file.is_file() and ".dateline" not in file.parts
    }


def test_only_what_changed_is_written_and_only_what_was_made_is_removed(tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert publish(site, {"a.html": b"a", "b/c.html": b"c", "d.html": b"d"}) == (3, 0)
    (site / "mine.txt").write_text("mine")
    (site / "b" / "mine.txt").write_text("mine")
    before = (site / "a.html").stat().st_mtime_ns
    assert publish(site, {"a.html": b"a", "d.html": b"new"}) == (1, 1)
    assert (site / "a.html").stat().st_mtime_ns == before
    assert tree(site) == {
        "a.html": b"a",
        "d.html": b"new",
        "mine.txt": b"mine",
        "b/mine.txt": b"mine",
    }


def test_folders_left_empty_go_with_their_last_file(tmp_path: Path) -> None:
    publish(tmp_path, {"a/b/c.html": b"c", "d.html": b"d"})
    publish(tmp_path, {"d.html": b"d"})
    assert not (tmp_path / "a").exists()


def test_a_file_may_become_a_folder_and_back(tmp_path: Path) -> None:
    publish(tmp_path, {"x": b"file"})
    publish(tmp_path, {"x/index.html": b"folder"})
    assert tree(tmp_path) == {"x/index.html": b"folder"}
    publish(tmp_path, {"x": b"file"})
    assert tree(tmp_path) == {"x": b"file"}


@pytest.mark.parametrize("foreign", ["a.html", "b"])
def test_a_foreign_file_in_the_way_is_a_problem_and_stays(tmp_path: Path, foreign: str) -> None:
    (tmp_path / foreign).write_text("mine")
    with open_transaction(tmp_path, pytest.fail) as transaction:
        transaction.put("a.html", b"page")
        transaction.put("b/c.html", b"page")
        transaction.check()
        assert [problem.code for problem in transaction.problems] == ["E041"]
    assert tree(tmp_path) == {foreign: b"mine"}
    assert not (tmp_path / ".dateline").exists()


def test_a_site_that_lost_its_manifest_is_taken_over_where_it_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"page")
    assert publish(tmp_path, {"a.html": b"page"}) == (1, 0)


def test_a_published_file_that_was_cut_short_is_written_again(tmp_path: Path) -> None:
    publish(tmp_path, {"a.html": b"page"})
    (tmp_path / "a.html").write_bytes(b"pa")
    assert publish(tmp_path, {"a.html": b"page"}) == (1, 0)


def test_what_was_only_prepared_is_cleared_away(tmp_path: Path) -> None:
    publish(tmp_path, {"a.html": b"a"})
    OutputTransaction(tmp_path).put("a.html", b"other")
    assert publish(tmp_path, {"a.html": b"a"}) == (0, 0)
    assert tree(tmp_path) == {"a.html": b"a"}


def test_a_build_with_problems_leaves_the_site_as_it_was(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017")
    archive.build()
    before = archive.files()
    archive.article("a.md", "Changed", "date: 2017")
    archive.article("b.md", "B", "date: 2017-13-01")
    outcome = archive.build()
    assert outcome.code == 1
    assert archive.files() == before
    assert outcome.report["published"] == outcome.report["indexed"] == 0
    outcome = archive.build("--keep-going")
    assert outcome.code == 3
    assert (outcome.report["published"], outcome.report["left_out"]) == (1, 1)
    assert "Changed" in archive.page("a/")


def test_a_second_build_of_the_same_writes_nothing(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017", "tags: [x]")
    archive.build()
    assert archive.build().report["written"] == 0
