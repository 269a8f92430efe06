"""Asking for leave, and what is stored about me: behind the code, light, and each person's own."""

import json
import re
from collections.abc import Callable

import pytest

from core.errors import BadInput, NotFound, Refused, StateConflict
from models.decision import AfterCare, Leave
from models.document import PaperTemplate
from models.item import Item
from models.journal import JournalLine
from models.message import Message
from models.office import Role
from models.plan import Condition
from models.request import Request
from tests.builders import MOTHERS_PHONE, PHONE, a_plan
from tests.web.visitors import Pages, follow, parse_page

LIGHT = 50 * 1024
AWAY = {"from_on": "2026-03-14", "to_on": "2026-03-15", "destination": "邻市外婆家", "reason": "探亲"}


def test_before_the_code_neither_page_is_there(pages: Pages) -> None:
    card = pages.card()
    for rest in ("leave", "stored"):
        answer = pages.stranger().get(f"/p/{card.secret}/{rest}")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/p/{card.secret}")
        assert pages.stranger().post(f"/p/{card.secret}/{rest}", data=AWAY).status_code == 401
    assert pages.offices.rows(Leave) == []


def test_leave_is_asked_for_once_and_says_to_wait(pages: Pages) -> None:
    browser, here = pages.family("minor")
    once = parse_page(browser.get(f"{here}/leave")).fields["once"]
    landed = follow(browser, browser.post(f"{here}/leave", data=AWAY | {"once": once}))
    assert "没有答复之前先不要出发" in landed.text
    assert "等待答复" in landed.text
    again = browser.post(f"{here}/leave", data=AWAY | {"once": once})
    assert "没有答复之前先不要出发" in follow(browser, again).text, "the answer may have been lost on the way"
    (asked,) = pages.offices.rows(Leave)
    pages.offices.act("prosecutor", "decide_leave", leave=asked.label, approved=True)
    assert "已同意" in browser.get(f"{here}/leave").text


def test_whoever_reported_an_emergency_on_bail_is_asked_to_wait_for_both_and_not_to_stay(pages: Pages) -> None:
    """They may have left with the ambulance: the page that evening says reported, and neither approved nor 'do not go'."""
    browser, here = pages.family("minor")
    today = str(pages.offices.today)
    pages.offices.act("clerk", "record_measure", measure="bail", decided_by="procuratorate", from_on=today)
    pages.offices.act("social_worker", "ask_leave", leave="night", from_on=today, to_on=today, destination="省城医院",
                    reason="急诊，电话报告", emergency=True)  # fmt: skip
    text = browser.get(f"{here}/leave").text
    assert "已经报告，记下了。这还不是同意，请等两边都答复。" in text
    assert "再出发" not in text
    pages.offices.act("prosecutor", "decide_leave", leave="night", approved=True)
    assert "请等两边都答复" in browser.get(f"{here}/leave").text, "one of two is not both"
    pages.offices.act("assistant", "decide_leave", leave="night", whose="police_station", approved=True)
    text = browser.get(f"{here}/leave").text
    assert "已同意" in text
    assert "请等两边都答复" not in text


def test_who_comes_of_age_confirms_by_a_button_of_its_own(pages: Pages) -> None:
    """Pressing No about the phone once put a Yes on record that nobody had asked for."""
    browser, here = pages.family("minor")
    assert "我确认" not in browser.get(f"{here}/agreement").text
    born_on = a_plan().minor.born_on
    pages.offices.on(f"{born_on.replace(year=born_on.year + 18)} 10:00")
    browser, here = pages.family("minor")
    assert f"{here}/agreement" in parse_page(browser.get(here)).addresses
    assert "不确认也不影响考察" in browser.get(f"{here}/agreement").text
    browser.post(f"{here}/agreement", data={"device_data": "no"})
    assert "为监督考察使用个人信息" not in browser.get(f"{here}/stored").text
    answer = browser.post(f"{here}/agreement", data={"own_consents": "yes"})
    assert "我确认" not in follow(browser, answer).text
    assert f"{here}/agreement" not in parse_page(browser.get(here)).addresses
    assert "为监督考察使用个人信息" in browser.get(f"{here}/stored").text


def test_what_is_said_twice_in_one_form_is_said_once(pages: Pages) -> None:
    browser, here = pages.family("minor")
    for page, said in (
        ("stored", {"wish": "copy", "text": "想要一份"}), ("usage", {"text": "那几天生病"}), ("progress", {"text": "想说几句"}),
    ):  # fmt: skip
        once = parse_page(browser.get(f"{here}/{page}")).fields["once"]
        before = len(pages.offices.rows(JournalLine))
        for _ in range(2):
            assert browser.post(f"{here}/{page}", data=said | {"once": once}).status_code == 303
            written = [line for line in pages.offices.rows(JournalLine)[before:] if not line.act.startswith("read_")]
            assert len(written) == 1, page


def test_no_refusal_tells_a_family_how_the_case_was_decided(pages: Pages) -> None:
    """A person does. Whoever had the form open still has what they typed; the page does not lead to it any more."""
    browser, here = pages.family("minor")
    assert f"{here}/leave" in parse_page(browser.get(here)).addresses
    pages.offices.act("chief_prosecutor", "end_otherwise", how="corrected_by_higher_office", reason="上级院决定纠正")
    answer = browser.post(f"{here}/leave", data=AWAY)
    assert answer.status_code == 409
    assert "这件事现在不用办了。想问什么，请拨卡片上的电话。" in answer.text
    assert AWAY["destination"] in answer.text
    assert not re.search("起诉|撤销|纠正|终结|本案|考验|条", parse_page(answer).text)
    assert f"{here}/leave" not in parse_page(browser.get(here)).addresses


def test_a_form_with_a_mistake_keeps_what_was_typed(pages: Pages) -> None:
    """A day that cannot be is named and not counted; what says nothing, to whoever reads it, is no word."""
    browser, here = pages.family("minor")
    answer = browser.post(f"{here}/leave", data=AWAY | {"to_on": "2026-03-13"})
    assert answer.status_code == 422
    assert "邻市外婆家" in answer.text
    assert "返回早于出发" in answer.text
    for typed in ({"from_on": "soon"}, AWAY | {"destination": "\u200b", "reason": "。。。"}):
        assert browser.post(f"{here}/leave", data=typed).status_code == 422
    refused = browser.post(f"{here}/leave", data=AWAY | {"from_on": "0026-03-20"})
    assert (refused.status_code, "处需要改正" in refused.text) == (422, False)
    assert "年份应在1900年到2200年之间" in refused.text
    for form in ("stored", "progress", "fill/weekly_note/2026-03-09", "explain/weekly_note/2026-03-09"):
        assert browser.post(f"{here}/{form}", data={"wish": "copy", "text": "\u200b"}).status_code == 422, form
    assert pages.offices.rows(Leave) == []


def test_what_is_stored_is_shown_and_a_request_about_it_is_answered(pages: Pages) -> None:
    browser, here = pages.family("minor")
    browser.post(f"{here}/fill/weekly_note/2026-03-09", data={"text": "都好"})
    text = browser.get(f"{here}/stored").text
    assert "交来的内容" in text
    landed = follow(browser, browser.post(f"{here}/stored", data={"wish": "correct", "text": "那天我在家"}))
    assert "请求已收到" in landed.text
    assert "等待回复" in landed.text
    (due,) = (item for item in pages.offices.rows(Item) if item.kind == "data_request_answer")
    assert (due.owner, due.status) == ("prosecutor", "open")
    answering = pages.as_("gui.prosecutor").get(pages.plan("/do/answer_data_request?place=1"))
    assert "那天我在家" in answering.text, "whoever answers reads what was asked"
    with pytest.raises(Refused, match="corrected"):
        pages.offices.act("prosecutor", "answer_data_request", place=1, outcome="done", reason="已更正")
    pages.offices.act("social_worker", "note", topic="other", text="本人说那天在家，已补充")
    pages.offices.act("prosecutor", "answer_data_request", place=1, outcome="done", reason="已更正")
    assert "已在" in browser.get(f"{here}/stored").text
    (line,) = [line for line in pages.offices.rows(JournalLine) if line.act == "answer_data_request"]
    assert line.note["by_act"] == "note"
    assert [row.outcome for row in pages.offices.rows(Request)] == ["done"]


def test_a_request_is_refused_with_its_article_and_a_copy_has_one_s_own_and_nobody_else_s(pages: Pages) -> None:
    """As a page to read and as JSON; that it was taken is a line. Somebody else's words and contacts are not in it."""
    browser, here = pages.family("minor")
    browser.post(f"{here}/fill/weekly_note/2026-03-09", data={"text": "这周都好"})
    pages.offices.act("social_worker", "note", topic="family", text="母亲在外打工")
    pages.offices.act("minor", "record_statement", of="minor", text="想继续读书")
    pages.offices.act("mother", "comment_on_usage", text="那天是表弟在用")
    pages.offices.act("minor", "tell_what_for", reasons=["alone"], words="晚上没人说话")
    pages.offices.act("prosecutor", "record_background", person="minor", interpreted="维吾尔语", sign_language=True)
    follow(browser, browser.post(f"{here}/stored", data={"wish": "delete", "text": "请删掉小结"}))
    with pytest.raises(BadInput):
        pages.offices.act("prosecutor", "answer_data_request", place=1, outcome="refused", reason="案卷")
    answer = {"outcome": "refused", "reason": "封存前须保存", "ground": "kept_by_law"}
    pages.offices.act("prosecutor", "answer_data_request", place=1, **answer)
    shown = browser.get(f"{here}/stored").text
    assert "封存前须保存" in shown
    assert "第47条" in shown
    page, data = browser.get(f"{here}/stored/copy"), browser.get(f"{here}/stored/copy?file=json")
    assert page.headers["content-disposition"] == 'attachment; filename="copy.html"'
    for text in (page.text, data.text):
        assert "这周都好" in text
        assert "想继续读书" in text
        assert "晚上没人说话" in text
        assert "维吾尔语" in text
        assert "表弟" not in text
        assert "请删掉小结" in text
        assert PHONE in text
        assert "母亲在外打工" not in text
        assert MOTHERS_PHONE not in text
    assert json.loads(data.text)["requests"][0]["ground"] == "kept_by_law"
    mother, her_page = pages.family("mother")
    hers = mother.get(f"{her_page}/stored/copy").text
    assert "这周都好" not in hers
    assert "晚上没人说话" not in hers
    assert "表弟" in hers
    assert PHONE not in hers
    assert [line.act for line in pages.offices.rows(JournalLine)].count("read_own_copy") == 2


def test_a_request_on_paper_is_entered_for_whoever_asked_and_its_days_count_from_then(pages: Pages) -> None:
    paper = {"wish": "copy", "text": "想要一份孩子和我的记录"}
    with pytest.raises(BadInput, match="say who asks"):
        pages.offices.act("social_worker", "ask_about_data", **paper)
    with pytest.raises(BadInput, match="for yourself only"):
        pages.offices.act("minor", "ask_about_data", **paper, person="mother")
    pages.offices.act("mother", "ask_about_data", wish="copy", text="今天又问一次")
    for _twice in (1, 2):
        pages.offices.act("social_worker", "ask_about_data", **paper, person="mother", asked_on="2026-03-05")
    today, earlier = sorted(
        (item for item in pages.offices.rows(Item) if item.kind == "data_request_answer"), key=lambda item: item.label
    )
    assert earlier.due_on < today.due_on
    mother, her_page = pages.family("mother")
    assert paper["text"] in mother.get(f"{her_page}/stored").text
    browser, here = pages.family("minor")
    assert paper["text"] not in browser.get(f"{here}/stored").text
    browser.post(f"{here}/stored", data={"wish": "object", "text": "别告诉妈妈"})
    assert not re.search("别告诉妈妈|芒果", mother.get(f"{her_page}/stored").text), "nobody sees another's"


def test_what_was_agreed_stands_on_the_page_and_a_talk_can_be_asked_for(pages: Pages) -> None:
    browser, here = pages.family("minor")
    page = browser.get(here)
    for words in (
        "遵守法律法规，服从监督",
        "离开所居住的市、县",
        "按照考察机关的要求接受矫治和教育",
        "为止",
        "期满以后检察院会作出不起诉的决定",
        "我想谈谈",
        "我不同意",
        "不算异议",
        "就要起诉",
    ):
        assert words in page.text
    mother, hers = pages.family("mother")
    mothers = mother.get(hers).text
    assert "为止" in mothers, "a guardian reads until when, and what was agreed"
    assert "我想谈谈" in mothers
    assert "我不同意" not in mothers

    once = parse_page(page).fields["once"]
    for _twice in (1, 2):
        landed = follow(browser, browser.post(f"{here}/talk", data={"wish": "disagree", "text": "", "once": once}))
        assert "两个工作日内和你谈" in landed.text
    (asked,) = (item for item in pages.offices.rows(Item) if item.kind == "talk_asked")
    assert (asked.owner, asked.status) == ("prosecutor", "open")
    assert not [item for item in pages.offices.rows(Item) if item.kind == "objection_answer"]

    with pytest.raises(NotFound):
        pages.offices.act("prosecutor", "answer_data_request", place=int(asked.label), outcome="done", reason="照办")
    form = pages.as_("gui.prosecutor").get(pages.plan(f"/do/answer_talk?place={asked.label}"))
    assert "不同意约定的事" in form.text, "whoever answers reads the wish"
    assert "法定保存期限" not in form.text
    pages.offices.act("prosecutor", "answer_talk", place=int(asked.label), answer="已当面谈过")
    assert "已当面谈过" in browser.get(here).text
    told = {row.recipient_id for row in pages.offices.rows(Message) if row.event == "explanation_answered"}
    assert len(told) == 1, "only whoever asked hears of the answer"
    (asked,) = (item for item in pages.offices.rows(Item) if item.kind == "talk_asked")
    assert asked.status == "done"
    stored = browser.get(f"{here}/stored").text
    assert "已当面谈过" in stored
    for kind in ("谈话", "评估", "问卷", "决定和文书", "登记过的情况"):
        assert kind in stored


def test_an_objection_is_answered_on_their_page_and_an_adopted_one_opens_the_condition_with_its_old_words(
    pages: Pages,
) -> None:
    """Whoever objected reads the answer, and nobody else does; the task ends with the change."""
    browser, here = pages.family("minor")
    pages.offices.act("minor", "object", objection_by="minor", against="conditions", text="次数太多了")
    assert "等待回复" in browser.get(here).text
    place = next(
        str(one.place)
        for one in pages.offices.rows(Condition)
        if one.plan_id == pages.offices.plan().id and one.kind == "A1"
    )
    answer = {"against": "conditions", "adopted": True, "reason": "同意减为六次", "condition": "A1"}
    pages.offices.act("prosecutor", "answer_objection", **answer)
    assert "同意减为六次" in browser.get(here).text
    mother, mothers = pages.family("mother")
    assert "同意减为六次" not in mother.get(mothers).text
    told = {row.recipient_id for row in pages.offices.rows(Message) if row.event == "explanation_answered"}
    assert len(told) == 1, "only whoever asked hears of the answer"
    (task,) = (item for item in pages.offices.rows(Item) if item.kind == "condition_adoption")
    assert (task.label, task.status) == (place, "open")
    form = pages.as_("gui.prosecutor").get(pages.plan(f"/do/change_condition?condition={place}"))
    assert "接受心理辅导" in form.text, "the form begins with the old words"
    changed = {"condition": place, "text": "参加公益活动六次", "amount": 6, "heard": True, "reason": "采纳异议"}
    pages.offices.act("prosecutor", "change_condition", **changed)
    (task,) = (item for item in pages.offices.rows(Item) if item.kind == "condition_adoption")
    assert task.status == "done"


def test_a_talk_is_asked_for_once_is_added_to_and_its_lateness_is_ours(pages: Pages) -> None:
    """Pressed again because nothing seemed to happen, it is one request; words of the next day stand beside the first."""
    browser, here = pages.family("minor")
    for text in ("", "", "还想问打工的事"):
        once = parse_page(browser.get(here)).fields["once"]
        browser.post(f"{here}/talk", data={"wish": "talk", "text": text, "once": once})
    (asked,) = pages.offices.rows(Request)
    assert "还想问打工的事" in browser.get(here).text
    assert "是我们晚了" not in browser.get(here).text
    pages.offices.on("2026-03-20 11:00")
    browser, here = pages.family("minor")
    assert "是我们晚了，不是你的问题" in browser.get(here).text
    pages.offices.act("prosecutor", "answer_talk", place=int(asked.label), answer="谈过了")
    assert "是我们晚了" not in browser.get(here).text


def test_ones_own_note_can_be_read_again_and_added_to_until_it_was_read(pages: Pages) -> None:
    browser, here = pages.family("minor")
    form = f"{here}/fill/weekly_note/2026-03-09"
    browser.post(form, data={"text": "这周上了五天课"})
    page = browser.get(here)
    assert "这周上了五天课" in page.text
    assert f"{form}?more=1" in parse_page(page).addresses
    assert "会加在后面" in browser.get(f"{form}?more=1").text
    follow(browser, browser.post(form, data={"text": "忘了说，周六去帮忙了"}))
    pages.offices.act("social_worker", "review", item="weekly_note", due_on="2026-03-09")
    page = browser.get(here)
    assert "忘了说" in page.text
    assert "看过了" in page.text
    assert f"{form}?more=1" not in parse_page(page).addresses


def test_a_body_that_is_too_large_is_refused_and_leads_back_to_the_form(pages: Pages) -> None:
    """What was typed in it is kept by the browser; the page of what is owed would not show it."""
    browser, here = pages.family("minor")
    form = f"{here}/explain/weekly_note/2026-03-09"
    answer = browser.post(form, data={"text": "病了"}, headers={"content-length": str(30 * 1024 * 1024)})
    assert answer.status_code == 413
    assert "写的字还在这部手机上" in answer.text
    assert form in parse_page(answer).addresses


def test_a_letter_stands_on_the_page_of_whom_it_is_for_signed_as_they_know_the_writer(pages: Pages) -> None:
    """In the writer's words, with its day; nobody else reads it, no office is named, and a text says so once a day."""
    for text in ("证书拍得很清楚", "寒假打工的事，我们一起看"):
        pages.offices.act("social_worker", "write_letter", person="minor", signed="周老师", text=text)
    browser, here = pages.family("minor")
    page = browser.get(here).text
    for words in ("周老师", "证书拍得很清楚", "寒假打工的事"):
        assert words in page
    assert "周老师" not in pages.family("mother")[0].get(pages.family("mother")[1]).text
    told = [row.channel for row in pages.offices.rows(Message) if "/letter/" in row.dedupe_key]
    assert sorted(told) == ["inbox", "text"], "once a day"
    form = parse_page(pages.as_("gui.social_worker").get(pages.plan("/do/write_letter?person=minor")))
    assert form.fields["signed"] == "周老师"


def test_handing_in_says_that_the_month_was_kept_only_where_it_was(pages: Pages) -> None:
    """March has things that never came, so nothing of the kind is said; the first week of April was kept."""
    pages.offices.on("2026-03-16 08:00")
    browser, here = pages.family("minor")
    late = follow(browser, browser.post(f"{here}/fill/weekly_note/2026-03-16", data={"text": "都好"})).text
    assert ("已收到" in late, "都按时交了" in late) == (True, False)
    pages.offices.on("2026-04-06 08:00")
    browser, here = pages.family("minor")
    kept = follow(browser, browser.post(f"{here}/fill/weekly_note/2026-04-06", data={"text": "都好"})).text
    assert "这个月到今天要交的，都按时交了。" in kept


def test_a_ready_sentence_is_sent_only_while_it_is_true(pages: Pages) -> None:
    """The note of the ninth has not come: nobody may say that everything did."""
    with pytest.raises(StateConflict):
        pages.offices.act("social_worker", "write_letter", person="minor", signed="周老师", ready="month_kept")


def test_the_last_page_says_where_it_stands_and_never_well_done_to_somebody_indicted(pages: Pages) -> None:
    """Over and not decided; decided and not told: nothing of it; told: what may be said when asked, and what sealing means."""
    pages.offices.skips_to("2026-09-03 10:00")
    browser, here = pages.family("minor")
    text = browser.get(here).text
    for words in ("考验期已经结束", "检察院会在2026年9月", "会有人当面告诉你"):
        assert words in text
    for gone in ("真不错", "我不同意", "约定了什么"):
        assert gone not in text
    pages.offices.dismiss_open_items()
    pages.offices.act("prosecutor", "write_opinion", proposal="non_prosecution")
    pages.offices.act("chief_prosecutor", "decide_non_prosecution")
    assert "不起诉" not in browser.get(here).text, "a person tells it first"
    pages.offices.act("prosecutor", "announce_outcome", present=["minor", "mother"])
    text = browser.get(here).text
    assert "先打电话问我们" in text
    assert not re.search("你没有被判过刑|可以不说", text), "nobody has signed the words"
    _sign_last_page(pages, lambda: "先打电话问我们" in browser.get(here).text)
    text = browser.get(here).text
    for words in ("你没有被判过刑。", "别人问起，可以不说。", "司法机关依法问时，要如实说。", "这段记录会封存"):
        assert words in text
    mother, hers = pages.family("mother")
    hers_reads = mother.get(hers).text
    assert "孩子没有被判过刑" in hers_reads
    assert "三个月后" not in hers_reads, "only the young person is asked"


def _sign_last_page(pages: Pages, are_not_shown: Callable[[], bool]) -> None:
    """The administrator proposes the fixed words, and a head puts them in force; nobody does both, and one is not enough."""
    administrator, head = pages.as_role(Role.ADMINISTRATOR), pages.as_role(Role.DEPARTMENT_HEAD)
    follow(administrator, administrator.post("/rules/papers/last-page"))
    assert "待另一人同意" in administrator.get("/rules").text
    (offered,) = pages.offices.rows(PaperTemplate)
    assert administrator.post(f"/rules/papers/{offered.id}/approve").status_code == 403
    assert are_not_shown()
    follow(head, head.post(f"/rules/papers/{offered.id}/approve"))


@pytest.mark.parametrize(("consent", "kept"), [("yes", 1), ("no", 0), (None, 0)])
def test_whether_somebody_may_ring_is_answered_on_the_page_and_no_answer_is_no_consent(
    pages: Pages, consent: str | None, kept: int
) -> None:
    pages.offices.skips_to("2026-09-03 10:00")
    pages.offices.dismiss_open_items()
    pages.offices.act("prosecutor", "write_opinion", proposal="non_prosecution")
    pages.offices.act("chief_prosecutor", "decide_non_prosecution")
    pages.offices.act("prosecutor", "announce_outcome", present=["minor", "mother"])
    browser, here = pages.family("minor")
    assert "三个月后，我们可以打电话" in browser.get(here).text
    if consent:
        landed = follow(browser, browser.post(f"{here}/after-care", data={"consent": consent}))
        assert "记下了" in landed.text
        assert "三个月后" not in landed.text
    assert len(pages.offices.rows(AfterCare)) == kept
    pages.seal()
    assert "都结束了" not in browser.get(here).text


def test_to_somebody_indicted_the_page_says_what_comes_next_and_nothing_of_well_done(pages: Pages) -> None:
    browser, here = pages.family("minor")
    browser.post(f"{here}/fill/weekly_note/2026-03-09", data={"text": "都好"})
    incident = {"incident": "one", "kind": "new_crime", "done_on": "2026-03-03", "facts": "有人反映"}
    pages.offices.act("social_worker", "report_incident", **incident)
    pages.offices.act("prosecutor", "hear_minor", incident="one", text="听取")
    pages.offices.act("prosecutor", "close_incident", incident="one", finding="ground", response="none", reason="属实")
    pages.offices.act("prosecutor", "propose", step="revoke", incident="one", reason="属实")
    pages.offices.act("chief_prosecutor", "revoke", incident="one", reason="属实")
    pages.offices.act("prosecutor", "prosecute")
    assert not re.search("做得不错|起诉|我不同意", browser.get(here).text)
    pages.offices.act("clerk", "record_service", to="minor", decision="revocation")
    text = browser.get(here).text
    assert "接下来由法院决定" in text
    assert "谁也不能说你有罪" in text
    assert not re.search("做得不错|真不错|没有被判过刑|我不同意", text)


def test_after_a_death_the_page_of_a_guardian_is_one_sentence(pages: Pages) -> None:
    mother, hers = pages.family("mother")
    pages.offices.act("social_worker", "record_death", since="2026-03-03")
    text = mother.get(hers).text
    assert "约定的事都停了，会有人当面和您联系。" in text
    for gone in ("您还可以做的", "约定了什么", "我想谈谈", "一路走来"):
        assert gone not in text
