"""Whoever looks at what an act would do has done nothing by it."""

import contextlib
from functools import partial
from typing import Any

from sqlmodel import SQLModel, select

from casework.acting.acts.act import ACTS
from casework.plan.change_preview import preview_act, preview_change
from core.errors import SunwardError
from models.journal import JournalLine
from tests.builders import SimulatedPlan
from tests.casework.every_operation import PERSON_OPERATIONS
from tests.casework.test_every_act_in_its_time import WITHOUT_A_FILE, after_the_period, in_period

READS_OR_REFUSES = {"read_plan", "read_usage", "read_paper", "denied"}
"""Lines that a look leaves: that somebody read, or was refused."""


def on_record(life: SimulatedPlan) -> dict[str, list[Any]]:
    """Every row of every table but the lines of reading."""
    with life.context.database.reading() as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table))))
            if table is not JournalLine.__table__  # type: ignore[attr-defined]
            else sorted(str(line.id) for line in session.exec(select(JournalLine)) if line.act not in READS_OR_REFUSES)
            for table in SQLModel.metadata.sorted_tables
            if table.name != "journal_unlinked"  # which of those lines are not in the chain yet
        }


def test_a_look_at_any_act_before_it_is_done_leaves_the_record_as_it_was() -> None:
    seen: set[str] = set()
    for life in (in_period(), after_the_period()):
        before, number = on_record(life), life.number
        for name, verb in PERSON_OPERATIONS.items():
            if verb.act.code not in ACTS or name in WITHOUT_A_FILE or name in seen:
                continue
            by = life.actor({"second.worker": "social_worker", "ling.prosecutor": "prosecutor"}.get(verb.by, verb.by))
            with contextlib.suppress(SunwardError):
                preview_change(life.context, number, name, partial(verb.do, actor=by, number=number))
                seen.add(name)
        after = on_record(life)
        assert {
            table: set(after[table]) ^ set(before[table]) for table in before if before[table] != after[table]
        } == {}
    assert len(seen) > 60


def test_an_app_is_placed_by_doing_it_and_not_by_looking() -> None:
    life = in_period()
    act = ACTS["categorise_app"].model_validate(
        {"did": "categorise_app", "on": life.today, "by": "assistant", "app": "没人认识", "category": "study"}
    )
    for _ in range(2):
        assert [line.en for line in preview_act(life.context, life.actor("assistant"), life.number, act).recorded] == [
            "assistant categorised an app"
        ]
    life.act("assistant", "categorise_app", app="没人认识", category="study")
    assert preview_act(life.context, life.actor("assistant"), life.number, act).recorded == []
