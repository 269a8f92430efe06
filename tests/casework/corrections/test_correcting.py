"""Facts that were recorded wrongly can be corrected; and after the seal a correction gives nothing away."""

from datetime import date

import pytest
from sqlmodel import select

from casework.acting.acts.act import ACTS
from casework.acting.rights import RightScope
from casework.acting.rights.scope import FAMILY
from casework.corrections.acts import CORRECTABLE, CorrectFact
from casework.corrections.table import CORRECTIONS
from casework.shared.files.base import get_day_fields
from core.errors import Archived
from models.decision import ClosingListEntry
from tests.builders import SimulatedPlan
from tests.casework.test_every_act_in_its_time import sealed

REACHES = {RightScope.OWN: 0, RightScope.TEAM: 1, RightScope.ASSISTING: 2, RightScope.OFFICE: 2}


def test_what_is_corrected_is_a_fact() -> None:
    assert set(CORRECTIONS) <= {code for code, act in ACTS.items() if act.operation.fact}


def test_a_correction_tells_what_the_act_of_the_fact_tells_and_the_act_asks_for_all_of_it() -> None:
    assert {code: correction.fields for code, correction in CORRECTIONS.items()} == dict(CORRECTABLE)
    for correction in CORRECTIONS.values():
        assert correction.fields or correction.take_back, correction.act
    days = get_day_fields(CorrectFact)
    for code, names in CORRECTABLE.items():
        own = get_day_fields(ACTS[code])
        assert {name for name in names if name in own} <= set(days), code


def test_who_of_the_staff_may_record_a_fact_may_come_to_correct_it() -> None:
    for correction in CORRECTIONS.values():
        for role, scope in correction.act.by.items():
            if role in FAMILY:
                continue  # they tell a handler, who corrects it
            assert REACHES[CorrectFact.operation.by[role]] >= REACHES[scope], (correction.act, role)


def test_after_the_seal_a_receipt_on_the_closing_list_is_corrected_and_its_window_runs_anew() -> None:
    life = sealed()
    life.act("clerk", "record_service", to="victim", received_on="2026-09-04", decision="non_prosecution", number="7")
    corrected(life, fact="record_service", which="7", received_on="2026-09-05")
    with life.context.database.reading() as session:
        rows = session.exec(select(ClosingListEntry).where(ClosingListEntry.clock == "victim_complaint")).all()
    assert [(row.began_on, row.ends_on) for row in rows] == [(date(2026, 9, 5), date(2026, 9, 14))], (
        "Saturday the 12th is rolled"
    )
    (line,) = life.lines("correct_fact")
    assert line.detail_sealed is None, "its words stay on paper"


@pytest.mark.parametrize(
    "values",
    [
        {"fact": "report_incident", "which": "one", "done_on": "2026-03-05"},
        {"fact": "report_incident", "which": "none", "done_on": "2026-03-05"},
        {"fact": "record_unable", "which": "minor", "from_on": "2026-03-05"},
        {"fact": "record_remedy_answer", "outcome": "upheld"},
        {"fact": "end_contact", "never_happened": True},
        {"fact": "announce_outcome", "announced_on": "2026-09-04"},
        {"fact": "record_judgment", "sentence_months": 8},
    ],
)
def test_what_the_closing_list_does_not_have_is_refused_alike_whether_it_is_in_the_file_or_not(
    values: dict[str, object],
) -> None:
    life = sealed()
    with pytest.raises(Archived) as refused:
        corrected(life, **values)
    assert refused.value.article == "Rules art 486"
    assert life.lines("correct_fact") == []


def corrected(life: SimulatedPlan, **values: object) -> None:
    life.act("prosecutor", "correct_fact", reason="登记时看错了原件", **values)
