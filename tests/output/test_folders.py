"""Folders that belong to something else are refused before anything is written; foreign files are
never removed."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.problems import in_words
from tests.conftest import REPOSITORY, SmallArchive, run
from tests.faults import ended_at


@pytest.fixture
def guarded(archive: SmallArchive, monkeypatch: pytest.MonkeyPatch) -> SmallArchive:
    """An archive of one article beside a home folder, a git checkout, a worktree of it and links,
    each with a file of its owner."""
    archive.article("2017/a.md", "A", "date: 2017")
    beside = archive.root.parent
    home = beside / "users" / "me"
    for folder in (home / "images" / "holiday", beside / "clone", beside / "other"):
        folder.mkdir(parents=True)
        (folder / "mine.txt").write_text("mine")
    git = ["git", "-C", str(beside / "clone"), "-c", "user.name=a", "-c", "user.email=a@b.c"]
    subprocess.run(["git", "init", "--quiet", str(beside / "clone")], check=True)
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "--message=a"], check=True)
    subprocess.run([*git, "worktree", "add", "--quiet", "../worktree"], check=True)
    (beside / "to-home").symlink_to(home)
    (beside / "to-content").symlink_to(archive.content)
    (beside / "to-nothing").symlink_to("missing")
    (beside / "in-a-circle").symlink_to("in-a-circle")
    (archive.root / "templates").mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(beside)
    return archive


def everything(root: Path) -> dict[str, bytes | None]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else None
        for path in root.rglob("*")
    }


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("archive/content", "is the content"),
        ("archive/content/site", "lies in the content"),
        ("archive/content/../content/x/../2017", "lies in the content"),
        ("to-content/site", "lies in the content"),
        ("archive", "is the folder of the archive"),
        (".", "holds your home folder"),
        ("users/me", "is your home folder"),
        ("~", "is your home folder"),
        ("to-home", "is your home folder"),
        ("users", "holds your home folder"),
        ("/", "root of the file system"),
        ("clone", "root of a git checkout"),
        ("worktree", "root of a git checkout"),
        ("clone/.git", "data of git"),
        ("clone/.git/site", "data of git"),
        ("archive/templates", "is the templates"),
        ("archive/templates/site", "lies in the templates"),
        ("archive/.cache", "is the cache"),
        ("archive/.cache/site", "lies in the cache"),
        (str(REPOSITORY / "dateline"), "is the program"),
        (str(REPOSITORY / "dateline" / "pages"), "lies in the program"),
        ("other/mine.txt", "is no folder"),
        ("other/mine.txt/site", "is no folder"),
        ("to-nothing", "leads nowhere"),
        ("in-a-circle", "leads nowhere"),
        ("n" * 300, "too long"),
    ],
)
def test_a_site_in_a_folder_of_somebody_else_is_refused(
    guarded: SmallArchive, output: str, reason: str
) -> None:
    root = guarded.root.parent
    before = everything(root)
    outcome = guarded.build("--output", output)
    assert outcome.code == 2
    assert reason in outcome.err
    assert "give --output DIR" in outcome.err
    assert everything(root) == before


@pytest.mark.skipif(sys.platform != "linux", reason="the folders of Linux")
@pytest.mark.parametrize("option", ["--output", "--cache"])
@pytest.mark.parametrize(
    ("folder", "reason"),
    [
        ("/proc", "/proc belongs to the system"),
        ("/proc/self/site", "/proc belongs to the system"),
        ("/sys/kernel/site", "/sys belongs to the system"),
        ("/dev", "/dev belongs to the system"),
        ("/dev/fresh/site", "/dev belongs to the system"),
        ("/dev/null", "is no folder"),
        ("/etc/passwd/site", "is no folder"),
        ("n" * 256, "its name is too long"),
        ("new/" + "é" * 200, "its name is too long"),
        ("n/" * 2100, "its name is too long"),
        ("a\0b", "not text"),
        ("a\nb", "not text"),
    ],
)
def test_folders_that_cannot_be_made_are_refused_before_anything_is_built(
    option: str, folder: str, reason: str, guarded: SmallArchive
) -> None:
    root = guarded.root.parent
    before = everything(root)
    outcome = guarded.build(option, folder)
    assert outcome.code == 2
    assert reason in outcome.err
    assert "Errno" not in outcome.err
    assert "null byte" not in outcome.err
    assert everything(root) == before


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.EPERM])
def test_a_disk_that_takes_nothing_is_told_in_words(number: int, guarded: SmallArchive) -> None:
    with ended_at(guarded.root, 0, OSError(number, os.strerror(number))):
        outcome = guarded.build()
    assert outcome.code == 2
    assert f"cannot stand there, for {in_words(OSError(number, 'X'))}" in outcome.err
    assert os.strerror(number) not in outcome.err
    assert "give --" in outcome.err


@pytest.mark.parametrize(
    ("content", "reason"),
    [("missing", "there is no such folder"), ("other/mine.txt", "a file, not a folder")],
)
@pytest.mark.parametrize("command", ["build", "check"])
def test_content_that_is_none_is_told(
    command: str, content: str, reason: str, guarded: SmallArchive
) -> None:
    outcome = guarded.run(command, "--content", content)
    assert (outcome.code, reason in outcome.err, "--content DIR" in outcome.err) == (2, True, True)


@pytest.mark.parametrize(
    ("cache", "reason"),
    [
        ("archive/content", "is the content"),
        ("archive/content/cache", "lies in the content"),
        ("~", "is your home folder"),
        ("archive", "is the folder of the archive"),
        ("clone", "root of a git checkout"),
        ("archive/site", "is the cache"),
        ("archive/site/cache", "holds the cache"),
        ("archive/templates/assets", "lies in the templates"),
        ("other/mine.txt", "is no folder"),
    ],
)
def test_a_cache_in_a_folder_of_somebody_else_is_refused(
    guarded: SmallArchive, cache: str, reason: str
) -> None:
    root = guarded.root.parent
    before = everything(root)
    outcome = guarded.build("--cache", cache, "--clean")
    assert outcome.code == 2
    assert reason in outcome.err
    assert "--cache DIR" in outcome.err
    assert everything(root) == before


@pytest.mark.parametrize(
    "output",
    ["other", "clone/public", "~/public", "to-home/site", "new/and/deep", "archive/public"],
)
def test_other_folders_are_taken_and_what_stands_there_stays(
    guarded: SmallArchive, output: str
) -> None:
    root = guarded.root.parent
    before = everything(root)
    assert guarded.build("--output", output).code == 0
    place = Path(output).expanduser()
    assert (place / "2017" / "a" / "index.html").is_file()
    assert {path: data for path, data in everything(root).items() if path in before} == before


def test_a_site_may_be_reached_by_a_link(guarded: SmallArchive) -> None:
    (guarded.root.parent / "www").symlink_to("other")
    for _ in range(2):
        assert guarded.build("--output", "www").code == 0
    assert (guarded.root.parent / "other" / "2017" / "a" / "index.html").is_file()


def test_templates_that_are_the_content_are_refused(guarded: SmallArchive) -> None:
    outcome = guarded.build("--templates", str(guarded.content))
    assert (outcome.code, "one folder" in outcome.err) == (2, True)


def test_a_folder_whose_name_is_not_text_is_refused(guarded: SmallArchive) -> None:
    outcome = guarded.build("--output", os.fsdecode(b"caf\xe9"))
    assert (outcome.code, "not text" in outcome.err) == (2, True)


def test_an_archive_that_is_all_content_keeps_its_cache_in_a_hidden_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text("---\ntitle: A\ndate: 2017\n---\n")
    monkeypatch.chdir(tmp_path / "notes")
    assert run(["build", "--no-search", "--content", ".", "--output", "../site"]).code == 0
    assert (tmp_path / "notes" / ".cache" / "dateline.sqlite").is_file()


def test_clearing_the_cache_leaves_what_others_keep_there(guarded: SmallArchive) -> None:
    """`.cache/` is a name that other tools use too."""
    from tests.pictures import png

    guarded.write("p.png", png(600, 40))
    cache = guarded.root / ".cache"
    others = [cache / "images" / "holiday" / "mine.jpg", cache / "images" / "mine.jpg"]
    others += [cache / "eslint" / "x", cache / "mine.sqlite"]
    for file in others:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("mine")
    for options in ([], ["--clean"]):
        assert guarded.build(*options).code == 0
    assert guarded.build("--clean").report["images"] == 1
    assert [file.read_text() for file in others] == ["mine"] * len(others)


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_every_file_of_the_site_can_be_read_by_all_whatever_the_mask(
    archive: SmallArchive, mask: int
) -> None:
    archive.article("a.md", "A", "date: 2017")
    archive.write("p.txt", "x").chmod(0o600)
    before = os.umask(mask)
    try:
        assert archive.build("--jobs", "2").code == 0
        after = os.umask(mask)
    finally:
        os.umask(before)
    assert after == mask
    modes = {path.is_dir(): set[int]() for path in archive.site.rglob("*")}
    for path in archive.site.rglob("*"):
        modes[path.is_dir()].add(stat.S_IMODE(path.stat().st_mode))
    assert modes == {True: {0o755}, False: {0o644}}
    assert stat.S_IMODE((archive.root / ".cache").stat().st_mode) == 0o777 & ~mask


def test_an_article_is_not_begun_where_a_link_leads(archive: SmallArchive, tmp_path: Path) -> None:
    first = Path(archive.run("new", "../../etc/passwd").out.strip())
    assert first.resolve().is_relative_to(archive.content.resolve())
    year = first.parent.parent
    elsewhere = year.rename(tmp_path / "elsewhere")
    year.symlink_to(elsewhere)
    outcome = archive.run("new", "Another")
    assert (outcome.code, "by a link" in outcome.err) == (2, True)
