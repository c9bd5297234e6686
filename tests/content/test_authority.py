"""The file of spellings: the names that it joins, and the problems in it."""

import pytest

from dateline.content.authority import read_authority
from tests.conftest import SmallArchive


def test_a_file_gives_each_name_its_other_spellings() -> None:
    text = """
        [organisations]  # by kind
        "Islamic  State" = ["IS", "ISIL", "IS", "islamic state"]
        Unused = []
        [places]
        "Me\u0301xico" = ["Mexico"]
    """
    spellings, problems = read_authority("names.toml", text.encode())
    assert problems == []
    assert spellings["organisations"] == {"Islamic State": ("IS", "ISIL"), "Unused": ()}
    assert spellings["places"] == {"M\u00e9xico": ("Mexico",)}


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        (b"\n[tags]\nA = ['\xff']", "E001", 3, "UTF-8"),
        ("[tags]\nA = [", "E020", 2, "at end of document"),
        ("[tags]\nA = ['x']\nA = ['y']", "E020", 3, "overwrite"),
        (
            "[tags]\nA = ['x']\n\n[organisation]\nB = ['y']",
            "E020",
            4,
            "did you mean organisations?",
        ),
        ("'Islamic State' = ['ISIL']", "E020", 1, "there are tags"),
        ("tags = ['ISIL']", "E020", 1, "write [tags]"),
        ("[tags]\nA = ['x']\nB = 'y'", "E020", 3, 'write "B" = ["one", "two"]'),
        ("[tags]\nA = [\n  'x',\n  1\n]", "E020", 2, "list of texts"),
        ("[tags]\nA = ['x', ' ']", "E020", 2, "list of texts"),
        ("[tags]\nA = ['IS']\n'a' = ['x']", "E021", 3, 'the name "a" stands twice'),
        ("[tags]\nA = ['ISIL', 'IS']\nB = [\n'x',\n'is'\n]", "E021", 5, '"A" already'),
        ("[tags]\nA = ['B']\nB = ['x']", "E021", 2, '"B" is a name itself'),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_cure(
    text: str | bytes, code: str, line: int, words: str
) -> None:
    raw = text if isinstance(text, bytes) else text.encode()
    _, (problem,) = read_authority("names.toml", raw)
    assert (problem.path, problem.code, problem.line) == ("names.toml", code, line)
    assert words in f"{problem.message} {problem.hint}"
    assert problem.hint


@pytest.fixture
def spelt(archive: SmallArchive) -> SmallArchive:
    """Articles that spell one organisation in four ways, and a file that joins three."""
    names = ["[IS, Daesh]", "[ISIL, Syrian army]", "[isil]", "[Islamic state]", "[Syrian army]"]
    for i, written in enumerate(names):
        archive.article(f"{i}.md", f"Article {i}", "date: 2017-10-08", f"organisations: {written}")
    archive.write("names.toml", '[organisations]\n"Islamic State" = ["IS", "ISIL", "Daesh"]\n')
    return archive


def test_spellings_are_one_name_everywhere(spelt: SmallArchive) -> None:
    assert spelt.build().report["problems"] == []
    listing = spelt.page("organisations/islamic-state/")
    assert all(f"Article {i}" in listing for i in range(4))
    assert "Article 4" not in listing
    assert spelt.page("0/").count('organisations/islamic-state/"') == 1
    for page in spelt.files().values():
        assert b">ISIL<" not in page
    assert "names.toml" not in spelt.files()


def test_the_address_of_a_spelling_leads_to_the_name(spelt: SmallArchive) -> None:
    spelt.article("5.md", "Article 5", "date: 2017", "organisations: [Daesh!]", "tags: [ISIL]")
    spelt.build()
    for slug in ("is", "isil"):
        assert 'url=/archive/organisations/islamic-state/"' in spelt.page(f"organisations/{slug}/")
    assert "Article 5" in spelt.page("organisations/daesh/")  # that of another name stays
    assert "Article 5" in spelt.page("tags/isil/")  # spellings are of one kind


def test_a_link_to_a_spelling_is_one(spelt: SmallArchive) -> None:
    spelt.article("5.md", "Article 5", "date: 2017", body="[all of it](/organisations/isil/)")
    assert spelt.build().report["problems"] == []


def test_a_change_of_spellings_costs_the_pages_that_show_them(spelt: SmallArchive) -> None:
    for i in range(20):
        spelt.article(f"other/{i}.md", f"Other {i}", f"date: 2016-01-{i + 1}", f"tags: [t{i % 3}]")
    spelt.build()
    spelt.write("names.toml", '[organisations]\n"Islamic State" = ["IS", "Daesh"]\n')
    report = spelt.build().report
    assert report["read"] == 0
    assert report["rendered"] < report["pages"] / 2
    warm = spelt.files()
    spelt.build("--clean")
    assert spelt.files() == warm
    assert "Article 1" in spelt.page("organisations/isil/")
    spelt.write("names.toml", "")
    assert spelt.build().report["rendered"] > 0
    assert "organisations/is/index.html" in spelt.files()


def test_a_broken_file_stops_a_build_and_is_passed_over_with_keep_going(
    spelt: SmallArchive,
) -> None:
    text = '[organisation]\nA = ["B"]\n[organisations]\n"Islamic State" = ["IS", "ISIL"]\nA = "B"\n'
    spelt.write("names.toml", text)
    outcome = spelt.build()
    assert (outcome.code, outcome.codes) == (1, ["E020", "E020"])
    assert [p["line"] for p in outcome.report["problems"]] == [1, 5]
    assert outcome.report["problems"][0]["path"].endswith("content/names.toml")
    assert spelt.build("--keep-going").code == 3
    assert "Article 2" in spelt.page("organisations/islamic-state/")
