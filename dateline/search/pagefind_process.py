"""Runs Pagefind as a process: messages go through a pipe, time is limited, and child processes end.

Pagefind never outlives the build. It runs in its own process group, together with a shell that
waits for a pipe that this process holds open. When this process ends or is killed, the pipe closes,
and the shell kills the group.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any

#: Seconds for any index, for each document and for each million characters. A shard takes about a
#: second, and several seconds on a busy machine.
_SECONDS, _A_DOCUMENT, _A_MILLION = 60.0, 0.2, 5.0
#: Bytes of an answer: a base, and for each character of the documents.
_ANSWER, _A_CHARACTER = 64_000_000, 16

#: Runs a command with the standard input of the shell (which background jobs do not get), waits for
#: the end of the pipe with the number `$0`, and kills its own group. Some shells do not accept
#: numbers above 9 for a pipe, so it is opened by name. The shell closes its own output, so that the
#: reader of the command's output sees its end.
_GUARD = """
[ -r "/dev/fd/$0" ] || exec "$@"
exec 9<&0
"$@" <&9 9<&- &
exec 9<&- < "/dev/fd/$0" > /dev/null
read -r _
kill -KILL 0
"""


def time_limit(documents: int, characters: int) -> float:
    """The time limit in seconds for an index of these documents."""
    return _SECONDS + _A_DOCUMENT * documents + _A_MILLION * characters / 1_000_000


class PagefindProcess:
    """Pagefind's service, as a context manager. Every failure raises OSError."""

    def __init__(
        self, command: Sequence[str], environment: dict[str, str], seconds: float, characters: int
    ):
        self._seconds = seconds
        self._most = _ANSWER + _A_CHARACTER * characters
        self._is_late = False
        self._lifeline: int | None = None
        self._process = self._start(command, environment)
        self._timer = threading.Timer(seconds, self._time_up)
        self._timer.daemon = True

    def __enter__(self) -> PagefindProcess:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        self._end()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # data that was written to it and not read
                if pipe:
                    pipe.close()
        self._process.wait()

    def ask(self, **payload: object) -> dict[str, Any]:
        """Sends one message and waits for the answer: JSON in base64, ended by a comma."""
        message = json.dumps({"message_id": 1, "payload": payload}).encode()
        try:
            answer = self._exchange(base64.b64encode(message) + b",")
        except OSError:
            if self._is_late:
                raise OSError(f"it did not answer within {self._seconds:.0f} seconds") from None
            raise
        found: dict[str, Any] = json.loads(base64.b64decode(answer))["payload"]
        if found["type"] == "Error":
            raise OSError(found["message"])
        return found

    def _exchange(self, message: bytes) -> bytes:
        assert self._process.stdin  # noqa: S101  # a pipe, see the constructor
        assert self._process.stdout  # noqa: S101
        self._process.stdin.write(message)
        self._process.stdin.flush()
        answer = bytearray()
        while not answer.endswith(b","):
            part = os.read(self._process.stdout.fileno(), 1 << 20)
            if not part:
                raise OSError("it ended before it had answered")
            answer += part
            if len(answer) > self._most:
                raise OSError(f"its answer has more than {self._most:,} bytes")
        return bytes(answer[:-1])

    def _start(
        self, command: Sequence[str], environment: dict[str, str]
    ) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        # Its answers contain the reasons of failures. stderr only reports the end of this process.
        quiet = subprocess.DEVNULL
        if sys.platform == "win32":
            return subprocess.Popen(  # noqa: S603  # ours
                command, stdin=pipe, stdout=pipe, stderr=quiet, env=environment
            )
        ends, self._lifeline = os.pipe()
        try:
            return subprocess.Popen(  # noqa: S603  # ours
                ["/bin/sh", "-c", _GUARD, str(ends), *command],
                stdin=pipe,
                stdout=pipe,
                stderr=quiet,
                env=environment,
                pass_fds=(ends,),
                start_new_session=True,
            )
        finally:
            os.close(ends)

    def _time_up(self) -> None:
        self._is_late = True
        self._kill()

    def _end(self) -> None:
        self._kill()
        if self._lifeline is not None:
            os.close(self._lifeline)
            self._lifeline = None

    def _kill(self) -> None:
        """Kills the process and its children. Nothing has waited for it yet, so its number is still
        valid."""
        if sys.platform == "win32":
            self._process.kill()
        else:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
