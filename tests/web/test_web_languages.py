"""In which language a page speaks at the first visit, and afterwards."""

from serving.languages import parse_accept_language
from tests.web.visitors import Pages
from web.languages import COOKIE

ENGLISH, CHINESE = 'lang="en"', 'lang="zh-CN"'


def test_the_browser_s_language_is_followed_at_the_first_visit(pages: Pages) -> None:
    for header, speaks in {
        "en-GB,en;q=0.9": ENGLISH, "zh-CN,zh;q=0.9,en;q=0.8": CHINESE, "zh-TW": CHINESE, "fr": CHINESE, "": CHINESE,
        "fr-FR, en;q=0.3, zh;q=0.2": ENGLISH, "en;q=0, fr": CHINESE, ",;q=x,*;q=2," + "a" * 9999: CHINESE,
    }.items():  # fmt: skip
        answer = pages.stranger().get("/sign-in", headers={"Accept-Language": header})
        assert f"<html {speaks}" in answer.text, header


def test_it_is_kept_and_what_one_asks_for_goes_before_it(pages: Pages) -> None:
    led = pages.stranger()
    assert led.get("/", params={"lang": "en"}).headers["location"] == "/sign-in"
    assert f"<html {ENGLISH}" in led.get("/sign-in").text, "asked for at the first address, it holds at the sign-in"
    browser = pages.stranger()
    browser.get("/sign-in", headers={"Accept-Language": "en-GB"})
    assert browser.cookies[COOKIE] == "en"
    assert f"<html {ENGLISH}" in browser.get("/sign-in", headers={"Accept-Language": "zh-CN"}).text
    browser.get("/sign-in", params={"lang": "zh-CN"}, headers={"Accept-Language": "en-GB"})
    assert f"<html {CHINESE}" in browser.get("/sign-in", headers={"Accept-Language": "en-GB"}).text


def test_the_best_liked_language_is_first() -> None:
    assert parse_accept_language("fr;q=0.2, en-GB;q=0.8, zh") == ["zh", "en-gb", "fr"]


def test_the_answer_to_a_form_leads_to_no_other_language(pages: Pages) -> None:
    """Its address takes forms only."""
    browser = pages.stranger()
    assert 'hreflang="en"' in browser.get("/sign-in").text
    wrong = browser.post("/sign-in", data={"login": "gui.prosecutor", "password": "wrong"})
    assert wrong.status_code == 401
    assert "hreflang" not in wrong.text
