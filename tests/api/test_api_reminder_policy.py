"""The policy of reminders over the API: read, tried, switched on, by those whose office it is."""

from dataclasses import replace
from functools import partial

import pytest

from api.app import create_app
from flows.policy_simulation import simulate_month
from notifications.reminder_policy import FILE
from serving.app_state import AppState
from tests.api.two_offices import TwoOffices

POLICY = "/api/v1/reminder-policy"
WRITTEN = FILE.read_text(encoding="utf-8")
EARLIER = WRITTEN.replace('call_at = "17:00"', 'call_at = "16:30"')


@pytest.fixture
def trying(offices: TwoOffices) -> TwoOffices:
    """The house, where a month can be simulated."""
    offices.app = create_app(AppState(offices.context, simulate=partial(simulate_month, offices.context)))
    return offices


def test_a_policy_is_tried_first_and_then_switched_on_for_ones_own_office(trying: TwoOffices) -> None:
    head = trying.as_("gui.department_head")
    assert head.get(POLICY).json()["text"] == WRITTEN
    tried = head.post(f"{POLICY}/simulation", json={"month": "2026-03", "text": EARLIER}).json()
    texts = [one for one in tried["messages"] if one["template"] == "S1"]
    assert texts
    assert {one["at"][11:16] for one in texts} == {"08:30"}  # half past four in the afternoon
    assert {one["plan"] for one in tried["messages"]} <= {trying.number, None}
    assert head.get(POLICY).json()["history"] == []
    switched = head.post(POLICY, json={"text": EARLIER, "reason": "早点提醒"})
    assert (switched.status_code, switched.json()["plans_moved"]) == (201, 1)
    assert head.get(POLICY).json()["mark"] == tried["mark"]
    elsewhere = trying.as_("ren.department_head").get(POLICY).json()
    assert (elsewhere["text"], elsewhere["history"]) == (WRITTEN, [])


def test_what_is_not_a_policy_is_answered_with_every_mistake(trying: TwoOffices) -> None:
    head = trying.as_("gui.department_head")
    wrong = WRITTEN.replace('"17:00"', '"soon"').replace("late_minutes = 30", "late_minutes = 0")
    answer = head.post(POLICY, json={"text": wrong, "reason": "x"})
    assert answer.status_code == 422
    assert {one["place"] for one in answer.json()["mistakes"]} == {"steps.call_at", "watch.late_minutes"}
    assert head.post(f"{POLICY}/simulation", json={"month": "soon"}).status_code == 422
    assert head.post(POLICY, json={"text": WRITTEN, "reason": "x", "office": "壬县"}).status_code == 403
    assert trying.as_("gui.social_worker").post(POLICY, json={"text": WRITTEN, "reason": "x"}).status_code == 403
    assert trying.as_("gui.social_worker").get(POLICY).json()["offices"] == []


def test_where_nothing_can_be_simulated_that_is_said(offices: TwoOffices) -> None:
    assert replace(AppState(offices.context)).simulate is None
    assert offices.as_("gui.department_head").post(f"{POLICY}/simulation", json={"month": "2026-04"}).status_code == 409
