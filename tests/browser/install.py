"""`python -m tests.browser.install`: makes sure that the browser tests can run.

If no browser starts, installs one with the system's packages or Playwright, as far as that works
without questions. Prints what was tried, the result, and what to type.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple

from tests.browser.chromium import NoBrowserError, NoDriverError, reason_not_to_start

_DRIVER_PACKAGES = ("libatomic1", "libstdc++6")
_BROWSER_PACKAGES = ("chromium", "fonts-liberation")
#: Without it, `apt-get update` succeeds where there is no network.
_STRICTLY = "--option=APT::Update::Error-Mode=any"
#: Chromium recommends four hundred packages, which a browser without windows does not need.
_WITHOUT_EXTRAS = ("--yes", "--no-install-recommends")
_PLAYWRIGHT = (sys.executable, "-m", "playwright")
_SECONDS = 900  # a package manager that waits for somebody does not hold up the tests for ever


class Attempt(NamedTuple):
    """A command that was run, and its output if it failed."""

    command: str
    failure: str


def main() -> int:
    """The exit code: 0 where a browser starts, at once or after an installation."""
    attempts: list[Attempt] = []
    while problem := reason_not_to_start():
        command = _next_command(problem, {attempt.command for attempt in attempts})
        if command is None:
            return _fail(problem, attempts)
        line = " ".join(command)
        print(f"{problem}\n  trying {line} ...", flush=True)
        attempts.append(Attempt(line, _run(command)))
    return 0


def _next_command(problem: NoBrowserError, tried: set[str]) -> list[str] | None:
    """Possible solutions of a problem that were not tried yet."""
    driver = isinstance(problem, NoDriverError)
    if not driver and os.environ.get("CHROMIUM"):
        return None  # whoever named a browser wants that one
    commands: list[list[str]] = []
    admin = _admin()
    if admin is not None:
        apt = [*admin, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
        needed = _DRIVER_PACKAGES if driver else _BROWSER_PACKAGES
        # A new system has no list of packages.
        commands += [[*apt, "update", _STRICTLY], [*apt, "install", *_WITHOUT_EXTRAS, *needed]]
    if not driver:
        libraries = [] if admin is None else ["--with-deps"]
        commands.append([*_PLAYWRIGHT, "install", *libraries, "chromium"])
    return next((command for command in commands if " ".join(command) not in tried), None)


def _admin() -> list[str] | None:
    """How apt-get is given the right to install: by nothing for root, by sudo where that does not
    ask for a password. None where there is no apt-get or no right."""
    if not shutil.which("apt-get"):
        return None
    if sys.platform != "win32" and os.geteuid() == 0:
        return []
    sudo = ["sudo", "--non-interactive"]
    return sudo if shutil.which("sudo") and not _run([*sudo, "true"]) else None


def _run(command: Sequence[str]) -> str:
    """Runs a command without interaction; returns its output if it failed, else nothing."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return _reason(done.stdout) or f"exit code {done.returncode}" if done.returncode else ""


def _reason(output: str) -> str:
    """At most three lines: those that apt-get and Playwright mark as errors, else the last."""
    said = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in dict.fromkeys(said) if line.startswith(("E: ", "Error: "))]
    return "\n".join(errors[:3] or said[-3:])


def _advice(problem: NoBrowserError) -> str:
    """The solutions of a problem on this system, as a person would type them."""
    driver = isinstance(problem, NoDriverError)
    if not driver and os.environ.get("CHROMIUM"):
        return "set CHROMIUM to a Chromium or Chrome that starts, or unset it"
    if shutil.which("apt-get"):
        sudo = "" if sys.platform != "win32" and os.geteuid() == 0 else "sudo "
        packages = " ".join(_DRIVER_PACKAGES if driver else _BROWSER_PACKAGES)
        return f"type {sudo}apt-get update && {sudo}apt-get install {packages}"
    if driver:
        return "install what it names with the package manager of this system"
    own = " ".join([*_PLAYWRIGHT, "install", "chromium"])
    return f"install Chromium or Chrome, or type {own}; CHROMIUM may name one that stands elsewhere"


def _fail(problem: NoBrowserError, attempts: Sequence[Attempt]) -> int:
    print(f"The browser tests cannot run: {problem}", file=sys.stderr)
    for attempt in attempts:
        if attempt.failure:
            print(f"  {attempt.command} failed:", file=sys.stderr)
            for line in attempt.failure.splitlines():
                print(f"    {line}", file=sys.stderr)
    print(f"  To mend it: {_advice(problem)}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
