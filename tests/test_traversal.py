"""Names and addresses that lead elsewhere, in every place where an archive can have one: no file
outside the output folder is written or read."""

import json
import os
from pathlib import Path

import pytest

from dateline.urls import slug_of
from tests.conftest import SmallArchive
from tests.pictures import png

OUTSIDE_TEXT = "the-text-of-a-file-outside"


def attempts(outside: Path) -> list[str]:
    """Ways to write the path of a file outside, from folders of several depths."""
    ways = []
    for up in ("../", "../../", "../../../../../../../../../../"):
        name = outside.name if up != "../" else f"{outside.parent.name}/{outside.name}"
        plain = f"{up}{name}"
        ways += [plain, f"/{plain}", f"a/b/{up}{plain}", f"./{plain}", plain.replace("/", "//")]
        ways += [plain.replace("..", "%2e%2e"), plain.replace("/", "%2f"), f"{plain}%00.png"]
        ways += [plain.replace("..", "%252e%252e"), plain.replace("/", "\\"), f"\\\\?\\{plain}"]
        ways += [plain.replace("..", "．．"), plain.replace("/", "\u2215"), f"{plain}\u202e"]
    whole = str(outside)
    ways += [whole, f"/{whole}", f"//{whole}", f"file://{whole}", f"file:{whole}", f"~/{whole}"]
    ways += [".", "..", "/", "...", "....//", "C:\\x", "C:x", "\\\\host\\x", "con", "a\0b"]
    return [*ways, ".dateline/manifest.json", ".dateline/staging/x", ".git/config", ".git/hooks/x"]


def everything(root: Path, but: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file() and not path.is_relative_to(but))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def fields_of(way: str) -> list[str]:
    """Every field that takes part in a path or a link, holding one attempt."""
    quoted = json.dumps(way)
    lists = ("aliases", "tags", "people", "places", "organisations", "story", "author")
    return [
        *(f"{field}: [{quoted}]" for field in lists),
        *(f"{field}: {quoted}" for field in ("slug", "source", "lang", "summary")),
        f"image: {{src: {quoted}, alt: x}}",
    ]


@pytest.mark.parametrize("kind", ["secret.txt", "secret.png", "secret.md"])
def test_no_way_of_writing_a_path_leads_out(archive: SmallArchive, kind: str) -> None:
    home = archive.root.parent
    outside = home / kind
    outside.write_bytes(png(600, 40) + OUTSIDE_TEXT.encode())
    ways = attempts(outside)
    count = 0
    for number, way in enumerate(ways):
        for part, field in enumerate(fields_of(way)):
            archive.article(f"f/{number}-{part}.md", "A", "date: 2017", field)
            count += 1
        body = f"![p](<{way}>) [l](<{way}>) ![p]({way}) [l]({way}) <img src={json.dumps(way)}>"
        archive.article(f"deep/er/{number}.md", "A", "date: 2017", body=body)
        archive.article(f"t/{number}.md", json.dumps(way), "date: 2017")
        count += 6
        if way.isprintable() and not set(way) & set("/") and way not in (".", ".."):
            archive.article(f"{way}.md", "A", "date: 2017")
            archive.write(f"{way}.png", png(600, 40))
            count += 2
    written = "\n".join(f"{json.dumps(w)} = [{json.dumps(w + 'x')}]" for w in dict.fromkeys(ways))
    archive.write("names.toml", f"[tags]\n{written}".replace("\\u0000", "\\\\0"))
    archive.write(
        "templates/assets/theme.css", f"@import '{ways[0]}'; a {{ background: url({ways[0]}) }}"
    )
    before = everything(home, but=archive.site)
    outcome = archive.build("--keep-going", "--cache", str(archive.root / ".cache"))
    assert outcome.code in (0, 3), outcome.err
    assert count > 900
    after = everything(home, but=archive.site)
    new = {path for path in after if not path.startswith("archive/.cache/")} - before.keys()
    assert new == set()
    assert {path: after[path] for path in before} == before
    made = list(archive.site.rglob("*"))
    assert not any(path.is_symlink() for path in made)
    assert not any(OUTSIDE_TEXT.encode() in path.read_bytes() for path in made if path.is_file())
    assert {path.name for path in (archive.site / ".dateline").iterdir()} <= {
        *("manifest.json", "lock"),
    }
    assert not (archive.site / ".git").exists()
    assert outcome.report["problems"]


@pytest.mark.parametrize(
    "place", ["{% include 'WAY' %}", "{% extends 'WAY' %}", "{% import 'WAY' as x %}"]
)
@pytest.mark.parametrize(
    "way",
    [
        "../secret.html",
        "../../secret.html",
        "partials/../../secret.html",
        "default/../../secret.html",
        "link.html",
        "folder/secret.html",
        "pipe.html",
    ],
)
def test_templates_stay_in_their_folders(archive: SmallArchive, place: str, way: str) -> None:
    for outside in (archive.root / "secret.html", archive.root.parent / "secret.html"):
        outside.write_text(OUTSIDE_TEXT)
    archive.article("a.md", "A", "date: 2017")
    archive.write("templates/404.html", place.replace("WAY", way))
    templates = archive.root / "templates"
    (templates / "link.html").symlink_to(archive.root / "secret.html")
    (templates / "folder").symlink_to(archive.root)
    (templates / "assets").symlink_to(archive.root)
    os.mkfifo(templates / "pipe.html")
    outcome = archive.build()
    assert outcome.code == 1
    assert outcome.codes == ["E040", "W005", "W005", "W005", "W018"]
    assert not archive.site.exists()


def test_links_among_templates_are_said_by_check_and_by_idle_builds(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017")
    archive.write("templates/assets/theme.css", "a { color: teal }")
    archive.build()
    (archive.root / "templates" / "assets" / "logo.svg").symlink_to(archive.root / "logo.svg")
    assert archive.run("check", "--json").codes == ["W005"]
    assert archive.build().codes == ["W005"]
    assert archive.build().codes == ["W005"]
    assert not any("logo" in path for path in archive.files())


@pytest.mark.parametrize("setting", ["language", "timezone"])
def test_settings_name_no_files(archive: SmallArchive, setting: str) -> None:
    archive.configure(f'{setting} = "../../../etc/passwd"')
    assert archive.build().code == 2


def test_slugs_of_all_attempts_are_plain_names(tmp_path: Path) -> None:
    for way in attempts(tmp_path / "x.txt"):
        slug = slug_of(way)
        assert slug
        assert not set(slug) & set("/\\.:%\0")
