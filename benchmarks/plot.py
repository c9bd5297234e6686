"""Draws the seconds of every scenario and tool; runs with the environment's Python.

`python -m benchmarks.plot RESULTS.json FOLDER` writes `benchmarks.png` and `benchmarks.svg`.
"""

from __future__ import annotations

import importlib
import json
import math
import statistics
import sys
from pathlib import Path
from typing import Any

from benchmarks.results import SCENARIOS
from benchmarks.tools import LABELS

_COLOURS = {
    "dateline": "#0b5394",
    "hugo": "#d9822b",
    "pelican": "#8a9a5b",
    "eleventy": "#7d6b91",
}


def draw(results: dict[str, Any], folder: Path) -> None:
    """A panel for every archive; the seconds on a logarithmic scale, written on every bar."""
    # Installed in the benchmark's environment alone, so no other tool here knows its types.
    pyplot = importlib.import_module("matplotlib.pyplot")
    # The same results must give the same file, and letters in an SVG are letters.
    pyplot.rcParams.update({"svg.hashsalt": "benchmarks", "svg.fonttype": "none", "font.size": 9})
    archives = results["archives"]
    figure, panels = pyplot.subplots(
        len(archives), figsize=(10, 4.4 * len(archives)), squeeze=False, layout="constrained"
    )
    for archive, panel in zip(archives, panels.flat, strict=True):
        _draw_archive(panel, archive)
    machine = results["machine"]
    figure.supxlabel(f"{machine['cores']} cores, {machine['processor']}", fontsize=8)
    figure.savefig(folder / "benchmarks.png", dpi=144, metadata={"Software": None})
    figure.savefig(folder / "benchmarks.svg", metadata={"Date": None})


def _draw_archive(panel: Any, archive: dict[str, Any]) -> None:
    medians = _medians(archive["samples"])
    tools = [tool for tool in _COLOURS if any(tool == other for other, _ in medians)]
    width = 0.84 / max(1, len(tools))
    for i, tool in enumerate(tools):
        at = [n for n, scenario in enumerate(SCENARIOS) if (tool, scenario) in medians]
        seconds = [medians[tool, scenario] for scenario in SCENARIOS if (tool, scenario) in medians]
        places = [n + (i - (len(tools) - 1) / 2) * width for n in at]
        bars = panel.bar(places, seconds, width * 0.92, label=LABELS[tool], color=_COLOURS[tool])
        panel.bar_label(bars, [_short(value) for value in seconds], padding=2, fontsize=7)
    panel.set_yscale("log")
    panel.yaxis.set_major_formatter("{x:g}")
    if medians:
        # Whole decades, so that the length of a bar does not depend on the fastest of them.
        floor = math.floor(math.log10(min(medians.values())))
        panel.set_ylim(10**floor, 10 ** math.ceil(math.log10(max(medians.values()) * 1.2)))
    panel.yaxis.set_minor_formatter("")
    panel.set_xticks(range(len(SCENARIOS)), SCENARIOS.values())
    panel.set_ylabel("seconds (logarithmic)")
    panel.set_title(f"{archive['articles']:,} articles ({archive['label']})", loc="left")
    panel.spines[["top", "right"]].set_visible(False)
    if tools:
        above = {"loc": "lower right", "bbox_to_anchor": (1, 1)}
        panel.legend(frameon=False, ncols=len(tools), fontsize=8, **above)


def _medians(samples: list[dict[str, Any]]) -> dict[tuple[str, str], float]:
    times: dict[tuple[str, str], list[float]] = {}
    for sample in samples:
        if not sample["wrong"]:
            seconds = sum(step["seconds"] for step in sample["steps"].values())
            times.setdefault((sample["tool"], sample["scenario"]), []).append(seconds)
    return {key: statistics.median(values) for key, values in times.items()}


def _short(seconds: float) -> str:
    return f"{seconds:.0f}" if seconds >= 100 else f"{seconds:.2g}"


if __name__ == "__main__":
    file, target = map(Path, sys.argv[1:])
    draw(json.loads(file.read_text("utf-8")), target)
