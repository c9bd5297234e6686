"""Makes the published files of an image: the picture itself, and narrower copies."""

from __future__ import annotations

import io
import math
import warnings
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from dateline.images.location import may_reveal_location, without_metadata

if TYPE_CHECKING:
    from PIL import Image

#: Extensions of images. Some are published unchanged, but must be checked for metadata.
IMAGE_KINDS = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"})

#: Widths of the copies, in pixels: a telephone, a column of text, and the same on a high-density
#: screen.
_WIDTHS = (480, 960, 1600)
_QUALITY = 80
_TALLEST = 16_383  # the maximum of WebP
_SCALED = {"JPEG", "MPO", "PNG", "WEBP"}
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
#: Modes that can be converted to RGB directly; CMYK and 16-bit grey need a colour profile.
_PLAIN_MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
_ORIENTATION, _TURNED = 0x0112, (5, 6, 7, 8)


class Prepared(msgspec.Struct, frozen=True):
    """The result for an image file: its upright size, and copies by width.

    `original` says what is published of the file itself: the same bytes, a `clean` version without
    its metadata, or nothing if these cannot be removed. `wrong` is the reason why it could not be
    read.
    """

    width: int = 0
    height: int = 0
    copies: tuple[tuple[int, bytes], ...] = ()
    original: Literal["same", "clean", "none"] = "same"
    wrong: str = ""


def prepare_image(data: bytes) -> Prepared:
    """Removes location metadata, measures the image, and makes narrower copies as WebP."""
    original: Literal["same", "clean"] = "same"
    if may_reveal_location(data):
        clean = without_metadata(data)
        if clean is None:
            return Prepared(original="none")
        original, data = "clean", clean
    sized = _read(data)
    if isinstance(sized, str):
        return Prepared(original=original, wrong=sized)
    copies = tuple((width, copy) for width, copy in sized.copies if len(copy) < len(data))
    return Prepared(sized.width, sized.height, copies, original)


def published_original(data: bytes, prepared: Prepared) -> bytes | None:
    """The published bytes of the file itself, if any. Making them again is cheaper than storing
    them."""
    if prepared.original == "none":
        return None
    return data if prepared.original == "same" else without_metadata(data)


def published_widths(prepared: Prepared) -> list[int]:
    """The widths that a browser may choose from, with the original's if the widest copy is missing.

    That copy is missing if it would be larger in bytes than the original.
    """
    widths = [width for width, _ in prepared.copies]
    own = [prepared.width] if widths and widths[-1] < prepared.width <= _WIDTHS[-1] else []
    return widths + own


def webp_width(data: bytes) -> int:
    """The width of a WebP file (RFC 9649), from its first chunk; 0 for any other file."""
    kind = data[12:16] if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else b""
    if kind == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1
    if kind == b"VP8L":
        return (int.from_bytes(data[21:23], "little") & 0x3FFF) + 1
    return int.from_bytes(data[26:28], "little") & 0x3FFF if kind == b"VP8 " else 0


class _Sized(NamedTuple):
    width: int
    height: int
    copies: list[tuple[int, bytes]]


def _read(data: bytes) -> _Sized | str:
    """The size of an image and its copies, or the reason why there are none."""
    # Imported here, so that a build without new images does not load Pillow.
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                return _copies(image)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            most = (Image.MAX_IMAGE_PIXELS or 0) // 1_000_000
            return f"it has more than {most} million pixels"
        except UnidentifiedImageError:
            return "it is no image of a known kind"
        except Exception:  # decoders raise anything on damaged files
            return "it is damaged or cut off"


def _copies(image: Image.Image) -> _Sized:
    from PIL import Image, ImageOps

    is_turned = image.getexif().get(_ORIENTATION) in _TURNED
    width, height = reversed(image.size) if is_turned else image.size
    # A JPEG is decoded at a half, quarter or eighth if that is enough: a third of the time.
    least = min(1.0, _WIDTHS[-1] / width)
    image.draft(None, (math.ceil(image.width * least), math.ceil(image.height * least)))
    image.load()
    # Telephones put a second picture into a JPEG (MPO), which is not an animation.
    is_animated = getattr(image, "is_animated", False) and image.format != "MPO"
    if image.format not in _SCALED or is_animated or image.mode not in _PLAIN_MODES:
        return _Sized(width, height, [])
    profile = image.info.get("icc_profile") or b""
    copy: Image.Image = image
    if image.mode not in ("RGB", "RGBA"):
        copy = image.convert("RGBA" if image.has_transparency_data else "RGB")
    # A grey picture's profile does not fit its RGB copy.
    icc = profile if profile[16:20] == b"RGB " else b""
    # A small picture needs no copy; one between two widths gets a copy of its own width.
    widths = {min(width, narrow) for narrow in _WIDTHS} if width > _WIDTHS[0] else set()
    copies = []
    for narrow in sorted(widths, reverse=True):
        low = max(1, round(height * narrow / width))
        if low <= _TALLEST:
            # Each copy is made from the next wider one, which is faster, and rotated when it is
            # small.
            size = (low, narrow) if is_turned else (narrow, low)
            copy, file = copy.resize(size, Image.Resampling.LANCZOS), io.BytesIO()
            upright = ImageOps.exif_transpose(copy)
            upright.save(file, "WEBP", quality=_QUALITY, icc_profile=icc, exif=b"", xmp=b"")
            copies.append((narrow, file.getvalue()))
    return _Sized(width, height, copies[::-1])
