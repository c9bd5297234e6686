"""Counts over time as shapes: the unit of a span, and where each bar and label stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from dateline.content.dates import parse_date
from dateline.model import Arranged, Article, Listing
from dateline.pages.archive_dates import ArchiveDates
from dateline.pages.chart import About, span_chart
from dateline.pages.paging import PER_PAGE
from dateline.pages.views import Bar, Chart, Peak, VagueBar


def articles_of(dates: Sequence[str]) -> tuple[Article, ...]:
    return tuple(
        Article(f"{i}.md", f"{i}/", "", date, parse_date(date), "en")
        for i, date in enumerate(dates)
    )


def chart_of(counts: Mapping[str, int], about: About | None = None) -> Chart | None:
    """The chart of so many articles of each date, in order of time."""
    dates = [date for date, count in counts.items() for _ in range(count)]
    articles = articles_of(dates)
    archive = Arranged(articles, (), {}, (), (), (), {}, {}, ())
    return span_chart(articles, ArchiveDates(archive), about)


def drawn(*dates: str) -> Chart:
    """The chart of one article of each date, where there is one."""
    chart = chart_of(dict.fromkeys(dates, 1))
    assert chart
    return chart


@pytest.mark.parametrize(
    "counts", [{}, {"2017-10-08": 5}, {"2017-10-08T09:00": 1, "2017-10-08T10:00": 1}, {"2017": 2}]
)
def test_articles_of_one_bar_have_no_chart(counts: dict[str, int]) -> None:
    assert chart_of(counts) is None


def test_a_chart_has_a_bar_of_each_day_with_articles() -> None:
    assert chart_of({"2017-10-08": 2, "2017-10-09": 1, "2017-10-11": 1}) == Chart(
        unit="day",
        height=60,
        bar_width=25.0,
        bars=(
            Bar("2017-10-08", "timeline/2017/10/", 2, 0.0, 60.0),
            Bar("2017-10-09", "timeline/2017/10/", 1, 25.0, 30.0),
            Bar("2017-10-11", "timeline/2017/10/", 1, 75.0, 30.0),
        ),
        ticks=(
            ("2017-10-08", 0.0),
            ("2017-10-09", 25.0),
            ("2017-10-10", 50.0),
            ("2017-10-11", 75.0),
        ),
        peaks=(),
        vague=(),
    )


def test_a_bar_of_a_month_and_of_a_year_opens_its_page_and_that_of_a_decade_the_timeline() -> None:
    months = drawn("2017-01", "2017-04")
    assert [(bar.name, bar.address) for bar in months.bars] == [
        ("2017-01", "timeline/2017/01/"),
        ("2017-04", "timeline/2017/04/"),
    ]
    years = drawn("0999", "1001")
    assert [(bar.name, bar.address, bar.x) for bar in years.bars] == [
        ("0999", "timeline/0999/", 0.0),
        ("1001", "timeline/1001/", 66.667),
    ]
    decades = drawn("0989", "1200-05-01")
    assert [(bar.name, bar.address, bar.x) for bar in decades.bars] == [
        ("0980s", "timeline/", 0.0),
        ("1200s", "timeline/", 95.652),
    ]


def test_a_bar_of_a_day_opens_the_page_of_its_month_on_which_the_day_begins() -> None:
    dates = ["2017-10"] * PER_PAGE + ["2017-10-02"] * PER_PAGE + ["2017-10-03"] * PER_PAGE
    articles = articles_of([*dates, "2017-11-01"])
    month = Listing("month", "2017-10", "timeline/2017/10/", articles[:-1])
    archive = Arranged(articles, (), {}, (), (month,), (), {}, {}, ())
    chart = span_chart(articles, ArchiveDates(archive))
    assert chart
    assert [bar.address for bar in chart.bars] == [
        "timeline/2017/10/page/2/",
        "timeline/2017/10/",
        "timeline/2017/11/",
    ]
    assert [bar.address for bar in chart.vague] == ["timeline/2017/10/"]


@pytest.mark.parametrize(
    ("dates", "unit", "bars"),
    [
        # Days, up to those of two long months
        (("2017-07-01", "2017-08-31"), "day", 62),
        (("2017-07-01", "2017-09-01"), "month", 3),
        (("2017-07", "2017-07-15", "2017-08"), "day", 62),
        (("2016-02-28", "2016-03-01"), "day", 3),
        (("2016-12-31", "2017-01-01"), "day", 2),
        # Months, up to those of fifteen years
        (("2017-07", "2017-08"), "month", 2),
        (("2000-01", "2014-12"), "month", 180),
        (("2000-01", "2015-01"), "year", 16),
        (("2000-02", "2015-01"), "month", 180),
        (("2000", "2007-05", "2014"), "month", 180),
        (("2000", "2015-01"), "year", 16),
        (("2000-02", "2007-05", "2015"), "year", 16),
        # Years, up to two centuries
        (("2016", "2017"), "year", 2),
        (("1800", "1999"), "year", 200),
        (("1800", "2000"), "decade", 21),
        (("1800-01-01", "1999-12-31"), "year", 200),
        (("0001", "9999"), "decade", 1000),
    ],
)
def test_the_span_is_drawn_in_the_finest_unit_that_it_has_room_and_dates_for(
    dates: tuple[str, ...], unit: str, bars: int
) -> None:
    chart = drawn(*dates)
    assert (chart.unit, chart.bar_width) == (unit, round(100 / bars, 3))


@pytest.mark.parametrize(
    ("most", "height", "of_one"),
    [(1, 30, 30.0), (3, 90, 30.0), (4, 120, 30.0), (7, 120, 17.1), (40, 120, 3.0), (99, 120, 3.0)],
)
def test_few_articles_are_no_tower_and_one_beside_very_many_is_seen(
    most: int, height: int, of_one: float
) -> None:
    chart = chart_of({"2017-10-08": most, "2017-10-09": 1})
    assert chart
    assert chart.height == height
    assert [bar.height for bar in chart.bars] == [height, of_one]


def test_a_date_less_precise_than_the_bars_is_as_wide_as_what_it_may_mean() -> None:
    chart = chart_of({"2017-09": 1, "2017-09-30": 1, "2017-10": 3, "2017-10-02": 1})
    assert chart
    assert (chart.unit, chart.height, chart.bar_width) == ("day", 90, 3.125)
    assert [(bar.name, bar.count, bar.x, bar.height) for bar in chart.bars] == [
        ("2017-09-30", 1, 90.625, 30.0),
        ("2017-10-02", 1, 96.875, 30.0),
    ]
    assert chart.vague == (
        VagueBar("2017-09", "timeline/2017/09/", 1, 0.0, 93.75, 30.0),
        VagueBar("2017-10", "timeline/2017/10/", 3, 93.75, 6.25, 90.0),
    )


def test_the_place_of_a_vague_date_is_rounded() -> None:
    chart = drawn("2016-12", "2017", "2017-02")
    assert chart.vague == (VagueBar("2017", "timeline/2017/", 1, 33.333, 66.667, 30.0),)


def test_vague_dates_together_are_no_bar() -> None:
    chart = drawn("2016-12", "2017", "2017-01", "2018")
    assert chart.height == 30
    assert [bar.name for bar in chart.bars] == ["2016-12", "2017-01"]
    assert chart.vague == (
        VagueBar("2017", "timeline/2017/", 1, 4.0, 48.0, 30.0),
        VagueBar("2018", "timeline/2018/", 1, 52.0, 48.0, 30.0),
    )


@pytest.mark.parametrize(
    ("dates", "names"),
    [
        # At most a dozen, at every so many days or months
        (("2017-10-01", "2017-10-12"), [f"2017-10-{day:02d}" for day in range(1, 13)]),
        (("2017-10-01", "2017-10-13"), [f"2017-10-{day:02d}" for day in range(1, 14, 2)]),
        (("2017-10-02", "2017-10-26"), [f"2017-10-{day:02d}" for day in (2, 7, 12, 17, 22)]),
        (("2015-01", "2015-12"), [f"2015-{month:02d}" for month in range(1, 13)]),
        (
            ("2015-02", "2017-01"),
            [f"{2015 + m // 12}-{m % 12 + 1:02d}" for m in range(1, 25, 2)],
        ),
        # Longer spans at their years, or at round ones
        (("2015-01", "2017-01"), ["2015", "2016", "2017"]),
        (("2015-02", "2017-02"), ["2016", "2017"]),
        (("2000-02", "2015-01"), ["2002", "2004", "2006", "2008", "2010", "2012", "2014"]),
        (("2001", "2012"), [str(year) for year in range(2001, 2013)]),
        (("2001", "2013"), ["2002", "2004", "2006", "2008", "2010", "2012"]),
        (("1991", "2020"), ["1995", "2000", "2005", "2010", "2015", "2020"]),
        (("1895", "2005"), [str(year) for year in range(1900, 2001, 10)]),
        (("1791", "1989"), [str(year) for year in range(1800, 1990, 20)]),
        (("1795", "2005"), [f"{year}s" for year in range(1800, 2001, 20)]),
        (("0001", "2999"), [f"{year:04d}s" for year in range(0, 3000, 500)]),
        (("0001", "9999"), [f"{year:04d}s" for year in range(0, 10000, 1000)]),
    ],
)
def test_ticks_are_few_and_at_round_years(dates: tuple[str, ...], names: list[str]) -> None:
    chart = drawn(*dates)
    assert [name for name, _ in chart.ticks] == names


def test_a_tick_stands_below_the_bar_of_its_name() -> None:
    assert drawn("2015-02", "2017-02").ticks == (("2016", 44.0), ("2017", 92.0))
    assert drawn("2001", "2013").ticks[:2] == (("2002", 7.692), ("2004", 23.077))
    assert drawn("2017-10-01", "2017-10-20").ticks[:2] == (("2017-10-01", 0.0), ("2017-10-03", 10))


#: Fifty days: a bar is 2 per cent wide, and the middle of the first stands at 1.
FIRST, LAST = {"2017-07-01": 1}, {"2017-08-19": 1}
#: A label of 40 characters is 34 per cent wide.
LONG = "x" * 19


def about_them(articles: Sequence[Article]) -> tuple[str, ...]:
    """Two names, which are 40 characters together."""
    return (LONG, LONG)


def places(chart: Chart | None) -> list[tuple[str, float, int]]:
    assert chart
    assert chart.bar_width == 2
    return [(peak.name, peak.x, peak.row) for peak in chart.peaks]


def test_a_peak_tells_what_its_articles_are_about() -> None:
    chart = chart_of(
        {**FIRST, "2017-07-02": 2, "2017-07-03": 3, **LAST},
        lambda articles: (f"{len(articles)} of {articles[0].title}",) if articles[2:] else (),
    )
    assert chart
    assert chart.peaks == (
        Peak("2017-07-03", "timeline/2017/07/", 3, ("3 of 2017-07-03",), 5.0, 0, 90.0),
    )


def test_a_day_of_one_article_is_no_peak() -> None:
    chart = chart_of({**FIRST, "2017-07-20": 2, **LAST}, about_them)
    assert places(chart) == [("2017-07-20", 39.0, 0)]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # 9 July ends where 26 July begins
        ({"2017-07-09": 3, "2017-07-26": 2}, [("2017-07-09", 17, 0), ("2017-07-26", 51, 1)]),
        ({"2017-07-09": 2, "2017-07-26": 3}, [("2017-07-09", 17, 1), ("2017-07-26", 51, 0)]),
        ({"2017-07-09": 3, "2017-07-27": 2}, [("2017-07-09", 17, 0), ("2017-07-27", 53, 0)]),
        ({"2017-07-09": 2, "2017-07-27": 3}, [("2017-07-09", 17, 0), ("2017-07-27", 53, 0)]),
        # A label does not leave the chart: that of 2 July ends where that of 9 July does
        ({"2017-07-02": 3, "2017-07-26": 2}, [("2017-07-02", 3, 0), ("2017-07-26", 51, 1)]),
        ({"2017-07-02": 3, "2017-07-27": 2}, [("2017-07-02", 3, 0), ("2017-07-27", 53, 0)]),
        ({"2017-07-25": 2, "2017-08-18": 3}, [("2017-07-25", 49, 1), ("2017-08-18", 97, 0)]),
        ({"2017-07-24": 2, "2017-08-18": 3}, [("2017-07-24", 47, 0), ("2017-08-18", 97, 0)]),
        # The fourth of one place finds no room; of two as busy, the earlier is first
        (
            {"2017-07-20": 3, "2017-07-21": 2, "2017-07-22": 4, "2017-07-23": 2},
            [("2017-07-20", 39, 1), ("2017-07-21", 41, 2), ("2017-07-22", 43, 0)],
        ),
    ],
)
def test_labels_stand_beside_or_above_each_other(
    counts: dict[str, int], expected: list[tuple[str, float, int]]
) -> None:
    assert places(chart_of({**FIRST, **counts, **LAST}, about_them)) == expected


def test_a_label_is_at_least_as_wide_as_the_name_of_its_bar() -> None:
    # `2017-07-10` is 8.5 per cent wide, the name that it is about less
    counts = {**FIRST, "2017-07-10": 3, "2017-07-14": 2, "2017-07-15": 2, **LAST}
    assert places(chart_of(counts, lambda _: ("x",))) == [
        ("2017-07-10", 19.0, 0),
        ("2017-07-14", 27.0, 1),
        ("2017-07-15", 29.0, 0),
    ]


def test_only_the_busiest_bars_are_labelled() -> None:
    days = [f"2017-07-{day:02d}" for day in range(2, 32, 5)]
    counts = {**FIRST, **dict.fromkeys(days, 2), "2017-08-10": 3, **LAST}
    named = [name for name, _, _ in places(chart_of(counts, lambda _: ("x",)))]
    assert named == [*days[:5], "2017-08-10"]
