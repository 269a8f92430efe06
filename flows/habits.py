"""What the invented people of the demonstration do about what falls due in their plans: declared in one file, and the same
for the same plan and day."""

import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from casework.acting.acts.act import ACTS
from casework.shared.files.acts_file import AnyAct
from core.clock import at_local, local_time
from core.untrusted import read_toml

MINUTES_APART = 40
"""How many minutes after their hour a person acts at most, so that not all act at once."""
_ACT: TypeAdapter[Any] = TypeAdapter(AnyAct)


class Turn(BaseModel):
    """What is done of one item: an act of the acts file without its moment, its person and its item. Empty: nothing."""

    model_config = ConfigDict(extra="allow", frozen=True)

    did: str | None = None
    days: int = Field(0, ge=0, le=14)
    """How many days after the item's day."""


class Habit(BaseModel):
    """What somebody does about items of one kind, week after week in turn."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    item: str
    by: str
    at: time
    plans: tuple[str, ...] | None = None
    turns: tuple[Turn, ...] = Field(min_length=1)


@dataclass(frozen=True)
class IntendedAct:
    """What somebody is going to do, and when."""

    moment: datetime
    plan_number: str
    by: str
    did: str
    fields: dict[str, Any]

    def as_act(self, **names: Any) -> AnyAct:
        """The act of the acts file, about the item that `names` tells, as far as such an act names one."""
        local, known = local_time(self.moment), ACTS[self.did].model_fields
        about = {name: value for name, value in names.items() if name in known}
        when = {"on": local.date(), "at": local.time().replace(second=0, microsecond=0)}
        act: AnyAct = _ACT.validate_python({**self.fields, **about, **when, "by": self.by, "did": self.did})
        return act


class Habits(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["sunward-habits/1"]
    begins: date
    """The Monday of the first turn."""
    plans: tuple[str, ...]
    habits: tuple[Habit, ...]

    def intended_acts(self, plan_number: str, kind: str, due_on: date) -> list[IntendedAct]:
        """What people are going to do about the item of that kind and day; nothing in a plan that the file does not name."""
        if plan_number not in self.plans:
            return []
        week = (due_on - self.begins).days // 7
        intended = []
        for habit in self.habits:
            if habit.item != kind or (habit.plans is not None and plan_number not in habit.plans):
                continue
            turn = habit.turns[week % len(habit.turns)]
            if turn.did is None:
                continue
            minutes = zlib.crc32(f"{plan_number}/{kind}/{habit.by}/{due_on}".encode()) % MINUTES_APART
            moment = at_local(due_on + timedelta(days=turn.days), habit.at) + timedelta(minutes=minutes)
            intended.append(IntendedAct(moment, plan_number, habit.by, turn.did, dict(turn.model_extra or {})))
        return intended

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of items about which anybody does anything."""
        return frozenset(habit.item for habit in self.habits)

    @property
    def longest(self) -> timedelta:
        """How long after an item's day somebody acts at most."""
        return timedelta(days=1 + max(turn.days for habit in self.habits for turn in habit.turns))


def read_habits(path: Path) -> Habits:
    """The habits declared in that file."""
    return Habits.model_validate(read_toml(path.read_text(encoding="utf-8")))
