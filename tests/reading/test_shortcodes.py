"""Shortcodes of other generators: text, never run, and listed by `check`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.problems import Problem
from dateline.reading.markdown import render_markdown
from dateline.reading.shortcodes import without_shortcodes
from tests.conftest import SmallArchive


def problems(body: str) -> list[Problem]:
    rendered = render_markdown(body, path="a.md", first_line=5, lang="en", title="T")
    return [each for each in rendered.problems if each.code == "W015"]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            '{{< figure src="a.png" >}}',
            "shortcodes of Hugo are published as text: figure",
            "![what",
        ),
        ('{{< ref "other.md" >}}', "shortcodes of Hugo are published as text: ref", "other-art"),
        ("{{% note %}}", "shortcodes of Hugo are published as text: note", "write Markdown"),
        ("{{< tweet\n  id=1\n>}}", "shortcodes of Hugo are published as text: tweet", "https:"),
        ("{% include x.html %}", "tags of Liquid are published as text: include", "Markdown"),
        ("{{ site.url }}/x", "tags of Liquid are published as text: site.url", "Markdown"),
        ('[gallery ids="1"]', "shortcodes of WordPress are published as text: gallery", "![what"),
    ],
)
def test_each_is_named_with_what_to_write_instead(text: str, message: str, hint: str) -> None:
    (found,) = problems(f"One.\n\nTwo {text} three.")
    assert (found.line, found.column) == (7, 5)
    assert found.message == message
    assert hint in found.hint


def test_many_of_a_kind_are_one_warning() -> None:
    body = "{{< ref a >}} {{< ref b >}}\n\n{{< box >}} x {{< /box >}}\n\n{% if x %}"
    assert [p.message.partition(": ")[2] for p in problems(body)] == ["ref (2), box (2)", "if"]


@pytest.mark.parametrize(
    "text",
    [
        "```\n{{< ref a >}}\n```",
        "Write `{{ x }}` or `{% y %}`.",
        "    {{ x }}",
        "$\\frac{{a}}{{b}}$",
        "[caption.md](caption.md)",
        "{ {< x >} }",
    ],
)
def test_code_formulas_and_links_are_none(text: str) -> None:
    assert problems(text) == []


def test_they_are_text_on_the_page_and_nothing_in_a_summary(archive: SmallArchive) -> None:
    shortcodes = '{{< img src="a.png" >}}\n\n{{<figure src="b.png">}}\n\n'
    body = f"{shortcodes}Told {{{{ now }}}}{{% x %}} [embed]u[/embed]."
    archive.article("a.md", "T", "date: 2017-10-08", body=body)
    outcome = archive.build()
    assert outcome.codes == []
    page = archive.page("a/")
    assert '<meta name="description" content="Told u.">' in page
    assert "{{ now }}{% x %}" in page
    assert "Told u." in archive.page("feed.xml")
    assert archive.run("check", "--json").codes == ["W015"] * 3


@given(st.text(alphabet="{}<%>[]/ a-", max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    problems(text)
    assert len(without_shortcodes(text)) <= len(text)
