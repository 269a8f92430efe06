"""Reporting a possible breach: nothing is found by it."""

from typing import Any

from models.decision import Incident
from tests.api.two_offices import Client, TwoOffices


def _report(client: Client, offices: TwoOffices, number: str | None = None, **more: Any) -> Any:
    body = {"kind": "supervision_rules", "done_on": "2026-03-08", "found_on": "2026-03-09", "facts": "晚归", **more}
    return client.post(f"/api/v1/plans/{number or offices.number}/incidents", json=body)


def test_a_report_is_on_the_file_and_its_reading_of_the_two_dates_is_stated(offices: TwoOffices) -> None:
    answer = _report(offices.as_("gui.social_worker"), offices, incident="late-home")
    assert answer.status_code == 201
    (row,) = offices.rows(Incident)
    assert answer.json()["incident"] == row.label != "late-home"  # the word is encrypted, and means it all the same
    assert answer.json()["reading"] | {"rule": "VI-04", "holds": True} == answer.json()["reading"]
    assert offices.plan().status == "under_supervision"


def test_a_report_without_a_label_is_given_one(offices: TwoOffices) -> None:
    label = _report(offices.as_("gui.social_worker"), offices).json()["incident"]
    (row,) = offices.rows(Incident)
    assert (row.label, row.status) == (label, "reported")


def test_the_prosecutor_finds_it_in_the_inbox_and_on_the_plan_within_the_next_wake(offices: TwoOffices) -> None:
    label = _report(offices.as_("gui.social_worker"), offices, incident="late-home").json()["incident"]
    offices.process_due()
    prosecutor = offices.as_("gui.prosecutor")
    assert "incident_reported" in [m["event"] for m in prosecutor.get("/api/v1/inbox").json()["messages"]]
    (body,) = prosecutor.get(f"/api/v1/plans/{offices.number}").json()["incidents"]
    assert (body["label"], body["status"]) == (label, "under_review")


def test_reported_twice_under_one_label_it_is_there_once(offices: TwoOffices) -> None:
    worker = offices.as_("gui.social_worker")
    assert _report(worker, offices, incident="late-home").status_code == 201
    assert _report(worker, offices, incident="late-home").status_code == 409
    assert len(offices.rows(Incident)) == 1


def test_a_day_still_to_come_and_found_before_done_are_impossible(offices: TwoOffices) -> None:
    worker = offices.as_("gui.social_worker")
    for days in ({"done_on": "2026-03-11"}, {"found_on": "2026-03-11"}, {"found_on": "2026-03-07"}):
        assert _report(worker, offices, **days).status_code == 422
    assert offices.rows(Incident) == []


def test_a_family_reports_nothing_and_another_offices_worker_finds_no_plan(offices: TwoOffices) -> None:
    assert _report(offices.as_("mother"), offices).status_code == 403
    assert _report(offices.as_("ren.social_worker"), offices).status_code == 404
    assert offices.rows(Incident) == []


def test_what_happened_is_in_no_refusal(offices: TwoOffices) -> None:
    answer = _report(offices.as_("gui.social_worker"), offices, facts="芒果在网吧", done_on="2026-02-30")
    assert answer.status_code == 422
    assert "芒果" not in answer.text
