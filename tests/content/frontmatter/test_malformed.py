"""Files that broke real sites: each fault is reported on the line that a person would name."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.config import ReadingSettings
from dateline.content.article import read_article
from dateline.content.frontmatter.document import Front, read_front
from dateline.content.frontmatter.repair import repaired

#: Judged by hand: the first letters of a file's name; each fault's line and code; and whether every
#: one of them has only one cure.
JUDGED = {
    "010b41ac3b": "1:E002 fixed",
    "0496597d42": "16:E003",
    "05c2bb0bdd": "1:E002 fixed",
    "0617678685": "10:E003",
    "062ea74938": "20:E003",
    "07e08e22a1": "7:E003",
    "0a1b76db5b": "10:E003",
    "0cbd6eb5a6": "10:E003 11:E003 fixed",
    "0ec369bf16": "13:E003 fixed",
    "1b42000e1b": "11:E003 fixed",
    "1cb2027ae8": "1:E002 fixed",
    "1f2cc9924a": "13:E003 fixed",
    "22c097468e": "17:E003 18:E003",
    "235b191881": "12:E003",
    "24e0425269": "1:E002 fixed",
    "277b18827c": "7:E003",
    "27813e3df5": "10:E003 fixed",
    "2ad693b55c": "10:E003 fixed",
    "2af27dd25f": "3:E003 fixed",
    "2e4d31eada": "8:E003 fixed",
    "31a91bf3bc": "2:E003 fixed",
    "36c5617acc": "2:E003 fixed",
    "38993ad745": "11:E003",
    "38fe4c3c81": "5:E003 fixed",
    "397e2a6bb9": "9:E003 10:E003 fixed",
    "3f49e4200d": "1:E002 fixed",
    "3f8ee1dccc": "2:E003 fixed",
    "405c3f2247": "5:E003",
    "4177116138": "13:E003 13:E004",
    "470db9dda0": "10:E003 fixed",
    "4c26e38b34": "11:E003",
    "4c279d91cc": "16:E003 17:E003",
    "4fc9b4c226": "1:E002 fixed",
    "52deff4641": "14:E003 fixed",
    "54afc3da4f": "4:E003",
    "5643f0045d": "10:E003 fixed",
    "5ab9d7aa9b": "5:E003",
    "6046a27b40": "1:E002 fixed",
    "62ad2597dd": "7:E003 fixed",
    "63c5520969": "12:E002 fixed",
    "654ccae164": "11:E003",
    "6d8794437c": "1:E002 fixed",
    "70e65d5788": "9:E003 fixed",
    "76883b679f": "1:E002 fixed",
    "78e3601fdf": "1:E002 fixed",
    "78ed145c18": "1:E002 fixed",
    "7a547e7ac4": "2:E003 fixed",
    "7bfc7a7b91": "7:E003 fixed",
    "7d43fe0dee": "17:E003",
    "801306d152": "2:E003 fixed",
    "81c4412974": "13:E003 fixed",
    "853d468805": "14:E002 fixed",
    "85781e3177": "11:E003 fixed",
    "8750f2eb69": "12:E003 fixed",
    "8d4111e333": "1:E002 fixed",
    "8f5b34d775": "14:E003",
    "911f7d861e": "4:E003 fixed",
    "9280e04bcc": "3:E003 fixed",
    "9483aaa965": "2:E019",
    "957e9162cd": "1:E002 fixed",
    "96aff4f041": "3:E003 fixed",
    "971e1aff72": "3:E003 fixed",
    "a553f5ada1": "3:E003 fixed",
    "a587045906": "21:E003 fixed",
    "b417e3f9e5": "7:E003 fixed",
    "b879e424ab": "6:E003",
    "bbb15a4e14": "6:E003",
    "bdc703fe25": "16:E003",
    "c837b07d40": "1:E002 fixed",
    "d1fa545da0": "1:E002",
    "d4008aa300": "5:E003",
    "d4732d3430": "4:E003 fixed",
    "e067527803": "8:E003 fixed",
    "e22d422a8d": "16:E003 fixed",
    "e368b74c96": "11:E003",
    "ea837fb295": "7:E003",
    "fc28a13e74": "11:E003 fixed",
    "fd7f978abc": "7:E003 fixed",
    "ffc8f308f7": "14:E003 fixed",
    "149fdb974a": "8:E003 fixed",
    "1b16318d0b": "7:E003 fixed",
    "1b86e3f241": "20:E003 fixed",
    "1f243e5d56": "37:E003",
    "24049e7b11": "36:E003 fixed",
    "3710cffc1d": "15:E003",
    "38f41ca521": "25:E003",
    "41cfe8cac9": "16:E003",
    "71404f581d": "3:E003 fixed",
    "81bdc89a3a": "52:E003",
    "9709ac5203": "8:E003 fixed",
    "9ce24d2313": "3:E003 fixed",
    "a2f7f5907b": "5:E003 6:E003",
    "aa32df203f": "4:E003",
    "acff25399a": "7:E003",
    "b9941e0dfb": "3:E003",
    "cdb0bf7ade": "1:E002 fixed",
    "dfdb15aaa0": "22:E003",
    "f5f17ca5bb": "8:E003 fixed",
    "e2bc376a37": "3:E003",
    "3393a52406": "5:E019",
    "837b1ce5a4": "1:E002",
    "0078209431": "5:E003 fixed",
    "05d31dd760": "6:E003 fixed",
    "0ee161cf6e": "5:E003 fixed",
    "126b3fae25": "5:E003 fixed",
}


def files(corpora: Path, folder: str) -> list[Path]:
    return sorted(file for file in (corpora / "hostile" / folder).rglob("*") if file.is_file())


def front_of(file: Path) -> Front:
    text = file.read_bytes().decode("utf-8-sig")
    return read_front(text.replace("\r\n", "\n").replace("\r", "\n"))


def told(front: Front) -> str:
    """The faults of a header as `JUDGED` writes them."""
    again = [fault for fault in read_front(front.fixed).faults if fault.code[0] == "E"]
    is_mended = front.fields is not None and not again
    return " ".join(
        [*(f"{fault.line}:{fault.code}" for fault in front.faults), *["fixed"] * is_mended]
    )


def test_each_fault_is_named_on_its_line(corpora: Path) -> None:
    found = {f.name[:10]: told(front_of(f)) for f in files(corpora, "malformed-frontmatter")}
    assert {name: found[name] for name in JUDGED} == JUDGED


def test_every_malformed_file_is_read_or_explained_with_a_cure(corpora: Path) -> None:
    codes: Counter[str] = Counter()
    for file in files(corpora, "malformed-frontmatter"):
        raw = file.read_bytes()
        reading = read_article(f"2017-10-08-{file.name}", raw, ReadingSettings())
        lines = raw.count(b"\n") + 1
        for problem in reading.problems:
            codes[problem.code] += 1
            assert problem.hint, problem
            assert problem.line is None or 1 <= problem.line <= lines, problem
        assert reading.item or any(p.severity == "error" for p in reading.problems), file
    # The rest are authors and services, which have names and no titles.
    assert {"E002", "E003", "E004", "E010", "E012", "E019"} >= {c for c in codes if c[0] == "E"}


def test_what_was_repaired_is_read_as_it_was_meant(corpora: Path) -> None:
    repairs = 0
    for file in files(corpora, "malformed-frontmatter"):
        raw = file.read_bytes()
        after = repaired(raw, ReadingSettings())
        if after == raw:
            continue
        repairs += 1
        assert repaired(after, ReadingSettings()) == after
        before, now = read_front(raw.decode()), read_front(after.decode())
        if before.fields is not None and now.fields is not None:
            assert {k: v.data for k, v in before.fields.items()} == {
                k: v.data for k, v in now.fields.items()
            }
            assert before.body == now.body
    assert repairs > 140


#: What the suite writes in place of signs that cannot be seen.
_SHOWN = {"␣": " ", "»": "\t", "—": "", "↵": "", "∎\n": "", "⇔": "\ufeff"}
#: Broken by the letter of YAML, and read by libyaml all the same, as the other generators do.
_LENIENT = {"BF9H", "DK95", "S98Z", "SU5Z", "X4QW", "QB6E", "HRE5"}


def test_the_yaml_suite_is_read_or_explained(corpora: Path) -> None:
    for file in sorted((corpora / "hostile" / "yaml-test-suite").glob("*.yaml")):
        for case in yaml.safe_load(file.read_text("utf-8")):
            header = case.get("yaml", "")
            for shown, meant in _SHOWN.items():
                header = header.replace(shown, meant)
            front = read_front(f"---\n{header}\n---\nbody\n".replace("\r", "\n"))
            lines = header.count("\n") + 4
            assert all(1 <= fault.line <= lines for fault in front.faults), file
            if case.get("fail") and "\n---" not in f"\n{header}" and file.stem not in _LENIENT:
                assert front.faults, (file, header)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
@example("a: b: c\n'd: e")
@example("- a\n-b\nc:d")
def test_a_repair_needs_no_other(text: str) -> None:
    for source in (text, f"---\n{text}\n---\nbody", f"---\ntitle: x\n{text}\n---\n"):
        raw = source.encode()
        after = repaired(raw, ReadingSettings())
        assert repaired(after, ReadingSettings()) == after


FIELD = st.text(alphabet=st.sampled_from("ab :#-*&![]{}'\"\\|>@`%,?\t\xa0é：“"), max_size=14)


@given(st.lists(FIELD, min_size=1, max_size=5))
def test_every_fault_has_a_place_in_the_file(values: list[str]) -> None:
    text = "\n".join(["---", *(f"key{i}: {v}" for i, v in enumerate(values)), "---", "body"])
    front = read_front(text)
    assert all(1 < fault.line <= len(values) + 1 for fault in front.faults)
    if front.fields is not None and not front.faults:
        assert set(front.fields) == {f"key{i}" for i in range(len(values))}
    assert front.body == "body"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_repair_leaves_all_other_bytes_as_they_are(end: str) -> None:
    lines = ["\ufeff---", "title: One: two", "tags:", "  -a", "---", "", "Text  ", "more"]
    wanted = ["\ufeff---", "title: 'One: two'", "tags:", "  - a", "---", "", "Text  ", "more"]
    assert repaired(end.join(lines).encode(), ReadingSettings()) == end.join(wanted).encode()
