"""What every kind of listing has, asked of each row of the table."""

from __future__ import annotations

import json
import re

import pytest

from dateline.model import Article
from dateline.names import FIELD_NAMES, KINDS, Kind
from tests.conftest import SmallArchive

EACH = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.folder)


@EACH
def test_a_row_names_fields_that_there_are(kind: Kind) -> None:
    assert kind.field in Article.__struct_fields__
    assert kind.header in FIELD_NAMES


def test_no_two_rows_share_what_tells_them_apart() -> None:
    for column in ("folder", "label", "field", "header", "facet", "beside"):
        values = [getattr(kind, column) for kind in KINDS.values()]
        assert len({*values}) == len(values), column


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> SmallArchive:
    """An archive with the name `Ann Lee` of every kind, once in another spelling."""
    archive = SmallArchive(tmp_path_factory.mktemp("kinds"))
    names = [f"{kind.header}: Ann Lee" for kind in KINDS.values()]
    other = [f"{kind.header}: A. Lee" for kind in KINDS.values()]
    archive.article("a.md", "First", "date: 2017-10-08", *names)
    archive.article("b.md", "Second", "date: 2018-10-08", *other)
    tables = [f'[{folder}]\n"Ann Lee" = ["A. Lee"]\n' for folder in KINDS]
    archive.write("names.toml", "".join(tables))
    outcome = archive.build(search=True)
    assert outcome.report["problems"] == []
    return archive


@EACH
def test_a_name_has_a_page_of_its_articles_and_stands_among_all_names(
    kind: Kind, named: SmallArchive
) -> None:
    page = named.page(f"{kind.folder}/ann-lee/")
    assert re.findall(r'p-name" href="/archive/(\w)/"', page)
    assert "First" in page
    assert "Second" in page  # by way of names.toml
    assert f'href="/archive/{kind.folder}/ann-lee/"' in named.page(f"{kind.folder}/")
    assert f'href="/archive/{kind.folder}/ann-lee/"' in named.page("b/")


@EACH
def test_the_way_to_its_names_is_on_every_page(kind: Kind, named: SmallArchive) -> None:
    way = f'<a href="/archive/{kind.folder}/">{kind.label}</a>'
    assert way in named.page("a/")
    assert f'id="dateline:ways-{kind.folder}"' in named.page("")
    address = f"https://example.org/archive/{kind.folder}/ann-lee/"
    assert f"<loc>{address}</loc>" in named.page("sitemap.xml")


@EACH
def test_the_address_of_another_spelling_leads_to_the_name(kind: Kind, named: SmallArchive) -> None:
    assert f'url=/archive/{kind.folder}/ann-lee/"' in named.page(f"{kind.folder}/a-lee/")


@EACH
def test_its_row_says_whether_the_timeline_is_narrowed_by_it(
    kind: Kind, named: SmallArchive
) -> None:
    filters = re.findall(r'<select name="(\w+)"', named.page("timeline/"))
    assert (kind.folder in filters) == kind.is_filter


@EACH
def test_its_row_says_whether_its_names_have_feeds(kind: Kind, named: SmallArchive) -> None:
    assert (f"{kind.folder}/ann-lee/feed.xml" in named.files()) == kind.has_feed


@EACH
def test_the_search_page_limits_by_it(kind: Kind, named: SmallArchive) -> None:
    search = named.page("search/")
    assert f'data-facet="{kind.facet}"><summary>{kind.label}</summary>' in search
    assert f"<kbd>{kind.facet}:</kbd>" in search or f"<kbd>{kind.facet}:water</kbd>" in search
    files = named.files()
    [script] = [data for path, data in files.items() if path.startswith("assets/search/fields.")]
    assert f'"{kind.facet}"'.encode() in script
    tables = [json.loads(data) for path, data in files.items() if path.endswith("/names.json")]
    assert [table[kind.facet]["names"] for table in tables] == [["Ann Lee"]]
    href = f"/archive/search/?{kind.facet}=Ann%20Lee"
    assert href in named.page(f"{kind.folder}/ann-lee/")


def test_a_byline_leads_to_its_authors_and_the_foot_does_not_repeat_them(
    archive: SmallArchive,
) -> None:
    archive.article("a.md", "A", "date: 2017", "author: [Ann Lee, Bo Ek]", "tags: [x]")
    archive.build()
    page = archive.page("a/")
    [byline] = re.findall(r'<p class="article-byline[^"]*">(.*)</p>', page)
    assert re.findall(r'class="p-author" href="([^"]+)">([^<]+)<', byline) == [
        ("/archive/authors/ann-lee/", "Ann Lee"),
        ("/archive/authors/bo-ek/", "Bo Ek"),
    ]
    assert page.count("authors/ann-lee/") == 1
    assert "Authors" not in page[page.index('<dl class="article-names') :]


def test_a_shared_author_makes_no_articles_related(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017", "author: Ann Lee", body="One.")
    archive.article("b.md", "B", "date: 2018", "author: Ann Lee", body="Two.")
    archive.build()
    assert "Related" not in archive.page("a/")
