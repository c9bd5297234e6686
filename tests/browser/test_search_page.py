"""The search page around the query: chart, facets, list, address, keys, a failing network."""

import csv
import datetime
import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Host, results
from tests.conftest import SmallArchive

#: Articles n0 to n59, six a year from 2010 to 2019, and a few with something of their own.
PLAIN = 60
DATES = {
    **{
        f"n{i}": f"{2010 + i // 6}-{1 + i % 6 * 2:02}-{1 + i % 28:02}" for i in range(PLAIN)
    },
    "year": "2013",
    "month": "2013-05",
    "long": "2015-04-20",
    "formula": "2016-02-02",
}  # fmt: skip
HARBOUR = [f"n{i}" for i in range(0, PLAIN, 8)]


def body_of(i: int) -> str:
    words = ["The report was read aloud."]
    words += ["They spoke of the harbour."] if i % 8 == 0 else []
    words += ["They spoke of the bridge."] if i % 3 == 0 else []
    return " ".join(words)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """64 articles over ten years, in several shards."""
    archive = SmallArchive(tmp_path_factory.mktemp("page") / "archive")
    for i in range(PLAIN):
        tags = f"tags: [{'Odd' if i % 2 else 'Even'}, T{i % 15}]"
        fields = [f"date: {DATES[f'n{i}']}", tags, f"source: Paper {i % 3}", "people: [Ann, T1]"]
        archive.article(f"n{i}.md", f"Number {i}", *fields, body=body_of(i))
    archive.article("year.md", "A year", "date: 2013", "tags: [Odd]", body="A report of a year.")
    archive.article("month.md", "A month", "date: 2013-05", body="A report of a month.")
    filler = "\n\n".join(["Nothing of note was seen by anyone on that day."] * 60)
    keeper = f"## The keeper\n\nMiss O’Brien kept the lighthouse.\n\n{filler}"
    long = f"Report.\n\n## The road\n\n{filler}\n\n{keeper}"
    archive.article("long.md", "Along the coast", "date: 2015-04-20", body=long)
    archive.article("formula.md", '"=1+1"', "date: 2016-02-02", "source: '@Sum'", body="A report.")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dateline.search.shards.SHARD_SIZE", 12)
        outcome = archive.build("--base-url", "/archive/", search=True)
    assert outcome.code == 0, outcome.out
    assert len(shards(archive.site)) >= 5
    return archive.site


def shards(site: Path) -> list[dict[str, str]]:
    listing = json.loads((site / "pagefind" / "bundles.json").read_text("utf-8"))
    found: list[dict[str, str]] = listing["bundles"][0]["shards"]
    return found


@pytest.fixture
def address(site: Path, host: Host) -> str:
    return f"{host(site, '/archive/')}search/"


def names(page: Page) -> list[str]:
    return [address.split("/")[2] for address in results(page)]


def ask(page: Page, query: str) -> list[str]:
    page.fill("[name=q]", query)
    page.keyboard.press("Enter")
    return names(page)


def status(page: Page) -> Locator:
    return page.locator("[role=status]")


def bars(page: Page) -> dict[str, int]:
    """The bars of the chart that hold something: name and count."""
    expect(page.locator("#hits-over-time")).to_be_visible()
    labels = page.locator("#hits-over-time g").evaluate_all(
        "bars => bars.map((bar) => bar.getAttribute('aria-label'))"
    )
    counted = dict(label.rsplit(": ", 1) for label in labels)
    return {name: int(count) for name, count in counted.items() if count != "0"}


def bar(page: Page, name: str) -> Locator:
    return page.locator(f'#hits-over-time g[aria-label^="{name}:"]')


def facet(page: Page, title: str) -> Locator:
    part = page.locator(".facet", has=page.locator("summary", has_text=title))
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    expect(part.locator("li").first).to_be_visible()
    return part


def box_of(part: Locator, name: str) -> Locator:
    return part.locator(f'input[value="{name}"]')


def counts(part: Locator) -> dict[str, int]:
    rows = part.locator("li:has(label)").evaluate_all(
        "rows => rows.map((row) => [row.querySelector('bdi').textContent,"
        " Number(row.querySelector('.number').textContent)])"
    )
    return {name: count for name, count in rows}  # noqa: C416  # typed


# --- never empty, and said


def test_a_question_is_never_empty_where_an_article_holds_one_of_its_words(
    address: str, page: Page
) -> None:
    page.goto(address)
    results(page)
    assert ask(page, "who was the keeper of that lighthouse in Transylvania?")[0] == "long"
    assert set(ask(page, "harbour xyzzy plugh")) == set(HARBOUR)
    assert ask(page, "xyzzy plugh") == []
    expect(status(page)).to_have_text("0 articles")


def test_the_number_of_results_is_announced(address: str, page: Page) -> None:
    page.goto(f"{address}?q=harbour")
    expect(status(page)).to_have_text(f"{len(HARBOUR)} articles")
    expect(status(page)).to_have_attribute("data-state", "done")
    ask(page, "lighthouse")
    expect(status(page)).to_have_text("1 article")
    ask(page, "")
    expect(status(page)).to_have_text("")
    expect(page.locator("#results > li")).to_have_count(0)
    expect(page.locator("#hits-over-time")).to_be_hidden()


# --- time


def test_the_chart_has_years_then_months_then_days_as_the_range_narrows(
    address: str, page: Page
) -> None:
    page.goto(f"{address}?q=report")
    assert results(page)
    assert bars(page) == {
        str(year): 6 + {2013: 2, 2015: 1, 2016: 1}.get(year, 0) for year in range(2010, 2020)
    }
    expect(page.locator("#hits-over-time figcaption button")).to_have_count(0)

    page.goto(f"{address}?q=report&from=2013-01-01&to=2014-12-31")
    results(page)
    assert len(bars(page)) == 12
    assert bars(page)["May 2013"] == 2, "an article of that month, and one of a day in it"
    expect(page.locator("#hits-over-time g")).to_have_count(24)
    expect(page.locator("figcaption")).to_contain_text("1 more is dated less precisely")

    page.goto(f"{address}?q=report&from=2013-05-01&to=2013-05-31")
    assert set(names(page)) == {"year", "month", "n20"}
    assert bars(page) == {"21 May 2013": 1}
    expect(page.locator("#hits-over-time g")).to_have_count(31)
    expect(page.locator("figcaption")).to_contain_text("2 more are dated less precisely")


def test_dates_of_a_month_or_a_year_are_in_a_range_that_they_reach_into(
    address: str, page: Page
) -> None:
    page.goto(f"{address}?q=report&from=2013-05-31&to=2013-06-30&sort=oldest")
    assert names(page) == ["year", "month"]
    page.goto(f"{address}?q=report&from=2013-12-31&to=2013-12-31")
    assert names(page) == ["year"]
    page.goto(f"{address}?q=report&from=2012-12-31&to=2012-12-31")
    assert names(page) == []


def test_a_range_is_chosen_by_dragging_and_left_again(address: str, page: Page) -> None:
    page.goto(f"{address}?q=report")
    results(page)
    bars(page)
    ends = [bar(page, year).bounding_box() for year in ("2014", "2012")]
    for place, box in enumerate(ends):
        assert box
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        if place == 0:
            page.mouse.down()
    expect(page.locator("#hits-over-time g.is-chosen")).to_have_count(3)
    page.mouse.up()
    page.wait_for_url("**/search/?q=report&from=2012-01-01&to=2014-12-31")
    expect(status(page)).to_have_text("20 articles")
    expect(page.locator("[name=from]")).to_have_value("2012-01-01")
    expect(page.locator("#hits-over-time g")).to_have_count(36)
    page.click("text=Whole time")
    page.wait_for_url("**/search/?q=report")
    expect(status(page)).to_have_text("64 articles")
    expect(page.locator("#hits-over-time g")).to_have_count(10)


def test_a_bar_is_chosen_by_a_click(address: str, page: Page) -> None:
    page.goto(f"{address}?q=report")
    results(page)
    bar(page, "2016").click()
    page.wait_for_url("**/search/?q=report&from=2016-01-01&to=2016-12-31")
    expect(status(page)).to_have_text("7 articles")


def test_a_range_is_chosen_by_keys(address: str, page: Page) -> None:
    page.goto(f"{address}?q=report")
    results(page)
    bars(page)
    page.focus("#hits-over-time g >> nth=0")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    expect(bar(page, "2018")).to_be_focused()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator("#hits-over-time g.is-chosen")).to_have_count(3)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=report&from=2016-01-01&to=2018-12-31")
    expect(status(page)).to_have_text("19 articles")
    page.focus('#hits-over-time g[tabindex="0"]')
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=report&from=2016-02-01&to=2016-02-29")
    assert names(page) == ["formula"]


def test_keyboard_focus_stays_in_the_chart_when_a_range_was_taken(address: str, page: Page) -> None:
    page.goto(f"{address}?q=report")
    results(page)
    bars(page)
    page.focus("#hits-over-time g >> nth=3")
    page.keyboard.press("Enter")
    page.wait_for_url("**from=2013-01-01**")
    results(page)
    expect(page.locator("#hits-over-time g")).to_have_count(12)
    assert page.evaluate("document.activeElement.closest('#hits-over-time') !== null")


def test_an_empty_stretch_of_the_chart_can_be_left_again(address: str, page: Page) -> None:
    page.goto(f"{address}?q=report&from=2015-01-01&to=2015-12-31")
    results(page)
    bars(page)
    page.focus("#hits-over-time g >> nth=0")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=report&from=2015-02-01&to=2015-02-28")
    assert names(page) == []
    page.click("text=Whole time")
    expect(status(page)).to_have_text("64 articles")


def test_only_the_shards_of_the_range_are_loaded(site: Path, address: str, page: Page) -> None:
    loaded: set[str] = set()
    page.on("request", lambda request: loaded.add(request.url))
    page.goto(f"{address}?q=report&from=2012-03-01&to=2012-04-30&sort=newest")
    assert names(page) == ["n13"]
    bars(page)
    facet(page, "Tags")
    within = {
        s["path"] for s in shards(site) if s["from"] <= "2012-04-30" >= "2012-03-01" <= s["to"]
    }
    assert len(within) == 1, "of so many shards, each a few months long"
    assert all(s["to"] >= s["from"] for s in shards(site))
    paths = {url.split("/pagefind/")[1] for url in loaded if "/pagefind/en/" in url}
    folders = {re.sub(r"(index|fragment)/.*|[^/]*$", "", path) for path in paths}
    newest = shards(site)[0]["path"]
    assert folders == {newest, *within}, "the newest brings Pagefind's script"
    of_newest = {p.removeprefix(newest).split("?")[0] for p in paths if p.startswith(newest)}
    others = {
        path for path in of_newest if not path.startswith(tuple(x[len(newest) :] for x in within))
    }
    assert not {"articles.json", "names.json"} & others
    assert not [path for path in others if path.startswith("fragment/")]


def test_files_of_the_index_with_short_names_are_asked_for_by_version(
    site: Path, address: str, page: Page
) -> None:
    versions = {f"pagefind/{shard['path']}": shard["version"] for shard in shards(site)}
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(f"{address}?q=harbour")
    assert set(names(page)) == set(HARBOUR)
    asked = [
        url.partition("/archive/")[2] for url in loaded if ".pf_index" in url or ".pf_frag" in url
    ]
    assert asked
    for url in asked:
        path, _, version = url.partition("?v=")
        assert versions[re.sub(r"(index|fragment)/[^/]*$", "", path)] == version


def test_days_that_are_none_in_the_address_are_taken_for_none(address: str, page: Page) -> None:
    page.goto(f"{address}?q=lighthouse&from=2015-13-45&to=yesterday")
    assert names(page) == ["long"]


# --- facets


def test_facets_count_what_the_query_finds(address: str, page: Page) -> None:
    page.goto(f"{address}?q=report")
    results(page)
    tags = facet(page, "Tags")
    assert list(counts(tags).items())[:2] == [("Odd", 31), ("Even", 30)]
    assert counts(facet(page, "Sources")) == {
        "Paper 0": 20,
        "Paper 1": 20,
        "Paper 2": 20,
        "@Sum": 1,
    }
    ask(page, "harbour")
    expect(tags.locator("li", has_text="Even")).to_contain_text("8")
    assert counts(tags) == {"Even": 8, **{f"T{i}": 1 for i in (0, 1, 2, 3, 8, 9, 10, 11)}}
    tags.locator("summary").click()
    expect(tags.locator("li").first).to_be_hidden()


def test_facets_count_what_the_list_holds_and_no_more(address: str, page: Page) -> None:
    page.goto(f"{address}?q=report+harbour+bridge")
    listed = len(names(page))
    shown = status(page).inner_text()
    people = facet(page, "People")
    assert sum(int(number) for number in re.findall(r"\d+", shown)) == counts(people)["Ann"], shown
    assert listed


def test_several_names_are_taken_and_left_out_and_the_address_gives_them_back(
    address: str, page: Page
) -> None:
    page.goto(f"{address}?q=report")
    results(page)
    sources = facet(page, "Sources")
    box_of(sources, "Paper 0").check()
    expect(status(page)).to_have_text("20 articles")
    box_of(sources, "Paper 1").check()
    expect(status(page)).to_have_text("40 articles")
    expect(sources.locator("li", has_text="Paper 2")).to_contain_text("20")
    tags = facet(page, "Tags")
    expect(tags.locator("li", has_text="Even")).to_contain_text("20")
    tags.get_by_label("Leave out Even").click()
    page.wait_for_url("**/search/?q=report&not-tag=Even&source=Paper+0&source=Paper+1")
    expect(status(page)).to_have_text("20 articles")
    found = names(page)
    assert {int(name[1:]) % 2 for name in found} == {1}
    assert {int(name[1:]) % 3 for name in found} == {0, 1}

    page.reload()
    assert names(page) == found
    expect(box_of(facet(page, "Sources"), "Paper 0")).to_be_checked()
    expect(box_of(facet(page, "Sources"), "Paper 1")).to_be_checked()
    expect(box_of(facet(page, "Sources"), "Paper 2")).not_to_be_checked()
    out = facet(page, "Tags").get_by_label("Leave out Even")
    expect(out).to_have_attribute("aria-pressed", "true")
    out.click()
    page.wait_for_url("**/search/?q=report&source=Paper+0&source=Paper+1")
    expect(status(page)).to_have_text("40 articles")


def test_a_name_that_is_chosen_can_be_seen_and_given_up_among_many(
    address: str, page: Page
) -> None:
    page.goto(f"{address}?q=report&tag=T9")
    assert len(names(page)) == 4
    box = box_of(facet(page, "Tags"), "T9")
    expect(box).to_be_checked()
    box.uncheck()
    expect(status(page)).to_have_text("64 articles")


def test_all_names_of_a_facet_can_be_shown(address: str, page: Page) -> None:
    page.goto(f"{address}?q=report")
    results(page)
    tags = facet(page, "Tags")
    assert len(counts(tags)) == 12
    tags.get_by_role("button", name="All 17").click()
    assert len(counts(tags)) == 17


def test_keyboard_focus_stays_on_the_button_that_was_pressed(address: str, page: Page) -> None:
    page.goto(f"{address}?q=report")
    results(page)
    button = facet(page, "Sources").get_by_label("Leave out Paper 1")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()


def test_keyboard_focus_stays_in_its_facet_where_two_share_a_name(address: str, page: Page) -> None:
    page.goto(f"{address}?q=report&sort=newest")
    results(page)
    facet(page, "People")
    box = box_of(facet(page, "Tags"), "T1")
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    expect(box).to_be_focused()


# --- the list


def test_newest_and_oldest_are_in_order_across_shards_and_the_list_grows(
    address: str, page: Page
) -> None:
    expected = sorted(DATES, key=lambda name: DATES[name])
    for order, wanted in (("oldest", expected), ("newest", expected[::-1])):
        page.goto(f"{address}?q=report&sort={order}")
        assert names(page)[:10] == wanted[:10]
        items = page.locator("#results > li")
        for count in range(10, len(DATES), 10):
            items.last.scroll_into_view_if_needed()
            expect(items.nth(count)).to_be_attached()
        expect(items).to_have_count(len(DATES))
        assert names(page) == wanted
        expect(page.locator("#dateline\\:more")).to_be_hidden()


def test_a_tall_screen_is_filled(address: str, page: Page) -> None:
    page.set_viewport_size({"width": 1000, "height": 4000})
    page.goto(f"{address}?q=report")
    expect(page.locator("#results > li").nth(30)).to_be_attached()


def test_a_result_shows_its_date_and_source_and_the_words_under_their_heading(
    address: str, page: Page
) -> None:
    page.goto(f"{address}?q=lighthouse")
    assert names(page) == ["long"]
    item = page.locator("#results > li")
    expect(item.locator("a.u-url")).to_have_text("Along the coast")
    expect(item.locator("time.dt-published")).to_have_attribute("datetime", "2015-04-20")
    expect(item.locator(".card-heading")).to_have_text("The keeper")
    expect(item.locator(".p-summary mark")).to_have_text(["lighthouse."])
    expect(item.locator(".p-summary")).to_contain_text("Miss O’Brien kept the lighthouse.")
    page.goto(f"{address}?q=number+1&on=2010")
    expect(page.locator(".card-source").first).to_contain_text("Paper")


def highlights(page: Page) -> list[tuple[str, bool]]:
    """The words that an article highlights, and whether each is in view."""
    found: list[tuple[str, bool]] = page.evaluate(
        """() => new Promise((resolve) => {
          const look = () => {
            const found = CSS.highlights.get('found');
            if (!found) return requestAnimationFrame(look);
            resolve([...found].map((range) => {
              const { top, bottom } = range.getBoundingClientRect();
              return [String(range), top >= 0 && bottom <= innerHeight];
            }));
          };
          look();
        })"""
    )
    return found


def test_on_the_article_the_words_are_highlighted_and_the_first_is_in_view(
    address: str, page: Page
) -> None:
    for query in ("lighthouse", '"kept the lighthouse"', "title:coast OR lighthouse"):
        page.goto(f"{address}?q={quote(query)}")
        assert names(page)[0] == "long"
        page.click("#results a.u-url")
        expect(page.locator("h1.p-name")).to_have_text("Along the coast")
        found = highlights(page)
        assert "lighthouse" in [word for word, _ in found]
        assert any(is_in_view for _, is_in_view in found)


def test_a_name_with_an_apostrophe_is_highlighted(address: str, page: Page) -> None:
    page.goto(f"{address}?q=O'Brien")
    assert names(page) == ["long"]
    expect(page.locator("#results mark").first).to_contain_text("O’Brien")
    page.click("#results a.u-url")
    expect(page.locator("h1.p-name")).to_have_text("Along the coast")
    assert highlights(page) != []


def test_an_article_that_was_reached_otherwise_has_no_highlights(
    site: Path, host: Host, page: Page
) -> None:
    page.goto(f"{host(site, '/archive/')}long/")
    page.wait_for_load_state("networkidle")
    assert not page.evaluate("CSS.highlights.has('found')")
    assert page.evaluate("scrollY") == 0


# --- the address, and work that can be kept


def test_back_and_forward_go_through_searches_and_articles(address: str, page: Page) -> None:
    page.goto(f"{address}?q=harbour")
    assert set(names(page)) == set(HARBOUR)
    ask(page, "lighthouse")
    page.select_option("[name=sort]", "oldest")
    page.wait_for_url("**?q=lighthouse&sort=oldest")
    results(page)
    page.click("#results a.u-url")
    expect(page.locator("h1.p-name")).to_have_text("Along the coast")
    page.go_back()
    assert names(page) == ["long"]
    expect(page.locator("[name=sort]")).to_have_value("oldest")
    page.go_back()
    expect(page.locator("[name=sort]")).to_have_value("relevance")
    page.go_back()
    expect(page.locator("[name=q]")).to_have_value("harbour")
    expect(status(page)).to_have_text("8 articles")
    assert set(names(page)) == set(HARBOUR)
    page.go_forward()
    expect(page.locator("[name=q]")).to_have_value("lighthouse")
    expect(status(page)).to_have_text("1 article")


def test_a_slow_typist_comes_back_to_the_search_before(address: str, page: Page) -> None:
    page.goto(f"{address}?q=harbour")
    results(page)
    page.fill("[name=q]", "lighthouse")
    expect(status(page)).to_have_text("1 article")
    page.keyboard.press("Enter")
    results(page)
    page.go_back()
    expect(page.locator("[name=q]")).to_have_value("harbour")


def test_a_search_is_copied_as_a_citation(site: Path, address: str, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}?q=harbour&tag=Even&not-source=Paper+1&from=2010-01-01&to=2014-12-31")
    found = len(names(page))
    page.click("#dateline\\:keep-citation")
    expect(page.locator("#dateline\\:search-keep output")).not_to_be_empty()
    text = page.evaluate("navigator.clipboard.readText()")
    expect(page.locator("#dateline\\:search-keep output")).to_have_text(text)
    version = json.loads((site / "pagefind" / "bundles.json").read_text("utf-8"))["version"]
    today = datetime.date.today()
    for part in (
        *("Test archive", "harbour", "tag: Even", "without source: Paper 1"),
        *("from 1 January 2010 to 31 December 2014", f"{found} article", f"version {version}"),
        *("64 articles", f"{today.day} {today:%B} {today.year}", page.url),
    ):
        assert part in text


def test_results_are_saved_as_a_table_in_which_no_cell_is_a_formula(
    address: str, page: Page
) -> None:
    page.goto(f"{address}?q=report+harbour&sort=oldest")
    listed = names(page)
    with page.expect_download() as download:
        page.click("#dateline\\:keep-table")
    rows = list(csv.reader(download.value.path().read_text("utf-8-sig").splitlines()))
    head, *rest = rows
    assert download.value.suggested_filename.endswith(".csv")
    assert [row[head.index("rank")] for row in rest] == [str(i + 1) for i in range(len(rest))]
    assert [row[head.index("address")].split("/")[4] for row in rest][: len(listed)] == listed
    assert rest[0][head.index("date")] == DATES[listed[0]]
    assert {row[head.index("every_word")] for row in rest} == {"yes"}

    page.goto(f"{address}?q=report&from=2016-02-02&to=2016-02-02")
    assert names(page) == ["formula"]
    with page.expect_download() as download:
        page.click("#dateline\\:keep-table")
    text = download.value.path().read_text("utf-8-sig")
    [row] = list(csv.reader(text.splitlines()))[1:]
    assert row[1:4] == ["'=1+1", "2016-02-02", "'@Sum"]


# --- manners


def test_everything_goes_by_keys(address: str, page: Page) -> None:
    page.goto(address)
    results(page)
    expect(page.locator("[name=q]")).to_be_focused()
    page.keyboard.type("harbour")
    page.keyboard.press("Enter")
    results(page)
    links = page.locator("#results a.u-url")
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[name=q]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("[name=q]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("/")
    expect(page.locator("[name=q]")).to_be_focused()
    expect(page.locator("[name=q]")).to_have_value("harbour")
    page.keyboard.press("ArrowDown")
    href = links.nth(0).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{href}")


def test_a_narrow_screen_does_not_scroll_sideways_with_everything_open(
    address: str, page: Page
) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{address}?q=report+tag:nothing-of-the-kind-and-so-on&from=2010-01-01&to=2019-12-31")
    results(page)
    ask(page, "report")
    bars(page)
    page.click(".search-help summary")
    for title in ("Tags", "Sources", "People"):
        facet(page, title)
    page.click("#dateline\\:keep-citation")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize(
    "part",
    ["**/*.pf_index*", "**/*.pf_meta*", "**/pagefind.js*", "**/pagefind-entry.json*",
     "**/wasm.*", "**/*.pf_fragment*"],
)  # fmt: skip
def test_a_part_that_fails_to_load_is_said_and_the_same_search_works_afterwards(
    address: str, frail: Page, part: str
) -> None:
    frail.route(part, lambda route: route.abort())
    frail.goto(f"{address}?q=harbour")
    results(frail)
    expect(status(frail)).to_contain_text(re.compile("could not be loaded|failed"))
    expect(frail.locator("#results > li")).to_have_count(0)
    frail.unroute(part)
    assert set(ask(frail, "harbour")) == set(HARBOUR)
    expect(status(frail)).to_have_text("8 articles")
    assert bars(frail)


def test_results_stay_where_their_chart_cannot_be_drawn(address: str, frail: Page) -> None:
    frail.route("**/articles.json*", lambda route: route.abort())
    frail.goto(f"{address}?q=harbour")
    assert set(names(frail)) == set(HARBOUR)
    expect(status(frail)).to_contain_text("8 articles. The chart and counts of names are missing")
    frail.unroute("**/articles.json*")
    assert set(ask(frail, "harbour")) == set(HARBOUR)
    expect(status(frail)).to_have_text("8 articles")
    assert bars(frail)


def test_a_table_of_names_that_fails_to_load_is_said(address: str, frail: Page) -> None:
    frail.route("**/names.json*", lambda route: route.abort())
    frail.goto(f"{address}?q=harbour")
    assert set(names(frail)) == set(HARBOUR)
    frail.click(".facet summary >> text=Tags")
    expect(frail.locator("main")).to_contain_text(
        re.compile("could not be loaded|failed|connection")
    )


def test_results_that_fail_to_load_while_scrolling_are_said(address: str, frail: Page) -> None:
    frail.set_viewport_size({"width": 1000, "height": 300})
    frail.goto(f"{address}?q=report&sort=oldest")
    assert names(frail)[0] == "n0"
    frail.route("**/*.pf_fragment*", lambda route: route.abort())
    for _ in range(5):
        frail.locator("#results > li").last.scroll_into_view_if_needed()
    expect(frail.locator("main")).to_contain_text(
        re.compile("could not be loaded|failed|connection")
    )


def test_a_table_of_results_that_cannot_be_made_is_said(address: str, frail: Page) -> None:
    frail.goto(f"{address}?q=report")
    assert results(frail)
    frail.route("**/*.pf_fragment*", lambda route: route.abort())
    frail.click("#dateline\\:keep-table")
    expect(frail.locator("main")).to_contain_text(
        re.compile("could not be loaded|failed|connection")
    )


def test_a_search_that_was_made_works_without_a_connection(address: str, page: Page) -> None:
    page.goto(f"{address}?q=harbour")
    assert set(names(page)) == set(HARBOUR)
    bars(page)
    page.context.set_offline(True)
    page.select_option("[name=sort]", "oldest")
    page.wait_for_url("**sort=oldest")
    assert names(page) == HARBOUR
    page.select_option("[name=sort]", "newest")
    page.wait_for_url("**sort=newest")
    assert names(page) == HARBOUR[::-1]


def test_a_new_search_without_a_connection_is_not_answered_wrongly(
    address: str, frail: Page
) -> None:
    frail.goto(f"{address}?q=harbour")
    assert set(names(frail)) == set(HARBOUR)
    frail.context.set_offline(True)
    ask(frail, "lighthouse")
    expect(status(frail)).to_contain_text("no connection")
    expect(frail.locator("#results > li")).to_have_count(0)
    frail.context.set_offline(False)
    assert ask(frail, "lighthouse") == ["long"]


# --- words that most articles hold


@pytest.fixture(scope="module")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """30 articles, all but one with "the"."""
    archive = SmallArchive(tmp_path_factory.mktemp("common") / "archive")
    for i in range(30):
        body = f"{'a' if i == 7 else 'the'} town{i}. {'flood' if i < 10 else 'storm'}"
        archive.article(f"c{i}.md", f"T{i}", "date: 2017", body=body)
    outcome = archive.build("--base-url", "/archive/", search=True)
    assert outcome.code == 0, outcome.out
    return archive.site


FLOOD = {f"c{i}" for i in range(10)}


def test_a_common_word_is_left_out_and_it_is_said(common: Path, host: Host, page: Page) -> None:
    page.goto(f"{host(common, '/archive/')}search/?q=the+flood")
    assert set(names(page)) == FLOOD
    expect(page.locator("#dateline\\:search-problems")).to_contain_text(
        "being in most articles: the"
    )
    assert set(ask(page, 'flood "the town3"')) == {"c3"}
    ask(page, "the")
    expect(status(page)).to_have_text("29 articles")


def test_a_common_word_can_be_excluded(common: Path, host: Host, page: Page) -> None:
    page.goto(f"{host(common, '/archive/')}search/?q=flood+-the")
    assert names(page) == ["c7"]
    assert set(ask(page, 'flood -"the town3"')) == FLOOD - {"c3"}


def test_a_common_word_is_looked_for_in_headlines(common: Path, host: Host, page: Page) -> None:
    page.goto(f"{host(common, '/archive/')}search/?q=flood+title:the")
    assert names(page) == []


def test_a_common_word_is_an_alternative(common: Path, host: Host, page: Page) -> None:
    page.goto(f"{host(common, '/archive/')}search/?q=flood+OR+the")
    results(page)
    expect(status(page)).to_have_text("30 articles")
