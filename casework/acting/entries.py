"""Acts that only put something on file. Such an act is its own record: its fields are kept as they were given, encrypted.

A field of such an act may become wider, never narrower: what was kept is read by the act's class.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from casework.acting.acts.act import Act
from casework.acting.open_plan import OpenPlan
from core.clock import local_date, local_time
from models.base import new_id
from models.entry import Entry
from models.item import Item
from models.journal import Harmless
from models.office import Role

FIELD = "entry.document"
_COMPUTED = "computed"
_OF_EVERY_ACT = {"did", "on", "at", "by"}

KeptAct = TypeVar("KeptAct", bound=Act)


@dataclass(frozen=True)
class KeptEntry(Generic[KeptAct]):
    """An act on file: what it said in its own fields, when it was recorded, and by whom."""

    id: uuid.UUID
    fields: KeptAct
    at: datetime
    by_role: Role
    by_id: uuid.UUID | None
    way: str | None
    """`new_card` or `staff_device` where it may not have been they who opened their page."""
    about: uuid.UUID | None
    computed: dict[str, Any]
    """What was computed from the fields when they were recorded."""

    @property
    def on(self) -> date:
        """The day on which it was recorded."""
        return local_date(self.at)


def keep_entry(
    open_plan: OpenPlan,
    act: Act,
    *,
    item: Item | None = None,
    about: uuid.UUID | None = None,
    replaces: uuid.UUID | None = None,
    article: str | None = None,
    note: Mapping[str, Harmless | list[str]] | None = None,
    detail: dict[str, Any] | None = None,
    computed: dict[str, Any] | None = None,
) -> bool:
    """The act is on file and in the journal, and the entry that it replaces no longer stands. Returns False, and changes
    nothing, where the last entry about the same row (without one: the person's own last) is theirs, of this day, and says
    the very same. BadInput where a text says nothing. An entry about an item is given `item` and not `about`; `computed`
    is kept beside the fields, encrypted too."""
    about = item.id if item else about
    document = get_own_fields(act) | ({_COMPUTED: computed} if computed else {})
    own_id = open_plan.actor.id
    earlier = [
        row for row in _standing_rows(open_plan, type(act)) if row.about == about and (about or row.by_id == own_id)
    ]
    for row in earlier[-1:]:
        same_day = row.by_id == own_id and local_date(row.at) == open_plan.today
        if same_day and open_plan.open(FIELD, row.id, row.document) == document:
            return False
    entry_id = new_id(open_plan.now)
    open_plan.session.add(
        Entry(
            id=entry_id,
            plan_id=open_plan.plan.id,
            act=act.operation.code,
            at=open_plan.now,
            by_role=open_plan.actor.role.value,
            by_id=open_plan.actor.id,
            way=open_plan.actor.page_mark,
            about=about,
            document=open_plan.seal(FIELD, entry_id, document),
        )
    )
    open_plan.session.flush()
    if replaces is not None:
        open_plan.session.get_one(Entry, replaces).superseded_by_id = entry_id
    open_plan.record(article=article, item=item, note=dict(note or {}), detail=detail)
    return True


def list_entries(open_plan: OpenPlan, kind: type[KeptAct]) -> list[KeptEntry[KeptAct]]:
    """The entries of such an act that stand, in the order in which they were recorded."""
    return [_read(open_plan, row, kind) for row in _standing_rows(open_plan, kind)]


def delete_entry(open_plan: OpenPlan, entry: KeptEntry[Any]) -> None:
    """What the entry says never happened: it is gone, and the journal keeps that it was recorded."""
    open_plan.session.delete(open_plan.session.get_one(Entry, entry.id))


def _standing_rows(open_plan: OpenPlan, kind: type[Act]) -> list[Entry]:
    code = kind.operation.code
    return [row for row in open_plan.rows(Entry) if row.act == code and row.superseded_by_id is None]


def get_own_fields(act: Act) -> dict[str, Any]:
    """The fields that the act has beside those of every act, as far as they were given."""
    return act.model_dump(mode="json", exclude=_OF_EVERY_ACT, exclude_none=True)


def _read(open_plan: OpenPlan, row: Entry, kind: type[KeptAct]) -> KeptEntry[KeptAct]:
    document = open_plan.open(FIELD, row.id, row.document)
    computed = document.pop(_COMPUTED, {})
    when = {"on": local_date(row.at), "at": local_time(row.at).time()}
    # Only the row says who recorded it: some roles can do an act that no line of a file can name.
    fields = kind.model_validate({"did": row.act, "by": Role.PROSECUTOR.value, **when, **document})
    return KeptEntry(row.id, fields, row.at, Role(row.by_role), row.by_id, row.way, row.about, computed)
