"""What is written as a header is read back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.content.frontmatter.document import read_front
from dateline.content.frontmatter.writer import Value, write_front
from dateline.model import PartialDate

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
NAMES = st.one_of(st.from_regex(r"[a-z][a-z_]{0,10}", fullmatch=True), TEXTS.filter(str.strip))
DATES = st.builds(PartialDate, st.integers(1000, 9999), st.integers(1, 12), st.integers(1, 28))
VALUES = st.one_of(TEXTS, DATES, st.lists(TEXTS, max_size=4))


def expected(value: Value) -> object:
    return str(value) if isinstance(value, str | PartialDate) else list(value)


@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=5), st.sampled_from(["", "Text.\n"]))
def test_fields_are_read_back_as_they_were(fields: dict[str, Value], body: str) -> None:
    front = read_front(write_front(fields, body))
    assert not front.faults
    assert front.body.strip() == body.strip()
    if len({name.lower() for name in fields}) == len(fields):
        assert front.fields is not None
        found = {name: value.data for name, value in front.fields.items()}
        assert found == {name: expected(value) for name, value in fields.items()}


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("", "a:"),
        ("no", 'a: "no"'),
        ('Say "yes"', r'a: "Say \"yes\""'),
        ("x\u2028y", r'a: "x\u2028y"'),
        (PartialDate(2017, 10), "a: 2017-10"),
        (["C#", "a, b"], 'a: ["C#", "a, b"]'),
    ],
)
def test_a_field_is_one_line(value: Value, line: str) -> None:
    assert write_front({"a": value}) == f"---\n{line}\n---\n\n"
