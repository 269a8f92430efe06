"""The yearly audit of minors' data: counts and evidence, small counts withheld, nothing of anybody."""

import json

import pytest

from casework.acting.rights import Actor
from casework.plan.opening import open_new_plan
from casework.settings.compliance_audit import as_json, load_compliance_audit
from casework.settings.office_dates import list_office_notices
from casework.staff.accounts import confirm_account
from casework.staff.authentication import sign_in
from casework.staff.staff_accounts import enter_service
from core.errors import BadInput, NotAllowed, NotSignedIn
from flows.rehearsal import get_opener
from models.base import new_id
from models.office import AccountRequest, Role
from models.person import Person
from models.request import Request
from tests.api.test_api_caseload_sheets import export
from tests.api.two_offices import HERE, MOTHER_THERE, TwoOffices, make_plan_for
from tests.passwords import FROM_HERE


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
                Request(
                    id=new_id(now),
                    plan_id=plan.id,
                    person_id=person.id,
                    kind="data_request_answer",
                    label=str(place),
                    choice="copy",
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


def test_who_began_who_failed_to_sign_in_and_what_was_exported_are_counted(offices: TwoOffices) -> None:
    """They stood at 0 whatever happened: a failed sign-in is the system's line, and who begins is confirmed by a second
    person. An export is counted by its cases, and not by the looks at the page."""
    context, head = offices.context, Actor.of_staff(offices.staff("gui.department_head"))
    before = figures(offices, "gui.chief_prosecutor")
    enter_service(
        context, Actor.of_staff(offices.staff("gui.administrator")), login="gui.newcomer", display_name="新来的书记员",
        role=Role.CLERK, office="癸县", reason="新调入",
    )  # fmt: skip
    confirm_account(context, head, offices.rows(AccountRequest)[-1].id, reason="核对过")
    with pytest.raises(NotSignedIn):
        sign_in(context, "gui.newcomer", "not-the-password", FROM_HERE)
    export(offices, "prosecutor", "zh-CN")
    after = figures(offices, "gui.chief_prosecutor")
    grown = {code: (count or 0) - (before[code] or 0) for code, count in after.items() if count != before[code]}
    assert grown == {"entered": 1, "sign_in_failed": 1, "caseload": 1}


def test_people_are_counted_by_the_two_ages_of_the_notice_and_a_few_are_withheld(offices: TwoOffices) -> None:
    def ages(year: int = 2026) -> dict[str, int | None]:
        seen = figures(offices, "gui.chief_prosecutor", year)
        return {code: seen[code] for code in ("under_14", "from_14", "of_age", "age_sealed")}

    assert set(ages().values()) == {None}, "the office has one case"
    for place, born_on in enumerate(["2009-11-20"] * 5 + ["2008-01-10"] * 6):
        plan = make_plan_for(
            HERE,
            number=f"SW-AGES-{place:04}",
            minor={"phone": f"1000099{place:04}", "born_on": born_on},
            guardian=[MOTHER_THERE],
        )
        open_new_plan(offices.context, get_opener(offices.context, plan), plan)
    assert ages() == {"under_14": 0, "from_14": 6, "of_age": 6, "age_sealed": 0}
    assert ages(2025) == dict.fromkeys(ages(), 0)


def test_the_audit_has_its_day_and_its_readers_are_told_of_it_in_january(offices: TwoOffices) -> None:
    def noticed(login: str) -> list[str]:
        return [notice.zh for notice in list_office_notices(offices.context, Actor.of_staff(offices.staff(login)))]

    assert not [words for words in noticed("gui.auditor") if "审计" in words]
    offices.on("2027-01-31 09:00")
    assert [words for words in noticed("gui.auditor") if "2026年度" in words and "1月31日" in words]
    assert not [words for words in noticed("gui.clerk") if "审计" in words]
    offices.on("2027-02-01 09:00")
    assert not [words for words in noticed("gui.auditor") if "审计" in words]


def test_the_file_names_nobody(offices: TwoOffices) -> None:
    text = as_json(load_compliance_audit(offices.context, Actor.of_staff(offices.staff("gui.auditor")), 2026))
    assert json.loads(text)["audit"]["year"] == 2026
    assert offices.number not in text
    assert "芒果" not in text


def test_only_who_audits_or_heads_the_office_sees_it(offices: TwoOffices) -> None:
    for role in (Role.ADMINISTRATOR, Role.PROSECUTOR, Role.DEPARTMENT_HEAD):
        with pytest.raises(NotAllowed):
            figures(offices, f"gui.{role.value}")
    with pytest.raises(BadInput):
        figures(offices, "gui.auditor", 2027)
