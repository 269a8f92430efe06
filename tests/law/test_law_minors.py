"""The 28 sample minors: every date of the law, computed and compared with what people worked out."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from law.clocks import final_decision_deadline, review_days_left, review_limit_end
from law.period import expected_end, findings_on_period
from law.rulebook import Rulebook
from law.working_days import WorkingDays

ROWS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("minors.toml").read_text(encoding="utf-8"))["minor"]


@dataclass(frozen=True)
class Row:
    """One sample minor's dates."""

    cells: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        return self.cells[name]


minors = pytest.mark.parametrize("minor", [Row(row) for row in ROWS], ids=[f"minor-{row['number']}" for row in ROWS])


@minors
def test_the_period_ends_as_computed(minor: Row, rulebook: Rulebook) -> None:
    """The end of the period as it was last changed, and the decided period within its bounds."""
    assert expected_end(minor.decided_on, minor.months_in_the_end) == minor.end
    as_decided = expected_end(minor.decided_on, minor.months_decided)
    findings = findings_on_period(minor.decided_on, as_decided, minor.decided_on, minor.months_decided, rulebook)
    assert all(finding.holds for finding in findings)


@minors
def test_the_review_limit_leaves_so_many_days_and_the_last_day_follows(
    minor: Row, rulebook: Rulebook, days: WorkingDays
) -> None:
    """A month from receipt, what is left of it at the decision, and the last day after expiry or revocation."""
    left = review_days_left(review_limit_end(minor.received_on, False, rulebook), minor.decided_on, days)
    assert left == minor.review_days_left
    resumes_on = minor.cells.get("revoked_on", minor.end)
    deadline = final_decision_deadline(resumes_on, left, days, rulebook)
    assert deadline.last_day == minor.last_day
    assert deadline.rolled_to == deadline.due_on == minor.limit_rolls_to
    assert deadline.working_day_before < minor.last_day
    assert days.is_working(deadline.working_day_before)
    assert deadline.provisional == (minor.limit_rolls_to.year > 2026)
