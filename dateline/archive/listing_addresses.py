"""The address of each listing: kept where one was published, else made of its name.

A slug drops signs, so that several names may have the same (`C`, `C++`). All of them get a hash
then, but for those that an earlier build gave an address. Where one was published that nobody has
now, and at the slug that several share, a redirect stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dateline.urls import folded, hashed_slug, name_key, slug_of, slugify

#: Addresses of listings that were published, by kind and name (as `name_key` has it): the one that
#: the listing has, then those that lead to it.
KeptAddresses = Mapping[str, Mapping[str, Sequence[str]]]

_MOST_FORMER = 8


class Addresses(NamedTuple):
    """The slug of each name, and of each redirect with the name that it leads to."""

    slugs: dict[str, str]
    former: dict[str, str]

    def kept(self, kind: str) -> dict[str, list[str]]:
        """What the next build is to know of them, in an order of its own."""
        former: dict[str, list[str]] = {}
        for slug, name in sorted(self.former.items()):
            former.setdefault(name, []).append(f"{kind}/{slug}/")
        return {
            name_key(name): [f"{kind}/{slug}/", *former.get(name, [])[:_MOST_FORMER]]
            for name, slug in sorted(self.slugs.items())
        }


def assign_slugs(
    kind: str,
    names: Iterable[str],
    kept: Mapping[str, Sequence[str]],
    spellings: Mapping[str, Sequence[str]],
) -> Addresses:
    """Gives each name of a kind a slug; `names` are in order of time, and `spellings` are others
    of the same name, whose addresses lead to it."""
    names = list(names)
    before = {name: _slugs(kind, kept.get(name_key(name), ())) for name in names}
    slugs: dict[str, str] = {}
    former: dict[str, str] = {}
    taken: dict[str, str] = {}
    for name in names:
        for slug in before[name][:1]:
            if taken.setdefault(folded(slug), name) == name:
                slugs[name] = slug
    for name in names:
        others = (slug for each in spellings.get(name, ()) for slug in _of(kind, kept, each))
        for slug in (*before[name][1:], *others):
            if taken.setdefault(folded(slug), name) == name and slugs.get(name) != slug:
                former[slug] = name
    new = [name for name in names if name not in slugs]
    slugs |= _new_slugs(new, taken)
    taken |= {folded(slug): name for name, slug in slugs.items()}
    for name in new:
        slug = listing_slug(name)
        if folded(slug) not in taken:  # several share it: it leads to the first
            former[slug] = taken[folded(slug)] = name
    return Addresses(slugs, former)


def listing_slug(name: str) -> str:
    """A name's part of the address of its listing, where no other has the same; `page` is that of
    further pages."""
    slug = slug_of(name)
    return hashed_slug(name) if slug == "page" else slug


def _new_slugs(names: Sequence[str], taken: Mapping[str, str]) -> dict[str, str]:
    """Each name's slug: all that would share one, or have a taken one, get a hash, and a longer one
    where a name was made to look like another's."""
    slugs = {name: listing_slug(name) for name in names}
    for digits in (8, 32):
        counts = Counter(map(folded, (*slugs.values(), *taken)))
        shared = [name for name, slug in slugs.items() if counts[folded(slug)] > 1]
        slugs |= {name: hashed_slug(name, digits) for name in shared}
    return slugs


def _of(kind: str, kept: Mapping[str, Sequence[str]], spelling: str) -> list[str]:
    return _slugs(kind, kept.get(name_key(spelling), ()))


def _slugs(kind: str, addresses: Sequence[str]) -> list[str]:
    """The slugs of addresses that may have been ours; notes in an output folder are not trusted."""
    found = []
    for address in addresses[: _MOST_FORMER + 1]:
        slug = address.removeprefix(f"{kind}/").removesuffix("/")
        is_slug = slug != "page" and slugify(slug) == slug == slug_of(slug)
        if is_slug and address == f"{kind}/{slug}/":
            found.append(slug)
    return found
