"""Images for tests, made when they are needed; the same arguments give the same bytes."""

from __future__ import annotations

import io
import random
from typing import Any

from PIL import Image

#: Where no test has ever been: 35°20'1" N, 40°8'2" E, as EXIF writes it.
GPS = {1: "N", 2: (35.0, 20.0, 1.0), 3: "E", 4: (40.0, 8.0, 2.0)}


def photo(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture with enough detail that its file grows with its size; its upper half is bright, so
    that its orientation can be seen."""
    noise = random.Random(width * height).randbytes(width * height)  # noqa: S311  # a picture
    grey = Image.frombytes("L", (width, height), noise).point(lambda level: level // 4)
    grey.paste(grey.crop((0, 0, width, height // 2)).point(lambda level: level + 190), (0, 0))
    return grey.convert(mode)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def exif(*, turn: int = 1, gps: dict[int, Any] | None = None, **fields: str) -> Image.Exif:
    """An EXIF header with an orientation (1 to 8), a place and an artist."""
    header = Image.Exif()
    header[0x0112] = turn
    if "artist" in fields:
        header[0x013B] = fields["artist"]
    if gps:
        header.get_ifd(0x8825).update(gps)
    return header


def jpeg(width: int = 20, height: int = 20, **header: Any) -> bytes:
    return encoded(photo(width, height), "JPEG", quality=90, exif=exif(**header))


def png(width: int = 20, height: int = 20) -> bytes:
    return encoded(photo(width, height), "PNG")


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def is_upright(image: Image.Image) -> bool:
    """Whether the bright half is above."""
    grey = image.convert("L").resize((1, 2))
    return grey.getpixel((0, 0)) > grey.getpixel((0, 1))  # type: ignore[operator]  # mode L: numbers
