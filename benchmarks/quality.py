"""Scores the results of the search with a collection of questions with known answers.

A collection is a folder with articles `docs/…<number>.md`, questions in `queries.tsv` (number,
text) and their answers in `qrels.tsv` (question, article, 1 if it answers).
"""

from __future__ import annotations

import collections
import csv
import math
import re
import statistics
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from playwright.sync_api import Browser, Page

from benchmarks.browser import ask_pagefind, new_reader, serve, wait_done

_COUNTED = 10  # results, as many as are shown at first
_K1, _B = 1.2, 0.75  # of BM25, as Lucene has them


class _Question(NamedTuple):
    """A question, and the numbers of the articles that answer it."""

    text: str
    answers: frozenset[int]


class Quality(NamedTuple):
    """nDCG@10 on average, from 0 to 1, and to how many of the questions nothing was found."""

    score: float
    empty: int


#: Takes a text and gives the numbers of the articles that answer it, the best first.
_Finder = Callable[[str], Sequence[int]]


def measure(
    browser: Browser, site: Path, collection: Path, stock: str = "", every: int = 1
) -> dict[str, Quality]:
    """Scores our search page, BM25, and Pagefind by itself, whose index is in the folder `stock` of
    the site; if that is not named, without it."""
    questions = read_questions(collection)[::every]
    with serve(site) as server, new_reader(browser, server) as page:
        scores = {
            "ours": _score(_search_page(page), questions),
            "BM25": _score(_bm25(collection / "docs"), questions),
        }
        if stock:
            scores["Pagefind by itself"] = _score(_pagefind(page, f"/{stock}/"), questions)
    return scores


def print_quality(browser: Browser, site: Path, collection: Path, stock: str) -> None:
    """The same as a table in Markdown."""
    scores = measure(browser, site, collection, stock)
    questions = len(read_questions(collection))
    print(f"\n| {questions} questions of {collection.name} | nDCG@10 | empty |")
    print("|---|---|---|")
    for name, (score, empty) in scores.items():
        print(f"| {name} | {score:.3f} | {empty} |")


def read_questions(collection: Path) -> list[_Question]:
    """The questions of a collection that any article answers."""
    answers = collections.defaultdict(set)
    for question, article, grade, *_ in _rows(collection / "qrels.tsv"):
        if int(grade) > 0:
            answers[question].add(int(article))
    texts = _rows(collection / "queries.tsv")
    return [_Question(text, frozenset(answers[name])) for name, text in texts if name in answers]


def _rows(table: Path) -> Iterator[list[str]]:
    with table.open(encoding="utf-8", newline="") as lines:
        yield from csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _score(find: _Finder, questions: Sequence[_Question]) -> Quality:
    """Asks every question."""
    found = [find(question.text) for question in questions]
    scores = map(_ndcg, found, (question.answers for question in questions))
    return Quality(statistics.mean(scores), sum(not numbers for numbers in found))


def _ndcg(found: Sequence[int], answers: frozenset[int]) -> float:
    gain = sum(_worth(place) for place, each in enumerate(found[:_COUNTED]) if each in answers)
    return gain / sum(map(_worth, range(min(_COUNTED, len(answers)))))


def _worth(place: int) -> float:
    return 1 / math.log2(place + 2)


def _search_page(page: Page) -> _Finder:
    """Our search page, asked by its address and read off its list."""

    def find(text: str) -> list[int]:
        page.goto(f"/search/?q={quote(text)}")
        wait_done(page)
        links = page.locator("#results > li a.u-url")
        return numbers_in(links.evaluate_all("links => links.map(link => link.pathname)"))

    return find


def _pagefind(page: Page, bundle: str) -> _Finder:
    """Pagefind's own script, with the index in a folder of the site."""
    page.goto("/")
    return lambda text: numbers_in(ask_pagefind(page, text, bundle).addresses)


def numbers_in(addresses: Sequence[str]) -> list[int]:
    """The number at the end of each article's address; `/1963/01/04-001/` is article 1."""
    return [int(re.findall(r"\d+", address)[-1]) for address in dict.fromkeys(addresses)]


def _bm25(docs: Path) -> _Finder:
    """The usual measure to compare with: BM25 on the same texts, whole words, not stemmed."""
    counts = {numbers_in([file.stem])[0]: _count(file) for file in docs.glob("*.md")}
    holding = collections.Counter(word for words in counts.values() for word in words)
    mean = statistics.mean(words.total() for words in counts.values())

    def weigh(word: str, words: collections.Counter[str]) -> float:
        times, length = words[word], words.total() / mean
        rarity = math.log(1 + (len(counts) - holding[word] + 0.5) / (holding[word] + 0.5))
        return rarity * times * (_K1 + 1) / (times + _K1 * (1 - _B + _B * length))

    def find(text: str) -> list[int]:
        asked = set(words_of(text))
        scores = {one: sum(weigh(word, words) for word in asked) for one, words in counts.items()}
        return sorted((one for one in scores if scores[one]), key=lambda one: -scores[one])

    return find


def _count(file: Path) -> collections.Counter[str]:
    return collections.Counter(words_of(file.read_text("utf-8").split("---", 2)[2]))


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
