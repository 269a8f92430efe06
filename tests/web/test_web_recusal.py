"""Somebody who is recused from a case finds it nowhere, in any page, list, message or calendar, and does nothing to it."""

import pytest

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.rights import SYSTEM
from casework.shared.notify.notify import get_office_recipients, notify
from casework.staff.staffing import ensure_office, ensure_staff
from core.errors import Refused
from models.journal import JournalLine
from models.office import Role
from notifications.events import Event, Recipient
from tests.builders import OFFICE
from tests.web.test_web_field_groups import looked_at
from tests.web.visitors import Pages

ANOTHER = "gui.another"


def test_whoever_is_recused_finds_the_case_nowhere_until_the_ground_is_gone(pages: Pages) -> None:
    """Somebody of the same office whom their post would show it."""
    offices, role = pages.offices, Role.CHIEF_PROSECUTOR
    with offices.context.database.transaction() as session:
        now = offices.context.clock.now()
        ensure_staff(session, now, ANOTHER, role, ensure_office(session, now, OFFICE))
    browser = pages.as_(ANOTHER)
    assert offices.number in browser.get(pages.plan()).text
    offices.act("department_head", "record_recusal", who=ANOTHER, reason="与被害人是亲属")
    found = [address for address, text in looked_at(pages, browser) if offices.number in text or "芒果" in text]
    assert found == []
    assert browser.get(pages.plan()).status_code == 404
    decided = browser.post(f"/api/v1/plans/{offices.number}/acts", json={"did": "record_recusal", "who": ANOTHER,
                           "reason": "没有了", "ended": True})  # fmt: skip
    assert decided.status_code == 404
    with offices.context.open_for_update(offices.number, SYSTEM, PROCESS_PLAN) as open_plan:
        notify(open_plan, Event.STATUTORY_DATE_PASSED, "recusal", day=offices.today, only=[Recipient(role.value)])
        assert ANOTHER not in [one.login for one in get_office_recipients(open_plan, open_plan.plan.office_id, role)]
    another = offices.staff(ANOTHER).id
    assert another not in {message.recipient_id for message in offices.messages("statutory_date_passed")}
    offices.act("department_head", "record_recusal", who=ANOTHER, reason="已查明不是", ended=True)
    assert offices.number in browser.get(pages.plan()).text
    lines = [line for line in offices.rows(JournalLine) if line.act == "record_recusal"]
    assert [line.note["ended"] for line in lines] == [False, True]


def test_whoever_is_on_the_team_hands_over_first(pages: Pages) -> None:
    """Somebody is responsible all the while."""
    with pytest.raises(Refused):
        pages.offices.act("department_head", "record_recusal", who="gui.prosecutor", reason="近亲属")
    assert pages.offices.plan().recused is None
