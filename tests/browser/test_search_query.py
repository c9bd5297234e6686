"""The query language of the search page, with known answers."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from tests.browser.conftest import Ask, Host, results
from tests.conftest import SmallArchive

ARTICLES = {
    "flood": (
        "Flood on the river",
        "date: 2017-03-05\ntags: [Water, Weather]\nsource: Morning Post\nauthor: Ann Lee\n"
        'people: ["José García"]\nplaces: [New York]',
        "The river bank broke, and water stood in the market hall.",
    ),
    "storm": (
        "Storm at night",
        "date: 2017-10\ntags: [Weather]\nsource: Evening Star\nplaces: [New York, Boston]",
        "The storm tore off roofs. A bank paid for repairs; the river stayed calm.",
    ),
    "harvest": (
        "Harvest festival",
        "date: 2018\ntags: [Country]\nsource: Morning Post\nauthor: [Ann Lee, Bo Ek]",
        "Floods spared the harvest. Farmers danced in the market hall.",
    ),
    "protest": (
        "Protests in the capital",
        "date: 2019-06-01\ntags: [Country]\norganisations: [Farmers Union]",
        "A protest of farmers: they marched, and the march ended at the bank.",
    ),
    "march": (
        "March of the farmers",
        "date: 2019-06-30\ntags: [Country, Weather]\nstory: The long march",
        "Well-known farmers protested in the rain.",
    ),
    "gale": ("A gale", "date: 2020-02-29\ntags: [Weather]", "Wind at the coast, no more."),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = SmallArchive(tmp_path_factory.mktemp("query") / "archive")
    for name, (title, fields, body) in ARTICLES.items():
        archive.article(f"{name}.md", title, fields, body=body)
    outcome = archive.build("--base-url", "/archive/", search=True)
    assert outcome.code == 0, outcome.out
    return archive.site


def found(ask: Ask, query: str) -> str:
    """The names of the articles found, in alphabetical order."""
    return " ".join(sorted(ask(query)))


def problems(page: Page) -> list[str]:
    return page.locator("#dateline\\:search-problems:visible li").all_inner_texts()


def test_articles_with_every_word_come_first_and_the_page_says_where_they_end(
    ask: Ask, page: Page
) -> None:
    assert ask("flood market harvest")[0] == "harvest"
    items = page.locator("#results > li")
    expect(items.nth(1)).to_contain_text("Below: most of the words, not all")
    expect(page.locator(".results-divide")).to_have_count(1)
    expect(page.locator("[role=status]")).to_have_text(
        "1 article with every word, 1 more with some"
    )


def test_where_no_article_has_every_word_those_with_most_are_shown_and_it_is_said(
    ask: Ask, page: Page
) -> None:
    assert ask("what did the gale do at the coast of Norway")[0] == "gale"
    expect(page.locator(".results-divide")).to_have_text(
        "No article holds every word; these hold most of them"
    )
    expect(page.locator("[role=status]")).to_contain_text("with some of the words, none with all")


def test_the_end_of_those_with_every_word_is_not_said_where_dates_mix_them(
    ask: Ask, page: Page
) -> None:
    ask("market farmers")
    page.select_option("[name=sort]", "newest")
    page.wait_for_url("**sort=newest")
    results(page)
    order = page.locator("#results > li").evaluate_all(
        "items => items.map((item) => item.querySelector('.results-divide') !== null)"
    )
    assert sum(order) <= 1, "it is said more than once where articles with every word end"


def test_words_are_found_in_other_forms_and_whatever_their_case(ask: Ask) -> None:
    assert found(ask, "flood") == found(ask, "FLOODS") == "flood harvest"
    assert found(ask, "protests") == "march protest"


def test_a_phrase_is_found_word_for_word_and_not_by_its_stems(ask: Ask) -> None:
    assert found(ask, '"river bank"') == "flood"
    assert found(ask, '"bank river"') == ""
    assert found(ask, '"flood"') == "flood"
    assert found(ask, '"floods"') == "harvest"
    assert found(ask, '"a protest of farmers"') == "protest"
    assert found(ask, '"protests of farmers"') == ""
    assert found(ask, '"well known farmers"') == found(ask, '"Well-known Farmers"') == "march"


def test_a_phrase_must_hold_beside_other_words(ask: Ask) -> None:
    assert found(ask, '"market hall" harvest') == "harvest"
    assert found(ask, 'water "market hall"') == "flood"
    assert found(ask, '"market hall" "river bank"') == "flood"
    assert found(ask, 'gale "market hall"') == "flood harvest", "never empty for want of a word"


def test_a_minus_leaves_out_a_word_a_phrase_a_name_or_a_headline(ask: Ask) -> None:
    assert found(ask, "bank -storm") == "flood protest"
    assert found(ask, 'bank -"river bank"') == "protest storm"
    assert found(ask, "river -tag:Water") == "storm"
    assert found(ask, 'bank -place:"New York"') == "protest"
    assert found(ask, "farmers -title:march") == "harvest protest"
    assert found(ask, "farmers -well-known") == "harvest protest"


def test_a_minus_before_a_quoted_headline_leaves_out_just_those_words(ask: Ask) -> None:
    assert found(ask, 'farmers -title:"protest"') == "harvest march protest"
    assert found(ask, 'farmers -title:"protests"') == "harvest march"


def test_only_exclusions_leave_the_rest_of_the_archive(ask: Ask) -> None:
    assert found(ask, "-farmers") == "flood gale storm"
    assert found(ask, "-tag:weather") == "harvest protest"


def test_or_takes_one_of_its_neighbours(ask: Ask) -> None:
    assert found(ask, "gale OR storm") == "gale storm"
    assert found(ask, "gale OR storm OR harvest") == "gale harvest storm"
    assert found(ask, '"river bank" OR gale') == "flood gale"
    assert found(ask, "tag:water OR tag:country") == "flood harvest march protest"
    assert found(ask, "title:march OR title:gale") == "gale march"
    assert found(ask, 'wind OR rain "no more"') == "gale"
    assert ask("storm or gale")[0] in ("storm", "gale")


def test_or_joins_words_with_a_hyphen_as_a_whole(ask: Ask, page: Page) -> None:
    assert found(ask, "gale OR well-known") == "gale march"
    assert found(ask, "well-known OR gale") == "gale march"
    expect(page.locator(".results-divide")).to_have_count(0)


def test_title_finds_headlines_alone(ask: Ask) -> None:
    assert found(ask, "title:flood") == "flood"
    assert found(ask, "title:march") == "march"
    assert found(ask, "title:protest") == "protest"
    assert found(ask, 'title:"on the river"') == "flood"
    assert found(ask, 'title:"the floods"') == ""
    assert found(ask, 'title:"protest"') == ""
    assert found(ask, "title:storm title:night") == "storm"
    assert found(ask, "title:bank") == ""


def test_a_field_finds_a_whole_name(ask: Ask, page: Page) -> None:
    expected = {
        "tag:weather": "flood gale march storm",
        "TAG:WEATHER tag:Country": "march",
        'source:"morning post"': "flood harvest",
        'author:"Ann Lee"': "flood harvest",
        'author:"Ann Lee" author:"Bo Ek"': "harvest",
        'person:"josé garcía"': "flood",
        'person:"jose\u0301 garci\u0301a"': "flood",
        'place:"New York" place:Boston': "storm",
        'organisation:"Farmers Union"': "protest",
        'story:"The long march"': "march",
        "language:en -tag:weather": "harvest protest",
    }
    assert {query: found(ask, query) for query in expected} == expected
    assert problems(page) == []


def test_dates_limit_to_before_after_or_within(ask: Ask, page: Page) -> None:
    expected = {
        "on:2017": "flood storm",
        "on:2017-10": "storm",
        "on:2017-10-31": "storm",
        "on:2017-03-05": "flood",
        "on:2018-07": "harvest",
        "before:2017-03-05": "",
        "before:2017-03-06": "flood",
        "before:2018": "flood storm",
        "after:2018": "gale march protest",
        "after:2019-06": "gale",
        "after:2019-06-01": "gale march",
        "after:2020-02-28": "gale",
        "after:2020-02-29": "",
        "after:2017 before:2020": "harvest march protest",
        "after:2016-12 before:2017-4": "flood",
        "farmers after:2018 -title:march": "protest",
    }
    assert {query: found(ask, query) for query in expected} == expected
    assert problems(page) == []


def test_everything_combines(ask: Ask, page: Page) -> None:
    query = 'farmers "market hall" OR "the bank" -storm tag:country before:2020 -author:"Bo Ek"'
    assert found(ask, query) == "protest"
    assert found(ask, 'title:flood OR title:harvest source:"Morning Post" on:2018') == "harvest"
    assert problems(page) == []


def unexplained(ask: Ask, page: Page, mistakes: list[tuple[str, str]]) -> list[str]:
    """The queries of those whose mistake the page does not explain so."""

    def is_explained(query: str, explained: str) -> bool:
        ask(query)
        return any(explained in problem for problem in problems(page))

    return [query for query, explained in mistakes if not is_explained(query, explained)]


def test_quotation_marks_fields_dates_and_brackets_are_explained_where_they_are_wrong(
    ask: Ask, page: Page
) -> None:
    mistakes = [
        ('flood "river bank', "is not closed"),
        ("colour:red flood", "colour: is not a field"),
        ("flood after:yesterday", "after:yesterday is not a date"),
        ("flood on:2017-13", "on:2017-13 is not a date"),
        ("flood before:2017-02-30", "before:2017-02-30 is not a date"),
        ("(flood OR storm) bank", "Brackets are not understood"),
        ("flood -after:2017", "after: cannot be excluded"),
        ("flood after:2019 before:2018", "No day is both after and before"),
    ]
    assert unexplained(ask, page, mistakes) == []


def test_or_between_what_cannot_be_joined_is_explained(ask: Ask, page: Page) -> None:
    mistakes = [
        ("flood OR", "OR needs something on both sides"),
        ("OR flood", "OR needs something on both sides"),
        ("flood OR OR storm", "OR needs something on both sides"),
        ("flood OR -storm", "OR"),
        ("flood OR after:2016", "OR"),
        ("before:2018 OR flood", "OR"),
        ("flood before:2019 OR storm", "OR"),
        ("flood -storm OR gale", "OR"),
    ]
    assert unexplained(ask, page, mistakes) == []


def test_a_field_with_nothing_after_the_colon_is_explained(ask: Ask, page: Page) -> None:
    mistakes = [
        ("flood tag:", "tag: needs something after the colon"),
        ("flood title: storm", "title: needs something after the colon"),
        ('flood tag:""', "tag: needs something after the colon"),
    ]
    assert unexplained(ask, page, mistakes) == []


def test_a_name_that_no_article_has_is_explained(ask: Ask, page: Page) -> None:
    mistakes = [
        ("flood tag:weathr", "No article has the tag “weathr”"),
        ("flood tag:weath", "There is: Weather."),
        ("flood place:york", "There is: New York."),
        ("flood -tag:nothing", "No article has the tag “nothing”"),
    ]
    assert unexplained(ask, page, mistakes) == []


def test_a_query_without_a_word_is_explained(ask: Ask, page: Page) -> None:
    assert [query for query in ('""', "?!", "-") if not (ask(query), problems(page))[1]] == []


def test_a_range_that_ends_before_it_begins_is_explained(
    site: Path, host: Host, page: Page
) -> None:
    page.goto(f"{host(site, '/archive/')}search/?q=flood&from=2018-01-01&to=2017-01-01")
    assert results(page) == []
    assert problems(page) != []


def test_explanations_go_when_the_mistake_does(ask: Ask, page: Page) -> None:
    ask("flood OR")
    assert len(problems(page)) == 1
    ask("flood")
    assert problems(page) == []


def test_the_words_of_an_address_are_words(ask: Ask, page: Page) -> None:
    assert ask("https://example.org/flood")[0] == "flood"
    assert problems(page) == []


def test_the_help_shows_queries_that_the_page_understands(ask: Ask, page: Page) -> None:
    page.click(".search-help summary")
    examples = page.locator(".search-help dt").all_inner_texts()
    assert len(examples) >= 6
    for example in examples[:-1]:
        ask(example)
        assert not [said for said in problems(page) if "No article has" not in said], example


@given(
    st.lists(
        st.one_of(
            st.text(max_size=6),
            st.sampled_from(
                ['"', "-", "OR", "title:", "tag:", "after:", "on:2017-02", "月", "\u200c", " ", ":"]
            ),
        ),
        max_size=8,
    ).map("".join)
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_is_understood_or_explained(query_module: tuple[Page, str], text: str) -> None:
    page, module = query_module
    query = page.evaluate("([path, text]) => import(path).then((m) => m.parseQuery(text))", [
        module, text,
    ])  # fmt: skip
    assert all(isinstance(said, str) and said.strip() for said in query["problems"])
    kinds = {clause["kind"] for clause in query["clauses"] + query["without"]}
    assert kinds <= {"word", "phrase", "title", "facet", "any"}
    assert all(clause["of"] for clause in query["clauses"] if clause["kind"] == "any")
    for limit in (query["from"], query["to"]):
        assert limit == "" or len(limit) == 10


@pytest.fixture
def query_module(site: Path, host: Host, page: Page) -> tuple[Page, str]:
    """A page of the site, and the address of the module that reads queries."""
    home = host(site, "/archive/")
    page.goto(home)
    [module] = (site / "assets/search").glob("query.*.js")
    return page, f"{home}assets/search/{module.name}"
