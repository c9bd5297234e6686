"""Says how far a long build is: on a terminal in one changing line, elsewhere in plain ones."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

_Item = TypeVar("_Item")

#: Seconds before anything is said, and between what is said after.
_PATIENCE = 1.0
_ON_TERMINAL, _ELSEWHERE = 0.1, 5.0


class Progress:
    """Times the phases of one run, and shows them as they go."""

    def __init__(self, stream: TextIO | None = None):
        self.seconds: dict[str, float] = {}
        self._stream = stream or sys.stderr
        self._is_terminal = self._stream.isatty()
        self._start = self._last = self._said = time.perf_counter()

    def lap(self, phase: str) -> None:
        """Ends a phase; a phase may come more than once."""
        now = time.perf_counter()
        self.seconds[phase] = round(self.seconds.get(phase, 0.0) + now - self._last, 3)
        self._last = now

    def watch(
        self, phase: str, items: Iterable[_Item], total: int, size: int = 1
    ) -> Iterator[_Item]:
        """Passes items through and says how many are done; each stands for `size` of `total`."""
        began, done = time.perf_counter(), 0
        for item in items:
            yield item
            done = min(total, done + size) if total else done + size
            now = time.perf_counter()
            pause = _ON_TERMINAL if self._is_terminal else _ELSEWHERE
            if now - self._start > _PATIENCE and now - self._said > pause:
                self._said = now
                self._show(phase, done, total, now - began)
        self.clear()

    def say(self, text: str) -> None:
        """A line that stays, whatever phase it is."""
        self.clear()
        self._stream.write(f"dateline: {text}\n")
        self._stream.flush()

    def clear(self) -> None:
        """Takes the changing line away."""
        if self._is_terminal:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _show(self, phase: str, done: int, total: int, seconds: float) -> None:
        rate = done / seconds if seconds else 0
        left = (total - done) / rate if rate else 0
        line = f"{phase}: {done:,}"
        if total:
            line += f" of {total:,}, {rate:,.0f} a second, {left:.0f} s left"
        self._stream.write(f"\r\x1b[K{line}" if self._is_terminal else f"{line}\n")
        self._stream.flush()
