"""A seal that was broken off in the middle is found by the doctor and finished by the watch."""

from dataclasses import replace
from datetime import timedelta

from casework.seal.sealing import archive_sealed_keys
from core.clock import SimulatedClock
from models.integrity import check_sealed_keys
from models.plan import Plan
from tests.casework.test_every_act_in_its_time import sealed


def test_a_key_kept_after_its_seal_is_reported_and_wrapped_away() -> None:
    """The process died after the commit and before the key was wrapped: it shows, and is mended once."""
    life = sealed().jumps_to("2026-11-24 10:00")
    context, plan_id = life.context, life.plan.id
    assert life.status == "sealed"
    assert check_sealed_keys(context.database, context.vault) == []
    context.vault.release(plan_id, context.archive_key)
    assert [symptom.code for symptom in check_sealed_keys(context.database, context.vault)] == ["sealed-key-alive"]
    minutes = [context.clock.now() + timedelta(minutes=minute) for minute in range(60)]
    found = [archive_sealed_keys(replace(context, clock=SimulatedClock(minute))) for minute in minutes]
    assert sorted(found) == [0] * 59 + [1], "sealed long ago: within an hour"
    assert check_sealed_keys(context.database, context.vault) == []
    with context.database.reading() as session:
        sealed_at = session.get_one(Plan, plan_id).sealed_at
    assert sealed_at is not None
    for later in (timedelta(minutes=1), timedelta(minutes=2)):  # whatever the minute
        context.vault.release(plan_id, context.archive_key)
        assert archive_sealed_keys(replace(context, clock=SimulatedClock(sealed_at + later))) == 1
    assert archive_sealed_keys(replace(context, clock=SimulatedClock(sealed_at + later))) == 0
