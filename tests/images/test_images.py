"""Images from the content folder to the page."""

import json
import re
import shutil
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import SmallArchive
from tests.pictures import GPS, is_upright, jpeg, opened, png


def image_tags(page: str) -> list[dict[str, str]]:
    tags = re.findall(r"<img\b([^>]*)>", page)
    return [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in tags]


def copies(archive: SmallArchive) -> list[str]:
    return sorted(path for path in archive.files() if path.endswith(".webp"))


def article(archive: SmallArchive, *fields: str, body: str = "Text.") -> None:
    archive.article("2017/a.md", "A", "date: 2017-10-08", *fields, body=body)


def test_the_picture_above_an_article_comes_in_widths_that_a_browser_chooses_from(
    archive: SmallArchive,
) -> None:
    archive.write("2017/Some Photo.jpg", jpeg(2000, 150))
    fields = ("image:", "  src: Some Photo.jpg", "  alt: A river", "  caption: x", "  credit: y")
    article(archive, *fields)
    report = archive.build().report
    assert (report["problems"], report["images"]) == ([], 1)
    (tag,) = image_tags(archive.page("2017/a/"))
    assert tag["src"] == "/archive/2017/Some%20Photo.jpg"
    assert (tag["width"], tag["height"], tag["alt"]) == ("2000", "150", "A river")
    assert (tag.get("loading"), tag["fetchpriority"]) == (None, "high")
    assert tag["sizes"] == "(min-width: 768px) 768px, calc(100vw - 2rem)"
    chosen = [each.split(" ") for each in tag["srcset"].split(", ")]
    assert [width for _, width in chosen] == ["480w", "960w", "1600w"]
    for address, width in chosen:
        file = archive.site / address.removeprefix("/archive/")
        assert re.fullmatch(r"some-photo-\d+\.[0-9a-f]{10}\.webp", file.name)
        assert f"{opened(file.read_bytes()).width}w" == width


def test_machines_are_told_of_a_file_that_is_there(archive: SmallArchive) -> None:
    archive.write("2017/p.jpg", jpeg(2000, 150))
    article(archive, "image: p.jpg")
    archive.build()
    page = archive.page("2017/a/")
    (address,) = re.findall(r'<meta property="og:image" content="([^"]*)">', page)
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(data)["image"] == address
    file = archive.site / address.removeprefix("https://example.org/archive/")
    assert opened(file.read_bytes()).width == 1600


def test_pictures_within_texts_are_measured_and_wait_until_they_are_seen(
    archive: SmallArchive,
) -> None:
    archive.write("img/wide.png", png(1200, 300))
    archive.write("img/small.png", png(40, 30))
    body = "![w](../img/wide.png)\n\n![s](/img/small.png)\n\n<img src=/img/wide.png width=200>"
    article(archive, body=body)
    archive.write("pages/about.md", "# About\n\n![w](/img/wide.png)")
    archive.write("_index.md", "![w](img/wide.png)")
    assert archive.build().report["problems"] == []
    wide, small, sized = image_tags(archive.page("2017/a/"))
    assert [each.rpartition(" ")[2] for each in wide["srcset"].split(", ")] == [
        "480w", "960w", "1200w",
    ]  # fmt: skip
    assert wide["src"] == "/archive/img/wide.png"
    assert (wide["width"], wide["height"]) == ("1200", "300")
    assert (wide["loading"], wide["decoding"]) == ("lazy", "async")
    assert (small["width"], small["height"], small.get("srcset")) == ("40", "30", None)
    assert (sized["width"], sized.get("height")) == ("200", None)
    for address in ("about/", ""):
        (tag,) = image_tags(archive.page(address))
        assert {**tag, "alt": "w"} == {**wide, "alt": "w"}


def test_a_picture_is_found_beside_the_article_and_then_under_the_content_folder(
    archive: SmallArchive,
) -> None:
    archive.write("photos/p.png", png(40, 30))
    archive.write("2017/q.png", png(20, 30))
    archive.write("q.png", png(10, 30))
    article(archive, "image: photos/p.png", body="![q](q.png)")
    assert archive.build().report["problems"] == []
    lead, inline = image_tags(archive.page("2017/a/"))
    assert (lead["src"], lead["width"]) == ("/archive/photos/p.png", "40")
    assert (inline["src"], inline["width"]) == ("/archive/2017/q.png", "20")


def test_where_a_photo_was_taken_is_not_published(archive: SmallArchive) -> None:
    data = jpeg(900, 600, turn=3, gps=GPS, artist="A. Photographer")
    archive.write("2017/p.jpg", data)
    harmless = archive.write("2017/q.jpg", jpeg(900, 600, artist="A. Photographer"))
    article(archive, "image: p.jpg")
    assert archive.build().report["problems"] == []
    published = archive.files()
    assert published["2017/q.jpg"] == harmless.read_bytes()
    picture = opened(published["2017/p.jpg"])
    assert dict(picture.getexif()) == {0x0112: 3}
    assert picture.tobytes() == opened(data).tobytes()
    assert not any(opened(published[path]).getexif() for path in copies(archive))
    turned = [path for path in copies(archive) if path.startswith("assets/p-")]
    assert len(turned) == 2
    # The photo was created upright and then marked as rotated, so its copies are upside down.
    assert not any(is_upright(opened(published[path])) for path in turned)


def test_an_image_that_cannot_be_read_is_published_with_a_warning(archive: SmallArchive) -> None:
    archive.write("2017/p.jpg", b"<!doctype html><title>404")
    article(archive, "image: p.jpg")
    outcome = archive.build()
    (problem,) = outcome.report["problems"]
    assert outcome.code == 0
    assert (problem["code"], problem["path"][-10:]) == ("W010", "2017/p.jpg")
    assert archive.files()["2017/p.jpg"] == b"<!doctype html><title>404"
    (tag,) = image_tags(archive.page("2017/a/"))
    assert tag["src"] == "/archive/2017/p.jpg"
    assert archive.build().codes == ["W010"]
    assert archive.run("check", "--json").codes == ["W010"]
    assert archive.build("--strict").code == 1


def test_an_image_that_may_tell_a_place_is_kept_back_and_missed_where_it_should_be(
    archive: SmallArchive,
) -> None:
    archive.write("2017/p.jpg", jpeg(900, 600, gps=GPS)[:-5000])
    article(archive, "image: p.jpg")
    for _ in range(2):
        problems = archive.build().report["problems"]
        assert [(p["code"], p["line"]) for p in problems] == [("W004", 4), ("W011", None)]
        assert not [path for path in archive.files() if path.startswith("2017/p")]
    archive.write("2017/p.jpg", jpeg(900, 60))
    assert archive.build().report["problems"] == []


def test_images_elsewhere_are_listed_by_check_alone(archive: SmallArchive) -> None:
    address = "https://other.example/p.png"
    body = f"Text.\n\n![A map](//other.example/m.png) [l]({address})"
    article(archive, f"image: {address}", body=body)
    archive.write("pages/about.md", f"# About\n\n![p]({address})")
    assert archive.build().report["problems"] == []
    outcome = archive.run("check", "--json")
    assert (outcome.code, outcome.codes) == (0, ["W012"] * 3)
    problems = outcome.report["problems"]
    places = [(p["path"].rpartition("content/")[2], p["line"]) for p in problems]
    assert places == [("2017/a.md", 4), ("2017/a.md", 9), ("pages/about.md", 3)]
    assert not image_tags(archive.page("2017/a/"))


def counts(report: dict[str, Any]) -> tuple[int, ...]:
    return tuple(report[name] for name in ("images", "rendered", "written", "removed"))


def test_copies_are_made_once_and_outlive_the_site_and_the_settings(archive: SmallArchive) -> None:
    archive.write("2017/p.jpg", jpeg(1000, 70, gps=GPS))
    archive.write("2017/copy/p.jpg", jpeg(1000, 70, gps=GPS))
    article(archive, "image: p.jpg", body="![same](copy/p.jpg)")
    archive.build()
    first = archive.files()
    assert len(copies(archive)) == 3  # one file for what is the same
    article(archive, "image: p.jpg", "tags: [x]", body="![same](copy/p.jpg)")
    assert archive.build().report["images"] == 0
    article(archive, "image: p.jpg", body="![same](copy/p.jpg)")
    (archive.site / copies(archive)[0]).unlink()
    (archive.site / "2017/p.jpg").unlink()
    assert archive.build().report["images"] == 0
    assert archive.files() == first
    shutil.rmtree(archive.site)
    assert archive.build().report["images"] == 0
    assert archive.files() == first
    archive.configure('title = "Another"', 'base_url = "https://example.org/archive/"')
    assert archive.build().report["images"] == 0
    shutil.rmtree(archive.root / ".cache")
    assert counts(archive.build().report)[0] > 0
    assert archive.build("--clean").report["images"] > 0
    assert all(archive.files()[path] == first[path] for path in copies(archive))
    assert counts(archive.build().report) == (0, 0, 0, 0)


def test_what_was_kept_and_is_damaged_is_made_again(archive: SmallArchive) -> None:
    archive.write("2017/p.jpg", jpeg(1000, 70))
    article(archive, "image: p.jpg")
    archive.build()
    first = archive.files()
    for file in (archive.root / ".cache" / "images").rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[:-1] + b"?")
    for path in copies(archive):
        (archive.site / path).unlink()
    archive.build()
    assert archive.files() == first


def test_copies_go_with_their_image(archive: SmallArchive) -> None:
    file = archive.write("2017/p.jpg", jpeg(1000, 70))
    article(archive, "image: p.jpg")
    archive.build()
    before = copies(archive)
    archive.write("2017/p.jpg", jpeg(1001, 71))
    archive.build()
    after = copies(archive)
    assert len(before) == len(after) == 3
    assert not set(before) & set(after)
    file.unlink()
    assert archive.build().codes == ["W004"]
    assert copies(archive) == []
    assert not list((archive.root / ".cache" / "images").rglob("*.*"))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_number_of_processes_makes_no_other_copies(archive: SmallArchive, jobs: str) -> None:
    for number in range(3):
        archive.write(f"2017/{number}.jpg", jpeg(900 + number, 60))
    article(archive)
    archive.build("--jobs", "2")
    before = archive.files()
    assert archive.build("--clean", "--jobs", jobs).report["images"] == 3
    assert archive.files() == before


def test_a_build_without_new_images_does_not_load_pillow(archive: SmallArchive) -> None:
    archive.write("2017/p.jpg", jpeg(900, 60))
    article(archive, "image: p.jpg")
    archive.build()
    article(archive, "image: p.jpg", body="Other text.")
    code = (
        "from dateline.commands.cli import main; main(); import sys; sys.exit('PIL' in sys.modules)"
    )
    options = ["build", "--no-search", "--config", str(archive.root / "dateline.toml")]
    assert subprocess.run([sys.executable, "-c", code, *options]).returncode == 0
    assert "Other text." in archive.page("2017/a/")


def test_a_folder_takes_the_place_of_an_image_and_gives_it_back(archive: SmallArchive) -> None:
    file = archive.write("2017/p.jpg", jpeg(500, 60))
    article(archive, "image: p.jpg")
    archive.build()
    before = archive.files()
    file.unlink()
    archive.write("2017/p.jpg/r.jpg", jpeg(500, 60))
    assert archive.build().codes == ["W004"]
    shutil.rmtree(file)
    archive.write("2017/p.jpg", jpeg(500, 60))
    assert archive.build().codes == []
    assert archive.files() == before
