"""Progress in sentences, and the table behind them: how many stand how, for each owner apart."""

from dataclasses import dataclass

from casework.plan.views.status import OwnerStatusCounts
from core.i18n import Text
from models.item import ItemStatus
from models.office import Role

COLUMNS: tuple[tuple[str, frozenset[str]], ...] = (
    ("on_time", frozenset({ItemStatus.ON_TIME, ItemStatus.DONE})),
    ("late", frozenset({ItemStatus.LATE})),
    ("not_received", frozenset({ItemStatus.OPEN, ItemStatus.NOT_RECEIVED})),
    ("excused", frozenset({ItemStatus.EXCUSED})),
    ("not_counted", frozenset({ItemStatus.UNABLE, ItemStatus.UNKNOWN, ItemStatus.NOT_OWED_YET,
                               ItemStatus.BEFORE_THIS_SYSTEM, ItemStatus.CANCELLED})),
    ("missed", frozenset({ItemStatus.MISSED})),
)  # fmt: skip
"""The columns of the ledger, with the standings they gather."""


@dataclass(frozen=True)
class OwnerProgress:
    """One owner's things. Another's never stand in it."""

    owner: str
    owner_words: Text
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def owed(self) -> int:
        """How many count at all."""
        return self.total - self.counts["not_counted"]

    @property
    def all_done(self) -> bool:
        """Everything that counts is done or excused: worth saying as plainly as a miss."""
        return self.owed > 0 and not self.counts["not_received"] and not self.counts["missed"]

    @property
    def is_family(self) -> bool:
        return self.owner in (Role.MINOR, Role.GUARDIAN)


def build_progress_table(progress: list[OwnerStatusCounts]) -> list[OwnerProgress]:
    """A row for each owner: the minor first, then the guardian, then those who work for them."""
    rows = [OwnerProgress(each.owner, each.owner_words, _counted(each.statuses)) for each in progress if each.statuses]
    first = {Role.MINOR.value: 0, Role.GUARDIAN.value: 1}
    return sorted(rows, key=lambda row: first.get(row.owner, 2))


def _counted(statuses: dict[str, int]) -> dict[str, int]:
    return {name: sum(count for status, count in statuses.items() if status in gathered) for name, gathered in COLUMNS}
