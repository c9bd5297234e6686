"""What articles make together: listings, addresses, order."""

from dateline.archive.arrange import arrange
from dateline.model import Article, Asset, PartialDate


def article(path: str, date: str = "2017-10-08", **fields: object) -> Article:
    parts = [int(part) for part in date.split("-")]
    stem = path.removesuffix(".md")
    return Article(path, f"{stem}/", "digest", stem, PartialDate(*parts), "en", **fields)  # type: ignore[arg-type]  # any field


def test_articles_stand_in_order_of_time_with_ties_by_address() -> None:
    items = [article("c.md"), article("b.md"), article("a.md", "2018"), article("d.md", "2017-10")]
    archive, _ = arrange(items, [])
    assert [a.path for a in archive.articles] == ["d.md", "b.md", "c.md", "a.md"]


def test_names_that_differ_in_case_are_one_listing_under_the_commonest_spelling() -> None:
    items = [article(f"{i}.md", tags=(t,)) for i, t in enumerate(["Syria", "syria", "Syria"])]
    (listing,) = arrange(items, [])[0].listings["tags"]
    assert (listing.name, listing.address, len(listing.articles)) == ("Syria", "tags/syria/", 3)


def test_names_whose_slugs_collide_or_are_empty_each_keep_an_address() -> None:
    items = [article("a.md", tags=("C++", "C#", "🚀", "page", "Other"))]
    addresses = [listing.address for listing in arrange(items, [])[0].listings["tags"]]
    assert len(set(addresses)) == 5
    assert "tags/other/" in addresses
    assert not {"tags/c/", "tags//", "tags/page/"} & set(addresses)


def test_years_and_months_hold_what_is_known() -> None:
    items = [article("a.md", "2017"), article("b.md", "2017-10"), article("c.md", "2017-10-08")]
    archive, _ = arrange(items, [])
    assert [(y.address, len(y.articles)) for y in archive.years] == [("timeline/2017/", 3)]
    assert [(m.address, len(m.articles)) for m in archive.months] == [("timeline/2017/10/", 2)]


def test_drafts_are_counted_and_nothing_else() -> None:
    archive, problems = arrange([article("a.md", draft=True, tags=("x",)), article("b.md")], [])
    assert (archive.drafts, len(archive.articles), archive.listings["tags"]) == (1, 1, ())
    assert problems == []


def test_two_files_for_one_address_are_an_error_whatever_the_system() -> None:
    items = [article("a.md"), Article("A.md", "A/", "", "A", PartialDate(2017), "en")]
    archive, problems = arrange(items, [Asset("pic.png"), Asset("PIC.png")])
    assert [(p.code, p.path) for p in problems] == [("E030", "a.md"), ("E030", "PIC.png")]
    assert [a.path for a in archive.articles] == ["A.md"]


def test_a_place_of_the_site_itself_is_nobodys() -> None:
    items = [article("tags/x.md"), article("search.md"), article("ok.md", aliases=("/timeline/",))]
    archive, problems = arrange(items, [])
    assert sorted(p.code for p in problems) == ["E031", "E031", "E031"]
    assert [a.path for a in archive.articles] == ["ok.md"]
    assert archive.aliases == {}


def test_an_alias_gives_way_to_a_page() -> None:
    items = [article("a.md", aliases=("/b/", "/old/")), article("b.md")]
    archive, problems = arrange(items, [])
    assert [p.code for p in problems] == ["E030"]
    assert {alias: page.address for alias, page in archive.aliases.items()} == {"old/": "a/"}
