"""The words of the interface in the site's language: gettext catalogues beside the templates.

`locale/<language>.po` lies in the archive's own templates or in the defaults; where both have one,
the archive's messages come first. The msgids are English, so English needs no catalogue.
"""

from __future__ import annotations

import gettext
import io
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from babel import UnknownLocaleError

from dateline.content.scan import list_files

#: What `%` would fill in: a value by its name, or a sign that would be taken for one.
_PLACEHOLDER = re.compile(r"%(?:\(\w*\)s|%|.|$)")

#: Counts by which the plural form of each CLDR category is found: every category of every language
#: has one among them.
_SAMPLES = (*range(201), 1000, 100_000, 1_000_000)


class Catalogue(NamedTuple):
    """What templates say (`translations`) and what scripts do, by msgid: `messages.js`."""

    translations: gettext.NullTranslations
    script: bytes


def catalogues(folders: Iterable[Path], language: str) -> list[Path]:
    """The catalogues for a language tag, nearest first: `pt-BR` is served by `pt` too."""
    names = dict.fromkeys([language.replace("-", "_"), language.partition("-")[0]])
    there = {folder / path for folder in folders for path in list_files(folder)}
    files = (folder / "locale" / f"{name}.po" for name in names for folder in folders)
    return [file for file in files if file in there]


def load_catalogue(folders: Sequence[Path], language: str) -> Catalogue:
    """The interface in a language. Raises ValueError with the file where a catalogue is broken."""
    files = catalogues(folders, language)
    translations: gettext.NullTranslations = gettext.NullTranslations()
    script: dict[str, Any] = {}
    for file in reversed(files):
        catalogue = _read(file)
        spoken = gettext.GNUTranslations(_compiled(catalogue))
        spoken.add_fallback(translations)
        translations = spoken
        script |= _for_scripts(catalogue)
    written = json.dumps(script, ensure_ascii=False, separators=(",", ":"))
    return Catalogue(translations, f"export const messages = {written};\n".encode())


def _read(file: Path) -> Any:
    from babel.messages.pofile import PoFileError, read_po

    try:
        with file.open("rb") as stream:
            catalogue = read_po(stream, locale=file.stem, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, UnknownLocaleError) as error:
        raise ValueError(f"{file}: {error}") from None
    for message in filter(lambda message: message.id, catalogue):
        allowed = {*_PLACEHOLDER.findall("".join(_forms(message.id)))}
        wrong = {*_PLACEHOLDER.findall("".join(_forms(message.string)))} - allowed
        if wrong:
            names = ", ".join(sorted(allowed)) or "none"
            raise ValueError(
                f"{file}: the translation of {_forms(message.id)[0]!r} holds {min(wrong)}, which "
                f"has no value there (there are: {names}; a per cent sign is written %%)"
            )
    return catalogue


def _forms(text: str | Sequence[str] | None) -> Sequence[str]:
    return (text,) if isinstance(text, str) else text or ("",)


def _compiled(catalogue: Any) -> io.BytesIO:
    from babel.messages.mofile import write_mo

    stream = io.BytesIO()
    write_mo(stream, catalogue)
    stream.seek(0)
    return stream


def _for_scripts(catalogue: Any) -> dict[str, Any]:
    """The translated messages that stand in a script. Of those that count, one for each plural
    category of CLDR, by which browsers choose (`Intl.PluralRules`)."""
    forms = _plural_forms(catalogue)
    found: dict[str, Any] = {}
    for message in catalogue:
        if not message.id or message.fuzzy or not _is_of_a_script(message):
            continue
        if isinstance(message.id, tuple):
            if all(message.string):
                found[message.id[0]] = {name: message.string[i] for name, i in forms.items()}
        elif message.string:
            found[message.id] = message.string
    return found


def _is_of_a_script(message: Any) -> bool:
    return any(file.endswith(".js") for file, _ in message.locations)


def _plural_forms(catalogue: Any) -> dict[str, int]:
    """CLDR category → number of the gettext form, found by asking both for the same counts."""
    number_of = gettext.c2py(catalogue.plural_expr)
    category = catalogue.locale.plural_form
    return {category(count): number_of(count) for count in _SAMPLES}
