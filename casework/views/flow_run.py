"""A plan's flow run as its prosecutor sees it, from our own account: what the machine did, when, and what comes next."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from casework.desk import File
from casework.wording import LANES
from models.plan import Wake
from sunward.words import Words

WAKES_SHOWN = 20


@dataclass(frozen=True)
class WakeShown:
    """One time the machine lived the plan: when, in which lane, what it did, until when it slept again."""

    began_at: datetime
    ended_at: datetime | None
    lane: str
    lane_words: Words
    verbs: list[str]
    parked_until: datetime | None
    failure: Words | None


@dataclass(frozen=True)
class FlowRun:
    """What the system did, and what it will do next."""

    id: uuid.UUID | None
    wakes_at: datetime | None
    halted: bool
    wakes: list[WakeShown]
    link: str | None = None


def flow_run_of(file: File) -> FlowRun:
    """The plan's run with its last wakes, the newest first."""
    query = select(Wake).where(Wake.plan_id == file.plan.id).order_by(col(Wake.began_at).desc()).limit(WAKES_SHOWN)
    wakes = [
        WakeShown(
            wake.began_at, wake.ended_at, wake.lane, LANES.get(wake.lane, Words(wake.lane, wake.lane)),
            list(wake.verbs), wake.parked_until, _failure(wake),
        )
        for wake in file.session.exec(query)
    ]  # fmt: skip
    return FlowRun(file.plan.flow_run_id, file.plan.wake_at, file.plan.quarantined_at is not None, wakes)


def _failure(wake: Wake) -> Words | None:
    if wake.failure_reference is None:
        return None
    return Words(
        f"未能办理（{wake.failure_kind}），日志编号{wake.failure_reference}；稍后会再试。",
        f"Processing failed ({wake.failure_kind}), reference {wake.failure_reference}; will be retried.",
    )
