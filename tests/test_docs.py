"""The documentation matches the code."""

import re

from dateline.problems import CODES
from tests.conftest import REPOSITORY, run


def test_the_runbook_explains_every_problem_code_and_no_other() -> None:
    text = (REPOSITORY / "docs" / "runbook.md").read_text("utf-8")
    assert set(re.findall(r"^### ([EW]\d{3})", text, re.MULTILINE)) == set(CODES)


def test_every_code_that_is_used_is_in_the_list() -> None:
    used = set()
    for file in (REPOSITORY / "dateline").rglob("*.py"):
        code = r'problem\("([EW]\d{3})"' if file.name == "problems.py" else r'"([EW]\d{3})"'
        used |= set(re.findall(code, file.read_text("utf-8")))
    assert used == set(CODES)


def test_the_readme_names_every_command_and_every_command_has_help() -> None:
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    help_text = run(["--help"]).out
    commands = re.findall(r"^    (\w+) ", help_text, re.MULTILINE)
    assert set(commands) >= {"build", "serve", "new", "check"}
    for command in commands:
        assert f"`{command}" in readme or f"build.py {command}" in readme
        assert run([command, "--help"]).code == 0


def test_every_setting_and_field_is_documented() -> None:
    from dateline.names import FIELD_NAMES

    guide = (REPOSITORY / "docs" / "writing.md").read_text("utf-8")
    for field in FIELD_NAMES:
        assert f"`{field}`" in guide
    for setting in (
        "title",
        "description",
        "base_url",
        "language",
        "timezone",
        "[fields]",
        "[rights]",
        "[limits]",
    ):
        assert f"`{setting}`" in guide


def test_contributing_names_files_that_are_there() -> None:
    text = (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"`((?:dateline|docs|templates|tests|\.ci)/[\w./-]*)`", text)
    assert len(named) > 20
    assert [path for path in named if not (REPOSITORY / path).exists()] == []
