"""Tells Prefect of each processing of a plan after it is over: a run `process-plan` with a task run for each operation.

The record's own log of runs is read, so that the plan's run, the tick and stock workers are all seen; codes, numbers and
moments only. Prefect dates a state when it is told of it, so the true times stand where its API takes them: as the time the
run was scheduled for, in its log, its parameters and its words. Nothing waits for it, and what is lost is not told again.
"""

import logging
import threading
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from prefect import Flow, Task
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import ArtifactCreate, LogCreate
from prefect.states import Completed, Failed, Scheduled
from sqlmodel import col, select

from casework.acting.context import Context
from core.clock import OffsetClock, WallClock, local_time
from core.i18n import _
from flows.prefect.client import Prefect
from flows.prefect.waiting import describe_shift, in_real_time, say_both
from models.plan import Plan, RunLogEntry

log = logging.getLogger(__name__)

AT_ONCE = 100
"""The most that are reported at a time; of the others, only the number."""
LOOKED_BACK = timedelta(minutes=2)
"""How long a processing may take and still be reported."""
SOURCES = {"run": ("its-own-run", _("由方案自己的运行办理")), "tick": ("periodic-check", _("由定时检查办理"))}
_PROCESS_PLAN: Flow[..., None] = Flow(lambda plan_number, **facts: None, name="process-plan")
_HAS_A_RUN = (col(Plan.flow_run_id).is_not(None), col(Plan.sealed_at).is_(None), col(Plan.closed_at).is_(None))


class ProcessingReports:
    """Tells of what was processed since it was made, in a thread of its own."""

    def __init__(self, prefect: Prefect, began_at: datetime) -> None:
        self._prefect = prefect
        self._began_at = self._seen_to = began_at
        self._looked_at = WallClock().now()
        self._known: set[UUID] = set()
        self._thread, self._stopping, self._warned = threading.Thread(), threading.Event(), False

    def tell_soon(self, context: Context) -> None:
        """What was processed is told, unless the last telling is still under way: then at the next call."""
        if not self._thread.is_alive():
            self._thread = threading.Thread(
                target=self._report_quietly, args=[context], name="processings", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        """Nothing more is told."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(10)

    def _report_quietly(self, context: Context) -> None:
        try:
            self.tell(context)
            self._warned = False
        except Exception as error:
            if not self._warned:
                log.warning("Prefect could not be told of what was processed: %s.", type(error).__name__)
            self._warned = True

    def tell(self, context: Context) -> None:
        """What was processed since the last call is seen in Prefect, or how much of it is not."""
        since, looked_at = max(self._began_at, self._seen_to - LOOKED_BACK), self._looked_at
        self._seen_to, self._looked_at = context.clock.now(), WallClock().now()
        first = UUID(int=int(since.timestamp() * 1000) << 80)  # ids are made of moments
        processed = select(RunLogEntry, Plan.number).join(Plan, col(Plan.id) == col(RunLogEntry.plan_id))
        processed = processed.where(col(RunLogEntry.id) >= first, col(RunLogEntry.source).in_(SOURCES), *_HAS_A_RUN)
        processed = processed.order_by(col(RunLogEntry.id))
        with context.database.reading() as session:
            ids = session.scalars(processed.with_only_columns(col(RunLogEntry.id))).all()
            new = [each for each in ids if each not in self._known]
            entries = session.exec(processed.where(col(RunLogEntry.id).in_(new[-AT_ONCE:]))).all()
            session.expunge_all()
        self._known = set(ids)
        for entry, number in entries:
            if self._stopping.is_set():
                return
            tags = self._prefect.get_tags(number)
            self._prefect.ask(
                partial(_report, context=context, entry=entry, number=number, tags=tags, looked_at=looked_at)
            )
        if len(new) > AT_ONCE:
            words = f"{len(new) - AT_ONCE} more were processed until {local_time(WallClock().now()):%Y-%m-%d %H:%M:%S}."
            artifact = ArtifactCreate(key="processings-left-out", type="markdown", data=words).model_dump(mode="json")
            self._prefect.ask(lambda client: client.request("POST", "/artifacts/", json=artifact))
        numbers = {number for _entry, number in entries}
        with context.database.reading() as session:
            kept = session.exec(select(Plan.number).where(col(Plan.number).in_(numbers), *_HAS_A_RUN)).all()
        for number in numbers.difference(kept):  # sealed or closed while it was told
            self._prefect.forget_plan(number)


def _report(
    client: SyncPrefectClient, context: Context, entry: RunLogEntry, number: str, tags: list[str], looked_at: datetime
) -> None:
    clock, failed = context.clock, entry.failure_reference is not None
    began, ended = in_real_time(clock, entry.began_at), in_real_time(clock, entry.ended_at or entry.began_at)
    shift = describe_shift(clock.offset) if isinstance(clock, OffsetClock) else None
    if shift is not None:  # a clock of a demonstration may have been moved since
        began, ended = max(began, looked_at), max(ended, looked_at)
    tag, words = SOURCES[entry.source]
    tags = [*tags, tag, *(["demonstration"] if shift else [])]
    facts = {"plan_number": number, "began_at": str(local_time(began)), "ended_at": str(local_time(ended))}
    run = client.create_flow_run(
        _PROCESS_PLAN, name=number, parameters=facts, tags=tags, state=Scheduled(scheduled_time=began)
    )
    for place, verb in enumerate(entry.verbs, 1):
        how = Failed if failed and place == len(entry.verbs) else Completed
        client.create_task_run(Task(lambda: None, name=verb), run.id, str(place), name=verb, state=how())
    said = _("{source}，办了{count}项，用时{seconds}秒。", source=words, count=len(entry.verbs),
             seconds=f"{(ended - began).total_seconds():.3f}")  # fmt: skip
    if failed:
        said = _("{source}，未能办理（{kind}），日志编号{reference}。", source=words, kind=entry.failure_kind,
                 reference=entry.failure_reference)  # fmt: skip
    message, level = say_both(said, shift), logging.ERROR if failed else logging.INFO
    client.create_logs([LogCreate(name="sunward", level=level, message=message, timestamp=ended, flow_run_id=run.id)])
    message = f"{local_time(began):%H:%M:%S.%f} – {local_time(ended):%H:%M:%S.%f}: {message}"
    client.set_flow_run_state(run.id, Failed(message=message) if failed else Completed(message=message), force=True)
