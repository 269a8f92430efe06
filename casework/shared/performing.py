"""Every way into an act ends here: page, request, file of acts and rehearsal do it by the same verb, under the same rights.

An act names its verb where it is declared (`does`). The verb is given the plan's file, open and locked, and the act.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pkgutil import resolve_name
from typing import Any

from pydantic import ValidationError
from sqlmodel import col, select

from casework.shared.acts.act import ACTS, Act
from casework.shared.context import Context, OpenPlan
from casework.shared.date_limits import check_days
from casework.shared.files.parsing import to_bad_input
from casework.shared.hooks import find_hooks
from casework.shared.own_codes import keep_code, with_codes
from casework.shared.rights import Actor
from casework.shared.script_actors import resolve_actor
from core.clock import local_date, local_time
from models.item import Item
from models.office import Role
from models.plan import Plan

ACT_FUNCTIONS = {code: resolve_name(kind.operation.does) for code, kind in ACTS.items()}
"""Every act's verb. They are found when this is imported: a record laid out afterwards has the tables of all of them, and a
name that is none is no surprise to whoever acts."""
find_hooks()
AS_IN_A_FILE: dict[str, Callable[[Context, str, Act], Act]] = {
    code: resolve_name(kind.operation.as_in_a_file) for code, kind in ACTS.items() if kind.operation.as_in_a_file
}
"""Of some acts, what a line of a file means that names them."""


def perform(context: Context, number: str, act: Act, in_person: Actor | None = None) -> Any:
    """The act is done, by its actor, now; what its verb answers is returned. Raises what its verb raises, and BadInput
    where one of its days cannot be.

    A signed-in person acts `in_person`: then nobody named in the act stands for anybody else, and who approves is who
    acts. In a script the plan's own person in that role acts.
    """
    proposer = None
    if in_person is None:
        act = _as_a_script_means_it(context, number, act)
        in_person = _of_a_script(context, number, act)
        proposer = _proposer(context, number, act)
    verb = ACT_FUNCTIONS[act.operation.code]
    act, words = with_codes(context, number, act)
    watched = _as_it_opens(context, act, words)
    if act.operation.opens_itself:
        return verb(watched, in_person, number, act)
    with watched.open_for_update(number, in_person, act.asks) as open_plan:
        open_plan.proposer = proposer
        return verb(open_plan, act)


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


def _as_it_opens(context: Context, act: Act, words: list[str]) -> Context:
    """The context in which the act's days are checked, and its words kept beside their codes, as soon as the plan is open
    to whoever has the right."""

    def on_opening(open_plan: OpenPlan) -> None:
        if context.on_opening:
            context.on_opening(open_plan)
        check_days(open_plan, act)
        for word in words:
            keep_code(open_plan, word)

    return replace(context, on_opening=on_opening)


def _of_a_script(context: Context, number: str, act: Act) -> Actor:
    """Who acts: whoever approves, where the act names somebody for it, or else whoever its line names."""
    named = getattr(act, "approved_by", None) or act.by
    return resolve_actor(context, number, named, act.asks.named)


def _proposer(context: Context, number: str, act: Act) -> Actor | None:
    """Who proposed what somebody signs: in a script the prosecutor, where its line says that it is done by them and
    approved by another. Else nothing but a proposal on the file says so."""
    if act.by != Role.PROSECUTOR.value or getattr(act, "approved_by", None) is None:
        return None
    return resolve_actor(context, number, act.by)


def _as_a_script_means_it(context: Context, number: str, act: Act) -> Act:
    """The act that a line of a file means: mostly the one it names."""
    meant = AS_IN_A_FILE.get(act.operation.code)
    return meant(context, number, act) if meant else act


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
