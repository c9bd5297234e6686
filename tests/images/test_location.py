"""Location metadata is found wherever it is written, and removed from the file."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from dateline.images.location import may_reveal_location, without_metadata
from tests.pictures import GPS, encoded, exif, jpeg, opened, photo

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
    assert may_reveal_location(data)
    clean = without_metadata(data)
    assert clean is not None
    assert not may_reveal_location(clean)
    assert opened(clean).tobytes() == opened(data).tobytes()
    assert len(clean) < len(data)


@pytest.mark.parametrize("name", SILENT)
def test_who_made_a_picture_is_no_place(name: str) -> None:
    assert not may_reveal_location(SILENT[name])


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
    assert may_reveal_location(data)
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
    assert without_metadata(b"BM" + b"\0" * 60) is None
    assert without_metadata(b"<!doctype html>") is None


STARTS = st.sampled_from(
    [b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\x40\0\0\0WEBP", b"GIF89a", b"\0\0\0\x08ftyp"]
)

#: Ways to write a place in XMP; each holds the word Mayadeen, as it is written there.
PACKETS = {
    "references": XMP % b'&#x65;xif:&#71;PSLatitude="35,20N Mayadeen"',
    "an entity": b'<!DOCTYPE x [<!ENTITY g "GPS">]>' + XMP % b'exif:x="&g; Mayadeen"',
    "geo": XMP % b'geo:lat="35.3" geo:long="40.1" a="Mayadeen"',
    "an element": XMP.replace(b"%s/>", b"><x:lat>35.3 Mayadeen</x:lat></rdf:Description>"),
    "another prefix": XMP % b'xmpRights:GPSLatitude="35,20N Mayadeen"',
    "extension": XMP % b'Iptc4xmpExt:LocationShown="Mayadeen"',
    "lower case": XMP % b'x:gpslatitude="Mayadeen"',
    "spaces": XMP % b'exif:GPSLatitude   =   "35,20N Mayadeen"',
    "single quotes": XMP % b"dc:coverage='Mayadeen'",
    "words": XMP % b'dc:description="Taken in Mayadeen"',
    "history": XMP % b'xmpMM:History="saved /photos/Mayadeen"',
}


def utf(text: bytes, encoding: str) -> bytes:
    return text.decode().encode(encoding)


def app(code: int, body: bytes) -> bytes:
    return b"\xff" + bytes([code]) + struct.pack(">H", len(body) + 2) + body


def in_jpeg(code: int, body: bytes) -> bytes:
    return with_segment(jpeg(), app(code, body))


def chunk(kind: bytes, body: bytes) -> bytes:
    checksum = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)


def in_png(*chunks: bytes) -> bytes:
    data = encoded(SMALL, "PNG")
    return data[:33] + b"".join(chunks) + data[33:]


def in_webp(kind: bytes, body: bytes) -> bytes:
    data = encoded(SMALL, "WEBP", exif=exif(turn=6)) + kind + struct.pack("<I", len(body)) + body
    data += b"\0" * (len(body) % 2)
    return data[:4] + struct.pack("<I", len(data) - 8) + data[8:]


def in_gif(*blocks: bytes) -> bytes:
    data = encoded(SMALL, "GIF")
    return data[:-1] + b"".join(blocks) + data[-1:]


def resource(number: int, data: bytes) -> bytes:
    return b"8BIM" + struct.pack(">HHI", number, 0, len(data)) + data + b"\0" * (len(data) % 2)


XMP_SEGMENT, MORE_XMP = b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
ENCODINGS = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-16")
HIDDEN = {
    **{
        f"jpeg xmp: {n}": with_segment(jpeg(), app(0xE1, XMP_SEGMENT + p))
        for n, p in PACKETS.items()
    },
    **{f"webp xmp: {name}": in_webp(b"XMP ", packet) for name, packet in PACKETS.items()},
    **{
        f"png xmp: {name}": in_png(chunk(b"iTXt", b"XML:com.adobe.xmp" + b"\0" * 5 + packet))
        for name, packet in PACKETS.items()
    },
    **{
        f"gif xmp: {name}": in_gif(b"\x21\xff\x0bXMP DataXMP" + packet + b"\0")
        for name, packet in [("any", b"\x08Mayadeen")]
    },
    **{f"avif xmp: {name}": encoded(SMALL, "AVIF", xmp=packet) for name, packet in PACKETS.items()},
    **{
        f"{kind} in {encoding}": made
        for encoding in ENCODINGS
        for packet in [utf(XMP % b'exif:GPSLatitude="Mayadeen"', encoding)]
        for kind, made in [
            ("jpeg", with_segment(jpeg(), app(0xE1, XMP_SEGMENT + packet))),
            ("webp", in_webp(b"XMP ", packet)),
            ("avif", encoded(SMALL, "AVIF", xmp=packet)),
        ]
    },
    "jpeg xmp in parts": with_segment(
        jpeg(),
        app(0xE1, MORE_XMP + b"0" * 40 + b"exif:GPSLati")
        + app(0xE1, MORE_XMP + b"0" * 40 + b"tude Mayadeen"),
    ),
    "jpeg comment": with_segment(jpeg(), app(0xFE, b"Mayadeen")),
    "jpeg block of a maker": with_segment(jpeg(), app(0xE5, b"MAKER\0Mayadeen")),
    "jpeg exif in two": in_jpeg(0xE1, exif(gps=GPS, artist="Mayadeen").tobytes()),
    "jpeg caption": with_segment(jpeg(), iptc(120)),
    "jpeg keywords": with_segment(jpeg(), iptc(25)),
    "jpeg photoshop": with_segment(
        jpeg(), app(0xED, b"Photoshop 3.0\0" + resource(0x040C, b"Mayadeen"))
    ),
    "jpeg appended": jpeg() + b"Mayadeen",
    "png comment": with_text(Comment="Mayadeen"),
    "png other text": with_text(Description="Mayadeen"),
    "png sealed text": in_png(chunk(b"iTXt", b"Title\0\1\0\0\0" + zlib.compress(b"Mayadeen"))),
    "png private": in_png(chunk(b"prVt", b"Mayadeen")),
    "png appended": encoded(SMALL, "PNG") + b"Mayadeen",
    "webp private": in_webp(b"PRVT", b"Mayadeen"),
    "gif comment": in_gif(b"\x21\xfe\x08Mayadeen\0"),
    "gif private": in_gif(b"\x21\xff\x0bMAYADEEN1.0\x08Mayadeen\0"),
    "gif appended": encoded(SMALL, "GIF") + b"Mayadeen",
    "avif exif": encoded(SMALL, "AVIF", exif=exif(gps=GPS, artist="Mayadeen").tobytes()),
    "avif box": encoded(SMALL, "AVIF") + struct.pack(">I", 16) + b"uuidMayadeen",
}


@pytest.mark.parametrize("name", HIDDEN)
def test_metadata_that_is_not_known_is_taken_out(name: str) -> None:
    data = HIDDEN[name]
    assert may_reveal_location(data)
    clean = without_metadata(data)
    assert clean is not None
    assert not may_reveal_location(clean)
    assert b"Mayadeen" not in clean.replace(b"\0", b"")
    assert opened(clean).tobytes() == opened(data).tobytes()
    assert opened(clean).getexif().get(0x0112, 1) == opened(data).getexif().get(0x0112, 1)


TAGS = {"description": 0x010E, "windows title": 0x9C9B, "windows comment": 0x9C9C}
EXPOSURE = {"comment": 0x9286, "maker's note": 0x927C, "owner": 0xA430, "zone": 0x9010}


@pytest.mark.parametrize("name", [*TAGS, *EXPOSURE])
def test_fields_of_exif_that_may_say_anything_are_taken_out(name: str) -> None:
    header = exif(turn=6)
    if name in TAGS:
        header[TAGS[name]] = "Mayadeen"
    else:
        header.get_ifd(0x8769)[EXPOSURE[name]] = b"Mayadeen"
    for kind in ("JPEG", "PNG", "WEBP"):
        data = encoded(SMALL, kind, exif=header)
        assert may_reveal_location(data), kind
        clean = without_metadata(data)
        assert clean is not None
        assert b"Mayadeen" not in clean
        assert dict(opened(clean).getexif()) == {0x0112: 6}


def test_what_a_camera_says_of_an_exposure_stays() -> None:
    header = exif(turn=6, artist="A. Photographer")
    header.get_ifd(0x8769).update({0x829A: 0.01, 0x8827: 200, 0x9003: "2017:10:08 12:00:00"})
    for kind in ("JPEG", "PNG", "WEBP"):
        assert not may_reveal_location(encoded(SMALL, kind, exif=header)), kind


@pytest.mark.parametrize("kind", ["GIF", "AVIF"])
def test_films_of_other_kinds_stay_whole(kind: str) -> None:
    frames = [photo(16, 16), photo(16, 16).transpose(Image.Transpose.ROTATE_180)]
    moving = encoded(frames[0], kind, save_all=True, append_images=frames[1:], loop=0)
    assert not may_reveal_location(moving)
    data = moving + (b"Mayadeen" if kind == "GIF" else struct.pack(">I", 16) + b"uuidMayadeen")
    clean = without_metadata(data)
    assert clean is not None
    assert b"Mayadeen" not in clean
    assert getattr(Image.open(io.BytesIO(clean)), "n_frames", 1) == 2


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_a_picture_with_nothing_but_a_picture_is_left_alone(kind: str) -> None:
    assert not may_reveal_location(encoded(SMALL, kind))


@given(st.binary(max_size=200), STARTS)
def test_no_bytes_lead_it_astray(data: bytes, start: bytes) -> None:
    clean = without_metadata(start + data)
    assert clean is None or not may_reveal_location(clean)


def test_a_chunk_that_is_written_has_a_sound_checksum() -> None:
    clean = without_metadata(encoded(SMALL, "PNG", exif=exif(gps=GPS, turn=6)))
    assert clean is not None
    at = clean.index(b"eXIf")
    size = struct.unpack(">I", clean[at - 4 : at])[0]
    (checksum,) = struct.unpack(">I", clean[at + 4 + size : at + 8 + size])
    assert checksum == zlib.crc32(clean[at : at + 4 + size])
