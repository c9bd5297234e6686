"""A target for atheris: `python -m tests.fuzz.reading [OPTIONS] CORPUS [SEEDS…]`.

The options are libFuzzer's, such as `-max_total_time=600`. Inputs that reach new code are stored in
the folder `CORPUS`; files of the other folders are read first. An input that breaks an invariant is
stored in `crash-…`, and can be given alone to repeat it.
"""

import sys

import atheris

#: What an input reaches in these makes it new.
_INSTRUMENTED = ["dateline", "frontmatter", "markdown_it", "mdit_py_plugins", "tomllib"]

with atheris.instrument_imports(include=_INSTRUMENTED):
    from tests.fuzz.invariants import read_anything


def main() -> None:
    """Gives inputs to the readers until the time is up or a promise is broken."""
    atheris.Setup(sys.argv, read_anything)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
