"""The command line: what users type, and what they are told."""

from __future__ import annotations

import argparse
import datetime
import io
import json
import os
import signal
import sys
import threading
import zoneinfo
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dateline import __version__
from dateline.config import Config, ConfigError, Paths, find_config, load_config, with_base_url
from dateline.folders import check_folders, expanded, readable_site
from dateline.problems import errors

if TYPE_CHECKING:
    from dateline.report import Report

_WRONG_USAGE = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit code: 0 done, 1 problems, 2 usage, 3 partly published."""
    if argv is None:
        _begin_in_utf8()
    arguments = list(sys.argv[1:] if argv is None else argv)
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "build": _build,
        "serve": _serve,
        "new": _new,
        "check": _check,
    }
    asks_itself = arguments[:1] and arguments[0] in (*commands, "-h", "--help", "--version")
    options = _parser().parse_args(arguments if asks_itself else ["build", *arguments])
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # it ends a run as Ctrl-C does
    try:
        return commands[options.command](options)
    except (ConfigError, OSError) as error:
        print(f"dateline: {error}", file=sys.stderr)
        return _WRONG_USAGE
    except KeyboardInterrupt:
        print("stopped; the next build finishes what was begun", file=sys.stderr)
        return 130


def _begin_in_utf8() -> None:
    """Begins anew where the locale has another encoding: the names of files would be others, and
    so the site. What a terminal cannot show is written out, rather than raised."""
    if sys.getfilesystemencoding() != "utf-8":
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606  # itself
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dateline", description="Publishes an archive of Markdown articles as a static site."
    )
    parser.add_argument("--version", action="version", version=f"dateline {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    content = argparse.ArgumentParser(add_help=False)
    content.add_argument("--content", type=Path, metavar="DIR", help="the articles")
    content.add_argument("--config", type=Path, metavar="FILE", help="the dateline.toml to use")

    judging = argparse.ArgumentParser(add_help=False)
    judging.add_argument("--strict", action="store_true", help="warnings are problems")
    judging.add_argument("--json", action="store_true", help="the report as JSON on stdout")

    site = argparse.ArgumentParser(add_help=False)
    site.add_argument("--templates", type=Path, metavar="DIR", help="your own templates")
    site.add_argument("--output", type=Path, metavar="DIR", help="where the site goes")
    site.add_argument("--cache", type=Path, metavar="DIR", help="what earlier builds found out")
    site.add_argument("--base-url", metavar="URL", help="the address the site will have")
    site.add_argument("--no-search", action="store_true", help="leave the search index out")
    site.add_argument(
        "--keep-going", action="store_true", help="publish without the broken articles"
    )

    build = commands.add_parser("build", parents=[content, site, judging], help="render the site")
    build.add_argument("--clean", action="store_true", help="ignore the cache")
    build.add_argument(
        "--jobs", type=_whole(64), default=0, metavar="N", help="processes; 0 as cores"
    )
    build.add_argument("--why", default="", metavar="URL", help="why this page was rendered or not")
    serve = commands.add_parser("serve", parents=[content, site], help="preview, following changes")
    serve.add_argument("--port", type=_whole(65_535), default=8000, help="0 takes any free one")
    new = commands.add_parser("new", parents=[content], help="start an article")
    new.add_argument("title", metavar="TITLE")
    check = commands.add_parser("check", parents=[content, judging], help="list every problem")
    check.add_argument(
        "--fix", action="store_true", help="show what has only one cure, and repair it when told"
    )
    check.add_argument("--yes", action="store_true", help="with --fix: repair without asking")
    return parser


def _whole(most: int) -> Callable[[str], int]:
    """Reads a whole number from 0 to `most`."""

    def read(text: str) -> int:
        if not text.isdecimal() or int(text) > most:
            raise argparse.ArgumentTypeError(f'must be a number from 0 to {most} (got "{text}")')
        return int(text)

    return read


def _build(options: argparse.Namespace) -> int:
    from dateline.pipeline import build
    from dateline.report import Options

    paths, config = _settings(options)
    wanted = Options(
        search=not options.no_search,
        keep_going=options.keep_going,
        strict=options.strict,
        clean=options.clean,
        jobs=options.jobs,
        why=options.why,
    )
    with readable_site(paths):
        report = build(paths, config, wanted)
    return _tell(report, as_json=options.json)


def _check(options: argparse.Namespace) -> int:
    from dateline.pipeline import check
    from dateline.report import Options

    paths, config = _settings(options)
    wanted = Options(strict=options.strict)
    if options.yes and not options.fix:
        raise ConfigError("--yes goes with --fix")
    report = check(paths, config, wanted)
    if options.fix and _fix(paths.content, config, told=options.yes):
        report = check(paths, config, wanted)
    if options.json:
        _tell(report, as_json=True)
    else:
        for each in report.problems:
            print(each)
        wrong = len(errors(report.problems))
        print(
            f"{report.articles} articles, {wrong} errors, {len(report.problems) - wrong} warnings"
        )
    return 1 if errors(report.problems) else 0


def _fix(content: Path, config: Config, *, told: bool) -> bool:
    """Shows what can be repaired, and repairs it if told to; whether anything was written.

    What is shown goes to stderr, for stdout is the report's.
    """
    from dateline.reading.files import find_files
    from dateline.repairs import carry_out, find_repairs

    texts = (file.path for file in find_files(content).texts)
    repairs = list(find_repairs(content, texts, config))
    for repair in repairs:
        print(repair, file=sys.stderr)
    if not repairs:
        print("nothing that can be repaired has only one cure", file=sys.stderr)
        return False
    if not told and sys.stdin.isatty():
        question = f"Repair {len(repairs)} files? Only the lines shown change. [y/N] "
        told = input(question).strip().lower() in ("y", "yes")
    if not told:
        print(f"{len(repairs)} files left as they are; --yes repairs them", file=sys.stderr)
        return False
    changed = [repair.path for repair in repairs if not carry_out(content, repair)]
    for path in changed:
        print(f"{path}: changed meanwhile, left as it is", file=sys.stderr)
    print(f"{len(repairs) - len(changed)} files repaired", file=sys.stderr)
    return len(changed) < len(repairs)


def _new(options: argparse.Namespace) -> int:
    paths, config = _settings(options)
    today = datetime.datetime.now(zoneinfo.ZoneInfo(config.timezone)).date()
    print(start_article(paths.content, options.title, today))
    return 0


def start_article(content: Path, title: str, day: datetime.date) -> Path:
    """Writes an article file with its frontmatter begun. Raises ConfigError where one is there."""
    from dateline.urls import slugify

    title = " ".join(title.split())
    slug = slugify(title)
    if not slug:
        raise ConfigError(f'the title needs at least one letter or digit (got "{title}")')
    # Names of files have 255 bytes; the slug of a long headline in Arabic has more.
    slug = slug.encode()[:120].decode(errors="ignore").rstrip("-")
    file = content / f"{day:%Y/%m/%d}-{slug}.md"
    if any(folder.is_symlink() for folder in (file.parent, file.parent.parent)):
        raise ConfigError(f"{file.parent} is reached by a link, and what is there is not read")
    file.parent.mkdir(parents=True, exist_ok=True)
    quoted = json.dumps(title, ensure_ascii=False)
    fields = [f"title: {quoted}", f"date: {day}", "tags: []", "source:", "source_url:", "summary:"]
    try:
        with file.open("x", encoding="utf-8") as target:
            target.write("\n".join(["---", *fields, "---", "", ""]))
    except FileExistsError:
        raise ConfigError(f"{file} is there already; choose another title") from None
    return file


def _serve(options: argparse.Namespace) -> int:
    from dateline.pipeline import build
    from dateline.report import Options
    from dateline.serving.preview import State, serve

    paths, config = _settings(options)
    wanted = Options(not options.no_search, options.keep_going)
    told: list[str] | None = None  # the problems of the last run that was worth a word

    def rebuild(state: State) -> None:
        nonlocal told
        try:
            fresh_paths, fresh = _settings(options)
            with readable_site(fresh_paths):
                report = build(fresh_paths, fresh, wanted)
        except (ConfigError, OSError) as error:
            print(f"dateline: {error}", file=sys.stderr)
            state.update([str(error)], built=False)
            return
        problems = [str(each) for each in errors(report.problems)]
        has_changed = report.written > 0 or report.removed > 0
        if has_changed or told != problems:
            told = problems
            _tell(report, as_json=False)
            state.update(problems, built=has_changed)

    file = find_config(options.config)
    watched = [path for path in (paths.content, paths.templates, file) if path]
    try:
        serve(
            paths.output, config.base_url.path, options.port, watched, rebuild,
            threading.Event(), lambda url: print(f"Preview at {url} – Ctrl-C ends it", flush=True),
        )  # fmt: skip
    except OSError as error:
        raise ConfigError(f"port {options.port}: {error.strerror}; try --port 0") from None
    except KeyboardInterrupt:
        return 0
    return 0


def _settings(options: argparse.Namespace) -> tuple[Paths, Config]:
    """The folders and the configuration that the options mean. Raises ConfigError."""
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
    if options.command != "new" and not paths.content.is_dir():
        raise ConfigError(f"{paths.content}: there is no such folder; give --content DIR")
    if options.command != "new":
        check_folders(paths, root, writes_site=options.command != "check")
    return paths, config


def _tell(report: Report, *, as_json: bool) -> int:
    """Says what happened: problems on stderr, then one line; or all of it as JSON on stdout."""
    if as_json:
        sys.stdout.buffer.write(msgspec.json.encode(report) + b"\n")
    else:
        for each in report.problems:
            print(each, file=sys.stderr)
        if report.why:
            print(report.why)
        print(_summary(report))
    return report.exit_code


def _summary(report: Report) -> str:
    """One line: what was read, made and changed, and how long each phase took."""
    seconds = ", ".join(f"{phase} {time:.1f} s" for phase, time in report.seconds.items())
    read = f"{report.articles} articles read"
    if report.left_out or report.drafts:
        read += (
            f" ({report.published} published, {report.left_out} left out, {report.drafts} drafts)"
        )
    if report.exit_code == 1:
        is_cut_short = any(each.code == "E046" for each in report.problems)
        left = "the site is half old and half new" if is_cut_short else "the site is as it was"
        return f"{read}; {len(errors(report.problems))} errors, {left} ({seconds})"
    return (
        f"{read} ({report.read} anew), {report.pages} pages ({report.rendered} rendered), "
        f"{report.indexed} articles indexed ({report.shards} parts anew), "
        f"{report.written} files written, {report.removed} removed ({seconds})"
    )
