"""One address, one page: who may have it, and what is said to the others."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dateline.content.scan import is_section
from dateline.model import Article, Asset, StaticPage
from dateline.problems import Problem, problem
from dateline.urls import (
    SITE_PLACES,
    alias_address,
    folded,
    is_alias_address,
    output_file,
    too_long,
)

_CLOSED = [place for place in SITE_PLACES if place.shuts_out == "all"]
#: Folders of the site itself in which no file may stand, and those in which no page may: a file is
#: welcome beside a section's text.
_CLOSED_FOLDERS = {place.address[:-1] for place in _CLOSED if place.address.endswith("/")}
_BUILT_IN_FOLDERS = _CLOSED_FOLDERS.union(
    place.address[:-1] for place in SITE_PLACES if place.shuts_out == "pages"
)
_BUILT_IN_FILES = {
    output_file(place.address) for place in _CLOSED if not place.address.endswith("/")
}

#: What a claim for an address is called that a page had on another site.
_PERMALINK = "former address"


class _Claim(NamedTuple):
    path: str
    address: str
    what: str
    page: Article | StaticPage | None = None


class Addresses(NamedTuple):
    """Who got what: the errors, the files that must stand back, and the aliases that hold.

    `aliases` maps the address of a redirect to the page that it leads to.
    """

    problems: list[Problem]
    losers: set[str]
    aliases: dict[str, Article | StaticPage]


def assign_addresses(
    articles: Sequence[Article], texts: Sequence[StaticPage], assets: Sequence[Asset]
) -> Addresses:
    """Gives each address to one page and says so to the others.

    Addresses that are one file on any system are one address, so that an archive is the same on
    all of them. Pages come before files, files before aliases, and within each the first in the
    alphabet keeps the address.
    """
    pages: list[Article | StaticPage] = [*articles]
    pages += [text for text in texts if not is_section(text.path)]
    pages.sort(key=lambda page: page.path)
    sections = sorted((text for text in texts if is_section(text.path)), key=lambda t: t.path)
    problems, losers = _second_sections(sections)
    aliases: dict[str, Article | StaticPage] = {}
    holders: dict[str, _Claim] = {}
    folders: dict[str, _Claim] = {}
    spelt: dict[str, list[str]] = {}
    for claim in _claims(pages, assets, problems):
        file = folded(output_file(claim.address))
        parents = _folders(file)
        holder = holders.get(file) or folders.get(file)
        holder = holder or next((holders[p] for p in parents if p in holders), None)
        refused = _refusal(claim, file, holder)
        problems += refused
        if not refused and not (holder and claim.what == _PERMALINK):
            holders[file] = claim
            folders |= {parent: claim for parent in parents if parent not in folders}
            problems += _spelt_otherwise(claim, parents, spelt)
            if claim.page:
                aliases[claim.address] = claim.page
            continue
        if claim.what not in ("alias", _PERMALINK):
            losers.add(claim.path)
    kept = {address: page for address, page in aliases.items() if page.path not in losers}
    return Addresses(problems, losers, kept)


def _refusal(claim: _Claim, file: str, holder: _Claim | None) -> list[Problem]:
    """Why a claim cannot have its address. An address that a page had on another site is a warning:
    it may be the same for several, or one of our own."""
    why, is_built_in = too_long(claim.address), _is_built_in(claim, file)
    if claim.what != _PERMALINK:
        if why:
            return [_too_long(claim, why)]
        if is_built_in:
            return [_built_in(claim)]
        return [_taken(claim, holder)] if holder else []
    if is_built_in:
        why = why or "it is a place of the site itself"
    elif holder and holder.path != claim.path:  # else an alias says the same
        why = why or f"it is that of {holder.path}"
    return [_no_alias(claim.path, f"/{claim.address}", why)] if why else []


def _claims(
    pages: Sequence[Article | StaticPage], assets: Sequence[Asset], problems: list[Problem]
) -> Iterator[_Claim]:
    for page in pages:
        yield _Claim(page.path, page.address, "page")
    for asset in assets:
        yield _Claim(asset.path, asset.address, "file")
    for page in pages:
        for address in _aliases(page, page.aliases, problems):
            yield _Claim(page.path, address, "alias", page)
    for page in pages:
        for address in _aliases(page, page.permalinks, problems):
            yield _Claim(page.path, address, _PERMALINK, page)


def _aliases(
    page: Article | StaticPage, aliases: Sequence[str], problems: list[Problem]
) -> list[str]:
    """The addresses that a page asks for beside its own; other names of a note are none."""
    asked = {folded(page.address): page.address}
    for alias in filter(is_alias_address, aliases):
        try:
            address = alias_address(alias)
        except ValueError as error:
            problems.append(_no_alias(page.path, alias, str(error)))
            continue
        other = asked.setdefault(folded(address), address)
        if other != address:
            why = f"on macOS and Windows it is the same file as /{other}"
            problems.append(_no_alias(page.path, alias, why))
    return [address for address in asked.values() if address != page.address]


def _second_sections(sections: Sequence[StaticPage]) -> tuple[list[Problem], set[str]]:
    """Two folders of one slug may have a text for the same page: the first has it."""
    problems, losers, first = [], set(), dict[str, StaticPage]()
    for text in sections:
        holder = first.setdefault(text.address, text)
        if holder is not text:
            claims = (_Claim(each.path, text.address, "text of") for each in (text, holder))
            problems.append(_taken(*claims))
            losers.add(text.path)
    return problems, losers


def _folders(file: str) -> list[str]:
    return [file[:at] for at, sign in enumerate(file) if sign == "/"]


def _spelt_otherwise(
    claim: _Claim, parents: Sequence[str], spelt: dict[str, list[str]]
) -> Iterator[Problem]:
    """A warning for each folder that others write in another case, once for each way."""
    for parent, folder in zip(parents, _folders(output_file(claim.address)), strict=True):
        ways = spelt.setdefault(parent, [folder])
        if folder in ways:
            continue
        ways.append(folder)
        name, first = posixpath.basename(folder), posixpath.basename(ways[0])
        if name != first:  # else the folder around it is what differs, and was said
            message = f"the folder /{folder}/ is /{ways[0]}/ in other addresses"
            hint = f"macOS and Windows take both for one; rename the folder {name} to {first}"
            yield problem("W020", claim.path, message, hint=hint)


def _is_built_in(claim: _Claim, file: str) -> bool:
    folder = file.partition("/")[0] if "/" in file else ""
    closed = _CLOSED_FOLDERS if claim.what == "file" else _BUILT_IN_FOLDERS
    return folder in closed or not _BUILT_IN_FILES.isdisjoint([file, *_folders(file)])


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


def _too_long(claim: _Claim, why: str) -> Problem:
    return problem(
        "E033",
        claim.path,
        f"the address of the {claim.what} is too long for some systems: {why}",
        hint="shorten the names of the file and its folders, or give it a `slug:`",
    )


def _no_alias(path: str, alias: str, why: str) -> Problem:
    hint = "write the path alone, such as /old/address/, or remove it"
    return problem("W019", path, f'no page redirects from "{alias}": {why}', hint=hint)
