"""The output for readers: pages, feeds and data, through whole builds."""

import html.parser
import json
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.archive.arrange import arrange, complete
from dateline.config import Config
from dateline.model import Article, PartialDate
from dateline.pages.paging import PER_PAGE
from dateline.pages.plan import plan_pages, plan_site
from dateline.pages.views import ListingView
from tests.conftest import SmallArchive
from tests.pictures import png

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def tag_pages(count: int) -> dict[str, ListingView]:
    """The pages of one tag on `count` articles, a day apart."""
    articles = [
        Article(
            f"{i}.md",
            f"{i}/",
            "",
            f"T{i}",
            PartialDate(1000 + i),
            "en",
            ("x",),
        )
        for i in range(count)
    ]
    archive = complete(arrange(articles, [])[0])
    return {
        page.address: page.view
        for page in plan_pages(archive, plan_site(archive, Config(), has_search=False))
        if isinstance(page.view, ListingView) and page.view.kind == "tags"
    }


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.integers(1, 5 * PER_PAGE))
def test_every_article_stands_on_one_page_of_its_listing(count: int) -> None:
    pages = tag_pages(count)
    shown = [card.address for page in pages.values() for card in page.cards]
    assert len(shown) == len(set(shown)) == count
    assert all(len(page.cards) == PER_PAGE for page in pages.values() if page.number)
    assert len(pages["tags/x/"].cards) < 2 * PER_PAGE


def test_news_leaves_the_older_pages_of_a_listing_as_they_were() -> None:
    before, after = tag_pages(3 * PER_PAGE + 1), tag_pages(3 * PER_PAGE + 2)
    changed = {address for address in after if after[address] != before.get(address)}
    assert changed == {"tags/x/"}


def test_the_pages_of_a_listing_are_a_chain() -> None:
    pages = tag_pages(4 * PER_PAGE)
    seen, address = [], "tags/x/"
    while address:
        seen.append(address)
        address = pages[address].older
    assert seen == ["tags/x/", "tags/x/page/3/", "tags/x/page/2/", "tags/x/page/1/"]


def test_an_article_page_has_the_hooks_of_the_contract(archive: SmallArchive) -> None:
    archive.article(
        "2017/10/08-x.md",
        "One & <two>",
        "tags: [Syria, C++]",
        "source: The Post",
        "source_url: https://post.example/a?b=1&c=2",
        "author: Jane Roe",
        "people: [Ann]",
    )
    assert archive.build().code == 0
    page = archive.page("2017/10/08-x/")
    assert '<article class="h-entry">' in page
    assert '<h1 class="p-name">One &amp; &lt;two&gt;</h1>' in page
    assert '<time class="dt-published" datetime="2017-10-08">8 October 2017</time>' in page
    assert '<a class="p-category" rel="tag" href="/archive/tags/syria/">Syria</a>' in page
    assert '<a class="u-url p-name" href="https://post.example/a?b=1&amp;c=2"' in page
    assert '<link rel="canonical" href="https://example.org/archive/2017/10/08-x/">' in page
    assert 'href="/archive/timeline/2017/10/"' in page
    assert 'href="/archive/people/ann/"' in page
    match = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert match
    data = json.loads(match[1])
    assert (data["@type"], data["headline"]) == ("NewsArticle", "One & <two>")
    assert data["isBasedOn"]["url"] == "https://post.example/a?b=1&c=2"


def test_neighbours_in_time_and_related_articles(archive: SmallArchive) -> None:
    for day in (1, 2, 3):
        archive.article(f"{day}.md", f"Day {day}", f"date: 2017-10-0{day}", "tags: [x]")
    archive.build()
    page = archive.page("2/")
    assert '<a rel="prev" href="/archive/1/">Day 1</a>' in page
    assert '<a rel="next" href="/archive/3/">Day 3</a>' in page
    assert page.count('<span class="card-reason">same week, both on <bdi>x</bdi></span>') == 2


def test_links_between_files_lead_to_their_addresses(archive: SmallArchive) -> None:
    archive.article(
        "a/one.md", "One", "date: 2017", body="[two](../b/two.md#s) [pic](p.png) [no](no.md)"
    )
    archive.article("b/two.md", "Two", "date: 2017", "slug: other", body="## S\n\n![p](../a/p.png)")
    archive.write("a/p.png", png())
    outcome = archive.build()
    assert (
        '<a href="/archive/b/other/#s">two</a> <a href="/archive/a/p.png">pic</a>'
        in archive.page("a/one/")
    )
    assert '<img src="/archive/a/p.png"' in archive.page("b/other/")
    (problem,) = outcome.report["problems"]
    assert (problem["code"], problem["line"]) == ("W002", 6)
    assert (archive.site / "a/p.png").read_bytes() == png()


def test_links_to_what_is_left_out_are_no_problems_of_their_own(archive: SmallArchive) -> None:
    archive.article("2017/broken.md", "A: b", "date: 2017")
    archive.article("2017/twice.md", "Twice", "date: 2017", "slug: broken-too")
    archive.article("2017/broken-too.md", "Two", "date: 2017")
    body = "[1](broken.md) [2](../2017/broken) [3](/2017/broken/) [4](2017/twice.md) [5](gone.md)"
    archive.article("2018.md", "Three", "date: 2018", body=body.replace("](b", "](2017/b"))
    outcome = archive.build()
    assert outcome.codes == ["E003", "E030", "W002"]
    assert "gone.md" in outcome.report["problems"][-1]["message"]


def test_languages_have_their_direction_and_dates(archive: SmallArchive) -> None:
    archive.article("x.md", "الميادين", "date: 2017-10-14", "lang: ar", "tags: [x]")
    archive.build()
    page = archive.page("x/")
    assert '<html lang="ar" dir="rtl">' in page
    assert "14 أكتوبر 2017" in page
    assert '<header class="masthead" lang="en" dir="ltr">' in page
    assert '<a class="u-url p-name" href="/archive/x/" lang="ar" dir="rtl">' in archive.page(
        "tags/x/"
    )


def test_a_month_page_goes_day_by_day_and_keeps_what_has_no_day(archive: SmallArchive) -> None:
    for name, date in (("a", "2017-10"), ("b", "2017-10-08"), ("c", "2017-10-09T23:50:00-05:00")):
        archive.article(f"{name}.md", name.upper(), f"date: {date}")
    archive.build()
    page = archive.page("timeline/2017/10/")
    places = [
        page.index(text)
        for text in (">day not known<", 'id="dateline:day-08"', 'id="dateline:day-09"')
    ]
    assert places == sorted(places)
    assert page.count('<li class="h-entry">') == 3
    assert 'href="/archive/timeline/2017/10/#dateline:day-08"' in page


def test_the_timeline_shows_gaps_as_gaps(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 1957-10-04")
    archive.article("b.md", "B", "date: 2024-01-19")
    archive.build()
    page = archive.page("timeline/")
    bars = [float(x) for x in re.findall(r'class="chart-bar" x="([\d.]+)%"', page)]
    assert len(bars) == 2
    assert bars[1] - bars[0] > 95
    assert 'href="/archive/timeline/1957/10/"' in page


def test_aliases_redirect_to_the_canonical_address(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017", "aliases: [/old/place/, older.html]")
    archive.build()
    for address in ("old/place/", "older.html"):
        page = archive.page(address)
        assert 'content="0; url=/archive/a/"' in page
        assert '<link rel="canonical" href="https://example.org/archive/a/">' in page


def test_feeds_are_valid_whatever_the_titles_hold(archive: SmallArchive) -> None:
    archive.article(
        "a.md",
        r'"<b>&\x0b ]]> \"q\""',
        "date: 2017-10-08",
        "tags: ['A & B']",
        "source_url: https://x.example/",
    )
    assert archive.build().code == 0
    for address in ("feed.xml", "tags/a-b/feed.xml"):
        feed = ElementTree.fromstring(archive.page(address))  # noqa: S314  # our own feed
        assert feed.findtext("a:entry/a:title", "", ATOM) == '<b>& ]]> "q"'
        assert feed.findtext("a:entry/a:id", "", ATOM) == "https://example.org/archive/a/"
        assert feed.findtext("a:updated", "", ATOM) == "2017-10-08T00:00:00+00:00"
        assert feed.find("a:entry/a:link[@rel='via']", ATOM) is not None
    item = json.loads(archive.page("feed.json"))["items"][0]
    assert item["external_url"] == "https://x.example/"
    locations = re.findall("<loc>(.*?)</loc>", archive.page("sitemap.xml"))
    assert "https://example.org/archive/a/" in locations
    assert not any("404" in location for location in locations)
    assert "Sitemap: https://example.org/archive/sitemap.xml" in archive.page("robots.txt")


def test_without_a_host_feeds_are_left_out_with_a_warning(archive: SmallArchive) -> None:
    archive.configure('title = "T"')
    archive.article("a.md", "A", "date: 2017", "tags: [x]")
    outcome = archive.build()
    assert (outcome.code, outcome.codes) == (0, ["W006"])
    assert not [path for path in archive.files() if "feed" in path or "sitemap" in path]
    assert "feed" not in archive.page("")


def test_sections_lend_their_text_to_listings(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017", "tags: [x]")
    archive.write("_index.md", "Welcome, [reader](a.md).")
    archive.write("tags/x/_index.md", "All about x.")
    archive.write("elsewhere/_index.md", "Nowhere.")
    assert archive.build().codes == ["W008"]
    assert 'Welcome, <a href="/archive/a/">reader</a>.' in archive.page("")
    assert "All about x." in archive.page("tags/x/")


def test_an_empty_archive_has_pages_that_say_so(archive: SmallArchive) -> None:
    outcome = archive.build(search=True)
    assert (outcome.code, outcome.report["articles"]) == (0, 0)
    for address in ("", "tags/", "timeline/", "search/", "404.html"):
        assert "</html>" in archive.page(address)


class _Links(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and tag != "link" and value and value.startswith("/"):
                self.links.append(value)


def test_every_internal_link_of_every_page_leads_somewhere(archive: SmallArchive) -> None:
    for i in range(120):
        archive.article(
            f"20{i % 20:02d}/0{1 + i % 9}/1{i % 10}-a-{i}.md",
            f"Article {i}",
            f"tags: [t{i % 3}, 'C++', 日本]",
            f"people: [P{i % 7}]",
            "source: Post",
        )
    archive.build(search=True)
    files = set(archive.files())
    for path, data in archive.files().items():
        if path.endswith(".html"):
            parser = _Links()
            parser.feed(data.decode())
            for link in parser.links:
                from urllib.parse import unquote

                target = unquote(link.partition("#")[0].partition("?")[0].removeprefix("/archive/"))
                assert link.startswith("/archive/")
                assert (
                    f"{target}index.html" if not target or target.endswith("/") else target
                ) in files, (path, link)


def test_a_template_of_the_archives_own_stands_in_for_the_default(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017")
    archive.write(
        "templates/404.html", "{% extends 'base.html' %}{% block main %}Mine{% endblock %}"
    )
    archive.write("templates/assets/style.css", "body { color: teal }")
    assert archive.build().code == 0
    assert "Mine" in archive.page("404.html")
    (style,) = (path for path in archive.files() if path.startswith("assets/style"))
    assert style in archive.page("a/")


def test_a_broken_template_is_placed_and_nothing_is_published(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017")
    archive.write("templates/404.html", "fine\n{{ site.nothing }}\n")
    archive.write("templates/names.html", "{% if %}")
    outcome = archive.build("--keep-going")
    assert (outcome.code, set(outcome.codes)) == (1, {"E040"})
    assert any(p["line"] == 2 and "nothing" in p["message"] for p in outcome.report["problems"])
    assert not archive.site.exists()


def test_a_file_whose_address_is_taken_does_not_write_over_the_page(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017")
    archive.write("robots.txt", "Disallow: /")
    outcome = archive.build("--keep-going")
    assert (outcome.code, outcome.codes) == (3, ["E031"])
    assert "Allow: /" in archive.page("robots.txt")


@pytest.mark.parametrize("alias", ["/feed.xml", "/sitemap.xml/x", "/feed.json/", "/404.html"])
def test_an_alias_on_a_file_of_the_site_is_a_problem(archive: SmallArchive, alias: str) -> None:
    archive.article("a.md", "A", "date: 2017", f"aliases: [{alias}]")
    assert archive.build().codes == ["E031"]
