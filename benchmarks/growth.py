"""How much of a site one article makes: articles that are made to grow, each measured by itself.

    python -m benchmarks.growth --work DIR [--count 40] [--seed 1] [--search]

An archive of ordinary articles is built, then each odd article is added, the site built and
measured, and the article taken away again. No article may make more than 20 times its size, or
2 MB, whichever is more; what is refused with a problem makes nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from dateline.commands.cli import main as dateline
from dateline.names import KINDS

_TIMES, _LEAST = 20, 2_000_000
_ORDINARY = 60
_SIGNS = ("a", "é", "新", "\U0001f600", "'", "<", "&")
#: Fields that hold several names, each of which has a page.
_KINDS = [kind.header for kind in KINDS.values() if kind.header != "source"]


class Odd(NamedTuple):
    """An article that is made to grow: its path, what it holds, and how it was made."""

    path: str
    text: str
    made: str


Make = Callable[[random.Random], tuple[str, list[str], str]]


def _word(rng: random.Random, length: int, number: int | None = None) -> str:
    end = "" if number is None else f" {number}"
    return rng.choice(_SIGNS) * max(1, length - len(end)) + end


def _listed(names: list[str]) -> str:
    return json.dumps(names, ensure_ascii=False)


def _names(rng: random.Random) -> tuple[str, list[str], str]:
    count, length = rng.choice([10, 50, 51, 200, 500, 501]), rng.choice([1, 4, 40, 400])
    kinds = rng.sample(_KINDS, rng.randint(1, 5))
    fields = []
    for place, kind in enumerate(kinds):
        names = [_word(rng, length, number) for number in range(place, count, len(kinds))]
        fields.append(f"{kind}: {_listed(names)}")
    title = _word(rng, rng.choice([4, 100, 300, 3000]))
    summary = f"summary: {json.dumps(_word(rng, rng.choice([4, 600, 5000])), ensure_ascii=False)}"
    return title, [*fields, summary, "source_url: https://e.org/" + "x" * 1900], "Text."


def _shared_names(rng: random.Random) -> tuple[str, list[str], str]:
    """Names that the ordinary articles have too."""
    count = rng.choice([49, 60, 500])
    return "Shared", [f"tags: {_listed([f'shared {n}' for n in range(count)])}"], "Text."


def _authors(rng: random.Random) -> tuple[str, list[str], str]:
    names = [_word(rng, rng.choice([4, 20]), n) for n in range(rng.choice([100, 250]))]
    tags = [f"t{n}" for n in range(rng.choice([50, 250]))]
    return "Authors", [f"author: {_listed(names)}", f"tags: {_listed(tags)}"], "Text."


def _aliases(rng: random.Random) -> tuple[str, list[str], str]:
    count, length = rng.choice([10, 100, 101, 5000]), rng.choice([5, 60, 200])
    aliases = [f"/{_word(rng, length)[:60].strip()}/{n}/" for n in range(count)]
    return _word(rng, rng.choice([5, 300, 5000])), [f"aliases: {_listed(aliases)}"], "Text."


def _body(text: str) -> Make:
    return lambda rng: ("Body", [], text)


def _table(rng: random.Random) -> tuple[str, list[str], str]:
    columns, tables = rng.choice([64, 256, 1000]), rng.choice([1, 4, 40])
    head = "|".join("a" * columns) + "\n" + "|".join("-" * columns)
    return "Table", [], "\n\n".join([head + "\nb|" * columns] * tables)


def _references(rng: random.Random) -> tuple[str, list[str], str]:
    """A short mark for a long address."""
    count, length = rng.choice([100, 4000, 40_000]), rng.choice([50, 1900, 20_000])
    target = rng.choice([f"https://e.org/{'x' * length}", "/ordinary/0/?" + "é" * length])
    mark = rng.choice(["[a] ", "![a] "])
    return "References", [], f"{mark * count}\n\n[a]: {target}\n"


MAKERS: dict[str, Make] = {
    "names": _names,
    "shared names": _shared_names,
    "authors": _authors,
    "aliases": _aliases,
    "tables": _table,
    "references": _references,
    "links": _body("[a](/) " * 4_000),
    "headings": _body("# a\n\n" * 1_900),
    "notes": _body("^[a] " * 1_900),
    "unclosed": _body("".join(f'<b id="{n}">' for n in range(60)) + "<p>x" * 400),
    "escapes": _body("&<>\"'" * 20_000),
    "words": _body(" ".join(f"w{n:x}" for n in range(100_000))),
}


def odd_articles(count: int, seed: int) -> Iterator[Odd]:
    """So many odd articles, of each kind in turn; the same seed gives the same."""
    rng = random.Random(seed)
    makers = list(MAKERS.items())
    for number in range(count):
        name, make = makers[number % len(makers)]
        title, fields, body = make(rng)
        stem = rng.choice(["odd", "新" * 60, "x" * 180])
        folder = rng.choice(["", "", f"{'é' * 100}/{'é' * 100}/", "2017/10/"])
        header = [f"title: {json.dumps(title, ensure_ascii=False)}", "date: 2017-10-08", *fields]
        text = "\n".join(["---", *header, "---", "", body, ""])
        yield Odd(f"{folder}{stem}.md", text, name)


def growth(
    work: Path, odd: list[Odd], *, search: bool
) -> Iterator[tuple[Odd, int, int, list[str]]]:
    """Each odd article with its bytes, what it makes of the site, and why it was refused."""
    content, site = work / "content", work / "site"
    for number in range(_ORDINARY):
        path = content / "ordinary" / f"{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        tags = ", ".join(f"shared {n}" for n in range(number, 500, _ORDINARY))
        header = f"---\ntitle: Article {number}\ndate: 2017-09-{number % 28 + 1:02d}\n"
        path.write_text(f"{header}tags: [{tags}]\n---\n\nText of {number}.\n", "utf-8")
    (work / "dateline.toml").write_text('base_url = "https://example.org/"\n', "utf-8")
    _build(work, search=search)
    before = _size(site)
    for each in odd:
        file = content / each.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(each.text, "utf-8")
        codes = _build(work, search=search)
        yield each, file.stat().st_size, _size(site) - before, codes
        file.unlink()
        _build(work, search=search)


def _build(work: Path, *, search: bool) -> list[str]:
    """The codes of errors."""
    wanted = ["--json", "--keep-going", "--config", str(work / "dateline.toml")]
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(out):
        dateline(["build", *wanted, *([] if search else ["--no-search"])])
    out.seek(0)
    problems = json.loads(out.read())["problems"]
    return sorted({each["code"] for each in problems if each["severity"] == "error"})


def _size(site: Path) -> int:
    manifest = json.loads((site / ".dateline" / "manifest.json").read_text("utf-8"))
    return sum(size for _, size in manifest["files"].values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("work"))
    parser.add_argument("--count", type=int, default=len(MAKERS) * 4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--search", action="store_true", help="with the search index")
    options = parser.parse_args()
    work = options.work / "growth"
    shutil.rmtree(work, ignore_errors=True)
    worst: dict[str, tuple[float, int, int]] = {}
    refused = over = 0
    odd = list(odd_articles(options.count, options.seed))
    for each, size, made, codes in growth(work, odd, search=options.search):
        refused += bool(codes)
        part = made / max(_LEAST, _TIMES * size)
        over += part > 1
        if part > 1:
            print(f"over: {each.made}, {each.path[:40]}, {size:,} bytes make {made:,}")
        worst[each.made] = max(worst.get(each.made, (0.0, 0, 0)), (part, size, made))
    print("| kind | bytes | bytes of the site | part of the bound |\n|---|--:|--:|--:|")
    for name, (part, size, made) in worst.items():
        print(f"| {name} | {size:,} | {made:,} | {part:.0%} |")
    print(f"{options.count} articles, {refused} refused, {over} over the bound")
    shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
