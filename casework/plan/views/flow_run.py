"""A plan's flow run as its prosecutor sees it, from our own account: what the machine did, when, and what comes next."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlmodel import col, select

from casework.acting.open_plan import OpenPlan
from casework.plan.scheduling import NOT_OF_THE_PLAN
from casework.shared.items.follow_ups import PLAN_HALTED
from casework.shared.text.journal_text import run_label
from casework.shared.text.labels import RUN_SOURCES
from core.errors import Refused
from core.i18n import Text, _, verbatim
from models.item import Item
from models.plan import RunLogEntry

RUNS_LISTED = 20


@dataclass(frozen=True)
class RunLogEntryView:
    """One processing of the plan: when, by which source, what it did, and when the plan is due next."""

    began_at: datetime
    ended_at: datetime | None
    source: str
    source_words: Text
    verbs: list[str]
    parked_until: datetime | None
    failure: Text | None


@dataclass(frozen=True)
class FlowRunView:
    """What the system did, and what it will do next."""

    id: uuid.UUID | None
    wakes_at: datetime | None
    """When the plan is processed next; now, where that moment has come."""
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
            wake.began_at, wake.ended_at, wake.source, RUN_SOURCES.get(wake.source, verbatim(wake.source)),
            list(wake.verbs), wake.parked_until, describe_failure(wake),
        )
        for wake in open_plan.session.exec(query)
    ]  # fmt: skip
    wakes_at = open_plan.plan.wake_at and max(open_plan.plan.wake_at, open_plan.now)
    return FlowRunView(open_plan.plan.flow_run_id, wakes_at, open_plan.plan.quarantined_at is not None, wakes)


class Fault(Enum):
    """What class of fault stopped a processing, and what to look at before it is tried again. Whichever it is, the step
    that failed has left nothing behind: it and the plan's next moment are one transaction."""

    STORAGE = (_("记录的存储出了问题"), _("请管理员先查看磁盘空间、数据库、密钥文件夹和时钟，再恢复。"))
    RULE = (_("案卷现在的内容，规则不允许这样办"), _("请先看历史，更正有误的登记，再恢复。"))
    DEFECT = (_("程序有缺陷"), _("请把编号告诉管理员；没有改正以前，恢复后会再停。期间的提醒请人工发送。"))

    def __init__(self, words: Text, advice: Text) -> None:
        self.words, self.advice = words, advice


_BY_RULE = frozenset({Refused.__name__, *(kind.__name__ for kind in Refused.__subclasses__())})


def get_fault(kind: str | None) -> Fault:
    """The class of a fault, by the name of the error's type as the run's log keeps it."""
    if kind in NOT_OF_THE_PLAN:
        return Fault.STORAGE
    return Fault.RULE if kind in _BY_RULE else Fault.DEFECT


def describe_failure(wake: RunLogEntry) -> Text | None:
    """At which step a processing failed, by what class of fault, and the reference under which the system's log has it;
    None of one that went well. No text of the error."""
    if wake.failure_reference is None:
        return None
    fault, reference = get_fault(wake.failure_kind).words, wake.failure_reference
    if not wake.verbs:
        return _("没有办成：{fault}（编号{reference}）", fault=fault, reference=reference)
    step = run_label(wake.verbs[-1])
    return _("没有办成“{step}”：{fault}（编号{reference}）", step=step, fault=fault, reference=reference)


@dataclass(frozen=True)
class HaltView:
    """Why a plan is halted, what stands still, and what to look at before it is resumed."""

    since: datetime
    failed: Text | None
    """The last failure; None where a person halted it, whose reason stands in the history."""
    advice: Text | None
    waiting: list[Item]
    """What has fallen due meanwhile and is processed as soon as it is resumed, the oldest first."""


def load_halt(open_plan: OpenPlan) -> HaltView | None:
    """Why the plan is halted; None where it is not."""
    since = open_plan.plan.quarantined_at
    if since is None:
        return None
    query = (
        select(RunLogEntry)
        .where(RunLogEntry.plan_id == open_plan.plan.id, col(RunLogEntry.began_at) <= since)
        .order_by(col(RunLogEntry.began_at).desc(), col(RunLogEntry.id).desc())
    )
    last = open_plan.session.exec(query.limit(1)).first()
    failed = last if last is not None and last.failure_reference is not None else None
    waiting = [
        item
        for item in open_plan.items()
        if item.next_at is not None and item.next_at <= open_plan.now and item.kind != PLAN_HALTED
    ]
    waiting.sort(key=lambda item: (item.due_on, item.id))
    return HaltView(
        since,
        describe_failure(failed) if failed else None,
        get_fault(failed.failure_kind).advice if failed else None,
        waiting,
    )
