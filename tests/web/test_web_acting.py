"""Every act from a page: asked, checked with all it comes to, done once, with a receipt; without JavaScript."""

import html
import re
from datetime import date

import httpx2
import pytest
from starlette.testclient import TestClient

from casework.corrections.acts import RIGHT_VALUES
from casework.outcome.acts_ending import DecideNonProsecution
from casework.plan.opening import open_new_plan
from casework.staff.authentication import CONFIRMED_FOR
from core.clock import SimulatedClock
from core.errors import SunwardError
from flows.rehearsal import get_opener
from flows.supervision import process_due_events
from models.decision import Decision, Incident, ServiceReceipt
from models.item import Item
from models.journal import JournalLine
from models.office import Role
from models.person import Person
from tests.api.two_offices import HERE, MOTHER_THERE, make_plan_for
from tests.cached_plans import copy_vault
from tests.passwords import give_password
from tests.web.visitors import Pages, follow, parse_page


def hidden(page: httpx2.Response) -> dict[str, str]:
    """What the page's form carries along unseen."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))


def through(browser: TestClient, address: str, typed: dict[str, str]) -> tuple[httpx2.Response, dict[str, str]]:
    """From the form to its answers checked."""
    carried = hidden(browser.get(address))
    checked = browser.post(address, data=carried | typed | {"_go": "check"})
    return checked, hidden(checked) | {"_go": "do"}


def test_an_act_is_asked_checked_done_once_and_has_a_receipt(pages: Pages) -> None:
    """The check says who would hear of it and changes nothing; sent twice, one report stands on the file."""
    browser, address = pages.as_role(Role.SOCIAL_WORKER), pages.plan("/do/report_incident")
    typed = {"kind": "supervision_rules", "done_on": "2026年3月8日", "facts": "邻居说晚上不在家"}
    checked, ready = through(browser, address, typed)
    assert checked.status_code == 200, checked.text
    assert "2026年3月8日（周日）" in checked.text
    assert "待核实情况" in checked.text
    assert pages.offices.run_checks == []
    other = browser.post(address, data=ready | {"facts": "换了内容"})
    assert other.status_code == 422
    assert "与您核对过的不一致" in other.text, "what is confirmed is what was checked"
    assert [item for item in pages.offices.rows(Item) if item.kind == "incident_review"] == []
    first = browser.post(address, data=ready)
    again = browser.post(address, data=ready)
    assert first.headers["location"] == again.headers["location"]
    landed = follow(browser, first)
    assert "已办理，已记入案卷" in landed.text
    assert len([item for item in pages.offices.rows(Item) if item.kind == "incident_review"]) == 1
    changed = browser.post(address, data=ready | {"facts": "换了内容"})
    assert changed.status_code == 422
    assert "换了内容" in changed.text
    assert "已经办过一次，已经记入案卷" in changed.text
    assert pages.as_role(Role.ASSISTANT).get(first.headers["location"]).status_code == 404


def test_the_page_of_an_incident_shows_it_and_what_was_heard_and_then_asks_for_the_finding(pages: Pages) -> None:
    offices = pages.offices
    offices.act(
        "social_worker", "report_incident", incident="late", kind="supervision_rules", done_on=offices.today,
        facts="邻居说晚上不在家",
    )  # fmt: skip
    (item,) = [each for each in offices.rows(Item) if each.kind == "incident_review"]
    browser, address = (
        pages.as_role(Role.PROSECUTOR),
        pages.plan(f"/items/incident_review/{item.due_on}?label={item.label}"),
    )

    def first_act() -> str:
        return next(
            one for one in parse_page(browser.get(address)).addresses if "_minor?" in one or "_incident?" in one
        )

    assert "hear_minor" in first_act()
    offices.act("prosecutor", "hear_minor", incident="late", text="那晚在外婆家")
    shown = browser.get(address).text
    assert "邻居说晚上不在家" in shown
    assert "那晚在外婆家" in shown
    assert "close_incident" in first_act()


def test_what_is_missing_or_refused_is_shown_at_its_field_and_nothing_is_lost(pages: Pages) -> None:
    """At its field what cannot be read; above the form what the law refuses, with the article."""
    browser, address = pages.as_role(Role.SOCIAL_WORKER), pages.plan("/do/report_incident")
    carried = hidden(browser.get(address))
    wrong = browser.post(address, data=carried | {"kind": "new_crime", "done_on": "三月", "facts": "写了一半"})
    assert wrong.status_code == 422
    assert "写了一半" in wrong.text
    assert "#done_on" in parse_page(wrong).addresses
    assert hidden(wrong)["incident"] == carried["incident"]
    prosecutor, opinion = pages.as_role(Role.PROSECUTOR), pages.plan("/do/write_opinion")
    refused, _ = through(prosecutor, opinion, {"proposal": "non_prosecution", "text": "表现良好"})
    assert refused.status_code == 409
    assert "表现良好" in refused.text
    assert "《人民检察院刑事诉讼规则》第477条" in refused.text
    assert prosecutor.get(opinion).text.count("可能办不成") == 1


def test_the_end_is_written_signed_announced_served_and_sealed(pages: Pages) -> None:
    """The page of the end says at each point what is next; conclusion and reasons are empty until somebody writes them;
    what is found stands with its source."""
    offices = pages.offices
    offices.context.vault = copy_vault(offices.context.vault)

    def read(role: Role = Role.PROSECUTOR) -> str:
        process_due_events(offices.context, offices.number, source="tick")
        return pages.as_role(role).get(pages.plan("/documents")).text

    def next_step(role: Role = Role.PROSECUTOR) -> str:
        (found,) = re.findall(r'<li aria-current="step"><b>(.*?)</b>', read(role))
        return str(found)

    def do(role: Role, act: str, **typed: str) -> None:
        browser, address = pages.as_role(role), pages.plan(f"/do/{act}")
        checked, ready = through(browser, address, typed)
        assert checked.status_code == 200, checked.text
        follow(browser, browser.post(address, data=ready))

    offices.skips_to("2026-09-03 10:00")
    process_due_events(offices.context, offices.number, source="tick")
    offices.dismiss_open_items()
    page = read()
    assert next_step() == "考察意见书"
    assert "checked" not in page.partition('id="proposal"')[2].partition("</fieldset>")[0]
    assert re.search(r'<textarea id="text"[^>]*></textarea>', page)
    assert f'href="{pages.plan("#days")}"' in page
    do(Role.PROSECUTOR, "write_opinion", proposal="non_prosecution", text="表现良好")
    assert next_step() == "审核同意提请"
    do(Role.DEPARTMENT_HEAD, "countersign", step="decide_non_prosecution")
    signed_on = pages.plan("/proposals/decide_non_prosecution")
    assert f'href="{signed_on}"' in read(Role.CHIEF_PROSECUTOR)
    chiefs = pages.as_role(Role.CHIEF_PROSECUTOR).get(signed_on).text
    assert "表现良好" in chiefs
    assert f'action="{pages.plan("/do/decide_non_prosecution")}"' in chiefs
    do(Role.CHIEF_PROSECUTOR, "decide_non_prosecution")
    assert next_step() == "宣布不起诉决定"
    do(Role.PROSECUTOR, "announce_outcome", **{"present.minor": "yes", "present.mother": "yes"})
    assert next_step() == "决定送达"
    for row in offices.rows(ServiceReceipt):
        if row.decision == "non_prosecution":
            offices.act("clerk", "record_service", to=row.addressee, decision=row.decision, received_on="2026-09-03")
    assert next_step() == "记录封存"
    offices.dismiss_open_items()
    for day in ("2026-09-04", "2026-09-05"):
        offices.on(f"{day} 10:00")
        process_due_events(offices.context, offices.number, source="tick")
    assert offices.plan().status == "sealed"


def test_only_what_is_theirs_and_has_its_place_is_offered(pages: Pages) -> None:
    """The worker decides nothing, the chief is offered no daily work, and what is no act is not there."""
    offered = {role: set(parse_page(pages.as_role(role).get(pages.plan("/do"))).addresses) for role in
               (Role.SOCIAL_WORKER, Role.PROSECUTOR, Role.CHIEF_PROSECUTOR, Role.CLERK)}  # fmt: skip
    do = pages.plan("/do/")
    assert f"{do}report_danger" in offered[Role.SOCIAL_WORKER]
    assert not {f"{do}close_incident", f"{do}change_period", f"{do}propose"} & offered[Role.SOCIAL_WORKER]
    assert f"{do}propose" in offered[Role.PROSECUTOR]
    assert f"{do}write_opinion" not in offered[Role.PROSECUTOR], "the period still runs"
    assert {each for each in offered[Role.CHIEF_PROSECUTOR] if each.startswith(do)} == {
        f"{do}change_period", f"{do}end_otherwise", f"{do}record_recusal",
    }  # fmt: skip
    assert f"{do}record_service" in offered[Role.CLERK]
    assert pages.as_role(Role.SOCIAL_WORKER).get(f"{do}change_period").status_code == 403
    assert pages.as_role(Role.CASE_MANAGEMENT).get(pages.plan("/do")).status_code == 403
    assert pages.as_("ren.prosecutor").get(f"{do}propose").status_code == 404
    assert pages.as_role(Role.PROSECUTOR).get(f"{do}nonsense").status_code == 404


def test_a_decision_begins_with_what_was_asked_for_and_names_who_asked(pages: Pages) -> None:
    """The chief's form holds the day that the prosecutor proposed; the plan ends on it."""
    prosecutor, chief = pages.as_role(Role.PROSECUTOR), pages.as_role(Role.CHIEF_PROSECUTOR)
    ask, decide = pages.plan("/do/propose"), pages.plan("/do/change_period")
    typed = {"step": "change_period", "new_end_on": "2026-11-01", "reason": "视表现"}
    _, ready = through(prosecutor, ask, typed)
    follow(prosecutor, prosecutor.post(ask, data=ready))
    assert parse_page(chief.get(decide)).fields["new_end_on"] == "2026-11-01"
    checked, ready = through(chief, decide, {"new_end_on": "2026-11-01", "reason": "同意"})
    assert "改前改后对照" in checked.text
    assert "2026年9月1日 → 2026年11月1日" in checked.text
    follow(chief, chief.post(decide, data=ready | {"_because": "部门负责人口头同意"}))
    assert str(pages.offices.plan().period_to) == "2026-11-01"
    (decision,) = [row for row in pages.offices.rows(Decision) if row.kind == "extension"]
    assert decision.proposed_by == pages.offices.staff("gui.prosecutor").id


def test_a_warning_is_shown_first_and_accepted_with_a_reason(pages: Pages) -> None:
    """Without one nothing is done; with it the reason stands on the file beside the rule's number."""
    offices = pages.offices
    pages.end_period("2026-03-09", awaits_decision=True)
    offices.act(
        "prosecutor", "report_incident", incident="open", kind="public_security", done_on=offices.today, facts="待查"
    )
    offices.act("prosecutor", "dismiss_items", items=["incident_review"], reason="公安机关另行核实")
    offices.act("prosecutor", "write_opinion", proposal="non_prosecution", text="表现良好")
    chief, address = pages.as_role(Role.CHIEF_PROSECUTOR), pages.plan("/do/decide_non_prosecution")
    checked, ready = through(chief, address, {})
    assert checked.status_code == 200, checked.text
    assert "请留意：规则有提示" in checked.text
    bare = chief.post(address, data=ready)
    assert bare.status_code == 422
    assert offices.plan().outcome is None
    unseen = chief.post(address, data=ready | {"_accepted": "", "_because": "不必"})
    assert unseen.status_code == 422
    assert offices.plan().outcome is None
    follow(chief, chief.post(address, data=ready | {"_because": "已另行核实，与本案无关"}))
    assert offices.plan().outcome == "non_prosecution"
    (line,) = [line for line in offices.rows(JournalLine) if line.act == "accept_warnings"]
    assert line.note["of"] == DecideNonProsecution.model_fields["did"].annotation.__args__[0]  # type: ignore[union-attr]
    assert "已另行核实" not in str(line.note)


def test_a_refusal_says_how_the_field_is_written(pages: Pages) -> None:
    """A year of two figures, hours that end where they begin, a code in Chinese: none is answered in the program's own words."""
    browser = pages.as_role(Role.PROSECUTOR)
    for act, typed, sentence in (
        ("pause_messages", {"until_on": "0026-03-20", "reason": "住校"}, "年份应在1900年到2200年之间"),
        ("record_contact_hours", {"person": "mother", "phone_held": "Fri 18:00-Fri 18:00"}, "如 周五18:00至周日16:00"),
        ("record_contact_hours", {"person": "mother", "exams": "六月七日"}, "如 2027/6/7至2027/6/9"),
        ("name_contact", {"person": "mother", "phone": "一三八"}, "5至20个数字"),
        ("record_restriction", {"restriction": "断卡", "from_on": "2026-03-01"}, "代号只用英文字母"),
        ("record_unable", {"from_on": "2026-03-09", "to_on": "2026-03-08", "reason": "illness"}, "终止日早于起始日"),
        ("rate_needs", {"time": "start", "family": "7"}, "不能大于2"),
    ):
        checked, _ = through(browser, pages.plan(f"/do/{act}"), typed)
        assert checked.status_code == 422, sentence
        assert sentence in checked.text
        assert not re.search("datetime.date|格式不对", checked.text), act


def test_what_was_written_is_on_the_page_that_refuses_it(pages: Pages) -> None:
    """While somebody writes, the case may go to a colleague; the sentences are there to be copied, codes and passwords not."""
    worker, address = pages.as_("ren.social_worker"), pages.plan("/do/note")
    sent = {
        "text": "今天家访，母亲说晚上都在家 <b>",
        "topic": "contact",
        "_password": "linen harbour 417",
        "_go": "check",
    }
    refused = worker.post(address, data=sent)
    assert refused.status_code == 404
    assert "今天家访，母亲说晚上都在家 &lt;b&gt;</textarea>" in refused.text
    assert "linen harbour" not in refused.text
    assert "contact" not in refused.text.partition("<main")[2]
    assert "textarea" not in worker.get(address).text


def test_hours_are_read_as_they_are_said(pages: Pages) -> None:
    """In Chinese, with full-width figures and blanks; what the form gives as an example is read too."""
    browser, address = pages.as_role(Role.PROSECUTOR), pages.plan("/do/record_contact_hours")
    form = browser.get(address).text
    examples = re.findall(r"（如 ([^；]+)；多段", form)
    assert len(examples) == 3
    typed = {"person": "mother", "phone_held": examples[0], "not_at": f"{examples[1]}；星期六 ２２：００ - 周日7:00",
             "exams": f"{examples[2]}；2027年6月20日"}  # fmt: skip
    checked, ready = through(browser, address, typed)
    assert checked.status_code == 200, checked.text
    assert browser.post(address, data=ready).status_code == 303
    plan = pages.offices.plan()
    mother = next(one for one in pages.offices.rows(Person) if one.plan_id == plan.id and one.relation == "mother")
    assert (mother.phone_held, mother.not_at, mother.exams) == (
        ["Fri 18:00-Sun 16:00"],
        ["Mon 22:00-Tue 07:00", "Sat 22:00-Sun 07:00"],
        ["2027-06-07/2027-06-09", "2027-06-20/2027-06-20"],
    )


def test_whoever_writes_another_day_reads_on_which_days_it_is_due(pages: Pages) -> None:
    """Only staff: somebody of the family is told of nothing that is not theirs."""
    browser = pages.as_role(Role.PROSECUTOR)
    typed = {"item": "weekly_note", "due_on": "2026-03-10", "text": "电话里说的", "told_by_phone": "yes"}
    wrong, _ = through(browser, pages.plan("/do/submit"), typed)
    assert wrong.status_code == 404
    assert "相近的日期：2026年3月9日（周一）、2026年3月16日（周一）" in wrong.text
    assert "电话里说的" in wrong.text
    with pytest.raises(SunwardError) as own:
        pages.offices.act("minor", "submit", item="worker_contact", due_on="2026-03-10", text="x")
    assert "相近" not in own.value.reason.zh


def test_nothing_that_somebody_states_is_ticked_beforehand(pages: Pages) -> None:
    """That the minor was heard before a condition changes is said by whoever heard them, and not by the form."""
    browser, address = pages.as_role(Role.PROSECUTOR), pages.plan("/do/change_condition")
    form = browser.get(address).text
    assert re.search(r'<input id="heard" type="checkbox"[^>]*>', form)
    assert not re.search(r'<input id="heard" type="checkbox"[^>]*checked', form)
    typed = {"condition": "1", "text": "心理辅导4次", "reason": "已谈好"}
    unheard, _ = through(browser, address, typed)
    assert unheard.status_code == 409
    assert "变更条件前应当听取本人意见" in unheard.text
    heard, _ = through(browser, address, typed | {"heard": "yes"})
    assert heard.status_code == 200, heard.text
    announced = browser.get(pages.plan("/do/announce")).text
    boxes = re.findall(r'<input type="checkbox" name="explained\.[^>]*>', announced)
    assert len(boxes) == 3
    assert not any("checked" in box for box in boxes)
    none = browser.post(pages.plan("/do/announce"), data=parse_page(browser.get(pages.plan("/do/announce"))).fields
                        | {"present.minor": "yes", "_go": "check"})  # fmt: skip
    assert none.status_code == 200, "that nothing was explained can be recorded"
    assert "没有告知了哪些内容的记录" in none.text


def test_what_was_typed_when_the_session_ended_is_kept(pages: Pages) -> None:
    """After half an hour of writing, and after signing out in another window: on the page that says so, whole, without
    the password; it goes on after signing in, and a confirmation is shown once more before it counts."""
    address, text = pages.plan("/do/note"), "谈了四十分钟：\n“先做完<功课>” & 再玩"
    browser = pages.as_role(Role.PROSECUTOR)
    checked, ready = through(browser, address, {"topic": "work", "text": text})
    assert checked.status_code == 200
    before = len(pages.offices.rows(JournalLine))
    for later in (lambda: browser.post("/sign-out"), browser.cookies.clear):
        later()
        over = browser.post(address, data=ready | {"text": text, "_password": "linen-harbour-417"})
        assert over.status_code == 401
        assert "您已退出登录，这次还没有办理" in over.text
        assert "linen-harbour-417" not in over.text
        carried = {name: html.unescape(value) for name, value in hidden(over).items()}
        assert carried["text"].replace("\r\n", "\n") == text
        assert browser.post(address, data=carried).status_code == 401
        again = pages.as_role(Role.PROSECUTOR).post(address, data=carried)
        assert again.status_code == 200
        assert "确认办理" in again.text
    assert len([line for line in pages.offices.rows(JournalLine)[before:] if line.act == "note"]) == 0
    assert browser.post(address, data={"_go": "check"}).headers["location"] == "/sign-in"


def test_a_form_too_large_or_of_another_kind_leads_to_the_sign_in_page(pages: Pages) -> None:
    """Where it cannot be kept, nothing fails; the words beside a photo are kept, and the photo is chosen again."""
    stranger, address = pages.stranger(), pages.plan("/do/note")
    assert (
        stranger.post(address, data={"text": "长" * 60_000, "topic": "长" * 60_000}).headers["location"] == "/sign-in"
    )
    assert stranger.post(address, content=b"x", headers={"Content-Type": "multipart/form-data"}).status_code == 400
    hand_in = pages.plan("/items/weekly_note/2026-03-09/hand-in")
    kept = stranger.post(hand_in, data={"text": "当面交的"}, files={"photo": ("a.png", b"x" * 100)})
    assert (kept.status_code, hidden(kept)) == (401, {"text": "当面交的"})
    assert "选好的文件要重新选" in kept.text
    assert 'enctype="multipart/form-data"' in kept.text


def test_a_decision_long_after_signing_in_asks_for_the_password_on_the_page_that_checks_it(pages: Pages) -> None:
    """Wrong or missing, nothing is decided and nothing typed is lost; the password stands in no page."""
    offices = pages.offices
    give_password(offices.context, ["gui.chief_prosecutor"], "linen-harbour-417")
    offices.act("prosecutor", "propose", step="end_otherwise", how="no_criminal_fact", reason="核实不负刑事责任")
    chief, address = pages.as_role(Role.CHIEF_PROSECUTOR), pages.plan("/do/end_otherwise")
    assert isinstance(offices.context.clock, SimulatedClock)
    offices.context.clock.advance_by(CONFIRMED_FOR)
    checked, ready = through(chief, address, {"how": "no_criminal_fact", "reason": "同意，依证明"})
    ready |= {"_because": "部门负责人口头同意"}
    assert 'name="_password" type="password"' in checked.text
    for password in ("", "wrong-wrong-1"):
        refused = chief.post(address, data=ready | {"_password": password})
        assert refused.status_code == 422
        assert "同意，依证明" in refused.text
        assert "wrong-wrong-1" not in refused.text
    assert offices.plan().status == "under_supervision"
    follow(chief, chief.post(address, data=ready | {"_password": "linen-harbour-417"}))
    assert offices.plan().status == "ended_otherwise"


def test_a_correction_shows_what_stood_there_and_what_will_before_it_is_done(pages: Pages) -> None:
    browser, address = pages.as_role(Role.SOCIAL_WORKER), pages.plan("/do/report_incident")
    _checked, ready = through(
        browser, address, {"kind": "supervision_rules", "done_on": "2026年3月8日", "facts": "邻居说晚上不在家"}
    )
    browser.post(address, data=ready)
    of_this_fact = pages.plan("/do/correct_fact?fact=report_incident")
    assert of_this_fact in parse_page(browser.get(address)).addresses
    form = browser.get(of_this_fact).text
    assert [name for name in RIGHT_VALUES if f'name="{name}"' in form] == ["done_on", "found_on"]
    address = pages.plan("/do/correct_fact")
    typed = {"fact": "report_incident", "done_on": "2026年3月6日", "reason": "日期听错了"}
    checked, ready = through(browser, address, typed)
    assert checked.status_code == 200, checked.text
    assert re.search(r"更正：.*2026年3月8日.*→.*2026年3月6日", checked.text)
    assert [item.done_on for item in pages.offices.rows(Incident)] == [date(2026, 3, 8)], "only looked at"
    assert browser.post(address, data=ready).status_code == 303
    assert [item.done_on for item in pages.offices.rows(Incident)] == [date(2026, 3, 6)]


def test_the_chief_reads_before_signing_what_a_ground_does_not_say(pages: Pages) -> None:
    """One breach that nobody called serious: the warning and its article stand beside the proposal, before any signature."""
    act = pages.offices.act
    breach = {"kind": "supervision_rules", "done_on": "2026-03-08", "facts": "夜里没有回家"}
    act("prosecutor", "report_incident", incident="x", **breach)
    act("prosecutor", "hear_minor", incident="x", text="去外婆家了")
    act("prosecutor", "close_incident", incident="x", finding="ground", reason="核实")
    prosecutor, ask = pages.as_role(Role.PROSECUTOR), pages.plan("/do/propose")
    begun = hidden(prosecutor.get(pages.plan("/documents")))
    _, ready = through(prosecutor, ask, {name: begun[name] for name in ("step", "incident")} | {"reason": "提请"})
    follow(prosecutor, prosecutor.post(ask, data=ready | {"_because": "另行写明"}))
    text = pages.as_role(Role.CHIEF_PROSECUTOR).get(pages.plan("/proposals/revoke")).text
    assert "没有写明依据的是后果严重还是多次" in text
    assert "第479条" in text
    assert "去外婆家了" in text


def test_a_death_is_found_by_its_words_recorded_and_corrected(pages: Pages) -> None:
    """Families and colleagues say 死亡, 去世 or 孩子去世; each leads to the act, and the guardian's is another one."""
    worker = pages.as_role(Role.SOCIAL_WORKER)
    for words in ("死亡", "去世", "孩子去世"):
        found = worker.post("/search", data={"asked": words, "here": pages.offices.number})
        assert "/do/record_death" in found.text, words
    assert 'value="minor"' not in worker.get(pages.plan("/do/end_contact")).text
    address = pages.plan("/do/record_death")
    checked, ready = through(worker, address, {"since": "2026-03-09", "source": "医院来电"})
    assert checked.status_code == 200
    follow(worker, worker.post(address, data=ready | {"since": "2026-03-09", "source": "医院来电"}))
    assert str(next(p for p in pages.offices.rows(Person) if p.role == "minor" and p.ended_on).ended_on) == "2026-03-09"
    corrected, _ready = through(
        worker, pages.plan("/do/correct_fact"), {"fact": "record_death", "never_happened": "true", "reason": "同名"}
    )
    follow(worker, worker.post(pages.plan("/do/correct_fact"), data=hidden(corrected) | {"_go": "do"}))
    assert all(p.ended_on is None for p in pages.offices.rows(Person) if p.role == "minor")


def test_what_happens_once_for_all_of_a_case_leads_to_the_same_form_of_each(pages: Pages) -> None:
    """Days and codes go along; words are written anew, since each file has its own."""
    offices, prosecutor = pages.offices, pages.as_role(Role.PROSECUTOR)
    plan = make_plan_for(HERE, minor={"name": "同芽", "phone": "10000990888"}, guardian=[MOTHER_THERE])
    other = open_new_plan(offices.context, get_opener(offices.context, plan), plan)
    _, answers = through(prosecutor, pages.plan("/do/hear_victim"), {"state": "not_wished"})
    alone = follow(prosecutor, prosecutor.post(pages.plan("/do/hear_victim"), data=answers))
    assert f"/plans/{other}/do/hear_victim" not in alone.text
    offices.act("prosecutor", "link_plan", other=other)
    _, answers = through(prosecutor, pages.plan("/do/hear_victim"), {"state": "heard"})
    done = follow(prosecutor, prosecutor.post(pages.plan("/do/hear_victim"), data=answers))
    (address,) = set(re.findall(rf'href="(/plans/{other}/do/hear_victim[^"]*)"', done.text))
    assert "同芽" in done.text
    form = prosecutor.get(address.replace("&amp;", "&")).text
    assert re.search(r'value="heard"[^>]*checked|value="heard"[^>]*selected', form)
