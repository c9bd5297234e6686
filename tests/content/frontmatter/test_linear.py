"""Reading a header takes linear time for any content, and a header has a maximum size.

The worst of some thousand inputs are doubled here. Times are processor time.
"""

from __future__ import annotations

import time

import pytest

from dateline.config import ReadingSettings
from dateline.content.frontmatter.document import read_front
from dateline.content.frontmatter.repair import repaired

pytestmark = pytest.mark.slow

#: A header with a place for many of a piece. Together with the pieces, each expression and each
#: loop over a header's lines is given the longest run that it can meet.
FRAMES = (
    *("---\n{}x\n---\nb", "---\ntitle: {}x\n---\nb", "---\ntags: [{}\n---\nb", "---\n{}", "{}"),
    *('---\ntitle: "{}\n---\nb', "title: {}", "title: x\n{}", "+++\nx = {}\n+++\nb", "+++\n{}"),
)
PIECES = (
    *(" ", "\t", "\n", "- ", "-", ":", "a: ", "[", "[#a, ", "'", '"', "\\", "#", " #", "[a, "),
    *("{a: ", "? ", "a.", '"".', "= ", "\n ", "- - \n", "  - a\n", "a: b: c\n", "a: @b\n"),
    *("k\n- a\n", " k:\n", "---\n ", "----\n", "   ---\n", "x = y\n", "\xa0", "“", "*a &a "),
    *("a: ''b''\n", "• a\n"),
)


def seconds(text: str) -> float:
    start = time.process_time()
    front = read_front(text)
    assert front.fields is not None or front.faults
    return time.process_time() - start


@pytest.mark.parametrize("frame", FRAMES)
def test_twice_the_text_takes_twice_the_time(frame: str) -> None:
    for piece in PIECES:
        short, long = (frame.format(piece * (size // len(piece))) for size in (15_000, 30_000))
        # What grows with the square takes four times as long, and seconds at this length.
        assert seconds(long) < 3 * seconds(short) + 0.5, (frame, piece)


@pytest.mark.parametrize(
    "text",
    [
        f"---\ntitle: x\nsummary: {'word ' * 200_000}\n---\nText.",
        "---\ntitle: x\n" + "".join(f"k{i}: v\n" for i in range(5_000)) + "---\nText.",
        "---\n" + "a: b: c\n" * 5_000 + "---\nText.",
        f"---\ntitle: x\nsummary: {'word ' * 200_000}\n\nText.",
        "---\ntitle: x\n" + "- a\n" * 5_000 + "\nText.",
        f"+++\nx = '{'word ' * 200_000}'\n+++\nText.",
        "Title: x\n" + "".join(f"K{i}: v\n" for i in range(5_000)) + "\nText.",
        "----------\ntitle: x\n" + "k: v\n" * 5_000 + "----------\nText.",
    ],
)
def test_a_header_that_is_too_large_is_named(text: str) -> None:
    front = read_front(text)
    assert front.fields is None
    assert {fault.code for fault in front.faults} & {"E022", "E002"}
    assert front.fixed == text
    assert repaired(text.encode(), ReadingSettings()) == text.encode()


@pytest.mark.parametrize(
    ("header", "place"),
    [
        (f"---\nb: x\na: {'[' * 40_000}\n---\n", (3, 25)),
        (f"---\n{'- ' * 30_000}x\n---\n", (2, 1)),
        (f"---\n{'? ' * 30_000}x\n---\n", (2, 1)),
        (f"---\nx: {'{a: ' * 10_000}\n---\n", (2, 88)),
        (f"+++\nx = {'[' * 30_000}\n+++\n", (1, None)),
        (f"+++\nb = 1\n{'a.' * 20_000}a = 1\n+++\n", (3, None)),
    ],
)
def test_what_is_nested_too_deeply_for_a_parser_is_never_given_to_it(
    header: str, place: tuple[int, int | None]
) -> None:
    (fault,) = read_front(header).faults
    assert (fault.code, fault.line, fault.column) == ("E007", *place)


def test_a_text_with_many_brackets_is_read() -> None:
    values = [f"k{i}: '[x] {{y}}'" for i in range(300)]
    front = read_front("\n".join(["---", *values, f"tags: [{', '.join('a' * 200)}]", "---", "b"]))
    assert not front.faults
    assert front.fields
    assert len(front.fields) == 301
