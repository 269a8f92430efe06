"""An act tried and taken back: what it would put on record, what it would end and begin, who would hear of it, and what
the law warns of. Nothing of it stays; the verb is the very one that would be done."""

import uuid
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlmodel import col, select

from casework.desk import Desk, File
from casework.files.acts_file import AnyAct
from casework.files.checking import FindingShown
from casework.journal_words import act_words
from casework.kinds import KINDS
from casework.messages.listing import text_of
from casework.performing import perform
from casework.rights import Actor
from casework.wording import role_words
from models.item import STILL_OPEN, Item
from models.journal import open_detail
from models.office import Role
from sunward.words import Words


@dataclass(frozen=True)
class Told:
    """Somebody would hear of it: who, in which words, and when it would leave."""

    to: Words
    text: str | None
    leaves_at: datetime


@dataclass(frozen=True)
class Owed:
    """Something that would be owed from then on, or no longer."""

    words: Words
    owner: Words
    due_on: date


@dataclass(frozen=True)
class Ahead:
    """What the act would come to."""

    recorded: list[Words] = field(default_factory=list)
    warnings: list[FindingShown] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    begun: list[Owed] = field(default_factory=list)
    ended: list[Owed] = field(default_factory=list)
    version: int | None = None
    """The file's version that this was seen in; None where the act changes no file."""


class _TakenBack(Exception):
    """All was seen; the transaction ends without a trace."""


def look_ahead(desk: Desk, number: str, act: AnyAct, actor: Actor) -> Ahead:
    """What the act would come to if that person did it now. Raises what its verb raises; nothing is changed, so that
    nobody has to say again who they are only to look."""
    before: set[uuid.UUID] = set()
    seen: list[Ahead] = []
    versions: list[int] = []

    def lies_open(file: File) -> None:
        versions.append(file.plan.version)
        before.update(item.id for item in file.items())

    def taken_back(file: File) -> None:
        seen.append(replace(_ahead(file, before), version=versions[0]))
        raise _TakenBack

    try:
        looking = replace(desk, witness=None, on_opening=lies_open, before_commit=taken_back)
        perform(looking, number, act, replace(actor, unconfirmed=False))
    except _TakenBack:
        return seen[-1]
    return Ahead()


def warnings_of(file: File) -> list[FindingShown]:
    """What the law warned of in what this verb has done, as its journal lines keep it."""
    found: dict[str, FindingShown] = {}
    for line in file.lines:
        for each in (open_detail(file.desk.vault, line) or {}).get("warnings", []):
            because = Words(each["because_zh"], each["because_en"])
            found[each["rule"]] = FindingShown(
                each["rule"], each["holds"], because, each["article"], each["confidence"], each["effect"],
                each["is_reading"],
            )  # fmt: skip
    return list(found.values())


def _ahead(file: File, before: set[uuid.UUID]) -> Ahead:
    ours = col(Item.owner) != Role.SYSTEM.value
    items = file.session.exec(select(Item).where(Item.plan_id == file.plan.id, ours)).all()
    still = {item.id for item in items if item.status in STILL_OPEN}
    return Ahead(
        recorded=[act_words(line.act, line.actor_role, None) for line in file.lines],
        warnings=warnings_of(file),
        told=[Told(role_words(m.recipient_role), text_of(m), m.due_at) for m in file.posted],
        begun=_owed([item for item in items if item.id in still - before]),
        ended=_owed([item for item in items if item.id in before - still]),
    )


def _owed(items: list[Item]) -> list[Owed]:
    return [
        Owed(KINDS[item.kind].words, role_words(item.owner), item.due_on)
        for item in sorted(items, key=lambda item: item.due_on)
    ]
