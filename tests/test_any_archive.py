"""For any content folder there is a report that accounts for every article."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.conftest import SmallArchive

pytestmark = pytest.mark.slow

_NAME = st.one_of(
    st.sampled_from(
        [
            *(
                "a",
                "A",
                "é",
                "e\u0301",
                "index",
                "_index",
                "404",
                "CON",
                "pagefind",
                "tags",
                "search",
            ),
            *(
                "2017-10-08-x",
                "2017-13-45",
                "C++",
                "\U0001f600",
                "x" * 200,
                "...",
                "a\nb",
                'a"b<c>',
            ),
            *(
                "%2e%2e",
                "a\\b",
                "-",
                "timeline",
                "feed.xml",
                "\u202eb",
                " ",
                "a ",
                "page",
                "ß",
                "İ",
            ),
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1).filter(
        lambda name: len(name.encode()) < 200 and name not in (".", "..")
    ),
)
_PATH = st.tuples(
    st.lists(st.sampled_from(["2017", "pages", "10", "tags", "a.md", "A"]), max_size=2),
    _NAME,
    st.sampled_from([".md", ".markdown", ".MD", "", ".png", ".pdf", ".svg"]),
).map(lambda parts: "/".join([*parts[0], parts[1] + parts[2]]))
_LINE = st.sampled_from(
    [
        *(
            "title: T",
            "title: ",
            "title:",
            "date: 2017-10-08",
            "date: 2017",
            "date: x",
            "draft: true",
        ),
        *("tags: [a, A, C++]", "tags: {a: b}", "slug: ../x", "slug: '++'", "aliases: [/a/, /a/]"),
        *("aliases: [/tags/, 'x.html']", "image: a.png", "lang: ar", "lang: zz-zz", "source: s"),
        *("story: S", "rights: none", "updated: 1999", "extra: {a: [b]}", "title: <b>&amp;"),
    ]
)
_BODY = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.sampled_from(["[a](a.md)", "![x](a.png)", "<!-- x", "> " * 120, "[^a]: b", "# T", "\0"]),
)
_FILE = st.one_of(
    st.binary(max_size=30),
    st.tuples(st.lists(_LINE, max_size=5), _BODY).map(
        lambda parts: "\n".join(["---", *parts[0], "---", parts[1]]).encode()
    ),
    st.just(b"---\ntitle: T\ndate: 2017\n---\nx"),
)


@given(st.dictionaries(_PATH, _FILE, max_size=6), st.binary(max_size=20))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
@example({"a.md": b"---\ntitle: T\ndate: 2017\n---\nx", "A.md": b"", "a.png": b"x"}, b"[tags]")
def test_every_article_is_accounted_for(files: dict[str, bytes], names: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = SmallArchive(Path(folder, "archive"))
        for path, data in {**files, "names.toml": names}.items():
            try:
                archive.write(path, data)
            except OSError:
                continue  # a folder stands there, or a file where a folder would
        checked = archive.run("check", "--json")
        built = archive.build("--keep-going")
        for outcome in (checked, built):
            assert outcome.err == ""
            report = outcome.report
            counted = report["published"] + report["left_out"] + report["drafts"]
            assert report["articles"] == counted
        if built.code != 1:
            kept = ("articles", "published", "left_out", "drafts")
            assert [checked.report[key] for key in kept] == [built.report[key] for key in kept]
            assert built.report["left_out"] == 0 or any(
                each["severity"] == "error" for each in built.report["problems"]
            )
