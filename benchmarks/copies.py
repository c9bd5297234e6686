"""Measures how well duplicates are found: `python -m benchmarks.copies DIR…`.

Prints the groups that are found in each folder of articles. Then every text is compared with a copy
of itself in which words were replaced by others of the folder, whole and cut in half with another
first sentence. Tables in Markdown show how many of these were found.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

from dateline.archive.arrange import arrange
from dateline.archive.duplicates import duplicates
from dateline.config import ReadingSettings
from dateline.content.article import read_article
from dateline.content.frontmatter.document import read_front
from dateline.content.sketches import sketch_of
from dateline.model import Article, PartialDate

_SEED = 7
_REPLACED = (0.0, 0.01, 0.03, 0.05, 0.1, 0.3)
_TEXTS = 300
_OPENING = "Somebody at the desk of another outlet wrote this first sentence over it. "


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    for folder in parser.parse_args().folders:
        _name_groups(folder)
        _change_texts(folder)


def _name_groups(folder: Path) -> None:
    files = sorted(folder.rglob("*.md"))
    settings = ReadingSettings(fields={"tags": ("tags", "topics")})
    read = (read_article(f.relative_to(folder).as_posix(), f.read_bytes(), settings) for f in files)
    archive, _ = arrange([reading.item for reading in read if reading.item], [])
    begun = time.perf_counter()
    found = duplicates(archive)
    seconds = time.perf_counter() - begun
    groups = {
        tuple(f"{member.date} {member.title}" for member in group) for group in found.values()
    }
    print(f"\n{folder}: {len(archive.articles)} articles, {len(groups)} groups, {seconds:.3f} s\n")
    for group in sorted(groups):
        print("- " + "; ".join(group))


def _change_texts(folder: Path) -> None:
    texts = [text for file in sorted(folder.rglob("*.md")) if len(text := _text(file)) > 1000]
    rng = random.Random(_SEED)
    texts = rng.sample(texts, min(_TEXTS, len(texts)))
    words = [word for text in texts for word in text.split()]
    print(f"\n| {len(texts)} texts, words replaced | found whole | found cut in half |")
    print("|---|---|---|")
    for share in _REPLACED:
        whole = [(text, _replaced(text, share, words, rng)) for text in texts]
        halves = [(text, _OPENING + changed[: len(text) // 2]) for text, changed in whole]
        print(f"| {share:.0%} | {_found(whole):.2f} | {_found(halves):.2f} |")


def _text(file: Path) -> str:
    return read_front(file.read_text("utf-8-sig")).body


def _replaced(text: str, share: float, words: Sequence[str], rng: random.Random) -> str:
    lines = text.split(" ")
    return " ".join(rng.choice(words) if rng.random() < share else word for word in lines)


def _found(pairs: Sequence[tuple[str, str]]) -> float:
    """The share of pairs that are known for copies, each pair by itself."""
    return sum(_is_found(pair) for pair in pairs) / len(pairs)


def _is_found(pair: tuple[str, str]) -> bool:
    items = [
        Article(
            f"{i}.md", f"{i}/", "", "", PartialDate(2017, 10, 8), "en", sketch=sketch_of("", text)
        )
        for i, text in enumerate(pair)
    ]
    return bool(duplicates(arrange(items, [])[0]))


if __name__ == "__main__":
    main()
