"""After a reminder the families of a city open their pages within minutes; each opening costs next to no processor."""

import pytest
from sqlmodel import col, update

from casework.family.family_access import FamilyCredentials, make_family_page, sign_in_to_family_page
from casework.staff import passwords
from casework.staff.passwords import hash_password
from core.errors import NotSignedIn
from models.person import Person
from tests.builders import SimulatedPlan, a_plan, start_plan


@pytest.fixture
def life() -> SimulatedPlan:
    return start_plan(a_plan())


def card_of(life: SimulatedPlan) -> FamilyCredentials:
    return make_family_page(life.context, life.actor("social_worker"), life.number, "minor")


def kept_of(life: SimulatedPlan) -> str:
    return next(person.code_hash for person in life.rows(Person) if person.code_hash)


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
    assert sign_in_to_family_page(life.context, card.secret, card.code).token
    for secret, code in ((card.secret, f"{(int(card.code) + 1) % 10_000:04}"), ("A" * 24, card.code)):
        with pytest.raises(NotSignedIn):
            sign_in_to_family_page(life.context, secret, code)


def test_a_card_of_an_earlier_release_opens_and_is_quick_from_then_on(life: SimulatedPlan) -> None:
    card = card_of(life)
    with life.context.database.transaction() as session:
        slowly = hash_password(f"{card.secret}:{card.code}")
        session.exec(update(Person).where(col(Person.code_hash).is_not(None)).values(code_hash=slowly))
    with pytest.raises(NotSignedIn):
        sign_in_to_family_page(life.context, card.secret, f"{(int(card.code) + 1) % 10_000:04}")
    assert kept_of(life) == slowly
    assert sign_in_to_family_page(life.context, card.secret, card.code).token
    assert kept_of(life) != slowly
    assert passwords.is_hashed_quickly(kept_of(life))
    assert sign_in_to_family_page(life.context, card.secret, card.code).token


def test_what_is_kept_now_can_be_compared_by_the_release_before(life: SimulatedPlan) -> None:
    """Both run side by side while machines are changed one by one: a right code must not count as wrong there."""
    card = card_of(life)
    assert passwords.verify_password(f"{card.secret}:{card.code}", kept_of(life))
