"""A small archive for whole builds, and the corpora beside the repository."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from benchmarks.hostile.payloads import read_payloads
from dateline.commands.cli import main

REPOSITORY = Path(__file__).parent.parent
CORPORA = REPOSITORY.parent / "shared" / "corpora"

#: Seconds that a test waits for a process or a server. It bounds what hangs and measures nothing:
#: on a busy machine anything may take a minute.
PATIENCE = 300

# No test fails for being slow, and every run tries the same examples, so that a change is not
# failed for what another one broke. `--hypothesis-profile explore` looks for new ones.
settings.register_profile(
    "dateline",
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "explore", settings.get_profile("dateline"), derandomize=False, max_examples=2000
)
settings.load_profile("dateline")

#: A program that becomes the one that it is given.
_HEED_INTERRUPTS = (
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL);"
    "os.execv(sys.argv[1], sys.argv[1:])"
)


class Outcome:
    """The result of a command: its exit code, its output, and the report if the output was JSON."""

    def __init__(self, code: int, out: str, err: str):
        self.code, self.out, self.err = code, out, err

    @property
    def report(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.out)
        return loaded

    @property
    def codes(self) -> list[str]:
        return [problem["code"] for problem in self.report["problems"]]


def run(arguments: Sequence[str | Path]) -> Outcome:
    """Runs the command line within this process."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    err = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:  # argparse ends a wrong command line so
            code = int(str(stop.code))
    out.seek(0)
    return Outcome(code, out.read(), err.getvalue())


class SmallArchive:
    """An archive in a folder of its own."""

    def __init__(self, root: Path):
        self.root = root
        self.content = root / "content"
        self.site = root / "site"
        self.content.mkdir(parents=True)
        self.configure('title = "Test archive"', 'base_url = "https://example.org/archive/"')

    def configure(self, *lines: str) -> None:
        (self.root / "dateline.toml").write_text("\n".join(lines) + "\n", "utf-8")

    def write(self, path: str, text: str | bytes) -> Path:
        file = self.root / path if path.startswith("templates/") else self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def article(self, path: str, title: str, *fields: str, body: str = "Some text.") -> Path:
        return self.write(path, "\n".join(["---", f"title: {title}", *fields, "---", "", body, ""]))

    def build(self, *options: str, search: bool = False) -> Outcome:
        """Builds with `--json`; without search where a test is not about it, for speed."""
        search_option = [] if search else ["--no-search"]
        return self.run("build", "--json", *search_option, *options)

    def run(self, command: str, *options: str) -> Outcome:
        return run([command, *options, "--config", self.root / "dateline.toml"])

    def page(self, address: str) -> str:
        file = self.site / address
        return (file / "index.html" if file.is_dir() else file).read_text("utf-8")

    def files(self) -> dict[str, bytes]:
        """Everything in the output folder but the build's own notes."""
        return {
            file.relative_to(self.site).as_posix(): file.read_bytes()
            for file in self.site.rglob("*")
            if file.is_file() and ".dateline" not in file.parts
        }


def start(command: Sequence[str], **options: Any) -> subprocess.Popen[Any]:
    """A process in the repository that Ctrl-C ends, as one that was started in a terminal. A shell
    lets its background jobs ignore Ctrl-C, and every process of theirs inherits that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        command = [sys.executable, "-I", "-S", "-c", _HEED_INTERRUPTS, *command]
    return subprocess.Popen(command, cwd=REPOSITORY, **options)


#: What takes longer than a test of `make check` may: whole builds, real archives, a browser.
_SLOW_FIXTURES = {"archive", "corpora"}
_SLOW_FOLDERS = {"browser", "serving"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks tests as slow that use something slow; other slow tests have the mark themselves."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if _SLOW_FIXTURES & fixtures or item.path.parent.name in _SLOW_FOLDERS:
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def archive(tmp_path: Path) -> SmallArchive:
    return SmallArchive(tmp_path / "archive")


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Real data beside the repository; a machine without it skips, unless it says it has it."""
    if not CORPORA.is_dir():
        if os.environ.get("DATELINE_REQUIRE_CORPORA") == "1":
            pytest.fail(f"{CORPORA} is missing, and DATELINE_REQUIRE_CORPORA=1 asks for it")
        pytest.skip("the corpora do not stand beside this repository")
    return CORPORA


@pytest.fixture(scope="session")
def payloads(corpora: Path) -> list[str]:
    """One in eight of the strings that were collected to break a page.

    `python -m benchmarks.hostile` takes all of them.
    """
    return read_payloads(corpora / "hostile")[::8]
