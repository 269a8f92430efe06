"""A visitor of the demonstration is somebody by one click; and nowhere else."""

import re
import tomllib

import pytest
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from app.server import CASELOAD
from casework.staff.passwords import hash_password
from models.office import Role, Staff
from tests.api.front import Front, Visitor
from tests.web.visitors import SETTINGS, Pages, parse_page
from web.app import create_web
from web.demo_roles import DEMO_ROLES, Demo, DemoFamilyPage, load_demo
from web.labels.demo import LABELS

PASSWORD = "maple-river-100"
ELSEWHERE = ("jia.admin", "xin.prosecutor")
"""They have the role of somebody else, in another office."""
PEOPLE = {who: one.role for who, one in DEMO_ROLES.items() if "." in who and who not in ELSEWHERE}


@pytest.fixture
def visitor(pages: Pages) -> TestClient:
    """A browser in front of a demonstration whose family and staff are those of the first plan."""
    with pages.offices.context.database.transaction() as session:
        kept = hash_password(PASSWORD)
        for who, role in PEOPLE.items():
            staff = session.get_one(Staff, pages.offices.staff(f"gui.{role.value}").id)
            staff.login, staff.password_hash = who, kept
            session.add(staff)
    cards = {who: pages.card(who) for who in ("minor", "mother")}
    family = {who: DemoFamilyPage(card.secret, card.code) for who, card in cards.items()}
    demo = Demo(pages.offices.number, PASSWORD, family)
    app = Front(
        "demonstration", lambda: create_web(SETTINGS, pages.offices.context, lambda: None, lambda: {}, None, demo)
    )
    return Visitor(app, follow_redirects=False, headers={"Sec-Fetch-Site": "same-origin"})


def test_everybody_begins_by_one_click_on_a_page_of_their_own(visitor: TestClient) -> None:
    """The first address leads to a page that says that it is a demonstration, with a form for each role that needs no
    password."""
    page = parse_page(visitor.get(visitor.get("/").headers["location"]))
    assert page.all_mistakes == []
    assert "这是演示，人物全部虚构" in page.text
    assert f"签字时只再问密码：{PASSWORD}" in page.text
    assert {f"/demo/as/{who}" for who in DEMO_ROLES} <= set(page.addresses)
    assert set(LABELS["demo.start"]) == set(DEMO_ROLES)
    for said in LABELS["demo.start"].values():
        assert said.zh in page.text
        assert not re.search(r"[\u4e00-\u9fff]", said.en)
    for who in (who for who in DEMO_ROLES if who not in ELSEWHERE):
        landed = visitor.get(visitor.post(f"/demo/as/{who}", data={}).headers["location"], follow_redirects=True)
        assert (landed.status_code, parse_page(landed).all_mistakes) == (200, []), DEMO_ROLES[who].address


def test_from_a_family_page_one_finds_back_and_before_the_code_it_tells_nothing(visitor: TestClient) -> None:
    """Whoever finds the phone sees a field for four digits, in a demonstration too."""
    address = visitor.post("/demo/as/minor", data={}).headers["location"]
    assert "/sign-in" in parse_page(visitor.get(address)).addresses
    visitor.post(f"{address}/close", data={})
    assert "演示" not in visitor.get(address).text


def test_another_site_cannot_put_a_visitor_into_somebody_s_shoes(visitor: TestClient) -> None:
    assert visitor.post("/demo/as/minor", data={}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert visitor.post("/demo/as/nobody", data={}).status_code == 404
    assert not visitor.cookies


def test_everybody_is_in_the_sample_caseload() -> None:
    """Enrolled, in that role."""
    staff = tomllib.loads((CASELOAD / "staff.toml").read_text(encoding="utf-8"))["staff"]
    roles = {each["login"]: each["role"] for each in staff}
    assert all(who in ("minor", "mother") or roles[who] == one.role.value for who, one in DEMO_ROLES.items())


def test_what_a_demonstration_told_of_itself_is_read_and_no_password_shown() -> None:
    assert load_demo({"password": PASSWORD, "families": []}) is None
    demo = load_demo({"password": PASSWORD, "families": [
        {"who": "x", "plan": "SW-1", "relation": "minor", "page": "/p/abc", "code": "0001"}]})  # fmt: skip
    assert demo is not None
    assert demo.get_address(DEMO_ROLES["minor"]) == "/p/abc"
    assert PASSWORD not in repr(demo)


def test_an_office_of_its_own_has_no_such_route_and_says_nothing_of_a_demonstration(
    pages: Pages, visitor: TestClient
) -> None:
    """It is not refused there: it is not there."""
    stranger = pages.stranger()
    answer = stranger.get("/sign-in")
    assert "演示" not in answer.text
    assert "/demo" not in answer.text
    assert stranger.post("/demo/as/jia.chief", data={}).status_code == 404
    assert not stranger.cookies
    own = {str(context.path) for context in iter_route_contexts(pages.app.routes)}
    demonstration = {str(context.path) for context in iter_route_contexts(visitor.app.routes)}  # type: ignore[attr-defined]
    assert demonstration - own == {"/demo/as/{who}"}
    assert own < demonstration
    assert Role.MINOR in {one.role for one in DEMO_ROLES.values()}
