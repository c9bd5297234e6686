"""Real archives by other people, read from beside the repository."""

import gzip
import re
from pathlib import Path

from tests.conftest import run

_TEMPLATE_CODE = re.compile(r"\{\{[<%]|\{\{&lt;")


def test_digital_gov_is_published_but_for_what_is_named(corpora: Path, tmp_path: Path) -> None:
    config = tmp_path / "dateline.toml"
    config.write_text(
        'base_url = "https://example.org/news/"\n[fields]\ntags = ["tags", "topics"]\n'
    )
    content = corpora / "digitalgov" / "news"
    build: list[str | Path] = ["build", "--config", config, "--content", content]
    outcome = run([*build, "--keep-going", "--json"])
    report = outcome.report
    assert outcome.code == 3
    assert (report["articles"], report["published"]) == (2082, 2068)
    assert (report["left_out"], report["drafts"], report["indexed"]) == (13, 1, 2068)
    errors = [p for p in report["problems"] if p["severity"] == "error"]
    assert sorted(p["code"] for p in errors) == ["E004"] * 13
    assert all(p["line"] > 1 for p in errors)
    assert shown_template_code(tmp_path / "site") == []
    for options, code in (([], 1), (["--keep-going"], 3)):  # it is told on one screen
        said = run([*build, *options])
        assert said.code == code
        assert len((said.out + said.err).splitlines()) < 40


def shown_template_code(site: Path) -> list[str]:
    """The pages, feeds and texts of the search in which a reader would see template code, unless
    code shows it."""
    found, in_code = [], set[str]()
    for file in site.rglob("*"):
        if file.suffix in (".html", ".xml", ".json") and "assets" not in file.parts:
            written = file.read_text("utf-8")
            text = re.sub(r"<(pre|code)\b.*?</\1>", " ", written, flags=re.DOTALL)
            found += [file.name] if _TEMPLATE_CODE.search(text) else []
            in_code |= {file.parent.name} if _TEMPLATE_CODE.search(written) else set()
    for file in site.rglob("*.pf_fragment"):
        text = gzip.decompress(file.read_bytes()).decode("utf-8", "replace")
        if _TEMPLATE_CODE.search(text) and not any(f"/{name}/" in text for name in in_code):
            found.append(file.name)
    return found


def test_newsletters_in_eight_languages_keep_theirs(corpora: Path, tmp_path: Path) -> None:
    content = corpora / "multilingual"
    options: list[str | Path] = [
        "--output",
        tmp_path / "site",
        "--cache",
        tmp_path / "cache",
        "--json",
    ]
    outcome = run(["build", "--content", content, *options])
    report = outcome.report
    assert outcome.code == 0
    assert report["articles"] == report["published"] == report["indexed"] == 39
    files = sorted(content.glob("*/*.md"))
    for file in files:
        language = file.parent.name
        slug = re.search(r"^slug: (.*)$", file.read_text("utf-8"), re.MULTILINE)
        assert slug
        page = (tmp_path / "site" / language / slug[1].strip() / "index.html").read_text("utf-8")
        assert f'<html lang="{language}"' in page
        assert f'datetime="{file.stem[:10]}"' in page
    assert len(files) == 39
