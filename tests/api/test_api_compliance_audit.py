"""The yearly audit of minors' data: counts and evidence, small counts withheld, nothing of anybody, signed."""

import json

import pytest

from casework.settings.compliance_audit import as_json, as_text, find_signer, load_compliance_audit, sign_audit
from casework.shared.rights import Actor
from core.errors import BadInput, NotAllowed
from models.base import new_id
from models.data_request import DataRequest
from models.exported_head import get_public_key
from models.office import Role
from models.person import Person
from tests.api.two_offices import TwoOffices


def figures(offices: TwoOffices, login: str, year: int = 2026) -> dict[str, int | None]:
    audit = load_compliance_audit(offices.context, Actor.of_staff(offices.staff(login)), year)
    return {one.code: one.count for section in audit.sections for one in section.figures}


def test_small_counts_are_withheld_and_each_office_sees_its_own(offices: TwoOffices) -> None:
    before = figures(offices, "gui.chief_prosecutor")
    assert (before["copy"], before["looks"]) == (0, 0)
    offices.act("minor", "ask_about_data", wish="copy", text="想看看")
    offices.act("department_head", "record_recusal", who="gui.case_management", reason="与被害人是亲属")
    after = figures(offices, "gui.chief_prosecutor")
    assert after["copy"] is None, "one person's matter is not told by a figure"
    assert after["recusals"] == 1, "what staff did is counted as it is"
    with offices.context.database.transaction() as session:
        plan, now = offices.context.find(session, offices.number), offices.context.clock.now()
        person = next(one for one in offices.rows(Person) if one.plan_id == plan.id)
        for place in range(2, 6):
            session.add(
                DataRequest(
                    id=new_id(now),
                    plan_id=plan.id,
                    person_id=person.id,
                    place=place,
                    wish="copy",
                    asked_at=now,
                    document=b"x",
                )  # fmt: skip
            )
    assert figures(offices, "gui.chief_prosecutor")["copy"] == 5
    assert figures(offices, "ren.chief_prosecutor")["copy"] == 0, "another office's are not counted with one's own"
    assert figures(offices, "gui.auditor")["copy"] == 5, "an auditor has those of all together"
    assert figures(offices, "gui.chief_prosecutor", 2025)["copy"] == 0
    offices.on("2026-04-10 09:00")
    assert figures(offices, "gui.chief_prosecutor")["late"] == 5


def test_the_file_names_nobody_and_is_found_changed(offices: TwoOffices) -> None:
    auditor = Actor.of_staff(offices.staff("gui.auditor"))
    audit = load_compliance_audit(offices.context, auditor, 2026)
    text = as_json(sign_audit(offices.context, audit))
    assert find_signer(text) == get_public_key(offices.context.vault)
    changed = json.loads(text)
    changed["audit"]["sections"][-1]["figures"][0]["count"] = 365
    assert find_signer(json.dumps(changed)) is None
    assert find_signer("{}") is None
    for language in ("zh-CN", "en"):
        read = as_text(audit, language)
        assert str(audit.year) in read
        for said in (read, text):
            assert offices.number not in said
            assert "芒果" not in said


def test_only_who_audits_or_heads_the_office_sees_it(offices: TwoOffices) -> None:
    for role in (Role.ADMINISTRATOR, Role.PROSECUTOR, Role.DEPARTMENT_HEAD):
        with pytest.raises(NotAllowed):
            figures(offices, f"gui.{role.value}")
    with pytest.raises(BadInput):
        figures(offices, "gui.auditor", 2027)
