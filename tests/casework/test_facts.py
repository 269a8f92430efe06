"""Every fact that changes what stands does what its row in the table says, within the minute, and none does it in silence."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from casework.facts.stopping import ABOUT_DUTIES, OF_THE_TEAM
from casework.facts.table import BANNERS, ROWS, PlanFact, Row, Stops
from law.working_days import WorkingDays
from models.item import STILL_OPEN, Item
from models.plan import TeamMember
from sunward.clock import local_time
from tests.builders import Life, a_life, a_plan, the_rulebook, told_and_served

A_BUSY_PLAN = {
    "cadence": {"weekly_note": {"on": "Mon"}, "usage_sheet": {"on": "Sun", "by": "21:00"},
                "thought_report": {"every_months": 1}},
    "case": {"no_victim": False, "victims": 1, "opinions": {
        "police": {"state": "heard", "on": "2026-02-25"}, "victim": {"state": "heard", "on": "2026-02-25"},
        "minor": {"state": "heard", "on": "2026-02-25"}, "legal_representative": {"state": "heard", "on": "2026-02-25"},
        "defender": {"state": "heard", "on": "2026-02-25"}}},
}  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """How the fact comes about: what has to have happened before it, and the fact itself."""

    fact: Callable[[Life], object]
    before: Callable[[Life], object] = lambda life: life
    due: Callable[[Life], date | None] = lambda life: None
    """The day of what is asked, where the law counts it and not the row."""


def _filed(remedy: str, **told: object) -> Callable[[Life], object]:
    return lambda life: life.act("clerk", "file_remedy", remedy=remedy, decision_received_on="2026-03-05", **told)


def _reconsidered(life: Life) -> None:
    _filed("reconsideration")(life)
    life.act("chief_prosecutor", "decide_remedy", remedy="reconsideration", outcome="upheld")
    life.act("clerk", "record_service", to="police", decision="reconsideration", received_on=str(life.today))
    life.act("clerk", "file_remedy", remedy="higher_review", decision_received_on=str(life.today))


def _complained_late(life: Life) -> None:
    life.on("2026-03-15 22:30")
    _filed("victim_complaint")(life)


def _not_prosecuted(life: Life) -> None:
    _filed("victim_complaint")(life)
    life.on("2026-09-02 10:00").act("prosecutor", "hear_victim")
    life.act("prosecutor", "write_opinion", proposal="non_prosecution")
    life.act("chief_prosecutor", "decide_non_prosecution", reason="期满")


def _answered(remedy: str) -> Callable[[Life], object]:
    return lambda life: life.act("clerk", "record_remedy_answer", remedy=remedy, outcome="corrected")


def _decided(remedy: str) -> Callable[[Life], object]:
    return lambda life: life.act("chief_prosecutor", "decide_remedy", remedy=remedy, outcome="corrected")


SCENES: dict[PlanFact, Scene] = {
    PlanFact.CORRECTED_BY_RECONSIDERATION: Scene(_decided("reconsideration"), _filed("reconsideration")),
    PlanFact.CORRECTED_BY_REVIEW: Scene(_answered("higher_review"), _reconsidered),
    PlanFact.CORRECTED_ON_COMPLAINT: Scene(_answered("victim_complaint"), _filed("victim_complaint")),
    PlanFact.CORRECTED_ON_LATE_COMPLAINT: Scene(_decided("victim_complaint"), _complained_late),
    PlanFact.CORRECTED_AFTER_THE_END: Scene(_answered("victim_complaint"), _not_prosecuted),
}


def a_plan_in_use() -> Life:
    """Sunday 8 March 2026, 22:30: announced and served; notes, sheets, contacts and talks are owed, and reminders went out."""
    return told_and_served(a_life(a_plan(**A_BUSY_PLAN)), "2026-03-04").on("2026-03-08 22:30")


def lived(row: Row) -> tuple[Life, str]:
    """The row's fact, done for real; and the moment just before it."""
    scene, life = SCENES[row.fact], a_plan_in_use()
    scene.before(life)
    life.on(life.now + timedelta(minutes=1))
    before = local_time(life.now).strftime("%Y-%m-%d %H:%M:%S")
    scene.fact(life)
    life.on(life.now + timedelta(minutes=1))
    return life, before


def still_open(life: Life, *kinds: str, owner: str | None = None) -> list[Item]:
    return [item for item in life.items(owner=owner) if item.status in STILL_OPEN and (not kinds or item.kind in kinds)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.fact.value)
def test_what_the_row_says_has_happened_within_the_minute(row: Row) -> None:
    """Who is asked has it open with its day, who is told has a message, and what stops has stopped for good."""
    life, before = lived(row)
    _asked(row, life)
    _told(row, life, before)
    _stopped(row, life, before)


def _asked(row: Row, life: Life) -> None:
    for ask in row.asks:
        (item,) = still_open(life, ask.kind)
        assert item.owner == ask.owner
        days = the_rulebook().number(ask.within, on=life.today) if ask.within else None
        assert item.due_on == (WorkingDays().after(life.today, days) if days else SCENES[row.fact].due(life))
        assert not ask.at_once or item.called_at is not None


def _told(row: Row, life: Life, before: str) -> None:
    new = [message for message in life.messages() if str(local_time(message.created_at)) >= before]
    for tell in row.tells:
        told = {message.recipient_role for message in new if message.event == tell.event}
        assert told == {to.value for to in tell.to if to in ("minor", "guardian", *_team(life))}


def _stopped(row: Row, life: Life, before: str) -> None:
    """Nothing of it is open and no text about it waits; a month later none was sent, none missed."""
    if row.stops is Stops.SUPERVISION:
        assert still_open(life, owner="minor") == still_open(life, owner="guardian") == []
        assert still_open(life, *OF_THE_TEAM) == []
        cancelled = [item for item in life.items(status="cancelled") if item.settled_because == row.reason]
        assert {"minor", "guardian", "social_worker", "prosecutor"} <= {item.owner for item in cancelled}
        assert [m.event for m in life.messages() if m.event in ABOUT_DUTIES and m.state == "created"] == []
        assert life.plan.stopped_by == [row.reason]
        assert BANNERS[row.reason] == row.banner
        missed = len(life.items(status="missed"))
        life.on(life.now + timedelta(days=30))
        assert [said for said in life.said(before, to="minor") if said.event in ABOUT_DUTIES] == []
        assert len(life.items(status="missed")) == missed


def _team(life: Life) -> set[str]:
    return {member.role for member in life.rows(TeamMember)}


def test_no_row_leaves_the_plan_as_it_was_in_silence() -> None:
    """Each stops something, asks somebody or tells somebody; and each is lived here."""
    assert [row.fact for row in ROWS if row.stops is Stops.NOTHING and not row.asks and not row.tells] == []
    assert [row.fact for row in ROWS] == list(PlanFact) == list(SCENES)
