"""A published address of a listing is kept or redirects."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.archive.listing_addresses import assign_slugs
from dateline.urls import folded, hashed_slug, name_key
from tests.conftest import SmallArchive


def leads_to(archive: SmallArchive, address: str) -> str:
    """The heading of a listing, or of the one that a redirect leads to."""
    page = archive.page(address)
    if 'http-equiv="refresh"' in page:
        target = page.partition("url=")[2].partition('"')[0]
        page = archive.page(target.removeprefix("/archive/"))
    return page.partition("<h1>")[2].partition("</h1>")[0]


def articles_in_feed(archive: SmallArchive, address: str) -> int:
    return archive.page(f"{address}feed.xml").count("<entry")


@pytest.mark.parametrize("kind", ["tags", "people", "story"])
@pytest.mark.parametrize(
    ("first", "second"),
    [("C", "C++"), ("C++", "C"), ("C++", "C#"), ("AC/DC", "AC-DC"), ("A B", "A.B")],
)
def test_a_name_that_comes_later_leaves_the_first_its_address(
    archive: SmallArchive, kind: str, first: str, second: str
) -> None:
    folder = {"story": "stories"}.get(kind, kind)
    archive.article("a.md", "A", "date: 2017-01-02", f"{kind}: ['{first}']")
    archive.build()
    slug = {"C": "c", "C++": "c", "AC/DC": "ac-dc", "A B": "a-b"}[first]
    address = f"{folder}/{slug}/"
    archive.article("b.md", "B", "date: 2017-01-01", f"{kind}: ['{second}']")
    assert archive.build().code == 0
    assert leads_to(archive, address) == first
    assert 'http-equiv="refresh"' not in archive.page(address)
    if kind == "tags":
        assert articles_in_feed(archive, address) == 1
    (archive.content / "b.md").unlink()
    archive.build()
    assert leads_to(archive, address) == first


def test_where_nothing_is_known_the_shared_address_leads_to_the_first_in_time(
    archive: SmallArchive,
) -> None:
    archive.article("a.md", "A", "date: 2017-01-02", "tags: ['C++']")
    archive.article("b.md", "B", "date: 2017-01-01", "tags: ['C#']")
    archive.build()
    assert leads_to(archive, "tags/c/") == "C#"
    assert articles_in_feed(archive, "tags/c/") == 1
    for name in ("C++", "C#"):
        assert leads_to(archive, f"tags/{hashed_slug(name)}/") == name


def test_an_address_with_a_hash_stays_when_it_is_needed_no_more(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017-01-01", "tags: ['C++']")
    other = archive.article("b.md", "B", "date: 2017-01-02", "tags: ['C#']")
    archive.build()
    other.unlink()
    archive.build()
    assert leads_to(archive, f"tags/{hashed_slug('C++')}/") == "C++"
    assert leads_to(archive, "tags/c/") == "C++"
    assert archive.build().report["written"] == 0


def test_what_is_joined_leads_from_where_it_was(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017-01-01", "tags: ['C++']")
    archive.article("b.md", "B", "date: 2017-01-02", "tags: ['C#', 'Cpp']")
    archive.build()
    archive.write("names.toml", '[tags]\n"C++" = ["Cpp", "C#"]\n')
    archive.build()
    for address in ("tags/cpp/", f"tags/{hashed_slug('C#')}/", "tags/c/"):
        assert leads_to(archive, address) == "C++"
        assert articles_in_feed(archive, address) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Valentine's Day", "Valentine’s Day"),
        ("AC-DC", "AC–DC"),
        ("'Arab Spring'", "«Arab Spring»".replace("«", "‘").replace("»", "’")),
        ('"Brexit"', "«Brexit»"),
        ('"Brexit"', "„Brexit“"),
        ("New York", "New\u00a0York"),
        ("New York", "new york"),
        ("Café", "Cafe\u0301"),
        ("ＡＢＣ", "ABC"),
        ("A/B", "A／B"),
        ("Wait...", "Wait…"),
        ("co\u00adop", "coop"),
        ("Straße", "STRASSE"),
        ("rock`n`roll", "rock'n'roll"),
    ],
)
def test_names_that_differ_in_typographic_signs_are_one(
    archive: SmallArchive, one: str, other: str
) -> None:
    assert name_key(one) == name_key(other)
    for number, name in enumerate([one, other, other]):
        archive.article(f"{number}.md", f"N{number}", "date: 2017", f"tags: {json.dumps([name])}")
    archive.build()
    pages = [p for p in archive.files() if p.startswith("tags/") and p.endswith("/index.html")]
    assert len(pages) == 2
    shown = archive.page("tags/")
    assert '<span class="number">3</span>' in shown


@pytest.mark.parametrize(
    ("one", "other"), [("C", "C++"), ("x²", "x2"), ("A B", "A-B"), ("U.S.", "US"), ("Å", "A")]
)
def test_names_that_differ_in_more_are_two(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    "address",
    [
        "../../x/",
        "tags/../x/",
        "tags/a/b/",
        "tags/page/",
        "people/c/",
        "tags/C/",
        "tags/con/",
        "tags//",
        "/",
        "",
        "tags/é\u202e/",
    ],
)
def test_notes_that_are_not_ours_give_no_address(archive: SmallArchive, address: str) -> None:
    archive.article("a.md", "A", "date: 2017", "tags: [C++]")
    archive.build()
    notes = archive.site / ".dateline" / "manifest.json"
    held = json.loads(notes.read_text("utf-8"))
    held["listings"]["tags"]["c++"] = [address, address]
    notes.write_text(json.dumps(held), "utf-8")
    for file in (archive.root / ".cache").glob("dateline.sqlite*"):
        file.unlink()
    assert archive.build().code == 0
    assert leads_to(archive, "tags/c/") == "C++"


NAMES = st.lists(
    st.text("Cc+#-/ ’'é.p", min_size=1, max_size=4).filter(str.strip),
    unique_by=name_key,
    max_size=6,
)


@given(st.lists(NAMES, min_size=1, max_size=5))
def test_no_address_is_lost_while_its_name_is_there(builds: list[list[str]]) -> None:
    kept: dict[str, list[str]] = {}
    for names in builds:
        found = assign_slugs("tags", names, kept, {})
        assert set(found.slugs) == set(names)
        every = [*found.slugs.values(), *found.former]
        assert len({folded(slug) for slug in every}) == len(every)
        leads = {slug: name_key(name) for name, slug in found.slugs.items()}
        leads |= {slug: name_key(name) for slug, name in found.former.items()}
        for key, addresses in kept.items():
            if key in map(name_key, names):
                slug = addresses[0].removeprefix("tags/").removesuffix("/")
                assert leads[slug] == key
        again = assign_slugs("tags", names, found.kept("tags"), {})
        assert again.slugs == found.slugs
        assert again.former == found.former
        kept = found.kept("tags")
