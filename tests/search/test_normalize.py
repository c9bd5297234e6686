"""Letters with several spellings: their form in the index, and the form that is shown."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.search.normalize import fold_letters, restore_letters

ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآٱىئؤةکڪیگچپژۀءـًٌٍَُِّْٰ٠١٢٣٩۰۱۵"
JAPANESE = "小惑星探査機はやぶさが帰還々〇漢字中文新聞報道"
#: Words as articles have them: of Arabic script with half-spaces, of Chinese and Japanese, and of
#: others, punctuation at their ends.
words = st.one_of(
    st.builds("{}{}".format, st.sampled_from("ابم"), st.text(ARABIC, max_size=8)),
    st.lists(st.text("ابیمخک", min_size=1, max_size=4), min_size=2, max_size=3).map("\u200c".join),
    st.text(JAPANESE, min_size=1, max_size=8),
    st.text("abcdéüßığÇ1", min_size=1, max_size=8),
    st.builds(
        "{}{}".format, st.text("abć", min_size=1), st.sampled_from(["،", ".", "。", "»", "!"])
    ),
    st.builds("{}{}".format, st.text("NHK2017", min_size=1), st.text(JAPANESE, min_size=1)),
)
texts = st.lists(words, min_size=1, max_size=12).map(" ".join)


def seen(text: str) -> str:
    """The text as it is read: without the spaces of no width that part words for the index."""
    return text.replace("\u200b", "")


@given(texts)
def test_a_text_is_restored_as_it_was_written(text: str) -> None:
    restored = restore_letters(" ".join(fold_letters(text).split()), text)
    assert seen(restored).replace(" ", "") == text.replace(" ", "")
    assert len(restored.split()) <= len(text.split())


@given(texts)
def test_a_restored_text_has_the_words_of_the_index_at_their_places(text: str) -> None:
    folded = " ".join(fold_letters(text).split())
    restored = restore_letters(folded, text).replace("\u200b", " ")
    assert [fold_letters(word).strip() for word in restored.split()] == folded.split()


@given(st.one_of(texts, st.text(), st.text(ARABIC + JAPANESE + "\u200c \u0610\u06d6a")))
@example("م\u0610\u200cx")
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold_letters(text)
    assert fold_letters(once) == once


@given(st.text())
def test_restoring_what_was_never_written_changes_no_word(folded: str) -> None:
    assert seen(restore_letters(folded, "<p>é</p>")).replace(" ", "") == seen(folded).replace(
        " ", ""
    )


@given(st.text(st.characters(max_codepoint=0x2FF)))
def test_other_scripts_stay_as_they_are(text: str) -> None:
    assert fold_letters(text) == text


@pytest.mark.parametrize(
    ("spellings", "folded"),
    [
        (("أحمد", "احمد", "آحمد", "إحمد", "ٱحمد", "أَحْمَد", "احـــمد"), "احمد"),
        (("مدرسة", "مدرسه", "مَدْرَسَةٌ"), "مدرسه"),
        (("مستشفى", "مستشفي", "مستشفی"), "مستشفي"),
        (("كتاب", "کتاب", "ڪتاب"), "كتاب"),
        (("مسؤول", "مسوول"), "مسوول"),
        (("٢٠١٧", "۲۰۱۷", "2017"), "2017"),
        (("a\u0627\u0654", "aأ"), "aا"),
        (("می‌روم", "مي‌روم"), "مي-روم"),
    ],
)
def test_spellings_of_one_word_fold_alike(spellings: tuple[str, ...], folded: str) -> None:
    assert {fold_letters(word) for word in spellings} == {folded}


def test_every_character_without_spaces_is_a_word() -> None:
    assert fold_letters("小惑星 2017年 NHK放送").split() == [
        *"小惑星",
        "2017",
        "年",
        "NHK",
        *"放送",
    ]
    assert fold_letters("<h1>月面</h1>").replace(" ", "") == "<h1>月面</h1>"


def test_the_second_spelling_of_a_word_is_restored_second() -> None:
    written = "<p>مدرسة &amp; مدرسه</p>"
    assert restore_letters("مدرسه & مدرسه.", written) == "مدرسة & مدرسه."


def test_a_half_space_outside_arabic_script_stays() -> None:
    assert fold_letters("auf\u200clage é") == "auf\u200clage é"
