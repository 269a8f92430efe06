"""The acts by which a kind says that it ends finish it, and only the item that they name; and left alone for a month it comes
before nobody above its owner more often than the reminder policy says."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from casework.checkins.escalation import UP
from casework.shared import performing
from casework.shared.acts.act import ACTS, Act
from casework.shared.acts.machine import PROCESS_PLAN
from casework.shared.items.item_kinds import ITEM_KINDS, OF_THE_OFFICE, TaskAct
from casework.shared.items.items import add_item, finish_named_items
from casework.shared.rights import SYSTEM
from casework.shared.rights.scope import owners_of
from models.item import STILL_OPEN, Item
from models.office import Role
from notifications.events import Event, Recipient
from tests.builders import SimulatedPlan, announce_and_serve, start_plan
from tests.casework.test_casework_twice import AFTER_THE_SEAL, ground, nothing
from tests.casework.test_every_act_in_its_time import sealed
from tests.casework.test_sent_again import copy_of, done, life_with, ready_for
from web.views.my_day import get_my_day

OF_AN_OFFICE = [kind for kind in ITEM_KINDS.values() if kind.pattern in OF_THE_OFFICE]


def put(life: SimulatedPlan, kind: str, owner: str, label: str = "") -> Item:
    with life.context.open_for_update(life.number, SYSTEM, PROCESS_PLAN) as open_plan:
        return add_item(open_plan, kind, life.today + timedelta(days=1), owner=owner, label=label)


def test_left_alone_for_a_month_nobody_above_its_owner_hears_more_than_the_policy_says() -> None:
    life = announce_and_serve(start_plan(team_works=False), "2026-03-04")
    life.on("2026-03-06 10:00")
    owners = {kind.code: kind.rhythm.owners[0] if kind.rhythm else Role.PROSECUTOR for kind in OF_AN_OFFICE}
    life.act("prosecutor", "report_incident", incident="i", kind="supervision_rules", done_on="2026-03-05", found_on="2026-03-05",
             facts="夜不归宿")  # fmt: skip
    put_in = {code: put(life, code, owner).id for code, owner in owners.items() if code != "incident_review"}
    put_in["incident_review"] = life.items("incident_review")[0].id
    life.on("2026-04-06 10:00")
    policy = life.context.get_policy(life.plan.office_id).overdue
    days = sum(life.context.days.is_working(life.today - timedelta(days=back)) for back in range(31))
    heard: Counter[tuple[str, str]] = Counter()
    kinds = {item_id: code for code, item_id in put_in.items()}
    for message in life.messages():
        if message.item_id in kinds and message.channel == "email":
            heard[kinds[message.item_id], message.recipient_role] += message.event in (
                Event.STATUTORY_DATE_PASSED, Event.STILL_WAITING)  # fmt: skip
    for code, owner in owners.items():
        up = UP[Recipient(owner.value)]
        turns = max(0, days // policy.one_up + 1 - len(up))
        too_often = {to: n for (kind, to), n in heard.items() if kind == code and to in up and n > 2 + turns}
        assert not too_often, code


ENDS = [(kind.code, by) for kind in ITEM_KINDS.values() for by in kind.ends_with]
NAMES = {("decide_leave", "police_station"): "record_police_station", ("propose", "revoke"): "propose_to_revoke"}
"""As the registry of verbs calls an act with that value."""


def name_of(by: TaskAct) -> str:
    return next((NAMES[by.act, said] for _, said in by.values if (by.act, said) in NAMES), by.act)


def scene(name: str) -> SimulatedPlan:
    """A plan on which it can be done."""
    if name == "propose_to_revoke":
        return life_with(ground)
    if name == "assist_elsewhere":
        return life_with(nothing)
    if name not in AFTER_THE_SEAL:
        return ready_for(name)
    life = copy_of(sealed())
    done(life, "ask_access")
    return life


def do(life: SimulatedPlan, name: str) -> Act:
    seen: list[Act] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            performing, "finish_named_items", lambda plan, act: (seen.append(act), finish_named_items(plan, act))
        )
        if name == "propose_to_revoke":
            life.act("prosecutor", "propose", step="revoke", incident="one", reason="属实")
        else:
            done(life, name)
    return seen[-1]


@pytest.mark.parametrize(("kind", "by"), ENDS, ids=[f"{kind}-{name_of(by)}" for kind, by in ENDS])
def test_done_it_is_closed_and_only_what_it_names(kind: str, by: TaskAct) -> None:
    name = name_of(by)
    label = str(getattr(do(scene(name), name), by.field)) if by.field else ""
    life = scene(name)
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
    life = announce_and_serve(start_plan(team_works=False), "2026-03-04").on("2026-03-06 10:00")
    life.act(
        "minor", "ask_leave", leave="trip", from_on="2026-03-20", to_on="2026-03-22", destination="邻市", reason="探亲"
    )
    life.process_due()
    (item,) = life.items("leave_decision")
    assert {message.recipient_role for message in life.messages() if message.item_id == item.id} == both
    for role in (*both, Role.SOCIAL_WORKER):
        day = get_my_day(life.context, life.actor(role))
        assert ("leave_decision" in {each.kind for each in (*day.to_do, *day.coming)}) is (role in both)
    assert set(owners_of("leave_decision")) == both
