"""The tools and their sites: what each is called with, where it writes, which file is its template.

The sites stand under `sites/`. They do the same job: a page an article, a page a tag (and a source
and a place, where the tool can), pages of the years and the months, home page, feed and sitemap.
All get the same files of `content/`, and the peers get Pagefind with the same filters as ours.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from benchmarks.environment import HERE, REPOSITORY, Environment

NAMES = ("dateline", "hugo", "pelican", "eleventy")
LABELS = {
    "dateline": "Dateline",
    "dateline-no-search": "Dateline without search",
    "hugo": "Hugo + Pagefind",
    "pelican": "Pelican + Pagefind",
    "eleventy": "Eleventy + Pagefind",
}
#: The commands of a run: `build` makes the site, `index` makes it searchable.
BUILD, INDEX = "build", "index"

# Node gives up at 4 GB; an archive of 100,000 articles takes Eleventy beyond.
_NODE = {"NODE_OPTIONS": "--max-old-space-size=12000"}


class Command(NamedTuple):
    """A command line under the name that its times get."""

    name: str
    arguments: tuple[str, ...]


@dataclass(frozen=True)
class Tool:
    """A tool with its site, ready to run.

    `cleans` says whether a build takes away the page of an article that is gone; for the others
    the output folder is emptied before, as their users' scripts do, outside of the time measured.
    `searches` says whether it makes an index, `reports` whether it prints its counts as JSON.
    """

    name: str
    folder: Path
    commands: tuple[Command, ...]
    output: Path
    template: Path
    caches: tuple[Path, ...] = ()
    cleans: bool = False
    searches: bool = True
    reports: bool = False
    only_cold: bool = False
    environment: dict[str, str] = field(default_factory=dict)


def prepare(names: Sequence[str], environment: Environment, work: Path) -> list[Tool]:
    """Lays out the sites beside `work/content`, in the order they will run."""
    made = []
    for name in names:
        if name == "dateline":
            made += [_dateline(environment, work), _dateline_without_search(environment, work)]
        else:
            made.append(_PEERS[name](environment, work))
    return made


def _site(name: str, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HERE / "sites" / name, folder)
    return folder


def _dateline(environment: Environment, work: Path) -> Tool:
    folder = _site("dateline", work / "dateline")
    template = folder / "templates" / "article.html"
    template.parent.mkdir()
    shutil.copy(REPOSITORY / "templates" / "article.html", template)
    return Tool(
        name="dateline",
        folder=folder,
        commands=(_dateline_command(environment),),
        output=folder / "output",
        template=template,
        caches=(folder / ".cache",),
        cleans=True,
        reports=True,
    )


def _dateline_without_search(environment: Environment, work: Path) -> Tool:
    folder = _site("dateline", work / "dateline-no-search")
    return Tool(
        name="dateline-no-search",
        folder=folder,
        commands=(_dateline_command(environment, "--no-search"),),
        output=folder / "output",
        template=folder / "dateline.toml",
        caches=(folder / ".cache",),
        searches=False,
        reports=True,
        only_cold=True,
    )


def _dateline_command(environment: Environment, *more: str) -> Command:
    program = str(environment.programs / "dateline")
    options = ("--content", "../content", "--config", "dateline.toml", "--output", "output")
    return Command(BUILD, (program, "build", *options, "--json", *more))


def _hugo(environment: Environment, work: Path) -> Tool:
    folder = _site("hugo", work / "hugo")
    _write_sections(work / "content", folder / "sections")
    build = Command(BUILD, (str(environment.hugo), "--destination", "output"))
    return Tool(
        name="hugo",
        folder=folder,
        commands=(build, _pagefind(environment)),
        output=folder / "output",
        template=folder / "layouts" / "page.html",
        caches=(folder / "cache", folder / "resources"),
        environment={"HUGO_CACHEDIR": str(folder / "cache")},
    )


def _write_sections(content: Path, sections: Path) -> None:
    """Makes Hugo's sections of the folders YYYY and YYYY/MM, where no other tool sees them."""
    for folder in [*content.glob("[0-9]*"), *content.glob("[0-9]*/[0-9]*")]:
        if folder.is_dir():
            name = folder.relative_to(content)
            (sections / name).mkdir(parents=True, exist_ok=True)
            title = "-".join(name.parts)
            (sections / name / "_index.md").write_text(f'---\ntitle: "{title}"\n---\n', "utf-8")


def _pelican(environment: Environment, work: Path) -> Tool:
    folder = _site("pelican", work / "pelican")
    options = ("../content", "--settings", "pelicanconf.py", "--output", "output", "--quiet")
    build = Command(BUILD, (str(environment.programs / "pelican"), *options))
    return Tool(
        name="pelican",
        folder=folder,
        commands=(build, _pagefind(environment)),
        output=folder / "output",
        template=folder / "theme" / "templates" / "article.html",
        caches=(folder / "cache", folder / "__pycache__"),
        cleans=True,
    )


def _eleventy(environment: Environment, work: Path) -> Tool:
    folder = _site("eleventy", work / "eleventy")
    (folder / "input" / "content").symlink_to("../../content")
    (folder / "node_modules").symlink_to(environment.node_modules)
    program = str(environment.node_modules / ".bin" / "eleventy")
    return Tool(
        name="eleventy",
        folder=folder,
        commands=(Command(BUILD, (program, "--quiet")), _pagefind(environment)),
        output=folder / "output",
        template=folder / "includes" / "article.njk",
        caches=(folder / ".cache",),
        environment=_NODE,
    )


def _pagefind(environment: Environment) -> Command:
    return Command(INDEX, (str(environment.pagefind), "--site", "output", "--silent"))


_PEERS = {"hugo": _hugo, "pelican": _pelican, "eleventy": _eleventy}
