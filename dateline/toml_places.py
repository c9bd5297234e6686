"""Where in a TOML file a setting stands, and what keeps the file from being read, in words."""

from __future__ import annotations

import re
import tomllib

_PLACE = re.compile(r"\(at line (\d{1,9}), column (\d{1,9})\)$")
_TABLE = re.compile(r"\s*\[\s*([^\[\]]{1,200}?)\s*\]\s*(?:#.*)?$")
_SETTING = re.compile(r"""[ \t]*((?:"[^"]{0,200}"|'[^']{0,200}'|[\w. -]){1,200}?)[ \t]*=""")
_NAME = re.compile(r"""("[^"]*"|'[^']*')|([^."'\s][^."']*)""")
_COLON = re.compile(r"\s*[\w-]{1,100}\s*:")
_BARE = re.compile(r"\s*[\w.\"'-]{1,200}\s*=\s*(?:[^\s\"'\[{\d+-]|-?\d[\d.]*[^\d.\s,_:eE-])")


def line_of(text: str, *keys: str) -> int | None:
    """The line on which a setting stands, or else the table that holds it; None without either."""
    table: tuple[str, ...] = ()
    of_table = None
    for number, line in enumerate(text.splitlines(), 1):
        if found := _TABLE.match(line):
            table = _names(found[1])
            of_table = number if table and table == keys[: len(table)] else of_table
        elif (found := _SETTING.match(line)) and (*table, *_names(found[1])) in (keys, keys[:1]):
            return number
    return of_table


def explain(text: str, error: tomllib.TOMLDecodeError) -> tuple[str, int, int | None]:
    """What is wrong and how to mend it; its line, and its column where it is one place."""
    told, lines = str(error), text.splitlines() or [""]
    place = _PLACE.search(told)
    line, column = (int(place[1]), int(place[2])) if place else (len(lines), None)
    written = lines[min(line, len(lines)) - 1]
    if any(word in told for word in ("overwrite", "twice", "Cannot")):
        return "this stands twice; keep one of the two", line, None
    for is_cause, why in (
        (_COLON.match(written), "a setting has = between its name and its value, and no colon"),
        (not place, "a bracket or a quotation mark is not closed; close it with ], }, \" or '''"),
        (_BARE.match(written), 'text needs quotes: title = "The archive"'),
        ("=" not in written, 'this is no setting; write one as title = "The archive"'),
        ("\\" in written, "a backslash within \" means more; put the text in '…', or write \\\\"),
        (_is_open(written), "a quotation mark is not closed; close it on the same line"),
    ):
        if is_cause:
            return why, line, column
    return (
        'this is not TOML; write a setting as title = "The archive", each on its line',
        line,
        column,
    )


def _names(dotted: str) -> tuple[str, ...]:
    found = _NAME.findall(dotted)
    return tuple((quoted[1:-1] if quoted else bare.strip()) for quoted, bare in found)


def _is_open(line: str) -> bool:
    return line.count('"') % 2 == 1 or line.count("'") % 2 == 1
