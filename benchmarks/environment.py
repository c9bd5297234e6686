"""The benchmark's own environment: all tools in one folder, none in the system."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
REPOSITORY = HERE.parent


class SetupError(Exception):
    """A tool could not be installed; the message says which and why."""


class Environment(NamedTuple):
    """Where the tools are."""

    programs: Path
    hugo: Path
    pagefind: Path
    node_modules: Path

    @property
    def python(self) -> Path:
        """The interpreter that has Dateline, matplotlib and Playwright."""
        return self.programs / "python"


def set_up(root: Path, tools: Sequence[str]) -> Environment:
    """Installs missing tools under `root`, and Dateline from the repository."""
    venv, npm = root / "venv", root / "npm"
    python = venv / "bin" / "python"
    if not python.exists():
        _run(sys.executable, "-m", "venv", venv)
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    _run(*pip, "--requirement", HERE / "requirements.txt")
    _run(*pip, "--upgrade", REPOSITORY)
    if "eleventy" in tools:
        install_npm(npm, HERE / "sites" / "eleventy" / "package.json")
    return Environment(
        programs=python.parent,
        hugo=_inside(venv, "hugo/binaries/hugo"),
        pagefind=_inside(venv, "pagefind_bin/pagefind"),
        node_modules=npm / "node_modules",
    )


def install_npm(folder: Path, packages: Path) -> None:
    """Installs the packages that a `package.json` names into a folder."""
    if shutil.which("npm") is None:
        raise SetupError(f"npm is needed for {packages.relative_to(REPOSITORY)}; install Node.js")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(packages, folder)
    _run("npm", "install", "--no-audit", "--no-fund", "--prefix", folder)


def _inside(venv: Path, path: str) -> Path:
    found = next(venv.glob(f"lib/python*/site-packages/{path}"), None)
    if found is None:
        raise SetupError(f"there is no {path} among the installed packages")
    return found


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        words = " ".join(map(str, command))
        raise SetupError(f"{words}\n{(done.stdout + done.stderr)[-3000:]}")


def find_versions(environment: Environment, tools: Sequence[str]) -> dict[str, str]:
    """The version of every tool that takes part."""
    commands: dict[str, list[str | Path]] = {
        "Dateline": [environment.programs / "dateline", "--version"],
        "Hugo": [environment.hugo, "version"],
        "Pelican": [environment.programs / "pelican", "--version"],
        "Eleventy": [environment.node_modules / ".bin" / "eleventy", "--version"],
        "Pagefind": [environment.pagefind, "--version"],
        "Python": [environment.python, "--version"],
        "Node.js": ["node", "--version"],
        "Chromium": [find_chromium() or "", "--version"],
    }
    if "eleventy" not in tools:
        del commands["Node.js"]
    absent = {name for name in ("Hugo", "Pelican", "Eleventy") if name.lower() not in tools}
    return {
        name: version
        for name, command in commands.items()
        if name not in absent and (version := _version(command))
    }


def _version(command: Sequence[str | Path]) -> str:
    if not shutil.which(command[0]):
        return ""
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+(?:\.\d+)+\S*", said)
    return found[0].partition("-")[0] if found else ""


def find_chromium() -> str | None:
    """The browser of the system, under any of its names."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def describe_machine() -> dict[str, str]:
    """What a reader must know to judge the numbers."""
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    model = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    return {
        "cores": str(len(os.sched_getaffinity(0))),
        "processor": model[1].strip() if model else platform.machine(),
        "memory": f"{int(memory[1]) / 1024**2:.0f} GiB" if memory else "unknown",
        "system": platform.system(),
    }
