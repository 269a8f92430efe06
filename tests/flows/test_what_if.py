"""A plan under assumptions: what the rules would ask for, worked out in a copy; the record stays as it is."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import pytest
from sqlmodel import SQLModel, col, select

from app import server
from casework.plan.what_if import Assumed, AssumedCourse, WhatIf, parse_assumption, read_what_if
from core.clock import local_date
from core.errors import NotAllowed, StateConflict
from flows.what_if import process_what_if
from models.item import Item
from models.message import Message
from notifications.events import ChannelName
from tests.builders import SimulatedPlan, a_plan, announce_and_serve, start_plan
from tests.cached_plans import cached_copy

SINCE, UNTIL = date(2026, 7, 21), date(2026, 8, 20)


@cached_copy
def a_plan_on_time() -> SimulatedPlan:
    """Announced and served; the minor hands in every note, and the team does its own."""
    life = announce_and_serve(start_plan(a_plan()), "2026-03-04")
    life.add_habit("minor", "weekly_note", hour="16:00")
    return life.skips_to("2026-07-13 08:00").on("2026-07-21 08:00")


def ask(life: SimulatedPlan, *codes: str, by: str = "prosecutor") -> WhatIf:
    assumptions = [parse_assumption(code) for code in codes]
    return read_what_if(
        life.context, life.actor(by), life.number, assumptions,
        lambda number, assumed: process_what_if(life.context, number, assumed),
    )  # fmt: skip


@dataclass
class Question:
    """Two assumptions asked of a plan, and its record before and afterwards."""

    life: SimulatedPlan
    before: dict[str, list[Any]]
    found: WhatIf
    after: dict[str, list[Any]]


@cache
def asked() -> Question:
    life = a_plan_on_time()
    before = rows(life)
    found = ask(life, "on_time", "nothing")
    return Question(life, before, found, rows(life))


@cache
def course(code: str) -> AssumedCourse:
    both = {one.assumption: one for one in asked().found.courses}
    return both[code] if code in both else ask(a_plan_on_time(), code).courses[0]


def rows(life: SimulatedPlan) -> dict[str, list[Any]]:
    """Every row of every table, as it stands."""
    with life.context.database.reading() as session:
        return {
            table.name: sorted(map(repr, session.execute(table.select()).all()))
            for table in SQLModel.metadata.sorted_tables
        }


def test_the_record_is_untouched_but_for_the_line_that_somebody_looked() -> None:
    life, before, after = asked().life, asked().before, asked().after
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"journal_line", "journal_unlinked"}
    assert len(after["journal_line"]) == len(before["journal_line"]) + 1
    assert life.lines("read_what_if")[0].actor_id == life.actor("prosecutor").id
    assert (before["message"], before["plan"]) == (after["message"], after["plan"])


def test_everything_on_time_is_what_the_plan_then_does() -> None:
    """The same dates come to the same status, and the same messages are made for the same people on the same days."""
    life = a_plan_on_time()
    assumed = course("on_time")
    life.on("2026-08-20 23:59")
    with life.context.database.reading() as session:
        items = session.exec(select(Item).where(col(Item.due_on) >= SINCE, col(Item.due_on) <= UNTIL)).all()
        messages = session.exec(select(Message).where(Message.channel != ChannelName.INBOX.value)).all()
        done = {(item.due_on, item.kind, item.status) for item in items if item.owner != "system"}
        sent = sorted(
            (local_date(one.due_at), one.recipient_role) for one in messages if SINCE <= local_date(one.due_at) <= UNTIL
        )
    assert {(one.on, one.kind, one.status) for one in assumed.dates if one.on <= UNTIL} == done
    assert sorted((one.on, one.to) for one in assumed.messages if one.on <= UNTIL) == sent
    assert len(sent) > 10


def test_what_an_assumption_changes_is_what_it_says() -> None:
    usual = course("on_time")
    assert usual.period_to is not None
    longer = course("period+30").period_to
    assert longer is not None
    assert (longer - usual.period_to).days == 30
    assert {one.status for one in course("nothing").dates} & {"missed", "open", "unknown"}
    assert {one.kind for one in course("adult").dates} > {one.kind for one in usual.dates}
    assert any(one.kind == "leave_decision" for one in course("moved").dates)


def test_what_cannot_be_assumed_of_this_plan_is_refused_with_its_reason() -> None:
    assert course("remedy").refused is not None
    shorter = course("period-150")
    assert shorter.refused is not None
    assert shorter.dates == []


def test_who_may_not_see_messages_sees_dates_only_and_the_family_nothing() -> None:
    life = a_plan_on_time()
    found = read_what_if(
        life.context, life.actor("chief_prosecutor"), life.number, [parse_assumption(Assumed.ON_TIME)],
        lambda _number, _assumed: [course("on_time")],
    )  # fmt: skip
    assert course("on_time").messages
    assert (found.sees_messages, found.courses[0].messages) == (False, [])
    assert found.courses[0].dates
    with pytest.raises(NotAllowed):
        ask(life, Assumed.ON_TIME, by="minor")


def test_whoever_asks_while_somebody_else_does_is_told_and_may_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """They wait for a minute; afterwards it is free again."""
    monkeypatch.setattr(server, "WAITS_FOR_ANOTHER", server.WAITS_FOR_ANOTHER / 6000)

    def ask_now() -> None:
        with server.one_simulation_at_a_time():
            pass

    with server.one_simulation_at_a_time(), pytest.raises(StateConflict):
        ask_now()
    ask_now()
