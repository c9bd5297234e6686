"""Removes metadata that may say where a photo was taken.

`metadata` lists what may be published; everything else is removed. This works on the containers of
the formats, so the pixels do not change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from dateline.images.boxes import cleaned_boxes
from dateline.images.parts import (
    GIF,
    JPEG,
    PNG,
    CutOffError,
    Part,
    gif_parts,
    jpeg_parts,
    png_parts,
    webp_parts,
)

#: The beginnings of metadata in a file of an unknown kind. EXIF 2.32, 4.6.3: 0x8825 is the GPS
#: entry of a directory, in either byte order.
_METADATA = re.compile(
    rb"\x25\x88[\x04\x0d]\0\x01\0\0\0|\x88\x25\0[\x04\x0d]\0\0\0\x01|Exif\0|\xa9xyz\0|ISO6709"
    rb"|II\*\0|MM\0\*|8BIM|adobe|x\0?m\0?p\0?m\0?e\0?t\0?a|r\0?d\0?f\0?:|g\0?p\0?s\0?[-_:]?"
    rb"|l\0?a\0?t\0?i\0?t\0?u\0?d\0?e|ftyp",
    re.IGNORECASE,
)


def may_reveal_location(data: bytes) -> bool:
    """Whether metadata of an image may say where it was taken: whether any of it is unknown."""
    if _is_boxes(data):
        try:
            return cleaned_boxes(data) != data
        except (IndexError, ValueError):
            return True
    parts = _parts_of(data)
    if parts is None:
        return _METADATA.search(data) is not None
    try:
        return any(not part.is_known for part in parts(data))
    except CutOffError:
        return False  # everything before this is known
    except (IndexError, ValueError):
        return True


def without_metadata(data: bytes) -> bytes | None:
    """The same picture without EXIF, XMP, IPTC and comments; None if that is not possible.

    Colour profile and orientation are kept, because the picture would look different without them.
    """
    parts = _parts_of(data)
    try:
        if _is_boxes(data):
            clean = cleaned_boxes(data)
        elif parts is None:
            return None
        else:
            clean = b"".join(part.clean for part in parts(data))
            if parts is webp_parts:
                clean = b"RIFF" + (len(clean) + 4).to_bytes(4, "little") + b"WEBP" + clean
    except (IndexError, ValueError):
        return None  # truncated or damaged
    return None if may_reveal_location(clean) else clean


def _parts_of(data: bytes) -> Callable[[bytes], Iterator[Part]] | None:
    """The parser for a file of this kind; None if the kind is unknown."""
    if data.startswith(JPEG):
        return jpeg_parts
    if data.startswith(PNG):
        return png_parts
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return webp_parts
    return gif_parts if data.startswith(GIF) else None


def _is_boxes(data: bytes) -> bool:
    return data[4:8] == b"ftyp"
