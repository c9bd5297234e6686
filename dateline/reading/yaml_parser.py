"""The YAML parser, asked what it makes of some lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from dateline.reading.header import Fault

#: What a scalar may stand for besides its text (a number, a date) is not asked.
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def yaml_error(lines: Sequence[str]) -> yaml.MarkedYAMLError | None:
    """What the parser says to some lines; None where it can read them."""
    try:
        yaml.compose("\n".join(lines), Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        return error
    except (yaml.YAMLError, RecursionError):
        pass
    return None


def no_fields(node: Any) -> Fault:
    """The fault of a header that is something else than fields."""
    mark = node.start_mark
    message = "the frontmatter must be a list of fields"
    hint = "write a field a line, as in `title: A headline`"
    return Fault("E006", mark.line + 1, mark.column + 1, message, hint)


def is_mapping(lines: Sequence[str]) -> bool:
    """Whether lines are fields that the parser can read."""
    try:
        return isinstance(yaml.compose("\n".join(lines), Loader=LOADER), yaml.MappingNode)
    except (yaml.YAMLError, RecursionError, ValueError):
        return False
