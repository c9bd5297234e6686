"""Dates in every form that archives use: read, repaired, or explained."""

from __future__ import annotations

import datetime
import re

import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.config import ReadingSettings
from dateline.content.article import read_article
from dateline.content.date_parts import day_fault, written
from dateline.content.dates import HOW_TO_WRITE, parse_date, read_numbers
from dateline.content.frontmatter.repair import repaired
from dateline.content.other_dates import read_date
from dateline.model import PartialDate

LOCALES = (
    *(
        "en",
        "de",
        "fr",
        "es",
        "it",
        "pt",
        "nl",
        "sv",
        "da",
        "fi",
        "pl",
        "cs",
        "ru",
        "uk",
        "el",
        "tr",
    ),
    *("hu", "ro", "he", "hi", "vi", "ja", "ko", "zh", "ar", "ar_SY", "ar_MA", "fa", "id"),
)
DAYS = st.dates(min_value=datetime.date(1500, 1, 1), max_value=datetime.date(2399, 12, 31))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2017", "2017"),
        ("2017-10", "2017-10"),
        ("2017-10-08", "2017-10-08"),
        ("2017/10/08", "2017-10-08"),
        ("2017-1-8", "2017-01-08"),
        ("2017-10-08 14:30", "2017-10-08T14:30:00"),
        ("2017-10-08 9:5", "2017-10-08T09:05:00"),
        ("2017-10-08 2:30 p.m.", "2017-10-08T14:30:00"),
        ("2017-10-08 12:30 AM", "2017-10-08T00:30:00"),
        ("2017-10-08T14:30:05Z", "2017-10-08T14:30:05+00:00"),
        ("2017-10-08t14:30:05z", "2017-10-08T14:30:05+00:00"),
        ("2017-10-08 14:30:05.123456789Z", "2017-10-08T14:30:05+00:00"),
        ("2017-10-08 14:30:60", "2017-10-08T14:30:59"),
        # Offsets, and additions to them
        ("2016-03-01 9:00:00 -0400", "2016-03-01T09:00:00-04:00"),
        ("2016-03-01 09:00:00.123 +03:00", "2016-03-01T09:00:00+03:00"),
        ("2016-03-01 09:00 +3", "2016-03-01T09:00:00+03:00"),
        ("2016-03-01 09:00 \u22125", "2016-03-01T09:00:00-05:00"),
        ("2016-03-01 09:00 GMT-5", "2016-03-01T09:00:00-05:00"),
        ("2016-03-01 09:00 (UTC+05:45)", "2016-03-01T09:00:00+05:45"),
        ("2016-03-01 09:00:00 +0300 MSK", "2016-03-01T09:00:00+03:00"),
        ("2016-03-01 09:00:00.5 +0000 UTC m=+0.1", "2016-03-01T09:00:00+00:00"),
        ("2016-03-01T09:00+01:00[Europe/Paris][u-ca=gregory]", "2016-03-01T09:00:00+01:00"),
        ("2016-03-01 09:00 EST", "2016-03-01T09:00:00-05:00"),
        ("2016-03-01 09:00 CEST", "2016-03-01T09:00:00+02:00"),
        # A day is that of its place, whatever its offset
        ("2016-03-01 +0545", "2016-03-01"),
        ("2016-03-01-05:00", "2016-03-01"),
        ("2016-03-01Z", "2016-03-01"),
        # The first and the last that exist
        ("2016-03-01 00:00 -12:00", "2016-03-01T00:00:00-12:00"),
        ("2016-03-01 23:59:59 +14:00", "2016-03-01T23:59:59+14:00"),
        ("2016-03-01 09:00 +03:59", "2016-03-01T09:00:00+03:59"),
        ("2016-03-01 1:00 am", "2016-03-01T01:00:00"),
        ("2016-03-01 12:59 pm", "2016-03-01T12:59:00"),
        ("0001-01-01", "0001-01-01"),
        ("9999-12-31", "9999-12-31"),
        # Digits of other scripts
        ("۱۵۰۰", "1500"),
        ("۲۳۹۹", "2399"),
        ("۲۰۱۷-۱۰-۰۸", "2017-10-08"),
        ("٢٠١٧/١٠/٠٨", "2017-10-08"),
        ("२०१७-१०", "2017-10"),
        ("２０１７-１０-０８", "2017-10-08"),
    ],
)
def test_numbers_with_the_year_first_are_read(text: str, iso: str) -> None:
    assert str(parse_date(text)) == iso
    assert read_date(text) == (parse_date(text), "", "", "")


@pytest.mark.parametrize(
    ("text", "date", "reason"),
    [
        ("2020-05-28 14:15 +14:30", "2020-05-28", "no offset +14:30"),
        ("2020-05-28T14:15:16-99:00", "2020-05-28", "no offset -99:00"),
        ("2020-05-28 14:15 UTC+3:75", "2020-05-28", "no offset +3:75"),
        ("2020-05-28 14:15 +14:01", "2020-05-28", "no offset +14:01"),
        ("2020-05-28 14:15 -12:01", "2020-05-28", "no offset -12:01"),
        ("2020-05-28 14:15 +03:60", "2020-05-28", "no offset +03:60"),
        ("2020-05-28 14:30:61", "2020-05-28", "no time 14:30:61"),
        ("2020-05-28 0:30 pm", "2020-05-28", "no time 0:30 pm"),
        ("2020-05-28 14:60", "2020-05-28", "no time 14:60"),
        ("2020-05-28 25:00", "2020-05-28", "no time 25:00"),
        ("2020-05-28 14:61", "2020-05-28", "no time 14:61"),
        ("2020-05-28T24:00:00", "2020-05-28", "no time 24:00:00"),
        ("2020-05-28 13:00 am", "2020-05-28", "no time 13:00 am"),
        ("2020-05-28 14:15 IST", "2020-05-28T14:15:00", "the time zone IST is not read"),
        ("2020-05-28 14:15 Asia/Kolkata", "2020-05-28T14:15:00", "the time zone Asia/Kolkata"),
        ("2020-05-28T14:15[Asia/Kolkata]", "2020-05-28T14:15:00", "the time zone Asia/Kolkata"),
        ("28 May 2020 at 25:00", "2020-05-28", "no time 25:00"),
    ],
)
def test_a_day_is_read_without_a_time_that_does_not_exist(
    text: str, date: str, reason: str
) -> None:
    reading = read_date(text)
    assert (str(reading.date), reading.meant) == (date, "")
    assert reason in reading.fault
    assert f'(got "{text}")' in reading.fault
    assert reading.hint


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # Signs between day and time, and those of a word processor
        ("2017/10/08 - 14:30", "2017-10-08 14:30"),
        ("2017-10-08, 14:30 +0300", "2017-10-08 14:30 +03:00"),
        ("2017-10-08 at 2:30 pm", "2017-10-08 14:30"),
        ("2017-10-08 @ 14:30", "2017-10-08 14:30"),
        ("“2017-10-08”", "2017-10-08"),
        ("2017–10–08", "2017-10-08"),
        ("２０１７－１０－０８", "2017-10-08"),
        # Other numbers that begin with the year
        ("2017.10.08", "2017-10-08"),
        ("2017. 10. 8. 14:30", "2017-10-08 14:30"),
        ("20171008", "2017-10-08"),
        ("20171008T143005Z", "2017-10-08 14:30:05 +00:00"),
        ("2017-10-08T1430", "2017-10-08 14:30"),
        ("2017-W40-7", "2017-10-08"),
        ("2017W407", "2017-10-08"),
        ("2017-281", "2017-10-08"),
        ("2016-366", "2016-12-31"),
        # With a weekday
        ("2017-10-08 (Sunday)", "2017-10-08"),
        ("Sun 2017-10-08 14:30:00 UTC", "2017-10-08 14:30 +00:00"),
        # English words
        ("8 October 2017", "2017-10-08"),
        ("Oct. 8th, 2017", "2017-10-08"),
        ("Sept 8 2017", "2017-09-08"),
        ("8-Oct-2017", "2017-10-08"),
        ("2017-Oct-08", "2017-10-08"),
        ("the 8th of October, 2017", "2017-10-08"),
        ("October 2017", "2017-10"),
        ("Sunday, October 8th 2017, 3:23:18 pm", "2017-10-08 15:23:18"),
        ("Oct 8, 2017 @ 3pm", "2017-10-08 15:00"),
        ("Sun, 08 Oct 2017 14:30:00 +0200", "2017-10-08 14:30 +02:00"),
        ("Sun Oct 08 2017 14:30:00 GMT+0200 (Central European Summer Time)",
         "2017-10-08 14:30 +02:00"),
        ("Sun Oct  8 14:30:00 CEST 2017", "2017-10-08 14:30 +02:00"),
        # Other languages
        ("8 octobre 2017 à 14h30", "2017-10-08 14:30"),
        ("dimanche 1er octobre 2017", "2017-10-01"),
        ("8 aout 2017", "2017-08-08"),
        ("8. Oktober 2017, 14.30 Uhr", "2017-10-08 14:30"),
        ("8. Jänner 2017", "2017-01-08"),
        ("8 de octubre de 2017", "2017-10-08"),
        ("8 d’octubre de 2017", "2017-10-08"),
        ("2017年10月8日 14:30", "2017-10-08 14:30"),
        ("2017년 10월 8일", "2017-10-08"),
        ("воскресенье, 8 октября 2017 г.", "2017-10-08"),
        ("8 жовтня 2017 року", "2017-10-08"),
        ("8 أكتوبر 2017", "2017-10-08"),
        ("٨ تشرين الأول ٢٠١٧", "2017-10-08"),
        ("8 اكتوبر 2017", "2017-10-08"),
        ("۸ اکتبر ۲۰۱۷", "2017-10-08"),
        ("8 באוקטובר 2017", "2017-10-08"),
        ("8 अक्टूबर 2017", "2017-10-08"),
        ("ngày 8 tháng 10 năm 2017", "2017-10-08"),
        ("8 Ekim 2017", "2017-10-08"),
    ],
)  # fmt: skip
def test_what_is_plain_in_other_forms_is_read_and_the_form_is_told(text: str, meant: str) -> None:
    reading = read_date(text)
    assert reading.date
    assert reading.meant == written(reading.date) == meant
    assert parse_date(meant) == reading.date
    assert reading.hint == f"write {meant}"
    assert '(got "' in reading.fault


@pytest.mark.parametrize(
    ("text", "meant", "reason"),
    [
        # One meaning, in an order that may be a mistake
        ("13/8/2017", "2017-08-13", "the year must stand first"),
        ("8/13/2017 2:30 PM", "2017-08-13 14:30", "the year must stand first"),
        ("08.10.2017", "2017-10-08", "the year must stand first"),
        ("10/2017", "2017-10", "the year must stand first"),
        # Two meanings
        ("08/10/2017", "", "it may mean 2017-08-10 or 2017-10-08"),
        ("8-10-2017", "", "it may mean 2017-08-10 or 2017-10-08"),
        ("8 listopada 2017", "", "it may mean 2017-10-08 or 2017-11-08"),
        ("Monday, 8 October 2017", "", "2017-10-08 is a Sunday"),
        ("2017-10-08 Mon", "", "2017-10-08 is a Sunday"),
        # No such day
        ("2017-13-01", "", 'month must be in 1..12 (got "2017-13-01")'),
        ("2017-00-01", "", "month must be in 1..12"),
        ("2017-02-30", "", 'day must be in 1..28 for 2017-02 (got "2017-02-30")'),
        ("2016-02-30", "", "day must be in 1..29 for 2016-02"),
        ("2017-10-00", "", "day must be in 1..31 for 2017-10"),
        ("31 September 2017", "", "day must be in 1..30 for 2017-09"),
        ("31.31.2017", "", "not a date"),
        ("2017-366", "", "not a date"),
        ("0000-10-08", "", "year must be in 1..9999"),
        ("12017-10-08", "", "the year must have four digits"),
        ("17-10-08", "", "the year must have four digits"),
        ("8/10/17", "", "the year must have four digits"),
        ("-0044-03-15", "", "not a date"),
        # Calendars that are not ours
        ("۱۳۹۶-۰۷-۱۶", "", "the year 1396 may be of another calendar"),
        ("۱۴۹۹", "", "the year 1499 may be of another calendar"),
        ("۲۴۰۰", "", "the year 2400 may be of another calendar"),
        ("8 ตุลาคม 2560", "", "the year 2560 may be of another calendar"),
        ("18 Muharram 1439", "", "not a date"),
        # More than a day, or less
        ("8–10 October 2017", "", "not a date"),
        ("2017-10-08/2017-10-10", "", "not a date"),
        ("8 Oct 2017 10:00 - 12:00", "", "not a date"),
        ("2017-W40", "", "a week is not a day"),
        ("October 8", "", "not a date"),
        ("8 October 17", "", "not a date"),
        ("17", "", "not a date"),
        ("1507472400", "", "not a date"),
        ("1507472400123", "", "not a date"),
        ("2017-10-08T", "", "not a date alone"),
        ("2017-10-08 or so", "", "not a date alone"),
        ("soon", "", "not a date"),
        ("c. 2017", "", "not a date"),
        ("x" * 101, "", "a text of this length is not a date"),
    ],
)
def test_what_is_not_plain_is_explained(text: str, meant: str, reason: str) -> None:
    reading = read_date(text)
    assert (reading.date, reading.meant) == (None, meant)
    assert reason in reading.fault
    assert "write " in reading.hint
    assert not meant or reading.hint == f"write {meant}"


def test_where_only_the_day_is_not_known_the_month_is_the_hint() -> None:
    assert read_date("2017-10-00").hint == "write 2017-10 where the day is not known"
    for text in ("2017-13-00", "0000-10-00", "2017-10-32", "2017-13-01"):
        assert read_date(text).hint == HOW_TO_WRITE


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("2017-10-08+99:00", "not a date alone"),
        ("2017-10-08-99:00 or so", "not a date alone"),
        ("2017-10-08+03:00 or so", "not a date alone"),
        ("2017-10-08 EST", "not a date alone"),
        ("2017-10-08(+03:00)", "not a date alone"),
    ],
)
def test_a_day_is_followed_by_an_offset_that_exists_and_nothing_else(text: str, fault: str) -> None:
    assert read_numbers(text) is None
    assert fault in read_date(text).fault


def test_the_language_of_a_text_decides_between_the_names_of_months() -> None:
    assert read_date("8 listopada 2017", "pl").meant == "2017-11-08"
    assert read_date("8. listopada 2017", "hr").meant == "2017-10-08"
    assert read_date("mar. 8 nov. 2016", "fr").meant == "2016-11-08"  # mardi, not mars


def test_the_names_of_all_months_leave_those_that_pages_show_as_they_are() -> None:
    shown = {tag: format_date(datetime.date(2017, 10, 8), "d MMM LLLL", tag) for tag in LOCALES}
    assert read_date("8 qwertz 2017").date is None  # looked for in every language
    again = {tag: format_date(datetime.date(2017, 10, 8), "d MMM LLLL", tag) for tag in LOCALES}
    assert again == shown


def test_seconds_since_1970_are_a_suggestion() -> None:
    assert read_date("1507472400123").hint.endswith("write 2017-10-08 14:20 +00:00")


@pytest.mark.parametrize("field", ["captured", "created", "updated", "lastmod", "modified"])
@pytest.mark.parametrize("value", ["soon", "2017-13-01", "08/10/2017", "[2017, 2018]", "{a: b}"])
def test_a_wrong_date_beside_the_date_keeps_no_article_out(field: str, value: str) -> None:
    text = f"---\ntitle: x\ndate: 2017-10-08\n{field}: {value}\n---\nText.\n"
    reading = read_article("x.md", text.encode(), ReadingSettings())
    assert reading.item
    assert [(each.code, each.line, each.severity) for each in reading.problems] == [
        ("W027", 4, "warning")
    ]
    assert not getattr(reading.item, "captured", None)
    assert not getattr(reading.item, "updated", None)


@pytest.mark.parametrize("header", ["---\ntitle: x\ndate: {}\n---\n",
                                    '---\ntitle: x\ndate: "{}"\n---\n',
                                    "+++\ntitle = 'x'\ndate = '{}'\n+++\n",
                                    "Title: x\nDate: {}\n\n"])  # fmt: skip
@pytest.mark.parametrize("text", ["Oct 8, 2017", "2017/10/08 - 00:00", "8 octobre 2017"])
def test_a_date_is_repaired_in_every_kind_of_header(header: str, text: str) -> None:
    after = repaired(header.format(text).encode(), ReadingSettings()).decode()
    meant = read_date(text).meant
    assert after == header.format(meant)


@given(DAYS)
def test_a_date_is_read_back_as_it_was_written(day: datetime.date) -> None:
    date = parse_date(day.isoformat())
    assert date.first_day == date.last_day == str(date) == day.isoformat()
    assert parse_date(written(date)) == date


@given(DAYS, st.times(), st.integers(-12 * 60, 14 * 60))
def test_a_moment_is_read_back_as_it_was_written(
    day: datetime.date, time: datetime.time, offset: int
) -> None:
    zone = datetime.timezone(datetime.timedelta(minutes=offset))
    moment = datetime.datetime.combine(day, time, zone)
    for text in (moment.isoformat(), f"{moment:%Y-%m-%d %H:%M:%S %z}"):
        date = parse_date(text)
        assert str(date) == moment.isoformat(timespec="seconds")
        assert parse_date(written(date)) == date


@settings(deadline=None)  # the first loads the names of months
@given(DAYS, st.sampled_from(LOCALES))
def test_a_day_in_the_words_of_any_language_is_that_day_or_unread(
    day: datetime.date, locale: str
) -> None:
    for length in ("full", "long"):
        text = format_date(day, length, locale=locale)
        reading = read_date(text, locale.partition("_")[0])
        if locale == "fa" or reading.date:  # Persian months are those of the Gregorian calendar
            assert str(reading.date) == day.isoformat(), text


@settings(deadline=None)  # the first loads the names of months
@given(st.text(max_size=120))
def test_any_text_is_a_date_or_explained(text: str) -> None:
    reading = read_date(text)
    assert reading.date or (reading.fault and reading.hint)
    if reading.meant:
        assert read_date(reading.meant).fault == ""


@settings(deadline=None)  # the first loads the names of months
@given(st.lists(st.sampled_from([*"0123456789-/.:+TZ ,", "Oct", "mai", "8", "2017", "am", "GMT"]),
                max_size=14).map("".join))  # fmt: skip
def test_what_looks_like_a_date_is_one_or_explained(text: str) -> None:
    reading = read_date(text)
    assert reading.date or (reading.fault and reading.hint)
    if reading.date and reading.meant:
        assert parse_date(reading.meant) == reading.date


def test_imprecise_dates_cover_their_whole_span_and_come_first() -> None:
    month, year = PartialDate(2016, 2), PartialDate(2016)
    assert (month.first_day, month.last_day) == ("2016-02-01", "2016-02-29")
    assert (year.first_day, year.last_day) == ("2016-01-01", "2016-12-31")
    assert year.sort_key < month.sort_key < PartialDate(2016, 2, 1).sort_key


@pytest.mark.parametrize("text", ["", "nonsense", "8 October 2017", "2017-13-01"])
def test_what_is_not_written_as_a_date_is_refused_with_what_was_written(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f'(got "{text}")')):
        parse_date(text)


@pytest.mark.parametrize("offset", ["+05:60", "-03:75", "+14:01", "-12:01"])
def test_an_offset_that_no_place_has_leaves_the_day(offset: str) -> None:
    reading = read_date(f"2017-10-08 14:30 {offset}")
    assert (str(reading.date), reading.fault != "") == ("2017-10-08", True)


@pytest.mark.parametrize("year", [1, 9999])
def test_the_first_and_the_last_year_are_years(year: int) -> None:
    assert parse_date(f"{year:04d}").year == year
    assert day_fault(year, 1, 1) == ""
    assert day_fault(10_000, None, None) != ""
