"""The desk: the day of whoever is signed in, and a list that keeps itself up to date."""

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.rights import SYSTEM, Actor
from casework.plan.views.caseload import CaseloadOrder, load_caseload
from casework.settings.health import HealthCheck
from casework.shared.items.follow_ups import UNDELIVERED, create_follow_up
from core.i18n import verbatim
from flows.supervision import process_due_events
from models.base import new_id
from models.decision import AfterCare
from models.item import Item
from models.office import Role
from models.plan import Plan
from tests.web.visitors import Pages, follow, parse_page


def _counts(text: str) -> dict[str, int]:
    """What the desk counts; what it has none of, it counts nowhere."""
    tiles = [(name, count) for count, name in re.findall(r"<strong>(\d+)</strong> <span>([^<]+)</span>", text)]
    headings = re.findall(r'<h2[^>]*>([^<]+?) <span class="counted">(\d+)</span>', text)
    return defaultdict(
        int, {name: int(count) for name, count in [*tiles, *headings]} | {"待决定": text.count(">待决定<")}
    )


def _listed(text: str) -> list[str]:
    """The plans of the list, in its order."""
    return re.findall(r'<th scope="row"><a href="/plans/([^"]+)"', text)


def test_the_day_counts_what_waits(pages: Pages) -> None:
    """One plan; the explanation that the minor has just given is the assistant's to answer. The clerk's receipts of service
    are one overdue; the missing note stands beside it under the minor's own name."""
    text = pages.as_role(Role.PROSECUTOR).get("/").text
    assert _counts(text)["逾期未办／还没收到"] == 1
    late = dict(re.findall(r'<span class="count">(\S+) <b>(\d)</b>', text.partition('class="over"')[2]))
    assert late == {"书记员": "1", "本人": "1"}
    browser, here = pages.family("minor")
    browser.post(f"{here}/explain/weekly_note/2026-03-09", data={"text": "手机坏了"})
    text = pages.as_role(Role.ASSISTANT).get("/").text
    counts = _counts(text)
    assert counts["我的案件"] == 1
    assert counts["待决定"] == 1
    assert "说明待回复" in text
    assert _counts(pages.as_role(Role.SOCIAL_WORKER).get("/").text)["待决定"] == 0


def test_a_submission_appears_on_an_open_case_list(pages: Pages) -> None:
    """As long as nothing has changed nothing is sent; once the note has come in, the next asking shows it."""
    browser = pages.as_role(Role.PROSECUTOR)
    live = re.search(r'hx-get="([^"]+)"', browser.get("/").text)
    assert live is not None
    address = live[1].replace("&amp;", "&")
    assert browser.get(address).status_code == 204
    family, here = pages.family("minor")
    family.post(f"{here}/fill/weekly_note/2026-03-09", data={"text": "都好"})
    changed = browser.get(address)
    assert changed.status_code == 200
    assert "<html" not in changed.text
    assert "本人" not in changed.text.partition('class="over"')[2]


def test_the_browser_is_given_nothing_to_keep_but_the_session_and_the_language(pages: Pages) -> None:
    """No script of ours stores anything, and htmx is told to keep no history."""
    browser = pages.as_role(Role.PROSECUTOR)
    page = browser.get(pages.plan())
    assert "&#34;historyEnabled&#34;: false" in page.text
    own = browser.get(next(each for each in parse_page(page).scripts if "live.js" in each)).text
    assert "Storage" not in own
    assert "indexedDB" not in own


def test_a_plan_is_found_by_name_phone_or_number_within_reach(pages: Pages) -> None:
    """Nothing that was looked for stands in an address; another office finds nothing; a changed name is found anew. A number is
    found however it was copied. The number or the minor's whole name opens the case; who finds nobody reads how much has to
    be written."""
    browser, stranger = pages.as_role(Role.PROSECUTOR), pages.as_("ren.prosecutor")
    number = pages.offices.number
    pages.offices.act("prosecutor", "name_contact", person="mother", name="欧阳小满", phone="10000990177", device="own")
    plain = number.replace("-", "").removeprefix("SW")
    exact = ("芒果", number, number.lower(), plain.lower(), number.replace("-", " "), f"ＳＷ{plain}")
    for asked in ("小满", "0177", "100-0099-0177", *exact):
        answer = browser.post("/search", data={"asked": asked})
        if asked in exact:
            assert answer.headers["location"] == f"/plans/{number}", asked
        else:
            assert f"/plans/{number}" in parse_page(answer).addresses, asked
        assert asked not in str(answer.url)
        elsewhere = stranger.post("/search", data={"asked": asked})
        led_to = [elsewhere.headers.get("location"), *parse_page(elsewhere).addresses]
        assert f"/plans/{number}" not in led_to, asked
    for asked, said in (("果", "找到0件"), ("雪", "姓名至少写两个字")):
        assert said in browser.post("/search", data={"asked": asked}).text
    pages.seal()
    assert "找到0件" in browser.post("/search", data={"asked": "芒果"}).text


def test_the_search_leads_to_an_act_and_to_what_the_history_says(pages: Pages) -> None:
    """What is to be done is written behind the name, or alone on a page of the case. Who, what and until when open the history
    at once; a message is asked for as one to whoever was found."""
    browser, mother = pages.as_role(Role.PROSECUTOR), "欧阳小满"
    pages.offices.act("prosecutor", "name_contact", person="mother", name=mother, phone="10000990177", device="own")
    longer = pages.plan("/do/propose")
    for typed in ({"asked": "芒果 延长"}, {"asked": "延长", "here": pages.offices.number}):
        assert longer in parse_page(browser.post("/search", data=typed)).addresses
    assert longer not in parse_page(browser.post("/search", data={"asked": "延长"})).addresses
    answer = browser.post("/search", data={"asked": mother, "kind": "message", "until": "2026-03-12"})
    assert answer.headers["location"] == pages.plan("/history?kind=message&to=guardian.mother&to_on=2026-03-12")
    assert parse_page(follow(browser, answer)).all_mistakes == []


@pytest.mark.parametrize(
    ("role", "asked", "leads_to"),
    [
        (Role.PROSECUTOR, "提醒", "/messages"),
        (Role.PROSECUTOR, "reminder", "/messages"),
        (Role.PROSECUTOR, "calendar", "/agenda"),
        (Role.CHIEF_PROSECUTOR, "统计", "/statistics"),
    ],
)
def test_the_search_leads_to_a_page_of_the_menu(pages: Pages, role: Role, asked: str, leads_to: str) -> None:
    answer = pages.as_role(role).post("/search", data={"asked": asked})
    assert f'href="{leads_to}"' in answer.text.split("<main", 1)[1]


@pytest.mark.parametrize(
    ("asked", "named"),
    [("警告", "处理意见"), ("撤销", "报请检察长决定"), ("warn", "处理意见"), ("revoke", "报请检察长决定")],
)
def test_the_search_names_an_act_without_a_case(pages: Pages, asked: str, named: str) -> None:
    """It says that a name has to be written first; whoever may not do the act does not read it."""
    assert f"<li>{named}</li>" in pages.as_role(Role.PROSECUTOR).post("/search", data={"asked": asked}).text
    assert f"<li>{named}</li>" not in pages.as_role(Role.SOCIAL_WORKER).post("/search", data={"asked": asked}).text


def test_what_was_asked_of_the_chief_waits_from_then_on(pages: Pages) -> None:
    """The decision is due more than a week after the opinion was written: the chief's desk says so at once."""
    offices = pages.offices
    offices.skips_to("2026-09-02 09:00")
    process_due_events(offices.context, offices.number, source="tick")
    offices.act("prosecutor", "hear_victim", state="heard")
    offices.dismiss_open_items()
    before = pages.as_role(Role.CHIEF_PROSECUTOR).get("/").text
    offices.act("prosecutor", "write_opinion", proposal="non_prosecution", text="表现良好")
    assert (offices.plan().final_decision_by - offices.today).days > 7
    assert _counts(before)["待决定"] == 0
    for role in (Role.CHIEF_PROSECUTOR, Role.DEPUTY):
        text = pages.as_role(role).get("/").text
        assert _counts(text)["待决定"] == _counts(text)["等您办的"] == 1
        assert "作出起诉或者不起诉的决定" in text
    assert _counts(pages.as_role(Role.DEPARTMENT_HEAD).get("/").text)["待决定"] == 1  # to countersign, before that


def test_what_is_due_today_is_not_yet_called_missing(pages: Pages) -> None:
    """On the evening of the 15th the sheet of that Sunday is still to come; on Monday it has not been received."""
    for moment, missing in (("2026-03-15 20:30", False), ("2026-03-16 09:00", True)):
        pages.offices.on(moment)
        text = pages.as_role(Role.PROSECUTOR).get(pages.plan()).text.partition('id="now-title"')[2]
        assert ("items/usage_sheet/2026-03-15" in text.partition("<h3>接下来</h3>")[0]) is missing


def test_a_proposal_waits_on_the_head_s_desk_until_it_is_countersigned(pages: Pages) -> None:
    """The desk counts what the queue of approvals offers to countersign. One that came too late is only to be returned."""
    pages.offices.act("prosecutor", "propose", step="change_period", new_end_on="2026-10-01", reason="需要再多一个月")
    head = pages.as_role(Role.DEPARTMENT_HEAD)
    counts = _counts(head.get("/").text)
    assert (counts["等您办的"], counts["待决定"]) == (1, 1)
    here = pages.plan("/proposals/change_period")
    assert here in parse_page(head.get("/")).addresses
    pages.offices.act("department_head", "countersign", step="change_period")
    assert _counts(head.get("/").text)["待决定"] == 0
    assert _counts(pages.as_role(Role.CHIEF_PROSECUTOR).get("/").text)["待决定"] == 1
    pages.end_period("2026-03-09")
    pages.offices.on("2026-10-02 09:00")
    chief = parse_page(pages.as_role(Role.CHIEF_PROSECUTOR).get(here))
    assert "已经不能再决定，请退回" in chief.text, "a longer period is no question once it is over"
    assert pages.plan("/do/change_period") not in chief.addresses
    back, withdraws = (pages.plan(f"/do/{act}_proposal") for act in ("return", "withdraw"))
    assert back in chief.addresses
    own = parse_page(pages.as_role(Role.PROSECUTOR).get(here)).addresses
    assert (back in own, withdraws in own) == (False, True)


def test_the_calls_of_today_name_whom_a_text_did_not_reach(pages: Pages) -> None:
    """Also where the text was about nothing that falls due: the page does not say that there is nobody to call.
    Whom to call stands first, by name."""
    worker = pages.as_role(Role.SOCIAL_WORKER)
    nobody = "今天没有要联系的人"
    assert nobody in worker.get("/").text
    with pages.offices.context.open_for_update(pages.offices.number, SYSTEM, PROCESS_PLAN) as open_plan:
        item = create_follow_up(open_plan, UNDELIVERED, "mother")
        open_plan.record("tell_of_given_up", item=item)
    listed = parse_page(worker.get("/"))
    assert nobody not in listed.text
    address = [one for one in listed.addresses if one.startswith(pages.plan("/items/undelivered/"))][-1]
    assert worker.get(address).status_code == 200
    assert nobody in pages.as_("ren.social_worker").get("/").text
    assert "短信未能送达：请另行联系（母亲）" in listed.text
    assert 0 < listed.text.find("芒果的母亲") < listed.text.find("等您办的")
    for typed in ({}, {"outcome": "reached", "called_at": "2030-01-01T10:00"}):
        refused = worker.post("/calls", data={"plan": pages.offices.number, "person": "mother", **typed})
        assert refused.status_code == 422
    worker.post("/calls", data={"plan": pages.offices.number, "person": "mother", "outcome": "reached"})
    assert nobody in worker.get("/?noted=1").text


def test_the_list_is_sorted_by_every_column_and_read_page_by_page(pages: Pages) -> None:
    """Each way round, every plan stands once, however many pages there are."""
    numbers = _more_plans(pages, 7)
    actor = Actor.of_staff(pages.offices.staff("gui.department_head"))
    for order in CaseloadOrder:
        ways = []
        for descending in (False, True):
            found: list[str] = []
            cursor: str | None = ""
            while cursor is not None:
                page = load_caseload(
                    pages.offices.context, actor, order=order, descending=descending, cursor=cursor or None, limit=3
                )
                found += [row.number for row in page.plans]
                cursor = page.next
            assert sorted(found) == sorted(numbers), order
            ways.append(found)
        assert ways[0] == ways[1][::-1], order


def _more_plans(pages: Pages, count: int) -> list[str]:
    """Copies of the first plan with other days, each with one more thing overdue than the one before; all numbers."""
    with pages.offices.context.database.transaction() as session:
        plan = pages.offices.context.find(session, pages.offices.number)
        values = {name: getattr(plan, name) for name in Plan.model_fields}
        for place in range(count):
            more = values | {"id": new_id(plan.opened_at), "number": f"X{place}", "on_bail": place % 2 == 0}
            more |= {"period_to": plan.period_to + timedelta(days=place // 2), "wake_at": None}
            session.add(Plan(**more))
            session.flush()
            for overdue in range(place + 3):
                on = date(2026, 2, 1) + timedelta(days=overdue)
                session.add(
                    Item(
                        id=new_id(plan.opened_at), plan_id=more["id"], kind="worker_contact", owner="social_worker",
                        due_on=on, due_at=plan.opened_at,
                    )
                )  # fmt: skip
    return [pages.offices.number, *(f"X{place}" for place in range(count))]


def test_everybody_with_a_desk_reads_that_the_record_was_restored(pages: Pages) -> None:
    """The chief procurator too, who has no messages to look after: what was done since the backup is not in the record."""
    held = HealthCheck("outbox_held", False, verbatim("restored"), informs_only=True)
    pages.app.state.app_state = replace(pages.app.state.app_state, more_checks=lambda: [held])
    for role, sees_messages in ((Role.PROSECUTOR, True), (Role.CHIEF_PROSECUTOR, False), (Role.AUDITOR, False)):
        page = pages.as_role(role).get("/")
        assert "restored" in page.text, role
        assert ('<a href="/messages">到消息台看看' in page.text) is sees_messages, role


def test_a_search_of_messages_that_cannot_be_says_so_at_its_field(pages: Pages) -> None:
    for wrong, field in (({"from_on": "2026-03-20", "to_on": "2026-03-10"}, "to_on"), ({"state": "gone"}, "state")):
        answer = pages.as_role(Role.SOCIAL_WORKER).post("/messages", data=wrong)
        assert answer.status_code == 422
        assert re.search(rf'id="{field}"[^>]*aria-invalid="true"', answer.text)


def test_who_keeps_an_after_care_card_finds_it_on_the_desk_and_ends_it(pages: Pages) -> None:
    """Nobody else does, and nothing on it leads to a case."""
    context, worker = pages.offices.context, pages.offices.staff("gui.social_worker")
    key_id, card_id = new_id(context.clock.now()), new_id(context.clock.now())
    context.vault.new_key(key_id)
    words = {"call": "新芽", "phone": "10000990777", "helper": "表哥"}
    with context.database.transaction() as session:
        session.add(AfterCare(
            id=card_id, key_id=key_id, from_on=pages.offices.today, until_on=pages.offices.today + timedelta(days=90),
            keeper_id=worker.id, document=context.seal(key_id, "after_care.document", card_id, words),
        ))  # fmt: skip
    keeper, colleague = pages.as_("gui.social_worker"), pages.as_("gui.worker2")
    desk = keeper.get("/").text
    for each in ("新芽", "10000990777", "表哥"):
        assert each in desk
    assert "新芽" not in colleague.get("/").text
    assert colleague.post(f"/cards/{card_id}/end").status_code == 404
    follow(keeper, keeper.post(f"/cards/{card_id}/end"))
    assert "新芽" not in keeper.get("/").text
