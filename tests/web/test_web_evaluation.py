"""How somebody is doing, on the team's page and on their own: in sentences, side by side, and understandable."""

import pytest
from sqlmodel import select

from casework.evaluation import statistics_kept
from casework.evaluation.progress_index import set_index
from casework.evaluation.statistics_kept import keep_statistics
from casework.shared.rights import Actor
from models.evaluation import IndexExplanation, IndexSetting
from models.office import Office, OfficeLevel, Role
from models.plan import Plan
from tests.api.two_offices import TwoOffices
from tests.builders import at
from tests.web.visitors import Pages, follow, parse_page
from web.pages import statistics


def _with_the_index(offices: TwoOffices) -> None:
    """The office had switched it on on the morning of the decision, and the minor was told."""
    set_index(offices.context, Actor.of_staff(offices.staff("gui.chief_prosecutor")), switched_on=True, reason="试用")
    with offices.context.database.transaction() as session:
        (row,) = session.exec(select(IndexSetting)).all()
        row.set_at = at("2026-03-02 08:00")
        session.add(row)
        plan = session.get_one(Plan, offices.plan().id)
        worker = offices.staff("gui.social_worker")
        session.add(
            IndexExplanation(
                plan_id=plan.id, setting_id=row.id, told_on=offices.today, recorded_at=row.set_at, recorded_by=worker.id
            )
        )


def test_the_minor_fills_in_the_short_form_and_the_team_sees_it_beside_the_others(pages: Pages) -> None:
    pages.offices.act("social_worker", "ask_views", of=["minor", "guardian"])
    browser, here = pages.family("minor")
    assert f"{here}/view" in parse_page(browser.get(here)).addresses
    assert browser.post(f"{here}/view", data={}).status_code == 422
    landed = follow(browser, browser.post(f"{here}/view", data={"home": "hard", "text": "爸妈吵架"}))
    assert "已收到，谢谢！" in landed.text
    assert "现在没有要填的小问卷。" in browser.get(f"{here}/view").text
    mother, hers = pages.family("mother")
    assert mother.post(f"{hers}/view", data={"home": "well"}).status_code == 303
    text = parse_page(pages.as_role(Role.SOCIAL_WORKER).get(pages.plan("/evaluation"))).text
    assert "说法不一，请问问为什么" in text
    assert "爸妈吵架" in text
    assert "爸妈吵架" not in mother.get(f"{hers}/progress").text
    assert pages.as_role(Role.CLERK).get(pages.plan("/evaluation")).status_code == 403
    assert "/evaluation" not in pages.as_role(Role.CLERK).get(pages.plan()).text


def test_ones_own_progress_is_sentences_and_ones_own_word_stands_beside_it(pages: Pages) -> None:
    browser, here = pages.family("minor")
    page = parse_page(browser.get(f"{here}/progress"))
    assert "我的进步" in page.text
    assert "指数" not in page.text
    assert "分" not in page.text.replace("部分", "")
    assert browser.post(f"{here}/progress", data={"text": " "}).status_code == 422
    kept = follow(browser, browser.post(f"{here}/progress", data={"text": "那次我交了"}))
    assert "那次我交了" in kept.text
    assert "那次我交了" in pages.as_role(Role.PROSECUTOR).get(pages.plan("/evaluation")).text
    assert pages.stranger().get(f"{here}/progress").status_code == 303


def test_the_index_says_what_it_is_why_it_moved_and_how_to_be_rid_of_it(pages: Pages) -> None:
    _with_the_index(pages.offices)
    pages.offices.act("minor", "submit", item="weekly_note", due_on="2026-03-09", told_by_phone=False)
    browser, here = pages.family("minor")
    for answer in (
        browser.get(f"{here}/progress"),
        pages.as_role(Role.PROSECUTOR).get(pages.plan("/evaluation/index")),
    ):
        page = parse_page(answer)
        assert page.all_mistakes == []
        assert "现在是 24，能看的部分一共 30 分。" in page.text  # handed in a day later
        assert "不产生任何法律后果" in page.text
        assert "按时完成约定的事" in page.text
        assert "3月9日每周小结：补交" in page.text
        assert "因为有了这些记录" in page.text
        assert "数据不足，不作评价；不加也不减" in page.text
        assert "这一部分就看不出了" in page.text
    english = parse_page(browser.get(f"{here}/progress", params={"lang": "en"}))
    assert "Now: 24, of 30 that can be assessed." in english.text
    browser.post(f"{here}/progress", data={"text": "我不想要数字", "no_number": "yes"})
    assert "指数" not in parse_page(browser.get(f"{here}/progress", params={"lang": "zh-CN"})).text
    assert "这里没有数字。" in pages.as_role(Role.PROSECUTOR).get(pages.plan("/evaluation/index")).text


def test_the_chief_sets_the_index_in_a_form_and_mistakes_are_named(pages: Pages) -> None:
    chief = pages.as_role(Role.CHIEF_PROSECUTOR)
    weights = {"compliance": "30", "digital": "25", "study_or_work": "15", "family": "15", "counselling": "15"}
    wrong = chief.post("/index-setting", data={**weights, "digital": "50", "switch": "on", "reason": "试用"})
    assert wrong.status_code == 422
    assert "合计100" in wrong.text
    assert parse_page(wrong).fields["digital"] == "50"
    assert chief.post("/index-setting", data={**weights, "family": "x"}).status_code == 422
    landed = follow(chief, chief.post("/index-setting", data={**weights, "switch": "on", "reason": "试用"}))
    assert "已启用" in landed.text
    assert pages.as_role(Role.PROSECUTOR).get("/index-setting").status_code == 403
    head = pages.as_role(Role.DEPARTMENT_HEAD)
    assert "<form" not in head.get("/index-setting").text.partition("<main")[2]
    assert head.post("/index-setting", data={**weights, "switch": "off", "reason": "不用"}).status_code == 403


def test_figures_are_for_heads_and_the_fairness_report_for_city_and_auditor(pages: Pages) -> None:
    chief = pages.as_role(Role.CHIEF_PROSECUTOR)
    page = chief.get("/statistics?from_on=nonsense")
    assert "不足五件，不显示" in page.text
    assert "/fairness" not in page.text
    assert chief.get("/fairness").status_code == 403
    assert chief.get("/statistics.csv").text.startswith("\ufeff检察院")
    assert chief.get("/statistics.xlsx").content.startswith(b"PK")
    auditor = pages.as_role(Role.AUDITOR)
    assert "/fairness" in auditor.get("/statistics").text
    assert "人数太少，不作统计。" in auditor.get("/fairness?year=2026").text
    assert auditor.get("/fairness.csv?year=2026").text.startswith("\ufeff年度")
    assert pages.as_role(Role.SOCIAL_WORKER).get("/statistics").status_code == 403


def test_many_offices_are_shown_page_by_page(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order of their names, and a page beyond the last one is the last one."""
    monkeypatch.setattr(statistics, "OFFICES_ON_A_PAGE", 1)
    with pages.offices.context.database.reading() as session:
        names = [office.name for office in session.exec(select(Office).where(Office.level == OfficeLevel.BASIC))]
    auditor = pages.as_role(Role.AUDITOR)
    address, seen = "/statistics", []
    while address:
        page = auditor.get(address)
        seen += [name for name in names if f'<th scope="col">{name}</th>' in page.text]
        address = next((one for one in parse_page(page).addresses if one.endswith(f"&page={len(seen) + 1}")), "")
    assert seen == sorted(names)
    assert f"第{len(names)}页，共{len(names)}页" in auditor.get("/statistics?page=900").text
    assert auditor.get("/statistics?page=0").status_code == 422


def test_whoever_looks_at_many_offices_is_told_when_they_were_counted(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.offices.context.clock.advance_to(at("2026-04-01 09:00"))
    auditor = pages.as_role(Role.AUDITOR)
    assert "每天凌晨统计一次" not in auditor.get("/statistics").text
    monkeypatch.setattr(statistics_kept, "MANY_OFFICES", 1)
    assert keep_statistics(pages.offices.context) == 1
    assert "每天凌晨统计一次（本次：" in auditor.get("/statistics").text
