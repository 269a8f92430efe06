"""A clock that was hours ahead is set right: nobody waits for hours, and no confirmation holds for hours."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.family.family_access import WRONG, make_family_page, sign_in_to_family_page
from casework.staff.attempts import FREE_TRIES, TrySource
from casework.staff.authentication import resolve_session, sign_in
from core.clock import SimulatedClock
from core.errors import NotSignedIn, TooManyRequests
from tests.api.two_offices import HERE, TwoOffices, make_two_offices
from tests.passwords import give_password
from tests.records import fresh_record

FROM_HERE = TrySource("192.0.2.7")
FORGETFUL, LOGIN, PASSWORD = f"{HERE}.assistant", f"{HERE}.clerk", "amber-meadow-lantern-2"
SET_BACK = timedelta(hours=5)


@pytest.fixture(scope="module")
def offices() -> TwoOffices:
    offices = make_two_offices(fresh_record())
    give_password(offices.context, [FORGETFUL, LOGIN], PASSWORD)
    return offices


def after_it_was_set_back(context: Context, by: timedelta = SET_BACK) -> Context:
    return replace(context, clock=SimulatedClock(context.clock.now() - by))


def test_whoever_had_to_wait_a_minute_does_not_wait_for_hours(offices: TwoOffices) -> None:
    elsewhere = TrySource("192.0.2.8")
    for _try in range(FREE_TRIES):
        with pytest.raises(NotSignedIn):
            sign_in(offices.context, FORGETFUL, "wrong-wrong-1", elsewhere)
    with pytest.raises(TooManyRequests):
        sign_in(offices.context, FORGETFUL, PASSWORD, elsewhere)
    assert sign_in(after_it_was_set_back(offices.context), FORGETFUL, PASSWORD, elsewhere).signed_in.name


def test_a_familys_page_rests_for_half_an_hour_and_not_for_hours(offices: TwoOffices) -> None:
    worker = offices.staff(f"{HERE}.social_worker")
    page = make_family_page(offices.context, Actor.of_staff(worker), offices.number, "minor")
    for _try in range(3):
        with pytest.raises(NotSignedIn):
            sign_in_to_family_page(offices.context, page.secret, f"{(int(page.code) + 1) % 10_000:04}", "a phone")
    with pytest.raises(NotSignedIn) as refused:
        sign_in_to_family_page(offices.context, page.secret, page.code, "a phone")
    assert refused.value.reason != WRONG, "it rests"
    assert sign_in_to_family_page(after_it_was_set_back(offices.context), page.secret, page.code, "a phone").token


@pytest.mark.parametrize(("by", "asked_again"), [(SET_BACK, True), (timedelta(minutes=1), False)])
def test_who_said_who_they_are_by_a_clock_ahead_says_so_again_to_decide(
    offices: TwoOffices, by: timedelta, asked_again: bool
) -> None:
    """The clocks of two machines differ by a little."""
    token = sign_in(offices.context, LOGIN, PASSWORD, FROM_HERE).token
    later = resolve_session(after_it_was_set_back(offices.context, by), token)
    assert later is not None
    assert later.actor.unconfirmed is asked_again
