"""Decides whether a file is held back from publication, by the fields of all supported tools."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dateline.content.frontmatter.header import Data, Value
from dateline.names import (
    AUDIENCE_FIELDS,
    HOLDING_FIELDS,
    PUBLISHING_FIELDS,
    STATUS_FIELDS,
    plain_name,
)

_YES = {"true", "yes", "y", "on", "1", "t"}
_NO = {"false", "no", "n", "off", "0", "f", "never", "none"}
#: Words of WordPress, Ghost, Pelican and Obsidian for texts that are private or unfinished.
_HELD = {
    *("draft", "drafts", "auto-draft", "private", "hidden", "secret", "internal", "confidential"),
    *("unpublished", "unlisted", "not published", "not public", "non-public", "restricted"),
    *("pending", "pending review", "in review", "review", "needs review", "unreviewed"),
    *("scheduled", "future", "planned", "embargo", "embargoed", "on hold", "hold", "held"),
    *("trash", "trashed", "deleted", "removed", "withdrawn", "rejected", "skip", "disabled"),
    *("inbox", "idea", "todo", "to do", "to-do", "wip", "in progress", "in-progress", "unfinished"),
    *("members", "members only", "paid", "tiers", "subscribers", "followers", "friends", "direct"),
    *("me", "only me", "owner", "password", "password protected", "protected", "login"),
}
_PUBLISHED = {
    *("published", "publish", "public", "live", "posted", "visible", "listed", "everyone", "all"),
    *("anyone", "world", "open", "featured", "sticky", "active", "enabled", "current", "sent"),
    *("final", "done", "complete", "completed", "finished", "ready", "approved", "reviewed"),
    *("archive", "archived", "read", "unread", "new", "updated", "inherit", "evergreen"),
}
#: Hugo's table of build options for a page.
_BUILD_FIELDS = ("build", "_build")


class Doubt(NamedTuple):
    """An unclear value: the field, the value, and whether it holds the file back."""

    field: str
    value: Value
    holds: bool


class Verdict(NamedTuple):
    """Whether a file is certainly held back, the unclear values, and the names of the fields that
    are used for this."""

    is_held: bool
    doubts: list[Doubt]
    read: set[str]


def verdict(fields: Mapping[str, Value], path: str) -> Verdict:
    """Decides whether a file is not to be published.

    `fields` have plain names (`plain_name`). A file in a folder `_drafts` is a draft of Jekyll.
    """
    is_held = "_drafts" in path.lower().split("/")[:-1]
    doubts: list[Doubt] = []
    read: set[str] = set()
    for field, value in fields.items():
        if field not in _ASKED:
            continue
        answer = _ASKED[field](field, value.data)
        is_held = is_held or answer is True
        if answer is None:
            doubts.append(Doubt(field, value, holds=field not in STATUS_FIELDS))
        elif answer or all(is_yes(word) is not None for word in _words(value.data)):
            read.add(field)
    return Verdict(is_held, doubts, read)


def holds_back_children(fields: Mapping[str, Value]) -> bool:
    """Whether a section of Hugo holds back everything below it: `cascade: {draft: true}`."""
    if "cascade" not in fields:
        return False
    data = fields["cascade"].data
    tables = data if isinstance(data, list) else [data]
    return any(
        verdict({plain_name(key): Value(item, 0, 0) for key, item in table.items()}, "").is_held
        or is_yes(str(table.get("draft"))) is True
        for table in tables
        if isinstance(table, dict)
    )


def is_yes(word: str) -> bool | None:
    """The boolean that a word means; None for other words."""
    word = word.strip().lower()
    return True if word in _YES else False if word in _NO else None


def _words(data: Data) -> Iterator[str]:
    """The texts of a value, in lower case with white space folded."""
    if isinstance(data, str):
        if word := " ".join(data.lower().split()):
            yield word
    elif isinstance(data, list):
        for item in data:
            yield from _words(item)


def _by_switch(field: str, data: Data) -> bool | None:
    """For fields that are true or false. Under `published`, a date is not an answer; under other
    fields, a list of names is not."""
    holds_if, is_sure = (
        (True, HOLDING_FIELDS[field])
        if field in HOLDING_FIELDS
        else (False, PUBLISHING_FIELDS[field])
    )
    answers = [_of_switch(word, holds_if) for word in _words(data)]
    if True in answers:
        return True
    return None if is_sure and None in answers else False


def _of_switch(word: str, holds_if: bool) -> bool | None:
    answer = is_yes(word)
    if answer is not None:
        return answer is holds_if
    if word in _HELD:
        return True
    is_date = not holds_if and word[:1].isdigit()
    return False if is_date or word in _PUBLISHED else None


def _by_audience(field: str, data: Data) -> bool | None:
    answers = [_of_switch(word, holds_if=False) for word in _words(data)]
    return True if True in answers else None if None in answers else False


def _by_status(field: str, data: Data) -> bool | None:
    words = list(_words(data))
    if any(word in _HELD for word in words):
        return True
    is_known = all(word in _PUBLISHED or is_yes(word) is not None for word in words)
    return False if is_known else None


def _by_password(field: str, data: Data) -> bool:
    return any(is_yes(word) is not False for word in _words(data))


def _by_build(field: str, data: Data) -> bool:
    """Hugo's `build: {render: never, list: never}`; a page in no list is unlisted."""
    if not isinstance(data, dict):
        return False
    lowered = {key.lower(): next(_words(item), "") for key, item in data.items()}
    is_rendered = lowered.get("render", "") in ("", "always") or is_yes(lowered["render"]) is True
    return not is_rendered or lowered.get("list", "") in ("never", "false")


def _by_permalink(field: str, data: Data) -> bool:
    """Eleventy writes no page if `permalink` is false."""
    return isinstance(data, str) and data.strip().lower() == "false"


_ASKED = {
    **dict.fromkeys((*HOLDING_FIELDS, *PUBLISHING_FIELDS), _by_switch),
    **dict.fromkeys(AUDIENCE_FIELDS, _by_audience),
    **dict.fromkeys(STATUS_FIELDS, _by_status),
    **dict.fromkeys(_BUILD_FIELDS, _by_build),
    "password": _by_password,
    "permalink": _by_permalink,
}
