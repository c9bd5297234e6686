"""The picture of an article, in the fields of Hugo, Jekyll, Zola and Obsidian."""

import pytest

from tests.conftest import SmallArchive
from tests.content.test_article import article, codes
from tests.pictures import encoded, photo


@pytest.mark.parametrize(
    ("fields", "src", "alt", "caption"),
    [
        ("image: a.jpg", "a.jpg", "", ""),
        ("image: a.jpg\nimage_alt: A dam\nimage_caption: It broke", "a.jpg", "A dam", "It broke"),
        ("image: {src: a.jpg, alt: A &amp; B, caption: <b>C</b>}", "a.jpg", "A & B", "C"),
        ("image: {url: a.jpg}", "a.jpg", "", ""),
        ("image: [a.jpg, b.jpg]", "a.jpg", "", ""),
        ("image: '[[a.jpg]]'", "a.jpg", "", ""),
        ("image: '![[a.jpg|300]]'", "a.jpg", "", ""),
        ("image: '![A dam](a.jpg)'", "a.jpg", "A dam", ""),
        ("image:\ncover: a.jpg", "a.jpg", "", ""),
        (
            "cover: {image: a.jpg, alt: A dam, caption: It broke}",
            "a.jpg",
            "A dam",
            "It broke",
        ),
        ("featured_image: a.jpg\nfeatured_image_alt: A dam", "a.jpg", "A dam", ""),
        ("featuredImage: a.webp", "a.webp", "", ""),
        ("thumbnail: /img/a.png", "/img/a.png", "", ""),
        ("images: [a.jpg, b.jpg]", "a.jpg", "", ""),
        ("banner: Breaking news\nthumbnail: a.jpg", "a.jpg", "", ""),
        ("header:\n  overlay_image: a.jpg\n  caption: It broke", "a.jpg", "", "It broke"),
        ("featured_image: {uid: 7, alt: x}\nhero: true\nteaser: a.jpg", "a.jpg", "", ""),
        (
            "resources:\n- src: b.jpg\n- {src: a.jpg, name: feature, title: A dam}",
            "a.jpg",
            "",
            "A dam",
        ),
        (
            "resources:\n- {src: '*.jpg'}\n- src: a.jpg\n  params: {alt: A dam, caption: It broke}",
            "a.jpg",
            "A dam",
            "It broke",
        ),
    ],
)
def test_the_picture_is_found(fields: str, src: str, alt: str, caption: str) -> None:
    image = article(f"---\ntitle: x\ndate: 2017\n{fields}\n---\n").image
    assert image
    assert (image.src, image.alt, image.caption) == (src, alt, caption)


@pytest.mark.parametrize(
    "fields",
    [
        *(
            "image:",
            "banner: Breaking news",
            "thumbnail: 7",
            "featured_image: {uid: 7}",
            "hero: true",
        ),
        *("resources: [{src: '*.jpg'}]", "images: []", "header: {title: x}"),
    ],
)
def test_what_is_no_picture_stays_what_it_is(fields: str) -> None:
    text = f"---\ntitle: x\ndate: 2017\n{fields}\n---\n"
    assert (article(text).image, codes(text)) == (None, [])
    assert fields.startswith("image:") or fields.partition(":")[0] in article(text).extra


def test_a_mapped_field_is_the_only_one() -> None:
    text = "---\ntitle: x\ndate: 2017\nimage: a.jpg\ncover: b.jpg\npicture: c.jpg\n---\n"
    found = article(text, image=("picture",)).image
    assert found
    assert found.src == "c.jpg"


def test_a_bundle_of_hugo_shows_its_picture(archive: SmallArchive) -> None:
    archive.write(
        "2017/dam/index.md",
        '+++\ntitle = "A"\ndate = 2017-10-08\n[[resources]]\nsrc = "images/dam.jpg"\n'
        'name = "cover"\ntitle = "The dam"\n+++\nText.',
    )
    archive.write("2017/dam/images/dam.jpg", encoded(photo(500, 400), "JPEG"))
    assert archive.build().report["problems"] == []
    page = archive.page("2017/dam/")
    assert "/archive/2017/dam/images/dam" in page
    assert "The dam" in page


def test_a_picture_that_is_not_there_is_a_warning_at_its_line(archive: SmallArchive) -> None:
    archive.article("x.md", "X", "date: 2017", "author: A B", "thumbnail: /static/a.jpg")
    (problem,) = archive.build().report["problems"]
    assert (problem["code"], problem["line"]) == ("W004", 5)
