"""Accounts: one person asks, another confirms, and only whoever the account belongs to gets in by it."""

import re
from dataclasses import replace
from datetime import timedelta

import httpx2
import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from sqlmodel import select
from starlette.testclient import TestClient

from casework.acting.rights import Actor
from casework.staff.accounts import (
    CODE_HOLDS,
    confirm_account,
    issue_code,
    request_code,
    set_password_with_code,
)
from casework.staff.acts_accounts import CONFIRM_ACCOUNT
from casework.staff.attempts import FREE_TRIES, TrySource
from casework.staff.staff_accounts import enter_service, leave_service, open_office
from core.clock import SimulatedClock
from core.errors import BadInput, NotAllowed, NotFound, NotSignedIn, ReauthenticationRequired, Refused, TooManyRequests
from models.journal import JournalLine
from models.office import STAFF_ROLES, AccountRequest, Office, Role, SignIn, Staff
from notifications.events import Event
from serving.rate_limit import RateLimit
from tests.builders import enrol
from tests.passwords import FROM_HERE, give_password
from tests.web.visitors import Pages, parse_page

ADMIN, HEAD, CHIEF, CLERK = "gui.administrator", "gui.department_head", "gui.chief_prosecutor", "gui.clerk"
OWN, NEW = "linen-harbour-417", "a-password-of-my-own"
ASKED = {"reason": "本人忘了密码", "own_password": OWN}


@pytest.fixture
def pages(pages: Pages) -> Pages:
    """Whoever asks and whoever confirms has a password to say again."""
    give_password(pages.offices.context, [ADMIN, HEAD, CHIEF, CLERK], OWN)
    return pages


def part_of(answer: httpx2.Response) -> str:
    (part,) = re.findall(r"<code>([^<]+)</code>", answer.text)
    return str(part)


def the_request(pages: Pages) -> str:
    """The one that waits."""
    (row,) = [row for row in pages.offices.rows(AccountRequest) if row.needs_second and row.answered_at is None]
    return str(row.id)


def ask(browser: TestClient, login: str) -> str:
    answer = browser.post("/people/password", data={"renews": login, **ASKED})
    assert answer.status_code == 200, answer.text
    return part_of(answer)


def confirm(pages: Pages, browser: TestClient) -> httpx2.Response:
    return browser.post("/people/requests/confirm", data={"request": the_request(pages), **ASKED})


def use(browser: TestClient, login: str, code: str, new: str = NEW) -> httpx2.Response:
    return browser.post("/one-time-code", data={"login": login, "code": code, "password": new, "again": new})


def test_a_lost_password_takes_two_people_and_ends_with_the_persons_own(pages: Pages) -> None:
    """Neither half opens anything. The old password stays good until the code is used, once; then it is over."""
    administrator, head = pages.as_(ADMIN), pages.as_(HEAD)
    clerk = pages.as_(CLERK)
    first = ask(administrator, CLERK)
    assert use(pages.stranger(), CLERK, first).status_code == 422, "nobody has confirmed it"
    for_the_second, own = (browser.get("/people").text for browser in (head, administrator))
    assert "本人忘了密码" in for_the_second
    assert '<button class="main">确认</button>' in for_the_second
    assert first not in own
    assert "本人忘了密码" in own
    assert "由别人确认" in own
    assert '<button class="main">确认</button>' not in own, "whoever asked is not led to what they may not do"
    second = part_of(confirm(pages, head))
    assert second not in head.get("/people").text
    for half in (second, first + first, second + first):
        assert use(pages.stranger(), CLERK, half).status_code == 422
    assert clerk.get("/").status_code == 200
    browser = pages.stranger()
    assert use(browser, CLERK, f" {first.lower()} {second}").status_code == 303
    assert browser.get("/account").status_code == 200
    assert clerk.get("/").status_code == 303, "every other session is over"
    assert use(pages.stranger(), CLERK, first + second).status_code == 422, "once"
    assert pages.stranger().post("/sign-in", data={"login": CLERK, "password": OWN}).status_code == 401
    assert pages.stranger().post("/sign-in", data={"login": CLERK, "password": NEW}).status_code == 303
    row = pages.offices.rows(AccountRequest)[0]
    assert first.replace("-", "") not in f"{row.first_part} {row.second_part}", "kept as a hash"
    acts = {line.act: line for line in pages.offices.rows(JournalLine)}
    assert acts["ask_for_account"].actor_id == pages.offices.staff(ADMIN).id
    assert acts["confirm_account"].actor_id == pages.offices.staff(HEAD).id
    assert acts["use_code"].actor_id == pages.offices.staff(CLERK).id
    assert (row.reason, row.answer_reason) == (ASKED["reason"], ASKED["reason"])


def test_whoever_the_account_belongs_to_is_notified_and_can_stop_it(pages: Pages) -> None:
    """In their inbox and by mail, and before anything else when they sign in next; stopped, the code opens nothing."""
    first = ask(pages.as_(ADMIN), CHIEF)
    notified = pages.offices.messages(Event.ACCOUNT_ASKED)
    assert {message.channel for message in notified} == {"email", "inbox"}
    assert {message.recipient_id for message in notified} == {pages.offices.staff(CHIEF).id}
    chief = pages.stranger()
    assert not any(message.variables for message in notified), "neither code nor reason"
    signed_in = chief.post("/sign-in", data={"login": CHIEF, "password": OWN})
    assert signed_in.headers["location"] == "/account"
    page = chief.get("/account")
    assert "本人忘了密码" in page.text
    second = part_of(confirm(pages, pages.as_(HEAD)))
    again = pages.stranger().post("/sign-in", data={"login": CHIEF, "password": OWN})
    assert again.headers["location"] == "/account", "also that it was confirmed"
    assert chief.post("/account/stop", data={"request": _last(pages), "reason": "不是我要的"}).status_code == 200
    assert use(pages.stranger(), CHIEF, first + second).status_code == 422


def test_the_second_person_is_neither_who_asked_nor_whose_account_it_is(pages: Pages) -> None:
    """Nor anybody of another office, nor a post that keeps no accounts."""
    ask(pages.as_(ADMIN), HEAD)
    assert "您自己提出的" in confirm(pages, pages.as_(ADMIN)).text
    assert "您自己的账号" in confirm(pages, pages.as_(HEAD)).text
    give_password(pages.offices.context, ["ren.administrator", "ren.department_head"], OWN)
    for login in ("ren.administrator", "ren.department_head"):
        assert confirm(pages, pages.as_(login)).status_code == 404
        assert "本人忘了密码" not in pages.as_(login).get("/people").text
    for role in STAFF_ROLES:
        if role not in CONFIRM_ACCOUNT.by:
            assert confirm(pages, pages.as_role(role)).status_code == 403
    assert part_of(confirm(pages, pages.as_(CHIEF)))


def test_an_act_about_an_account_takes_a_reason_and_ones_own_password_again(pages: Pages) -> None:
    """However fresh the sign-in: on every form of the page, to ask and to confirm."""
    administrator = pages.as_(ADMIN)
    new = {"login": "gui.new", "display_name": "新来的", "role": "clerk", "office": "癸县"}
    forms = {
        "/people/enter": new, "/people/password": {"renews": CLERK}, "/people/leave": {"leaves": "gui.case_management"},
    }  # fmt: skip
    before = len(pages.offices.rows(AccountRequest))
    for address, form in forms.items():
        assert administrator.post(address, data={**form, "reason": "因工作需要"}).status_code == 422
        assert administrator.post(address, data={**form, "own_password": OWN, "reason": " "}).status_code == 422
    assert administrator.post("/people/offices", data={"office_name": "丑区"}).status_code == 422
    assert len(pages.offices.rows(AccountRequest)) == before
    assert pages.offices.staff(CLERK).active
    ask(administrator, CLERK)
    head = pages.as_(HEAD)
    assert (
        head.post("/people/requests/confirm", data={"request": the_request(pages), "reason": "核对过"}).status_code
        == 422
    )
    assert pages.offices.rows(AccountRequest)[-1].granted is None


def test_a_code_is_over_after_a_day_and_no_stranger_can_use_it_up(pages: Pages) -> None:
    context = pages.offices.context
    assert isinstance(context.clock, SimulatedClock)
    first = ask(pages.as_(ADMIN), CLERK)
    second = part_of(confirm(pages, pages.as_(HEAD)))
    for _ in range(FREE_TRIES):
        with pytest.raises(NotSignedIn):
            set_password_with_code(context, CLERK, "AAAA-AAAA-AAAA-AAAA", NEW, FROM_HERE)
    with pytest.raises(TooManyRequests):
        set_password_with_code(context, CLERK, first + second, NEW, FROM_HERE)
    assert set_password_with_code(context, CLERK, first + second, NEW, TrySource("192.0.2.8")).signed_in.name
    first = ask(pages.as_(ADMIN), CLERK)
    second = part_of(confirm(pages, pages.as_(HEAD)))
    context.clock.advance_to(context.clock.now() + CODE_HOLDS + timedelta(minutes=1))
    with pytest.raises(NotSignedIn):
        set_password_with_code(context, CLERK, first + second, NEW, FROM_HERE)


def test_who_begins_waits_for_a_second_person_and_so_does_what_changes(pages: Pages) -> None:
    """Until then they cannot be signed in, and the notice goes where it always went."""
    administrator, head = pages.as_(ADMIN), pages.as_(HEAD)
    new = {"login": "gui.second", "display_name": "第二检察官", "role": "prosecutor", "office": "癸县", **ASKED}
    first = part_of(administrator.post("/people/enter", data=new))
    assert not pages.offices.staff("gui.second").active
    second = part_of(confirm(pages, head))
    assert use(pages.stranger(), "gui.second", first + second).status_code == 303

    before = pages.offices.staff(CLERK)
    moved = {"login": CLERK, "display_name": "书记员", "role": "clerk", "office": "癸县", "email": "mine@evil.example"}
    notified = len(pages.offices.messages(Event.ACCOUNT_ASKED))
    assert administrator.post("/people/enter", data=moved | ASKED).status_code == 200
    assert pages.offices.staff(CLERK).email == before.email, "the notice goes to the old mailbox"
    assert len(pages.offices.messages(Event.ACCOUNT_ASKED)) > notified
    assert "mine@evil.example" in head.get("/people").text
    confirm(pages, head)
    assert pages.offices.staff(CLERK).email == "mine@evil.example"


def test_nobody_changes_post_or_office_by_the_page(pages: Pages) -> None:
    """Another post, or another office, is another account; for another office there is its own administrator."""
    administrator = pages.as_(ADMIN)
    values = {"display_name": "书记员", "role": "prosecutor", "office": "癸县", **ASKED}
    assert administrator.post("/people/enter", data=values | {"login": CLERK}).status_code == 409
    assert administrator.post("/people/enter", data=values | {"login": "gui.x", "office": "壬县"}).status_code == 409
    assert administrator.post("/people/enter", data=values | {"login": "ren.clerk", "role": "clerk"}).status_code == 409


def test_a_scripted_administrator_becomes_nobody(pages: Pages) -> None:
    """Every form about accounts, for who signs, confirms or merely works there and who is of another office, with every half it ever
    shows: nobody's password, mailbox or phone is another, no session of anybody else begins, and no code that
    was seen opens anything."""
    enrol(pages.offices.context, "癸县", "administrator gui.second_admin")
    victims = (CHIEF, CLERK, "gui.second_admin", "ren.administrator")
    everybody = [staff for staff in pages.offices.rows(Staff) if staff.login in victims]
    assert len(everybody) == len(victims)
    routes = forms(pages)
    assert {"/people/enter", "/people/password", "/people/requests/confirm", "/one-time-code"} <= set(routes)
    object.__setattr__(
        pages.app.state.app_state, "tries", RateLimit(1_000_000)
    )  # patience is not what keeps anybody out
    kept = {staff.id: (staff.password_hash, staff.email, staff.phone) for staff in everybody}
    taken, seen, before = set[str](), list[str](), len(pages.offices.rows(SignIn))
    for place, staff in enumerate(everybody):
        # What names nobody else is tried once.
        for route in (one for one in routes if not place or not one.startswith(("/account", "/password"))):
            values = {
                "login": staff.login, "renews": staff.login, "display_name": "某人", "role": staff.role, "office": "癸县",
                "email": "mine@evil.example", "phone": "10000990999", "code": "".join(seen[-2:]) or "x",
                "password": NEW, "again": NEW, "old": NEW, "request": _last(pages), "authority_from": "2026-01-01",
                "authority_to": "2027-01-01", "_password": OWN, **ASKED,
            }  # fmt: skip
            answer = pages.as_(ADMIN).post(route, data=values)
            assert answer.status_code < 500, (route, staff.login)
            taken |= {route} if answer.status_code == 200 else set()
            seen += re.findall(r"<code>([^<]+)</code>", answer.text)
    assert taken >= {"/people/enter", "/people/password"}, "what an administrator may ask for was asked for"
    assert len(seen) > 3
    for staff in everybody:
        for guess in (seen[0], seen[0] + seen[1], seen[-1] * 2):
            with pytest.raises((NotSignedIn, TooManyRequests)):
                set_password_with_code(pages.offices.context, staff.login, guess, NEW, FROM_HERE)
    assert {s.id: (s.password_hash, s.email, s.phone) for s in pages.offices.rows(Staff) if s.id in kept} == kept
    begun = pages.offices.rows(SignIn)[before:]
    assert {row.staff_id for row in begun} == {pages.offices.staff(ADMIN).id}


def _last(pages: Pages) -> str:
    rows = pages.offices.rows(AccountRequest)
    return str(rows[-1].id) if rows else "none"


def forms(pages: Pages) -> list[str]:
    """Every address that takes a form about accounts, from the application itself."""
    found = {
        context.original_route.path
        for context in iter_route_contexts(pages.app.routes)
        if isinstance(context.original_route, APIRoute) and "POST" in (context.original_route.methods or ())
    }
    return sorted(path for path in found if re.match("/(people|account|one-time-code|sign-in|password)", path))


def test_every_verb_about_accounts_asks_for_a_fresh_sign_in_and_ones_own_office(pages: Pages) -> None:
    """Said by the verbs themselves, whoever calls them."""
    context = pages.offices.context
    admin = Actor.of_staff(pages.offices.staff(ADMIN))
    verbs = {
        "code": lambda who, login: request_code(context, who, login=login, reason="忘了密码"),
        "leave": lambda who, login: leave_service(context, who, login=login, reason="调走了"),
        "enter": lambda who, login: enter_service(
            context, who, login=login, display_name="某人", role=Role.CLERK,
            office="癸县" if login == CLERK else "壬县", reason="因工作需要"),
    }  # fmt: skip
    for verb in verbs.values():
        with pytest.raises(ReauthenticationRequired):
            verb(replace(admin, unconfirmed=True), CLERK)
        with pytest.raises((NotFound, Refused)):
            verb(admin, "ren.clerk")
        with pytest.raises(NotAllowed):
            verb(Actor.of_staff(pages.offices.staff(HEAD)), CLERK)
    with pytest.raises(ReauthenticationRequired):
        open_office(context, replace(admin, unconfirmed=True), name="丑区")
    request_code(context, admin, login=CLERK, reason="忘了密码")
    row = pages.offices.rows(AccountRequest)[-1]
    with pytest.raises(ReauthenticationRequired):
        confirm_account(
            context, replace(Actor.of_staff(pages.offices.staff(HEAD)), unconfirmed=True), row.id, reason="核对过"
        )
    with pytest.raises(BadInput):
        confirm_account(context, Actor.of_staff(pages.offices.staff(HEAD)), row.id, reason="")


def test_the_page_shows_an_administrator_their_own_office_alone(pages: Pages) -> None:
    """The auditor reads who works where, in every office."""
    own = pages.as_(ADMIN).get("/people").text
    assert "gui.clerk" in own
    assert "ren.clerk" not in own
    auditor = parse_page(pages.as_role(Role.AUDITOR).get("/people"))
    assert "ren.clerk" in auditor.text
    assert "/people/password" not in auditor.addresses


def test_at_the_machine_a_signers_code_waits_for_another_signer_and_for_a_day(pages: Pages) -> None:
    """Its owner was told at the address they had; an administrator never confirms it, nor the head where a signer is there.
    For the first password nobody waits a day, for others one confirmation is enough."""
    context, administrator, head, chief = pages.offices.context, pages.as_(ADMIN), pages.as_(HEAD), pages.as_(CHIEF)
    assert isinstance(context.clock, SimulatedClock)
    code, waits, holds_from = issue_code(context, CLERK)
    assert (waits, holds_from) == (True, None)
    confirm(pages, administrator)
    assert set_password_with_code(context, CLERK, code, NEW, FROM_HERE).signed_in.name

    code, waits, holds_from = issue_code(context, "gui.prosecutor")
    assert (waits, holds_from) == (True, None), "the first one"
    for alone in (administrator, head):
        assert confirm(pages, alone).status_code == 409
    confirm(pages, chief)
    assert set_password_with_code(context, "gui.prosecutor", code, NEW, FROM_HERE).signed_in.name

    code, waits, holds_from = issue_code(context, HEAD)
    assert (waits, holds_from) == (True, context.clock.now() + timedelta(days=1))
    notices = [
        one for one in pages.offices.messages(Event.ACCOUNT_ASKED) if one.recipient_id == pages.offices.staff(HEAD).id
    ]
    assert {one.channel for one in notices} == {"email", "inbox"}
    assert confirm(pages, administrator).status_code == 409
    assert "<code>" not in confirm(pages, chief).text
    with pytest.raises(NotSignedIn):
        set_password_with_code(context, HEAD, code, NEW, FROM_HERE)
    context.clock.advance_to(context.clock.now() + timedelta(days=1))
    assert set_password_with_code(context, HEAD, code, NEW, TrySource("192.0.2.8")).signed_in.name
    assert pages.offices.messages(Event.OFFICE_CHANGED) == []


def test_where_no_other_signer_is_there_the_day_stays_and_the_chief_above_may_lift_it(pages: Pages) -> None:
    context = pages.offices.context
    with context.database.transaction() as session:
        own, above = (session.exec(select(Office).where(Office.name == name)).one() for name in ("癸县", "壬县"))
        own.superior_id = above.id
    code, __, holds_from = issue_code(context, CHIEF)
    assert holds_from is not None
    assert issue_code(context, "ren.deputy")[1:] == (False, None), "nobody of that office can sign in yet"
    assert confirm(pages, pages.as_(ADMIN)).status_code == 409
    confirm(pages, pages.as_(HEAD))
    with pytest.raises(NotSignedIn):
        set_password_with_code(context, CHIEF, code, NEW, FROM_HERE)
    above_chief = pages.as_("ren.chief_prosecutor")
    (lifted,) = re.findall(r'name="request" value="([^"]+)"', above_chief.get("/people").text)
    give_password(context, ["ren.chief_prosecutor"], OWN)
    form = {"request": lifted, "reason": "当日有到期的决定", "own_password": OWN}
    assert pages.as_(HEAD).post("/people/requests/lift", data=form).status_code == 404
    assert above_chief.post("/people/requests/lift", data=form).status_code == 200
    assert set_password_with_code(context, CHIEF, code, NEW, FROM_HERE).signed_in.name
    recipients = {one.recipient_id for one in pages.offices.messages(Event.OFFICE_CHANGED)}
    assert recipients == {pages.offices.staff("ren.chief_prosecutor").id}


def test_who_confirms_for_others_is_let_go_by_two(pages: Pages) -> None:
    """One person ends the account of nobody who could confirm; others leave at once."""
    enrol(pages.offices.context, "癸县", "administrator gui.second_admin")
    administrator = pages.as_(ADMIN)
    assert "等另一个人确认" in administrator.post("/people/leave", data={"leaves": "gui.second_admin", **ASKED}).text
    assert confirm(pages, administrator).status_code == 409
    assert pages.offices.staff("gui.second_admin").active
    assert confirm(pages, pages.as_(CHIEF)).status_code == 200
    assert not pages.offices.staff("gui.second_admin").active
    assert administrator.post("/people/leave", data={"leaves": "gui.case_management", **ASKED}).status_code == 200
    assert not pages.offices.staff("gui.case_management").active


def test_several_new_people_are_confirmed_at_once(pages: Pages) -> None:
    administrator, head = pages.as_(ADMIN), pages.as_(HEAD)
    for name in ("gui.one", "gui.two", "gui.three"):
        new = {"login": name, "display_name": name, "role": "clerk", "office": "癸县", **ASKED}
        assert administrator.post("/people/enter", data=new).status_code == 200
    chosen = re.findall(r'name="(request\.[^"]+)"', head.get("/people").text)
    answer = head.post("/people/requests/confirm", data=dict.fromkeys(chosen[:2], "yes") | ASKED)
    assert len(re.findall(r"<code>", answer.text)) == 2
    assert [pages.offices.staff(name).active for name in ("gui.one", "gui.two", "gui.three")] == [True, True, False]


def test_whoever_confirms_sees_the_sign_in_name_and_that_the_name_is_like_a_colleagues(pages: Pages) -> None:
    name = pages.offices.staff(CHIEF).display_name
    form = {"role": "clerk", "office": "癸县", "reason": "因工作需要", "own_password": OWN}
    refused = pages.as_(ADMIN).post("/people/enter", data=form | {"login": "gui.x1", "display_name": f"{name}\u202e"})
    assert refused.status_code == 422
    for login in ("gui.x1", "gui.x2"):
        asked = pages.as_(ADMIN).post("/people/enter", data=form | {"login": login, "display_name": name.upper()})
        assert asked.status_code == 200, asked.text
    page = parse_page(pages.as_(HEAD).get("/people")).text
    assert f"姓名和同院的 {CHIEF}" in page
    assert page.count("gui.x1") >= 2, "in the list of several, too"
