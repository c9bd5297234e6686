"""The types of the results, which `scenarios` fills, `report` reads and the JSON file stores."""

from __future__ import annotations

from dataclasses import dataclass, field

#: Scenarios in the order they run, each upon the state that the one before left behind.
SCENARIOS = {
    "cold": "cold build",
    "unchanged": "nothing changed",
    "edited": "one article edited",
    "added": "one article added",
    "removed": "one article removed",
    "template": "a template changed",
}


@dataclass(frozen=True)
class Usage:
    """What a command took; `peak` is the memory of its whole process tree, in bytes."""

    seconds: float
    cpu: float
    peak: int
    failure: str = ""


@dataclass(frozen=True)
class Weight:
    """Bytes that a returning reader must load again, as the host compresses them."""

    index: int
    other: int


@dataclass(frozen=True)
class Sample:
    """One run of one tool: its commands in order, their output, and the faults of it."""

    tool: str
    scenario: str
    round: int
    steps: dict[str, Usage]
    written: int = 0
    weight: Weight | None = None
    wrong: str = ""

    @property
    def seconds(self) -> float:
        """Of all commands."""
        return sum(step.seconds for step in self.steps.values())

    @property
    def cpu(self) -> float:
        """User and system seconds of all commands."""
        return sum(step.cpu for step in self.steps.values())

    @property
    def peak(self) -> int:
        """Of the greediest command: they run one after the other."""
        return max(step.peak for step in self.steps.values())


@dataclass(frozen=True)
class Search:
    """One search in a browser that has loaded nothing before; bytes as the host compresses them."""

    tool: str
    word: str
    expected: int
    found: int
    requests: int
    transferred: int
    milliseconds: float

    @property
    def wrong(self) -> str:
        """Its fault; for a given archive, only the minimum is known."""
        return "" if self.found >= self.expected else f"{self.found} results, not {self.expected}"


@dataclass(frozen=True)
class Measured:
    """All that was measured on one archive."""

    label: str
    articles: int
    samples: list[Sample] = field(default_factory=list)
    searches: list[Search] = field(default_factory=list)


@dataclass(frozen=True)
class Results:
    """One run of the benchmark."""

    command: str
    machine: dict[str, str]
    versions: dict[str, str]
    archives: list[Measured] = field(default_factory=list)
