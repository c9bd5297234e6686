"""The workflows on GitHub: pinned, with few rights, and publishing what was tested."""

from __future__ import annotations

import re
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import REPOSITORY

WORKFLOWS = sorted((REPOSITORY / ".github" / "workflows").glob("*.yml"))
PUBLISHES = REPOSITORY / ".github" / "workflows" / "pages.yml"


def read(workflow: Path) -> dict[str, Any]:
    loaded: dict[Any, Any] = yaml.safe_load(workflow.read_text("utf-8"))
    loaded["on"] = loaded.pop(True)  # YAML takes `on` for a truth value
    return loaded


def steps(workflow: Path) -> list[dict[str, Any]]:
    return [step for job in read(workflow)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.name)
def test_every_action_is_named_by_its_digest_and_its_version(workflow: Path) -> None:
    lines = [line for line in workflow.read_text("utf-8").splitlines() if "uses:" in line]
    assert lines
    for line in lines:
        assert re.fullmatch(r" +(- )?uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)


def test_an_action_has_one_version() -> None:
    used = {
        tuple(re.split("@", line.strip().removeprefix("- "), maxsplit=1))
        for workflow in WORKFLOWS
        for line in workflow.read_text("utf-8").splitlines()
        if "uses:" in line
    }
    assert len({name for name, _ in used}) == len(used)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.name)
def test_every_job_has_the_rights_that_it_needs_and_ends(workflow: Path) -> None:
    loaded = read(workflow)
    assert loaded["permissions"] == {}
    assert loaded["concurrency"]["group"]
    for name, job in loaded["jobs"].items():
        assert job["timeout-minutes"] <= 90
        rights = {right for right, value in job["permissions"].items() if value == "write"}
        assert rights == ({"pages", "id-token"} if name == "deploy" else set())
    for step in steps(workflow):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_publishing_runs_no_test_and_testing_is_not_started_by_an_article() -> None:
    runs = [step["run"] for step in steps(PUBLISHES) if "run" in step]
    assert [run.split()[:2] for run in runs] == [["python", "-m"], ["python", "build.py"]]
    for workflow in WORKFLOWS:
        if workflow != PUBLISHES:
            for event in ("push", "pull_request"):
                paths = read(workflow)["on"].get(event, {}).get("paths", ["none"])
                assert not {"content/**", "**", "dateline.toml", "*.toml"} & set(paths)


def test_the_software_is_tested_for_the_same_files_wherever_they_come_from() -> None:
    on = read(PUBLISHES.with_name("test.yml"))["on"]
    assert on["push"]["paths"] == on["pull_request"]["paths"]
    for path in on["push"]["paths"]:
        assert any(REPOSITORY.glob(path.replace("/**", "/*"))), path


# --- what publishing installs


def locked() -> dict[str, tuple[str, list[str]]]:
    """The version and the digests of every distribution in requirements.txt."""
    text = (REPOSITORY / "requirements.txt").read_text("utf-8")
    joined = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    found: dict[str, tuple[str, list[str]]] = {}
    for line in joined.splitlines():
        requirement, *hashes = map(str, re.split(r"\s+--hash=", line.strip()))
        parsed = Requirement(requirement)
        found[canonicalize_name(parsed.name)] = (str(parsed.specifier), hashes)
    return found


def needed(name: str) -> set[str]:
    """The distributions that one needs here, without its extras, and those that they need."""
    found = set[str]()
    for line in requires(name) or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            each = canonicalize_name(requirement.name)
            found |= {each} | needed(each)
    return found


def test_what_is_published_is_built_with_files_of_known_digests() -> None:
    for name, (_, hashes) in locked().items():
        assert hashes, name
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", each) for each in hashes), name
    text = (REPOSITORY / "requirements.txt").read_text("utf-8")
    assert "://" not in text
    assert "--index" not in text


def test_what_is_published_is_built_with_what_was_tested() -> None:
    """If this fails, .ci/lock updates requirements.txt."""
    lines = (REPOSITORY / "constraints.txt").read_text("utf-8").splitlines()
    tested = dict(line.split("==") for line in lines if not line.startswith("#"))
    tested = {canonicalize_name(name): f"=={version}" for name, version in tested.items()}
    versions = {name: version for name, (version, _) in locked().items()}
    assert versions == {name: tested[name] for name in versions}
    assert needed("dateline") <= set(versions)
