"""The tools of the audit, which npm installs in the work folder, including Node.js."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import NamedTuple

from benchmarks.environment import install_npm


class Tools(NamedTuple):
    """A folder with the packages, and the browser that Lighthouse drives."""

    folder: Path
    chromium: str

    def run(self, *command: str | Path) -> str:
        """Runs a tool with the Node.js installed beside it; gives what it said."""
        programs = self.folder / "node_modules" / ".bin"
        done = subprocess.run(
            [programs / command[0], *command[1:]],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ
            | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "CHROME_PATH": self.chromium},
        )
        return done.stdout + done.stderr


def install(folder: Path, chromium: str) -> Tools:
    """Installs missing tools. Raises `SetupError` if npm cannot."""
    install_npm(folder, Path(__file__).with_name("package.json"))
    return Tools(folder, chromium)
