"""Related articles and their reasons."""

import pytest

from dateline.archive.arrange import arrange
from dateline.archive.related import related
from dateline.content.sketches import sketch_of
from dateline.model import Article, Reason
from tests.archive.test_archive import article
from tests.conftest import SmallArchive


def found(items: list[Article]) -> dict[str, list[tuple[str, Reason]]]:
    archive, _ = arrange(items, [])
    return {
        one.path: [(other.path, reason) for other, reason in others]
        for one, others in zip(archive.articles, related(archive, {}), strict=True)
    }


def test_related_articles_share_rare_names_and_are_near_in_time() -> None:
    items = [article(f"c{i}.md", f"2017-01-{i + 1:02d}", tags=("common",)) for i in range(20)]
    items += [
        article("x.md", "2017-01-10", tags=("common",), people=("Rare",)),
        article("y.md", "2019-01-10", people=("Rare",)),
    ]
    belonging = found(items)
    assert belonging["x.md"][0] == ("y.md", Reason("people", "Rare"))
    assert len(belonging["x.md"]) == 4
    assert belonging["y.md"][0][0] == "x.md"


def test_words_that_few_texts_have_bring_articles_together_without_any_name() -> None:
    texts = [f"Officials met again about budget number {i}." for i in range(40)]
    texts[3] = "Officials met in Bukamal. The Euphrates is low at Bukamal."
    texts[30] = "Aid has reached Bukamal, officials said."
    items = [
        article(f"{i}.md", f"2017-{i // 28 + 1:02d}-{i % 28 + 1:02d}", sketch=sketch_of("", text))
        for i, text in enumerate(texts)
    ]
    assert found(items)["3.md"] == [("30.md", Reason("terms", "Bukamal"))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Señor Álvarez spoke", "SENOR ALVAREZ WAS THERE"),
        ("معركة الباغوز", "حديث عن الباغُوز"),
        ("叙利亚军队进入代尔祖尔。", "代尔祖尔的消息"),
        ("대통령이 평양을 방문하였다", "오늘 평양을 떠났습니다"),
        ("मैं दिल्ली में हूँ", "दिल्ली की खबर"),
    ],
)
def test_words_are_compared_in_every_script(one: str, other: str) -> None:
    items = [
        article("a.md", sketch=sketch_of("", one)),
        article("b.md", sketch=sketch_of("", other)),
    ]
    ((path, reason),) = found(items)["a.md"]
    assert (path, reason.kind, reason.period) == ("b.md", "terms", "day")


@pytest.mark.parametrize(
    ("one", "other", "period"),
    [
        ("2017-10-08", "2017-10-08", "day"),
        ("2017-09-29", "2017-10-04", "week"),
        ("2017-10-01", "2017-10-31", "month"),
        ("2017-10", "2017-10-01", "month"),
        ("2017-10", "2017-10", "month"),
        ("2017", "2017", ""),
        ("2016-10-08", "2017-10-08", ""),
    ],
)
def test_a_reason_names_the_span_in_which_both_lie(one: str, other: str, period: str) -> None:
    items = [article("a.md", one, places=("Raqqa",)), article("b.md", other, places=("Raqqa",))]
    ((_, reason),) = found(items)["a.md"]
    assert (reason.kind, reason.name, reason.period) == ("places", "Raqqa", period)


def test_a_new_article_changes_its_neighbours_alone() -> None:
    items = [
        article(f"{i}.md", f"{2000 + i // 12}-{i % 12 + 1:02d}-01", tags=(f"t{i % 5}",))
        for i in range(200)
    ]
    before = found(items)
    after = found([*items, article("new.md", "2008-05-02", tags=("t1",))])
    assert 0 < sum(after[path] != before[path] for path in before) <= 12


def test_a_page_shows_what_its_article_shares_with_others(archive: SmallArchive) -> None:
    archive.article("a.md", "First", "date: 2017-10-08", "people: [Talal Silo]")
    archive.article("b.md", "Second", "date: 2017-10-09", "people: [Talal Silo]")
    assert archive.build().code == 0
    page = archive.page("a/").split("Related")[1]
    assert "Second" in page
    assert "Talal Silo" in page


def test_pages_of_other_articles_do_not_depend_on_a_text(archive: SmallArchive) -> None:
    for name in "ab":
        archive.article(f"{name}.md", name, "date: 2017-10-08", "summary: x", body="The Euphrates.")
    archive.build()
    archive.article("a.md", "a", "date: 2017-10-08", "summary: x", body="The Euphrates is low.")
    assert archive.build().report["rendered"] == 1
