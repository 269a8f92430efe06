"""After a reminder the families of a city open their pages within minutes; each opening costs next to no processor."""

import pytest

from casework.family.family_access import FamilyCredentials, make_family_page, sign_in_to_family_page
from casework.staff import passwords
from core.errors import NotSignedIn
from tests.builders import SimulatedPlan, a_plan, start_plan


@pytest.fixture
def life() -> SimulatedPlan:
    return start_plan(a_plan())


def card_of(life: SimulatedPlan) -> FamilyCredentials:
    return make_family_page(life.context, life.actor("social_worker"), life.number, "minor")


class Slow(Exception):
    """A password was hashed or compared."""


def test_a_page_is_opened_and_refused_without_the_slow_hash_of_passwords(
    life: SimulatedPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address holds 144 random bits: nobody guesses it, with or without the record."""

    def slow(*_said: object) -> None:
        raise Slow

    for name in ("hash", "verify"):
        monkeypatch.setattr(passwords._hash, name, slow)
    card = card_of(life)
    assert sign_in_to_family_page(life.context, card.secret, card.code, "a phone").token
    for secret, code in ((card.secret, f"{(int(card.code) + 1) % 10_000:04}"), ("A" * 24, card.code)):
        with pytest.raises(NotSignedIn):
            sign_in_to_family_page(life.context, secret, code, "a phone")
