"""Every stage after reading can process any article."""

from __future__ import annotations

import datetime
import functools
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.archive.arrange import arrange, complete
from dateline.config import Config
from dateline.content.markdown.links import is_inner
from dateline.content.sketches import sketch_of
from dateline.model import Article, Asset, Image, PartialDate, Picture, Reference, TextSketch
from dateline.pages.plan import link_problems, plan_pages, plan_site
from dateline.pages.render import Renderer
from dateline.pages.views import Link, Site
from dateline.records.exports import embedded, is_export, with_exports, write_export
from dateline.search.index import index_document, index_shard
from dateline.search.shards import Shard, cut_shards
from dateline.search.sidecars import (
    Fragment,
    article_table,
    bundle_list,
    language_stats,
    name_table,
)
from dateline.urls import BaseUrl, article_address
from tests.conftest import REPOSITORY, SmallArchive

pytestmark = pytest.mark.slow

#: What reading leaves in a field: any text on one line but controls and surrogates.
LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).map(
    lambda text: " ".join(text.split())
)
ODD = st.sampled_from(
    [
        "",
        "%s",
        "%(name)s",
        "{{ x }}",
        "</script>",
        "]]>",
        "\u0301",
        "ﷺ" * 40,
        "İ",
        "ﬁ",
        "&#x;",
        "'\"",
    ]
)
TEXT = st.one_of(LINE, ODD)
PATHS = [f"{folder}{name}.md" for folder in ("", "2017/10/", "é/") for name in "abc"]
NAMES = st.lists(TEXT.filter(bool), max_size=4, unique_by=str.casefold).map(tuple)
TARGETS = st.one_of(
    TEXT,
    st.sampled_from(["http://[", "//[x", "a.md#", "?", "#", "../../..", "%ff", "a%00b", "p.png"]),
)
LANGUAGES = st.sampled_from(
    ["en", "ar", "zh-Hant-TW", "xx", "con", "de-CH-1996", "fa-AF", "qaa-Zzzz"]
)


@st.composite
def dates(draw: st.DrawFn) -> PartialDate:
    day = draw(st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31)))
    precision = draw(st.integers(1, 4))
    clock = draw(st.times()).strftime("%H:%M:%S") if precision == 4 else ""
    offset = draw(st.sampled_from(["", "+14:00", "-14:00", "+05:45"])) if clock else ""
    month, of_month = day.month if precision > 1 else 0, day.day if precision > 2 else 0
    return PartialDate(day.year, month, of_month, clock, offset)


REFERENCES = st.builds(Reference, TARGETS.filter(is_inner), st.integers(1, 9), st.booleans())

ARTICLES = st.builds(
    Article,
    path=st.sampled_from(PATHS),
    address=st.just(""),
    digest=st.just("0"),
    title=TEXT.filter(bool),
    date=dates(),
    lang=LANGUAGES,
    tags=NAMES,
    source=TEXT,
    source_url=st.sampled_from(["", 'https://e.org/ä?b="c"', "http://e.org/%ff"]),
    authors=NAMES,
    captured=st.none() | dates(),
    updated=st.none() | dates(),
    summary=TEXT,
    aliases=st.lists(TARGETS, max_size=2).map(tuple),
    image=st.none() | st.builds(Image, TARGETS, TEXT, TEXT, TEXT),
    people=NAMES,
    places=NAMES,
    organisations=NAMES,
    story=NAMES,
    references=st.lists(REFERENCES, max_size=3).map(tuple),
    remote_images=st.just(()),
    extra=st.dictionaries(TEXT, st.one_of(TEXT, st.booleans(), st.lists(TEXT)), max_size=2),
    sketch=st.one_of(st.just(TextSketch()), st.builds(sketch_of, TEXT, TEXT)),
)


def _addressed(article: Article) -> Article:
    return msgspec.structs.replace(article, address=article_address(article.path))


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(ARTICLES.map(_addressed), max_size=5, unique_by=lambda article: article.path),
    st.sampled_from(["UTC", "Pacific/Kiritimati", "America/New_York"]),
    st.sampled_from(["en", "ar", "fa"]),
    TEXT,
)
def test_pages_feeds_and_tables_are_made_of_any_article(
    articles: list[Article], timezone: str, language: str, body: str
) -> None:
    config = Config(language=language, timezone=timezone, base_url=BaseUrl("https://e.org", "/a/"))
    assets = [Asset("p.png", Picture("p.png", 500, 40, (("q.webp", 480),)))]
    arranged, _ = arrange(articles, assets)
    for found in link_problems(arranged):
        str(found).encode()
    archive = complete(arranged)
    site = plan_site(archive, config, has_search=True)
    renderer = _renderer(language, timezone)
    for page in with_exports(plan_pages(archive, site), archive, site):
        encoded = msgspec.msgpack.encode(page)
        same = msgspec.msgpack.decode(encoded, type=type(page))
        if is_export(page):
            made = write_export(same, site)
        else:
            made = renderer.render(same, f'<a href="{body}">x</a>')
        assert isinstance(made, bytes), page.address
    for shard in cut_shards(archive.articles):
        fragments = [Fragment(a, f"fragment/{n}.pf", b"", n) for n, a in enumerate(shard.articles)]
        json.loads(article_table(fragments))
        json.loads(name_table(fragments))
        speech = {shard.language: language_stats([body])}
        json.loads(bundle_list([shard], {shard.folder: b"0"}, speech))
        for article in shard.articles:
            index_document(article, body).encode()


@functools.cache
def _renderer(language: str, timezone: str) -> Renderer:
    """Compiling the templates takes longer than an example."""
    base = BaseUrl("https://e.org", "/a/")
    site = Site("Archive", "", language, timezone, base, (Link("tags", "tags/"),), (), True)
    return Renderer(Path("none"), site, ASSETS, embedded)


ASSETS = {
    path.relative_to(REPOSITORY / "templates/assets").as_posix(): f"assets/{path.name}"
    for path in (REPOSITORY / "templates/assets").rglob("*")
}


def broken(archive: SmallArchive, monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    """Lets a function fail for the article that is called Odd, as a fault of ours would."""
    module, _, name = target.rpartition(".")
    imported: Any = __import__(module, fromlist=[name])
    works = getattr(imported, name)

    def fails(*arguments: Any) -> Any:
        if any("Odd" in str(getattr(each, "article", each)) for each in arguments):
            raise ArithmeticError("a fault of ours")
        return works(*arguments)

    monkeypatch.setattr(imported, name, fails)
    for number in range(3):
        archive.article(f"{number}.md", f"Even {number}", "date: 2017", "tags: [all]")
    archive.article("odd.md", "Odd", "date: 2017", "tags: [all, odd]", body="[a](1.md)")


@pytest.mark.parametrize(
    "target",
    [
        "dateline.build.tasks.embedded",
        "dateline.records.feeds._atom_entry",
        "dateline.records.feeds._json_item",
    ],
)
def test_what_fails_for_one_article_is_named_and_left_out(
    archive: SmallArchive, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    broken(archive, monkeypatch, target)
    stopped = archive.build("--jobs", "1")
    assert stopped.code == 1
    errors = [p for p in stopped.report["problems"] if p["severity"] == "error"]
    assert {(p["code"], Path(p["path"]).name) for p in errors} == {("E025", "odd.md")}
    assert not archive.files()
    kept = archive.build("--keep-going", "--jobs", "1")
    assert kept.code == 3
    assert (kept.report["published"], kept.report["left_out"]) == (3, 1)
    assert not (archive.site / "odd").exists()
    assert "Odd" not in archive.page("feed.xml") + archive.page("tags/all/") + archive.page("")
    assert archive.build("--keep-going", "--jobs", "1").report["written"] == 0


def test_what_fails_within_a_shard_is_named(tmp_path: Path) -> None:
    articles = tuple(
        Article(f"{name}.md", f"{name}/", "0", name, PartialDate(2017), "en") for name in "ab"
    )
    made = index_shard(Shard("en/", "en", articles), {"a.md": "<p>text"}, tmp_path, {})
    assert [(each.code, each.path) for each in made.problems] == [("E025", "b.md")]
