"""Every way into an act ends here: page, request, file of acts and rehearsal do it by the same verb, under the same rights.

The verb of an act is the function with `@verb` above it; it is given the plan, open and locked, and the act.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from importlib import import_module
from typing import Any

from pydantic import ValidationError
from sqlmodel import col, select

import casework
from casework.acting.acts.act import ACTS, Act
from casework.acting.context import Context
from casework.acting.date_limits import check_days
from casework.acting.hooks import find_hooks
from casework.acting.open_plan import OpenPlan
from casework.acting.own_codes import keep_code, with_codes
from casework.acting.rights import Actor
from casework.acting.script_actors import resolve_actor
from casework.acting.verbs import VERBS
from casework.shared.files.parsing import to_bad_input
from casework.shared.items.items import finish_named_items
from core.clock import local_date, local_time
from models.item import Item
from models.office import Role
from models.plan import Plan

for _module in casework.VERBS:
    import_module(f"{casework.__name__}.{_module}")
if without := ACTS.keys() - VERBS:
    raise LookupError(f"No verb is found for {', '.join(sorted(without))}: is its module named in casework.VERBS?")
find_hooks()


def perform(context: Context, number: str, act: Act, in_person: Actor | None = None) -> Any:
    """The act is done, by its actor, now, and the open items that it ends are finished; what its verb answers is returned.
    Raises what its verb raises, and BadInput where one of its days cannot be.

    A signed-in person acts `in_person`. In a script the plan's own person in the role that its line names acts.
    """
    if in_person is None:
        in_person = resolve_actor(context, number, act.by, act.asks)
    verb = VERBS[act.operation.code]
    act, words = with_codes(context, number, act)
    watched = _watch(context, act, words)
    if verb.opens_plan:
        return verb.do(watched, in_person, number, act)
    with watched.open_for_update(number, in_person, act.asks) as open_plan:
        return verb.do(open_plan, act)


def perform_as(context: Context, actor: Actor, number: str, kind: type[Act], /, **fields: Any) -> Any:
    """Such an act with those fields is done by that person, now, as `perform` does it, whatever their role: also one that
    no line of a file can name, such as a teacher who already knows. BadInput, with each field's name, where they cannot
    be read."""
    now = context.clock.now()
    when = {"on": local_date(now), "at": local_time(now).time()}
    try:
        act = kind.model_validate({"did": kind.operation.code, "by": Role.PROSECUTOR.value, **when, **fields})
    except ValidationError as unreadable:
        raise to_bad_input(unreadable) from None
    return perform(context, number, act.model_copy(update={"by": actor.role.value}), actor)


def _watch(context: Context, act: Act, words: list[str]) -> Context:
    """The context in which the act's days are checked, and its words kept beside their codes, as soon as the plan is
    open; and in which, once its verb has recorded something, the items that it ends are finished and the plan is due."""

    def on_opening(open_plan: OpenPlan) -> None:
        if context.on_opening:
            context.on_opening(open_plan)
        check_days(open_plan, act)
        for word in words:
            keep_code(open_plan, word)

    def on_done(open_plan: OpenPlan) -> None:
        if open_plan.lines:
            finish_named_items(open_plan, act)
            if act.asks.wakes:
                open_plan.wake()
        if context.on_done:
            context.on_done(open_plan)

    return replace(context, on_opening=on_opening, on_done=on_done)


def expand_series(context: Context, number: str, act: Act) -> Iterator[tuple[datetime, Act]]:
    """The act with its moment; an act told once for many items becomes one act for each of them."""
    if act.each_item_until is None:
        yield act.moment, act
        return
    kind, until = act.each_item_until
    for due_on in _due_days(context, number, kind, act.on, until):
        if (one := act.for_due_day(due_on)) is not None:
            yield one.moment, one


def _due_days(context: Context, number: str, kind: str, from_on: date, to_on: date) -> list[date]:
    with context.database.reading() as session:
        items = session.exec(
            select(Item)
            .join(Plan, col(Plan.id) == col(Item.plan_id))
            .where(Plan.number == number, Item.kind == kind, col(Item.due_on) >= from_on, col(Item.due_on) <= to_on)
        ).all()
    return sorted({item.due_on for item in items})
