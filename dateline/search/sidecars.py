"""Files beside Pagefind's index: fragments with the original text, tables of dates and names, and
the list of shards."""

from __future__ import annotations

import collections
import html
import json
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from dateline.model import Article, PartialDate
from dateline.names import KINDS
from dateline.output.manifest import record_of
from dateline.problems import ArticleError
from dateline.search.normalize import fold_letters, restore_letters
from dateline.search.numbers import number_text
from dateline.search.pagefind import packed, unpacked
from dateline.search.shards import Shard

#: The share of articles from which on a word is common; see `language_stats`.
_COMMON = 0.6
_SAMPLE = 100


class Fragment(NamedTuple):
    """One article in the index: the name of its fragment file, and the fragment's content.

    `title_words` is the number of its first words that are the title.
    """

    article: Article
    name: str
    data: bytes
    title_words: int


def make_fragments(
    bundle: Mapping[str, bytes], shard: Shard, bodies: Mapping[str, str]
) -> list[Fragment]:
    """The fragments of Pagefind's files in the order of their articles, with the fields for the
    list of results. Raises ArticleError."""
    by_url = {f"/{article.address}": article for article in shard.articles}
    order = {article.path: place for place, article in enumerate(shard.articles)}
    found = []
    for name, data in bundle.items():
        if name.startswith("fragment/"):
            read = json.loads(unpacked(data))
            article = by_url[read["url"]]
            try:
                found.append(_fragment(name, read, article, bodies))
            except Exception as error:
                raise ArticleError(article.path, error) from error
    return sorted(found, key=lambda fragment: order[fragment.article.path])


def _fragment(
    name: str, read: dict[str, Any], article: Article, bodies: Mapping[str, str]
) -> Fragment:
    """Pagefind's fragment of an article with its original letters, date and source."""
    written = f"{html.escape(article.title)} {bodies[article.path]}"
    shown = {
        "url": read["url"],
        "content": restore_letters(read["content"], written),
        "word_count": read["word_count"],
        "filters": {},
        "meta": {
            "title": article.title,
            "date": article.date.day_text,
            **({"source": article.source} if article.source else {}),
        },
        "anchors": [
            {
                "element": anchor["element"],
                "id": anchor["id"],
                "text": restore_letters(anchor["text"].strip(), written),
                "location": anchor["location"],
            }
            for anchor in read["anchors"]
            if re.fullmatch(r"h[2-6]", anchor["element"])
        ],
    }
    data = json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()
    title_words = _words_of_title(read["content"], fold_letters(article.title))
    return Fragment(article, name, packed(data), title_words)


def _words_of_title(content: str, title: str) -> int:
    """How many of a text's first words are its title, split as Pagefind does."""
    letters, count = len("".join(title.split())), 0
    for word in re.split(r"[\s\u200b]+", content):
        if letters <= 0:
            break
        letters -= len(word)
        count += 1
    return count


def article_table(fragments: Sequence[Fragment]) -> bytes:
    """`articles.json`, oldest first: `ids` are the hashes in the fragments' names, `dates` the
    differences between dates, written as numbers (20171008; 20171000 for a month, 20170000 for a
    year)."""
    numbers = [_date_number(fragment.article.date) for fragment in fragments]
    hashes = [_hash(fragment.name) for fragment in fragments]
    table = {
        "width": len(hashes[0]) if hashes else 0,
        "ids": "".join(hashes),
        "dates": [after - before for before, after in zip([0, *numbers], numbers, strict=False)],
    }
    return json.dumps(table, separators=(",", ":")).encode()


def _hash(name: str) -> str:
    """`7b6c1` of `fragment/7b6c1.pf_fragment`."""
    return posixpath.basename(name).partition(".")[0]


def _date_number(date: PartialDate) -> int:
    return (date.year * 100 + date.month) * 100 + date.day


def name_table(fragments: Sequence[Fragment]) -> bytes:
    """`names.json`: for each facet its names, and the names of each article; `titles` are the
    numbers of words in headlines.

    Numbers are texts (`number_text`), which compress better than lists of numbers: in `titles` one
    for each article, in `of` one for each name, with a space between articles.
    """
    table: dict[str, object] = {"titles": "".join(number_text(f.title_words) for f in fragments)}
    for folder, kind in KINDS.items():
        named = [fragment.article.names(folder) for fragment in fragments]
        counts = collections.Counter(name for names in named for name in names)
        if counts:
            names = sorted(counts, key=lambda name: (-counts[name], name))
            places = {name: place for place, name in enumerate(names)}
            of = " ".join(
                "".join(map(number_text, sorted(places[name] for name in each))) for each in named
            )
            table[kind.facet] = {"names": names, "of": of}
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()


def bundle_list(
    shards: Sequence[Shard], states: Mapping[str, bytes], stats: Mapping[str, LanguageStats]
) -> bytes:
    """`bundles.json`: each language's shards, beginning with the newest, which has the script.

    `from` and `to` are the earliest and latest days that the dates in a shard can mean. A shard's
    `version` depends on its content, the archive's `version` on all shards.
    """
    bundles: dict[str, list[dict[str, object]]] = {}
    for shard in reversed(shards):
        bundles.setdefault(shard.language, []).append(
            {
                "path": shard.folder,
                "from": shard.articles[0].date.first_day,
                "to": _last_day(shard.articles),
                "articles": len(shard.articles),
                "version": states[shard.folder].hex()[:8],
            }
        )
    listed = [
        {"language": language, **stats[language]._asdict(), "shards": members}
        for language, members in reversed(bundles.items())
    ]
    version = record_of(b"".join(states[shard.folder] for shard in shards)).digest[:8]
    listing = {"version": version, "bundles": listed}
    return json.dumps(listing, ensure_ascii=False, separators=(",", ":")).encode()


def _last_day(articles: Sequence[Article]) -> str:
    """The last day that any date can mean: a whole year may be sorted before some of its days."""
    vague = (article.date.last_day for article in articles if not article.date.day)
    return max([articles[-1].date.last_day, *vague])


def sample(shard: Shard) -> tuple[Article, ...]:
    """Articles of a shard at regular distances, for finding common words."""
    return shard.articles[:: max(1, len(shard.articles) // _SAMPLE)]


class LanguageStats(NamedTuple):
    """Statistics from a sample of texts: the average number of words of a text, and common words,
    most common first."""

    words: int
    common: list[str]


def language_stats(bodies: Iterable[str]) -> LanguageStats:
    """The statistics of a sample of texts.

    The index entry of a word such as "the", which most texts have, is as large as the rest of a
    search together, and hardly affects the order of results. So the search page ignores such words
    beside others. A small sample gives no common words.
    """
    counts: collections.Counter[str] = collections.Counter()
    texts = words = 0
    for body in bodies:
        text = html.unescape(re.sub(r"<[^>]*>", " ", body)).lower()
        texts, words = texts + 1, words + len(text.split())
        counts.update(set(re.findall(r"\w+", text)))
    found = [(-count, word) for word, count in counts.items() if count >= _COMMON * texts]
    is_enough = texts >= _SAMPLE // 4
    return LanguageStats(words // max(texts, 1), [word for _, word in sorted(found) if is_enough])
