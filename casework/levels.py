"""The level of support (帮扶力度): a measure of ours, set by a named person with a reason. No function computes one.

It lapses by itself, is seen on the plan by its own people, and stands in no list, count, search or export.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from casework.desk import Desk, File
from casework.rights import Act, Actor
from casework.written import refuse_blank
from law.supervision import Level, finding_on_level, level_lapses_on, level_on
from models.columns import new_id
from models.office import Staff
from models.support_level import SupportLevel
from sunward.errors import BadInput
from sunward.words import Words

LEVELS: dict[str, Words] = {
    "lighter": Words("减少", "lighter"),
    "usual": Words("照常", "as usual"),
    "closer": Words("加强", "closer"),
}


@dataclass(frozen=True)
class LevelShown:
    """The level that stands today, who set it, why, and the first day on which it no longer stands."""

    level: str
    words: Words
    set_by: str
    reason: str
    from_on: date
    lapses_on: date


def set_support_level(desk: Desk, actor: Actor, number: str, *, level: str, reason: str) -> date:
    """The level stands from today, in place of the one before, until the day returned. It changes nothing by itself:
    whoever wants more or fewer contacts changes the plan. Which level it is stands in sealed words only."""
    with desk.file(number, actor, Act.SET_SUPPORT_LEVEL) as file:
        if level not in LEVELS:
            raise BadInput(Words("没有这样的帮扶力度。", "There is no such level of support."))
        refuse_blank(reason=reason)
        assert actor.id is not None  # rights gave this to named people only
        finding = finding_on_level(Level(level, actor.id.hex, reason, file.today), file.today, file.rulebook)
        for before in file.session.exec(_standing(file)):
            before.ended_on = file.today
            file.session.add(before)
        row_id = new_id(file.now)
        file.session.add(
            SupportLevel(
                id=row_id,
                plan_id=file.plan.id,
                set_on=file.today,
                set_by=actor.id,
                document=file.seal("support_level.document", row_id, {"level": level, "reason": reason}),
            )
        )
        lapses_on = level_lapses_on(file.today, file.rulebook)
        file.record(
            article=finding.article,
            note={"lapses_on": lapses_on, "rule": finding.rule},
            detail={"level": level, "reason": reason},
        )
    return lapses_on


def level_of(file: File) -> LevelShown | None:
    """The level that stands on the plan today; None where none was set or it has lapsed."""
    row = file.session.exec(_standing(file)).first()
    if row is None:
        return None
    words = file.open("support_level.document", row.id, row.document)
    set_by = file.session.get_one(Staff, row.set_by).display_name
    standing = level_on(Level(words["level"], set_by, words["reason"], row.set_on), file.today, file.rulebook)
    if standing is None:
        return None
    return LevelShown(standing.name, LEVELS[standing.name], standing.set_by, standing.reason, standing.from_on,
                      level_lapses_on(standing.from_on, file.rulebook))  # fmt: skip


def _standing(file: File) -> SelectOfScalar[SupportLevel]:
    return (
        select(SupportLevel)
        .where(SupportLevel.plan_id == file.plan.id, col(SupportLevel.ended_on).is_(None))
        .order_by(col(SupportLevel.id).desc())
    )
