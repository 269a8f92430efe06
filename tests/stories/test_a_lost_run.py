"""The run is lost, twice over: a fresh one asks the record what is next, and nothing is done a second time."""

from flows.supervision import Parked, process_due_events
from models.message import Message
from tests.builders import (
    SimulatedPlan,
    a_plan,
    an_office,
    announce_and_serve,
    start_plan_in,
)


def seen(life: SimulatedPlan) -> list[tuple[str, str]]:
    """Everything the journal and the outbox say of the plan, without ids."""
    return [(line.act, str(line.note)) for line in life.lines()] + sorted(
        (m.dedupe_key.replace(str(m.recipient_id), ""), m.state) for m in life.messages()
    )


def test_a_lost_run(sqlite_database) -> None:  # type: ignore[no-untyped-def]
    # ------------------------------------------------------- March 2026: the plan lives, its run knows nothing by heart
    context = an_office(sqlite_database, "2026-03-02 09:00")
    life = announce_and_serve(start_plan_in(context, a_plan(), delivers=True), "2026-03-04")
    life.add_habit("minor", "weekly_note")
    life.on("2026-03-23 12:00")

    # ------------------------------------------------------- the process dies. Another, with another context, takes the same record
    fresh = an_office(sqlite_database, life.now, keys=context.vault)
    before = seen(life)
    parked = process_due_events(fresh, life.number, source="tick")
    assert isinstance(parked, Parked)
    assert parked.until == life.plan.wake_at
    assert seen(life) == before  # nothing happened twice

    # ------------------------------------------------------- it goes on where the other was
    fresh.clock.advance_to(parked.until)  # type: ignore[attr-defined]
    process_due_events(fresh, life.number, source="tick")
    assert len(seen(life)) > len(before)
    assert len(life.rows(Message)) == len({m.dedupe_key for m in life.rows(Message)})
