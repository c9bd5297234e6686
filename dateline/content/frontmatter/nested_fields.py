"""Fields within a table: Zola's `[taxonomies]` and `[extra]`, Hugo's `params`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dateline.content.frontmatter.header import Value
from dateline.names import (
    AUDIENCE_FIELDS,
    FALLBACK_NAMES,
    FIELD_NAMES,
    HOLDING_FIELDS,
    PUBLISHING_FIELDS,
    plain_name,
)

#: Tables of listings: every entry is one.
LISTS_TABLE = "taxonomies"
#: Tables for templates; title and date are at the top level.
_OTHER_TABLES = ("extra", "params")
_NOT_NESTED = {"title", "date", "updated", "slug", "aliases"}
_NESTED = {
    *(n for f, names in FIELD_NAMES.items() if f not in _NOT_NESTED for n in names),
    *(n for f, names in FALLBACK_NAMES.items() if f not in _NOT_NESTED for n in names),
    *HOLDING_FIELDS,
    *PUBLISHING_FIELDS,
    *AUDIENCE_FIELDS,
    "status",
}


def with_nested(fields: Mapping[str, Value], names: Mapping[str, str]) -> dict[str, Value]:
    """The fields of a header under plain names, with those of its tables that are missing at the
    top level.

    `names` are its `own_names`. A value of a table has the position of the table.
    """
    found = {name: fields[written] for name, written in names.items()}
    for name, value in _of_tables(found):
        found.setdefault(name, value)
    return found


def own_names(fields: Iterable[str]) -> dict[str, str]:
    """Plain names → the names as written. Of two that differ only in hyphens, the first is read;
    the other is kept unchanged."""
    found: dict[str, str] = {}
    for written in fields:
        plain = plain_name(written)
        found.setdefault(plain if plain not in found else written, written)
    return found


def _of_tables(fields: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    for table in (LISTS_TABLE, *_OTHER_TABLES):
        value = fields.get(table)
        if value is None or not isinstance(value.data, dict):
            continue
        for key, data in value.data.items():
            name = plain_name(key)
            if table == LISTS_TABLE or name in _NESTED:
                yield name, value._replace(data=data)
