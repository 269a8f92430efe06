"""The ledger of duties: each thing owed with its owner, how it stands, the evidence, and the proof of reminding.

Another's miss never stands in the minor's column: a column holds its owner's things and nothing else. What is unknown,
excused or impossible counts neither for nor against anybody.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evaluation.shares import Coverage


class LedgerStatus(StrEnum):
    """Status of one item in the ledger."""

    ON_TIME = "on_time"
    LATE = "late"
    NOT_RECEIVED = "not_received"
    EXPLAINED = "explained"
    """An explanation is there and nobody has answered it yet."""
    EXCUSED = "excused"
    UNABLE = "unable"
    UNKNOWN = "unknown"
    """Not received, and nothing proves that the owner could know of it and was asked."""


KEPT = (LedgerStatus.ON_TIME, LedgerStatus.LATE)
NOT_COUNTED = (LedgerStatus.EXCUSED, LedgerStatus.UNABLE)
"""They stand in the ledger and are not counted as owed."""


@dataclass(frozen=True)
class ReminderProof:
    """Proof of notice: how many times somebody tried, and whether one reached the person in time."""

    tried: int
    proven: bool


@dataclass(frozen=True)
class Evidence:
    """The evidence: a submission, a call, an explanation, an answer; and its day."""

    what: str
    on: date


@dataclass(frozen=True)
class Obligation:
    """Something owed, as the record knows it. `settled` is false while it is being asked about."""

    key: str
    owner: str
    kind: str
    due_on: date
    status: str
    explained: bool = False
    answered: bool = False
    of_the_office: bool = False
    done_on: date | None = None
    proof: ReminderProof = ReminderProof(0, False)
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class LedgerLine:
    """One line of the ledger."""

    thing: Obligation
    status: LedgerStatus
    counts: bool
    """Whether it counts as owed: known or unknown, but not excused, not impossible, not still being asked about."""
    against: bool
    """Not received after the owner could know, could act and had the chance to be heard. Nothing else is ever against
    anybody."""


@dataclass(frozen=True)
class LedgerColumn:
    """All that one owner owes."""

    owner: str
    lines: tuple[LedgerLine, ...]

    @property
    def counts(self) -> dict[LedgerStatus, int]:
        """How many stand how, none left out."""
        counted = Counter(line.status for line in self.lines)
        return {status: counted[status] for status in LedgerStatus}

    @property
    def owed(self) -> int:
        return sum(line.counts for line in self.lines)

    @property
    def kept(self) -> int:
        return sum(line.status in KEPT for line in self.lines)

    @property
    def coverage(self) -> Coverage:
        """Of how much of what was owed it is known how it stands."""
        known = sum(line.counts and line.status is not LedgerStatus.UNKNOWN for line in self.lines)
        return Coverage(known, self.owed)


_KNOWN = {"on_time": LedgerStatus.ON_TIME, "late": LedgerStatus.LATE, "missed": LedgerStatus.NOT_RECEIVED,
          "excused": LedgerStatus.EXCUSED, "unable": LedgerStatus.UNABLE, "unknown": LedgerStatus.UNKNOWN}  # fmt: skip

_NO_LINE = ("open", "done", "not_owed_yet", "before_this_system", "cancelled")


def build_line(thing: Obligation) -> LedgerLine | None:
    """The thing's line; None for what was never owed (cancelled, before it was told, before this system) or is not due
    yet."""
    if thing.of_the_office and thing.status == "done" and thing.done_on is not None:
        status = LedgerStatus.ON_TIME if thing.done_on <= thing.due_on else LedgerStatus.LATE
        return LedgerLine(thing, status, True, False)
    if thing.of_the_office and thing.status == "open":
        return LedgerLine(thing, LedgerStatus.NOT_RECEIVED, True, True)
    if thing.status == "not_received":
        waits = LedgerStatus.EXPLAINED if thing.explained and not thing.answered else LedgerStatus.NOT_RECEIVED
        return LedgerLine(thing, waits, False, False)
    if thing.status in _NO_LINE:
        return None
    known = _KNOWN[thing.status]
    return LedgerLine(thing, known, known not in NOT_COUNTED, known is LedgerStatus.NOT_RECEIVED)


def build_ledger(things: Iterable[Obligation]) -> dict[str, LedgerColumn]:
    """A column for each owner, its lines in the order of their days."""
    lines: dict[str, list[LedgerLine]] = {}
    for thing in sorted(things, key=lambda thing: (thing.due_on, thing.key)):
        if (line := build_line(thing)) is not None:
            lines.setdefault(thing.owner, []).append(line)
    return {owner: LedgerColumn(owner, tuple(theirs)) for owner, theirs in lines.items()}
