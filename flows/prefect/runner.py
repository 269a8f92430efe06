"""Runs parked plans inside this process, where a waking costs a twentieth of what a process of its own would.

It serves the same process work pool as stock Prefect workers; the first to claim a run executes it.
"""

import contextlib
import logging
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from prefect import Flow
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import Abort, Pause
from prefect.flow_engine import run_flow

from core.clock import Every, WallClock
from flows.prefect.client import WORKER_SEEN_EVERY, Availability, Prefect, PrefectUnavailable

log = logging.getLogger(__name__)


class Runner:
    """Claims runs that are due and executes each in a thread, at most `at_once` together.

    `on_end` is told the id of every run whose execution ended, however it ended; called in the runner's threads. As long as
    `may_claim` says no, or the pool is paused, runs that are due wait in Prefect as they are.
    """

    def __init__(
        self,
        prefect: Prefect,
        flow: "Flow[..., Any]",
        *,
        at_once: int = 2,
        look_every_seconds: float = 1.0,
        on_end: Callable[[UUID], None] = lambda _: None,
        may_claim: Callable[[], bool] = lambda: True,
    ) -> None:
        self.prefect = prefect
        self.flow = flow
        self.at_once = at_once
        self.look_every_seconds = look_every_seconds
        self.on_end = on_end
        self.may_claim = may_claim
        self._lock = threading.Lock()
        self._ours: set[UUID] = set()
        self._claimed: queue.SimpleQueue[FlowRun | None] = queue.SimpleQueue()
        self._look_now = threading.Event()
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._shows_itself = Every(WORKER_SEEN_EVERY.total_seconds())
        self.availability = Availability()

    def start(self) -> None:
        """Due runs are looked for and executed until `stop`."""
        self._stopping.clear()
        self._threads = [threading.Thread(target=self._check_runs, name="runner-look", daemon=True)]
        self._threads += [
            threading.Thread(target=self._work, name=f"runner-{number}", daemon=True) for number in range(self.at_once)
        ]
        for thread in self._threads:
            thread.start()

    def check_now(self) -> None:
        """Due runs are looked for at once."""
        self._look_now.set()

    def stop(self, wait_seconds: float = 10) -> bool:
        """No further run is claimed; returns whether all executing ones ended within the time given."""
        self._stopping.set()
        self._look_now.set()
        for _ in range(self.at_once):
            self._claimed.put(None)
        for thread in self._threads:
            thread.join(timeout=wait_seconds)
        ended = not any(thread.is_alive() for thread in self._threads)
        self._threads = []
        return ended

    @contextlib.contextmanager
    def holding_claims(self) -> Iterator[frozenset[UUID]]:
        """The runs this process executes; while the context is open it claims no other.

        Within it a parked run may be moved without a run of ours being made claimable while it executes.
        """
        with self._lock:
            yield frozenset(self._ours)

    def _check_runs(self) -> None:
        while not self._stopping.is_set():
            self._look_now.wait(self.look_every_seconds)
            self._look_now.clear()
            if self._stopping.is_set():
                return
            try:
                self._show_worker()  # and so seen whether the pool is paused
                self._claim_what_is_due()
                self.availability.note(None)
            except PrefectUnavailable as error:
                self._shows_itself.reset()
                self.availability.note(error)
            except Exception as error:
                log.error("The runner could not look for due runs: %s.", type(error).__name__)

    def _show_worker(self) -> None:
        """Prefect is told now and then that somebody serves the pool; otherwise its page would call it not ready."""
        if self._shows_itself.is_due() and not self.prefect.show_worker():
            self._shows_itself.reset()

    def _claim_what_is_due(self) -> None:
        free = self.at_once - len(self._ours)
        if free <= 0 or self.prefect.paused or not self.may_claim():
            return
        now = WallClock().now()
        for run in self.prefect.due(now, limit=free + len(self._ours)):
            with self._lock:
                if run.id in self._ours or len(self._ours) >= self.at_once or self._stopping.is_set():
                    continue
                if self.prefect.claim(run.id, now):
                    self._ours.add(run.id)
                    self._claimed.put(run)

    def _work(self) -> None:
        with self.prefect.serve_engine():
            while (run := self._claimed.get()) is not None:
                try:
                    execute_run(self.flow, run)
                finally:
                    with self._lock:
                        self._ours.discard(run.id)
                    self.on_end(run.id)
                    self.check_now()


def execute_run(flow: "Flow[..., Any]", run: FlowRun) -> None:
    """The claimed run has been called once in this thread. How it ended stands in Prefect; nothing is raised."""
    # Without its deployment's id the engine starts no observer of suspensions, which would cost 0.2 s each time.
    copy = run.model_copy(update={"deployment_id": None})
    try:
        run_flow(flow, flow_run=copy)
    except (Pause, Abort):
        pass
    except Exception as error:
        # The flow has already told the log which plan failed and why; here the run's end is all that is known.
        log.warning("Run %s ended in %s.", run.id, type(error).__name__)
