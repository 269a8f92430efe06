"""A new plan: told step by step or by a file, kept as a draft, its whole calendar seen before it is signed, opened once."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from casework.acting.rights import Actor
from casework.plan.drafts import DraftContent, begin_draft
from casework.plan.plan_form import PlanField, build_plan_content, get_plan_form, list_fields, split_plan_content
from casework.shared.files.parsing import parse_plan_form, read_plan_content, read_plan_file
from core.clock import SimulatedClock
from flows.services import forget
from models.journal import JournalLine
from models.office import Role
from models.plan import Plan
from models.plan_draft import KEPT, PlanDraft, PlanTemplate
from tests.api.two_offices import HERE
from tests.web.visitors import Pages, parse_page

EXAMPLE = Path(__file__).parents[2] / "examples" / "caseload"
FORM = {
    "minor.name": "新芽", "minor.sex": "M", "minor.born_on": "2009-07-01", "minor.device": "own",
    "guardian[1].name": "新芽的母亲", "guardian[1].relation": "mother", "guardian[1].legal_representative": "yes",
    "review.received_on": "2026-02-20", "decision.on": "2026-03-10", "decision.months": "6",
    "decision.period_written_from": "2026-03-10", "decision.period_written_to": "2026-09-09",
    "case.offence_article": "264", "case.act_dates": "2026-01-05", "case.facts_line": "耳机 & <盒子>，已退还",
    "case.predicted_sentence_months": "6", "case.repentance.plea": "yes", "case.victims": "1",
    "case.opinions.victim.state": "tried_and_failed", "case.opinions.victim.on": "2026-03-02",
    "condition[1].kind": "A1", "condition[1].text": "心理辅导6次", "condition[1].measure": "共6次",
    "condition[1].evidence": "签到单", "condition[1].confirmed_by": "social_worker", "condition[1].amount": "6",
    "condition[1].unit": "times", "cadence.weekly_note.on": "Mon", "cadence.card_query": "yes",
    "busy[1].kind": "exam", "busy[1].from_on": "2026-06-15", "busy[1].to_on": "2026-06-17",
    "minor.identity_number": "999001200907010018", "minor.address": "虚构镇向阳村3组", "minor.reach": "call",
    "case.bail[1].measure": "bail", "case.bail[1].decided_by": "police", "case.bail[1].from_on": "2026-01-20",
    "case.opinions.police.written": "yes", "case.opinions.police.approved_by_head": "yes",
    "decision.victim_told.complaint": "yes", "decision.victim_told.no_court": "yes",
    "condition[1].by_on": "2026-08-31", "condition[1].owner": "minor", "attachments.photo": "yes",
    "cadence.usage_sheet.on": "Sun", "cadence.usage_sheet.owner": "minor",
    "team.prosecutor": "gui.prosecutor", "team.social_worker": "gui.social_worker",
} | {
    f"case.opinions.{party}.{name}": content
    for party in ("police", "minor", "legal_representative", "defender")
    for name, content in (("state", "heard"), ("on", "2026-03-02"))
}  # fmt: skip


def fill_in(pages: Pages, form: dict[str, str]) -> str:
    """The address of a draft of the prosecutor's with everything of the form."""
    prosecutor = Actor.of_staff(pages.offices.staff("gui.prosecutor"))
    return f"/new-plan/{begin_draft(pages.offices.context, prosecutor, DraftContent(form))}"


def hidden_of(page: Response) -> dict[str, str]:
    """What goes along with the form from page to page, and on the last one all that was filled in."""
    return {
        name: unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page.text)
    }


def look(browser: TestClient, form: dict[str, str], draft: str = "") -> Response:
    """The page that follows when the form, or a draft of it, was looked over."""
    begun = browser.get(draft) if draft else browser.post("/new-plan")
    return browser.post("/new-plan/form", data={**hidden_of(begun), **form, "_go": "look"})


def open_it(browser: TestClient, form: dict[str, str], draft: str = "") -> Response:
    """The plan is opened as its check shows it."""
    seen = look(browser, form, draft)
    assert "_seen" in hidden_of(seen), re.findall('<p class="wrong".*?>(.*?)</p>', seen.text)
    return browser.post("/new-plan/form", data={**hidden_of(seen), "_go": "open"})


def test_a_plan_is_filled_in_on_one_page_seen_as_a_calendar_and_opened_once(pages: Pages) -> None:
    """Nothing is stored before; every item with its day and the exam it clashes with; opened twice is once."""
    prosecutor = pages.as_role(Role.PROSECUTOR)
    before = len(pages.offices.rows(Plan))
    seen = look(prosecutor, FORM)
    for text in ("2026年9月9日", "考试", "每周小结"):
        assert text in seen.text, re.findall('<p class="wrong".*?>(.*?)</p>', seen.text)
    assert len(pages.offices.rows(Plan)) == before
    assert pages.offices.rows(PlanDraft) == []
    opened = [prosecutor.post("/new-plan/form", data={**hidden_of(seen), "_go": "open"}) for _ in range(2)]
    assert [each.status_code for each in opened] == [303, 303]
    assert opened[0].headers["location"] == opened[1].headers["location"]
    assert len(pages.offices.rows(Plan)) == before + 1
    page = prosecutor.get(opened[0].headers["location"]).text
    assert "新芽" in page
    assert "取保候审" in page
    (plan,) = (plan for plan in pages.offices.rows(Plan) if plan.number in opened[0].headers["location"])
    assert plan.may_attach == "photo sheet"
    typing = prosecutor.get(f"/plans/{plan.number}/sheets/typing").text
    assert "999001200907010018" in typing
    assert "虚构镇向阳村3组" in typing
    assert typing.count("data-copies=") == typing.count("<dd")
    assert re.search(r'<script src="[^"]*copy', typing)
    assert prosecutor.get(f"/plans/{plan.number}/sheets/typing?as_pdf=true").content.startswith(b"%PDF")


def test_a_file_that_went_through_the_form_tells_the_same_plan(form: list[PlanField]) -> None:
    """What has a field is in it, what has none is kept beside it, and together they are the file."""
    for path in sorted(EXAMPLE.glob("[0-9][0-9]-*[!s].toml")):
        typed, rest = split_plan_content(read_plan_content(path.read_bytes()), form)
        assert typed["minor.name"]
        again = parse_plan_form(build_plan_content(typed, form, "another office", rest))
        from_file = read_plan_file(path.read_bytes())
        assert set(again.case.repentance) == set(from_file.case.repentance)  # ticked: they have no order
        case = again.case.model_copy(update={"repentance": from_file.case.repentance})
        assert again.model_copy(update={"case": case}) == from_file, path.stem


@pytest.fixture
def form() -> list[PlanField]:
    return list_fields(get_plan_form())


def test_a_party_without_a_word_is_missing_at_its_own_field(pages: Pages) -> None:
    page = look(
        pages.as_role(Role.PROSECUTOR), {place: text for place, text in FORM.items() if ".defender." not in place}
    )
    assert 'id="case.opinions.defender.state-wrong"' in page.text
    assert "表单里没有的内容" not in page.text


def test_what_the_identity_number_says_otherwise_is_shown_before_the_plan_is_opened(pages: Pages) -> None:
    """All dates of age hang on the birth date. The plan can be opened all the same: the number may be the wrong one."""
    prosecutor = pages.as_role(Role.PROSECUTOR)
    assert "公民身份号码里" not in look(prosecutor, FORM).text
    other = FORM | {"minor.identity_number": "999001200807010018"}
    shown = look(prosecutor, other)
    assert parse_page(shown).all_mistakes == []
    assert "公民身份号码里的出生日期，与填写的出生日期不一致" in shown.text
    assert open_it(prosecutor, other).status_code == 303


def test_a_mistake_stands_at_its_field_names_its_row_and_nothing_typed_is_lost(pages: Pages) -> None:
    """A period too long is refused by its rule, at the field that says it; of two conditions the second lacks its measure.
    The third row, of which the second was left empty, is the second."""
    wrong = FORM | {
        "decision.months": "13", "decision.period_written_to": "2027-04-09", "condition[3].kind": "A2",
        "condition[3].text": "公益劳动20小时", "condition[3].confirmed_by": "social_worker",
    }  # fmt: skip
    again = look(pages.as_role(Role.PROSECUTOR), wrong)
    assert again.status_code == 422
    assert 'id="decision.period_written_to-wrong"' in again.text
    assert "附带条件2：怎样算完成：缺少这一项" in again.text
    for typed in ('value="2027-04-09"', 'value="新芽"', "耳机 &amp; &lt;盒子&gt;", ">公益劳动20小时</textarea>"):
        assert typed in again.text


def test_an_article_is_the_same_however_it_is_cited(form: list[PlanField]) -> None:
    for written in ("264", "第264条", "刑法第二百六十四条", "２６４"):
        content = build_plan_content(FORM | {"case.offence_article": written}, form, HERE)
        assert parse_plan_form(content).case.offence_article == "264"


def test_a_draft_is_ones_own_and_its_words_are_not_in_the_record_in_clear(pages: Pages) -> None:
    draft = fill_in(pages, FORM)
    for role in (Role.ASSISTANT, Role.CLERK, Role.ADMINISTRATOR):
        assert pages.as_role(role).get(draft).status_code in (403, 404), role
    assert "新芽" not in pages.as_role(Role.ASSISTANT).get("/new-plan").text
    (row,) = pages.offices.rows(PlanDraft)
    assert "新芽".encode() not in row.document
    assert b"999001200907010018" not in row.document


def test_a_draft_is_kept_gone_on_with_and_deleted_with_its_key(pages: Pages) -> None:
    """When its plan is opened, when it is discarded, or when it is left alone for thirty days."""
    prosecutor, context = pages.as_role(Role.PROSECUTOR), pages.offices.context
    before = context.vault.cases()

    def keep() -> str:
        begun = prosecutor.post("/new-plan")
        prosecutor.post("/new-plan/form", data={**hidden_of(begun), "minor.name": "新芽", "_go": "keep"})
        return f"/new-plan/{pages.offices.rows(PlanDraft)[0].id}"

    draft = keep()
    assert 'value="新芽"' in prosecutor.get(draft).text
    assert prosecutor.post(f"{draft}/discard").status_code == 303
    assert context.vault.cases() == before
    assert open_it(prosecutor, FORM, keep()).status_code == 303
    assert pages.offices.rows(PlanDraft) == []
    before = context.vault.cases()
    keep()
    assert isinstance(context.clock, SimulatedClock)
    context.clock.advance_by(KEPT)
    forget(context)
    assert len(pages.offices.rows(PlanDraft)) == 1
    context.clock.advance_by(timedelta(minutes=1))
    forget(context)
    assert pages.offices.rows(PlanDraft) == []
    assert context.vault.cases() == before


def test_somebody_of_another_post_or_office_is_found_before_the_opening_and_not_by_it(pages: Pages) -> None:
    """The check refuses what the opening would."""
    prosecutor = pages.as_role(Role.PROSECUTOR)
    wrong = FORM | {"team.social_worker": "gui.clerk"}
    assert 'id="team.social_worker-wrong"' in look(prosecutor, wrong).text
    assert prosecutor.post("/new-plan/form", data={**wrong, "_go": "open", "_seen": "x"}).status_code == 422


def test_a_form_that_was_changed_after_it_was_seen_is_shown_again_and_not_opened(pages: Pages) -> None:
    """Nobody opens what they have not looked at."""
    prosecutor, before = pages.as_role(Role.PROSECUTOR), len(pages.offices.rows(Plan))
    seen = hidden_of(look(prosecutor, FORM))
    answer = prosecutor.post("/new-plan/form", data={**seen, "condition[1].text": "心理辅导8次", "_go": "open"})
    assert answer.status_code == 409
    assert "请再看一遍" in answer.text
    assert len(pages.offices.rows(Plan)) == before


def test_days_and_numbers_are_read_as_people_write_them(pages: Pages, form: list[PlanField]) -> None:
    """As the refusal itself says that a day is written, with full-width figures, with a unit: the plan is the same."""
    prosecutor = pages.as_role(Role.PROSECUTOR)
    refused = look(prosecutor, FORM | {"case.act_dates": "三月"})
    example = re.search(r"应为日期，如 ([^。]+)。", refused.text)
    assert example is not None
    assert example[1] == "2026年1月12日"
    written = {
        "case.act_dates": f"{example[1]}、2026/1/13，2026 年 1 月 14 日", "minor.born_on": "２００９年7月1日",
        "decision.months": "６个月", "case.predicted_sentence_months": "8个月", "case.victims": "１",
        "decision.on": "2026年3月10日", "condition[1].amount": "六次",
    }  # fmt: skip
    assert "_seen" in hidden_of(look(prosecutor, FORM | written))
    content = build_plan_content(written, form, HERE)
    assert content["case"]["act_dates"] == ["2026-01-12", "2026-01-13", "2026-01-14"]
    assert (content["minor"]["born_on"], content["decision"]["on"]) == ("2009-07-01", "2026-03-10")
    assert (content["decision"]["months"], content["case"]["predicted_sentence_months"]) == (6, 8)
    assert (content["case"]["victims"], content["condition"]) == (1, [{"amount": 6}])


def test_the_calendar_of_a_plan_that_runs_already_promises_no_reminder_of_the_past(pages: Pages) -> None:
    """Opened on 10 March, decided in January: what was due before is called for by nobody; what comes is."""
    running = {"decision.on": "2026-01-15", "decision.period_written_from": "2026-01-15",
               "decision.period_written_to": "2026-07-14", "review.received_on": "2026-01-05",
               "case.act_dates": "2025-12-05", "case.bail[1].from_on": "2026-01-02"}  # fmt: skip
    heard = {name: "2026-01-08" for name in FORM if name.startswith("case.opinions") and name.endswith(".on")}
    text = look(pages.as_role(Role.PROSECUTOR), FORM | running | heard).text
    february, march = (re.search(f"<caption>[^<]*2026年{month}月.*?</table>", text, re.S) for month in (2, 3))
    assert february, re.findall("<li>(.*?)</li>", text)
    assert march
    assert "17:00" not in february[0]
    assert "启用前" in february[0]
    assert "17:00" in march[0]


def test_a_case_taken_over_is_written_by_one_and_opened_by_another(pages: Pages) -> None:
    """No button opens it for whoever wrote it; the second person sees who did, and attaches the former record."""
    prosecutor, assistant = pages.as_role(Role.PROSECUTOR), pages.as_role(Role.ASSISTANT)
    who = Actor.of_staff(pages.offices.staff("gui.assistant"))
    content = DraftContent(FORM, {"taken_over_on": FORM["decision.on"]})
    draft = f"/new-plan/{begin_draft(pages.offices.context, who, content)}"
    checked = look(assistant, FORM, draft)
    assert "确认，建立方案" not in checked.text
    shown = hidden_of(checked)
    assert assistant.post("/new-plan/form", data={**shown, "_go": "open"}).status_code == 422
    assert (
        assistant.post("/new-plan/form", data={**shown, "_go": "hand", "_to": "gui.social_worker"}).status_code == 422
    )
    assert assistant.post("/new-plan/form", data={**shown, "_go": "hand", "_to": "gui.prosecutor"}).status_code == 303
    assert "整理，请您核对、建立" in prosecutor.get("/new-plan").text
    here = open_it(prosecutor, FORM, draft).headers["location"]
    sent = {"file": ("record.pdf", b"%PDF-1.7")}
    assert prosecutor.post(f"{here}/documents/former-record", files={"file": ("x", b"PK")}).status_code == 422
    assert prosecutor.post(f"{here}/documents/former-record", files=sent).status_code == 303
    assert "接办前的原卷" in prosecutor.get(f"{here}/documents").text


def test_a_plan_file_fills_the_form_whatever_is_wrong_with_it(pages: Pages) -> None:
    """What the form has no field for is said by its place in the file; nothing is stored."""
    prosecutor = pages.as_role(Role.PROSECUTOR)
    text = (EXAMPLE / "10-xiazhi.toml").read_text(encoding="utf-8")
    sent = {"file": ("plan.toml", text.replace("months", "monthss", 1).encode())}
    page = prosecutor.post("/new-plan", files=sent).text
    assert "<code>case.predicted_sentence_monthss</code>" in page
    assert "夏至" in page
    corrected = prosecutor.post("/new-plan", files={"file": ("plan.toml", text.encode())}).text
    assert "<code>case.predicted_sentence_monthss</code>" not in corrected
    assert 'id="team.prosecutor-wrong"' in corrected  # nobody of that name is in service here
    assert "<code>case.office</code>" in corrected  # it is another office's
    assert pages.offices.rows(PlanDraft) == []
    for sent in ({"file": ("plan.toml", b"")}, {"file": ("plan.toml", b"no = = toml")}):
        assert prosecutor.post("/new-plan", files=sent, data={"by_file": "yes"}).status_code == 422
    assert pages.as_role(Role.CLERK).get("/new-plan").status_code == 403
    assert pages.as_role(Role.CLERK).post("/new-plan").status_code == 403


def test_an_office_begins_a_plan_from_what_it_kept_of_another_without_anybody_of_it(pages: Pages) -> None:
    prosecutor = pages.as_role(Role.PROSECUTOR)
    assert prosecutor.post("/new-plan/form", data={**FORM, "_go": "template"}).status_code == 422
    kept = prosecutor.post("/new-plan/form", data={**FORM, "_go": "template", "_template": "盗窃案常用"})
    assert kept.status_code == 200
    template = re.search(r'<option value="([0-9a-f-]{36})">盗窃案常用', prosecutor.get("/new-plan").text)
    assert template is not None
    begun = prosecutor.post("/new-plan", data={"template": template[1]}).text
    assert "新芽" not in begun
    assert ">心理辅导6次</textarea>" in begun
    assert "2026-08-31" not in begun
    (row,) = pages.offices.rows(PlanTemplate)
    assert "心理辅导6次".encode() not in row.document
    prosecutor.post(f"/new-plan/templates/{template[1]}/remove")
    assert pages.offices.rows(PlanTemplate) == []
    assert [line.act for line in pages.offices.rows(JournalLine) if "plan_template" in line.act] == [
        "keep_plan_template", "remove_plan_template",
    ]  # fmt: skip


DECISION = Path(__file__).parents[1] / "casework" / "decisions" / "01_format.txt"


def test_a_decision_fills_the_form_and_only_what_it_does_not_say_is_asked(pages: Pages) -> None:
    """Two conditions want evidence and somebody to confirm, and no decision says which sentence was expected: five entries
    and four clicks from the file to the plan. Nothing of the paper is stored."""
    pages.live_until("2026-11-24 10:00")
    prosecutor = pages.as_role(Role.PROSECUTOR)
    begun = prosecutor.post("/new-plan", data={"paper": DECISION.read_text()})
    look_at = re.search(r"<section[^>]*look-title.*?</section>", begun.text, re.DOTALL)
    assert look_at
    answers = {
        "case.predicted_sentence_months": "6", "condition[1].evidence": "咨询记录", "condition[1].confirmed_by": "prosecutor",
        "condition[2].evidence": "签到单", "condition[2].confirmed_by": "prosecutor",
    }  # fmt: skip
    assert re.findall(r' name="([^"]+)"', look_at[0]) == list(answers)
    assert "“（五）每周接受一次心理辅导，共八次”" in look_at[0]
    assert "“被附条件不起诉人谷雨”" in begun.text
    assert '<details class="card" open' not in begun.text
    seen = prosecutor.post("/new-plan/form", data={**fields_of(begun), **answers, "_go": "look"})
    assert "_seen" in hidden_of(seen), re.findall('<p class="wrong".*?>(.*?)</p>', seen.text)
    opened = prosecutor.post("/new-plan/form", data={**hidden_of(seen), "_go": "open"})
    assert "谷雨" in prosecutor.get(opened.headers["location"]).text


def fields_of(page: Response) -> dict[str, str]:
    """What a browser sends of the form as it stands."""
    found = hidden_of(page)
    for name, value in re.findall(r'<input id="[^"]*" name="([^"]*)" value="([^"]*)"', page.text):
        found[name] = unescape(value)
    for name in re.findall(r'<input [^>]*name="([^"]*)" value="yes" checked', page.text):
        found[name] = "yes"
    for name, value in re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', page.text, re.DOTALL):
        found[name] = unescape(value)
    for name, options in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', page.text, re.DOTALL):
        if chosen := re.search(r'value="([^"]*)" selected', options):
            found[name] = chosen[1]
    return found


def test_what_is_no_decision_is_refused_at_its_field_and_what_was_pasted_stays(pages: Pages) -> None:
    refused = pages.as_role(Role.PROSECUTOR).post("/new-plan", data={"paper": "不起诉决定书，某某。"})
    assert refused.status_code == 422
    assert 'id="decision-wrong">这是《不起诉决定书》' in refused.text
    assert ">不起诉决定书，某某。</textarea>" in refused.text
