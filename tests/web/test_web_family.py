"""The saved page of a family: nothing before the code, then one's own and nobody else's."""

import re
from datetime import timedelta
from pathlib import Path

from sqlmodel import select
from starlette.testclient import TestClient

from core.clock import SimulatedClock
from models.item import Explanation, Item, Submission
from models.office import Role
from models.person import Person
from tests.offence import ARTICLE
from tests.pictures import PNG
from tests.web.visitors import Pages, follow, parse_page

LIGHT = 50 * 1024


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10_000:04}"


def _is_light(browser: TestClient, address: str) -> bool:
    """Everything that a phone loads for the page, under a title that tells nothing."""
    answer = browser.get(address)
    page = parse_page(answer)
    parts = {each for each in page.addresses if each.startswith("/static/")}
    assert page.title == "向阳"
    return len(answer.content) + sum(len(browser.get(each).content) for each in parts) < LIGHT


def test_before_the_code_the_page_shows_nothing(pages: Pages) -> None:
    """A card's page and a page that is none are one and the same: no name, no date, no office, no purpose."""
    browser, card = pages.stranger(), pages.card()
    sign_in_page, none = browser.get(f"/p/{card.secret}"), browser.get("/p/some-other-secret")
    assert sign_in_page.status_code == none.status_code == 200
    assert sign_in_page.text.replace(card.secret, "") == none.text.replace("some-other-secret", "")
    page = parse_page(sign_in_page)
    assert page.title == "向阳"
    assert sign_in_page.headers["cache-control"] == "no-store"
    assert list(page.fields) == ["code"]
    assert "请用新卡片上的地址打开" in page.text, "an address that a new card has replaced says no more than this"
    assert not re.search(r"[0-9]{4}|年|月|日|芒果|癸县|检察|考察|考验|小结", page.text)


def test_an_address_that_is_none_tells_nothing_either(pages: Pages) -> None:
    """Not the office's frame, not a word of rights, plans or decisions."""
    stranger, card = pages.stranger(), pages.card()
    for path in ("/nonsense", "/fill/weekly_note/no-day", "/live/deeper/than/that"):
        answer = stranger.get(f"/p/{card.secret}{path}")
        assert answer.status_code in (404, 422)
        assert parse_page(answer).title == "向阳"
        assert not re.search("方案|权限|决定|检察|考察|登录|首页", answer.text), path


def test_after_the_code_it_shows_what_is_mine_this_week(pages: Pages) -> None:
    """In plain words, with a way out in the same sentence; nothing of the case, the office or another person. What was agreed,
    and what follows, stands folded; of it no more is in sight than the place where a talk is asked for."""
    browser, here = pages.family("minor")
    page = browser.get(here)
    text = parse_page(page).text
    assert "第2周，还有" in text
    assert "这周要做的事" in text
    assert "每周小结" in text
    assert "3月12日（周四）前补交，不会记作没有完成；有特殊情况可以写个说明。" in re.sub(r"\s", "", text)
    for word in ("芒果", "癸县", "手机使用小表", pages.offices.number, "10000990101"):
        assert word not in text
    assert not ARTICLE.search(text)
    in_sight = re.sub(r"(<details><summary>.*?</summary>).*?</details>", r"\1", page.text, flags=re.DOTALL)
    assert in_sight.count('href="#talk"') == in_sight.count('id="talk"') == 1
    for word in ("检察", "心理"):
        assert word not in in_sight
    mother, hers = pages.family("mother")
    text = parse_page(mother.get(hers)).text
    assert "这周请您做的事" in text, "a guardian is spoken to as a guardian"
    assert "一周手机使用小表" in text
    assert "每周小结" not in text


def test_a_family_page_is_light(pages: Pages) -> None:
    """On a bad network with an old phone: fifty kilobytes for everything."""
    browser, here = pages.family("minor")
    for path in ("", "/fill/weekly_note/2026-03-09", "/explain/weekly_note/2026-03-09", "/leave", "/stored"):
        assert _is_light(browser, here + path), path
    mother, hers = pages.family("mother")
    assert _is_light(mother, f"{hers}/fill/usage_sheet/2026-03-15")


def test_what_is_sent_where_staff_have_signed_in_is_marked_for_the_team_also_after_a_day(pages: Pages) -> None:
    """The card says that the one before it has ended; the browser's address is nowhere."""
    worker, card = pages.as_role(Role.SOCIAL_WORKER), pages.plan("/sheets/card")
    assert "以前的卡片" not in worker.post(card).text
    issued = worker.post(card).text
    assert "以前的卡片上的页面和号码不能再用了" in issued
    secret = re.findall(r"/p/([A-Za-z0-9_-]{20,})", issued)[0]
    code = re.findall(r"<b>([0-9]{4})</b>", issued)[-1]
    pages.offices.on("2026-03-11 11:00")
    token = worker.cookies["sunward"]
    for browser, way in ((pages.stranger(), "page"), (pages.stranger(), "staff_device")):
        if way != "page":
            browser.cookies.set("sunward", token)
        assert browser.post(f"/p/{secret}", data={"code": code}).status_code == 303
        sent = browser.post(f"/p/{secret}/fill/weekly_note/2026-03-16", data={"text": f"都好 {way}"})
        assert sent.status_code == 303
        assert [row.way for row in pages.offices.rows(Submission)][-1] == way
    assert "工作人员登录过的浏览器" in pages.as_role(Role.PROSECUTOR).get(pages.plan("/check-ins")).text


def test_a_note_is_sent_in_one_form_with_a_receipt(pages: Pages) -> None:
    browser, here = pages.family("minor")
    answer = browser.post(f"{here}/fill/weekly_note/2026-03-09", data={"text": "这周都去上学了"})
    receipt = follow(browser, answer).text
    assert "已收到，谢谢！" in receipt
    assert "这周都去上学了" in receipt
    assert pages.offices.run_checks == ["now"]
    assert "这周都去上学了" in pages.as_role(Role.SOCIAL_WORKER).get(pages.plan("/items/weekly_note/2026-03-09")).text


def test_a_note_is_one_tap_and_words_are_added_to_it(pages: Pages) -> None:
    """It is handed in from the first page; the receipt and the team read it as a sentence."""
    browser, here = pages.family("minor")
    assert f'action="{here}/fill/weekly_note/2026-03-09"' in browser.get(here).text
    for said, read in (({"mood": "bad"}, "不太好。"), ({"mood": "good", "text": "领到证书"}, "好。领到证书")):
        sent = browser.post(f"{here}/fill/weekly_note/2026-03-09", data=said)
        assert read in parse_page(follow(browser, sent)).text


def test_while_a_breach_is_heard_no_days_are_counted_out(pages: Pages) -> None:
    browser, here = pages.family("minor")
    incident = {"incident": "one", "kind": "new_crime", "done_on": "2026-03-03", "facts": "有人反映"}
    pages.offices.act("social_worker", "report_incident", **incident)
    assert "第2周，还有" in browser.get(here).text, "nobody learns of it from the page"
    pages.offices.act("prosecutor", "hear_minor", incident="one", text="听取")
    text = browser.get(here).text
    assert "接下来怎么安排，会有人和你当面说。" in text
    assert "第2周" not in text
    pages.offices.act("social_worker", "write_letter", signed="周老师", text="我们见面说", person="minor")
    assert "周老师会和你当面说。" in browser.get(here).text


def test_a_grandparent_reads_large_letters_and_all_else_is_folded(pages: Pages) -> None:
    with pages.offices.context.database.transaction() as session:
        mother = session.exec(select(Person).where(Person.relation == "mother")).first()
        assert mother is not None
        mother.relation = "grandmother"
        session.add(mother)
    browser, here = pages.family("grandmother")
    page = browser.get(here).text
    assert '<body class="elder">' in page
    before, _, folded = page.partition("<summary>更多</summary>")
    assert before.count('class="button"') == 1, "what is owed, and the telephone where there is one"
    assert "您还可以做的" in folded
    assert 'id="talk"' in folded


def test_what_is_sent_again_after_a_lost_answer_is_received_once(pages: Pages) -> None:
    """The network broke off, or the button was tapped twice: the same receipt. Whoever went back and wrote something else
    has that kept too."""
    browser, here = pages.family("minor")
    form = f"{here}/fill/weekly_note/2026-03-09"
    note = {"text": "这周都去上学了", "once": parse_page(browser.get(form)).fields["once"]}
    for _ in range(3):
        receipt = follow(browser, browser.post(form, data=note)).text
        assert "已收到，谢谢！" in receipt
    assert len(pages.offices.rows(Submission)) == 1
    follow(browser, browser.post(form, data=note | {"text": "还想起一件事"}))
    assert [row.addition for row in pages.offices.rows(Submission)] == [False, True]
    assert "这一项已经收到了，不用再交。" in follow(browser, browser.get(form)).text


def test_what_was_written_while_the_page_closed_is_there_after_the_code(pages: Pages) -> None:
    """Closed by hand in another tab, or after half an hour: whoever else holds the phone then reads nothing of it."""
    card, browser = pages.card(), pages.stranger()
    here, code = f"/p/{card.secret}", card.code
    form = f"{here}/fill/weekly_note/2026-03-09"
    browser.post(here, data={"code": code})
    note = {"text": "这周都去上学了", "once": parse_page(browser.get(form)).fields["once"]}
    browser.post(f"{here}/close")
    door = browser.post(form, data=note)
    assert door.status_code == 401
    assert "刚才写的没有丢" in door.text
    assert "上学" not in door.text
    kept = parse_page(door).fields["kept"]
    again = browser.post(here, data={"code": _wrong(code), "kept": kept})
    assert parse_page(again).fields["kept"] == kept
    there = browser.post(here, data={"code": code, "kept": kept})
    assert "这周都去上学了" in there.text
    page = parse_page(there)
    assert f"{form}" in page.addresses
    assert "已收到，谢谢！" in follow(browser, browser.post(form, data=page.fields)).text
    assert len(pages.offices.rows(Submission)) == 1


def test_a_photo_that_could_not_be_kept_is_asked_for_again(pages: Pages) -> None:
    """The words wait behind the code, a photo cannot: whoever sent it would believe that it was received."""
    browser, here = pages.family("minor")
    form = f"{here}/fill/weekly_note/2026-03-09"
    typed = {"text": "写在纸上了", "once": parse_page(browser.get(form)).fields["once"]}
    card = pages.card()
    here, form = f"/p/{card.secret}", f"/p/{card.secret}/fill/weekly_note/2026-03-09"
    door = browser.post(form, data=typed, files={"sheet": ("note.png", PNG, "image/png")})
    there = browser.post(here, data={"code": card.code, "kept": parse_page(door).fields["kept"]})
    assert "照片和录音要再选一次。" in there.text
    assert 'name="sheet" type="file"' in there.text


def test_nothing_is_opened_with_words_of_another_page(pages: Pages) -> None:
    minor, here = pages.family("minor")
    minor.post(f"{here}/close")
    kept = parse_page(minor.post(f"{here}/progress", data={"text": "想说几句"})).fields["kept"]
    card = pages.card("mother")
    answer = pages.stranger().post(f"/p/{card.secret}", data={"code": card.code, "kept": kept})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/p/{card.secret}")
    for nonsense in ("", "AAAA", "长", "=" * 5):
        again = pages.stranger().post(f"/p/{card.secret}", data={"code": card.code, "kept": nonsense})
        assert again.status_code == 303
    assert "kept" not in parse_page(minor.post(f"{here}/stored", data={"wish": "copy"})).fields, "nothing was written"


def test_what_was_being_written_when_its_time_ran_out_is_kept(pages: Pages) -> None:
    """Whoever opens the form later is told that nothing is wanted any more."""
    browser, here = pages.family("minor")
    form = f"{here}/explain/weekly_note/2026-03-09"
    said = {"text": "手机坏了", "once": parse_page(browser.get(form)).fields["once"]}
    pages.offices.act("assistant", "answer_explanation", item="weekly_note", due_on="2026-03-09", answer="excused",
                      reason="已经当面说过")  # fmt: skip
    for _ in range(2):
        assert "说明已收到，会有人回复。" in follow(browser, browser.post(form, data=said)).text
    assert len(pages.offices.rows(Explanation)) == 1
    assert "这一项现在不用交了。" in follow(browser, browser.get(form)).text
    assert browser.get(f"{here}/fill/usage_sheet/2026-03-15").status_code == 404, "which is the mother's"


def test_who_sends_a_note_of_a_week_that_has_not_begun_is_informed(pages: Pages) -> None:
    """The family and the worker: it is kept, and still owed then."""
    browser, here = pages.family("minor")
    early = browser.post(f"{here}/fill/weekly_note/2026-03-23", data={"text": "先写好了"})
    assert "已收到，先留着。这一次的时间还没开始，到时还要再交。" in follow(browser, early).text
    worker, note = pages.as_("gui.social_worker"), pages.plan("/items/weekly_note/2026-03-30")
    kept = follow(worker, worker.post(f"{note}/hand-in", data={"told_by": "minor", "way": "phone", "text": "先说好了"}))
    assert "这一次的时间还没开始，到时仍需提交" in kept.text
    kept_for = {row.item_id for row in pages.offices.rows(Submission)}
    assert {item.status for item in pages.offices.rows(Item) if item.id in kept_for} == {"open"}
    assert "还没到这一次的时间：留存" in worker.get(pages.plan("/check-ins")).text


def test_a_refused_form_says_what_is_wrong_and_that_a_photo_has_to_be_chosen_again(pages: Pages) -> None:
    """No browser keeps a chosen file; whoever corrects a number would have sent it without the photo, and not known."""
    pages.offices.on("2026-03-15 19:00")
    mother, hers = pages.family("mother")
    sheet, typed = f"{hers}/fill/usage_sheet/2026-03-15", {"minutes_1": "90", "minutes_2": "很多"}
    photo = {"photo": ("a.jpg", b"no matter what", "image/jpeg")}
    for files, warned in ((photo, True), ({}, False)):
        again = mother.post(sheet, data=typed, files=files)
        assert again.status_code == 422
        assert ("照片和录音要再选一次。" in again.text) is warned
        assert typed.items() <= parse_page(again).fields.items()
    assert "已收到，谢谢！" in follow(mother, mother.post(sheet, data=typed | {"minutes_2": ""})).text
    minor, here = pages.family("minor")
    assert "请写几句。" in minor.post(f"{here}/fill/weekly_note/2026-03-09", data={"text": "  "}).text
    for path in ("usage", "fill/weekly_note/2026-03-09"):
        long = minor.post(f"{here}/{path}", data={"text": "长" * 20_001})
        assert long.status_code == 422
        assert "太长" in long.text
        assert "需要改正" not in long.text
    far = minor.post(
        f"{here}/leave", data={"from_on": "9000-01-01", "to_on": "9000-01-01", "destination": "家", "reason": "家"}
    )
    assert far.status_code == 422
    assert "需要改正" not in far.text


def test_where_the_fault_is_ours_the_page_says_to_try_again(pages: Pages, tmp_path: Path) -> None:
    """Not that there is nothing to see: whoever handed something in would take it for received, or for not wanted."""
    browser, here = pages.family("minor")
    (tmp_path / "record.db").rename(tmp_path / "elsewhere.db")
    answer = browser.post(f"{here}/progress", data={"text": "想说几句"})
    assert answer.status_code == 503
    assert "现在没有接上，刚才的还没有办成。请过一会儿再试一次。" in answer.text
    (tmp_path / "elsewhere.db").rename(tmp_path / "record.db")
    assert browser.post(f"{here}/progress", data={"text": "想说几句"}).status_code == 303


def test_a_photo_that_is_too_large_is_told_as_one(pages: Pages) -> None:
    """And how it becomes smaller: the cameras of today make larger ones than anybody needs."""
    mother, hers = pages.family("mother")
    photo = {"photo": ("a.jpg", b"\xff" * 11_000_000, "image/jpeg")}
    form = f"{hers}/fill/usage_sheet/2026-03-15"
    answer = mother.post(form, data={"minutes_1": "97"}, files=photo)
    assert answer.status_code == 422
    assert "照片超过8MB。先截个屏" in answer.text
    assert parse_page(answer).fields["minutes_1"] == "97", "what was typed is still there"
    photo = {"photo": ("a.jpg", b"\xff" * 26_000_000, "image/jpeg")}
    answer = mother.post(form, data={"minutes_1": "97"}, files=photo)
    assert answer.status_code == 413
    assert "先截个屏" in answer.text


def test_three_wrong_codes_rest_the_browser_and_thirty_in_a_day_the_page(pages: Pages) -> None:
    """A brother does not lock the child out: on another phone the right code opens. The right one opens nothing meanwhile
    where it rests; afterwards it does. The worker hears of thirty, once, and another day is another day."""
    card = pages.card()

    def try_code(browser: TestClient, code: str) -> tuple[int, bool]:
        browser.get(f"/p/{card.secret}")
        answer = browser.post(f"/p/{card.secret}", data={"code": code})
        return answer.status_code, "今天停用" in answer.text

    brother, child, wrong = pages.stranger(), pages.stranger(), _wrong(card.code)
    assert [try_code(brother, code)[0] for code in (wrong, wrong, wrong, card.code)] == [401, 401, 401, 401]
    assert try_code(child, card.code) == (303, False)
    assert isinstance(pages.offices.context.clock, SimulatedClock)
    pages.offices.context.clock.advance_by(timedelta(minutes=31))
    assert try_code(brother, card.code)[0] == 303
    assert pages.offices.messages("page_rests") == []
    another = Pages(pages.offices)  # a process counts what is wrong from one address in a minute, too
    assert [try_code(another.stranger(), wrong) for _ in range(27)] == [(401, False)] * 27
    assert try_code(pages.stranger(), card.code) == (401, True)
    recipients = [row.recipient_id for row in pages.offices.messages("page_rests") if row.channel == "inbox"]
    assert recipients.count(pages.offices.staff("gui.social_worker").id) == 1
    pages.offices.context.clock.advance_by(timedelta(days=1))
    assert try_code(pages.stranger(), card.code) == (303, False)


def test_what_is_no_code_is_not_tried(pages: Pages) -> None:
    """Wide figures are figures."""
    browser, card = pages.stranger(), pages.card()
    for code in ("", "12", "12345", "abcd", "１２３", "一二三四"):
        assert browser.post(f"/p/{card.secret}", data={"code": code}).status_code == 422, code
    wide = "".join(chr(ord(figure) + 0xFEE0) for figure in card.code)
    assert browser.post(f"/p/{card.secret}", data={"code": wide}).status_code == 303


def test_a_page_opens_no_other_and_once_closed_asks_for_the_code_again(pages: Pages) -> None:
    """On a shared phone the next person finds nothing; the old cookie opens nothing either. The cookie is sent to its own page
    only: two people's pages on one phone stay apart, and staff pages stay shut."""
    browser, here = pages.family("minor")
    card = pages.card("mother")
    assert "这周" not in browser.get(f"/p/{card.secret}").text
    assert browser.get(pages.plan()).status_code == 303
    assert "这周" in browser.get(here).text
    kept = dict(browser.cookies)
    assert "这周" not in follow(browser, browser.post(f"{here}/close")).text
    other = pages.stranger()
    other.cookies.update(kept)
    assert "这周" not in other.get(here).text


def test_who_was_named_as_a_danger_finds_nothing_to_fill_in_and_does_not_learn_why(pages: Pages) -> None:
    """From the report on: their open page is shut, and the right code leads to one neutral sentence."""
    card = pages.card("mother")
    browser = pages.stranger()
    browser.post(f"/p/{card.secret}", data={"code": card.code})
    pages.offices.act("social_worker", "report_danger", person="mother", told_to="派出所", facts="伤痕")
    assert "这周" not in browser.get(f"/p/{card.secret}").text
    assert browser.post(f"/p/{card.secret}/fill/usage_sheet/2026-03-15", data={"minutes_1": "1"}).status_code == 401
    answer = browser.post(f"/p/{card.secret}", data={"code": card.code})
    page = parse_page(answer)
    assert answer.status_code == 200
    assert "暂时没有需要填写的内容。" in page.text
    assert not re.search("报告|危险|伤|移除|停", page.text)
    assert "号码不对" in browser.post(f"/p/{card.secret}", data={"code": _wrong(card.code)}).text


def test_while_all_of_it_rests_the_page_says_so_and_praises_nobody(pages: Pages) -> None:
    """Nothing to do, no days counted out, no word of law; once settled it is as before."""
    browser, here = pages.family("minor")
    assert "每周小结" in parse_page(browser.get(here)).text
    pages.offices.act("prosecutor", "doubt_age", claimed_born_on="2012-05-01", source="外婆拿来一张出生证明")
    text = parse_page(browser.get(here)).text
    assert "约定的事都先停下" in text
    assert not re.search("真不错|还剩|每周小结请|年龄|出生", text.split("交过的")[0])
