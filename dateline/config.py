"""`dateline.toml`: what an archive may say about itself. Everything has a default."""

from __future__ import annotations

import difflib
import re
import tomllib
import zoneinfo
from pathlib import Path
from typing import Any

import msgspec

from dateline.names import FIELD_NAMES, LANGUAGE_TAG
from dateline.urls import BaseUrl

CONFIG_NAME = "dateline.toml"
_DAY, _LARGEST = 86_400, 2**60


class ConfigError(Exception):
    """The configuration or the command line is wrong; the message says where and how to mend it."""


class Limits(msgspec.Struct, frozen=True):
    """What one file and the site may take: bytes of a text, of any other file and of the site;
    seconds of processor time to read a text."""

    article: int = 5_000_000
    file: int = 100_000_000
    site: int = 1_000_000_000
    seconds: float = 10


class Config(msgspec.Struct, frozen=True):
    """The archive's settings, with `fields` mapping ours to the names an archive uses."""

    title: str = "News archive"
    description: str = ""
    base_url: BaseUrl = BaseUrl("", "/")
    language: str = "en"
    timezone: str = "UTC"
    fields: dict[str, tuple[str, ...]] = {}
    limits: Limits = Limits()


class Paths(msgspec.Struct, frozen=True):
    """The folders of one build."""

    content: Path
    templates: Path
    output: Path
    cache: Path


def find_config(given: Path | None) -> Path | None:
    """The configuration file: the one given, else the working folder's, else none."""
    if given is not None:
        if not given.is_file():
            raise ConfigError(f"{given}: there is no such configuration file")
        return given
    default = Path(CONFIG_NAME)
    return default if default.is_file() else None


def load_config(path: Path | None) -> Config:
    """Reads and checks the configuration. Raises ConfigError with the file and the field."""
    if path is None:
        return Config()
    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: {error}") from None
    except RecursionError:
        raise ConfigError(f"{path}: nested too deeply") from None
    try:
        return _config(table)
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from None


def with_base_url(config: Config, text: str) -> Config:
    """The same configuration for another base address. Raises ConfigError."""
    try:
        return msgspec.structs.replace(config, base_url=BaseUrl.parse(text))
    except ValueError as error:
        raise ConfigError(f"--base-url: {error}") from None


def _config(table: dict[str, Any]) -> Config:
    known = {
        "title",
        "description",
        "base_url",
        "language",
        "timezone",
        "fields",
        "rights",
        "limits",
    }
    for key in table:
        if key not in known:
            raise ValueError(f"there is no setting {key}{_did_you_mean(key, known)}")
    texts: dict[str, Any] = {
        key: _text(key, table[key])
        for key in ("title", "description", "language", "timezone")
        if key in table
    }
    config = Config(
        **texts, fields=_fields(table.get("fields", {})), limits=_limits(table.get("limits", {}))
    )
    if "base_url" in table:
        address = BaseUrl.parse(_text("base_url", table["base_url"]))
        config = msgspec.structs.replace(config, base_url=address)
    if not LANGUAGE_TAG.fullmatch(config.language):
        raise ValueError(f'language must be a language tag such as "en" (got "{config.language}")')
    try:
        zoneinfo.ZoneInfo(config.timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(
            f'timezone must be a name such as "Europe/Berlin" (got "{config.timezone}")'
        ) from None
    _check_rights(table.get("rights", {}))
    return config


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{key} must be text in quotes (got {value})")
    return " ".join(value.split())


def _fields(table: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(table, dict):
        raise ValueError("fields must be a table, as in [fields]")
    fields = {}
    for field, names in table.items():
        if field not in FIELD_NAMES:
            raise ValueError(
                f"fields: there is no field {field}{_did_you_mean(field, FIELD_NAMES)}"
            )
        names = [names] if isinstance(names, str) else names
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise ValueError(f'fields: {field} must be a list of names, as in ["{field}"]')
        fields[field] = tuple(name.lower() for name in names)
    return fields


_SIZE = re.compile(r"(\d{1,15}(?:\.\d{1,15})?)\s*(B|KB|MB|GB)", re.IGNORECASE)
_BYTES = {"B": 1, "KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}


def _limits(table: Any) -> Limits:
    if not isinstance(table, dict):
        raise ValueError("limits must be a table, as in [limits]")
    found: dict[str, Any] = {}
    for key, value in table.items():
        if key not in Limits.__struct_fields__:
            known = Limits.__struct_fields__
            raise ValueError(f"limits: there is no setting {key}{_did_you_mean(key, known)}")
        found[key] = _seconds(value) if key == "seconds" else _size(key, value)
    return Limits(**found)


def _seconds(value: Any) -> float:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not 0 < value <= _DAY:
        raise ValueError(f"limits: seconds must be a number above 0 (got {value})")
    return float(value)


def _size(key: str, value: Any) -> int:
    """Bytes, given as a number or as text with a unit of thousands."""
    match = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match:
        value = int(float(match[1]) * _BYTES[match[2].upper()])
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= _LARGEST:
        raise ValueError(f'limits: {key} must be a size such as "5 MB" (got {value})')
    return value


def _check_rights(table: Any) -> None:
    """Only `full` can be honoured so far, and a limit must not be overlooked."""
    values = list(table.values()) if isinstance(table, dict) else [table]
    while values:
        value = values.pop()
        if isinstance(value, dict):
            values += value.values()
        elif value != "full":
            raise ValueError(f'rights: only "full" can be honoured by this version (got "{value}")')


def _did_you_mean(key: str, known: Any) -> str:
    close = difflib.get_close_matches(key, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else f"; there are {', '.join(sorted(known))}"
