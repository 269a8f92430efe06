"""A log that fails nobody: where it cannot be written, what was to be done is done all the same."""

import contextlib
import logging
import sys

import structlog


class SteadyLogger(structlog.PrintLogger):
    """Prints lines. Where there is no room for one, or nobody reads any more, the line is lost and nothing else.

    An answer that a provider gave is written down after a line of the log: an error of that line must not lose it.
    """

    def msg(self, message: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            super().msg(message)

    log = debug = info = warn = warning = error = critical = exception = fatal = failure = err = msg


def steady_the_log() -> None:
    """From now on no line of the log of this process raises."""
    logging.raiseExceptions = False  # else it prints a traceback where a line cannot be written
    structlog.configure(logger_factory=lambda *_: SteadyLogger(sys.stdout))
