"""What the law says of a plan file before anybody signs: findings, what nobody recorded, and the days that are left."""

from datetime import date
from typing import Any

import pytest

from casework.plan.plan_check import check_plan
from casework.plan.plan_examination import examine_plan
from casework.shared.files.plan_file import PlanFile
from flows.rehearsal import create_staff, get_opener
from law.rulebook import Rulebook
from law.working_days import WorkingDays
from models.database import Database
from tests.builders import a_plan, an_office

TODAY = date(2026, 3, 2)


def changed(**parts: dict[str, Any]) -> PlanFile:
    content = a_plan().model_dump(mode="json", exclude_none=True)
    for name, fields in parts.items():
        content[name] = content[name] | fields
    return PlanFile.model_validate(content)


def findings_of(plan: PlanFile) -> dict[str, bool]:
    """Each rule that was asked, and whether it holds."""
    return {
        finding.rule: finding.holds for finding in examine_plan(plan, Rulebook.load(), TODAY, WorkingDays()).findings
    }


RECORDED: dict[str, tuple[str, dict[str, Any], bool]] = {
    "a handler familiar with minors": ("PR-09", {"handler_familiar_with_minors": True}, True),
    "a questioning as it should be": (
        "PR-11",
        {"questioning": {"on": TODAY, "present": "legal_representative", "read_and_signed": True}},
        True,
    ),
    "two accounts": ("PR-16", {"cards": {"own_accounts": 2, "inflow_yuan": 900_000}}, False),
    "three accounts and enough": ("PR-16", {"cards": {"own_accounts": 3, "inflow_yuan": 300_001}}, True),
    "only one objects": (
        "HR-11",
        {"objection": {"by": "minor", "against": "decision", "on": "2026-02-27"}},
        False,
    ),
}
"""Beside what tests/stories/test_every_row_of_the_procedure.py says of each rule."""


@pytest.mark.parametrize("what", RECORDED)
def test_what_the_file_says_of_the_examination_is_asked(what: str) -> None:
    """Each warns and refuses nothing; without the field nobody is asked."""
    rule, case, holds = RECORDED[what]
    assert findings_of(changed(case=case))[rule] is holds
    assert examine_plan(changed(case=case), Rulebook.load(), TODAY, WorkingDays()).mistakes == []
    assert rule not in findings_of(a_plan())


def test_what_nobody_recorded_is_named_and_is_not_the_same_as_no() -> None:
    """The preview names the rules that could not be asked; a plan that says everything leaves none."""
    assert {"PR-05", "PR-09", "PR-11", "PR-12", "HR-07", "SU-04", "PB-02"} <= set(
        examine_plan(a_plan(), Rulebook.load(), TODAY, WorkingDays()).not_recorded
    )


def test_before_signing_it_is_said_how_many_days_are_left(database: Database) -> None:
    """Also for a decision that is to be signed tomorrow; what follows may be done about it stands beside it."""
    context = an_office(database, "2026-03-01 09:00")
    create_staff(context, a_plan())
    plan = changed(review={"received_on": "2026-02-03", "limit_ends_on": "2026-03-03"})
    checked = check_plan(context, get_opener(context, plan), plan)
    assert not checked.may_be_opened
    assert [mistake.place for mistake in checked.mistakes] == ["decision.on"]
    assert checked.computed is not None
    assert checked.computed.review_days_left == 1
    assert "留下1日" in checked.before_signing[0].zh
    assert checked.computed.final_decision_by.isoformat() in checked.before_signing[0].en
    assert "fifteen days" in checked.before_signing[1].en
    assert checked.calendar
    assert {each.rule for each in checked.not_recorded} >= {"PR-09"}
    extended = changed(review={"received_on": "2026-01-19", "extended": True, "limit_ends_on": "2026-03-03"})
    assert "fifteen days" not in check_plan(context, get_opener(context, plan), extended).before_signing[1].en


@pytest.mark.parametrize(
    ("limit_ends_on", "decided_on", "in_time", "left"),
    [
        ("2026-02-20", "2026-02-24", True, 0),
        ("2026-02-20", "2026-02-25", False, -1),
        ("2026-10-02", "2026-10-08", True, 0),
        ("2026-10-02", "2026-10-09", False, -1),
        ("2026-02-20", "2026-02-18", True, 2),
    ],
)
def test_whether_a_decision_was_in_time_follows_the_day_to_which_the_limit_rolls(
    limit_ends_on: str, decided_on: str, in_time: bool, left: int
) -> None:
    """CPL art 105. A plan that was decided on the rolled day is not told as late for good; the days left stay cautious,
    and a day after it it was late."""
    plan = a_plan(decided_on, review={"limit_ends_on": limit_ends_on, "received_on": "2026-01-20"})
    examined = examine_plan(plan, Rulebook.load(), date.fromisoformat(decided_on), WorkingDays())
    (finding,) = [each for each in examined.findings if each.rule == "HR-08"]
    assert (finding.holds, examined.days_left) == (in_time, left)
