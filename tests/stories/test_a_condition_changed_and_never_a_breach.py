"""The instalments stop because the father is hurt. The condition is changed; missing money was never a breach."""

from collections.abc import Mapping
from uuid import UUID

import pytest

from casework.checkins.dated_sessions import get_amounts_done
from core.errors import Refused
from models.decision import Incident
from models.plan import Condition
from tests.builders import SimulatedPlan, a_plan, an_announced_plan, open_view

RESTITUTION = {
    "kind": "A4", "text": "分期赔偿12000元", "measure": "每月2000元", "evidence": "转账凭证", "confirmed_by": "assistant",
    "amount": 12000, "unit": "yuan",
}  # fmt: skip


def done(life: SimulatedPlan) -> Mapping[UUID, int]:
    return open_view(get_amounts_done, life.context, life.actor("prosecutor"), life.number)


def test_a_condition_changed_and_never_a_breach() -> None:
    # ------------------------------------------------------- 2 March 2026: 12,000 yuan in instalments
    life = an_announced_plan(a_plan(weekly=None, condition=[RESTITUTION]), team_works=False, delivers=True)
    for day in ("2026-04-01", "2026-05-06"):
        life.skips_to(f"{day} 10:00").act("assistant", "record_progress", condition="A4", amount=2000)

    # ------------------------------------------------------- June: the father is hurt, and no money comes
    life.skips_to("2026-07-10 10:00")
    assert life.rows(Incident) == []
    assert not life.plan.attention_open
    assert life.items(status="missed") == []

    # ------------------------------------------------------- Friday 10 July: not without hearing him
    change = {"condition": "A4", "text": "考验期内再赔1000元，余款另议", "amount": 5000, "reason": "父亲受伤，家庭困难"}
    with pytest.raises(Refused, match="heard"):
        life.act("prosecutor", "change_condition", heard=False, **change)
    with pytest.raises(Refused, match="heard"):
        life.act("prosecutor", "change_condition", **change)  # nobody says so
    life.act("prosecutor", "change_condition", heard=True, **change)

    # ------------------------------------------------------- the old one is ended, what was paid goes with it
    conditions = {row.id: row for row in life.rows(Condition) if row.kind == "A4"}
    (old,) = (row for row in conditions.values() if row.ended_on)
    new = conditions[old.replaced_by_id]
    assert (old.amount, old.ended_on) == (12000, life.today)
    assert (new.amount, new.told_on, new.ended_on) == (5000, life.today, None)
    assert [done(life)[row.id] for row in (old, new)] == [4000, 4000]
    assert life.texts("2026-07-10 10:00", to="minor") == ["S16"]

    # ------------------------------------------------------- August: aid is granted, the rest is paid
    life.on("2026-08-05 10:00").act("assistant", "note", topic="judicial_aid", text="发放司法救助金5000元")
    life.act("assistant", "record_progress", condition="A4", amount=1000)
    assert life.skips_to("2026-09-02 00:00").status == "awaiting_decision"
