"""The page of somebody at school, or of a mentor or employer, who already knows: the question, what the plan leaves to
them to confirm, and nothing else of the minor's."""

import pytest
from sqlmodel import select

from core.errors import SunwardError
from models.office import Role
from models.plan import Condition
from tests.web.visitors import Pages, follow, parse_page


@pytest.fixture
def asked(pages: Pages) -> Pages:
    """A form teacher who already knows was asked before the half-time evaluation."""
    who = {"who": "form_teacher", "name": "班主任某", "since": "2026-03-09", "told_by": "mother"}
    pages.offices.act("prosecutor", "record_informed", **who)
    pages.offices.act("social_worker", "ask_views", of=["school"])
    return pages


def test_who_knows_is_asked_how_it_goes_at_school_and_shown_nothing_else(asked: Pages) -> None:
    """No name, office, purpose, duty or agreement; every other page of a family is closed to them."""
    with pytest.raises(SunwardError):
        asked.card("mentor")  # somebody who does not know has no page
    worker = asked.as_role(Role.SOCIAL_WORKER)
    assert "mentor" not in worker.get(asked.plan("/sheets/card")).text
    card = parse_page(worker.get(asked.plan("/sheets/card?relation=form_teacher"))).text
    assert "不要告诉任何人" in card
    assert "约定词" not in card, "a word of the family's"
    browser, here = asked.family("form_teacher")
    answer = follow(browser, browser.get(here))
    page = parse_page(answer)
    assert page.title == "向阳"
    assert "这位同学在学校怎么样" in page.text
    assert all(f'name="{asked_about}"' in answer.text for asked_about in ("school_or_work", "mood", "text"))
    assert not [topic for topic in ("home", "agreements", "phone_use") if topic in answer.text]
    for word in ("芒果", "癸县", "检察", "考验", "小结", "约定", asked.offices.number):
        assert word not in page.text
    for closed in ("/progress", "/stored", "/leave", "/usage", "/fill/weekly_note/2026-03-09"):
        answer = browser.get(here + closed)
        assert answer.status_code in (403, 404), closed
        assert parse_page(answer).title == "向阳"
        assert "这里没有可以看的内容" in answer.text


def test_what_the_school_says_stands_beside_the_other_voices(asked: Pages) -> None:
    browser, here = asked.family("form_teacher")
    empty = browser.post(f"{here}/view", data={"agreements": "hard"})
    assert empty.status_code == 422, "what was not asked is not taken"
    sent = browser.post(f"{here}/view", data={"school_or_work": "well", "text": "上课认真"})
    assert "收到了" in parse_page(follow(browser, sent)).text
    tab = asked.as_role(Role.PROSECUTOR).get(asked.plan("/evaluation")).text
    assert "上课认真" in tab
    gone = {"who": "form_teacher", "name": "班主任某", "since": "2026-03-09", "no_longer": True}
    asked.offices.act("prosecutor", "record_informed", **gone)
    assert "请输入卡片上的四位号码" in parse_page(browser.get(here)).text, "who teaches there no more finds it shut"


MEASURE = "每次一小时"


@pytest.fixture
def helped(pages: Pages) -> Pages:
    """A mentor and an employer already know; the plan leaves six times of its first condition to them to confirm."""
    offices = pages.offices
    for who in ("mentor", "employer"):
        offices.act("prosecutor", "record_informed", who=who, name=f"{who}某", since="2026-03-09", told_by="mother")
    with offices.context.database.transaction() as session:
        row = session.exec(select(Condition).where(Condition.kind == "A1")).first()
        assert row is not None
        row.confirmed_by = "mentor"
        session.add(row)
    return pages


def test_a_mentor_confirms_day_by_day_and_no_day_twice(helped: Pages) -> None:
    browser, here = helped.family("mentor")
    assert MEASURE in browser.get(f"{here}/view").text
    today = helped.offices.context.clock.today().isoformat()
    sent = {"place": _place(browser.get(f"{here}/view").text), "on": today, "amount": "3"}
    assert "已确认 3 次，共 6 次" in parse_page(follow(browser, browser.post(f"{here}/confirm", data=sent))).text
    again = browser.post(f"{here}/confirm", data=sent)
    assert again.status_code == 409
    assert "已经确认过" in again.text
    for wrong in ({"on": "2027-01-01"}, {"amount": "很多"}, {"on": ""}, {"amount": "25", "on": "2026-03-09"}):
        answer = browser.post(f"{here}/confirm", data=sent | wrong)
        assert answer.status_code == 422, wrong
        assert f'value="{(sent | wrong)["amount"]}"' in answer.text, "what was typed stays"
    plan = helped.as_role(Role.PROSECUTOR).get(helped.plan()).text
    assert "帮扶人、网格员或者用人单位" in plan


def test_what_is_left_to_a_mentor_is_confirmed_by_nobody_at_school(helped: Pages) -> None:
    helped.offices.act("prosecutor", "record_informed", who="form_teacher", name="班主任某", since="2026-03-09")
    browser, here = helped.family("form_teacher")
    page = browser.get(f"{here}/view")
    assert MEASURE not in page.text
    for place in range(1, 8):
        answer = browser.post(f"{here}/confirm", data={"place": str(place), "on": "2026-03-10", "amount": "3"})
        assert answer.status_code == 404
    employer, there = helped.family("employer")
    assert MEASURE in employer.get(f"{there}/view").text


def test_a_guardian_confirms_what_the_plan_leaves_to_them_and_is_shown_where(helped: Pages) -> None:
    mother, hers = helped.family("mother")
    assert f"{hers}/view" not in parse_page(mother.get(hers)).addresses
    with helped.offices.context.database.transaction() as session:
        row = session.exec(select(Condition).where(Condition.confirmed_by == "mentor")).one()
        row.confirmed_by = "guardian"
        session.add(row)
    assert f"{hers}/view" in parse_page(mother.get(hers)).addresses
    today = helped.offices.context.clock.today().isoformat()
    sent = {"place": _place(mother.get(f"{hers}/view").text), "on": today, "amount": "3"}
    assert "已确认 3 次，共 6 次" in parse_page(follow(mother, mother.post(f"{hers}/confirm", data=sent))).text
    minor, here = helped.family("minor")
    assert f"{here}/view" not in parse_page(minor.get(here)).addresses


def _place(page: str) -> str:
    return page.partition('name="place" value="')[2].partition('"')[0]
