"""The auditor sees in the journal every warning that was accepted; and no name."""

from datetime import date

import pytest

from casework.acting.rights import Actor
from casework.plan.views.journal_pages import JournalLineView, load_journal_page
from core.errors import NotAllowed
from tests.builders import SimulatedPlan, a_plan, enrol, start_plan
from tests.cached_plans import cached_copy


@cached_copy
def a_plan_with_a_slip() -> SimulatedPlan:
    """Decided on 2 March 2026 for six months, written a day too long, with three days of review left."""
    plan = a_plan(days_left=3)
    life = start_plan(plan.model_copy(update={"decision": plan.decision.model_copy(
        update={"period_written_to": date(2026, 9, 2)})}))  # fmt: skip
    enrol(life.context, "癸县", "auditor gui.auditor")
    return life


def read(life: SimulatedPlan, on: date | None = None) -> list[JournalLineView]:
    auditor = Actor.of_staff(life.staff("auditor"))
    return load_journal_page(life.context, auditor, on=on, only_accepted=True).lines


def test_a_warning_that_was_accepted_stands_with_who_accepted_it_and_without_a_name() -> None:
    life = a_plan_with_a_slip()
    (line,) = read(life)
    assert [rule for rule, _title in line.accepted] == ["DT-07", "PB-06"]
    assert (line.plan, line.by) == (life.number, life.staff("prosecutor").display_name)
    for secret in ("芒果", "990199200911203338", "10000990101", "287-2", "出售本人银行账户"):
        assert secret not in repr(line)


def test_of_one_day_only_that_day_is_listed() -> None:
    life = a_plan_with_a_slip()
    assert len(read(life, date(2026, 3, 2))) == 1
    assert read(life, date(2026, 3, 3)) == []


def test_a_sealed_case_is_found_by_nobody_and_its_line_names_no_rule() -> None:
    life = a_plan_with_a_slip()
    with life.context.database.transaction() as session:
        plan = life.context.find(session, life.number)
        plan.sealed_at = life.now
        session.add(plan)
    assert read(life) == []
    whole = load_journal_page(life.context, Actor.of_staff(life.staff("auditor"))).lines
    assert [line.accepted for line in whole if line.accepted] == []


@pytest.mark.parametrize("role", ["prosecutor", "chief_prosecutor", "clerk", "social_worker"])
def test_only_who_audits_may_read_it(role: str) -> None:
    life = a_plan_with_a_slip()
    with pytest.raises(NotAllowed):
        load_journal_page(life.context, life.actor(role), only_accepted=True)
