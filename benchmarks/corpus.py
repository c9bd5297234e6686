"""The articles: a generated archive, or a copy of a given one.

The same number of generated articles always gives the same archive, because the seed is fixed.

Words are combinations of syllables, with the frequencies of words in any language (Zipf's law with
Mandelbrot's offset). Tags, sources and places have such frequencies too. Lengths are log-normal;
days have uneven weights, with bursts of news.
"""

from __future__ import annotations

import datetime
import itertools
import math
import random
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

#: Words that occur only where they are planted, for searches with a known answer.
RARE_WORD = "quixomvantrel"
FREQUENT_WORD = "xylqorbandimer"
_RARE_ARTICLES = 12
_FREQUENT_SHARE = 100  # one article of so many

FIRST_DAY = datetime.date(2005, 1, 1)
LAST_DAY = datetime.date(2024, 12, 30)

_WORDS = 60_000
_TAGS, _SOURCES, _PLACES = 300, 40, 200
_MEAN_BYTES, _SIGMA = 2_800, 0.6
_BYTES_PER_WORD = 6.7  # of running text, marks and spaces included
_SEED = 1729

_LONG_WORD = re.compile(r"\b[a-z]{9,14}\b")
_YEAR_OR_MONTH = re.compile(r"^(date: *)['\"]?(\d{4})(-\d{2})?['\"]? *$", re.MULTILINE)

_ONSETS = ("", *"bdfghklmnprstvw", "br", "ch", "dr", "fl", "gr", "pl", "pr", "sh", "st", "th", "tr")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_CODAS = ("", "", "", *"dlmnrst", "nd", "ng", "nt", "rk", "st")


class Corpus(NamedTuple):
    """The content of an archive: its articles by date, and the number of articles with each planted
    word."""

    articles: list[Path]
    planted: dict[str, int]


def copy_archive(given: Path, folder: Path) -> Corpus:
    """Copies an archive to `folder`, with a word of its middle article for searches.

    What only some of the tools know is made equal for all: a date that is a year or a month becomes
    its first day (the peers refuse it), and undated pages and texts of sections stay behind.
    """
    shutil.copytree(given, folder, ignore=shutil.ignore_patterns("_index.md"))
    shutil.rmtree(folder / "pages", ignore_errors=True)
    articles = sorted(folder.rglob("*.md"))
    for article in articles:
        text = article.read_text("utf-8")
        dated = _YEAR_OR_MONTH.sub(lambda m: f"{m[1]}{m[2]}{m[3] or '-01'}-01", text, count=1)
        if dated != text:
            article.write_text(dated, "utf-8")
    body = articles[len(articles) // 2].read_text("utf-8").split("---")[-1]
    word = max(_LONG_WORD.findall(body), key=len, default="report")
    return Corpus(articles, {word: 1})


class _Names(NamedTuple):
    """Names with their cumulative weights, the most frequent first."""

    names: list[str]
    weights: list[float]

    def draw(self, rng: random.Random, count: int) -> list[str]:
        return rng.choices(self.names, cum_weights=self.weights, k=count)

    def draw_different(self, rng: random.Random, count: int) -> list[str]:
        return list(dict.fromkeys(self.draw(rng, count * 2)))[:count]


class _Lexicon(NamedTuple):
    words: _Names
    tags: _Names
    sources: _Names
    places: _Names
    authors: _Names


def write_corpus(folder: Path, count: int) -> Corpus:
    """Writes `count` articles as `YYYY/MM/DD-slug.md` under `folder`, which must be new."""
    rng = random.Random(f"{_SEED} {count}")
    lexicon = _lexicon(rng)
    rare = set(_spread(count, min(_RARE_ARTICLES, count)))
    frequent = set(_spread(count, max(1, count // _FREQUENT_SHARE)))
    articles, taken = [], set()
    for number, day in enumerate(_days(rng, count)):
        planted = [RARE_WORD] if number in rare else []
        planted += [FREQUENT_WORD] if number in frequent else []
        title = _title(rng, lexicon)
        path = folder / f"{day:%Y/%m/%d}-{title.lower().replace(' ', '-')}.md"
        if path in taken:
            path = path.with_name(f"{path.stem}-{number}.md")
        taken.add(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_article(rng, lexicon, title, day, planted), "utf-8")
        articles.append(path)
    return Corpus(articles, {RARE_WORD: len(rare), FREQUENT_WORD: len(frequent)})


def _spread(count: int, wanted: int) -> list[int]:
    """`wanted` numbers below `count`, evenly apart."""
    return [(2 * i + 1) * count // (2 * wanted) for i in range(wanted)]


def _lexicon(rng: random.Random) -> _Lexicon:
    # Frequent words are short, in every language; a little disorder keeps it from being a rule.
    words = sorted(_coined(rng, _WORDS, 1, 4), key=lambda word: len(word) + rng.uniform(0, 4))
    names = [word.capitalize() for word in _coined(rng, _TAGS + _PLACES + 400, 2, 3, shortest=5)]
    tags, places, people = names[:_TAGS], names[_TAGS : _TAGS + _PLACES], names[-400:]
    kinds = ("Post", "Times", "Herald", "Tribune", "News Agency", "Observer", "Journal", "Gazette")
    sources = [f"The {name} {kinds[i % len(kinds)]}" for i, name in enumerate(people[:_SOURCES])]
    authors = [f"{first} {last}" for first, last in itertools.pairwise(people)]
    return _Lexicon(*map(_zipf, (words, tags, sources, places, authors)))


def _coined(rng: random.Random, count: int, fewest: int, most: int, shortest: int = 2) -> list[str]:
    """Different words of `fewest` to `most` syllables."""
    words: dict[str, None] = {}
    while len(words) < count:
        syllables = rng.randint(fewest, most)
        word = "".join(
            rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(syllables)
        )
        if len(word) >= shortest:
            words[word] = None
    return list(words)


def _zipf(names: Sequence[str]) -> _Names:
    weights = (1 / (rank + 2.7) for rank in range(1, len(names) + 1))
    return _Names(list(names), list(itertools.accumulate(weights)))


def _days(rng: random.Random, count: int) -> list[datetime.date]:
    """The days of `count` articles in order: few on weekends, more every year, and bursts."""
    days = [FIRST_DAY + datetime.timedelta(n) for n in range((LAST_DAY - FIRST_DAY).days + 1)]
    weights = [
        (0.5 if day.weekday() > 4 else 1.0) * (1 + n / len(days)) for n, day in enumerate(days)
    ]
    for _ in range(40):
        start, force, length = rng.randrange(len(days)), rng.uniform(3, 15), rng.uniform(4, 40)
        for n in range(start, min(len(days), start + 150)):
            weights[n] += force * math.exp((start - n) / length)
    return sorted(rng.choices(days, weights, k=count))


def _title(rng: random.Random, lexicon: _Lexicon) -> str:
    place = lexicon.places.draw(rng, 1)
    return " ".join(place + lexicon.words.draw(rng, rng.randint(3, 7)))


def _article(
    rng: random.Random, lexicon: _Lexicon, title: str, day: datetime.date, planted: list[str]
) -> str:
    tags = lexicon.tags.draw_different(rng, rng.randint(2, 4))
    places = lexicon.places.draw_different(rng, rng.randint(1, 2))
    return (
        f'---\ntitle: "{title}"\ndate: {day}\ntags: [{", ".join(tags)}]\n'
        f"source: {lexicon.sources.draw(rng, 1)[0]}\nauthor: {lexicon.authors.draw(rng, 1)[0]}\n"
        f"places: [{', '.join(places)}]\n---\n\n{_body(rng, lexicon, planted)}\n"
    )


def _body(rng: random.Random, lexicon: _Lexicon, planted: list[str]) -> str:
    mu = math.log(_MEAN_BYTES) - _SIGMA**2 / 2
    count = max(30, round(rng.lognormvariate(mu, _SIGMA) / _BYTES_PER_WORD))
    words = lexicon.words.draw(rng, count)
    for word in planted:
        words[rng.randrange(count)] = word
    sentences = []
    at = 0
    while at < count:
        end = at + rng.randint(7, 28)
        sentences.append(" ".join(words[at:end]).capitalize() + ".")
        at = end
    return "\n\n".join(_blocks(rng, sentences))


def _blocks(rng: random.Random, sentences: list[str]) -> list[str]:
    """Paragraphs, with now and then a heading, a quotation, a link or a list among them."""
    blocks = []
    at = 0
    while at < len(sentences):
        end = at + rng.randint(2, 5)
        text, kind = " ".join(sentences[at:end]), rng.random()
        if kind < 0.08 and at:
            blocks.append(f"## {' '.join(text.split()[:5]).rstrip('.')}")
        elif kind < 0.16:
            text = f"> {text}"
        elif kind < 0.24:
            text = "\n".join(f"- {sentence}" for sentence in sentences[at:end])
        elif kind < 0.4 and text.count(" ") > 1:
            linked, bold, rest = text.split(" ", 2)
            text = f"[{linked}](https://example.org/{linked.lower()}) **{bold}** {rest}"
        blocks.append(text)
        at = end
    return blocks
