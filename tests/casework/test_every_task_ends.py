"""The acts by which a kind says that it ends finish it, and only the item that they name."""

import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest

from casework.acting import performing
from casework.acting.acts.act import ACTS, Act
from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import SYSTEM
from casework.acting.rights.scope import owners_of
from casework.shared.items.item_kinds import ITEM_KINDS, OF_THE_OFFICE, TaskAct
from casework.shared.items.items import add_item
from models.item import STILL_OPEN, Item
from models.office import Role
from tests.builders import SimulatedPlan, an_announced_plan
from tests.casework.test_casework_twice import ground, nothing
from tests.casework.test_sent_again import done, life_with, ready_for
from web.views.my_day import get_my_day

OF_AN_OFFICE = [kind for kind in ITEM_KINDS.values() if kind.pattern in OF_THE_OFFICE]


def put(life: SimulatedPlan, kind: str, owner: str, label: str = "") -> Item:
    with life.context.open_for_update(life.number, SYSTEM, PROCESS_PLAN) as open_plan:
        return add_item(open_plan, kind, life.today + timedelta(days=1), owner=owner, label=label)


ENDS = [(kind.code, by) for kind in ITEM_KINDS.values() for by in kind.ends_with]
NOTES = ("compensation_told", "return_to_police", "measures_lifted")
NAMES = {
    ("decide_leave", "police_station"): "record_police_station", ("propose", "revoke"): "propose_to_revoke",
    ("send_suggestion", "punishment"): "propose_to_punish", **{("note", topic): topic for topic in NOTES},
}  # fmt: skip
"""As the registry of verbs calls an act with that value."""


def name_of(by: TaskAct) -> str:
    return next((NAMES[by.act, said] for _, said in by.values if (by.act, said) in NAMES), by.act)


def scene(name: str) -> SimulatedPlan:
    """A plan on which it can be done."""
    if name == "propose_to_revoke":
        return life_with(ground)
    if name in ("assist_elsewhere", "propose_to_punish", *NOTES):
        return life_with(nothing)
    return ready_for(name)


def do(life: SimulatedPlan, name: str) -> None:
    if name == "propose_to_revoke":
        life.act("prosecutor", "propose", step="revoke", incident="one", reason="属实")
    elif name == "propose_to_punish":
        life.act("prosecutor", "send_suggestion", suggestion="sg1", kind="punishment", unit="某局", text="建议处罚")
    elif name in NOTES:
        life.act("prosecutor", "note", topic=name, text="已办理")
    else:
        done(life, name)


class TakenBack(Exception):
    """The act was seen, and nothing of it is kept."""


def act_of(life: SimulatedPlan, name: str) -> Act:
    """The act as it ends a task, with its words as codes; it is not done."""
    seen: list[Act] = []

    def look(open_plan: OpenPlan, act: Act) -> None:
        seen.append(act)
        raise TakenBack

    with pytest.MonkeyPatch.context() as patched, contextlib.suppress(TakenBack):
        patched.setattr(performing, "finish_named_items", look)
        do(life, name)
    return seen[-1]


@pytest.mark.parametrize(("kind", "by"), ENDS, ids=[f"{kind}-{name_of(by)}" for kind, by in ENDS])
def test_done_it_is_closed_and_only_what_it_names(kind: str, by: TaskAct) -> None:
    name = name_of(by)
    life = scene(name)
    label = str(getattr(act_of(life, name), by.field)) if by.field else ""
    named = [item for item in life.items(kind) if item.status in STILL_OPEN and item.label == label]
    named = named or [put(life, kind, Role.PROSECUTOR, label)]
    other = put(life, kind, Role.PROSECUTOR, "another")
    do(life, name)
    standing = {item.id: item.status for item in life.items(kind)}
    assert {standing[item.id] for item in named} == {"done"}
    assert (standing[other.id] == "open") is bool(by.field)


def test_whoever_has_the_task_may_do_what_ends_it() -> None:
    for kind in ITEM_KINDS.values():
        for by in kind.ends_with:
            allowed = {role for operation in ACTS[by.act].operations() for role in operation.by}
            assert {*kind.owners} <= allowed, kind.code


def test_a_task_of_two_posts_is_on_both_desks_and_both_are_reminded(monkeypatch: pytest.MonkeyPatch) -> None:
    both = {Role.PROSECUTOR, Role.ASSISTANT}
    monkeypatch.setitem(
        ITEM_KINDS, "leave_decision", replace(ITEM_KINDS["leave_decision"], owners=(Role.PROSECUTOR, Role.ASSISTANT))
    )
    life = an_announced_plan(team_works=False).on("2026-03-06 10:00")
    life.act(
        "minor", "ask_leave", leave="trip", from_on="2026-03-20", to_on="2026-03-22", destination="邻市", reason="探亲"
    )
    life.process_due()
    (item,) = life.items("leave_decision")
    assert {message.recipient_role for message in life.posted() if message.item_id == item.id} == both
    for role in (*both, Role.SOCIAL_WORKER):
        day = get_my_day(life.context, life.actor(role))
        assert ("leave_decision" in {each.kind for each in (*day.to_do, *day.coming)}) is (role in both)
    assert set(owners_of("leave_decision")) == both
