"""Splitting the index: by content only, evenly, and with little change after an edit."""

import random
from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.content.dates import parse_date
from dateline.model import Article, PartialDate
from dateline.output.manifest import FileRecord
from dateline.search.shards import MOST_SHARDS, SHARD_SIZE, Shard, cut_shards, shard_folder


def articles(count: int, seed: int = 1) -> list[Article]:
    random_days = random.Random(seed)  # noqa: S311  # days, not secrets
    days = sorted(random_days.randrange(20 * 360) for _ in range(count))
    return [
        Article(
            f"{i}.md",
            f"{i}/",
            "",
            "T",
            PartialDate(2000 + d // 360, d // 30 % 12 + 1, d % 30 % 28 + 1),
            "en",
        )
        for i, d in enumerate(days)
    ]


def on(counts: Mapping[str, int], language: str = "en") -> list[Article]:
    """So many articles of each date, in order of time."""
    dates = [(date, i) for date, count in counts.items() for i in range(count)]
    return [
        Article(f"{date}/{i}.md", f"{date}/{i}/", "", "T", parse_date(date), language)
        for date, i in dates
    ]


def cut(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The folder of each shard, and how many articles it holds."""
    shards = cut_shards(on(counts))
    assert [a for shard in shards for a in shard.articles] == on(counts)
    return [(shard.folder, len(shard.articles)) for shard in shards]


@pytest.mark.slow
@given(st.integers(0, 5 * SHARD_SIZE), st.integers(0, 9))
def test_every_article_is_in_one_shard_and_shards_are_even(count: int, seed: int) -> None:
    given_articles = articles(count, seed)
    given_articles.sort(key=lambda article: article.order)
    shards = cut_shards(given_articles)
    assert [a for shard in shards for a in shard.articles] == given_articles
    assert len({shard.folder for shard in shards}) == len(shards)
    assert all(len(shard.articles) <= 1.6 * SHARD_SIZE for shard in shards)


def test_an_archive_of_less_than_a_shard_and_a_half_is_one_shard() -> None:
    most = SHARD_SIZE * 3 // 2 - 1
    half = most // 2
    assert cut({}) == []
    assert cut({"2017-01": 5, "2017-02": 5}) == [("en/", 10)]
    assert cut({"2017-01": half, "2017-02": most - half}) == [("en/", most)]
    assert cut({"2017-01": half, "2017-02": most + 1 - half}) == [
        ("en/2017-01/", half),
        ("en/", most + 1 - half),
    ]


#: Numbers in these tests are for two shards of 750: half a shard is 375, a quarter 187.
TWO = 2 * SHARD_SIZE


@pytest.mark.parametrize(
    ("counts", "cut_as"),
    [
        # At the start of a month: the nearest to the half, and of two as near the first
        (
            {"2016-11": 350, "2016-12": 350, "2017-01-05": 120, "2017-02": 370, "2017-03": 310},
            [("en/2016-11/", 700), ("en/", 800)],
        ),
        (
            {"2016-11": 350, "2016-12": 340, "2017-01-05": 110, "2017-02": 370, "2017-03": 330},
            [("en/2016-11/", 800), ("en/", 700)],
        ),
        (
            {"2016-11-30": 350, "2016-12": 350, "2017-01": 100, "2017-02": 370, "2017-03": 330},
            [("en/2016-11/", 700), ("en/", 800)],
        ),
        # At a day, where more than a quarter of a shard of its month stands before it
        (
            {"2017-01": 281, "2017-02": 281, "2017-03-01": 188, "2017-03-02": 30, "2017-04": 360,
             "2017-05": 360},
            [("en/2017-01/", 750), ("en/", 750)],
        ),
        (
            {"2017-01": 281, "2017-02": 282, "2017-03-01": 187, "2017-03-02": 30, "2017-04": 360,
             "2017-05": 360},
            [("en/2017-01/", 780), ("en/", 720)],
        ),
        # Within a day that holds more than half a shard
        ({"2017-10-08": 1500}, [("en/2017-10/", 752), ("en/", 748)]),
        ({"2017": 1500}, [("en/2017/", 752), ("en/", 748)]),
    ],
)  # fmt: skip
def test_shards_begin_near_equal_shares_with_a_month_a_day_or_within_a_day(
    counts: dict[str, int], cut_as: list[tuple[str, int]]
) -> None:
    assert sum(counts.values()) == TWO == 1500
    assert cut(counts) == cut_as


def test_a_shard_is_named_after_the_month_day_or_place_that_it_begins_with() -> None:
    days = {"2017-01-31": 700, "2017-03-01": 200, "2017-03-02": 550, "2017-04-01": 800}
    assert cut(days) == [("en/2017-01/", 700), ("en/2017-03/", 750), ("en/", 800)]
    days = {f"2017-03-0{day}": 375 for day in range(1, 5)}
    days |= {"2017-04": 10, "2017-04-01": 370, "2017-05": 370}
    assert cut(days) == [("en/2017-03/", 750), ("en/2017-03-03/", 750), ("en/", 750)]
    assert cut({"2017-03-01": 3000}) == [
        ("en/2017-03/", 752),
        ("en/2017-03-01-752/", 752),
        ("en/2017-03-01-1504/", 752),
        ("en/", 744),
    ]


def test_a_very_large_archive_has_larger_shards_not_more() -> None:
    one_day = on({"2017-10-08": 1}) * (MOST_SHARDS * SHARD_SIZE * 4 // 3)
    assert len(cut_shards(one_day)) == MOST_SHARDS


def test_each_language_has_its_folder_the_largest_first() -> None:
    english, arabic, greek = (on({"2017": n}, tag) for n, tag in ((2, "en"), (3, "ar"), (2, "el")))
    shards = cut_shards([*english, *arabic, *greek])
    assert shards == [
        Shard("ar/", "ar", tuple(arabic)),
        Shard("el/", "el", tuple(greek)),
        Shard("en/", "en", tuple(english)),
    ]


def test_the_folder_of_a_language_is_none_that_windows_keeps_for_a_device() -> None:
    [shard] = cut_shards(on({"2017": 1}, "con"))
    assert shard.language == "con"
    assert shard.folder.startswith("con-")


def test_only_the_newest_shard_stands_in_the_folder_of_its_language() -> None:
    shards = cut_shards(on({"2017-01": 750, "2017-02": 750}))
    assert [shard.is_newest for shard in shards] == [False, True]


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("pagefind/pagefind.js", ""),
        ("pagefind/en/pagefind-entry.json", "en/"),
        ("pagefind/en/fragment/en_1.pf_fragment", "en/"),
        ("pagefind/en/2017-01/index/en_1.pf_index", "en/2017-01/"),
        ("pagefind/en/2017-01/pagefind.en_1.pf_meta", "en/2017-01/"),
    ],
)
def test_a_file_of_the_index_belongs_to_the_shard_of_its_folder(path: str, folder: str) -> None:
    assert shard_folder(path) == folder


def test_the_state_of_a_shard_is_that_of_what_its_index_takes_and_of_its_files() -> None:
    article = on({"2017-10-08": 1})[0]
    files = {"a": FileRecord("one", 1), "b": FileRecord("two", 2)}
    before = Shard("en/", "en", (article,)).state(files)
    changes: list[dict[str, Any]] = [
        *({field: "new"} for field in ("digest", "address", "title", "source")),
        *({field: ("new",)} for field in ("tags", "authors", "people", "places", "story")),
        {"date": PartialDate(2017, 10, 9)},
    ]
    changed = [msgspec.structs.replace(article, **change) for change in changes]
    states = {Shard("en/", "en", (each,)).state(files) for each in changed}
    states |= {Shard("en/", "en", (article, article)).state(files)}
    states |= {Shard("en/", "en", (article,)).state({"a": files["a"]})}
    assert len(states - {before}) == len(changes) + 2
    same = msgspec.structs.replace(article, summary="new", extra={"mood": "new"})
    assert Shard("en/", "en", (same,)).state(dict(reversed(files.items()))) == before


@pytest.mark.slow
def test_a_new_article_moves_few_boundaries() -> None:
    before = articles(10 * SHARD_SIZE)
    before.sort(key=lambda article: article.order)
    moved = 0
    for place in range(0, len(before), 300):
        new = Article("new.md", "new/", "", "T", before[place].date, "en")
        after = sorted([*before, new], key=lambda article: article.order)
        old = {shard.folder: shard.state({}) for shard in cut_shards(before)}
        moved += sum(old.get(s.folder) != s.state({}) for s in cut_shards(after))
    assert moved / len(range(0, len(before), 300)) <= 2
