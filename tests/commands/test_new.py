"""`new` creates an article with any title, and a build can read the fields that it fills in."""

import datetime
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.commands.cli import start_article
from dateline.config import ConfigError
from dateline.content.invisible_chars import one_line
from tests.conftest import SmallArchive


def header(file: Path) -> dict[str, object]:
    text = file.read_text("utf-8").split("---\n")[1]
    loaded: dict[str, object] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  # text alone
    return loaded


@pytest.mark.parametrize(
    ("date", "path", "written"),
    [
        ("2017-10-08", "2017/10/08-dam-opens.md", "2017-10-08"),
        ("2017/1/8", "2017/01/08-dam-opens.md", "2017-01-08"),
        ("2017-10-08 14:30 +03:00", "2017/10/08-dam-opens.md", "2017-10-08T14:30:00+03:00"),
        ("2017-10", "2017/10/dam-opens.md", "2017-10"),
        ("2017", "2017/dam-opens.md", "2017"),
    ],
)
def test_the_name_fits_the_date(date: str, path: str, written: str, archive: SmallArchive) -> None:
    outcome = archive.run("new", "Dam opens", "--date", date)
    assert outcome.code == 0
    file = Path(outcome.out.strip())
    assert file.relative_to(archive.content).as_posix() == path
    assert header(file)["date"] == written
    assert archive.build().report["published"] == 1


def test_without_a_date_it_is_today_and_the_address_is_told_to_stay(archive: SmallArchive) -> None:
    outcome = archive.run("new", "Dam opens")
    assert "keeps it when `date:` changes" in outcome.err
    datetime.datetime.strptime(Path(outcome.out).parts[-3], "%Y")
    assert len(outcome.out.splitlines()) == 1


@pytest.mark.parametrize("date", ["tomorrow", "2017-13-01", "2017-02-30", "10/8/2017", "8", " "])
def test_a_date_that_is_none_is_told(date: str, archive: SmallArchive) -> None:
    outcome = archive.run("new", "Dam opens", "--date", date)
    assert outcome.code == 2
    assert "--date: " in outcome.err
    assert "2017-10-08" in outcome.err
    assert not list(archive.content.iterdir())


@pytest.mark.parametrize(
    ("options", "fields"),
    [
        (["--tags", "water, river"], {"tags": ["water", "river"]}),
        (["--tags", "water", "--tags", "#river,,water"], {"tags": ["water", "river"]}),
        (
            ["--tags", "a: b, [c], *d, 'e', 1.10, no"],
            {"tags": ["a: b", "[c]", "*d", "'e'", "1.10", "no"]},
        ),
        (["--source", "The Post: Weekly"], {"source": "The Post: Weekly", "source_url": ""}),
        (["--source", "https://p.example/a"], {"source": "", "source_url": "https://p.example/a"}),
        ([], {"tags": [], "source": "", "source_url": ""}),
    ],
)
def test_source_and_tags_are_filled_in(
    options: list[str], fields: dict[str, object], archive: SmallArchive
) -> None:
    outcome = archive.run("new", "Dam opens", *options)
    found = header(Path(outcome.out.strip()))
    assert {name: found[name] for name in fields} == fields
    assert archive.build().report["problems"] == []


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("خبر عاجل", "خبر-عاجل"),
        ("関税を引き上げ", "関税を引き上げ"),
        ("Ελλάδα: «νέα»", "ελλάδα-νέα"),
        ("हिन्दी", "हिन्दी"),
        ("C++ 20", "c-20"),
    ],
)
def test_titles_of_any_script(title: str, stem: str, archive: SmallArchive) -> None:
    file = Path(archive.run("new", title, "--date", "2017-10-08").out.strip())
    assert file.stem == f"08-{stem}"
    assert header(file)["title"] == title


@pytest.mark.parametrize("title", ["Index", "con", "08 dead", "08", "_index", "pages"])
def test_a_name_that_means_something_else_is_not_taken(title: str, archive: SmallArchive) -> None:
    for date in ("2017", "2017-10"):
        assert archive.run("new", title, "--date", date).code == 0
    report = archive.build().report
    assert (report["published"], report["problems"]) == (2, [])
    assert (archive.site / "timeline/2017/10/index.html").is_file()
    assert not (archive.site / "timeline/2017/10/08/index.html").exists()
    for file in archive.content.rglob("*.md"):
        text = file.read_text("utf-8").replace("date: 2017-10\n", "").replace("date: 2017\n", "")
        file.write_text(text)
    assert set(archive.build().codes) == {"E011"}


def test_it_never_writes_over_a_file(archive: SmallArchive) -> None:
    options = ["--date", "2017-10-08", "--tags", "x"]
    file = Path(archive.run("new", "A", *options).out.strip())
    file.write_text("mine")
    outcome = archive.run("new", "A", *options)
    assert (outcome.code, "already" in outcome.err) == (2, True)
    assert file.read_text() == "mine"


def test_a_file_in_the_place_of_a_folder_is_told(archive: SmallArchive) -> None:
    archive.write("2017", "x")
    outcome = archive.run("new", "A", "--date", "2017-10-08")
    assert outcome.code == 2
    assert "Errno" not in outcome.err


def test_fields_have_the_names_that_the_archive_reads(archive: SmallArchive) -> None:
    archive.configure(
        'base_url = "https://e.org/"',
        "[fields]",
        'source = ["publication"]',
        'date = ["on", "date"]',
    )
    file = Path(archive.run("new", "A", "--source", "The Post", "--date", "2017").out.strip())
    assert header(file)["publication"] == "The Post"
    assert header(file)["date"] == "2017"
    assert archive.build().report["problems"] == []
    assert "The Post" in archive.page("2017/a/")


@settings(deadline=None)
@given(
    title=st.text(max_size=60),
    source=st.text(max_size=30),
    tags=st.lists(st.text(max_size=20), max_size=3),
)
def test_whatever_is_given_is_read_back_or_refused(
    title: str, source: str, tags: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            file = start_article(Path(folder), title, datetime.date(2017, 10, 8), source, tags)
        except ConfigError:
            return
        found = header(file)
        assert found["title"] == one_line(title)
        assert one_line(source) in (found["source"], found["source_url"])
        assert len(file.name.encode()) < 255


def test_text_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    for given_title, source in (("a\udce9", ""), ("a", "\udce9")):
        with pytest.raises(ConfigError, match="UTF-8"):
            start_article(tmp_path, given_title, datetime.date(2017, 10, 8), source)
