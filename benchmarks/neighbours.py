"""Neighbours of known attacks, made by chance: thousands of texts, and what came of them.

    python -m benchmarks.neighbours [--texts N] [--slow N] [--seed S] [--work DIR]

Four things must be 0:

- links of forbidden schemes, ids that stand twice, images of other hosts, and every other fault
  that an HTML parser finds in a text as a page has it;
- tracebacks;
- texts that take more than 2 seconds of processor time for a megabyte;
- articles that make more than 20 times their size, or 2 MB, whichever is more.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.environment import REPOSITORY
from benchmarks.hostile.escapes import escapes_in, escapes_in_text
from benchmarks.hostile.payloads import FIELDS
from benchmarks.hostile.pieces import TRUST
from dateline.config import ReadingSettings
from dateline.content.article import read_article
from dateline.content.markdown.cleaner import published
from dateline.content.markdown.links import resolve_links

_HEADER = "---\ntitle: T\ndate: 2017-10-08\n---\n\n"
#: Bytes of a slow text: large enough that starting costs nothing, small enough for thousands.
_SIZE = 100_000
_SECONDS_A_MEGABYTE = 2.0
#: A text that takes ten times what it may is not waited for.
_PATIENCE = 10 * _SECONDS_A_MEGABYTE * _SIZE / 1e6
_GROWTH, _LEAST = 20, 2_000_000


def main() -> int:
    """Prints the faults and their counts; 1 where there are any."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.neighbours", description=__doc__)
    parser.add_argument("--texts", type=int, default=5000, help="texts that are judged")
    parser.add_argument("--archive", type=int, default=1000, help="texts of one whole archive")
    parser.add_argument("--slow", type=int, default=1000, help="texts that are timed")
    parser.add_argument("--large", type=int, default=12, help="articles made to grow")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    faults = {
        f"{options.texts} texts": list(_judged(chance, options.texts)),
        f"an archive of {options.archive} texts": list(_built(chance, options.archive)),
        f"{options.slow} texts timed": list(_slow(chance, options.slow)),
        f"{options.large} articles made to grow": list(_grown(chance, options.large)),
    }
    for what, found in faults.items():
        print(f"{what}: {len(found)} faults")
        for fault in found[:20]:
            print(f"  {fault[:300]}")
    return 1 if any(faults.values()) else 0


def _text(chance: random.Random) -> str:
    return "".join(chance.choices(TRUST, k=chance.randint(2, 30)))


def _judged(chance: random.Random, count: int) -> Iterator[str]:
    """Reads texts, resolves their links, cleans them as a page would, and looks at the outcome."""
    for _ in range(count):
        body = _text(chance)
        try:
            reading = read_article("a.md", f"{_HEADER}{body}".encode(), ReadingSettings())
            links = {each.target: "/a/" for each in getattr(reading.item, "references", ())}
            page = published(resolve_links(reading.html, links, {}, str))
        except Exception:
            yield f"{body!r}: {traceback.format_exc().splitlines()[-1]}"
            continue
        if published(page) != page:
            yield f"{body!r}: cleaned twice it is another text"
        for fault in escapes_in_text(page):
            yield f"{body!r}: {fault}"


def _built(chance: random.Random, count: int) -> Iterator[str]:
    """Builds an archive of such texts, in bodies and fields, pages and sections."""
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder, "content")
        names = [
            *(f"{i}.md" for i in range(count)),
            "pages/p.md",
            "timeline/_index.md",
            "_index.md",
        ]
        for name in names:
            field = chance.choice(FIELDS)
            value = _text(chance).replace("'", "''").replace("\n", " ")
            header = f"---\ntitle: '{value or 'T'}x'\ndate: 2017-10-08\n{field}: '{value}'\n---\n\n"
            file = content / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(header.replace("title: ", "name: ") if field == "title" else header)
            with file.open("a", encoding="utf-8") as target:
                target.write(_text(chance))
        done = _build(Path(folder), "--base-url", "https://archive.example/archive/")
        if done.returncode not in (0, 1, 3) or "Traceback" in done.stderr:
            yield done.stderr[-300:]
        for file in (Path(folder) / "site").rglob("*.html"):
            for fault in escapes_in(file):
                yield f"{file.relative_to(folder)}: {fault}"


def _build(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(REPOSITORY / "build.py"), "build", "--keep-going", *options]
    for name in ("content", "cache"):
        command += [f"--{name}", str(root / name)]
    return subprocess.run(
        [*command, "--output", str(root / "site")], capture_output=True, text=True, cwd=root
    )


def _slow(chance: random.Random, count: int) -> Iterator[str]:
    """Times texts and headers that repeat a few pieces to the end."""
    makers: list[Callable[[str], str]] = [
        lambda text: f"{_HEADER}{text}",
        lambda text: f"{_HEADER}word\n\n{text}\n\nword",
        lambda text: f"---\ntitle: {text.replace(chr(10), ' ')}\ndate: 2017-10-08\n---\n\nword",
        lambda text: f"---\ntitle: T\ndate: 2017-10-08\ntags: ['{text}']\n---\n\nword",
        lambda text: f"---\n{text}\n---\n\nword",
    ]
    read_article("a.md", _HEADER.encode(), ReadingSettings())  # what is made once is made before
    for _ in range(count):
        piece = "".join(chance.choices(TRUST, k=chance.randint(1, 3)))
        if not piece:
            continue
        make = makers[0] if chance.random() < 0.6 else chance.choice(makers[1:])
        raw = make(piece * (_SIZE // len(piece.encode()))).encode()
        seconds, status = _time_in_process(raw)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) != signal.SIGPROF:
            yield f"{piece!r} in {makers.index(make)}: ended by signal {os.WTERMSIG(status)}"
        elif seconds > _SECONDS_A_MEGABYTE * len(raw) / 1e6:
            yield f"{piece!r} in {makers.index(make)}: {seconds * 1e6 / len(raw):.1f} s a megabyte"


def _time_in_process(raw: bytes) -> tuple[float, int]:
    """Processor time to read a file, and how the process that read it ended. One that takes ten
    times what it may is ended."""
    child = os.fork()
    if child == 0:
        signal.setitimer(signal.ITIMER_PROF, _PATIENCE)
        read_article("a.md", raw, ReadingSettings())
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    return used.ru_utime + used.ru_stime, status


def _grown(chance: random.Random, count: int) -> Iterator[str]:
    """Builds a small archive without and with an article that is made to fill others' pages."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "content").mkdir()
        for number in range(30):
            text = f"---\ntitle: A{number}\ndate: 2017-01-{number + 1:02d}\ntags: [t]\n---\nText."
            (root / "content" / f"a{number}.md").write_text(text)
        before = _site_size(root)
        for _ in range(count):
            article = root / "content" / "large.md"
            article.write_text(_large_article(chance), "utf-8")
            size, made = article.stat().st_size, _site_size(root) - before
            if made > max(_GROWTH * size, _LEAST):
                yield f"{size} bytes make {made}: {article.read_text('utf-8')[:200]!r}"


def _large_article(chance: random.Random) -> str:
    """An article in which some fields are as long or as many as they may be, or more."""
    words = chance.choice(["w ", "слово ", "文", "&amp;", "a&#8217;b "])
    many = chance.choice([1, 10, 100, 499, 500, 501, 5000])

    def names(prefix: str) -> str:
        length = chance.choice([1, 20, 200])
        return ", ".join(f"{prefix}{i}{'x' * length}" for i in range(many))

    lines = [f"title: {words * chance.choice([1, 100, 1000, 100_000])}", "date: 2017-10-08"]
    fields = ("tags", "people", "places", "organisations", "story", "author", "aliases")
    chosen = chance.sample(fields, k=chance.randint(1, len(fields)))
    lines += [f"{each}: [{names(each + '/' * (each == 'aliases'))}]" for each in chosen]
    if chance.random() < 0.5:
        lines.append(f"summary: {words * chance.choice([10, 1000, 10_000])}")
    return "\n".join(["---", *lines, "---", "", words * chance.choice([1, 1000, 100_000])])


def _site_size(root: Path) -> int:
    """Bytes of the rebuilt site; 0 if nothing is published."""
    shutil.rmtree(root / "site", ignore_errors=True)
    _build(root, "--base-url", "https://archive.example/archive/", "--no-search")
    return sum(file.stat().st_size for file in (root / "site").rglob("*") if file.is_file())


if __name__ == "__main__":
    sys.exit(main())
