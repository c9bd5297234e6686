"""Killed at any step, or without space at any step: the next build completes the site, and foreign
files are untouched."""

import errno
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from dateline.output.manifest import Journal, Manifest, record_of
from dateline.output.transaction import open_transaction
from dateline.output.tree import remove_file
from tests.faults import Killed, ended_at, fingerprint
from tests.output.test_transaction import tree

NO_ROOM = OSError(errno.ENOSPC, "No space left on device")
TO_THE_END = sys.maxsize

Files = dict[str, bytes]

EDITS: dict[str, tuple[Files, Files]] = {
    "a first build": ({}, {"a": b"a", "b/c": b"c", "b/d/e": b"e"}),
    "a page is added": ({"b/c": b"c"}, {"b/c": b"c", "b/d": b"d", "e/f": b"f"}),
    "a page is changed": ({"a": b"a", "b/c": b"c"}, {"a": b"A", "b/c": b"C"}),
    "a page is removed": ({"a": b"a", "b/c": b"c"}, {"a": b"a"}),
    "a page is renamed": ({"b/c": b"c"}, {"b/d": b"c"}),
    "a file becomes a folder": ({"a": b"a", "x": b"x"}, {"a/b/c": b"a", "x": b"x"}),
    "a folder becomes a file": ({"a/b/c": b"a", "a/d": b"d"}, {"a": b"a"}),
    "two change places": ({"a": b"a", "b/c": b"c"}, {"a/c": b"c", "b": b"a"}),
}


@pytest.fixture(autouse=True)
def _no_power_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """So nothing waits for the disk: there are thousands of commits here."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


def publish(output: Path, files: Files) -> list[str]:
    """Publishes files; returns the codes of obstacles."""
    with open_transaction(output, pytest.fail) as transaction:
        if not transaction.problems:
            for path, data in files.items():
                transaction.put(path, data)
            transaction.check()
        if not transaction.problems:
            transaction.commit()
        return [problem.code for problem in transaction.problems]


class Site:
    """An output folder with our and foreign files, created again for each step."""

    def __init__(self, folder: Path, files: Files):
        self.output = folder / "site"
        self.state = self.output / ".dateline"
        self._folder, self._files = folder, files

    def begin(self) -> None:
        """As it was before the edit."""
        shutil.rmtree(self._folder, ignore_errors=True)
        publish(self.output, self._files)
        mine = self.output / "mine"
        mine.mkdir(parents=True)
        (mine / "notes.txt").write_bytes(b"mine")
        (mine / "link").symlink_to("/etc/hostname")
        (mine / "notes.txt").chmod(0o640)
        os.utime(mine / "notes.txt", ns=(1, 1))
        self._foreign = fingerprint(mine)

    def steps(self, files: Files) -> list[str]:
        """Every step on disk of publishing files."""
        self.begin()
        with ended_at(self.output, TO_THE_END) as steps:
            publish(self.output, files)
        return steps

    def end(self, files: Files, at: int, error: OSError | None = None) -> None:
        """Begins to publish files, and ends at a step."""
        self.begin()
        with suppress(Killed, OSError), ended_at(self.output, at, error):
            publish(self.output, files)

    def holds(self, files: Files) -> bool:
        """Whether these files are there, and no other but somebody else's, which are untouched."""
        found = {path: data for path, data in tree(self.output).items() if path[:5] != "mine/"}
        notes = {file.name for file in self.state.glob("*")}
        is_untouched = fingerprint(self.output / "mine") == self._foreign
        return found == files and notes <= {"lock", "manifest.json"} and is_untouched


@pytest.mark.parametrize("edit", EDITS)
def test_killed_at_every_step_of_a_commit(edit: str, tmp_path: Path) -> None:
    before, after = EDITS[edit]
    site = Site(tmp_path / "archive", before)
    steps = site.steps(after)
    assert site.holds(after)
    moves = [step for step in steps if step.startswith("os.rename .dateline/staging-")]
    assert bool(moves) == bool(set(after.items()) - set(before.items()))
    for note in ("next.new", "journal.new"):
        assert f"open .dateline/{note}" in steps
        assert f"os.rename .dateline/{note}" in steps
    assert steps[-1].startswith(("os.remove .dateline/journal", "os.rmdir"))
    for at, step in enumerate(steps):
        for then in (after, before, {"z/z": b"z"}):
            site.end(after, at)
            assert publish(site.output, then) == [], step
            assert site.holds(then), step


@pytest.mark.parametrize("edit", EDITS)
def test_no_room_at_any_step_of_a_commit(edit: str, tmp_path: Path) -> None:
    before, after = EDITS[edit]
    site = Site(tmp_path / "archive", before)
    for at, step in enumerate(site.steps(after)):
        site.end(after, at, NO_ROOM)
        is_cut_short = (site.state / "journal.json").exists()
        assert is_cut_short or site.holds(before) or site.holds(after), step
        assert publish(site.output, after) == [], step
        assert site.holds(after), step


@pytest.mark.parametrize("note", ["journal.json", "next.json"])
@pytest.mark.parametrize("damage", [None, b"{"])
@pytest.mark.parametrize(
    "edit", ["a page is added", "a folder becomes a file", "two change places"]
)
def test_one_note_of_a_killed_commit_may_be_lost(
    edit: str, note: str, damage: bytes | None, tmp_path: Path
) -> None:
    before, after = EDITS[edit]
    site = Site(tmp_path / "archive", before)
    for at, step in enumerate(site.steps(after)):
        for then in (after, before):
            site.end(after, at)
            if not (site.state / "journal.json").exists():
                continue
            (site.state / note).unlink(missing_ok=True)
            if damage is not None:
                (site.state / note).write_bytes(damage)
            assert publish(site.output, then) == [], step
            assert site.holds(then), step


def test_a_file_put_in_the_way_of_a_killed_commit_is_kept(tmp_path: Path) -> None:
    before, after = EDITS["two change places"]
    site = Site(tmp_path / "archive", before)
    for at, step in enumerate(site.steps(after)):
        for path in ("a", "b", "a/c", "b/c"):
            site.end(after, at)
            place = site.output / path
            if not place.parent.is_dir() or os.path.lexists(place):
                continue
            place.write_bytes(b"foreign")
            os.utime(place, ns=(1, 1))
            assert publish(site.output, after) in (["E041"], ["E046"], []), (step, path)
            assert (place.read_bytes(), place.stat().st_mtime_ns) == (b"foreign", 1), (step, path)
            place.unlink()
            assert publish(site.output, after) == [], (step, path)
            assert site.holds(after), (step, path)


@pytest.mark.parametrize("damage", [b"", b"{", b'{"files": {"a": 1}}', b"\xff" * 99])
def test_without_the_list_of_its_files_a_build_publishes_nothing(
    damage: bytes, tmp_path: Path
) -> None:
    site = Site(tmp_path / "archive", {"a": b"a", "b": b"b"})
    site.begin()
    manifest = site.state / "manifest.json"
    manifest.write_bytes(damage)
    assert publish(site.output, {"a": b"A"}) == ["E044"]
    assert tree(site.output)["b"] == b"b"
    for path in ("a", "b", "mine"):
        place = site.output / path
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    assert publish(site.output, {"a": b"A"}) == []


HOSTILE = ["../../victim", "../victim", "{victim}", "x/../../victim", "link/victim", "./../victim"]


@pytest.mark.parametrize("path", HOSTILE)
@pytest.mark.parametrize("note", ["manifest", "journal"])
def test_notes_cannot_name_a_file_outside(path: str, note: str, tmp_path: Path) -> None:
    victim = tmp_path / "archive" / "victim"
    site = Site(tmp_path / "archive", {"a": b"a"})
    site.begin()
    victim.write_bytes(b"victim")
    path = path.format(victim=victim)
    (site.output / "link").symlink_to(victim.parent)
    made = record_of(b"victim")
    if note == "manifest":
        manifest = Manifest({"a": record_of(b"a"), path: made})
        (site.state / "manifest.json").write_bytes(msgspec.json.encode(manifest))
    else:
        journal = Journal("staging-1", {path: made}, {path: made}, {})
        (site.state / "next.json").write_bytes(msgspec.json.encode(Manifest()))
        (site.state / "journal.json").write_bytes(msgspec.json.encode(journal))
        (site.output / "a").unlink()
    assert publish(site.output, {"b": b"b"}) == []
    assert victim.read_bytes() == b"victim"
    assert (site.output / "link").is_symlink()


@pytest.mark.parametrize("name", ["lock", "next.new", "journal.new", "manifest.json", "staging-1"])
def test_a_link_among_the_notes_is_not_written_through(name: str, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.mkdir() if name.startswith("staging") else victim.write_bytes(b"victim")
    site = Site(tmp_path / "archive", {"a": b"a"})
    site.begin()
    (site.state / name).unlink(missing_ok=True)
    (site.state / name).symlink_to(victim)
    with suppress(OSError):
        publish(site.output, {"a": b"A"})
    assert victim.exists()
    assert victim.is_dir() or victim.read_bytes() == b"victim"


def test_staging_of_a_hostile_journal_is_not_followed(tmp_path: Path) -> None:
    site = Site(tmp_path / "archive", {"a": b"a"})
    site.begin()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_bytes(b"outside")
    (site.output / "folder").mkdir()
    (site.state / "staging-1").mkdir()
    (site.state / "staging-1" / "folder").symlink_to(outside)
    (site.state / "next.json").write_bytes(msgspec.json.encode(Manifest()))
    for staging in ("staging-1", "../../../outside", str(outside), ".."):
        journal = Journal(staging, {}, {}, {})
        (site.state / "journal.json").write_bytes(msgspec.json.encode(journal))
        publish(site.output, {"a": b"a"})
        assert (outside / "file").read_bytes() == b"outside"
        assert not (site.output / "folder" / "file").exists()


@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_what_took_the_place_of_a_page_is_not_touched(kind: str, tmp_path: Path) -> None:
    site = Site(tmp_path / "archive", {"a": b"a", "b/c": b"c"})
    for path in ("a", "b/c", "b"):
        site.begin()
        place = site.output / path
        shutil.rmtree(place) if place.is_dir() else place.unlink()
        if kind == "link":
            place.symlink_to(tmp_path)
        elif kind == "pipe":
            os.mkfifo(place)
        else:
            (place / "mine").mkdir(parents=True)
            (place / "mine" / "too").write_bytes(b"mine")
        before = fingerprint(site.output)
        codes = publish(site.output, {"a": b"A", "b/c": b"C"})
        assert codes == ([] if (kind, path) == ("folder", "b") else ["E041"])
        assert publish(site.output, {}) == []  # they are to be removed, and are others' now
        after = fingerprint(site.output)
        assert {name: after.get(name) for name in before if name.startswith(path)} == {
            name: found for name, found in before.items() if name.startswith(path)
        }


PATHS = st.sampled_from(["a", "b", "a/b", "b/a", "a/b/c", "a/c", "d/e"])
SETS = st.lists(PATHS, max_size=5, unique=True)


def _fit(paths: list[str]) -> list[str]:
    """Those of the paths that can exist together: none is a folder of another."""
    return [path for path in paths if not any(other.startswith(f"{path}/") for other in paths)]


class KilledCommits(RuleBasedStateMachine):
    """Commits one after the other, many killed, with files of others put anywhere between."""

    @initialize()
    def begin(self) -> None:
        self.output = Path(tempfile.mkdtemp(prefix="dateline-kills-"))
        self.foreign: dict[str, tuple[object, ...]] = {}

    def teardown(self) -> None:
        shutil.rmtree(self.output, ignore_errors=True)

    @rule(path=PATHS)
    def put_foreign(self, path: str) -> None:
        place = self.output / path
        if any(parent.is_file() for parent in place.parents) or os.path.lexists(place):
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"foreign")
        os.utime(place, ns=(1, 1))
        self.foreign[path] = fingerprint(self.output)[path]

    @rule(paths=SETS, data=st.binary(max_size=1), at=st.integers(0, 60))
    def publish_and_be_killed(self, paths: list[str], data: bytes, at: int) -> None:
        with suppress(Killed), ended_at(self.output, at):
            publish(self.output, dict.fromkeys(_fit(paths), data))
        self.assert_untouched()

    @rule(paths=SETS, data=st.binary(max_size=1))
    def publish_to_the_end(self, paths: list[str], data: bytes) -> None:
        files = dict.fromkeys(_fit(paths), data)
        while publish(self.output, files):
            self.assert_untouched()
            assert self.foreign, "a file of ours stands in the way"
            remove_file(self.output, self.foreign.popitem()[0])
        self.assert_untouched()
        found = tree(self.output)
        assert found == files | {path: found[path] for path in self.foreign}

    def assert_untouched(self) -> None:
        found = fingerprint(self.output)
        assert {path: found.get(path) for path in self.foreign} == self.foreign


KilledCommits.TestCase.settings = settings(
    max_examples=60, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
test_killed_commits = KilledCommits.TestCase
