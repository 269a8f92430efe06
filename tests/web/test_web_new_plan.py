"""A new plan: told in a form or a file, its whole calendar seen before it is signed, opened once."""

import html
import re
from pathlib import Path

from models.office import Role
from models.plan import Plan
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
    "minor.identity_number": "999001200907010028", "minor.address": "虚构镇向阳村3组", "minor.reach": "call",
    "case.bail[1].measure": "bail", "case.bail[1].decided_by": "police", "case.bail[1].from_on": "2026-01-20",
    "case.opinions.police.written": "yes", "case.opinions.police.approved_by_head": "yes",
    "decision.victim_told.complaint": "yes", "decision.victim_told.no_court": "yes",
    "condition[1].by_on": "2026-08-31", "condition[1].owner": "minor", "attachments.photo": "yes",
    "cadence.usage_sheet.on": "Sun", "cadence.usage_sheet.owner": "minor",
    "team.prosecutor": "gui.prosecutor", "team.social_worker": "gui.social_worker", "_go": "check",
} | {
    f"case.opinions.{party}.{name}": content
    for party in ("police", "minor", "legal_representative", "defender")
    for name, content in (("state", "heard"), ("on", "2026-03-02"))
}  # fmt: skip


def carried(text: str) -> str:
    found = re.search(r'name="plan" value="([^"]*)"', text)
    assert found
    return html.unescape(found.group(1))


def test_the_calendar_is_seen_before_anything_is_kept_and_opened_once(pages: Pages) -> None:
    """Every item with its day, the exam it clashes with, the holiday it falls on; then opened, twice is once."""
    prosecutor = pages.as_role(Role.PROSECUTOR)
    before = len(pages.offices.rows(Plan))
    seen = prosecutor.post("/new-plan", data=FORM)
    assert seen.status_code == 200, re.findall("<li>(.*?)</li>", seen.text)
    assert parse_page(seen).all_mistakes == []
    for text in ("2026年9月9日", "考试", "每周小结"):
        assert text in seen.text
    assert len(pages.offices.rows(Plan)) == before
    opened = [prosecutor.post("/new-plan/open", data={"plan": carried(seen.text)}) for _ in range(2)]
    assert [each.status_code for each in opened] == [303, 303]
    assert opened[0].headers["location"] == opened[1].headers["location"]
    assert len(pages.offices.rows(Plan)) == before + 1
    page = prosecutor.get(opened[0].headers["location"]).text
    assert "新芽" in page
    assert "取保候审" in page
    (plan,) = (plan for plan in pages.offices.rows(Plan) if plan.number in opened[0].headers["location"])
    assert plan.may_attach == "photo sheet"
    typing = prosecutor.get(f"/plans/{plan.number}/sheets/typing").text
    assert "999001200907010028" in typing
    assert "虚构镇向阳村3组" in typing


def test_each_mistake_stands_at_its_field_and_nothing_typed_is_lost(pages: Pages) -> None:
    """A period too long is refused by its rule, at the field that says it."""
    prosecutor = pages.as_role(Role.PROSECUTOR)
    again = prosecutor.post(
        "/new-plan", data=FORM | {"decision.months": "13", "decision.period_written_to": "2027-04-09"}
    )
    assert again.status_code == 422
    assert 'id="decision.period_written_to-wrong"' in again.text
    assert 'value="新芽"' in again.text
    assert "耳机 &amp; &lt;盒子&gt;" in again.text
    empty = parse_page(prosecutor.post("/new-plan", data={"_go": "check"}))
    assert "性别：缺少这一项。" in empty.text
    assert empty.all_mistakes == []


def test_what_is_wrong_in_its_form_hides_nothing_that_the_law_refuses(pages: Pages) -> None:
    """A sentence that is no number, nobody named, and an offence that this way is not for: all at once."""
    wrong = {"minor.name": "", "case.predicted_sentence_months": "半年", "case.offence_article": "177-1"}
    again = pages.as_role(Role.PROSECUTOR).post("/new-plan", data=FORM | wrong)
    assert again.status_code == 422
    for place in wrong:
        assert f'id="{place}-wrong"' in again.text


def test_the_form_speaks_no_codes(pages: Pages) -> None:
    text = pages.as_role(Role.PROSECUTOR).get("/new-plan").text
    assert "心理辅导" in text
    assert not re.search(r">\s*A\d ", text)


def test_a_day_among_several_that_is_none_is_wrong_at_their_field(pages: Pages) -> None:
    """The page names the field, and never a place of the plan file."""
    days = {"case.act_dates": "2026-01-05，2026年13月1日"}
    again = pages.as_role(Role.PROSECUTOR).post("/new-plan", data=FORM | days)
    assert again.status_code == 422
    assert 'id="case.act_dates-wrong"' in again.text
    assert "<code>" not in again.text


def test_the_calendar_of_a_plan_that_runs_already_promises_no_reminder_of_the_past(pages: Pages) -> None:
    """Opened on 10 March, decided in January: what was due before is called for by nobody; what comes is."""
    running = {"decision.on": "2026-01-15", "decision.period_written_from": "2026-01-15",
               "decision.period_written_to": "2026-07-14", "review.received_on": "2026-01-05",
               "case.act_dates": "2025-12-05"}  # fmt: skip
    heard = {name: "2026-01-08" for name in FORM if name.startswith("case.opinions") and name.endswith(".on")}
    seen = pages.as_role(Role.PROSECUTOR).post(
        "/new-plan", data=FORM | running | heard | {"case.bail[1].from_on": "2026-01-02"}
    )
    assert seen.status_code == 200, re.findall("<li>(.*?)</li>", seen.text)
    february, march = (re.search(f"<caption>[^<]*2026年{month}月.*?</table>", seen.text, re.S) for month in (2, 3))
    assert february
    assert march
    assert "17:00" not in february[0]
    assert "启用前" in february[0]
    assert "17:00" in march[0]


def test_a_plan_file_does_as_well(pages: Pages) -> None:
    prosecutor = pages.as_role(Role.PROSECUTOR)
    text = (EXAMPLE / "10-xiazhi.toml").read_text(encoding="utf-8")
    answer = prosecutor.post(
        "/new-plan/file", files={"file": ("plan.toml", text.replace("months", "monthss", 1).encode())}
    )
    assert answer.status_code == 422
    assert "<code>case.predicted_sentence_monthss</code>" in answer.text
    assert prosecutor.post("/new-plan/file", files={"file": ("plan.toml", b"")}).status_code == 422
    assert pages.as_role(Role.CLERK).get("/new-plan").status_code == 403
    assert pages.as_role(Role.CLERK).post("/new-plan", data=FORM).status_code == 403


def test_on_its_first_day_a_plan_has_no_use_to_look_back_at(pages: Pages) -> None:
    """No span that ends before it begins."""
    prosecutor = pages.as_role(Role.PROSECUTOR)
    seen = prosecutor.post("/new-plan", data=FORM)
    opened = prosecutor.post("/new-plan/open", data={"plan": carried(seen.text)})
    assert "这次回顾看" not in prosecutor.get(f"{opened.headers['location']}/usage").text
    assert "这次回顾看" in prosecutor.get(pages.plan("/usage")).text
