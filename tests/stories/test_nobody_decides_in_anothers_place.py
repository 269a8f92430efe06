"""Three insiders who want a chief procurator's decision without the chief: an administrator with every right of theirs, an
assistant with a copy of the chief's session, and somebody who has read the chief's password. None of them decides."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from casework.acting.rights import Actor
from casework.staff.accounts import confirm_account, request_code, set_password_with_code
from casework.staff.attempts import TrySource
from casework.staff.authentication import confirm_identity, finish_sign_in, resolve_session, sign_in
from casework.staff.factor_enrolment import begin_code_generator
from casework.staff.second_factors import FactorProof
from core.clock import SimulatedClock
from core.errors import NotAllowed, NotSignedIn, ReauthenticationRequired, StateConflict, SunwardError
from models.decision import Decision
from models.journal import JournalLine
from models.office import SignIn
from serving.auth import SignedInAccess, get_access_rule
from tests.api.two_offices import Client, TwoOffices
from tests.casework.every_operation import PERSON_OPERATIONS
from tests.passwords import FROM_HERE, give_password
from tests.second_factors import AuthenticatorApp, give_app

CHIEF, ADMIN, PASSWORD = "gui.chief_prosecutor", "gui.administrator", "linen-harbour-417"
SIGNED = {name: verb for name, verb in PERSON_OPERATIONS.items() if verb.act.signs}


@pytest.fixture
def office(offices: TwoOffices) -> TwoOffices:
    """As it is installed; a proposal waits for the chief."""
    give_password(offices.context, [CHIEF, ADMIN], PASSWORD)
    offices.act("prosecutor", "propose", step="end_otherwise", how="no_criminal_fact", reason="核实不负刑事责任")
    return TwoOffices(replace(offices.context, second_factor=True), offices.number, offices.other)


@pytest.fixture
def phone(office: TwoOffices) -> AuthenticatorApp:
    """The chief's own telephone."""
    return give_app(office.context, CHIEF)


def signs_nothing(office: TwoOffices, actor: Actor, refused: type[SunwardError]) -> None:
    """Every act that decides, signs or unseals is tried, and none is done."""
    assert len(SIGNED) > 8
    for verb in SIGNED.values():
        with pytest.raises(refused if actor.role in verb.act.by else NotAllowed):
            verb.do(office.context, actor, office.number)
    assert office.plan().status == "under_supervision"
    assert [row for row in office.rows(Decision) if row.kind == "end_otherwise"] == []


def bearer(office: TwoOffices, token: str) -> Client:
    return Client(office.app, base_url="http://localhost", headers={"Authorization": f"Bearer {token}"})


def test_an_administrator_with_every_right_becomes_nobody(office: TwoOffices, phone: AuthenticatorApp) -> None:
    """They ask for a new way in for the chief, see one half of a code, cannot see the other, and sign nothing themselves."""
    own = give_app(office.context, ADMIN)
    first_step = sign_in(office.context, ADMIN, PASSWORD, FROM_HERE).signed_in
    session = finish_sign_in(office.context, first_step, FactorProof(own.next()), FROM_HERE).signed_in

    def confirmed() -> Actor:
        proof = FactorProof(own.next())
        return confirm_identity(office.context, session, PASSWORD, proof, FROM_HERE).signed_in.actor

    half = request_code(office.context, confirmed(), login=CHIEF, reason="忘了密码")
    (asked,) = [line for line in office.rows(JournalLine) if line.act == "ask_for_account"]
    with pytest.raises(StateConflict):
        confirm_account(office.context, confirmed(), _request(asked), reason="自己确认")
    for code in (half, half + half, half + "AAAA-AAAA"):
        with pytest.raises(NotSignedIn):
            set_password_with_code(office.context, CHIEF, code, "amber-meadow-lantern-2", FROM_HERE)
    signs_nothing(office, confirmed(), SunwardError)
    chief = sign_in(office.context, CHIEF, PASSWORD, FROM_HERE).signed_in
    assert finish_sign_in(office.context, chief, FactorProof(phone.next()), FROM_HERE).signed_in.by_factor
    assert {line.actor_id for line in office.rows(JournalLine) if line.act == "end_otherwise"} == set()


def test_a_copy_of_the_chiefs_session_decides_nothing(office: TwoOffices, phone: AuthenticatorApp) -> None:
    """Not when it was begun a moment ago, not with the password besides, and not in the minutes in which the chief has said
    who they are: that was said for another token."""
    context = office.context
    chief = finish_sign_in(
        context, sign_in(context, CHIEF, PASSWORD, FROM_HERE).signed_in, FactorProof(phone.next()), FROM_HERE
    )
    copied = resolve_session(context, chief.token)
    assert copied is not None
    signs_nothing(office, copied.actor, ReauthenticationRequired)
    for proof in (FactorProof(), FactorProof("000000"), FactorProof(phone.now())):
        with pytest.raises(NotSignedIn):
            confirm_identity(context, copied, PASSWORD, proof, TrySource("198.51.100.9"))
    with pytest.raises(ReauthenticationRequired):
        begin_code_generator(context, copied)
    confirmed = confirm_identity(context, chief.signed_in, PASSWORD, FactorProof(phone.next()), FROM_HERE)
    copied = resolve_session(context, chief.token)
    assert copied is not None, "it reads for some seconds more"
    signs_nothing(office, copied.actor, ReauthenticationRequired)
    assert isinstance(context.clock, SimulatedClock)
    context.clock.advance_by(timedelta(seconds=31))
    assert resolve_session(context, chief.token) is None
    owner = resolve_session(context, confirmed.token)
    assert owner is not None
    assert not owner.actor.unconfirmed


def test_the_chiefs_password_alone_opens_nothing(office: TwoOffices, phone: AuthenticatorApp) -> None:
    """The first step opens no route of the API; nothing but the second can be done with it."""
    begun = sign_in(office.context, CHIEF, PASSWORD, TrySource("198.51.100.9"))
    assert begun.signed_in.actor.unconfirmed
    signs_nothing(office, begun.signed_in.actor, ReauthenticationRequired)
    thief, tried = bearer(office, begun.token), 0
    for context in iter_route_contexts(office.app.routes):
        route, rule = context.original_route, get_access_rule(context.original_route)
        asks = isinstance(rule, SignedInAccess) and "factor" not in rule.stages
        if isinstance(route, APIRoute) and asks:
            for method in route.methods or ():
                path = str(context.path).replace("{", "").replace("}", "")
                answer = thief.request(method, path, json={})
                assert answer.status_code in (401, 422), path
                tried += 1
    assert tried
    assert thief.get(f"/api/v1/plans/{office.number}").status_code == 401
    for guess in ("000000", "123456"):
        with pytest.raises(NotSignedIn):
            finish_sign_in(office.context, begun.signed_in, FactorProof(guess), TrySource("198.51.100.9"))
    assert all(row.stage == "factor" for row in office.rows(SignIn) if row.staff_id == office.staff(CHIEF).id)
    assert phone.secret


def _request(line: JournalLine) -> uuid.UUID:
    return uuid.UUID(line.note["request"])
