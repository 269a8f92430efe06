"""A change seen before it is made: done whole, by its own verb, looked at, and taken back before anything is kept.

So a preview can never tell otherwise than the change itself: what stays, what moves, what is owed no more, who is to be
told, and from when. It is applied by naming the version of the plan that it was made from.
"""

import contextlib
import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from casework.desk import Desk, File
from casework.kinds import KINDS
from casework.rights import Actor
from casework.wording import role_words
from models.item import STILL_OPEN, Item
from models.office import Role
from notifications.events import Event
from notifications.occasions import OCCASIONS
from sunward.words import Words


@dataclass(frozen=True)
class Touched:
    """An item that the change adds or ends."""

    kind: str
    words: Words
    label: str
    owner: str
    due_on: date


@dataclass(frozen=True)
class Moved:
    """An item that stays, with another day, another hour, or another moment at which something happens by itself."""

    kind: str
    words: Words
    owner: str
    due_on: date
    was_due_on: date
    next_at: datetime | None
    was_next_at: datetime | None


@dataclass(frozen=True)
class DateMoved:
    """A date of the plan itself that the change moves."""

    what: str
    was: str | None
    now: str | None


@dataclass(frozen=True)
class ToBeTold:
    """Who is to be told of it, and when that is said."""

    role: str
    words: Words
    event: str
    when: Words


@dataclass(frozen=True)
class ChangePreview:
    """What a change would do to one plan. Nothing of it is done."""

    number: str
    version: int
    """Name it when the change is made (If-Match): if the plan has moved on meanwhile, nothing is done."""
    act: str
    from_on: date | None
    """The first day on which anything is otherwise; None where nothing is."""
    kept: int
    moved: list[Moved] = field(default_factory=list)
    cancelled: list[Touched] = field(default_factory=list)
    added: list[Touched] = field(default_factory=list)
    dates: list[DateMoved] = field(default_factory=list)
    told: list[ToBeTold] = field(default_factory=list)


class _LookedAt(Exception):
    """The verb was done and looked at; its transaction is rolled back."""


@dataclass(frozen=True)
class _Standing:
    kind: str
    label: str
    owner: str
    status: str
    due_on: date
    due_at: datetime
    next_at: datetime | None

    @classmethod
    def of(cls, item: Item) -> "_Standing":
        return cls(item.kind, item.label, item.owner, item.status, item.due_on, item.due_at, item.next_at)

    @property
    def open(self) -> bool:
        return self.status in STILL_OPEN


_DATES = ("period_to", "working_end", "final_decision_by", "of_age_on", "edition_id", "hushed_until_on")


def preview_change(desk: Desk, actor: Actor, number: str, act: str, do: Callable[[Desk], object]) -> ChangePreview:
    """What `do`, a verb on that plan, would change. Raises what the verb raises; leaves nothing behind but the line of
    a refusal of rights."""
    before: dict[uuid.UUID, _Standing] = {}
    dates: dict[str, str] = {}
    version: list[int] = []
    seen: list[ChangePreview] = []

    def opened(file: File) -> None:
        before.update({item.id: _Standing.of(item) for item in file.items(only_open=False)})
        dates.update({name: str(getattr(file.plan, name)) for name in _DATES})
        version.append(file.plan.version)

    def look(file: File) -> None:
        file.session.flush()
        seen.append(_compared(file, number, act, version[0], before, dates))
        raise _LookedAt

    with contextlib.suppress(_LookedAt):
        do(replace(desk, on_opening=opened, before_commit=look, witness=None))
    return seen[0]


def digest_of(previews: list[ChangePreview]) -> str:
    """What tells these previews from any others: applying them names it."""
    told = "|".join(f"{one.number}:{one.version}:{one.act}" for one in previews)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _compared(
    file: File, number: str, act: str, version: int, before: dict[uuid.UUID, _Standing], dates: dict[str, str]
) -> ChangePreview:
    after = {item.id: _Standing.of(item) for item in file.items(only_open=False) if item.owner != Role.SYSTEM}
    gone = [one for id, one in before.items() if one.open and id in after and not after[id].open]
    new = [one for id, one in after.items() if id not in before and one.open]
    both = [(before[id], now) for id, now in after.items() if id in before and before[id].open and now.open]
    moved = [(was, now) for was, now in both if (was.due_at, was.next_at) != (now.due_at, now.next_at)]
    days = [one.due_on for one in (*gone, *new)] + [min(was.due_on, now.due_on) for was, now in moved]
    return ChangePreview(
        number=number,
        version=version,
        act=act,
        from_on=max(min(days), file.today) if days else None,
        kept=len(both) - len(moved),
        moved=[
            Moved(now.kind, KINDS[now.kind].words, now.owner, now.due_on, was.due_on, now.next_at, was.next_at)
            for was, now in sorted(moved, key=lambda pair: pair[1].due_on)
        ],
        cancelled=_touched(gone),
        added=_touched(new),
        dates=[
            DateMoved(name, dates[name], str(getattr(file.plan, name)))
            for name in _DATES
            if dates[name] != str(getattr(file.plan, name))
        ],
        told=_told(file),
    )


def _touched(found: list[_Standing]) -> list[Touched]:
    ordered = sorted(found, key=lambda one: (one.due_on, one.kind))
    return [Touched(one.kind, KINDS[one.kind].words, one.label, one.owner, one.due_on) for one in ordered]


def _told(file: File) -> list[ToBeTold]:
    pairs = dict.fromkeys((message.recipient_role, message.event) for message in file.posted)
    return [ToBeTold(role, role_words(role), event, OCCASIONS[Event(event)].timing) for role, event in pairs]
