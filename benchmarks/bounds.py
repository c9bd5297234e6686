"""What is made to be slow or huge: how long it takes, how much memory, and what is reported.

    python -m benchmarks.bounds --work DIR [slow | archives]

`slow` reads each text of `benchmarks.slow` at growing sizes, each in a process of its own, without
any limit but the last: what does not end within it. `archives` builds and checks whole archives.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.slow import SLOW

_REPOSITORY = Path(__file__).parent.parent
_SIZES = (2500, 5000, 10_000)
_SECONDS = 20
_MEMORY = 4 * 1024**3


def _article(folder: Path, number: int, body: str, *fields: str) -> None:
    day = f"{2000 + number // 336}/{number // 28 % 12 + 1:02d}/{number % 28 + 1:02d}"
    file = folder / f"{day}-a{number}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(["---", f"title: Article {number}", *fields, "---", body]), "utf-8")


def _few(folder: Path) -> None:
    for number in range(100):
        _article(folder, number, "Text.")


def _many_tags(folder: Path) -> None:
    for number in range(1000):
        names = ", ".join(f"tag{number * 100 + i}" for i in range(100))
        _article(folder, number, "Text.", f"tags: [{names}]")


def _tags_of_one(folder: Path) -> None:
    _few(folder)
    _article(folder, 200, "Text.", f"tags: [{', '.join(f'tag{i}' for i in range(100_000))}]")


def _many_links(folder: Path) -> None:
    for number in range(1000):
        links = (f"[x](/2000/01/{(number + i) % 28 + 1:02d}-a{i % 28}.md)" for i in range(1000))
        _article(folder, number, "\n".join(links))


def _links_of_one(folder: Path) -> None:
    _few(folder)
    _article(folder, 200, "\n".join(f"[x](missing-{i}.md)" for i in range(100_000)))


def _aliases_of_one(folder: Path) -> None:
    _few(folder)
    _article(folder, 200, "Text.", f"aliases: [{', '.join(f'/old/{i}/' for i in range(10_000))}]")


def _huge(folder: Path) -> None:
    _few(folder)
    _article(folder, 200, "word " * 20_000_000)
    (folder / "film.mp4").write_bytes(b"x" * 101_000_000)
    _article(folder, 201, "x")
    os.truncate(next(folder.rglob("*-a201.md")), 40_000_000_000)


def _slow(folder: Path) -> None:
    _few(folder)
    for number, make in enumerate(SLOW.values()):
        _article(folder, 200 + number, make(20_000))


ARCHIVES: dict[str, Callable[[Path], None]] = {
    "100 articles": _few,
    "100,000 tags, 100 an article": _many_tags,
    "100,000 tags on one article": _tags_of_one,
    "1,000,000 links, 1,000 an article": _many_links,
    "100,000 links to nothing in one article": _links_of_one,
    "10,000 aliases of one article": _aliases_of_one,
    "files of 100 MB and of 40 GB, a film": _huge,
    "every slow text, 20,000 pieces": _slow,
}


def read_slow() -> None:
    """A table of seconds by size; the last columns are of the largest that ended."""
    print(f"| text | {' | '.join(f'{n:,}' for n in _SIZES)} | KB read | KB made | MB | reported |")
    print("|---|" + "--:|" * (len(_SIZES) + 3) + "---|")
    for name in SLOW:
        cells, rest = [], "| | | "
        for size in _SIZES:
            command = [sys.executable, "-m", "benchmarks.bounds", "--one", name, str(size)]
            try:
                done = subprocess.run(
                    command, cwd=_REPOSITORY, capture_output=True, text=True, timeout=_SECONDS
                )
            except subprocess.TimeoutExpired:
                cells.append(f"> {_SECONDS}")
                continue
            if done.returncode:
                cells.append("memory")
                continue
            seconds, rest = done.stdout.strip().split(" ", 1)
            cells.append(seconds)
        print(f"| {name} | {' | '.join(cells)} | {rest} |", flush=True)


def read_one(name: str, size: int) -> None:
    """Reads one text: seconds, then kilobytes read and made, megabytes at most, and codes."""
    from dateline.config import ReadingSettings
    from dateline.content.article import read_article

    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    raw = f"---\ntitle: x\ndate: 2017\n---\n{SLOW[name](size)}".encode()
    read_article("a.md", b"---\ntitle: x\ndate: 2017\n---\n[a](b)", ReadingSettings())
    begun = time.perf_counter()
    reading = read_article("a.md", raw, ReadingSettings())
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    codes = " ".join(sorted({each.code for each in reading.problems}))
    made = len(reading.html) // 1000
    print(f"{seconds:.2f} {len(raw) // 1000} | {made} | {peak} | {codes}")


def build_archives(work: Path) -> None:
    """Builds each archive without search and checks it, by the command line."""
    print("| archive | build s | MB | check s | exit | published | left out | pages | reported |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|---|")
    for name, fill in ARCHIVES.items():
        shutil.rmtree(work / "archive", ignore_errors=True)
        content = work / "archive" / "content"
        content.mkdir(parents=True)
        config = content.parent / "dateline.toml"
        config.write_text('base_url = "https://example.org/"\n', "utf-8")
        fill(content)
        wanted = ["--json", "--config", str(config)]
        built = _run("build", "--no-search", "--keep-going", *wanted)
        checked = _run("check", *wanted)
        report = json.loads(built.output)
        counts = collections.Counter(each["code"] for each in report["problems"])
        codes = ", ".join(f"{code} {n:,}" for code, n in sorted(counts.items()))
        numbers = (report["published"], report["left_out"], report["pages"])
        print(
            f"| {name} | {built.seconds:.1f} | {built.megabytes} | {checked.seconds:.1f} | "
            f"{built.code} | {' | '.join(f'{n:,}' for n in numbers)} | {codes} |",
            flush=True,
        )
    shutil.rmtree(work / "archive", ignore_errors=True)


class _Ran:
    def __init__(self, output: str, code: int, seconds: float, megabytes: int):
        self.output, self.code, self.seconds, self.megabytes = output, code, seconds, megabytes


def _run(*arguments: str) -> _Ran:
    """Runs the command line; the memory is that of its largest process."""
    script = (
        "import resource, subprocess, sys; "
        "code = subprocess.run(sys.argv[1:]).returncode; "
        "peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024; "
        "print(peak, file=sys.stderr); sys.exit(code)"
    )
    command = [sys.executable, "-c", script, sys.executable, "build.py", *arguments]
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=_REPOSITORY, capture_output=True, text=True)
    seconds = time.perf_counter() - begun
    return _Ran(done.stdout, done.returncode, seconds, int(done.stderr.split()[-1]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", choices=["slow", "archives"])
    parser.add_argument("--work", type=Path, default=Path("work"))
    parser.add_argument("--one", nargs=2, metavar=("NAME", "SIZE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        read_one(options.one[0], int(options.one[1]))
        return
    if options.what in (None, "slow"):
        read_slow()
    if options.what in (None, "archives"):
        build_archives(options.work)


if __name__ == "__main__":
    main()
