"""Signing in at an identity provider: it says who somebody is, and nothing that it says makes anybody more."""

import base64
import hmac
import time
from dataclasses import replace
from hashlib import sha256
from typing import Any

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey
from pydantic import ValidationError
from starlette.testclient import TestClient

from casework.staff.provider_accounts import digest_identity
from core.errors import KeyStoreError
from core.settings import GivenSettings
from models.office import AccountRequest, SignIn, Staff
from serving.auth import COOKIE, PROVIDER_COOKIE
from serving.identity_provider import load_provider
from tests.api.two_offices import TwoOffices
from tests.identity_providers import ISSUER, ActingProvider, at_provider
from tests.passwords import give_password
from tests.second_factors import give_app
from tests.web.visitors import Pages, parse_page

WHO, HEAD, CHIEF = "gui.social_worker", "gui.department_head", "gui.chief_prosecutor"
OWN, BACK = "linen-harbour-417", "/sign-in/provider/return"


def _link(pages: Pages, login: str, subject: str = "zhang-3") -> None:
    with pages.offices.context.database.transaction() as session:
        row = session.get_one(Staff, pages.offices.staff(login).id)
        row.provider_identity = digest_identity(pages.offices.context, ISSUER, subject)
        session.add(row)


def _go(browser: TestClient, provider: ActingProvider, subject: str = "zhang-3", **query: str) -> httpx2.Response:
    there = browser.get("/sign-in/provider", params={"next": "/agenda"}).headers["location"]
    return browser.get(BACK, params=provider.approve(there, subject) | query)


def test_an_account_is_linked_by_its_owner_and_a_second_person_and_unlinked(pages: Pages) -> None:
    provider = at_provider(pages)
    give_password(pages.offices.context, [WHO, HEAD], OWN)
    assert "id.example" in pages.stranger().get("/sign-in").text
    assert _go(pages.stranger(), provider).status_code == 401, "nobody is linked, and no account is made"
    owner, head = pages.as_(WHO), pages.as_(HEAD)
    assert owner.post("/account/provider", data={"_password": "wrong"}).status_code == 422
    led = parse_page(owner.post("/account/provider", data={"_password": OWN}))
    (there,) = [each for each in led.addresses if each.startswith(ISSUER)]
    assert owner.get(BACK, params=provider.approve(there)).headers["location"] == "/account"
    (asked,) = pages.offices.rows(AccountRequest)
    assert (asked.kind, asked.reason, asked.granted) == ("link", ISSUER, None)
    assert _go(pages.stranger(), provider).status_code == 401, "a second person has not confirmed it"
    answer = {"request": str(asked.id), "reason": "问过本人", "own_password": OWN}
    assert head.post("/people/requests/confirm", data=answer).status_code == 200
    browser = pages.stranger()
    assert _go(browser, provider).headers["location"] == "/account", "they are shown that it was confirmed"
    assert browser.get("/account").status_code == 200
    assert _go(pages.stranger(), provider, "li-4").status_code == 401
    assert owner.post("/account/provider/remove", data={"_password": OWN}).status_code == 303
    assert _go(pages.stranger(), provider).status_code == 401


def test_whoever_signs_is_asked_for_their_own_factor_whatever_the_provider_says(pages: Pages) -> None:
    office = TwoOffices(replace(pages.offices.context, second_factor=True), pages.offices.number, pages.offices.other)
    real = Pages(office)
    provider = at_provider(real)
    _link(real, CHIEF)
    provider.says = {"amr": ["mfa", "hwk"], "acr": "high", "role": "chief_prosecutor"}
    assert _go(real.stranger(), provider).status_code == 401, (
        "without a factor of their own nobody of that post signs in"
    )
    app = give_app(office.context, CHIEF)
    chief = real.stranger()
    assert _go(chief, provider).headers["location"] == "/sign-in/factor?next=/agenda"
    assert chief.get("/agenda").headers["location"].startswith("/sign-in/factor")
    assert chief.post("/sign-in/factor", data={"_code": app.now(), "next": "/agenda"}).headers["location"] == "/agenda"
    (session,) = [row for row in office.rows(SignIn) if row.stage == "full" and row.by_factor]
    assert session.confirmed_at is None, "and again at each act"


def _with_their_public_key(provider: ActingProvider, claims: dict[str, Any]) -> str:
    """Signed with a secret that everybody knows: the provider's public key, taken for one."""
    head, body, _none = provider.sign_not_at_all(claims, "HS256").split(".")
    made = hmac.new(provider.key.as_pem(private=False), f"{head}.{body}".encode(), sha256).digest()
    return f"{head}.{body}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}"


def _with_another_key(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "ES256", "kid": "1"}, claims, ECKey.generate_key("P-256"))


def test_no_answer_but_the_genuine_one_to_this_browser_signs_anybody_in(pages: Pages) -> None:
    provider, now = at_provider(pages), int(pages.offices.context.clock.now().timestamp())
    _link(pages, WHO)
    lies: list[dict[str, Any]] = [
        {"nonce": "another"}, {"aud": "another-client"}, {"aud": ["sunward", "another-client"]}, {"azp": "another-client"},
        {"iss": "https://other.example"}, {"exp": now - 3600}, {"iat": now + 3600}, {"sub": ""}, {"sub": ["zhang-3"]},
    ]  # fmt: skip
    for lie in lies:
        provider.says = lie
        assert _go(pages.stranger(), provider).status_code == 401, lie
    provider.says = {}
    for sign in (provider.sign_not_at_all, lambda it: _with_their_public_key(provider, it), _with_another_key):
        provider.sign = sign
        assert _go(pages.stranger(), provider).status_code == 401
    provider.sign = None
    for query in ({"iss": "https://other.example"}, {"state": "x"}, {"code": "stolen"}, {"error": "access_denied"}):
        assert _go(pages.stranger(), provider, **query).status_code == 401, query
    victim, thief = pages.stranger(), pages.stranger()
    approved = provider.approve(victim.get("/sign-in/provider").headers["location"])
    thief.get("/sign-in/provider")
    assert thief.get(BACK, params=approved).status_code == 401, "begun in another browser"
    assert victim.get(BACK, params=approved).status_code == 401, "and used up by it"
    browser = pages.stranger()
    there = browser.get("/sign-in/provider").headers["location"]
    ticket, again = browser.cookies[PROVIDER_COOKIE], provider.approve(there)
    assert ticket.partition("~")[0] not in there
    assert browser.get(BACK, params=again).headers["location"] == "/"
    replaying = pages.stranger()
    replaying.cookies.set(PROVIDER_COOKIE, ticket)
    assert replaying.get(BACK, params=again).status_code == 401, "replayed"
    assert COOKIE not in replaying.cookies


def test_the_password_remains_where_the_provider_is_out_of_reach_or_somebody_else(pages: Pages) -> None:
    provider = at_provider(pages)
    provider.down = True
    page = pages.stranger().get("/sign-in/provider")
    assert (page.status_code, "password" in parse_page(page).fields) == (401, True)
    assert "联系不上" in page.text
    provider.down, provider.issuer = False, "https://other.example"
    assert pages.stranger().get("/sign-in/provider").status_code == 401
    for wrong in ("http://id.example", "https://a@id.example", "https://id.example/?x=1", "ftp://127.0.0.1"):
        with pytest.raises(ValidationError):
            GivenSettings(oidc_issuer=wrong)
    with pytest.raises(KeyStoreError):
        load_provider(GivenSettings(oidc_issuer="http://127.0.0.1:9/x"), pages.offices.context.clock)


def test_a_provider_that_never_comes_to_an_end_leaves_the_password(pages: Pages) -> None:
    """Each try would keep a page busy for as long as it drips, until no page is left."""
    acting, state = at_provider(pages), pages.app.state.app_state
    pages.app.state.app_state = replace(state, provider=replace(state.provider, patience=0.1))
    acting.drips = True
    begun = time.monotonic()
    page = pages.stranger().get("/sign-in/provider")
    assert (page.status_code, "联系不上" in page.text) == (401, True)
    assert time.monotonic() - begun < 8, "the whole answer takes twelve seconds"


def test_whoever_set_it_up_finds_in_the_log_why_nobody_gets_in(pages: Pages, caplog: pytest.LogCaptureFixture) -> None:
    """A clock that is three minutes off, another client's token, a secret that is not accepted; and nobody's number."""
    provider, now = at_provider(pages), int(pages.offices.context.clock.now().timestamp())
    _link(pages, WHO)
    for lie in ({"iat": now + 180}, {"exp": now - 180}, {"aud": "another-client"}):
        provider.says = lie
        assert _go(pages.stranger(), provider).status_code == 401
    provider.says, provider.secret = {}, "replaced"
    page = _go(pages.stranger(), provider)
    assert "统一身份不接受本系统" in page.text
    provider.issuer = ISSUER + "/"
    assert pages.stranger().get("/sign-in/provider").status_code == 401
    assert [record.message for record in caplog.records if record.name == "serving.identity_provider"] == [
        "Identity provider: its token: invalid_claim iat",
        "Identity provider: its token: expired_token exp",
        "Identity provider: its token: invalid_claim aud",
        f"Identity provider: '{ISSUER}/token' answered 401",
        f"Identity provider: it calls itself '{ISSUER}/', and SUNWARD_OIDC_ISSUER is '{ISSUER}'",
    ]
    assert "zhang-3" not in caplog.text
