"""`serve`: builds the site, serves it on loopback, and rebuilds it on every change."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import watchfiles

from dateline.output.transaction import STATE_FOLDER
from dateline.serving.connections import Connections
from dateline.urls import NOT_FOUND

_OWN = f"{STATE_FOLDER}/"
#: For answers that are not pages of the site; these have a stricter policy in their head.
_POLICY = "script-src 'self' 'wasm-unsafe-eval'; base-uri 'none'; frame-ancestors 'self'"
_SCRIPT = Path(__file__).with_name("preview.js")
#: Seconds after which a silent stream gets a comment, so that a closed connection is noticed.
_HEARTBEAT = 15.0
#: Milliseconds between checks for a path that does not exist yet.
_GLANCE = 1000


class PortError(OSError):
    """The port cannot be used."""


class State:
    """The state for the browsers: how often the site was built, and the current problems."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._built = 0
        self._problems: list[str] = []

    def update(self, problems: list[str], *, built: bool) -> None:
        """Records the outcome of a build and wakes all waiting threads."""
        with self._changed:
            self._built += built
            self._problems = problems
            self._changed.notify_all()

    def message(self) -> str:
        """The state as JSON."""
        with self._changed:
            return self._message()

    def wake(self) -> None:
        """Wakes all waiting threads, so that they check their connection."""
        with self._changed:
            self._changed.notify_all()

    def wait(self, last: str, is_open: Callable[[], bool]) -> str:
        """The state as soon as it differs from the last seen, the connection is closed, or the
        heartbeat is due."""
        with self._changed:
            self._changed.wait_for(lambda: self._message() != last or not is_open(), _HEARTBEAT)
            return self._message()

    def _message(self) -> str:
        return json.dumps({"built": self._built, "problems": self._problems})


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, output: Path, base_path: str, state: State):
        self.output, self.base_path, self.state = output, base_path, state
        self.connections = Connections(state.wake)
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except OSError as error:
            raise PortError(error.errno, error.strerror) from None

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.begin(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.connections.end(request)
        super().shutdown_request(request)

    def service_actions(self) -> None:
        """Called by the server twice a second."""
        self.connections.close_late()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignores a connection that ended early, which is not a fault of the site."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(SimpleHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    #: Seconds for which a client may read nothing of an answer.
    timeout = 60

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base class's name
        """Logs nothing: the output shows the builds."""

    def handle_one_request(self) -> None:
        self.server.connections.reading(self.connection)
        super().handle_one_request()

    def do_GET(self) -> None:
        self.server.connections.answering(self.connection)
        host = (self.headers.get("Host") or "").partition(":")[0]
        path = urlsplit(self.path).path
        if host not in ("127.0.0.1", "localhost"):
            # A page of another site must not read the preview through a host name that points here.
            self.send_error(HTTPStatus.FORBIDDEN)
        elif not path.startswith(self.server.base_path):
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", self.server.base_path)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif path == f"{self.server.base_path}{_OWN}events":
            self._send_events()
        elif path == f"{self.server.base_path}{_OWN}preview.js":
            self._send(HTTPStatus.OK, "text/javascript", _SCRIPT.read_bytes())
        else:
            self._send_page(unquote(path.removeprefix(self.server.base_path)))

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def do_HEAD(self) -> None:
        self.do_GET()

    def _send_page(self, address: str) -> None:
        output = self.server.output
        place = _place(output, address)
        if place and place.is_dir():
            if address and not address.endswith("/"):
                self.send_response(HTTPStatus.FOUND)
                self.send_header("Location", f"{urlsplit(self.path).path}/")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            place = _place(output, f"{address}/index.html")
        status = HTTPStatus.OK if place and place.is_file() else HTTPStatus.NOT_FOUND
        if status is HTTPStatus.NOT_FOUND:
            place = _place(output, NOT_FOUND)
        data = place.read_bytes() if place else b"<!doctype html><head></head><body>"
        kind = self.guess_type(place.name if place else NOT_FOUND)
        if kind == "text/html":
            script = (
                f'<script type="module" src="{self.server.base_path}{_OWN}preview.js"></script>'
            )
            data = data.replace(b"</head>", f"{script}</head>".encode(), 1)
        self._send(status, kind, data)

    def _send(self, status: HTTPStatus, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if "text/" in kind else kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    def _send_events(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        connections, state = self.server.connections, self.server.state
        connections.streaming(self.connection)
        message = state.message()
        try:
            while connections.is_open(self.connection):
                self.wfile.write(f"data: {message}\n\n".encode())
                self.wfile.flush()
                message = state.wait(message, lambda: connections.is_open(self.connection))
        except OSError:
            return  # the browser closed the connection


def _place(output: Path, address: str) -> Path | None:
    """The file at an address of the output folder; None if there is none, or if it is hidden.

    A file is not served under another name (a link, another case, a device of Windows).
    """
    names = [name for name in address.split("/") if name]
    if any(name.startswith(".") or "\\" in name for name in names):
        return None
    try:
        place = output.resolve().joinpath(*names)
        return place if place.resolve(strict=True) == place else None
    except (OSError, RuntimeError, ValueError):  # no such file, a loop of links, an invalid name
        return None


def serve(
    output: Path,
    base_path: str,
    port: int,
    watched: list[Path],
    rebuild: Callable[[State], None],
    stop: threading.Event,
    announce: Callable[[str], None],
) -> None:
    """Builds and serves until `stop` is set; every change under `watched` builds again. Paths that
    do not exist yet, such as a first `templates/`, are watched as soon as they do."""
    logging.getLogger("watchfiles").setLevel(logging.ERROR)  # it logs every Ctrl-C
    state = State()
    with _Server(port, output, base_path, state) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            rebuild(state)
            announce(f"http://127.0.0.1:{server.server_port}{base_path}")
            for _ in _changes(watched, stop):
                rebuild(state)
        finally:
            server.shutdown()


def _changes(watched: list[Path], stop: threading.Event) -> Iterator[None]:
    """Yields for every change, for each path that appears or disappears, and once at the start, for
    changes between the build and the watch."""
    is_new = True
    while True:
        there = [path for path in watched if path.exists()]
        for changes in watchfiles.watch(
            *there,
            stop_event=stop,
            raise_interrupt=False,
            rust_timeout=_GLANCE,
            yield_on_timeout=True,
        ):
            if changes or is_new:  # a new path is read only now that it is watched
                yield
            is_new = there != [path for path in watched if path.exists()]
            if is_new:
                break
        else:
            return
