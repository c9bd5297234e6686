"""The attempts and messages when no browser starts, on systems made of a few programs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright._impl._driver import compute_driver_executable

from tests.conftest import PATIENCE, REPOSITORY

LIBRARY = "error while loading shared libraries: libatomic.so.1: cannot open shared object file"
UPDATE = "noninteractive update --option=APT::Update::Error-Mode=any"
SUDO = "" if hasattr(os, "geteuid") and os.geteuid() == 0 else "sudo "

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the systems are made of shell scripts")


class System(NamedTuple):
    """A machine on which only the programs of one folder are installed."""

    root: Path

    def add(self, name: str, *script: str) -> Path:
        file = self.root / "bin" / name
        file.write_text("\n".join(["#!/bin/sh", *script, ""]))
        file.chmod(0o755)
        return file

    def add_apt(self, *script: str) -> None:
        """A package manager that records its arguments."""
        self.add("sudo", '[ "$1" = --non-interactive ] && shift && exec "$@"')
        log = self.root / "apt.log"
        self.add("apt-get", f'echo "$DEBIAN_FRONTEND $*" >>{log}', *script)

    def install(self, **variables: str) -> subprocess.CompletedProcess[str]:
        """Runs what `make test` runs to have a browser."""
        environment = {name: value for name, value in os.environ.items() if name != "CHROMIUM"}
        environment |= {
            "PATH": str(self.root / "bin"),
            "PLAYWRIGHT_BROWSERS_PATH": str(self.root),
            "PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:9",  # answers nobody
        }
        return subprocess.run(
            [sys.executable, "-m", "tests.browser.install"],
            cwd=REPOSITORY,
            env=environment | variables,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    @property
    def told_apt(self) -> list[str]:
        log = self.root / "apt.log"
        return log.read_text().splitlines() if log.exists() else []


@pytest.fixture
def system(tmp_path: Path) -> System:
    (tmp_path / "bin").mkdir()
    for name in ("env", "true"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or "")
    return System(tmp_path)


def test_a_driver_that_lacks_a_library_is_one_line_and_the_command_to_type(system: System) -> None:
    node = system.add("node", f'echo "node: {LIBRARY}" >&2', "exit 127")
    done = system.install(PLAYWRIGHT_NODEJS_PATH=str(node))
    assert done.returncode == 1
    assert re.fullmatch(
        rf"The browser tests cannot run: Playwright's driver does not start: node: {LIBRARY}\n"
        r"  To mend it: install what it names .*\n",
        done.stderr,
    )


def test_a_package_manager_that_fails_is_quoted(system: System) -> None:
    node = system.add("node", f'echo "node: {LIBRARY}" >&2', "exit 127")
    system.add_apt('[ "$1" = update ] || { echo "E: Unable to locate package"; exit 100; }')
    done = system.install(PLAYWRIGHT_NODEJS_PATH=str(node))
    assert done.returncode == 1
    assert system.told_apt == [
        UPDATE,
        "noninteractive install --yes --no-install-recommends libatomic1 libstdc++6",
    ]
    assert "libatomic1 libstdc++6 failed:\n    E: Unable to locate" in done.stderr
    assert f"type {SUDO}apt-get update && {SUDO}apt-get install libatomic1" in done.stderr


def test_a_driver_that_an_installation_mends_is_used(system: System) -> None:
    mended = system.root / "mended"
    real, _ = compute_driver_executable()
    node = system.add(
        "node", f'[ -e {mended} ] && exec {real} "$@"', f'echo "{LIBRARY}" >&2; exit 1'
    )
    system.add_apt(f'[ "$1" = update ] || : >{mended}')
    done = system.install(PLAYWRIGHT_NODEJS_PATH=str(node), CHROMIUM="/nonsense")
    assert len(system.told_apt) == 2
    assert done.stderr.startswith(
        "The browser tests cannot run: CHROMIUM=/nonsense does not start: "
    )


@pytest.mark.parametrize("named", ["/nonsense", "nonsense", "{}/bin/true", "-x"])
def test_a_browser_that_is_named_wrongly_is_said_and_nothing_is_installed(
    named: str, system: System
) -> None:
    system.add_apt()
    named = named.format(system.root)
    done = system.install(CHROMIUM=named)
    assert (done.returncode, done.stdout, system.told_apt) == (1, "", [])
    first, last = done.stderr.splitlines()
    assert first.startswith(f"The browser tests cannot run: CHROMIUM={named} does not start: ")
    assert len(first) < 200
    assert "unset it" in last


def test_a_machine_without_browser_or_network_is_told_what_to_type(system: System) -> None:
    done = system.install()
    assert done.returncode == 1
    assert "cannot run: no Chromium or Chrome is installed\n" in done.stderr
    assert "playwright install chromium failed:" in done.stderr
    assert "    Error: connect ECONNREFUSED 127.0.0.1:9\n" in done.stderr
    assert len(done.stderr.splitlines()) <= 6
    assert "To mend it: install Chromium or Chrome, or type" in done.stderr


def test_a_browser_that_lacks_a_library_is_told_with_its_reason(system: System) -> None:
    system.add("chromium", 'echo "[1:ERROR:bus.cc] No bus" >&2', f'echo "{LIBRARY}" >&2', "exit 1")
    system.add_apt("exit 100")
    done = system.install()
    assert done.returncode == 1
    assert f"cannot run: {system.root}/bin/chromium does not start: {LIBRARY}\n" in done.stderr
    assert system.told_apt[:2] == [
        UPDATE,
        "noninteractive install --yes --no-install-recommends chromium fonts-liberation",
    ]


@pytest.mark.parametrize("workers", ["0", "2"])
def test_without_a_browser_one_test_fails_and_the_others_are_skipped(
    workers: str, tmp_path: Path
) -> None:
    names = [
        f"tests/browser/test_reader.py::test_{name}"
        for name in (
            "a_site_without_an_index_says_so",
            "hostile_titles_and_texts_stay_text_in_the_results",
        )
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", workers, f"--basetemp={tmp_path / 'base'}", *names],
        cwd=REPOSITORY,
        env={**os.environ, "CHROMIUM": "/nonsense"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 1, done.stdout
    errors, _, _ = done.stdout.partition("short test summary")  # which may say it once more
    assert errors.count("The browser tests cannot run: CHROMIUM=/nonsense") == 1
    assert "1 skipped, 1 error" in done.stdout
