"""Builds one shard of the search index with Pagefind, and its tables.

Pagefind stems and segments by language, so every language has an index in `pagefind/<language>/`,
with its own copy of Pagefind's script. Two indexes with one script would share the memory of its
WASM and crash. Each index is split into shards by time, which the search page queries together;
`pagefind/bundles.json` lists them. The indexed documents contain only the article, because the page
around it (neighbours, related headlines) changes more often and must not be found.

Pagefind finds words. The search page handles dates, names and the order of results, with two tables
in each shard: `articles.json` and `names.json`.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from dateline.model import Article
from dateline.output.manifest import FileRecord, record_of
from dateline.output.transaction import write_staged
from dateline.problems import ArticleError, Problem, problem
from dateline.search.normalize import fold_letters
from dateline.search.pagefind import run_pagefind, slimmed, with_loader
from dateline.search.shards import Shard
from dateline.search.sidecars import article_table, make_fragments, name_table
from dateline.urls import PAGEFIND

_PUBLISHED = (
    *("pagefind.js", "pagefind-entry.json"),
    *(".pagefind", ".pf_meta", ".pf_index", ".pf_fragment"),
)


class ShardIndex(NamedTuple):
    """The result of indexing one shard: its files by path under the output folder.

    `staged` are those that were written; the others were already in place.
    """

    folder: str
    files: dict[str, FileRecord]
    staged: list[str]
    indexed: int
    problems: list[Problem]


def index_shard(
    shard: Shard, bodies: Mapping[str, str], staging: Path, current: Mapping[str, FileRecord]
) -> ShardIndex:
    """Indexes one shard and stages its files, except those already in place.

    An index with fewer articles than the shard is an error.
    """
    folder = f"{PAGEFIND}{shard.folder}"
    documents, failed = _documents(shard, bodies)
    if failed:
        return ShardIndex(shard.folder, {}, [], 0, failed)
    try:
        bundle = slimmed(run_pagefind(shard.language, documents))
        fragments = make_fragments(bundle, shard, bodies)
        tables = {"articles.json": article_table(fragments), "names.json": name_table(fragments)}
    except ArticleError as error:
        return ShardIndex(shard.folder, {}, [], 0, [error.problem()])
    except (
        Exception
    ) as error:  # Pagefind's output is not trusted: any error while parsing it becomes E043
        return ShardIndex(shard.folder, {}, [], 0, [_pagefind_failed(folder, error)])
    problems = []
    if len(fragments) != len(shard.articles):
        message = f"of {len(shard.articles)} articles the search index holds {len(fragments)}"
        problems.append(problem("E042", folder, message))
    published = dict(_published(bundle, is_primary=shard.is_newest))
    published |= {fragment.name: fragment.data for fragment in fragments}
    published |= tables
    made = {f"{folder}{name}": record_of(data) for name, data in published.items()}
    staged = [path for path in made if current.get(path) != made[path]]
    for path in staged:
        write_staged(staging / path, published[path.removeprefix(folder)])
    return ShardIndex(shard.folder, made, staged, len(fragments), problems)


def index_document(article: Article, body: str) -> str:
    """The HTML page for Pagefind: title and text, with letters normalized if a script has several
    ways to write one."""
    title = html.escape(article.title)
    document = fold_letters(f"<h1>{title}</h1>{body}")
    return (
        f'<!doctype html><html lang="{html.escape(article.lang)}"><head><meta charset="utf-8">'
        f"</head><body data-pagefind-body>{document}</body></html>"
    )


def _documents(
    shard: Shard, bodies: Mapping[str, str]
) -> tuple[list[tuple[str, str]], list[Problem]]:
    """The documents for Pagefind, by address, and a problem for each article that fails."""
    documents, failed = [], []
    for article in shard.articles:
        try:
            documents.append((f"/{article.address}", index_document(article, bodies[article.path])))
        except Exception as error:
            failed.append(ArticleError(article.path, error).problem())
    return documents, failed


def _published(bundle: Mapping[str, bytes], *, is_primary: bool) -> Iterator[tuple[str, bytes]]:
    """The files that the search page loads. Only the newest shard of a language needs the scripts;
    Pagefind's own user interfaces are not published."""
    for name, data in sorted(bundle.items()):
        is_script = name == "pagefind.js" or name.endswith(".pagefind")
        if name.endswith(_PUBLISHED) and (is_primary or not is_script):
            yield name, with_loader(data) if name == "pagefind.js" else data


def _pagefind_failed(folder: str, error: Exception) -> Problem:
    reason = str(error) if isinstance(error, OSError) else f"its answer is not an index ({error!r})"
    hint = "build again; if it fails again, publish without search: --no-search"
    return problem("E043", folder, f"Pagefind failed: {reason}", hint=hint)
