"""Before a decision of weight whoever is signed in says again who they are; a session of this morning decides nothing."""

from datetime import timedelta

import pytest

from casework.acting.rights import OPERATIONS, Actor
from casework.acting.rights.operation import Operation, carriers_of
from casework.seal.acts import DELETE_BY_POLICY, HOLD_DELETION
from casework.seal.policy_deletion import delete_by_policy, hold_deletion
from casework.staff.authentication import CONFIRMED_FOR
from core.clock import SimulatedClock
from core.errors import ReauthenticationRequired
from law.four_eyes import STEPS, ActorRole, Responsibility
from models.office import Role
from tests.api.two_offices import Client, TwoOffices
from tests.casework.every_operation import PERSON_OPERATIONS, Call
from tests.passwords import give_password

LOGIN, PASSWORD = "gui.chief_prosecutor", "linen-harbour-417"
_CHANGE = {"did": "change_period", "new_end_on": "2026-11-01", "reason": "视表现"}
_ENDS = {
    "did": "end_otherwise", "how": "no_criminal_fact", "reason": "核实不负刑事责任", "without_countersignature": "负责人出差",
}  # fmt: skip


@pytest.fixture
def chief(offices: TwoOffices) -> Client:
    """The chief procurator, signed in by password; a proposal to end the case lies before them."""
    give_password(offices.context, [LOGIN], PASSWORD)
    offices.act("prosecutor", "propose", step="end_otherwise", how="no_criminal_fact", reason="核实不负刑事责任")
    client = offices.stranger()
    began = client.post("/api/v1/session", json={"login": LOGIN, "password": PASSWORD, "keep": "token"})
    client.headers["Authorization"] = f"Bearer {began.json()['token']}"
    return client


def _later(offices: TwoOffices, span: timedelta) -> None:
    assert isinstance(offices.context.clock, SimulatedClock)
    offices.context.clock.advance_by(span)


def _decide(client: Client, offices: TwoOffices) -> tuple[int, str | None]:
    answer = client.post(f"/api/v1/plans/{offices.number}/acts", json=_ENDS)
    return answer.status_code, answer.json().get("code")


def test_ten_minutes_after_signing_in_the_password_is_asked_again(offices: TwoOffices, chief: Client) -> None:
    """Looking asks nothing; a wrong password counts as one at sign-in and decides nothing; the right one holds again."""
    _later(offices, CONFIRMED_FOR)
    assert chief.get(f"/api/v1/plans/{offices.number}").status_code == 200
    assert (
        chief.post(f"/api/v1/plans/{offices.number}/acts/preview", json=_CHANGE).json().get("code")
        != "reauthentication-required"
    )
    assert _decide(chief, offices) == (403, "reauthentication-required")
    assert chief.post("/api/v1/session/confirmation", json={"password": "wrong-wrong-1"}).status_code == 401
    assert offices.staff(LOGIN).failed_sign_ins == 1
    assert _decide(chief, offices) == (403, "reauthentication-required")
    assert offices.plan().status == "under_supervision"
    confirmed = chief.post("/api/v1/session/confirmation", json={"password": PASSWORD})
    chief.headers["Authorization"] = f"Bearer {confirmed.json()['token']}"
    assert offices.staff(LOGIN).failed_sign_ins == 1, "told to its owner at the next sign-in"
    _later(offices, CONFIRMED_FOR - timedelta(seconds=1))
    assert _decide(chief, offices) == (201, None)


OF_NO_LIFE: dict[Operation, Call] = {
    DELETE_BY_POLICY: delete_by_policy,
    HOLD_DELETION: lambda d, a, n: hold_deletion(d, a, n, until_on=d.clock.today(), reason="还要用"),
}
"""What is signed and begins or ends outside the life of one plan here."""


def test_every_verb_that_decides_signs_or_unseals_asks_and_no_other(offices: TwoOffices) -> None:
    """Whatever else it would find wrong, it asks first; a stale session never gets as far."""
    verbs = {**OF_NO_LIFE, **{verb.act: verb.do for verb in PERSON_OPERATIONS.values() if verb.act.signs}}
    for operation, do in verbs.items():
        role = next(iter(operation.by))
        actor = Actor("staff", role, unconfirmed=True, id=offices.staff(f"gui.{role.value}").id,
                      office_id=offices.plan().office_id)  # fmt: skip
        with pytest.raises(ReauthenticationRequired):
            do(offices.context, actor, offices.number)
    assert verbs.keys() == {each for each in OPERATIONS.values() if each.signs}


def test_whatever_the_chief_decides_or_moves_a_plan_is_of_weight() -> None:
    """Read from the table of four eyes: choosing a template or an office's number of progress moves nobody."""
    moves_nobody = {"approve_template", "accept_hand_over"}
    for step in STEPS:
        for column in (Responsibility.DECIDES, Responsibility.RECORDS):
            act = carriers_of(step.id).get(column)
            signed = ActorRole.CHIEF_PROSECUTOR in step.hands(column) or bool(step.transitions)
            if act and signed and act not in moves_nobody and ActorRole.SYSTEM not in step.hands(column):
                assert OPERATIONS[act].signs, f"{step.id}: {act}"
    assert all(role not in each.by for each in OPERATIONS.values() if each.signs for role in (Role.MINOR, Role.SYSTEM))
