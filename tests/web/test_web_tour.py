"""The demonstration's tour: one case, a step in each pair of shoes; and nowhere else."""

import re
import tomllib

import pytest
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from app.server import CASELOAD
from casework.staff.passwords import hash_password
from core.settings import Settings
from models.office import Role, Staff
from tests.web.visitors import Pages, parse_page
from web.app import create_web
from web.demo_tour import ROLE_TOURS, TOUR_STEPS, Tour, TourFamilyPage, load_tour
from web.labels.tour import LABELS

PASSWORD = "maple-river-100"
ELSEWHERE = ("wu.chief", "xin.prosecutor")
"""They have the role of somebody else of the tour, in another office."""
PEOPLE = {who: tour.role for who, tour in ROLE_TOURS.items() if "." in who and who not in ELSEWHERE}


@pytest.fixture
def guided(pages: Pages) -> TestClient:
    """A browser in front of a demonstration whose family and staff are those of the first plan, by the names of the
    tour."""
    with pages.offices.context.database.transaction() as session:
        kept = hash_password(PASSWORD)
        for who, role in PEOPLE.items():
            staff = session.get_one(Staff, pages.offices.staff(f"gui.{role.value}").id)
            staff.login, staff.password_hash = who, kept
            session.add(staff)
    cards = {who: pages.card(who) for who in ("minor", "mother")}
    family = {who: TourFamilyPage(card.secret, card.code) for who, card in cards.items()}
    tour = Tour(pages.offices.number, PASSWORD, family)
    app = create_web(Settings(), pages.offices.context, lambda: None, lambda: {}, None, tour)
    headers = {"Sec-Fetch-Site": "same-origin"}
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False, headers=headers)


def test_each_step_of_the_tour_is_in_its_role_and_says_what_to_look_at(guided: TestClient) -> None:
    for language in ("en", "zh-CN"):
        assert parse_page(guided.get("/tour", params={"lang": language})).all_mistakes == []
    for place in range(1, len(TOUR_STEPS) + 1):
        taken = guided.post(f"/tour/{place}", data={})
        assert taken.status_code == 303
        landed = guided.get(taken.headers["location"])
        while landed.status_code == 303:
            landed = guided.get(landed.headers["location"])
        assert landed.status_code == 200, place
        page = parse_page(landed)
        assert page.all_mistakes == []
        assert f"第{place}步，共{len(TOUR_STEPS)}步" in page.text
        assert (f"/tour/{place + 1}" in page.addresses) == (place < len(TOUR_STEPS))


@pytest.mark.parametrize("who", [who for who in ROLE_TOURS if who not in ELSEWHERE])
def test_everybody_s_own_tour_can_be_walked_to_its_end(guided: TestClient, who: str) -> None:
    """By one click it begins; each page opens for its role and says what to do there, in both languages."""
    tour = ROLE_TOURS[who]
    for place in range(1, len(tour.addresses) + 1):
        taken = guided.post(f"/tour/as/{who}/{place}" if place > 1 else f"/tour/as/{who}", data={})
        assert taken.status_code == 303
        landed = guided.get(taken.headers["location"], follow_redirects=True)
        assert landed.status_code == 200, tour.addresses[place - 1]
        page = parse_page(landed)
        assert page.all_mistakes == []
        assert f"第{place}步，共{len(tour.addresses)}步" in page.text
        said = LABELS["tour.job"][f"{who}.{place}"]
        assert said.zh in page.text
        assert not re.search(r"[\u4e00-\u9fff]", said.en)
        assert (f"/tour/as/{who}/{place + 1}" in page.addresses) == (place < len(tour.addresses))


def test_whoever_leaves_the_page_of_a_step_is_led_back_to_it(guided: TestClient) -> None:
    """What there is to do on it is not said on another page."""
    guided.post("/tour/as/city.auditor", data={})
    elsewhere = parse_page(guided.get("/statistics"))
    assert LABELS["tour.job"]["city.auditor.1"].zh not in elsewhere.text
    assert "回到这一步" in elsewhere.text
    assert "/journal" in elsewhere.addresses


def test_of_every_step_of_every_role_is_said_what_there_is_to_do() -> None:
    steps = {f"{who}.{place}" for who, tour in ROLE_TOURS.items() for place in range(1, len(tour.addresses) + 1)}
    assert steps == set(LABELS["tour.job"])


def test_before_the_code_a_family_page_tells_no_step_either(guided: TestClient) -> None:
    """Whoever finds the phone sees a field for four digits, in a demonstration too."""
    address = guided.post("/tour/1", data={}).headers["location"]
    guided.post(f"{address}/close", data={})
    assert "tour" not in guided.get(address).text.replace("/static/", "")


def test_a_step_that_is_none_and_a_stranger_are_not_there(guided: TestClient) -> None:
    for wrong in ("/tour/0", "/tour/99", "/tour/as/nobody", "/tour/as/minor/0", "/tour/as/minor/9"):
        assert guided.post(wrong, data={}).status_code == 404


def test_an_office_of_its_own_has_no_tour(pages: Pages) -> None:
    """No page, no way in: outside a demonstration there is nothing to find."""
    browser = pages.stranger()
    assert browser.get("/tour").status_code == 404
    assert [browser.post(path, data={}).status_code for path in ("/tour/1", "/tour/as/jia.chief")] == [404, 404]
    assert not browser.cookies


def test_another_site_cannot_put_a_visitor_into_somebody_s_shoes(guided: TestClient) -> None:
    assert guided.post("/tour/2", data={}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not guided.cookies


def test_the_tour_s_people_are_in_the_sample_caseload() -> None:
    """Whoever the steps speak of is enrolled, in that role, and the story's plan has that family."""
    staff = tomllib.loads((CASELOAD / "staff.toml").read_text(encoding="utf-8"))["staff"]
    roles = {each["login"]: each["role"] for each in staff}
    for step in (*TOUR_STEPS, *ROLE_TOURS.values()):
        assert step.who in ("minor", "mother") or roles[step.who] == step.role.value


def test_a_record_made_without_family_pages_has_no_tour() -> None:
    assert load_tour({"password": PASSWORD, "families": []}) is None
    tour = load_tour({"password": PASSWORD, "families": [
        {"who": "x", "plan": "SW-1", "relation": "minor", "page": "/p/abc", "code": "0001"}]})  # fmt: skip
    assert tour is not None
    assert tour.get_address(TOUR_STEPS[0]) == "/p/abc"
    assert PASSWORD not in repr(tour)


def test_the_first_page_says_that_it_is_a_demonstration_and_signs_in_by_one_click(guided: TestClient) -> None:
    """The first address leads there; each role has a form that needs no password."""
    landed = guided.get(guided.get("/").headers["location"])
    page = parse_page(landed)
    assert page.all_mistakes == []
    assert "这是演示，人物全部虚构" in page.text
    begin = [each for each in ROLE_TOURS.values() if each.on_first_page]
    assert {f"/tour/as/{each.who}" for each in begin} <= set(page.addresses)
    assert {Role.PROSECUTOR, Role.DEPARTMENT_HEAD, Role.CHIEF_PROSECUTOR, Role.SOCIAL_WORKER, Role.CLERK,
            Role.ADMINISTRATOR, Role.AUDITOR, Role.JURIST, Role.MINOR} <= {each.role for each in begin}  # fmt: skip
    taken = guided.post("/tour/as/minor", data={})
    assert taken.headers["location"].startswith("/p/")
    assert guided.get(taken.headers["location"]).status_code == 200


def test_the_first_page_of_an_office_says_nothing_of_a_demonstration(pages: Pages) -> None:
    answer = pages.stranger().get("/sign-in")
    assert "演示" not in answer.text
    assert "/tour" not in answer.text


def test_only_a_demonstration_has_the_routes_of_one(pages: Pages, guided: TestClient) -> None:
    """They are not refused in an office's installation: they are not there."""
    own = {str(context.path) for context in iter_route_contexts(pages.app.routes)}
    demonstration = {str(context.path) for context in iter_route_contexts(guided.app.routes)}  # type: ignore[attr-defined]
    assert own < demonstration
    assert {path.split("/")[1] for path in demonstration - own} == {"tour"}
