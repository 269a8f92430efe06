"""The preview of an act: its own verb does it whole, the result is read, and all is rolled back. So a preview never
differs from the act itself: what goes on record, what stays, what moves, what is cancelled, who is notified, and from
when. It is applied by naming the version of the plan that it was made from.
"""

import contextlib
import hashlib
import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

from casework.acting.acts.act import Act
from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.performing import perform
from casework.acting.rights import Actor
from casework.messages.plan_messages import get_message_text
from casework.shared.findings_view import FindingView, to_finding_view
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.text.journal_text import act_sentence
from casework.shared.text.labels import role_label
from core.i18n import Text, short_citation
from models.message import Message
from models.office import Role
from notifications.events import EVENT_INFO, Event


@dataclass(frozen=True)
class ItemAddedOrEnded:
    """An item that the change adds or ends."""

    kind: str
    words: Text
    label: str
    owner: str
    due_on: date


@dataclass(frozen=True)
class ItemMoved:
    """An item that stays, with another day, another hour, or another moment at which something happens by itself."""

    kind: str
    words: Text
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
class PlannedNotice:
    """Who is to be notified of it, and when."""

    role: str
    words: Text
    event: str
    when: Text


@dataclass(frozen=True)
class PlannedText:
    """One text that would be sent: to whom, its content, and when. None where its content is only known then."""

    to: Text
    text: str | None
    leaves_at: datetime


@dataclass(frozen=True)
class ChangePreview:
    """What an act would do to one plan. Nothing of it is done."""

    number: str
    version: int
    """Name it when the change is made (If-Match): if the plan has moved on meanwhile, nothing is done."""
    act: str
    from_on: date | None
    """The first day on which anything is otherwise; None where nothing is."""
    kept: int
    moved: list[ItemMoved] = field(default_factory=list)
    cancelled: list[ItemAddedOrEnded] = field(default_factory=list)
    added: list[ItemAddedOrEnded] = field(default_factory=list)
    dates: list[DateMoved] = field(default_factory=list)
    notices: list[PlannedNotice] = field(default_factory=list)
    warnings: list[FindingView] = field(default_factory=list)
    """What the law or the office's practice warns of, as the change would put it on record."""
    corrected: list[DateMoved] = field(default_factory=list)
    """What a correction replaces, by the names of the fact's own fields."""
    sent_before: list[PlannedNotice] = field(default_factory=list)
    """What had been sent already and rests on what is corrected: no program takes it back, a person speaks of it."""
    recorded: list[Text] = field(default_factory=list)
    """The lines that the journal would have."""
    texts: list[PlannedText] = field(default_factory=list)
    """The texts that would leave because of it."""
    digest: str = ""
    """Of the whole act, its reason and this plan's version: name it when the change is made, and nothing else is done."""


class _LookedAt(Exception):
    """The verb was done and looked at; its transaction is rolled back."""


@dataclass(frozen=True)
class _ItemState:
    kind: str
    label: str
    owner: str
    due_on: date
    due_at: datetime
    next_at: datetime | None


def _open_items(open_plan: OpenPlan) -> dict[uuid.UUID, _ItemState]:
    """What people still owe, as it stands now."""
    return {
        item.id: _ItemState(item.kind, item.label, item.owner, item.due_on, item.due_at, item.next_at)
        for item in open_plan.items()
        if item.owner != Role.SYSTEM
    }


_DATES = ("announced_on", "period_to", "working_end", "final_decision_by", "edition_id", "hushed_until_on")
_SEALED_ON = "sealed_on"


def _dates_of(open_plan: OpenPlan) -> dict[str, str | None]:
    """The plan's own dates by their names, as text; the seal has its day as long as it is to come."""
    sealed_on = [item.due_on for item in open_plan.items("sealing")]
    found = {name: getattr(open_plan.plan, name) for name in _DATES} | {_SEALED_ON: sealed_on[0] if sealed_on else None}
    found["of_age_on"] = open_plan.of_age_on if open_plan.plan.sealed_at is None else None
    return {name: _or_none(value) for name, value in found.items()}


def preview_act(context: Context, actor: Actor, number: str, act: Act) -> ChangePreview:
    """What the act would do if that person did it now, under the digest of all that is told of it. Raises what its verb
    raises; nobody has to say again who they are only to look."""
    looking = replace(actor, unconfirmed=False, confirmation=None)
    seen = preview_change(context, number, act.did, lambda there: perform(there, number, act, looking))
    return replace(seen, digest=get_act_digest(act.model_dump(mode="json"), number, seen.version))


def preview_change(context: Context, number: str, act: str, do: Callable[[Context], object]) -> ChangePreview:
    """What `do`, a verb on that plan, would change. Raises what the verb raises; leaves nothing behind but the line of a
    refusal of rights."""
    before: dict[uuid.UUID, _ItemState] = {}
    dates: dict[str, str | None] = {}
    version: list[int] = []
    seen: list[ChangePreview] = []

    def opened(open_plan: OpenPlan) -> None:
        before.update(_open_items(open_plan))
        dates.update(_dates_of(open_plan))
        version.append(open_plan.plan.version)

    def look(open_plan: OpenPlan) -> None:
        open_plan.session.flush()
        seen.append(_compared(open_plan, number, act, version[0], before, dates))
        raise _LookedAt

    with contextlib.suppress(_LookedAt):
        do(replace(context, on_opening=opened, before_commit=look, on_commit=None))
    return seen[0]


def get_digest(action: Mapping[str, Any], seen: Sequence[ChangePreview]) -> str:
    """What tells this action and these previews from any others: every word of the action, its reason among them, which
    plans it touches, in which version, and on which days what they owe changes. Doing it names the digest."""
    content = [action, [_days_of(one) for one in seen]]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()[
        :32
    ]


def get_act_digest(act: Mapping[str, Any], number: str, version: int | None) -> str:
    """The same for one act on one plan: `act` is all that was told, and when it is done does not belong to it."""
    content = [{name: value for name, value in act.items() if name not in _WHEN}, number, version]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()[
        :32
    ]


_WHEN = ("on", "at")


def _days_of(seen: ChangePreview) -> dict[str, Any]:
    """The preview by days. The moments of reminders may differ by the minute in which somebody looks, and the names of
    new rows by the look itself; neither is what a person confirms."""
    return {
        "plan": (seen.number, seen.version, seen.act),
        "moved": [(one.kind, one.owner, one.was_due_on, one.due_on) for one in seen.moved],
        "cancelled": [(one.kind, one.owner, one.due_on) for one in seen.cancelled],
        "added": [(one.kind, one.owner, one.due_on) for one in seen.added],
        "dates": [asdict(one) for one in (*seen.dates, *seen.corrected)],
        "notices": [(one.role, one.event) for one in seen.notices],
        "warnings": [one.rule for one in seen.warnings],
    }


def _compared(
    open_plan: OpenPlan,
    number: str,
    act: str,
    version: int,
    before: dict[uuid.UUID, _ItemState],
    dates: dict[str, str | None],
) -> ChangePreview:
    after = _open_items(open_plan)
    gone = [one for id, one in before.items() if id not in after]
    new = [one for id, one in after.items() if id not in before]
    both = [(before[id], now) for id, now in after.items() if id in before]
    moved = [(was, now) for was, now in both if (was.due_at, was.next_at) != (now.due_at, now.next_at)]
    days = [one.due_on for one in (*gone, *new)] + [min(was.due_on, now.due_on) for was, now in moved]
    return ChangePreview(
        number=number,
        version=version,
        act=act,
        from_on=max(min(days), open_plan.today) if days else None,
        kept=len(both) - len(moved),
        moved=[
            ItemMoved(now.kind, ITEM_KINDS[now.kind].words, now.owner, now.due_on, was.due_on, now.next_at, was.next_at)
            for was, now in sorted(moved, key=lambda pair: pair[1].due_on)
        ],
        cancelled=_touched(gone),
        added=_touched(new),
        dates=[DateMoved(name, dates[name], now) for name, now in _dates_of(open_plan).items() if dates[name] != now],
        corrected=[DateMoved(name, _or_none(was), _or_none(now)) for name, (was, now) in open_plan.corrected.items()],
        sent_before=_to_whom(open_plan.sent_before),
        notices=_to_whom(open_plan.posted),
        warnings=get_warnings(open_plan),
        recorded=[act_sentence(line.act, line.actor_role, None) for line in open_plan.lines],
        texts=[
            PlannedText(role_label(one.recipient_role), get_message_text(one), one.due_at) for one in open_plan.posted
        ],
    )


def get_warnings(open_plan: OpenPlan) -> list[FindingView]:
    """What the law warned of in what this verb has done, each rule once, as its journal lines keep it."""
    found = {finding.rule: to_finding_view(finding) for finding in open_plan.warned}
    return [replace(warnings, article=short_citation(warnings.article)) for warnings in found.values()]


def _touched(found: list[_ItemState]) -> list[ItemAddedOrEnded]:
    ordered = sorted(found, key=lambda one: (one.due_on, one.kind))
    return [ItemAddedOrEnded(one.kind, ITEM_KINDS[one.kind].words, one.label, one.owner, one.due_on) for one in ordered]


def _or_none(value: object) -> str | None:
    return None if value is None else str(value)


def _to_whom(messages: list[Message]) -> list[PlannedNotice]:
    pairs = dict.fromkeys((message.recipient_role, message.event) for message in messages)
    return [PlannedNotice(role, role_label(role), event, EVENT_INFO[Event(event)].timing) for role, event in pairs]
