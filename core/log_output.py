"""The log of a process, which fails nobody and keeps nobody waiting: an answer that a provider gave is written down after a
line of the log, and a terminal that was stopped (Ctrl-S), a pager, or a log service that stands still takes no line.
"""

import contextlib
import logging
import os
from collections.abc import Iterator
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from queue import Full, Queue
from time import monotonic, sleep

import structlog

MAX_WAITING = 10_000
"""How many lines wait for an output that takes nothing; further lines are lost."""
LAST_LINES_SECONDS = 2.0
"""How long the program waits at its end for an output that takes nothing."""


class LogQueue(QueueHandler):
    """Takes lines as long as there is room. Prefect leaves a handler of the root alone that has a formatter and no private
    name."""

    def __init__(self, waiting: Queue[logging.LogRecord]) -> None:
        super().__init__(waiting)
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def enqueue(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(Full):
            self.queue.put_nowait(record)


class _ErrorOutput(logging.Handler):
    """Without a buffer, and no line holds the lock: Python waits at its end for whoever does."""

    def handle(self, record: logging.LogRecord) -> bool:
        self.emit(record)
        return True

    def emit(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(OSError):
            os.write(2, f"{self.format(record)}\n".encode(errors="backslashreplace"))


class _LogFile(RotatingFileHandler):
    """The newest lines; of those before, as much again four times."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, maxBytes=5_000_000, backupCount=4, encoding="utf-8", delay=True)

    def handleError(self, record: logging.LogRecord) -> None:
        """What cannot be written is lost."""


def ignore_log_errors() -> None:
    """From now on no line of the log of this process raises: where it cannot be written, it is lost and nothing else."""
    logging.raiseExceptions = False
    structlog.configure(logger_factory=structlog.stdlib.LoggerFactory())


@contextlib.contextmanager
def log_in_background(file: Path | None = None) -> Iterator[None]:
    """Within it nobody waits for their lines. At its end all of them stand there, and in that file, unless nobody takes
    them."""
    waiting: Queue[logging.LogRecord] = Queue(MAX_WAITING)
    root = logging.getLogger()
    before, root.handlers = root.handlers, [LogQueue(waiting)]
    QueueListener(waiting, _ErrorOutput(), *([_LogFile(file)] if file else [])).start()
    try:
        yield
    finally:
        root.handlers = before
        until = monotonic() + LAST_LINES_SECONDS
        while waiting.unfinished_tasks and monotonic() < until:
            sleep(0.02)
