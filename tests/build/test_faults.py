"""A build that is killed, has a full disk, meets a damaged cache, another build, or a failing
Pagefind: the message says so, and the next build completes the site."""

import errno
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from dateline.output.lock import locked
from tests.conftest import PATIENCE, REPOSITORY, Outcome, SmallArchive, start
from tests.faults import Killed, ended_at, fingerprint, unreadable
from tests.pictures import jpeg

NO_ROOM = OSError(errno.ENOSPC, "No space left on device")


def edit(archive: SmallArchive) -> None:
    """A page comes, one goes, a tag is renamed, and a file and a folder change places."""
    archive.article("2017/10/09-b.md", "B", "tags: [x]", body="![p](p.png)")
    archive.article("2017/10/08-a.md", "A", "tags: [y]", "source: Post")
    (archive.content / "2017/10/07-a.md").unlink()
    (archive.content / "data.txt").unlink()
    archive.write("data.txt/data.txt", "in a folder")
    shutil.rmtree(archive.content / "more.txt")
    archive.write("more.txt", "a file")


@pytest.fixture(autouse=True)
def _no_power_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """So nothing waits for the disk: there are thousands of commits here."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.fixture
def built(archive: SmallArchive) -> SmallArchive:
    """An archive of three articles and a picture, built, with a file of somebody else's in it."""
    for day in "789":
        archive.article(f"2017/10/0{day}-a.md", f"A {day}", "tags: [x]", "source: Post")
    archive.write("2017/10/p.png", jpeg(30, 30))
    archive.write("data.txt", "a file")
    archive.write("more.txt/data.txt", "in a folder")
    archive.build()
    mine = archive.site / "2017" / "mine.txt"
    mine.write_text("mine")
    os.utime(mine, ns=(1, 1))
    return archive


def clean_build(archive: SmallArchive, folder: Path) -> dict[str, bytes]:
    clean = SmallArchive.__new__(SmallArchive)
    clean.root, clean.content, clean.site = archive.root, archive.content, folder / "site"
    assert clean.build("--output", str(clean.site), "--cache", str(folder / "cache")).code == 0
    return clean.files()


def assert_whole(archive: SmallArchive, wanted: dict[str, bytes], step: str) -> None:
    outcome = archive.build()
    assert outcome.code == 0, (step, outcome.out, outcome.err)
    found = archive.files()
    assert found.pop("2017/mine.txt") == b"mine", step
    assert found == wanted, step
    assert (archive.site / "2017" / "mine.txt").stat().st_mtime_ns == 1, step


def copy(archive: SmallArchive, folder: Path) -> SmallArchive:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(archive.root, folder, copy_function=shutil.copy2)
    found = SmallArchive.__new__(SmallArchive)
    found.root, found.content, found.site = folder, folder / "content", folder / "site"
    return found


def test_a_build_that_is_killed_at_any_step_of_its_commit(
    built: SmallArchive, tmp_path: Path
) -> None:
    edit(built)
    wanted = clean_build(built, tmp_path / "clean")
    whole = copy(built, tmp_path / "whole")
    with ended_at(whole.site, sys.maxsize) as steps:
        assert whole.build().code == 0
    first = steps.index("open .dateline/next.new")
    for at in range(first, len(steps)):
        archive = copy(built, tmp_path / "copy")
        with suppress(Killed), ended_at(archive.site, at):
            archive.build()
        assert_whole(archive, wanted, steps[at])


def test_a_build_without_room_at_any_step(built: SmallArchive, tmp_path: Path) -> None:
    old = built.files()
    edit(built)
    wanted = clean_build(built, tmp_path / "clean")
    whole = copy(built, tmp_path / "whole")
    with ended_at(whole.root, sys.maxsize) as steps:
        assert whole.build().code == 0
    for at in range(0, len(steps), 3):
        archive = copy(built, tmp_path / "copy")
        with ended_at(archive.root, at, NO_ROOM):
            outcome = archive.build()
        if outcome.code == 0:
            continue
        assert outcome.code == 1
        [problem] = outcome.report["problems"]
        assert "No space left on device" in problem["message"]
        assert "make room" in problem["hint"]
        assert problem["code"] in ("E045", "E046")
        is_as_it_was = archive.files() == old
        assert is_as_it_was == (problem["code"] == "E045"), steps[at]
        assert ("half old and half new" in problem["message"]) == (problem["code"] == "E046")
        assert_whole(archive, wanted, steps[at])


def _damage(sql: str) -> Callable[[Path], None]:
    def damage(cache: Path) -> None:
        with sqlite3.connect(cache) as connection:
            connection.execute(sql)
        connection.close()

    return damage


def _folder(cache: Path) -> None:
    cache.unlink()
    cache.mkdir()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no bytes": lambda cache: cache.write_bytes(b""),
    "no database": lambda cache: cache.write_bytes(b"garbage" * 999),
    "cut off": lambda cache: os.truncate(cache, cache.stat().st_size // 2),
    "a hole": lambda cache: cache.write_bytes(cache.read_bytes()[:4096] + b"\xff" * 20000),
    "another version": _damage("PRAGMA user_version = 7"),
    "other keys": _damage("UPDATE stages SET key = x'00'"),
    "keys that are none": _damage("UPDATE stages SET key = NULL"),
    "a table less": _damage("DROP TABLE bodies"),
    "another table": _damage("ALTER TABLE texts DROP COLUMN problems"),
    "items that are none": _damage("UPDATE texts SET item = x'ff00'"),
    "items of another kind": _damage("UPDATE texts SET item = x'90'"),
    "items that are text": _damage("UPDATE texts SET item = 'text'"),
    "items that are nothing": _damage("UPDATE texts SET item = NULL, problems = NULL"),
    "problems that are none": _damage("UPDATE texts SET problems = x'c1'"),
    "texts that are nothing": _damage("UPDATE bodies SET html = NULL"),
    "texts that are no text": _damage("UPDATE bodies SET html = x'ffff'"),
    "texts that are gone": _damage("DELETE FROM bodies"),
    "reports that are none": _damage("UPDATE builds SET report = x'ff'"),
    "inputs that are none": _damage("UPDATE inputs SET digests = x'ff'"),
    "pages that are none": _damage("UPDATE pages SET key = NULL, digest = NULL, parts = NULL"),
    "a log of another": lambda cache: Path(f"{cache}-wal").write_bytes(b"garbage" * 999),
    "an index of another": lambda cache: Path(f"{cache}-shm").write_bytes(b"\xff" * 32768),
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_damaged_cache_costs_time_alone(kind: str, built: SmallArchive, tmp_path: Path) -> None:
    DAMAGES[kind](built.root / ".cache" / "dateline.sqlite")
    outcome = built.build()
    assert outcome.code == 0, outcome.err
    built.article("2017/10/08-a.md", "Changed", "tags: [y]")
    assert_whole(built, clean_build(built, tmp_path / "clean"), kind)
    DAMAGES[kind](built.root / ".cache" / "dateline.sqlite")
    assert built.run("check").code == 0


def test_a_cache_that_cannot_be_one_is_told(built: SmallArchive) -> None:
    _folder(built.root / ".cache" / "dateline.sqlite")
    before = fingerprint(built.site)
    for outcome in (built.build(), built.run("check", "--json")):
        assert (outcome.code, outcome.codes) == (1, ["E045"])
        [problem] = outcome.report["problems"]
        assert ".cache" in problem["path"]
        assert problem["hint"]
    assert fingerprint(built.site) == before


def test_a_file_that_cannot_be_read_is_read_once_it_can(built: SmallArchive) -> None:
    file = built.article("2017/10/07-a.md", "A new title")
    os.utime(file, ns=(10**18, 10**18))
    with unreadable(file):
        outcome = built.build()
    assert (outcome.code, outcome.codes) == (1, ["E009"])
    assert built.build().code == 0
    assert "A new title" in built.page("2017/10/07-a/")


def test_times_in_the_future_prove_nothing(built: SmallArchive) -> None:
    for title in ("One", "Two"):
        file = built.article("2017/10/07-a.md", title)
        os.utime(file, ns=(4 * 10**18, 4 * 10**18))
        assert built.build().code == 0
        assert title in built.page("2017/10/07-a/")


def command(archive: SmallArchive, *options: str) -> list[str]:
    config = str(archive.root / "dateline.toml")
    return [sys.executable, "build.py", "build", "--json", "--config", config, *options]


@pytest.mark.parametrize("folder", [".cache/lock", "site/.dateline/lock"])
def test_a_second_build_says_that_it_waits_and_goes_on(folder: str, built: SmallArchive) -> None:
    edit(built)
    with locked(built.root / folder, pytest.fail):
        process = start(
            command(built, "--no-search"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stderr
        assert b"another build is at work" in process.stderr.readline()
        assert process.poll() is None
        assert "2017/10/09-b/index.html" not in built.files()
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "2017/10/09-b/index.html" in built.files()


def test_builds_at_once_end_as_one(built: SmallArchive, tmp_path: Path) -> None:
    edit(built)
    other = str(tmp_path / "other cache")
    options = [[], [], ["--cache", other], ["--cache", other, "--clean"]]
    started = [
        start(command(built, *each), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for each in options
    ]
    for process in started:
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, (out, err)
    (built.site / "2017" / "mine.txt").unlink()
    built.article("2017/10/08-a.md", "A new title")
    assert built.build().code == 0
    assert built.files() == clean_build(built, tmp_path / "clean")


def test_the_lock_goes_with_a_process_that_is_killed(built: SmallArchive) -> None:
    script = (
        "import sys; from pathlib import Path; from dateline.output.lock import locked\n"
        "with locked(Path(sys.argv[1]), print): print('held', flush=True); sys.stdin.read()"
    )
    file = built.root / ".cache" / "lock"
    holder = start(
        [sys.executable, "-c", script, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout
    assert holder.stdout.readline() == b"held\n"
    holder.kill()
    holder.communicate()
    with locked(file, pytest.fail):
        pass


def test_a_file_system_without_room_for_a_first_build_is_left_empty(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017")
    with ended_at(archive.root, 30, NO_ROOM):
        assert archive.build().codes == ["E045"]
    assert not archive.site.exists()


PAGEFINDS = {
    "is missing": "raise FileNotFoundError(2, 'No such file', 'pagefind')",
    "ends at once": "return '/bin/true'",
    "fails": "return '/bin/false'",
    "says nonsense": "return _script('head -c 20; echo nonsense,')",
    "answers with a list": "return _script('head -c 20; printf W10=,')",
    "is killed": "return _script('kill -9 $$')",
}
_FAKE = """
import os, pathlib
def _script(text):
    file = pathlib.Path(__file__).with_name("fake")
    file.write_text("#!/bin/sh\\n" + text)
    file.chmod(0o755)
    return file
def get_executable():
    {}
"""


def build_with(pagefind: str, archive: SmallArchive, folder: Path) -> Outcome:
    """Builds with something else in the place of Pagefind."""
    folder.mkdir()
    (folder / "pagefind_bin.py").write_text(_FAKE.format(pagefind))
    done = subprocess.run(
        command(archive),
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(folder)},
        timeout=PATIENCE,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("kind", PAGEFINDS)
def test_a_pagefind_that_fails_leaves_the_site_as_it_was(
    kind: str, built: SmallArchive, tmp_path: Path
) -> None:
    built.build(search=True)
    before = fingerprint(built.site)
    edit(built)
    outcome = build_with(PAGEFINDS[kind], built, tmp_path / "fake")
    assert (outcome.code, outcome.codes) == (1, ["E043"]), outcome.err
    [problem] = outcome.report["problems"]
    assert "did not answer within" not in problem["message"]  # its end is seen when it comes
    assert "--no-search" in problem["hint"]
    assert fingerprint(built.site) == before


def test_a_process_that_is_killed_leaves_the_site_as_it_was(
    built: SmallArchive, tmp_path: Path
) -> None:
    built.build(search=True)
    before = fingerprint(built.site)
    edit(built)
    outcome = build_with("os.kill(os.getpid(), 9)", built, tmp_path / "fake")
    assert (outcome.code, outcome.codes) == (1, ["E045"]), outcome.err
    assert "memory" in outcome.report["problems"][0]["hint"]
    assert fingerprint(built.site) == before


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_build_that_is_ended_leaves_no_process_behind(
    ending: signal.Signals, built: SmallArchive, tmp_path: Path
) -> None:
    """Its worker replaces Pagefind and holds this pipe open as long as it lives."""
    edit(built)
    folder = tmp_path / "fake"
    folder.mkdir()
    says = "print('at work', flush=True); import time; time.sleep(600)"
    (folder / "pagefind_bin.py").write_text(_FAKE.format(says))
    process = start(
        command(built),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(folder)},
    )
    assert process.stdout
    assert process.stdout.readline() == b"at work\n"
    process.send_signal(ending)
    if ending is not signal.SIGKILL:
        process.send_signal(ending)  # who does not want to wait for its worker says it again
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == (130 if ending is not signal.SIGKILL else -9)
    assert b"Traceback" not in err
    assert built.build().code == 0
