"""Arranging articles: listings, addresses, order."""

from hypothesis import given
from hypothesis import strategies as st

from dateline.archive.arrange import arrange
from dateline.model import Article, Asset, PartialDate, StaticPage
from dateline.urls import article_address, folded, hashed_slug, output_file


def article(path: str, date: str = "2017-10-08", **fields: object) -> Article:
    parts = [int(part) for part in date.split("-")]
    stem = path.removesuffix(".md")
    address = fields.pop("address", f"{stem}/")
    return Article(path, address, "digest", stem, PartialDate(*parts), "en", **fields)  # type: ignore[arg-type]  # any field


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


def codes(*items: Article | StaticPage, assets: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    _, problems = arrange(items, [Asset(path) for path in assets])
    return [(p.code, p.path) for p in problems]


def test_an_alias_that_no_page_can_have_is_a_warning_and_the_page_stays() -> None:
    item = article("a.md", aliases=("/?p=1", "../../etc/passwd", "/.dateline/x", "/fine/"))
    archive, problems = arrange([item], [])
    assert [(p.code, p.path) for p in problems] == [("W019", "a.md")] * 3
    assert "out of the site" in problems[1].message
    assert list(archive.aliases) == ["fine/"]


def test_an_alias_of_the_same_page_in_another_case_is_no_page_of_its_own() -> None:
    item = article("a.md", aliases=("/A/", "/a/", "/a", "/old/", "/Old/", "/old"))
    archive, problems = arrange([item], [])
    assert [p.code for p in problems] == ["W019", "W019"]
    assert list(archive.aliases) == ["old/"]


def test_aliases_that_collide_with_pages_files_and_each_other() -> None:
    items = [
        article("a.md", aliases=("/B/", "/pic.PNG", "/x/", "/404.html", "/pagefind/x.html")),
        article("b.md", aliases=("/X/", "/a/", "/pic.png/more/")),
    ]
    archive, problems = arrange(items, [Asset("Pic.png")])
    assert {p.code for p in problems} == {"E030", "E031"}
    assert len(problems) == 7
    assert list(archive.aliases) == ["x/"]


def test_two_texts_of_one_section_are_an_error() -> None:
    texts = [
        StaticPage(f"tags/{tag}/_index.md", "tags/syria/", "", "", "en", tag) for tag in ("S", "s")
    ]
    archive, problems = arrange(texts, [])
    assert [(p.code, p.path) for p in problems] == [("E030", "tags/s/_index.md")]
    assert archive.sections["tags/syria/"].html == "S"


def test_a_folder_written_in_two_ways_is_said_once() -> None:
    photos = ("Photos/Deep/p.png", "Photos/q.png", "photos/r.png", "PHOTOS/s.png")
    found = codes(article("photos/deep/a.md"), assets=photos)
    assert found == [
        ("W020", "Photos/Deep/p.png"),
        ("W020", "Photos/Deep/p.png"),
        ("W020", "PHOTOS/s.png"),
    ]
    assert codes(article("a.md"), assets=("Photos/p.png", "Photos/q.png")) == []


def test_an_address_that_is_too_long_is_an_error() -> None:
    deep = "/".join("x" * 90 for _ in range(10))
    items = [article(f"{deep}.md"), article("a.md", aliases=(f"/{deep}/",))]
    assert codes(*items, assets=(f"{deep}.pdf",)) == [
        ("E033", f"{deep}.md"),
        ("E033", f"{deep}.pdf"),
        ("W019", "a.md"),
    ]


def test_names_that_were_made_to_share_an_address_do_not() -> None:
    trap = hashed_slug("C++")
    names = ("C++", "C#", trap, "con", "Straße!", "Strasse", "e\u0301!", "é", "\ufe0f", "🚀")
    listings = arrange([article("a.md", tags=names)], [])[0].listings["tags"]
    assert len({folded(listing.address) for listing in listings}) == len(names)
    assert "tags/con/" not in {listing.address for listing in listings}


CLAIMED = st.text("aAéÉe\u0301ßsK\u212a./\ufe0f\u200c", min_size=1, max_size=6)


@given(st.lists(CLAIMED, max_size=5), st.lists(CLAIMED, max_size=5), st.lists(CLAIMED, max_size=5))
def test_no_two_files_of_a_site_are_one_on_any_system(
    paths: list[str], files: list[str], aliases: list[str]
) -> None:
    items = [article(f"{p}.md", address=article_address(f"{p}.md")) for p in dict.fromkeys(paths)]
    items.append(article("last.md", aliases=tuple(aliases)))
    archive, problems = arrange(items, [Asset(f"{path}.pdf") for path in dict.fromkeys(files)])
    made = [*(a.address for a in archive.articles), *(a.address for a in archive.assets)]
    made += archive.aliases
    kept = {folded(output_file(address)) for address in made}
    assert len(kept) == len(made)
    assert not any(parent in kept for file in kept for parent in folders_of(file))
    lost = {p.path for p in problems if p.severity == "error"}
    assert {item.path for item in items} - {a.path for a in archive.articles} <= lost


def folders_of(file: str) -> list[str]:
    return [file[:at] for at, sign in enumerate(file) if sign == "/"]
