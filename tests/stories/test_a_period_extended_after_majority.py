"""Of age on 16 June, the period made longer three days later: told to him alone."""

from datetime import date

import pytest

from core.errors import Refused
from models.decision import ServiceReceipt
from models.person import Person
from tests.builders import a_plan, an_announced_plan


def test_a_period_extended_after_majority() -> None:
    # ------------------------------------------------------- 2 March 2026: six months; 18 on 16 June
    life = an_announced_plan(born_on="2008-06-16", delivers=True)
    life.add_habit("minor", "weekly_note")
    assert life.of_age_on == date(2026, 6, 16)

    # ------------------------------------------------------- 17 April and 17 May: the plan is looked over before it
    life.skips_to("2026-04-16").on("2026-05-18")
    pre_expiry_steps = [entry.detail["step"] for entry in life.diary() if entry.detail.get("kind") == "age_rebase"]
    assert pre_expiry_steps == ["near_60", "near_30"]

    # ------------------------------------------------------- Tuesday 16 June, 00:00: his own affairs are his own
    life.skips_to("2026-06-08 09:00").on("2026-06-15 23:59:59")
    mother = next(person for person in life.rows(Person) if person.relation == "mother")
    assert mother.ended_on is None
    life.on("2026-06-16 00:00")
    assert life.happened("2026-06-16") == ["come_of_age"]
    mother = next(person for person in life.rows(Person) if person.relation == "mother")
    assert (mother.ended_on, mother.ended_because) == (date(2026, 6, 16), "of_age")
    assert life.due("consents") == date(2026, 6, 23)
    life.on("2026-06-16 18:00").act("minor", "give_consents", device_data=False, own_consents=True)
    assert life.status_counts("consents") == {"done": 1}

    # ------------------------------------------------------- Friday 19 June: extended from six to eight months
    life.on("2026-06-19 10:00").act("prosecutor", "change_period", new_end_on="2026-11-01", reason="小结断续")
    assert (life.plan.period_to, life.plan.final_decision_by) == (date(2026, 11, 1), date(2026, 11, 11))
    assert [message.to for message in life.delivered("2026-06-19 10:00") if message.template == "S16"] == ["minor"]
    due = sorted(row.addressee for row in life.rows(ServiceReceipt) if row.decision == "extension")
    assert due == ["minor", "police"]
    assert life.due("period_end") == date(2026, 11, 2)
    assert life.item("weekly_note", "2026-10-26").status == "open"

    # ------------------------------------------------------- beyond twelve months nothing can be added
    with pytest.raises(Refused, match="6 to 12 months"):
        life.act("prosecutor", "change_period", new_end_on="2027-03-03", reason="再延长")

    # ------------------------------------------------------- summer and autumn: the mother hears nothing more
    life.on("2026-07-02 12:00").skips_to("2026-09-02 12:00")
    assert life.status == "under_supervision"  # the old end passes without a word
    life.skips_to("2026-10-01 12:00").on("2026-10-03 12:00").skips_to("2026-10-17 12:00").on("2026-11-02 00:00")
    assert life.status == "awaiting_decision"
    assert life.delivered("2026-06-16", to="mother") == []
    assert life.status_counts("weekly_note") == {"on_time": 34}
    steps = [
        e.detail["step"] for e in life.diary() if e.detail.get("kind") == "pre_expiry" and e.at > life.plan.opened_at
    ]
    assert steps == ["near_30", "near_14", "near_7", "near_1", "call"]


def test_somebody_who_comes_of_age_only_because_the_period_was_extended() -> None:
    # ------------------------------------------------------- six months to 1 September; 18 on 10 October, after the case
    life = an_announced_plan(a_plan(born_on="2008-10-10"))
    assert life.items("coming_of_age") == []

    # ------------------------------------------------------- extended to 1 November: now the birthday lies inside
    life.on("2026-03-19 10:00").act("prosecutor", "change_period", new_end_on="2026-11-01", reason="小结断续")
    life.skips_to("2026-10-08 12:00").on("2026-10-10 00:00")
    mother = next(person for person in life.rows(Person) if person.relation == "mother")
    assert mother.ended_on == date(2026, 10, 10)
    assert life.items("age_rebase") != []


def test_bail_that_ends_inside_the_longer_period_is_named() -> None:
    # ------------------------------------------------------- bail decided by the office on 1 October 2025: to 30 September 2026
    bail = {"bail": [{"decided_by": "procuratorate", "from_on": "2025-10-01"}]}
    life = an_announced_plan(a_plan(case=bail))
    assert life.items("bail_end") == []  # the case is over before it

    # ------------------------------------------------------- extended: the bail now ends first
    life.on("2026-03-19 10:00").act("prosecutor", "change_period", new_end_on="2026-11-01", reason="小结断续")
    assert life.due("bail_end") == date(2026, 9, 30)


def test_a_longer_period_brings_back_nothing_that_nobody_owes_any_more() -> None:
    # ------------------------------------------------------- the mother's sheet on Sundays, until he is of age on 16 March
    sheets = {"weekly_note": {"on": "Mon"}, "usage_sheet": {"on": "Sun"}}
    life = an_announced_plan(a_plan(born_on="2008-03-16", cadence=sheets))
    life.on("2026-03-19 10:00")
    assert life.items("usage_sheet", status="open") == []

    # ------------------------------------------------------- extended: notes are owed for longer, sheets are not
    life.act("prosecutor", "change_period", new_end_on="2026-11-01", reason="小结断续")
    assert life.items("usage_sheet", status="open") == []
    assert life.item("weekly_note", "2026-10-26").status == "open"


def test_a_contact_named_by_somebody_of_age_is_called_and_not_written_to() -> None:
    sheets = {"weekly_note": {"on": "Mon"}, "usage_sheet": {"on": "Sun", "owner": "minor"}}
    life = an_announced_plan(a_plan(born_on="2008-03-16", cadence=sheets), delivers=True)
    life.on("2026-03-19 10:00")
    life.act("social_worker", "name_contact", person="aunt", name="芒果的姑姑", phone="10000990103", device="own")
    life.act("prosecutor", "change_period", new_end_on="2026-11-01", reason="小结断续")
    life.on("2026-03-31 12:00")
    assert life.delivered("2026-03-19 10:00", to="minor") != []
    assert life.delivered(to="aunt") == []
