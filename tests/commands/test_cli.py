"""Commands, exit codes and output, as specified."""

import datetime
from pathlib import Path

import pytest

from dateline.commands.cli import start_article
from dateline.config import ConfigError
from tests.conftest import REPOSITORY, SmallArchive, run


def test_a_problem_reads_as_place_code_message_and_hint(
    archive: SmallArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(archive.root)
    archive.write("2017/10/08-x.md", "---\ntitle: x\nlang: en\ndate: 2017-13-01\n---\n")
    outcome = run(["build"])
    assert outcome.code == 1
    first, hint = outcome.err.splitlines()[:2]
    assert first == (
        'content/2017/10/08-x.md:4:7: E012 date: month must be in 1..12 (got "2017-13-01")'
    )
    assert hint.startswith("    write 2017-10-08")


def test_no_command_means_build(archive: SmallArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.article("a.md", "A", "date: 2017")
    monkeypatch.chdir(archive.root)
    assert run(["--no-search"]).code == 0
    assert (archive.site / "a" / "index.html").exists()


def test_an_archive_without_a_configuration_builds(tmp_path: Path) -> None:
    content, output = tmp_path / "texts", tmp_path / "elsewhere" / "site"
    content.mkdir()
    (content / "2017-10-08-a.md").write_text("# A headline\n\nText.")
    cache = tmp_path / "cache"
    outcome = run(
        ["build", "--content", content, "--output", output, "--cache", cache, "--no-search"]
    )
    assert outcome.code == 0
    assert "A headline" in (output / "2017-10-08-a" / "index.html").read_text()


def test_the_report_reconciles(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017")
    archive.article("b.md", "B", "date: 2017", "draft: true")
    archive.article("c.md", "C", "date: never")
    archive.write("pages/about.md", "# About")
    archive.write("_index.md", "Hello")
    report = archive.build("--keep-going", search=True).report
    assert report["articles"] == report["published"] + report["left_out"] + report["drafts"] == 3
    assert report["indexed"] == report["published"] == 1
    (problem,) = report["problems"]
    assert set(problem) == {"path", "line", "column", "code", "severity", "message", "hint"}


def test_strict_makes_warnings_errors(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017", "tagz: [x]")
    assert archive.build().code == 0
    outcome = archive.build("--strict")
    assert outcome.code == 1
    assert outcome.report["problems"][0]["severity"] == "error"


def test_drafts_never_change_the_exit_code(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: soon", "draft: true", "sorce: x")
    assert archive.build("--strict").code == 0


def test_check_lists_every_problem_and_writes_nothing(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: never")
    archive.article("b.md", "B", "date: 2017", body="[x](nowhere.md)")
    outcome = archive.run("check", "--json")
    assert (outcome.code, outcome.codes) == (1, ["E012", "W002"])
    assert not archive.site.exists()
    archive.article("a.md", "A", "date: 2017")
    assert archive.run("check").code == 0
    assert archive.run("check", "--strict").code == 1


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["titel = 'x'"], "did you mean title"),
        (["title = 3"], "title must be text"),
        (["base_url = 'example.org'"], "base address"),
        (["timezone = 'Mars/Base'"], "timezone"),
        (["language = 'english!'"], "language tag"),
        (["[fields]", "tag = ['x']"], "did you mean tags"),
        (["[rights]", "default = 'excerpt'"], "rights"),
        (["title = "], "dateline.toml"),
    ],
)
def test_a_wrong_configuration_is_explained(
    archive: SmallArchive, lines: list[str], said: str
) -> None:
    archive.configure(*lines)
    outcome = archive.build()
    assert outcome.code == 2
    assert said in outcome.err
    assert "dateline.toml" in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--nonsense"],
        ["--config", "missing.toml"],
        ["--content", "missing"],
        ["--base-url", "x"],
        ["new"],
    ],
)
def test_a_wrong_command_line_exits_with_2(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments).code == 2


def test_output_within_content_is_refused(archive: SmallArchive) -> None:
    for output in (archive.content, archive.content / "site", archive.root):
        assert archive.build("--output", str(output)).code == 2


def test_new_starts_an_article_that_builds(archive: SmallArchive) -> None:
    outcome = archive.run("new", 'A "quoted": headline')
    file = Path(outcome.out.strip())
    assert (outcome.code, file.name[2:]) == (0, "-a-quoted-headline.md")
    assert archive.build().report["published"] == 1
    assert archive.run("new", 'A "quoted": headline').code == 2


def test_a_started_article_never_replaces_one_and_fits_the_file_system(tmp_path: Path) -> None:
    day = datetime.date(2017, 10, 8)
    file = start_article(tmp_path, "خبر " * 100, day)
    assert len(file.name.encode()) < 255
    with pytest.raises(ConfigError, match="already"):
        start_article(tmp_path, "خبر " * 100, day)
    with pytest.raises(ConfigError, match="letter"):
        start_article(tmp_path, "!!", day)


def test_build_py_is_the_same_command_line(tmp_path: Path) -> None:
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "build.py"), "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("dateline ")


def test_numbers_that_are_none_are_told_before_anything_is_built(archive: SmallArchive) -> None:
    assert archive.run("build", "--jobs", "-3").code == 2
    assert archive.run("serve", "--port", "99999").code == 2
    assert not archive.site.exists()
