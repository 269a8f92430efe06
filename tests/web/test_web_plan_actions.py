"""What a plan offers to do: its tabs, the main action above each page, the list of acts and the search in it."""

import re

import httpx2
import pytest
from starlette.testclient import TestClient

from casework.acting.acts.act import ACTS
from casework.acting.performing import perform
from casework.acting.rights import Actor
from models.office import Role
from tests.api.two_offices import OTHER_OFFICE, THERE
from tests.builders import _ACT
from tests.web.visitors import Pages, parse_page
from web.tabs import get_tabs

CONTACT = "/items/worker_contact/2026-03-16?do=hand-in"


def _act(pages: Pages, role: Role, asked: str = "") -> list[str]:
    """The acts to which the page leads, or the search from it, in their order."""
    here, browser = pages.plan("/do/"), pages.as_role(role)
    page = _search(pages, role, asked) if asked else browser.get(pages.plan("/do"))
    addresses = parse_page(page).addresses
    return [each.removeprefix(here).partition("?")[0] for each in addresses if each.startswith(here)]


def _search(pages: Pages, role: Role, asked: str) -> httpx2.Response:
    return pages.as_role(role).post("/search", data={"asked": asked, "here": pages.offices.number})


def test_nobody_has_more_than_six_tabs_and_each_is_theirs_to_open() -> None:
    for role in Role:
        shown = get_tabs(role)
        assert len(shown) <= 6
        assert all(role in page.right.by for page in shown)


def test_the_main_action_is_what_is_due(pages: Pages) -> None:
    """On every page of the plan, for whoever owes it; for another it is something else, and nothing above a form that is being
    filled in. Where nothing waits the head says so, and what comes next."""
    before = parse_page(pages.as_role(Role.SOCIAL_WORKER).get(pages.plan())).text
    assert "眼下没有等您办的事。" in before
    assert "您的下一项：社工联系，3月16日" in before.replace("\n", "")
    assert 'class="next-task"' not in pages.as_role(Role.PROSECUTOR).get(pages.plan("/do/propose")).text
    pages.offices.on("2026-03-16 09:00")
    for path in ("", "/documents", "/history"):
        assert pages.plan(CONTACT) in parse_page(pages.as_role(Role.SOCIAL_WORKER).get(pages.plan(path))).addresses, (
            path
        )
    assert pages.plan(CONTACT) not in parse_page(pages.as_role(Role.CLERK).get(pages.plan())).addresses
    assert "填写：社工联系" in pages.as_role(Role.SOCIAL_WORKER).get(pages.plan()).text


def _refused(browser: TestClient, pages: Pages, role: Role | None = None) -> list[tuple[str, str]]:
    """The links of the plan's pages behind which somebody else's right is needed, each with its page. Who has that role may
    open the form of an act that the role may do."""
    here, refused = pages.plan("/"), []
    opened = {pages.plan(path): browser.get(pages.plan(path)) for path in WITH_LINKS}
    asked = {address for address, page in opened.items() if page.is_success}
    for path in WITH_LINKS:
        page = opened[pages.plan(path)]
        assert page.status_code in (200, 403), path
        links = {each for each in parse_page(page).addresses if each.startswith(here)} if page.is_success else set()
        for address in sorted(links):
            # Of another day, for another addressee, or another part of the history.
            alike = re.sub(r"/\d{4}-\d\d-\d\d|&about=.*|(?<=/history)\?.*|#.*", "", address)
            if alike in asked:
                continue
            asked.add(alike)
            act = ACTS.get(address.removeprefix(f"{here}do/").partition("?")[0])
            its_own = act is not None and role in act.operation.by
            if not its_own and browser.get(address).status_code == 403:
                refused.append((path, address.removeprefix(here)))
    return refused


WITH_LINKS = ("", "/check-ins", "/evaluation", "/documents", "/history")


@pytest.mark.parametrize("role", [Role.PROSECUTOR, Role.SOCIAL_WORKER, Role.DEPARTMENT_HEAD, Role.CLERK])
def test_no_page_of_a_plan_leads_to_what_somebody_else_does(role: Role, readers: Pages) -> None:
    """What the end still lacks is read by all, and led to for whoever does it."""
    assert _refused(readers.as_role(role), readers, role) == []


def test_an_office_that_assists_is_led_to_nothing_that_only_the_deciding_office_does(pages: Pages) -> None:
    """Papers, sheets, questionnaires and the end remain with the office that decides."""
    pages.offices.act("prosecutor", "ask_assistance", office=OTHER_OFFICE)
    accepted = {"did": "accept_assistance", "on": pages.offices.today, "by": "prosecutor",
                "social_worker": f"{THERE}.social_worker"}  # fmt: skip
    actor = Actor.of_staff(pages.offices.staff(f"{THERE}.prosecutor"))
    perform(pages.offices.context, pages.offices.number, _ACT.validate_python(accepted), actor)
    theirs = pages.as_(f"{THERE}.prosecutor")
    assert theirs.get(pages.plan("/check-ins")).status_code == 200
    assert _refused(theirs, pages) == []
    assert "用网情况" not in theirs.get(pages.plan("/check-ins")).text


def test_an_administrator_reads_the_number_of_a_message_s_plan_and_no_name_and_is_not_led_there(pages: Pages) -> None:
    pages.offices.act("prosecutor", "change_condition", condition="A1", text="心理辅导4次", heard=True, reason="已谈好")
    for role, led in ((Role.PROSECUTOR, True), (Role.ADMINISTRATOR, False)):
        console = pages.as_role(role).get("/messages")
        assert pages.offices.number in console.text
        assert ("芒果" in console.text) == led
        assert (pages.plan("/history?kind=message") in parse_page(console).addresses) == led
        one = next(
            each for each in parse_page(console).addresses if re.fullmatch(r"/messages\?one=[0-9a-f-]{36}", each)
        )
        assert (pages.plan("/history?kind=message") in parse_page(pages.as_role(role).get(one)).addresses) == led


def test_an_act_is_found_by_its_words_in_either_language_and_by_its_article(pages: Pages) -> None:
    """A change of period is the chief's; what is to be done today is found too, though it is an item and no act."""
    for role, words, act in (
        (Role.CHIEF_PROSECUTOR, "延长", "change_period"), (Role.CHIEF_PROSECUTOR, "EXTEND", "change_period"),
        (Role.CHIEF_PROSECUTOR, "第283条", "change_period"), (Role.CHIEF_PROSECUTOR, "考验期 变更", "change_period"),
        (Role.PROSECUTOR, "手机号", "name_contact"), (Role.PROSECUTOR, "请假", "ask_leave"), (Role.PROSECUTOR, "送达", "record_service"),
    ):  # fmt: skip
        assert act in _act(pages, role, words), words
    assert pages.plan(CONTACT) in parse_page(_search(pages, Role.SOCIAL_WORKER, "社工联系")).addresses


def test_a_search_finds_only_what_this_person_can_do(pages: Pages) -> None:
    assert "change_period" not in _act(pages, Role.CLERK, "延长")
    assert _act(pages, Role.CHIEF_PROSECUTOR, "延长 缩短")
    assert "找到0项" in _search(pages, Role.CHIEF_PROSECUTOR, "延长 手机号").text
