"""The settings of `dateline.toml`. Every setting has a default."""

from __future__ import annotations

import difflib
import re
import tomllib
import zoneinfo
from pathlib import Path
from typing import Any

import msgspec

from dateline.names import FIELD_NAMES, LANGUAGE_TAG
from dateline.problems import in_words
from dateline.urls import BaseUrl

CONFIG_NAME = "dateline.toml"
_DAY, _LARGEST = 86_400, 2**60
#: Patterns that find the position of a setting in a TOML file, and mistakes in one.
_PLACE = re.compile(r"\(at line (\d{1,9}), column (\d{1,9})\)$")
_TABLE = re.compile(r"\s*\[\s*([^\[\]]{1,200}?)\s*\]\s*(?:#.*)?$")
_SETTING = re.compile(r"""[ \t]*((?:"[^"]{0,200}"|'[^']{0,200}'|[\w. -]){1,200}?)[ \t]*=""")
_NAME = re.compile(r"""("[^"]*"|'[^']*')|([^."'\s][^."']*)""")
_COLON = re.compile(r"\s*[\w-]{1,100}\s*:")
_BARE = re.compile(r"\s*[\w.\"'-]{1,200}\s*=\s*(?:[^\s\"'\[{\d+-]|-?\d[\d.]*[^\d.\s,_:eE-])")


class ConfigError(Exception):
    """The configuration or the command line is wrong; the message says where and what to do."""


class Limits(msgspec.Struct, frozen=True):
    """Limits for one file and for the site: bytes of a text, of any other file and of the site;
    seconds of processor time to read a text."""

    article: int = 5_000_000
    file: int = 100_000_000
    site: int = 1_000_000_000
    seconds: float = 10


class ReadingSettings(msgspec.Struct, frozen=True):
    """The settings on which reading a text depends. A change of any other reads nothing again.

    Of `limits`, those of texts count; the others stand at their defaults.
    """

    language: str = "en"
    fields: dict[str, tuple[str, ...]] = {}
    limits: Limits = Limits()


class Config(msgspec.Struct, frozen=True):
    """The archive's settings; `fields` maps Dateline's field names to the names that the archive
    uses."""

    title: str = "News archive"
    description: str = ""
    base_url: BaseUrl = BaseUrl("", "/")
    language: str = "en"
    timezone: str = "UTC"
    fields: dict[str, tuple[str, ...]] = {}
    limits: Limits = Limits()

    @property
    def reading(self) -> ReadingSettings:
        """The settings for reading texts."""
        limits = Limits(article=self.limits.article, seconds=self.limits.seconds)
        return ReadingSettings(self.language, self.fields, limits)


class Paths(msgspec.Struct, frozen=True):
    """The folders of one build."""

    content: Path
    templates: Path
    output: Path
    cache: Path


def find_config(given: Path | None) -> Path | None:
    """The configuration file: the given one, else that of the working folder, else none."""
    if given is not None:
        if "\0" in str(given) or not given.is_file():
            shown = str(given) if str(given).isprintable() else ascii(str(given))
            raise ConfigError(f"{shown}: {_no_file(given)}")
        return given
    default = Path(CONFIG_NAME)
    return default if default.is_file() else None


def _no_file(given: Path) -> str:
    if "\0" not in str(given) and given.is_dir():
        return f"this is a folder; give the file in it: --config {given / CONFIG_NAME}"
    return "there is no such configuration file; give one with --config FILE"


def load_config(path: Path | None) -> Config:
    """Reads and checks the configuration. Raises ConfigError with the file and the setting."""
    if path is None:
        return Config()
    try:
        text = path.read_text("utf-8-sig")
        table = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"{path}: the file cannot be read: {in_words(error)}") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path}:{line}: this is not UTF-8; save the file as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        why, *place = _explained(text, error)
        raise ConfigError(f"{_placed(path, *place)}: {why}") from None
    except ValueError:  # Python limits whole numbers to 4300 digits
        raise ConfigError(f"{path}: a number of more than 4300 digits") from None
    except RecursionError:
        raise ConfigError(f"{path}: nested too deeply") from None
    try:
        return _config(table)
    except _SettingError as error:
        raise ConfigError(f"{_placed(path, _line_of(text, *error.keys))}: {error}") from None


def _placed(path: Path, line: int | None, column: int | None = None) -> str:
    return ":".join(str(part) for part in (path, line, column) if part)


class _SettingError(ValueError):
    """A setting is wrong; `keys` are its path in the file."""

    def __init__(self, message: str, *keys: str):
        super().__init__(message)
        self.keys = keys


def with_base_url(config: Config, text: str) -> Config:
    """The same configuration with another base address. Raises ConfigError."""
    try:
        return msgspec.structs.replace(config, base_url=BaseUrl.parse(text))
    except ValueError as error:
        raise ConfigError(f"--base-url: {error}") from None


def _config(table: dict[str, Any]) -> Config:
    known = {*Config.__struct_fields__, "rights"}
    for key in table:
        if key not in known:
            raise _SettingError(f"there is no setting {key}{_did_you_mean(key, known)}", key)
    texts: dict[str, Any] = {
        key: _text(key, table[key])
        for key in ("title", "description", "language", "timezone")
        if key in table
    }
    config = Config(
        **texts, fields=_fields(table.get("fields", {})), limits=_limits(table.get("limits", {}))
    )
    if "base_url" in table:
        try:
            address = BaseUrl.parse(_text("base_url", table["base_url"]))
        except ValueError as error:
            raise _SettingError(str(error), "base_url") from None
        config = msgspec.structs.replace(config, base_url=address)
    if not LANGUAGE_TAG.fullmatch(config.language):
        raise _SettingError(
            f'language must be a language tag such as "en" (got "{config.language}")', "language"
        )
    try:
        zoneinfo.ZoneInfo(config.timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise _SettingError(
            f'timezone must be a name such as "Europe/Berlin" (got "{config.timezone}")', "timezone"
        ) from None
    _check_rights(table.get("rights", {}))
    return config


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _SettingError(f"{key} must be text in quotes (got {value})", key)
    return " ".join(value.split())


def _fields(table: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(table, dict):
        raise _SettingError("fields must be a table, as in [fields]", "fields")
    fields = {}
    for field, names in table.items():
        if field not in FIELD_NAMES:
            raise _SettingError(
                f"fields: there is no field {field}{_did_you_mean(field, FIELD_NAMES)}",
                "fields",
                field,
            )
        names = [names] if isinstance(names, str) else names
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise _SettingError(
                f'fields: {field} must be a list of names, as in ["{field}"]', "fields", field
            )
        fields[field] = tuple(name.lower() for name in names)
    return fields


_SIZE = re.compile(r"(\d{1,15}(?:\.\d{1,15})?)\s*(B|KB|MB|GB)", re.IGNORECASE)
_BYTES = {"B": 1, "KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}


def _limits(table: Any) -> Limits:
    if not isinstance(table, dict):
        raise _SettingError("limits must be a table, as in [limits]", "limits")
    found: dict[str, Any] = {}
    for key, value in table.items():
        if key not in Limits.__struct_fields__:
            known = Limits.__struct_fields__
            message = f"limits: there is no setting {key}{_did_you_mean(key, known)}"
            raise _SettingError(message, "limits", key)
        found[key] = _seconds(value) if key == "seconds" else _size(key, value)
    return Limits(**found)


def _seconds(value: Any) -> float:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not 0 < value <= _DAY:
        message = f"limits: seconds must be a number above 0 (got {value})"
        raise _SettingError(message, "limits", "seconds")
    return float(value)


def _size(key: str, value: Any) -> int:
    """Bytes, from a number or from text with a decimal unit (KB, MB, GB)."""
    match = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match:
        value = int(float(match[1]) * _BYTES[match[2].upper()])
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= _LARGEST:
        message = f'limits: {key} must be a size such as "5 MB" (got {value})'
        raise _SettingError(message, "limits", key)
    return value


def _check_rights(table: Any) -> None:
    """Only `full` is supported so far. Any other value is an error, so that it is not ignored."""
    asked: list[tuple[tuple[str, ...], Any]] = [(("rights",), table)]
    while asked:
        keys, value = asked.pop()
        if isinstance(value, dict):
            asked += [((*keys, key), inner) for key, inner in value.items()]
        elif value != "full":
            message = f'rights: only "full" can be honoured by this version (got "{value}")'
            raise _SettingError(message, *keys)


def _did_you_mean(key: str, known: Any) -> str:
    close = difflib.get_close_matches(key, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else f"; there are {', '.join(sorted(known))}"


def _line_of(text: str, *keys: str) -> int | None:
    """The line of a setting, else that of its table, else None."""
    table: tuple[str, ...] = ()
    of_table = None
    for number, line in enumerate(text.splitlines(), 1):
        if found := _TABLE.match(line):
            table = _names(found[1])
            of_table = number if table and table == keys[: len(table)] else of_table
        elif (found := _SETTING.match(line)) and (*table, *_names(found[1])) in (keys, keys[:1]):
            return number
    return of_table


def _explained(text: str, error: tomllib.TOMLDecodeError) -> tuple[str, int, int | None]:
    """The message with a hint, its line, and its column if it is known."""
    message, lines = str(error), text.splitlines() or [""]
    place = _PLACE.search(message)
    line, column = (int(place[1]), int(place[2])) if place else (len(lines), None)
    written = lines[min(line, len(lines)) - 1]
    if any(word in message for word in ("overwrite", "twice", "Cannot")):
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
