"""The scenarios: a change of the archive, then a run of every tool on its previous output."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks import measure
from benchmarks.outputs import ARTICLE, Expected, Reader, find_wrong, look, written
from benchmarks.results import SCENARIOS, Sample, Usage
from benchmarks.tools import BUILD, LABELS, Tool

_EDIT, _ADDITION = "vexqualdorimun", "jaxqombertiruln"
_MARK = 'data-benchmark="changed"'
_COPIED_FIELDS = re.compile(r"^(?:tags|source|places): .+$", re.MULTILINE)


class Content:
    """The articles, as they are changed and put back."""

    def __init__(self, articles: Sequence[Path], folder: Path, newest: datetime.date) -> None:
        self.count = len(articles)
        self._edited = articles[len(articles) // 2]
        self._text = self._edited.read_text("utf-8")
        self._added = folder / f"{newest:%Y/%m/%d}-an-article-of-the-benchmark.md"
        self._day = newest

    def change(self, scenario: str) -> Expected:
        """Makes the scenario's change; says what a right site holds thereafter."""
        if scenario == "edited":
            self._edited.write_text(f"{self._text}\n\nNow it says {_EDIT} here.\n", "utf-8")
            return Expected(self.count, _EDIT, 1, 1)
        if scenario == "added":
            self._added.parent.mkdir(parents=True, exist_ok=True)
            self._added.write_text(self._new_article(), "utf-8")
            return Expected(self.count + 1, _ADDITION, 1, 1)
        if scenario == "removed":
            self._edited.unlink()
            return Expected(self.count, _EDIT, 0, 0)
        if scenario == "template":
            return Expected(self.count, _MARK, self.count, None)
        return Expected(self.count)

    def restore(self) -> None:
        """Puts everything back."""
        self._edited.write_text(self._text, "utf-8")
        self._added.unlink(missing_ok=True)

    def _new_article(self) -> str:
        fields = ["title: An article of the benchmark", f"date: {self._day}"]
        fields += _COPIED_FIELDS.findall(self._text)
        return "\n".join(["---", *fields, "---", "", f"News of {_ADDITION} has come in.", ""])


class Contest:
    """The tools on one archive, interleaved: every scenario is run by all before the next."""

    def __init__(self, tools: Sequence[Tool], content: Content, logs: Path, limit: int) -> None:
        self.tools = list(tools)
        self._content = content
        self._logs = logs
        self._limit = limit
        self._readers = {tool.name: Reader() for tool in tools}

    def play(self, number: int, scenario: str) -> list[Sample]:
        """Runs a scenario with every tool. One whose cold build fails takes no further part."""
        expected = self._content.change(scenario)
        samples = []
        for tool in list(self.tools):
            if tool.only_cold and scenario != "cold":
                continue
            sample = self._run(tool, scenario, number, expected)
            print(_line(sample), flush=True)
            samples.append(sample)
            if sample.wrong and scenario == "cold":
                print(f"  {LABELS[tool.name]} takes no further part; see {self._logs}", flush=True)
                self.tools.remove(tool)
        return samples

    def restore(self) -> None:
        """Puts articles and templates back for the next round."""
        self._content.restore()
        for tool in self.tools:
            text = tool.template.read_text("utf-8")
            tool.template.write_text(text.replace(f"{ARTICLE} {_MARK}", ARTICLE), "utf-8")

    def _run(self, tool: Tool, scenario: str, number: int, expected: Expected) -> Sample:
        if scenario == "cold":
            for folder in (tool.output, *tool.caches):
                shutil.rmtree(folder, ignore_errors=True)
        elif scenario == "template":
            text = tool.template.read_text("utf-8")
            tool.template.write_text(text.replace(ARTICLE, f"{ARTICLE} {_MARK}"), "utf-8")
        before = look(tool.output)
        if scenario == "removed" and not tool.cleans:
            shutil.rmtree(tool.output)
        steps = self._commands(tool, scenario)
        failure = "; ".join(f"{n}: {step.failure}" for n, step in steps.items() if step.failure)
        if failure:
            return Sample(tool.name, scenario, number, steps, wrong=failure)
        paths = written(before, look(tool.output))
        return Sample(
            tool=tool.name,
            scenario=scenario,
            round=number,
            steps=steps,
            written=len(paths),
            # What a reader loads again is the same in every round; reading it all takes time.
            weight=self._readers[tool.name].reload(tool.output, paths) if number == 0 else None,
            wrong=self._wrong(tool, scenario, expected),
        )

    def _commands(self, tool: Tool, scenario: str) -> dict[str, Usage]:
        steps: dict[str, Usage] = {}
        for command in tool.commands:
            log = self._log(tool, scenario, command.name)
            usage = measure.run(command.arguments, tool.folder, tool.environment, log, self._limit)
            steps[command.name] = usage
            if usage.failure:
                break
        return steps

    def _log(self, tool: Tool, scenario: str, command: str) -> Path:
        return self._logs / f"{tool.name}-{scenario}-{command}.log"

    def _wrong(self, tool: Tool, scenario: str, expected: Expected) -> str:
        found = find_wrong(tool.output, expected, searches=tool.searches)
        if tool.reports:
            report = json.loads(self._log(tool, scenario, BUILD).read_bytes())
            said = [report["published"]] + [report["indexed"]] * tool.searches
            if set(said) != {expected.articles}:
                found += f" reported {said}, not {expected.articles}"
        return found


def _line(sample: Sample) -> str:
    steps = " + ".join(f"{step.seconds:.2f}" for step in sample.steps.values())
    return (
        f"  {SCENARIOS[sample.scenario]:20} {LABELS[sample.tool]:24} {sample.seconds:8.2f} s"
        f"  ({steps})  {sample.peak / 1e6:7.0f} MB  {sample.written:7} files written"
        f"  {sample.wrong or 'right'}"
    )
