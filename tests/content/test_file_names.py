"""Dates, and default titles, from the names of files."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.config import ReadingSettings
from dateline.content.article import Reading, read_article
from dateline.content.file_names import date_in_path, title_of_path
from dateline.model import Article


@pytest.mark.parametrize(
    ("path", "iso"),
    [
        ("2017-10-08-slug.md", "2017-10-08"),
        ("2017-10-08 A clip.md", "2017-10-08"),
        ("2017-10-08_slug.md", "2017-10-08"),
        ("2017-10-08.md", "2017-10-08"),
        ("2017-10-08, slug.md", "2017-10-08"),
        ("2017-10-8-slug.md", "2017-10-08"),
        ("2017-10-08-slug.fr.md", "2017-10-08"),
        ("2017-10-08T1430 slug.md", "2017-10-08"),
        ("20171008-slug.md", "2017-10-08"),
        ("20171008.md", "2017-10-08"),
        ("2017_10_08_slug.md", "2017-10-08"),
        ("2017.10.08 slug.md", "2017-10-08"),
        ("٢٠١٧-١٠-٠٨ خبر.md", "2017-10-08"),
        # Folders
        ("2017/10/08-slug.md", "2017-10-08"),
        ("2017/10/08 slug.md", "2017-10-08"),
        ("2017/10/08.md", "2017-10-08"),
        ("2017/10/08/slug.md", "2017-10-08"),
        ("2017/10-08-slug.md", "2017-10-08"),
        ("de/2017/10/08-slug/index.md", "2017-10-08"),
        ("2017-10-08-slug/index.md", "2017-10-08"),
        ("20171008-slug/index.md", "2017-10-08"),
        ("2017/10/2016-09-07-slug.md", "2016-09-07"),
        # Less, or at the end
        ("2017-10 Notes.md", "2017-10"),
        ("2017-10.md", "2017-10"),
        ("slug-2017-10-08.md", "2017-10-08"),
        ("Council (2017-10-08).md", "2017-10-08"),
        # No dates
        ("2017/10/slug.md", "None"),
        ("2017/10/99-problems.md", "None"),
        ("2017/slug.md", "None"),
        ("2017-10-things-to-know.md", "None"),
        ("apollo-11.md", "None"),
        ("1234-56-78.md", "None"),
        ("20171308-slug.md", "None"),
        ("99991231-slug.md", "None"),
        ("120171008-slug.md", "None"),
        ("201710081.md", "None"),
        ("20171008x.md", "None"),
        ("2017-10-081-slug.md", "None"),
        ("2017.1.2-release.md", "None"),
        ("x2017-10-08.md", "None"),
        ("slug-1234-10-08.md", "None"),
        ("2017-10-08-slug/photos/notes.md", "None"),
    ],
)
def test_dates_in_paths(path: str, iso: str) -> None:
    assert str(date_in_path(path)) == iso


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("2017-13-08-x.md", "month must be in 1..12"),
        ("2017-02-30 x.md", "day must be in 1..28 for 2017-02"),
        ("2017/02/30-x.md", "day must be in 1..28 for 2017-02"),
    ],
)
def test_a_day_in_a_path_that_does_not_exist_is_named(path: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        date_in_path(path)
    problems = read_article(path, b"---\ntitle: x\n---\n", ReadingSettings()).problems
    assert [each.code for each in problems] == ["E012"]


FORMS = ("%Y-%m-%d x", "%Y%m%d-x", "%Y_%m_%d", "%Y.%m.%d x", "%Y/%m/%d-x", "a/%Y-%m-%d/index")


@given(
    st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2099, 12, 31)),
    st.sampled_from([*FORMS, "x %Y-%m-%d"]),
)
def test_every_day_is_found_in_every_form(day: datetime.date, form: str) -> None:
    assert str(date_in_path(f"{day:{form}}.md")) == day.isoformat()


@given(st.text(st.sampled_from("0123456789-_./ abT"), max_size=30))
def test_any_name_has_a_date_or_none(name: str) -> None:
    try:
        found = date_in_path(f"{name}.md")
    except ValueError:
        return
    assert found is None or found.day_number


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("River.md", "River"),
        ("The fall of X.md", "The fall of X"),
        ("iPhone talk.md", "iPhone talk"),
        ("2017-10-08-fall-of-x.md", "Fall of x"),
        ("2017-10-08 Fall of X.md", "Fall of X"),
        ("20171008_fall_of_x.md", "Fall of x"),
        ("2017/10/08-fall-of-x.md", "Fall of x"),
        ("fall-of-x-2017-10-08.md", "Fall of x"),
        ("2017-10-08-fall-of-x.fr.md", "Fall of x"),
        ("node.js.md", "Node.js"),
        ("the-fall/index.md", "The fall"),
        ("2017-10-08.md", "2017-10-08"),
        ("10-things.md", "10 things"),
        ("C++.md", "C++"),
        ("حلب.md", "حلب"),
        ("über-uns.md", "Über uns"),
        ("♥♥.md", ""),
        ("---.md", ""),
    ],
)
def test_a_name_makes_a_title(path: str, title: str) -> None:
    assert title_of_path(path) == title


def read(text: str, path: str = "2017-10-08-the-river.md") -> Reading:
    return read_article(path, text.encode(), ReadingSettings())


@pytest.mark.parametrize(
    ("text", "title", "shown"),
    [
        ("Intro.\n\n## History\n\nText.", "The river", "<h2"),
        ("## History\n\nText.", "The river", "<h2"),
        ("Intro.\n\n# History\n\nText.", "The river", "<h1"),
        ("> # Quoted\n\nText.", "The river", "Quoted"),
        ("# History\n\nText.", "History", "<p>Text"),
        ("History\n=======\n\nText.", "History", "<p>Text"),
        ("<!-- a note -->\n\n# History\n\nText.", "History", "<p>Text"),
        ("---\ntags: [a]\n---\n# History\n", "History", ""),
        ("---\ntitle:\n---\nText.", "The river", "Text"),
        ("Text alone.", "The river", "Text alone."),
    ],
)
def test_a_text_without_a_title_has_its_first_heading_or_the_name_of_its_file(
    text: str, title: str, shown: str
) -> None:
    reading = read(text)
    assert isinstance(reading.item, Article), reading.problems
    assert (reading.item.title, reading.problems) == (title, [])
    assert shown in reading.html
    assert ("History" in reading.html) == (title != "History" and "History" in text)


def test_a_name_of_signs_alone_is_no_title() -> None:
    problems = read("---\ndate: 2017-10-08\n---\nText.", "♥.md").problems
    assert [each.code for each in problems] == ["E010"]
    assert [each.code for each in read("---\ntitle: [x]\n---\n").problems] == ["E013"]
