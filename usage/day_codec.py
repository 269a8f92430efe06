"""A day's figures as plain numbers and back, for a record that keeps numbers and nothing else."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from usage.agreement import Agreement
from usage.categories import Category
from usage.cell_parsers import parse_time_range
from usage.day_facts import DayFacts
from usage.day_kinds import DayKind
from usage.machine_log import MICROSECOND
from usage.sources import Grade, Source

_SPANS = ("total", "night", "longest", "used_in_agreed_offline", "gaming_outside_agreed",
          "unclassified", "unseen")  # fmt: skip


def day_to_dict(facts: DayFacts) -> dict[str, Any]:
    """Durations in microseconds; what the source could not tell is left out."""
    figures: dict[str, Any] = {"kinds": {kind.value: spent // MICROSECOND for kind, spent in facts.by_category.items()}}
    for name in _SPANS:
        if (span := getattr(facts, name)) is not None:
            figures[name] = span // MICROSECOND
    if facts.complete_categories:
        figures["told_whole"] = sorted(facts.complete_categories)
    if facts.unlocks is not None:
        figures["unlocks"] = facts.unlocks
    return figures | ({"impossible": True} if facts.impossible else {})


def day_from_dict(figures: Mapping[str, Any], day: date, source: str, grade: str, coverage: float) -> DayFacts:
    """The day again."""
    spans = {name: figures[name] * MICROSECOND for name in _SPANS if name in figures}
    return DayFacts(
        day=day,
        source=Source(source),
        grade=Grade(grade),
        coverage=coverage,
        total=spans.pop("total", None),
        by_category={Category(kind): spent * MICROSECOND for kind, spent in figures["kinds"].items()},
        impossible=bool(figures.get("impossible")),
        unseen=spans.pop("unseen", None),
        complete_categories=frozenset(Category(kind) for kind in figures.get("told_whole", ())),
        **spans,
        unlocks=figures.get("unlocks"),
    )


def agreement_from_dict(figures: Mapping[str, Any]) -> Agreement:
    """What was agreed, from the numbers and windows ("23:00-06:00", or "none") of the record."""
    gaming = {DayKind(kind): parse_time_range(window) for kind, window in figures.get("gaming", {}).items()}
    offline = {
        DayKind(kind): window
        for kind, text in figures.get("offline", {}).items()
        if (window := parse_time_range(text)) is not None
    }
    night = figures.get("night_minutes")
    return Agreement(
        daily={DayKind(kind): timedelta(minutes=most) for kind, most in figures.get("daily_minutes", {}).items()},
        night=None if night is None else timedelta(minutes=night),
        gaming=gaming,
        offline=offline,
    )
