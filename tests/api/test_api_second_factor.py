"""Whoever signs, decides or keeps accounts says who they are by more than a password, and says it again for each act."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from casework.seal.retention import delete_expired
from casework.staff.accounts import issue_code
from casework.staff.attempts import FREE_TRIES
from core.clock import SimulatedClock
from models.second_factor import FactorChallenge, SecondFactor
from notifications.events import Event
from serving.rate_limit import TRIES_PER_MINUTE
from tests.api.two_offices import Client, TwoOffices
from tests.passwords import give_password
from tests.second_factors import AuthenticatorApp, Passkey, give_app

CHIEF, CLERK, PASSWORD = "gui.chief_prosecutor", "gui.clerk", "linen-harbour-417"
_SESSION, _CONFIRM, _FACTORS = "/api/v1/session", "/api/v1/session/confirmation", "/api/v1/account/factors"
_ENDS = {"kind": "end_otherwise", "how": "death", "reason": "死亡证明"}


@pytest.fixture
def real(offices: TwoOffices) -> TwoOffices:
    """An office as it is installed: with second factors."""
    give_password(offices.context, [CHIEF, CLERK], PASSWORD)
    return TwoOffices(replace(offices.context, second_factor=True), offices.number, offices.other)


def client_of(offices: TwoOffices, **base: Any) -> Client:
    return Client(offices.app, base_url="http://localhost", **base)


def sign_in(offices: TwoOffices, app: AuthenticatorApp, login: str = CHIEF) -> Client:
    """Signed in by password and code, holding the token itself."""
    client = client_of(offices)
    sent = {"login": login, "password": PASSWORD, "code": app.next(), "keep": "token"}
    began = client.post(_SESSION, json=sent)
    assert began.status_code == 201, began.text
    return hold(client, began)


def hold(client: Client, answer: Any) -> Client:
    client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    return client


def decide(offices: TwoOffices, client: Client) -> tuple[int, str | None]:
    answer = client.post(f"/api/v1/plans/{offices.number}/decisions", json=_ENDS)
    return answer.status_code, answer.json().get("code")


def test_a_password_alone_signs_in_nobody_who_decides(real: TwoOffices) -> None:
    """Without a factor they are told how to get one; with one the first step gives a ticket, which opens nothing else and
    one session only. A code is used once."""
    sent = {"login": CHIEF, "password": PASSWORD}
    refused = client_of(real).post(_SESSION, json=sent)
    assert (refused.status_code, refused.json()["code"]) == (401, "not-signed-in")
    assert "一次性代码" in refused.json()["detail"]
    app = give_app(real.context, CHIEF)
    asked = client_of(real).post(_SESSION, json=sent)
    assert (asked.status_code, asked.json()["code"]) == (401, "second-factor-required")
    ticket = asked.json()["ticket"]
    thief = client_of(real, headers={"Authorization": f"Bearer {ticket}"})
    assert thief.get("/api/v1/plans").json()["code"] == "second-factor-required"
    step = f"{_SESSION}/factor"
    assert client_of(real).post(step, json={"ticket": ticket, "code": "000000"}).status_code == 401
    code = app.next()
    assert client_of(real).post(step, json={"ticket": ticket, "code": code}).status_code == 201
    assert client_of(real).post(step, json={"ticket": ticket, "code": app.next()}).status_code == 401, "once"
    again = client_of(real).post(_SESSION, json=sent | {"code": code})
    assert again.status_code == 401, "a code that was used"
    assert client_of(real).post(_SESSION, json=sent | {"code": app.next()}).status_code == 201
    assert client_of(real).post(_SESSION, json={"login": CLERK, "password": PASSWORD}).status_code == 201


def test_each_decision_takes_a_confirmation_of_its_own(real: TwoOffices) -> None:
    """A fresh sign-in is none; a confirmation serves one act within ten minutes, and an act that was refused leaves it."""
    app = give_app(real.context, CHIEF)
    chief = sign_in(real, app)
    assert chief.get(f"/api/v1/plans/{real.number}").status_code == 200
    assert decide(real, chief) == (403, "reauthentication-required")
    for wrong in ({"password": PASSWORD}, {"password": PASSWORD, "code": "000000"}, {"code": app.next()}):
        assert chief.post(_CONFIRM, json=wrong).status_code == 401
    before = chief.headers["Authorization"]
    hold(chief, chief.post(_CONFIRM, json={"password": PASSWORD, "code": app.next()}))
    assert decide(real, chief)[0] == 409, "nobody has proposed it"
    copied = client_of(real, headers={"Authorization": before})
    real.act("prosecutor", "propose", step="end_otherwise", how="death", reason="死亡证明")
    assert copied.get(f"/api/v1/plans/{real.number}").status_code == 200, "a page may be asking just now"
    assert decide(real, copied) == (403, "reauthentication-required"), "a copy of the old token decides nothing"
    assert decide(real, chief) == (201, None)
    assert decide(real, chief) == (403, "reauthentication-required")
    hold(chief, chief.post(_CONFIRM, json={"password": PASSWORD, "code": app.next()}))
    assert isinstance(real.context.clock, SimulatedClock)
    real.context.clock.advance_by(timedelta(minutes=10))
    assert copied.get("/api/v1/session").status_code == 401
    assert decide(real, chief) == (403, "reauthentication-required")


def test_a_confirmation_is_used_by_one_of_two_that_come_at_once(real: TwoOffices) -> None:
    """Each was let in by the same confirmation; the transaction of the act says whose it was."""
    from casework.shared.context import ensure_confirmed
    from casework.staff.authentication import resolve_session
    from core.errors import ReauthenticationRequired

    app = give_app(real.context, CHIEF)
    chief = sign_in(real, app)
    hold(chief, chief.post(_CONFIRM, json={"password": PASSWORD, "code": app.next()}))
    token = str(chief.headers["Authorization"]).removeprefix("Bearer ")
    one, other = resolve_session(real.context, token), resolve_session(real.context, token)
    assert one is not None
    assert other is not None
    with real.context.database.transaction() as session:
        ensure_confirmed(session, one.actor)
    with pytest.raises(ReauthenticationRequired), real.context.database.transaction() as session:
        ensure_confirmed(session, other.actor)


def test_after_a_one_time_code_a_factor_is_set_up_before_anything_else(real: TwoOffices) -> None:
    """The old ones are gone, and their owner is told of both."""
    give_app(real.context, CHIEF)
    code, waits = issue_code(real.context, CHIEF)
    assert not waits, "nobody else of that office could confirm it"
    client = client_of(real)
    chosen = {"login": CHIEF, "code": code, "new": "amber-meadow-lantern-2", "keep": "token"}
    began = client.post(f"{_SESSION}/one-time-code", json=chosen)
    assert began.json()["stage"] == "enrol"
    assert real.rows(SecondFactor) == []
    hold(client, began)
    assert client.get("/api/v1/plans").json()["code"] == "second-factor-missing"
    setup = client.post(f"{_FACTORS}/totp").json()
    assert client.get(f"{_FACTORS}/totp/{setup['id']}").json()["secret"] == setup["secret"]
    assert setup["secret"] not in str([row.model_dump() for row in real.rows(FactorChallenge)])
    app = AuthenticatorApp(real.context, setup["secret"])
    path = f"{_FACTORS}/totp/{setup['id']}"
    assert client.post(path, json={"code": "000000", "name": "手机"}).status_code == 422
    hold(client, client.post(path, json={"code": app.now(), "name": "手机"}))
    assert client.get("/api/v1/plans").status_code == 200
    assert client.get(path).status_code == 403, "the secret is shown no more"
    assert [one["name"] for one in client.get(_FACTORS).json()] == ["手机"]
    assert setup["secret"] not in str([row.model_dump() for row in real.rows(SecondFactor)])
    assert {one.recipient_id for one in real.messages(Event.SIGN_IN_ALERT)} == {real.staff(CHIEF).id}
    assert len(real.messages(Event.SIGN_IN_ALERT)) == 4, "removed and added, by inbox and mail"
    again = client_of(real).post(_SESSION, json={"login": CHIEF, "password": chosen["new"], "code": app.now()})
    assert again.status_code == 401, "the code with which it was set up is used"


def test_a_passkey_signs_in_and_decides_and_only_where_it_was_made(real: TwoOffices) -> None:
    """It verifies its user, signs once what this session was asked, counts upwards, and belongs to the host name."""
    app = give_app(real.context, CHIEF)
    chief = sign_in(real, app)
    hold(chief, chief.post(_CONFIRM, json={"password": PASSWORD, "code": app.next()}))
    options = chief.post(f"{_FACTORS}/passkey/options").json()
    assert options["authenticatorSelection"]["userVerification"] == "required"
    for bad in (Passkey(verifies=False), Passkey(origin="http://localhost.example"), Passkey(host="elsewhere.example")):
        asked = chief.post(f"{_FACTORS}/passkey/options").json()
        made = bad.create(asked)
        assert chief.post(f"{_FACTORS}/passkey", json={"name": "钥匙", "passkey": made}).status_code == 422
    key = Passkey()
    made = {"name": "钥匙", "passkey": key.create(options)}
    answer = chief.post(f"{_FACTORS}/passkey", json=made)
    assert answer.status_code == 201
    hold(chief, answer)

    client = client_of(real)
    ticket = client.post(_SESSION, json={"login": CHIEF, "password": PASSWORD}).json()["ticket"]
    asked = client.post(f"{_SESSION}/factor/options", json={"ticket": ticket}).json()
    step = {"ticket": ticket, "passkey": key.sign(asked), "keep": "token"}
    hold(client, client.post(f"{_SESSION}/factor", json=step))
    for spoil in ("replay", "unverified", "counter", "other session"):
        asked = client.post(f"{_CONFIRM}/options").json()
        signing = replace(key, verifies=spoil != "unverified", count=0 if spoil == "counter" else key.count)
        if spoil == "other session":
            asked = chief.post(f"{_CONFIRM}/options").json()
        signed = step["passkey"] if spoil == "replay" else signing.sign(asked)
        assert client.post(_CONFIRM, json={"passkey": signed}).status_code == 401, spoil
    real.act("prosecutor", "propose", step="end_otherwise", how="death", reason="死亡证明")
    assert isinstance(real.context.clock, SimulatedClock)
    real.context.clock.advance_by(timedelta(minutes=1))
    asked = client.post(f"{_CONFIRM}/options").json()
    hold(client, client.post(_CONFIRM, json={"passkey": key.sign(asked)}))
    assert decide(real, client) == (201, None)


def test_on_an_ip_address_a_passkey_is_refused_with_the_reason(real: TwoOffices) -> None:
    app = give_app(real.context, CHIEF)
    chief = sign_in(real, app)
    hold(chief, chief.post(_CONFIRM, json={"password": PASSWORD, "code": app.next()}))
    for host in ("127.0.0.1:8000", "[::1]:8000"):
        answer = chief.post(f"{_FACTORS}/passkey/options", headers={"Host": host})
        assert answer.status_code == 409
        assert "IP 地址" in answer.json()["detail"]


def test_wrong_codes_are_slowed_down_from_wherever_they_come(real: TwoOffices) -> None:
    """Only whoever knows the password comes so far; the owner's own device does not wait for them."""
    app = give_app(real.context, CHIEF)
    owner = client_of(real)
    sent = {"login": CHIEF, "password": PASSWORD}
    assert owner.post(_SESSION, json=sent | {"code": app.next()}).status_code == 201
    thief = client_of(real)
    tried = [thief.post(_SESSION, json=sent | {"code": "000000"}).status_code for _ in range(FREE_TRIES + 1)]
    assert tried == [401] * FREE_TRIES + [429]
    assert owner.post(_SESSION, json=sent | {"code": app.now()}).status_code == 401, "that code is used"
    assert owner.post(_SESSION, json=sent | {"code": app.next()}).status_code == 201


def test_the_first_of_two_steps_is_no_wrong_try_of_the_address_that_an_office_shares(real: TwoOffices) -> None:
    give_app(real.context, CHIEF)
    sent = {"login": CHIEF, "password": PASSWORD}
    answers = [client_of(real).post(_SESSION, json=sent) for _ in range(TRIES_PER_MINUTE + 2)]
    assert {answer.json()["code"] for answer in answers} == {"second-factor-required"}


def test_the_last_factor_of_whoever_signs_stays_and_a_change_takes_a_confirmation(real: TwoOffices) -> None:
    app = give_app(real.context, CHIEF)
    chief = sign_in(real, app)
    elsewhere = sign_in(real, app)
    (own,) = chief.get(_FACTORS).json()
    one = f"{_FACTORS}/{own['id']}"
    assert chief.patch(one, json={"name": "新手机"}).status_code == 204
    assert chief.post(f"{_FACTORS}/totp").json()["code"] == "reauthentication-required"
    assert chief.delete(one).json()["code"] == "reauthentication-required"
    hold(chief, chief.post(_CONFIRM, json={"password": PASSWORD, "code": app.next()}))
    assert chief.delete(one).status_code == 409
    assert sign_in(real, app).get(_FACTORS).json()[0]["name"] == "新手机"
    setup = chief.post(f"{_FACTORS}/totp").json()
    second = AuthenticatorApp(real.context, setup["secret"])
    hold(chief, chief.post(f"{_FACTORS}/totp/{setup['id']}", json={"code": second.now(), "name": "备用"}))
    assert elsewhere.get(_SESSION).status_code == 401, "every other session is over"
    hold(chief, chief.post(_CONFIRM, json={"password": PASSWORD, "code": second.next()}))
    assert chief.delete(one).status_code == 204
    assert [each["name"] for each in chief.get(_FACTORS).json()] == ["备用"]
    stranger = sign_in(real, give_app(real.context, CLERK), CLERK)
    assert stranger.delete(one).status_code == 404


def test_whoever_does_not_sign_may_have_a_factor_and_gives_it_up_again(real: TwoOffices) -> None:
    client = client_of(real)
    hold(client, client.post(_SESSION, json={"login": CLERK, "password": PASSWORD, "keep": "token"}))
    assert client.post(f"{_FACTORS}/totp").json()["code"] == "reauthentication-required", "however fresh the sign-in"
    hold(client, client.post(_CONFIRM, json={"password": PASSWORD}))
    setup = client.post(f"{_FACTORS}/totp").json()
    app = AuthenticatorApp(real.context, setup["secret"])
    hold(client, client.post(f"{_FACTORS}/totp/{setup['id']}", json={"code": app.now(), "name": "手机"}))
    asked = client_of(real).post(_SESSION, json={"login": CLERK, "password": PASSWORD})
    assert asked.json()["code"] == "second-factor-required"
    hold(client, client.post(_CONFIRM, json={"password": PASSWORD, "code": app.next()}))
    assert client.delete(f"{_FACTORS}/{client.get(_FACTORS).json()[0]['id']}").status_code == 204
    assert client_of(real).post(_SESSION, json={"login": CLERK, "password": PASSWORD}).status_code == 201


def test_whoever_has_read_the_password_does_not_change_it(real: TwoOffices) -> None:
    app = give_app(real.context, CHIEF)
    chief = sign_in(real, app)
    change = {"old": PASSWORD, "new": "amber-meadow-lantern-2"}
    for wrong in ({}, {"code": "000000"}, {"code": app.now()}):
        assert chief.put(f"{_SESSION}/password", json=change | wrong).status_code == 401
    hold(chief, chief.put(f"{_SESSION}/password", json=change | {"code": app.next()}))
    assert chief.get(_SESSION).status_code == 200
    sent = {"login": CHIEF, "password": change["new"], "code": app.next()}
    assert client_of(real).post(_SESSION, json=sent).status_code == 201


def test_a_session_begun_without_a_factor_is_over_once_the_role_needs_one(real: TwoOffices) -> None:
    """As after an upgrade, or beside an edition that knows of none."""
    before = TwoOffices(replace(real.context, second_factor=False), real.number, real.other)
    begun = {login: before.as_(login).headers["Authorization"] for login in (CHIEF, CLERK)}
    assert client_of(real, headers={"Authorization": begun[CHIEF]}).get("/api/v1/session").status_code == 401
    assert client_of(real, headers={"Authorization": begun[CLERK]}).get("/api/v1/session").status_code == 200


def test_what_was_asked_and_not_answered_is_forgotten(real: TwoOffices) -> None:
    app = give_app(real.context, CHIEF)
    chief = sign_in(real, app)
    hold(chief, chief.post(_CONFIRM, json={"password": PASSWORD, "code": app.next()}))
    chief.post(f"{_FACTORS}/totp")
    assert isinstance(real.context.clock, SimulatedClock)
    real.context.clock.advance_by(timedelta(minutes=11))
    delete_expired(real.context)
    assert real.rows(FactorChallenge) == []
