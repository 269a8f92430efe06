"""Who reads cases signs in by more than a password, a week after the first sign-in; a lost telephone has its paper."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.staff.accounts import end_all_sessions
from casework.staff.authentication import confirm_identity, finish_sign_in, resolve_session, sign_in
from casework.staff.factor_enrolment import list_own_factors, make_paper_codes
from casework.staff.second_factors import GRACE, FactorProof
from core.clock import SimulatedClock
from core.errors import NotFound, NotSignedIn, ReauthenticationRequired
from models.database import Database
from models.journal import JournalLine
from models.office import Staff
from tests.builders import an_office, enrol
from tests.passwords import FROM_HERE, give_password
from tests.second_factors import give_app

WORKER, ADMIN, PASSWORD = "zi.worker", "zi.admin", "linen-harbour-417"


@pytest.fixture
def context(database: Database) -> Context:
    context = replace(an_office(database, "2026-11-27 09:00"), second_factor=True)
    enrol(context, "子区", f"social_worker {WORKER}", f"administrator {ADMIN}")
    enrol(context, "丑区", "administrator chou.admin")
    give_password(context, [WORKER, ADMIN], PASSWORD)
    return context


def later(context: Context, by: timedelta) -> None:
    assert isinstance(context.clock, SimulatedClock)
    context.clock.advance_by(by)


def somebody(context: Context, login: str) -> Actor:
    with context.database.reading() as session:
        return Actor.of_staff(session.exec(select(Staff).where(Staff.login == login)).one())


def test_a_worker_has_seven_days_from_the_first_sign_in_and_then_needs_a_second_factor(context: Context) -> None:
    first = sign_in(context, WORKER, PASSWORD, FROM_HERE)
    assert first.signed_in.factor_by == context.clock.now() + GRACE
    with pytest.raises(NotSignedIn):
        sign_in(context, ADMIN, PASSWORD, FROM_HERE)
    later(context, GRACE - timedelta(minutes=5))
    last = sign_in(context, WORKER, PASSWORD, FROM_HERE)
    later(context, timedelta(minutes=5))
    assert resolve_session(context, last.token) is None
    with pytest.raises(NotSignedIn):
        sign_in(context, WORKER, PASSWORD, FROM_HERE)


def test_a_code_on_paper_stands_in_once_for_a_lost_telephone(context: Context) -> None:
    app = give_app(context, WORKER)
    signed_in = finish_sign_in(
        context, sign_in(context, WORKER, PASSWORD, FROM_HERE).signed_in, FactorProof(app.next()), FROM_HERE
    ).signed_in
    confirmed = confirm_identity(context, signed_in, PASSWORD, FactorProof(app.next()), FROM_HERE).signed_in
    codes, opened = make_paper_codes(context, confirmed)
    assert len(set(codes)) == 10
    step = sign_in(context, WORKER, PASSWORD, FROM_HERE).signed_in
    assert finish_sign_in(context, step, FactorProof(f"{codes[3][:4]} {codes[3][4:]}"), FROM_HERE).signed_in.by_factor
    step = sign_in(context, WORKER, PASSWORD, FROM_HERE).signed_in
    with pytest.raises(NotSignedIn):
        finish_sign_in(context, step, FactorProof(codes[3]), FROM_HERE)
    with pytest.raises(ReauthenticationRequired):
        make_paper_codes(context, opened.signed_in)
    assert sorted(one.kind for one in list_own_factors(context, opened.signed_in)) == ["paper", "totp"]


def test_an_administrator_signs_somebody_of_their_office_out_everywhere(context: Context) -> None:
    opened = sign_in(context, WORKER, PASSWORD, FROM_HERE)
    with pytest.raises(NotFound):
        end_all_sessions(context, somebody(context, "chou.admin"), login=WORKER, reason="手机丢了")
    end_all_sessions(context, somebody(context, ADMIN), login=WORKER, reason="手机丢了")
    assert resolve_session(context, opened.token) is None
    with context.database.reading() as session:
        acts = [line.act for line in session.exec(select(JournalLine))]
    assert "end_all_sessions" in acts
