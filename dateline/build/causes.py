"""What many problems have in common, and what mends all of them at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from dateline.build.problem_digest import first_folder, link_target
from dateline.build.unused_fields import setting
from dateline.config import Config
from dateline.content.frontmatter.fields import Fields
from dateline.content.frontmatter.header import Value
from dateline.content.markdown.links import target_path
from dateline.model import Arranged
from dateline.names import FIELD_NAMES
from dateline.problems import Problem

#: Fewer problems of a kind need no common cause: each is read.
MANY = 5
#: Fields that hold a title under another name; a date is known by its value.
_TITLES = ("headline", "heading", "name", "titel", "titre", "titulo", "título", "naslov")
_MISSING = {"E010": "title", "E011": "date"}


def link_causes(problems: Sequence[Problem], archive: Arranged) -> dict[str, str]:
    """By code and beginning (`W002 /blog/`), what to do about links that begin with a folder of
    which the archive has nothing."""
    asked = [(p.code, target) for p in problems if (target := link_target(p)).startswith("/")]
    counts = Counter((code, first_folder(target)) for code, target in asked)
    many = {key for key, count in counts.items() if key[1] and count >= MANY}
    if not many:
        return {}
    known = _addresses(archive)
    found = {}
    for code, start in sorted(many):
        folder = start.strip("/") + "/"
        if any(address.startswith(folder) for address in known):
            continue
        targets = [t for c, t in asked if c == code and first_folder(t) == start]
        within = sum(_stands(target_path("", t)[0].removeprefix(folder), known) for t in targets)
        found[f"{code} {start}"] = _cure(start, folder, within, len(targets))
    return found


def _cure(start: str, folder: str, within: int, count: int) -> str:
    if 2 * within >= count:
        return (
            f"{_part(within, count)} would lead to a file without {start}: "
            f"move the articles into {folder} within the content folder"
        )
    return (
        f"put the files that they mean into {folder} within the content folder, or mend the links"
    )


def _addresses(archive: Arranged) -> set[str]:
    known = {item.address for item in archive.texts} | {item.path for item in archive.texts}
    return known | {asset.address for asset in archive.assets} | set(archive.aliases)


def _stands(path: str, known: Collection[str]) -> bool:
    names = (path, f"{path.rstrip('/')}/", f"{path}.md", f"{path}.markdown")
    return any(name in known for name in names)


def field_causes(
    headers: Mapping[str, Sequence[Mapping[str, Value]]], config: Config
) -> dict[str, str]:
    """By code, which field holds what many files lack. `headers` are those of the files that
    lack it, by code."""
    found = {}
    for code, of_code in headers.items():
        field = _MISSING[code]
        holding = _holding(field, of_code, config)
        if holding:
            name, count = holding
            names = (*config.fields.get(field, FIELD_NAMES[field]), name)
            found[code] = (
                f"{_part(count, len(of_code))} have a field `{name}` that holds one: "
                f"set `[fields] {setting(field, names)}` in dateline.toml"
            )
    return found


def _part(count: int, of: int) -> str:
    return "all of them" if count == of else f"{count:,} of them"


def lacking(problems: Iterable[Problem]) -> dict[str, list[str]]:
    """The files that lack a title or a date, by code, where there are many of them."""
    paths: dict[str, list[str]] = {}
    for problem in problems:
        if problem.code in _MISSING:
            paths.setdefault(problem.code, []).append(problem.path)
    return {code: found for code, found in paths.items() if len(found) >= MANY}


def _holding(
    field: str, headers: Sequence[Mapping[str, Value]], config: Config
) -> tuple[str, int] | None:
    """The field under another name that holds what is missing in most files, and in how many."""
    counts: Counter[str] = Counter()
    for header in headers:
        for name, value in header.items():
            if _holds(field, name.lower(), value, config):
                counts[name.lower()] += 1
    best = counts.most_common(1)
    return best[0] if best and best[0][1] >= MANY else None


def _holds(field: str, name: str, value: Value, config: Config) -> bool:
    """Whether a value would be read as the field, were that its name."""
    ours = {n for names in {**FIELD_NAMES, **config.fields}.values() for n in names}
    if name in ours or (field == "title" and name not in _TITLES):
        return False
    fields = Fields("", {name: value}, {field: (name,)})
    read = fields.date(field) if field == "date" else fields.text(field)
    return bool(read) and not fields.problems
