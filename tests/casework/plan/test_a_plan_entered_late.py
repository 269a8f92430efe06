"""A plan entered after the day of a clock has that clock, overdue from its first minute, and says so when it is opened."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from casework.plan.plan_examination import examine_plan
from casework.plan.plan_preview import preview_plan_file
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from law.working_days import WorkingDays
from models.item import STILL_OPEN
from tests.builders import SimulatedPlan, a_plan, an_office, at, start_plan_in, the_rulebook
from tests.cached_plans import cached_copy
from tests.records import fresh_record

DECIDED = "2026-03-10"
BAIL = {"bail": [{"decided_by": "procuratorate", "from_on": "2025-06-01"}]}


@cached_copy
def _entered(on: str, **file: Any) -> SimulatedPlan:
    """The plan of 10 March 2026, typed in on that day."""
    return start_plan_in(an_office(fresh_record(), at(f"{on} 09:30")), a_plan(DECIDED, **file))


FROM_THE_FILE: dict[str, tuple[str, date, str, dict[str, Any]]] = {
    "service": ("DE-02", date(2026, 3, 13), "2026-03-16", {}),
    "announcement": ("DE-03", date(2026, 3, 17), "2026-03-19", {}),
    "bail_end": ("DE-06", date(2026, 5, 31), "2026-06-05", {"case": BAIL}),
    "age_rebase": ("AD-05", date(2026, 4, 1), "2026-04-20", {"born_on": "2008-04-01"}),
    "opinion": ("PB-04", date(2026, 9, 18), "2026-10-12", {}),
    "final_decision": ("PB-04", date(2026, 9, 20), "2026-10-12", {}),
    "custody": ("DE-05", date(2026, 3, 10), "2026-03-20", {"case": {"in_custody": True}}),
}
"""Each clock that the file itself starts: its rule, its day, the day on which the plan is entered, and what is in the file."""

AT_SOMEBODYS_ACT: dict[str, Callable[[SimulatedPlan], object]] = {
    "remedy_answer": lambda life: life.act(
        "clerk", "file_remedy", remedy="reconsideration", decision_received_on="2026-03-12", filed_on="2026-03-16"),
    "feedback": lambda life: life.act(
        "social_worker", "report_danger", person="mother", told_to="公安机关", facts="有伤", accepted_on="2026-03-20"),
    "suggestion_reply": lambda life: life.act(
        "prosecutor", "send_suggestion", suggestion="one", kind="minors_protection", unit="某网吧", text="请整改",
        served_on="2026-03-20"),
}  # fmt: skip
"""Each that begins with what somebody did, written down long afterwards."""

ONLY_AFTER_A_DECISION_HERE = {
    "pre_expiry": "it asks to look before the end; after it the opinion and the decision are asked for",
    "prosecution": "from a revocation decided here, today",
    "outcome_announcement": "from a decision carried out here, today",
    "after_correction": "from an end decided here, today",
    "decision_that_follows": "from a fact recorded here, today",
    "certificate": "from the day on which it is asked for here",
    "access_answer": "from a sealed file, which no plan is entered as",
}
"""These cannot have begun before the plan was here."""


def test_every_clock_of_the_law_is_tried_here() -> None:
    by_law = {code for code, kind in ITEM_KINDS.items() if kind.pattern is Pattern.STATUTORY}
    assert by_law == {*FROM_THE_FILE, *AT_SOMEBODYS_ACT, *ONLY_AFTER_A_DECISION_HERE}


@pytest.mark.parametrize("kind", FROM_THE_FILE)
def test_a_clock_of_the_file_is_open_and_overdue_from_the_first_minute(kind: str) -> None:
    """And whoever is responsible is told within it; warned at the check, in the preview, and in the journal."""
    rule, due_on, entered_on, more = FROM_THE_FILE[kind]
    life = _entered(entered_on, **more)
    life.on(life.now + timedelta(minutes=1))
    if kind != "age_rebase":
        (item,) = [item for item in life.items(kind) if item.status in STILL_OPEN]
        assert item.due_on == due_on < life.today
        assert [m for m in life.posted() if m.item_id == item.id], "nobody was told"
    else:
        (asked,) = life.items("consents")
        assert (asked.status, asked.owner) == ("open", "minor"), (
            "of age since April: the own consents are asked for now"
        )
    (opened,) = life.lines("open_plan")
    assert rule in opened.note["warnings"]


@pytest.mark.parametrize("kind", [kind for kind in FROM_THE_FILE if kind not in ("age_rebase", "custody")])
def test_the_check_warns_and_the_preview_shows_it(kind: str) -> None:
    rule, due_on, entered_on, more = FROM_THE_FILE[kind]
    file, context = a_plan(DECIDED, **more), an_office(fresh_record(), at(f"{entered_on} 09:30"))
    findings = [
        each
        for each in examine_plan(file, the_rulebook(), date.fromisoformat(entered_on), WorkingDays()).findings
        if each.rule == rule
    ]
    assert any(each.warns and due_on.isoformat() in each.because.zh for each in findings)
    if kind not in ("opinion", "final_decision"):
        assert [
            (item.due_on, item.overdue) for item in preview_plan_file(context, file).items if item.kind == kind
        ] == [(due_on, True)]


@pytest.mark.parametrize("kind", FROM_THE_FILE)
def test_entered_in_time_it_warns_of_nothing(kind: str) -> None:
    rule, _, _, more = FROM_THE_FILE[kind]
    findings = [
        each
        for each in examine_plan(a_plan(DECIDED, **more), the_rulebook(), date(2026, 3, 10), WorkingDays()).findings
    ]
    assert kind == "custody" or not [each for each in findings if each.rule == rule and "逾期" in each.because.zh]


@pytest.mark.parametrize("kind", AT_SOMEBODYS_ACT)
def test_a_clock_that_somebody_started_long_ago_is_open_too(kind: str) -> None:
    """Entered in June, written down then, begun in March."""
    life = _entered("2026-06-15")
    AT_SOMEBODYS_ACT[kind](life)
    life.on(life.now + timedelta(minutes=1))
    (item,) = life.items(kind)
    assert item.status == "open"
    assert item.due_on < life.today
    assert [m for m in life.posted() if m.item_id == item.id], "nobody was told"
