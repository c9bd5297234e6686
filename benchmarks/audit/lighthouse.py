"""Runs Lighthouse on one page with its default settings: an average telephone on a slow network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from benchmarks.audit.tools import Tools

CATEGORIES = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best-practices": "best practices",
    "seo": "SEO",
}
_CHROME = "--chrome-flags=--headless=new --no-sandbox --disable-background-networking"


class Verdict(NamedTuple):
    """Points out of 100 by category, and what took points off."""

    points: dict[str, int]
    deductions: dict[str, list[str]]


def judge(tools: Tools, address: str) -> Verdict:
    """Loads a page and scores it. Raises `RuntimeError` where Lighthouse could not."""
    report = tools.folder / "lighthouse.json"
    report.unlink(missing_ok=True)
    output = ("--output=json", f"--output-path={report}", "--quiet")
    only = f"--only-categories={','.join(CATEGORIES)}"
    said = tools.run("lighthouse", address, *output, only, _CHROME)
    found = json.loads(report.read_text("utf-8")) if report.is_file() else {}
    if not found or found.get("runtimeError"):
        raise RuntimeError(f"Lighthouse on {address}: {found.get('runtimeError') or said}")
    categories = {name: found["categories"][name] for name in CATEGORIES}
    return Verdict(
        {name: round(100 * category["score"]) for name, category in categories.items()},
        {name: list(_deductions(each, found["audits"])) for name, each in categories.items()},
    )


def _deductions(category: dict[str, Any], audits: dict[str, Any]) -> Iterator[str]:
    for reference in category["auditRefs"]:
        audit = audits[reference["id"]]
        if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
            words = [f"{audit['id']}: {audit['title']}", audit.get("displayValue", "")]
            items = audit.get("details", {}).get("items", [])
            words += [_element(item) for item in items[:3]]
            yield "\n    ".join(filter(None, words))


def _element(item: dict[str, Any]) -> str:
    node = item.get("node") or {}
    return f"{node.get('selector', '')} {node.get('snippet', '')}".strip()
