"""`check` names the fields that nothing reads; the setting in its message reads them."""

import re

import pytest

from dateline.build.unused_fields import unused_fields
from dateline.config import Config
from tests.conftest import SmallArchive


def listed(archive: SmallArchive) -> dict[str, dict[str, object]]:
    """The fields of `check --json` by name."""
    fields = archive.run("check", "--json").report["unused_fields"]
    return {field["field"]: field for field in fields}


@pytest.mark.parametrize(
    ("written", "field", "value"),
    [
        ("stories: Flood 2021", "story", "Flood 2021"),
        ("Series: [Flood 2021]", "story", "Flood 2021"),
        ("person: X Y", "people", "X Y"),
        ("Country: Yemen", "places", "Yemen"),
        ("companies: [Acme]", "organisations", "Acme"),
        ("publisher: The Post", "source", "The Post"),
        ("publication: The Post", "source", "The Post"),
        ("keywords: [flood]", "tags", "flood"),
        ("topics: water, river", "tags", "water"),
        ("news_tags: [water]", "tags", "water"),
        ("contributor: Ann Lee", "author", "Ann Lee"),
        ("standfirst: In short.", "summary", "In short."),
        ("href: https://post.example/a", "source_url", "https://post.example/a"),
        ("seen_at: https://post.example/a", "source_url", "https://post.example/a"),
        ("fields_of_study: [law, water]", "tags", "law"),
    ],
)
def test_the_setting_that_is_given_reads_the_field(
    written: str, field: str, value: str, archive: SmallArchive
) -> None:
    archive.article("2017-10-08-a.md", "A", written)
    archive.article("2017-10-08-b.md", "B", written)
    archive.article("2017-10-08-d.md", "D", "draft: true", written)
    name = written.partition(":")[0]
    found = listed(archive)[name]
    assert (found["files"], found["read_as"]) == (3, field)
    told = archive.run("check").out
    assert f"    {name}: in 3 files: {found['setting']}" in told
    assert name in archive.run("build", "--no-search").err
    section, _, line = str(found["setting"]).partition(" ")
    archive.configure('base_url = "https://example.org/"', section, line)
    assert archive.build().report["problems"] == []
    assert name not in listed(archive)
    assert value in archive.page("2017-10-08-a/")


def test_settings_of_one_field_are_one_line_that_keeps_what_is_read(archive: SmallArchive) -> None:
    archive.configure('base_url = "https://example.org/"', "[fields]", 'tags = ["themen"]')
    archive.article("2017-10-08-a.md", "A", "keywords: [x]", "topics: [y]")
    settings = {str(field["setting"]) for field in listed(archive).values()}
    assert settings == {'[fields] tags = ["themen", "keywords", "topics"]'}


@pytest.mark.parametrize(
    "written",
    [
        "keywords: {a: b}",
        "publisher: [A, B]",
        "mood: sad",
        "expires: 2030-01-01",
        "event_date: 2030-01-01",
        "wordcount: 1500",
        "edition: 3",
        "cover: {id: x}",
    ],
)
def test_nothing_is_suggested_that_would_not_be_read(written: str, archive: SmallArchive) -> None:
    archive.article("2017-10-08-a.md", "A", written)
    (field,) = listed(archive).values()
    assert field["setting"] == ""
    assert archive.run("build", "--no-search").err == ""


def test_fields_of_other_generators_are_named_in_one_line(archive: SmallArchive) -> None:
    archive.article("2017-10-08-a.md", "A", "layout: post", "comments: true", "mood: sad")
    lines = archive.run("check").out.splitlines()
    assert "    no setting reads: mood (1)" in lines
    assert "    of other generators: comments (1), layout (1)" in lines


@pytest.mark.parametrize(
    "template",
    [
        "{{ article.extra.mood }}",
        "{{ article.extra['mood'] }}",
        '{% set e = article.extra %}{{ e }}{{ article.extra.get("mood") }}',
    ],
)
def test_what_a_template_shows_is_read(template: str, archive: SmallArchive) -> None:
    archive.article("2017-10-08-a.md", "A", "mood: sad")
    assert "mood" in listed(archive)
    archive.write("templates/article.html", template)
    assert listed(archive) == {}


def test_what_holds_an_article_back_is_read(archive: SmallArchive) -> None:
    archive.article("2017-10-08-a.md", "A", "status: draft")
    assert listed(archive) == {}


def test_articles_that_are_left_out_count(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "keywords: [x]")
    assert listed(archive)["keywords"]["files"] == 1


def test_thousands_of_names_are_cut_short() -> None:
    extras = [{f"x{n}y{n * 7}": "z"} for n in range(3000)]
    found = unused_fields(extras, Config())
    assert len(found) == 3000


def test_many_are_listed_with_all(archive: SmallArchive) -> None:
    fields = [f"qq{n}zz: v" for n in range(50)]
    archive.article("2017-10-08-a.md", "A", *fields)
    assert re.search(r"no setting reads: .* and 30 more$", archive.run("check").out, re.MULTILINE)
    assert archive.run("check", "--all").out.count("qq") == 50
