"""The preview: serves under the site's own path, follows changes, survives a failed build."""

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from dateline.serving import preview
from tests.conftest import PATIENCE, SmallArchive, start


class Preview(NamedTuple):
    archive: SmallArchive
    port: int

    def get(self, path: str, host: str = "127.0.0.1") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path, headers={"Host": f"{host}:{self.port}"})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text


@pytest.fixture
def served(archive: SmallArchive) -> Iterator[Preview]:
    """A running preview; it has been built once, and Ctrl-C ends it when the test is over."""
    archive.article("a.md", "First", "date: 2017-10-08")
    command = ["build.py", "serve", "--no-search", "--port", "0", "--config"]
    process = start(
        [sys.executable, *command, str(archive.root / "dateline.toml")],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    address = next(line for line in process.stdout if "http://" in line).split()[2]
    yield Preview(archive, urlsplit(address).port or 0)
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=PATIENCE)
    finally:
        process.kill()  # one that does not end does not outlive the tests
    assert process.returncode == 0


def events(served: Preview) -> Iterator[dict[str, object]]:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
    connection.request("GET", "/archive/.dateline/events")
    answer = connection.getresponse()
    try:
        while line := answer.readline():
            if line.startswith(b"data: "):
                yield json.loads(line[6:])
    finally:
        connection.close()


def test_the_site_stands_under_its_own_path(served: Preview) -> None:
    status, page = served.get("/archive/a/")
    assert status == 200
    assert '<script type="module" src="/archive/.dateline/preview.js">' in page
    assert "preview.js" not in served.archive.page("a/")
    assert served.get("/")[0] == 302
    assert served.get("/archive/a")[0] == 302
    status, page = served.get("/archive/missing/")
    assert (status, "Nothing stands at this address" in page) == (404, True)


def test_nothing_else_is_served(served: Preview) -> None:
    root, site = served.archive.root, served.archive.site
    (root / "secret.txt").write_text("secret")
    (site / "link.txt").symlink_to(root / "secret.txt")
    (site / "folder").symlink_to(root)
    (site / "inner").symlink_to("a")
    (site / ".hidden.txt").write_text("secret")
    os.mkfifo(site / "pipe.html")
    for path in (
        "/archive/../secret.txt",
        "/archive/%2e%2e/secret.txt",
        "/archive/..%2fsecret.txt",
        "/archive/a/..%2f..%2fsecret.txt",
        "/archive/..%5csecret.txt",
        "/archive/a%5c..%5c..%5csecret.txt",
        "/archive/%252e%252e/secret.txt",
        "/archive/.%00./secret.txt",
        "/archive/secret.txt%00.html",
        f"/archive/{root}/secret.txt",
        f"/archive/%2f{str(root)[1:]}/secret.txt",
        "/archive//etc/passwd",
        "/archive/file:/etc/passwd",
        "/archive/C:/secret.txt",
        "/archive/.dateline/manifest.json",
        "/archive/.DATELINE/manifest.json",
        "/archive/.hidden.txt",
        "/archive/link.txt",
        "/archive/folder/",
        "/archive/folder/secret.txt",
        "/archive/inner/",
        "/archive/pipe.html",
        "/archive/%ff%fe/",
        f"/archive/{'x' * 300}/",
        f"/archive/{'x/' * 9000}",
    ):
        status, page = served.get(path)
        assert (status, "secret" in page) == (404, False), path
    assert served.get("/archive/", host="evil.example")[0] == 403


def test_every_answer_forbids_scripts_from_elsewhere(served: Preview) -> None:
    (served.archive.site / "404.html").unlink()
    for path in ("/archive/", "/archive/missing/", f"/archive/{'x' * 300}/", "/archive/%00/"):
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
        connection.request("GET", path)
        answer = connection.getresponse()
        assert "script-src 'self'" in (answer.headers["Content-Security-Policy"] or ""), path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        connection.close()


def test_a_change_is_built_and_a_broken_save_keeps_the_last_good_site(served: Preview) -> None:
    stream = events(served)
    assert next(stream) == {"built": 1, "problems": []}
    served.archive.article("a.md", "Second", "date: 2017-10-08")
    state = next(s for s in stream if s["built"] != 1)
    assert "Second" in served.get("/archive/a/")[1]
    served.archive.article("a.md", "Third", "date: 2017-13-08")
    broken = next(s for s in stream if s["problems"])
    assert broken["built"] == state["built"]
    assert "E012" in str(broken["problems"])
    assert "Second" in served.get("/archive/a/")[1]


def test_the_script_of_the_preview_ships_with_the_package() -> None:
    assert Path(preview.__file__).with_name("preview.js").is_file()


def test_templates_that_come_while_it_runs_are_followed(served: Preview) -> None:
    def built_with(text: str) -> bool:
        """Whether a page has a text once what was saved is built."""
        return any(text in served.get("/archive/a/")[1] for _ in stream)

    stream = events(served)
    next(stream)
    served.archive.write("templates/assets/fonts/x.css", "body { color: teal }")
    served.archive.write("templates/assets/theme.css", "@import './fonts/x.css';")
    assert built_with("assets/theme.")
    line = "{% extends 'default/base.html' %}{% block colophon %}LINE{% endblock %}"
    for words in ("One line", "Another line"):
        served.archive.write("templates/base.html", line.replace("LINE", words))
        assert built_with(words)
