"""Kills builds at random and fills their disk: `python -m benchmarks.faults --work DIR`.

An archive is edited again and again. Each build is killed, or meets a full disk. Then another build
runs to its end. Its site must equal that of a clean build, and foreign files must be untouched.
Prints the number of such builds. A full disk is a small memory file system if it can be mounted
(Linux, root); otherwise, and every other time, a random limit of file size is used.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.corpus import write_corpus
from benchmarks.environment import REPOSITORY

_ROOM = 64_000_000
#: Of the kills, so many wait until new files are about to be moved in.
_AIMED = 0.4
_PATIENCE = 120.0
_Fingerprint = dict[str, tuple[object, ...]]


def main() -> int:
    """Runs both, and prints the counts; 1 if a build went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, metavar="DIR")
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--full", type=int, default=50, help="runs with a full disk")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    contest = _Contest(options.work.resolve(), options.articles, random.Random(options.seed))
    counts: Counter[str] = Counter()
    while counts["killed"] < options.kills:
        contest.edit()
        contest.be_killed(counts)
        contest.judge("after a kill", counts)
    with contest.small_disk() as fill:
        while counts["had no room"] < options.full:
            contest.edit()
            is_even = counts["had no room"] % 2 == 0
            contest.run_full(counts, fill if fill and is_even else None)
            contest.judge("after a full disk", counts)
    for name, count in sorted(counts.items()):
        print(f"{count:5} {name}")
    return int(any("NOT" in name for name in counts))


class _Contest:
    """The archive, its output folder with files of somebody else, and what a clean build makes."""

    def __init__(self, work: Path, articles: int, rng: random.Random):
        self._work, self._rng = work, rng
        shutil.rmtree(work, ignore_errors=True)
        self._content = work / "content"
        self._own = work / "own"  # what is written: output and cache
        self._site, self._cache = self._own / "site", self._own / "cache"
        self._articles = list(write_corpus(self._content, articles).articles)
        self._title = "First"
        self._configure()
        self._seconds = self._time()
        self._foreign = self._plant()

    def _configure(self) -> None:
        lines = f'title = "{self._title}"\nbase_url = "https://example.org/a/"\n'
        (self._work / "dateline.toml").write_text(lines)

    def _command(self, site: Path, cache: Path, *more: str) -> list[str]:
        command = [sys.executable, str(REPOSITORY / "build.py"), "build"]
        command += ["--config", str(self._work / "dateline.toml"), "--content", str(self._content)]
        return [*command, "--output", str(site), "--cache", str(cache), *more]

    def _time(self) -> float:
        begun = time.perf_counter()
        subprocess.run(self._command(self._site, self._cache), check=True, capture_output=True)
        return time.perf_counter() - begun

    def _plant(self) -> _Fingerprint:
        """Files of somebody else, some in folders of ours."""
        inside = next(self._site.glob("20*/*"))
        for folder in (self._site, self._site / "tags", inside, self._site / "pagefind"):
            (folder / "mine.txt").write_text(f"mine in {folder.name}")
            (folder / "mine.txt").chmod(0o640)
            os.utime(folder / "mine.txt", ns=(1, 1))
        (self._site / "tags" / "link").symlink_to("/etc")
        (self._site / "own folder").mkdir()
        (self._site / "own folder" / "index.html").write_text("mine")
        return {name: found for name, found in _look(self._site).items() if _is_foreign(name)}

    def edit(self) -> None:
        """One to three changes by chance."""
        changes: list[Callable[[], None]] = [self._add, self._change, self._change, self._remove]
        changes += [self._swap, self._retitle, self._template]
        for change in self._rng.choices(changes, k=self._rng.randint(1, 3)):
            change()

    def _add(self) -> None:
        number = self._rng.randrange(10**6)
        file = self._content / f"2019/0{self._rng.randint(1, 9)}/10-new-{number}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            f"---\ntitle: New {number}\ntags: [new, n{number % 9}]\n---\nText {number}."
        )
        self._articles.append(file)

    def _change(self) -> None:
        file = self._rng.choice(self._articles)
        file.write_text(f"{file.read_text('utf-8')}\nMore {self._rng.random()}.\n", "utf-8")

    def _remove(self) -> None:
        if len(self._articles) > 20:
            self._articles.pop(self._rng.randrange(len(self._articles))).unlink()

    def _swap(self) -> None:
        """A file takes the place of a folder, or a folder that of a file."""
        place = self._content / "files" / "data.txt"
        if place.is_file():
            place.unlink()
            place.mkdir()
            (place / "data.txt").write_text("in a folder")
        else:
            shutil.rmtree(place, ignore_errors=True)
            place.parent.mkdir(exist_ok=True)
            place.write_text("a file")

    def _retitle(self) -> None:
        self._title = self._rng.choice(["First", "Second", "Third"])
        self._configure()

    def _template(self) -> None:
        file = self._work / "templates" / "base.html"
        file.parent.mkdir(exist_ok=True)
        text = f"{{% block colophon %}}{self._rng.randrange(5)}{{% endblock %}}"
        file.write_text(f"{{% extends 'default/base.html' %}}{text}")

    def be_killed(self, counts: Counter[str]) -> None:
        """Begins a build, cold or warm, and kills it, or all its processes."""
        is_cold = self._rng.random() < 0.3
        if is_cold:
            shutil.rmtree(self._cache, ignore_errors=True)
        process = subprocess.Popen(
            self._command(self._site, self._cache),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        if self._rng.random() < _AIMED:
            note = self._site / ".dateline" / "next.json"
            while not note.exists() and process.poll() is None:
                time.sleep(0.0005)
            time.sleep(self._rng.random() * 0.02)
        else:
            time.sleep(self._rng.random() * self._seconds * (1.1 if is_cold else 0.8))
        if process.poll() is None:
            if self._rng.random() < 0.5:
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            counts["killed"] += 1
            counts["killed within the commit"] += _is_cut_short(self._site)
        else:
            counts["ended before the kill"] += 1
        if self._rng.random() < 0.3:
            self.edit()

    @contextmanager
    def small_disk(self) -> Iterator[Callable[[], None] | None]:
        """A disk that can be filled; None if that is not possible."""
        mount = ["mount", "-t", "tmpfs", "-o", f"size={_ROOM}", "tmpfs", str(self._own)]
        moved = self._own.rename(self._work / "moved")
        self._own.mkdir()
        is_mounted = subprocess.run(mount, capture_output=True).returncode == 0
        for entry in moved.iterdir():
            shutil.copytree(entry, self._own / entry.name, symlinks=True)
        try:
            yield self._fill if is_mounted else None
        finally:
            if is_mounted:
                subprocess.run(["umount", str(self._own)], check=True)

    def _fill(self) -> None:
        """Leaves no more room than some bytes, mostly few: a build of one edit needs little."""
        status = os.statvfs(self._own)
        free = status.f_bavail * status.f_frsize
        left = int(2 ** self._rng.uniform(12, 23))
        with (self._own / "ballast").open("wb") as file:
            for _ in range(max(0, free - left) // 4096):
                file.write(bytes(4096))

    def run_full(self, counts: Counter[str], fill: Callable[[], None] | None) -> None:
        """Begins a build that soon has no room, and looks at what it says."""
        if self._rng.random() < 0.4:
            shutil.rmtree(self._cache, ignore_errors=True)
        limit = int(2 ** self._rng.uniform(9, 19))

        def no_large_files() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        if fill:
            fill()
        done = subprocess.run(
            self._command(self._site, self._cache),
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            preexec_fn=None if fill else no_large_files,
        )
        (self._own / "ballast").unlink(missing_ok=True)
        way = "no room on the disk" if fill else "no file over a size"
        counts[f"{way}: exit {done.returncode}"] += 1
        if done.returncode:
            code = next(
                (code for code in ("E045", "E046", "E043") if code in done.stderr), "NOTHING"
            )
            counts[f"{way}: told as {code}"] += 1
            counts["had no room"] += 1
        if "Traceback" in done.stderr or done.returncode not in (0, 1):
            counts["NOT told in words"] += 1
            print(done.stderr[-3000:])
        if _is_cut_short(self._site) != ("E046" in done.stderr):
            counts["NOT honest about what was left"] += 1

    def judge(self, when: str, counts: Counter[str]) -> None:
        """Builds to the end, and compares with a clean build."""
        done = subprocess.run(
            self._command(self._site, self._cache),
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
        )
        if done.returncode:
            counts[f"{when}: NOT built"] += 1
            print(done.stderr[-3000:])
            return
        clean = self._work / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        command = self._command(clean, self._work / "clean cache", "--clean")
        subprocess.run(command, check=True, capture_output=True)
        found, wanted = _look(self._site), _look(clean)
        foreign = {name: each for name, each in found.items() if _is_foreign(name)}
        ours = {name: each[0] for name, each in found.items() if not _is_foreign(name)}
        is_same = ours == {name: each[0] for name, each in wanted.items()}
        counts[f"{when}: {'' if is_same else 'NOT '}identical to a clean build"] += 1
        is_untouched = foreign == self._foreign
        counts[f"{when}: foreign files {'' if is_untouched else 'NOT '}untouched"] += 1
        if not is_same:
            wrong = [n for n in ours.keys() | wanted if ours.get(n) != wanted.get(n, (0,))[0]]
            print(when, sorted(wrong)[:10], flush=True)


def _is_foreign(name: str) -> bool:
    return "mine" in name or "own folder" in name or name == "tags/link"


def _is_cut_short(site: Path) -> bool:
    return (site / ".dateline" / "journal.json").exists()


def _look(root: Path) -> _Fingerprint:
    """Everything below a folder: bytes, times and modes of files, targets of links, and
    folders left empty."""
    found: _Fingerprint = {}
    for place in root.rglob("*"):
        name, status = place.relative_to(root).as_posix(), place.lstat()
        if place.is_symlink():
            found[name] = (str(place.readlink()),)
        elif place.is_file():
            found[name] = (place.read_bytes(), status.st_mtime_ns, status.st_mode)
        elif not any(place.iterdir()):
            found[name] = ("an empty folder",)
    return found


if __name__ == "__main__":
    sys.exit(main())
