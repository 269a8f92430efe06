"""Two cases that a jurist would try first: a standing leave, and an employer who asks after the seal."""

from typing import Any

from sqlmodel import select

from flows.rehearsal import open_as_told
from flows.supervision import process_due_events
from models.decision import Incident, Leave
from models.item import Item
from tests.api.two_offices import TwoOffices, make_plan_for


def _do(offices: TwoOffices, person: str, did: str, **values: Any) -> Any:
    """Somebody does it over the API; the answer."""
    return offices.as_(person).post(f"/api/v1/plans/{offices.number}/acts", json={"did": did, **values})


def _taken_over(offices: TwoOffices, on: str, **changed: Any) -> TwoOffices:
    """The office takes over a plan whose period ends on 1 September 2026, and lives it alone from there."""
    offices.on(f"{on} 09:00")
    identity = {"name": "青梅", "identity_number": "990199200911203346", "phone": "10000990301"} | changed.pop(
        "minor", {}
    )
    mother = {
        "relation": "mother",
        "name": "青梅的母亲",
        "legal_representative": True,
        "phone": "10000990302",
        "device": "own",
    }
    plan = make_plan_for(
        "gui", taken_over_on=on, announced_on="2026-03-04", minor=identity, guardian=[mother], **changed
    )
    alone = offices.as_("gui.prosecutor").post("/api/v1/plans", json=plan.model_dump(mode="json", exclude_none=True))
    assert [each["place"] for each in alone.json()["mistakes"]] == ["taken_over_on"], "one person alone takes none over"
    offices.number = open_as_told(offices.context, plan)
    return offices


def _process_until(offices: TwoOffices, moment: str) -> None:
    offices.on(moment)
    process_due_events(offices.context, offices.number, lane="tick")


def test_daily_work_across_the_county_line_is_a_standing_permission_and_no_breach(offices: TwoOffices) -> None:
    """Asked for once, granted once; nothing is to look into on any of its days."""
    asked = _do(offices, "minor", "ask_leave", leave="apprentice", from_on="2026-03-16", to_on="2026-08-31",
                destination="邻县", reason="学徒", for_school_or_work=True, standing=True, leaves="county")  # fmt: skip
    assert asked.status_code == 201, asked.text
    granted = _do(offices, "gui.prosecutor", "decide_leave", leave="apprentice", approved=True)
    assert granted.status_code == 201, granted.text
    with offices.context.database.reading() as session:
        (leave,) = session.exec(select(Leave)).all()
    assert (leave.standing, leave.prosecutor_approved) == (True, True)
    offices.process_due()
    assert offices.rows(Incident) == []
    assert [item.kind for item in offices.rows(Item) if item.kind == "return_check"] == [], (
        "nobody reports back every evening"
    )


def test_an_employer_asks_after_the_seal(offices: TwoOffices) -> None:
    """Asking is on record and is answered in time; it can only be refused, and the certificate was to be had all along."""
    _taken_over(offices, "2026-08-31")
    assert _do(offices, "minor", "ask_certificate").status_code == 201
    _process_until(offices, "2026-09-02 10:00")
    offices.dismiss_open_items()
    _do(offices, "gui.prosecutor", "write_opinion", proposal="non_prosecution")
    _process_until(offices, "2026-09-03 10:00")
    assert _do(offices, "gui.chief_prosecutor", "decide_non_prosecution").status_code == 201
    _process_until(offices, "2026-09-04 10:00")
    assert _do(offices, "gui.prosecutor", "announce_outcome", present=["minor"]).status_code == 201
    offices.dismiss_open_items()
    _process_until(offices, "2026-09-05 10:00")
    assert offices.plan().status == "sealed"
    asked = _do(
        offices, "gui.clerk", "ask_access", access="q1", requester="anyone_else", who="某公司", purpose="入职背景调查"
    )
    assert asked.status_code == 201, asked.text
    granted = {
        "access": "q1",
        "granted": True,
        "reader": "gui.prosecutor",
        "until_on": "2026-09-20",
        "reason": "单位要求",
    }
    refused = _do(offices, "gui.chief_prosecutor", "answer_access", **granted)
    assert refused.status_code == 409
    assert "486" in refused.json()["article"]
    assert (
        _do(offices, "gui.chief_prosecutor", "answer_access", access="q1", granted=False, reason="无依据").status_code
        == 201
    )
    assert offices.as_("gui.prosecutor").get(f"/api/v1/plans/{offices.number}").status_code == 404
