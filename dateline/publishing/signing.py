"""Signatures on what the cache keeps: whatever was changed there is not taken for ours.

Without a key of one's own a signature is a checksum: it finds what was damaged, or put under
another name, but whoever means to deceive can make it too. With one in the environment, which
stands nowhere in the cache, only who knows it can.
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Iterable

import msgspec

#: The variable of the environment that holds the key, where there is one.
KEY_NAME = "DATELINE_CACHE_KEY"
SIZE = 16


def sign(what: str, values: Iterable[object]) -> bytes:
    """The signature of some values, kept as what `what` says, 16 bytes at most."""
    data = msgspec.msgpack.encode(tuple(values))
    person = what.encode()
    return hashlib.blake2b(data, digest_size=SIZE, key=_key(), person=person).digest()


@functools.cache
def _key() -> bytes:
    written = os.environ.get(KEY_NAME, "").encode()
    return hashlib.blake2b(written, digest_size=64, person=b"dateline cache").digest()
