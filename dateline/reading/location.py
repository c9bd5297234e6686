"""Where a photo was taken: found in the bytes of its file, and taken out of them.

Works on the containers (JPEG, PNG, WebP), not on the pixels: what is published is the same picture
to the last bit, and a file that no decoder can open is looked through all the same.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"

# EXIF 2.32, 4.6.3: the entry 0x8825 of a directory, one number of type LONG or IFD, in either
# order of bytes. Eight bytes that stand nowhere by chance, so all of the file can be searched:
# smaller pictures and films that telephones append to a JPEG have headers of their own.
_GPS_DIRECTORY = re.compile(
    rb"\x25\x88[\x04\x0d]\0\x01\0\0\0|\x88\x25\0[\x04\x0d]\0\0\0\x01|\xa9xyz\0|location\.ISO6709"
)
_ORIENTATION = re.compile(
    rb"\x12\x01\x03\0\x01\0\0\0([\x01-\x08])\0|\x01\x12\0\x03\0\0\0\x01\0([\x01-\x08])"
)
_RDF = b"22-rdf-syntax-ns#"
_XMP_PLACE = re.compile(
    rb"gps-?(?:lat|lon|alt|pos|coord|dest|img|map|area|processing)"
    rb"|photoshop:(?:city|state)|Iptc4xmpCore:location|Location(?:Created|Shown)",
    re.IGNORECASE,
)
# IPTC IIM 4.2 within Photoshop's resource 0x0404: datasets of record 2 for the content's location,
# city, sublocation and province. A country is no place that one could be found at.
_IPTC = re.compile(rb"8BIM\x04\x04\0\0(.{4})", re.DOTALL)
_IPTC_PLACE = re.compile(rb"\x1c\x02[\x1a\x1b\x5a\x5c\x5f]")
#: Text that PNG compresses or spells in hexadecimal; it may hold all of the above.
_PNG_SEALED = re.compile(rb"zTXt|Raw profile type|iTXt[^\0]{1,79}\0\x01")

#: What a PNG needs to look as it does, beside its critical chunks.
_PNG_KEPT = {
    *(b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI"),
    *(b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT"),
}
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_WEBP_HAS_EXIF, _WEBP_HAS_XMP = 0x08, 0x04
_SCAN_END = re.compile(rb"\xff+[\x01-\xcf\xd8-\xfe]")  # neither stuffing nor a restart marker


def tells_place(data: bytes) -> bool:
    """Whether an image's EXIF, XMP or IPTC data say where it was taken, or hide whether they do."""
    if _GPS_DIRECTORY.search(data) or (_RDF in data and _XMP_PLACE.search(data)):
        return True
    if data.startswith(_PNG) and _PNG_SEALED.search(data):
        return True
    for found in _IPTC.finditer(data):
        size = int.from_bytes(found[1], "big")
        if _IPTC_PLACE.search(data, found.end(), found.end() + size):
            return True
    return False


def without_metadata(data: bytes) -> bytes | None:
    """The same picture without EXIF, XMP, IPTC and comments; None where that cannot be done.

    Colour profile and orientation stay, for the picture would look another without them.
    """
    try:
        if data.startswith(_JPEG):
            clean = b"".join(_jpeg_parts(data))
        elif data.startswith(_PNG):
            clean = b"".join(_png_parts(data))
        elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            chunks = b"".join(_webp_parts(data))
            clean = b"RIFF" + (len(chunks) + 4).to_bytes(4, "little") + b"WEBP" + chunks
        else:
            return None
    except (IndexError, ValueError):
        return None  # cut off or damaged
    return None if tells_place(clean) else clean


def _upright(exif: bytes) -> bytes:
    """An EXIF header (TIFF) that says nothing but how to turn the picture; empty where not to."""
    found = _ORIENTATION.search(exif)
    turn = (found[1] or found[2]) if found else b"\x01"
    if turn == b"\x01":
        return b""
    entry = b"\x12\x01\x03\0\x01\0\0\0" + turn + b"\0\0\0"
    return b"II*\0\x08\0\0\0" + b"\x01\0" + entry + b"\0\0\0\0"


def _jpeg_parts(data: bytes) -> Iterator[bytes]:
    """The segments that make the picture (ITU T.81, B.1), to its end; what is appended goes."""
    yield _JPEG
    at, is_turned = 2, False
    while True:
        if data[at] != 0xFF:
            raise ValueError
        code = data[at + 1]
        if code == 0xFF:  # a marker may be filled up
            at += 1
            continue
        if code == 0xD9:
            yield data[at : at + 2]
            return
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        body = data[at + 4 : end]
        if code == 0xDA:
            following = _SCAN_END.search(data, end)
            if not following:
                raise ValueError
            end = following.start()
        if code == 0xE1 and body.startswith(b"Exif\0\0") and not is_turned:
            is_turned = True
            if turn := _upright(body):
                yield b"\xff\xe1" + (len(turn) + 8).to_bytes(2, "big") + b"Exif\0\0" + turn
        elif not (0xE0 <= code <= 0xEF or code == 0xFE) or body.startswith(
            (b"JFIF\0", b"ICC_PROFILE\0", b"Adobe")
        ):
            yield data[at:end]
        at = end


def _png_parts(data: bytes) -> Iterator[bytes]:
    """The chunks that make the picture (PNG, 5.3), to its end."""
    yield _PNG
    at = len(_PNG)
    while True:
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if len(data) < end:
            raise ValueError
        if kind == b"eXIf" and (turn := _upright(data[at + 8 : end - 4])):
            chunk = kind + turn
            yield len(turn).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big")
        elif kind[:1].isupper() or kind in _PNG_KEPT:
            yield data[at:end]
        if kind == b"IEND":
            return
        at = end


def _webp_parts(data: bytes) -> Iterator[bytes]:
    """The chunks that make the picture (RFC 9649, 2.3)."""
    chunks: list[tuple[bytes, bytes]] = []
    at, whole = 12, 8 + int.from_bytes(data[4:8], "little")
    if len(data) < whole:
        raise ValueError
    while at < whole:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        chunks.append((data[at : at + 4], data[at + 8 : at + 8 + size]))
        at += 8 + size + size % 2
    turn = _upright(next((body for kind, body in chunks if kind == b"EXIF"), b""))
    for kind, body in chunks:
        if kind == b"VP8X":
            flags = body[0] & ~(_WEBP_HAS_EXIF | _WEBP_HAS_XMP) | (_WEBP_HAS_EXIF if turn else 0)
            yield _webp_chunk(kind, bytes([flags]) + body[1:])
        elif kind in _WEBP_KEPT:
            yield _webp_chunk(kind, body)
    if turn:
        yield _webp_chunk(b"EXIF", turn)


def _webp_chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
