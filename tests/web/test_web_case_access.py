"""A case that somebody else handles is read for a reason, with an approval and an end; its team sees who looked."""

from datetime import timedelta

import pytest

from casework.acting.rights import Actor
from casework.seal.sealed_access import read_sealed
from casework.staff.staffing import ensure_office, ensure_staff
from core.clock import SimulatedClock
from core.errors import NotAllowed, NotFound
from models.journal import JournalLine
from models.office import OfficeLevel, Role
from models.sealed_access import SealedAccessRequest
from tests.builders import OFFICE
from tests.web.visitors import Pages, follow

COLLEAGUE, ABOVE, RECUSED, ELSEWHERE = "gui.colleague", "city.prosecutor", "gui.recused", "ling.colleague"
SHUT = (403, 404)
ASKED = {"reason": "与我办理的案件有关联", "until_on": "2026-03-20"}


def _more_people(pages: Pages) -> None:
    """A prosecutor of the same office, one of the city's above it, one who is recused, and one of another office."""
    offices = pages.offices
    with offices.context.database.transaction() as session:
        now, own = offices.context.clock.now(), ensure_office(session, offices.context.clock.now(), OFFICE)
        city = ensure_office(session, now, "某市", OfficeLevel.CITY)
        own.superior_id = city.id
        session.add(own)
        other = ensure_office(session, now, "第三县")
        for login, office in ((COLLEAGUE, own), (RECUSED, own), (ABOVE, city), (ELSEWHERE, other)):
            ensure_staff(session, now, login, Role.PROSECUTOR, office)
    offices.act("department_head", "record_recusal", who=RECUSED, reason="与被害人是亲属")


def test_a_colleague_reads_a_case_for_a_reason_until_the_day_and_does_nothing_to_it(pages: Pages) -> None:
    _more_people(pages)
    offices, plan, api = pages.offices, pages.plan(), f"/api/v1/plans/{pages.offices.number}"
    reader, chief, team = pages.as_(COLLEAGUE), pages.as_role(Role.CHIEF_PROSECUTOR), pages.as_role(Role.PROSECUTOR)
    assert reader.get(plan).status_code in SHUT
    for refused in (pages.as_(RECUSED), pages.as_(ELSEWHERE)):
        answer = refused.post("/records/look", data=ASKED | {"plan": offices.number})
        assert answer.status_code == 404, "to them there is no such plan"
        assert "没有这个编号的方案" in answer.text
    assert "查阅他人办理的案件" not in pages.as_role(Role.ADMINISTRATOR).get("/records").text
    assert reader.post("/records/look", data=ASKED | {"plan": offices.number, "reason": " "}).status_code == 422
    far = ASKED | {"plan": offices.number, "until_on": "2026-09-20"}
    assert reader.post("/records/look", data=far).status_code == 422
    anyhow = team.post("/records/look", data=ASKED | {"plan": offices.number})
    assert anyhow.status_code == 409, "who may read anyhow asks for nothing"
    follow(reader, reader.post("/records/look", data=ASKED | {"plan": offices.number.lower()}))
    follow(reader, reader.post("/records/look", data=ASKED | {"plan": offices.number}))
    (row,) = offices.rows(SealedAccessRequest)
    assert reader.get(plan).status_code in SHUT, "asked is not granted"

    answer = {"plan": offices.number, "access": row.label, "granted": "true", "reason": "确有关联", "until_on": ""}
    assert reader.post("/records/answer", data=answer).status_code == 403
    assert "与我办理的案件有关联" in chief.get("/records").text
    assert "关联" not in pages.as_role(Role.CLERK).get("/records").text
    follow(chief, chief.post("/records/answer", data=answer))
    page = reader.get(plan).text
    assert "芒果" in page
    assert "您经批准查阅本案" in page
    assert "您经批准查阅本案" not in team.get(plan).text
    assert offices.number not in reader.get("/").text, "it is not one of their cases"
    assert reader.get(f"{plan}/check-ins").status_code == 200
    assert "用网情况" not in reader.get(f"{plan}/check-ins").text, "what devices counted is not lent"
    note = {"did": "note", "topic": "other", "text": "看过"}
    assert reader.post(f"{api}/acts", json=note).status_code == 403
    looked = [line for line in offices.rows(JournalLine) if line.note.get("access") == row.label]
    assert [line.act for line in looked] == ["ask_to_read", "answer_access", "read_plan"]
    seen = team.get(f"{plan}/history").text
    assert "与我办理的案件有关联" in seen
    assert "最近一次查阅" in seen

    offices.act("department_head", "record_recusal", who=COLLEAGUE, reason="与当事人相识")
    assert reader.get(plan).status_code == 404, "a recusal shuts it"
    offices.act("department_head", "record_recusal", who=COLLEAGUE, reason="已查明不是", ended=True)
    assert isinstance(offices.context.clock, SimulatedClock)
    assert reader.get(plan).status_code == 200
    offices.context.clock.advance_to(offices.context.clock.now() + timedelta(days=11))
    assert pages.as_(COLLEAGUE).get(plan).status_code in SHUT, "after its day it has ended by itself"


def test_a_look_is_ended_before_its_day_and_none_outlives_the_seal(pages: Pages) -> None:
    _more_people(pages)
    offices, plan, api = pages.offices, pages.plan(), f"/api/v1/plans/{pages.offices.number}"
    reader, chief = pages.as_(ABOVE), pages.as_role(Role.CHIEF_PROSECUTOR)

    def granted() -> str:
        follow(reader, reader.post("/records/look", data=ASKED | {"plan": offices.number}))
        access = offices.rows(SealedAccessRequest)[-1].label
        sent = {"did": "answer_access", "access": access, "granted": True, "reason": "依法"}
        assert chief.post(f"{api}/acts", json=sent).status_code == 201
        assert reader.get(plan).status_code == 200
        return access

    assert reader.post(f"{api}/acts", json={"did": "end_access", "access": granted()}).status_code == 201
    assert reader.get(plan).status_code in SHUT
    granted()
    pages.seal()
    assert reader.get(plan).status_code in SHUT
    with pytest.raises((NotAllowed, NotFound)):
        read_sealed(offices.context, Actor.of_staff(offices.staff(ABOVE)), offices.number)
