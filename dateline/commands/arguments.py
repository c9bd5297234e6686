"""The commands and options, parsed with argparse."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from dateline import __version__

COMMANDS = ("build", "serve", "new", "check")


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """The parsed options; the default command is `build`. A wrong command line ends the program
    with exit code 2, as usual in argparse."""
    is_whole = arguments[:1] and arguments[0] in (*COMMANDS, "-h", "--help", "--version")
    return _parser().parse_args(arguments if is_whole else ["build", *arguments])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dateline", description="Publishes an archive of Markdown articles as a static site."
    )
    parser.add_argument("--version", action="version", version=f"dateline {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    content, address, judging, site = _content(), _address(), _judging(), _site()
    build = commands.add_parser(
        "build", parents=[content, site, address, judging], help="render the site"
    )
    build.add_argument("--clean", action="store_true", help="ignore the cache")
    build.add_argument(
        "--jobs", type=_whole(64), default=0, metavar="N", help="processes; 0 as cores"
    )
    build.add_argument("--why", default="", metavar="URL", help="why this page was rendered or not")
    serve = commands.add_parser(
        "serve", parents=[content, site, address], help="preview, following changes"
    )
    serve.add_argument("--port", type=_whole(65_535), default=8000, help="0 takes any free one")
    _add_new(commands.add_parser("new", parents=[content], help="start an article"))
    check = commands.add_parser(
        "check", parents=[content, address, judging], help="list every problem"
    )
    check.add_argument(
        "--fix",
        action="store_true",
        help="show repairs that are the only possible ones, and make them after a question",
    )
    check.add_argument("--yes", action="store_true", help="with --fix: repair without asking")
    return parser


def _content() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--content", type=Path, metavar="DIR", help="the articles")
    options.add_argument("--config", type=Path, metavar="FILE", help="the dateline.toml to use")
    return options


def _address() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--base-url", metavar="URL", help="the address the site will have")
    return options


def _judging() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--strict", action="store_true", help="warnings are problems")
    options.add_argument("--json", action="store_true", help="the report as JSON on stdout")
    options.add_argument("--all", action="store_true", help="list each problem, however many")
    return options


def _site() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--templates", type=Path, metavar="DIR", help="your own templates")
    options.add_argument("--output", type=Path, metavar="DIR", help="the folder of the site")
    options.add_argument("--cache", type=Path, metavar="DIR", help="what earlier builds found out")
    options.add_argument("--no-search", action="store_true", help="leave the search index out")
    options.add_argument(
        "--keep-going", action="store_true", help="publish without the broken articles"
    )
    return options


def _add_new(new: argparse.ArgumentParser) -> None:
    new.add_argument("title", metavar="TITLE")
    new.add_argument(
        "--date", default="", help="when the story was published: 2017-10-08, 2017-10 or 2017"
    )
    new.add_argument("--source", default="", help="the publication, or the original address")
    new.add_argument(
        "--tags", default=[], action="append", metavar="TAG,TAG", help="names, with commas between"
    )


def _whole(most: int) -> Callable[[str], int]:
    """A parser for whole numbers from 0 to `most`."""

    def read(text: str) -> int:
        if not (text.isdecimal() and len(text) < 10 and int(text) <= most):
            raise argparse.ArgumentTypeError(f'must be a number from 0 to {most} (got "{text}")')
        return int(text)

    return read
