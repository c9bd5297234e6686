"""How listings are cut into pages: the oldest articles on page 1, which never changes again."""

from __future__ import annotations

import pytest

from dateline.model import Article, Listing, PartialDate
from dateline.pages.paging import PER_PAGE, Sheet, sheets


def listing(count: int) -> Listing:
    date = PartialDate(2017, 10, 8)
    articles = (Article(f"{i}.md", f"{i}/", "", f"{i}", date, "en") for i in range(count))
    return Listing("tags", "War", "tags/war/", tuple(articles))


@pytest.mark.parametrize("count", [0, 1, PER_PAGE, 2 * PER_PAGE - 1])
def test_a_listing_of_less_than_two_pages_is_one_page(count: int) -> None:
    war = listing(count)
    assert list(sheets(war)) == [Sheet(0, "tags/war/", war.articles, "", "")]


@pytest.mark.parametrize("more", [0, PER_PAGE - 1])
def test_the_oldest_articles_fill_page_1_and_the_newest_stand_on_the_page_of_the_listing(
    more: int,
) -> None:
    war = listing(2 * PER_PAGE + more)
    first, newest = war.articles[:PER_PAGE], war.articles[PER_PAGE:]
    assert list(sheets(war)) == [
        Sheet(0, "tags/war/", newest, "tags/war/page/1/", ""),
        Sheet(1, "tags/war/page/1/", first, "", "tags/war/"),
    ]


def test_each_page_leads_to_the_one_before_and_after() -> None:
    war = listing(4 * PER_PAGE)
    parts = [war.articles[start : start + PER_PAGE] for start in range(0, 4 * PER_PAGE, PER_PAGE)]
    assert list(sheets(war)) == [
        Sheet(0, "tags/war/", parts[3], "tags/war/page/3/", ""),
        Sheet(1, "tags/war/page/1/", parts[0], "", "tags/war/page/2/"),
        Sheet(2, "tags/war/page/2/", parts[1], "tags/war/page/1/", "tags/war/page/3/"),
        Sheet(3, "tags/war/page/3/", parts[2], "tags/war/page/2/", "tags/war/"),
    ]
