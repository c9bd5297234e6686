import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import PartialDate
from dateline.reading.dates import date_in_path, parse_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2017", "2017"),
        ("2017-10", "2017-10"),
        ("2017-10-08", "2017-10-08"),
        ("2017/10/08", "2017-10-08"),
        ("2017-10-08 14:30", "2017-10-08T14:30:00"),
        ("2017-10-08T14:30:05Z", "2017-10-08T14:30:05+00:00"),
        ("2016-03-01 9:00:00 -0400", "2016-03-01T09:00:00-04:00"),
        ("2016-03-01 09:00:00.123 +03:00", "2016-03-01T09:00:00+03:00"),
    ],
)
def test_dates_keep_the_precision_they_were_given(text: str, iso: str) -> None:
    assert str(parse_date(text)) == iso


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2017-13-01", 'month must be in 1..12 (got "2017-13-01")'),
        ("2017-00-01", 'month must be in 1..12 (got "2017-00-01")'),
        ("2017-02-30", "day is out of range for month"),
        ("2017-10-08 25:00", "hour must be in 0..23"),
        ("2017-10-08 10:00 +99:00", "offset"),
        ("8 October 2017", "not a date"),
        ("17", "not a date"),
    ],
)
def test_impossible_dates_are_explained(text: str, reason: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # the text is compared below
        parse_date(text)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("path", "iso"),
    [
        ("2017/10/08-slug.md", "2017-10-08"),
        ("2017-10-08-slug.md", "2017-10-08"),
        ("de/2017-10-08-slug.md", "2017-10-08"),
        ("2017/10/08/slug.md", "2017-10-08"),
        ("2017/10/slug.md", "None"),
        ("apollo-11.md", "None"),
        ("20171008.md", "None"),
    ],
)
def test_dates_in_paths(path: str, iso: str) -> None:
    assert str(date_in_path(path)) == iso


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_a_date_is_read_back_as_it_was_written(day: datetime.date) -> None:
    date = parse_date(day.isoformat())
    assert date.first_day == date.last_day == str(date) == day.isoformat()


def test_imprecise_dates_cover_their_whole_span_and_come_first() -> None:
    month, year = PartialDate(2016, 2), PartialDate(2016)
    assert (month.first_day, month.last_day) == ("2016-02-01", "2016-02-29")
    assert (year.first_day, year.last_day) == ("2016-01-01", "2016-12-31")
    assert year.sort_key < month.sort_key < PartialDate(2016, 2, 1).sort_key
