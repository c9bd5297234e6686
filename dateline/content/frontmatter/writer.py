"""A header in YAML, written so that `document` reads back the same fields."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from dateline.model import PartialDate

#: What a field can be given as; a text that is empty leaves the field open, to be filled in.
Value = str | PartialDate | Sequence[str]

_PLAIN_NAME = re.compile(r"[A-Za-z_]\w{0,60}", re.ASCII)
#: Characters that JSON leaves as they are, and that YAML takes for line breaks or refuses.
_NOT_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def write_front(fields: Mapping[str, Value], body: str = "") -> str:
    """A text with its header, one line for each field."""
    lines = [f"{_name(name)}: {_value(value)}".rstrip() for name, value in fields.items()]
    return "\n".join(["---", *lines, "---", "", body])


def _name(name: str) -> str:
    return name if _PLAIN_NAME.fullmatch(name) else _quoted(name)


def _value(value: Value) -> str:
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, str):
        return _quoted(value) if value else ""
    return f"[{', '.join(map(_quoted, value))}]"


def _quoted(text: str) -> str:
    """Text as YAML reads it back whatever it holds: JSON's strings are YAML's."""
    written = json.dumps(text, ensure_ascii=False)
    return _NOT_YAML.sub(lambda sign: f"\\u{ord(sign[0]):04x}", written)
