"""The reading desk: what waits for a person, with the reply line below."""

import re
from datetime import date

from starlette.testclient import TestClient

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.rights import SYSTEM
from casework.evaluation.ledger import load_obligations
from evaluation.ledger import LedgerColumn, LedgerStatus, build_ledger
from models.item import Item
from models.office import Role
from tests.web.visitors import Pages, follow, parse_page

NOTE = "weekly_note/2026-03-09"


def _handed_in(pages: Pages, text: str = "都好，也想学门手艺") -> str:
    pages.offices.on("2026-03-10 08:00")
    pages.offices.act("minor", "submit", item="weekly_note", due_on="2026-03-09", text=text)
    return f"{pages.offices.number}/{NOTE}/"


def test_a_note_is_read_and_answered_on_one_page(pages: Pages) -> None:
    """It is late, so the desk says why to look; the reply stands on the child's page, signed, and nothing waits any more.
    The item's own page shows what came and marks nothing."""
    at = _handed_in(pages)
    worker, here = pages.as_role(Role.SOCIAL_WORKER), pages.plan(f"/items/{NOTE}")
    assert "都好，也想学门手艺" in worker.get(here).text
    page = worker.get("/reading", params={"at": at}).text
    assert "都好，也想学门手艺" in page
    assert "晚于期限" in page
    fields = {"at": at, "person": "minor", "do": "send", "signed": "周老师"}
    empty = worker.post("/reading", data=fields)
    assert (empty.status_code, "请写几句，或选一句。" in empty.text) == (422, True)
    untrue = worker.post("/reading", data=fields | {"ready": "month_kept"})
    assert (untrue.status_code, "现在不属实" in untrue.text) == (409, True)
    assert at in [one[12:] for one in parse_page(worker.get("/reading")).addresses], "nothing was done by halves"
    follow(worker, worker.post("/reading", data=fields | {"text": "想学什么？下周和你聊。"}))
    assert f"{NOTE}/" not in worker.get("/reading").text
    assert "看过：" in worker.get(pages.plan("/check-ins")).text
    family, own = pages.family("minor")
    letter = family.get(own).text
    assert "周老师看过了" in letter
    assert "想学什么？下周和你聊。" in letter


def test_a_question_is_owed_an_answer_until_somebody_answers_it(pages: Pages) -> None:
    """By its day, on the desk and on the reading desk, where the note stands beside it. What was written of
    something else answers nothing, and to have read it does not either."""
    _handed_in(pages, "寒假能不能去打工？")
    pages.offices.act("prosecutor", "write_letter", person="minor", signed="林检察官", text="生日快乐")
    (owed,) = _items(pages, "question_answer")
    assert (owed.due_on, owed.status) == (date(2026, 3, 12), "open")
    worker = pages.as_role(Role.SOCIAL_WORKER)
    at = parse_page(worker.get(_find(worker, "question_answer"))).fields
    assert f"{NOTE}/" not in worker.get("/reading").text, "one thing, not two"
    fields = {name: at[name] for name in ("at", "item", "person", "question")} | {"signed": "周老师"}
    follow(worker, worker.post("/reading", data=fields | {"do": "read"}))
    pages.offices.on("2026-03-12 09:00")
    worker = pages.as_role(Role.SOCIAL_WORKER)
    there = next(one for one in parse_page(worker.get("/")).addresses if "/reading?at=" in one and "question" in one)
    assert "寒假能不能去打工？" in worker.get(there).text
    follow(worker, worker.post("/reading", data=fields | {"do": "send", "text": "满16岁可以"}))
    assert [each.status for each in _items(pages, "question_answer")] == ["done"]


def test_who_writes_notes_is_owed_a_sentence_within_a_month(pages: Pages) -> None:
    """From the first note that nobody wrote back to; a letter pays it, the next note asks for the next."""
    at = _handed_in(pages)
    (owed,) = _items(pages, "month_letter")
    assert owed.due_on == date(2026, 4, 10)
    worker = pages.as_role(Role.SOCIAL_WORKER)
    assert "还没有人给本人写几句" in worker.get("/reading", params={"at": at}).text
    pages.offices.act("prosecutor", "write_letter", person="mother", signed="林检察官", text="您好")
    assert _items(pages, "month_letter")[0].status == "open"
    pages.offices.act("prosecutor", "write_letter", person="minor", signed="林检察官", text="满16岁可以")
    assert _items(pages, "month_letter")[0].status == "done"


def test_who_reads_is_who_has_the_case_and_nobody_reads_their_own(pages: Pages) -> None:
    at = _handed_in(pages)
    assert at in pages.as_role(Role.PROSECUTOR).get("/reading").text
    for other in (pages.as_role(Role.DEPARTMENT_HEAD), pages.as_("ren.social_worker")):
        assert at not in other.get("/reading").text
        refused = other.post("/reading", data={"at": at, "do": "read"})
        assert refused.status_code in (403, 404, 409), refused.status_code
    pages.offices.act("social_worker", "submit", item="worker_contact", how="call", went="completed", text="谈了打工")
    assert "worker_contact" not in pages.as_role(Role.SOCIAL_WORKER).get("/reading").text
    assert (
        "谈了打工" in pages.as_role(Role.PROSECUTOR).get("/reading").text
        or "worker_contact" in pages.as_role(Role.PROSECUTOR).get("/reading").text
    )


def test_a_notice_is_there_until_it_was_read(pages: Pages) -> None:
    """Once, and only what is mine; and what tells of something that is done, or on my own desk, is not there."""
    pages.offices.act("minor", "withdraw_consent")
    pages.offices.process_due()
    worker = pages.as_role(Role.SOCIAL_WORKER)
    notices = [one for one in parse_page(worker.get("/reading")).addresses if re.fullmatch(r".*at=[0-9a-f-]{36}", one)]
    page = worker.get(notices[0])
    told = re.findall(r'name="notice" value="([^"]+)"', page.text)[0]
    assert pages.plan() in parse_page(page).addresses
    assert pages.as_("ren.social_worker").post("/reading", data={"notice": told}).status_code == 404
    follow(worker, worker.post("/reading", data={"notice": told}))
    assert notices[0] not in parse_page(worker.get("/reading")).addresses
    badge = re.findall(r'class="unread-count">(\d+)', worker.get("/search").text)
    assert badge == ([str(len(notices) - 1)] if len(notices) > 1 else [])


def test_what_is_asked_of_a_signer_is_no_news_once_it_was_answered(pages: Pages) -> None:
    """The notice names the child as the desk's other entries do; the proposal that was sent back waits for nobody."""
    pages.offices.act("prosecutor", "propose", step="change_period", new_end_on="2026-11-01", reason="还需巩固")
    pages.offices.process_due()
    deputy = pages.as_role(Role.DEPUTY)
    assert "<b>芒果</b>" in deputy.get("/reading").text
    pages.offices.act("chief_prosecutor", "return_proposal", step="change_period", comment="再核实一次")
    assert "报请决定" not in deputy.get("/reading").text


def test_the_ledger_counts_the_office_s_own_silence(pages: Pages) -> None:
    """As it counts the child's: what nobody looked at within two working days is not received, then late."""

    def standing() -> list[tuple[str, LedgerStatus, date]]:
        with pages.offices.context.open_for_reading(pages.offices.number, SYSTEM, PROCESS_PLAN) as open_plan:
            lines = build_ledger(load_obligations(open_plan)).get("social_worker", LedgerColumn("", ())).lines
            return [(line.thing.kind, line.status, line.thing.due_on) for line in lines if line.thing.kind == "reading"]

    at = _handed_in(pages)
    pages.offices.on("2026-03-12 08:00")
    assert standing() == []
    pages.offices.on("2026-03-13 08:00")
    assert standing() == [("reading", LedgerStatus.NOT_RECEIVED, date(2026, 3, 12))]
    worker = pages.as_role(Role.SOCIAL_WORKER)
    assert "等人看" in worker.get("/reading").text
    follow(worker, worker.post("/reading", data={"at": at, "do": "read"}))
    assert [each[1] for each in standing()] == [LedgerStatus.LATE]
    assert "看家里交来的" in worker.get(pages.plan("/evaluation")).text


def test_who_answers_or_decides_from_the_desk_comes_back_to_the_next_thing(pages: Pages) -> None:
    """An explanation is answered, a leave decided after it was checked: the desk shows what comes after, without a receipt
    between. An address of somebody else's leads to the first page."""
    pages.live_until("2026-03-10 18:00")
    pages.offices.act("minor", "explain", item="weekly_note", due_on="2026-03-09", text="发烧了")
    when = {"from_on": "2026-03-14", "to_on": "2026-03-15"}
    pages.offices.act("minor", "ask_leave", leave="trip", destination="外婆家", reason="看外婆", **when)
    prosecutor = pages.as_role(Role.PROSECUTOR)
    desk = parse_page(prosecutor.get(_find(prosecutor, "leave_decision")))
    decided = {"leave": desk.fields["leave"], "whose": "prosecutor", "approved": "true", "next": desk.fields["next"]}
    checked = parse_page(prosecutor.post(pages.plan("/do/decide_leave"), data=decided))
    done = prosecutor.post(pages.plan("/do/decide_leave"), data=decided | checked.fields | {"_go": "do"})
    landed = follow(prosecutor, done)
    assert done.headers["location"].startswith("/reading")
    assert "leave_decision" not in landed.text

    assistant = pages.as_role(Role.ASSISTANT)
    desk = parse_page(assistant.get(_find(assistant, "explanation_answer")))
    form = parse_page(assistant.get(next(one for one in desk.addresses if "do=answer" in one)))
    said = {"once": form.fields["once"], "answer": "excused", "reason": "有病历"}
    answered = assistant.post(pages.plan(f"/items/{NOTE}/answer"), data=said | {"next": form.fields["next"]})
    assert answered.headers["location"].startswith("/reading")
    assert "explanation_answer" not in follow(assistant, answered).text
    again = assistant.post(pages.plan(f"/items/{NOTE}/answer"), data=said | {"next": "//evil.example"})
    assert again.headers.get("location", "/") == "/"


def _items(pages: Pages, kind: str) -> list[Item]:
    return [row for row in pages.offices.rows(Item) if row.kind == kind]


def _find(reader: TestClient, kind: str) -> str:
    """Where on that person's desk something of the kind lies."""
    return next(
        one for one in parse_page(reader.get("/reading")).addresses if kind in one and one.startswith("/reading")
    )
