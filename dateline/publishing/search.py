"""The search index: what is given to Pagefind, and what stands beside what it gives back.

Pagefind stems and segments by language, so every language has an index of its own under
`pagefind/<language>/`, with its own copy of Pagefind's script: two indexes that share one share
the memory of its WASM too, and crash. Each is cut into shards by time, which the search page asks
as one; `pagefind/bundles.json` lists them. Documents are made for the index alone: the page around
an article changes more often than its text, and what stands there (neighbours, related headlines)
must not be found.

Pagefind finds words. Dates, names and the order of results are the search page's own, from two
tables in each shard: `articles.json` and `names.json`.
"""

from __future__ import annotations

import base64
import collections
import gzip
import html
import json
import os
import posixpath
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import cbor2

from dateline.model import Article, PartialDate
from dateline.problems import Problem, problem
from dateline.publishing.commit import Made, made_of, write_staged
from dateline.publishing.letters import fold_letters, restore_letters
from dateline.publishing.shards import Shard

#: Words in a chunk of the index, the unit that a search loads. Pagefind's 20000 is made for one
#: index; with many shards a search loads one chunk of each, and smaller ones cost less in all.
CHUNK_SIZE = 1800
#: What the search page counts and limits by: the name it has there, and the article's field.
FACETS = {
    "tag": "tags",
    "source": "source",
    "author": "authors",
    "person": "people",
    "place": "places",
    "organisation": "organisations",
    "story": "story",
}
#: A word that so large a part of the articles hold says nothing beside others; see `hear`.
_COMMON = 0.6
_SAMPLE = 100
_PUBLISHED = (
    *("pagefind.js", "pagefind-entry.json"),
    *(".pagefind", ".pf_meta", ".pf_index", ".pf_fragment"),
)
_SIGNATURE = b"pagefind_dcd"


class ShardIndex(NamedTuple):
    """What came of indexing one shard: its files by path under the output folder.

    `staged` are those that were written; the others stood there already.
    """

    folder: str
    files: dict[str, Made]
    staged: list[str]
    indexed: int
    problems: list[Problem]


def index_shard(
    shard: Shard, bodies: Mapping[str, str], staging: Path, standing: Mapping[str, Made]
) -> ShardIndex:
    """Indexes one shard into the staged tree, but for files that stand already.

    Fewer articles in it than were given is an error.
    """
    folder = f"pagefind/{shard.folder}"
    try:
        bundle = _run_pagefind(shard, bodies)
    except OSError as error:
        return ShardIndex(shard.folder, {}, [], 0, [_pagefind_failed(folder, error)])
    problems = []
    bundle = _slimmed(bundle)
    fragments = _fragments(bundle, shard, bodies)
    if len(fragments) != len(shard.articles):
        message = f"of {len(shard.articles)} articles the search index holds {len(fragments)}"
        problems.append(problem("E042", folder, message))
    published = dict(_published(bundle, is_primary=shard.folder == f"{shard.language}/"))
    published |= {fragment.name: fragment.data for fragment in fragments}
    published["articles.json"] = _article_table(fragments)
    published["names.json"] = _name_table(fragments)
    made = {f"{folder}{name}": made_of(data) for name, data in published.items()}
    staged = [path for path in made if standing.get(path) != made[path]]
    for path in staged:
        write_staged(staging / path, published[path.removeprefix(folder)])
    return ShardIndex(shard.folder, made, staged, len(fragments), problems)


def bundle_list(
    shards: Sequence[Shard], states: Mapping[str, bytes], speech: Mapping[str, Speech]
) -> bytes:
    """`bundles.json`: each language's shards, the newest first, for it brings the script.

    `from` and `to` are the days that the dates in a shard can mean at most. A shard's `version`
    follows its content, the archive's `version` that of all of them. `facets` are those in use.
    """
    bundles: dict[str, list[dict[str, object]]] = {}
    for shard in reversed(shards):
        bundles.setdefault(shard.language, []).append(
            {
                "path": shard.folder,
                "from": min(article.date.first_day for article in shard.articles),
                "to": max(article.date.last_day for article in shard.articles),
                "articles": len(shard.articles),
                "version": states[shard.folder].hex()[:8],
            }
        )
    listed = [
        {"language": language, **speech[language]._asdict(), "shards": members}
        for language, members in reversed(bundles.items())
    ]
    version = made_of(b"".join(states[shard.folder] for shard in shards)).digest[:8]
    facets = [name for name, field in FACETS.items() if _is_used(field, shards)]
    listing = {"version": version, "facets": facets, "bundles": listed}
    return json.dumps(listing, ensure_ascii=False, separators=(",", ":")).encode()


def _is_used(field: str, shards: Sequence[Shard]) -> bool:
    return any(getattr(article, field) for shard in shards for article in shard.articles)


def sample(shard: Shard) -> tuple[Article, ...]:
    """Articles of a shard, evenly spread, by which common words are found."""
    return shard.articles[:: max(1, len(shard.articles) // _SAMPLE)]


class Speech(NamedTuple):
    """What a sample of texts tells of all: the words of a text on average, and common words, most
    common first."""

    words: int
    common: list[str]


def hear(bodies: Iterable[str]) -> Speech:
    """Takes a sample of texts for all.

    The index entry of a word such as "the", which most texts hold, is as large as the rest of a
    search together, and hardly changes the order of results; so the search page leaves such
    words out where others are asked for. Few texts tell nothing of common words.
    """
    counts: collections.Counter[str] = collections.Counter()
    texts = words = 0
    for body in bodies:
        text = html.unescape(re.sub(r"<[^>]*>", " ", body)).lower()
        texts, words = texts + 1, words + len(text.split())
        counts.update(set(re.findall(r"\w+", text)))
    found = [(-count, word) for word, count in counts.items() if count >= _COMMON * texts]
    is_enough = texts >= _SAMPLE // 4
    return Speech(words // max(texts, 1), [word for _, word in sorted(found) if is_enough])


def index_document(article: Article, body: str) -> str:
    """The HTML page that Pagefind reads: title and text, letters folded where a script has
    several ways to write one."""
    title = html.escape(article.title)
    document = fold_letters(f"<h1>{title}</h1>{body}")
    return (
        f'<!doctype html><html lang="{html.escape(article.lang)}"><head><meta charset="utf-8">'
        f"</head><body data-pagefind-body>{document}</body></html>"
    )


def _slimmed(bundle: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same index with shorter names of its files, and without the length of each text.

    `pf_meta`, which a search loads whole from every shard, is a list of both; a third of it goes.
    Lengths serve Pagefind's scores, and the order of results is the search page's own. The list
    is CBOR: version, pages (hash, words), chunks (first word, last word, hash), filters, sorts,
    metadata fields.
    """
    [meta_name] = [name for name in bundle if name.endswith(".pf_meta")]
    version, pages, chunks, *rest = cbor2.loads(_unpacked(bundle[meta_name]))
    pages_named = _short_names([name for name, _ in pages])
    chunks_named = _short_names([name for *_, name in chunks])
    meta = [
        version,
        [[pages_named[name], 1] for name, _ in pages],
        [[first, last, chunks_named[name]] for first, last, name in chunks],
        *rest,
    ]
    slim = {meta_name: _packed(cbor2.dumps(meta))}
    for path, data in bundle.items():
        folder, _, file = path.rpartition("/")
        name, dot, kind = file.partition(".")
        short = {"fragment": pages_named, "index": chunks_named}.get(folder, {}).get(name)
        slim.setdefault(f"{folder}/{short}{dot}{kind}" if short else path, data)
    return slim


def _short_names(names: Sequence[str]) -> dict[str, str]:
    """`en_7b6c1bb` to as much of its hash as tells it from the others, four digits at least."""
    hashes = {name: name.rpartition("_")[2] for name in names}
    width = 4
    while len({text[:width] for text in hashes.values()}) < len(hashes):
        width += 1
    return {name: text[:width] for name, text in hashes.items()}


def _unpacked(data: bytes) -> bytes:
    return gzip.decompress(data)[len(_SIGNATURE) :]


def _packed(data: bytes) -> bytes:
    return gzip.compress(_SIGNATURE + data, 9, mtime=0)


class _Fragment(NamedTuple):
    """One article as the index has it: the name of its file, and what is published there.

    `title_words` is how many of its words, from the first, are the title.
    """

    article: Article
    name: str
    data: bytes
    title_words: int


def _fragments(
    bundle: Mapping[str, bytes], shard: Shard, bodies: Mapping[str, str]
) -> list[_Fragment]:
    """The fragments in the order of their articles, with what the list of results shows."""
    by_url = {f"/{article.address}": article for article in shard.articles}
    order = {article.path: place for place, article in enumerate(shard.articles)}
    found = []
    for name, data in bundle.items():
        if name.startswith("fragment/"):
            read = json.loads(_unpacked(data))
            found.append(_fragment(name, read, by_url[read["url"]], bodies))
    return sorted(found, key=lambda fragment: order[fragment.article.path])


def _fragment(
    name: str, read: dict[str, Any], article: Article, bodies: Mapping[str, str]
) -> _Fragment:
    """What Pagefind made of an article, its letters as they were, with date and source."""
    written = f"{article.title} {bodies[article.path]}"
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
    return _Fragment(article, name, _packed(data), title_words)


def _words_of_title(content: str, title: str) -> int:
    """How many of a text's first words are its title, as Pagefind tells words apart."""
    letters, count = len("".join(title.split())), 0
    for word in re.split(r"[\s\u200b]+", content):
        if letters <= 0:
            break
        letters -= len(word)
        count += 1
    return count


def _article_table(fragments: Sequence[_Fragment]) -> bytes:
    """`articles.json`, oldest first: `ids` the hash in each fragment's name, `dates` the steps
    from one date to the next, written as numbers (20171008; 20171000 for a month, 20170000 for a
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


def _name_table(fragments: Sequence[_Fragment]) -> bytes:
    """`names.json`: for each facet its names, and which of them each article has; `titles` how
    many words each headline has.

    Which it has is one text for all: a character a name, its number counted from "!", the
    articles parted by spaces. Half the size of lists of numbers, compressed.
    """
    table: dict[str, object] = {"titles": [fragment.title_words for fragment in fragments]}
    for facet, field in FACETS.items():
        values = [getattr(fragment.article, field) for fragment in fragments]
        named = [(value,) if isinstance(value, str) and value else tuple(value) for value in values]
        counts = collections.Counter(name for names in named for name in names)
        if counts:
            names = sorted(counts, key=lambda name: (-counts[name], name))
            sign = {name: chr(ord("!") + place) for place, name in enumerate(names)}
            of = " ".join("".join(sign[name] for name in each) for each in named)
            table[facet] = {"names": names, "of": of}
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()


def _run_pagefind(shard: Shard, bodies: Mapping[str, str]) -> dict[str, bytes]:
    """Gives Pagefind the documents and takes its files through a pipe.

    This is the protocol of its own Python and Node.js packages, whose wrappers wait 0.1 s for
    each answer. Its command line would need every document as a file in a folder of its own, and
    when told here to write files it answers, and ends, before they are whole.
    """
    import pagefind_bin

    environment = {**os.environ, "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": str(CHUNK_SIZE)}
    command = [str(pagefind_bin.get_executable()), "--service"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment) as process:  # noqa: S603  # ours
        made = _ask(process, type="NewIndex", config={"force_language": shard.language})
        index = made["index_id"]
        for article in shard.articles:
            document = index_document(article, bodies[article.path])
            url = f"/{article.address}"
            _ask(process, type="AddFile", index_id=index, url=url, file_contents=document)
        files = _ask(process, type="GetFiles", index_id=index)["files"]
    return {file["path"]: base64.b64decode(file["content"]) for file in files}


def _ask(process: subprocess.Popen[bytes], **payload: object) -> dict[str, Any]:
    """Sends one message and waits for its answer: JSON in base64, ended by a comma."""
    assert process.stdin  # noqa: S101  # a pipe, as its maker asked
    assert process.stdout  # noqa: S101
    message = json.dumps({"message_id": 1, "payload": payload}).encode()
    process.stdin.write(base64.b64encode(message) + b",")
    process.stdin.flush()
    answer = bytearray()
    while not answer.endswith(b","):
        part = os.read(process.stdout.fileno(), 1 << 20)
        if not part:
            raise OSError("it ended before it had answered")
        answer += part
    found: dict[str, Any] = json.loads(base64.b64decode(answer[:-1]))["payload"]
    if found["type"] == "Error":
        raise OSError(found["message"])
    return found


def _published(bundle: Mapping[str, bytes], *, is_primary: bool) -> Iterator[tuple[str, bytes]]:
    """What the search page loads. Scripts stand with the newest shard of a language alone;
    Pagefind's own user interfaces nowhere."""
    for name, data in sorted(bundle.items()):
        is_script = name == "pagefind.js" or name.endswith(".pagefind")
        if name.endswith(_PUBLISHED) and (is_primary or not is_script):
            yield name, data


def _pagefind_failed(folder: str, error: OSError) -> Problem:
    hint = "run again; if it fails again, publish without search: --no-search"
    return problem("E043", folder, f"Pagefind failed: {error}", hint=hint)
