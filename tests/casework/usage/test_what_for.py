"""What the phone was for is said before any minutes: to the social worker alone, and a person calls who is asked to."""

import pytest

from casework.acting.rights.read_operations import READ_USAGE
from casework.usage.view import load_own_usage, load_usage
from core.errors import BadInput, NotAllowed
from models.journal import JournalLine
from tests.builders import open_view
from tests.casework.usage.test_usage import a_household

SLEEPLESS = {"reasons": ["sleepless"], "words": "夜里总醒"}


def test_only_the_young_person_and_the_worker_see_what_was_said_and_helps_that_fit() -> None:
    life = a_household().act("minor", "tell_what_for", **SLEEPLESS)
    own = load_own_usage(life.context, life.actor("minor"), life.number).what_for
    assert ([each.words for each in own], [help.code for help in own[0].helps]) == (
        ["夜里总醒"],
        ["bedtime", "counselling"],
    )
    seen = {
        who: open_view(load_usage, life.context, life.actor(who), life.number, right=READ_USAGE).what_for
        for who in ("social_worker", "prosecutor", "assistant", "department_head")
    }
    assert {who for who, answers in seen.items() if answers} == {"social_worker"}
    assert load_own_usage(life.context, life.actor("mother"), life.number).what_for == []
    for who in ("mother", "prosecutor", "assistant"):
        with pytest.raises(NotAllowed):
            life.act(who, "tell_what_for", reasons=["bored"])
    with pytest.raises(BadInput):
        life.act("minor", "tell_what_for", reasons=[], words=" ")


def test_sleepless_or_alone_twice_or_a_wish_for_help_asks_a_person_to_call_without_a_reason() -> None:
    life = a_household().act("minor", "tell_what_for", **SLEEPLESS)
    assert life.items("call_asked") == []
    life.act("minor", "tell_what_for", **SLEEPLESS)
    assert life.items("call_asked") == [], "the same sent twice was said once"
    life.act("social_worker", "tell_what_for", reasons=["alone", "friends"])
    (item,) = life.items("call_asked")
    assert (item.owner, item.label) == ("social_worker", "minor")
    asked = a_household().act("minor", "tell_what_for", reasons=[], wants_help=True)
    assert [each.owner for each in asked.items("call_asked")] == ["social_worker"]
    for outcome, still_open in (("not_reached", 1), ("reached", 0)):
        asked.act("social_worker", "record_call", person="minor", outcome=outcome)
        asked.on(f"{asked.today} 20:00")
        assert len(asked.items("call_asked", status="open")) == still_open, outcome
    lines = [line for line in life.rows(JournalLine) if line.act == "tell_what_for"]
    assert [(set(line.note), line.detail_sealed) for line in lines] == [({"status"}, None)] * 2
