"""Summaries are the first sentences of running text, in every script."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.content.markdown.render import render_markdown
from dateline.content.markdown.sentences import shorten, width_of

TEXT = "The dam was opened on Monday. Water came to the town."


def summary(body: str) -> str:
    return render_markdown(body, path="a.md", first_line=1, lang="ja", title="T").summary


@pytest.mark.parametrize(
    "before",
    [
        "",
        "## A heading\n\n",
        "Setext heading\n---\n\n",
        "**Protocol**\n\n",
        "__Protocol__\n\n",
        "***Protocol***\n\n",
        "**Protocol.**\n\n",
        "<b>Protocol</b>\n\n",
        "**新聞**\n\n",
        "By Jane Doe\n\n",
        "By Jane Doe Jr.\n\n",
        "Von Max Mustermann und Eva Musterfrau\n\n",
        "*By Jane Doe*\n\n",
        "8 October 2017\n\n",
        "LONDON, Oct. 8\n\n",
        "Dear readers,\n\n",
        "![A dam](dam.png)\n\n",
        "![A dam](dam.png)\n*What one sees. Here.*\n\n",
        "![A dam](dam.png)\n\n*What one sees. Here.*\n\n",
        "Photo: Jane Doe\n\n",
        "(Photo by Jane Doe. All rights.)\n\n",
        "```\nSome code. More of it.\n```\n\n",
        "    Some code. More of it.\n\n",
        "| A cell. | Another one. |\n|---|---|\n| A cell. | Another one. |\n\n",
        "> Somebody said this. And that.\n\n",
        "> [!note] Note\n> Somebody said this. And that.\n\n",
        "- An item is here. Another.\n\n",
        "---\n\n",
        "#dam #water\n\n",
        "status:: open\n\n",
        "%%A note for me. Only me.%%\n\n",
        "<!-- A note for me. -->\n\n",
        "<h2>A heading. Of two.</h2>\n\n",
        "<figure><img src='a.png'><figcaption>What one sees. Here.</figcaption></figure>\n\n",
        '<p class="wp-caption-text">What one sees. Here.</p>\n\n',
        "<p><strong>Protocol</strong></p>\n\n",
        "<blockquote><p>Somebody said this. And that.</p></blockquote>\n\n",
        "<ul><li>An item is here. Another.</li></ul>\n\n",
        "<table><tr><td>A cell. Another.</td></tr></table>\n\n",
        "<script>var a = 'A text. Of code.'</script>\n\n",
        "[^1]: A note. Of two.\n\n",
        "[Read more](https://example.org/)\n\n",
    ],
)
@pytest.mark.parametrize("text", [TEXT, f"<p>{TEXT}</p>", f"<div>\n<p>{TEXT}</p>\n</div>"])
def test_the_summary_is_the_first_running_text(before: str, text: str) -> None:
    assert summary(f"{before}{text}\n\nMore text of it.") == TEXT


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            "**Protocol**\n\n- One was shown. [paper](https://example.org/)\n- Two agreed.",
            "One was shown. Two agreed.",
        ),
        ("1. First\n2. Second", "First; Second"),
        ("<ul><li>One was shown.</li><li>Two agreed.</li></ul>", "One was shown."),
        ("# Head\n\n> A quotation stands alone.", "A quotation stands alone."),
        ("**Only this**", "Only this"),
        ("Only this", "Only this"),
        ("# Only a heading", ""),
        ("![A dam](dam.png)", ""),
        ("```\ncode\n```", ""),
        ("| a |\n|---|\n| b |", ""),
        ("", ""),
        ("Text[^1] here.\n\n[^1]: A note.", "Text here."),
        ("A *b* `c` ~~d~~ ==e== [f](g) &amp; &eacute; \\*h.", "A b c d e f & é *h."),
        ("One line<br>and another.", "One line and another."),
        ("<p>One <b>line</b><br/>and &amp; another.</p>", "One line and & another."),
        (
            "It was shown. [Reuters](https://example.org/), [AP](https://example.org/)",
            "It was shown.",
        ),
        ("See [the paper](https://example.org/).", "See the paper."),
    ],
)
def test_what_a_summary_says(body: str, told: str) -> None:
    assert summary(body) == told


@pytest.mark.parametrize(
    ("sentence", "end"),
    [
        ("The river rose again and the people left the town. ", ""),
        ("Dr. Jane Doe of the U.S. Army met Mr. Roe on Jan. 3 at 5 p.m. and said no. ", ""),
        ("Am 3. Oktober kam z. B. der Fluss. ", ""),
        ("He asked “Why?” and she said “No!” to the people there. ", ""),
        ("川の水がまた増えたので人々は町を出た。", ""),
        ("他说：“河水又涨了，人们离开了小镇。”", ""),
        ("강물이 다시 불어나 사람들이 마을을 떠났다. ", ""),
        ("नदी फिर बढ़ी और लोग शहर छोड़ गए। ", ""),
        ("ارتفع النهر مرة أخرى وغادر الناس المدينة؟ ", ""),
        ("دریا پھر چڑھ گیا اور لوگ شہر چھوڑ گئے۔ ", ""),
        ("Գետը նորից բարձրացավ։ ", ""),
        ("ወንዙ እንደገና ሞላ። ", ""),
        ("ទន្លេឡើងម្តងទៀត។", ""),
        ("မြစ်ရေထပ်တက်လာသည်။", ""),
    ],
)
def test_a_long_text_ends_with_a_sentence(sentence: str, end: str) -> None:
    short = shorten((sentence * 40).strip(), 280)
    assert width_of(short) <= 280
    assert width_of(short) > 90
    assert (sentence * 40).startswith(short)
    assert (len(short) + len(sentence) - len(sentence.rstrip())) % len(sentence) == 0


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("one two three four", 9, "one two…"),
        ("one, two three four", 5, "one…"),
        ("長" * 20, 9, "長" * 4 + "…"),
        ("長い新聞newspaper記事", 12, "長い新聞…"),
        ("a" * 20, 5, "aaaaa…"),
        ("👩‍👩‍👧" * 9, 7, "👩‍👩‍👧…"),
        ("🇩🇪" * 9, 7, "🇩🇪🇩🇪🇩🇪…"),
        ("e\u0301" * 9, 4, "e\u0301" * 4 + "…"),
        ("क्षत्रिय" * 9, 4, None),
        ("see [[A note|the words]] here and there", 20, "see…"),
    ],
)
def test_a_text_without_a_sentence_in_reach_ends_with_a_word(
    text: str, length: int, short: str | None
) -> None:
    found = shorten(text, length)
    assert found.endswith("…")
    assert text.startswith(found[:-1])
    assert short in (None, found)


@settings(deadline=None)
@given(st.text(max_size=900), st.integers(min_value=10, max_value=400))
def test_any_text_is_short_and_no_character_is_parted(text: str, length: int) -> None:
    short = shorten(text, length)
    whole = short.removesuffix("…") if short not in (text, text[: len(short)]) else short
    assert width_of(whole) <= length
    assert text.startswith(whole)
    following = text[len(whole) : len(whole) + 1]
    if whole and following and short != text:
        is_mark = unicodedata.category(following) in ("Mn", "Me", "Mc")
        assert not is_mark or len(whole) == 1 or unicodedata.category(whole[-1]) == "Po"


@settings(deadline=None)
@given(st.text(alphabet="ab .,:!\n*_#>-[]()<p/>&;|`=%^字。「」", max_size=400))
def test_a_summary_is_one_line_within_its_length(body: str) -> None:
    found = summary(body)
    assert width_of(found) <= 281
    assert "\n" not in found


def test_a_letter_with_endless_marks_ends() -> None:
    assert len(shorten("a" + "\u0301" * 10_000, 280)) < 600
