"""Proof of reminding: what was said, to what kind of device, before whose eyes, and what follows from it."""

from datetime import date, timedelta
from typing import Any

import pytest

from casework.acting.performing import perform_as
from casework.acting.rights.read_operations import READ_OWN
from casework.family.family_access import make_family_page, sign_in_to_family_page
from casework.family.family_page import load_own_page
from casework.messages.acts import RecordCall
from casework.messages.calls import CallOutcome
from casework.messages.proof import ProofOfReminding, load_proof
from core.errors import NotAllowed, SunwardError
from tests.builders import SimulatedPlan, a_plan, an_announced_plan, at, open_view
from tests.cached_plans import cached_copy

MONDAY = date(2026, 3, 9)


@cached_copy
def a_week(**changes: Any) -> SimulatedPlan:
    return an_announced_plan(delivers=True, **changes).on("2026-03-09 19:00")


def proof(life: SimulatedPlan, by: str = "prosecutor") -> ProofOfReminding:
    return load_proof(life.context, life.actor(by), life.number, "weekly_note", MONDAY)


def test_texts_on_his_own_phone_prove_that_he_could_know() -> None:
    found = proof(a_week())
    assert [(one.text, one.state, one.device, one.proves, one.in_time) for one in found.said] == [
        ("S1", "sent", "own", True, True),
        ("S2", "sent", "own", True, True),
    ]
    assert (found.could_know, found.was_asked) == (True, False)
    steps = [step.state for step in found.said[0].steps]
    assert (steps[0], steps[-1]) == ("created", "sent")


def test_the_little_sister_taps_it() -> None:
    """One phone for five; three wrong codes. Delivered to a shared phone, not known to be seen, and on Tuesday unknown."""
    life = an_announced_plan(device="shared", delivers=True)
    page = make_family_page(life.context, life.actor("social_worker"), life.number, "minor")
    life.on("2026-03-09 17:20")
    wrong = next(code for code in ("0000", "1111") if code != page.code)
    for _ in range(3):
        with pytest.raises(SunwardError):
            sign_in_to_family_page(life.context, page.secret, wrong, "a phone")
    found = proof(life)
    assert found.wrong_codes_at == [at("2026-03-09 17:20")]
    assert found.page_opened_at == []
    assert not found.could_know
    assert {one.may_have_seen.en for one in found.said} == {
        "a shared phone: others may have seen it; not known to be seen"
    }
    life.on("2026-03-10 11:00")
    found = proof(life)
    assert found.status == "unknown"
    assert found.conclusion.zh.startswith("没有证据")


def test_a_page_opened_with_the_right_code_stands_with_its_time() -> None:
    life = an_announced_plan(delivers=True)
    make_family_page(life.context, life.actor("social_worker"), life.number, "minor")
    life.on("2026-03-09 18:00")
    open_view(load_own_page, life.context, life.actor("minor"), life.number, right=READ_OWN)
    assert proof(life).page_opened_at == [at("2026-03-09 18:00")]


def test_a_call_counts_beside_a_text_that_could_not_leave() -> None:
    life = an_announced_plan(a_plan(minor={"device": "keypad", "reach": ["call"]}), delivers=True)
    life.on("2026-03-09 15:00")
    perform_as(life.context, life.actor("social_worker"), life.number, RecordCall, item="weekly_note", due_on=MONDAY,
                outcome=CallOutcome.REACHED)  # fmt: skip
    found = proof(life.on("2026-03-09 15:01"))
    calls = {(one.channel, one.state, one.proves, one.may_have_seen.en) for one in found.said}
    assert ("call", "delivered", True, "spoken to on the phone") in calls
    assert ("text", "not_sent", False, "it did not come through; nobody has seen it") in calls
    assert found.could_know


def test_only_who_may_read_messages_sees_the_proof_and_it_names_nobody() -> None:
    life = a_week()
    for by in ("minor", "clerk", "chief_prosecutor"):
        with pytest.raises(NotAllowed):
            proof(life, by)
    text = repr(proof(life, "department_head"))
    assert "芒果" not in text
    assert "10000990101" not in text


def test_what_the_view_says_is_what_the_rule_does() -> None:
    """Could know and was asked, then two days of silence: the view said so, and it stands as not done."""
    life = a_week().on("2026-03-10 11:00")
    found = proof(life)
    assert (found.could_know, found.was_asked) == (True, True)
    life.on("2026-03-13 00:00")
    assert proof(life).status == "missed"
    assert life.now - at("2026-03-10 10:00") > timedelta(hours=48)
