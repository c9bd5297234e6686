"""Lists that are written as text, split by the rules of each tool."""

import pytest

from dateline.content.frontmatter.field_lists import split_names, split_people
from tests.conftest import SmallArchive
from tests.content.test_article import article


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("Ann Roe, Ben Roe", ["Ann Roe", "Ben Roe"]),
        ("Ann Roe and Ben Roe", ["Ann Roe", "Ben Roe"]),
        ("Ann Roe, Ben Roe, and Cleo Roe", ["Ann Roe", "Ben Roe", "Cleo Roe"]),
        ("Ann Roe; Ben Roe", ["Ann Roe", "Ben Roe"]),
        ("Roe, Ann; Doe, Ben", ["Roe, Ann", "Doe, Ben"]),
        ("Ann Roe & Ben van der Berg", ["Ann Roe", "Ben van der Berg"]),
        ("By Ann Roe", ["Ann Roe"]),
        ("Roe, Ann", ["Roe, Ann"]),
        ("Roe, Ann M.", ["Roe, Ann M."]),
        ("Ben Roe, Jr.", ["Ben Roe, Jr."]),
        ("Ben Roe, Jr., Ann Doe", ["Ben Roe, Jr.", "Ann Doe"]),
        ("Ann, Ben, Cleo", ["Ann", "Ben", "Cleo"]),
        ("Ann Roe, sports desk", ["Ann Roe, sports desk"]),
        ("Ministry of Health and Sport", ["Ministry of Health and Sport"]),
        ("Smith & Sons", ["Smith & Sons"]),
        ('"Roe, Ann", "Doe, Ben"', ["Roe, Ann", "Doe, Ben"]),
        ("رنا حداد، سامي علي", ["رنا حداد", "سامي علي"]),
        ("山田太郎、鈴木花子", ["山田太郎", "鈴木花子"]),
        ("Ann Roe\nBen Roe", ["Ann Roe", "Ben Roe"]),
        ("", []),
    ],
)
def test_people_in_a_text(written: str, people: list[str]) -> None:
    assert split_people(written, is_plural=False) == people


def test_where_the_field_is_plural_single_names_are_several() -> None:
    assert split_people("ann, ben", is_plural=True) == ["ann", "ben"]
    assert split_people("Roe, Ann; Doe, Ben", is_plural=True) == ["Roe, Ann", "Doe, Ben"]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("floods; dams", ["floods", "dams"]),
        ("floods, dams", ["floods", "dams"]),
        ("Roe, Ann; dams", ["Roe, Ann", "dams"]),
        ("[floods, dams]", ["floods", "dams"]),
        ("- floods\n- dams\n", ["floods", "dams", ""]),
        ("洪水、大坝，水", ["洪水", "大坝", "水"]),
        ("فيضان، سد", ["فيضان", "سد"]),
        ("#floods #dams", ["#floods", "#dams"]),
        ("civil war", ["civil war"]),
        ('"a, b", c', ["a, b", "c"]),
    ],
)
def test_names_in_a_text(written: str, names: list[str]) -> None:
    assert split_names(written) == names


def test_jekyll_parts_tags_at_spaces_and_others_do_not(archive: SmallArchive) -> None:
    archive.article(
        "a.md", "A", "date: 2017", "layout: post", "tags: syria war", "category: Big news"
    )
    archive.article("_posts/2017-10-08-b.md", "B", "categories: one two")
    archive.article("c.md", "C", "date: 2017", "layout: post", "tags: [civil war]")
    archive.article("d.md", "D", "date: 2017", "layout: post", "tags: old dams, new dams")
    archive.article("e.md", "E", "date: 2017", "tags: five little words", "people: Ann Roe")
    assert archive.build().report["problems"] == []
    tags = {path.split("/")[1] for path in archive.files() if path.startswith("tags/")}
    assert tags - {"index.html"} == {
        *("syria", "war", "big-news", "one", "two", "civil-war", "old-dams", "new-dams"),
        "five-little-words",
    }


def test_a_leading_hash_is_no_part_of_a_tag() -> None:
    found = article(
        "---\ntitle: x\ndate: 2017\ntags: ['#floods', '##dams', news/uk, C#, '#']\n---\n"
    )
    assert found.tags == ("floods", "dams", "news/uk", "C#")


def test_lists_hold_what_each_tool_writes() -> None:
    found = article(
        "---\ntitle: x\ndate: 2017\ntags: [2017, ~, null, [a, [b]], A]\nauthors:\n"
        "  - name: Ann Roe\n    url: https://x.example\n  - '[Ben Roe](https://x.example)'\n"
        "  - '[[People/Cleo Roe]]'\n  - '[[Dan|Dan Roe]]'\nplaces: 'Aleppo; Homs'\n---\n"
    )
    assert found.tags == ("2017", "a", "b")
    assert found.authors == ("Ann Roe", "Ben Roe", "Cleo Roe", "Dan Roe")
    assert found.places == ("Aleppo", "Homs")


def test_tables_of_zola_and_hugo_hold_fields() -> None:
    found = article(
        '+++\ntitle = "x"\ndate = 2017-10-08\n[taxonomies]\ntags = ["a", 7]\npeople = ["Ann Roe"]\n'
        '[extra]\nauthor = "Ben Roe"\nsource = "The Post"\nsource_url = "https://p.example/1"\n'
        'image = "a.jpg"\nmood = "calm"\n+++\n'
    )
    assert (found.tags, found.people, found.authors) == (("a", "7"), ("Ann Roe",), ("Ben Roe",))
    assert (found.source, found.source_url) == ("The Post", "https://p.example/1")
    assert found.image
    assert found.image.src == "a.jpg"
    assert found.extra["extra"]["mood"] == "calm"
    yaml = "---\ntitle: x\ndate: 2017\ntaxonomies:\n  tags: [a]\nparams:\n  author: Ben Roe\n---\n"
    assert (article(yaml).tags, article(yaml).authors) == (("a",), ("Ben Roe",))
    own = "---\ntitle: x\ndate: 2017\nauthor: Ann Roe\nextra: {author: Ben Roe}\n---\n"
    assert article(own).authors == ("Ann Roe",)


def test_names_with_hyphens_and_spaces_are_those_with_strokes() -> None:
    found = article(
        "---\nTitle: x\nDate Published: 2017-10-08\nsource-url: https://p.example/1\n"
        "Last Modified At: 2018\n---\n"
    )
    assert (str(found.date), found.source_url) == ("2017-10-08", "https://p.example/1")
    assert str(found.updated) == "2018"
    assert found.extra == {}
