"""The same life on a file and on PostgreSQL has the same diary, line for line, as in memory."""

import dataclasses
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import event

from app.bootstrap import create_rehearsal_context
from casework.shared.files.parsing import read_acts_path, read_plan_path
from core.clock import at_local
from flows.rehearsal import OPENING_TIME, rehearse
from models.database import Database

LIFE = Path("examples/caseload/09-mangzhong.toml")
UNTIL = date(2026, 11, 24)


@cache
def in_memory() -> list[dict[str, Any]]:
    return diary_of()


def diary_of(database: Database | None = None) -> list[dict[str, Any]]:
    """The diary of that plan, lived in memory or on the record given; messages of one moment in a fixed order."""
    plan = read_plan_path(LIFE)
    acts = read_acts_path(LIFE.with_suffix(".acts.toml")).acts
    context = None
    if database is not None:
        context = dataclasses.replace(
            create_rehearsal_context(at_local(plan.decision.on, OPENING_TIME)), database=database
        )
    rehearsal = rehearse(plan, acts, UNTIL, context=context)
    entries = [entry.as_json() for entry in rehearsal.diary]
    for entry in entries:
        entry["sent"].sort(key=lambda sent: sorted(sent.items()))
    return entries


def test_a_life_is_the_same_on_every_database(database: Database) -> None:
    """To a revocation and the court: nothing depends on which database keeps the record, and all that is done
    needs one connection at a time, which is given back."""
    held: set[int] = set()
    most = 0

    def take(_driver: object, entry: object, _proxy: object) -> None:
        nonlocal most
        held.add(id(entry))
        most = max(most, len(held))

    event.listen(database.engine, "checkout", take)
    event.listen(database.engine, "checkin", lambda _driver, entry: held.discard(id(entry)))
    assert diary_of(database) == in_memory()
    assert (most, held) == (1, set())
