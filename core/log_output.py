"""The log of a process, which fails nobody and keeps nobody waiting: an answer that a provider gave is written down after a
line of the log, and a terminal that was stopped (Ctrl-S), a pager, or a log service that stands still takes no line.
"""

import contextlib
import json
import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler, SysLogHandler
from pathlib import Path
from queue import Full, Queue
from time import monotonic, sleep

from core.clock import local_time

MAX_WAITING = 10_000
"""How many lines wait for an output that takes nothing; further lines are lost."""
LAST_LINES_SECONDS = 2.0
"""How long the program waits at its end for an output that takes nothing."""


class LineFormat(logging.Formatter):
    """Each line says when, with the office's zone, how grave it is, which part says it, and what happened; as JSON where
    that was chosen."""

    as_json = False

    def format(self, record: logging.LogRecord) -> str:
        at = local_time(datetime.fromtimestamp(record.created, UTC)).isoformat(timespec="seconds")
        event = super().format(record)
        if self.as_json:
            said = {"time": at, "level": record.levelname, "part": record.name, "event": event}
            return json.dumps(said, ensure_ascii=False)
        return f"{at} {record.levelname} {record.name}: {event}"


class LogQueue(QueueHandler):
    """Takes lines as long as there is room. Prefect leaves a handler of the root alone that has a formatter and no private
    name."""

    def __init__(self, waiting: Queue[logging.LogRecord]) -> None:
        super().__init__(waiting)
        self.setFormatter(LineFormat())

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


def set_up_log(*, as_json: bool = False, syslog: str | None = None) -> None:
    """From now on lines have that form, are sent to that `host:port` too (syslog, UDP), and none of them raises: where it
    cannot be written, it is lost and nothing else."""
    logging.raiseExceptions = False
    for talks in ("app", "flows"):  # that it started, that a backup was made
        logging.getLogger(talks).setLevel(logging.INFO)
    LineFormat.as_json = as_json
    if syslog is not None:
        host, _colon, port = syslog.rpartition(":")
        sends = SysLogHandler((host, int(port)))
        for listener in _LISTENERS:
            listener.handlers = (*(one for one in listener.handlers if not isinstance(one, SysLogHandler)), sends)


_LISTENERS: list[QueueListener] = []
"""The one that writes the lines of this process; none before `log_in_background`."""


@contextlib.contextmanager
def log_in_background(file: Path | None = None) -> Iterator[None]:
    """Within it nobody waits for their lines. At its end all of them stand there, and in that file, unless nobody takes
    them."""
    waiting: Queue[logging.LogRecord] = Queue(MAX_WAITING)
    root = logging.getLogger()
    before, root.handlers = root.handlers, [LogQueue(waiting)]
    listener = QueueListener(waiting, _ErrorOutput(), *([_LogFile(file)] if file else []))
    listener.start()
    _LISTENERS.append(listener)
    try:
        yield
    finally:
        _LISTENERS.remove(listener)
        root.handlers = before
        until = monotonic() + LAST_LINES_SECONDS
        while waiting.unfinished_tasks and monotonic() < until:
            sleep(0.02)
