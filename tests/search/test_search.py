"""The content of the index; tests/browser checks what readers find."""

import gzip
import json

from tests.conftest import SmallArchive


def fragments(archive: SmallArchive) -> list[dict[str, object]]:
    found = []
    for path, data in archive.files().items():
        if path.endswith(".pf_fragment"):
            text = gzip.decompress(data).decode().removeprefix("pagefind_dcd")
            found.append(json.loads(text))
    return found


def test_every_article_is_indexed_under_its_language(archive: SmallArchive) -> None:
    archive.article("a.md", "One <b>", "date: 2017-10-08", "tags: [x, y]", "source: Post")
    archive.article("b.md", "Deux", "date: 2017-10", "lang: fr")
    archive.article("c.md", "Draft", "date: 2017", "draft: true")
    outcome = archive.build(search=True)
    assert outcome.report["indexed"] == outcome.report["published"] == 2
    listing = json.loads(archive.page("pagefind/bundles.json"))
    shards = {b["language"]: b["shards"] for b in listing["bundles"]}
    assert {language: [s["articles"] for s in each] for language, each in shards.items()} == {
        "en": [1],
        "fr": [1],
    }
    assert (shards["fr"][0]["from"], shards["fr"][0]["to"]) == ("2017-10-01", "2017-10-31")
    assert (shards["en"][0]["from"], shards["en"][0]["to"]) == ("2017-10-08", "2017-10-08")
    by_url = {str(fragment["url"]): fragment for fragment in fragments(archive)}
    assert by_url["/a/"]["meta"] == {"title": "One <b>", "date": "2017-10-08", "source": "Post"}
    assert by_url["/b/"]["meta"] == {"title": "Deux", "date": "2017-10"}


def test_tables_give_dates_titles_and_names_in_order_of_time(archive: SmallArchive) -> None:
    archive.article("a.md", "Day", "date: 2017-10-08", "tags: [y, x]", "people: [Ann]")
    archive.article("b.md", "Whole year of it", "date: 2017", "tags: [x]")
    archive.article("c.md", "Month", "date: 2017-10")
    archive.build(search=True)
    table = json.loads(archive.page("pagefind/en/articles.json"))
    assert table["dates"] == [20170000, 1000, 8]
    ids = {
        str(json.loads(gzip.decompress(data)[12:])["url"]): path.rsplit("/", 1)[1].partition(".")[0]
        for path, data in archive.files().items()
        if path.endswith(".pf_fragment")
    }
    assert (table["ids"], table["width"]) == ("".join(ids[u] for u in ("/b/", "/c/", "/a/")), 4)
    assert json.loads(archive.page("pagefind/en/names.json")) == {
        "titles": '%""',
        "tag": {"names": ["x", "y"], "of": '!  !"'},
        "person": {"names": ["Ann"], "of": "  !"},
    }


def test_letters_of_arabic_are_folded_in_the_index_and_shown_as_they_were_written(
    archive: SmallArchive,
) -> None:
    title, body = "إعادة فتح المدرسة", "قالت الأُمّ: «أهلاً» في ٢٠١٧ م، وﻻ شيء."
    archive.article("a.md", title, "date: 2017", "lang: ar", body=body)
    archive.build(search=True)
    [fragment] = fragments(archive)
    assert str(fragment["content"]).startswith(f"{title}. قالت الأُمّ: «أهلاً» في ٢٠١٧ م،")


def test_common_words_are_told_only_by_many_texts(archive: SmallArchive) -> None:
    for number in range(30):
        archive.article(f"{number}.md", f"N{number}", "date: 2017", body=f"the word{number}")
    archive.build(search=True)
    [bundle] = json.loads(archive.page("pagefind/bundles.json"))["bundles"]
    assert (bundle["common"], bundle["words"]) == (["the"], 2)
    for number in range(10, 30):
        (archive.root / "content" / f"{number}.md").unlink()
    archive.build(search=True)
    [bundle] = json.loads(archive.page("pagefind/bundles.json"))["bundles"]
    assert bundle["common"] == []


def test_only_the_text_of_the_article_is_indexed(archive: SmallArchive) -> None:
    archive.article("a.md", "One", "date: 2017", "tags: [shared]", body="Alpha.")
    archive.article("b.md", "Two", "date: 2018", "tags: [shared]", body="Beta.")
    archive.build(search=True)
    texts = {str(f["url"]): str(f["content"]) for f in fragments(archive)}
    assert "Two" not in texts["/a/"]
    assert "Alpha" in texts["/a/"]


def test_only_what_the_search_page_loads_is_published(archive: SmallArchive) -> None:
    archive.article("a.md", "One", "date: 2017")
    archive.build(search=True)
    names = {p.rsplit("/", 1)[1] for p in archive.files() if p.startswith("pagefind/")}
    assert not [name for name in names if "ui" in name or "highlight" in name]
