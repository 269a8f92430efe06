"""Whoever signs, decides or keeps accounts says who they are by more than a password, and says it again for each act."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from casework.acting.entry import ensure_confirmed
from casework.seal.retention import delete_expired
from casework.staff import authentication
from casework.staff.accounts import issue_code, set_password_with_code
from casework.staff.attempts import FREE_TRIES
from casework.staff.authentication import NewSession, SignedIn, resolve_session
from casework.staff.factor_enrolment import (
    add_code_generator,
    add_passkey,
    begin_code_generator,
    begin_passkey,
    list_own_factors,
    read_code_generator,
    remove_factor,
    rename_factor,
)
from casework.staff.second_factors import FactorProof, Site, ask_for_passkey
from core.clock import SimulatedClock
from core.errors import BadInput, NotFound, NotSignedIn, ReauthenticationRequired, StateConflict
from models.second_factor import FactorChallenge, SecondFactor
from notifications.events import Event
from serving.rate_limit import TRIES_PER_MINUTE
from tests.api.two_offices import Client, TwoOffices
from tests.passwords import FROM_HERE, give_password
from tests.second_factors import AuthenticatorApp, Passkey, give_app

CHIEF, CLERK, PASSWORD = "gui.chief_prosecutor", "gui.clerk", "linen-harbour-417"
_SESSION, _CONFIRM = "/api/v1/session", "/api/v1/session/confirmation"
NEW = "amber-meadow-lantern-2"
SITE = Site("localhost", "http://localhost")
_ENDS = {
    "did": "end_otherwise", "how": "no_criminal_fact", "reason": "核实不负刑事责任", "without_countersignature": "负责人出差",
}  # fmt: skip


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


def opened_by(offices: TwoOffices, opened: NewSession) -> Client:
    """A client that holds this session."""
    return client_of(offices, headers={"Authorization": f"Bearer {opened.token}"})


def begin(offices: TwoOffices, app: AuthenticatorApp, login: str = CHIEF) -> NewSession:
    """Signed in by password and code."""
    first = authentication.sign_in(offices.context, login, PASSWORD, FROM_HERE)
    return authentication.finish_sign_in(offices.context, first.signed_in, FactorProof(app.next()), FROM_HERE)


def confirmed(offices: TwoOffices, opened: NewSession, app: AuthenticatorApp) -> SignedIn:
    """Who they are was said again."""
    proof = FactorProof(app.next())
    return authentication.confirm_identity(offices.context, opened.signed_in, PASSWORD, proof, FROM_HERE).signed_in


def decide(offices: TwoOffices, client: Client) -> tuple[int, str | None]:
    answer = client.post(f"/api/v1/plans/{offices.number}/acts", json=_ENDS)
    return answer.status_code, answer.json().get("code")


def test_a_password_alone_signs_in_nobody_who_decides(real: TwoOffices) -> None:
    """Without a factor they are told how to get one; with one the first step opens nothing, and its second is done once. A
    code is used once."""
    sent = {"login": CHIEF, "password": PASSWORD}
    refused = client_of(real).post(_SESSION, json=sent)
    assert (refused.status_code, refused.json()["code"]) == (401, "not-signed-in")
    assert "一次性代码" in refused.json()["detail"]
    app = give_app(real.context, CHIEF)
    asked = client_of(real).post(_SESSION, json=sent)
    assert (asked.status_code, asked.json()["code"]) == (401, "second-factor-required")
    first = authentication.sign_in(real.context, CHIEF, PASSWORD, FROM_HERE)
    assert opened_by(real, first).get("/api/v1/plans").json()["code"] == "second-factor-required"
    assert client_of(real).post(_SESSION, json=sent | {"code": "000000"}).status_code == 401
    code = app.next()
    assert client_of(real).post(_SESSION, json=sent | {"code": code}).status_code == 201
    assert client_of(real).post(_SESSION, json=sent | {"code": code}).status_code == 401, "a code that was used"
    authentication.finish_sign_in(real.context, first.signed_in, FactorProof(app.next()), FROM_HERE)
    with pytest.raises(NotSignedIn):
        authentication.finish_sign_in(real.context, first.signed_in, FactorProof(app.next()), FROM_HERE)
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
    real.act("prosecutor", "propose", step="end_otherwise", how="no_criminal_fact", reason="核实不负刑事责任")
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


def test_acts_of_one_kind_share_a_confirmation_for_five_minutes(real: TwoOffices) -> None:
    """On accounts, tokens and settings; a decision about a minor takes one of its own, and so does another factor."""
    app = give_app(real.context, CHIEF)
    first = begin(real, app).signed_in
    opened = authentication.confirm_identity(real.context, first, PASSWORD, FactorProof(app.next()), FROM_HERE)

    def use(kind: str | None = None) -> None:
        here = resolve_session(real.context, opened.token)
        assert here is not None
        with real.context.database.transaction() as session:
            ensure_confirmed(session, here.actor, kind, real.context.clock.now())

    for _ in range(3):
        use("tokens")
    for other in ("accounts", "settings", None):
        with pytest.raises(ReauthenticationRequired):
            use(other)
    here = resolve_session(real.context, opened.token)
    assert here is not None
    with pytest.raises(ReauthenticationRequired):
        begin_code_generator(real.context, here)
    assert isinstance(real.context.clock, SimulatedClock)
    real.context.clock.advance_by(timedelta(minutes=5, seconds=1))
    with pytest.raises(ReauthenticationRequired):
        use("tokens")


def test_after_a_one_time_code_a_factor_is_set_up_before_anything_else(real: TwoOffices) -> None:
    """The old ones are gone, and their owner is told of both."""
    context = real.context
    give_app(context, CHIEF)
    code, waits, holds_from = issue_code(context, CHIEF)
    assert not waits, "nobody else of that office could confirm it"
    with pytest.raises(NotSignedIn):
        set_password_with_code(context, CHIEF, code, NEW, FROM_HERE)
    assert holds_from is not None
    assert isinstance(context.clock, SimulatedClock)
    context.clock.advance_to(holds_from)
    begun = set_password_with_code(context, CHIEF, code, NEW, FROM_HERE)
    assert begun.signed_in.stage == "enrol"
    assert real.rows(SecondFactor) == []
    assert opened_by(real, begun).get("/api/v1/plans").json()["code"] == "second-factor-missing"
    setup = begin_code_generator(context, begun.signed_in)
    assert read_code_generator(context, begun.signed_in, setup.id).secret == setup.secret
    assert setup.secret not in str([row.model_dump() for row in real.rows(FactorChallenge)])
    app = AuthenticatorApp(context, setup.secret)
    with pytest.raises(BadInput):
        add_code_generator(context, begun.signed_in, setup.id, code="000000", name="手机")
    opened = add_code_generator(context, begun.signed_in, setup.id, code=app.now(), name="手机")
    assert opened_by(real, opened).get("/api/v1/plans").status_code == 200
    with pytest.raises(ReauthenticationRequired):  # the secret is shown no more
        read_code_generator(context, opened.signed_in, setup.id)
    assert [one.name for one in list_own_factors(context, opened.signed_in)] == ["手机"]
    assert setup.secret not in str([row.model_dump() for row in real.rows(SecondFactor)])
    assert {one.recipient_id for one in real.messages(Event.SIGN_IN_ALERT)} == {real.staff(CHIEF).id}
    assert len(real.messages(Event.SIGN_IN_ALERT)) == 4, "removed and added, by inbox and mail"
    again = client_of(real).post(_SESSION, json={"login": CHIEF, "password": NEW, "code": app.now()})
    assert again.status_code == 401, "the code with which it was set up is used"


def test_a_passkey_signs_in_and_decides_and_only_where_it_was_made(real: TwoOffices) -> None:
    """It verifies its user, signs once what this session was asked, counts upwards, and belongs to the host name."""
    context, app = real.context, give_app(real.context, CHIEF)
    chief = confirmed(real, begin(real, app), app)
    assert begin_passkey(context, chief, SITE)["authenticatorSelection"]["userVerification"] == "required"
    for bad in (Passkey(verifies=False), Passkey(origin="http://localhost.example"), Passkey(host="elsewhere.example")):
        with pytest.raises(BadInput):
            add_passkey(context, chief, SITE, answer=bad.create(begin_passkey(context, chief, SITE)), name="钥匙")
    for address in ("127.0.0.1", "::1"):
        with pytest.raises(StateConflict, match="IP address"):
            begin_passkey(context, chief, Site(address, f"http://{address}"))
    key = Passkey()
    chief = add_passkey(
        context, chief, SITE, answer=key.create(begin_passkey(context, chief, SITE)), name="钥匙"
    ).signed_in

    def ask(session: SignedIn) -> dict[str, Any]:
        assert session.actor.id is not None
        return ask_for_passkey(context, session.actor.id, session.id, SITE)

    def confirm(session: SignedIn, signed: dict[str, Any]) -> NewSession:
        return authentication.confirm_identity(context, session, "", FactorProof("", signed, SITE), FROM_HERE)

    first = authentication.sign_in(context, CHIEF, PASSWORD, FROM_HERE).signed_in
    signed_once = key.sign(ask(first))
    client = authentication.finish_sign_in(context, first, FactorProof("", signed_once, SITE), FROM_HERE).signed_in
    for spoil in ("replay", "unverified", "counter", "other session"):
        asked = ask(chief if spoil == "other session" else client)
        signing = replace(key, verifies=spoil != "unverified", count=0 if spoil == "counter" else key.count)
        with pytest.raises(NotSignedIn):
            confirm(client, signed_once if spoil == "replay" else signing.sign(asked))
    real.act("prosecutor", "propose", step="end_otherwise", how="no_criminal_fact", reason="核实不负刑事责任")
    assert isinstance(context.clock, SimulatedClock)
    context.clock.advance_by(timedelta(minutes=1))
    assert decide(real, opened_by(real, confirm(client, key.sign(ask(client))))) == (201, None)


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
    context, app = real.context, give_app(real.context, CHIEF)
    opened, elsewhere = begin(real, app), begin(real, app)
    (own,) = list_own_factors(context, opened.signed_in)
    rename_factor(context, opened.signed_in, own.id, name="新手机")
    with pytest.raises(ReauthenticationRequired):
        begin_code_generator(context, opened.signed_in)
    with pytest.raises(ReauthenticationRequired):
        remove_factor(context, opened.signed_in, own.id)
    chief = confirmed(real, opened, app)
    with pytest.raises(StateConflict):
        remove_factor(context, chief, own.id)
    assert list_own_factors(context, chief)[0].name == "新手机"
    setup = begin_code_generator(context, chief)
    second = AuthenticatorApp(context, setup.secret)
    opened = add_code_generator(context, chief, setup.id, code=second.now(), name="备用")
    assert resolve_session(context, elsewhere.token) is None, "every other session is over"
    stranger = begin(real, give_app(context, CLERK), CLERK).signed_in
    with pytest.raises(NotFound):
        remove_factor(context, stranger, own.id)
    remove_factor(context, confirmed(real, opened, second), own.id)
    assert [each.name for each in list_own_factors(context, opened.signed_in)] == ["备用"]


def test_whoever_does_not_sign_may_have_a_factor_and_gives_it_up_again(real: TwoOffices) -> None:
    context, sent = real.context, {"login": CLERK, "password": PASSWORD}
    clerk = authentication.sign_in(context, CLERK, PASSWORD, FROM_HERE).signed_in
    with pytest.raises(ReauthenticationRequired):  # however fresh the sign-in
        begin_code_generator(context, clerk)
    clerk = authentication.confirm_identity(context, clerk, PASSWORD, FactorProof(), FROM_HERE).signed_in
    setup = begin_code_generator(context, clerk)
    app = AuthenticatorApp(context, setup.secret)
    opened = add_code_generator(context, clerk, setup.id, code=app.now(), name="手机")
    assert client_of(real).post(_SESSION, json=sent).json()["code"] == "second-factor-required"
    clerk = confirmed(real, opened, app)
    remove_factor(context, clerk, list_own_factors(context, clerk)[0].id)
    assert client_of(real).post(_SESSION, json=sent).status_code == 201


def test_whoever_has_read_the_password_does_not_change_it(real: TwoOffices) -> None:
    context, app = real.context, give_app(real.context, CHIEF)
    chief = begin(real, app).signed_in
    for wrong in ("", "000000", app.now()):
        with pytest.raises(NotSignedIn):
            authentication.change_password(context, chief, PASSWORD, NEW, FROM_HERE, FactorProof(wrong))
    authentication.change_password(context, chief, PASSWORD, NEW, FROM_HERE, FactorProof(app.next()))
    sent = {"login": CHIEF, "password": NEW, "code": app.next()}
    assert client_of(real).post(_SESSION, json=sent).status_code == 201


def test_a_session_begun_without_a_factor_is_over_once_the_role_needs_one(real: TwoOffices) -> None:
    """As after an upgrade, or beside an edition that knows of none."""
    before = TwoOffices(replace(real.context, second_factor=False), real.number, real.other)
    begun = {login: before.as_(login).headers["Authorization"] for login in (CHIEF, CLERK)}
    assert client_of(real, headers={"Authorization": begun[CHIEF]}).get("/api/v1/session").status_code == 401
    assert client_of(real, headers={"Authorization": begun[CLERK]}).get("/api/v1/session").status_code == 200


def test_what_was_asked_and_not_answered_is_forgotten(real: TwoOffices) -> None:
    app = give_app(real.context, CHIEF)
    begin_code_generator(real.context, confirmed(real, begin(real, app), app))
    assert isinstance(real.context.clock, SimulatedClock)
    real.context.clock.advance_by(timedelta(minutes=11))
    delete_expired(real.context)
    assert real.rows(FactorChallenge) == []
