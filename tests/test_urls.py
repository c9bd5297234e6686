import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.urls import BaseUrl, alias_address, article_address, hashed_slug, output_file, slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Deir ez-Zor", "deir-ez-zor"),
        ("Mandela's  release", "mandela-s-release"),
        ("Cafe\u0301", "café"),
        ("ＮＡＴＯ", "ｎａｔｏ"),
        ("हिन्दी समाचार", "हिन्दी-समाचार"),
        ("日本語", "日本語"),
        ("الميادين", "الميادين"),
        ("C++", "c"),
        ("🚀", ""),
        ("1,000 days", "1-000-days"),
    ],
)
def test_slugs_keep_letters_and_digits_of_every_script(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(st.text())
def test_a_slug_is_its_own_slug(text: str) -> None:
    slug = slugify(text)
    assert slugify(slug) == slug == unicodedata.normalize("NFC", slug)
    assert "/" not in slug
    assert "." not in slug


def test_names_without_a_slug_are_told_apart_by_a_hash() -> None:
    assert len({hashed_slug("C++"), hashed_slug("C#"), hashed_slug("🚀"), hashed_slug("🛰")}) == 4
    assert hashed_slug("C++").startswith("c-")


@pytest.mark.parametrize(
    ("path", "slug", "address"),
    [
        ("2017/10/08-Al Mayadeen.md", "", "2017/10/08-al-mayadeen/"),
        ("2017-10-08-x.markdown", "", "2017-10-08-x/"),
        ("2017/index.md", "", "2017/"),
        ("index.md", "", ""),
        ("a/b.md", "new-name", "a/new-name/"),
        ("v1.2 notes.md", "", "v1-2-notes/"),
    ],
)
def test_an_address_follows_the_path(path: str, slug: str, address: str) -> None:
    assert article_address(path, slug) == address


@pytest.mark.parametrize(
    ("alias", "address"),
    [
        ("/posts/", "posts/"),
        ("old/name.html", "old/name.html"),
        ("../../etc/passwd", "etc/passwd/"),
        ("https://other.example/old/", "old/"),
        ("/", ""),
    ],
)
def test_an_alias_stays_within_the_site(alias: str, address: str) -> None:
    assert alias_address(alias) == address
    assert ".." not in output_file(address)


@pytest.mark.parametrize(
    ("text", "origin", "path"),
    [
        ("/", "", "/"),
        ("/repo", "", "/repo/"),
        ("https://name.github.io/repo/", "https://name.github.io", "/repo/"),
        ("https://example.org", "https://example.org", "/"),
    ],
)
def test_base_addresses(text: str, origin: str, path: str) -> None:
    assert BaseUrl.parse(text) == BaseUrl(origin, path)
    assert BaseUrl.parse(text).href("tags/é/") == f"{path}tags/%C3%A9/"


@pytest.mark.parametrize("text", ["", "repo", "ftp://x.org/", "https://", "/a?b", "javascript:x"])
def test_other_base_addresses_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="base address"):
        BaseUrl.parse(text)
