"""The pages of messages: the console, today's calls, by hand, the proof, one's own calendar, and the alarm on the desk."""

import re
from dataclasses import replace
from functools import partial

from flows.simulation import simulate_month
from models.message import Message
from models.office import Role
from notifications.reminder_policy import ReminderPolicy
from tests.web.visitors import Pages, follow, read, share_phones
from web.views.policy_words import in_words


def _texts(pages: Pages, event: str) -> list[Message]:
    return [
        row for row in pages.house.messages(event) if (row.channel, row.plan_number) == ("text", pages.house.number)
    ]


def test_a_worker_finds_one_says_it_again_and_takes_that_back(pages: Pages) -> None:
    pages.house.on("2026-03-10 10:40")
    worker = pages.as_role(Role.SOCIAL_WORKER)
    found = worker.post("/messages", data={"person": "芒果", "template": "S3"})
    (asked,) = _texts(pages, "check_in_not_received")
    assert f"/messages/{asked.id}" in read(found).addresses
    assert "芒果" in read(found).fields["person"]  # in the field where it was typed, and nowhere else
    assert found.text.count("芒果") == 1
    again = follow(worker, worker.post(f"/messages/{asked.id}/again"))
    assert "已排队再发" in again.text
    fresh = next(row for row in _texts(pages, "check_in_not_received") if row.id != asked.id)
    back = follow(worker, worker.post(f"/messages/{fresh.id}/withdrawal"))
    assert "已撤回" in back.text
    assert worker.post(f"/messages/{fresh.id}/withdrawal").status_code == 303
    twice = worker.post(f"/messages/{asked.id}/again")
    assert twice.status_code == 409
    assert "以后可以再发" in twice.text


def test_what_became_of_a_lost_one_is_written_down(pages: Pages) -> None:
    worker = pages.as_role(Role.SOCIAL_WORKER)
    (text,) = _texts(pages, "check_in_last_day")
    assert worker.post(f"/messages/{text.id}/outcome").status_code == 409
    settled = follow(worker, worker.post(f"/messages/{text.id}/outcome", data={"became": "arrived"}))
    assert "已登记" in settled.text
    assert _texts(pages, "check_in_last_day")[0].state == "delivered"


def test_the_day_s_calls_are_made_noted_and_gone(pages: Pages) -> None:
    share_phones(pages.house)
    worker = pages.as_role(Role.SOCIAL_WORKER)
    shown = worker.get("/calls")
    assert "合用" in shown.text
    assert "暗语" in shown.text
    sent = {"plan": pages.house.number, "kind": "weekly_note", "due_on": "2026-03-09"}
    for wrong in ({}, {"outcome": "shouted"}, {"outcome": "reached", "at": "25:99"}):
        assert worker.post("/calls", data=sent | wrong).status_code == 422
    follow(worker, worker.post("/calls", data=sent | {"outcome": "not_reached"}))
    assert "1次没联系上" in worker.get("/calls").text
    noted = follow(worker, worker.post("/calls", data=sent | {"outcome": "passed_on_seen", "at": "09:05"}))
    assert "已记下" in noted.text
    assert "/items/weekly_note/2026-03-09" not in noted.text
    (passed,) = [row for row in pages.house.rows(Message) if row.channel == "passed_on"]
    assert (passed.state, passed.sent_at.isoformat()) == ("delivered", "2026-03-10T01:05:00+00:00")


def test_a_page_tried_with_wrong_codes_and_a_lost_message_stand_before_the_worker(pages: Pages) -> None:
    """Opened by somebody, probably another: the worker reads it, and it is nobody's having seen."""
    card, stranger = pages.card("minor"), pages.stranger()
    for _ in range(3):
        stranger.post(f"/p/{card.secret}", data={"code": "0000" if card.code != "0000" else "1111"})
    with pages.house.desk.database.transaction() as session:
        (text,) = _texts(pages, "check_in_last_day")
        session.get_one(Message, text.id).state = "unknown"
    worker = pages.as_role(Role.SOCIAL_WORKER)
    shown = worker.get("/calls")
    assert "页面打开过，号码不对" in shown.text
    assert "近七天有1条消息" in shown.text
    assert f"/messages/{text.id}" in read(worker.get("/messages?state=for_a_person")).addresses
    assert "号码不对" not in pages.as_("ren.social_worker").get("/calls").text


def test_by_hand_one_looks_first_and_then_sends(pages: Pages) -> None:
    worker, here = pages.as_role(Role.SOCIAL_WORKER), pages.plan("/messages/by-hand")
    looked = worker.get(here, params={"event": "call_back_asked"})
    assert "请方便时给联系人回个电话" in looked.text
    assert _texts(pages, "call_back_asked") == []
    assert worker.post(here, data={"event": "check_in_last_day", "to": "minor"}).status_code == 422
    sent = follow(worker, worker.post(here, data={"event": "call_back_asked", "to": "guardian"}))
    assert "已排队发送" in sent.text
    assert len(_texts(pages, "call_back_asked")) == 1
    assert worker.post(here, data={"event": "call_back_asked", "to": "guardian"}).status_code == 409
    assert (
        pages.as_role(Role.DEPARTMENT_HEAD).post(here, data={"event": "call_back_asked", "to": "minor"}).status_code
        == 403
    )


def test_by_hand_the_day_is_looked_at_before_it_is_sent(pages: Pages) -> None:
    """Whom it reaches stands on the button; what does not hold yet has no button at all."""
    worker, here = pages.as_role(Role.SOCIAL_WORKER), pages.plan("/messages/by-hand")
    blank = worker.get(here, params={"event": "appointment_or_visit"}).text
    assert "请先写明哪一天见面" in blank
    assert "发给监护人" not in blank
    looked = worker.get(here, params={"event": "appointment_or_visit", "day": "2026-03-13", "at": "15:30"}).text
    assert "3月13日（周五）15点30分有一次见面" in looked
    assert "发给监护人（母亲）" in looked
    assert 'value="2026-03-13"' in looked
    assert worker.get(here, params={"event": "appointment_or_visit", "day": "x"}).status_code == 422
    sent = {"event": "appointment_or_visit", "to": "guardian", "person": "mother", "day": "2026-03-13", "at": "15:30"}
    listed = follow(worker, worker.post(here, data=sent)).text
    assert "监护人（母亲）" in listed
    assert "刚刚发过" in worker.get(here, params={"event": "appointment_or_visit", "day": "2026-03-13"}).text


def test_the_item_leads_to_what_was_said_about_it(pages: Pages) -> None:
    """Which messages, when, on whose phone; who only sees the plan is not shown the way."""
    prosecutor, item = pages.as_role(Role.PROSECUTOR), pages.plan("/items/weekly_note/2026-03-09")
    assert f"{item}/reminders" in read(prosecutor.get(item)).addresses
    proof = prosecutor.get(f"{item}/reminders")
    assert "到期前能够知道，也问过情况" in proof.text
    assert "本人自己的手机" in proof.text
    chief = pages.as_role(Role.CHIEF_PROSECUTOR)
    assert f"{item}/reminders" not in read(chief.get(item)).addresses
    assert chief.get(f"{item}/reminders").status_code == 403


def test_a_calendar_s_address_is_shown_once_and_ended(pages: Pages) -> None:
    clerk, program = pages.as_role(Role.CLERK), pages.stranger()
    made = clerk.post("/own-calendar")
    (path,) = re.findall(r"https?://[^/<]+(/calendar/[\w-]+\.ics)", made.text)
    assert program.get(path).text.startswith("BEGIN:VCALENDAR")
    again = clerk.get("/own-calendar")
    assert path not in again.text
    (end,) = [each for each in read(again).addresses if each.endswith("/end")]
    assert pages.as_role(Role.PROSECUTOR).post(end).status_code == 404
    assert "已停用" in follow(clerk, clerk.post(end)).text
    assert program.get(path).status_code == 410


def test_when_messages_stand_still_the_desk_says_so_to_those_who_rely_on_them(pages: Pages) -> None:
    quiet = pages.as_role(Role.SOCIAL_WORKER).get("/").text
    pages.house.on("2026-03-12 10:00")  # two days, and nobody was there to live what fell due
    said = "消息发送有异常"
    assert [said in pages.as_role(role).get("/").text for role in (Role.SOCIAL_WORKER, Role.ADMINISTRATOR)] == [
        True
    ] * 2
    assert said not in pages.as_role(Role.CASE_MANAGEMENT).get("/").text
    assert said not in quiet or "定时检查" in quiet


def test_a_policy_is_tried_beside_the_one_that_holds_and_then_switched_on(pages: Pages) -> None:
    """Nothing is switched by trying, and nothing is switched without a reason."""
    pages.app.state.reception = replace(pages.app.state.reception, simulate=partial(simulate_month, pages.house.desk))
    head = pages.as_role(Role.DEPARTMENT_HEAD)
    written = ReminderPolicy.load().written
    assert "没有人换过" in head.get("/reminder-policy").text
    sent = {"text": written.replace('call_at = "17:00"', 'call_at = "16:30"'), "month": "2026-03"}
    tried = head.post("/reminder-policy", data=sent | {"_go": "try"})
    assert tried.status_code == 200
    assert "16:30" in tried.text.partition("试用的策略将要发出的每一条")[2]
    assert head.post("/reminder-policy", data=sent | {"_go": "switch"}).status_code == 422
    assert "没有人换过" in head.get("/reminder-policy").text
    assert head.post("/reminder-policy", data=sent | {"_go": "try", "month": "三月"}).status_code == 422
    switched = follow(head, head.post("/reminder-policy", data=sent | {"_go": "switch", "reason": "早点提醒"}))
    assert "已启用" in switched.text
    assert "早点提醒" in switched.text
    assert pages.as_role(Role.SOCIAL_WORKER).post("/reminder-policy", data=sent).status_code == 403


def test_the_policy_is_read_in_sentences(pages: Pages) -> None:
    """Whoever reads it needs no TOML: hours, days and lists in words, in both languages."""
    sentences = {name.zh: said for name, said in in_words(ReminderPolicy.load())}
    assert sentences["家里要做的事：提醒的钟点"].zh == "到期前一次，17:00；最后一天12:00"
    assert sentences["家里要做的事：提醒的钟点"].en == "once ahead, at 17:00; on its last day at 12:00"
    assert sentences["思想汇报：提前几天"].zh == "3天、1天"
    page = read(pages.as_role(Role.SOCIAL_WORKER).get("/reminder-policy")).text
    assert "现在怎样提醒" in page
    assert "告诉承办检察官一次，到此为止" in page


def test_the_console_speaks_in_words_beside_its_numbers(pages: Pages) -> None:
    """Which text it is stands on each message; a number to look for says when it is said."""
    shown = pages.as_role(Role.SOCIAL_WORKER).get("/messages").text
    for words in ("S1 小结快到期", "S13 请填小问卷", "S25 几件事合成一条"):
        assert f">{words}</option>" in shown
    heads = re.findall(r'<p class="head">(.*?)</p>', shown, re.S)
    assert any("小结快到期" in head for head in heads)
    assert not any(re.search(r"(?<!-)\b[SE]\d", head) for head in heads)  # a plan's number may hold such signs
