"""Steps and dates as plain rows say what the tables say."""

from casework.acting.rights.operation import carriers_of
from law.four_eyes import STEPS, ActorRole, Responsibility
from law.procedure import load_procedure_dates
from law.procedure_view import get_procedure_dates, get_procedure_steps, get_role_label
from law.rulebook import Rulebook
from law.rules_page import ROLE_LABELS


def test_every_step_is_shown_with_its_roles_and_its_acts() -> None:
    steps = {row.id: row for row in get_procedure_steps(carriers_of)}
    assert list(steps) == [step.id for step in STEPS]
    revocation = steps["revoke"]
    assert revocation.two_people
    assert revocation.hands[Responsibility.DECIDES] == ["chief_prosecutor", "deputy"]
    assert revocation.acts[Responsibility.PROPOSES] == "propose"
    assert all(
        get_role_label(role) == ROLE_LABELS[ActorRole(role)]
        for row in steps.values()
        for each in row.hands.values()
        for role in each
    )


def test_every_date_is_shown_whose_number_the_edition_knows(rulebook: Rulebook) -> None:
    """An edition of yesterday may not know a number of today."""
    assert [row.number for row in get_procedure_dates(rulebook)] == [each.number for each in load_procedure_dates()]
