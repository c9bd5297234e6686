"""Splitting the index: by content only, evenly, and with little change after an edit."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Article, PartialDate
from dateline.search.shards import SHARD_SIZE, cut_shards


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


@pytest.mark.slow
@given(st.integers(0, 5 * SHARD_SIZE), st.integers(0, 9))
def test_every_article_is_in_one_shard_and_shards_are_even(count: int, seed: int) -> None:
    given_articles = articles(count, seed)
    given_articles.sort(key=lambda article: article.order)
    shards = cut_shards(given_articles)
    assert [a for shard in shards for a in shard.articles] == given_articles
    assert len({shard.folder for shard in shards}) == len(shards)
    assert all(len(shard.articles) <= 1.6 * SHARD_SIZE for shard in shards)


def test_one_day_with_everything_is_cut_all_the_same() -> None:
    crowd = [
        Article(f"{i:05}.md", f"{i:05}/", "", "T", PartialDate(2017, 10, 8), "en")
        for i in range(4000)
    ]
    shards = cut_shards(crowd)
    assert len(shards) > 3
    assert len({shard.folder for shard in shards}) == len(shards)


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
