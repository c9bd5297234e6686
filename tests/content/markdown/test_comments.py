"""Text in `%%` comments is published nowhere."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dateline.content.markdown.render import Rendered, render_markdown
from tests.conftest import SmallArchive


def render(body: str) -> Rendered:
    return render_markdown(body, path="a.md", first_line=3, lang="en", title="T")


def told(found: Rendered) -> str:
    """All that is made of a text."""
    return f"{found.html}{found.text}{found.heading}{found.summary}{found.references}"


@pytest.mark.parametrize(
    "body",
    [
        "Seen. %%secret%% Seen.",
        "Seen.%%secret%%Seen.",
        "%%secret%%\n\nSeen. Seen.",
        "Seen. Seen.\n\n%%\nsecret\n%%",
        "Seen.\n\n%%\nsecret\n\n- secret\n\n> secret\n\n    secret\n\n%%\n\nSeen.",
        "Seen. %%secret\n\nsecret\n\nsecret%% Seen.",
        "Seen.\n%%secret\nsecret%%\nSeen.",
        "%%\n# secret\n%%\n\nSeen. Seen.",
        "%%\n---\n%%\n\nSeen. Seen.\n\n%%secret%%",
        "# %%secret%% Seen\n\nSeen.",
        "Seen\n\n- Seen %%secret%%\n- %%secret%%",
        "- Seen %%\n- secret\n- secret %% Seen",
        "> Seen %%secret%%\n\nSeen",
        "> [!note] Seen %%secret%%\n> Seen",
        "| Seen %%secret%% | b |\n|---|---|\n| c | Seen |",
        "| Seen %% | secret |\n|---|---|\n| secret | %% Seen |",
        "**Seen %%secret** secret%% Seen",
        "[Seen %%secret%%](x.md) Seen",
        '[Seen](x.md "%%secret%%") Seen',
        "![Seen %%secret%%](x.png) Seen",
        "%%![secret](secret.png) [secret](secret.md) [[secret]] ![[secret.png]]%% Seen Seen",
        "%%https://secret.example/ <secret@example.org>%% Seen Seen",
        "Seen https://example.org/a%%secret%% Seen",
        "Seen[^1]\n\n%%[^1]%%\n\n[^1]: Seen %%secret%%",
        "Seen[^1] Seen\n\n%%\n[^1]: secret\n%%",
        "Seen ^[Seen %%secret%%]",
        "Seen %%secret ^[secret]%% Seen",
        "Seen ^[a] %% ^[secret] [^s] %% ^[b] Seen\n\n%%\n[^s]: secret\n%%",
        "<div>\nSeen %%secret%% Seen\n</div>",
        "<div>\nSeen %%\n\nsecret\n\n<p>secret %%\nSeen</p>\n</div>",
        "Seen %%<b>secret%% Seen</b>",
        "Seen %%`secret` secret%% Seen",
        "Seen\n\n%%\n```\nsecret\n```\n%%\n\nSeen",
        "Seen %%secret :: secret %% [key:: Seen]",
        "Seen ==Seen %%secret==%% Seen",
        "Seen Seen\n\n[^9]: Seen\n\n%%\n\n[^8]: secret",
    ],
)
def test_a_comment_is_not_published_and_all_else_is(body: str) -> None:
    found = render(body)
    assert "secret" not in told(found).lower()
    assert found.html.count("Seen") == body.count("Seen")
    assert "%%" not in told(found)


@pytest.mark.parametrize(
    "body",
    [
        "`%%code%%`",
        "```\n%%code%%\n```",
        "    %%code%%",
        "- a\n\n      %%code%%",
        "> ```\n> %%code%%\n> ```",
        "<pre>\n%%code%%\n</pre>",
        "``a ` %%code%%``",
        "\\%\\%code\\%\\%",
    ],
)
def test_code_and_escaped_signs_are_no_comment(body: str) -> None:
    found = render(body)
    assert "%%code%%" in found.html
    assert found.problems == []


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("Seen %%secret\n\nsecret", 3),
        ("Seen\n\n- Seen\n- Seen\n  %%secret", 7),
        ("Seen\n%%\nsecret", 4),
    ],
)
def test_a_comment_that_is_not_closed_hides_the_rest_and_is_told(body: str, line: int) -> None:
    found = render(body)
    assert "secret" not in told(found)
    assert "Seen" in found.html
    [problem] = found.problems
    assert (problem.code, problem.severity, problem.line) == ("W024", "warning", line)


def test_the_hints_of_a_comment_that_is_not_closed_hold() -> None:
    assert render("Seen %%secret%%\n\nSeen").problems == []
    escaped = render("A \\%% sign\n\nSeen")
    assert escaped.problems == []
    assert "A %% sign" in escaped.html


@pytest.mark.parametrize("body", ["50% off, 20% tax", "100 %", "a % b % c", "%", "%a%"])
def test_single_signs_are_text(body: str) -> None:
    assert body in render(body).html


def test_nothing_is_left_of_blocks_that_hold_only_a_comment() -> None:
    html = render("%%a%%\n\n- %%b%%\n\n> %%c%%\n\n1. d\n\n# %%e%%").html
    assert html.split() == ["<ol>", "<li>d</li>", "</ol>"]


def test_footnotes_are_counted_without_those_in_comments() -> None:
    html = render("%%^[x]%% a[^1] %%[^1]%% b[^1]\n\n[^1]: One.").html
    assert html.count("footnote-backref") == 2
    assert "[2]" not in html


#: Pieces of Markdown that hold no code, no HTML and no part of a link that is cut.
PIECES = st.lists(
    st.sampled_from(
        [
            *("Words", " and ", "\n", "\n\n", "- item\n", "  - item\n", "> quote\n", "# Head\n"),
            *("**", "*", "==", "~~", "[a](b.md)", "![a](b.png)", "[[c]]", "[^1]", "^[note]"),
            *("\n\n[^1]: Note.\n\n", "| a | b |\n|---|---|\n| c | d |\n\n", "---\n", "x:: y\n"),
            *("> [!tip] Title\n", "https://example.org/x ", "\\*", "&amp;", "1. one\n", " ^id1\n"),
        ]
    ),
    max_size=12,
).map("".join)


@settings(deadline=None)
@given(PIECES, PIECES, PIECES, st.booleans())
def test_no_secret_is_told_wherever_it_stands(
    before: str, within: str, after: str, is_closed: bool
) -> None:
    assume("~~~" not in before + within + after)  # code
    end = f"%% {after}" if is_closed else ""
    found = render(f"{before} %% secret {within} secret {end}")
    assert "secret" not in told(found).lower()
    assert "%%" not in told(found)


def test_a_comment_stands_nowhere_in_the_site(archive: SmallArchive) -> None:
    archive.article(
        "a.md", "A", "date: 2017-10-08", body="Seen here. %%my private words%% And here."
    )
    archive.article(
        "b.md", "B", "date: 2017-10-09", body="%%\nmy private words\n\nmore\n%%\n\nSeen."
    )
    assert archive.build(search=True).code == 0
    for path, data in archive.files().items():
        if not path.startswith("pagefind/"):
            assert b"private" not in data, path
    assert "Seen here. And here." in archive.page("feed.xml")
