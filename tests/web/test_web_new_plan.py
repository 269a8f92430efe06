"""A new plan: told step by step or by a file, kept as a draft, its whole calendar seen before it is signed, opened once."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from casework.acting.rights import Actor
from casework.plan.drafts import KEPT, DraftContent, begin_draft
from casework.plan.plan_content import build_plan_content, split_plan_content
from casework.plan.plan_fields import PlanField
from casework.shared.files.parsing import parse_plan_form, read_plan_content, read_plan_file
from core.clock import SimulatedClock
from flows.services import forget
from models.journal import JournalLine
from models.office import Role
from models.plan import Plan
from models.plan_draft import PlanDraft, PlanTemplate
from tests.api.two_offices import HERE
from tests.web.visitors import Pages, parse_page
from web.views.plan_form import get_form_steps

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


STEPS = ("person", "decision", "case", "conditions", "schedule", "team")
_GROUP_OF = {"minor": "person", "guardian": "person", "review": "decision", "decision": "decision", "case": "case",
             "condition": "conditions", "cadence": "schedule", "busy": "schedule", "attachments": "schedule",
             "team": "team"}  # fmt: skip


def of_step(form: dict[str, str], step: str) -> dict[str, str]:
    """What of the form is filled in at that step."""
    return {place: text for place, text in form.items() if _GROUP_OF.get(re.split(r"[.[]", place)[0]) == step}


def begin(browser: TestClient) -> str:
    """The address of a new draft of theirs."""
    first = browser.post("/new-plan").headers["location"]
    assert first.endswith("/person")
    return first.removesuffix("/person")


def fill_in(pages: Pages, form: dict[str, str]) -> str:
    """The address of a draft of the prosecutor's with everything of the form."""
    prosecutor = Actor.of_staff(pages.offices.staff("gui.prosecutor"))
    return f"/new-plan/{begin_draft(pages.offices.context, prosecutor, DraftContent(form))}"


def open_it(browser: TestClient, draft: str) -> Response:
    """The plan is opened as its check shows it."""
    text = browser.get(f"{draft}/check").text
    shown = dict(re.findall(r'name="(number|seen)" value="([^"]*)"', text))
    assert set(shown) == {"number", "seen"}, re.findall("<li>(.*?)</li>", text)
    return browser.post(f"{draft}/open", data=shown)


def test_a_plan_is_filled_in_step_by_step_seen_as_a_calendar_and_opened_once(pages: Pages) -> None:
    """Each step leads to the next; every item with its day and the exam it clashes with; opened twice is once."""
    prosecutor = pages.as_role(Role.PROSECUTOR)
    before = len(pages.offices.rows(Plan))
    draft = begin(prosecutor)
    for step, following in zip(STEPS, (*STEPS[1:], "check"), strict=True):
        assert prosecutor.get(f"{draft}/{step}").status_code == 200
        answer = prosecutor.post(f"{draft}/{step}", data=of_step(FORM, step) | {"_go": "next"})
        assert answer.headers.get("location") == f"{draft}/{following}", answer.text
    seen = prosecutor.get(f"{draft}/check").text
    for text in ("2026年9月9日", "考试", "每周小结"):
        assert text in seen
    assert len(pages.offices.rows(Plan)) == before
    shown = dict(re.findall(r'name="(number|seen)" value="([^"]*)"', seen))
    opened = [prosecutor.post(f"{draft}/open", data=shown) for _ in range(2)]
    assert [each.status_code for each in opened] == [303, 303]
    assert opened[0].headers["location"] == opened[1].headers["location"]
    assert len(pages.offices.rows(Plan)) == before + 1
    assert pages.offices.rows(PlanDraft) == []
    page = prosecutor.get(opened[0].headers["location"]).text
    assert "新芽" in page
    assert "取保候审" in page
    (plan,) = (plan for plan in pages.offices.rows(Plan) if plan.number in opened[0].headers["location"])
    assert plan.may_attach == "photo sheet"
    typing = prosecutor.get(f"/plans/{plan.number}/sheets/typing").text
    assert "999001200907010018" in typing
    assert "虚构镇向阳村3组" in typing


def test_a_party_without_a_word_is_missing_at_its_own_field(pages: Pages) -> None:
    prosecutor = pages.as_role(Role.PROSECUTOR)
    draft = fill_in(pages, {place: text for place, text in FORM.items() if ".defender." not in place})
    page = prosecutor.get(f"{draft}/check")
    assert f"{draft}/case#case.opinions.defender.state" in parse_page(page).addresses
    assert "表单里没有的内容" not in page.text


def test_what_the_identity_number_says_otherwise_is_shown_before_the_plan_is_opened(pages: Pages) -> None:
    """All dates of age hang on the birth date. The plan can be opened all the same: the number may be the wrong one."""
    prosecutor = pages.as_role(Role.PROSECUTOR)
    assert "公民身份号码里" not in prosecutor.get(f"{fill_in(pages, FORM)}/check").text
    draft = fill_in(pages, FORM | {"minor.identity_number": "999001200807010018"})
    shown = prosecutor.get(f"{draft}/check")
    assert parse_page(shown).all_mistakes == []
    assert "公民身份号码里的出生日期，与填写的出生日期不一致" in shown.text
    assert open_it(prosecutor, draft).status_code == 303


def test_a_mistake_stands_at_its_field_and_everything_typed_is_kept_all_the_same(pages: Pages) -> None:
    """A period too long is refused by its rule, at the field that says it; the draft has it nevertheless."""
    prosecutor = pages.as_role(Role.PROSECUTOR)
    too_long = FORM | {"decision.months": "13", "decision.period_written_to": "2027-04-09"}
    draft = fill_in(pages, too_long)
    again = prosecutor.post(f"{draft}/decision", data=of_step(too_long, "decision") | {"_go": "next"})
    assert again.status_code == 422
    assert 'id="decision.period_written_to-wrong"' in again.text
    assert 'value="2027-04-09"' in prosecutor.get(f"{draft}/decision").text
    assert 'value="新芽"' in prosecutor.get(f"{draft}/person").text
    assert "耳机 &amp; &lt;盒子&gt;" in prosecutor.get(f"{draft}/case").text
    assert f"{draft}/decision#decision.period_written_to" in prosecutor.get(f"{draft}/check").text


def test_a_draft_is_ones_own_and_its_words_are_not_in_the_record_in_clear(pages: Pages) -> None:
    draft = fill_in(pages, FORM)
    for role in (Role.ASSISTANT, Role.CLERK, Role.ADMINISTRATOR):
        assert pages.as_role(role).get(f"{draft}/person").status_code in (403, 404), role
    assert "新芽" not in pages.as_role(Role.ASSISTANT).get("/new-plan").text
    (row,) = pages.offices.rows(PlanDraft)
    assert "新芽".encode() not in row.document
    assert b"999001200907010018" not in row.document


def test_a_draft_is_deleted_with_its_key_when_it_is_discarded_or_left_alone_for_thirty_days(pages: Pages) -> None:
    prosecutor, context = pages.as_role(Role.PROSECUTOR), pages.offices.context
    before = context.vault.cases()
    assert prosecutor.post(f"{begin(prosecutor)}/discard").status_code == 303
    assert context.vault.cases() == before
    begin(prosecutor)
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
    draft = fill_in(pages, FORM | {"team.social_worker": "gui.clerk"})
    assert "#team.social_worker" in prosecutor.get(f"{draft}/check").text
    assert prosecutor.post(f"{draft}/open", data={"number": "x", "seen": "x"}).status_code in (409, 422)


def test_a_draft_that_was_changed_after_it_was_seen_is_shown_again_and_not_opened(pages: Pages) -> None:
    """Nobody opens what they have not looked at."""
    prosecutor = pages.as_role(Role.PROSECUTOR)
    draft, before = fill_in(pages, FORM), len(pages.offices.rows(Plan))
    shown = dict(re.findall(r'name="(number|seen)" value="([^"]*)"', prosecutor.get(f"{draft}/check").text))
    changed = of_step(FORM, "conditions") | {"condition[1].text": "心理辅导8次", "_go": "next"}
    prosecutor.post(f"{draft}/conditions", data=changed)
    answer = prosecutor.post(f"{draft}/open", data=shown)
    assert answer.status_code == 409
    assert "请再看一遍" in answer.text
    assert len(pages.offices.rows(Plan)) == before


def test_days_and_numbers_are_read_as_people_write_them(pages: Pages, form: list[PlanField]) -> None:
    """As the refusal itself says that a day is written, with full-width figures, with a unit: the plan is the same."""
    prosecutor = pages.as_role(Role.PROSECUTOR)
    refused = prosecutor.post(f"{begin(prosecutor)}/case", data={"case.act_dates": "三月", "_go": "next"})
    example = re.search(r"应为日期，如 ([^。]+)。", refused.text)
    assert example is not None
    assert example[1] == "2026年1月12日"
    written = {
        "case.act_dates": f"{example[1]}、2026/1/13，2026 年 1 月 14 日", "minor.born_on": "２００９年7月1日",
        "decision.months": "６个月", "case.predicted_sentence_months": "8个月", "case.victims": "１",
        "decision.on": "2026年3月10日", "condition[1].amount": "六次",
    }  # fmt: skip
    draft = fill_in(pages, FORM | written)
    assert f'action="{draft}/open"' in prosecutor.get(f"{draft}/check").text
    content = build_plan_content(written, form, HERE)
    assert content["case"]["act_dates"] == ["2026-01-12", "2026-01-13", "2026-01-14"]
    assert (content["minor"]["born_on"], content["decision"]["on"]) == ("2009-07-01", "2026-03-10")
    assert (content["decision"]["months"], content["case"]["predicted_sentence_months"]) == (6, 8)
    assert (content["case"]["victims"], content["condition"]) == (1, [])


def test_the_calendar_of_a_plan_that_runs_already_promises_no_reminder_of_the_past(pages: Pages) -> None:
    """Opened on 10 March, decided in January: what was due before is called for by nobody; what comes is."""
    running = {"decision.on": "2026-01-15", "decision.period_written_from": "2026-01-15",
               "decision.period_written_to": "2026-07-14", "review.received_on": "2026-01-05",
               "case.act_dates": "2025-12-05", "case.bail[1].from_on": "2026-01-02"}  # fmt: skip
    heard = {name: "2026-01-08" for name in FORM if name.startswith("case.opinions") and name.endswith(".on")}
    prosecutor = pages.as_role(Role.PROSECUTOR)
    text = prosecutor.get(f"{fill_in(pages, FORM | running | heard)}/check").text
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
    assert "确认，建立方案" not in assistant.get(f"{draft}/check").text
    assert assistant.post(f"{draft}/open", data={"number": "X", "seen": "0" * 64}).status_code in (409, 422)
    assert assistant.post(f"{draft}/hand-on", data={"to": "gui.social_worker"}).status_code == 422
    assert assistant.post(f"{draft}/hand-on", data={"to": "gui.prosecutor"}).status_code == 303
    assert "整理，请您核对、建立" in prosecutor.get("/new-plan").text
    here = open_it(prosecutor, draft).headers["location"]
    sent = {"file": ("record.pdf", b"%PDF-1.7")}
    assert prosecutor.post(f"{here}/documents/former-record", files={"file": ("x", b"PK")}).status_code == 422
    assert prosecutor.post(f"{here}/documents/former-record", files=sent).status_code == 303
    assert "接办前的原卷" in prosecutor.get(f"{here}/documents").text


def test_a_plan_file_becomes_a_draft_whatever_is_wrong_with_it(pages: Pages) -> None:
    """What the form has no field for is said by its place in the file; the file stays until it is corrected."""
    prosecutor = pages.as_role(Role.PROSECUTOR)
    text = (EXAMPLE / "10-xiazhi.toml").read_text(encoding="utf-8")
    sent = {"file": ("plan.toml", text.replace("months", "monthss", 1).encode())}
    check = prosecutor.post("/new-plan/file", files=sent).headers["location"]
    page = prosecutor.get(check).text
    assert "<code>case.predicted_sentence_monthss</code>" in page
    assert "夏至" in prosecutor.get(check.replace("/check", "/person")).text
    again = prosecutor.post(check.replace("/check", "/file"), files={"file": ("plan.toml", text.encode())})
    corrected = prosecutor.get(again.headers["location"]).text
    assert "<code>case.predicted_sentence_monthss</code>" not in corrected
    assert "#team.prosecutor" in corrected  # nobody of that name is in service here
    assert "办案检察院：方案由决定附条件不起诉的检察院" in corrected  # it is another office's
    assert prosecutor.post("/new-plan/file", files={"file": ("plan.toml", b"")}).status_code == 422
    assert prosecutor.post("/new-plan/file", files={"file": ("plan.toml", b"no = = toml")}).status_code == 422
    assert pages.as_role(Role.CLERK).get("/new-plan").status_code == 403
    assert pages.as_role(Role.CLERK).post("/new-plan").status_code == 403


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
def form(pages: Pages) -> list[PlanField]:
    steps = get_form_steps(pages.offices.context, Actor.of_staff(pages.offices.staff(f"{HERE}.prosecutor")))
    fields = [field for step in steps for field in step.fields]
    return [replace(field, control="text") if field.place.startswith("team.") else field for field in fields]


def test_an_office_begins_a_plan_from_what_it_kept_of_another_without_anybody_of_it(pages: Pages) -> None:
    prosecutor = pages.as_role(Role.PROSECUTOR)
    draft = fill_in(pages, FORM)
    assert prosecutor.post(f"{draft}/template", data={"template": ""}).status_code == 422
    assert prosecutor.post(f"{draft}/template", data={"template": "盗窃案常用"}).status_code == 303
    start = prosecutor.get("/new-plan").text
    template = re.search(r'<option value="([0-9a-f-]{36})">盗窃案常用', start)
    assert template is not None
    begun = prosecutor.post("/new-plan", data={"template": template[1]}).headers["location"]
    assert "新芽" not in prosecutor.get(begun).text
    conditions = prosecutor.get(begun.replace("/person", "/conditions")).text
    assert 'value="心理辅导6次"' in conditions
    assert "2026-08-31" not in conditions
    (row,) = pages.offices.rows(PlanTemplate)
    assert "心理辅导6次".encode() not in row.document
    prosecutor.post(f"/new-plan/templates/{template[1]}/remove")
    assert pages.offices.rows(PlanTemplate) == []
    assert [line.act for line in pages.offices.rows(JournalLine) if "plan_template" in line.act] == [
        "keep_plan_template", "remove_plan_template",
    ]  # fmt: skip
