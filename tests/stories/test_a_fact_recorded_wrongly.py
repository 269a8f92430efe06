"""What was written down wrongly is corrected by who may write it down: the first entry stays, what follows from it is
computed anew, nobody is found to have missed anything without being asked, and who acted on it is told."""

from datetime import date
from itertools import pairwise

import pytest
from sqlmodel import select

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.entries import list_entries
from casework.acting.rights import SYSTEM
from casework.cards.acts import RecordCardQuery
from casework.outcome.final_decision import get_victim_state
from casework.outcome.final_decision_checks import get_property
from casework.plan.change_preview import ChangePreview, preview_act
from core.clock import local_date
from core.errors import Archived, BadInput, NotAllowed, NotFound
from models.cards import CardRestriction
from models.decision import AfterCare, Remedy, ServiceReceipt
from models.item import Submission
from models.journal import open_detail
from models.request import Request
from tests.builders import _ACT, SimulatedPlan, a_plan, an_announced_plan, at, serve_all, start_plan
from tests.cached_plans import cached_copy
from tests.casework.fact_scenes import A_BUSY_PLAN

WRONG = {"did": "correct_fact", "on": "2026-03-30", "by": "clerk", "reason": "回执上的日期看错了"}


def corrected(life: SimulatedPlan, by: str, fact: str, **values: object) -> SimulatedPlan:
    return life.act(by, "correct_fact", fact=fact, reason="登记时看错了原件", **values)


def preview_of(life: SimulatedPlan, by: str = "clerk", **values: object) -> ChangePreview:
    act = _ACT.validate_python({**WRONG, "on": life.today, "by": by, **values})
    return preview_act(life.context, life.actor(by), life.number, act)


# a receipt


@cached_copy
def asked_in_time() -> SimulatedPlan:
    """The police's receipt was recorded as of 3 March; on 16 March they asked for reconsideration: too late by that."""
    life = an_announced_plan(delivers=True).on("2026-03-16 09:00")
    life.act("clerk", "file_remedy", remedy="reconsideration", decision_received_on="2026-03-04")
    return life


def test_a_receipts_wrong_day_is_corrected_and_the_request_it_starts_is_in_time() -> None:
    life = asked_in_time()
    assert [row.in_time for row in life.rows(Remedy)] == [False]
    corrected(life, "clerk", "record_service", which="police", received_on="2026-03-12")
    assert [(row.decision_received_on, row.in_time) for row in life.rows(Remedy)] == [(date(2026, 3, 12), True)]
    days = {row.addressee: row.received_on for row in life.rows(ServiceReceipt)}
    assert days["police"] == date(2026, 3, 12)
    first = next(line for line in life.lines("record_service") if line.note["to"] == "police")
    (line,) = life.lines("correct_fact")
    assert first.note["received_on"] == "2026-03-04", "the first entry stays"
    assert line.note["corrects"] == str(first.id)
    assert (line.note["was_received_on"], line.note["now_received_on"]) == ("2026-03-04", "2026-03-12")
    assert line.note["in_time"] is False, "it was served late after all"


def test_the_days_are_shown_before_it_is_done_and_nothing_is_kept_of_looking() -> None:
    life = asked_in_time()
    seen = preview_of(life, fact="file_remedy", which="reconsideration", filed_on="2026-03-10")
    assert [(one.what, one.was, one.now) for one in seen.corrected] == [("filed_on", "2026-03-16", "2026-03-10")]
    ((kind, was, now),) = [(one.kind, one.was_due_on, one.due_on) for one in seen.moved]
    assert (kind, was > now) == ("remedy_answer", True)
    assert life.lines("correct_fact") == []
    corrected(life, "clerk", "file_remedy", filed_on="2026-03-10")
    assert life.items("remedy_answer")[0].due_on == now == life.rows(Remedy)[0].answer_by


def test_a_receipt_that_never_came_back_is_owed_again() -> None:
    life = an_announced_plan().on("2026-03-05 09:00")
    assert [item.status for item in life.items("service")] == ["done"]
    corrected(life, "clerk", "record_service", which="police", never_happened=True)
    assert [item.due_on for item in life.items("service", status="open")] == [date(2026, 3, 5)]


# the announcement


@cached_copy
def silent_since_the_start() -> SimulatedPlan:
    """Announced on 4 March as the record has it; the note of Monday 9 March was called for, and missed in silence."""
    life = an_announced_plan(team_works=False, delivers=True).on("2026-03-20 09:00")
    assert life.item("weekly_note", "2026-03-09").status == "missed"
    return life


def test_an_announcements_wrong_day_takes_back_the_misses_before_it() -> None:
    life = silent_since_the_start()
    corrected(life, "clerk", "announce", announced_on="2026-03-12")
    assert life.plan.announced_on == date(2026, 3, 12)
    assert life.item("weekly_note", "2026-03-09").status == "not_owed_yet"
    assert life.item("weekly_note", "2026-03-16").status != "not_owed_yet", "from that day on it is owed"
    (line,) = life.lines("correct_fact")
    assert line.note["not_owed_yet"] == 1


def test_the_chief_who_decided_since_is_notified_and_the_decision_stands() -> None:
    life = silent_since_the_start()
    life.act("chief_prosecutor", "change_period", new_end_on="2026-10-15", reason="视情况")
    corrected(life, "clerk", "announce", announced_on="2026-03-12")
    messages = {message.recipient_role for message in life.posted() if "fact_corrected" in message.dedupe_key}
    assert messages == {"social_worker", "assistant", "prosecutor", "chief_prosecutor"}
    assert life.plan.period_to == date(2026, 10, 15)


def test_with_an_earlier_announcement_than_was_recorded_nobody_has_missed_anything() -> None:
    life = (
        start_plan(team_works=False)
        .on("2026-03-12 10:00")
        .act("prosecutor", "announce", present=["minor", "mother"], explained=["period", "rules", "liability"])
    )
    corrected(life, "clerk", "announce", announced_on="2026-03-04")
    life.on("2026-03-14 10:00")
    assert life.item("weekly_note", "2026-03-09").status == "not_owed_yet"


# the higher office's answer


@cached_copy
def stopped_by_mistake() -> SimulatedPlan:
    """A victim complained in time; on 20 March the answer was recorded as corrected, and everything stopped."""
    life = an_announced_plan(a_plan(**A_BUSY_PLAN), delivers=True).on("2026-03-10 09:00")
    life.act("clerk", "file_remedy", remedy="victim_complaint", decision_received_on="2026-03-05")
    life.on("2026-03-20 10:00").act("clerk", "record_remedy_answer", remedy="victim_complaint", outcome="corrected")
    return life.on("2026-03-24 10:00")


def test_a_corrected_that_was_none_is_taken_back_and_duties_are_owed_again() -> None:
    life = stopped_by_mistake()
    assert life.items(owner="minor", status="open") == []
    corrected(life, "clerk", "record_remedy_answer", outcome="upheld")
    assert life.plan.stopped_by == []
    again = life.items(owner="minor", status="open")
    assert again
    assert all(item.due_on > life.today for item in again)
    assert [item.status for item in life.items("decision_that_follows")] == ["done"]
    assert [row.outcome for row in life.rows(Remedy)] == ["upheld"]
    missed = life.items(owner="minor", status="missed")
    assert [item for item in missed if date(2026, 3, 20) <= item.due_on <= life.today] == []


def test_staff_family_and_who_recorded_it_are_notified_and_what_had_left_is_listed() -> None:
    life = stopped_by_mistake()
    seen = preview_of(life, fact="record_remedy_answer", outcome="upheld")
    assert {one.role for one in seen.sent_before} >= {"prosecutor", "minor", "department_head"}
    corrected(life, "assistant", "record_remedy_answer", outcome="upheld")
    messages = {message.recipient_role for message in life.posted() if "fact_corrected" in message.dedupe_key}
    assert messages == {"social_worker", "prosecutor", "clerk", "minor", "guardian"}, "everybody but who corrects it"


def test_a_correction_recorded_as_another_answer_stops_the_plan_now() -> None:
    life = an_announced_plan(a_plan(**A_BUSY_PLAN)).on("2026-03-10 09:00")
    life.act("clerk", "file_remedy", remedy="victim_complaint", decision_received_on="2026-03-05")
    life.on("2026-03-20 10:00").act("clerk", "record_remedy_answer", remedy="victim_complaint", outcome="upheld")
    corrected(life, "clerk", "record_remedy_answer", outcome="corrected")
    assert life.plan.stopped_by == ["overturned"]
    corrected(life, "clerk", "record_remedy_answer", never_happened=True)
    assert life.plan.stopped_by == []
    assert [item.status for item in life.items("remedy_answer")][-1] == "open"


# being unable


def test_what_a_period_no_longer_covers_is_asked_after_first_and_then_settled_as_ever() -> None:
    life = an_announced_plan(team_works=False, delivers=True).on("2026-03-13 10:00")
    life.act("social_worker", "record_unable", who="minor", from_on="2026-03-08", to_on="2026-03-17", reason="illness")
    assert life.item("weekly_note", "2026-03-09").status == "unable"
    life.on("2026-03-20 10:00")
    corrected(life, "social_worker", "record_unable", from_on="2026-03-14")
    note = life.item("weekly_note", "2026-03-09")
    assert (note.status, note.asked_at) == ("not_received", life.now), "asked, with the whole time to explain"
    asked = [
        message for message in life.posted() if message.item_id == note.id and message.event == "check_in_not_received"
    ]
    assert {message.created_at for message in asked} >= {life.now}, "asked again, and not only before"
    assert life.item("weekly_note", "2026-03-16").status == "unable", "still covered"
    life.on("2026-03-28 10:00")
    assert life.item("weekly_note", "2026-03-09").status == "missed"


# custody, bail


def test_custody_that_ended_earlier_no_longer_excuses_and_the_person_is_asked_first() -> None:
    life = an_announced_plan(team_works=False, delivers=True).on("2026-03-07 10:00")
    custody = {"measure": "custody", "decided_by": "police", "from_on": "2026-03-07"}
    life.act("prosecutor", "record_measure", **custody)
    life.on("2026-03-18 10:00").act("prosecutor", "record_measure", **custody, lifted_on="2026-03-18")
    assert [life.item("weekly_note", day).status for day in ("2026-03-09", "2026-03-16")] == ["unable", "unable"]
    corrected(life, "clerk", "record_measure", which="custody", lifted_on="2026-03-12")
    later = life.item("weekly_note", "2026-03-16")
    assert later.status != "missed", "nobody called for it while held to be in custody: it can only be asked after"
    assert life.item("weekly_note", "2026-03-09").status == "unable"
    assert life.lines("correct_fact")[0].note["owed_again"] == 1
    corrected(life, "clerk", "record_measure", which="custody", lifted_on="2026-03-07")
    assert life.item("weekly_note", "2026-03-09").status != "unable", "let go on the day of the arrest"


def test_custody_that_never_was_ends_its_alarm_and_bails_end_follows_its_right_day() -> None:
    life = an_announced_plan().on("2026-03-10 10:00")
    life.act("prosecutor", "record_measure", measure="custody", decided_by="police", from_on="2026-03-09")
    assert len(life.items("custody", status="open")) == 1
    corrected(life, "clerk", "record_measure", which="custody", never_happened=True)
    assert life.items("custody", status="open") == []
    life.act("clerk", "record_measure", measure="bail", decided_by="procuratorate", from_on="2025-04-01")
    before = [item.due_on for item in life.items("bail_end", status="open")]
    corrected(life, "clerk", "record_measure", which="bail", was_on="2025-04-01", from_on="2025-05-01")
    after = [item.due_on for item in life.items("bail_end", status="open")]
    assert [(day.month, later.month) for day, later in zip(before, after, strict=True)] != []
    assert all(later > day for day, later in zip(before, after, strict=True))


# an incident, a guardian


def test_an_incidents_day_decides_how_the_law_reads_it() -> None:
    life = an_announced_plan().on("2026-03-10 09:00")
    life.act(
        "social_worker", "report_incident", incident="one", kind="supervision_rules", done_on="2026-03-06", facts="晚归"
    )
    corrected(life, "social_worker", "report_incident", which="one", done_on="2026-02-20")
    (line,) = life.lines("correct_fact")
    assert line.note["ground_may_exist"] is False
    assert life.lines("report_incident")[0].note["ground_may_exist"] is True


def test_a_guardian_written_down_as_dead_is_the_guardian_again() -> None:
    life = an_announced_plan(a_plan(**A_BUSY_PLAN)).on("2026-03-10 09:00")
    due = len(life.items(owner="guardian", status="open"))
    life.act("social_worker", "end_contact", person="mother", because="died", since="2026-03-08")
    assert life.items(owner="guardian", status="open") == []
    corrected(life, "social_worker", "end_contact", which="mother", never_happened=True)
    assert len(life.items(owner="guardian", status="open")) == due
    (line,) = life.lines("correct_fact")
    assert line.note["represented"] is True


# who, when, what


def test_only_who_may_record_it_corrects_it_and_only_what_is_on_record_is_corrected() -> None:
    life = an_announced_plan().on("2026-03-10 09:00")
    with pytest.raises(NotAllowed):
        corrected(life, "social_worker", "record_service", which="police", received_on="2026-03-05")
    with pytest.raises(NotFound):
        corrected(life, "clerk", "record_service", which="school", received_on="2026-03-05")
    with pytest.raises(BadInput, match="several"):
        corrected(life, "clerk", "record_service", received_on="2026-03-05")
    with pytest.raises(BadInput):
        corrected(life, "clerk", "record_service", which="police", announced_on="2026-03-05")
    with pytest.raises(BadInput):
        corrected(life, "clerk", "record_service", which="police")
    assert life.lines("correct_fact") == []


def test_the_same_again_changes_nothing() -> None:
    life = an_announced_plan().on("2026-03-10 09:00")
    for _ in range(2):
        corrected(life, "clerk", "record_service", which="police", received_on="2026-03-05")
    assert len(life.lines("correct_fact")) == 1


def test_a_minor_written_down_as_dead_lives_and_the_plan_goes_on() -> None:
    """Somebody of the same name had died. Nothing left meanwhile, the chief is asked no more, and nothing was missed."""
    life = an_announced_plan(a_plan(**A_BUSY_PLAN), delivers=True).on("2026-03-10 09:00")
    due = {(item.kind, item.due_on) for item in life.items(owner="minor", status="open")}
    life.act("prosecutor", "record_death")
    assert life.plan.stopped_by == ["minor_died"]
    life.on("2026-03-18 09:00")
    assert life.delivered("2026-03-10 09:01", to="minor") == []
    corrected(life, "social_worker", "record_death", never_happened=True)
    assert life.plan.stopped_by == []
    assert [item.status for item in life.items("decision_that_follows")] == ["done"]
    again = {(item.kind, item.due_on) for item in life.items(owner="minor", status="open")}
    assert again == {one for one in due if one[1] > life.today}
    assert again
    assert life.items(owner="minor", status="missed") == []
    messages = {message.recipient_role for message in life.posted() if "fact_corrected" in message.dedupe_key}
    assert {"prosecutor", "assistant"} <= messages
    life.on("2026-03-26 09:00")
    assert life.delivered("2026-03-18 09:01", to="minor"), "reminders reach the minor again"


# the announcement of the outcome


@cached_copy
def announced_on_friday() -> SimulatedPlan:
    """Decided on 3 September, told on Friday the 4th, and written down on Monday as told that day; the record is sealed
    on Tuesday. Of age in December, so that after-care lasts the six months."""
    life = an_announced_plan(a_plan(born_on="2008-12-01"), team_works=False)
    life.skips_to("2026-09-02 00:00").on("2026-09-03 10:00").dismiss_open_items()
    life.act("prosecutor", "write_opinion", proposal="non_prosecution").act(
        "chief_prosecutor", "decide_non_prosecution"
    )
    life.on("2026-09-07 10:00").act("prosecutor", "announce_outcome", present=["minor", "mother"])
    return life


def cards_of(life: SimulatedPlan) -> list[AfterCare]:
    """The only card of this record: nothing on it leads back to the plan."""
    with life.context.database.reading() as session:
        return list(session.exec(select(AfterCare)))


def test_the_outcomes_wrong_day_is_corrected_until_the_seal_and_after_care_runs_from_the_right_one() -> None:
    life = announced_on_friday().act("minor", "answer_after_care", consent=True)
    assert [card.until_on for card in cards_of(life)] == [date(2027, 3, 7)]
    corrected(life, "clerk", "announce_outcome", announced_on="2026-09-04")
    assert life.plan.outcome_announced_on == date(2026, 9, 4)
    assert [(card.from_on, card.until_on) for card in cards_of(life)] == [(date(2026, 9, 4), date(2027, 3, 4))]
    (line,) = life.lines("correct_fact")
    assert line.note["after_care_until"] == "2027-03-04"
    with pytest.raises(BadInput, match="before the decision"):
        corrected(life, "clerk", "announce_outcome", announced_on="2026-09-02")
    life.dismiss_open_items().on("2026-09-08 12:00")
    assert life.status == "sealed", "on the day on which it would have been anyhow"
    with pytest.raises(Archived):
        corrected(life, "clerk", "announce_outcome", announced_on="2026-09-05")


def test_a_last_day_that_the_person_named_stays_when_the_outcomes_day_is_corrected() -> None:
    life = announced_on_friday().act("minor", "answer_after_care", consent=True, until_on="2026-12-01")
    corrected(life, "clerk", "announce_outcome", announced_on="2026-09-04")
    assert [card.until_on for card in cards_of(life)] == [date(2026, 12, 1)]


def test_an_outcome_that_was_never_announced_is_still_to_be_announced_and_nothing_is_sealed_meanwhile() -> None:
    life = announced_on_friday().act("minor", "answer_after_care", consent=True)
    due_on = life.items("outcome_announcement")[0].due_on
    corrected(life, "clerk", "announce_outcome", never_happened=True)
    assert [item.due_on for item in life.items("outcome_announcement", status="open")] == [due_on]
    assert life.items("sealing", status="open") == []
    life.on("2026-09-21 10:00")
    assert (life.status, life.plan.after_care) == ("non_prosecuted", "consented")
    life.dismiss_open_items().act("prosecutor", "announce_outcome", present=["minor"])
    assert [(card.from_on, card.until_on) for card in cards_of(life)] == [(date(2026, 9, 21), date(2027, 3, 21))]
    life.on("2026-09-22 12:00")
    assert life.status == "sealed"


def test_an_outcome_that_nobody_announces_is_brought_up_again_up_to_the_chief_and_never_sealed() -> None:
    life = an_announced_plan(team_works=False, delivers=True)
    life.skips_to("2026-09-02 00:00").on("2026-09-03 10:00").dismiss_open_items()
    life.act("prosecutor", "write_opinion", proposal="non_prosecution").act(
        "chief_prosecutor", "decide_non_prosecution"
    )
    life.on("2026-11-02 10:00")
    (due,) = life.items("outcome_announcement", status="open")
    messages = [message for message in life.posted() if message.item_id == due.id]
    assert {message.recipient_role for message in messages} >= {"prosecutor", "chief_prosecutor"}
    days = sorted({local_date(message.created_at) for message in messages if message.event == "still_waiting"})
    gaps = [life.context.days.after(one, life.context.policy.overdue.every) >= later for one, later in pairwise(days)]
    assert len(days) > 5
    assert all(gaps), "at the rhythm of what is brought up again, and never longer"
    assert due.next_at > life.now, "and the next time stands already"
    assert life.status == "non_prosecuted"


# the judgment


@cached_copy
def at_court() -> SimulatedPlan:
    """Revoked for a new crime and indicted on 10 March."""
    life = an_announced_plan(team_works=False).on("2026-03-10 10:00")
    life.act("social_worker", "report_incident", incident="one", kind="new_crime", done_on="2026-03-06", facts="再犯")
    life.act("prosecutor", "hear_minor", incident="one", text="承认")
    life.act("prosecutor", "close_incident", incident="one", finding="ground", reason="属实")
    life.act("chief_prosecutor", "revoke", incident="one", reason="属实").act("prosecutor", "prosecute")
    return life.skips_to("2026-06-10 10:00").dismiss_open_items()


def judged(life: SimulatedPlan, months: int, effective_on: str) -> SimulatedPlan:
    return life.act("assistant", "record_judgment", sentence_months=months, effective_on=effective_on)


def test_a_judgments_wrong_day_is_corrected_and_the_seal_follows_the_right_one() -> None:
    life = judged(at_court(), 8, "2026-06-10")
    assert [item.due_on for item in life.items("sealing", status="open")] == [date(2026, 6, 11)]
    seen = preview_of(life, "assistant", fact="record_judgment", effective_on="2026-06-20")
    assert [(one.what, one.was, one.now) for one in seen.dates] == [("sealed_on", "2026-06-11", "2026-06-21")]
    corrected(life, "assistant", "record_judgment", effective_on="2026-06-20")
    assert [item.due_on for item in life.items("sealing", status="open")] == [date(2026, 6, 21)]
    life.on("2026-06-18 10:00")
    assert life.status == "revoked"
    life.dismiss_open_items().on("2026-06-21 12:00")
    assert life.status == "sealed"
    with pytest.raises(Archived):
        corrected(life, "assistant", "record_judgment", effective_on="2026-06-19")


def test_no_judgment_takes_effect_before_the_case_went_to_the_court() -> None:
    """Neither as it is written down nor as it is corrected: revoked on 10 March, and 6 March is a slip."""
    life = at_court()
    with pytest.raises(BadInput, match="Before the day on which the decision was revoked"):
        judged(life, 8, "2026-03-06")
    assert life.items("sealing", status="open") == []
    judged(life, 8, "2026-06-10")
    with pytest.raises(BadInput, match="Before the day on which the decision was revoked"):
        corrected(life, "assistant", "record_judgment", effective_on="2026-03-06")
    assert [item.due_on for item in life.items("sealing", status="open")] == [date(2026, 6, 11)]


def test_a_sentence_written_down_too_long_had_closed_the_plan_and_it_is_sealed_after_all() -> None:
    life = judged(serve_all(at_court(), "revocation"), 80, "2026-06-10")
    assert life.status == "closed"
    corrected(life, "assistant", "record_judgment", sentence_months=8)
    assert (life.status, life.plan.closed_at) == ("revoked", None)
    (line,) = life.lines("correct_fact")
    assert "sentence_months" not in str(line.note), "a sentence stands in no open note"
    assert (open_detail(life.context.vault, line) or {})["now_sentence_months"] == 8
    life.dismiss_open_items().on("2026-06-11 12:00")
    assert life.status == "sealed"


def test_a_sentence_written_down_too_short_is_corrected_and_nothing_is_sealed() -> None:
    life = judged(at_court(), 8, "2026-06-10")
    corrected(life, "assistant", "record_judgment", sentence_months=80)
    assert life.items("sealing", status="open") == []
    assert len(life.items("closing", status="open")) == 1, "when its receipts are in"
    corrected(life, "assistant", "record_judgment", sentence_months=9)
    assert [item.due_on for item in life.items("sealing", status="open")] == [date(2026, 6, 11)], "and back again"
    assert life.items("closing", status="open") == []


def test_a_judgment_that_never_was_is_awaited_again() -> None:
    life = judged(at_court(), 80, "2026-06-10")
    corrected(life, "assistant", "record_judgment", never_happened=True)
    assert (life.status, life.plan.outcome) == ("revoked", "prosecution")
    assert [item.owner for item in life.items("judgment", status="open")] == ["prosecutor"]
    judged(life, 8, "2026-06-10").dismiss_open_items().on("2026-06-11 12:00")
    assert life.status == "sealed"


def test_where_no_indictment_was_on_record_it_is_owed_again_by_its_day() -> None:
    life = an_announced_plan(team_works=False).on("2026-03-10 10:00")
    life.act("social_worker", "report_incident", incident="one", kind="new_crime", done_on="2026-03-06", facts="再犯")
    life.act("prosecutor", "hear_minor", incident="one", text="承认")
    life.act("prosecutor", "close_incident", incident="one", finding="ground", reason="属实")
    life.act("chief_prosecutor", "revoke", incident="one", reason="属实").process_due()
    judged(life, 8, "2026-03-10")
    assert life.items("prosecution", status="open") == []
    corrected(life, "assistant", "record_judgment", never_happened=True)
    assert life.plan.outcome is None
    assert [item.due_on for item in life.items("prosecution", status="open")] == [life.plan.final_decision_by]


def test_a_judgment_that_came_when_the_plan_was_over_moves_nothing_when_it_is_corrected() -> None:
    life = an_announced_plan(team_works=False).on("2026-03-10 10:00")
    life.act("chief_prosecutor", "end_otherwise", how="change_of_jurisdiction", reason="移送").process_due()
    life.act("clerk", "record_service", to="police", decision="end_otherwise").on("2026-03-12 10:00")
    closed_at = life.plan.closed_at
    judged(life.on("2026-04-10 10:00"), 8, "2026-04-10")
    corrected(life, "assistant", "record_judgment", sentence_months=9)
    corrected(life, "assistant", "record_judgment", never_happened=True)
    assert (life.status, life.plan.closed_at) == ("closed", closed_at)


def test_more_than_five_years_after_a_correction_that_led_to_court_is_not_sealed() -> None:
    life = an_announced_plan(team_works=False).on("2026-03-10 10:00")
    life.act("chief_prosecutor", "end_otherwise", how="corrected_by_higher_office", reason="上级院决定纠正")
    life.act("chief_prosecutor", "decide_after_correction", follows="prosecution", reason="已提起公诉")
    serve_all(life.process_due(), "end_otherwise")
    judged(life.skips_to("2026-06-10 10:00"), 72, "2026-06-10")
    assert life.status == "closed"
    corrected(life, "assistant", "record_judgment", sentence_months=8)
    assert (life.status, [item.due_on for item in life.items("sealing", status="open")]) == (
        "ended_otherwise", [date(2026, 6, 11)],
    )  # fmt: skip


# what is recorded again, so that the last counts


def test_property_recorded_again_is_as_it_was_recorded_last_and_the_first_entry_stays() -> None:
    owning = {"property": [{"what": "银行卡"}, {"what": "手机"}]}
    life = an_announced_plan(a_plan(case=owning)).on("2026-03-10 10:00")
    life.act("clerk", "settle_property", place=1, outcome="confiscated")
    life.act("clerk", "settle_property", place=1, outcome="returned")
    with life.context.open_for_reading(life.number, SYSTEM, PROCESS_PLAN) as open_plan:
        assert get_property(open_plan) == {"1 银行卡": "returned", "2 手机": None}
    assert [line.note["outcome"] for line in life.lines("settle_property")] == ["confiscated", "returned"]


def test_whether_the_victim_was_heard_is_as_it_was_recorded_last() -> None:
    life = an_announced_plan(a_plan(**A_BUSY_PLAN)).on("2026-03-10 10:00")
    life.act("prosecutor", "hear_victim", state="heard").act("prosecutor", "hear_victim", state="tried_and_failed")
    with life.context.open_for_reading(life.number, SYSTEM, PROCESS_PLAN) as open_plan:
        assert get_victim_state(open_plan) == "tried_and_failed"


def test_when_a_report_was_accepted_is_as_it_was_recorded_last_and_the_feedback_is_due_by_it() -> None:
    life = an_announced_plan().on("2026-03-10 10:00")
    life.act("social_worker", "report_danger", person="mother", told_to="公安机关", facts="有伤")
    days = []
    for accepted_on in ("2026-03-10", "2026-03-09"):
        life.act("prosecutor", "record_feedback", text="已受理", accepted_on=accepted_on)
        days += [item.due_on for item in life.items("feedback", status="open")]
    assert days == [date(2026, 3, 13), date(2026, 3, 12)]


# a restriction of cards


def restricted() -> SimulatedPlan:
    life = an_announced_plan(team_works=False).on("2026-03-10 10:00")
    return life.act("assistant", "record_restriction", restriction="r1", from_on="2025-03-01", ends_on="2026-06-01")


def asked_of(life: SimulatedPlan) -> set[tuple[str, date]]:
    kinds = ("restriction_notice", "restriction_end", "restriction_appeal")
    return {(item.kind, item.due_on) for kind in kinds for item in life.items(kind, status="open")}


def test_a_restrictions_days_are_recorded_again_under_its_label_and_the_last_count() -> None:
    life = restricted()
    life.act("assistant", "record_restriction", restriction="r1", from_on="2025-03-01", ends_on="2026-07-01")
    assert [day for kind, day in asked_of(life) if kind == "restriction_end"] == [date(2026, 7, 1)]


def test_a_lifting_that_never_was_is_taken_back_and_what_it_ended_is_asked_again() -> None:
    life = restricted().act("assistant", "record_appeal", restriction="r1", appealed_on="2026-03-09")
    asked = asked_of(life)
    assert {kind for kind, _ in asked} == {"restriction_notice", "restriction_end", "restriction_appeal"}
    life.act("assistant", "record_relief", restriction="r1", relief="lifted")
    assert asked_of(life) == set()
    corrected(life, "assistant", "record_relief", which="r1", never_happened=True)
    assert asked_of(life) == asked
    (row,) = life.rows(CardRestriction)
    assert (row.relief, row.lifted_on) == (None, None)


def test_an_appeal_and_a_restriction_that_never_were_ask_nobody_any_more() -> None:
    life = restricted().act("assistant", "record_appeal", restriction="r1", appealed_on="2026-03-09")
    corrected(life, "social_worker", "record_appeal", never_happened=True)
    assert {kind for kind, _ in asked_of(life)} == {"restriction_notice", "restriction_end"}
    corrected(life, "social_worker", "record_restriction", never_happened=True)
    assert asked_of(life) == set()
    assert life.rows(CardRestriction) == []
    assert len(life.lines("record_restriction")) == 1, "the first entry stays"
    with pytest.raises(NotFound):
        corrected(life, "social_worker", "record_relief", never_happened=True)


# a reply that never came


NEVER_CAME = [
    ("clerk", "record_suggestion_reply", {"suggestion": "sg1", "text": "已整改"}, "sg1", "suggestion_reply"),
    ("social_worker", "record_referral_answer", {"referral": "rf1", "outcome": "no_answer"}, "rf1", "referral_answer"),
    ("social_worker", "record_certificate", {}, None, "certificate"),
]


@cached_copy
def waiting_for_others() -> SimulatedPlan:
    """A suggestion, a referral and a certificate, each asked for on 10 March."""
    life = an_announced_plan().on("2026-03-10 10:00")
    life.act("prosecutor", "send_suggestion", suggestion="sg1", unit="某网吧", text="接纳未成年人")
    consents = {"minor_consented_on": "2026-03-09", "guardian_consented_on": "2026-03-09"}
    life.act("social_worker", "refer", referral="rf1", kind="counselling", unit="某中心", purpose="睡不好", **consents)
    return life.act("minor", "ask_certificate").on("2026-03-12 10:00")


@pytest.mark.parametrize(("by", "fact", "values", "which", "waits"), NEVER_CAME)
def test_a_reply_that_never_came_is_waited_for_again_by_the_same_day(
    by: str, fact: str, values: dict[str, object], which: str | None, waits: str
) -> None:
    life = waiting_for_others()
    ((due_on, step),) = [(item.due_on, item.next_at) for item in life.items(waits, status="open")]
    life.act(by, fact, **values)
    assert life.items(waits, status="open") == []
    seen = preview_of(life, by, fact=fact, which=which, never_happened=True)
    assert [(one.kind, one.due_on) for one in seen.added] == [(waits, due_on)]
    corrected(life, by, fact, which=which, never_happened=True)
    assert [(item.due_on, item.next_at) for item in life.items(waits, status="open")] == [(due_on, step)]
    (first,), (line,) = life.lines(fact), life.lines("correct_fact")
    assert (line.note["corrects"], line.note["owed_again"]) == (str(first.id), 1)
    told_of_it = {message.recipient_role for message in life.posted() if "fact_corrected" in message.dedupe_key}
    assert "prosecutor" in told_of_it
    with pytest.raises(NotFound):
        corrected(life, by, fact, which=which, never_happened=True)
    life.act(by, fact, **values)
    assert life.items(waits, status="open") == [], "the real one settles it"
    assert len(life.lines(fact)) == 2


def test_a_reply_taken_back_long_after_its_day_is_brought_up_again() -> None:
    life = waiting_for_others()
    for by, fact, values, _which, _waits in NEVER_CAME:
        life.act(by, fact, **values)
    life.skips_to("2026-05-20 10:00")
    for by, fact, _values, which, _waits in NEVER_CAME:
        corrected(life, by, fact, which=which, never_happened=True)
    life.on("2026-05-29 10:00")
    told_of = {message.item_id for message in life.posted() if message.created_at > at("2026-05-20 10:00")}
    for *_, waits in NEVER_CAME:
        (item,) = life.items(waits, status="open")
        assert item.next_at is not None
        assert item.id in told_of, waits


def test_of_two_replies_the_last_is_taken_back_and_the_one_before_it_stands() -> None:
    life = waiting_for_others()
    life.act("clerk", "record_suggestion_reply", suggestion="sg1", text="正在整改", replied_on="2026-03-11")
    life.act("clerk", "record_suggestion_reply", suggestion="sg1", text="已整改")
    life.act("social_worker", "record_referral_answer", referral="rf1", outcome="accepted", first_on="2026-03-16")
    life.act("social_worker", "record_referral_answer", referral="rf1", outcome="declined", reason="名额已满")
    corrected(life, "clerk", "record_suggestion_reply", never_happened=True)
    corrected(life, "social_worker", "record_referral_answer", never_happened=True)
    assert [(row.outcome, row.answered_on) for row in life.rows(Request)] == [
        ("replied", date(2026, 3, 11)), ("accepted", date(2026, 3, 12)), (None, None),
    ]  # fmt: skip
    assert life.items("suggestion_reply", status="open") == life.items("referral_answer", status="open") == []
    corrected(life, "clerk", "record_suggestion_reply", never_happened=True)
    corrected(life, "social_worker", "record_referral_answer", never_happened=True)
    assert [(row.outcome, row.answers) for row in life.rows(Request)] == [(None, None)] * 3
    assert len(life.items("suggestion_reply", status="open")) == len(life.items("referral_answer", status="open")) == 1


def test_the_answer_to_what_has_no_label_names_what_was_waited_for() -> None:
    life = an_announced_plan().on("2026-03-10 10:00")
    life.act("minor", "ask_certificate").on("2026-03-12 10:00")
    (item,) = life.items("certificate", status="open")
    life.act("social_worker", "record_certificate")
    (line,) = life.lines("record_certificate")
    assert line.subject_id == item.id
    assert [one.id for one in life.items("certificate", status="done")] == [item.id]


def test_a_certificate_that_nobody_had_asked_for_is_taken_back_and_nothing_waits() -> None:
    life = an_announced_plan().on("2026-03-10 10:00")
    life.act("social_worker", "record_certificate")
    corrected(life, "social_worker", "record_certificate", never_happened=True)
    assert life.items("certificate") == []
    life.act("social_worker", "record_certificate")
    assert len(life.lines("record_certificate")) == 2


# a self-query of cards


@cached_copy
def queried(on: str = "2026-03-24 18:00") -> SimulatedPlan:
    cadence = {"card_query": {"every_months": 1, "on_day": 25}, "worker_contact": None, "prosecutor_talk": None}
    life = an_announced_plan(weekly=None, cadence=cadence, team_works=False, delivers=True)
    return life.on(on).act("social_worker", "record_card_query", phone_cards=1, accounts=2, told_by_phone=True)


def query_cards(life: SimulatedPlan) -> list[int | None]:
    with life.context.open_for_reading(life.number, SYSTEM, PROCESS_PLAN) as open_plan:
        return [entry.fields.phone_cards for entry in list_entries(open_plan, RecordCardQuery)]


def test_a_self_query_of_somebody_else_is_owed_again_and_what_was_submitted_stays() -> None:
    life = queried()
    assert life.item("card_query", "2026-03-25").status == "on_time"
    seen = preview_of(life, "social_worker", fact="record_card_query", never_happened=True)
    assert [(one.kind, one.due_on) for one in seen.added] == [("card_query", date(2026, 3, 25))]
    corrected(life, "social_worker", "record_card_query", never_happened=True)
    item = life.item("card_query", "2026-03-25")
    assert (item.status, item.received_at) == ("open", None)
    assert query_cards(life) == []
    assert [row.addition for row in life.rows(Submission)] == [True]
    life.act("minor", "record_card_query", phone_cards=1, accounts=2)
    assert life.item("card_query", "2026-03-25").status == "on_time"


def test_a_self_query_taken_back_after_its_day_is_never_missed() -> None:
    life = queried().on("2026-04-02 10:00")
    corrected(life, "assistant", "record_card_query", never_happened=True)
    life.on("2026-04-12 10:00")
    assert life.item("card_query", "2026-03-25").status == "unknown"


def test_of_two_self_queries_the_one_that_stands_answers() -> None:
    life = queried().on("2026-03-26 18:00")
    life.act("social_worker", "record_card_query", phone_cards=3, due_on="2026-03-25")
    corrected(life, "social_worker", "record_card_query", was_on="2026-03-24", never_happened=True)
    item = life.item("card_query", "2026-03-25")
    assert (item.status, item.received_at) == ("late", life.now)
    assert query_cards(life) == [3]
