"""Parses an image file into parts: those of the picture, and metadata.

Works on the containers (JPEG, PNG, WebP, GIF), not on the pixels.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from dateline.images.metadata import (
    is_known_exif,
    is_known_photoshop,
    is_known_xmp,
    orientation_only,
)

PNG, JPEG, GIF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8", (b"GIF87a", b"GIF89a")

#: Chunks, beside the critical ones, that affect how a PNG looks.
_PNG_PICTURE = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB"),
    *(b"cICP", b"mDCV", b"cLLI", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT"),
}
#: Keywords of texts without a location; `Comment` and `Description` may contain anything.
_PNG_TEXTS = {b"Title", b"Author", b"Copyright", b"Software", b"Creation Time"}
_WEBP_PICTURE = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_WEBP_HAS_EXIF, _WEBP_HAS_XMP = 0x08, 0x04
_GIF_APPLICATIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
_SCAN_END = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")  # neither stuffing nor a restart marker
_EXIF, _XMP, _PHOTOSHOP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0", b"Photoshop 3.0\0"


class CutOffError(ValueError):
    """A file ends within its picture."""


class Part(NamedTuple):
    """A range of a file. `is_known`: it may be published. `clean` replaces it if it, or another
    part, may not be published."""

    data: bytes
    clean: bytes
    is_known: bool = True


def _picture(data: bytes) -> Part:
    return Part(data, data)


def _metadata(data: bytes, *, is_known: bool, clean: bytes = b"") -> Part:
    return Part(data, clean, is_known)


def jpeg_parts(data: bytes) -> Iterator[Part]:
    """The segments (ITU T.81, B.1), and appended data. Raises ValueError."""
    yield _picture(JPEG)
    at, is_turned = 2, False
    while True:
        if at + 4 > len(data) and data[at : at + 2] != b"\xff\xd9":
            raise CutOffError
        if data[at] != 0xFF:
            raise ValueError
        code = data[at + 1]
        if code == 0xFF:  # fill bytes before a marker
            at += 1
            continue
        if code == 0xD9:
            yield _picture(data[at : at + 2])
            yield _metadata(data[at + 2 :], is_known=not any(data[at + 2 :]))
            return
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if code == 0xDA:
            following = _SCAN_END.search(data, end)
            if not following:
                raise CutOffError
            end = following.start()
        if end > len(data):
            raise ValueError
        part = _jpeg_segment(data[at:end], code)
        if code == 0xE1 and part.clean:  # only one segment sets the orientation
            part = part._replace(clean=b"") if is_turned else part
            is_turned = True
        yield part
        at = end


def _jpeg_segment(segment: bytes, code: int) -> Part:
    body = segment[4:]
    if code == 0xE1 and body.startswith(_EXIF):
        exif = orientation_only(body)
        clean = b"\xff\xe1" + (len(exif) + 8).to_bytes(2, "big") + _EXIF + exif if exif else b""
        return _metadata(segment, is_known=is_known_exif(body[len(_EXIF) :]), clean=clean)
    if code == 0xE1 and body.startswith(_XMP):
        return _metadata(segment, is_known=is_known_xmp(body[len(_XMP) :]))
    if code == 0xED and body.startswith(_PHOTOSHOP):
        return _metadata(segment, is_known=is_known_photoshop(body[len(_PHOTOSHOP) :]))
    is_picture = not (0xE0 <= code <= 0xEF or code == 0xFE)
    if is_picture or body.startswith((b"JFIF\0", b"ICC_PROFILE\0", b"Adobe")):
        return _picture(segment)
    return _metadata(segment, is_known=False)


def png_parts(data: bytes) -> Iterator[Part]:
    """The chunks (PNG, 5.3), and appended data. Raises ValueError."""
    yield _picture(PNG)
    at = len(PNG)
    while True:
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if len(data) < end:
            raise CutOffError if kind in (b"IDAT", b"fdAT", b"") else ValueError
        yield _png_chunk(data[at:end], kind)
        if kind == b"IEND":
            yield _metadata(data[end:], is_known=not any(data[end:]))
            return
        at = end


def _png_chunk(chunk: bytes, kind: bytes) -> Part:
    body = chunk[8:-4]
    if kind in _PNG_PICTURE:
        return _picture(chunk)
    if kind == b"eXIf":
        exif = orientation_only(body)
        held = kind + exif
        clean = len(exif).to_bytes(4, "big") + held + zlib.crc32(held).to_bytes(4, "big")
        return _metadata(chunk, is_known=is_known_exif(body), clean=clean if exif else b"")
    keyword, _, rest = body.partition(b"\0")
    if kind == b"tEXt" or (kind == b"iTXt" and rest[:2] == b"\0\0"):
        is_xmp = kind == b"iTXt" and keyword == b"XML:com.adobe.xmp"
        text = rest[2:].split(b"\0", 2)[-1]
        return _metadata(chunk, is_known=is_known_xmp(text) if is_xmp else keyword in _PNG_TEXTS)
    return _metadata(chunk, is_known=kind == b"tIME")


def webp_parts(data: bytes) -> Iterator[Part]:
    """The chunks (RFC 9649, 2.3) after the 12 bytes of the RIFF header, and appended data. The
    header of a clean file says which chunks remain. Raises ValueError."""
    chunks: list[tuple[bytes, bytes]] = []
    at, whole = 12, 8 + int.from_bytes(data[4:8], "little")
    if len(data) < whole:
        raise CutOffError
    while at < whole:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        chunks.append((data[at : at + 4], data[at + 8 : at + 8 + size]))
        at += 8 + size + size % 2
    exif = orientation_only(next((body for kind, body in chunks if kind == b"EXIF"), b""))
    for kind, body in chunks:
        chunk = _webp_chunk(kind, body)
        if kind == b"VP8X":
            flags = body[0] & ~(_WEBP_HAS_EXIF | _WEBP_HAS_XMP) | (_WEBP_HAS_EXIF if exif else 0)
            yield Part(chunk, _webp_chunk(kind, bytes([flags]) + body[1:]))
        elif kind in _WEBP_PICTURE:
            yield _picture(chunk)
        else:
            is_known = (kind == b"EXIF" and is_known_exif(body.removeprefix(_EXIF))) or (
                kind == b"XMP " and is_known_xmp(body)
            )
            yield _metadata(chunk, is_known=is_known)
    if exif:
        yield Part(b"", _webp_chunk(b"EXIF", exif))
    yield _metadata(data[whole:], is_known=not any(data[whole:]))


def _webp_chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)


def gif_parts(data: bytes) -> Iterator[Part]:
    """The blocks (GIF89a, 12), and appended data. Raises ValueError."""
    at = 13 + _colours(data[10])
    yield _picture(data[:at])
    while True:
        if at >= len(data):
            raise CutOffError
        start, kind = at, data[at]
        if kind == 0x3B:
            yield _picture(data[at : at + 1])
            yield _metadata(data[at + 1 :], is_known=not any(data[at + 1 :]))
            return
        if kind == 0x2C:
            at = _after_blocks(data, at + 11 + _colours(data[at + 9]))
            yield _picture(data[start:at])
        elif kind == 0x21:
            at = _after_blocks(data, start + 2)
            is_shown = data[start + 1] in (0xF9, 0x01)
            is_shown = is_shown or data[start + 3 : start + 14] in _GIF_APPLICATIONS
            block = data[start:at]
            yield _picture(block) if is_shown else _metadata(block, is_known=False)
        else:
            raise ValueError


def _colours(flags: int) -> int:
    """The bytes of a colour table."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    """The end of a sequence of blocks, each of which begins with its size."""
    while at < len(data):
        size = data[at]
        at += 1 + size
        if not size:
            return at
    raise CutOffError
