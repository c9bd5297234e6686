"""Files are held back by the fields of all supported tools."""

import pytest

from tests.conftest import SmallArchive

_BODY = "Nobody is to read this"

_HELD = [
    *("draft: true", "draft: 'Yes'", "draft: on", "draft: 1", "Draft: TRUE"),
    *("publish: false", "publish: no", "publish: off", "publish: 0", 'publish: "False"'),
    *("published: false", "published: No", "published: never", "Published: 'false'"),
    *("private: true", "Private: True", "private: yes", "private: [true]", "is_private: 1"),
    *("status: draft", "status: Private", "status: hidden", "status: trash", "status: inbox"),
    *("status: pending", "status: unpublished", "status: future", "status: [draft, news]"),
    *("post_status: auto-draft", "visibility: private", "visibility: Members", "unlisted: true"),
    *("dg-publish: false", "public: false", "listed: no", "password: s3cret", "permalink: false"),
    *("build: {render: never}", "_build:\n  list: never\n  render: always", "headless: true"),
    *("extra: {private: true}", "params:\n  draft: true", "is published: no"),
]
_PUBLISHED = [
    *("draft: false", "draft: no", "draft:", "publish: true", "published: 2017-10-09"),
    *("published: true", "publish: 2017-10-09", "private: false", "private:", "status: published"),
    *("status: live", "visibility: public", "dg-publish: true", "public: The people of a town"),
    *("hidden: [menu, footer]", "password:", "password: false", "build: {render: always}"),
    *("expiryDate: 2018-01-01", "publishDate: 2090-01-01", "tags: [draft, private]"),
]


def build_all(archive: SmallArchive, fields: list[str]) -> dict[str, str]:
    """Builds an article with each field; the path of each that was published, with its field."""
    for i, field in enumerate(fields):
        archive.article(f"a{i}.md", f"Headline {i}", "date: 2017-10-08", field, body=_BODY)
    assert archive.build().code == 0
    return {field: f"a{i}/index.html" for i, field in enumerate(fields)}


def test_what_is_held_back_stands_nowhere(archive: SmallArchive) -> None:
    build_all(archive, _HELD)
    report = archive.build().report
    assert (report["published"], report["drafts"], report["problems"]) == (0, len(_HELD), [])
    assert not [path for path, data in archive.files().items() if _BODY.encode() in data]


def test_what_only_looks_so_is_published(archive: SmallArchive) -> None:
    pages = build_all(archive, _PUBLISHED)
    files = archive.files()
    assert [field for field, page in pages.items() if page not in files] == []


def test_other_headers_say_it_too(archive: SmallArchive) -> None:
    toml = '+++\ntitle = "A"\ndate = 2017-10-08\n{}\n+++\n' + _BODY
    lines = ["publish = false", 'status = "draft"', "private = true", "[extra]\nprivate = true"]
    for i, line in enumerate([*lines, '[build]\nrender = "never"\nlist = "never"']):
        archive.write(f"toml{i}.md", toml.format(line))
    pelican = f"Title: A\nDate: 2017-10-08\nStatus: hidden\n\n{_BODY}"
    archive.write("pelican.md", pelican)
    archive.article("_drafts/2017-10-08-x.md", "A", body=_BODY)
    archive.article("news/_Drafts/y.md", "No date", body=_BODY)
    report = archive.build().report
    assert (report["published"], report["drafts"], report["problems"]) == (0, 8, [])


@pytest.mark.parametrize("path", ["pages/about.md", "tags/x/_index.md", "pages/a/index.md"])
@pytest.mark.parametrize("field", ["draft: true", "publish: false", "private: maybe"])
def test_pages_and_sections_are_held_back_alike(
    archive: SmallArchive, path: str, field: str
) -> None:
    archive.article("x.md", "X", "date: 2017", "tags: [x]")
    archive.article(path, "A page", field, body=_BODY)
    outcome = archive.build()
    assert (outcome.code, outcome.codes) == (0, ["W029"] if "maybe" in field else [])
    assert not [page for page, data in archive.files().items() if _BODY.encode() in data]


@pytest.mark.parametrize("field", ["publish: maybe", "published: later", "private: ask Ann"])
def test_a_value_in_doubt_holds_back_and_says_so(archive: SmallArchive, field: str) -> None:
    archive.article("x.md", "X", "date: 2017-10-08", field)
    outcome = archive.build()
    (problem,) = outcome.report["problems"]
    assert (outcome.code, outcome.report["drafts"], problem["code"]) == (0, 1, "W029")
    assert (problem["line"], problem["severity"]) == (4, "warning")
    for line, published in (("draft: false", 1), ("draft: true", 0)):  # as the hint says
        assert f"`{line}`" in problem["hint"]
        archive.article("x.md", "X", "date: 2017-10-08", line)
        report = archive.build().report
        assert (report["published"], report["problems"]) == (published, [])


def test_an_unknown_status_is_published_with_a_warning(archive: SmallArchive) -> None:
    archive.article("x.md", "X", "date: 2017-10-08", "status: seedling")
    outcome = archive.build()
    assert (outcome.report["published"], outcome.codes) == (1, ["W029"])
    archive.article("x.md", "X", "date: 2017-10-08", "status: seedling", "draft: true")
    outcome = archive.build()
    assert (outcome.report["published"], outcome.codes) == (0, [])


def test_a_draft_with_a_field_twice_stays_a_draft(archive: SmallArchive) -> None:
    archive.article("x.md", "X", "date: soon", "draft: true", "tags: [a]", "tags: [b]")
    outcome = archive.build("--strict")
    assert (outcome.code, outcome.report["drafts"], outcome.codes) == (0, 1, [])


def test_a_cascade_is_not_followed_and_that_is_said(archive: SmallArchive) -> None:
    archive.article("tags/x/_index.md", "X", "cascade:", "  draft: true")
    archive.article("x.md", "X", "date: 2017", "tags: [x]")
    assert archive.build().codes == ["W029"]


def test_files_of_what_is_held_back_are_not_published(archive: SmallArchive) -> None:
    archive.article("2017/secret/index.md", "A", "date: 2017-10-08", "private: true")
    archive.article("2017/shown/index.md", "B", "date: 2017-10-08")
    archive.article("2017/mixed/index.md", "C", "date: 2017-10-08", "draft: true")
    archive.article("2017/mixed/other.md", "D", "date: 2017-10-08")
    archive.article("pages/staff/index.md", "Staff", "publish: no")
    for folder in ("2017/secret", "2017/secret/more", "2017/shown", "2017/mixed", "_drafts", "."):
        archive.write(f"{folder}/list.pdf", b"%PDF-1.4")
    archive.write("pages/staff/list.pdf", b"%PDF-1.4")
    assert archive.build().code == 0
    published = {path for path in archive.files() if path.endswith(".pdf")}
    assert published == {"2017/shown/list.pdf", "2017/mixed/list.pdf", "list.pdf"}
    archive.article("2017/secret/index.md", "A", "date: 2017-10-08")
    archive.build()
    assert "2017/secret/more/list.pdf" in archive.files()
