"""What a watching machine reads (Prometheus): counts and times, whether the process is ready, and nothing about a person,
a case or an office.

It has a port of its own on this machine, and none unless the office names one: the pages' port is published by a proxy,
and a path there would be published with it.
"""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from casework.acting.context import Context
from casework.settings.figures import load_figures
from casework.settings.health import LATE_AFTER
from core.settings import Settings
from flows.supervision import PROCESSING

ABOUT = {
    "plans_open": "Plans neither sealed nor closed: each has a run in Prefect.",
    "plans_due": "Plans whose next moment has come.",
    "plans_overdue": f"Of these, plans that are more than {LATE_AFTER.seconds} seconds late.",
    "plans_halted": "Plans halted for a person to look at.",
    "plans_failing": "Plans whose processing failed and is tried again.",
    "oldest_due_seconds": "How long the plan that is due longest has waited.",
    "runs_open": "Plans with a run in Prefect, by the record.",
    "oldest_message_seconds": "How long the message due longest has waited.",
    "journal_unlinked_lines": "Journal lines and rows not in the chain yet.",
    "failed_sign_ins": "Sign-ins that went wrong within an hour.",
    "backup_age_seconds": "Since the last scheduled backup, or the first try.",
    "clock_ahead_seconds": "By how much this machine's clock is ahead of the database server's.",
    "disk_free_bytes": "Room on the disk of a record in a file.",
}
"""What each figure of the record says; one that is not known has no value."""


class Figures(Collector):
    """Reads the record anew each time it is asked."""

    def __init__(self, context: Context, rounds: Callable[[], Mapping[str, datetime]]) -> None:
        self._context = context
        self._rounds = rounds

    def collect(self) -> Iterator[Metric]:
        """Every figure; of a record that cannot be read, that it cannot."""
        yield InfoMetricFamily("sunward_build", "Which edition runs.", {"version": version("sunward")})
        try:
            figures = load_figures(self._context)
        except SQLAlchemyError:
            yield GaugeMetricFamily("sunward_record_available", "1 if the record can be read.", 0)
            return
        yield GaugeMetricFamily("sunward_record_available", "1 if the record can be read.", 1)
        for name, about in ABOUT.items():
            gauge = GaugeMetricFamily(f"sunward_{name}", about)
            if (value := getattr(figures, name)) is not None:
                gauge.add_metric([], float(value))
            yield gauge
        messages = GaugeMetricFamily(
            "sunward_messages", "Messages that wait, or ended within a day.", labels=["channel", "state"]
        )
        for (channel, state), count in sorted(figures.messages.items()):
            messages.add_metric([channel, state], count)
        yield messages
        now = self._context.clock.now()
        ages = GaugeMetricFamily(
            "sunward_round_age_seconds", "Since a round of work last ended well.", labels=["round"]
        )
        for name, last in sorted(self._rounds().items()):
            ages.add_metric([name], max(0.0, (now - last).total_seconds()))
        yield ages
        yield _processing()


def _processing() -> Metric:
    (times,) = PROCESSING.collect()
    times.samples = [sample for sample in times.samples if not sample.name.endswith("_created")]
    return times


@contextmanager
def listen_for_metrics(
    settings: Settings,
    context: Context,
    rounds: Callable[[], Mapping[str, datetime]],
    find_troubles: Callable[[], Sequence[str]],
) -> Iterator[int | None]:
    """The port of the settings answers while it is open: with the figures, at `/health/live` that the process runs, and at
    `/health/ready` whether it is ready (503: why not). Without a port nothing does. Yields the port."""
    if settings.metrics_port is None:
        yield None
        return
    registry = CollectorRegistry()
    registry.register(Figures(context, rounds))

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path in ("/", "/metrics"):
                self._answer(200, CONTENT_TYPE_LATEST, generate_latest(registry))
            elif self.path == "/health/live":
                self._answer(200, "application/json", b'{"alive": true}')
            elif self.path == "/health/ready":
                troubles = find_troubles()
                body = json.dumps({"ready": not troubles, "not_ready": list(troubles)}).encode()
                self._answer(503 if troubles else 200, "application/json", body)
            else:
                self.send_error(404)

        def _answer(self, status: int, kind: str, content: bytes) -> None:
            # Whoever asked may not have waited: while the record does not answer, neither do we, and nobody is left to tell.
            with suppress(ConnectionError):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: it is asked every few seconds."""

    server = ThreadingHTTPServer((settings.metrics_host, settings.metrics_port), Answers)
    thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
