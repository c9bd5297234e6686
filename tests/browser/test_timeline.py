"""Using the timeline in Chromium."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dateline.archive.arrange import arrange
from dateline.content.dates import parse_date
from dateline.model import Article
from dateline.pages.archive_dates import ArchiveDates
from tests.browser.conftest import Host
from tests.conftest import SmallArchive

FIRST = date(1990, 1, 1)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """400 articles over thirty years: every third on Syria, every fifth of the Post."""
    archive = SmallArchive(tmp_path_factory.mktemp("timeline"))
    chance = random.Random(1)  # noqa: S311  # the same archive in every run
    for i in range(400):
        day = FIRST + timedelta(days=chance.randrange(30 * 365))
        tag = "Syria" if i % 3 == 0 else "Space"
        source = "Post" if i % 5 == 0 else "Times"
        archive.article(
            f"a/{i}.md", f"Article {i}", f"date: {day}", f"tags: [{tag}]", f"source: {source}"
        )
    archive.article("a/vague.md", "Some day of a month", "date: 2003-04", "tags: [Syria]")
    assert archive.build(search=True).code == 0
    return archive.site


@pytest.fixture
def timeline(site: Path, host: Host, page: Page) -> Page:
    page.goto(f"{host(site, '/archive/')}timeline/")
    expect(page.locator(".timeline-status")).to_contain_text("401 articles")
    return page


def shown(page: Page) -> int:
    """How many articles the timeline says it shows."""
    match = re.search(r"([\d,]+) articles?$", page.locator(".timeline-status").inner_text())
    assert match
    return int(match[1].replace(",", ""))


def days(page: Page) -> tuple[str, str]:
    """The range in the address."""
    page.wait_for_url(re.compile(r"from="))
    match = re.search(r"from=(\S{10})&to=(\S{10})", page.url)
    assert match
    return match[1], match[2]


def length(page: Page) -> int:
    first, last = map(date.fromisoformat, days(page))
    return (last - first).days


def wheel(page: Page, by: int, share: float) -> None:
    box = page.locator(".timeline-plot").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, by)


def test_the_wheel_zooms_about_the_pointer_down_to_days(timeline: Page) -> None:
    before = 30 * 365
    for _ in range(12):
        wheel(timeline, -100, 0.25)
    expect(timeline.locator(".timeline-status")).not_to_contain_text("401 articles")
    timeline.wait_for_url(re.compile("from="))
    middle = date.fromisoformat(days(timeline)[0]) + timedelta(days=length(timeline) / 4)
    assert length(timeline) < before / 10
    assert abs((middle - FIRST).days - before / 4) < 200
    for _ in range(4):
        wheel(timeline, -100, 0.25)
    expect(timeline.locator(".timeline-plot a[href*='#dateline:day-']").first).to_be_attached()


def test_a_drag_moves_and_opens_nothing(timeline: Page) -> None:
    first = "2003-04-01"
    timeline.goto(f"{timeline.url}?from={first}&to=2005-03-31")
    expect(timeline.locator(".timeline-status")).to_contain_text("31 March 2005")
    size = length(timeline)
    box = timeline.locator(".timeline-plot").bounding_box()
    assert box
    timeline.mouse.move(box["x"] + 200, box["y"] + 100)
    timeline.mouse.down()
    timeline.mouse.move(box["x"] + 500, box["y"] + 100, steps=5)
    timeline.mouse.up()
    timeline.wait_for_url(lambda url: f"from={first}" not in url)
    assert days(timeline)[0] < first
    assert length(timeline) == size


def test_the_keys_reach_everything(timeline: Page) -> None:
    plot = timeline.locator(".timeline-plot")
    plot.focus()
    timeline.keyboard.press("ArrowRight")
    expect(timeline.locator(".timeline-status")).to_have_text(re.compile(r"^1990: \d+ articles$"))
    timeline.keyboard.press("ArrowRight")
    expect(timeline.locator(".timeline-status")).to_have_text(re.compile(r"^1991: \d+ articles$"))
    for _ in range(4):
        timeline.keyboard.press("+")
    timeline.wait_for_function(
        """most => {
          const span = new URLSearchParams(location.search);
          return (new Date(span.get("to")) - new Date(span.get("from"))) / 864e5 < most;
        }""",
        arg=30 * 365 / 3,
    )
    timeline.keyboard.press("Escape")
    expect(timeline.locator(".timeline-status")).to_contain_text("401 articles")
    timeline.keyboard.press("ArrowRight")
    timeline.keyboard.press("Enter")
    timeline.wait_for_url(re.compile(r"/timeline/1990/$"))


def test_names_narrow_it_together_and_stand_in_the_address(timeline: Page) -> None:
    timeline.select_option("[name=tags]", label="Syria (135)")
    expect(timeline.locator(".timeline-status")).to_contain_text("Syria")
    assert shown(timeline) == 135
    timeline.select_option("[name=sources]", "post")
    expect(timeline.locator(".timeline-status")).to_contain_text("Post")
    assert shown(timeline) == 27  # 0, 15, 30, ... of both
    assert "tags=syria" in timeline.url
    assert "sources=post" in timeline.url
    timeline.reload()
    expect(timeline.locator(".timeline-status")).to_contain_text("27 articles")
    timeline.go_back()
    expect(timeline.locator(".timeline-status")).to_contain_text("135 articles")


def test_a_bar_of_a_narrowed_timeline_opens_just_its_articles(timeline: Page) -> None:
    timeline.select_option("[name=tags]", "syria")
    bar = timeline.locator(".timeline-plot a[data-name='1999']")
    label = bar.locator("title").text_content() or ""
    bar.locator(".chart-bar").click()
    timeline.wait_for_selector('[role=status][data-state="done"]', state="attached")
    assert timeline.locator("[role=status]").inner_text() == label.partition(": ")[2]


def test_a_month_without_a_day_is_drawn_as_a_month(timeline: Page) -> None:
    timeline.goto(f"{timeline.url}?from=2003-04-01&to=2003-04-30")
    vague = timeline.locator(".chart-vague")
    expect(vague).to_have_count(1)
    assert vague.get_attribute("width") == "100%"
    assert "day not known" in (vague.locator("xpath=..").locator("title").text_content() or "")


def test_every_range_counts_what_the_archive_has(timeline: Page, site: Path) -> None:
    year = (site / "timeline/2001/index.html").read_text("utf-8")
    count = re.search(r"(\d+) articles", year)
    assert count
    timeline.goto(f"{timeline.url}?from=2001-01-01&to=2001-12-31")
    expect(timeline.locator(".timeline-status")).to_contain_text(f"{count[1]} articles")


def test_a_slow_drag_moves_as_far_as_a_quick_one(timeline: Page) -> None:
    address = f"{timeline.url}?from=2003-04-01&to=2003-04-30"
    box = timeline.locator(".timeline-plot").bounding_box()
    assert box
    for steps in (1, 100):
        timeline.goto(address)
        expect(timeline.locator(".timeline-status")).to_contain_text("30 April 2003")
        timeline.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 50)
        timeline.mouse.down()
        timeline.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 50, steps=steps)
        timeline.mouse.up()
        expect(timeline.locator(".timeline-status")).to_have_text(
            re.compile("^1[56] April 2003 to")
        )


def test_scripts_read_dates_as_the_build_writes_them(timeline: Page, site: Path) -> None:
    chance = random.Random(2)  # noqa: S311  # the same in every run
    wholes = []
    for size in (0, 1, 2, 7, 60, 400):
        days = [FIRST + timedelta(days=chance.randrange(1 + 3 * size)) for _ in range(size)]
        dates = [str(day)[: chance.choice((4, 7, 10, 10, 10))] for day in days]
        wholes.append([f"{chance.randrange(1, 9999):04d}-01-02", *dates])
    script = next((site / "assets/timeline").glob("dates.*.js")).name
    for dates in wholes:
        articles = [
            Article(f"{i}.md", f"{i}/", "", "T", parse_date(d), "en") for i, d in enumerate(dates)
        ]
        articles.sort(key=lambda article: article.order)
        archive, _ = arrange(articles, [])
        some = [article for article in articles if chance.random() < 0.6]
        places = [
            sum(one.date == other.date for other in articles[:i]) for i, one in enumerate(articles)
        ]
        expected = sorted(
            (str(a.date), p) for a, p in zip(articles, places, strict=True) if a in some
        )
        read = timeline.evaluate(
            """async ([script, text]) => {
                const { readDates, dayOf } = await import(script);
                const { days, vague } = readDates(text);
                const named = [...days].map(([day, places]) => [dayOf(day), places]);
                const all = [...named, ...vague];
                return all.flatMap(([day, places]) => places.map((place) => [day, place]));
            }""",
            [f"../assets/timeline/{script}", ArchiveDates(archive).encoded(some)],
        )
        assert sorted(map(tuple, read)) == expected


def test_without_scripts_every_bar_leads_to_its_year(site: Path, host: Host, page: Page) -> None:
    html = (site / "timeline/index.html").read_text("utf-8")
    chart = html[html.index("<svg") : html.index("</svg>")]
    links = set(re.findall(r'<a href="/archive/(timeline/\d{4}/)', chart))
    assert len(links) == 30
    assert all((site / link / "index.html").is_file() for link in links)


def test_a_name_that_is_not_there_says_so(site: Path, host: Host, frail: Page) -> None:
    frail.goto(f"{host(site, '/archive/')}timeline/?tags=nothing")
    expect(frail.locator(".timeline-status")).to_contain_text("tags/nothing/")
