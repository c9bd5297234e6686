"""Runs Pagefind, and reads and writes the formats of its files."""

from __future__ import annotations

import base64
import gzip
import os
from collections.abc import Mapping, Sequence

from dateline.search.pagefind_process import PagefindProcess, time_limit

#: Words in a chunk of the index, the unit that a search loads. Pagefind's default of 20000 suits
#: one index. With many shards a search loads one chunk of each, so smaller ones cost less in total.
CHUNK_SIZE = 1800
_SIGNATURE = b"pagefind_dcd"
#: Comes before Pagefind's script.
_LOADER = b"""let fetch = (...request) => globalThis.fetch(...request);
export const setFetch = (load) => { fetch = load; };
"""


def run_pagefind(language: str, documents: Sequence[tuple[str, str]]) -> dict[str, bytes]:
    """The files of an index, by path, for documents given by address and HTML.

    Pagefind gets and returns them through a pipe. Raises OSError if it fails or exceeds its time
    limit.

    This is the protocol of its own Python and Node.js packages, whose wrappers wait 0.1 s for each
    answer. Its command line would need every document as a file. Its command to write files
    answers, and ends, before the files are complete.
    """
    environment = {**os.environ, "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": str(CHUNK_SIZE)}
    command = [pagefind_executable(), "--service"]
    characters = sum(len(document) for _, document in documents)
    seconds = time_limit(len(documents), characters)
    with PagefindProcess(command, environment, seconds, characters) as process:
        index = process.ask(type="NewIndex", config={"force_language": language})["index_id"]
        for url, document in documents:
            process.ask(type="AddFile", index_id=index, url=url, file_contents=document)
        files = process.ask(type="GetFiles", index_id=index)["files"]
    return {file["path"]: base64.b64decode(file["content"]) for file in files}


def pagefind_executable() -> str:
    """The program in the package `pagefind-bin`."""
    import pagefind_bin

    return str(pagefind_bin.get_executable())


def with_loader(script: bytes) -> bytes:
    """Pagefind's script with a `fetch` that the search page sets.

    Pagefind says nothing of a chunk that failed to load and has no setting for this. Within the
    script the declaration stands before the browser's `fetch`, which stays as it is for the page.
    """
    return _LOADER + script


def slimmed(bundle: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same index with shorter file names and without the length of each text.

    `pf_meta`, which a search loads whole from every shard, lists both; this saves a third of it.
    Lengths affect only Pagefind's scores, which the search page does not use. The list is CBOR:
    version, pages (hash, words), chunks (first word, last word, hash), filters, sorts, metadata
    fields.
    """
    import cbor2

    [meta_name] = [name for name in bundle if name.endswith(".pf_meta")]
    version, pages, chunks, *rest = cbor2.loads(unpacked(bundle[meta_name]))
    pages_named = _short_names([name for name, _ in pages])
    chunks_named = _short_names([name for *_, name in chunks])
    meta = [
        version,
        [[pages_named[name], 1] for name, _ in pages],
        [[first, last, chunks_named[name]] for first, last, name in chunks],
        *rest,
    ]
    slim = {meta_name: packed(cbor2.dumps(meta))}
    for path, data in bundle.items():
        folder, _, file = path.rpartition("/")
        name, dot, kind = file.partition(".")
        short = {"fragment": pages_named, "index": chunks_named}.get(folder, {}).get(name)
        slim.setdefault(f"{folder}/{short}{dot}{kind}" if short else path, data)
    return slim


def _short_names(names: Sequence[str]) -> dict[str, str]:
    """`en_7b6c1bb` cut to as many digits as distinguish it from the others, at least four."""
    hashes = {name: name.rpartition("_")[2] for name in names}
    width = 4
    while len({text[:width] for text in hashes.values()}) < len(hashes):
        width += 1
    return {name: text[:width] for name, text in hashes.items()}


def unpacked(data: bytes) -> bytes:
    """The content of a file of the index."""
    return gzip.decompress(data)[len(_SIGNATURE) :]


def packed(data: bytes) -> bytes:
    """A file of the index: signed and compressed, always with the same bytes."""
    made = gzip.compress(_SIGNATURE + data, 9, mtime=0)
    # RFC 1952, 2.3: the ninth byte is the system, which some versions of Python write; 255 is
    # unknown.
    return made[:9] + b"\xff" + made[10:]
