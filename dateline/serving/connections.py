"""Limits the connections of the preview, and the time of each.

A browser keeps unused connections open, and any program on the machine can open more. None of these
may block the next request. When there are too many, the one that has waited longest is closed.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

#: The maximum of all connections, and of those that wait for events.
MOST, MOST_STREAMS = 64, 32
#: Seconds for receiving a request, and for sending the answer.
READING, ANSWERING = 15.0, 60.0


class _Open(NamedTuple):
    """A connection: its state (`reading`, `answering`, `streaming`), and its deadline."""

    at: str
    until: float


class Connections:
    """All open connections, ordered by the time of their last change of state."""

    def __init__(self, on_close: Callable[[], None]):
        self._open: dict[socket.socket, _Open] = {}
        self._changing = threading.Lock()
        #: Wakes the threads that wait for events, because their connection may be closed.
        self._on_close = on_close

    def is_open(self, connection: socket.socket) -> bool:
        """Whether this object has not closed a connection."""
        return connection in self._open

    def begin(self, connection: socket.socket) -> None:
        """Adds a connection. If there are too many, one that has waited longer is closed."""
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
        """The connection waits for events, without a deadline."""
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
        """Closes the connections past their deadline."""
        now = time.monotonic()
        with self._changing:
            for connection in [each for each, known in self._open.items() if known.until <= now]:
                self._close(connection)

    def _note(self, connection: socket.socket, at: str, seconds: float) -> None:
        with self._changing:
            self._open.pop(connection, None)  # moves it to the end
            self._open[connection] = _Open(at, time.monotonic() + seconds)

    def _make_room(self) -> None:
        for at in ("reading", "streaming", "answering"):
            for connection, known in self._open.items():
                if known.at == at:
                    self._close(connection)
                    return

    def _close(self, connection: socket.socket) -> None:
        """Shuts a connection down. The thread that serves it then finds it closed."""
        del self._open[connection]
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
