"""Handing in: late is late and kept, too early and cancelled are refused, another's is nobody's but theirs."""

from datetime import date
from typing import Any

import pytest

from casework.acting.performing import perform, perform_as
from casework.acting.rights.read_operations import READ_OWN
from casework.checkins.acts import Submit
from casework.checkins.submissions import MAX_TEXT
from casework.family.family_page import load_own_page
from casework.plan.views.history import HistoryFilters, load_history
from core.errors import BadInput, NotAllowed, NotFound, Refused, SunwardError
from models.item import Submission
from models.usage_day import UsageDay
from tests.builders import SimulatedPlan, a_plan, an_announced_plan, open_view
from tests.cached_plans import cached_copy


@pytest.fixture
@cached_copy
def life() -> SimulatedPlan:
    """A plan in its second week, with a note on Mondays and the mother's sheet on Sundays."""
    plan = a_plan(cadence={"weekly_note": {"on": "Mon"}, "usage_sheet": {"on": "Sun"}})
    return an_announced_plan(plan, team_works=False, delivers=True).on("2026-03-06 10:00")


def refused(life: SimulatedPlan, error: type[SunwardError], by: str, match: str | None = None, **what: object) -> None:
    """It is refused, in words, and nothing of it is kept, also past whatever asks at the reading."""
    honest = {"did": "submit", "on": life.today, "by": by, "item": "weekly_note"}
    act = Submit.model_validate(honest).model_copy(update=what)
    before = len(life.rows(Submission)), [item.model_dump() for item in life.items()], life.plan.version
    with pytest.raises(error, match=match):
        perform(life.context, life.number, act, life.actor(by))
    assert (len(life.rows(Submission)), [item.model_dump() for item in life.items()], life.plan.version) == before


def test_on_its_last_minute_it_is_in_time_and_a_second_later_it_is_late(life: SimulatedPlan) -> None:
    life.on("2026-03-09 20:00")
    assert not perform_as(life.context, life.actor("minor"), life.number, Submit, item="weekly_note").late
    life.on("2026-03-16 20:00:01")
    submission = perform_as(life.context, life.actor("minor"), life.number, Submit, item="weekly_note")
    assert (submission.late, submission.status, submission.due_on) == (True, "late", date(2026, 3, 16))


def test_months_late_it_is_still_kept_as_late(life: SimulatedPlan) -> None:
    life.on("2026-03-13 12:00").skips_to("2026-06-20 10:00")
    submission = perform_as(
        life.context, life.actor("minor"), life.number, Submit, item="weekly_note", due_on=date(2026, 3, 9)
    )
    assert (submission.late, submission.status) == (True, "late")


def test_without_a_day_it_answers_what_is_owed_next_and_sent_twice_it_is_not_next_weeks(life: SimulatedPlan) -> None:
    def sent() -> tuple[date, bool]:
        submission = perform_as(life.context, life.actor("minor"), life.number, Submit, item="weekly_note")
        return submission.due_on, submission.addition

    assert [sent(), sent()] == [(date(2026, 3, 9), False), (date(2026, 3, 9), True)]
    life.on("2026-03-09 21:00")
    assert sent() == (date(2026, 3, 9), True)
    life.on("2026-03-10 00:00")
    assert [sent(), sent()] == [(date(2026, 3, 16), False), (date(2026, 3, 16), True)]
    assert life.item("weekly_note", "2026-03-23").received_at is None


def test_too_early_is_too_early(life: SimulatedPlan) -> None:
    refused(life, Refused, "minor", "too early", item="weekly_note", due_on=date(2026, 4, 20))
    assert perform_as(
        life.context, life.actor("minor"), life.number, Submit, item="weekly_note", due_on=date(2026, 4, 6)
    ).early


def test_a_note_of_a_week_that_has_not_begun_is_kept_and_settles_nothing(life: SimulatedPlan) -> None:
    """On Monday the note of that Monday is due; of the week after it nobody can write before Tuesday."""
    life.on("2026-03-09 10:00")
    early = perform_as(
        life.context, life.actor("minor"), life.number, Submit, item="weekly_note", due_on=date(2026, 3, 16)
    )
    assert (early.early, early.addition, early.status) == (True, True, "open")
    next_week = life.item("weekly_note", "2026-03-16")
    assert (next_week.status, next_week.received_at) == ("open", None)
    assert len(life.rows(Submission)) == 1
    (line,) = life.lines("submit")
    assert line.note["early"] is True
    assert [
        one.due_on
        for one in open_view(load_own_page, life.context, life.actor("minor"), life.number, right=READ_OWN).now
    ] == [date(2026, 3, 9)]

    life.on("2026-03-10 00:00")
    in_its_week = perform_as(
        life.context, life.actor("minor"), life.number, Submit, item="weekly_note", due_on=date(2026, 3, 16)
    )
    assert (in_its_week.early, in_its_week.addition, in_its_week.status) == (False, False, "on_time")
    assert "S1" not in life.on("2026-03-16 21:00").texts("2026-03-11 00:00", to="minor")


def test_a_note_kept_before_its_week_is_still_called_for(life: SimulatedPlan) -> None:
    life.on("2026-03-07 10:00").act("minor", "submit", item="weekly_note", due_on="2026-03-16")
    life.act("minor", "submit", item="weekly_note")
    assert life.item("weekly_note", "2026-03-09").status == "on_time"
    assert "S1" in life.on("2026-03-16 09:00").texts("2026-03-11 00:00", to="minor")


def test_a_contact_of_today_is_not_next_month_s(life: SimulatedPlan) -> None:
    due = sorted(item.due_on for item in life.items("worker_contact", status="open"))
    submission = perform_as(
        life.context, life.actor("social_worker"), life.number, Submit, item="worker_contact", due_on=due[1]
    )
    assert (submission.early, submission.status) == (True, "open")
    assert (
        perform_as(life.context, life.actor("social_worker"), life.number, Submit, item="worker_contact").due_on
        == due[0]
    )


def test_where_this_weeks_was_excused_a_note_without_a_day_lies_with_this_week(life: SimulatedPlan) -> None:
    life.act("prosecutor", "record_unable", who="minor", from_on="2026-03-06", to_on="2026-03-09", reason="illness")
    submission = perform_as(life.context, life.actor("minor"), life.number, Submit, item="weekly_note")
    assert (submission.due_on, submission.early) == (date(2026, 3, 9), False)


def test_a_sheet_with_a_day_to_come_is_refused_with_its_date(life: SimulatedPlan) -> None:
    minutes = [60, 60, 60, 60, 60, 60, 60]
    refused(life, BadInput, "mother", "15 March", item="usage_sheet", due_on=date(2026, 3, 15), minutes=minutes)
    assert life.rows(UsageDay) == []


def test_what_was_cancelled_is_owed_by_nobody(life: SimulatedPlan) -> None:
    life.act("social_worker", "report_danger", person="mother", told_to="公安机关", facts="有伤")
    refused(life, Refused, "social_worker", "no consent", item="usage_sheet", due_on=date(2026, 3, 8))


def test_what_does_not_exist_is_not_found(life: SimulatedPlan) -> None:
    refused(life, NotFound, "minor", item="weekly_note", due_on=date(2026, 3, 10))
    refused(life, NotFound, "minor", item="poem")


@pytest.mark.parametrize(
    ("by", "kind"),
    [
        ("minor", "usage_sheet"),  # the mother's
        ("mother", "weekly_note"),  # the child's own
        ("minor", "worker_contact"),
        ("mother", "prosecutor_talk"),
        ("social_worker", "prosecutor_talk"),
    ],
)
def test_nobody_submits_an_item_of_another(life: SimulatedPlan, by: str, kind: str) -> None:
    refused(life, NotAllowed, by, item=kind)


def test_by_phone_and_on_paper_a_worker_submits_for_the_family(life: SimulatedPlan) -> None:
    for kind, input_method in (("weekly_note", "told_by_phone"), ("usage_sheet", "on_paper")):
        perform_as(life.context, life.actor("social_worker"), life.number, Submit, item=kind, **{input_method: True})
    assert [row.way for row in life.rows(Submission)] == ["phone", "paper"]
    assert {row.by_role for row in life.rows(Submission)} == {"social_worker"}


def test_a_decision_is_not_submitted(life: SimulatedPlan) -> None:
    """Whoever would tick off an opinion, an answer or a review by 'submitting' it has decided nothing."""
    life.act("prosecutor", "report_incident", incident="x", kind="new_crime", done_on="2026-03-05", facts="有人反映")
    life.act(
        "minor", "ask_leave", leave="y", from_on="2026-03-20", to_on="2026-03-21", destination="邻市", reason="探亲"
    )
    for kind in ("pre_expiry", "incident_review", "leave_decision", "milestone", "final_decision", "explanation_answer",
                 "period_end", "service"):  # fmt: skip
        refused(life, Refused, "prosecutor", "cannot be submitted", item=kind)


def test_a_text_longer_than_any_note_is_refused_whole(life: SimulatedPlan) -> None:
    refused(life, BadInput, "minor", "too long", item="weekly_note", text="字" * (MAX_TEXT + 1))
    perform_as(life.context, life.actor("minor"), life.number, Submit, item="weekly_note", text="字" * MAX_TEXT)


def test_a_miss_that_was_never_asked_about_can_be_found_by_nobody(life: SimulatedPlan) -> None:
    """Neither before its day, nor after it came in, nor while there is time to explain."""
    answer = {"item": "weekly_note", "due_on": "2026-03-09", "answer": "missed", "reason": "没有交"}
    for moment in ("2026-03-06 11:00", "2026-03-09 20:30", "2026-03-10 11:00"):
        with pytest.raises(Refused):
            life.on(moment).act("prosecutor", "answer_explanation", **answer)
    life.act("minor", "submit", item="weekly_note", due_on="2026-03-09")
    with pytest.raises(Refused, match="Received, not yet due or not required"):
        life.act("prosecutor", "answer_explanation", **answer)
    assert life.item("weekly_note", "2026-03-09").status == "late"


def test_what_came_on_time_stays_so_whatever_is_said_about_it(life: SimulatedPlan) -> None:
    """A kind answer changes nothing, and no later one makes a miss of it."""
    item = {"item": "weekly_note", "due_on": "2026-03-09"}
    life.on("2026-03-09 19:00").act("minor", "submit", **item)
    life.act("minor", "explain", **item, text="只写了一句")
    life.act("prosecutor", "answer_explanation", **item, answer="excused", reason="够了")
    with pytest.raises(Refused, match="Received, not yet due or not required"):
        life.act("prosecutor", "answer_explanation", **item, answer="missed", reason="太短")
    assert life.item("weekly_note", "2026-03-09").status == "on_time"


def test_what_came_late_and_was_excused_becomes_no_miss(life: SimulatedPlan) -> None:
    item = {"item": "weekly_note", "due_on": "2026-03-09"}
    life.on("2026-03-10 11:00").act("minor", "submit", **item)
    life.act("prosecutor", "answer_explanation", **item, answer="excused", reason="那天考试")
    with pytest.raises(Refused, match="Received, not yet due or not required"):
        life.act("prosecutor", "answer_explanation", **item, answer="missed", reason="再想想")
    assert life.item("weekly_note", "2026-03-09").status == "excused"


def test_nobody_asked_about_a_sheet_misses_it(life: SimulatedPlan) -> None:
    """The mother's sheet is called for and never asked after: not received, it is unknown and counts for nothing."""
    life.on("2026-03-12 12:00")
    assert "S10" in life.texts(to="mother")
    sheet = life.item("usage_sheet", "2026-03-08")
    assert (sheet.status, sheet.asked_at) == ("unknown", None)
    assert life.items("usage_sheet", status="missed") == []


def _told(life: SimulatedPlan) -> set[str]:
    """Who of the staff was notified that something has changed the case."""
    return {each.recipient_role for each in life.messages() if each.event == "plan_changed" and each.channel == "email"}


def test_one_s_own_word_that_excuses_days_is_seen_by_the_other_of_prosecutor_and_worker(life: SimulatedPlan) -> None:
    """And a visit that is on record long before its day; the history names what was excused under the message."""
    span: dict[str, Any] = {"who": "minor", "from_on": "2026-03-06", "to_on": "2026-03-09", "reason": "illness"}
    life.act("prosecutor", "record_unable", **span)
    assert _told(life) == {"social_worker"}
    rows = open_view(load_history, life.context, life.actor("social_worker"), life.number, HistoryFilters()).rows
    changed = [words.zh for row in rows for each in row.entries for words in each.changed]
    assert any("每周小结（2026-03-09）" in words and "无法履行" in words for words in changed)


def test_a_visit_long_before_its_day_is_seen_by_the_prosecutor(life: SimulatedPlan) -> None:
    first = min(item.due_on for item in life.items("worker_contact", status="open"))
    life.act("social_worker", "submit", item="worker_contact", how="visit", went="completed")
    assert ((first - life.today).days > 7, _told(life)) == (True, {"prosecutor"})
