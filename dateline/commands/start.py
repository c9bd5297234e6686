"""Starts the command line, or says in one line what is missing.

Only the standard library is imported before that check, so this file must run on Python versions
that the rest does not support.
"""

from __future__ import annotations

import importlib.util
import signal
import sys
from pathlib import Path

#: The modules of the packages in `pyproject.toml`. Some are first imported in a worker process,
#: where a missing one would look like a fault of an article.
MODULES = (
    *("babel", "cbor2", "frontmatter", "jinja2", "markdown_it", "mdit_py_plugins", "msgspec"),
    *("nh3", "pagefind_bin", "PIL", "watchfiles", "yaml"),
)

#: Files that exist after `tasks.py` has installed the environment.
_STAMPS = (".site-is-set-up", ".test-is-set-up")


def main() -> int:
    """Runs the command line. The exit code is 2 if this Python cannot."""
    try:
        if hasattr(signal, "pthread_sigmask"):  # `tasks.py` blocks these signals until here
            signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, signal.SIGTERM))
        missing = [name for name in MODULES if importlib.util.find_spec(name) is None]
        if missing:
            are = "is" if len(missing) == 1 else "are"
            reason = f"{', '.join(missing)} {are} not installed for this Python; {_what_to_type()}"
            sys.stderr.write(f"dateline: {reason}\n")
            return 2
        from dateline.commands.cli import main as run

        return run()
    except KeyboardInterrupt:  # before the command began; the normal end of a preview
        return 0 if sys.argv[1:2] == ["serve"] else 130


def _what_to_type() -> str:
    """The command that installs a working environment."""
    root, here = Path(__file__).resolve().parent.parent.parent, Path.cwd()
    if not (root / "tasks.py").exists():
        return f"type: {sys.executable} -m pip install --upgrade --force-reinstall dateline"
    is_windows = sys.platform == "win32"
    folder, make = root / ".venv", "python tasks.py" if is_windows else "make"
    python = folder / ("Scripts/python.exe" if is_windows else "bin/python")
    where = "" if root == here else f"in {root} "
    if Path(sys.prefix).resolve() == folder.resolve():
        return f"{where}type: {make} clean, and then: {make} site"
    if python.exists() and any((folder / stamp).exists() for stamp in _STAMPS):
        base = Path() if root == here else root
        return f"type: {base / python.relative_to(root)} {base / 'build.py'}"
    return f"{where}type: {make} site"
