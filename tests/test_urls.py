import ast
import posixpath
import re
import unicodedata
from typing import Literal
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.urls import (
    ASSETS,
    HOME,
    NOT_FOUND,
    SITE_PLACES,
    BaseUrl,
    alias_address,
    article_address,
    folded,
    hashed_slug,
    output_file,
    slugify,
)
from tests.conftest import REPOSITORY

Form = Literal["NFC", "NFD"]


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
        ("❤\ufe0f", ""),
        ("❤\ufe0f Paris", "paris"),
        ("1\ufe0f\u20e3 first", "1-first"),
        ("葛\U000e0100飾", "葛飾"),
        ("\u3164", ""),
        ("\u0301x", "x"),
    ],
)
def test_slugs_keep_letters_and_digits_of_every_script(text: str, slug: str) -> None:
    assert slugify(text) == slug


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.sampled_from(
    ["CON", "nul.txt", "lpt9", "com¹", "..", "a" * 300, "é" * 150, "İ" * 120, "\ufe0f", "x.", " "]
)
RESERVED = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])([ .].*)?", re.IGNORECASE)


def assert_every_system_holds(file: str) -> None:
    """The rules of Linux, macOS and Windows for the path of a file below a folder."""
    assert not posixpath.isabs(file)
    assert posixpath.normpath(file) == file
    assert len(file.encode()) <= 800 or file.endswith("/index.html")  # else E033
    assert "\\" not in file
    for name in file.split("/"):
        assert len(name.encode()) <= 255
        assert not RESERVED.fullmatch(name)
        assert not name.startswith(".")
        assert not name.endswith((".", " "))
        assert not set(name) & set('<>:"|?*')
        assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in name)
        assert name == unicodedata.normalize("NFC", name)


@given(st.lists(NAMES.filter(lambda name: "/" not in name), min_size=1, max_size=4), st.text())
def test_the_page_of_any_file_is_one_that_every_system_holds(names: list[str], slug: str) -> None:
    address = article_address("/".join(names) + ".md", slugify(slug))
    assert_every_system_holds(output_file(address))
    assert all(address.split("/")[:-1])


@given(st.text() | st.lists(NAMES, max_size=4).map("/".join) | NAMES.map(quote))
def test_the_page_of_any_alias_is_one_that_every_system_holds(alias: str) -> None:
    try:
        address = alias_address(alias)
    except ValueError:
        return
    assert_every_system_holds(output_file(address))


@given(NAMES, st.sampled_from(["NFC", "NFD"]), st.sampled_from(["NFC", "NFD"]))
def test_paths_that_one_system_takes_for_one_are_folded_alike(
    name: str, one: Form, other: Form
) -> None:
    path = unicodedata.normalize(one, name)
    for same in (path.lower(), path.casefold(), path):
        assert folded(unicodedata.normalize(other, same)) == folded(path)
    assert folded(folded(path)) == folded(path)


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
        ("2017/INDEX.MD", "", "2017/"),
        ("CON.md", "", "con-a3dbc4b6/"),
        ("aux/b.md", "Com1", "aux-321f6814/com1-5bb25012/"),
        ("../../x.md", "../y", "5ec1f7e7/5ec1f7e7/y/"),
    ],
)
def test_an_address_follows_the_path(path: str, slug: str, address: str) -> None:
    assert article_address(path, slug) == address


@pytest.mark.parametrize(
    ("alias", "address"),
    [
        ("/posts/", "posts/"),
        ("old/name.html", "old/name.html"),
        ("https://other.example/old/", "old/"),
        ("//other.example/old/", "old/"),
        ("/caf%C3%A9/", "café/"),
        ("/cafe\u0301/", "café/"),
        ("/می\u200cخواهم/", "می\u200cخواهم/"),
        ("./old//name", "old/name/"),
        ("/", ""),
    ],
)
def test_an_alias_is_a_path_of_the_site(alias: str, address: str) -> None:
    assert alias_address(alias) == address


@pytest.mark.parametrize(
    ("alias", "reason"),
    [
        ("../../etc/passwd", "out of the site"),
        ("/a/%2e%2e/%2E%2e/x", "out of the site"),
        ("/..%2f..%2fx", "out of the site"),
        ("a\\..\\x", r"U\+005C"),
        ("/a%5c..%5cx", r"U\+005C"),
        ("/.dateline/manifest.json", "hidden"),
        ("/.git/hooks/x", "hidden"),
        ("/x%00", r"U\+0000"),
        ("/x%0d%0ay/", r"U\+000D"),
        ("/%ff/", r"U\+FFFD"),
        ("/\u202egnp.exe/", r"U\+202E"),
        ("javascript:alert(1)", "javascript:"),
        ("file:///etc/passwd", "file:"),
        ("/?p=12", "after"),
        ("/old/#part", "after"),
        ("/what%3f/", "Windows"),
        ("/wiki/Talk:Syria", "Windows"),
        ("/aux/", "Windows"),
        ("/old/con.html", "Windows"),
        ("/dots./", "Windows"),
        (f"/{'é' * 130}/", "255 bytes"),
        ("/long" * 200, "800 bytes"),
        ("http://[x/", "IPv6"),
    ],
)
def test_an_alias_that_cannot_be_a_page_is_refused_with_the_reason(alias: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        alias_address(alias)


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


def test_addresses_of_the_site_are_spelt_in_one_module() -> None:
    """But for names in the folder of templates that look the same."""
    places = [place.address for place in SITE_PLACES]
    spelt = tuple(address for address in places if address not in (HOME, ASSETS, NOT_FOUND))
    for file in (REPOSITORY / "dateline").rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        nodes = [node for node in ast.walk(tree) if isinstance(node, documented)]
        docstrings = {ast.get_docstring(node, clean=False) for node in nodes}
        texts = {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        said = [text for text in texts - docstrings if not text.endswith(".js")]
        found = [text for text in said if text.startswith(spelt)]
        assert not found or file.name == "urls.py", (file, found)
