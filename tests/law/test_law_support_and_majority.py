"""Levels of support that lapse, supervision elsewhere, coming of age, guardians: what examples alone do not hold."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from law import guardians, majority, supervision
from law.rulebook import Rulebook
from tests.law.chosen import with_values

LEVEL = supervision.Level("加强", "承办检察官", "换了住处", date(2026, 3, 2))


@pytest.mark.parametrize(
    ("on", "in_force"),
    [
        (date(2026, 3, 1), False),
        (date(2026, 3, 2), True),
        (date(2026, 4, 30), True),
        (date(2026, 5, 1), False),
    ],
)
def test_a_level_stands_sixty_days_and_then_there_is_none(on: date, in_force: bool, rulebook: Rulebook) -> None:
    """From the day it was set to the sixtieth, and nothing makes it longer but a person."""
    assert (supervision.level_on(LEVEL, on, rulebook) is LEVEL) is in_force
    finding = supervision.finding_on_level(LEVEL, on, rulebook)
    assert finding.holds is in_force
    assert not finding.refuses
    assert supervision.level_on(None, on, rulebook) is None


def test_a_level_without_a_name_and_one_without_a_reason_are_distinguished(rulebook: Rulebook) -> None:
    """Each lack by its own words."""
    on = date(2026, 3, 3)
    nameless = supervision.finding_on_level(replace(LEVEL, set_by=" "), on, rulebook)
    assert "who set it" in nameless.because.en
    groundless = supervision.finding_on_level(replace(LEVEL, reason=""), on, rulebook)
    assert "No reason" in groundless.because.en


def test_an_office_lets_its_levels_lapse_earlier_and_never_later(rulebook: Rulebook) -> None:
    """Thirty days by its own value; the sixty are the most."""
    ours = with_values(rulebook, level_lapses_after_days=30)
    assert supervision.level_lapses_on(date(2026, 3, 2), ours) == date(2026, 4, 1)


# ---------------------------------------------------------------- coming of age

BORN = date(2009, 5, 20)


def test_the_days_of_majority(rulebook: Rulebook) -> None:
    """Eighteen on 20 May 2027: looked over in March and April, alone from the 20th, age findings from the 21st."""
    days = majority.coming_of_age(BORN, rulebook)
    assert days.plan_review_on == (date(2027, 3, 21), date(2027, 4, 20))
    assert days.consents_alone_from == date(2027, 5, 20)
    assert days.age_findings_switch_on == date(2027, 5, 21)


def test_born_on_a_leap_day(rulebook: Rulebook) -> None:
    """Alone from 28 February 2026; age findings switch on 1 March."""
    days = majority.coming_of_age(date(2008, 2, 29), rulebook)
    assert (days.consents_alone_from, days.age_findings_switch_on) == (date(2026, 2, 28), date(2026, 3, 1))


# ---------------------------------------------------------------- guardians

CALL = datetime(2026, 10, 20, 15, 34)  # noqa: DTZ001
REPORT = guardians.Report(guardians.ReportReceiver.POLICE, "值班民警", CALL)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reached": None}, "Neither police"),
        ({"person_reached": " "}, "who was reached"),
        ({"called_at": None}, "when"),
    ],
)
def test_a_report_is_a_real_call(changes: dict[str, Any], sentence: str, rulebook: Rulebook) -> None:
    """To somebody the law names, with a name and a time; a reference may be missing."""
    assert guardians.finding_on_report(REPORT, rulebook).holds
    finding = guardians.finding_on_report(replace(REPORT, **changes), rulebook)
    assert finding.warns
    assert sentence in finding.because.en


def test_whoever_is_named_as_the_danger_receives_nothing() -> None:
    """From that minute, and everybody else as before."""
    assert not guardians.may_receive("father", ["father"])
    assert guardians.may_receive("aunt", ["father"])
    assert guardians.may_receive("father", [])


@pytest.mark.parametrize(
    ("hours", "provider", "done", "holds", "left"),
    [(8, "指导站", 3, True, 5), (8, "指导站", 9, True, 0), (8, " ", 0, False, 8), (0, "指导站", 0, False, 0),
     (None, "指导站", 0, False, 0)],
)  # fmt: skip
def test_an_order_has_hours_and_somebody_who_gives_them(
    hours: int | None, provider: str, done: int, holds: bool, left: int, rulebook: Rulebook
) -> None:
    """What is left never falls below nothing."""
    order = guardians.GuardianOrderHours(guardians.OrderKind.GUARDIANSHIP, hours, provider, done)
    assert guardians.finding_on_order(order, rulebook).holds is holds
    assert order.hours_left == left
    if holds:
        assert f"{left} left" in guardians.finding_on_order(order, rulebook).because.en
