"""The content folder: files that are read, ignored, or reported."""

import os
import shutil
import socket
import subprocess
import unicodedata
from pathlib import Path

import pytest

from dateline.config import Limits
from dateline.content.scan import find_files, read_bytes
from dateline.problems import Problem, problem
from tests.conftest import SmallArchive


def found(archive: SmallArchive, *options: str) -> list[tuple[str, str]]:
    """Code and path of every problem of a build."""
    outcome = archive.build(*options)
    root = archive.content.as_posix() + "/"
    return [(p["code"], p["path"].removeprefix(root)) for p in outcome.report["problems"]]


def test_links_pipes_and_sockets_are_named_and_not_opened(
    archive: SmallArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.article("a.md", "A", "date: 2017")
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "secret.md").write_text("---\ntitle: Secret\ndate: 2017\n---\n")
    (secret / "secret.txt").write_text("secret")
    (archive.content / "link.md").symlink_to(secret / "secret.md")
    (archive.content / "link.txt").symlink_to(secret / "secret.txt")
    (archive.content / "folder").symlink_to(secret)
    (archive.content / "loop").symlink_to(archive.content)
    (archive.content / "nowhere.md").symlink_to("missing")
    os.mkfifo(archive.content / "pipe.md")
    os.mkfifo(archive.content / "names.toml")
    with socket.socket(socket.AF_UNIX) as listening:
        monkeypatch.chdir(archive.content)  # the address of a socket is at most 108 bytes
        listening.bind("socket.png")
        assert found(archive) == [
            ("W005", "folder"),
            ("W005", "link.md"),
            ("W005", "link.txt"),
            ("W005", "loop"),
            ("W018", "names.toml"),
            ("W005", "nowhere.md"),
            ("W018", "pipe.md"),
            ("W018", "socket.png"),
        ]
    assert not any("secret" in path or b"Secret" in data for path, data in archive.files().items())


def test_the_content_folder_itself_may_be_a_link(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017")
    (archive.root / "by-link").symlink_to("content")
    assert archive.build("--content", str(archive.root / "by-link")).report["published"] == 1


@pytest.mark.parametrize("swapped", ["pipe", "link", "folder", "nothing"])
def test_a_file_that_became_something_else_since_it_was_listed_is_not_read(
    tmp_path: Path, swapped: str
) -> None:
    (tmp_path / "a.md").write_text("text")
    (file,) = find_files(tmp_path).texts
    place = tmp_path / file.path
    place.rename(tmp_path / "other")
    if swapped == "pipe":
        os.mkfifo(place)
    elif swapped == "link":
        place.symlink_to("other")
    elif swapped == "folder":
        place.mkdir()
    read = read_bytes(tmp_path, file.path, Limits())
    assert isinstance(read, Problem)
    assert (read.code, read.path) == ("E009", "a.md")


def test_names_that_are_not_utf8_are_named_once_and_their_articles_counted(
    archive: SmallArchive,
) -> None:
    archive.article("a.md", "A", "date: 2017")
    text = b"---\ntitle: x\ndate: 2017\n---\n"
    for name in (b"caf\xe9.md", b"f\xe9vrier/a.md", b"f\xe9vrier/b.md", b"f\xe9vrier/c.png"):
        archive.write(os.fsdecode(name), text)
    assert archive.build().code == 1
    assert found(archive, "--keep-going") == [("E032", "caf\\xe9.md"), ("E032", "f\\xe9vrier")]
    report = archive.build("--keep-going").report
    counts = (report["articles"], report["published"], report["left_out"])
    assert counts == (4, 1, 3)
    assert "caf\\xe9.md: E032 the name is not UTF-8" in archive.run("check").out


@pytest.mark.parametrize(
    "name", ["a\nb.pdf", "a\x1b[31m.pdf", "a\\b.pdf", "\u202efdp.exe.pdf", "a\u2028b.pdf"]
)
def test_a_file_with_signs_that_cannot_stand_in_an_address_is_not_published(
    archive: SmallArchive, name: str
) -> None:
    archive.article("a.md", "A", "date: 2017")
    archive.write(name, "x")
    assert found(archive) == [("E032", name)]
    assert found(archive, "--keep-going") == [("E032", name)]
    assert not any(path.endswith(".pdf") for path in archive.files())


def test_such_signs_in_the_name_of_a_text_do_not_break_the_list_of_problems(
    archive: SmallArchive,
) -> None:
    archive.article("a\nb\u202e\x1b[2J.md", "A", "date: 2017-13-01")
    (line, _) = archive.run("build", "--no-search").err.splitlines()
    assert "content/a\\nb\\u202e\\x1b[2J.md:3:7: E012" in line
    archive.article("a\nb\u202e\x1b[2J.md", "A", "date: 2017")
    assert archive.build().report["problems"] == []
    assert (archive.site / "a-b-2j" / "index.html").is_file()


def test_a_problem_takes_one_line_and_its_hint_another() -> None:
    told = str(problem("E012", "a\rb", "c\x85d", hint="e\nf"))
    assert told == "a\\rb: E012 c\\x85d\n    e\\nf"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("aux.pdf", "W020"),
        ("con/a.pdf", "W020"),
        ("a/Com1.tar.pdf", "W020"),
        ("what?.pdf", "W020"),
        ("12:30.csv", "W020"),
        ("folder./a.pdf", "W020"),
        ("nul.md", "W020"),
        ("what?.md", ""),
        ("console.pdf", ""),
        ("Screenshot 1.23\u202fPM.pdf", ""),
        ("写真\u3000一.pdf", ""),
    ],
)
def test_names_that_windows_cannot_hold_are_said_where_they_matter(
    archive: SmallArchive, path: str, code: str
) -> None:
    archive.write(path, "---\ntitle: A\ndate: 2017\n---\n" if path.endswith("md") else "x")
    outcome = archive.build()
    assert outcome.code == 0
    assert outcome.codes == [code] * bool(code)
    assert path.endswith(".md") or path in archive.files()


def test_what_systems_and_editors_leave_behind_is_passed_over(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017")
    for name in (
        *(".DS_Store", "Thumbs.db", "thumbs.db", "desktop.ini", "a.md~", "#a.md#", ".a.md.swp"),
        *("~$report.docx", ".#a.md", ".git/config.md", "._photo.jpg", ".nojekyll"),
    ):
        archive.write(name, "x")
    assert archive.build().report["problems"] == []
    assert not any("docx" in path or "photo" in path for path in archive.files())


def test_kinds_are_known_in_capitals_too(archive: SmallArchive) -> None:
    archive.article("A.MD", "A", "date: 2017")
    archive.article("b.Markdown", "B", "date: 2017")
    archive.write("_INDEX.Md", "On the front page.")
    archive.write("C.TXT", "x")
    assert archive.build().report["published"] == 2
    assert "On the front page." in archive.page("")
    assert {"a/index.html", "b/index.html", "C.TXT"} <= set(archive.files())


def test_a_folder_that_cannot_be_listed_is_an_error_and_the_rest_is_read(
    archive: SmallArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its path is longer than the system takes; a folder without permission is the same case, but
    not for the administrator."""
    archive.article("a.md", "A", "date: 2017")
    monkeypatch.chdir(archive.content)
    for _ in range(20):
        Path("n" * 250).mkdir()
        monkeypatch.chdir("n" * 250)
    monkeypatch.undo()
    outcome = archive.build("--keep-going")
    shutil.rmtree(archive.content / ("n" * 250))
    assert outcome.codes == ["E009"]
    assert "folder cannot be read" in outcome.report["problems"][0]["message"]
    assert outcome.report["published"] == 1


def test_folders_as_deep_as_a_path_goes_are_read(archive: SmallArchive) -> None:
    deep = archive.content / "/".join("d" * 1500)
    subprocess.run(["mkdir", "-p", str(deep)], check=True)  # Python's own calls itself too often
    (deep / "a.txt").write_text("x")
    (problem,) = archive.build("--keep-going").report["problems"]
    subprocess.run(["rm", "-rf", str(archive.content)], check=True)
    assert (problem["code"], "800 bytes" in problem["message"]) == ("E033", True)


def test_one_file_name_in_two_compositions_is_one_address(archive: SmallArchive) -> None:
    nfc, nfd = (unicodedata.normalize(form, "é") for form in ("NFC", "NFD"))
    for name in (nfc, nfd):
        archive.article(f"{name}.md", "A", "date: 2017")
        archive.write(f"{name}.txt", "x")
    assert sorted(found(archive, "--keep-going")) == [("E030", f"{nfc}.md"), ("E030", f"{nfc}.txt")]
    assert {path for path in archive.files() if "é" in path} == {"é.txt", "é/index.html"}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_site_is_the_same_however_the_system_writes_accents(
    archive: SmallArchive, form: str
) -> None:
    from tests.pictures import png

    name = unicodedata.normalize(form, "é")  # type: ignore[arg-type]  # of the two forms above
    archive.article(f"{name}/{name}.md", "A", "date: 2017", body="![p](é.png) [t](é/t.txt)")
    archive.write(f"{name}/{name}.png", png(600, 40))
    archive.write(f"{name}/{name}/t.txt", "x")
    assert archive.build().report["problems"] == []
    assert {"é/é/index.html", "é/é.png", "é/é/t.txt"} <= set(archive.files())
    assert 'src="/archive/%C3%A9/%C3%A9.png"' in archive.page("é/é/")
    assert archive.build().report["written"] == 0
