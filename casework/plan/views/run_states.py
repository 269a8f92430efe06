"""How a plan's run stands, and how many stand so."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, case
from sqlalchemy import select as sa_select
from sqlmodel import Session, and_, col, func, or_

from casework.acting.rights import Actor, visible_plans
from casework.acting.rights.read_operations import READ_RUNS
from casework.plan.scheduling import CLAIM
from casework.settings.health import LATE_AFTER
from core.i18n import Text, _
from models.plan import Plan


class RunState(StrEnum):
    """How a plan's run stands, the most urgent first."""

    HALTED = "halted"
    """Nothing is done by itself until a person has looked."""
    FAILING = "failing"
    """The last processing failed; it is tried again."""
    LATE = "late"
    """Its time has passed, or it has none, and nobody is processing it."""
    WORKING = "working"
    WAITING = "waiting"


RUN_STATES: dict[RunState, Text] = {
    RunState.HALTED: _("已停，等人查看"),
    RunState.FAILING: _("办理失败，会再试"),
    RunState.LATE: _("到时未办"),
    RunState.WORKING: _("正在办理"),
    RunState.WAITING: _("等待中"),
}
NEEDS_ATTENTION = (RunState.HALTED, RunState.FAILING, RunState.LATE)
"""States for which somebody should look."""

LIVING = and_(col(Plan.sealed_at).is_(None), col(Plan.closed_at).is_(None))
"""Plans that have a run: those that are neither sealed nor closed."""


def get_run_state(now: datetime) -> ColumnElement[str]:
    """The state of a plan's run, in the record's own words. A claim that would last longer than any does is none."""
    until = col(Plan.claimed_until)
    return case(
        (col(Plan.quarantined_at).is_not(None), RunState.HALTED.value),
        (col(Plan.failures) > 0, RunState.FAILING.value),
        (and_(until > now, until <= now + CLAIM), RunState.WORKING.value),
        (or_(col(Plan.wake_at).is_(None), col(Plan.wake_at) < now - LATE_AFTER), RunState.LATE.value),
        else_=RunState.WAITING.value,
    )


def count_states(session: Session, which: ColumnElement[bool], now: datetime) -> dict[RunState, int]:
    """How many of these plans' runs are in each state."""
    state = get_run_state(now).label("state")
    query = sa_select(state, func.count()).select_from(Plan).where(which).group_by(state)
    found = {run_state: count for run_state, count in session.execute(query)}
    return {each: found.get(each.value, 0) for each in RunState}


def count_runs(session: Session, actor: Actor, now: datetime) -> dict[RunState, int]:
    """How many runs within reach are in each state; for a page that has been opened by a right of its own."""
    return count_states(session, and_(visible_plans(actor, READ_RUNS), LIVING), now)
