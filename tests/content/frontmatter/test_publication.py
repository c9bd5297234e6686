"""The source of an article: names, addresses, and hosts used as names."""

import pytest

from dateline.content.frontmatter.publication import host_of, host_of_name
from tests.conftest import SmallArchive
from tests.content.test_article import article, codes

_HEAD = "---\ntitle: x\ndate: 2017\n"


@pytest.mark.parametrize(
    ("fields", "source", "address"),
    [
        ('source: "[[The Post]]"', "The Post", ""),
        ('source: "[[Papers/Post|The Post]]"', "The Post", ""),
        ('source: "[[Papers/The Post]]"', "The Post", ""),
        ("source: '[The Post](https://p.example/a_(b))'", "The Post", "https://p.example/a_(b)"),
        ("source: The Post (https://p.example/1)", "The Post", "https://p.example/1"),
        ("source: The Post (UK), https://p.example/1.", "The Post (UK)", "https://p.example/1"),
        ("source: <https://p.example/1>", "p.example", "https://p.example/1"),
        ("source: [https://www.p.example/1]", "p.example", "https://www.p.example/1"),
        ("source: [The Post]", "The Post", ""),
        ("source: [The Post, https://p.example/1]", "The Post", "https://p.example/1"),
        ("source: {name: The Post, url: https://p.example/1}", "The Post", "https://p.example/1"),
        (
            "source: <a href='https://p.example/?a&amp;b'>The <b>Post</b></a>",
            "The Post",
            "https://p.example/?a&b",
        ),
        ("source: www.p.example/1", "p.example", "https://www.p.example/1"),
        ("source: www.p.example", "p.example", ""),
        ("source: Post (Europe)", "Post (Europe)", ""),
        ("source_url: https://p.example/?a=1&amp;b=2", "p.example", "https://p.example/?a=1&b=2"),
        ("source_url: '[The Post](https://p.example/1)'", "The Post", "https://p.example/1"),
        ("source_url: see https://p.example/1", "see", "https://p.example/1"),
        ("source: The Post\nurl: https://p.example/1", "The Post", "https://p.example/1"),
        (
            "source_url: https://p.example/1\nurl: https://q.example/",
            "p.example",
            "https://p.example/1",
        ),
        ("permalink: https://p.example/1", "p.example", "https://p.example/1"),
        ("link: https://p.example/1", "p.example", "https://p.example/1"),
        ("link: /x/", "", ""),
        ("original_url: https://p.example/1", "p.example", "https://p.example/1"),
        ("canonicalURL: https://p.example/1", "p.example", "https://p.example/1"),
        ("webUrl: https://p.example/1", "p.example", "https://p.example/1"),
        ("site_name: The Post\nlink: https://p.example/1", "The Post", "https://p.example/1"),
        (
            "source: https://www.p.example\nsource_url: https://q.example/1",
            "p.example",
            "https://q.example/1",
        ),
    ],
)
def test_a_source_is_read_however_it_is_written(fields: str, source: str, address: str) -> None:
    found = article(f"{_HEAD}{fields}\n---\n")
    assert (found.source, found.source_url) == (source, address)


def test_what_is_read_in_part_or_not_at_all_is_said() -> None:
    assert codes(f"{_HEAD}source: [The Post, The Times]\n---\n") == ["W021"]
    assert codes(f"{_HEAD}source: file:///home/me/x.html\n---\n") == ["W021"]
    assert article(f"{_HEAD}source: file:///home/me/x.html\n---\n").source == ""
    assert article(f"{_HEAD}link: /x/\n---\n").extra == {"link": "/x/"}
    assert article(f"{_HEAD}link: https://p.example/\n---\n").extra == {}


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://WWW.P.Example:8080/1", "p.example"),
        ("https://p.example./", "p.example"),
        ("http://192.0.2.7:8000/", "192.0.2.7"),
        ("http://[2001:db8::7]/", "2001:db8::7"),
        ("https://xn--mnchen-3ya.example/", "münchen.example"),
        ("https://xn--a.example/", "xn--a.example"),
        ("https://web.archive.org/web/20170102030405/http://www.p.example/1", "p.example"),
        ("https://web.archive.org/web/2017id_/p.example/1", "p.example"),
        ("https://archive.ph/2017/https://p.example/1", "p.example"),
        ("https://archive.org/details/x", "archive.org"),
        ("https://[", ""),
        ("mailto:x", ""),
    ],
)
def test_a_host_is_what_people_call_it(address: str, host: str) -> None:
    assert host_of(address) == host


def test_a_name_is_a_host_only_if_it_looks_like_one() -> None:
    names = ("*.p.example", "https://www.p.example/x", "p.example:80", "p.example")
    assert {host_of_name(name) for name in names} == {"p.example"}
    assert [host_of_name(n) for n in ("The Post", "U.S. News", "Post", "...")] == [""] * 4


@pytest.mark.parametrize(
    ("spelling", "addresses"),
    [
        ("www.p.example", ["https://www.p.example/1", "https://p.example/2"]),
        ("p.example", ["https://news.p.example/1", "http://www.P.example:80/", "p.example"]),
        ("https://p.example/", ["https://web.archive.org/web/2017/http://p.example/1"]),
        ("xn--mnchen-3ya.example", ["https://münchen.example/1"]),
        ("münchen.example", ["https://xn--mnchen-3ya.example/1"]),
        ("192.0.2.7", []),
    ],
)
def test_names_toml_names_the_publication_of_a_host(
    archive: SmallArchive, spelling: str, addresses: list[str]
) -> None:
    archive.write("names.toml", f'[sources]\n"The Post" = ["{spelling}"]\n')
    for i, address in enumerate(addresses):
        archive.article(f"{i}.md", f"A{i}", "date: 2017-10-08", f'source: "{address}"')
    archive.article("x.md", "X", "date: 2017", "source: Q", "source_url: https://p.example/9")
    archive.article("y.md", "Y", "date: 2017", "source_url: https://notp.example/9")
    assert archive.build().report["problems"] == []
    listings = {path.split("/")[1] for path in archive.files() if path.startswith("sources/")}
    assert {"q", "notp-example", *(["the-post"] if addresses else [])} <= listings
    for i, _ in enumerate(addresses):
        assert f">A{i}<" in archive.page("sources/the-post/")


def test_one_host_has_one_name(archive: SmallArchive) -> None:
    archive.write("names.toml", '[sources]\n"A" = ["www.p.example"]\n"B" = ["p.example"]\n')
    assert archive.build().codes == ["E021"]


def test_a_new_name_of_a_host_reads_nothing_again(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017", "source: https://www.p.example/1")
    archive.build()
    assert ">p.example<" in archive.page("a/")
    archive.write("names.toml", '[sources]\n"The Post" = ["p.example"]\n')
    assert archive.build().report["read"] == 0
    assert ">The Post<" in archive.page("a/")
    assert "/sources/the-post/" in archive.page("sources/p-example/")  # the old address leads there
