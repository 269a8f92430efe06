"""Every way a case ends, walked through the pages by the people whose work it is, and compared with its row of law."""

import pytest

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.rights import SYSTEM
from casework.measures.review_events import get_case, replace_measures
from flows.supervision import process_due_events
from law.ends import EndRow, load_ends
from law.four_eyes import ActorRole
from models.decision import ClosingListEntry, ServiceReceipt
from models.item import Item
from models.office import Role
from tests.cached_plans import copy_vault
from tests.web.test_web_acting import through
from tests.web.visitors import Pages, parse_page

NOT_OFFERED = {"minor_offence"}
"""Of a case in which a conditional non-prosecution runs, our office never decides that; it comes from above."""
PAPERS = {
    "non_prosecution": "non_prosecution",
    "revocation": "revocation",
    "set_aside": "set_aside",
    "end_otherwise": "other_non_prosecution",
}
IN_THEIR_WORDS = {"set_aside_own": "found_wrong", "set_aside_by_higher_office": "reexamination"}
BOTH_PRESENT = {"present.minor": "yes", "present.mother": "yes"}
WITHOUT_OURS = {"judgment", "closing", "sealing", "prosecution"}


def do(pages: Pages, role: Role, act: str, **typed: str) -> dict[str, str]:
    """The act, asked, checked and confirmed on its page by whoever holds that role. Returns what its form carried."""
    browser, address = pages.as_role(role), pages.plan(f"/do/{act}")
    checked, ready = through(browser, address, typed)
    assert checked.status_code == 200, (act, parse_page(checked).text)
    done = browser.post(address, data=ready | {"_because": "已看过提示"})
    assert done.status_code == 303, (act, parse_page(done).text)
    process_due_events(pages.offices.context, pages.offices.number, source="tick")
    return ready


def decide(pages: Pages, step: str, **typed: str) -> None:
    do(pages, Role.PROSECUTOR, "propose", step=step, reason="依法", **typed)
    do(pages, Role.DEPARTMENT_HEAD, "countersign", step=step)
    do(pages, Role.CHIEF_PROSECUTOR, step, reason="依法", **typed)


def go_to_court(pages: Pages, *, indicted: bool = True) -> None:
    facts = {"kind": "new_crime", "done_on": "2026-03-09", "facts": "参与盗窃"}
    incident = do(pages, Role.SOCIAL_WORKER, "report_incident", **facts)["incident"]
    do(pages, Role.PROSECUTOR, "hear_minor", incident=incident, text="是我做的", beside="legal_representative")
    found = {"finding": "ground", "response": "none", "reason": "证据充分", "evidence": "监控录像", "passed_on": "true"}
    do(pages, Role.PROSECUTOR, "close_incident", incident=incident, **found)
    decide(pages, "revoke", incident=incident)
    if indicted:
        do(pages, Role.PROSECUTOR, "prosecute")


def with_a_victim_and_bail(pages: Pages) -> None:
    """The case has somebody whom each paper names, and a measure that its end lifts."""
    with pages.offices.context.open_for_update(pages.offices.number, SYSTEM, PROCESS_PLAN) as open_plan:
        bail = {"measure": "bail", "decided_by": "police", "from_on": "2026-02-20", "lifted_on": None}
        replace_measures(open_plan, get_case(open_plan) | {"no_victim": False, "victims": 1, "bail": [bail]})


def end_the_period(pages: Pages) -> None:
    pages.end_period("2026-03-09", awaits_decision=True)
    pages.offices.dismiss_open_items()
    do(pages, Role.PROSECUTOR, "hear_victim", state="heard")
    do(pages, Role.PROSECUTOR, "write_opinion", proposal="non_prosecution", text="表现良好")
    do(pages, Role.DEPARTMENT_HEAD, "countersign", step="decide_non_prosecution")
    do(pages, Role.CHIEF_PROSECUTOR, "decide_non_prosecution")


def reach(pages: Pages, row: EndRow) -> str:
    """The fact and the decision of that row. Returns the decision by which its receipts are known."""
    if row.decided_by is ActorRole.COURT or row.code == "charges_withdrawn":
        go_to_court(pages)
        months = {"sentence_months": "8"} if row.seal_most else {}
        do(pages, Role.ASSISTANT, "record_judgment", judgment=row.code, effective_on="2026-03-10", **months)
        return "judgment"
    if row.code == "revoked":
        go_to_court(pages, indicted=False)
        return "revocation"
    if row.code == "non_prosecution":
        end_the_period(pages)
        return "non_prosecution"
    if row.code in IN_THEIR_WORDS:
        end_the_period(pages)
        values = {"ground": IN_THEIR_WORDS[row.code], "prosecute_by": "2026-04-10", "fit_for_prosecution": "true"}
        login = pages.offices.staff("gui.prosecutor").login
        do(pages, Role.CHIEF_PROSECUTOR, "revoke_non_prosecution", reason="确有错误", proposed_by=login, **values)
        return "set_aside"
    if row.code == "death":
        do(pages, Role.SOCIAL_WORKER, "record_death")
    if row.code == "objection":
        both = {"objection_by": "both", "against": "decision", "text": "不同意", **BOTH_PRESENT}
        both["made_on"] = str(pages.offices.plan().announced_on)  # in time: until its announcement was over
        do(pages, Role.PROSECUTOR, "object", **both)
    decide(pages, "end_otherwise", how=row.code)
    return "end_otherwise"


@pytest.mark.parametrize("row", load_ends(), ids=[row.code for row in load_ends()])
def test_an_end_goes_as_its_row_says(pages: Pages, row: EndRow) -> None:
    if row.code in NOT_OFFERED:
        assert (
            f'value="{row.code}"'
            not in pages.as_role(Role.PROSECUTOR).get(pages.plan("/do/propose?step=end_otherwise")).text
        )
        return
    pages.offices.context.vault = copy_vault(pages.offices.context.vault)  # what is sealed here is open to other tests
    with_a_victim_and_bail(pages)
    before = pages.offices.plan().period_to
    decision = reach(pages, row)
    plan = pages.offices.plan()
    receipts = [each for each in pages.offices.rows(ServiceReceipt) if each.plan_id == plan.id]
    served = {each.addressee for each in receipts if each.decision == decision}
    assert served == set(row.served), "served on whom the row names"
    owed = {each.kind for each in pages.offices.rows(Item) if each.plan_id == plan.id and each.status == "open"}
    assert set(row.opens) - WITHOUT_OURS <= owed
    assert ("outcome_announcement" in owed) is row.announced
    if row.code not in ("non_prosecution", *IN_THEIR_WORDS):
        assert plan.period_to == before, "the last day of the period stays as it was set"
    page = pages.as_role(Role.PROSECUTOR).get(pages.plan())
    if plan.status == "ended_otherwise":
        assert row.status.zh in page.text
    if paper := PAPERS.get(decision):
        made = pages.as_role(Role.PROSECUTOR).get(pages.plan(f"/documents/make?paper={paper}"))
        ours = row.decided_by is ActorRole.CHIEF_PROSECUTOR and (decision != "end_otherwise" or row.announced)
        assert (made.status_code == 200) is ours, "its paper opens"
        if decision == "end_otherwise" and row.announced:
            assert "由本院通知执行机关办理" in made.text, "the bail ends with it"
            assert ("申请国家赔偿" in made.text) is ("compensation_told" in row.opens)
        assert pages.as_role(Role.PROSECUTOR).get(pages.plan("/documents/make?paper=revocation")).status_code < 500
    if row.announced:
        told = {"why_nobody": "没有近亲属"} if row.code == "death" else BOTH_PRESENT
        do(pages, Role.PROSECUTOR, "announce_outcome", **told)
    pages.live_until("2026-03-12 09:00")
    after = pages.offices.plan()
    assert (after.sealed_at is not None) is (row.sealed_from != "none")
    if decision == "end_otherwise" and row.served and after.sealed_at is None:
        listed = pages.as_role(Role.CLERK).get("/records")
        assert f"{row.title.zh} →" in listed.text, "the clerk's list names it as its own page does"
    if "closing" in row.opens:
        assert after.closed_at is None, "not while a receipt is out"
        for each in pages.offices.rows(ServiceReceipt):
            if each.plan_id == plan.id and each.received_on is None:
                do(pages, Role.CLERK, "record_service", to=each.addressee, decision=each.decision)
        pages.live_until("2026-03-14 09:00")
        assert pages.offices.plan().closed_at is not None
    if row.sealed_from != "none":
        lines = {each.clock for each in pages.offices.rows(ClosingListEntry) if each.plan_number == after.number}
        assert "police_sealing" in lines
        assert ("service" in lines) is bool(receipts and row.served) or row.decided_by is ActorRole.COURT
        pages.live_until("2027-06-01 09:00")
        assert pages.offices.plan().closed_at is not None
