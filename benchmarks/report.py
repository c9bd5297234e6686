"""The results as Markdown: the main table first, then all measurements."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence

from benchmarks.results import SCENARIOS, Measured, Results, Sample
from benchmarks.tools import BUILD, LABELS

_NOTES = """\
Seconds are medians, with minimum and maximum in brackets. The tools took turns in every round.
The other tools build their site and then run Pagefind with filters (tag, source, date) and a sort
key; Dateline has tables of its own for these. Both steps count. “Cold” starts without output and
without caches, but the operating system may still have files in memory. Every other scenario starts
from the output of the one before. Pagefind does not rewrite existing files of the same name, so a
second build of these tools is faster than their first. In continuous integration, on a fresh
checkout, every build is a first one.
Memory is the peak of the whole process tree. Files written are those with a new modification time.
Bytes are what a reader who has the old site must load: files with new content, compressed as on
GitHub Pages, without hidden files. In a cold build that is the whole site.

After each run the benchmark counts the article pages and the entries of the index, and looks up a
new word in both. A run with wrong results has no number here.

Differences: Pelican has no pages of sources and places. Hugo and Eleventy do not delete the
page of a removed article, so their output was emptied before that run, which was not timed.
They do not accept dates that are only a year or a month. If the archive is a real one, all tools
got the first day instead. Only Dateline has related articles, neighbours in time, charts, and a
feed of every tag."""


def write_report(results: Results) -> str:
    """The whole document."""
    machine = results.machine
    versions = ", ".join(f"{name} {version}" for name, version in results.versions.items())
    parts = [
        "# Benchmarks",
        f"Made by `{results.command}` on {machine['cores']} cores of {machine['processor']}, "
        f"{machine['memory']} of memory, {machine['system']}.",
        f"Versions: {versions}.",
        "![Seconds of every scenario, by tool](benchmarks.svg)",
        _NOTES,
    ]
    for archive in results.archives:
        parts += _archive(archive)
    parts += _growth(results.archives)
    return "\n\n".join(parts) + "\n"


def _archive(archive: Measured) -> Iterator[str]:
    yield f"## {archive.articles:,} articles ({archive.label})"
    yield _table(*_seconds(archive))
    ratios = list(_ratios(archive))
    if ratios:
        yield "### Goals"
        yield "The goals are for 10,000 articles."
        yield _table(["", "measured", "goal"], ratios)
    yield "### All measurements"
    yield _table(*_details(archive))
    if archive.searches:
        yield "### Search in a browser"
        yield _table(*_searches(archive))


def _seconds(archive: Measured) -> tuple[list[str], list[list[str]]]:
    tools = [tool for tool in _tools(archive) if tool != "dateline-no-search"]
    compared = {"dateline", "hugo"} <= set(tools)
    head = ["seconds", *(LABELS[tool] for tool in tools)]
    rows = []
    for scenario, title in SCENARIOS.items():
        rows.append([title, *(_spread(_of(archive, tool, scenario), _total) for tool in tools)])
        if compared:
            rows[-1].append(_against_hugo(archive, scenario))
        if scenario == "cold":
            rows.append(["cold build, no search", *(_alone(archive, tool) for tool in tools)])
            if compared:
                rows[-1].append(_number(_cold_without_search(archive)))
    return head + ["Dateline ÷ Hugo"] * compared, rows


def _tools(archive: Measured) -> list[str]:
    return list(dict.fromkeys(sample.tool for sample in archive.samples))


def _of(archive: Measured, tool: str, scenario: str) -> list[Sample]:
    return [s for s in archive.samples if s.tool == tool and s.scenario == scenario]


def _total(sample: Sample) -> float:
    return sample.seconds


def _build_alone(sample: Sample) -> float:
    return sample.steps[BUILD].seconds


def _alone(archive: Measured, tool: str) -> str:
    """The build without the index: a run of its own of ours, the first command of the peers."""
    if tool == "dateline":
        return _spread(_of(archive, "dateline-no-search", "cold"), _total)
    return _spread(_of(archive, tool, "cold"), _build_alone)


def _spread(samples: Sequence[Sample], measure: Callable[[Sample], float]) -> str:
    values = [measure(sample) for sample in samples if not sample.wrong]
    if not values:
        return samples[0].wrong if samples else "–"
    if len(values) == 1:
        return _plain(values[0])
    return f"{_plain(statistics.median(values))} ({_plain(min(values))}–{_plain(max(values))})"


def _plain(seconds: float) -> str:
    return f"{seconds:.1f}" if seconds >= 10 else f"{seconds:.2f}"


def _median(
    archive: Measured, tool: str, scenario: str, measure: Callable[[Sample], float] = _total
) -> float | None:
    """Nothing where a run was not right."""
    samples = _of(archive, tool, scenario)
    if not samples or any(sample.wrong for sample in samples):
        return None
    return statistics.median(map(measure, samples))


def _quotient(ours: float | None, theirs: float | None) -> float | None:
    return ours / theirs if ours is not None and theirs else None


def _against_hugo(archive: Measured, scenario: str) -> str:
    return _number(_share(archive, scenario))


def _share(archive: Measured, scenario: str) -> float | None:
    return _quotient(_median(archive, "dateline", scenario), _median(archive, "hugo", scenario))


def _cold_without_search(archive: Measured) -> float | None:
    ours = _median(archive, "dateline-no-search", "cold")
    return _quotient(ours, _median(archive, "hugo", "cold", _build_alone))


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _ratios(archive: Measured) -> Iterator[list[str]]:
    """The measures that the project set itself a bar for."""
    rows: list[tuple[str, float | None, str]] = [
        ("cold, ours ÷ (Hugo + Pagefind)", _share(archive, "cold"), "≤ 0.60"),
        ("cold without search, ours ÷ Hugo alone", _cold_without_search(archive), "≤ 1.0"),
        ("one article edited, ours ÷ (Hugo + Pagefind)", _share(archive, "edited"), "≤ 0.10"),
        ("nothing changed, ours ÷ (Hugo + Pagefind)", _share(archive, "unchanged"), "≤ 0.04"),
    ]
    for title, value, bar in rows:
        if value is not None:
            yield [title, _number(value), bar]
    ours = [sample for sample in archive.samples if sample.tool == "dateline"]
    if ours:
        yield ["peak memory of any run of ours", _megabytes(max(s.peak for s in ours)), "≤ 700 MB"]
    for search in archive.searches:
        if search.tool == "dateline":
            title = f"first search of a word in {search.expected:,} articles, loaded in all"
            yield [title, _kilobytes(search.transferred), "≤ 300 KB"]
    changed = _index_bytes(archive, "edited"), _index_bytes(archive, "cold")
    share = _quotient(*changed)
    if share is not None:
        yield ["bytes of the index that one edit changes", f"{share:.1%}", "≤ 15 %"]


def _index_bytes(archive: Measured, scenario: str) -> float | None:
    weights = [s.weight for s in _of(archive, "dateline", scenario) if s.weight]
    return float(weights[0].index) if weights else None


def _details(archive: Measured) -> tuple[list[str], list[list[str]]]:
    head = ["scenario", "tool", "seconds", "of these Pagefind", "CPU seconds", "peak memory"]
    head += ["files written", "index to load again", "other files to load again"]
    rows = []
    for scenario, title in SCENARIOS.items():
        for tool in _tools(archive):
            samples = _of(archive, tool, scenario)
            if samples:
                rows.append([title, LABELS[tool], *_detail(samples)])
    return head, rows


def _detail(samples: list[Sample]) -> list[str]:
    right = [sample for sample in samples if not sample.wrong]
    if not right:
        peak = max(sample.peak for sample in samples)
        return [samples[0].wrong, "", "", _megabytes(peak), "", "", ""]
    indexed = [step.seconds for s in right for name, step in s.steps.items() if name != BUILD]
    weight = right[0].weight
    return [
        _spread(right, _total),
        _plain(statistics.median(indexed)) if indexed else "",
        _plain(statistics.median(sample.cpu for sample in right)),
        _megabytes(max(sample.peak for sample in right)),
        f"{statistics.median(sample.written for sample in right):,.0f}",
        _kilobytes(weight.index) if weight else "",
        _kilobytes(weight.other) if weight else "",
    ]


def _searches(archive: Measured) -> tuple[list[str], list[list[str]]]:
    head = ["tool", "articles with the word", "results", "requests", "loaded", "milliseconds"]
    return head, [
        [
            LABELS[search.tool],
            f"{search.expected:,}",
            search.wrong or f"{search.found:,}",
            str(search.requests),
            _kilobytes(search.transferred),
            f"{search.milliseconds:.0f}",
        ]
        for search in archive.searches
    ]


def _growth(archives: Sequence[Measured]) -> Iterator[str]:
    """The growth of the cold build between archives of which one is ten times the other."""
    sizes = {archive.articles: archive for archive in archives}
    rows = []
    for articles, archive in sorted(sizes.items()):
        larger = sizes.get(articles * 10)
        if larger:
            longer = _median(larger, "dateline", "cold")
            ratio = _quotient(longer, _median(archive, "dateline", "cold"))
            if ratio is not None:
                rows.append([f"{articles:,}", f"{larger.articles:,}", f"{ratio / 10:.2f}"])
    if rows:
        yield "## Growth"
        yield _table(["articles", "and ten times as many", "cold, against ten times as long"], rows)


def _megabytes(count: float) -> str:
    return f"{count / 1e6:,.0f} MB"


def _kilobytes(count: float) -> str:
    return f"{count / 1e3:,.1f} KB"


def _table(head: list[str], rows: Sequence[list[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
