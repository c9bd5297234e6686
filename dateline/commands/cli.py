"""Runs the commands and prints their results."""

from __future__ import annotations

import argparse
import datetime
import io
import os
import signal
import sys
import threading
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dateline.build.plurals import counted
from dateline.build.problem_digest import digest_problems
from dateline.commands.arguments import read_arguments
from dateline.config import Config, ConfigError, Paths, find_config, load_config, with_base_url
from dateline.output.folders import check_folders, expanded, readable_site
from dateline.problems import errors, in_words, with_path

if TYPE_CHECKING:
    from dateline.build.report import Options, Report
    from dateline.model import PartialDate

_WRONG_USAGE = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit code: 0 done, 1 problems, 2 usage, 3 partly published."""
    if argv is None:
        _begin_in_utf8()
    options = read_arguments(list(sys.argv[1:] if argv is None else argv))
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "build": _build,
        "serve": _serve,
        "new": _new,
        "check": _check,
    }
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # acts like Ctrl-C
    try:
        return commands[options.command](options)
    except ConfigError as error:
        print(f"dateline: {error}", file=sys.stderr)
        return _WRONG_USAGE
    except OSError as error:
        print(f"dateline: {with_path(error)}", file=sys.stderr)
        return _WRONG_USAGE
    except KeyboardInterrupt:
        return _ended(options.command)


def _ended(command: str) -> int:
    """The exit code after Ctrl-C, which is the normal end of a preview. A second Ctrl-C is ignored,
    so that it cannot interrupt the cleanup."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if command == "serve":
        return 0
    print("stopped; the next build finishes what was begun", file=sys.stderr)
    return 130


def _begin_in_utf8() -> None:
    """Restarts in UTF-8 mode if the locale has another encoding, because names of files, and so the
    site, would differ. Characters that a terminal cannot show are escaped."""
    if sys.getfilesystemencoding() != "utf-8":
        if hasattr(signal, "pthread_sigmask"):  # until `start` handles the signals again
            signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606  # itself
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _build(options: argparse.Namespace) -> int:
    from dateline.build.pipeline import build

    paths, config = _settings(options)
    with readable_site(paths):
        report = build(paths, config, _wanted(options, config))
    return _print_report(report, options)


def _check(options: argparse.Namespace) -> int:
    from dateline.build.pipeline import check
    from dateline.build.summary import check_summary, field_lines

    paths, config = _settings(options)
    if options.yes and not options.fix:
        raise ConfigError("--yes needs --fix")
    wanted = _wanted(options, config)
    report = check(paths, config, wanted)
    if options.fix and _fix(paths.content, config, is_confirmed=options.yes):
        report = check(paths, config, wanted)
    if options.json:
        return _print_report(report, options)
    fields = field_lines(report.unused_fields, is_all=options.all)
    for line in (*_problem_lines(report, is_all=options.all), *fields):
        print(line)
    print(check_summary(report, is_strict=options.strict))
    return 1 if errors(report.problems) else 0


def _fix(content: Path, config: Config, *, is_confirmed: bool) -> bool:
    """Shows the possible repairs, and makes them after confirmation. Returns whether anything was
    written.

    The output goes to stderr, because stdout is for the report.
    """
    from dateline.commands.fix import apply_repair, find_repairs
    from dateline.content.scan import find_files

    texts = (file.path for file in find_files(content).texts)
    repairs = list(find_repairs(content, texts, config))
    for repair in repairs:
        print(repair, file=sys.stderr)
    if not repairs:
        print("nothing that can be repaired has only one cure", file=sys.stderr)
        return False
    files = counted(len(repairs), "file")
    if not is_confirmed and sys.stdin.isatty():
        question = f"Repair {files}? Only the lines shown change. [y/N] "
        is_confirmed = input(question).strip().lower() in ("y", "yes")
    if not is_confirmed:
        print(f"{files} left alone; these lines would change: --yes repairs them", file=sys.stderr)
        return False
    changed = [repair.path for repair in repairs if not apply_repair(content, repair)]
    for path in changed:
        print(f"{path}: changed meanwhile, left as it is", file=sys.stderr)
    print(f"{counted(len(repairs) - len(changed), 'file')} repaired", file=sys.stderr)
    return len(changed) < len(repairs)


def _new(options: argparse.Namespace) -> int:
    from dateline.commands.new import read_date

    paths, config = _settings(options)
    date = read_date(options.date) if options.date else _today(config)
    given = options.source, options.tags, config.fields
    file = start_article(paths.content, options.title, date, *given)
    print(file)
    print(
        "its address follows the name of the file, and keeps it when `date:` changes later",
        file=sys.stderr,
    )
    return 0


def start_article(
    content: Path,
    title: str,
    date: PartialDate | datetime.date,
    source: str = "",
    tags: Sequence[str] = (),
    field_names: Mapping[str, tuple[str, ...]] = {},
) -> Path:
    """Writes a new article file with its first fields. Raises ConfigError if the file exists."""
    from dateline.commands.new import new_article, read_date

    article = new_article(title, read_date(str(date)), source, tags, field_names)
    file = content / article.path
    inner = [content.joinpath(*Path(article.path).parts[:n]) for n in (1, 2)]
    if any(folder.is_symlink() for folder in inner):
        raise ConfigError(f"{file.parent} is reached by a link, and what is there is not read")
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as target:
            target.write(article.text)
    except FileExistsError:
        raise ConfigError(f"{file} already exists; choose another title") from None
    return file


def _serve(options: argparse.Namespace) -> int:
    from dateline.build.pipeline import build
    from dateline.serving.preview import PortError, State, serve

    paths, config = _settings(options)
    printed: list[str] | None = None  # the problems that were printed last

    def rebuild(state: State) -> None:
        nonlocal printed
        try:
            fresh_paths, fresh = _settings(options)
            with readable_site(fresh_paths):
                report = build(fresh_paths, fresh, _wanted(options, fresh))
        except (ConfigError, OSError) as error:
            why = with_path(error) if isinstance(error, OSError) else str(error)
            print(f"dateline: {why}", file=sys.stderr)
            state.update([why], built=False)
            return
        problems = [entry.text for entry in digest_problems(errors(report.problems), report.causes)]
        has_changed = report.written > 0 or report.removed > 0
        if has_changed or printed != problems:
            printed = problems
            _print_report(report, options)
            state.update(problems, built=has_changed)

    file = find_config(options.config)
    watched = [path for path in (paths.content, paths.templates, file) if path]
    try:
        serve(
            paths.output, config.base_url.path, options.port, watched, rebuild,
            threading.Event(), lambda url: print(f"Preview at {url} – Ctrl-C ends it", flush=True),
        )  # fmt: skip
    except PortError as error:
        raise ConfigError(
            f"port {options.port}: {in_words(error)}; perhaps another preview runs. Give another "
            "port: --port 8001 (make serve PORT=8001), or --port 0 for any that is free"
        ) from None
    return 0


def _wanted(options: argparse.Namespace, config: Config) -> Options:
    """The build options of a command."""
    from dateline.build.report import Options

    return Options(
        search=not getattr(options, "no_search", False),
        keep_going=getattr(options, "keep_going", False),
        strict=getattr(options, "strict", False),
        clean=getattr(options, "clean", False),
        jobs=getattr(options, "jobs", 0),
        why=getattr(options, "why", ""),
        lists_all=getattr(options, "all", False),
        is_preview=options.command == "serve",
        day=_today(config),
    )


def _today(config: Config) -> datetime.date:
    return datetime.datetime.now(zoneinfo.ZoneInfo(config.timezone)).date()


def _settings(options: argparse.Namespace) -> tuple[Paths, Config]:
    """The folders and the configuration of the options. Raises ConfigError."""
    for name in ("content", "templates", "output", "cache", "config"):
        if given := getattr(options, name, None):
            setattr(options, name, expanded(given))
    file = find_config(options.config)
    config = load_config(file)
    if getattr(options, "base_url", None):
        config = with_base_url(config, options.base_url)
    root = file.parent if file else Path()
    paths = Paths(
        content=options.content or root / "content",
        templates=getattr(options, "templates", None) or root / "templates",
        output=getattr(options, "output", None) or root / "site",
        cache=getattr(options, "cache", None) or root / ".cache",
    )
    if options.command != "new":
        check_folders(paths, root, writes_site=options.command != "check")
    return paths, config


def _print_report(report: Report, options: argparse.Namespace) -> int:
    """Prints the problems on stderr and one line of summary, or the whole report as JSON on
    stdout."""
    from dateline.build.summary import build_summary, field_line

    if getattr(options, "json", False):
        sys.stdout.buffer.write(msgspec.json.encode(report) + b"\n")
        return report.exit_code
    for line in _problem_lines(report, is_all=getattr(options, "all", False)):
        print(line, file=sys.stderr)
    for line in field_line(report.unused_fields):
        print(line, file=sys.stderr)
    if report.why:
        print(report.why)
    print(build_summary(report))
    return report.exit_code


def _problem_lines(report: Report, *, is_all: bool) -> list[str]:
    """The lines for the problems; many of one kind take one line."""
    entries = digest_problems(report.problems, report.causes, is_all=is_all)
    lines = [entry.text for entry in entries]
    if len(entries) < len(report.problems):
        lines.append(f"{counted(len(report.problems), 'problem')} in all; --all lists each")
    return lines + report.listed_by_check
