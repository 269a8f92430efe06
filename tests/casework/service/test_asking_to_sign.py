"""The victim's side asked to sign for a paper: one neutral text by a person's choice, and nothing of the minor in it."""

from datetime import date
from typing import Any

import pytest

from casework.acting.performing import perform_as
from casework.acting.rights.read_operations import READ_OWN
from casework.messages.victim_contact import get_office_phone
from casework.service.acts import AskToSign, RecordService
from core.errors import BadInput, NotAllowed, Refused
from models.decision import ServiceReceipt
from models.message import Message
from models.office import Staff
from notifications.render import render
from tests.builders import (
    MOTHERS_PHONE,
    SimulatedPlan,
    a_plan,
    an_announced_plan,
    open_view,
    start_plan,
)
from tests.cached_plans import cached_copy

THEIRS, SECOND = "10000990109", "10000990110"


@cached_copy
def a_case(victims: int = 1, *, with_office_number: bool = True) -> SimulatedPlan:
    case: dict[str, Any] = {
        "no_victim": False, "victims": victims, "victim_loss": 100, "opinions": {
            party: {"state": "heard", "on": "2026-02-25"} for party in
            ("police", "victim", "minor", "legal_representative", "defender")},
    }  # fmt: skip
    case.pop("victim_loss")
    life = start_plan(a_plan(case=case), team_works=False, delivers=True).on("2026-03-03 10:00")
    if with_office_number:
        with life.context.database.transaction() as session:
            for role, phone in (("clerk", "0900-8600001"), ("social_worker", "0900-8600002")):
                staff = session.get_one(Staff, life.staff(role).id)
                staff.phone = phone
                session.add(staff)
    return life


def ask(life: SimulatedPlan, by: str = "clerk", **more: Any) -> None:
    given = {"decision": "conditional_non_prosecution", "day": date(2026, 3, 6), "phone": THEIRS} | more
    perform_as(life.context, life.actor(by), life.number, AskToSign, **given)
    life.process_due()


def texts(life: SimulatedPlan) -> list[Message]:
    return [message for message in life.messages() if message.recipient_role == "victim"]


def test_the_text_says_that_there_is_a_paper_and_whom_to_call_and_nothing_else() -> None:
    life = a_case()
    ask(life)
    (text,) = texts(life)
    assert (text.channel, text.template, text.state, text.variables) == ("text", "S21", "sent", {"day": "2026-03-06"})
    with life.context.database.reading() as session:
        back = get_office_phone(session, life.plan)
    assert back == "0900-8600001"  # the clerk's: the social worker is the minor's
    rendered = render("S21", "zh-CN", text.variables, call_back=back).body
    assert rendered == "【向阳】有一份材料请您签收确认，请在3月6日（周五）前回电0900-8600001；可先拨12309核实。"
    assert THEIRS not in str([line.note for line in life.lines()])


def test_who_has_signed_is_asked_no_more_and_their_number_is_gone() -> None:
    life = a_case()
    life.on("2026-03-03 22:00")  # in the night: it waits for the morning
    ask(life)
    perform_as(life.context, life.actor("clerk"), life.number, RecordService, to="victim", received_on=date(2026, 3, 3))
    life.on("2026-03-04 12:00")
    (text,) = texts(life)
    assert text.state == "withdrawn"
    assert [row.contact for row in life.rows(ServiceReceipt) if row.addressee == "victim"] == [None]
    with pytest.raises(Refused):
        ask(life)


def test_of_several_each_is_asked_by_the_number_on_their_receipt() -> None:
    life = a_case(victims=2)
    with pytest.raises(BadInput, match="number"):
        ask(life)
    ask(life, number="回证1")
    ask(life, number="回证2", phone=SECOND)
    perform_as(life.context, life.actor("clerk"), life.number, RecordService, to="victim", received_on=date(2026, 3, 3),
                   number="回证2")  # fmt: skip
    kept = {row.number: row.contact is not None for row in life.rows(ServiceReceipt) if row.addressee == "victim"}
    assert kept == {"回证1": True, "回证2": False}


def test_a_number_that_is_also_a_familys_gets_nothing() -> None:
    life = a_case()
    ask(life, phone=MOTHERS_PHONE)
    assert [(text.state, text.state_reason) for text in texts(life)] == [("not_sent", "number_shared")]


def test_what_cannot_be_asked_is_refused_and_loses_nothing() -> None:
    life = a_case()
    with pytest.raises(BadInput):
        ask(life, phone=None)
    with pytest.raises(BadInput):
        ask(life, day=date(2026, 3, 2))
    with pytest.raises(BadInput):
        ask(life, day=date(2026, 4, 2))
    with pytest.raises(NotAllowed):
        ask(life, by="social_worker")
    with pytest.raises(NotAllowed):
        ask(life, by="mother")
    with pytest.raises(Refused):
        ask(a_case(with_office_number=False))
    ask(life)
    with pytest.raises(Refused):
        ask(life, phone=None)
    life.on("2026-03-03 10:40")
    ask(life, phone=None)  # the number is kept
    assert len(texts(life)) == 2


def test_a_case_without_a_victim_has_nobody_to_ask() -> None:
    with pytest.raises(Refused):
        ask(an_announced_plan())


def test_the_family_sees_nothing_of_it() -> None:
    from casework.family.family_page import load_own_page

    life = a_case()
    ask(life)
    for who in ("minor", "mother"):
        assert "签收" not in str(open_view(load_own_page, life.context, life.actor(who), life.number, right=READ_OWN))
