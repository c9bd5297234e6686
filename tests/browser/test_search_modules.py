"""Modules of the search page on their own: their input and output."""

from __future__ import annotations

import csv
import io
import itertools
import random
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from dateline.search.numbers import number_text
from tests.browser.conftest import Host
from tests.conftest import SmallArchive

#: Calls a function of a module of the search page, by the name that the module has there.
CALL = """async ([module, name, args]) => {
  const loaded = [...document.querySelectorAll('link[rel=modulepreload], script[src]')];
  const addresses = loaded.map((one) => one.href || one.src);
  const address = addresses.find((one) => one.includes(`/${module}.`));
  return (await import(address))[name](...args);
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = SmallArchive(tmp_path_factory.mktemp("modules") / "archive")
    archive.article("a.md", "One", "date: 2017")
    assert archive.build("--base-url", "/archive/", search=True).code == 0
    return archive.site


@pytest.fixture
def search(site: Path, host: Host, page: Page) -> Page:
    page.goto(f"{host(site, '/archive/')}search/")
    return page


def call(page: Page, module: str, name: str, *arguments: Any) -> Any:
    return page.evaluate(CALL, [module, name, list(arguments)])


def test_numbers_are_read_as_they_are_written(search: Page) -> None:
    numbers = [*range(2500), 12_559, 12_560, 55_295, 55_296, 57_344, 1_114_111, 2**40]
    text = "".join(map(number_text, numbers))
    assert call(search, "search/numbers", "numbersIn", text) == numbers


TABLE = """async ([module, titles]) => {
  const { tableOf } = await import(module);
  const found = titles.map((title) => ({ title, source: title, date: '2017', address: '/a/' }));
  return tableOf(found, async (one) => one, 'https://e.org', () => {});
}"""
SIGNS = "=+-@＝＋－＠﹢﹣﹦﹫"
PASSED_OVER = ['"', *" \u00a0\u200b\u2060\ufeff\t\r\n\u3000\u202e＂"]


def titles() -> list[str]:
    """Formulas behind whatever a spreadsheet may take for the beginning of a cell."""
    rng = random.Random(7)  # noqa: S311  # any will do
    found = [
        f"{before}{between}{mark}{sign}cmd|' /C calc'!A0{after}"
        for before, between, mark, sign, after in itertools.product(
            ("", "a", 'a"'), ("", ";", ",", ";;", "\t"), ("", *PASSED_OVER), "=＠-", ("", ";b", '"')
        )
    ]
    signs = [*SIGNS, *PASSED_OVER, ";", ",", "'", "a", "1"]
    found += ["".join(rng.choices(signs, k=rng.randint(1, 9))) for _ in range(3_000)]
    return found


def is_passed_over(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Cf", "Cc") or sign in '"＂'


def begins_formula(cell: str) -> bool:
    begun = "".join(itertools.dropwhile(is_passed_over, cell))
    return begun[:1] != "" and begun[0] in SIGNS


def table_of(search: Page, site: Path, titles: list[str]) -> str:
    """The module is not loaded before somebody asks for a table."""
    [module] = site.glob("assets/search/export.*.js")
    return str(search.evaluate(TABLE, [f"/archive/assets/search/{module.name}", titles]))


def test_no_cell_of_the_table_is_a_formula_to_any_program(search: Page, site: Path) -> None:
    table = table_of(search, site, titles())
    for delimiter in ",;\t":
        for rows in (
            csv.reader(io.StringIO(table), delimiter=delimiter),
            csv.reader(io.StringIO(table), delimiter=delimiter, quoting=csv.QUOTE_NONE),
            (line.split(delimiter) for line in table.splitlines()),
        ):
            wrong = [cell for row in rows for cell in row if begins_formula(cell)]
            assert wrong == []


def test_the_table_holds_what_was_found(search: Page, site: Path) -> None:
    written = ["Plain", "A-B, C; 5 - 3", 'He said "=", twice', "x\ny", "=1+1", "Ünï;cödé"]
    table = table_of(search, site, written)
    rows = list(csv.reader(io.StringIO(table.removeprefix("\ufeff"))))
    assert [row[1] for row in rows[1:]] == [
        *("Plain", "A-B, C; 5 - 3", 'He said "=", twice', "x y", "'=1+1", "Ünï;cödé")
    ]
    assert {len(row) for row in rows} == {6}
