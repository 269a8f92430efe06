"""Several act on one account, office or record at the same moment, on PostgreSQL, where nobody waits unless a row is
locked: what holds of one after the other holds then too."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import URL, text
from sqlmodel import Session

from casework.acting.rights import Actor
from casework.checkins.outages import record_heartbeat
from casework.plan.opening import open_new_plan
from casework.staff import authentication
from casework.staff.accounts import (
    confirm_account,
    request_code,
    set_password_with_code,
    stop_request,
)
from casework.staff.attempts import TrySource
from casework.staff.authentication import NewSession, SignedIn, change_password, confirm_identity, sign_in
from casework.staff.factor_enrolment import list_own_factors, remove_factor
from casework.staff.passwords import verify_password
from casework.staff.second_factors import FactorProof
from casework.staff.staff_accounts import leave_service
from core.errors import BadInput, NotSignedIn, StateConflict, SunwardError
from flows.rehearsal import get_opener
from models.all_tables import import_models
from models.database import Database, lock_for_update
from models.office import AccountRequest, Office, SignIn, Staff
from models.outage import Heartbeat, Outage
from models.plan import Plan, TeamMember
from tests.api.two_offices import HERE, TwoOffices, make_plan_for, make_two_offices
from tests.builders import OFFICE, enrol
from tests.databases import new_database
from tests.passwords import give_password
from tests.second_factors import give_app

FROM_HERE = TrySource("192.0.2.7")
PASSWORD, NEW = "amber-meadow-lantern-2", "linen-harbour-417"
WORKER, OTHER_WORKER, LEAVER, CLERK = (f"{HERE}.{name}" for name in ("worker2", "other", "leaver", "clerk"))


@pytest.fixture(scope="module")
def offices(postgresql_server: URL) -> Iterator[TwoOffices]:
    """One record for all of them: each is about an account of its own."""
    import_models()
    with new_database(postgresql_server) as url:
        database = Database(url.render_as_string(hide_password=False))
        database.create_tables()
        offices = make_two_offices(database)
        enrol(offices.context, OFFICE, f"social_worker {OTHER_WORKER}", f"social_worker {LEAVER}")
        yield offices
        database.dispose()


def actor(offices: TwoOffices, role: str) -> Actor:
    return Actor.of_staff(offices.staff(f"{HERE}.{role}"))


def one_after_the_other(
    offices: TwoOffices,
    hold: Callable[[Session], object],
    *acts: Callable[[], object],
    meanwhile: Callable[[], object] = lambda: None,
) -> list[object]:
    """What each act returned, or its refusal. All have begun, in that order, and wait for what somebody else holds, before
    the first may go on; something else is done meanwhile."""
    results: dict[int, object] = {}

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            results[place] = act()
        except SunwardError as refusal:
            results[place] = refusal

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    with offices.context.database.transaction() as session:
        hold(session)
        for begun, thread in enumerate(threads, 1):
            thread.start()
            until(partial(is_waited_for_by, offices, begun))
        meanwhile()
    for thread in threads:
        thread.join()
    return [results[place] for place in range(len(acts))]


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end, "they do not wait for one another"
        time.sleep(0.02)


def is_waited_for_by(offices: TwoOffices, many: int) -> bool:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with offices.context.database.reading() as session:
        return bool(session.connection().execute(text(waiting)).scalar_one() == many)


def account_of(offices: TwoOffices, login: str) -> Callable[[Session], object]:
    return lambda session: lock_for_update(session, Staff, offices.staff(login).id)


def office_of(offices: TwoOffices) -> Callable[[Session], object]:
    return lambda session: lock_for_update(session, Office, offices.plan().office_id)


def code_for(offices: TwoOffices, login: str) -> tuple[uuid.UUID, str]:
    """A code that a second person has confirmed, and the request it belongs to."""
    first = request_code(offices.context, actor(offices, "administrator"), login=login, reason="忘了密码")
    (row,) = (one for one in offices.rows(AccountRequest) if one.answered_at is None)
    second = confirm_account(offices.context, actor(offices, "department_head"), row.id, reason="核对过本人")
    return row.id, first + second


def test_a_code_that_two_use_at_once_lets_one_of_them_in(offices: TwoOffices) -> None:
    _request, code = code_for(offices, WORKER)

    def use() -> NewSession:
        return set_password_with_code(offices.context, WORKER, code, NEW, FROM_HERE)

    let_in, refused = one_after_the_other(offices, account_of(offices, WORKER), use, use)
    assert isinstance(let_in, NewSession)
    assert isinstance(refused, NotSignedIn)


def test_a_code_that_its_owner_stops_while_somebody_uses_it_opens_nothing(offices: TwoOffices) -> None:
    request, code = code_for(offices, OTHER_WORKER)
    own = Actor.of_staff(offices.staff(OTHER_WORKER))

    (refused,) = one_after_the_other(
        offices,
        account_of(offices, OTHER_WORKER),
        lambda: set_password_with_code(offices.context, OTHER_WORKER, code, NEW, FROM_HERE),
        meanwhile=lambda: stop_request(offices.context, own, request, reason="不是我申请的"),
    )
    assert isinstance(refused, NotSignedIn)
    assert offices.staff(OTHER_WORKER).password_hash is None


def test_a_password_that_is_replaced_while_somebody_uses_it_opens_nothing(
    offices: TwoOffices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comparing it takes a while, on any database: whoever knows the old one does not come in, stay in or choose the next
    one after its owner has chosen another."""
    give_password(offices.context, [CLERK], PASSWORD)
    thief = sign_in(offices.context, CLERK, PASSWORD, FROM_HERE).signed_in
    tries: list[Callable[[], object]] = [
        lambda: sign_in(offices.context, CLERK, PASSWORD, FROM_HERE),
        lambda: confirm_identity(offices.context, thief, PASSWORD, FactorProof(), FROM_HERE),
        lambda: change_password(offices.context, thief, PASSWORD, "copper-window-88-sparrow", FROM_HERE, FactorProof()),
    ]
    for place, attempt in enumerate(tries):
        chosen = f"{NEW}-{place}"

        def compare(secret: str, kept: str | None, chosen: str = chosen) -> bool:
            right = verify_password(secret, kept)
            give_password(offices.context, [CLERK], chosen)
            return right

        give_password(offices.context, [CLERK], PASSWORD)
        with monkeypatch.context() as patched:
            patched.setattr(authentication, "verify_password", compare)
            with pytest.raises(NotSignedIn):
                attempt()
        assert verify_password(chosen, offices.staff(CLERK).password_hash)


def test_whoever_leaves_while_a_plan_is_handed_over_to_them_is_not_named_for_it(offices: TwoOffices) -> None:
    left, refused = one_after_the_other(
        offices,
        account_of(offices, LEAVER),
        lambda: leave_service(offices.context, actor(offices, "administrator"), login=LEAVER, reason="调离"),
        lambda: offices.act("social_worker", "hand_over", role="social_worker", to=LEAVER),
    )
    assert left is None
    assert isinstance(refused, StateConflict)
    assert offices.staff(LEAVER).id not in {member.staff_id for member in offices.rows(TeamMember)}


def test_of_two_second_factors_that_are_removed_at_once_one_stays(offices: TwoOffices) -> None:
    context, login = replace(offices.context, second_factor=True), f"{HERE}.prosecutor"
    for _app in range(2):
        give_app(context, login)
    signed_in = [a_confirmed_session(offices, login) for _session in range(2)]
    first, second = list_own_factors(context, signed_in[0])
    gone, refused = one_after_the_other(
        offices,
        account_of(offices, login),
        lambda: remove_factor(context, signed_in[0], first.id),
        lambda: remove_factor(context, signed_in[1], second.id),
    )
    assert gone is None
    assert isinstance(refused, StateConflict)
    assert [left.id for left in list_own_factors(context, signed_in[0])] == [second.id]


def a_confirmed_session(offices: TwoOffices, login: str) -> SignedIn:
    give_password(offices.context, [login], PASSWORD)
    signed_in = sign_in(offices.context, login, PASSWORD, FROM_HERE).signed_in
    with offices.context.database.transaction() as session:
        session.get_one(SignIn, signed_in.id).confirmed_at = offices.context.clock.now()
    return signed_in


def test_one_case_that_two_open_at_once_is_opened_once(offices: TwoOffices) -> None:
    plan = make_plan_for(HERE, minor={"name": "新来的", "phone": "10000990303", "identity_number": None}, guardian=[])
    plan = plan.model_copy(update={"number": None})
    opener = get_opener(offices.context, plan)

    def open_it() -> str:
        return open_new_plan(replace(offices.context, on_commit=None, editions={}, _ids={}), opener, plan)

    number, refused = one_after_the_other(offices, office_of(offices), open_it, open_it)
    assert isinstance(refused, BadInput)
    assert {row.number for row in offices.rows(Plan)} == {number, offices.number, offices.other}


def test_of_several_processes_that_come_back_together_one_notes_that_we_were_away(offices: TwoOffices) -> None:
    record_heartbeat(offices.context)
    offices.on("2026-03-10 12:00")
    one_after_the_other(
        offices,
        lambda session: session.get(Heartbeat, 1, with_for_update=True),
        *(lambda: record_heartbeat(offices.context) for _process in range(2)),
    )
    (away,) = offices.rows(Outage)
    assert away.to_at - away.from_at == timedelta(hours=2)
