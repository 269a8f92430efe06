"""More than a password, by the pages: set up, asked at the sign-in, and asked again in the form of each act of weight."""

import re
from dataclasses import replace
from datetime import timedelta

import httpx2
from sqlmodel import select
from starlette.testclient import TestClient

from casework.acting.rights import Actor
from casework.staff.accounts import issue_code, request_code
from core.clock import SimulatedClock
from models.office import Staff
from tests.api.two_offices import TwoOffices
from tests.passwords import give_password
from tests.second_factors import AuthenticatorApp, give_app
from tests.web.visitors import Pages, follow, parse_page

CHIEF, NEW = "gui.chief_prosecutor", "amber-meadow-lantern-2"
WORKER, PASSWORD = "gui.social_worker", "linen-harbour-417"


def _checked(browser: TestClient, address: str, typed: dict[str, str]) -> dict[str, str]:
    """From the form of an act to its answers checked: the fields of the form that does it."""
    form = parse_page(browser.get(address)).fields
    carried = {name: value for name, value in form.items() if name.startswith("_")}
    page = parse_page(browser.post(address, data=carried | typed | {"_go": "check"}))
    assert {"_password", "_code"} <= set(page.fields)
    return page.fields | {"_go": "do"}


def _use(browser: TestClient, code: str) -> httpx2.Response:
    chosen = {"login": CHIEF, "code": code, "password": NEW, "again": NEW}
    return browser.post("/one-time-code", data=chosen)


def test_an_office_as_installed_asks_for_the_second_factor_on_every_form_of_weight(pages: Pages) -> None:
    """From the one-time code to a decision, by the pages: a factor is set up first, the sign-in has two steps, and each act
    asks again in its own form; the browser holds another token after each."""
    office = TwoOffices(replace(pages.offices.context, second_factor=True), pages.offices.number, pages.offices.other)
    real = Pages(office)
    with office.context.database.transaction() as session:
        for staff in session.exec(select(Staff)):
            staff.password_hash = None
            session.add(staff)
    office.act("prosecutor", "propose", step="end_otherwise", how="no_criminal_fact", reason="核实不负刑事责任")
    code, *_ = issue_code(office.context, CHIEF)
    chief = real.stranger()
    assert _use(chief, code).headers["location"] == "/account"
    assert follow(chief, chief.get("/")).url.path == "/account", "nothing else can be done"
    assert pages.offices.number not in chief.get("/account").text
    shown = chief.post("/account/factors/totp")
    setup = parse_page(shown)
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", shown.text)
    assert secret
    app = AuthenticatorApp(office.context, secret[1].replace(" ", ""))
    add = {"setup": setup.fields["setup"], "name": "我的手机"}
    again = chief.post("/account/factors/totp/add", data=add | {"_code": "000000"})
    assert again.status_code == 422
    assert secret[1] in again.text
    before = chief.cookies["sunward"]
    assert "我的手机" in follow(chief, chief.post("/account/factors/totp/add", data=add | {"_code": app.now()})).text
    assert chief.cookies["sunward"] != before
    assert "一次性代码" in chief.get("/account").text, "what was asked for the account is seen"
    chief.post("/sign-out")
    step = chief.post("/sign-in", data={"login": CHIEF, "password": NEW, "next": pages.plan()})
    assert step.headers["location"].startswith("/sign-in/factor")
    assert follow(chief, chief.get(pages.plan())).url.path == "/sign-in/factor"
    assert chief.post("/sign-in/factor", data={"_code": "000000"}).status_code == 422
    landed = chief.post(
        "/sign-in/factor", data={"_code": app.next(), "next": parse_page(follow(chief, step)).fields["next"]}
    )
    assert landed.headers["location"] == pages.plan()
    address = pages.plan("/do/end_otherwise")
    ready = _checked(chief, address, {"how": "no_criminal_fact", "reason": "同意，依证明"})
    ready |= {"_because": "部门负责人口头同意"}
    before = chief.cookies["sunward"]
    refused = chief.post(address, data=ready | {"_password": NEW, "_code": "000000"})
    assert refused.status_code == 422
    assert "同意，依证明" in refused.text
    done = ready | {"_password": NEW, "_code": app.next()}
    assert follow(chief, chief.post(address, data=done)).status_code == 200
    assert chief.cookies["sunward"] != before
    assert office.plan().status == "ended_otherwise"
    assert follow(chief, chief.post(address, data=done)).status_code == 200, "sent twice it is done once"
    confirming = {"request": "x", "reason": "核对过", "own_password": NEW}
    assert chief.post("/people/requests/confirm", data=confirming).status_code == 422, "asked again for the next act"


def test_a_browser_keeps_the_offline_form_for_a_working_day_and_nothing_else(pages: Pages) -> None:
    """A visit takes longer than a session. Using the form does not make the session whole again; it ends at sign-out, and
    when the administrator asks for another way in, because the phone is lost."""
    office = TwoOffices(replace(pages.offices.context, second_factor=True), pages.offices.number, pages.offices.other)
    give_password(office.context, [WORKER], PASSWORD)
    real, app = Pages(office), give_app(office.context, WORKER)
    assert isinstance(office.context.clock, SimulatedClock)
    later = office.context.clock.advance_by

    def begin(**kept: str) -> TestClient:
        phone = real.stranger()
        phone.post("/sign-in", data={"login": WORKER, "password": PASSWORD, "next": "/out/"})
        assert phone.post("/sign-in/factor", data=kept | {"_code": app.next()}).status_code == 303
        return phone

    def reaches(phone: TestClient) -> tuple[int, int]:
        return phone.get("/out/list").status_code, phone.get(pages.plan()).status_code

    usual, kept, lost = begin(), begin(kept_out="yes"), begin(kept_out="yes")
    assert reaches(kept) == (200, 200)
    later(timedelta(minutes=31))
    assert [reaches(each) for each in (usual, kept, lost)] == [(401, 303), (200, 303), (200, 303)]
    later(timedelta(minutes=1))
    assert reaches(kept) == (200, 303), "using it kept nothing else open"
    assert kept.get("/api/v1/plans").status_code == 401
    there = f"/api/v1/plans/{office.number}/check-ins"
    note = {"item": "worker_contact", "text": "都好", "how": "visit", "went": "attempted"}
    assert kept.post(there, json=note, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 201
    kept.post("/sign-out")
    request_code(office.context, Actor.of_staff(office.staff("gui.administrator")), login=WORKER, reason="手机丢了")
    assert [reaches(each) for each in (kept, lost)] == [(401, 303), (401, 303)]
    kept = begin(kept_out="yes")
    later(timedelta(hours=12))
    assert reaches(kept) == (401, 303)
