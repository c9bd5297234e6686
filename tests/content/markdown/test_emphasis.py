"""Emphasis in every script, and CommonMark's rules in all other texts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dateline.content.markdown.emphasis import emphasis_plugin


def parsers() -> tuple[MarkdownIt, MarkdownIt]:
    """The parser of CommonMark, and the same with the rule of this module."""
    plain, ours = MarkdownIt("commonmark"), MarkdownIt("commonmark")
    emphasis_plugin(ours)
    for parser in (plain, ours):
        parser.enable("strikethrough")
    return plain, ours


PLAIN, OURS = parsers()


def render(text: str) -> str:
    return str(OURS.renderInline(text))


@pytest.mark.parametrize(
    "inner",
    [
        "「大切な話」",
        "『本』",
        "（括弧）",
        "【新聞】",
        "《人民》",
        "〈a〉",
        "終わり。",
        "そう？",
        "本当！",
        "一、",
        "“你好”",
        "‘好’",
        "好…",
        "好——",
        "뉴스(News)",
        "뉴스.",
        "ﾃｽﾄ｡",
        "「半角｣",
        "Latin)",
        '"quoted"',
        "100%",
        "禰󠄀",
    ],
)
@pytest.mark.parametrize(
    ("before", "after"), [("彼は", "です"), ("他说", "然后"), ("이것은 ", "을")]
)
@pytest.mark.parametrize(
    ("mark", "tag"), [("**", "strong"), ("*", "em"), ("~~", "s"), ("==", "mark")]
)
def test_emphasis_stands_beside_east_asian_punctuation(
    inner: str, before: str, after: str, mark: str, tag: str
) -> None:
    html = render(f"{before}{mark}{inner}{mark}{after}")
    assert mark not in html
    assert html.startswith(f"{before}<{tag}>")
    assert html.endswith(f"</{tag}>{after}")


@pytest.mark.parametrize("inner", ["你好。", "“你好”", "「话」"])
def test_the_right_words_are_emphasised_where_several_are(inner: str) -> None:
    html = render(f"一**{inner}**二，三**{inner}**四。")
    strong = f"<strong>{inner}</strong>"
    assert html == f"一{strong}二，三{strong}四。"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('The **"peace"**s held.', "The <strong>&quot;peace&quot;</strong>s held."),
        ("die **„Krise“**n", "die <strong>„Krise“</strong>n"),
        ("*«guerre»*s", "<em>«guerre»</em>s"),
        ("the **'90s'**ish", "the <strong>'90s'</strong>ish"),
        ('un**"do"**', "un<strong>&quot;do&quot;</strong>"),
        ('=="a"==b', "<mark>&quot;a&quot;</mark>b"),
        ('**"why?"**s', "<strong>&quot;why?&quot;</strong>s"),
    ],
)
def test_a_quotation_may_be_emphasised_within_a_word(text: str, html: str) -> None:
    assert render(text) == html


@pytest.mark.parametrize(
    "text",
    [
        'He said "*no*" and left.',
        '*He said "*no*" and left*',
        '**foo "*bar*" foo**',
        '("*a*")',
        '*"a" b*',
        'a "*" b',
        "it's *not* 'n' *all*",
        "snake_case_name __init__ _a_b",
        "2*3*4 a**b**c **a **b",
        "*foo*bar ***a** b*",
        "**Note:**text (*a*)b",
    ],
)
def test_quotation_marks_and_words_stay_as_commonmark_has_them(text: str) -> None:
    assert render(text) == PLAIN.renderInline(text)


@settings(deadline=None)
@given(st.text(alphabet="ab *_~.,;()[]!-\\`<>&\u00e9\u044f\u0623\u0e01\u2014\u2026\U0001f600\n"))
def test_texts_without_east_asian_characters_and_quotations_are_as_before(text: str) -> None:
    assert OURS.render(text) == PLAIN.render(text)


@settings(deadline=None)
@given(st.text(alphabet="a字。「」“”（) *_~=\ufe00\ufe01\U000e0100\n"))
def test_any_mixture_is_well_formed(text: str) -> None:
    html = OURS.render(text)
    for tag in ("strong", "em", "s", "mark"):
        assert html.count(f"<{tag}>") == html.count(f"</{tag}>")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("==a== b ==c d==", "<mark>a</mark> b <mark>c d</mark>"),
        ("==**a**== **==b==**", "<mark><strong>a</strong></mark> <strong><mark>b</mark></strong>"),
        ("a == b and c == d", "a == b and c == d"),
        ("=== a === ====", "=== a === ===="),
        ("==open", "==open"),
        ("`==a==` \\==a==", "<code>==a==</code> ==a=="),
        ("[==a==](x)", '<a href="x"><mark>a</mark></a>'),
        ("*a ==b* c==", "<em>a ==b</em> c=="),
    ],
)
def test_marks(text: str, html: str) -> None:
    assert render(text) == html
