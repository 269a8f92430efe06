"""Reminders: of one thing, of all that is late, and what became of each; a look ahead says exactly what the sending does."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.rights import SYSTEM, Actor
from casework.messages.manual_send import FreeText, Reminder, ReminderRequest, list_reminders, send_reminder
from casework.messages.proof import load_proof
from core.errors import SunwardError
from models.base import new_id
from models.journal import JournalLine
from models.message import Message
from models.office import Role
from models.person import Person
from notifications.digest_and_limits import make_digest_key
from notifications.events import Event, Recipient
from tests.api.test_api_tokens import confirmed_client
from tests.api.two_offices import Client, TwoOffices

CALL_BACK = {"text": "call_back_asked", "to": "guardian"}
NOTE = {"kind": "weekly_note", "due_on": "2026-03-09"}


def _remind(client: Client, offices: TwoOffices, sent: dict[str, Any], **more: Any) -> Any:
    return client.post(f"/api/v1/plans/{offices.number}/reminders", json={**sent, **more})


def _listed(offices: TwoOffices, who: str = "gui.social_worker") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = offices.as_(who).get(f"/api/v1/plans/{offices.number}").json()["reminders"]
    return found


def _late(client: Client, **more: Any) -> list[tuple[str, str, str, bool, str]]:
    found = client.post("/api/v1/reminders", json=more).json()["reminders"]
    return [
        (one["plan"], one["kind"], one["to"], one["id"] is not None, (one["reason"] or {}).get("zh", ""))
        for one in found
    ]


# ---------------------------------------------------------------- as it was looked at


def test_looking_and_sending_never_differ_whatever_is_said_to_whom(offices: TwoOffices) -> None:
    """The first open item of each kind and every text, to every recipient; what the plan lists is exactly what is sent. What a
    look refuses is tried once for each reason."""
    worker = Actor.of_staff(offices.staff("gui.social_worker"))
    with offices.context.open_for_reading(offices.number, SYSTEM, PROCESS_PLAN) as open_plan:
        listed = list_reminders(replace(open_plan, actor=worker))
        items = {item.kind: ReminderRequest(item.kind, item.due_on) for item in reversed(open_plan.items())}
    occasions = [*items.values(), *(ReminderRequest(text=one) for one in FreeText)]
    sent: list[Reminder] = []
    refused = set()
    for occasion in occasions:
        for to in Recipient:
            day = date(2026, 3, 13) if occasion.text is FreeText.APPOINTMENT_OR_VISIT else None
            wanted = replace(occasion, to=to, day=day)
            looked = _tried(offices, worker, wanted, dry_run=True)
            if not isinstance(looked, Reminder):
                if (why := (occasion.text, looked[0], re.sub(r"\w+-\w+|\d+", "", looked[1]))) in refused:
                    continue
                refused.add(why)
            done = _tried(offices, worker, wanted, dry_run=False)
            if isinstance(done, Reminder):
                assert done.id is not None
                sent.append(replace(done, id=None))
                assert looked == sent[-1], wanted
            else:
                assert looked == done, wanted
    of_these = {(one.kind, one.due_on) for one in items.values()} | {(None, None)}
    assert {_who(one) for one in sent} == {
        _who(one) for one in listed if one.reason is None and (one.kind, one.due_on) in of_these
    }
    assert len(sent) > 12


def _who(one: Reminder) -> tuple[Any, ...]:
    return one.kind, one.due_on, one.text, one.to, one.person


def _tried(offices: TwoOffices, by: Actor, wanted: ReminderRequest, *, dry_run: bool) -> Reminder | tuple[int, str]:
    try:
        return send_reminder(offices.context, by, offices.number, wanted, dry_run=dry_run)
    except SunwardError as refused:
        return refused.status, refused.reason.zh


def test_what_is_said_when_it_happens_is_said_by_nobody_s_choice(offices: TwoOffices) -> None:
    worker, taken = offices.as_("gui.social_worker"), []
    for event in set(Event) - set(FreeText):
        answer = _remind(worker, offices, {"text": event.value, "to": "minor"})
        wrong = [one["place"] for one in answer.json().get("mistakes", [])]
        taken += [event] if (answer.status_code, wrong) != (422, ["text"]) else []
    assert taken == []


def test_a_look_posts_nothing_and_records_no_sending(offices: TwoOffices) -> None:
    before = len(offices.rows(Message)), offices.plan().version
    answer = _remind(offices.as_("gui.social_worker"), offices, CALL_BACK, dry_run=True)
    assert (answer.status_code, answer.json()["id"]) == (200, None)
    assert "回个电话" in answer.json()["says"]
    assert (len(offices.rows(Message)), offices.plan().version) == before
    assert offices.run_checks == []


def test_one_of_both_is_asked_for_and_one_addressee(offices: TwoOffices) -> None:
    worker = offices.as_("gui.social_worker")
    for wrong in ({}, {**NOTE, **CALL_BACK}, {"text": "praise_given", "day": "2026-03-20"}, {"text": "call_back_asked"},
                  {"text": "praise_given", "to": "guardian"}, {"text": "appointment_or_visit", "to": "minor"},
                  {"text": "appointment_or_visit", "to": "minor", "day": "2026-03-01"}):  # fmt: skip
        assert _remind(worker, offices, wrong).status_code == 422, wrong
    assert "guardian mother" in _remind(worker, offices, {"text": "call_back_asked"}).json()["detail"]
    assert _remind(worker, offices, {"kind": "opinion"}).status_code == 404
    assert _remind(worker, offices, {"kind": "weekly_note", "due_on": "2026-06-01"}).status_code == 409
    assert offices.messages("praise_given") == []


# ---------------------------------------------------------------- one reminder


def test_a_reminder_has_an_id_leaves_and_its_fate_is_told_to_the_receipt(offices: TwoOffices) -> None:
    client = confirmed_client(offices, "remind")
    answer = _remind(client, offices, CALL_BACK)
    assert answer.status_code == 201
    assert offices.run_checks == ["now"]
    assert not re.search("芒果|10000|约定词", answer.text)
    address = f"/api/v1/reminders/{answer.json()['id']}"
    assert client.get(address).json()["state"] == "created"
    offices.mail.deliver(offices.context)
    fate = client.get(address)
    assert (fate.json()["state"], [step["state"] for step in fate.json()["steps"]][-1]) == ("sent", "sent")
    assert not re.search("芒果|10000|癸县", fate.text)
    assert offices.as_("ren.social_worker").get(address).status_code == 404
    assert confirmed_client(offices, "read").get(address).status_code == 403
    assert client.get("/api/v1/reminders/00000000-0000-0000-0000-000000000001").status_code == 404


def test_a_token_is_told_what_is_open_and_what_can_be_sent_and_nobody_s_name(offices: TwoOffices) -> None:
    address = f"/api/v1/plans/{offices.number}"
    plan = confirmed_client(offices, "read", "remind").get(address)
    assert not re.search(r"芒果|10000|癸县|约定词|gui\.", plan.text)
    found = plan.json()
    assert ("weekly_note", "2026-03-09") in {(item["kind"], item["due_on"]) for item in found["items"]}
    assert {("weekly_note", "minor"), (None, "guardian")} <= {(one["kind"], one["to"]) for one in found["reminders"]}
    assert found["processed_next_at"] > "2026-03-10"
    assert (found["team"], found["name"]) == ([], None)
    assert confirmed_client(offices, "read").get(address).json()["reminders"] == []
    of_law = offices.as_("gui.case_management").get(address).json()
    assert {item["owner"] for item in of_law["items"]} <= {"prosecutor", "clerk"}
    assert of_law["reminders"] == []


def test_a_reminder_of_a_note_that_has_not_come_counts_in_its_proof(offices: TwoOffices) -> None:
    """It names the day until which there is time: a day gone by helps nobody."""
    assert _remind(offices.as_("gui.assistant"), offices, NOTE).status_code == 201
    posted = offices.messages("check_in_not_received")[-1]
    assert (posted.variables["day"], posted.recipient_role) == ("2026-03-12", "minor")
    offices.mail.deliver(offices.context)
    prosecutor = Actor.of_staff(offices.staff("gui.prosecutor"))
    proof = load_proof(offices.context, prosecutor, offices.number, "weekly_note", date(2026, 3, 9))
    assert [(one.event, one.proves) for one in proof.said][-1] == ("check_in_not_received", True)
    assert proof.was_asked


def test_the_same_again_only_after_half_an_hour(offices: TwoOffices) -> None:
    worker = offices.as_("gui.social_worker")
    assert _remind(worker, offices, CALL_BACK).status_code == 201
    again = _remind(worker, offices, CALL_BACK)
    assert again.status_code == 409
    assert "10:30" in again.json()["detail"]
    offices.on("2026-03-10 10:29")
    assert _remind(offices.as_("gui.social_worker"), offices, CALL_BACK).status_code == 409
    offices.on("2026-03-10 10:30")
    assert _remind(offices.as_("gui.social_worker"), offices, CALL_BACK).status_code == 201


def test_with_one_key_one_reminder_and_on_an_old_state_none(offices: TwoOffices) -> None:
    worker, headers = offices.as_("gui.social_worker"), {"Idempotency-Key": "k-1"}
    address = f"/api/v1/plans/{offices.number}/reminders"
    first = worker.post(address, json=CALL_BACK, headers=headers)
    again = worker.post(address, json=CALL_BACK, headers=headers)
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert len([row for row in offices.messages("call_back_asked") if row.channel == "text"]) == 1
    assert worker.post(address, json=NOTE, headers={"If-Match": '"1"'}).status_code == 412


def test_while_texts_are_held_back_the_answer_says_so(offices: TwoOffices) -> None:
    offices.act("prosecutor", "pause_messages", until_on="2026-03-14", reason="危机")
    answer = _remind(offices.as_("gui.social_worker"), offices, CALL_BACK)
    assert answer.status_code == 409
    assert "暂缓提醒" in answer.json()["detail"]
    assert offices.messages("call_back_asked") == []
    assert {one["to"] for one in _listed(offices)} <= {"clerk", "social_worker", "prosecutor"}


def test_whoever_was_named_as_a_danger_is_not_written_to(offices: TwoOffices) -> None:
    offices.act("social_worker", "report_danger", person="mother", told_to="police", facts="伤")
    assert _remind(offices.as_("gui.social_worker"), offices, CALL_BACK).status_code == 409


def test_a_meeting_has_the_day_and_the_hour_that_were_said(offices: TwoOffices) -> None:
    (listed,) = [one for one in _listed(offices) if (one["text"], one["to"]) == ("appointment_or_visit", "minor")]
    assert (listed["takes"], listed["needs"]) == (["day", "at"], ["day"])
    sent = {"text": "appointment_or_visit", "to": "minor", "day": "2026-03-13", "at": "15:30"}
    answer = _remind(offices.as_("gui.social_worker"), offices, sent)
    assert "3月13日（周五）15点30分有一次见面" in answer.json()["says"]
    (posted,) = [row for row in offices.messages("appointment_or_visit") if row.channel == "text"]
    assert (posted.variables["day"], posted.variables["time"][:5]) == ("2026-03-13", "15:30")


def test_of_two_guardians_the_one_who_is_meant_is_written_to(offices: TwoOffices) -> None:
    """What was just said to one may still be said to the other."""
    offices.act("prosecutor", "name_contact", person="father", phone="10000990109")
    worker = offices.as_("gui.social_worker")
    assert "guardian mother、guardian father" in _remind(worker, offices, CALL_BACK).json()["detail"]
    assert _remind(worker, offices, CALL_BACK, person="father").json()["person"] == "father"
    (posted,) = [row for row in offices.messages("call_back_asked") if row.channel == "text"]
    assert posted.recipient_id == next(row.id for row in offices.rows(Person) if row.relation == "father")
    assert _remind(worker, offices, CALL_BACK, person="father").status_code == 409
    assert _remind(worker, offices, CALL_BACK, person="mother").status_code == 201
    assert _remind(worker, offices, CALL_BACK, person="uncle").status_code == 422


# ---------------------------------------------------------------- all who are late


def test_all_who_are_late_in_the_own_office_are_reminded_once_a_day(offices: TwoOffices) -> None:
    """The question that left by itself this morning counts, another office's plans are left alone, and each says why."""
    client = confirmed_client(offices, "remind")
    preview = _late(client, dry_run=True)
    assert preview == [(offices.number, "service", "clerk", False, ""),
                     (offices.number, "weekly_note", "minor", False, _SAID)]  # fmt: skip
    assert _late(client) == [(offices.number, "service", "clerk", True, ""), preview[1]]
    assert _late(client) == [(offices.number, "service", "clerk", False, _SAID), preview[1]]
    lines = [line for line in offices.rows(JournalLine) if line.act == "send_by_hand"]
    assert [(line.actor_role, line.note["kind"]) for line in lines] == [("integration", "service")]
    offices.mail.deliver(offices.context)
    offices.on("2026-03-11 10:00")
    client = confirmed_client(offices, "remind")
    assert [row[3] for row in _late(client)] == [True, True]
    assert [row[3] for row in _late(client)] == [False, False]
    offices.mail.deliver(offices.context)
    asked = offices.messages("check_in_not_received")
    texts = [row for row in asked if (row.channel, row.plan_number) == ("text", offices.number)]
    assert [row.state for row in texts] == ["sent", "sent"]
    assert {row.plan_number for row in offices.rows(Message) if "/late/" in row.dedupe_key} == {offices.number}


_SAID = "这一项当天已经提醒过，或者提醒正在等待发出"


def test_what_the_morning_s_digest_has_counted_is_not_said_once_more(offices: TwoOffices) -> None:
    clerk = offices.staff("gui.clerk").id
    key = f"{make_digest_key(date(2026, 3, 10), Recipient.CLERK, clerk)}/email"
    with offices.context.database.transaction() as session:
        session.add(Message(
            id=new_id(offices.context.clock.now()), event="morning_digest", recipient_role="clerk", recipient_id=clerk,
            channel="email", template="E9", language="zh-CN", dedupe_key=key, created_at=offices.context.clock.now(),
            due_at=offices.context.clock.now(), state="sent",
        ))  # fmt: skip
    late = _late(confirmed_client(offices, "remind"))
    assert late[0] == (offices.number, "service", "clerk", False, "已计入今日汇总")


def test_whoever_has_had_as_many_texts_as_anybody_gets_in_a_day_is_reminded_tomorrow(offices: TwoOffices) -> None:
    """Where the office counts that text at all."""
    offices.on("2026-03-11 10:00")
    context = offices.context
    context.policies[None] = replace(context.policy, does_not_count=frozenset())
    now, minor = context.clock.now(), next(row for row in offices.rows(Person) if row.relation == "minor").id
    for place in range(context.law.number("most_reminders_a_day", on=offices.today)):
        preview = _late(confirmed_client(offices, "remind"), dry_run=True)
        assert (offices.number, "weekly_note", "minor", False, "") in preview
        with context.database.transaction() as session:
            session.add(Message(
                id=new_id(now), event="check_in_due", recipient_role="minor", recipient_id=minor, channel="text",
                template="S1", language="zh-CN", dedupe_key=f"had/{place}", created_at=now, due_at=now, sent_at=now,
                state="sent",
            ))  # fmt: skip
    late = _late(confirmed_client(offices, "remind"))
    assert (offices.number, "weekly_note", "minor", False, "已达今日条数上限，明天再发") in late


def test_whoever_has_explained_waits_for_an_answer_and_is_not_asked_again(offices: TwoOffices) -> None:
    offices.act("minor", "explain", item="weekly_note", due_on=date(2026, 3, 9), text="发烧了")
    offices.on("2026-03-11 10:00")
    (note,) = [row for row in _late(confirmed_client(offices, "remind")) if row[1] == "weekly_note"]
    assert note[3:] == (False, "已经作了说明，等候答复")


def test_nobody_is_reminded_of_another_office_s_case_that_this_one_assists_with(offices: TwoOffices) -> None:
    with offices.context.database.transaction() as session:
        ours, theirs = (offices.context.find(session, number) for number in (offices.number, offices.other))
        theirs.assisting_office_id = ours.office_id
    late = _late(confirmed_client(offices, "remind"))
    assert {number for number, *_rest in late} == {offices.number}


def test_of_what_is_late_a_page_of_plans_at_a_time_and_once_with_a_key(offices: TwoOffices) -> None:
    client = confirmed_client(offices, "remind")
    first = client.post("/api/v1/reminders", json={"limit": 1}, headers={"Idempotency-Key": "k"})
    again = client.post("/api/v1/reminders", json={"limit": 1}, headers={"Idempotency-Key": "k"})
    assert (first.json()["next"], again.json()) == (None, first.json())
    assert client.post("/api/v1/reminders", json={"cursor": "x"}).status_code == 422
    assert confirmed_client(offices, "read").post("/api/v1/reminders", json={}).status_code == 403
    assert offices.as_role(Role.CLERK).post("/api/v1/reminders", json={}).status_code == 403


def test_what_would_reach_nobody_is_refused_when_it_is_asked_for(offices: TwoOffices) -> None:
    """A father without a number is reached by a call or on paper."""
    offices.act("prosecutor", "name_contact", person="father")
    answer = _remind(offices.as_("gui.social_worker"), offices, CALL_BACK, person="father")
    assert answer.status_code == 409
    assert "没有可用的号码或地址" in answer.json()["detail"]
    assert [one for one in _listed(offices) if one["person"] == "father"] == []


def test_reminders_are_found_by_reference_and_state(offices: TwoOffices) -> None:
    """Of one's own office, the newest first, with what became of each; what the program said by itself is not among them."""
    client, worker = confirmed_client(offices, "remind"), offices.as_("gui.social_worker")
    first = _remind(client, offices, {"text": "call_back_asked", "to": "minor"}, reference="job-7/a").json()["id"]
    second = _remind(worker, offices, CALL_BACK).json()["id"]
    offices.mail.deliver(offices.context)
    found = client.get("/api/v1/reminders", params={"reference": "job-7/a"}).json()
    assert [(one["id"], one["reference"], one["state"]) for one in found["reminders"]] == [(first, "job-7/a", "sent")]
    page = client.get("/api/v1/reminders", params={"limit": 1}).json()
    rest = client.get("/api/v1/reminders", params={"cursor": page["next"]}).json()
    assert [one["id"] for one in page["reminders"] + rest["reminders"]] == [second, first]
    assert client.get("/api/v1/reminders", params={"state": "bounced"}).json()["reminders"] == []
    elsewhere = offices.as_("ren.social_worker").get("/api/v1/reminders").json()
    assert elsewhere == {"reminders": [], "next": None}
    for wrong in ({"state": "gone"}, {"cursor": "x"}, {"reference": "王 小明"}):
        assert client.get("/api/v1/reminders", params=wrong).status_code == 422
