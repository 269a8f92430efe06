"""Our own downtime is nobody's lateness: windows are longer by it, and nobody hears twice in one minute of what passed."""

from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import select

from casework.checkins.outages import extend_by_outages, record_heartbeat
from core.clock import SimulatedClock, local_date
from models.database import Database
from models.outage import Heartbeat, Outage
from tests.builders import SimulatedPlan, an_announced_plan, an_office, at, start_plan
from tests.cached_plans import cached_copy


def away(life: SimulatedPlan, since: str, until: str) -> SimulatedPlan:
    """Lived until the power went; back at that moment, with the mark that we are alive as old as the outage."""
    life.on(since)
    record_heartbeat(life.context)
    return life.jumps_to(until)


@cached_copy
def away_until_wednesday() -> SimulatedPlan:
    """Out from Monday noon, when the note was due at eight in the evening."""
    return away(an_announced_plan(team_works=False, delivers=True), "2026-03-16 12:30", "2026-03-18 09:00")


def run_until(life: SimulatedPlan, until: str) -> SimulatedPlan:
    """As `on`, with the mark that we are alive kept up all the while."""
    with life.context.database.transaction() as session:
        session.get_one(Heartbeat, 1).seen_at = at(until)
    return life.on(until)


def test_a_window_is_longer_by_what_fell_into_it_and_by_nothing_else(sqlite_database: Database) -> None:
    context = an_office(sqlite_database, "2026-03-10 00:00")
    assert isinstance(context.clock, SimulatedClock)
    for moment in ("2026-03-10 00:00", "2026-03-10 00:05", "2026-03-10 06:00", "2026-03-10 06:04", "2026-03-12 06:00"):
        context.clock.advance_to(at(moment))
        record_heartbeat(context)
    with context.database.reading() as session:
        rows = session.exec(select(Outage).order_by(Outage.from_at)).all()  # type: ignore[arg-type]
        assert [(row.from_at, row.to_at) for row in rows] == [
            (at("2026-03-10 00:05"), at("2026-03-10 06:00")),
            (at("2026-03-10 06:04"), at("2026-03-12 06:00")),
        ]
        now = context.clock.now()

        def end(begins: str, ends: str) -> str:
            return (extend_by_outages(session, at(begins), at(ends), now) - at("2026-03-10")).__str__()

        assert end("2026-03-09 00:00", "2026-03-10 00:05") == "0:05:00"  # over before we were away
        assert end("2026-03-09 00:00", "2026-03-10 00:06") == "6:01:00"
        assert end("2026-03-09 00:00", "2026-03-10 00:10") == "2 days, 6:01:00"  # and the second one falls into it too
        assert end("2026-03-10 05:00", "2026-03-10 05:30") == "2 days, 6:26:00"
        assert end("2026-03-13 00:00", "2026-03-14 00:00") == "4 days, 0:00:00"
        later = at("2026-03-12 12:00")  # away again since six in the morning, and not noted yet
        assert extend_by_outages(session, at("2026-03-12 07:00"), at("2026-03-12 08:00"), later) == at(
            "2026-03-12 13:00"
        )


def test_the_first_note_after_our_own_downtime_is_not_late() -> None:
    """It comes in before we have looked."""
    life = away_until_wednesday()
    life.act("minor", "submit", item="weekly_note", due_on="2026-03-16")
    assert life.item("weekly_note", "2026-03-16").status == "on_time"


def test_nobody_is_asked_before_the_longer_window_is_over() -> None:
    """Back on Wednesday at nine: open seven and a half hours more than that, asked on Thursday, missed on Saturday."""
    life = away_until_wednesday()
    record_heartbeat(life.context)
    life.process_due()
    (line,) = life.lines("lengthen_window")
    assert line.note["open_until"] == "2026-03-18"
    run_until(life, "2026-03-19 09:59")
    assert life.item("weekly_note", "2026-03-16").status == "open"
    run_until(life, "2026-03-19 10:00")
    asked = life.item("weekly_note", "2026-03-16")
    assert asked.status == "not_received"
    # ------------------------------------------------------- away again, while there was time to explain: that too is longer
    run_until(life, "2026-03-20 10:00").jumps_to("2026-03-21 12:00")
    record_heartbeat(life.context)
    life.process_due()
    assert life.item("weekly_note", "2026-03-16").status == "not_received"
    run_until(life, "2026-03-22 11:59")
    assert life.item("weekly_note", "2026-03-16").status == "not_received"
    run_until(life, "2026-03-22 12:00")
    assert life.item("weekly_note", "2026-03-16").status == "missed"


def test_a_late_call_to_the_team_and_its_escalation_never_leave_together() -> None:
    """The worker's contact of Monday 16 March is called for on Friday, after four days away; the prosecutor hears of it on
    Monday. A date of the law that has passed is told as passed, once."""
    life = an_announced_plan(team_works=False).on("2026-03-15 12:00")
    life.jumps_to("2026-03-20 11:00").process_due()
    contact = life.item("worker_contact", "2026-03-16")
    about = [
        (m.event, local_date(m.created_at)) for m in life.posted() if m.item_id == contact.id and m.channel == "email"
    ]
    assert about == [("staff_item_due", date(2026, 3, 20))]
    assert contact.next_at == at("2026-03-23 09:00")
    life.on("2026-03-23 09:01")
    assert life.lines("pass_on")[-1].subject_id == contact.id

    late = start_plan(team_works=False, delivers=True).jumps_to("2026-03-20 11:00").process_due()
    sent = [m for m in late.messages() if m.item_id == late.item("service", "2026-03-05").id and m.state == "sent"]
    assert [m.event for m in sent] == ["statutory_date_passed"] * len(sent) != []
    assert late.now - sent[0].created_at < timedelta(minutes=1)


def test_a_clock_that_stood_a_year_ahead_for_a_moment_keeps_no_window_open_for_a_year() -> None:
    """As on a machine without a battery, just after its start. What was kept open until next year is asked about now."""
    life = away_until_wednesday()
    a_year_later = replace(life.context, clock=SimulatedClock(at("2027-04-18 09:00")))
    record_heartbeat(a_year_later)
    life.process_due()
    asked_in = life.item("weekly_note", "2026-03-16").next_at
    assert asked_in is not None
    assert asked_in > at("2027-04-01")

    record_heartbeat(life.context)
    with life.context.database.reading() as session:
        assert [(row.from_at, row.to_at) for row in session.exec(select(Outage))] == [
            (at("2026-03-16 12:30"), at("2026-03-18 09:00"))
        ]
    life.process_due()
    run_until(life, "2026-03-19 10:00")
    assert life.item("weekly_note", "2026-03-16").status == "not_received"
    run_until(life, "2026-03-24 20:00")
    assert life.item("weekly_note", "2026-03-23").next_at < at("2026-04-01")
