"""An act of an acts file is performed by the same verb that a person's click performs."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import get_args

from sqlmodel import col, select

from casework.acts import duties, team
from casework.acts.performer import Performer, actor_named
from casework.desk import Desk, File
from casework.files.acts_file import ROOMS, AnyAct
from casework.lifetime import refuse_days
from casework.rights import Actor
from models.item import Item
from models.plan import Plan
from sunward.clock import at_local

_PERFORM: dict[type, Callable[[Performer, object], None]] = {
    act: room.perform for room in ROOMS for act in get_args(room.Acts)
}


def perform(desk: Desk, number: str, act: AnyAct, in_person: Actor | None = None) -> None:
    """The act is done, by its actor, now. Raises what its verb raises, and BadInput where one of its days cannot be.

    A signed-in person acts `in_person`: then nobody named in the act stands for anybody else, and who approves is who
    acts. In a script the plan's own person in that role acts.
    """
    by = in_person or actor_named(
        desk, number, act.by, accepting=isinstance(act, team.AcceptHandOver),
        asked=isinstance(act, team.AcceptAssistance),
    )  # fmt: skip
    _PERFORM[type(act)](Performer(_looking_at_days(desk, act), number, by, in_person), act)


def _looking_at_days(desk: Desk, act: AnyAct) -> Desk:
    """The desk on which the act's days are looked at as soon as the file lies open to whoever has the right."""

    def lies_open(file: File) -> None:
        if desk.on_opening:
            desk.on_opening(file)
        refuse_days(file, act)

    return replace(desk, on_opening=lies_open)


def spread(desk: Desk, number: str, act: AnyAct) -> Iterator[tuple[datetime, AnyAct]]:
    """The act with its moment; an act told once for many items becomes one act for each of them."""
    if not isinstance(act, duties.Submit) or act.each_until is None:
        yield act.moment, act
        return
    shift = timedelta(days=act.days_late - act.days_early)
    for due_on in _due_days(desk, number, act.item, act.on, act.each_until):
        if due_on not in act.each_except:
            one = act.model_copy(update={"due_on": due_on, "on": due_on + shift, "each_until": None, "each_except": []})
            yield at_local(due_on + shift, act.at), one


def _due_days(desk: Desk, number: str, kind: str, from_on: date, to_on: date) -> list[date]:
    with desk.database.reading() as session:
        items = session.exec(
            select(Item)
            .join(Plan, col(Plan.id) == col(Item.plan_id))
            .where(Plan.number == number, Item.kind == kind, col(Item.due_on) >= from_on, col(Item.due_on) <= to_on)
        ).all()
    return sorted({item.due_on for item in items})
