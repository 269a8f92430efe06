"""What is sent again: the same is harmless, and anything else is refused in words or stands in the record. Never dropped.

Derived from the one registry of verbs: each is done, and then done again with each of its words, numbers, answers and days
changed, one at a time. All of it on copies of one plan, so that every verb begins with the same file.
"""

import contextlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from types import FrameType
from typing import Any

import pytest

from casework.acts.performer import actor_named
from casework.desk import File
from casework.ending import decide_non_prosecution, revoke
from casework.incidents import close_incident
from casework.partners import answer_aid, record_suggestion_reply
from casework.rights import Actor
from flows.rehearsal import Mail, Rehearsal
from models.aid import Aid
from models.database import RecordInMemory
from models.suggestion import Suggestion
from sunward.clock import SimulatedClock
from sunward.errors import BadInput, Refused, SunwardError
from tests.builders import Life, a_life, a_plan, enrol, told_and_served
from tests.casework.every_verb import IN_ONE_LIFE, VERBS
from tests.casework.test_casework_twice import AFTER_A_CORRECTION, AROUND_THE_PLAN, TWICE, Before, nothing, over
from tests.casework.test_every_act_in_its_time import SLOW, WITHOUT_A_FILE, TakenBack, judged, sealed


@lru_cache(maxsize=1)
def first() -> Life:
    """A plan in its first week, with everybody who acts on it, on a record in memory that can be copied."""
    life = a_life(a_plan(case={"property": [{"what": "银行卡"}]}, cadence={"usage_sheet": {"on": "Sun", "by": "21:00"}, "usage_review": {"every_months": 1, "on_day": 10}}), team_works=False,
                  staff=("social_worker second.worker", "deputy other.deputy"))  # fmt: skip
    enrol(life.desk, "另县", "prosecutor ling.prosecutor")
    return told_and_served(life, "2026-03-04").on("2026-03-06 10:00")


def copy_of(life: Life) -> Life:
    """The same plan, on a record of its own."""
    record = RecordInMemory()
    source, target = (each.engine.raw_connection().driver_connection for each in (life.desk.database, record))
    assert source is not None
    assert target is not None
    source.backup(target)
    desk = replace(life.desk, database=record, clock=SimulatedClock(life.now), witness=None, _ids={})
    return Life(Rehearsal(desk, life.number, Mail(desk)))


def before(name: str) -> Before:
    """What has to have happened before the verb can be done."""
    known = dict(TWICE)
    if name in known:
        return known[name]
    for group in (AROUND_THE_PLAN, IN_ONE_LIFE):
        if name in group:
            return lambda life: [done(life, other) for other in group[: group.index(name)]]
    if name in AFTER_A_CORRECTION:
        return lambda life: life.act(
            "chief_prosecutor", "end_otherwise", how="corrected_by_higher_office", reason="上级院决定纠正"
        )
    if name == "write_opinion":
        return over_with_nothing_left
    needed = {"record_order_hours": "order_guardian", "record_assisted_report": "assist_elsewhere",
              "restore_contact": "report_danger"}.get(name)  # fmt: skip
    return (lambda life: done(life, needed)) if needed else nothing


def over_with_nothing_left(life: Life) -> None:
    over(life)
    life.leaves_nothing()


def who_does(life: Life, name: str) -> Actor:
    if name == "accept_hand_over":
        return actor_named(life.desk, life.number, "social_worker", accepting=True)
    if name == "accept_assistance":
        return actor_named(life.desk, life.number, "prosecutor", asked=True)
    return life.actor(VERBS[name].by)


def done(life: Life, name: str) -> None:
    VERBS[name].do(life.desk, who_does(life, name), life.number)


@dataclass(frozen=True)
class Call:
    """A verb as the registry calls it: the function, and what it is told."""

    verb: Callable[..., Any]
    told: dict[str, Any]


def call_of(life: Life, name: str) -> Call:
    """How the registry does the verb, seen while it is done."""
    seen: list[Call] = []

    def watch(frame: FrameType, event: str, _: object) -> None:
        caller = frame.f_back
        module = str(frame.f_globals.get("__name__"))
        if (
            event == "call"
            and not seen
            and caller
            and caller.f_code.co_name == "<lambda>"
            and module.startswith("casework.")
        ):
            told = {key: value for key, value in frame.f_locals.items() if key not in ("desk", "actor", "number")}
            seen.append(Call(getattr(sys.modules[module], frame.f_code.co_name), told))

    sys.setprofile(watch)
    try:
        done(life, name)
    finally:
        sys.setprofile(None)
    return seen[0]


def otherwise(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same, with one thing said otherwise: another word, answer, number or day."""
    for name, value in told.items():
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
            yield {**told, name: changed}


def lines_left(life: Life, actor: Actor, call: Call, told: dict[str, Any]) -> int | SunwardError:
    """How many lines it would leave in the journal; or the refusal."""
    left = 0

    def take_back(file: File) -> None:
        nonlocal left
        left = len(file.lines)
        raise TakenBack

    desk = replace(life.desk, before_commit=take_back, witness=None)
    try:
        with contextlib.suppress(TakenBack):
            call.verb(desk, actor, life.number, **told)
    except SunwardError as refused:
        return refused
    return left


NOTHING_NEW = {"tell_index", "adopt_edition"}
"""An office that shows no number has none to tell; to the edition that a plan has already there is nothing to adopt."""
REPEATED = [name for name in VERBS if name not in {*WITHOUT_A_FILE, *SLOW, *NOTHING_NEW, "read_sealed", "ask_access", "answer_access",
                                                   "end_access", "set_aside", "unseal"}]  # fmt: skip


def dropped(life: Life, name: str) -> list[dict[str, Any]]:
    """What was said otherwise and neither refused nor recorded."""
    actor = who_does(life, name)
    call = call_of(life, name)
    lines_left(life, actor, call, call.told)  # the same again: no failure of ours
    return [told for told in otherwise(call.told) if lines_left(life, actor, call, told) == 0]


@pytest.mark.parametrize("name", REPEATED)
def test_what_is_sent_again_otherwise_is_refused_or_recorded(name: str) -> None:
    life = copy_of(first())
    before(name)(life)
    assert dropped(life, name) == []


def test_so_it_is_after_the_seal_too() -> None:
    life = sealed()
    done(life, "ask_access")
    assert dropped(life, "answer_access") == []
    assert dropped(life, "set_aside") == []
    assert dropped(judged(), "unseal") == []


def test_who_decides_second_is_told_by_whom_and_when() -> None:
    """The chief decided; the deputy, who has seen nothing of it, hears so and not that it is done."""
    life = copy_of(first())
    dict(TWICE)["decide_non_prosecution"](life)
    chief, deputy = life.actor("chief_prosecutor"), life.actor("deputy")
    decide_non_prosecution(life.desk, chief, life.number, reason="表现良好")
    assert decide_non_prosecution(life.desk, chief, life.number, reason="表现良好") == []
    for actor, reason in ((deputy, "表现良好"), (chief, "另一理由")):
        with pytest.raises(Refused, match="settled this on 2026-09-03 10:00") as told:
            decide_non_prosecution(life.desk, actor, life.number, reason=reason)
        assert "检察长已于2026-09-03 10:00办理此事" in told.value.reason.zh
    again = copy_of(first())
    dict(TWICE)["revoke"](again)
    revoke(again.desk, again.actor("chief_prosecutor"), again.number, incident="one", reason="属实",
           proposed_by=again.actor("prosecutor"))  # fmt: skip
    with pytest.raises(Refused, match="settled this on"):
        revoke(again.desk, again.actor("deputy"), again.number, incident="one", reason="属实",
               proposed_by=again.actor("prosecutor"))  # fmt: skip


def test_a_corrected_answer_stands_with_the_earlier_one_beside_it() -> None:
    life = copy_of(first())
    prosecutor, clerk = life.actor("prosecutor"), life.actor("clerk")
    done(life, "ask_aid")
    done(life, "send_suggestion")
    for granted, yuan in ((True, 500), (True, 700), (True, 700), (False, None)):
        answer_aid(life.desk, prosecutor, life.number, label="aid1", granted=granted, reason="符合条件", yuan=yuan)
    for text in ("正在整改", "已整改", "已整改"):
        record_suggestion_reply(life.desk, clerk, life.number, label="sg1", text=text)
    with life.desk.look(life.number, prosecutor, VERBS["submit"].act) as file:
        (aid,), (suggestion,) = life.rows(Aid), life.rows(Suggestion)
        answer = file.open("aid.answer", aid.id, aid.answer)
        reply = file.open("suggestion.reply", suggestion.id, suggestion.reply)
    assert (aid.granted, [one["yuan"] for one in answer["earlier"]]) == (False, [700, 500])
    assert (reply["text"], [one["text"] for one in reply["earlier"]]) == ("已整改", ["正在整改"])
    assert [line.note.get("corrects") for line in life.lines("answer_aid")] == [None, True, True]
    with pytest.raises(BadInput):
        answer_aid(life.desk, prosecutor, life.number, label="aid1", granted=False, reason="不符合", yuan=9000)


def test_another_reason_for_the_same_finding_stands_beside_the_first() -> None:
    life = copy_of(first())
    dict(TWICE)["close_incident"](life)
    for reason in ("轻微", "轻微", "情节轻微"):
        close_incident(life.desk, life.actor("prosecutor"), life.number, label="one", finding="dismissed",
                       response="none", reason=reason)  # fmt: skip
    assert [line.note.get("corrects") for line in life.lines("close_incident")] == [None, True]
