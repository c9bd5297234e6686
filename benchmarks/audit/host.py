"""A server like GitHub Pages: a site under a sub-path, with compressed texts."""

from __future__ import annotations

import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

from benchmarks.outputs import is_compressed


class Host(http.server.ThreadingHTTPServer):
    """Has its port before there is a site, so that the site can be built for its address."""

    daemon_threads = True

    def __init__(self) -> None:
        self.site, self.path = Path(), "/"
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, *args: object) -> None:
        """A browser that leaves a page drops what it was loading."""

    def address(self, path: str) -> str:
        """The full address of a site under a path."""
        return f"http://127.0.0.1:{self.server_port}{path}"


@contextmanager
def start_host() -> Iterator[Host]:
    """Serves on a free port of loopback; what, is set later."""
    with Host() as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        yield host
        host.shutdown()


class _Handler(http.server.SimpleHTTPRequestHandler):
    server: Host
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        file = self.server.site / path.removeprefix(self.server.path).lstrip("/")
        try:
            file = file / "index.html" if file.is_dir() else file
            is_there = file.is_file()
        except OSError:  # a name that no file can have
            is_there = False
        if ".." in path or not path.startswith(self.server.path) or not is_there:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        data = file.read_bytes()
        self.send_response(HTTPStatus.OK)
        if is_compressed(file.name):
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        kind = self.guess_type(file.name)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if "text/" in kind else kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")  # as GitHub Pages has it
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name inherited
        pass
