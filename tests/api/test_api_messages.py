"""A plan's messages, a look ahead, one by hand."""

import re
from typing import Any

from models.message import Message
from models.person import Person
from tests.api.two_offices import Client, TwoOffices


def _send_manually(client: Client, offices: TwoOffices, event: str, to: str, **more: Any) -> Any:
    return client.post(f"/api/v1/plans/{offices.number}/messages", json={"event": event, "to": to, **more})


def test_a_reply_is_shown_without_name_number_or_address(offices: TwoOffices) -> None:
    answer = offices.as_("gui.prosecutor").get(f"/api/v1/plans/{offices.number}/messages")
    rows = answer.json()["messages"]
    called = next(row for row in rows if row["event"] == "check_in_due" and row["channel"] == "text")
    assert (called["to"], called["state"], called["device"]) == ("minor", "sent", "own")
    assert "3月9日" in called["text"]
    assert not re.search("芒果|10000|癸县", answer.text)
    assert [row["created_at"] for row in rows] == sorted((row["created_at"] for row in rows), reverse=True)


def test_a_preview_shows_the_text_and_when_it_would_leave_and_posts_nothing(offices: TwoOffices) -> None:
    before = len(offices.rows(Message))
    url = f"/api/v1/plans/{offices.number}/messages/preview?event=to_be_told_in_person"
    rows = offices.as_("gui.social_worker").get(url).json()
    assert {row["to"] for row in rows} == {"minor", "guardian"}
    assert all(row["held_back"] is None for row in rows)
    assert "当面" in rows[0]["text"]
    assert len(offices.rows(Message)) == before


def test_a_preview_says_why_nothing_would_leave(offices: TwoOffices) -> None:
    offices.act("prosecutor", "pause_messages", until_on="2026-03-14", reason="危机")
    url = f"/api/v1/plans/{offices.number}/messages/preview?event=call_back_asked"
    assert offices.as_("gui.social_worker").get(url).json()[0]["held_back"] == {
        "zh": "暂缓提醒期间", "en": "text messages are paused"
    }  # fmt: skip


def test_a_manual_message_waits_in_the_outbox_and_leaves(offices: TwoOffices) -> None:
    answer = _send_manually(offices.as_("gui.social_worker"), offices, "call_back_asked", "guardian")
    assert answer.status_code == 201
    assert answer.json()["messages"] == 1
    assert offices.run_checks == ["now"]
    offices.mail.deliver(offices.context)
    assert [row.state for row in offices.messages("call_back_asked") if row.channel == "text"] == ["sent"]


def test_the_same_again_only_after_half_an_hour(offices: TwoOffices) -> None:
    worker = offices.as_("gui.social_worker")
    assert _send_manually(worker, offices, "call_back_asked", "guardian").status_code == 201
    again = _send_manually(worker, offices, "call_back_asked", "guardian")
    assert again.status_code == 409
    assert "10:30" in again.json()["detail"]
    offices.on("2026-03-10 10:29")
    assert _send_manually(offices.as_("gui.social_worker"), offices, "call_back_asked", "guardian").status_code == 409
    offices.on("2026-03-10 10:30")
    assert _send_manually(offices.as_("gui.social_worker"), offices, "call_back_asked", "guardian").status_code == 201


def test_a_manual_reminder_of_what_has_not_come_names_the_day_until_which_it_can_be_submitted(
    offices: TwoOffices,
) -> None:
    assert _send_manually(offices.as_("gui.assistant"), offices, "check_in_due", "minor").status_code == 201
    posted = offices.messages("check_in_due")[-1]
    assert posted.variables["day"] == "2026-03-12"  # due on the 9th and asked about since: a day gone by helps nobody


def test_nothing_is_said_of_what_nobody_owes(offices: TwoOffices) -> None:
    answer = _send_manually(offices.as_("gui.assistant"), offices, "thought_report_due", "minor")
    assert answer.status_code == 409
    assert offices.messages("thought_report_due") == []


def test_an_automatic_message_is_not_sent_manually_nor_to_whom_the_matrix_does_not_know(offices: TwoOffices) -> None:
    worker = offices.as_("gui.social_worker")
    for event, to in (("submission_received", "minor"), ("praise_given", "guardian"), ("three_misses", "prosecutor")):
        assert _send_manually(worker, offices, event, to).status_code == 422
    assert _send_manually(worker, offices, "call_back_asked", "school").status_code == 422


def test_while_texts_are_held_back_a_person_is_asked_to_call(offices: TwoOffices) -> None:
    offices.act("prosecutor", "pause_messages", until_on="2026-03-14", reason="危机")
    answer = _send_manually(offices.as_("gui.social_worker"), offices, "call_back_asked", "guardian")
    assert answer.status_code == 409
    assert offices.messages("call_back_asked") == []


def test_whoever_was_named_as_a_danger_is_not_written_to_manually(offices: TwoOffices) -> None:
    offices.act("social_worker", "report_danger", person="mother", told_to="police", facts="伤")
    assert _send_manually(offices.as_("gui.social_worker"), offices, "call_back_asked", "guardian").status_code == 409


# ---------------------------------------------------------------- by hand, as it was looked at


def _preview(offices: TwoOffices, event: str, **more: str) -> list[dict[str, Any]]:
    url = f"/api/v1/plans/{offices.number}/messages/preview"
    people: list[dict[str, Any]] = offices.as_("gui.social_worker").get(url, params={"event": event, **more}).json()
    return people


def test_what_is_not_so_is_neither_shown_as_leaving_nor_sent(offices: TwoOffices) -> None:
    """A report that is not open, another's sheet, a meeting without a day: the look ahead says why, and so does the
    refusal."""
    worker = offices.as_("gui.social_worker")
    for event, to, because in (
        ("thought_report_due", "minor", "没有这样的待办事项"),
        ("usage_sheet_due", "minor", "没有这样的待办事项"),
        ("appointment_or_visit", "minor", "哪一天见面"),
        ("after_care_offered", "minor", "没有同意自愿回访"),
    ):
        (row,) = [row for row in _preview(offices, event) if row["to"] == to]
        assert because in row["held_back"]["zh"]
        answer = _send_manually(worker, offices, event, to)
        assert answer.status_code == 409
        assert because in answer.json()["detail"]
    assert {row["to"]: row["held_back"] for row in _preview(offices, "usage_sheet_due")}["guardian"] is None


def test_a_meeting_has_the_day_and_the_hour_that_were_said(offices: TwoOffices) -> None:
    assert "3月13日（周五）有一次见面" in _preview(offices, "appointment_or_visit", day="2026-03-13")[0]["text"]
    values = {"day": "2026-03-13", "at": "15:30"}
    text = _preview(offices, "appointment_or_visit", **values)[0]["text"]
    assert "3月13日（周五）15点30分有一次见面" in text
    assert (
        _send_manually(offices.as_("gui.social_worker"), offices, "appointment_or_visit", "minor", **values).status_code
        == 201
    )
    (posted,) = [row for row in offices.messages("appointment_or_visit") if row.channel == "text"]
    assert (posted.variables["day"], posted.variables["time"][:5]) == ("2026-03-13", "15:30")


def test_of_two_guardians_the_one_who_is_meant_is_written_to(offices: TwoOffices) -> None:
    """Each stands in the look ahead by relation; and what was just said to one may still be said to the other."""
    offices.act("prosecutor", "name_contact", person="father", phone="10000990109")
    worker = offices.as_("gui.social_worker")
    people = {row["person"] for row in _preview(offices, "call_back_asked") if row["to"] == "guardian"}
    assert people == {"mother", "father"}
    assert _send_manually(worker, offices, "call_back_asked", "guardian", person="father").json()["messages"] == 1
    (posted,) = [row for row in offices.messages("call_back_asked") if row.channel == "text"]
    assert posted.recipient_id == next(row.id for row in offices.rows(Person) if row.relation == "father")
    after = {row["person"]: row["held_back"] for row in _preview(offices, "call_back_asked")}
    assert "刚刚发过" in after["father"]["zh"]
    assert after["mother"] is None
    assert _send_manually(worker, offices, "call_back_asked", "guardian", person="father").status_code == 409
    assert _send_manually(worker, offices, "call_back_asked", "guardian", person="mother").status_code == 201
    assert _send_manually(worker, offices, "call_back_asked", "guardian", person="uncle").status_code == 409
    listed = worker.get(f"/api/v1/plans/{offices.number}/messages").json()["messages"]
    assert {row["person"] for row in listed if row["to"] == "guardian"} == {"mother", "father"}
    assert {row["person"] for row in listed if row["to"] == "minor"} == {None}
