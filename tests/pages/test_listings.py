"""The pages of names, stories, years and months."""

import re

from tests.conftest import SmallArchive

WIRE = (
    "The river rose through the night and reached the bridge before dawn. Soldiers carried the old "
    "out of their houses in boats. The mayor asked every owner of a lorry to come to the square. "
    "No one had seen so much water since the spring of the great thaw. Trains to the coast were "
    "stopped at noon, and the road over the pass was closed to all but ambulances."
)


def between(page: str, start: str, end: str) -> str:
    return page[page.index(start) : page.index(end, page.index(start))]


def test_a_name_tells_since_when_and_beside_what(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017-10-08", "tags: [Syria]", "people: [Ann, Ben]")
    archive.article(
        "b.md", "B", "date: 2018-02", "tags: [Syria, War]", "people: [Ann]", "source: Post"
    )
    archive.article("c.md", "C", "date: 2019", "tags: [War]", "people: [Ben]")
    archive.build()
    page = archive.page("tags/syria/")
    head = between(page, '<header class="listing-head"', "</header>")
    said = re.sub(r"<[^>]*>", "", head)
    assert "2 articles, from 8 October 2017 to February 2018" in said
    assert 'href="/archive/a/" title="A"' in head
    assert "/archive/timeline/?tags=syria" in head
    beside = between(page, '<aside class="beside ', "</aside>")
    names = re.findall(
        r'<a href="/archive/(\w+)/[\w-]+/">(\w+)</a> <span class="number">(\d+)', beside
    )
    assert [" ".join(name) for name in names] == [
        "people Ann 2",
        "people Ben 1",
        "tags War 1",
        "sources Post 1",
    ]


def test_a_story_is_told_in_order_with_its_gaps(archive: SmallArchive) -> None:
    for name, date in (
        ("a", "2017-01-01"),
        ("b", "2017-01-03"),
        ("c", "2017-01-03"),
        ("d", "2017-06-01"),
    ):
        archive.article(
            f"{name}.md", name.upper(), f"date: {date}", "story: [S]", f"source: P{name}"
        )
    archive.build()
    told = between(archive.page("stories/s/"), '<ol class="story">', '<aside class="beside ')
    assert re.findall(r'p-name" href="/archive/(\w)/"', told) == ["a", "b", "c", "d"]
    assert re.findall(r'story-gap small">([^<]+)<', told) == ["5 months without an article"]
    third = between(told, "3 January 2017", "story-gap")
    assert re.findall(r"<bdi>(P\w)</bdi>", third) == ["Pb", "Pc"]


def test_a_story_tells_a_text_of_an_agency_once(archive: SmallArchive) -> None:
    for name in "abc":
        body = WIRE if name != "c" else "Another text, of other things."
        archive.article(
            f"{name}.md",
            f"T{name}",
            "date: 2017-01-03",
            "story: [S]",
            f"source: P{name}",
            body=body,
        )
    archive.build()
    told = between(archive.page("stories/s/"), '<ol class="story">', '<aside class="beside ')
    assert told.count('<li class="h-entry') == 3
    assert told.count("same text") == 1
    assert told.count("The river rose") == 1
    assert "Also published by" in archive.page("a/")
    assert "Also published by" not in archive.page("c/")


def test_a_year_is_a_calendar_whose_days_lead_to_their_articles(archive: SmallArchive) -> None:
    for i in range(120):
        archive.article(f"{i}.md", f"A{i}", f"date: 2017-10-{1 + i // 10:02d}")
    archive.article("vague.md", "V", "date: 2017-11")
    archive.build()
    page = archive.page("timeline/2017/")
    calendar = between(page, '<div class="calendar">', "</div>")
    links = re.findall(
        r'<a class="level-(\d)" href="/archive/([^"#]+)#(dateline:day-\d\d)" title="([^"]+)"',
        calendar,
    )
    assert len(links) == 12
    assert {(level, title) for level, _, _, title in links} == {("4", "10 articles")}
    for _, address, anchor, _ in links:
        assert f'id="{anchor}"' in archive.page(address)
    assert "1 article, day not known" in calendar


def test_a_day_of_a_long_month_is_found_from_the_months_own_page(archive: SmallArchive) -> None:
    for i in range(120):
        archive.article(f"{i}.md", f"A{i}", f"date: 2017-10-{1 + i // 10:02d}")
    archive.build()
    page = archive.page("timeline/2017/10/")
    assert all(page.count(f'id="dateline:day-{day:02d}"') == 1 for day in range(1, 13))
    assert 'id="dateline:day-01" href="/archive/timeline/2017/10/page/1/#dateline:day-01"' in page


def test_the_busiest_bars_say_what_they_were_about(archive: SmallArchive) -> None:
    for i in range(40):
        archive.article(f"{i}.md", f"A{i}", f"date: {1970 + i}-01-01", "tags: [Other, All]")
    for i in range(8):
        archive.article(f"f{i}.md", f"F{i}", f"date: 1985-0{1 + i}-01", "tags: [Flood, All]")
    archive.build()
    peaks = between(archive.page("timeline/"), '<section class="peaks ', "</section>")
    assert re.findall(r"<bdi>([^<]+)</bdi>", peaks) == ["Flood"]
    assert '<a href="/archive/timeline/1985/">1985</a> <span class="number">9</span>' in peaks


def test_two_centuries_are_decades_and_a_week_is_days(archive: SmallArchive) -> None:
    archive.article("old.md", "Old", "date: 1700-05-01")
    archive.article("new.md", "New", "date: 2017-10-08", "tags: [x]")
    archive.article("newer.md", "Newer", "date: 2017-10-14", "tags: [x]")
    archive.build()
    timeline, tag = archive.page("timeline/"), archive.page("tags/x/")
    assert "<title>1700–1709: 1 article</title>" in timeline
    assert 'href="/archive/timeline/#dateline:decade-1700"' in timeline
    assert 'id="dateline:decade-1700"' in timeline
    assert re.findall(r"<title>([^<]+)</title>", tag)[1:] == [
        "8 October 2017: 1 article", "14 October 2017: 1 article",
    ]  # fmt: skip
    assert 'href="/archive/timeline/2017/10/#dateline:day-08"' in tag
