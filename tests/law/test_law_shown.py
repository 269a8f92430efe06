"""Steps and dates as plain rows say what the tables say."""

from casework.rights.operation import carriers_of
from law.four_eyes import STEPS, Column, Hand
from law.page import HANDS
from law.procedure import dates_started
from law.rulebook import Rulebook
from law.shown import dates_shown, hand_words, steps_shown


def test_every_step_is_shown_with_its_hands_and_its_acts() -> None:
    shown = {row.id: row for row in steps_shown(carriers_of)}
    assert list(shown) == [step.id for step in STEPS]
    revocation = shown["revocation"]
    assert revocation.two_people
    assert revocation.hands[Column.DECIDES] == ["chief_prosecutor", "deputy"]
    assert revocation.acts[Column.PROPOSES] == "propose"
    assert all(
        hand_words(hand) == HANDS[Hand(hand)] for row in shown.values() for each in row.hands.values() for hand in each
    )


def test_every_date_is_shown_whose_number_the_edition_knows(rulebook: Rulebook) -> None:
    """An edition of yesterday may not know a number of today."""
    assert [row.number for row in dates_shown(rulebook)] == [each.number for each in dates_started()]
