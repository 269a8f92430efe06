"""The pages of the chief, the clerk, the administrator and the auditor: each sees what is theirs, and nothing else."""

import re

import httpx2
import pytest
from starlette.testclient import TestClient

from casework.acting.rights.read_operations import READ_APPROVALS, READ_DATES, READ_PLAN, SEARCH
from models.decision import ServiceReceipt
from models.office import STAFF_ROLES, Role, Staff
from tests.builders import enrol
from tests.offence import ARTICLE
from tests.passwords import give_password
from tests.web.visitors import Pages, follow, parse_page
from web.navigation import NAV_ITEMS, is_shown

OF_THE_OFFICES = {
    "/approvals": READ_APPROVALS, "/search": SEARCH,
}  # fmt: skip


def form_of(page: httpx2.Response, action: str) -> dict[str, str]:
    """What the page's form with that address carries along."""
    text = page.text.partition(f'action="{action}"')[2].partition("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', text))


def proposed(pages: Pages) -> None:
    pages.offices.act("prosecutor", "propose", step="change_period", new_end_on="2026-11-01", reason="视表现")


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_each_post_is_shown_its_own_pages_and_no_other(readers: Pages, role: Role) -> None:
    """What the navigation offers opens; what it does not offer is refused, and so is every tab of a plan that is not theirs."""
    browser = readers.as_role(role)
    offered = set(parse_page(browser.get("/reading")).addresses)
    assert {item.path for item in NAV_ITEMS if is_shown(item, role)} <= offered
    for path, right in OF_THE_OFFICES.items():
        assert browser.get(path).status_code == (200 if role in right.by else 403), path
    if role not in READ_PLAN.by:
        tabs = {browser.get(readers.plan(tab)).status_code for tab in ("/do", "/history", "/check-ins", "/documents")}
        assert tabs == {403 if role in READ_DATES.by else 404}


def test_whoever_signs_reads_on_one_page_what_they_sign_and_signs_it_there(pages: Pages) -> None:
    """Who asks, from when to when, what is for and against, what follows; the number of the national system is kept."""
    proposed(pages)
    here, countersign, decide = (pages.plan(f"/{each}") for each in (
        "proposals/change_period", "do/countersign", "do/change_period"))  # fmt: skip
    head, chief = pages.as_role(Role.DEPARTMENT_HEAD), pages.as_role(Role.CHIEF_PROSECUTOR)
    assert here in parse_page(head.get("/approvals")).addresses
    follow(head, head.post(countersign, data=form_of(head.get(here), countersign) | {"_go": "do"}))
    assert countersign not in parse_page(head.get(here)).addresses, "looked over once"
    page = chief.get(here)
    for words in (
        "谁提请",
        "视表现",
        "审核同意",
        "2026年11月1日",
        "对本人有利的情况",
        "提请之后的变化",
        "办理之后",
        "会告诉谁",
    ):
        assert words in page.text, words
    typed = {"reason": "同意延长", "national_number": "癸检未延〔2026〕7号", "national_on": "2026-03-02", "_go": "do"}
    carried = form_of(page, decide)
    pages.offices.act("prosecutor", "note", topic="praise", text="帮邻居搬家")
    again = chief.post(decide, data=carried | typed)
    assert "您核对之后案卷有变动" in again.text
    assert "同意延长" in again.text
    assert str(pages.offices.plan().period_to) != "2026-11-01", "what was not seen is not signed"
    follow(chief, chief.post(decide, data=form_of(chief.get(here), decide) | typed))
    assert str(pages.offices.plan().period_to) == "2026-11-01"
    assert "癸检未延〔2026〕7号" in chief.get(pages.plan("/documents")).text
    assert "没有等您答复的" in chief.get("/approvals").text
    assert "_go" not in pages.as_role(Role.ASSISTANT).get("/approvals").text
    assert pages.offices.number not in pages.as_("ren.chief_prosecutor").get("/approvals").text
    assert pages.as_("ren.chief_prosecutor").get(here).status_code == 404


def test_on_a_phone_it_is_read_and_sent_back_and_signed_only_where_the_office_chose_so(pages: Pages) -> None:
    proposed(pages)
    here, decide, back = (pages.plan(f"/{each}") for each in (
        "proposals/change_period", "do/change_period", "do/return_proposal"))  # fmt: skip
    chief = pages.as_role(Role.CHIEF_PROSECUTOR)
    desktop = form_of(chief.get(here), decide)
    phone = {"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126 Mobile"}
    page = chief.get(here, headers=phone)
    assert "视表现" in page.text
    assert decide not in parse_page(page).addresses
    refused = chief.post(decide, data=desktop | {"reason": "同意", "_because": "急", "_go": "do"}, headers=phone)
    assert "没有开通在手机上签批" in refused.text
    assert str(pages.offices.plan().period_to) != "2026-11-01"
    answer = {"answer": "refused", "comment": "理由不足", "_go": "do"}
    follow(chief, chief.post(back, data=form_of(page, back) | answer, headers=phone))
    assert "理由不足" in pages.as_role(Role.PROSECUTOR).get(here).text
    proposed(pages)
    head = pages.as_role(Role.DEPARTMENT_HEAD)
    assert head.post(back, data=form_of(head.get(here), back) | answer).status_code == 403, "the head refuses nothing"


def test_the_clerk_records_a_receipt_from_the_list(pages: Pages) -> None:
    clerk, record = pages.as_role(Role.CLERK), pages.plan("/do/record_service")
    listed = clerk.get("/records")
    assert 'name="received_on" type="date" required' in listed.text, (
        "a day that starts a period is never left to the program"
    )
    carried = form_of(listed, record)
    before = sum(row.received_on is None for row in pages.offices.rows(ServiceReceipt))
    checked = clerk.post(record, data=carried | {"received_on": "2026-03-09", "_go": "check"})
    assert checked.status_code == 200, checked.text
    assert "请留意：规则有提示" in checked.text  # it came late
    assert "照样记录" in checked.text
    follow(clerk, clerk.post(record, data=form_of(checked, record) | {"_go": "do"}))
    assert sum(row.received_on is None for row in pages.offices.rows(ServiceReceipt)) == before - 1


def test_what_nobody_looked_at_is_not_said_to_be_missing(pages: Pages) -> None:
    """The victim's receipt from the list says nothing of what the victim was told, and the chief's button nothing of
    the written decision: neither is a finding. Ticked in part, it is one."""
    clerk, record = pages.as_role(Role.CLERK), pages.plan("/do/record_service")
    received = {"to": "victim", "decision": "conditional_non_prosecution", "received_on": "2026-03-04", "_go": "check"}
    in_time = clerk.post(record, data=received)
    assert in_time.status_code == 200
    assert "请留意" not in in_time.text
    assert "请留意" in clerk.post(record, data=received | {"victim_told.complaint": "yes"}).text
    pages.end_period("2026-03-09", awaits_decision=True)
    pages.offices.act("prosecutor", "hear_victim", state="heard")
    pages.offices.act("prosecutor", "write_opinion", proposal="non_prosecution", text="表现良好")
    chief, decide = pages.as_role(Role.CHIEF_PROSECUTOR), pages.plan("/do/decide_non_prosecution")
    page = chief.get(pages.plan("/proposals/decide_non_prosecution"))
    carried = form_of(page, decide) | {"_because": "负责人出差", "_go": "check"}
    assert "负责人出差" in chief.post(decide, data=carried).text, "said once, it is asked for no more"
    assert "部分内容" not in chief.post(decide, data=carried).text
    assert "缺少5部分内容" in chief.post(decide, data=carried | {"parts.facts": "yes"}).text


def test_nobody_leaves_with_anything_open(pages: Pages) -> None:
    """Who carries a plan stays; who carries none leaves and can do nothing from that moment on."""
    give_password(pages.offices.context, ["gui.administrator"], "linen-harbour-417")
    administrator, why = pages.as_role(Role.ADMINISTRATOR), {"reason": "调走", "own_password": "linen-harbour-417"}
    enrol(pages.offices.context, "癸县", "social_worker gui.new")
    assert administrator.post("/people/leave", data={"leaves": "gui.prosecutor", **why}).status_code == 409
    worker = pages.as_("gui.new")
    assert worker.get("/").status_code == 200
    assert "已登记" in administrator.post("/people/leave", data={"leaves": "gui.new", **why}).text
    assert worker.get("/").status_code == 303
    (row,) = [row for row in pages.offices.rows(Staff) if row.login == "gui.new"]
    assert not row.active
    new = {"login": "gui.dep2", "display_name": "新来的", "role": "deputy", "office": "癸县"}
    assert administrator.post("/people/enter", data=new | why).status_code == 422, "a deputy without the dates"
    assert pages.as_role(Role.AUDITOR).post("/people/leave", data={"leaves": "gui.clerk"}).status_code == 403


def test_the_auditor_reads_what_was_done_and_nothing_about_anybody(pages: Pages) -> None:
    """Names of staff and numbers of plans; no minor's name, no content; the chain is read and found sound."""
    auditor: TestClient = pages.as_role(Role.AUDITOR)
    pages.as_role(Role.CASE_MANAGEMENT).get(pages.plan("/history"))
    text = auditor.get("/records").text
    assert pages.offices.number in text
    assert "建立了考察方案" in text
    for hidden in ("芒果", "心理"):
        assert hidden not in text
    assert not ARTICLE.search(text)
    denied = parse_page(auditor.get("/records?denied=1")).text
    assert "没有权限，未予办理" in denied
    assert "建立了考察方案" not in denied
    assert "建立了考察方案" not in auditor.get("/records?on=2026-03-09").text
    assert "日志链完整" in auditor.post("/records/journal").text
    for sent in ({"data": {"text": "a head"}}, {"files": {"files": ("kept.json", b"{}", "application/json")}}):
        assert "不是完整的日志链头" in auditor.post("/records/journal", **sent).text
    assert auditor.post("/records/journal", headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_everybody_changes_their_own_password(pages: Pages) -> None:
    """Knowing the present one, written twice, not too short; a form that comes back shows none of it."""
    give_password(pages.offices.context, ["gui.clerk"], "the-first-password")
    clerk, elsewhere = pages.as_role(Role.CLERK), pages.as_role(Role.CLERK)
    assert "/account" in parse_page(clerk.get("/")).addresses
    good = {"old": "the-first-password", "password": "another-password-2", "again": "another-password-2"}
    for wrong, sentence in (
        ({"again": "another-password-3"}, "两遍写的不一样"),
        ({"old": "another-password-3"}, "现在的密码不对"),
        ({"password": "short", "again": "short"}, "应为12至200个字符"),
    ):
        answer = clerk.post("/account/password", data=good | wrong)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "another-password" not in answer.text
    before = clerk.cookies["sunward"]
    changed = clerk.post("/account/password", data=good)
    assert "密码已改" in changed.text
    after = changed.cookies["sunward"]
    assert after != before, "the session goes on under another token"
    thief = pages.stranger()
    thief.cookies.set("sunward", before)
    clerk.cookies.clear()
    clerk.cookies.set("sunward", after)
    assert thief.get("/").status_code == 303, "and the old one opens nothing"
    assert clerk.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 303
    credentials = {"login": "gui.clerk", "password": "another-password-2"}
    assert pages.stranger().post("/sign-in", data=credentials).status_code == 303


def test_where_nobody_is_enrolled_the_sign_in_page_says_how_to_begin(pages: Pages) -> None:
    """And says nothing of it once somebody can sign in."""
    assert "./run enrol" in pages.stranger().get("/sign-in").text
    give_password(pages.offices.context, ["gui.administrator"], "the-first-password")
    assert "./run enrol" not in pages.stranger().get("/sign-in").text
