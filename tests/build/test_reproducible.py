"""The same archive gives the same bytes; `python -m benchmarks.reproducible` tries more ways."""

import ast
from pathlib import Path

import pytest

from benchmarks.reproducible import Variation, build, matrix, write_archive
from tests.conftest import REPOSITORY, SmallArchive

#: Each of these differs from the plain build in as many things as one build can.
TOGETHER = {
    "everything about the system": (
        *("LC_ALL=C PYTHONUTF8=0", "TZ=Pacific/Kiritimati", "PYTHONHASHSEED=4242"),
        *("SOURCE_DATE_EPOCH=0", "umask 077", "--jobs 1", "names with letters taken apart (NFD)"),
    ),
    "everything about the files": (
        *("folders listed in another order (1)", "times of 1980 and of the future", "python -O"),
        *("in a folder of another name", "--jobs 5", "PYTHONHASHSEED=1"),
    ),
    "everything about the past": ("after an edit and back", "TZ=Asia/Kathmandu", "umask 000"),
}


def together(variations: list[Variation]) -> Variation:
    """All of them at once."""
    plain, found = Variation("plain"), Variation("together")
    for each in variations:
        changed = {
            field: getattr(each, field)
            for field in Variation._fields
            if field not in ("name", "environment")
            and getattr(each, field) != getattr(plain, field)
        }
        environment = {**found.environment, **each.environment}
        found = found._replace(**changed, environment=environment)
    return found


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A small archive, and the digest of its site."""
    work = tmp_path_factory.mktemp("reproducible")
    write_archive(work / "original", 20)
    return work, build(Variation("plain"), work / "original", work / "run")


@pytest.mark.parametrize("name", list(TOGETHER))
def test_the_same_archive_gives_the_same_bytes(plain: tuple[Path, str], name: str) -> None:
    work, digest = plain
    wanted = [each for each in matrix(work, []) if each.name in TOGETHER[name]]
    assert len(wanted) == len(TOGETHER[name])
    assert build(together(wanted), work / "original", work / "run") == digest


def test_nothing_that_is_published_knows_what_time_it_is() -> None:
    """Two places ask: `new`, which begins an article today, and the cache, which does not trust a
    file that is too new. So there is nothing for SOURCE_DATE_EPOCH to replace."""
    asking = set()
    for file in (REPOSITORY / "dateline").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in (
                *("now", "today", "utcnow", "time", "time_ns", "gmtime", "localtime", "strftime"),
            ):
                asking.add((file.name, ast.unparse(node)))
    assert asking <= {
        ("cli.py", "datetime.datetime.now"),
        ("known.py", "time.time_ns"),
        ("dates.py", "datetime.time"),
    }


def test_an_archive_with_nothing_dated_has_a_feed_of_no_day(archive: SmallArchive) -> None:
    archive.write("pages/about.md", "# About")
    archive.build()
    assert "<updated>1970-01-01T00:00:00+00:00</updated>" in archive.page("feed.xml")
