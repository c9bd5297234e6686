"""What each field of a header says, and what is wrong with it, whatever wrote the header."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.content.frontmatter.fields import Fields
from dateline.content.frontmatter.header import Value
from dateline.model import PartialDate


def fields(values: dict[str, Any], path: str = "a.md", **names: tuple[str, ...]) -> Fields:
    """The fields of a header that has one in each line, from line 2 on."""
    placed = {name: Value(data, i, 7) for i, (name, data) in enumerate(values.items(), start=2)}
    return Fields(path, placed, names)


def found(reader: Fields) -> list[tuple[str, int | None, str]]:
    """The problems that were found, each as code, line and message."""
    assert all(each.path == "a.md" for each in reader.problems)
    return [(each.code, each.line, each.message) for each in reader.problems]


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"summary": " One\n two "}, "One two"),
        ({"description": "One"}, "One"),
        ({"description": "Two", "summary": "One"}, "One"),
        ({"summary": "  ", "description": "Two"}, "Two"),
        ({"summary": None, "description": "Two"}, "Two"),
        ({"summary": "R&amp;D <b>now</b>"}, "R&D now"),
        ({"summary": ""}, ""),
        ({}, ""),
    ],
)
def test_a_text_is_the_first_that_is_not_empty(values: dict[str, Any], text: str) -> None:
    reader = fields(values)
    assert reader.text("summary") == text
    assert not reader.problems


def test_what_no_reader_sees_is_left_as_it_was_typed() -> None:
    assert fields({"slug": "a&amp;b"}).text("slug") == "a&amp;b"


@pytest.mark.parametrize("data", [["One"], {"en": "One"}])
def test_a_list_is_no_text(data: Any) -> None:
    reader = fields({"summary": data, "excerpt": "Two"})
    assert reader.text("summary") == "Two"
    assert found(reader) == [("E013", 2, "summary must be text")]
    assert reader.problems[0].column == 7
    assert reader.problems[0].hint == "write `summary: some text`"


@pytest.mark.parametrize(
    ("field", "values", "names"),
    [
        ("tags", {"tags": "War, peace"}, ("War", "peace")),
        ("tags", {"tags": ["War", "Peace", "war", " War "]}, ("War", "Peace")),
        ("tags", {"tags": ["War"], "categories": ["Peace"]}, ("War", "Peace")),
        ("tags", {"tags": ["#War", "# Peace", "#", ""]}, ("War", "Peace")),
        ("people", {"people": ["#War", ""]}, ("#War",)),
        ("tags", {"tags": [["War", ["Peace"]], None, "R&amp;D"]}, ("War", "Peace", "R&D")),
        ("people", {"people": [["Ann Roe"]]}, ("Ann Roe",)),
        ("people", {"people": "[[People/Ann Roe]]"}, ("Ann Roe",)),
        # Other names of the field are read where those of the field say nothing
        ("tags", {"tag": "War"}, ("War",)),
        ("tags", {"tags": "", "tag": "War"}, ("War",)),
        ("tags", {"tags": None, "categories": [], "tag": "War"}, ("War",)),
        ("tags", {"tags": "Peace", "tag": "War"}, ("Peace",)),
        ("tags", {}, ()),
        # A table has its name under `name`
        ("author", {"author": {"name": "Ann Roe", "url": "/ann/"}}, ("Ann Roe",)),
        ("author", {"author": [{"name": "Ann Roe"}, "Ben Roe"]}, ("Ann Roe", "Ben Roe")),
        # Only a plural says that two words may be two people
        ("author", {"author": "ann, ben"}, ("ann, ben",)),
        ("author", {"authors": "ann, ben"}, ("ann", "ben")),
        ("people", {"people": "ann, ben"}, ("ann", "ben")),
        # An alias is an address where the field holds nothing else
        ("aliases", {"aliases": ["old"]}, ("old",)),
        ("aliases", {"redirect_from": ["old"]}, ("/old",)),
        ("places", {"places": ["old.html"]}, ("old.html",)),
    ],
)
def test_names_are_read_from_lists_texts_and_tables(
    field: str, values: dict[str, Any], names: tuple[str, ...]
) -> None:
    reader = fields(values)
    assert reader.names(field) == names
    assert not reader.problems


@pytest.mark.parametrize(
    ("path", "values", "tags"),
    [
        ("2017/a.md", {}, ("war and peace",)),
        ("_posts/a.md", {}, ("war", "and", "peace")),
        ("blog/_Drafts/a.md", {}, ("war", "and", "peace")),
        ("posts/a.md", {}, ("war and peace",)),
        ("a.md", {"layout": "post"}, ("war", "and", "peace")),
    ],
)
def test_jekyll_parts_tags_at_spaces_and_no_other_field(
    path: str, values: dict[str, Any], tags: tuple[str, ...]
) -> None:
    assert fields({"tags": "war and peace", **values}, path).names("tags") == tags
    assert fields({"categories": "war and peace", **values}, path).names("tags") == tags
    assert fields({"category": "war and peace", **values}, path).names("tags") == ("war and peace",)
    assert fields({"places": "Port Sudan", **values}, path).names("places") == ("Port Sudan",)


def test_a_table_without_a_name_is_no_name() -> None:
    reader = fields({"people": {"en": "Ann Roe"}})
    assert reader.names("people") == ()
    assert found(reader) == [("E013", 2, "people must be a list of names")]
    assert reader.problems[0].hint == "write `people: [one, two]`"


def test_a_list_with_a_table_without_a_name_holds_something_else() -> None:
    reader = fields({"title": "x", "people": ["Ann Roe", {"Minister": "Ben Roe"}]})
    assert reader.names("people") == ("Ann Roe",)
    assert found(reader) == [("E013", 3, "people has a value that is not a name")]
    assert reader.problems[0].hint == "put a name with a colon in quotes"


def test_the_configuration_replaces_the_names_of_a_field() -> None:
    values = {"tags": "War", "Main-Topics": "Peace", "tag": "Truce", "published": "2017"}
    reader = fields(values, tags=("Main Topics",))
    assert reader.names("tags") == ("Peace",)
    assert reader.date("date") == PartialDate(2017)
    assert fields(values, tags=("subjects",)).names("tags") == ()


@pytest.mark.parametrize(
    ("values", "date"),
    [
        ({"date": "2017-10-08"}, PartialDate(2017, 10, 8)),
        ({"date": "2017", "published": "2018"}, PartialDate(2017)),
        ({"date": "", "published": "2018"}, PartialDate(2018)),
        ({"date": None, "published": "2018"}, PartialDate(2018)),
        # Jekyll's `published` says whether, not when
        ({"published": "true"}, None),
        ({"published": "false", "posted": "2018"}, PartialDate(2018)),
        # The first of the other names that is a date, where those of the field are empty
        ({"date": "2017", "posted": "2018"}, PartialDate(2017)),
        ({"pubdate": "soon", "posted": "2018"}, PartialDate(2018)),
        ({"pubdate": ["2017"], "posted": "2018"}, PartialDate(2018)),
        ({"pubdate": "soon"}, None),
        ({}, None),
    ],
)
def test_a_date_is_the_first_that_is_given(
    values: dict[str, Any], date: PartialDate | None
) -> None:
    reader = fields(values)
    assert reader.date("date") == date
    assert not reader.problems
    assert not reader.meant_dates


@pytest.mark.parametrize(
    ("field", "data", "date", "problem"),
    [
        # Without a date there is no article; any other field can go
        ("date", "soon", None, ("E012", 2, 'date: not a date (got "soon")')),
        ("captured", "soon", None, ("W027", 2, 'captured: not a date (got "soon")')),
        ("date", ["2017"], None, ("E012", 2, "date: a date must be text")),
        ("captured", ["2017"], None, ("W027", 2, "captured: a date must be text")),
        (
            "date",
            "2017-10-08 25:00",
            PartialDate(2017, 10, 8),
            (
                "W027",
                2,
                'date: there is no time 25:00, and it is not read (got "2017-10-08 25:00")',
            ),
        ),
    ],
)
def test_what_is_wrong_with_a_date_is_told(
    field: str, data: Any, date: PartialDate | None, problem: tuple[str, int, str]
) -> None:
    reader = fields({field: data, "published": "2018", "created": "2018"})
    assert reader.date(field) == date
    assert found(reader) == [problem]
    assert reader.problems[0].hint
    assert not reader.meant_dates


def test_what_another_form_of_a_date_means_is_kept_for_the_repair() -> None:
    reader = fields({"date": "8 listopada 2017"})
    assert reader.date("date", "pl") == PartialDate(2017, 11, 8)
    assert reader.meant_dates == [(Value("8 listopada 2017", 2, 7), "2017-11-08")]
    assert [code for code, _, _ in found(reader)] == ["W027"]


@pytest.mark.parametrize(
    ("written", "slug"),
    [("My Slug", "my-slug"), ("/2017/", "2017"), ("", ""), ("  ", ""), ("/", "")],
)
def test_a_slug_is_part_of_an_address(written: str, slug: str) -> None:
    reader = fields({"slug": written})
    assert reader.slug() == slug
    assert not reader.problems


def test_a_slug_without_a_letter_is_told() -> None:
    reader = fields({"title": "x", "slug": "/!?/"})
    assert reader.slug() == ""
    assert found(reader) == [("E017", 3, 'slug has no letter (got "!?")')]


@pytest.mark.parametrize(
    ("values", "tag"),
    [({"lang": "ar"}, "ar"), ({"language": "pt_BR"}, "pt-BR"), ({"lang": ""}, "en"), ({}, "en")],
)
def test_the_language_is_a_tag_or_that_of_the_archive(values: dict[str, Any], tag: str) -> None:
    reader = fields(values)
    assert reader.lang("en") == tag
    assert not reader.problems


def test_a_language_that_is_no_tag_is_told() -> None:
    reader = fields({"lang": "Modern Greek"})
    assert reader.lang("en") == "en"
    assert found(reader) == [("E016", 2, 'lang must be a language tag (got "Modern Greek")')]


@pytest.mark.parametrize("values", [{}, {"rights": ""}, {"rights": "full"}])
def test_full_rights_are_no_problem(values: dict[str, Any]) -> None:
    reader = fields(values)
    reader.check_rights()
    assert not reader.problems


def test_other_rights_are_an_error() -> None:
    reader = fields({"rights": "excerpt"})
    reader.check_rights()
    assert found(reader) == [
        ("E015", 2, 'rights "excerpt" cannot be honoured by this version'),
    ]


def test_a_field_has_a_problem_where_there_is_an_error_in_its_line() -> None:
    reader = fields({"date": "soon", "captured": "soon", "title": "x"})
    reader.date("date")
    reader.date("captured")
    assert [code for code, _, _ in found(reader)] == ["E012", "W027"]
    given = {field: reader.has_problem(field) for field in ("date", "captured", "title", "tags")}
    assert given == {"date": True, "captured": False, "title": False, "tags": False}


def test_the_place_of_a_field_is_that_of_the_first_of_its_names() -> None:
    reader = fields({"published": "2018", "date": "2017"})
    assert reader.place_of("date") == (3, 7)
    assert reader.place_of("title") is None


def test_fields_that_are_not_ours_are_kept_as_they_are_written() -> None:
    values = {
        "Mood-Music": "none",
        "toc": "true",
        "weight": "1",
        "empty": None,
        "sitemap": {"exclude": "false", "rates": ["true", "x"]},
    }
    reader = fields({"title": "x", "Source-URL": "x", "Lastmod": "2017", **values})
    assert reader.extra() == {
        "Mood-Music": "none",
        "toc": True,
        "weight": "1",
        "empty": None,
        "sitemap": {"exclude": False, "rates": [True, "x"]},
    }
    assert not reader.problems


def test_a_name_that_gave_something_is_none_of_the_others() -> None:
    reader = fields({"pubdate": "soon", "posted": "2017", "tag": "War", "byline": "Ann Roe"})
    reader.date("date")
    reader.names("tags")
    assert reader.extra() == {"pubdate": "soon", "byline": "Ann Roe"}
    assert not reader.problems


def test_a_table_of_fields_is_kept_and_its_fields_are_not_told_twice() -> None:
    reader = fields({"extra": {"source": "Post", "colour": "red"}, "taxonomies": {"tags": ["War"]}})
    assert reader.text("source") == "Post"
    assert reader.names("tags") == ("War",)
    assert reader.extra() == {"extra": {"source": "Post", "colour": "red"}}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Tittle", "title"),
        ("sumary", "summary"),
        ("peopel", "people"),
        ("organizations", "organisations"),
    ],
)
def test_a_near_miss_of_a_field_is_told_at_its_name(written: str, meant: str) -> None:
    reader = fields({"title": "x", written: "y"})
    assert reader.extra() == {written: "y"}
    assert found(reader) == [("W001", 3, f"{written} is not a field; {meant} is")]
    assert (reader.problems[0].column, reader.problems[0].hint) == (1, f"rename it to {meant}")


@pytest.mark.parametrize("name", ["subtitle", "publisher", "images", "url", "colour", "posted"])
def test_a_name_that_is_known_or_far_from_ours_is_no_near_miss(name: str) -> None:
    reader = fields({name: "y"})
    assert reader.extra() == {name: "y"}
    assert not reader.problems
