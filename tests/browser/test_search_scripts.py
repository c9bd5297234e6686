"""Search in other scripts and languages; see docs/decisions/scripts-in-search.md."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from dateline.search.normalize import fold_letters
from tests.browser.conftest import Ask, Host, highlighted_words, results
from tests.conftest import SmallArchive

ARTICLES = {
    "ar-school": (
        "ar",
        "إعادة فتح المدرسة في الميادين",
        "## أحوال المدينة\n\nقال أحمد إنّ المستشفى الكبير مفتوح منذ ٢٠١٧، وإنّ الكتـــاب متوفّر.",
    ),
    "ar-vowels": ("ar", "المُدَرِّسَةُ الجَدِيدَةُ", "جريدة صدرت اليوم وفيها خبر عن القمر."),
    "fa-walk": ("fa", "راه‌پیمایی در تهران", "مردم می‌روند و کتاب‌های تازه را در ۱۳۹۶ می‌خرند."),
    "fa-plain": ("fa", "گزارش ماه", "کاوشگر به ماه رسید."),
    "ja": (
        "ja",
        "はやぶさ、地球に帰還",
        "## 小惑星イトカワ\n\n"
        "探査機「はやぶさ」が2010年6月、小惑星の試料を持ち帰った。NHKが伝えた。",
    ),
    "zh": ("zh", "月球探测器着陆", "探测器在月球表面成功着陆，科学家非常高兴。"),
    "de": (
        "de",
        "Wahlen im Bundestag",
        "Die Bundestagspräsidentin sprach von Bürgerämtern in Straßen und Häusern. "
        "Das Krisen-Treffen fand in Köln statt.",
    ),
    "fr": ("fr", "Élections à l’Assemblée", "Les députés français votent à Orléans, en forêt."),
    "tr": ("tr", "İstanbul’da ışık", "Çiçekler Iğdır’da açtı; şehir ılık ve güneşli."),
    "ru": ("ru", "Учёные на Луне", "Космический аппарат совершил посадку."),
    "en": ("en", "The moon landing", "Reported in Köln and İstanbul: the NHK said so on the moon."),
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = SmallArchive(tmp_path_factory.mktemp("scripts") / "archive")
    for name, (lang, title, body) in ARTICLES.items():
        archive.article(f"{name}.md", f'"{title}"', "date: 2017-10-08", f"lang: {lang}", body=body)
    outcome = archive.build("--base-url", "/archive/", search=True)
    assert outcome.code == 0, outcome.out
    return archive.site


def answers(ask: Ask, queries: dict[str, str]) -> dict[str, str]:
    """The results of each query, in alphabetical order, if they are not the expected ones."""
    found = {query: " ".join(sorted(ask(query))) for query in queries}
    return {query: names for query, names in found.items() if names != queries[query]}


def test_arabic_is_found_however_its_letters_are_written(ask: Ask) -> None:
    spellings = [
        *("إعادة", "اعادة", "اعاده", "أعادة"),
        *("المدرسة", "المدرسه", "المدرســـة", "المَدْرَسَة"),
        *("أحمد", "احمد", "إحمد", "آحمد"),
        *("المستشفى", "المستشفي", "المستشفی"),
        *("الكتاب", "الکتاب", "الكتـاب"),
        *("٢٠١٧", "2017", "۲۰۱۷"),
        *('"قال احمد"', '"المستشفي الكبير"', "title:اعاده", 'title:"اعاده فتح"'),
    ]
    missed = [spelling for spelling in spellings if "ar-school" not in ask(spelling)]
    assert missed == []


def test_arabic_vowel_signs_do_not_make_a_headline_longer(ask: Ask) -> None:
    assert answers(ask, {
        "title:المدرسة": "ar-school ar-vowels",
        "title:الجديدة": "ar-vowels",
        "title:جريدة": "",
        "title:صدرت": "",
    }) == {}  # fmt: skip


def test_persian_is_found_with_a_half_space_a_space_or_none(ask: Ask) -> None:
    assert answers(ask, {
        "می‌روند": "fa-walk",
        "می روند": "fa-walk",
        "میروند": "fa-walk",
        "راه‌پیمایی": "fa-walk",
        "راه پیمایی": "fa-walk",
        "راهپیمایی": "fa-walk",
        "مي‌روند": "fa-walk",
        '"می‌روند"': "fa-walk",
        '"کتاب‌های تازه"': "fa-walk",
        '"کتاب های تازه"': "fa-walk",
        "1396": "fa-walk",
        "١٣٩٦": "fa-walk",
        "کاوشگر": "fa-plain",
        "كاوشگر": "fa-plain",
    }) == {}  # fmt: skip


def test_any_stretch_of_chinese_and_japanese_is_found(ask: Ask) -> None:
    assert answers(ask, {
        "小惑星": "ja",
        "惑星": "ja",
        "はやぶさ": "ja",
        "探査機": "ja",
        "探査機「はやぶさ」": "ja",
        "2010年": "ja",
        "イトカワ": "ja",
        '"地球に帰還"': "ja",
        '"帰還地球"': "",
        "title:帰還": "ja",
        "title:惑星": "",
        '"试料"': "",
        "月球": "zh",
        '"球表"': "zh",
        "探测器": "zh",
        '"成功着陆"': "zh",
        '"着陆成功"': "",
        "着陆 科学家": "zh",
    }) == {}  # fmt: skip


def test_latin_words_beside_characters_are_words(ask: Ask) -> None:
    assert answers(ask, {"NHK": "en ja", '"NHKが伝えた"': "ja"}) == {}
    assert ask("NHKが伝えた")[0] == "ja"


def test_german_words_are_found_in_their_forms_and_compounds_as_promised(ask: Ask) -> None:
    assert answers(ask, {
        "Wahl": "de",
        "wahlen": "de",
        "Bundestagsp": "de",
        "präsidentin": "",
        "Treffen": "de",
        "Krisen": "de",
        "Krisen-Treffen": "de",
        "Krisentreffen": "de",
        '"krisen-treffen"': "de",
        "Bürgerämtern": "de",
        "Burgeramtern": "de",
        "Straßen": "de",
        "Häuser": "de",
    }) == {}  # fmt: skip


def test_diacritics_do_not_matter(ask: Ask) -> None:
    assert answers(ask, {
        "elections": "fr",
        "ÉLECTIONS": "fr",
        "e\u0301lections": "fr",
        "assemblee": "fr",
        '"l\'assemblée"': "fr",
        '"deputes francais"': "fr",
        "foret": "fr",
        "Orleans": "fr",
        "koln": "de en",
        "Köln": "de en",
        "cicekler": "tr",
        "sehir": "tr",
        "gunesli": "tr",
        "ученые": "ru",
        "учёные": "ru",
        "title:elections": "fr",
    }) == {}  # fmt: skip


def test_turkish_dotted_and_dotless_letters_are_found(ask: Ask) -> None:
    assert answers(ask, {
        "İstanbul": "en tr",
        "istanbul": "en tr",
        "ISTANBUL": "en tr",
        "ılık": "tr",
        "ışık": "tr",
        "Iğdır": "tr",
    }) == {}  # fmt: skip


def test_one_search_covers_all_languages_and_can_be_kept_to_one(ask: Ask, page: Page) -> None:
    query = "moon OR 月球 OR القمر OR ماه OR Луне"
    assert set(ask(query)) == {"en", "zh", "ar-vowels", "fa-plain", "ru"}
    assert set(ask(f"{query} -language:en")) == {"zh", "ar-vowels", "fa-plain", "ru"}
    assert ask(f"{query} language:zh") == ["zh"]
    ask(query)
    page.locator(".facet summary", has_text="Languages").click()
    page.locator(".facet label", has_text="Persian").locator("input").check()
    expect(page.locator("[role=status]")).to_have_text("1 article")
    page.wait_for_url("**language=fa")


def test_excerpts_and_headings_show_what_was_written(ask: Ask, page: Page) -> None:
    item = page.locator("#results > li")
    assert ask("المستشفي") == ["ar-school"]
    expect(item.locator("a.u-url")).to_have_text("إعادة فتح المدرسة في الميادين")
    expect(item.locator("mark")).to_have_text(["المستشفى"])
    expect(item.locator(".p-summary")).to_contain_text(
        "قال أحمد إنّ المستشفى الكبير مفتوح منذ ٢٠١٧،"
    )
    assert ask("مي روند") == ["fa-walk"]
    expect(item.locator(".p-summary")).to_contain_text("مردم می‌روند و کتاب‌های تازه را در ۱۳۹۶")
    assert ask("試料") == ["ja"]
    expect(item.locator(".p-summary")).to_contain_text("小惑星の試料を持ち帰った。NHKが伝えた。")
    assert "".join(item.locator("mark").all_inner_texts()) == "試料"
    assert item.locator(".p-summary").get_attribute("lang") == "ja"


def test_the_heading_of_a_hit_is_shown_as_it_was_written(ask: Ask, page: Page) -> None:
    shown = {}
    for query in ("المستشفى", "試料"):
        assert len(ask(query)) == 1
        shown[query] = page.locator("#results .card-heading").inner_text()
    assert shown == {"المستشفى": "أحوال المدينة", "試料": "小惑星イトカワ"}


def highlighted(ask: Ask, page: Page, query: str, name: str) -> list[str]:
    """What an article that a query found highlights."""
    place = ask(query).index(name)
    page.locator("#results a.u-url").nth(place).click()
    page.wait_for_url(f"**/{name}/")
    marked = highlighted_words(page)
    page.go_back()
    results(page)
    return marked


def test_words_are_highlighted_on_the_article_as_it_wrote_them(ask: Ask, page: Page) -> None:
    assert "المستشفى" in highlighted(ask, page, "المستشفي", "ar-school")
    assert highlighted(ask, page, "小惑星", "ja") == ["小惑星", "小惑星"]
    assert highlighted(ask, page, "elections", "fr") == ["Élections"]
    assert highlighted(ask, page, "istanbul", "tr") == ["İstanbul"]


def test_words_with_a_half_space_are_highlighted(ask: Ask, page: Page) -> None:
    missed = [
        query
        for query in ("می‌روند", "می روند", "میروند")
        if "می‌روند" not in highlighted(ask, page, query, "fa-walk")
    ]
    assert missed == []


@given(st.text(st.sampled_from("ابتأإآٱىیئکڪكؤةۀهٰـًَُِّْ٠١۲۳\u200c\u0610\u06d6 -aé小")))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_page_folds_letters_as_the_index_does(text_module: tuple[Page, str], text: str) -> None:
    page, module = text_module
    folded = page.evaluate("([path, text]) => import(path).then((m) => m.foldLetters(text))", [
        module, text,
    ])  # fmt: skip
    assert folded.replace(" ", "") == fold_letters(text).replace(" ", "")


@pytest.fixture
def text_module(site: Path, host: Host, page: Page) -> tuple[Page, str]:
    """A page of the site, and the address of the module that folds letters."""
    home = host(site, "/archive/")
    page.goto(home)
    [module] = (site / "assets/search").glob("text.*.js")
    return page, f"{home}assets/search/{module.name}"
