"""Numbers in the tables of the search: each can be read back, and none is too large."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from dateline.model import Article, PartialDate
from dateline.search.numbers import FIRST, LAST, LEADING, number_text
from dateline.search.sidecars import Fragment, name_table


def numbers_in(text: str) -> list[int]:
    """As `search/numbers.js` reads them."""
    numbers, leading = [], 0
    for sign in text:
        digit = ord(sign) - FIRST
        if digit < LAST:
            numbers.append(leading * LAST + digit)
            leading = 0
        else:
            leading = leading * LEADING + digit - LAST + 1
    return numbers


@given(st.lists(st.integers(0, 2**70)))
@example([0, 79, 80, 1199, 1200, 55_295, 55_296, 57_343, 1_114_111, 1_114_112])
def test_numbers_are_read_back(numbers: list[int]) -> None:
    text = "".join(map(number_text, numbers))
    assert numbers_in(text) == numbers
    assert text.isascii()
    assert text.isprintable()


def article(number: int, title: str, *names: str) -> Article:
    address = f"{number}/"
    return Article(f"{number}.md", address, "0", title, PartialDate(2017), "en", authors=names)


def test_a_shard_may_have_any_number_of_names_and_a_headline_any_number_of_words() -> None:
    articles = [
        article(number, "word", *(f"Name {number} {i}" for i in range(1000)))
        for number in range(60)
    ]
    words = [1, 55_264, 55_296, 60_000, *range(56)]
    fragments = [
        Fragment(each, f"fragment/{n}.pf_fragment", b"", words[n])
        for n, each in enumerate(articles)
    ]
    table = json.loads(name_table(fragments).decode("utf-8"))
    assert numbers_in(table["titles"]) == words
    names, of = table["author"]["names"], table["author"]["of"].split(" ")
    found = [{names[place] for place in numbers_in(places)} for places in of]
    assert found == [set(each.authors) for each in articles]


def test_the_script_reads_what_is_written() -> None:
    """Its digits are ours; a browser runs it in `tests/browser/test_search_modules.py`."""
    script = Path(__file__).parents[2] / "templates/assets/search/numbers.js"
    assert f"const LAST = {LAST};\nconst LEADING = {LEADING};\n" in script.read_text("utf-8")
