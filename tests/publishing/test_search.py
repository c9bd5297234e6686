"""What the index holds; that readers find it is tested in tests/browser."""

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


def test_every_article_is_indexed_under_its_language_with_filters(archive: SmallArchive) -> None:
    archive.article("a.md", "One <b>", "date: 2017-10-08", "tags: [x, y]", "source: Post")
    archive.article("b.md", "Deux", "date: 2017-10", "lang: fr")
    archive.article("c.md", "Draft", "date: 2017", "draft: true")
    outcome = archive.build(search=True)
    assert outcome.report["indexed"] == outcome.report["published"] == 2
    bundles = json.loads(archive.page("pagefind/bundles.json"))["bundles"]
    assert {(b["language"], b["articles"]) for b in bundles} == {("en", 1), ("fr", 1)}
    by_url = {str(fragment["url"]): fragment for fragment in fragments(archive)}
    assert set(by_url) == {"/a/", "/b/"}
    assert by_url["/a/"]["filters"] == {
        "tag": ["x", "y"],
        "source": ["Post"],
        "date": ["2017-10-08"],
    }
    assert by_url["/a/"]["meta"] == {"title": "One <b>"}


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
