"""How somebody is doing, on the team's page and on their own: in sentences, side by side, and understandable."""

from models.office import Role
from tests.web.visitors import Pages, follow, parse_page


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


def test_figures_are_for_heads(pages: Pages) -> None:
    chief = pages.as_role(Role.CHIEF_PROSECUTOR)
    page = chief.get("/statistics?from_on=nonsense")
    assert "不足五件，不显示" in page.text
    assert not [each for each in parse_page(page).addresses if each.startswith("/?show=")]
    assert chief.get("/statistics.xlsx").content.startswith(b"PK")
    assert pages.as_role(Role.SOCIAL_WORKER).get("/statistics").status_code == 403
