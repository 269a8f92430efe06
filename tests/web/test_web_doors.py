"""Who may open which page: denied unless granted, and what one may not know of is not there."""

import re
from typing import Any

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from casework.acting.rights.read_operations import READ_DATES, READ_PLAN
from casework.acting.rights.scope import RightScope
from models.item import Submission
from models.office import STAFF_ROLES, Role
from serving.auth import PublicAccess, RequiresRight, SignedInAccess, get_access_rule
from serving.middleware import HEADERS
from tests.passwords import give_password
from tests.web.visitors import SETTINGS, Pages, follow, parse_page
from web.app import PAGE_MODULES, create_web
from web.demo_clock import DemoClock
from web.demo_roles import Demo
from web.tabs import CASE_PAGES

OPEN_TO_ANYBODY = {
    "/calendar/{secret}.ics",
    "/calendar/{secret}/{item}.ics",
    "/p/{secret}/leave",
    "/p/{secret}/progress",
    "/p/{secret}/view",
    "/p/{secret}/confirm",
    "/p/{secret}/stored",
    "/p/{secret}/talk",
    "/p/{secret}/stored/copy",
    "/out/",
    "/out/worker.js",
    "/sign-in",
    "/sign-in/provider",
    "/sign-in/provider/return",
    "/sign-in/provider/leave",
    "/one-time-code",
    "/p/{secret}",
    "/p/{secret}/statement",
    "/p/{secret}/word",
    "/p/{secret}/close",
    "/p/{secret}/usage",
    "/p/{secret}/after-care",
    "/p/{secret}/usage/what-for",
    "/p/{secret}/agreement",
    "/p/{secret}/helps",
    "/p/{secret}/usage/files",
    "/p/{secret}/usage/goals",
    "/p/{secret}/usage/goals/{goal}",
    "/p/{secret}/usage/files/{source_id}",
    "/p/{secret}/{form}/{kind}/{due_on}",
}
OF_A_DEMONSTRATION = {"/demo/as/{who}"}
"""They stand open where nobody is real. An office's own installation has no such routes."""
FOR_ONESELF = {
    "/",
    "/sign-out",
    "/account/password",
    "/account",
    "/account/stop",
    "/account/sessions/end",
    "/account/sessions/end-others",
    "/account/provider",
    "/account/provider/remove",
    "/account/factors/totp",
    "/account/factors/totp/add",
    "/account/factors/paper",
    "/account/factors/passkey",
    "/account/factors/passkey/add",
    "/account/factors/rename",
    "/account/factors/remove",
    "/account/passkey/options",
    "/sign-in/factor",
    "/rules",
    "/rules/{key}",
    "/helps",
}


def _routes(app: Any) -> list[tuple[str, APIRoute]]:
    return [
        (str(context.path), context.original_route)
        for context in iter_route_contexts(app.routes)
        if isinstance(context.original_route, APIRoute)
    ]


@pytest.mark.parametrize("is_demonstration", [False, True], ids=["an office", "a demonstration"])
def test_every_page_says_who_may_come_in(pages: Pages, is_demonstration: bool) -> None:
    """Each route has a door; those that stand open are these, and no others."""
    demo = Demo(pages.offices.number, "", {}) if is_demonstration else None
    clock = DemoClock(lambda: 0, lambda _step, _seen: None) if is_demonstration else None
    app = create_web(SETTINGS, pages.offices.context, lambda: None, lambda: {}, None, demo, clock)
    open_to_anybody = OPEN_TO_ANYBODY | OF_A_DEMONSTRATION if is_demonstration else OPEN_TO_ANYBODY
    routes = [(path, route) for path, route in _routes(app) if not path.startswith(("/api/", "/docs", "/health"))]
    assert len(routes) >= 15
    for path, route in routes:
        match get_access_rule(route):
            case PublicAccess():
                assert path in open_to_anybody
            case SignedInAccess():
                assert path in (FOR_ONESELF | {"/clock"} if is_demonstration else FOR_ONESELF)
            case RequiresRight(acts):
                assert acts
            case None:
                pytest.fail(f"{path} has no door")


def test_a_stranger_is_led_to_the_sign_in_and_comes_back(pages: Pages) -> None:
    """To sign in, and from there to where they wanted to go; nothing is told meanwhile. An open page asks for it too."""
    for address in (pages.plan("/items/weekly_note/2026-03-09"), pages.plan(), "/reading", "/"):
        answer = pages.stranger().get(address)
        assert (answer.status_code, answer.content) == (303, b"")
        assert answer.headers["location"].startswith("/sign-in")
        assert parse_page(follow(pages.stranger(), answer)).fields["next"] == address
    asked = pages.stranger().get("/?seen=0", headers={"HX-Request": "true"})
    assert (asked.status_code, asked.headers["HX-Redirect"]) == (401, "/sign-in")


def test_a_plan_opens_to_whom_the_table_lets_in(pages: Pages) -> None:
    """To others there is no such plan, in the same words as where there is none; nor is another office's."""
    for role in STAFF_ROLES:
        browser = pages.as_role(role)
        answer = browser.get(pages.plan())
        if role in READ_DATES.by:
            assert answer.status_code == 200
            assert ("芒果" in answer.text) == (role in READ_PLAN.by), role
        else:
            none = browser.get("/plans/NO-SUCH-PLAN")
            assert answer.status_code == none.status_code == 404
            assert answer.text.replace(pages.offices.number, "") == none.text.replace("NO-SUCH-PLAN", "")
    stranger = pages.as_("ren.prosecutor")
    for path in ("", "?seen=0", "/items/weekly_note/2026-03-09", "/items/weekly_note/2026-03-09?do=hand-in"):
        answer = stranger.get(pages.plan(path))
        assert (answer.status_code, "芒果" in answer.text) == (404, False)


def test_dates_open_no_content(pages: Pages) -> None:
    """Case management sees the clocks and who carries the plan; no name, no item, no record, no message."""
    browser = pages.as_role(Role.CASE_MANAGEMENT)
    text = browser.get(pages.plan()).text
    assert "办理期限一览" in text
    for word in ("芒果", "监督考察记录", "提醒记录", "附带条件", "心理", "每周小结"):
        assert word not in text
    assert browser.get(pages.plan("/items/weekly_note/2026-03-09")).status_code == 403
    context = browser.get("/").text
    assert "芒果" not in context
    assert pages.offices.number in context
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):  # whose post has no cases
        first = pages.as_role(role).get("/")
        assert (first.status_code, pages.offices.number in first.text) == (200, False)


def test_messages_are_shown_to_those_who_may_see_them(pages: Pages) -> None:
    list_of_all = f"/messages?plan={pages.offices.number}"
    worker, chief = pages.as_role(Role.SOCIAL_WORKER), pages.as_role(Role.CHIEF_PROSECUTOR)
    assert list_of_all in parse_page(worker.get(pages.plan("/history"))).addresses
    assert worker.get(list_of_all).status_code == 200
    assert chief.get(list_of_all).status_code == 403
    assert list_of_all not in parse_page(chief.get(pages.plan("/history"))).addresses


def test_a_browser_that_does_not_say_where_a_form_comes_from_brings_the_forms_own_token(pages: Pages) -> None:
    """As old phones do. The token is in every form of the session, also once it goes on under another cookie, and one of
    another session is none. What another site sends is refused, whatever the cookie says."""
    browser = pages.as_role(Role.SOCIAL_WORKER)
    address = pages.plan("/items/weekly_note/2026-03-09/hand-in")
    sent = {"told_by": "minor", "way": "phone", "text": "都好"}
    page, others = (
        browser.get(pages.plan("/items/weekly_note/2026-03-09?do=hand-in")).text,
        pages.as_role(Role.CLERK).get("/reading").text,
    )
    forms = re.findall(
        r'<form\b[^>]*method="post"[^>]*>(<input type="hidden" name="_csrf" value="[0-9a-f]{32}">)?', page
    )
    assert forms
    assert all(forms)
    own, another = (re.findall(r'name="_csrf" value="([^"]+)"', text)[0] for text in (page, others))
    del browser.headers["Sec-Fetch-Site"]
    for header in ({"sec-fetch-site": "cross-site"}, {"origin": "http://elsewhere.example"}, {}):
        answer = browser.post(address, data=sent, headers=header)
        assert (answer.status_code, "来源不对" in answer.text) == (403, True)
    assert browser.post(address, data=sent | {"_csrf": another}).status_code == 403
    assert pages.offices.rows(Submission) == []
    assert browser.post(address, data=sent | {"_csrf": own}).status_code == 303


def test_so_does_the_page_of_a_family(pages: Pages) -> None:
    """On an old phone: what another site has sent is refused, the page's own form is taken, also by the session after."""
    browser, here = pages.family()
    address = f"{here}/fill/weekly_note/2026-03-09"
    (own,) = set(re.findall(r'name="_csrf" value="([^"]+)"', browser.get(address).text))
    del browser.headers["Sec-Fetch-Site"]
    assert browser.post(address, data={"text": "别处写的"}).status_code == 403
    card = pages.card()
    assert browser.post(f"/p/{card.secret}", data={"code": card.code}).status_code == 303
    sent = {"text": "都去上学了", "_csrf": own}
    assert browser.post(f"/p/{card.secret}/fill/weekly_note/2026-03-09", data=sent).status_code == 303
    assert browser.post(f"/p/{card.secret}", data={"code": card.code}).status_code == 303, "the code is asked for again"
    assert len(pages.offices.rows(Submission)) == 1


def test_every_page_that_takes_something_refuses_what_no_form_of_ours_has_sent(pages: Pages) -> None:
    browser = pages.as_role(Role.PROSECUTOR)
    del browser.headers["Sec-Fetch-Site"]
    tried = 0
    for module in PAGE_MODULES:
        for route in module.router.routes:
            if isinstance(route, APIRoute) and "POST" in (route.methods or ()):
                answer = browser.post(re.sub(r"{[^}]+}", "x", route.path), data={"_csrf": "0" * 32})
                assert answer.status_code == 403, route.path
                tried += 1
    assert tried > 80


def test_signing_in_leads_where_one_wanted_to_go_and_nowhere_else(pages: Pages) -> None:
    """Never to another site, whatever the address asked for."""
    give_password(pages.offices.context, ["gui.prosecutor"], "a-long-password-1")
    for wanted, lands in (
        (pages.plan(), pages.plan()),
        ("//elsewhere.example/", "/"),
        ("https://elsewhere.example", "/"),
    ):
        browser = pages.stranger()
        page = parse_page(browser.get("/sign-in", params={"next": wanted}))
        answer = browser.post(
            "/sign-in", data={"login": "gui.prosecutor", "password": "a-long-password-1", "next": page.fields["next"]}
        )
        assert answer.headers["location"] == lands
        assert browser.get(lands).status_code == 200
    assert follow(browser, browser.post("/sign-out")).status_code == 200
    assert browser.get("/").status_code == 303


def test_a_wrong_password_keeps_the_name_and_tells_nothing(pages: Pages) -> None:
    browser = pages.stranger()
    wrong = browser.post("/sign-in", data={"login": "gui.prosecutor", "password": "wrong"})
    nobody = browser.post("/sign-in", data={"login": "nobody.here", "password": "wrong"})
    assert wrong.status_code == nobody.status_code == 401
    assert parse_page(wrong).fields["login"] == "gui.prosecutor"
    assert parse_page(wrong).fields["password"] == ""
    assert wrong.text.replace("gui.prosecutor", "") == nobody.text.replace("nobody.here", "")


def test_a_failure_of_ours_is_a_page_with_a_reference_and_nothing_else(pages: Pages) -> None:
    """The record is away: a page says so neutrally."""
    browser = pages.as_role(Role.PROSECUTOR)
    pages.offices.context.database.dispose()
    with pages.offices.context.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE item RENAME TO item_away")
    answer = browser.get(pages.plan())
    assert answer.status_code == 500
    assert "没有办成" in answer.text
    for word in ("item", "sqlite", "Traceback", "芒果"):
        assert word not in answer.text


def test_an_answer_that_only_leads_elsewhere_carries_the_headers_of_all_others(pages: Pages) -> None:
    """To the door, back from it, out of a form: each redirect keeps to itself like a page."""
    give_password(pages.offices.context, ["gui.prosecutor"], "a-long-password-1")
    stranger = pages.stranger()
    credentials = {"login": "gui.prosecutor", "password": "a-long-password-1"}
    answers = [
        stranger.get("/"), stranger.get("/nowhere"), stranger.post("/sign-in", data=credentials),
        pages.as_role(Role.CLERK).post("/sign-out"), pages.as_role(Role.CLERK).get("/people"),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers if answer.is_redirect] == [303] * 3
    for answer in answers:
        for name in HEADERS:
            assert name in answer.headers, (answer.request.url, name)


def test_whoever_may_open_a_page_of_a_plan_may_read_what_stands_above_it() -> None:
    """A page is opened once, by its own right; the head with the name is for those who read the plan."""
    for page in CASE_PAGES.values():
        for role, scope in page.right.by.items():
            assert page.right is READ_DATES or READ_PLAN.by.get(role) in (scope, RightScope.ASSISTING), (
                page.name,
                role,
            )


def test_a_page_that_stays_refused_does_not_ask_to_try_again(pages: Pages) -> None:
    """What is not there, or not theirs, is not there a second time either; what can be mended can."""
    prosecutor = pages.as_role(Role.PROSECUTOR)
    for address, status in (("/plans/SW-NONE-0001", 404), ("/statistics.xlsx", 403)):
        answer = prosecutor.get(address)
        assert answer.status_code == status
        assert "再试" not in answer.text
    assert "再试" in prosecutor.post("/new-plan", data={f"x{place}": "y" for place in range(500)}).text
