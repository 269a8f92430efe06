"""Levels of support that lapse, and guardians: what examples alone do not hold."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from law import guardians, supervision
from law.rulebook import Rulebook

LEVEL = supervision.Level("加强", "承办检察官", "换了住处", date(2026, 3, 2))


def test_a_level_stands_from_the_day_it_was_set(rulebook: Rulebook) -> None:
    """And on no day before it."""
    eve = date(2026, 3, 1)
    assert supervision.level_on(LEVEL, LEVEL.from_on, rulebook) is LEVEL
    assert supervision.level_on(LEVEL, eve, rulebook) is None
    assert supervision.level_on(None, eve, rulebook) is None
    assert supervision.finding_on_level(LEVEL, eve, rulebook).warns


def test_a_level_without_a_name_and_one_without_a_reason_are_distinguished(rulebook: Rulebook) -> None:
    """Each lack by its own words."""
    on = date(2026, 3, 3)
    nameless = supervision.finding_on_level(replace(LEVEL, set_by=" "), on, rulebook)
    assert "who set it" in nameless.because.en
    groundless = supervision.finding_on_level(replace(LEVEL, reason=""), on, rulebook)
    assert "No reason" in groundless.because.en


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
