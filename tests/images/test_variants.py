"""The published files of one image."""

import struct
import zlib

import pytest
from PIL import Image

from dateline.images.variants import prepare_image, published_widths
from tests.pictures import GPS, encoded, exif, is_upright, jpeg, opened, photo


def test_copies_are_narrower_webp_and_the_same_every_time() -> None:
    data = jpeg(2000, 150)
    prepared = prepare_image(data)
    assert (prepared.width, prepared.height, prepared.wrong) == (2000, 150, "")
    sizes = [opened(copy).size for _, copy in prepared.copies]
    assert sizes == [(480, 36), (960, 72), (1600, 120)]
    assert {opened(copy).format for _, copy in prepared.copies} == {"WEBP"}
    assert prepare_image(data) == prepared
    assert prepared.original == "same"


@pytest.mark.parametrize(
    ("width", "widths"),
    [(100, []), (480, []), (700, [480, 700]), (1600, [480, 960, 1600]), (1700, [480, 960, 1600])],
)
def test_a_small_picture_needs_no_copy_and_none_is_wider_than_it(
    width: int, widths: list[int]
) -> None:
    prepared = prepare_image(jpeg(width, 300))
    assert [width for width, _ in prepared.copies] == widths == published_widths(prepared)


def test_a_browser_may_choose_the_original_where_a_copy_as_wide_would_be_larger() -> None:
    data = encoded(photo(900, 600), "JPEG", quality=45)
    prepared = prepare_image(data)
    assert [width for width, _ in prepared.copies] == [480]
    assert published_widths(prepared) == [480, 900]


@pytest.mark.parametrize(
    ("kind", "turn"), [*(("JPEG", turn) for turn in range(1, 9)), ("PNG", 6), ("WEBP", 8)]
)
def test_copies_stand_upright_and_the_size_is_that_of_what_is_seen(kind: str, turn: int) -> None:
    ways = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    seen = photo(600, 900)
    stored = seen.transpose(ways[turn]) if turn in ways else seen
    prepared = prepare_image(encoded(stored, kind, exif=exif(turn=turn, gps=GPS)))
    assert (prepared.width, prepared.height) == (600, 900)
    (width, copy), *_ = prepared.copies
    assert (width, opened(copy).size) == (480, (480, 720))
    assert is_upright(opened(copy))
    assert not opened(copy).getexif()


def test_what_is_transparent_stays_so() -> None:
    image = photo(800, 400, "RGBA")
    image.putalpha(Image.linear_gradient("L").resize((800, 400)))
    for picture in (image, image.convert("LA"), image.quantize(64)):
        (_, copy), *_ = prepare_image(encoded(picture, "PNG")).copies
        assert opened(copy).mode == "RGBA"
        alpha = opened(copy).getchannel("A").histogram()
        assert sum(alpha[:20]) > 1000 < sum(alpha[-20:])


def test_colours_keep_their_profile_and_grey_does_not_get_one() -> None:
    profile = b"\0" * 16 + b"%s" + b"\0" * 108
    (_, copy), *_ = prepare_image(
        encoded(photo(800, 400), "JPEG", icc_profile=profile % b"RGB ")
    ).copies
    assert opened(copy).info["icc_profile"] == profile % b"RGB "
    (_, copy), *_ = prepare_image(
        encoded(photo(800, 400, "L"), "JPEG", icc_profile=profile % b"GRAY")
    ).copies
    assert "icc_profile" not in opened(copy).info


def test_a_copy_that_is_no_smaller_is_none() -> None:
    flat = Image.new("P", (3000, 200))
    flat.putpalette([255, 255, 255, 0, 0, 0])
    data = encoded(flat, "PNG", optimize=True)
    assert all(len(copy) < len(data) for _, copy in prepare_image(data).copies)


def test_what_moves_and_what_is_meant_for_print_stays_as_it_is() -> None:
    frames = [photo(800, 100), photo(800, 100).transpose(Image.Transpose.ROTATE_180)]
    moving = [
        encoded(frames[0], kind, save_all=True, append_images=frames[1:])
        for kind in ("GIF", "PNG", "WEBP")
    ]
    inks = encoded(photo(800, 100, "CMYK"), "JPEG")
    fine = encoded(photo(800, 100).convert("I;16"), "PNG")
    for data in (*moving, inks, fine):
        prepared = prepare_image(data)
        assert (prepared.width, prepared.height) == (800, 100)
        assert (prepared.copies, prepared.wrong, prepared.original) == ((), "", "same")


def test_a_second_picture_within_a_jpeg_is_no_animation() -> None:
    image = photo(800, 600)
    data = encoded(image, "MPO", save_all=True, append_images=[photo(80, 60)], quality=95)
    assert opened(data).format == "MPO"
    assert [width for width, _ in prepare_image(data).copies] == [480, 800]


def png_of_size(width: int, height: int) -> bytes:
    """A PNG of a few bytes that promises many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        held = kind + body
        return struct.pack(">I", len(body)) + held + struct.pack(">I", zlib.crc32(held))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b"", "no image"),
        (b"<!doctype html><title>404", "no image"),
        (jpeg(900, 600)[:-5000], "damaged"),
        (encoded(photo(900, 600), "PNG")[:5000], "damaged"),
        (png_of_size(10_000, 10_000), "million pixels"),
        (png_of_size(60_000, 60_000), "million pixels"),
    ],
)
def test_what_cannot_be_read_is_said_and_published_where_it_tells_no_place(
    data: bytes, wrong: str
) -> None:
    prepared = prepare_image(data)
    assert wrong in prepared.wrong
    assert (prepared.original, prepared.copies) == ("same", ())


@pytest.mark.parametrize(
    "data",
    [
        jpeg(900, 600, gps=GPS)[:-5000],
        encoded(photo(20, 20), "AVIF", exif=exif(gps=GPS).tobytes())[:-200],
        b"ftypheic" + exif(gps=GPS).tobytes(),
    ],
)
def test_what_may_tell_a_place_that_cannot_be_taken_out_is_not_published(data: bytes) -> None:
    assert prepare_image(data).original == "none"
