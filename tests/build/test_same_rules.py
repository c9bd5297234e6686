"""`check` and `build` find the same problems and apply the same rules under `--strict`."""

from collections.abc import Callable

import pytest

from tests.conftest import SmallArchive
from tests.faults import unreadable
from tests.pictures import GPS, jpeg

#: What keeps an article out, whatever the code of it is.
BROKEN: dict[str, str | bytes] = {
    "other encoding": "---\ntitle: Größe\ndate: 2017\n---\n".encode("latin-1"),
    "header not closed": "---\ntitle: A\ndate: 2017\n\nText.\n",
    "no YAML": "---\ntitle: 'A\ndate: 2017\n---\n",
    "a field twice": "---\ntitle: A\ntitle: B\ndate: 2017\n---\n",
    "a reference": "---\ntitle: *a\ndate: 2017\n---\n",
    "no list of fields": "---\n- A\n---\n",
    "nested": f"---\ntitle: A\ndate: 2017\nx: {'[' * 60}{']' * 60}\n---\n",
    "no TOML": "+++\ntitle = A\n+++\n",
    "no title": "---\ndate: 2017\n---\nText.\n",
    "no date": "---\ntitle: A\n---\nText.\n",
    "no day": "---\ntitle: A\ndate: 2017-02-30\n---\n",
    "no text": "---\ntitle: [A]\ndate: 2017\n---\n",
    "no address": "---\ntitle: A\ndate: 2017\nsource_url: nowhere\n---\n",
    "rights": "---\ntitle: A\ndate: 2017\nrights: excerpt\n---\n",
    "language": "---\ntitle: A\ndate: 2017\nlang: 1!\n---\n",
    "slug": "---\ntitle: A\ndate: 2017\nslug: '!'\n---\n",
    "comment": "---\ntitle: A\ndate: 2017\n---\n<!-- x\n",
    "unmerged": "---\ntitle: A\n<<<<<<< a\ndate: 2017\n=======\ndate: 2018\n>>>>>>> b\n---\n",
    "too many names": f"---\ntitle: A\ndate: 2017\ntags: {[str(n) for n in range(501)]}\n---\n",
}
#: Faults with which an article is published, with a warning or without.
ODD: dict[str, str | bytes] = {
    "sound": "---\ntitle: A\ndate: 2017\n---\nText.\n",
    "misspelt": "---\ntitle: A\ndate: 2017\ntagz: x\n---\n",
    "link": "---\ntitle: A\ndate: 2017\n---\n[x](nowhere.md)\n",
    "image": "---\ntitle: A\ndate: 2017\n---\n![x](nowhere.png)\n",
    "frame": "---\ntitle: A\ndate: 2017\n---\n<iframe src='x'></iframe>\n",
    "elsewhere": "---\ntitle: A\ndate: 2017\n---\n![x](https://other.example/x.png)\n",
    "turned": "---\ntitle: A\u202eb\ndate: 2017\n---\n",
    "unseen": "---\ntitle: A\x07b\ndate: 2017\n---\n",
    "Hugo": "---\ntitle: A\ndate: 2017\n---\n{{< figure >}}\n",
    "Jekyll": "---\ntitle: A\ndate: 2017\n---\n{% include x %}\n",
    "alias": "---\ntitle: A\ndate: 2017\naliases: ['/x/?a=b']\n---\n",
    "comment in a value": "---\ntitle: We are #1\ndate: 2017\n---\n",
    "tomorrow": "---\ntitle: A\ndate: 2717\n---\n",
    "draft": "---\ntitle: A\ndate: never\ndraft: true\n---\n",
}
#: Faults of files beside the texts, of templates and of the configuration.
FILES: dict[str, Callable[[SmallArchive], object]] = {
    "spellings": lambda a: a.write("names.toml", "tags = 3"),
    "two names": lambda a: a.write("names.toml", '[tags]\nA = ["x"]\nB = ["x"]\n'),
    "kind": lambda a: a.write("x.html", "x"),
    "no image": lambda a: a.write("x.jpg", b"no"),
    "place": lambda a: a.write("x.jpg", jpeg(300, 200, gps=GPS)[:-900]),
    "link": lambda a: (a.content / "x.md").symlink_to("a.md"),
    "name": lambda a: a.write("aux.pdf", "x"),
    "address": lambda a: a.write("tags/a.md", "---\ntitle: A\ndate: 2017\n---\n"),
    "same address": lambda a: a.write("A.md", "---\ntitle: A\ndate: 2017\n---\n"),
    "long address": lambda a: a.write(f"{'/'.join(['n' * 200] * 5)}/a.md", "# A\n\nx"),
    "homeless": lambda a: a.write("nowhere/_index.md", "x"),
    "no host": lambda a: a.configure('title = "T"'),
    "large file": lambda a: limited(a, "file = 10"),
    "large site": lambda a: limited(a, "site = 1000"),
    "template": lambda a: a.write("templates/article.html", "{{ nothing.at_all }}"),
    "template that is none": lambda a: a.write("templates/article.html", "{% if"),
    "link among templates": lambda a: linked(a),
}


def limited(archive: SmallArchive, limit: str) -> None:
    archive.configure('base_url = "https://example.org/"', "[limits]", limit)
    archive.write("x.pdf", "x" * 2000)


def linked(archive: SmallArchive) -> None:
    file = archive.write("templates/x.html", "x")
    file.with_name("y.html").symlink_to(file.name)


def assert_same(archive: SmallArchive) -> None:
    for options in ([], ["--strict"]):
        checked, built = archive.run("check", "--json", *options), archive.build("--all", *options)
        assert set(checked.codes) == set(built.codes), options
        assert checked.code == (built.code if built.code != 3 else 1), options
        severities = {p["severity"] for p in built.report["problems"]}
        assert not options or severities <= {"error"}
        told = archive.run("build", "--no-search", *options)
        assert told.code == built.code


def assert_accounted(archive: SmallArchive) -> None:
    """Every article that is left out has an error, and nothing is counted twice."""
    for outcome in (archive.run("check", "--json"), archive.build("--keep-going")):
        report = outcome.report
        errors = {p["path"] for p in report["problems"] if p["severity"] == "error"}
        counted = report["published"] + report["left_out"] + report["drafts"]
        assert report["articles"] == counted
        assert report["left_out"] <= len(errors)
        assert outcome.code in ((0, 3) if report["pages"] else (0, 1))


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_article(kind: str, archive: SmallArchive) -> None:
    archive.write("a.md", BROKEN[kind])
    archive.article("b.md", "B", "date: 2017")
    assert_same(archive)
    assert_accounted(archive)


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_article(kind: str, archive: SmallArchive) -> None:
    archive.write("a.md", ODD[kind])
    assert_same(archive)
    assert_accounted(archive)


@pytest.mark.parametrize("kind", FILES)
def test_other_files(kind: str, archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017")
    FILES[kind](archive)
    assert archive.run("check", "--json").report["problems"]
    assert_same(archive)


def test_a_file_that_cannot_be_read(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017")
    file = archive.write("x.pdf", "x")
    with unreadable(file):
        assert archive.run("check", "--json").codes == ["E009"]
        assert archive.build().codes == ["E009"]


def test_what_check_alone_lists_is_a_line_of_a_build(archive: SmallArchive) -> None:
    for name in "abc":
        body = "{% include x %} ![x](https://other.example/x.png)"
        archive.article(f"{name}.md", "A", "date: 2017", body=body)
    outcome = archive.run("build", "--no-search")
    (liquid,) = (line for line in outcome.err.splitlines() if "W015" in line)
    (images,) = (line for line in outcome.err.splitlines() if "W012" in line)
    assert "in 3 files" in liquid
    assert "3 images" in images
    assert all("`check` lists" in line for line in (liquid, images))
    assert archive.build().codes == []
    assert sorted(set(archive.build("--all").codes)) == ["W012", "W015"]
    assert archive.run("build", "--strict", "--no-search").code == 1


def test_check_takes_a_base_address_and_a_preview_needs_none(archive: SmallArchive) -> None:
    archive.configure('title = "T"')
    archive.article("a.md", "A", "date: 2017")
    assert archive.run("check", "--json").codes == ["W006"]
    assert archive.run("check", "--json", "--base-url", "https://example.org/x/").codes == []
    assert archive.run("check", "--base-url", "x").code == 2


@pytest.mark.parametrize(
    ("drafts", "fields", "strict", "last"),
    [
        (0, [], False, "1 article, 0 drafts, 0 errors, 0 warnings: a build publishes"),
        (1, [], False, "2 articles, 1 draft, 0 errors, 0 warnings: a build publishes"),
        (0, ["tagz: x"], False, "0 errors, 1 warning: a build publishes; with --strict it stops"),
        (0, ["tagz: x"], True, "0 errors, 1 warning: a build with --strict stops"),
        (0, ["slug: '!'"], False, "1 error, 0 warnings: a build stops"),
    ],
)
def test_the_last_line_of_check_counts(
    drafts: int, fields: list[str], strict: bool, last: str, archive: SmallArchive
) -> None:
    archive.article("a.md", "A", "date: 2017", *fields)
    for n in range(drafts):
        archive.article(f"d{n}.md", "D", "date: 2017", "draft: true")
    outcome = archive.run("check", *(["--strict"] if strict else []))
    assert outcome.out.splitlines()[-1].endswith(last)


def test_counts_of_a_build_are_said_in_the_singular_too(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017")
    archive.article("b.md", "B", "date: never")
    stopped = archive.run("build", "--no-search").out
    assert "2 articles; 1 error, 0 warnings; nothing was published" in stopped
    assert archive.run("build", "--no-search", "--keep-going").out.startswith(
        "2 articles: 1 published, 1 left out"
    )
    (archive.content / "b.md").unlink()
    assert archive.run("build", "--no-search").out.startswith("1 article: 1 published (")
