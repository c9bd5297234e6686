"""Checks whether all of the contents of a metadata block are known to be harmless.

A location can be in many fields and in many encodings: numbers, words, notes of camera makers. So
nothing searches for it. A block is kept if all of its contents are known and none says where the
picture was taken: orientation, sizes, author and rights.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

#: Tags of EXIF 2.32 in the first directory: sizes, resolution, camera, time, author, rights.
_KNOWN_TAGS = {
    *(0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x010F, 0x0110, 0x0112, 0x0115, 0x011A, 0x011B),
    *(0x0128, 0x0131, 0x0132, 0x013B, 0x013E, 0x013F, 0x0211, 0x0213, 0x0214, 0x8298, 0x8769),
}
#: Tags in the directory of the exposure.
_KNOWN_EXPOSURE = {
    *(0x829A, 0x829D, 0x8822, 0x8827, 0x8830, 0x9000, 0x9003, 0x9004, 0x9101, 0x9102),
    *(*range(0x9201, 0x920B), *range(0x9290, 0x9293), *range(0xA000, 0xA004), 0xA20E, 0xA20F),
    *(0xA210, 0xA217, 0xA300, 0xA301, *range(0xA401, 0xA407), *range(0xA408, 0xA40B), 0xA40C),
}
_EXPOSURE = 0x8769
_TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
#: The maximum bytes of a header that no entry refers to, such as padding to even offsets.
_SLACK = 16
_MOST_ENTRIES = 200

#: Names of elements and attributes of XMP, without prefixes: structure, author and rights.
_KNOWN_NAMES = {
    *("xmpmeta", "xapmeta", "RDF", "Description", "about", "xmptk", "parseType", "lang", "Alt"),
    *("Seq", "Bag", "li", "creator", "rights", "format", "Marked", "WebStatement", "UsageTerms"),
    *("Owner", "Certificate", "Credit", "Source", "AuthorsPosition", "CreatorTool", "Orientation"),
    *("ColorSpace", "ColorMode", "ICCProfile", "LegacyIPTCDigest", "DateCreated", "CreateDate"),
    *("ModifyDate", "MetadataDate", "DocumentID", "InstanceID", "OriginalDocumentID", "Rating"),
    *("XResolution", "YResolution", "ResolutionUnit", "PixelXDimension", "PixelYDimension"),
    *("xml", "version", "encoding", "xpacket", "begin", "id", "end"),
}
_TAG = re.compile(rb"<[/?]?([A-Za-z_][^\s<>/?='\"]*)")
_ATTRIBUTE = re.compile(rb"(?<![^\s<>/?='\"])([^\s<>/?='\"]++)\s*+=\s*+[\"']")

#: Datasets of IPTC IIM 4.2 by record and number: versions, encoding, author, source, rights.
_KNOWN_DATASETS = {(1, 0), (1, 90), (2, 0), (2, 80), (2, 85), (2, 110), (2, 115), (2, 116)}
#: Photoshop's resources: resolution, the digest of IPTC, IPTC itself.
_RESOLUTION, _IPTC_DIGEST, _IPTC = 0x03ED, 0x0425, 0x0404

_ORIENTATION = re.compile(
    rb"\x12\x01\x03\0\x01\0\0\0([\x01-\x08])\0|\x01\x12\0\x03\0\0\0\x01\0([\x01-\x08])"
)


def orientation_only(exif: bytes) -> bytes:
    """An EXIF header (TIFF) with nothing but the orientation; empty if the picture is not
    rotated."""
    found = _ORIENTATION.search(exif)
    turn = (found[1] or found[2]) if found else b"\x01"
    if turn == b"\x01":
        return b""
    entry = b"\x12\x01\x03\0\x01\0\0\0" + turn + b"\0\0\0"
    return b"II*\0\x08\0\0\0" + b"\x01\0" + entry + b"\0\0\0\0"


def is_known_exif(exif: bytes) -> bool:
    """Whether all bytes of an EXIF header (TIFF) are known."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None:
        return False
    try:
        covered, exposure, following = _directory(exif, order, 4, _KNOWN_TAGS)
        if exposure:
            more, deeper, after = _directory(exif, order, exposure, _KNOWN_EXPOSURE)
            covered, following = covered + more, following + after + deeper
    except (struct.error, ValueError):
        return False
    return not following and len(exif) - 8 - covered <= _SLACK


def _directory(exif: bytes, order: str, pointer: int, known: set[int]) -> tuple[int, int, int]:
    """The bytes that a directory takes with its values, the offset of the exposure directory, and
    that of the next directory; 0 if there is none."""
    (at,) = struct.unpack_from(f"{order}I", exif, pointer)
    (count,) = struct.unpack_from(f"{order}H", exif, at)
    covered, exposure = 6 + 12 * count, 0
    if count > _MOST_ENTRIES:
        raise ValueError
    for entry in range(at + 2, at + 2 + 12 * count, 12):
        tag, kind, number = struct.unpack_from(f"{order}HHI", exif, entry)
        if tag not in known or kind not in _TYPE_SIZES:
            raise ValueError
        size = _TYPE_SIZES[kind] * number
        covered += size if size > 4 else 0
        exposure = entry + 8 if tag == _EXPOSURE else exposure
    (following,) = struct.unpack_from(f"{order}I", exif, at + 2 + 12 * count)
    return covered, exposure, following


def is_known_xmp(packet: bytes) -> bool:
    """Whether all names in an XMP packet are known and written plainly."""
    if b"\0" in packet or b"&#" in packet or b"<!" in packet or not packet.strip():
        return False  # not UTF-8, an escaped name, or an entity
    names = {*_TAG.findall(packet), *_ATTRIBUTE.findall(packet)}
    try:
        found = {name.decode("ascii") for name in names}
    except UnicodeDecodeError:
        return False
    local = {name.rpartition(":")[2] for name in found if not name.startswith("xmlns")}
    return local <= _KNOWN_NAMES


def is_known_photoshop(block: bytes) -> bool:
    """Whether all resources of a Photoshop block are known, and all datasets of IPTC in it."""
    try:
        return all(
            number in (_RESOLUTION, _IPTC_DIGEST) or (number == _IPTC and _is_known_iptc(data))
            for number, data in _resources(block)
        )
    except (IndexError, ValueError):
        return False


def _resources(block: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(block):
        if block[at : at + 4] != b"8BIM":
            raise ValueError
        number = int.from_bytes(block[at + 4 : at + 6], "big")
        name = 1 + block[at + 6]
        at += 6 + name + name % 2
        size = int.from_bytes(block[at : at + 4], "big")
        if at + 4 + size > len(block):
            raise ValueError
        yield number, block[at + 4 : at + 4 + size]
        at += 4 + size + size % 2


def _is_known_iptc(data: bytes) -> bool:
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at + 3 : at + 5], "big")
        is_whole = data[at] == 0x1C and size < 0x8000 and at + 5 + size <= len(data)
        if not is_whole or (data[at + 1], data[at + 2]) not in _KNOWN_DATASETS:
            return not any(data[at:])  # padding
        at += 5 + size
    return True
