"""A decision is asked for by one person and answered by another, and all that was said on the way is kept."""

import pytest
from sqlmodel import col, select

from core.errors import BadInput, Refused, SunwardError
from models.decision import Decision
from models.proposal import Proposal, ProposalRemark
from notifications.events import Event
from tests.builders import SimulatedPlan, an_announced_plan
from tests.cached_plans import cached_copy


@pytest.fixture
@cached_copy
def life() -> SimulatedPlan:
    return an_announced_plan(team_works=False).on("2026-03-06 10:00")


def asked(life: SimulatedPlan, **more: str) -> None:
    values = {"step": "change_period", "new_end_on": "2026-11-01", "reason": "视表现"} | more
    life.act("prosecutor", "propose", **values)


def remarks(life: SimulatedPlan) -> list[tuple[str, str]]:
    """Who did what with the proposals, the first first."""
    with life.context.database.reading() as session:
        rows = session.exec(select(ProposalRemark).order_by(col(ProposalRemark.at), col(ProposalRemark.id))).all()
    return [(row.by_role, row.did) for row in rows]


def test_what_was_proposed_and_decided_names_both(life: SimulatedPlan) -> None:
    """The chief is told and owes an answer; the decision keeps who had proposed it; nothing waits afterwards."""
    asked(life)
    assert [item.owner for item in life.items("approval", status="open")] == ["chief_prosecutor"]
    assert any(m.event == Event.DECISION_ASKED for m in life.posted())
    life.act("department_head", "countersign", step="change_period", comment="同意")
    life.act("chief_prosecutor", "change_period", new_end_on="2026-11-01", reason="同意")
    assert life.items("approval", status="open") == []
    (decision,) = [row for row in life.rows(Decision) if row.kind == "extension"]
    assert decision.proposed_by == life.staff("prosecutor").id
    assert decision.decided_by == life.staff("chief_prosecutor").id
    assert [row.status for row in life.rows(Proposal)] == ["decided"]
    assert remarks(life) == [
        ("prosecutor", "proposed"), ("department_head", "countersigned"), ("chief_prosecutor", "decided"),
    ]  # fmt: skip


def test_a_returned_proposal_waits_for_the_prosecutor_and_can_be_made_again(life: SimulatedPlan) -> None:
    """Nothing is decided by returning it; the second one stands in its place."""
    end = life.plan.period_to
    asked(life)
    life.act("chief_prosecutor", "return_proposal", step="change_period", comment="再核实一次")
    assert [item.owner for item in life.items("proposal_returned", status="open")] == ["prosecutor"]
    assert life.items("approval", status="open") == []
    assert life.plan.period_to == end
    asked(life, new_end_on="2026-10-20")
    assert life.items("proposal_returned", status="open") == []
    assert [row.status for row in life.rows(Proposal)] == ["returned", "open"]
    life.act("prosecutor", "withdraw_proposal", step="change_period")
    with pytest.raises(Refused):
        life.act("chief_prosecutor", "return_proposal", step="change_period", comment="没有了")


def test_what_the_law_refuses_cannot_be_asked_for(life: SimulatedPlan) -> None:
    """Outside six to twelve months, without its content, or without a ground found after hearing."""
    with pytest.raises(Refused):
        asked(life, new_end_on="2027-06-01")
    with pytest.raises(BadInput):
        life.act("prosecutor", "propose", step="end_otherwise", reason="没有写明哪种")
    with pytest.raises(SunwardError):
        life.act("prosecutor", "propose", step="revoke", incident="none", reason="没有这个情况")
    asked(life)
    with pytest.raises(Refused):
        asked(life)


def test_the_opinion_proposes_and_an_end_lets_the_others_lapse(life: SimulatedPlan) -> None:
    """The decision names who wrote the opinion; a change of the period nobody answered is over with the case."""
    asked(life)
    life.skips_to("2026-09-03 10:00")
    life.dismiss_open_items().act("prosecutor", "write_opinion", proposal="non_prosecution", text="表现良好")
    life.act("chief_prosecutor", "decide_non_prosecution")
    (decision,) = [row for row in life.rows(Decision) if row.kind == "non_prosecution"]
    assert decision.proposed_by == life.staff("prosecutor").id
    assert sorted((row.step, row.status) for row in life.rows(Proposal)) == [
        ("change_period", "lapsed"), ("decide_non_prosecution", "decided"),
    ]  # fmt: skip


def test_an_opinion_to_the_organ_that_punishes_is_owed_sent_and_asked_after(life: SimulatedPlan) -> None:
    """A needed one is a task of the prosecutor until it went out; no limit of the law is held against the answer."""
    life.act("prosecutor", "propose", step="end_otherwise", how="minor_circumstances", reason="情节显著轻微")
    life.act("department_head", "countersign", step="end_otherwise")
    life.act("chief_prosecutor", "end_otherwise", how="minor_circumstances", reason="同意", punishment_opinion="needed")
    assert [item.owner for item in life.items("punishment_opinion", status="open")] == ["prosecutor"]
    sent = {"suggestion": "p", "kind": "punishment", "unit": "县公安局", "text": "请依法给予行政处罚"}
    life.act("prosecutor", "send_suggestion", **sent)
    assert life.items("punishment_opinion", status="open") == []
    (reply,) = life.items("suggestion_reply", status="open")
    assert "373" in (reply.article or "")
    life.act("assistant", "record_suggestion_reply", suggestion="p", text="已予警告")
    assert "in_time" not in life.lines("record_suggestion_reply")[-1].note
