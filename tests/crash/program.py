"""The real program as a process that can die: what `./run up` starts, begun by a fork of one that has loaded it already.

To load the program anew for every death would take most of the time. What is forked has opened nothing and read no
setting: it becomes the program with the environment and the arguments it is given.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.crash.points import install

forked = multiprocessing.get_context("forkserver")
forked.set_forkserver_preload(["tests.crash.loaded"])
"""Processes that have loaded the program already."""


@dataclass
class Program:
    """One process of the program, alive from `start` until somebody ends it."""

    arguments: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    _process: Any = field(default=None, repr=False)
    _mark: Path | None = None

    def start(self, point: str | None = None, after: int = 1) -> None:
        """It is being started; with a point it dies there."""
        self._mark = self.log.with_suffix(".mark")
        self._mark.unlink(missing_ok=True)
        given = (list(self.arguments), dict(self.environment), str(self.log), point, after)
        self._process = forked.Process(target=become, args=given)
        self._process.start()

    @property
    def process_id(self) -> int:
        assert self._process is not None
        return int(self._process.pid)

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.is_alive()

    @property
    def died_at(self) -> str | None:
        """The point at which it killed itself."""
        return self._mark.read_text() if self._mark is not None and self._mark.exists() else None

    @property
    def exit_code(self) -> int | None:
        return None if self._process is None else self._process.exitcode

    def signal(self, number: int) -> None:
        if self.is_alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process_id, number)

    def kill(self) -> bool:
        """It is dead; whether it lived until now."""
        lived = self.is_alive
        self.signal(signal.SIGKILL)
        self._wait(30)
        return lived

    def _wait(self, seconds: float) -> bool:
        if self._process is not None:
            self._process.join(seconds)
        return not self.is_alive


def become(arguments: list[str], environment: dict[str, str], log: str, point: str | None, after: int) -> None:
    """This process is the program from now on, until it ends or dies."""
    os.setsid()
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs the crash tests under nohup does not mean the program
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(written, 1)
    os.dup2(written, 2)
    sys.stdout = sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
    for name in [name for name in os.environ if name.startswith(("SUNWARD_", "PREFECT_HOME"))]:
        del os.environ[name]
    os.environ.update(environment)
    if point is not None:
        install(point, after, Path(log).with_suffix(".mark"))
    from app import bootstrap
    from app.cli import main
    from flows import services

    services.DELIVERY_THREADS = int(environment.get("CRASH_DELIVERY_THREADS", services.DELIVERY_THREADS))

    inner = bootstrap.create_context
    # Invented people hold no telephone.
    bootstrap.create_context = lambda *given, **named: replace(inner(*given, **named), second_factor=False)
    sys.argv = ["sunward", *arguments]
    main()


def wait_until(what: Any, seconds: float, every: float = 0.05) -> bool:
    """Whether it came to hold in that time."""
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(every)
    return True
