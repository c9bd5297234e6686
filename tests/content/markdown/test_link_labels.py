"""Labels end as in markdown-it, in linear time."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt, helpers
from mdit_py_plugins.footnote import footnote_plugin

from dateline.build.limits import Watch
from dateline.config import ReadingSettings
from dateline.content.article import read_article
from dateline.content.markdown.link_labels import label_end


def parsers() -> tuple[MarkdownIt, MarkdownIt]:
    """One as markdown-it has it, and one with labels of ours."""
    theirs, ours = MarkdownIt("commonmark"), MarkdownIt("commonmark")
    own: Any = type("Helpers", (), vars(helpers) | {"parseLinkLabel": staticmethod(label_end)})
    ours.helpers = own
    return theirs.use(footnote_plugin), ours.use(footnote_plugin)


THEIRS, OURS = parsers()
PIECES = ["[", "]", "](x)", "![", "^[", "[^", "[a]", "[a](b)", "\\", "`", "*", "<b>", "a ", "\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_labels_end_where_markdown_it_ends_them(text: str) -> None:
    text += "\n\n[a]: /a"
    assert OURS.render(text) == THEIRS.render(text)


@pytest.mark.slow
@pytest.mark.parametrize("end", ["", "](x)[^a]"])
@pytest.mark.parametrize(
    "piece", ["[^", "^[", "[", "![", "![[", "[x](", "[x]", "[a [", "![^[", "]["]
)
def test_a_text_of_labels_is_read_in_time(piece: str, end: str) -> None:
    """Where a time by the square would be some minutes."""
    count = 40_000 // len(piece)
    raw = f"---\ntitle: A\ndate: 2017\n---\n\n[^a]: A note.\n\n{piece * count}{end}\n"
    with Watch(60) as watch:
        watch.begin()
        read_article("a.md", raw.encode(), ReadingSettings())
