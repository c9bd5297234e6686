"""The search page finds the articles that answer a question, in a collection with known answers."""

from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.quality import measure
from tests.conftest import run


def test_questions_are_answered_at_least_as_well_as_by_bm25_and_never_by_nothing(
    corpora: Path, tmp_path: Path, browser: Browser
) -> None:
    (tmp_path / "dateline.toml").write_text("")
    docs, site = corpora / "time" / "docs", tmp_path / "site"
    outcome = run(
        ["build", "--config", tmp_path / "dateline.toml", "--content", docs, "--output", site]
    )
    assert outcome.code == 0, outcome.err
    scores = measure(browser, site, corpora / "time", every=3)  # `benchmarks.quality` asks all
    assert scores["ours"].empty == 0
    assert scores["ours"].score >= scores["BM25"].score
