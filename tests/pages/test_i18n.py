"""The texts of the interface: all can be translated, and the Arabic catalogue is complete."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from dateline.content.dates import parse_date
from dateline.pages.dates import display_days, display_number, short_date, weekday_names
from dateline.pages.i18n import load_catalogue
from tests.conftest import REPOSITORY, SmallArchive

LOCALE = REPOSITORY / "templates" / "locale"
PLACEHOLDER = re.compile(r"%\(\w+\)s")

FRENCH = """
msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Timeline"
msgstr "Chronologie"

#: templates/assets/search/dom.js
msgid "%(count)s article"
msgid_plural "%(count)s articles"
msgstr[0] "%(count)s article"
msgstr[1] "%(count)s articles de presse"
"""


def messages(data: bytes) -> dict[Any, Any]:
    return {message.id: message for message in read_po(io.BytesIO(data)) if message.id}


def test_the_template_of_catalogues_holds_every_word(tmp_path: Path) -> None:
    found = tmp_path / "found.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract"]
    command += ["-F", "templates/locale/babel.cfg", "-o", str(found), "."]
    subprocess.run(command, cwd=REPOSITORY, check=True)
    kept = messages((LOCALE / "dateline.pot").read_bytes())
    assert kept.keys() == messages(found.read_bytes()).keys(), "see docs/translating.md"


@pytest.mark.parametrize("file", sorted(LOCALE.glob("*.po")), ids=lambda file: file.name)
def test_a_catalogue_that_ships_is_complete(file: Path) -> None:
    wanted, translated = (
        messages((LOCALE / "dateline.pot").read_bytes()),
        messages(file.read_bytes()),
    )
    assert translated.keys() == wanted.keys()
    for id_, message in translated.items():
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(strings), id_
        assert not message.fuzzy, id_
        ids = id_ if isinstance(id_, tuple) else (id_,)
        allowed = set(PLACEHOLDER.findall(ids[-1]))
        for string in strings:
            missing = allowed - set(PLACEHOLDER.findall(string))
            assert set(PLACEHOLDER.findall(string)) <= allowed, string
            # One and two go without their number in Arabic.
            assert missing <= ({"%(count)s"} if len(ids) > 1 else set()), string


def test_no_word_of_the_interface_stays_english_on_an_arabic_page(archive: SmallArchive) -> None:
    archive.configure(
        'title = "أرشيف"', 'language = "ar"', 'base_url = "https://example.org/archive/"'
    )
    for i in range(60):
        archive.article(
            f"{i}.md",
            "عنوان",
            f"date: 2017-0{1 + i % 9}-1{i % 9}",
            "tags: [وسم]",
            "story: [قصة]",
            "source: جريدة",
            "source_url: https://x.example/",
            "captured: 2018",
            "updated: 2019",
            body="نص المقال.",
        )
    archive.article("vague.md", "عنوان", "date: 2017-03", "tags: [وسم]", body="نص.")
    archive.build(search=True)
    for path, data in archive.files().items():
        if not path.endswith(".html"):
            continue
        main = data.decode()[data.decode().index("<body>") :]
        text = re.sub(r"<(script|style|kbd).*?</\1>|<[^>]*?>", " ", main, flags=re.DOTALL)
        spoken = re.findall(r'(?:aria-label|title|placeholder)="([^"]*)"', main)
        words = re.findall(r"[A-Za-z]{2,}", re.sub(r"https?://\S+", "", text + " ".join(spoken)))
        assert set(words) <= {"CSV", "JavaScript", "Enter", "Escape"}, path


def test_a_catalogue_of_the_archives_own_adds_a_language(archive: SmallArchive) -> None:
    archive.configure(
        'title = "T"', 'language = "fr-CA"', 'base_url = "https://example.org/archive/"'
    )
    archive.write("templates/locale/fr.po", FRENCH)
    for day in (1, 2):
        archive.article(f"{day}.md", "Un titre", f"date: 2017-10-0{day}")
    archive.build()
    assert "<h1>Chronologie</h1>" in archive.page("timeline/")
    assert "2 articles de presse" in archive.page("timeline/2017/")
    (script,) = (p for p in archive.files() if p.startswith("assets/messages."))
    assert archive.files()[script].decode() == (
        'export const messages = {"%(count)s article":'
        '{"one":"%(count)s article","other":"%(count)s articles de presse",'
        '"many":"%(count)s articles de presse"}};\n'
    )
    archive.write("templates/locale/fr.po", FRENCH.replace("Chronologie", "Frise"))
    archive.build()
    assert "<h1>Frise</h1>" in archive.page("timeline/")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('msgid "Timeline"\nnonsense\n', "nonsense"),
        ('msgid "Timeline"\nmsgstr "%(when)s"\n', "%(when)s"),
        ('msgid "Timeline"\nmsgstr "100 %"\n', "'Timeline' holds %"),
    ],
)
def test_a_catalogue_that_cannot_be_used_is_named(
    archive: SmallArchive, text: str, said: str
) -> None:
    archive.configure('title = "T"', 'language = "fr"')
    archive.write("templates/locale/fr.po", text)
    outcome = archive.build()
    assert outcome.code == 2
    assert "fr.po" in outcome.err
    if "%" in said:
        assert said in outcome.err
    assert not archive.site.exists()


def test_arabic_counts_in_six_forms() -> None:
    spoken = load_catalogue([REPOSITORY / "templates"], "ar-SY").translations
    said = [
        spoken.ngettext("%(count)s article", "%(count)s articles", n) for n in (1, 2, 3, 11, 100)
    ]
    assert said == ["مقال واحد", "مقالان", "%(count)s مقالات", "%(count)s مقالًا", "%(count)s مقال"]


def test_numbers_and_dates_have_the_numerals_of_their_language() -> None:
    assert display_number(1204, "en") == "1,204"
    assert display_number(1204, "ar") == "1,204"
    assert display_number(1204, "fa") == "۱٬۲۰۴"
    assert display_number(1204, "ar-EG") == "١٬٢٠٤"
    assert short_date(parse_date("2017-10-08"), "fa") == "۸ اکتبر"
    assert short_date(parse_date("2017-10"), "en") == "Oct"
    assert display_days(60, "en") == "2 months"
    assert weekday_names("en")[0] == "Mo"
