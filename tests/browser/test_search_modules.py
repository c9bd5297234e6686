"""Modules of the search page by themselves: what they read and write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from dateline.publishing.numbers import number_text
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
    assert call(search, "search-numbers", "numbersIn", text) == numbers
