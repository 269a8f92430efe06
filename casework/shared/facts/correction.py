"""What every correction of a fact has, and how the entry is found that it corrects."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.shared.acts.act import ACTS
from casework.shared.acts.captions import get_correctable_fields
from casework.shared.context import OpenPlan
from casework.shared.rights import Operation
from core.errors import BadInput, NotFound
from core.i18n import _
from models.journal import Harmless, JournalLine
from notifications.events import Event

FactValues = Mapping[str, Any]
"""Values of a fact by the names of the fields of its own act."""
Noted = Mapping[str, Harmless | list[str]]


@dataclass(frozen=True)
class FactEntry:
    """One recorded fact: the row that holds it, what was told, and by which codes its line in the journal is known."""

    row: Any
    told: dict[str, Any]
    known_by: dict[str, Harmless]
    line: JournalLine | None = None
    """Its line, where that is known already."""


@dataclass(frozen=True)
class Correction:
    """How one kind of fact is corrected."""

    act: Operation
    """The act that records it: whoever may do that may correct it, at the times at which that may be done."""
    find: Callable[[OpenPlan, str | None, date | None], FactEntry]
    """The entry that is meant, by its code and the day it told."""
    replace: Callable[[OpenPlan, FactEntry, FactValues], Noted]
    """The right values take the place of the wrong ones, and what follows from them is computed anew. Returns what its
    line in the journal says of it."""
    take_back: Callable[[OpenPlan, FactEntry], Noted] | None = None
    """The same where it never happened at all; None where that is told in another way."""
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
        """What can be told otherwise, by the names of that act's own fields."""
        return get_correctable_fields(ACTS[self.act.code])


def get_single_entry(found: Sequence[FactEntry], was_on: date | None, day: str) -> FactEntry:
    """The entry that is meant, where `day` names the value that tells several apart. NotFound for none, BadInput where
    there are several."""
    fitting = [entry for entry in found if was_on is None or entry.told[day] == was_on]
    if not fitting:
        raise NotFound(_("案卷中没有这样一条记录。"))
    if len(fitting) > 1:
        raise BadInput(
            _("有数条这样的记录，请写明是哪一条，以及原来登记的日期。")
        )  # fmt: skip
    return fitting[0]
