"""The search index: what is given to Pagefind, and what it gives back.

Pagefind stems and segments by language, so every language has an index of its own under
`pagefind/<language>/`, with its own copy of Pagefind's script: two indexes that share one share
the memory of its WASM too, and crash. Each is cut into shards by time, which the search page asks
as one; `pagefind/bundles.json` lists them. Documents are made for the index alone: the page around
an article changes more often than its text, and what stands there (neighbours, related headlines)
must not be found.
"""

from __future__ import annotations

import base64
import functools
import gzip
import html
import importlib.util
import json
import os
import posixpath
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dateline.model import Article
from dateline.problems import Problem, problem
from dateline.publishing.commit import Made, made_of, write_staged
from dateline.publishing.shards import Shard

#: Words in a chunk of the index, the unit that a search loads. Pagefind's 20000 is made for one
#: index; with many shards a search loads one chunk of each, and smaller ones cost less in all.
CHUNK_SIZE = 1800
_UNSPACED = ("zh", "ja")
_PUBLISHED = (
    *("pagefind.js", "pagefind-entry.json"),
    *(".pagefind", ".pf_meta", ".pf_index", ".pf_filter", ".pf_fragment"),
)
_FRAGMENT_MARK = len(b"pagefind_dcd")


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
    problems = []
    if shard.language in _UNSPACED and _extended_binary() is None:
        problems.append(_needs_extended(shard.language))
    try:
        bundle = _run_pagefind(shard, bodies)
    except OSError as error:
        return ShardIndex(shard.folder, {}, [], 0, [*problems, _pagefind_failed(folder, error)])
    dates = {
        posixpath.basename(name).partition(".")[0]: _date_of_fragment(data)
        for name, data in bundle.items()
        if name.startswith("fragment/")
    }
    if len(dates) != len(shard.articles):
        message = f"of {len(shard.articles)} articles the search index holds {len(dates)}"
        problems.append(problem("E042", folder, message))
    published = dict(_published(bundle, is_primary=shard.folder == f"{shard.language}/"))
    published["dates.json"] = json.dumps(dates, sort_keys=True, separators=(",", ":")).encode()
    made = {f"{folder}{name}": made_of(data) for name, data in published.items()}
    staged = [path for path in made if standing.get(path) != made[path]]
    for path in staged:
        write_staged(staging / path, published[path.removeprefix(folder)])
    return ShardIndex(shard.folder, made, staged, len(dates), problems)


def bundle_list(shards: Sequence[Shard]) -> bytes:
    """`bundles.json`: each language's newest shard, where its script is, and the older ones."""
    bundles: dict[str, dict[str, object]] = {}
    for shard in shards:
        first, last = shard.articles[0].date, shard.articles[-1].date
        entry = {
            "path": shard.folder,
            "from": first.first_day,
            "to": last.last_day,
            "articles": len(shard.articles),
        }
        bundle = bundles.setdefault(shard.language, {"language": shard.language, "older": []})
        if shard.folder == f"{shard.language}/":
            bundle |= entry
        else:
            older = bundle["older"]
            assert isinstance(older, list)  # noqa: S101  # made so two lines above
            older.append(entry)
    return json.dumps({"bundles": list(bundles.values())}, separators=(",", ":")).encode()


def index_document(article: Article, body: str) -> str:
    """The HTML page that Pagefind reads: title, text and filters.

    The date stands as a filter at the precision given. It is no sort key: Pagefind cannot sort
    over several indexes, and the list would be loaded with every search; `dates.json` is not.
    """
    filters = [("tag", tag) for tag in article.tags]
    filters += [("source", article.source)] if article.source else []
    filters.append(("date", article.date.day_text))
    tags = "".join(
        f'<meta data-pagefind-filter="{name}[content]" content="{html.escape(value)}">'
        for name, value in filters
    )
    return (
        f'<!doctype html><html lang="{html.escape(article.lang)}"><head><meta charset="utf-8">'
        f"{tags}</head><body data-pagefind-body><h1>{html.escape(article.title)}</h1>"
        f"{body}</body></html>"
    )


def _run_pagefind(shard: Shard, bodies: Mapping[str, str]) -> dict[str, bytes]:
    """Gives Pagefind the documents and takes its files through a pipe.

    This is the protocol of its own Python and Node.js packages, whose wrappers wait 0.1 s for
    each answer. Its command line would need every document as a file in a folder of its own, and
    when told here to write files it answers, and ends, before they are whole.
    """
    environment = {**os.environ, "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": str(CHUNK_SIZE)}
    command = [_binary(shard.language), "--service"]
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


def _date_of_fragment(data: bytes) -> str:
    fragment = json.loads(gzip.decompress(data)[_FRAGMENT_MARK:])
    return str(fragment["filters"]["date"][0])


def _binary(language: str) -> str:
    if language in _UNSPACED and (extended := _extended_binary()):
        return extended
    import pagefind_bin

    return str(pagefind_bin.get_executable())


@functools.cache
def _extended_binary() -> str | None:
    """The larger Pagefind, which finds words in Chinese and Japanese, where it is installed."""
    if importlib.util.find_spec("pagefind_bin_extended") is None:
        return None
    import pagefind_bin_extended

    return str(pagefind_bin_extended.get_executable())


def _needs_extended(language: str) -> Problem:
    message = f"articles in {language} are indexed by the sentence, not by the word"
    return problem("W007", f"pagefind/{language}", message, hint="pip install 'dateline[cjk]'")


def _pagefind_failed(folder: str, error: OSError) -> Problem:
    hint = "run again; if it fails again, publish without search: --no-search"
    return problem("E043", folder, f"Pagefind failed: {error}", hint=hint)
