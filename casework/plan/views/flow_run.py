"""A plan's flow run as its prosecutor sees it, from our own account: what the machine did, when, and what comes next."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from casework.shared.context import OpenPlan
from casework.shared.text.labels import RUN_SOURCES
from core.i18n import Text, _, verbatim
from models.plan import RunLogEntry

RUNS_LISTED = 20


@dataclass(frozen=True)
class RunLogEntryView:
    """One time the program processed the plan: when, in which lane, what it did, until when it slept again."""

    began_at: datetime
    ended_at: datetime | None
    lane: str
    lane_words: Text
    verbs: list[str]
    parked_until: datetime | None
    failure: Text | None


@dataclass(frozen=True)
class FlowRunView:
    """What the system did, and what it will do next."""

    id: uuid.UUID | None
    wakes_at: datetime | None
    halted: bool
    wakes: list[RunLogEntryView]
    link: str | None = None


def load_flow_run(open_plan: OpenPlan) -> FlowRunView:
    """The plan's run with its last wakes, the newest first."""
    query = (
        select(RunLogEntry)
        .where(RunLogEntry.plan_id == open_plan.plan.id)
        .order_by(col(RunLogEntry.began_at).desc())
        .limit(RUNS_LISTED)
    )
    wakes = [
        RunLogEntryView(
            wake.began_at, wake.ended_at, wake.lane, RUN_SOURCES.get(wake.lane, verbatim(wake.lane)),
            list(wake.verbs), wake.parked_until, describe_failure(wake),
        )
        for wake in open_plan.session.exec(query)
    ]  # fmt: skip
    return FlowRunView(
        open_plan.plan.flow_run_id, open_plan.plan.wake_at, open_plan.plan.quarantined_at is not None, wakes
    )


def describe_failure(wake: RunLogEntry) -> Text | None:
    """What is said of a processing that failed; None of one that went well. No text of the error; whether it is tried again
    is the state of the run."""
    if wake.failure_reference is None:
        return None
    return _("这次没有办成，管理员可按编号{failure_reference}查系统日志。", failure_reference=wake.failure_reference)
