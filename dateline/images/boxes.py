"""AVIF: a file of boxes, each with its size and kind (ISO/IEC 14496-12 and 23008-12).

The file refers to image data by position, so nothing is cut out. Unknown parts are overwritten, and
the file keeps its length.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

#: Boxes of a picture or an animation; all others are overwritten.
_TOP = {b"ftyp", b"styp", b"mdat", b"moov", b"meta", b"free", b"skip"}
_INNER = {
    b"meta": {b"hdlr", b"pitm", b"iinf", b"iloc", b"iprp", b"iref", b"idat", b"grpl", b"dinf"},
    b"moov": {b"mvhd", b"trak", b"mvex", b"iods"},
    b"trak": {b"tkhd", b"mdia", b"edts", b"tref"},
    b"mdia": {b"mdhd", b"hdlr", b"minf"},
    b"minf": {b"vmhd", b"smhd", b"nmhd", b"dinf", b"stbl"},
}
#: Kinds of items that are pictures or parts of pictures.
_PICTURES = {b"av01", b"av1C", b"hvc1", b"jpeg", b"grid", b"iden", b"iovl", b"tmap", b"sato"}
#: An EXIF header without entries.
_NO_EXIF = b"\0\0\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"


class _Box(NamedTuple):
    kind: bytes
    start: int
    body: int
    end: int


def cleaned_boxes(data: bytes) -> bytes:
    """The same file with everything overwritten that is not part of the picture.

    Raises ValueError if the file cannot be parsed.
    """
    found = bytearray(data)
    for box in _boxes(data, 0, len(data)):
        if box.kind in _TOP:
            _clean_inner(data, box, found)
        else:
            _blank(found, box)
    return bytes(found)


def _boxes(data: bytes, at: int, end: int) -> Iterator[_Box]:
    while at < end:
        size, kind, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        size = size or end - at  # up to the end of the file
        if size < head or at + size > end:
            raise ValueError
        yield _Box(kind, at, at + head, at + size)
        at += size


def _clean_inner(data: bytes, box: _Box, found: bytearray) -> None:
    if box.kind not in _INNER:
        if box.kind in (b"free", b"skip"):
            found[box.body : box.end] = bytes(box.end - box.body)
        return
    body = box.body + (4 if box.kind == b"meta" else 0)  # version and flags
    inner = list(_boxes(data, body, box.end))
    for each in inner:
        if each.kind in _INNER[box.kind]:
            _clean_inner(data, each, found)
        else:
            _blank(found, each)
    if box.kind == b"meta":
        _clean_items(data, {each.kind: each for each in inner}, found)


def _clean_items(data: bytes, boxes: dict[bytes, _Box], found: bytearray) -> None:
    """Overwrites the items that are not pictures."""
    if b"iinf" not in boxes or b"iloc" not in boxes:
        return
    kinds = dict(_items(data, boxes[b"iinf"]))
    for number, is_inner, places in _places(data, boxes[b"iloc"]):
        kind = kinds.get(number, b"")
        if kind in _PICTURES:
            continue
        base = boxes[b"idat"].body if is_inner and b"idat" in boxes else 0
        for at, length in places:
            if base + at + length > len(data):
                raise ValueError
            filled = _NO_EXIF if kind == b"Exif" and length >= len(_NO_EXIF) else b""
            blank = b" " if kind == b"mime" else b"\0"
            found[base + at : base + at + length] = filled + blank * (length - len(filled))


def _items(data: bytes, box: _Box) -> Iterator[tuple[int, bytes]]:
    """The number and kind of each item."""
    version = data[box.body]
    for entry in _boxes(data, box.body + (6 if version == 0 else 8), box.end):
        wide = data[entry.body] >= 3
        at = entry.body + 4
        number = int.from_bytes(data[at : at + (4 if wide else 2)], "big")
        at += (4 if wide else 2) + 2
        yield number, data[at : at + 4]


def _places(data: bytes, box: _Box) -> Iterator[tuple[int, bool, list[tuple[int, int]]]]:
    """The number of each item, whether it is in `idat`, and its extents: offset and length."""
    reader = _Reader(data, box.body, box.end)
    version, _ = reader.number(1), reader.number(3)
    sizes = reader.number(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    wide = 4 if version == 2 else 2
    for _ in range(reader.number(wide)):
        number = reader.number(wide)
        method = reader.number(2) & 15 if version else 0
        if method > 1 or reader.number(2):
            raise ValueError  # made of other items, or in another file
        base = reader.number(base_size)
        places = []
        for _ in range(reader.number(2)):
            reader.number(index_size)
            at = base + reader.number(offset_size)
            places.append((at, reader.number(length_size)))
        yield number, method == 1, places


class _Reader:
    def __init__(self, data: bytes, at: int, end: int):
        self._data, self._at, self._end = data, at, end

    def number(self, size: int) -> int:
        if self._at + size > self._end:
            raise ValueError
        self._at += size
        return int.from_bytes(self._data[self._at - size : self._at], "big")


def _blank(found: bytearray, box: _Box) -> None:
    """Overwrites a box as free space."""
    found[box.start + 4 : box.start + 8] = b"free"
    found[box.body : box.end] = bytes(box.end - box.body)
