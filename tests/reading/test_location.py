"""Where a photo was taken is found in every place that it is written, and taken out of the file."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from dateline.reading.location import tells_place, without_metadata
from tests.images import GPS, encoded, exif, jpeg, opened, photo

XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description %s/></rdf:RDF>'
)


def iptc(dataset: int) -> bytes:
    """Photoshop's block of a JPEG with one IPTC dataset of the application record."""
    held = b"\x1c\x02" + bytes([dataset]) + b"\0\x08Mayadeen"
    resource = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(held)) + held
    return b"\xff\xed" + struct.pack(">H", len(resource) + 2) + resource


def with_segment(data: bytes, segment: bytes) -> bytes:
    return data[:2] + segment + data[2:]


def with_text(**text: str) -> bytes:
    held = PngImagePlugin.PngInfo()
    for key, value in text.items():
        held.add_text(key.replace("_", " "), value, zip="zipped" in key)
    return encoded(photo(8, 8), "PNG", pnginfo=held)


SMALL = photo(8, 8)
TELLING = {
    "jpeg exif": jpeg(gps=GPS),
    "jpeg xmp": encoded(SMALL, "JPEG", xmp=XMP % b'exif:GPSLatitude="35,20N"'),
    "jpeg drone": encoded(SMALL, "JPEG", xmp=XMP % b'drone-dji:GpsLongtitude="40.1"'),
    "jpeg city in xmp": encoded(SMALL, "JPEG", xmp=XMP % b'photoshop:City="Mayadeen"'),
    "jpeg city in iptc": with_segment(jpeg(), iptc(90)),
    "jpeg second picture": jpeg() + jpeg(gps=GPS),
    "jpeg film": jpeg() + b"\0\0\0\x18moov\xa9xyz\0\x12\x15\xc7+35.3336",
    "png exif": encoded(SMALL, "PNG", exif=exif(gps=GPS)),
    "png sealed": with_text(zipped="perhaps"),
    "png raw profile": with_text(Raw_profile_type_exif="\nexif\n 8\n4d4d002a"),
    "webp exif": encoded(SMALL, "WEBP", exif=exif(gps=GPS)),
    "webp xmp": encoded(SMALL, "WEBP", xmp=XMP % b'exif:GPSLatitude="35,20N"'),
}
SILENT = {
    "jpeg": jpeg(),
    "jpeg artist": jpeg(artist="A. Photographer", turn=6),
    "jpeg credit in iptc": with_segment(jpeg(), iptc(110)),
    "jpeg rights in xmp": encoded(SMALL, "JPEG", xmp=XMP % b'xmpRights:Marked="True"'),
    "png": encoded(SMALL, "PNG"),
    "png text": with_text(Title="GPS latitude explained"),
    "webp": encoded(SMALL, "WEBP"),
}


@pytest.mark.parametrize("name", TELLING)
def test_a_place_is_found_and_taken_out_and_the_picture_stays(name: str) -> None:
    data = TELLING[name]
    assert tells_place(data)
    clean = without_metadata(data)
    assert clean is not None
    assert not tells_place(clean)
    assert opened(clean).tobytes() == opened(data).tobytes()
    assert len(clean) < len(data)


@pytest.mark.parametrize("name", SILENT)
def test_who_made_a_picture_is_no_place(name: str) -> None:
    assert not tells_place(SILENT[name])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("turn", [1, 3, 6, 8])
def test_a_picture_keeps_how_it_is_turned_and_its_colours_and_nothing_else(
    kind: str, turn: int
) -> None:
    profile = b"\0" * 16 + b"RGB " + b"\0" * 108
    header = exif(gps=GPS, turn=turn, artist="A. Photographer")
    clean = without_metadata(encoded(SMALL, kind, exif=header, icc_profile=profile))
    assert clean is not None
    image = opened(clean)
    assert dict(image.getexif()) == ({} if turn == 1 else {0x0112: turn})
    assert image.info["icc_profile"] == profile
    assert b"Photographer" not in clean


def test_a_header_of_either_order_of_bytes_is_read() -> None:
    header = exif(gps=GPS, turn=6)
    header.endian = "<"
    data = encoded(SMALL, "JPEG", exif=header)
    assert b"II*\0" in data
    assert b"MM\0*" in TELLING["jpeg exif"]
    assert tells_place(data)
    clean = without_metadata(data)
    assert clean is not None
    assert dict(opened(clean).getexif()) == {0x0112: 6}


def test_progressive_and_animated_pictures_stay_whole() -> None:
    data = encoded(photo(64, 64), "JPEG", progressive=True, exif=exif(gps=GPS))
    clean = without_metadata(data)
    assert clean is not None
    assert opened(clean).tobytes() == opened(data).tobytes()
    frames = [photo(8, 8), photo(8, 8).transpose(Image.Transpose.ROTATE_180)]
    for kind in ("PNG", "WEBP"):
        moving = encoded(
            frames[0], kind, save_all=True, append_images=frames[1:], exif=exif(gps=GPS)
        )
        clean = without_metadata(moving)
        assert clean is not None
        image = Image.open(io.BytesIO(clean))
        assert getattr(image, "n_frames", 1) == 2


@pytest.mark.parametrize("name", ["jpeg exif", "png exif", "webp exif"])
def test_of_a_file_cut_off_nothing_is_promised(name: str) -> None:
    data = TELLING[name]
    for length in range(12, len(data) - 1, 7):
        assert without_metadata(data[:length]) is None


def test_other_kinds_are_left_to_others() -> None:
    assert without_metadata(encoded(SMALL, "GIF")) is None
    assert without_metadata(b"<!doctype html>") is None


@given(st.binary(max_size=200), st.sampled_from([b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF"]))
def test_no_bytes_lead_it_astray(data: bytes, start: bytes) -> None:
    clean = without_metadata(start + data)
    assert clean is None or not tells_place(clean)


def test_a_chunk_that_is_written_has_a_sound_checksum() -> None:
    clean = without_metadata(encoded(SMALL, "PNG", exif=exif(gps=GPS, turn=6)))
    assert clean is not None
    at = clean.index(b"eXIf")
    size = struct.unpack(">I", clean[at - 4 : at])[0]
    (checksum,) = struct.unpack(">I", clean[at + 4 + size : at + 8 + size])
    assert checksum == zlib.crc32(clean[at : at + 4 + size])
