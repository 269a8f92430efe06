"""Handing in through the API: once, late, twice, for somebody else, and too much of it."""

from datetime import timedelta
from typing import Any

from casework.seal.retention import delete_expired
from core.clock import SimulatedClock
from models.idempotency import IdempotencyRecord
from models.item import Submission
from tests.api.two_offices import Client, TwoOffices


def _note(client: Client, offices: TwoOffices, number: str | None = None, key: str | None = None, **more: Any) -> Any:
    body = {"item": "weekly_note", "text": "这周按时上课", **more}
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"/api/v1/plans/{number or offices.number}/check-ins", json=body, headers=headers)


def test_a_note_submitted_before_its_day_is_on_time_and_wakes_the_plan(offices: TwoOffices) -> None:
    answer = _note(offices.as_("minor"), offices, due_on="2026-03-16")
    assert answer.status_code == 201
    body = answer.json()
    assert (body["status"], body["late"], body["addition"]) == ("on_time", False, False)
    assert body["status_words"] == {"zh": "按时", "en": "on time"}
    assert offices.run_checks == ["now"]
    assert offices.plan().wake_at == offices.context.clock.now()


def test_the_same_request_sent_again_with_its_key_is_done_once_and_answered_alike(offices: TwoOffices) -> None:
    minor = offices.as_("minor")
    first = _note(minor, offices, key="k-1", due_on="2026-03-16")
    again = _note(minor, offices, key="k-1", due_on="2026-03-16")
    assert again.status_code == 201
    assert again.text == first.text
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(offices.rows(Submission)) == 1
    assert offices.run_checks == ["now"]


def test_an_answer_is_remembered_for_a_phone_that_lay_in_a_drawer_for_two_months_and_not_for_ever(
    offices: TwoOffices,
) -> None:
    _note(offices.as_("minor"), offices, key="k-1", due_on="2026-03-16")
    assert isinstance(offices.context.clock, SimulatedClock)
    offices.context.clock.advance_by(timedelta(days=60))
    delete_expired(offices.context)
    again = _note(offices.as_("minor"), offices, key="k-1", due_on="2026-03-16")
    assert again.headers["Idempotency-Replayed"] == "true"
    offices.context.clock.advance_by(timedelta(days=31))
    delete_expired(offices.context)
    assert offices.rows(IdempotencyRecord) == []
    assert len(offices.rows(Submission)) == 1


def test_the_answer_to_a_key_is_not_given_to_somebody_who_has_lost_the_right(offices: TwoOffices) -> None:
    worker = offices.as_("gui.social_worker")
    body = {"item": "weekly_note", "told_by_phone": True, "due_on": "2026-03-16"}
    url, headers = f"/api/v1/plans/{offices.number}/check-ins", {"Idempotency-Key": "k-1"}
    assert worker.post(url, json=body, headers=headers).status_code == 201
    offices.act("social_worker", "hand_over", role="social_worker", to="gui.worker2", stand_in="gui.worker2")
    assert worker.post(url, json=body, headers=headers).status_code == 404


def test_a_minor_does_not_say_that_it_was_given_by_phone(offices: TwoOffices) -> None:
    answer = _note(offices.as_("minor"), offices, due_on="2026-03-16", told_by_phone=True)
    assert answer.status_code == 422
    assert offices.rows(Submission) == []


def test_another_minors_plan_is_not_there(offices: TwoOffices) -> None:
    answer = _note(offices.as_("minor"), offices, offices.other, due_on="2026-03-16")
    unknown = _note(offices.as_("minor"), offices, "SW-NONE-NONE", due_on="2026-03-16")
    assert answer.status_code == unknown.status_code == 404
    assert answer.json() == unknown.json()
    assert offices.rows(Submission) == []


def test_unknown_fields_and_impossible_dates_are_named_together_and_not_repeated(offices: TwoOffices) -> None:
    answer = _note(offices.as_("minor"), offices, due_on="2026-02-30", txet="芒果的秘密", minutes=["a"])
    assert answer.status_code == 422
    assert {mistake["place"] for mistake in answer.json()["mistakes"]} == {"due_on", "txet", "minutes"}
    assert "芒果" not in answer.text
    assert "2026-02-30" not in answer.text


def test_a_sheet_takes_what_a_screen_says_and_a_refusal_names_the_day_and_keeps_nothing(offices: TwoOffices) -> None:
    """As the page for visits sends it: what was typed, and null for a day that was left empty."""
    worker = offices.as_("gui.social_worker")
    sheet = {"item": "usage_sheet", "due_on": "2026-03-08", "told_by_phone": True, "told_by": "guardian", "text": None}
    week = [None, "3小时25分", "1小时20分钟", "三小时", "3:25", "3 h 25 min", ""]
    for day, wrong in ((2, "1441"), (3, "25小时"), (4, "1.5"), (5, -1)):
        refused = _note(worker, offices, **sheet, minutes=[*week[:day], wrong])
        (mistake,) = refused.json()["mistakes"]
        assert (refused.status_code, mistake["place"]) == (422, "minutes")
        assert mistake["wrong"]["zh"].startswith("周" + "一二三四五六日"[day])
    assert offices.rows(Submission) == []
    assert _note(worker, offices, **sheet, minutes=week).status_code == 201
    shown = worker.get(f"/api/v1/plans/{offices.number}/usage").json()
    (phone,) = shown["devices"]
    assert [day["total"] for day in phone["days"]][:7] == [None, 205, 80, 180, 205, 205, None]


def test_a_field_that_nobody_knows_is_not_named_when_it_looks_like_a_person(offices: TwoOffices) -> None:
    answer = _note(offices.as_("minor"), offices, 芒果的母亲="x")
    assert answer.status_code == 422
    assert "芒果" not in answer.text


def test_what_is_larger_than_any_check_in_is_refused_by_its_length_and_not_read(offices: TwoOffices) -> None:
    answer = _note(offices.as_("minor"), offices, due_on="2026-03-16", text="字" * 12_000_000)
    assert answer.status_code == 413
    assert answer.json()["code"] == "too-large"


def test_an_endless_body_without_a_length_is_refused_while_it_is_read(offices: TwoOffices) -> None:
    sent = []

    def pieces() -> Any:
        for _ in range(640):  # forty megabytes
            sent.append(1)
            yield b"x" * 65_536

    answer = offices.as_("minor").post(
        f"/api/v1/plans/{offices.number}/check-ins", content=pieces(), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 413
    assert offices.rows(Submission) == []


def test_a_key_that_is_no_key_is_refused(offices: TwoOffices) -> None:
    answer = _note(offices.as_("minor"), offices, key="k" * 201, due_on="2026-03-16")
    assert answer.status_code == 422
    assert answer.json()["mistakes"][0]["place"] == "header.Idempotency-Key"


def test_what_cannot_be_read_at_all_says_what_it_should_be(offices: TwoOffices) -> None:
    """In another encoding, deeply nested, broken off, a list."""
    minor, before = offices.as_("minor"), offices.rows(Submission)
    headers = {"Content-Type": "application/json", "Accept-Language": "en"}
    for content, status, in_words in (
        ('{"item":"weekly_note","text":"这周按时上课"}'.encode("gb18030"), 400, "UTF-8"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, 400, "nested"),
        (b'{"item":', 422, "JSON"),
        (b"[1]", 422, "JSON"),
    ):
        answer = minor.post(f"/api/v1/plans/{offices.number}/check-ins", content=content, headers=headers)
        body = answer.json()
        assert (answer.status_code, body["code"] in ("unreadable", "bad-input")) == (status, True), in_words
        assert in_words in " ".join([body["detail"], *(mistake["wrong"]["en"] for mistake in body["mistakes"])])
    assert offices.rows(Submission) == before
