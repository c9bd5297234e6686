"""Slow clients and many connections do not block other clients of the preview."""

from __future__ import annotations

import http.client
import queue
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dateline.serving import connections
from dateline.serving.preview import State, serve

REQUEST = b"GET /a/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
EVENTS = b"GET /a/.dateline/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """A preview of one page within this process."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("<head></head>home" + " " * 1_000_000)
    (tmp_path / "content").mkdir()
    announced: queue.Queue[str] = queue.Queue()
    stop = threading.Event()

    def rebuild(state: State) -> None:
        state.update([], built=True)

    wanted = (site, "/a/", 0, [tmp_path / "content"], rebuild, stop, announced.put)
    thread = threading.Thread(target=serve, args=wanted)
    thread.start()
    yield urlsplit(announced.get()).port or 0
    stop.set()
    thread.join()


def opened(port: int, sent: bytes = b"") -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port))
    made.sendall(sent)
    return made


def received(connection: socket.socket) -> bytes:
    """What has come so far; fails where the connection is closed."""
    data = b""
    while True:
        try:
            part = connection.recv(1 << 16)
        except BlockingIOError:
            return data
        assert part
        data += part


def status(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/a/")
    answer = connection.getresponse()
    assert b"home" in answer.read()
    connection.close()
    return answer.status


@pytest.mark.parametrize("sent", [b"", b"G", REQUEST, EVENTS], ids=["", "byte", "head", "events"])
def test_open_connections_keep_nobody_out(port: int, sent: bytes) -> None:
    held = [opened(port, sent) for _ in range(500)]
    assert status(port) == 200
    assert status(port) == 200
    for each in held:
        each.close()


def test_those_that_take_nothing_of_what_they_asked_for_keep_nobody_out(port: int) -> None:
    held = [opened(port, (REQUEST + b"\r\n") * 20) for _ in range(200)]
    assert status(port) == 200
    for each in held:
        each.close()


@pytest.mark.parametrize("sent", [b"", b"GET /a/ HT", REQUEST, REQUEST + b"\r\n" + REQUEST])
def test_a_request_that_does_not_come_is_not_waited_for(
    port: int, sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "READING", 0.2)
    slow = opened(port, sent)
    while slow.recv(1 << 16):  # ends when the server closes it
        pass
    slow.close()


def test_a_byte_now_and_then_gains_no_time(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "READING", 0.5)
    slow = opened(port, REQUEST)
    slow.settimeout(0.01)
    while True:
        try:
            slow.sendall(b"X")
            if slow.recv(1) == b"":
                break
        except TimeoutError:
            continue
        except OSError:
            break
    slow.close()


def test_an_answer_that_nobody_takes_ends(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "ANSWERING", 0.2)
    slow = socket.socket()
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    slow.connect(("127.0.0.1", port))
    slow.sendall((REQUEST + b"\r\n") * 50)
    while True:
        try:
            slow.sendall(b"X" * 4096)  # until the server does not take any more
        except OSError:
            break
    slow.close()
    assert status(port) == 200


def test_the_oldest_of_many_streams_ends_and_a_stream_may_wait(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    streams = []
    for _ in range(connections.MOST_STREAMS + 1):
        streams.append(opened(port, EVENTS))
        assert b"text/event-stream" in streams[-1].recv(1 << 16)  # it has begun before the next
    while streams[0].recv(1 << 16):
        pass
    monkeypatch.setattr(connections, "READING", 0.2)
    late = opened(port)
    while late.recv(1):
        pass  # by now the time of a request has passed
    streams[-1].setblocking(False)
    received(streams[-1])  # fails if it is closed
    for each in (*streams, late):
        each.close()
