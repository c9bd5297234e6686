"""`python -m benchmarks.mutants MODULE ...`: do the tests notice when a module is wrong?

Each mutant is the module with one small mistake: a comparison turned, a number off by one, `and`
for `or`, a condition negated. The tests of its folder and the golden sites run against a copy of
the repository. A mutant that passes all of them survives and is printed with its line. Mutants are
drawn at random; the same seed gives the same mutants.
"""

from __future__ import annotations

import argparse
import ast
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).parent.parent
_COMPARED = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip
_CALCULATED = {ast.Add: "-", ast.Sub: "+", ast.Mult: "//", ast.FloorDiv: "*", ast.Mod: "*"}
#: Seconds that the tests of one mutant may take; it is noticed when they take longer.
_PATIENCE = 300


class Mutant(NamedTuple):
    """One mistake: the text between two offsets of a module, and its replacement."""

    module: Path
    start: int
    end: int
    text: str

    def applied(self) -> str:
        """The source of the module with the mistake in it."""
        source = self.module.read_text("utf-8")
        return source[: self.start] + self.text + source[self.end :]

    def __str__(self) -> str:
        source = self.module.read_text("utf-8")
        line = source.count("\n", 0, self.start) + 1
        place = f"{self.module.relative_to(REPOSITORY)}:{line}"
        return f"{place}: {source[self.start : self.end].strip()!r} became {self.text.strip()!r}"


def mutants_of(module: Path) -> Iterator[Mutant]:
    """Every mistake that one module allows."""
    source = module.read_text("utf-8")
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def offset(line: int, column: int) -> int:
        text = source[starts[line - 1] :].encode()[:column]
        return starts[line - 1] + len(text.decode())

    def between(first: ast.expr, then: ast.expr, text: str) -> Mutant:
        start = offset(first.end_lineno or 0, first.end_col_offset or 0)
        return Mutant(module, start, offset(then.lineno, then.col_offset), f" {text} ")

    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            yield between(node.left, node.comparators[0], _COMPARED[type(node.ops[0])])
        elif isinstance(node, ast.BinOp) and type(node.op) in _CALCULATED:
            yield between(node.left, node.right, _CALCULATED[type(node.op)])
        elif isinstance(node, ast.BoolOp):
            other = "or" if isinstance(node.op, ast.And) else "and"
            yield between(node.values[0], node.values[1], other)
        elif isinstance(node, ast.Constant) and type(node.value) is int:
            start = offset(node.lineno, node.col_offset)
            end = offset(node.end_lineno or 0, node.end_col_offset or 0)
            yield Mutant(module, start, end, str(node.value + 1))
        elif isinstance(node, ast.If | ast.IfExp | ast.While):
            test = node.test
            start = offset(test.lineno, test.col_offset)
            end = offset(test.end_lineno or 0, test.end_col_offset or 0)
            yield Mutant(module, start, end, f"(not ({source[start:end]}))")


def is_valid(mutant: Mutant) -> bool:
    """Whether Python can parse the mistake: the text between operands may be a bracket."""
    try:
        ast.parse(mutant.applied())
    except SyntaxError:
        return False
    return True


def tests_of(module: Path) -> list[str]:
    """The tests that are to notice: those of the module's room, and the golden sites."""
    room = module.relative_to(REPOSITORY / "dateline").parent
    own = Path("tests", room)
    if room == Path():
        return ["tests", "--ignore=tests/browser", "--ignore=tests/serving"]
    return [str(own), "tests/test_sites.py"] if own.name else ["tests"]


def is_noticed(mutant: Mutant, copy: Path, options: Sequence[str]) -> bool:
    """Runs the tests against the copy with the mistake in it, and restores the copy."""
    target = copy / mutant.module.relative_to(REPOSITORY)
    target.write_text(mutant.applied(), "utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *options]
    try:
        done = subprocess.run(
            [*command, *tests_of(mutant.module)], cwd=copy, capture_output=True, timeout=_PATIENCE
        )
    except subprocess.TimeoutExpired:
        return True
    finally:
        shutil.copyfile(mutant.module, target)
    return done.returncode != 0


def main() -> int:
    """The exit code is 1 where fewer than 95 of 100 mutants were noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="+", type=Path, help="as in dateline/pages/chart.py")
    parser.add_argument("--count", type=int, default=10, help="mutants of each module")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="leave out the tests marked slow")
    arguments = parser.parse_args()
    options = ["-m", "not slow"] if arguments.quick else []
    chance = random.Random(arguments.seed)
    drawn = []
    for module in arguments.modules:
        found = [each for each in mutants_of(module.resolve()) if is_valid(each)]
        drawn += chance.sample(found, min(arguments.count, len(found)))
    noticed = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy")
        left = shutil.ignore_patterns(".git", ".venv", ".cache", "site", ".*_cache", "__pycache__")
        shutil.copytree(REPOSITORY, copy, ignore=left)
        for mutant in drawn:
            if is_noticed(mutant, copy, options):
                noticed += 1
            else:
                print(f"lives: {mutant}", flush=True)
    print(f"{noticed} of {len(drawn)} mutants were noticed")
    return 0 if noticed >= 0.95 * len(drawn) else 1


if __name__ == "__main__":
    sys.exit(main())
