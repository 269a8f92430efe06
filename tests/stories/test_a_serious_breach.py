"""A new crime: reported, heard, found, revoked by the chief, prosecuted. Sealing waits for the judgment."""

from datetime import date

import pytest

from casework.acting.performing import perform_as
from casework.outcome.acts_ending import Revoke
from casework.shared.text.labels import stage_label
from core.errors import NotAllowed, Refused
from models.decision import Decision
from tests.builders import SimulatedPlan, an_announced_plan, serve_all
from tests.cached_plans import cached_copy


@cached_copy
def a_revoked_plan() -> SimulatedPlan:
    """Under supervision since 2 March 2026 with 20 days of review left; revoked on Monday 3 August."""
    life = an_announced_plan(decided_on="2026-03-02", days_left=20, delivers=True)
    life.add_habit("minor", "weekly_note")

    # ------------------------------------------------------- Saturday 18 July: a fraud. Monday 20 July: reported
    life.skips_to("2026-07-18").on("2026-07-20 14:00").act(
        "prosecutor", "report_incident", incident="second", kind="new_crime", done_on="2026-07-18", facts="又骗了一人"
    )
    assert life.happened("2026-07-20")[-2:] == ["report_incident", "refer_incident"]
    assert "E4" in life.texts("2026-07-20 14:00", to="assistant")
    assert "E4" not in life.texts("2026-07-20 14:00", to="prosecutor")  # who reported it knows it
    assert life.texts("2026-07-20 14:00", to="minor") == []
    assert life.status == "under_supervision"

    # ------------------------------------------------------- nothing is found against somebody who was not heard
    with pytest.raises(Refused, match="not heard"):
        life.act("prosecutor", "close_incident", incident="second", finding="ground", reason="事实清楚")
    with pytest.raises(Refused, match="No ground was confirmed"):
        life.act("chief_prosecutor", "revoke", incident="second", reason="不待听取")

    # ------------------------------------------------------- Friday 24 July: heard. Monday 27 July: a ground
    life.on("2026-07-24 10:00").act("prosecutor", "hear_minor", incident="second", text="承认，愿意退赔")
    life.on("2026-07-27 10:00").act(
        "prosecutor", "close_incident", incident="second", finding="ground", reason="事实清楚"
    )
    assert life.status == "under_supervision"  # a ground is no revocation

    # ------------------------------------------------------- the one who decides is the chief, and nobody for him

    with pytest.raises(NotAllowed):
        perform_as(life.context, life.actor("prosecutor"), life.number, Revoke, incident="second", reason="自行撤销")
    assert [line.note["act"] for line in life.lines("denied")] == ["revoke"]

    # ------------------------------------------------------- Monday 3 August: revoked; the review runs on from today
    life.on("2026-08-03 11:00").act("prosecutor", "revoke", incident="second", reason="考验期内再犯")
    return life


def test_a_serious_breach() -> None:
    life = a_revoked_plan()
    assert life.status == "revoked"
    assert life.plan.final_decision_by == date(2026, 8, 24)  # 20 days on is Sunday 23 August
    revocation = next(row for row in life.rows(Decision) if row.kind == "revocation")
    assert revocation.decided_by == life.staff("chief_prosecutor").id
    assert revocation.proposed_by == life.staff("prosecutor").id

    # ------------------------------------------------------- from that minute nothing is owed and nothing about duties is said
    assert life.status_counts("weekly_note") == {"on_time": 21, "cancelled": 5}
    assert life.items(owner="minor", status="open") == []
    life.on("2026-08-20 12:00")
    assert set(life.texts("2026-08-03 11:00", to="minor")) == {"S16"}

    # ------------------------------------------------------- Friday 21 August: the indictment, in time
    life.on("2026-08-21 10:00").act("prosecutor", "prosecute")
    assert life.status == "revoked"  # before the court
    assert life.plan.outcome == "prosecution"

    # ------------------------------------------------------- autumn: sealing waits for the judgment
    life.on("2026-12-01 12:00")
    assert life.status == "revoked"
    assert life.items("sealing") == []

    # ------------------------------------------------------- 2 December: eight months, in force since the day before
    life.on("2026-12-02 10:00").act("assistant", "record_judgment", sentence_months=8, effective_on="2026-12-01")
    assert life.status == "revoked"
    life.on("2026-12-03 09:00")
    assert life.status == "sealed"


def test_a_longer_sentence_is_not_sealed() -> None:
    life = a_revoked_plan()
    life.on("2026-08-21 10:00").act("prosecutor", "prosecute")

    # ------------------------------------------------------- 2 December: more than five years
    life.on("2026-12-02 10:00").act("assistant", "record_judgment", sentence_months=72, effective_on="2026-12-01")
    life.on("2026-12-04 10:00")
    assert life.plan.closed_at is None, "the receipts of the revocation are still out"
    assert stage_label(life.plan).zh == "判处有期徒刑，判决已生效"
    serve_all(life, "revocation").on("2026-12-08 10:00")
    assert life.status == "closed"
    assert life.plan.sealed_at is None
    life.context.vault.check(life.plan.id)  # the file can still be opened
    assert life.items(status="open") == []


def test_a_judgment_recorded_again_with_another_day_moves_the_seal() -> None:
    life = a_revoked_plan()
    life.on("2026-08-21 10:00").act("prosecutor", "prosecute")
    life.on("2026-12-02 10:00").act("assistant", "record_judgment", sentence_months=8, effective_on="2026-12-10")

    # ------------------------------------------------------- the next day the clerk sees that it was the 7th
    life.on("2026-12-03 10:00").act("assistant", "record_judgment", sentence_months=8, effective_on="2026-12-07")
    life.on("2026-12-07 23:59")
    assert life.status == "revoked"
    life.on("2026-12-20 12:00")
    assert life.status == "sealed"
    assert len(life.lines("seal")) == 1
