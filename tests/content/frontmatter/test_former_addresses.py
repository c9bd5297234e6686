"""Former addresses and other names of an article."""

import pytest

from tests.conftest import SmallArchive
from tests.content.test_article import article, codes


def redirects(archive: SmallArchive) -> dict[str, str]:
    """Former addresses → where they lead, of the small pages that redirect."""
    found = {}
    for path, data in archive.files().items():
        page = data.decode("utf-8", "replace")
        if path.endswith(".html") and 'http-equiv="refresh"' in page:
            found[path] = page.split("url=", 1)[1].split('"', 1)[0].removeprefix("/archive")
    return found


@pytest.mark.parametrize(
    ("path", "field", "file"),
    [
        ("a.md", "url: /news/a/", "news/a/index.html"),
        ("a.md", "url: news/old", "news/old/index.html"),
        ("a.md", "permalink: /2017/b.html", "2017/b.html"),
        ("a.md", "permalink: old-note", "old-note/index.html"),
        ("a.md", "path: 2017/old", "2017/old/index.html"),
        ("a.md", "save_as: posts/old/index.html", "posts/old/index.html"),
        ("a.md", "aliases: [/old/]", "old/index.html"),
        ("a.md", "aliases: [2017/old.html]", "2017/old.html"),
        ("a.md", "aliases: old.html", "old.html"),
        ("a.md", "aliases: ['https://www.old.example/x/']", "x/index.html"),
        ("a.md", "redirect_from: old", "old/index.html"),
        ("a.md", "redirect_from: [/old.html]", "old.html"),
        ("_posts/2017-10-08-dam.md", "permalink: pretty", "2017/10/08/dam/index.html"),
        ("2017-10-08-dam.md", "permalink: /:year/:month/:title:output_ext", "2017/10/dam.html"),
        ("2017-10-08-dam.md", "permalink: /:categories/:i_day/:title/", "8/dam/index.html"),
        ("2017-10-08-dam.md", "slug: wall\npermalink: /x/:slug", "x/wall/index.html"),
    ],
)
def test_a_former_address_redirects(
    archive: SmallArchive, path: str, field: str, file: str
) -> None:
    archive.article(path, "A", "date: 2017-10-08", field)
    assert archive.build().report["problems"] == []
    ((old, _),) = redirects(archive).items()
    assert old == file


@pytest.mark.parametrize(
    "field",
    [
        *(
            "permalink: /{{ page.slug }}/",
            "permalink: /:nobody/:title/",
            "url: /?p=7",
            "url: /../x",
        ),
        *("permalink: /tags/", "url: /404.html", "permalink: /b/", "url: /:year/:day/"),
    ],
)
def test_one_that_no_page_can_have_is_a_warning(archive: SmallArchive, field: str) -> None:
    archive.article("a.md", "A", "date: 2017-10", field)
    archive.article("b.md", "B", "date: 2017-10")
    outcome = archive.build()
    assert (outcome.code, outcome.codes, redirects(archive)) == (0, ["W019"], {})


def test_two_files_of_one_former_address_are_a_warning(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017", "permalink: /old/")
    archive.article("b.md", "B", "date: 2017", "url: /old/")
    archive.article("c.md", "C", "date: 2017", "url: /new/", "aliases: [/new/]", "permalink: /c/")
    assert archive.build().codes == ["W019"]
    assert redirects(archive) == {"old/index.html": "/a/", "new/index.html": "/c/"}


@pytest.mark.parametrize(
    "value", ["[Dam]", "[The Dam, 'Dam, The', St. John's Dam]", "Dam", "['The Dam / The Wall']"]
)
def test_an_alias_without_a_slash_is_another_name(archive: SmallArchive, value: str) -> None:
    for name in ("a", "b"):
        archive.article(f"{name}.md", name, "date: 2017", f"aliases: {value}", "alias: Wall")
    archive.article("pages/about.md", "About", f"aliases: {value}")
    assert archive.build().report["problems"] == []
    assert redirects(archive) == {}


def test_other_names_are_kept_as_they_are_written() -> None:
    found = article("---\ntitle: x\ndate: 2017\naliases: [Dam, 'Dam, The', /old/]\n---\n")
    assert found.aliases == ("Dam", "Dam, The", "/old/")
    assert article("---\ntitle: x\ndate: 2017\nalias: [Dam]\n---\n").aliases == ("Dam",)


def test_paths_of_files_are_no_addresses() -> None:
    for path in ("/home/me/notes/x.md", "C:\\notes\\x.docx", "~/x", "content/x.rst"):
        found = article(f"---\ntitle: x\ndate: 2017\npath: '{path}'\n---\n")
        assert (found.permalinks, found.extra) == ((), {"path": path})


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("path: /2017/10/08/dam/", "2017-10-08"),
        ("path: news/2017-10-08-dam", "2017-10-08"),
        ("permalink: /2017/10/08/dam.html", "2017-10-08"),
        ("url: /2017/10/dam/", "2017-10"),
        ("path: /2017/10/08/dam/\ncreated: 2020-01-01", "2017-10-08"),
        ("pubDate: 2017-10-08", "2017-10-08"),
        ("pubDate: Sun, 08 Oct 2017 14:30:00 +0000", "2017-10-08"),
        ("publishDate: 2017-10-08\nposted: yes", "2017-10-08"),
        ("datePublished: 2017-10-08", "2017-10-08"),
        ("article:published_time: 2017-10-08", "2017-10-08"),
        ("issued: no. 7\nposted: 2017-10-08", "2017-10-08"),
        ("published:\ndate:\nissued: 2017", "2017"),
    ],
)
def test_a_date_is_read_from_where_other_tools_have_it(fields: str, date: str) -> None:
    assert article(f"---\ntitle: x\n{fields}\n---\n").date.day_text == date


def test_the_date_in_the_path_of_zola(archive: SmallArchive) -> None:
    archive.write("x.md", '+++\ntitle = "X"\npath = "/2017/10/08/x/"\n+++\nText.')
    assert archive.build().report["problems"] == []
    assert 'datetime="2017-10-08"' in archive.page("x/")
    assert redirects(archive) == {"2017/10/08/x/index.html": "/x/"}


@pytest.mark.parametrize("fields", ["created: 2017-10-09\npublished:", "captured: 2017-10-09"])
def test_the_day_of_saving_stands_in_and_is_shown_as_that(
    archive: SmallArchive, fields: str
) -> None:
    archive.article("x.md", "X", "source: https://p.example/1", *fields.split("\n"))
    (problem,) = archive.build().report["problems"]
    assert (problem["code"], problem["line"]) == ("W028", 4)
    page = archive.page("x/")
    assert page.count("saved <time") == 2
    assert "datePublished" not in page
    assert "article:published_time" not in page
    assert "<published>" not in archive.page("feed.xml")
    assert "date_published" not in archive.page("feed.json")
    # The repair that the hint names.
    cure = problem["hint"].partition("dateline.toml: ")[2]
    archive.configure('base_url = "https://example.org/archive/"', "[fields]", cure)
    assert archive.build().report["problems"] == []
    assert "saved <time" not in archive.page("x/")
    assert '"datePublished":"2017-10-09"' in archive.page("x/").replace(" ", "")


def test_a_missing_date_names_the_field_that_may_be_one(archive: SmallArchive) -> None:
    archive.article("x.md", "X", "section: 7", "Day: 2017-10-08")
    (problem,) = archive.build().report["problems"]
    assert problem["code"] == "E011"
    cure = problem["hint"].partition("dateline.toml: ")[2]
    archive.configure('base_url = "https://example.org/archive/"', "[fields]", cure)
    assert archive.build().report["problems"] == []


def test_a_bad_date_is_not_replaced_by_another() -> None:
    assert codes("---\ntitle: x\ndate: 2017-13-01\ncreated: 2018-01-01\n---\n") == ["E012"]
