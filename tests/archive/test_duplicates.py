"""Duplicates of a story are found, without false matches."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.archive.arrange import arrange, complete
from dateline.archive.duplicates import duplicates
from dateline.content.sketches import sketch_of
from dateline.model import Article
from tests.archive.test_archive import article
from tests.conftest import SmallArchive

ENGLISH = (
    "army convoy ministry river bridge officials village hospital market convoys families border "
    "evening spokesman soldiers reported crossed advanced withdrew shelled opened closed eastern "
    "western thousands civilians witnesses returned governor council highway province airstrikes"
)
ARABIC = (
    "الجيش قافلة الوزارة النهر الجسر مسؤولون القرية المستشفى السوق عائلات الحدود المساء متحدث جنود "
    "أعلنت عبرت تقدمت انسحبت قصفت فتحت أغلقت الشرقي الغربي آلاف مدنيون شهود عادوا المحافظ المجلس"
)
CHINESE = "军队河桥官员村医院市场家庭边境晚上发言人士兵报告越过前进撤退炮击打开关闭东西部千平民"
SCRIPTS = pytest.mark.parametrize(
    ("words", "space", "stop"),
    [(ENGLISH, " ", ". "), (ARABIC, " ", "، "), (CHINESE, "", "。")],
    ids=["English", "Arabic", "Chinese"],
)


def story(
    seed: int,
    count: int = 20,
    words: str = ENGLISH,
    space: str = " ",
    stop: str = ". ",
) -> list[str]:
    """Sentences that occur in no other text."""
    known = words.split() if space else words
    rng = random.Random(seed)  # noqa: S311  # words, not secrets
    return [space.join(rng.choices(known, k=14)) + stop for _ in range(count)]


def groups(*texts: list[str], dates: list[str] | None = None) -> list[list[int]]:
    """Which of these texts, all of one day if nothing else is said, are copies of each other."""
    dates = dates or ["2017-10-08"] * len(texts)
    items = [
        article(f"{i:03d}.md", date, sketch=sketch_of(f"Headline {i}", "".join(text)))
        for i, (text, date) in enumerate(zip(texts, dates, strict=True))
    ]
    found = duplicates(arrange(items, [])[0])
    paths = {tuple(sorted(member.path for member in group)) for group in found.values()}
    return sorted([int(path[:3]) for path in group] for group in paths)


@SCRIPTS
def test_the_same_story_is_a_copy_whatever_its_beginning_and_end(
    words: str, space: str, stop: str
) -> None:
    whole = story(1, 20, words, space, stop)
    other, own = story(2, 20, words, space, stop), story(3, 1, words, space, stop)
    assert groups(whole, other, own + whole[1:], whole[:10]) == [[0, 2, 3]]


@SCRIPTS
def test_a_story_retold_is_no_copy(words: str, space: str, stop: str) -> None:
    whole = story(1, 20, words, space, stop)
    known = words.split() if space else words
    rng = random.Random(4)  # noqa: S311  # words, not secrets
    retold = [
        space.join(rng.choice(known) if rng.random() < 0.3 else word for word in sentence)
        for sentence in (s.removesuffix(stop).split(" ") if space else [*s] for s in whole)
    ]
    assert groups(whole, [f"{sentence}{stop}" for sentence in retold]) == []


def test_house_style_makes_no_other_story() -> None:
    whole = [s.replace("officials", "“officials”", 1) for s in story(1)]
    styled = "".join(whole).upper().replace("“", "'").replace("”", "'").replace(". ", ".\n\n")
    styled = styled.replace("SHELLED", "BOMBED", 4)
    assert groups(whole, [styled]) == [[0, 1]]


@pytest.mark.parametrize(
    ("change", "are_copies"),
    [
        (lambda text: text, True),
        (lambda text: text[:10] + story(9, 9), True),
        (lambda text: text[:8] + story(9, 12), False),
        (lambda text: story(8, 5) + text + story(9, 5), True),
        (lambda text: text[::-1], True),
    ],
)
def test_copies_share_half_of_the_shorter(
    change: Callable[[list[str]], list[str]], are_copies: bool
) -> None:
    assert groups(story(1), change(story(1))) == ([[0, 1]] if are_copies else [])


def test_what_stands_under_every_article_makes_no_copies() -> None:
    disclaimer = story(1, 12)
    daily = [story(i, 8) + disclaimer for i in range(2, 32)]
    weekly = [f"2017-{i // 4 + 1:02d}-{i % 4 * 7 + 1:02d}" for i in range(30)]
    assert groups(*daily) == []
    assert groups(*daily, dates=weekly) == []
    assert groups(*daily, daily[4], dates=[*weekly, weekly[4]]) == [[4, 30]]


@pytest.mark.parametrize(
    "text", ["", "Photo.", "The army crossed the river. It is cold, they said."]
)
def test_a_few_words_make_no_copies(text: str) -> None:
    assert groups([text], [text]) == []


def test_copies_stand_within_days_of_each_other() -> None:
    text = story(1)
    dates = ["2017-10-01", "2017-10-05", "2017-10-12", "2018-10-12"]
    assert groups(*[text] * 4, dates=dates) == [[0, 1, 2]]


@settings(deadline=None)
@given(st.lists(st.integers(0, 6), min_size=2, max_size=12), st.randoms(use_true_random=False))
def test_every_story_is_one_group_in_any_order(stories: list[int], rng: random.Random) -> None:
    texts = []
    for number in stories:
        text = story(number + 100)
        start = rng.randrange(4)
        texts.append(text[start : start + 16])
    expected = [[i for i, s in enumerate(stories) if s == number] for number in set(stories)]
    assert groups(*texts) == sorted(group for group in expected if len(group) > 1)


def test_a_copy_is_not_related_to_its_own_story_and_others_see_one_of_them() -> None:
    texts = [story(1), story(1), story(1), story(2)]
    items: list[Article] = [
        article(f"{i}.md", sketch=sketch_of("", "".join(text)), people=("Talal Silo",))
        for i, text in enumerate(texts)
    ]
    archive = complete(arrange(items, [])[0])
    related = [[other.path for other, _ in others] for others in archive.related]
    assert related == [["3.md"]] * 3 + [["0.md"]]


def test_the_page_of_a_copy_names_the_others(archive: SmallArchive) -> None:
    for name, source in (("a", "Agency"), ("b", "Evening Post")):
        fields = ("date: 2017-10-08", f"source: {source}")
        archive.article(f"{name}.md", f"Title {name}", *fields, body="".join(story(1)))
    assert archive.build().code == 0
    assert "Also published by" in archive.page("a/")
    assert "Evening Post" in archive.page("a/").split("Also published by")[1]
    assert "Related" not in archive.page("a/")
    archive.article("b.md", "Title b", "date: 2017-10-08", body="Other words.")
    archive.build()
    assert "Also published by" not in archive.page("a/")
