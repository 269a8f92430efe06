"""One plan's page, its items, and the small forms of those who work with it."""

import re
from datetime import date

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.rights import SYSTEM
from casework.shared.items.items import add_item
from models.item import Submission
from models.office import Role
from tests.web.visitors import Pages, follow, parse_page

NOTE = "/items/weekly_note/2026-03-09"


def test_the_page_says_where_the_plan_stands(pages: Pages) -> None:
    """Number, name, period, days left and to eighteen, who is in charge; the line, the clocks and the record. A day is written
    as people write it, also where one points at the drawing; a missed item is not received, and can still be sent."""
    text = parse_page(pages.as_role(Role.PROSECUTOR).get(pages.plan())).text
    for values in (
        pages.offices.number, "芒果", "2026年3月2日（周一）", "2026年9月1日（周二）", "还剩175天", "距满18周岁", "承办人",
        "考验期进度", "办理期限一览", "当面宣布", "办案和帮教人员", "最近",
        "每周小结 2026年3月9日", "有1次还没收到或正在了解，现在都不算", "还没收到，想了解一下",
    ):  # fmt: skip
        assert values in text, values
    assert not re.search(r"\d{4}-\d\d-\d\d|违规", text)


def test_a_note_given_by_phone_is_on_the_file_with_a_receipt(pages: Pages) -> None:
    """Who told it and in which way stand with it; the plan is processed at once; reloading hands nothing in twice."""
    browser = pages.as_role(Role.SOCIAL_WORKER)
    sent = {"told_by": "minor", "way": "phone", "text": "这周都去上学了"}
    unfinished = browser.post(pages.plan(f"{NOTE}/hand-in"), data={"way": "paper", "text": "写了一半"})
    assert unfinished.status_code == 422
    assert "写了一半" in unfinished.text
    assert re.search(r'value="paper" checked', unfinished.text)
    assert "#told_by" in parse_page(unfinished).addresses
    sent |= {"once": parse_page(browser.get(pages.plan(f"{NOTE}?do=hand-in"))).fields["once"]}
    receipt = follow(browser, browser.post(pages.plan(f"{NOTE}/hand-in"), data=sent))
    again = follow(browser, browser.post(pages.plan(f"{NOTE}/hand-in"), data=sent))
    assert again.text == receipt.text, "the answer was lost on the way, and it was sent again"
    assert len(pages.offices.rows(Submission)) == 1
    assert "已收到，已记入案卷。" in receipt.text
    assert "这周都去上学了" in receipt.text
    assert "补交" in receipt.text
    assert pages.offices.run_checks == ["now"]
    again = browser.get(pages.plan(NOTE))
    assert again.text.count("这周都去上学了") == 1


def test_seven_numbers_make_a_sheet_and_an_empty_day_is_no_nought(pages: Pages) -> None:
    pages.offices.on("2026-03-15 19:00")
    browser = pages.as_role(Role.SOCIAL_WORKER)
    sheet = pages.plan("/items/usage_sheet/2026-03-15")
    typed = {"told_by": "guardian", "way": "phone"} | {f"minutes_{place}": str(60 * place) for place in range(1, 8)}
    wrong = browser.post(f"{sheet}/hand-in", data=typed | {"minutes_3": "1500"})
    assert wrong.status_code == 422
    assert parse_page(wrong).fields["minutes_3"] == "1500"
    landed = follow(browser, browser.post(f"{sheet}/hand-in", data=typed | {"minutes_3": ""}))
    assert "<td>420</td>" in landed.text
    assert "<td>0</td>" not in landed.text


def test_an_explanation_is_answered_by_a_named_person(pages: Pages) -> None:
    """Heard by phone, answered with a reason; the note is excused and stands so on the plan's page."""
    worker, prosecutor = pages.as_role(Role.SOCIAL_WORKER), pages.as_role(Role.PROSECUTOR)
    follow(worker, worker.post(pages.plan(f"{NOTE}/explain"), data={"text": "奶奶住院，我在医院"}))
    form = prosecutor.get(pages.plan(f"{NOTE}?do=answer"))
    assert "奶奶住院，我在医院" in form.text
    unfinished = prosecutor.post(pages.plan(f"{NOTE}/answer"), data={"reason": "情况属实"})
    assert unfinished.status_code == 422
    assert "情况属实" in unfinished.text
    landed = follow(
        prosecutor, prosecutor.post(pages.plan(f"{NOTE}/answer"), data={"answer": "excused", "reason": "情况属实"})
    )
    assert "答复已记入案卷" in landed.text
    assert "已说明，免除" in landed.text
    assert "或已免除" in prosecutor.get(pages.plan()).text


def test_who_may_not_do_it_is_not_offered_it_and_cannot(pages: Pages) -> None:
    """The clerk reads the item; handing in and answering are not the clerk's, nor the answer the worker's."""
    clerk, worker = pages.as_role(Role.CLERK), pages.as_role(Role.SOCIAL_WORKER)
    offered = parse_page(clerk.get(pages.plan(NOTE))).addresses
    assert not [each for each in offered if "?do=" in each]
    assert clerk.post(pages.plan(f"{NOTE}/hand-in"), data={"told_by": "minor", "text": "代写"}).status_code == 403
    assert pages.plan(f"{NOTE}?do=answer") not in parse_page(worker.get(pages.plan(NOTE))).addresses
    answered = worker.post(pages.plan(f"{NOTE}/answer"), data={"answer": "missed", "reason": "没来"})
    assert answered.status_code == 403


def test_the_worker_submits_what_is_the_workers_own(pages: Pages) -> None:
    """How and what, without who told it; the guardian has no part in it."""
    with pages.offices.context.open_for_update(pages.offices.number, SYSTEM, PROCESS_PLAN) as open_plan:
        add_item(open_plan, "worker_contact", date(2026, 3, 12), owner=Role.SOCIAL_WORKER)
    browser = pages.as_role(Role.SOCIAL_WORKER)
    contact = pages.plan("/items/worker_contact/2026-03-12")
    assert contact in parse_page(browser.get(pages.plan())).addresses
    assert "told_by" not in browser.get(f"{contact}?do=hand-in").text
    assert not re.search(r'name="went"[^>]* checked', browser.get(f"{contact}?do=hand-in").text), (
        "nothing said beforehand"
    )
    visit = {"how": "visit", "text": "在家，情况稳定"}
    silent = browser.post(f"{contact}/hand-in", data=visit)
    assert (silent.status_code, "went-wrong" in silent.text) == (422, True)
    landed = follow(browser, browser.post(f"{contact}/hand-in", data=visit | {"went": "completed"}))
    assert "在家，情况稳定" in landed.text
    assert "见面" in landed.text


def test_what_people_wrote_is_shown_and_never_carried_out(pages: Pages) -> None:
    """Markup in a note is text."""
    browser = pages.as_role(Role.SOCIAL_WORKER)
    sent = {"told_by": "minor", "way": "phone", "text": "<script>alert(1)</script><b>粗</b>{{ 7*7 }}"}
    landed = follow(browser, browser.post(pages.plan(f"{NOTE}/hand-in"), data=sent))
    assert "<script>alert" not in landed.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in landed.text
    assert "{{ 7*7 }}" in landed.text
    assert parse_page(landed).all_mistakes == []


def test_the_page_shows_what_the_minor_answered_to_the_plan(pages: Pages) -> None:
    page = pages.as_("gui.prosecutor")
    assert "还没有登记本人的意见。" in page.get(pages.plan()).text
    pages.offices.act("social_worker", "record_plan_answer", occasion="opening", answer="no", reason="九点半太早")
    assert "开始时的方案 · 不同意<br>“九点半太早”" in page.get(pages.plan()).text


def test_the_page_shows_who_is_there_afterwards_and_that_a_helper_withdrew(pages: Pages) -> None:
    page, asked = pages.as_("gui.prosecutor"), {"helper": "表哥", "asked_by": "minor"}
    for answer in ("accepted", "withdrew"):
        pages.offices.act("social_worker", "record_helper_answer", answer=answer, **asked)
    text = page.get(pages.plan()).text
    assert text.index("表哥 · 愿意陪着") < text.index("表哥 · 原来愿意，现在不能了")
