"""After the seal: nobody finds the file; who is granted a look looks, once more on record; a late complaint is taken by
the number on its receipt."""

import re
from datetime import date, timedelta

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from sqlmodel import select

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.rights import SYSTEM, Actor
from casework.acting.rights.phase_checks import opens_sealed
from casework.remedies.acts import FileRemedy
from casework.seal.policy_deletion import propose_deletions
from casework.settings.compliance_audit import load_compliance_audit
from casework.shared.closing_list import add_line
from casework.staff.authentication import CONFIRMED_FOR
from core.clock import SimulatedClock, local_time
from models.decision import ClosingListEntry, Remedy
from models.entry import Entry
from models.item import Item, Submission
from models.journal import JournalLine
from models.message import Message
from models.office import Role
from models.plan import TeamMember
from models.sealed_access import SealedAccessRequest
from serving.auth import RequiresRight, get_access_rule
from tests.api.two_offices import TwoOffices
from tests.cached_plans import copy_vault
from tests.passwords import give_password
from tests.web.test_web_ends import BOTH_PRESENT, decide, do
from tests.web.visitors import Pages, follow, parse_page

REQUEST = {"access": "q-1", "requester": "judicial_organ_for_a_case", "who": "某基层院", "purpose": "办理另案"}


@pytest.fixture
def sealed(pages: Pages) -> Pages:
    pages.seal()
    return pages


def seal_an_innocence(pages: Pages) -> TwoOffices:
    offices = pages.offices
    offices.context.vault = copy_vault(offices.context.vault)
    decide(pages, "end_otherwise", how="no_criminal_fact")
    do(pages, Role.PROSECUTOR, "announce_outcome", **BOTH_PRESENT)
    pages.live_until("2026-03-12 09:00")
    assert offices.plan().sealed_at is not None
    return offices


def test_one_reader_looks_until_the_grant_ends(sealed: Pages) -> None:
    """Asked for by the clerk, answered by the chief with a reason, read by the one reader and nobody else, ended by
    the reader; each look is a line."""
    number = sealed.offices.number
    clerk, chief, reader = (sealed.as_role(role) for role in (Role.CLERK, Role.CHIEF_PROSECUTOR, Role.PROSECUTOR))
    assert reader.get(f"/plans/{number}").status_code == 404
    assert "请填写方案编号" in clerk.post("/records/ask", data=REQUEST).text
    follow(clerk, clerk.post("/records/ask", data=REQUEST | {"plan": number.lower()}))
    again = clerk.post("/records/ask", data=REQUEST | {"plan": number})
    assert again.status_code == 409, "sent twice it stands once"
    assert "这份申请已经登记过。如果这是另一份申请，请再登记一次。" in again.text
    assert len(sealed.offices.rows(SealedAccessRequest)) == 1
    granted = {"plan": number, "access": "q-1", "granted": "true", "reader": "gui.prosecutor", "until_on": "2026-03-20"}
    unreasoned = chief.post("/records/answer", data=granted | {"reason": ""})
    assert unreasoned.status_code == 422
    assert 'value="gui.prosecutor"' in unreasoned.text
    assert clerk.post("/records/answer", data=granted | {"reason": "为办案"}).status_code == 403
    follow(chief, chief.post("/records/answer", data=granted | {"reason": "为办案"}))
    assert 'action="/records/read"' in reader.get("/records").text
    for language in ("zh-CN", "en"):
        summary = reader.post("/records/read", params={"lang": language}, data={"plan": number})
        page = parse_page(summary)
        assert page.all_mistakes == []
        assert "芒果" in summary.text
        assert "芒果" not in page.title
    assert clerk.post("/records/read", data={"plan": number}).status_code in (403, 404)
    assert 'action="/records/end"' in reader.get("/records").text
    follow(reader, reader.post("/records/end", data={"plan": number, "access": "q-1"}))
    assert reader.post("/records/read", data={"plan": number}).status_code in (403, 404)


def test_a_look_at_the_list_of_requests_is_no_look_at_a_sealed_file(sealed: Pages) -> None:
    """The journal names who has read a sealed file, and the yearly audit counts them: nobody who opened a list."""
    context = sealed.offices.context
    assert sealed.as_role(Role.CLERK).get("/records").status_code == 200
    assert "read_sealed" not in {line.act for line in sealed.offices.rows(JournalLine)}
    chief = Actor.of_staff(sealed.offices.staff("gui.chief_prosecutor"))
    audit = load_compliance_audit(context, chief, context.clock.today().year)
    assert {one.code: one.count for part in audit.sections for one in part.figures}["sealed_looks"] == 0


def test_whoever_was_granted_a_look_reads_words_and_the_office_s_hours(pages: Pages) -> None:
    """No code of the program and no hour of Greenwich; what came in is called by its name, a decision has its reasons."""
    office = pages.offices
    office.act("prosecutor", "submit", item="weekly_note", due_on="2026-03-09", text="这周都在上课")
    office.act("prosecutor", "record_statement", of="minor", text="想继续上学")
    office.act("prosecutor", "change_condition", condition="A1", text="改为八次", heard=True, reason="学校排课")
    came_in = local_time(office.rows(Submission)[0].received_at)
    pages.seal()
    clerk, chief, reader = (pages.as_role(role) for role in (Role.CLERK, Role.CHIEF_PROSECUTOR, Role.PROSECUTOR))
    follow(clerk, clerk.post("/records/ask", data=REQUEST | {"plan": office.number}))
    granted = {"plan": office.number, "access": "q-1", "granted": "true", "reader": "gui.prosecutor"}
    follow(chief, chief.post("/records/answer", data=granted | {"until_on": "2026-03-20", "reason": "为办案"}))
    page = parse_page(reader.post("/records/read", data={"plan": office.number}))
    words = [word.strip() for word in page.words]
    for shown in ("男", "认罪认罚", "每周小结", "对处理的意见", "学校排课", "想继续上学"):
        assert shown in words, shown
    assert f"{came_in:%H:%M}" in page.text.split("这周都在上课")[1].split("对处理的意见")[0]
    assert not {"M", "plea", "statement", "weekly_note"} & set(words)
    assert "+00:00" not in page.text
    assert "：每周小结" in page.text.split("案情")[0], "the record says what came in"


def test_a_complaint_after_the_seal_is_taken_without_opening_the_file(sealed: Pages) -> None:
    """The postmark counts; the list names nobody; twice is refused."""
    context, number = sealed.offices.context, sealed.offices.number
    clerk = Actor.of_staff(sealed.offices.staff("gui.clerk"))
    with context.open_for_update(number, clerk, FileRemedy.operation) as open_plan:
        add_line(open_plan, "victim_complaint", "victim", date(2026, 3, 3), date(2026, 3, 9), "回证7")
        add_line(open_plan, "aid_answer", "office", date(2026, 3, 3), date(2026, 4, 9))
    browser = sealed.as_role(Role.CLERK)
    listed = browser.get("/records")
    assert "回证7" in listed.text
    assert "救助申请的答复" in listed.text
    assert "芒果" not in listed.text
    sent = {"plan": number, "decision_received_on": "2026-03-03", "posted_on": "2026-03-09", "receipt_number": "回证7"}
    assert "申诉已登记" in follow(browser, browser.post("/records/service/complaint", data=sent)).text
    (remedy,) = sealed.offices.rows(Remedy)
    assert remedy.in_time
    assert browser.post("/records/service/complaint", data=sent).status_code == 409
    for posted, said in (("nonsense", "请写成2026年"), ("0026-03-09", "年份应在1900年"), ("2026-04-09", "晚于今天")):
        wrong = browser.post("/records/service/complaint", data=sent | {"posted_on": posted})
        assert wrong.status_code == 422
        assert said in wrong.text
        assert "处需要改正" not in wrong.text
        assert parse_page(wrong).fields["posted_on"] == posted
        assert re.search(r'<details id="complaint-\d+" open>', wrong.text)


def test_two_requests_in_one_second_are_two(sealed: Pages) -> None:
    clerk = sealed.as_role(Role.CLERK)
    assert len({parse_page(clerk.get("/records")).fields["access"] for _page in range(2)}) == 2


def test_the_chief_lifts_the_seal_of_a_judged_case_and_reads_what_runs_on(pages: Pages) -> None:
    """Below five years, without a proposer or without the password it stays sealed; nobody else has the form."""
    offices, number = pages.offices, pages.offices.number
    offices.act("social_worker", "report_incident", incident="x", kind="new_crime", done_on="2026-03-09", facts="再犯")
    offices.act("prosecutor", "hear_minor", incident="x", text="承认")
    offices.act("prosecutor", "close_incident", incident="x", finding="ground", reason="再犯")
    offices.act("prosecutor", "revoke", incident="x", reason="再犯")
    offices.process_due()
    offices.act("prosecutor", "prosecute")
    offices.act("assistant", "record_judgment", sentence_months=8, effective_on="2026-03-10")
    offices.on("2026-03-11 10:00")
    offices.process_due()
    assert offices.plan().status == "sealed"
    chief, clerk = pages.as_role(Role.CHIEF_PROSECUTOR), pages.as_role(Role.CLERK)
    assert 'action="/records/unseal"' in chief.get("/records").text
    assert 'action="/records/unseal"' not in clerk.get("/records").text
    sent = {"_form": "unseal", "plan": number.lower(), "ground": "new_crime", "judged_on": "2026-03-11",
            "proposed_by": "gui.prosecutor", "reason": "并罚判决", "total_months": "60"}  # fmt: skip
    assert clerk.post("/records/unseal", data=sent).status_code == 403
    assert chief.post("/records/unseal", data=sent | {"plan": ""}).status_code == 422
    too_little = chief.post("/records/unseal", data=sent | {"total_months": "59"})
    assert too_little.status_code == 409
    assert "60个月以上" in too_little.text
    unproposed = chief.post("/records/unseal", data=sent | {"proposed_by": ""})
    assert unproposed.status_code == 422
    assert 'value="60"' in unproposed.text, "what was typed stays"
    assert chief.post("/records/unseal", data=sent | {"proposed_by": "gui.chief_prosecutor"}).status_code == 409
    assert offices.plan().sealed_at is not None
    opened = follow(chief, chief.post("/records/unseal", data=sent))
    assert "公安机关封存" in opened.text, "what runs on"
    assert parse_page(opened).all_mistakes == []
    assert offices.plan().status == "unsealed"
    assert "已解除封存" in pages.as_role(Role.PROSECUTOR).get(f"/plans/{number}").text


def test_a_non_prosecution_is_set_aside_after_the_seal_and_what_it_opened_is_owed_no_more(pages: Pages) -> None:
    offices = seal_an_innocence(pages)
    chief = pages.as_role(Role.CHIEF_PROSECUTOR)
    sent = {"plan": offices.number, "ground": "reexamination", "prosecute_by": "2026-04-10", "fit_for_prosecution": "true",
            "proposed_by": "gui.prosecutor", "reason": "上级院决定起诉"}  # fmt: skip
    assert chief.post("/records/set-aside", data=sent | {"proposed_by": ""}).status_code == 422
    opened = follow(chief, chief.post("/records/set-aside", data=sent))
    assert parse_page(opened).all_mistakes == []
    assert (offices.plan().sealed_at, offices.plan().ended_because) == (None, "set_aside_by_higher_office")
    assert "不起诉已被撤销，待起诉" in pages.as_role(Role.PROSECUTOR).get(f"/plans/{offices.number}").text
    offices.process_due()
    left = {item.kind for item in offices.rows(Item) if item.plan_id == offices.plan().id and item.status == "open"}
    assert left.isdisjoint({"compensation_told", "outcome_announcement", "after_care_offer", "sealing", "closing"})


def test_a_complaint_that_waits_at_the_seal_ends_with_its_answer(pages: Pages) -> None:
    pages.offices.act("clerk", "file_remedy", remedy="victim_complaint", decision_received_on="2026-03-04")
    offices = seal_an_innocence(pages)
    offices.act("clerk", "record_remedy_answer", remedy="victim_complaint", outcome="upheld")
    lines = [row for row in offices.rows(ClosingListEntry) if row.clock in ("reexamination", "remedy_answer")]
    assert [row.done_on is not None for row in lines] == [True]


def test_what_our_office_still_owed_at_the_seal_is_recorded_as_done_by_its_number(sealed: Pages) -> None:
    offices, clerk = sealed.offices, sealed.as_role(Role.CLERK)
    with offices.context.open_for_update(offices.number, SYSTEM, PROCESS_PLAN) as open_plan:
        add_line(open_plan, "measures_lifted", "office", open_plan.today, date(2026, 3, 9))
    assert "请办理；办结后在“封存后情况登记”登记" in clerk.get("/records").text
    done = {
        "plan": offices.number,
        "fact": "measures_lifted",
        "on": "2026-03-10",
        "words": "已解除取保候审，退还保证金",
    }
    assert "已解除取保候审" not in follow(clerk, clerk.post("/records/late-fact", data=done)).text
    (line,) = (row for row in offices.rows(ClosingListEntry) if row.clock == "measures_lifted")
    assert str(line.done_on) == "2026-03-10"


def test_no_page_of_a_plan_opens_once_it_is_sealed(pages: Pages) -> None:
    """Every address below a plan, of pages and of the API: what its prosecutor reads today is not there after the seal."""
    reader, some = pages.as_role(Role.PROSECUTOR), {"number": pages.offices.number} | _OF_A_PLAN
    asked = [
        re.sub(r"{(\w+)(:\w+)?}", lambda part: some.get(part[1], "x"), str(context.path))
        for context in iter_route_contexts(pages.app.routes)
        if isinstance(route := context.original_route, APIRoute) and "GET" in route.methods
        if "{number}" in str(context.path) and not _opens_sealed(route)
    ]
    opened = [address for address in asked if reader.get(address).status_code == 200]
    assert len(opened) > 12, "the walk opens too little to say anything"
    pages.seal()
    assert {address: status for address in opened if (status := reader.get(address).status_code) != 404} == {}


_OF_A_PLAN = {"kind": "weekly_note", "due_on": "2026-03-09", "month": "2026-03", "relation": "minor", "act": "note"}


def _opens_sealed(route: APIRoute) -> bool:
    """Whether one of the rights that it asks for is for sealed plans."""
    rule = get_access_rule(route)
    return isinstance(rule, RequiresRight) and any(opens_sealed(right) for right in rule.acts)


def test_the_chief_deletes_a_record_whose_time_is_over_and_its_number_says_so(
    sealed: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the number typed once more and the password; whoever could know of it is told, nobody else."""
    offices, number, destroyed = sealed.offices, sealed.offices.number, []
    # The keys of the installation are those of every test in this process.
    monkeypatch.setattr(offices.context.vault, "destroy", destroyed.append)
    give_password(offices.context, ["gui.chief_prosecutor"], "linen-harbour-417")
    with offices.context.database.transaction() as session:
        plan = offices.context.find(session, number)
        plan.closed_at, plan.outcome = offices.context.clock.now(), "non_prosecution"
        session.add(plan)
    assert isinstance(offices.context.clock, SimulatedClock)
    offices.context.clock.advance_to(offices.context.clock.now().replace(year=2047))
    assert propose_deletions(offices.context) == 1
    chief, clerk, other = sealed.as_role(Role.CHIEF_PROSECUTOR), sealed.as_role(Role.CLERK), sealed.as_("ren.clerk")
    offices.context.clock.advance_to(offices.context.clock.now() + CONFIRMED_FOR + timedelta(minutes=1))
    assert number in chief.get("/records").text
    assert number not in clerk.get("/records").text
    asked = {"plan": number, "again": "SW-0000", "_password": "linen-harbour-417"}
    assert "再写一遍" in chief.post("/records/delete", data=asked).text
    assert chief.post("/records/delete", data={"plan": number, "again": number}).status_code == 422
    held = chief.post("/records/hold", data={"plan": number, "until_on": "2047-01-01", "reason": "核对"} | asked)
    assert held.status_code == 422, "that day has passed"
    follow(chief, chief.post("/records/delete", data=asked | {"again": number.lower()}))
    assert "已经删除的" in chief.get("/records").text
    assert destroyed == [offices.plan().id]
    address = f"/api/v1/plans/{number}"
    for browser, status in ((chief, 410), (clerk, 410), (other, 404)):
        answer = browser.get(address)
        assert (answer.status_code, "deleted-by-policy" in answer.text) == (status, status == 410)
    assert clerk.post("/records/read", data={"plan": number}).status_code in (403, 404, 410)


LATE = {"fact": "report_danger", "on": "2026-03-10", "words": "孩子说在家挨打，已报警"}


def test_what_becomes_known_after_the_seal_is_recorded_and_stays_sealed(sealed: Pages) -> None:
    """The numbers come first; the list has kind and day, the prosecutor hears of it, and the words are read with the file
    by whom an application was granted."""
    offices, number = sealed.offices, sealed.offices.number
    worker, prosecutor, clerk = (sealed.as_role(r) for r in (Role.SOCIAL_WORKER, Role.PROSECUTOR, Role.CLERK))
    page = worker.get("/records")
    assert parse_page(page).all_mistakes == []
    assert page.text.index("tel:110") < page.text.index('action="/records/late-fact"')
    told_before = len(offices.rows(Message))
    for _again in range(2):
        follow(worker, worker.post("/records/late-fact", data=LATE | {"plan": number.lower()}))
    (line,) = (row for row in offices.rows(ClosingListEntry) if row.clock == "danger_report")
    assert str(line.done_on) == LATE["on"]
    told = offices.rows(Message)[told_before:]
    assert {message.event for message in told} == {"report_recorded"}
    assert {message.recipient_id for message in told} == {offices.staff("gui.prosecutor").id}
    stored = [row for row in offices.rows(Entry) if row.act == "record_after_seal"]
    assert len(stored) == 1
    for browser in (worker, prosecutor, clerk):
        assert LATE["words"] not in browser.get("/records").text

    follow(clerk, clerk.post("/records/ask", data=REQUEST | {"plan": number}))
    granted = {"plan": number, "access": "q-1", "granted": "true", "reader": "gui.prosecutor", "until_on": "2026-03-20"}
    chief = sealed.as_role(Role.CHIEF_PROSECUTOR)
    follow(chief, chief.post("/records/answer", data=granted | {"reason": "为办案"}))
    assert LATE["words"] in prosecutor.post("/records/read", data={"plan": number}).text


def test_a_death_recorded_after_the_seal_in_error_is_taken_back_and_what_was_owed_runs_on(sealed: Pages) -> None:
    offices, worker = sealed.offices, sealed.as_role(Role.SOCIAL_WORKER)

    def running() -> set[str]:
        return {row.clock for row in offices.rows(ClosingListEntry) if row.addressee == "minor" and row.done_on is None}

    with offices.context.open_for_update(offices.number, SYSTEM, PROCESS_PLAN) as open_plan:
        add_line(open_plan, "after_care_offer", "minor", open_plan.today, open_plan.today)
    before, fact = running(), {"plan": offices.number, "on": "2026-03-10"}
    follow(worker, worker.post("/records/late-fact", data=fact | {"fact": "record_death", "words": "听说去世"}))
    assert (bool(before), running()) == (True, set())
    follow(worker, worker.post("/records/late-fact", data=fact | {"fact": "record_alive", "words": "是同名的人"}))
    assert running() == before
    assert [row.clock for row in offices.rows(ClosingListEntry) if row.clock.startswith("death")] == ["death_in_error"]


def test_only_who_carried_the_case_learns_that_there_is_a_sealed_one(sealed: Pages) -> None:
    """For everybody else the sealed number reads letter by letter like one that does not exist."""
    number, nobody = sealed.offices.number, "SW-ZZZZ-ZZZZ"
    outsider, carrier = sealed.as_("ren.prosecutor"), sealed.as_role(Role.PROSECUTOR)
    for address in ("/plans/{}", "/plans/{}/do/note"):
        answers = [outsider.get(address.format(one)) for one in (number, nobody)]
        assert answers[0].status_code == answers[1].status_code == 404
        assert answers[0].text.replace(number, nobody) == answers[1].text
        told = carrier.get(address.format(number))
        assert (told.status_code, "封存后情况登记" in told.text) == (404, True)
    posted = [outsider.post("/records/late-fact", data=LATE | {"plan": one}) for one in (number, nobody)]
    assert posted[0].status_code == posted[1].status_code == 404
    random = re.compile(r"[\w-]{24,}|q-[0-9a-f]{8}")
    texts = [random.sub("", one.text.replace(number, nobody)) for one in posted]
    assert texts[0] == texts[1]
    wrong = carrier.post("/records/late-fact", data=LATE | {"plan": number, "on": "2026-12-31"})
    assert (wrong.status_code, "日期不能晚于今天" in wrong.text, LATE["words"] in wrong.text) == (422, True, True)


def test_who_left_the_team_after_the_seal_records_and_who_came_later_knows_nothing(sealed: Pages) -> None:
    """The team is that of the day of the seal, whoever has the case's desk today."""
    offices, number = sealed.offices, sealed.offices.number
    later = offices.context.clock.now() + timedelta(days=1)
    for until in (later, None):
        with offices.context.database.transaction() as session:
            plan = offices.context.find(session, number)
            for member in session.exec(select(TeamMember).where(TeamMember.plan_id == plan.id)):
                member.until_at = until
                member.from_at = member.from_at if until else later
                session.add(member)
        worker = sealed.as_role(Role.SOCIAL_WORKER)
        posted = worker.post("/records/late-fact", data=LATE | {"plan": number})
        assert posted.status_code == (303 if until else 404)
