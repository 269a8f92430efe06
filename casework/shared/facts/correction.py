"""What every correction of a fact has, and how the entry is found that it corrects."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.acting.acts.act import ACTS
from casework.acting.acts.captions import get_correctable_fields
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Operation
from core.errors import BadInput, NotFound
from core.i18n import _
from models.journal import Harmless, JournalLine
from notifications.events import Event

FactValues = Mapping[str, Any]
"""Values of a fact by the names of the fields of its own act."""
Noted = Mapping[str, Harmless | list[str]]


@dataclass(frozen=True)
class FactEntry:
    """One recorded fact: the row that holds it, its values, and the codes by which its line in the journal is found."""

    row: Any
    recorded: dict[str, Any]
    """By the names of the fields of its act, the values that were recorded."""
    known_by: dict[str, Harmless]
    called: tuple[str | None, ...] = ()
    """The codes that distinguish it from others of its kind; empty where only its day does."""
    line: JournalLine | None = None
    """Its line in the journal, if it is known already."""


@dataclass(frozen=True)
class Correction:
    """How one kind of fact is corrected."""

    act: Operation
    """The act that records it: a person who may do it may correct it, in the phases that the act fits."""
    day: str
    """The recorded value that distinguishes several entries."""
    entries: Callable[[OpenPlan], Sequence[FactEntry]]
    """Every such fact that is on record."""
    replace: Callable[[OpenPlan, FactEntry, FactValues], Noted] | None = None
    """Puts the right values in the place of the wrong ones and computes what follows from them. Returns the note of the
    journal line. None where the fact can only be taken back."""
    take_back: Callable[[OpenPlan, FactEntry], Noted] | None = None
    """The same for a fact that never happened; None where that is recorded by another act."""
    rests_on_it: tuple[Event, ...] = ()
    """Messages that would be untrue: of those about its row, what has not left yet is withdrawn, what has left is
    listed."""
    in_confidence: tuple[str, ...] = ()
    """Fields whose values stand in the sealed words of the correction's line, as in those of the fact's own line."""
    tells_family: bool = False
    """Whether a person tells the family what has changed for them; what is owed again is said by its own reminders."""
    on_closing_list: bool = False
    """Whether the fact stands on the nameless closing list, so that it can be corrected after the seal."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields of the act that can be corrected."""
        return get_correctable_fields(ACTS[self.act.code])

    def find(self, open_plan: OpenPlan, which: str | None, was_on: date | None) -> FactEntry:
        """The entry with that code and that recorded day. NotFound for none, BadInput where there are several."""
        fitting = [
            entry
            for entry in self.entries(open_plan)
            if (which is None or not entry.called or which in entry.called)
            and was_on in (None, entry.recorded[self.day])
        ]
        if not fitting:
            raise NotFound(_("案卷中没有这样一条记录。"))
        if len(fitting) > 1:
            raise BadInput(_("有数条这样的记录，请写明是哪一条，以及原来登记的日期。"))
        return fitting[0]
