"""`python tasks.py site|serve [PORT]|check|test|clean`: sets up what a task needs, then does it.

Runs on any Python 3.11 or newer without anything installed; make calls it, Windows may as well.
"""

from __future__ import annotations

import sys

#: The exit code of a task that Ctrl-C ends: a preview is to end so.
ENDED = 0 if sys.argv[1:2] == ["serve"] else 130
try:
    import signal
except KeyboardInterrupt:
    sys.exit(ENDED)

HELD_BACK = (signal.SIGINT, signal.SIGTERM)
if hasattr(signal, "pthread_sigmask"):  # Ctrl-C waits until `main` is ready for it
    signal.pthread_sigmask(signal.SIG_BLOCK, HELD_BACK)

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
_ZIZMOR = ("--quiet", "--strict-collection", "--persona=auditor")
_PYTEST = (PYTHON, "-m", "pytest", "--numprocesses=auto", "--maxprocesses=8")
#: What `check` runs, and `test` first, under names for people; the first that fails ends it.
CODE: tuple[tuple[str | Path, ...], ...] = (
    ("Style", PYTHON, "-m", "ruff", "check", "--quiet", "."),
    ("Layout", PYTHON, "-m", "ruff", "format", "--quiet", "--check", "."),
    ("Types", PYTHON, "-m", "mypy"),
    ("Scripts' style", PYTHON.with_name("deno"), "lint", "--quiet"),
    ("Scripts' layout", PYTHON.with_name("deno"), "fmt", "--check", "--quiet"),
    ("Scripts' types", PYTHON.with_name("deno"), "check", "--quiet", "templates", "dateline"),
)
#: What `check` runs then: the tests that take a moment; and what `test` runs in its place.
QUICK: tuple[tuple[str | Path, ...], ...] = (("Quick tests", *_PYTEST, "-m", "not slow"),)
EVERYTHING: tuple[tuple[str | Path, ...], ...] = (
    ("Workflows", PYTHON.with_name("zizmor"), "--offline", *_ZIZMOR, ".github"),
    ("Browser", PYTHON, "-m", "tests.browser.install"),
    ("Tests", *_PYTEST, "--dist=loadfile"),
)


def main(arguments: list[str]) -> int:
    """Does one task; the exit code is that of the command it ends with."""
    if sys.version_info < (3, 11):  # noqa: UP036  # this file meets Pythons that the rest does not
        return fail(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}")
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD_BACK)
    task, *options = arguments or [""]
    if options and task != "serve":
        task = ""
    if task == "site":
        return set_up("site", ".") or run(PYTHON, "build.py")
    if task == "serve":
        return set_up("site", ".") or serve(options)
    if task == "test":
        return set_up("test", ".[dev]") or verify(task, (*CODE, *EVERYTHING))
    if task == "check":
        return set_up("test", ".[dev]") or verify(task, (*CODE, *QUICK))
    if task == "clean":
        for folder in (VENV, ROOT / ".cache"):
            shutil.rmtree(folder, ignore_errors=True)
        return 0
    return fail("usage: python tasks.py site|serve [PORT]|check|test|clean")


def serve(options: list[str]) -> int:
    """Becomes the preview, so that Ctrl-C ends one process, quietly. A word is the port."""
    given = ["--port", *options] if len(options) == 1 and options[0][:1] != "-" else options
    command = [str(PYTHON), "build.py", "serve", *given]
    if os.name == "nt":
        return run(*command)
    os.chdir(ROOT)
    signal.pthread_sigmask(signal.SIG_BLOCK, HELD_BACK)  # until the preview is ready for them
    return os.execv(command[0], command)  # noqa: S606  # no shell


def set_up(name: str, requirement: str) -> int:
    """Makes the virtual environment, once for every change of what it must hold."""
    wanted = (ROOT / "pyproject.toml").read_text() + (ROOT / "constraints.txt").read_text()
    stamp = VENV / f".{name}-is-set-up"
    tested = VENV / ".test-is-set-up"
    if any(
        file.is_file() and file.read_text() == wanted
        for file in (stamp, tested)[: 1 + (name == "site")]
    ):
        return 0
    if not PYTHON.exists() or run(PYTHON, "-m", "pip", "--version", quiet=True):
        shutil.rmtree(VENV, ignore_errors=True)  # half an environment is worse than none
        if run(sys.executable, "-m", "venv", VENV, quiet=True):
            shutil.rmtree(VENV, ignore_errors=True)
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            return fail(
                "this Python has no venv. On Debian and Ubuntu: apt install "
                f"python{version}-venv; elsewhere install Python from python.org"
            )
    print("Setting up .venv (once) ...", flush=True)
    code = run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
               "--constraint", "constraints.txt", "--editable", requirement)  # fmt: skip
    if code:
        return fail("pip could not install what is needed; it says above why")
    stamp.write_text(wanted)
    return 0


def verify(task: str, checks: tuple[tuple[str | Path, ...], ...]) -> int:
    """Runs checks in order, each under its name."""
    for name, *command in checks:
        print(f"{name}:", *(part for part in command if part not in (PYTHON, "-m")), flush=True)
        code = run(*command)
        if code:
            return fail(
                f"make {task} ends here: {name} failed with exit code {code}, as said above"
            )
    return 0


def run(*command: str | Path, quiet: bool = False) -> int:
    """The exit code of a command, run at the repository's root."""
    output = subprocess.DEVNULL if quiet else None
    # Tests start many processes, and each would compile the package again without its cache.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(
        list(map(str, command)), cwd=ROOT, env=environment, stdout=output, stderr=output
    ).returncode


def fail(message: str) -> int:
    """Says why nothing was done."""
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(ENDED)
