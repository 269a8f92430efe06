"""What a guardian, or a mentor or an employer who already knows, confirms on a page of their own: hours or times of a
condition that the plan leaves to them, a day at a time. Of the plan this shows how much is confirmed, and nothing else."""

from dataclasses import dataclass
from datetime import date

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.checkins.acts import RecordProgress
from casework.checkins.dated_sessions import MAX_A_DAY, get_amounts_done, get_condition_ref, get_sessions, store_session
from casework.evaluation.acts import GiveView
from casework.evaluation.milestones import GUARDIAN, MENTOR, load_viewpoint
from casework.shared.own_plan import load_own_number
from core.errors import BadInput, NotAllowed, NotFound, StateConflict
from core.i18n import _
from law.duties import CONDITIONS
from models.plan import Condition

COUNTED = tuple(MAX_A_DAY)
_NOT_YOURS = NotFound(_("没有要您确认的内容。"))


@dataclass(frozen=True)
class ConditionToConfirm:
    """A condition as its confirmer sees it: how much of how much, in which unit."""

    place: int
    measure: str
    unit: str
    done: int
    amount: int | None


def list_to_confirm(context: Context, actor: Actor) -> list[ConditionToConfirm]:
    """What the plan leaves to this person; empty for everybody else, somebody at school among them."""
    with context.open_for_reading(load_own_number(context, actor), actor, GiveView.operation) as open_plan:
        done = get_amounts_done(open_plan)
        return [
            ConditionToConfirm(row.place, _measure(open_plan, row), row.unit or "times", done[row.id], row.amount)
            for row in list_left_to(open_plan)
        ]


def record_confirmation(context: Context, actor: Actor, number: str, *, place: int, amount: int, on: date) -> None:
    """The hours or times of that day are done; where a member of staff recorded the same, it is confirmed by both and
    counts once. BadInput for a day to come or before the period, or for more than a day holds; Refused for a day that this
    person confirmed already: what is wrong, a member of staff puts right."""
    with context.open_for_update(number, actor, RecordProgress.operation) as open_plan:
        if actor.kind != "family":
            raise NotAllowed(_("工作人员请登记进度。"), article=None)
        row = next((row for row in list_left_to(open_plan) if row.place == place), None)
        if row is None:
            raise _NOT_YOURS
        if amount < 1 or not open_plan.plan.period_from <= on <= open_plan.today:
            raise BadInput(_("请填考察开始以后、到今天为止的一天，和数量。"))
        if any(
            each.done_on == on and actor.id in (each.recorded_by, each.confirmed_by)
            for each in get_sessions(open_plan, row)
        ):
            raise StateConflict(
                _("这一天已经确认过；要更正请告诉给您卡片的人。")
            )  # fmt: skip
        store_session(
            open_plan,
            row,
            amount=amount,
            on=on,
            another=False,
            words=None,
            about=get_condition_ref(row),
            article=CONDITIONS,
        )


def list_left_to(open_plan: OpenPlan) -> list[Condition]:
    """The conditions that the plan leaves to the actor to confirm."""
    viewpoint = load_viewpoint(open_plan)
    if viewpoint not in (MENTOR, GUARDIAN):
        return []
    return [row for row in open_plan.additional_conditions() if row.confirmed_by == viewpoint and row.unit in COUNTED]


def _measure(open_plan: OpenPlan, row: Condition) -> str:
    return str(open_plan.open("condition.document", row.id, row.document)["measure"])
