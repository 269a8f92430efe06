"""Output that nobody waits for. A terminal that was stopped (Ctrl-S), a pager, or a log service that stands still takes no
line more; whoever wrote one would wait for it, in the midst of a round, for as long as nobody reads.
"""

import contextlib
import io
import os
import sys
import threading
from collections.abc import Iterator
from queue import SimpleQueue
from typing import TextIO

MOST_WAITING = 10_000
"""So many pieces wait at most for an output that takes nothing. What comes then is lost; where it would stand, that is said."""
LAST_LINES_SECONDS = 2.0
"""So long an output that takes nothing is waited for at the end."""
MISSING = "Here some of the output is missing: nobody read it for a time.\n"


class _Writer:
    """Writes for all streams, one piece after the other, in a thread of its own."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[tuple[TextIO, str] | threading.Event] = SimpleQueue()  # a signal's handler may put
        self._some_lost = False
        threading.Thread(target=self._write, name="output", daemon=True).start()

    def put(self, stream: TextIO, text: str) -> None:
        if self._waiting.qsize() >= MOST_WAITING:
            self._some_lost = True
            return
        if self._some_lost:
            self._some_lost = False
            self._waiting.put((stream, MISSING))
        self._waiting.put((stream, text))

    def wait(self, seconds: float) -> None:
        """All that was put so far has been written, or so many seconds have passed."""
        reached = threading.Event()
        self._waiting.put(reached)
        reached.wait(seconds)

    def _write(self) -> None:
        while True:
            piece = self._waiting.get()
            if isinstance(piece, threading.Event):
                piece.set()
                continue
            stream, text = piece
            # Nobody reads any more, or there is no room: the line is lost, and nothing else.
            with contextlib.suppress(OSError, ValueError):
                _write_out(stream, text)


def _write_out(stream: TextIO, text: str) -> None:
    """Past the stream's buffer: Python does not end while another thread waits with that buffer in its hands."""
    try:
        output = stream.fileno()
    except OSError:  # it is no file
        stream.write(text)
        return
    rest = text.encode(stream.encoding, stream.errors or "strict")
    while rest:
        rest = rest[os.write(output, rest) :]


class SteadyStream(io.TextIOBase):
    """Stands for a stream, and keeps nobody waiting."""

    def __init__(self, stream: TextIO, writer: _Writer) -> None:
        self._stream, self._writer = stream, writer

    def write(self, text: str) -> int:
        """The text will be written, in its turn."""
        self._writer.put(self._stream, text)
        return len(text)

    def wait(self) -> None:
        """What was written so far stands there, or nobody takes it."""
        self._writer.wait(LAST_LINES_SECONDS)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a plain attribute there
        return self._stream.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]  # a plain attribute there
        return self._stream.errors


@contextlib.contextmanager
def steady_output() -> Iterator[None]:
    """Within it nobody waits for what they say. At its end all of it stands there, unless nobody takes it."""
    before, writer = (sys.stdout, sys.stderr), _Writer()
    sys.stdout, sys.stderr = (SteadyStream(stream, writer) for stream in before)
    try:
        yield
    finally:
        writer.wait(LAST_LINES_SECONDS)
        sys.stdout, sys.stderr = before


def wait_for_output() -> None:
    """For whoever ends the process at once: what was said so far stands there, or nobody takes it."""
    if isinstance(sys.stdout, SteadyStream):
        sys.stdout.wait()
