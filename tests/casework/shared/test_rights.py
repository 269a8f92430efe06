"""Who may do what: whoever may not leaves a line that says so, and nothing else."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from sqlmodel import select

from casework.acting.acts.act import ACTS
from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.performing import perform_as
from casework.acting.rights import OPERATIONS, SYSTEM, Actor, Operation, RightScope
from casework.acting.rights.read_operations import READ_ACCESS, READ_CLOSING_LIST, READ_OWN
from casework.outcome.acts_ending import DecideNonProsecution, EndOtherwise, Revoke
from casework.plan.acts_changes import ChangePeriod
from casework.plan.opening import open_new_plan
from casework.seal.acts import AskAccess
from casework.staff.acts_team import AcceptHandOver, HandOver
from core.errors import NotAllowed, Refused
from flows.rehearsal import get_opener
from models.decision import Decision
from models.journal import JournalLine
from models.office import Role, Staff
from models.person import Person
from tests.builders import (
    BOTH_CONSENTS,
    SimulatedPlan,
    a_plan,
    an_announced_plan,
    an_office,
    enrol,
    start_plan_in,
)
from tests.casework.every_operation import NAMED_OTHERWISE, PERSON_OPERATIONS

WHOLE_OFFICE = (AcceptHandOver.operation, READ_CLOSING_LIST, AskAccess.operation, READ_ACCESS)
DECIDING = (ChangePeriod.operation, DecideNonProsecution.operation, Revoke.operation, EndOtherwise.operation)


@pytest.fixture(scope="module")
def life() -> SimulatedPlan:
    """A plan in its second week, and people of other offices and other plans."""
    life = an_announced_plan(usage=BOTH_CONSENTS, team_works=False).on("2026-03-06 10:00")
    enrol(life.context, "癸县", "auditor gui.auditor", "prosecutor gui.other", "social_worker second.worker")
    enrol(life.context, "另县", "prosecutor ling.prosecutor", "chief_prosecutor ling.chief", "clerk ling.clerk")
    return life


def staff(life: SimulatedPlan, login: str) -> Actor:
    with life.context.database.reading() as session:
        return Actor.of_staff(session.exec(select(Staff).where(Staff.login == login)).one())


def whole(life: SimulatedPlan) -> object:
    return (
        life.plan.model_dump(),
        [item.model_dump() for item in life.items()],
        life.posted(),
        len(life.rows(Decision)),
    )


def strangers(life: SimulatedPlan) -> Iterator[Actor]:
    """Nobody of these has to do with this plan: another office's people, another plan's family, an auditor."""
    yield staff(life, "gui.auditor")
    for login in ("ling.prosecutor", "ling.chief", "ling.clerk", "gui.other"):
        yield staff(life, login)
    yield Actor("family", Role.MINOR, None, None, uuid.uuid4())
    yield Actor("family", Role.GUARDIAN, None, None, uuid.uuid4())
    yield SYSTEM


def without_right(strangers: list[Actor], operation: Operation) -> list[Actor]:
    """All whose post may do it on a plan of their own, and one whose post may not at all."""
    by_post = [one for one in strangers if one.role in operation.by]
    return by_post + [one for one in strangers if one.role not in operation.by][:1]


def test_who_has_no_right_changes_nothing_and_leaves_a_line(life: SimulatedPlan) -> None:
    everybody, before, lines = list(strangers(life)), whole(life), len(life.lines())
    of_this_office = staff(life, "gui.other").id
    allowed, expected = [], []
    for name, verb in PERSON_OPERATIONS.items():
        reached = [one for one in everybody if one.id != of_this_office or verb.act not in WHOLE_OFFICE]
        for stranger in without_right(reached, verb.act):
            expected.append((stranger.id, "denied", {"act": verb.act.code}, None))
            try:
                verb.do(life.context, stranger, life.number)
                allowed.append((name, stranger))
            except NotAllowed:
                pass
    assert allowed == []
    assert whole(life) == before
    left = [(line.actor_id, line.act, line.note, line.detail_sealed) for line in life.lines(after=lines)]
    assert left == expected


def test_every_act_on_a_plan_is_done_once_in_these_tests() -> None:
    done = {verb.act.code for verb in PERSON_OPERATIONS.values()} | {*PERSON_OPERATIONS}
    assert [code for code in ACTS if code not in done | {*NAMED_OTHERWISE.values()}] == []


@pytest.mark.parametrize("act", DECIDING)
def test_what_the_law_gives_to_the_chief_is_given_to_nobody_else(act: Operation) -> None:
    assert set(act.by) == {Role.CHIEF_PROSECUTOR, Role.DEPUTY}


def test_the_machine_lives_plans_and_does_nothing_else() -> None:
    assert [each for each in OPERATIONS.values() if Role.SYSTEM in each.by] == [PROCESS_PLAN]


def test_families_reach_only_their_own() -> None:
    for roles in (each.by for each in OPERATIONS.values() if each.by):
        assert all(roles[role] is RightScope.OWN for role in (Role.MINOR, Role.GUARDIAN) if role in roles)


def test_rights_end_with_the_account(life: SimulatedPlan) -> None:
    worker = life.actor("social_worker")
    with life.context.database.transaction() as session:
        row = session.get_one(Staff, worker.id)
        row.active = False
        session.add(row)
    try:
        with pytest.raises(NotAllowed):
            PERSON_OPERATIONS["note"].do(life.context, worker, life.number)
    finally:
        with life.context.database.transaction() as session:
            session.get_one(Staff, worker.id).active = True


@pytest.mark.parametrize("end", ["the majority", "a named danger"])
def test_a_guardian_s_rights_end_with_the_majority_and_with_a_named_danger(life: SimulatedPlan, end: str) -> None:
    """Also where a page of theirs is still open."""
    mother = life.actor("mother")
    with life.context.open_for_reading(life.number, mother, READ_OWN):
        pass

    def change(ended_on: date | None, named_as_danger_at: datetime | None) -> None:
        with life.context.database.transaction() as session:
            person = session.get_one(Person, mother.id)
            person.ended_on, person.named_as_danger_at = ended_on, named_as_danger_at

    change(life.today if end == "the majority" else None, life.now if end == "a named danger" else None)
    try:
        with pytest.raises(NotAllowed), life.context.open_for_reading(life.number, mother, READ_OWN):
            pass
    finally:
        change(None, None)


@pytest.mark.parametrize(
    ("begins", "ends", "allowed"),
    [
        (None, None, True),
        (date(2026, 3, 6), date(2026, 3, 6), True),
        (date(2026, 3, 7), None, False),
        (None, date(2026, 3, 5), False),
    ],
)
def test_a_deputy_signs_only_inside_the_dates_of_the_authority(
    begins: date | None, ends: date | None, allowed: bool
) -> None:
    life = an_announced_plan(usage=BOTH_CONSENTS, team_works=False).on("2026-03-06 10:00")
    life.act("prosecutor", "propose", step="change_period", new_end_on="2026-11-01", reason="视表现")
    deputy = life.actor("deputy")
    with life.context.database.transaction() as session:
        row = session.get_one(Staff, deputy.id)
        row.authority_from, row.authority_to = begins, ends
        session.add(row)
    if allowed:
        PERSON_OPERATIONS["change_period"].do(life.context, deputy, life.number)
        assert life.plan.period_to == date(2026, 11, 1)
    else:
        with pytest.raises(NotAllowed):
            PERSON_OPERATIONS["change_period"].do(life.context, deputy, life.number)


def test_nobody_opens_a_plan_for_another_office_and_the_attempt_is_kept(sqlite_database) -> None:  # type: ignore[no-untyped-def]
    context = an_office(sqlite_database, "2026-03-02 09:00")
    life = start_plan_in(context, a_plan())
    enrol(context, "另县", "prosecutor ling.prosecutor")
    before = life.context.vault.cases()
    for stranger in (staff(life, "ling.prosecutor"), staff(life, "gui.social_worker"), SYSTEM):
        with pytest.raises(NotAllowed):
            open_new_plan(context, stranger, a_plan())
    with context.database.reading() as session:
        denied = session.exec(select(JournalLine).where(JournalLine.act == "denied")).all()
    assert [line.note for line in denied] == [{"act": "open_plan"}] * 3
    assert life.context.vault.cases() == before  # no key for a plan that never was
    assert get_opener(context, a_plan()).role is Role.PROSECUTOR


def test_a_successor_is_notified_and_carries_nothing_before_accepting() -> None:
    staff_there = ("social_worker second.worker", "social_worker third.worker")
    life = an_announced_plan(usage=BOTH_CONSENTS, team_works=False, staff=staff_there, delivers=True)
    life.on("2026-03-06 10:00").act("social_worker", "hand_over", role="social_worker", to="second.worker")
    successor = staff(life, "second.worker")
    asked = [message for message in life.delivered("2026-03-06") if message.template == "E6"]
    assert [message.person for message in asked] == [successor.id]
    with life.context.open_for_update(life.number, SYSTEM, PROCESS_PLAN) as open_plan:
        carrying = [member.staff_id for member in open_plan.team(Role.SOCIAL_WORKER)]
    assert carrying == [staff(life, "gui.social_worker").id]

    # Only who was named can accept; then the former worker is out at once.
    with pytest.raises(Refused, match="This hand-over is not addressed to you"):
        PERSON_OPERATIONS["accept_hand_over"].do(life.context, staff(life, "third.worker"), life.number)
    PERSON_OPERATIONS["accept_hand_over"].do(life.context, successor, life.number)
    with pytest.raises(NotAllowed):
        PERSON_OPERATIONS["note"].do(life.context, staff(life, "gui.social_worker"), life.number)
    PERSON_OPERATIONS["note"].do(life.context, successor, life.number)


@pytest.mark.parametrize(
    ("role", "to", "stand_in"),
    [
        (Role.PROSECUTOR, "gui.social_worker", None),
        (Role.SOCIAL_WORKER, "gui.assistant", None),
        (Role.PROSECUTOR, "gui.other", "gui.assistant"),
    ],
)
def test_nobody_is_named_for_an_office_they_do_not_hold(
    life: SimulatedPlan, role: Role, to: str, stand_in: str | None
) -> None:

    before = whole(life)
    with pytest.raises(Refused):
        perform_as(
            life.context, staff(life, "gui.department_head"), life.number, HandOver, role=role, to=to, stand_in=stand_in
        )
    assert whole(life) == before
