"""Digital use on the pages: a file handed in with its receipt, figures with their table, the family's own word."""

import json
import re
from datetime import timedelta

import httpx
import pytest

from tests.machine_logs import as_export
from tests.web.visitors import Pages, follow, parse_page

WEEK = as_export(*(("王者荣耀", f"2026-03-{day:02} 20:00", f"2026-03-{day:02} 21:30") for day in range(2, 10)))


def hand_in(visitor: httpx.Client, address: str, content: bytes, **typed: str) -> httpx.Response:
    """The page that shows the file before it counts."""
    answer = visitor.post(address, data=typed, files={"file": ("a.csv", content, "text/csv")})
    return follow(visitor, answer) if answer.status_code == 303 else answer


def confirm(visitor: httpx.Client, shown: httpx.Response, **typed: str) -> httpx.Response:
    """The answer given on that page."""
    answer = visitor.post(shown.request.url.path, data={"_go": "confirm", **typed})
    return follow(visitor, answer) if answer.status_code == 303 else answer


@pytest.fixture
def measured(pages: Pages) -> Pages:
    """A computer of the minor's own, and what was agreed about it."""
    pages.offices.act("social_worker", "name_device", device="computer", whose="own")
    pages.offices.act("prosecutor", "agree_on_usage", from_on="2026-03-02", school_day_minutes=60)
    return pages


def test_a_file_is_submitted_on_the_page_and_what_could_not_be_used_is_named_with_its_line(measured: Pages) -> None:
    """The chart, the table behind it and the finding are there at once, in either language; the file is not kept."""
    pages, offices = measured, measured.offices
    worker = pages.as_("gui.social_worker")
    broken = json.loads(WEEK)
    broken["buckets"]["currentwindow"]["events"].append({"timestamp": "昨天", "duration": 60, "data": {"app": "QQ"}})
    table = json.dumps(broken).encode()
    address = pages.plan("/usage/files")
    shown = hand_in(worker, address, table, device="computer")
    page = parse_page(shown)
    assert (shown.status_code, page.all_mistakes) == (200, [])
    assert "第9条" in page.text
    assert "ActivityWatch" in page.text
    assert "王者荣耀" not in page.text
    assert "<td>90</td>" not in worker.get(pages.plan("/check-ins")).text, "nothing counts before it was looked at"
    assert hand_in(worker, address, table, device="computer").request.url == shown.request.url
    assert confirm(worker, shown).status_code == 200
    shown = worker.get(pages.plan("/check-ins"), params={"lang": "en"})
    english = parse_page(shown)
    assert english.all_mistakes == []
    assert "school day" in english.text
    assert "90" in english.text
    assert 'class="bar over"' in shown.text
    offices.act("social_worker", "name_device", device="computer", whose="shared")
    held = worker.get(pages.plan("/check-ins")).text
    assert 'class="bar over"' not in held, "a shared device holds nobody to what was agreed"


def test_without_a_file_or_with_a_hostile_one_the_page_says_what_to_do(measured: Pages) -> None:
    """Nothing is kept of it; what was said of it is there again."""
    pages = measured
    worker = pages.as_("gui.social_worker")
    sent = {"device": "computer"}
    again = worker.post(pages.plan("/usage/files"), data=sent)
    assert again.status_code == 422
    for name, value in sent.items():
        chosen = again.text.partition(f'id="{name}"')[2].partition("</select>")[0]
        assert f'<option value="{value}" selected>' in chosen
    empty = worker.post(pages.plan("/usage/files"), data=sent, files={"file": ("a.csv", b"", "text/csv")})
    assert (empty.status_code, "请选一个文件" in empty.text) == (422, True)
    bad = worker.post(pages.plan("/usage/files"), data=sent, files={"file": ("a.xlsx", b"PK\x03\x04bad", "x")})
    assert bad.status_code == 422
    assert parse_page(bad).all_mistakes == []


def test_the_minor_sees_their_own_chart_and_disagrees_and_reads_the_answer(measured: Pages) -> None:
    """Their page names no app and no other person."""
    pages, offices = measured, measured.offices
    worker = pages.as_("gui.social_worker")
    sent = {"device": "computer"}
    confirm(worker, hand_in(worker, pages.plan("/usage/files"), WEEK, **sent))
    browser, here = pages.family("minor")
    assert "<svg" in browser.get(f"{here}/usage").text
    assert browser.post(f"{here}/usage", data={"text": ""}).status_code == 422
    (friday, *_more) = re.findall(r'<option value="(2026-[-0-9]+)"', browser.get(f"{here}/usage").text)
    values = {"text": "周五是表弟在用", "disputes": "yes", "about_from": friday}
    received = follow(browser, browser.post(f"{here}/usage", data=values)).text
    assert "已收到" in received
    assert "没有答复以前不计入。" in received
    assert "周五是表弟在用" in worker.get(pages.plan("/check-ins")).text
    offices.act("assistant", "answer_dispute", answer="partly", reason="核实了")
    answered = browser.get(f"{here}/usage").text
    assert "核实了" in answered
    assert "照常计入。" in answered
    mother, hers = pages.family("mother")
    assert "周五是表弟在用" not in mother.get(f"{hers}/usage").text


def test_the_minor_proposes_a_goal_and_tells_the_week_that_no_device_tells(measured: Pages) -> None:
    """What is not whole is said at its field; what is told stands in their own picture's words."""
    browser, here = measured.family("minor")
    wanted = {"measure": "activity_days", "target": "3", "words": "想去打球"}
    assert browser.post(f"{here}/usage/goals", data=wanted | {"target": "三"}).status_code == 422
    assert "已收到" in follow(browser, browser.post(f"{here}/usage/goals", data=wanted)).text
    assert "usage/goals/" not in browser.get(f"{here}/usage").text, "it holds once somebody agreed on it"
    to_on = measured.offices.today + timedelta(days=60)
    measured.offices.act("social_worker", "agree_on_goal", goal="g1", measure="activity_days", target=3, to_on=to_on)
    (goal,) = re.findall(r"/usage/goals/([\w-]+)", browser.get(f"{here}/usage").text)
    assert browser.post(f"{here}/usage/goals/{goal}", data={"value": "几天"}).status_code == 422
    assert browser.post(f"{here}/usage/goals/{goal}", data={"value": "9"}).status_code == 422
    assert "已收到" in follow(browser, browser.post(f"{here}/usage/goals/{goal}", data={"value": "2"})).text


def test_a_family_types_what_the_screen_says_and_the_worker_fills_in_the_same_by_phone(measured: Pages) -> None:
    """Hours and minutes in words, in full-width digits, with a colon; a number with a point may be hours, and is asked."""
    pages, offices = measured, measured.offices
    offices.on("2026-03-15 19:00")
    mother, hers = pages.family("mother")
    address = f"{hers}/fill/usage_sheet/2026-03-15"
    wrong = mother.post(address, data={"minutes_1": "1.5", "minutes_2": "很久"})
    assert wrong.status_code == 422
    assert "3小时25分" in wrong.text
    typed = {
        "minutes_1": "1小时20分",
        "minutes_2": "９０",
        "minutes_3": "2:05",
        "night_1": "半小时",
        "pickups_1": "４０次",
    }
    assert "孩子在自己的页面上看过" in follow(mother, mother.post(address, data=typed)).text
    minor, his = pages.family("minor")
    assert "等你看一眼" in minor.get(his).text
    (link,) = re.findall(r'href="([^"]*/usage/files/[^"]+)"', minor.get(f"{his}/usage").text)
    confirm(minor, minor.get(link))
    worker = pages.as_("gui.social_worker")
    shown = worker.get(pages.plan("/check-ins")).text
    for figure in ("80", "90", "125", "30", "40"):
        assert f"<td>{figure}</td>" in shown
    form = worker.get(pages.plan("/items/usage_sheet/2026-03-15?do=hand-in"))
    assert parse_page(form).all_mistakes == []
    by_phone = {"told_by": "guardian", "way": "phone", "minutes_1": "1小时30分", "night_1": "10"}
    photo = {"screen": ("a.jpg", b"%PDF-1.7", "image/jpeg")}
    refused = worker.post(pages.plan("/items/usage_sheet/2026-03-15/hand-in"), data=by_phone, files=photo)
    assert "JPG" in refused.text
    follow(worker, worker.post(pages.plan("/items/usage_sheet/2026-03-15/hand-in"), data=by_phone))
    assert "<td>90</td>" in worker.get(pages.plan("/check-ins")).text


def test_after_a_sheet_with_a_nought_one_tap_says_that_the_phone_was_not_used(measured: Pages) -> None:
    """The young person who looks at it is asked, and only then; and whoever does not know taps nothing."""
    measured.offices.on("2026-03-16 09:00")
    mother, hers = measured.family("mother")
    minor, his = measured.family("minor")
    typed = {f"minutes_{day}": "60" for day in range(1, 8)}
    for nought in ({}, {"minutes_2": "没用"}):
        follow(mother, mother.post(f"{hers}/fill/usage_sheet/2026-03-15", data=typed | nought))
        shown = minor.get(f"{his}/usage").text
        (address,) = set(re.findall(r'href="([^"]*/usage/files/[^"]+)">等你看一眼', shown))
        assert ("是没有用手机，还是没有记录" in minor.get(address).text) == bool(nought)
    assert parse_page(minor.get(address)).all_mistakes == []
    answered = follow(minor, minor.post(address, data={"_go": "confirm", "not_used": "yes"}))
    assert answered.status_code == 200
    assert "还是没有记录" not in minor.get(address).text
    worker = measured.as_("gui.social_worker")
    assert address.rpartition("/")[2] in worker.get(measured.plan("/check-ins")).text


def test_somebody_of_the_family_submits_a_file_and_is_answered_what_became_of_it(measured: Pages) -> None:
    """Of a device that is known, or of the phone that nobody has named yet; a wrong file is refused in words."""
    pages = measured
    mother, hers = pages.family("mother")
    page = parse_page(mother.get(f"{hers}/usage"))
    assert page.all_mistakes == []
    table = "填表说明\n日期,屏幕使用时间\n2026-03-09,1小时20分\n2026-03-10,很久\n".encode("gb18030")
    sent = {"device": ""}
    shown = hand_in(mother, f"{hers}/usage/files", table)
    assert (shown.status_code, parse_page(shown).all_mistakes) == (200, [])
    assert "第4行" in shown.text
    worker = pages.as_("gui.social_worker")
    waiting = worker.get(pages.plan("/check-ins")).text
    assert "<td>80</td>" not in waiting
    assert "等孩子看过" in waiting
    assert "没错，就这样计算" not in shown.text
    source = shown.request.url.path.rpartition("/")[2]
    confirm(worker, worker.get(pages.plan(f"/usage/files/{source}")))
    assert "<td>80</td>" in worker.get(pages.plan("/check-ins")).text
    taken_back = follow(mother, mother.post(shown.request.url.path, data={"_go": "take_back"}))
    assert "已收回" in taken_back.text
    assert "<td>80</td>" not in worker.get(pages.plan("/check-ins")).text
    assert mother.post(f"{hers}/usage/files", data=sent).status_code == 422
    refused = mother.post(f"{hers}/usage/files", data=sent, files={"file": ("a.csv", b"x\n", "text/csv")})
    assert refused.status_code == 422
    assert "没有收取" in refused.text
    assert pages.stranger().post(f"{hers}/usage/files", data=sent).status_code == 303


def test_the_list_of_apps_is_read_and_changed_for_the_whole_office(measured: Pages) -> None:
    """What nobody placed waits there with its minutes; placed, its days are made anew; placed otherwise, the last word
    stands; whoever has no part in it is shown nothing."""
    pages, offices = measured, measured.offices
    worker = pages.as_("gui.social_worker")
    log = as_export(*(("xin.youxi", f"2026-03-0{n} 20:00", f"2026-03-0{n} 21:10") for n in (2, 3, 4)))
    sent = {"device": "computer"}
    confirm(worker, hand_in(worker, pages.plan("/usage/files"), log, **sent))
    page = parse_page(worker.get("/rules"))
    assert page.all_mistakes == []
    assert "xin.youxi" in page.text
    assert "210分钟，1个方案" in page.text
    assert worker.post("/rules/apps", data={"app": "xin.youxi"}).status_code == 422
    assert "已归类" in follow(worker, worker.post("/rules/apps", data={"app": "xin.youxi", "category": "game"})).text
    assert "游戏70" in worker.get(pages.plan("/check-ins")).text
    offices.act("social_worker", "categorise_app", app="xin.youxi", category="study")
    assert "学习70" in worker.get(pages.plan("/check-ins")).text
    clerk = pages.as_("gui.clerk")
    assert "应用归类表" not in clerk.get("/rules").text


def test_a_table_that_is_not_the_templates_is_refused_with_a_way_to_the_template(measured: Pages) -> None:
    """Numbers without a unit, and headings of another program."""
    worker, (minor, own) = measured.as_("gui.social_worker"), measured.family("minor")
    for visitor, address in ((minor, f"{own}/usage/files"), (worker, measured.plan("/usage/files"))):
        for table in ("日期,全天\n2026-03-07,2\n", "Que;Cuando;Rato\nWeChat;2026-03-09;20\n"):
            refused = hand_in(visitor, address, table.encode(), device="computer")
            assert (refused.status_code, parse_page(refused).all_mistakes) == (422, [])
            assert "模板" in refused.text
        template = next(each for each in parse_page(refused).addresses if "usage-template" in each)
        assert "全天（分钟）" in visitor.get(template).text


def test_a_caretaker_is_asked_for_no_record_and_no_consent(pages: Pages) -> None:
    """Who represents nobody reads one thing to do themselves, and where to say something."""
    pages.offices.act("prosecutor", "name_contact", person="mother", represents=True)
    pages.offices.act(
        "prosecutor", "name_contact", person="grandmother", name="外婆", phone="10000990177", device="own"
    )
    mothers, hers = pages.family("mother")
    assert 'id="consent"' in mothers.get(f"{hers}/usage").text
    browser, here = pages.family("grandmother")
    shown = browser.get(f"{here}/usage").text
    assert "您可以做的一件事" in shown
    assert 'id="consent"' not in shown
    assert 'type="file"' not in shown
