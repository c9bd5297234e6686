"""`python -m benchmarks`: installs the tools, measures, and writes the table and the plot."""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.environment import (
    REPOSITORY,
    Environment,
    SetupError,
    describe_machine,
    find_chromium,
    find_versions,
    set_up,
)
from benchmarks.report import write_report
from benchmarks.results import SCENARIOS, Measured, Results, Search
from benchmarks.scenarios import Content, Contest
from benchmarks.tools import NAMES, Tool, prepare

_GIGABYTE = 10**9
_NOTHING = {"found": 0, "requests": 0, "transferred": 0, "milliseconds": 0.0}


def main() -> int:
    """Runs the benchmark; 1 where a run was not right."""
    options = _options()
    options.work.mkdir(parents=True, exist_ok=True)
    names = [name for name in NAMES if name in options.only]
    print(f"Setting up {', '.join(names)}", flush=True)
    try:
        environment = set_up(options.work / "environment", names)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    versions = find_versions(environment, names)
    results = Results(_command(options), describe_machine(), versions)
    for size in options.articles if options.content is None else [0]:
        results.archives.append(_measure(options, size, names, environment))
        _save(results, options, environment)
    return any(each.wrong for found in results.archives for each in found.samples + found.searches)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measures Dateline beside its peers."
    )
    add = parser.add_argument
    sizes = [1000, 10_000]
    work = Path(tempfile.gettempdir(), "dateline-benchmarks")
    limit = "end a run that takes more memory; a GitHub runner has 16"
    add("--articles", type=int, nargs="+", default=sizes, help="sizes of the archives made up")
    add("--content", type=Path, metavar="DIR", help="measure these articles instead")
    add("--runs", type=int, default=3, help="rounds, each with every scenario")
    add("--only", nargs="+", choices=NAMES, default=NAMES, help="these tools alone")
    add("--memory-limit", type=float, default=16, metavar="GB", help=limit)
    add("--work", type=Path, default=work, metavar="DIR", help="for tools, sites, raw results")
    add("--docs", type=Path, default=REPOSITORY / "docs", metavar="DIR", help="for the report")
    options = parser.parse_args()
    options.work = options.work.resolve()
    return options


def _command(options: argparse.Namespace) -> str:
    """The command to type for the same run, without the paths of this machine."""
    words = ["python -m benchmarks"]
    if options.content is None:
        words += ["--articles", *map(str, options.articles)]
    else:
        words += ["--content", options.content.name]
    words += ["--runs", str(options.runs)]
    if set(options.only) != set(NAMES):
        words += ["--only", *options.only]
    return " ".join(words)


def _measure(
    options: argparse.Namespace, size: int, names: list[str], environment: Environment
) -> Measured:
    label = options.content.resolve().name if options.content else "made up"
    work = options.work / (f"given-{label}" if options.content else f"made-{size}")
    shutil.rmtree(work, ignore_errors=True)
    logs = work / "logs"
    logs.mkdir(parents=True)
    made, newest = _articles(options.content, size, work / "content")
    measured = Measured(label, len(made.articles))
    print(f"{measured.articles} articles ({label})", flush=True)
    content = Content(made.articles, work / "content", newest)
    tools = prepare(names, environment, work)
    contest = Contest(tools, content, logs, int(options.memory_limit * _GIGABYTE))
    for number in range(options.runs):
        print(f" round {number + 1} of {options.runs}", flush=True)
        for scenario in SCENARIOS:
            measured.samples.extend(contest.play(number, scenario))
            if scenario == "cold" and number == 0:
                measured.searches.extend(_search(contest.tools, made.planted, environment))
        contest.restore()
    return measured


def _articles(given: Path | None, size: int, content: Path) -> tuple[corpus.Corpus, datetime.date]:
    """Lays out the articles, and says what day is newer than all of theirs."""
    if given is None:
        return corpus.write_corpus(content, size), corpus.LAST_DAY + datetime.timedelta(1)
    return corpus.copy_archive(given, content), datetime.datetime.now(datetime.UTC).date()


def _search(tools: list[Tool], planted: dict[str, int], environment: Environment) -> list[Search]:
    """Searches the sites of ours and of Hugo in a browser, where there is one."""
    chromium = find_chromium()
    if chromium is None:
        print("  no Chromium, so nothing was searched in a browser", flush=True)
        return []
    found = []
    for tool in tools:
        if tool.name in ("dateline", "hugo"):
            for word, expected in planted.items():
                found.append(_search_one(tool, word, expected, environment, chromium))
    return found


def _search_one(
    tool: Tool, word: str, expected: int, environment: Environment, chromium: str
) -> Search:
    arguments = [tool.name, str(tool.output), word, chromium]
    done = subprocess.run(
        [environment.python, "-m", "benchmarks.browser", *arguments],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        check=False,
    )
    answer: dict[str, Any] = _NOTHING if done.returncode else json.loads(done.stdout)
    search = Search(tool.name, word, expected, **answer)
    print(
        f"  searched {tool.name} for {word}: {search.found} results, {search.requests} requests, "
        f"{search.transferred / 1000:.1f} KB, {search.milliseconds:.0f} ms",
        f" {search.wrong or 'right'}",
        flush=True,
    )
    return search


def _save(results: Results, options: argparse.Namespace, environment: Environment) -> None:
    """Writes the results so far, so that an interrupted run keeps them."""
    raw = options.work / "results.json"
    raw.write_text(json.dumps(dataclasses.asdict(results), indent=1) + "\n", "utf-8")
    options.docs.mkdir(parents=True, exist_ok=True)
    (options.docs / "benchmarks.md").write_text(write_report(results), "utf-8")
    subprocess.run(
        [environment.python, "-m", "benchmarks.plot", raw, options.docs.resolve()],
        cwd=REPOSITORY,
        check=True,
    )
    print(f"Wrote {options.docs / 'benchmarks.md'}, its plots, and {raw}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
