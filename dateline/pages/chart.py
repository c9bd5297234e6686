"""Counts over time as shapes: bars of decades, years, months or days, as wide as the span asks."""

from __future__ import annotations

import calendar
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from dateline.archive.arrange import month_address
from dateline.content.dates import parse_date
from dateline.model import Article, PartialDate
from dateline.pages.archive_dates import ArchiveDates
from dateline.pages.views import Bar, Chart, Peak, VagueBar
from dateline.urls import TIMELINE

#: Up to so many bars of a unit; beyond, the next coarser one is drawn.
_MOST = {"day": 62, "month": 180, "year": 200}
#: Characters of ISO 8601 that a date needs to fall into a bar.
_PRECISION = {"day": 10, "month": 7, "year": 4, "decade": 4}
_HEIGHT = 120
_PER_ARTICLE = 30  # at most: three articles are no tower
_MIN_BAR = 3.0  # so that one article beside ten thousand can still be seen
_MOST_TICKS = 12
_STEPS = (1, 2, 5, 10, 20, 50, 100)  # the last is for a thousand decades
_MOST_PEAKS = 6
_PEAK_ROWS = 3
#: Per cent of the chart's width that a character of a label takes, where labels are shown at all.
_CHARACTER = 0.85

#: What a bar was about: the names that set its articles apart from the archive.
About = Callable[[Sequence[Article]], tuple[str, ...]]


def span_chart(
    articles: Sequence[Article], dates: ArchiveDates, about: About | None = None
) -> Chart | None:
    """The chart of articles in order of time; None where all of them lie in one bar.

    With `about`, the busiest bars are labelled.
    """
    if not articles:
        return None
    unit = _unit(articles)
    names = _names_between(articles[0].date, articles[-1].date, unit)
    if len(names) < 2:
        return None
    texts = dates.texts(articles)
    bars_of = _bars_of(texts, unit)
    counts = Counter(bars_of)
    vague = Counter(text for text in texts if len(text) < _PRECISION[unit])
    counts.pop("", None)
    most = max((*counts.values(), *vague.values()))
    step, full = 100 / len(names), min(_HEIGHT, _PER_ARTICLE * most)

    def height(count: int) -> float:
        return round(max(_MIN_BAR, full * count / most), 1)

    bars = tuple(
        Bar(
            name=name,
            address=_address(name, dates),
            count=counts[name],
            x=round(i * step, 3),
            height=height(counts[name]),
        )
        for i, name in enumerate(names)
        if name in counts
    )
    busiest = sorted(bars, key=lambda bar: (-bar.count, bar.x))[:_MOST_PEAKS]
    return Chart(
        unit=unit,
        height=full,
        bar_width=round(step, 3),
        bars=bars,
        ticks=_ticks(names, unit, step),
        peaks=_peaks(busiest, _members(articles, bars_of), about, step) if about else (),
        vague=tuple(
            VagueBar(name, _address(name, dates), count, *_extent(name, names), height(count))
            for name, count in vague.items()
        ),
    )


def _extent(span: str, names: Sequence[str]) -> tuple[float, float]:
    """Where a month or year begins among the bars, and how wide it is, in per cent."""
    places = [i for i, name in enumerate(names) if name.startswith(span)]
    step = 100 / len(names)
    return round(places[0] * step, 3), round(len(places) * step, 3)


def _unit(articles: Sequence[Article]) -> str:
    """The finest unit that the span leaves room for and that the dates are precise enough for."""
    first, last = articles[0].date, articles[-1].date
    days = last.last_day_number - first.day_number + 1
    months = (last.year - first.year) * 12 + (last.month or 12) - (first.month or 1) + 1
    if days <= _MOST["day"] and any(article.date.day for article in articles):
        return "day"
    if months <= _MOST["month"] and any(article.date.month for article in articles):
        return "month"
    return "year" if last.year - first.year < _MOST["year"] else "decade"


def _bars_of(texts: Sequence[str], unit: str) -> list[str]:
    """The bar of each date; empty where it is less precise than the bars."""
    if unit == "decade":
        return [f"{text[:3]}0s" for text in texts]
    length = _PRECISION[unit]
    return [text[:length] if len(text) >= length else "" for text in texts]


def _members(articles: Sequence[Article], bars_of: Sequence[str]) -> dict[str, list[Article]]:
    members: dict[str, list[Article]] = defaultdict(list)
    for article, bar in zip(articles, bars_of, strict=True):
        members[bar].append(article)
    return members


def _names_between(first: PartialDate, last: PartialDate, unit: str) -> list[str]:
    if unit == "decade":
        return [f"{d:03d}0s" for d in range(first.year // 10, last.year // 10 + 1)]
    years = range(first.year, last.year + 1)
    if unit == "year":
        return [f"{year:04d}" for year in years]
    months = [f"{year:04d}-{month:02d}" for year in years for month in range(1, 13)]
    months = [m for m in months if first.first_day[:7] <= m <= last.last_day[:7]]
    if unit == "month":
        return months
    days = [
        f"{month}-{day:02d}"
        for month in months
        for day in range(1, calendar.monthrange(int(month[:4]), int(month[5:]))[1] + 1)
    ]
    return [day for day in days if first.first_day <= day <= last.last_day]


def _address(name: str, dates: ArchiveDates) -> str:
    """The page that a bar opens; that of a decade is the timeline, which has it as an anchor."""
    if name.endswith("s"):
        return TIMELINE
    date = parse_date(name)
    return dates.day_address(date) if date.day else month_address(date)


def _ticks(names: Sequence[str], unit: str, step: float) -> tuple[tuple[str, float], ...]:
    """Names below the axis, at round years, or at every so many months or days."""
    marked = [(name, i) for i, name in enumerate(names)]
    if unit == "month" and len(names) > 2 * _MOST_TICKS:
        unit, marked = "year", [(name[:4], i) for name, i in marked if name.endswith("-01")]
    every = next(s for s in _STEPS if len(marked) <= s * _MOST_TICKS)
    if unit in ("day", "month"):
        marked = marked[::every]
    else:
        width = 10 if unit == "decade" else 1
        marked = [(n, i) for n, i in marked if int(n[:4]) // width % every == 0]
    return tuple((name, round(i * step, 3)) for name, i in marked)


def _peaks(
    busiest: Sequence[Bar], members: Mapping[str, Sequence[Article]], about: About, step: float
) -> tuple[Peak, ...]:
    """The busiest bars whose labels find room, in order of time."""
    taken: list[list[tuple[float, float]]] = [[] for _ in range(_PEAK_ROWS)]
    peaks: list[Peak] = []
    for bar in busiest:
        names = about(members[bar.name]) if bar.count > 1 else ()
        if not names:
            continue
        middle = bar.x + step / 2
        half = max(len(", ".join(names)), len(bar.name)) * _CHARACTER / 2
        left = min(max(middle - half, 0.0), 100 - 2 * half)
        for row, spans in enumerate(taken):
            if all(left > end or left + 2 * half < start for start, end in spans):
                spans.append((left, left + 2 * half))
                at = round(middle, 3)
                peaks.append(Peak(bar.name, bar.address, bar.count, names, at, row, bar.height))
                break
    return tuple(sorted(peaks, key=lambda peak: peak.x))
