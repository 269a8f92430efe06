"""Reporting a possible breach: nothing is found by it."""

from typing import Any

from models.decision import Incident
from tests.api.two_offices import Client, TwoOffices


def _report(client: Client, house: TwoOffices, number: str | None = None, **more: Any) -> Any:
    body = {"kind": "supervision_rules", "done_on": "2026-03-08", "found_on": "2026-03-09", "facts": "晚归", **more}
    return client.post(f"/api/v1/plans/{number or house.number}/incidents", json=body)


def test_a_report_is_on_the_file_and_its_reading_of_the_two_dates_is_told(house: TwoOffices) -> None:
    answer = _report(house.as_("gui.social_worker"), house, incident="late-home")
    assert answer.status_code == 201
    assert answer.json()["incident"] == "late-home"
    assert answer.json()["reading"] | {"rule": "VI-04", "holds": True} == answer.json()["reading"]
    assert house.plan().status == "under_supervision"


def test_a_report_without_a_label_is_given_one(house: TwoOffices) -> None:
    label = _report(house.as_("gui.social_worker"), house).json()["incident"]
    (row,) = house.rows(Incident)
    assert (row.label, row.status) == (label, "reported")


def test_the_prosecutor_finds_it_in_the_inbox_and_on_the_plan_within_the_next_wake(house: TwoOffices) -> None:
    _report(house.as_("gui.social_worker"), house, incident="late-home")
    house.process_due()
    prosecutor = house.as_("gui.prosecutor")
    assert "incident_reported" in [m["event"] for m in prosecutor.get("/api/v1/inbox").json()["messages"]]
    (shown,) = prosecutor.get(f"/api/v1/plans/{house.number}").json()["incidents"]
    assert (shown["label"], shown["status"]) == ("late-home", "under_review")


def test_reported_twice_under_one_label_it_is_there_once(house: TwoOffices) -> None:
    worker = house.as_("gui.social_worker")
    assert _report(worker, house, incident="late-home").status_code == 201
    assert _report(worker, house, incident="late-home").status_code == 409
    assert len(house.rows(Incident)) == 1


def test_a_day_still_to_come_and_found_before_done_are_impossible(house: TwoOffices) -> None:
    worker = house.as_("gui.social_worker")
    for days in ({"done_on": "2026-03-11"}, {"found_on": "2026-03-11"}, {"found_on": "2026-03-07"}):
        assert _report(worker, house, **days).status_code == 422
    assert house.rows(Incident) == []


def test_a_family_reports_nothing_and_another_offices_worker_finds_no_plan(house: TwoOffices) -> None:
    assert _report(house.as_("mother"), house).status_code == 403
    assert _report(house.as_("ren.social_worker"), house).status_code == 404
    assert house.rows(Incident) == []


def test_what_happened_is_in_no_refusal(house: TwoOffices) -> None:
    answer = _report(house.as_("gui.social_worker"), house, facts="芒果在网吧", done_on="2026-02-30")
    assert answer.status_code == 422
    assert "芒果" not in answer.text
