"""`check` beside a build without search, no cache in either: python -m benchmarks.check --work DIR.

A tenth of the articles have a header that cannot be read as it stands, since explaining one costs
more than reading a sound one.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
from pathlib import Path

from benchmarks import corpus, measure

_REPOSITORY = Path(__file__).resolve().parent.parent
_LIMIT = 8 * 10**9


def main() -> None:
    """Prints the seconds of each round, and the ratio of the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", type=Path, required=True)
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    print("| headers | check, s | build without search, s | check ÷ build |\n|---|---|---|---|")
    for name, is_broken in (("sound", False), ("one in ten broken", True)):
        root = options.work / name.replace(" ", "-")
        corpus.write_corpus(root / "content", options.articles)
        if is_broken:
            _break(root / "content")
        rounds = [_round(root) for _ in range(options.runs)]
        checks, builds = (statistics.median(column) for column in zip(*rounds, strict=True))
        print(f"| {name} | {checks:.2f} | {builds:.2f} | {checks / builds:.2f} |", flush=True)


def _break(content: Path) -> None:
    """Puts a colon into the title of every tenth article."""
    for file in sorted(content.rglob("*.md"))[::10]:
        text = file.read_text("utf-8")
        file.write_text(text.replace("title: ", "title: Broken: ", 1), "utf-8")


def _round(root: Path) -> tuple[float, float]:
    config = root / "dateline.toml"
    config.write_text('base_url = "https://example.org/"\n', "utf-8")
    command = [sys.executable, str(_REPOSITORY / "build.py")]
    seconds = []
    for words in (["check"], ["build", "--no-search", "--keep-going"]):
        shutil.rmtree(root / ".cache", ignore_errors=True)
        shutil.rmtree(root / "site", ignore_errors=True)
        line = [*command, *words, "--config", str(config)]
        seconds.append(measure.run(line, root, {}, root / "log", _LIMIT).seconds)
    return seconds[0], seconds[1]


if __name__ == "__main__":
    main()
