"""The board of runs: every plan's run on one page that keeps itself up to date, and the tile that leads there."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from casework.plan.halting import quarantine
from casework.plan.scheduling import record_failure
from casework.settings.health import POOL_PAUSED
from casework.shared.text.journal_text import run_label
from models.base import new_id
from models.office import Role
from models.plan import RunLogEntry
from tests.web.visitors import SETTINGS, Pages, follow, parse_page
from web.app import create_web


def _last_done(pages: Pages) -> str:
    """What the program did last, as the run's log has it in words."""
    with pages.offices.context.database.reading() as session:
        entries = session.exec(select(RunLogEntry).where(RunLogEntry.plan_id == pages.offices.plan().id)).all()
    return run_label(max(entries, key=lambda entry: (entry.began_at, entry.id)).verbs[0]).zh


def test_the_board_says_when_a_run_comes_why_and_what_was_done_last(pages: Pages) -> None:
    page = parse_page(pages.as_role(Role.PROSECUTOR).get("/runs"))
    assert pages.offices.number in page.text
    for said in ("等待中", "下次运行", "办案方要办的事", "书记员", _last_done(pages), "用时不到1秒", "考验期内"):
        assert said in page.text, said
    assert f"/plans/{pages.offices.number}/history#run" in page.addresses
    assert "芒果" not in page.text


def test_a_paused_pool_is_said_and_that_no_deadline_waits(pages: Pages) -> None:
    """From what the reconciliation last saw: no page asks Prefect."""
    now, beats = pages.offices.context.clock.now(), dict[str, datetime]()
    state = create_web(SETTINGS, pages.offices.context, lambda: None, lambda: beats, None).state.app_state
    pages.app.state.app_state = replace(pages.app.state.app_state, runs_are_paused=state.runs_are_paused)
    browser = pages.as_role(Role.PROSECUTOR)
    for seen_at, said in ((None, False), (now, True), (now - timedelta(minutes=1), False)):
        beats |= {} if seen_at is None else {POOL_PAUSED: seen_at}
        assert ("期限不停" in browser.get("/runs").text) == said


def test_the_desk_leads_to_the_board_when_a_run_needs_a_person_and_only_then(pages: Pages) -> None:
    browser = pages.as_role(Role.PROSECUTOR)
    assert "/runs?state=" not in browser.get("/").text
    quarantine(pages.offices.context, pages.offices.number)
    assert '<li class="late"><a href="/runs?state=halted"><strong>1</strong>' in browser.get("/").text
    assert "/runs?state=" not in pages.as_("ren.prosecutor").get("/").text


def test_a_run_is_halted_and_resumed_from_the_board_with_a_reason(pages: Pages) -> None:
    """Without a reason nothing is done, and what was typed stays; the plan's own page then offers to resume."""
    browser, number = pages.as_role(Role.PROSECUTOR), pages.offices.number
    assert f"/runs/{number}/halt" in parse_page(browser.get("/runs")).addresses
    assert browser.get(f"/runs/{number}/halt").status_code == 200
    assert browser.post(f"/runs/{number}/halt", data={"reason": ""}).status_code == 422
    assert pages.offices.plan().quarantined_at is None
    done = browser.post(f"/runs/{number}/halt", data={"reason": "先核对日程"})
    assert (done.status_code, done.headers["location"]) == (303, f"/plans/{number}/history?just=halt")
    assert pages.offices.plan().quarantined_at is not None
    addresses = parse_page(browser.get(f"/plans/{number}/history")).addresses
    assert f"/runs/{number}/resume" in addresses
    assert f"/runs/{number}/halt" not in addresses
    refused = browser.post(f"/runs/{number}/process-now", data={"reason": "马上办"})
    assert refused.status_code == 409
    assert "请先查看并恢复" in refused.text
    resumed = follow(browser, browser.post(f"/runs/{number}/resume", data={"reason": "已经核对"}))
    assert "恢复了自动办理" in resumed.text
    assert pages.offices.plan().quarantined_at is None
    assert "已经核对" in browser.get(pages.plan("/history")).text


@pytest.mark.parametrize(("kind", "said"), [
    ("ValueError", "程序有缺陷"), ("StateConflict", "规则不允许"), ("OperationalError", "存储出了问题"),
])  # fmt: skip
def test_a_halted_run_says_at_which_step_why_and_what_happens_when_it_is_resumed(
    pages: Pages, kind: str, said: str
) -> None:
    """On the plan's page and on the form that resumes it."""
    context, number = pages.offices.context, pages.offices.number
    pages.offices.on("2026-03-10 10:01")
    context.failed_runs[number, "tick"] = RunLogEntry(
        id=new_id(context.clock.now()), plan_id=pages.offices.plan().id, began_at=context.clock.now(), source="tick",
        verbs=["call_for"],
    )  # fmt: skip
    record_failure(context, number, source="tick", reference="REF-7", kind=kind)
    quarantine(context, number)
    pages.offices.on("2026-03-13 10:00")
    browser = pages.as_role(Role.PROSECUTOR)
    for page in (pages.plan("/history"), f"/runs/{number}/resume"):
        text = parse_page(browser.get(page)).text
        for words in ("没有办成“提醒”", said, "REF-7", "没有留下任何改动", "恢复后马上办理到期的"):
            assert words in text, (page, words)


def test_who_is_not_in_charge_is_offered_no_control(pages: Pages) -> None:
    for role in (Role.ASSISTANT, Role.CHIEF_PROSECUTOR):
        browser = pages.as_role(role)
        for page in ("/runs", pages.plan("/history")):
            assert not [each for each in parse_page(browser.get(page)).addresses if each.startswith("/runs/SW")], role
        assert browser.get(f"/runs/{pages.offices.number}/halt").status_code == 403
    administrator = pages.as_role(Role.ADMINISTRATOR)
    assert administrator.get(f"/runs/{pages.offices.number}/process-now").status_code == 200
    done = administrator.post(f"/runs/{pages.offices.number}/process-now", data={"reason": "重试"})
    assert done.headers["location"] == "/runs"
    assert pages.offices.run_checks[-1] == "now"
