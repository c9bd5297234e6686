"""First steps of a new user: no environment, a port in use, Ctrl-C."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.commands.start import MODULES
from tests.conftest import REPOSITORY, SmallArchive

#: Names of packages whose modules are called otherwise.
NAMED_OTHERWISE = {
    "markdown-it-py": "markdown_it",
    "pillow": "pil",
    "python-frontmatter": "frontmatter",
    "pyyaml": "yaml",
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The files of the repository that are needed to start, without an environment."""
    root = tmp_path / "checkout"
    (root / "dateline" / "commands").mkdir(parents=True)
    package = ("__init__.py", "commands/__init__.py", "commands/start.py")
    for name in ("build.py", "tasks.py", "Makefile", *(f"dateline/{each}" for each in package)):
        shutil.copy(REPOSITORY / name, root / name)
    return root


def bare(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs this Python without the packages that are installed for it."""
    return subprocess.run(
        [sys.executable, "-S", *arguments], cwd=root, capture_output=True, text=True, timeout=100
    )


def test_without_an_environment_one_line_says_what_to_type(checkout: Path) -> None:
    for arguments in (["build.py"], ["build.py", "check"]):
        done = bare(checkout, *arguments)
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert "msgspec" in line
        assert line.endswith("type: make site")


def test_an_environment_that_is_there_is_named(checkout: Path) -> None:
    python = checkout / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    assert bare(checkout, "build.py").stderr.endswith("type: make site\n")  # it is not set up
    (checkout / ".venv" / ".site-is-set-up").touch()
    assert bare(checkout, "build.py").stderr.endswith("type: .venv/bin/python build.py\n")


def test_from_another_folder_the_whole_path_is_said(checkout: Path, tmp_path: Path) -> None:
    done = bare(tmp_path, str(checkout / "build.py"))
    assert done.stderr.endswith(f"in {checkout} type: make site\n")


@pytest.mark.parametrize("name", ["nh3", "watchfiles", "frontmatter", "pagefind_bin"])
def test_one_package_that_is_missing_is_named(name: str, archive: SmallArchive) -> None:
    """Also if another process imports it first."""
    archive.article("a.md", "A", "date: 2017")
    script = (
        "import sys, importlib.abc\n"
        "class Missing(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {name!r}:\n"
        "            raise ModuleNotFoundError(name=name)\n"
        "import dateline.commands.start, importlib.util\n"
        "found = importlib.util.find_spec\n"
        f"importlib.util.find_spec = lambda n: None if n == {name!r} else found(n)\n"
        "sys.exit(dateline.commands.start.main())\n"
    )
    config = str(archive.root / "dateline.toml")
    done = subprocess.run(
        [sys.executable, "-c", script, "build", "--config", config],
        cwd=REPOSITORY, capture_output=True, text=True, timeout=100,
    )  # fmt: skip
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"dateline: {name} is not installed for this Python; ")
    assert "type: " in line
    assert not archive.site.exists()


def test_the_list_of_modules_is_that_of_the_packages() -> None:
    with (REPOSITORY / "pyproject.toml").open("rb") as file:
        needed = tomllib.load(file)["project"]["dependencies"]
    names = [re.split(r"[<>=~!\[ ;]", package)[0].lower() for package in needed]
    wanted = {NAMED_OTHERWISE.get(name, name.replace("-", "_")) for name in names}
    assert wanted == {module.lower() for module in MODULES}


def test_an_older_python_is_told_what_is_needed() -> None:
    for name in ("build.py", "tasks.py"):
        text = (REPOSITORY / name).read_text("utf-8")
        assert "sys.version_info < (3, 11)" in text
        assert "Python 3.11 or newer is needed" in text
    # Every Python can read what comes before.
    head = (REPOSITORY / "build.py").read_text("utf-8").partition("if __name__")[0]
    assert not re.search(r"""\bf["']|:=|->|\bmatch\b""", head)


@pytest.fixture
def port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_a_port_in_use_says_what_to_do(port: int, archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017")
    outcome = archive.run("serve", "--port", str(port))
    assert outcome.code == 2
    assert f"port {port}: another program listens there" in outcome.err
    assert "--port 8001 (make serve PORT=8001)" in outcome.err
    assert not archive.site.exists()


@pytest.mark.parametrize(
    ("given", "passed"),
    [([], []), (["8001"], ["--port", "8001"]), (["--port", "8001"], ["--port", "8001"])],
)
def test_tasks_and_make_pass_the_port_on(
    given: list[str], passed: list[str], checkout: Path
) -> None:
    stand_in(checkout, "import sys; print(sys.argv[1:])")
    done = subprocess.run(
        [sys.executable, "tasks.py", "serve", *given],
        cwd=checkout, capture_output=True, text=True, timeout=100,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == str(["serve", *passed]), done.stderr
    if shutil.which("make") and len(given) < 2:
        variables = [f"PORT={number}" for number in given]
        passed_on = ("PORT", "MAKEFLAGS", "MAKELEVEL")  # by a `make` that runs these tests
        done = subprocess.run(
            ["make", "serve", f"PYTHON={sys.executable}", *variables],
            cwd=checkout, capture_output=True, text=True, timeout=100,
            env={k: v for k, v in os.environ.items() if k not in passed_on},
        )  # fmt: skip
        assert done.stdout.splitlines()[-1] == str(["serve", *passed]), done.stderr


def stand_in(root: Path, script: str) -> None:
    """Puts an environment that is set up, and something else for the program."""
    for name in ("pyproject.toml", "constraints.txt"):
        shutil.copy(REPOSITORY / name, root)
    python = root / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    texts = [(root / name).read_text() for name in ("pyproject.toml", "constraints.txt")]
    (root / ".venv" / ".site-is-set-up").write_text("".join(texts))
    (root / "build.py").write_text(script)


def begin_preview(archive: SmallArchive, *, ignores: bool) -> subprocess.Popen[str]:
    """Starts a preview in a session of its own; `ignores` as in a background job."""

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN if ignores else signal.SIG_DFL)

    config = str(archive.root / "dateline.toml")
    return subprocess.Popen(
        [sys.executable, "build.py", "serve", "--no-search", "--port", "0", "--config", config],
        cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True, preexec_fn=prepare,  # nothing runs beside it
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("ending", "ignores"),
    [(signal.SIGINT, False), (signal.SIGTERM, False), (signal.SIGTERM, True)],
)
def test_a_preview_ends_quietly(
    ending: signal.Signals, ignores: bool, archive: SmallArchive
) -> None:
    archive.article("a.md", "A", "date: 2017")
    process = begin_preview(archive, ignores=ignores)
    assert process.stdout
    assert any("Ctrl-C ends it" in line for line in process.stdout)
    os.killpg(process.pid, ending)
    rest, _ = process.communicate(timeout=100)
    assert (process.returncode, rest) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_preview_ends_quietly_while_it_builds(
    ending: signal.Signals, archive: SmallArchive
) -> None:
    for n in range(300):
        archive.article(f"{n}.md", "A", "date: 2017", body="Text. " * 500)
    process = begin_preview(archive, ignores=False)
    state = archive.site / ".dateline"
    while not state.exists():  # its build begins
        assert process.poll() is None
    os.killpg(process.pid, ending)
    out, _ = process.communicate(timeout=100)
    assert process.returncode == 0
    assert "Traceback" not in out
    assert archive.build().code == 0


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals of POSIX")
def test_a_signal_that_comes_while_python_starts_waits_and_ends_it_quietly(
    archive: SmallArchive,
) -> None:
    """As `tasks.py` begins it: with both signals held back, and one already there."""
    archive.article("a.md", "A", "date: 2017")

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
        os.kill(os.getpid(), signal.SIGINT)

    done = subprocess.run(
        [sys.executable, "build.py", "serve", "--config", str(archive.root / "dateline.toml")],
        cwd=REPOSITORY, capture_output=True, text=True, timeout=100,
        preexec_fn=prepare,  # nothing runs beside it
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
