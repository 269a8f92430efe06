"""A plan's messages, a look ahead, one by hand; and one's own inbox."""

import re
import uuid
from typing import Any

from models.message import Message
from models.person import Person
from tests.api.two_offices import Client, TwoOffices


def _by_hand(client: Client, house: TwoOffices, event: str, to: str, **more: Any) -> Any:
    return client.post(f"/api/v1/plans/{house.number}/messages", json={"event": event, "to": to, **more})


def test_what_was_said_is_told_without_name_number_or_address(house: TwoOffices) -> None:
    answer = house.as_("gui.prosecutor").get(f"/api/v1/plans/{house.number}/messages")
    rows = answer.json()["messages"]
    called = next(row for row in rows if row["event"] == "check_in_due" and row["channel"] == "text")
    assert (called["to"], called["state"], called["device"]) == ("minor", "sent", "own")
    assert "3月9日" in called["text"]
    assert not re.search("芒果|10000|癸县", answer.text)
    assert [row["created_at"] for row in rows] == sorted((row["created_at"] for row in rows), reverse=True)


def test_messages_come_in_pages_and_each_comes_once(house: TwoOffices) -> None:
    client, seen, cursor = house.as_("gui.prosecutor"), [], ""
    url = f"/api/v1/plans/{house.number}/messages"
    whole = [row["id"] for row in client.get(url).json()["messages"]]
    while cursor is not None:
        page = client.get(f"{url}?limit=2{cursor and '&cursor=' + cursor}").json()
        seen, cursor = seen + [row["id"] for row in page["messages"]], page["next"]
    assert seen == whole


def test_a_preview_shows_the_text_and_when_it_would_leave_and_posts_nothing(house: TwoOffices) -> None:
    before = len(house.rows(Message))
    url = f"/api/v1/plans/{house.number}/messages/preview?event=to_be_told_in_person"
    rows = house.as_("gui.social_worker").get(url).json()
    assert {row["to"] for row in rows} == {"minor", "guardian"}
    assert all(row["held_back"] is None for row in rows)
    assert "当面" in rows[0]["text"]
    assert len(house.rows(Message)) == before


def test_a_preview_says_why_nothing_would_leave(house: TwoOffices) -> None:
    house.act("prosecutor", "pause_messages", until_on="2026-03-14", reason="危机")
    url = f"/api/v1/plans/{house.number}/messages/preview?event=call_back_asked"
    assert house.as_("gui.social_worker").get(url).json()[0]["held_back"] == {
        "zh": "暂缓提醒期间", "en": "text messages are paused"
    }  # fmt: skip


def test_one_sent_by_hand_waits_in_the_outbox_and_leaves(house: TwoOffices) -> None:
    answer = _by_hand(house.as_("gui.social_worker"), house, "call_back_asked", "guardian")
    assert answer.status_code == 201
    assert answer.json()["messages"] == 1
    assert house.run_checks == ["now"]
    house.mail.deliver(house.context)
    assert [row.state for row in house.messages("call_back_asked") if row.channel == "text"] == ["sent"]


def test_by_hand_in_the_night_it_leaves_in_the_morning(house: TwoOffices) -> None:
    house.on("2026-03-10 23:30")
    answer = _by_hand(house.as_("gui.social_worker"), house, "call_back_asked", "guardian")
    assert answer.json()["leaves_at"] == "2026-03-11T00:00:00Z"  # eight in the morning
    house.mail.deliver(house.context)
    assert {row.state for row in house.messages("call_back_asked")} == {"created"}


def test_the_same_again_only_after_half_an_hour(house: TwoOffices) -> None:
    worker = house.as_("gui.social_worker")
    assert _by_hand(worker, house, "call_back_asked", "guardian").status_code == 201
    again = _by_hand(worker, house, "call_back_asked", "guardian")
    assert again.status_code == 409
    assert "10:30" in again.json()["detail"]
    house.on("2026-03-10 10:29")
    assert _by_hand(house.as_("gui.social_worker"), house, "call_back_asked", "guardian").status_code == 409
    house.on("2026-03-10 10:30")
    assert _by_hand(house.as_("gui.social_worker"), house, "call_back_asked", "guardian").status_code == 201


def test_a_reminder_by_hand_of_what_has_not_come_names_the_day_until_which_it_can_be_told(house: TwoOffices) -> None:
    assert _by_hand(house.as_("gui.assistant"), house, "check_in_due", "minor").status_code == 201
    posted = house.messages("check_in_due")[-1]
    assert posted.variables["day"] == "2026-03-12"  # due on the 9th and asked about since: a day gone by helps nobody


def test_nothing_is_said_of_what_nobody_owes(house: TwoOffices) -> None:
    answer = _by_hand(house.as_("gui.assistant"), house, "thought_report_due", "minor")
    assert answer.status_code == 409
    assert house.messages("thought_report_due") == []


def test_what_happens_by_itself_is_not_said_by_hand_nor_to_whom_the_matrix_does_not_know(house: TwoOffices) -> None:
    worker = house.as_("gui.social_worker")
    for event, to in (("submission_received", "minor"), ("praise_given", "guardian"), ("three_misses", "prosecutor")):
        assert _by_hand(worker, house, event, to).status_code == 422
    assert _by_hand(worker, house, "call_back_asked", "school").status_code == 422


def test_while_texts_are_held_back_a_person_is_asked_to_call(house: TwoOffices) -> None:
    house.act("prosecutor", "pause_messages", until_on="2026-03-14", reason="危机")
    answer = _by_hand(house.as_("gui.social_worker"), house, "call_back_asked", "guardian")
    assert answer.status_code == 409
    assert house.messages("call_back_asked") == []


def test_whoever_was_named_as_a_danger_is_written_to_by_no_hand(house: TwoOffices) -> None:
    house.act("social_worker", "report_danger", person="mother", told_to="police", facts="伤")
    assert _by_hand(house.as_("gui.social_worker"), house, "call_back_asked", "guardian").status_code == 409


def test_only_who_carries_the_plan_sends_or_reads(house: TwoOffices) -> None:
    assert _by_hand(house.as_("gui.clerk"), house, "call_back_asked", "guardian").status_code == 403
    assert _by_hand(house.as_("ren.social_worker"), house, "call_back_asked", "guardian").status_code == 404
    assert house.as_("gui.clerk").get(f"/api/v1/plans/{house.number}/messages").status_code == 403
    assert house.as_("gui.case_management").get(f"/api/v1/plans/{house.number}/messages").status_code == 403


# ---------------------------------------------------------------- one's own inbox


def test_each_has_their_own_inbox_and_reads_it_once(house: TwoOffices) -> None:
    minor = house.as_("minor")
    messages = minor.get("/api/v1/inbox").json()["messages"]
    assert {message["plan"] for message in messages} == {house.number}
    first = messages[0]
    assert first["read_at"] is None
    for _ in range(2):
        assert minor.post(f"/api/v1/inbox/{first['id']}/read").status_code == 204
    assert minor.get("/api/v1/inbox").json()["messages"][0]["read_at"] is not None


def test_nobody_reads_anothers_message(house: TwoOffices) -> None:
    (message, *_) = house.as_("minor").get("/api/v1/inbox").json()["messages"]
    for who in ("mother", "gui.prosecutor"):
        assert house.as_(who).post(f"/api/v1/inbox/{message['id']}/read").status_code == 404
    assert house.as_("minor").post(f"/api/v1/inbox/{uuid.uuid4()}/read").status_code == 404
    assert house.as_("minor").get("/api/v1/inbox").json()["messages"][0]["read_at"] is None


def test_a_message_sent_by_mail_is_in_no_inbox_to_be_read(house: TwoOffices) -> None:
    text = next(row for row in house.rows(Message) if row.channel == "text" and row.recipient_role == "minor")
    assert house.as_("minor").post(f"/api/v1/inbox/{text.id}/read").status_code == 404


# ---------------------------------------------------------------- by hand, as it was looked at


def _preview(house: TwoOffices, event: str, **more: str) -> list[dict[str, Any]]:
    url = f"/api/v1/plans/{house.number}/messages/preview"
    shown: list[dict[str, Any]] = house.as_("gui.social_worker").get(url, params={"event": event, **more}).json()
    return shown


def test_a_reminder_by_hand_names_the_hour_until_which_it_is_due(house: TwoOffices) -> None:
    """Twenty o'clock, as the text that the machine sends; another hour only where somebody said so."""
    assert "20点前" in _preview(house, "check_in_due")[0]["text"]
    assert "16点05分前" in _preview(house, "check_in_due", at="16:05")[0]["text"]
    assert _by_hand(house.as_("gui.assistant"), house, "check_in_due", "minor").status_code == 201
    assert house.messages("check_in_due")[-1].variables["time"].startswith("20:00")


def test_what_is_not_so_is_neither_shown_as_leaving_nor_sent(house: TwoOffices) -> None:
    """A report that is not open, another's sheet, a meeting without a day: the look ahead says why, and so does the
    refusal."""
    worker = house.as_("gui.social_worker")
    for event, to, because in (
        ("thought_report_due", "minor", "没有这样的待办事项"),
        ("usage_sheet_due", "minor", "没有这样的待办事项"),
        ("appointment_or_visit", "minor", "哪一天见面"),
        ("after_care_offered", "minor", "没有同意自愿回访"),
    ):
        (row,) = [row for row in _preview(house, event) if row["to"] == to]
        assert because in row["held_back"]["zh"]
        answer = _by_hand(worker, house, event, to)
        assert answer.status_code == 409
        assert because in answer.json()["detail"]
    assert {row["to"]: row["held_back"] for row in _preview(house, "usage_sheet_due")}["guardian"] is None


def test_a_meeting_has_the_day_and_the_hour_that_were_said(house: TwoOffices) -> None:
    assert "3月13日（周五）有一次见面" in _preview(house, "appointment_or_visit", day="2026-03-13")[0]["text"]
    told = {"day": "2026-03-13", "at": "15:30"}
    text = _preview(house, "appointment_or_visit", **told)[0]["text"]
    assert "3月13日（周五）15点30分有一次见面" in text
    assert _by_hand(house.as_("gui.social_worker"), house, "appointment_or_visit", "minor", **told).status_code == 201
    (posted,) = [row for row in house.messages("appointment_or_visit") if row.channel == "text"]
    assert (posted.variables["day"], posted.variables["time"][:5]) == ("2026-03-13", "15:30")


def test_of_two_guardians_the_one_who_is_meant_is_written_to(house: TwoOffices) -> None:
    """Each stands in the look ahead by relation; and what was just said to one may still be said to the other."""
    house.act("prosecutor", "name_contact", person="father", phone="10000990109")
    worker = house.as_("gui.social_worker")
    shown = {row["person"] for row in _preview(house, "call_back_asked") if row["to"] == "guardian"}
    assert shown == {"mother", "father"}
    assert _by_hand(worker, house, "call_back_asked", "guardian", person="father").json()["messages"] == 1
    (posted,) = [row for row in house.messages("call_back_asked") if row.channel == "text"]
    assert posted.recipient_id == next(row.id for row in house.rows(Person) if row.relation == "father")
    after = {row["person"]: row["held_back"] for row in _preview(house, "call_back_asked")}
    assert "刚刚发过" in after["father"]["zh"]
    assert after["mother"] is None
    assert _by_hand(worker, house, "call_back_asked", "guardian", person="father").status_code == 409
    assert _by_hand(worker, house, "call_back_asked", "guardian", person="mother").status_code == 201
    assert _by_hand(worker, house, "call_back_asked", "guardian", person="uncle").status_code == 409
    listed = worker.get(f"/api/v1/plans/{house.number}/messages").json()["messages"]
    assert {row["person"] for row in listed if row["to"] == "guardian"} == {"mother", "father"}
    assert {row["person"] for row in listed if row["to"] == "minor"} == {None}
