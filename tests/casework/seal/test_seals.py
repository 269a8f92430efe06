"""A seal that was broken off in the middle is found by the doctor and finished by the watch."""

from datetime import date
from pathlib import Path

from casework.seal.sealing import archive_sealed_keys
from casework.shared.files.parsing import read_acts_path, read_plan_path
from models.integrity import check_sealed_keys
from tests.builders import run_rehearsal

CASELOAD = Path("examples/caseload")


def test_a_key_kept_after_its_seal_is_reported_and_wrapped_away() -> None:
    """The process died after the commit and before the key was wrapped: it shows, and is mended once."""
    plan = read_plan_path(CASELOAD / "11-xiaoshu.toml")
    acts = read_acts_path(CASELOAD / "11-xiaoshu.acts.toml").acts
    rehearsal = run_rehearsal(plan, acts, date(2026, 11, 24))
    context = rehearsal.context
    assert rehearsal.status() == "sealed"
    assert check_sealed_keys(context.database, context.vault) == []
    with context.database.reading() as session:
        plan_id = context.plan_id(session, rehearsal.number)
    context.vault.release(plan_id, context.archive_key)
    assert [symptom.code for symptom in check_sealed_keys(context.database, context.vault)] == ["sealed-key-alive"]
    assert archive_sealed_keys(context) == 1
    assert check_sealed_keys(context.database, context.vault) == []
    assert archive_sealed_keys(context) == 0
