"""One address, one page: who may have it, and what is said to the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dateline.model import LISTED_FIELDS, Article, Text
from dateline.problems import Problem, problem
from dateline.reading.files import is_section
from dateline.urls import alias_address, output_file

#: Folders and files of the site itself.
BUILT_IN_FOLDERS = frozenset({*LISTED_FIELDS, "timeline", "search", "data", "pagefind"})
#: Folders in which no file may stand: elsewhere it is welcome beside a section's text.
_CLOSED_FOLDERS = frozenset({"data", "pagefind"})
BUILT_IN_FILES = frozenset(
    {"index.html", "404.html", "feed.xml", "feed.json", "sitemap.xml", "robots.txt"}
)


class _Claim(NamedTuple):
    path: str
    address: str
    what: str
    page: Article | Text | None = None


class Addresses(NamedTuple):
    """Who got what: the errors, the files that must stand back, and the aliases that hold.

    `aliases` maps the address of a redirect to the page that it leads to.
    """

    problems: list[Problem]
    losers: set[str]
    aliases: dict[str, Article | Text]


def assign_addresses(
    articles: Sequence[Article], texts: Sequence[Text], assets: Sequence[str]
) -> Addresses:
    """Gives each address to one page and says so to the others.

    Files are compared without regard to case, as macOS and Windows do, so that an archive is the
    same on every system; slugs are composed (NFC) already. Pages come before files, files before
    aliases, and within each the first in the alphabet keeps the address.
    """
    problems: list[Problem] = []
    losers: set[str] = set()
    aliases: dict[str, Article | Text] = {}
    holders: dict[str, _Claim] = {}
    folders: dict[str, _Claim] = {}
    for claim in _claims(articles, texts, assets):
        file = output_file(claim.address).casefold()
        parents = [file[:at] for at, sign in enumerate(file) if sign == "/"]
        holder = holders.get(file) or folders.get(file)
        holder = holder or next((holders[p] for p in parents if p in holders), None)
        if _is_built_in(claim, file):
            problems.append(_built_in(claim))
        elif holder:
            problems.append(_taken(claim, holder))
        else:
            holders[file] = claim
            folders |= {parent: claim for parent in parents if parent not in folders}
            if claim.what == "alias" and claim.page:
                aliases[claim.address] = claim.page
            continue
        if claim.what != "alias":
            losers.add(claim.path)
    kept = {address: page for address, page in aliases.items() if page.path not in losers}
    return Addresses(problems, losers, kept)


def _claims(
    articles: Sequence[Article], texts: Sequence[Text], assets: Sequence[str]
) -> Iterator[_Claim]:
    pages: list[Article | Text] = [
        *articles,
        *(text for text in texts if not is_section(text.path)),
    ]
    pages.sort(key=lambda page: page.path)
    for page in pages:
        yield _Claim(page.path, page.address, "page")
    for asset in assets:
        yield _Claim(asset, asset, "file")
    for page in pages:
        for address in dict.fromkeys(alias_address(alias) for alias in page.aliases):
            if address != page.address:
                yield _Claim(page.path, address, "alias", page)


def _is_built_in(claim: _Claim, file: str) -> bool:
    folder = file.partition("/")[0] if "/" in file else ""
    closed = _CLOSED_FOLDERS if claim.what == "file" else BUILT_IN_FOLDERS
    return folder in closed or file in BUILT_IN_FILES


def _taken(claim: _Claim, holder: _Claim) -> Problem:
    return problem(
        "E030",
        claim.path,
        f"the {claim.what} /{claim.address} is already that of {holder.path}",
        hint="rename one of the files, or give it a `slug:` of its own",
    )


def _built_in(claim: _Claim) -> Problem:
    return problem(
        "E031",
        claim.path,
        f"the {claim.what} /{claim.address} is a place of the site itself",
        hint="move or rename the file, or give it another `slug:` or `aliases:`",
    )
