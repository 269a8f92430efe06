"""The message console: what is found, counted, said once more and taken back, by whom."""

import re
from typing import Any

import pytest

from models.item import Item
from models.message import Message
from models.plan import Plan
from tests.api.two_offices import Client, TwoOffices

MESSAGES = "/api/v1/messages"


def _find(client: Client, **asked: Any) -> list[dict[str, Any]]:
    answer = client.get(MESSAGES, params=asked)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["messages"])


def _waiting(offices: TwoOffices, event: str = "call_back_asked", to: str = "guardian") -> str:
    """One sent by hand that waits."""
    url = f"/api/v1/plans/{offices.number}/messages"
    assert offices.as_("gui.social_worker").post(url, json={"event": event, "to": to}).status_code == 201
    return next(str(row.id) for row in offices.messages(event) if row.channel == "text")


def _sent(offices: TwoOffices) -> str:
    """The text on the last day of the note, which left yesterday at noon."""
    return next(str(row.id) for row in offices.messages("check_in_last_day") if row.channel == "text")


def test_messages_are_found_by_plan_person_state_and_text(offices: TwoOffices) -> None:
    worker = offices.as_("gui.social_worker")
    everything = _find(worker)
    assert {row["plan"] for row in everything} == {offices.number}
    for asked, what in (
        ({"plan": offices.number, "template": "S1"}, lambda row: row["template"] == "S1"),
        (
            {"state": "sent", "channel": "text"},
            lambda row: (row["message"]["state"], row["message"]["channel"]) == ("sent", "text"),
        ),
        ({"to": "minor"}, lambda row: row["message"]["to"] == "minor"),
        ({"to": "gui.prosecutor"}, lambda row: row["login"] == "gui.prosecutor"),
        ({"event": "check_in_due"}, lambda row: row["message"]["event"] == "check_in_due"),
        ({"from_on": "2026-03-09", "to_on": "2026-03-09"}, lambda row: row["message"]["due_at"][:10] == "2026-03-09"),
    ):
        found = _find(worker, **asked)
        assert found, asked
        assert [row["message"]["id"] for row in found] == [row["message"]["id"] for row in everything if what(row)]


def test_somebody_is_found_by_name_or_number_and_neither_is_repeated(offices: TwoOffices) -> None:
    worker = offices.as_("gui.social_worker")
    for asked in ("芒果", "10000990101"):
        answer = worker.post(f"{MESSAGES}/search", json={"person": asked, "channel": "text"})
        rows = answer.json()["messages"]
        assert rows, asked
        assert {row["message"]["to"] for row in rows} <= {"minor", "guardian"}
        assert not re.search("芒果|10000|癸县", answer.text)
    assert worker.post(f"{MESSAGES}/search", json={"person": "谁也不是"}).json()["messages"] == []


def test_pages_of_messages_come_each_once_in_the_order_of_their_days(offices: TwoOffices) -> None:
    worker, seen, cursor = offices.as_("gui.social_worker"), list[str](), None
    whole = [row["message"]["id"] for row in _find(worker)]
    while True:
        asked = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = worker.get(MESSAGES, params=asked).json()
        seen += [row["message"]["id"] for row in page["messages"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == whole


@pytest.mark.parametrize("asked", [{"state": "lost"}, {"template": "S99"}, {"cursor": "x"}, {"channel": "pigeon"},
                                   {"from_on": "2026-03-09", "to_on": "2026-03-08"}])  # fmt: skip
def test_what_is_no_state_or_text_or_day_is_said_and_nothing_is_shown(
    offices: TwoOffices, asked: dict[str, str]
) -> None:
    assert offices.as_("gui.social_worker").get(MESSAGES, params=asked).status_code == 422


def test_everybody_sees_the_messages_of_their_own_plans_and_an_administrator_all(offices: TwoOffices) -> None:
    for who, plans in (
        ("gui.prosecutor", {offices.number}),
        ("gui.department_head", {offices.number}),
        ("ren.prosecutor", {offices.other}),
        ("gui.administrator", {offices.number, offices.other}),
    ):
        assert {row["plan"] for row in _find(offices.as_(who))} == plans, who
    for who in ("gui.chief_prosecutor", "gui.clerk", "gui.case_management", "gui.auditor", "minor"):
        assert offices.as_(who).get(MESSAGES).status_code == 403
    text = offices.as_("gui.administrator").get(MESSAGES).text
    assert not re.search("芒果|10000", text)


def test_one_message_is_shown_with_every_step(offices: TwoOffices) -> None:
    response = offices.as_("gui.prosecutor").get(f"{MESSAGES}/{_sent(offices)}").json()
    assert [step["state"] for step in response["steps"]] == ["created", "sent"]
    assert all(step["words"]["zh"] for step in response["steps"])
    assert offices.as_("ren.prosecutor").get(f"{MESSAGES}/{_sent(offices)}").status_code == 404


def test_a_day_s_messages_are_counted_by_channel_and_state(offices: TwoOffices) -> None:
    response = offices.as_("gui.social_worker").get(f"{MESSAGES}/counts", params={"from_on": "2026-03-02"}).json()
    rows = [row for row in offices.rows(Message) if row.plan_number == offices.number]
    assert sum(one["messages"] for one in response["counts"]) == len(rows)
    texts = [one for one in response["counts"] if (one["day"], one["channel"]) == ("2026-03-09", "text")]
    assert {one["state"] for one in texts} == {"sent"}
    too_long = offices.as_("gui.social_worker").get(
        f"{MESSAGES}/counts", params={"from_on": "2025-01-01", "to_on": "2026-03-02"}
    )
    assert too_long.status_code == 422


def test_what_left_is_said_once_more_only_after_half_an_hour_and_once(offices: TwoOffices) -> None:
    worker = offices.as_("gui.social_worker")
    asked = next(str(row.id) for row in offices.messages("check_in_not_received") if row.channel == "text")
    too_soon = worker.post(f"{MESSAGES}/{asked}/again")
    assert too_soon.status_code == 409
    assert "10:30" in too_soon.json()["detail"]
    offices.on("2026-03-10 10:31")
    worker = offices.as_("gui.social_worker")
    again = worker.post(f"{MESSAGES}/{asked}/again", headers={"Idempotency-Key": "once"})
    assert again.status_code == 201
    same = worker.post(f"{MESSAGES}/{asked}/again", headers={"Idempotency-Key": "once"})
    assert same.json() == again.json()
    assert worker.post(f"{MESSAGES}/{asked}/again").status_code == 409
    offices.mail.deliver(offices.context)
    fresh = worker.get(f"{MESSAGES}/{again.json()['message']}").json()
    assert (fresh["found"]["message"]["state"], fresh["found"]["message"]["by_hand"]) == ("sent", True)
    assert worker.get(f"{MESSAGES}/{asked}").json()["found"]["message"]["state"] == "sent"


def test_what_would_not_leave_is_not_said_again(offices: TwoOffices) -> None:
    yesterday = _sent(offices)
    offices.on("2026-03-10 12:31")
    worker = offices.as_("gui.social_worker")
    assert (
        "已过" in worker.post(f"{MESSAGES}/{yesterday}/again").json()["detail"]
    )  # "today is the last day" was true then
    offices.act("prosecutor", "pause_messages", until_on="2026-03-14", reason="危机")
    assert "暂缓提醒" in worker.post(f"{MESSAGES}/{yesterday}/again").json()["detail"]
    assert worker.post(f"{MESSAGES}/{_inbox(offices)}/again").status_code == 409


def _inbox(offices: TwoOffices) -> str:
    return next(str(row.id) for row in offices.messages("check_in_last_day") if row.channel == "inbox")


def test_one_that_waits_is_taken_back_and_does_not_leave(offices: TwoOffices) -> None:
    waiting = _waiting(offices)
    worker = offices.as_("gui.social_worker")
    assert worker.post(f"{MESSAGES}/{waiting}/again").status_code == 409
    assert worker.post(f"{MESSAGES}/{waiting}/withdrawal").status_code == 201
    assert worker.post(f"{MESSAGES}/{waiting}/withdrawal").status_code == 201
    offices.mail.deliver(offices.context)
    response = worker.get(f"{MESSAGES}/{waiting}").json()
    assert response["found"]["message"]["state"] == "withdrawn"
    assert response["found"]["message"]["reason"]["zh"] == "由社工办理"
    assert worker.post(f"{MESSAGES}/{_sent(offices)}/withdrawal").status_code == 409


def test_only_who_carries_the_plan_or_administers_repeats_or_withdraws_a_message(offices: TwoOffices) -> None:
    waiting = _waiting(offices)
    for who, status in (("ren.prosecutor", 404), ("gui.department_head", 403), ("gui.clerk", 403), ("minor", 403)):
        for what in ("again", "withdrawal"):
            assert offices.as_(who).post(f"{MESSAGES}/{waiting}/{what}").status_code == status, (who, what)
    assert offices.as_("gui.administrator").post(f"{MESSAGES}/{waiting}/withdrawal").status_code == 201


def test_the_proof_of_reminding_is_shown_to_whoever_may_read_messages(offices: TwoOffices) -> None:
    here = f"/api/v1/plans/{offices.number}/items/weekly_note/2026-03-09/reminders"
    body = offices.as_("gui.prosecutor").get(here).json()
    assert (body["could_know"], body["was_asked"]) == (True, True)
    assert {"S1", "S2", "S3"} <= {one["text"] for one in body["said"]}
    assert not re.search("芒果|10000", offices.as_("gui.prosecutor").get(here).text)
    assert offices.as_("gui.chief_prosecutor").get(here).status_code == 403
    assert offices.as_("ren.prosecutor").get(here).status_code == 404


def test_who_is_to_be_called_today_is_listed_with_words_and_number(offices: TwoOffices) -> None:
    offices.act("prosecutor", "pause_messages", until_on="2026-03-14", reason="危机")
    worker = offices.as_("gui.social_worker")
    assert worker.get("/api/v1/calls").json() == []  # asked yesterday already, on a phone of his own
    offices.on("2026-03-14 18:00")
    offices.process_due()
    (entry,) = [
        one for one in offices.as_("gui.social_worker").get("/api/v1/calls").json() if one["due_on"] == "2026-03-15"
    ]
    assert (entry["kind"], entry["because"], entry["asks"]) == ("usage_sheet", "messages_paused", False)
    assert "小表" in entry["text"]
    assert (
        offices.as_("ren.social_worker").get("/api/v1/calls").json()
        != offices.as_("gui.social_worker").get("/api/v1/calls").json()
    )
    assert offices.as_("gui.clerk").get("/api/v1/calls").status_code == 403


def test_a_calendar_address_is_made_once_shown_to_nobody_and_ended(offices: TwoOffices) -> None:
    """Days and numbers under stable names; what is done stays, what is cancelled says so; sealed or ended is gone."""
    prosecutor, program = offices.as_("gui.prosecutor"), offices.stranger()
    made = prosecutor.post("/api/v1/calendar-links").json()
    first = program.get(made["path"])
    assert first.headers["content-type"].startswith("text/calendar")
    assert f"SUMMARY:{offices.number}" in first.text
    assert not re.search("芒果|癸县|100009", first.text)
    assert program.get(made["path"], headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    names = set(re.findall(r"UID:(\S+)", first.text))
    offices.act(
        "prosecutor",
        "move_item",
        item="prosecutor_talk",
        due_on=_next(offices, "prosecutor_talk"),
        to_on="2026-03-26",
        reason="出差",
    )
    moved = program.get(made["path"]).text
    assert set(re.findall(r"UID:(\S+)", moved)) == names
    assert "20260326" in moved
    assert moved.count("SEQUENCE:1") == first.text.count("SEQUENCE:1") + 1
    one = made["path"].replace(".ics", f"/{min(names).partition('@')[0]}.ics")
    assert program.get(one).text.count("BEGIN:VEVENT") == 1
    with offices.context.database.transaction() as session:
        session.get_one(Plan, offices.plan().id).sealed_at = offices.context.clock.now()
    assert program.get(one).status_code == 410
    assert "VEVENT" not in program.get(made["path"]).text
    assert made["path"] not in prosecutor.get("/api/v1/calendar-links").text
    assert offices.as_("ren.prosecutor").delete(f"/api/v1/calendar-links/{made['id']}").status_code == 404
    assert prosecutor.delete(f"/api/v1/calendar-links/{made['id']}").status_code == 204
    assert program.get(made["path"]).status_code == 410
    assert program.get("/calendar/nobody-made-this.ics").status_code == 404


def _next(offices: TwoOffices, kind: str) -> str:
    return min(str(row.due_on) for row in offices.rows(Item) if row.kind == kind and row.plan_id == offices.plan().id)
