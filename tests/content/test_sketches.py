"""The sketch of a text, for comparing texts."""

import subprocess
import sys

from dateline.content.sketches import sketch_of


def test_terms_are_the_commonest_words_as_they_are_written_first() -> None:
    text = "The Euphrates is low. In Bukamal the EUPHRATES, low as it is, feeds the fields."
    assert sketch_of("Fields of Bukamal", text).terms.split() == [
        "Fields",
        "Bukamal",
        "Euphrates",
        "feeds",
    ]


def test_a_letter_that_folds_to_two_does_not_shift_the_words() -> None:
    assert sketch_of("Straße", "Die Straße nach Damaskus").terms.split() == [
        "strasse",
        "nach",
        "damaskus",
    ]


def test_texts_without_words_have_no_sketch() -> None:
    for text in ("", "—", "1 2 3", "\n\n", "a b c."):
        sketch = sketch_of("", text)
        assert (sketch.terms, sketch.clauses) == ("", b"")


def test_a_sketch_is_the_same_whatever_the_seed_of_hashes() -> None:
    code = (
        "from dateline.content.sketches import sketch_of;"
        "print(sketch_of('Title', 'Officials of the ministry visited the flooded valley. ' * 3))"
    )
    said = {
        subprocess.check_output([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed})
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1
