"""A target for atheris: `python -m tests.fuzz.reading [OPTIONS] CORPUS [SEEDS…]`.

The options are libFuzzer's, such as `-max_total_time=600`. What reaches something new is kept in
the folder `CORPUS`; files of the others are read first. An input that breaks a promise is left in
`crash-…`, and read once more when it is given by itself.
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
