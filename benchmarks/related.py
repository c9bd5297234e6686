"""Scores related articles: `python -m benchmarks.related --collection DIR`.

In a collection of questions with known answers (see `quality`), articles that answer the same
question are related. Scores the articles shown beside each of them, and prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from benchmarks.quality import numbers_in, read_questions, words_of
from dateline.archive.arrange import arrange
from dateline.archive.related import related
from dateline.config import ReadingSettings
from dateline.content.article import read_article
from dateline.model import Arranged, Article, TextSketch

_SHOWN = 4
#: Words in more of the texts than this share are left out of the cosine: it is no less, and fast.
_COMMON = 0.2

#: The numbers of articles → those shown beside each, the best first.
_Shown = Mapping[int, Sequence[int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collection", type=Path, required=True)
    docs: Path = parser.parse_args().collection / "docs"
    belonging = _belonging(docs.parent)
    archive = _archive(docs)
    nothing = tuple(TextSketch() for _ in archive.sketches)
    ways = {
        "names": _related(msgspec.structs.replace(archive, sketches=nothing)),
        "names and terms": _related(archive),
        "cosine of tf-idf, all words, all pairs": _cosine(docs),
        "the most there is": {one: sorted(others) for one, others in belonging.items()},
    }
    print(f"| {len(belonging)} articles of {docs.parent.name} | precision@{_SHOWN} |\n|---|---|")
    for name, shown in ways.items():
        print(f"| {name} | {_precision(shown, belonging):.3f} |")
    begun = time.perf_counter()
    _related(archive)
    print(f"\n{len(archive.articles)} articles in {time.perf_counter() - begun:.3f} s")


def _belonging(collection: Path) -> dict[int, set[int]]:
    """Each article that answers a question, with the others that answer the same."""
    found: dict[int, set[int]] = defaultdict(set)
    for question in read_questions(collection):
        for article in question.answers:
            found[article] |= question.answers - {article}
    return {article: others for article, others in found.items() if others}


def _archive(docs: Path) -> Arranged:
    settings, files = ReadingSettings(), docs.rglob("*.md")
    read = (read_article(file.name, file.read_bytes(), settings) for file in files)
    return arrange([reading.item for reading in read if reading.item], [])[0]


def _related(archive: Arranged) -> _Shown:
    found = zip(archive.articles, related(archive, {}), strict=True)
    return {_number(a): [_number(other) for other, _ in others] for a, others in found}


def _number(article: Article) -> int:
    return numbers_in([article.path])[0]


def _cosine(docs: Path) -> _Shown:
    """The usual measure to compare with: G. Salton's, with logarithmic frequency."""
    texts = {numbers_in([file.stem])[0]: file.read_text("utf-8") for file in docs.rglob("*.md")}
    counts = {one: Counter(words_of(text.split("---", 2)[2])) for one, text in texts.items()}
    holding = Counter(word for words in counts.values() for word in words)
    weights: dict[str, dict[int, float]] = defaultdict(dict)
    for one, words in counts.items():
        rarity = {
            w: (1 + math.log(n)) * math.log(len(counts) / holding[w]) for w, n in words.items()
        }
        length = math.hypot(*rarity.values())
        for word, weight in rarity.items():
            weights[word][one] = weight / length
    scores: dict[int, Counter[int]] = {one: Counter() for one in counts}
    for held in weights.values():
        for one, weight in held.items() if len(held) < _COMMON * len(counts) else ():
            for other, its in held.items():
                scores[one][other] += weight * its  # type: ignore[assignment]  # a Counter of floats
    return {
        one: [other for other, _ in found.most_common(_SHOWN + 1) if other != one]
        for one, found in scores.items()
    }


def _precision(shown: _Shown, belonging: Mapping[int, set[int]]) -> float:
    """The share of the four places that hold an article which belongs there."""
    return statistics.mean(
        len(others & {*shown[article][:_SHOWN]}) / _SHOWN for article, others in belonging.items()
    )


if __name__ == "__main__":
    main()
