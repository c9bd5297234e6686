"""The connections of the preview: how many there may be, and how long each may take.

A browser keeps connections open that it does not use, and any program of the machine can open more.
None may keep the next one from being answered: where there are too many, the one that has waited
longest makes room.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

#: Connections in all, and those that wait for news of the site.
MOST, MOST_STREAMS = 64, 32
#: Seconds in which a request must have come, and in which its answer must have gone.
READING, ANSWERING = 15.0, 60.0


class _Open(NamedTuple):
    """A connection: what it is at (`reading`, `answering`, `streaming`), and when that must end."""

    at: str
    until: float


class Connections:
    """Every open connection, the one that began first what it is at before the others."""

    def __init__(self, on_close: Callable[[], None]):
        self._open: dict[socket.socket, _Open] = {}
        self._changing = threading.Lock()
        #: Wakes those who wait for news, for their connection may be closed.
        self._on_close = on_close

    def is_open(self, connection: socket.socket) -> bool:
        """Whether a connection was not closed here."""
        return connection in self._open

    def begin(self, connection: socket.socket) -> None:
        """Takes a new connection; one that has waited longer goes where there are too many."""
        with self._changing:
            is_full = len(self._open) >= MOST
            if is_full:
                self._make_room()
        if is_full:
            self._on_close()
        self.reading(connection)

    def reading(self, connection: socket.socket) -> None:
        """The connection waits for a request."""
        self._note(connection, "reading", READING)

    def answering(self, connection: socket.socket) -> None:
        """The connection has made a request."""
        self._note(connection, "answering", ANSWERING)

    def streaming(self, connection: socket.socket) -> None:
        """The connection waits for news of the site, for as long as it likes."""
        self._note(connection, "streaming", float("inf"))
        with self._changing:
            streams = [each for each, known in self._open.items() if known.at == "streaming"]
            if len(streams) > MOST_STREAMS:
                self._close(streams[0])
        if len(streams) > MOST_STREAMS:
            self._on_close()

    def end(self, connection: socket.socket) -> None:
        """The connection is closed."""
        with self._changing:
            self._open.pop(connection, None)

    def close_late(self) -> None:
        """Closes the connections whose time is up."""
        now = time.monotonic()
        with self._changing:
            for connection in [each for each, known in self._open.items() if known.until <= now]:
                self._close(connection)

    def _note(self, connection: socket.socket, at: str, seconds: float) -> None:
        with self._changing:
            self._open.pop(connection, None)  # it becomes the last
            self._open[connection] = _Open(at, time.monotonic() + seconds)

    def _make_room(self) -> None:
        for at in ("reading", "streaming", "answering"):
            for connection, known in self._open.items():
                if known.at == at:
                    self._close(connection)
                    return

    def _close(self, connection: socket.socket) -> None:
        """Ends a connection under the thread that serves it, which then finds it closed."""
        del self._open[connection]
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
