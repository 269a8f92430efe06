"""What is sent again: the same is harmless, and anything else is refused in words or stands in the record. Never dropped.

Derived from the one registry of verbs: each is done, and then done again with each of its words, numbers, answers and days
changed, one at a time. All of it on copies of one plan, so that every verb begins with the same file.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from casework.acting import performing
from casework.acting.acts.act import Act
from casework.acting.context import Context
from casework.acting.performing import perform, perform_as
from casework.acting.rights import OPERATIONS, Actor
from casework.acting.script_actors import resolve_actor
from casework.incidents.acts import CloseIncident
from casework.outcome.acts_ending import DecideNonProsecution, Revoke
from casework.partners.acts import AnswerAid, RecordSuggestionReply
from casework.shared.requests import load_requests
from core.clock import SimulatedClock
from core.errors import BadInput, Refused, SunwardError
from flows.rehearsal import Rehearsal
from models.database import InMemoryDatabase
from serving.act_schemas import get_request_model
from tests.builders import KeptOutbox, SimulatedPlan, a_plan, announce_and_serve, enrol, start_plan
from tests.casework.checkins.test_instalments import OWED
from tests.casework.every_operation import ON_ONE_PLAN, PERSON_OPERATIONS
from tests.casework.test_casework_twice import (
    ADDING,
    AFTER_A_CORRECTION,
    AFTER_THE_SEAL,
    AROUND_THE_PLAN,
    BEFORE,
    FOLLOWS,
    Before,
    effects,
    nothing,
    over,
)
from tests.casework.test_every_act_in_its_time import CONDITION, SLOW, WITHOUT_A_FILE, judged, lines_if_done, sealed


@cache
def first() -> SimulatedPlan:
    """A plan in its first week, with everybody who acts on it, on a record in memory that can be copied."""
    life = start_plan(a_plan(condition=[CONDITION, OWED], case={"property": [{"what": "银行卡"}]}, cadence={"usage_sheet": {"on": "Sun", "by": "21:00"}, "usage_review": {"every_months": 1, "on_day": 10}}), team_works=False,
                  staff=("social_worker second.worker", "deputy other.deputy"))  # fmt: skip
    enrol(life.context, "另县", "prosecutor ling.prosecutor")
    return announce_and_serve(life, "2026-03-04").on("2026-03-06 10:00")


def copy_of(life: SimulatedPlan) -> SimulatedPlan:
    """The same plan, on a record of its own."""
    record = InMemoryDatabase()
    source, target = (each.engine.raw_connection().driver_connection for each in (life.context.database, record))
    assert source is not None
    assert target is not None
    source.backup(target)
    context = replace(life.context, database=record, clock=SimulatedClock(life.now), on_commit=None, _ids={})
    return SimulatedPlan(Rehearsal(context, life.number, KeptOutbox(context)))


@cache
def lived(before: Before) -> SimulatedPlan:
    """The plan of the first week, and all that has happened before. Nobody changes it."""
    life = copy_of(first() if before is nothing else lived(FOLLOWS.get(before, nothing)))
    before(life)
    return life


@cache
def begun(group: tuple[str, ...], count: int) -> SimulatedPlan:
    """The plan of the first week on which so many verbs of the group have been done. Nobody changes it."""
    if count == 0:
        return first()
    life = copy_of(begun(group, count - 1))
    done(life, group[count - 1])
    return life


NEEDS = {"record_order_hours": "order_guardian", "record_assisted_report": "assist_elsewhere",
         "restore_contact": "report_danger", "record_found": "record_missing", "answer_access": "ask_access", "end_access": "ask_access"}  # fmt: skip


def ready_for(name: str) -> SimulatedPlan:
    """A plan for which the verb can be done."""
    if name not in BEFORE:
        for group in (AROUND_THE_PLAN, ON_ONE_PLAN):
            if name in group:
                return copy_of(begun(group, group.index(name)))
    if name == "unseal":
        return judged()
    life = sealed() if name in AFTER_THE_SEAL else life_with(BEFORE.get(name, nothing))
    if name in AFTER_A_CORRECTION:
        life.act("chief_prosecutor", "end_otherwise", how="corrected_by_higher_office", reason="上级院决定纠正")
    if name == "write_opinion":
        life = life_with(over).dismiss_open_items()
    if name in NEEDS:
        done(life, NEEDS[name])
    return life


def life_with(before: Before) -> SimulatedPlan:
    """The plan of the first week, and all that has happened before."""
    return copy_of(lived(before))


def who_does(life: SimulatedPlan, name: str) -> Actor:
    if name == "accept_hand_over":
        return resolve_actor(life.context, life.number, "social_worker", OPERATIONS[name])
    if name in ("accept_assistance", "decline_assistance"):
        return resolve_actor(life.context, life.number, "prosecutor", OPERATIONS[name])
    return life.actor(PERSON_OPERATIONS[name].by)


def done(life: SimulatedPlan, name: str, by: Actor | None = None) -> None:
    PERSON_OPERATIONS[name].do(life.context, by or who_does(life, name), life.number)


def act_of(life: SimulatedPlan, name: str, by: Actor) -> Act | None:
    """The act as the registry has it done, seen while it is done. None where the verb is no act of a plan's file."""
    seen: list[Act] = []

    def watch(context: Context, number: str, act: Act, in_person: Actor) -> Any:
        seen.append(act)
        return perform(context, number, act, in_person)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(performing, "perform", watch)
        done(life, name, by)
    return seen[0] if seen else None


SAID_FOR_SOMEBODY = ("told_by_phone", "on_paper", "confirmed")
"""How somebody else wrote it down: no other thing that was said, and refused of whoever speaks for themselves. That a file
counts already is not unsaid by sending it again."""


def otherwise(act: Act) -> Iterator[Act]:
    """The same, with one thing said otherwise that whoever acts can say: another word, answer, number or day."""
    for name in [field for field in get_request_model(act.did).model_fields if field not in SAID_FOR_SOMEBODY]:
        value = getattr(act, name)
        changed: Any = None
        if isinstance(value, bool):
            changed = not value
        elif isinstance(value, int):
            changed = value + 1
        elif isinstance(value, date):
            changed = value - timedelta(days=1)
        elif isinstance(value, str) and any("\u4e00" <= letter <= "\u9fff" for letter in value):
            changed = value + "，更正"
        if changed is not None:
            yield act.model_copy(update={name: changed})


def lines_left(life: SimulatedPlan, actor: Actor, act: Act) -> int | SunwardError:
    """How many lines it would leave in the journal; or the refusal."""
    try:
        return len(lines_if_done(life.context, lambda context: perform(context, life.number, act, actor)))
    except SunwardError as refused:
        return refused


NOTHING_NEW = {"adopt_edition"}
"""An office that shows no number has none to tell; to the edition that a plan has already there is nothing to adopt."""
REPEATED = [name for name in PERSON_OPERATIONS if name not in {*WITHOUT_A_FILE, *SLOW, "read_sealed", "link_plan"}]  # fmt: skip


def dropped(life: SimulatedPlan, name: str, actor: Actor) -> list[Act]:
    """What was said otherwise and neither refused nor recorded. Done twice it is done once."""
    act = act_of(life, name, actor)
    if name not in {*ADDING, "close_usage_review"}:  # a second one closes the next month's
        once = effects(life.process_due())
        with contextlib.suppress(SunwardError):  # told that it is done, or nothing more is done
            done(life, name, actor)
        assert effects(life.process_due()) == once
    if act is None:
        return []
    return [values for values in otherwise(act) if lines_left(life, actor, values) == 0]


@pytest.mark.parametrize("name", REPEATED)
def test_what_is_sent_again_otherwise_is_refused_or_recorded(name: str) -> None:
    life = ready_for(name)
    by = who_does(life, name)
    assert name in NOTHING_NEW or dropped(life, name, by) == []


def test_who_decides_second_learns_by_whom_and_when_it_was_decided() -> None:
    """The chief decided; the deputy, who has seen nothing of it, hears so and not that it is done."""
    life = ready_for("decide_non_prosecution")
    chief, deputy = life.actor("chief_prosecutor"), life.actor("deputy")
    perform_as(life.context, chief, life.number, DecideNonProsecution, reason="表现良好")
    assert perform_as(life.context, chief, life.number, DecideNonProsecution, reason="表现良好") == []
    for actor, reason in ((deputy, "表现良好"), (chief, "另一理由")):
        with pytest.raises(Refused, match="settled this on 2026-09-03 10:00") as refused:
            perform_as(life.context, actor, life.number, DecideNonProsecution, reason=reason)
        assert "检察长已于2026-09-03 10:00办理此事" in refused.value.reason.zh
    again = ready_for("revoke")
    perform_as(again.context, again.actor("chief_prosecutor"), again.number, Revoke, incident="one", reason="属实")
    with pytest.raises(Refused, match="settled this on"):
        perform_as(again.context, again.actor("deputy"), again.number, Revoke, incident="one", reason="属实")


def test_a_corrected_answer_stands_with_the_earlier_one_beside_it() -> None:
    life = copy_of(first())
    prosecutor, clerk = life.actor("prosecutor"), life.actor("clerk")
    done(life, "ask_aid")
    done(life, "send_suggestion")
    for granted, yuan in ((True, 500), (True, 700), (True, 700), (False, None)):
        perform_as(
            life.context, prosecutor, life.number, AnswerAid, aid="aid1", granted=granted, reason="符合条件", yuan=yuan
        )
    for text in ("正在整改", "已整改", "已整改"):
        perform_as(life.context, clerk, life.number, RecordSuggestionReply, suggestion="sg1", text=text)
    with life.context.open_for_reading(life.number, prosecutor, PERSON_OPERATIONS["submit"].act) as open_plan:
        aid, suggestion = load_requests(open_plan, "aid_answer", "suggestion_reply")
    assert [(one["outcome"], one["yuan"]) for one in aid.answers] == [
        ("refused", None),
        ("granted", 700),
        ("granted", 500),
    ]
    assert [one["text"] for one in suggestion.answers] == ["已整改", "正在整改"]
    assert [line.note.get("corrects") for line in life.lines("answer_aid")] == [None, True, True]
    with pytest.raises(BadInput):
        perform_as(
            life.context, prosecutor, life.number, AnswerAid, aid="aid1", granted=False, reason="不符合", yuan=9000
        )


def test_another_reason_for_the_same_finding_stands_beside_the_first() -> None:
    life = ready_for("close_incident")
    for reason in ("轻微", "轻微", "情节轻微"):
        perform_as(life.context, life.actor("prosecutor"), life.number, CloseIncident, incident="one", finding="dismissed",
                       response="none", reason=reason)  # fmt: skip
    assert [line.note.get("corrects") for line in life.lines("close_incident")] == [None, True]
