"""What a value that is about to be chosen would move, seen before it is (预览影响): computed by the very functions that
name each step, once with the choice and once without, and nothing of it kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.settings.acts import CHOOSE_VALUE
from casework.settings.chosen_values import build_choice
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.items.items import get_item_steps
from casework.shared.items.steps import get_following_steps
from casework.shared.text.labels import step_label
from core.clock import SimulatedClock, at_local
from core.i18n import Text
from law.transitions import PlanStatus
from models.item import Item
from models.plan import Plan

MAX_PLANS = 400
MAX_LISTED = 20
_RUNNING = (PlanStatus.UNDER_SUPERVISION.value, PlanStatus.AWAITING_DECISION.value)


@dataclass(frozen=True)
class StepChange:
    """A step of an open item that would take place at another time, be added, or be cancelled."""

    plan_number: str
    kind: str
    words: Text
    step: Text
    was_at: datetime | None
    will_be_at: datetime | None


@dataclass(frozen=True)
class ChoicePreview:
    """The effect of the choice. What has begun keeps its dates; the steps still to come are shown one by one."""

    before: Any
    value: Any
    from_on: date
    running: int
    """Plans that run today."""
    looked_at: int
    """How many of them were computed: at most `MAX_PLANS`, those that end first."""
    plans: int
    """Of these, with a step that would move."""
    moved: int
    shown: list[StepChange] = field(default_factory=list)
    """The first of them."""


def preview_choice(
    context: Context,
    actor: Actor,
    *,
    key: str,
    value: int | list[int],
    from_on: date,
    reason: str,
    for_all: bool = False,
) -> ChoicePreview:
    """As `choose_value` would do it on that day, on the plans of the actor's office; for all, on everybody's. Raises
    whatever it raises; changes nothing."""
    with context.database.reading() as session:
        choice, _ = build_choice(
            context, session, actor, key=key, value=value, from_on=from_on, reason=reason, for_all=for_all
        )
        entry, law = context.rulebook.entry(key), context.get_law(actor.office_id if choice.office else None)
        before = law.numbers(key, from_on) if entry.is_list else law.number(key, from_on)
        running = list(
            session.exec(
                select(Plan)
                .where(col(Plan.status).in_(_RUNNING), col(Plan.closed_at).is_(None), col(Plan.sealed_at).is_(None))
                .where(choice.office is None or col(Plan.office_id) == actor.office_id)
                .order_by(col(Plan.period_to), col(Plan.number))
            )
        )
        clock = SimulatedClock(max(context.clock.now(), at_local(from_on, time(9, 0))))
        without = replace(context, clock=clock, choices=list(context.choices), editions={})
        with_it = replace(context, clock=clock, choices=[*context.choices, choice], editions={})
        moved = [
            step
            for plan in running[:MAX_PLANS]
            for step in _compare_steps(
                OpenPlan(without, session, plan, actor, CHOOSE_VALUE, clock.now()),
                OpenPlan(with_it, session, plan, actor, CHOOSE_VALUE, clock.now()),
            )
        ]
    return ChoicePreview(
        before=list(before) if isinstance(before, tuple) else before,
        value=value,
        from_on=from_on,
        running=len(running),
        looked_at=min(len(running), MAX_PLANS),
        plans=len({step.plan_number for step in moved}),
        moved=len(moved),
        shown=sorted(moved, key=lambda step: (step.was_at or step.will_be_at or clock.now(), step.plan_number))[
            :MAX_LISTED
        ],
    )


def _compare_steps(without: OpenPlan, with_it: OpenPlan) -> Iterator[StepChange]:
    """Each step to come of the plan's open items that has another moment under the two, or is in one of them alone."""
    for item in without.items():
        before, after = _load_following(without, item), _load_following(with_it, item)
        for step in dict.fromkeys((*before, *after)):
            was, will_be = before.get(step), after.get(step)
            if was != will_be:
                words = ITEM_KINDS[item.kind].words
                yield StepChange(without.plan.number, item.kind, words, step_label(step), was, will_be)


def _load_following(open_plan: OpenPlan, item: Item) -> dict[str, datetime]:
    if item.next_step is None:
        return {}
    return dict(get_following_steps(item, get_item_steps(open_plan, item), item.next_step))
