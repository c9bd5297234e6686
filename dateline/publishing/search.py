"""The search index: what is given to Pagefind, and what it gives back.

Pagefind stems and segments by language, so every language has an index of its own under
`pagefind/<language>/`, with its own copy of Pagefind's script: two indexes that share one share
the memory of its WASM too, and crash. `pagefind/bundles.json` lists them for the search page.
Documents are made for the index alone: the page around an article changes more often than its
text, and what stands there (neighbours, related headlines) must not be found.
"""

from __future__ import annotations

import functools
import html
import importlib.util
import json
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pagefind_bin

from dateline.model import Article
from dateline.problems import Problem, problem
from dateline.urls import output_file

_UNSPACED = ("zh", "ja")
_PUBLISHED_NAMES = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
_PUBLISHED_KINDS = (".pagefind", ".pf_meta", ".pf_index", ".pf_filter", ".pf_fragment")


class Document(NamedTuple):
    """An article as the index sees it."""

    article: Article
    html: str


class Index(NamedTuple):
    """The files of the search index by path under the output folder, and what is in them."""

    files: dict[str, bytes]
    indexed: int
    problems: list[Problem]


def build_index(documents: Iterable[Document]) -> Index:
    """Indexes every document under its language. Fewer in the index than were given is an error."""
    by_language: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        by_language[document.article.lang.partition("-")[0].lower()].append(document)
    files: dict[str, bytes] = {}
    bundles, problems, indexed = [], [], 0
    for language, members in sorted(by_language.items(), key=lambda item: (-len(item[1]), item[0])):
        if language in _UNSPACED and _extended_binary() is None:
            problems.append(_needs_extended(language))
        try:
            bundle, count = _index_language(language, members)
        except (OSError, subprocess.SubprocessError) as error:
            problems.append(_pagefind_failed(language, error))
            continue
        if count != len(members):
            message = f"of {len(members)} articles in {language}, the search index holds {count}"
            problems.append(problem("E042", f"pagefind/{language}", message))
        files.update(bundle)
        indexed += count
        bundles.append({"path": f"{language}/", "language": language, "articles": count})
    files["pagefind/bundles.json"] = json.dumps({"bundles": bundles}).encode()
    return Index(files, indexed, problems)


def _index_language(language: str, documents: list[Document]) -> tuple[dict[str, bytes], int]:
    binary = _extended_binary() if language in _UNSPACED else None
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        source, bundle = Path(folder, "documents"), Path(folder, "bundle")
        for document in documents:
            file = source / output_file(document.article.address)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(index_document(document), "utf-8")
        command = [
            str(binary or pagefind_bin.get_executable()),
            *("--site", str(source), "--output-path", str(bundle), "--silent"),
            *("--force-language", language),
        ]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # our own arguments
        entry = json.loads((bundle / "pagefind-entry.json").read_bytes())
        count = sum(part["page_count"] for part in entry["languages"].values())
        return dict(_bundle_files(bundle, language)), count


def _bundle_files(bundle: Path, language: str) -> Iterator[tuple[str, bytes]]:
    """What the search page loads; Pagefind's own user interfaces stay behind."""
    for file in sorted(bundle.rglob("*")):
        name = file.relative_to(bundle).as_posix()
        if name in _PUBLISHED_NAMES or file.suffix in _PUBLISHED_KINDS:
            yield f"pagefind/{language}/{name}", file.read_bytes()


def index_document(document: Document) -> str:
    """The HTML page that Pagefind reads: text, filters, and the date as sort key and filter.

    The date stands as a filter at the precision given, and as a sort key always: an article
    without one would vanish from a sorted search.
    """
    article = document.article
    filters = [("tag", tag) for tag in article.tags]
    filters += [("source", article.source)] if article.source else []
    filters.append(("date", article.date.day_text))
    meta = [("title", article.title), ("date", article.date.day_text), ("lang", article.lang)]
    meta += [("source", article.source)] if article.source else []
    year, month, day, clock = article.date.sort_key
    sort_key = f"{year:04d}{month:02d}{day:02d}{clock.replace(':', '') or '000000'}"
    tags = [_meta("filter", name, value) for name, value in filters]
    tags += [_meta("meta", name, value) for name, value in meta]
    tags.append(_meta("sort", "date", sort_key))
    return (
        f'<!doctype html><html lang="{html.escape(article.lang)}"><head><meta charset="utf-8">'
        f"{''.join(tags)}</head><body data-pagefind-body><h1>{html.escape(article.title)}</h1>"
        f"{document.html}</body></html>"
    )


def _meta(kind: str, name: str, value: str) -> str:
    return f'<meta data-pagefind-{kind}="{name}[content]" content="{html.escape(value)}">'


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


def _pagefind_failed(language: str, error: Exception) -> Problem:
    said = getattr(error, "stderr", b"") or str(error).encode()
    message = f"Pagefind failed: {said.decode(errors='replace').strip()}"
    hint = "run again; if it fails again, publish without search: --no-search"
    return problem("E043", f"pagefind/{language}", message, hint=hint)
