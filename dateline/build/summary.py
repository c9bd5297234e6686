"""The lines that a run ends with: what was read, published and changed, and what was found."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.build.plurals import counted
from dateline.build.report import Report
from dateline.build.unused_fields import UnusedField
from dateline.problems import Problem

#: So many fields of each sort are named.
_MOST_FIELDS = 20


def build_summary(report: Report) -> str:
    """One line: what was read, made and changed, and how long each phase took."""
    seconds = ", ".join(f"{phase} {time:.1f} s" for phase, time in report.seconds.items())
    if report.exit_code == 1:
        is_cut_short = any(each.code == "E046" for each in report.problems)
        left = "the site is half old and half new" if is_cut_short else "the site is as it was"
        found = _found(report.problems)
        return f"{_articles(report)}; {found}; nothing was published, {left} ({seconds})"
    return (
        f"{_articles(report)} ({counted(report.read, 'text')} read), "
        f"{counted(report.pages, 'page')} ({counted(report.rendered, 'file')} rendered), "
        f"{counted(report.indexed, 'article')} indexed "
        f"({counted(report.shards, 'search shard')} rebuilt), "
        f"{counted(report.written, 'file')} written, {report.removed:,} removed ({seconds})"
    )


def check_summary(report: Report, *, is_strict: bool) -> str:
    """One line: how many articles and problems there are, and whether a build would stop."""
    warnings = sum(_is_warning(each) for each in report.problems)
    wrong = len(report.problems) - warnings
    found = _found(report.problems)
    if is_strict:
        then = f"a build with --strict {'stops' if wrong or warnings else 'publishes'}"
    elif wrong:
        then = "a build stops"
    else:
        then = "a build publishes" + ("; with --strict it stops" if warnings else "")
    drafts = counted(report.drafts, "draft")
    return f"{counted(report.articles, 'article')}, {drafts}, {found}: {then}"


def field_lines(fields: Sequence[UnusedField], *, is_all: bool) -> list[str]:
    """The fields that nothing reads, as `check` lists them."""
    if not fields:
        return []
    most = len(fields) if is_all else _MOST_FIELDS
    lines = ["fields that nothing reads, and the setting in dateline.toml that would read them:"]
    readable = [field for field in fields if field.setting]
    lines += [
        f"    {field.field}: in {counted(field.files, 'file')}: {field.setting}"
        for field in readable[:most]
    ]
    if len(readable) > 1:
        lines.append(
            "    [fields] stands once in dateline.toml, with one line for each field of ours"
        )
    others = [field for field in fields if not field.setting and not field.is_foreign]
    foreign = [field for field in fields if field.is_foreign]
    for names, what in ((others, "no setting reads"), (foreign, "of other generators")):
        if names:
            more = f" and {len(names) - most:,} more" if len(names) > most else ""
            listed = ", ".join(f"{field.field} ({field.files:,})" for field in names[:most])
            lines.append(f"    {what}: {listed}{more}")
    if len(readable) > most:
        lines.append(f"    {len(readable) - most:,} more; --all lists them")
    return lines


def field_line(fields: Sequence[UnusedField]) -> list[str]:
    """What `build` says of them: those that a setting would read, in a line."""
    names = [field.field for field in fields if field.setting]
    if not names:
        return []
    listed = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
    verb = "is" if len(names) == 1 else "are"
    return [
        f"{counted(len(names), 'field')} that a setting could read {verb} not read ({listed}); "
        f"`check` lists {'it' if len(names) == 1 else 'each'}"
    ]


def _articles(report: Report) -> str:
    parts = [
        f"{report.published:,} published" if report.exit_code != 1 else "",
        f"{report.left_out:,} left out" if report.left_out and report.exit_code != 1 else "",
        counted(report.drafts, "draft") if report.drafts else "",
    ]
    told = ", ".join(part for part in parts if part)
    return counted(report.articles, "article") + (f": {told}" if told else "")


def _found(problems: Sequence[Problem]) -> str:
    """Errors and warnings, by what they are without --strict."""
    warnings = sum(_is_warning(each) for each in problems)
    wrong = counted(len(problems) - warnings, "error")
    return f"{wrong}, {counted(warnings, 'warning')}"


def _is_warning(problem: Problem) -> bool:
    return problem.code.startswith("W")
