"""A week's note and a month's report on the same Monday: one text for both, and each is proved and asked after by itself."""

from datetime import date

from casework.messages.proof import load_proof
from tests.builders import SimulatedPlan, a_plan, an_announced_plan
from tests.cached_plans import cached_copy

REPORT_DUE = date(2026, 4, 6)


@cached_copy
def a_month(**minor: str) -> SimulatedPlan:
    """Reports on the sixth of the month, which in April is a Monday as well."""
    plan = a_plan(cadence={"thought_report": {"every_months": 1, "on_day": 6}}, **({"minor": minor} if minor else {}))
    life = an_announced_plan(plan, delivers=True)
    life.add_habit("minor", "weekly_note", until="2026-03-30")
    return life.on("2026-04-05 12:00")


def test_one_text_speaks_for_both_and_proves_both() -> None:
    life = a_month().on("2026-04-06 10:00")
    assert life.texts("2026-04-05", to="minor") == ["S25"]
    for kind in ("weekly_note", "thought_report"):
        found = load_proof(life.context, life.actor("prosecutor"), life.number, kind, REPORT_DUE)
        assert found.could_know
        assert [one.text for one in found.said if one.state == "sent" and one.in_time][-1] == "S25"
    diary = [sent for entry in life.diary("2026-04-05") for sent in entry.sent]
    texts = {(sent["text"], sent["state"], sent.get("because")) for sent in diary if sent["channel"] == "text"}
    assert ("S25", "sent", None) in texts
    assert ("S12", "not_sent", "said_together") in texts or ("S1", "not_sent", "said_together") in texts


def test_what_did_not_come_in_is_asked_after_by_itself() -> None:
    life = a_month().on("2026-04-05 18:00")
    life.act("minor", "submit", item="weekly_note", due_on="2026-04-06", text="这一周")
    life.on("2026-04-10 12:00")
    assert life.item("weekly_note", "2026-04-06").status == "on_time"
    assert life.item("thought_report", "2026-04-06").status == "missed"
    asked = [one for one in life.messages() if one.event == "explanation_asked" and one.channel == "text"]
    assert (asked[-1].state, asked[-1].variables) == ("sent", {"day": "2026-04-09"})
