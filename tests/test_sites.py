"""Whole small archives with their expected output.

Only the content of <main> is compared, and feeds as a whole, because the layout is the same on each
page. `SNAPSHOTS=overwrite` replaces the expected output by the actual one; read the difference.
"""

import os
import re
from pathlib import Path

import pytest

from tests.conftest import run

#: Of a narrower copy of an image, whose bytes depend on the library that makes it.
_DIGEST = re.compile(r"\.[0-9a-f]{10}\.webp")
SITES = Path(__file__).parent / "sites"


def essence(path: str, text: str) -> str:
    text = _DIGEST.sub(".digest.webp", text)
    if path.endswith(".html") and "<main" in text:
        match = re.search(r"<main[^>]*>\n(.*)</main>", text, re.DOTALL)
        assert match
        return match[1]
    return text


@pytest.mark.parametrize("name", sorted(site.name for site in SITES.iterdir()))
def test_the_output_is_the_expected_one(name: str, tmp_path: Path) -> None:
    output, config = tmp_path / "site", SITES / name / "dateline.toml"
    options: list[str | Path] = ["--output", output, "--cache", tmp_path / "cache", "--no-search"]
    outcome = run(["build", "--config", config, *options])
    assert outcome.code == 0, outcome.err
    built = {
        path: essence(file.name, file.read_text("utf-8"))
        for file in sorted(output.rglob("*"))
        if file.is_file() and file.suffix not in (".png", ".webp")
        for path in [file.relative_to(output).as_posix()]
        if not path.startswith(("assets/", ".dateline/"))
    }
    expected = SITES / name / "expected"
    if os.environ.get("SNAPSHOTS") == "overwrite":
        for path, text in built.items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_text(text, "utf-8")
    stored = {
        file.relative_to(expected).as_posix(): file.read_text("utf-8")
        for file in expected.rglob("*")
        if file.is_file()
    }
    assert built == stored
