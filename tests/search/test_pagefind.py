"""A Pagefind that fails, hangs or floods its pipe: one problem, and no process survives the
build."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from dateline.search import pagefind, pagefind_process
from dateline.search.pagefind import run_pagefind, with_loader
from tests.conftest import REPOSITORY, SmallArchive

#: What a program can do in the place of Pagefind; each leaves a child that would outlive it.
PROGRAMS = {
    "never answers": "cat > /dev/null",
    "never reads": "exec sleep 1000",
    "closes what it reads from": "exec 0<&-; exec sleep 1000",
    "closes what it answers on": "exec 1>&-; exec sleep 1000",
    "answers a byte at a time": "while :; do printf A; sleep 1; done",
    "floods": "exec cat /dev/zero",
    "answers what is no answer": "while :; do printf 'AAAA,'; done",
    "ends at once": "exit 3",
    "ignores signals": "trap '' TERM INT HUP; cat > /dev/null",
    "answers with an error": 'printf \'%s,\' "$(printf \'%s\' \'{"payload":{"type":"Error",'
    '"message":"no"}}\' | base64 -w0)"; cat > /dev/null',
}
DOCUMENTS = [("/a/", "<html><body data-pagefind-body>" + "word " * 50_000 + "</body></html>")]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="waits for processes by pidfd"),
]


class Fake:
    """A program in a folder, which notes its own process and that of a child that it leaves."""

    def __init__(self, folder: Path, program: str, begun: Path = Path(os.devnull)):
        self.pids, self.file, self.begun = folder / "pids", folder / "pagefind", begun
        folder.mkdir(parents=True, exist_ok=True)
        self.file.write_text(
            f"#!/bin/sh\nsleep 1000 & echo $! >> {self.pids}\necho $$ >> {self.pids}\n{program}\n"
        )
        self.file.chmod(0o755)

    def wait_for_end(self) -> None:
        """Waits until none of its processes runs."""
        for pid in map(int, self.pids.read_text().split()):
            with suppress(ProcessLookupError):
                descriptor = os.pidfd_open(pid)
                select.select([descriptor], [], [])
                os.close(descriptor)


@pytest.fixture(params=PROGRAMS)
def fake(request: pytest.FixtureRequest, tmp_path: Path) -> Fake:
    return Fake(tmp_path / "program", PROGRAMS[request.param])


@pytest.fixture
def _little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagefind_process, "_SECONDS", 0.5)
    monkeypatch.setattr(pagefind_process, "_ANSWER", 1_000_000)


@pytest.mark.usefixtures("_little_time")
def test_whatever_it_does_is_an_error_and_it_ends(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagefind, "pagefind_executable", lambda: str(fake.file))
    with pytest.raises((OSError, ValueError)):
        run_pagefind("en", DOCUMENTS)
    if fake.pids.exists():  # it may be killed before it has begun
        fake.wait_for_end()


def test_the_limit_grows_with_what_is_indexed() -> None:
    few, many = pagefind_process.time_limit(1, 1000), pagefind_process.time_limit(750, 3_000_000)
    assert few >= 60
    assert many >= few + 100


def test_what_it_leaves_running_is_ended_after_a_good_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = Fake(tmp_path / "program", f'exec "{pagefind.pagefind_executable()}" "$@"')
    monkeypatch.setattr(pagefind, "pagefind_executable", lambda: str(fake.file))
    assert "pagefind.js" in run_pagefind("en", DOCUMENTS)
    fake.wait_for_end()


def test_the_published_script_loads_by_what_the_search_page_gives_it() -> None:
    """`tests/browser/test_search_page.py` has it load, and fail to."""
    script = run_pagefind("en", DOCUMENTS)["pagefind.js"]
    assert with_loader(script).endswith(script)
    assert b"export const setFetch" in with_loader(script)
    assert b"setFetch" not in script
    assert b"let fetch" not in script


Start = Callable[[str], "subprocess.Popen[bytes]"]


@pytest.fixture
def start(archive: SmallArchive, tmp_path: Path) -> Iterator[tuple[Fake, Start]]:
    """Begins a build with a program that never answers in the place of Pagefind."""
    archive.article("a.md", "A", "date: 2017")
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    fake = Fake(tmp_path / "program", f"echo > {begun}; cat > /dev/null", begun)
    package = tmp_path / "packages" / "pagefind_bin"
    package.mkdir(parents=True)
    line = f"def get_executable():\n    return {str(fake.file)!r}\n"
    (package / "__init__.py").write_text(line, "utf-8")
    running: list[subprocess.Popen[bytes]] = []

    def begin(jobs: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "build.py", "--jobs", jobs, "--json"]
        running.append(
            subprocess.Popen(
                [*command, "--config", str(archive.root / "dateline.toml")],
                cwd=REPOSITORY,
                env={**os.environ, "PYTHONPATH": str(package.parent)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
            )
        )
        return running[-1]

    yield fake, begin
    for process in running:
        process.kill()
        process.wait()


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_a_build_that_is_ended(
    start: tuple[Fake, Start], jobs: str, sign: signal.Signals
) -> None:
    fake, begin = start
    process = begin(jobs)
    fake.begun.read_bytes()  # of a pipe: it waits until the program writes
    process.send_signal(sign)
    process.wait()
    fake.wait_for_end()


@pytest.mark.usefixtures("_little_time")
def test_a_build_whose_index_fails_says_so_and_leaves_the_site(
    archive: SmallArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.article("a.md", "A", "date: 2017")
    fake = Fake(tmp_path / "program", "exit 3")
    monkeypatch.setattr(pagefind, "pagefind_executable", lambda: str(fake.file))
    monkeypatch.setattr(
        "dateline.build.indexing._FEW_SHARDS", 0
    )  # in this process, which is patched
    outcome = archive.build(search=True)
    assert outcome.code == 1
    assert outcome.codes == ["E043"]
    [problem] = outcome.report["problems"]
    assert "pagefind/en/" in problem["path"]
    assert "--no-search" in problem["hint"]
    assert not archive.files()
    assert json.loads(outcome.out)["pages"] == 0
