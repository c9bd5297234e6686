"""Splits the search index into shards: one language, one period, some hundred articles each."""

from __future__ import annotations

import hashlib
import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from dateline.model import Article
from dateline.names import KINDS
from dateline.output.manifest import FileRecord
from dateline.urls import slug_of

#: Articles in a shard. One edit indexes one shard again (1.2 ms an article), and a search of one
#: word loads a chunk of each. A larger shard makes edits more expensive, a smaller one searches.
SHARD_SIZE = 750
#: A search opens every shard, so a very large archive has larger shards instead of more.
MOST_SHARDS = 90


class Shard(msgspec.Struct, frozen=True):
    """A period of one language's articles; `folder` is relative to `pagefind/`."""

    folder: str
    language: str
    articles: tuple[Article, ...]

    @property
    def is_newest(self) -> bool:
        """Whether it has the newest articles of its language."""
        return self.folder.count("/") == 1

    def state(self, files: Mapping[str, FileRecord]) -> bytes:
        """The digest of everything that the index contains of the articles, and of its files."""
        seen = [
            (
                *(a.digest, a.address, a.title, str(a.date)),
                *(getattr(a, kind.field) for kind in KINDS.values()),
            )
            for a in self.articles
        ]
        encoded = msgspec.msgpack.encode((seen, sorted(files.items())))
        return hashlib.blake2b(encoded, digest_size=16).digest()


def shard_folder(path: str) -> str:
    """The folder of the shard of a file under `pagefind/`."""
    parts = path.split("/")[1:-1]
    if parts and parts[-1] in ("fragment", "index"):
        parts.pop()
    return "".join(f"{part}/" for part in parts)


def cut_shards(articles: Sequence[Article]) -> list[Shard]:
    """Splits articles, given in order of time, into shards. The result depends only on the
    articles.

    Boundaries are the starts of months nearest to equal shares, so an edit moves none and a new
    article few. The newest shard of a language is in the language's own folder, whose address never
    changes; the others are named after their first month or day.
    """
    by_language: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_language[article.language].append(article)
    shards = []
    for language, members in sorted(by_language.items(), key=lambda item: (-len(item[1]), item[0])):
        starts = _starts(members)
        for (start, name), end in zip(starts.items(), [*starts, len(members)][1:], strict=True):
            below = "" if end == len(members) else f"{name}/"
            folder = (
                f"{slug_of(language)}/{below}"  # `con` is Cofán, and a reserved name on Windows
            )
            shards.append(Shard(folder, language, tuple(members[start:end])))
    return shards


def _starts(articles: Sequence[Article]) -> dict[int, str]:
    """The index of the first article of each shard, in order, and the name of the shard."""
    size = max(SHARD_SIZE, len(articles) // MOST_SHARDS)
    count = max(1, round(len(articles) / size))
    names = _boundaries([article.date.day_text for article in articles], size // 2)
    shares = [number * len(articles) / count for number in range(count)]
    starts = {min(names, key=lambda place: abs(place - share)) for share in shares}
    return {start: names[start] for start in sorted(starts)}


def _boundaries(days: Sequence[str], most: int) -> dict[int, str]:
    """The possible boundaries and their names: months; days if a month has more than `most`
    articles; any article, named by its index, if a day does."""
    names = {0: days[0][:7]}
    last = 0
    for i, (before, day) in enumerate(itertools.pairwise(days), start=1):
        if before[:7] != day[:7]:
            name = day[:7]
        elif before != day and i - last > most // 2:
            name = day
        elif i - last > most:
            name = f"{day}-{i}"
        else:
            continue
        names[i], last = name, i
    return names
