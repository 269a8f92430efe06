"""What the family has handed in, newest first, with what a person should look at and why."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select

from casework.acting.open_plan import OpenPlan
from casework.checkins.submission_content import filter_content
from casework.plan.views.status import ItemView, to_item_view
from casework.shared.device_consent import get_visible_content
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from core.clock import local_date
from core.i18n import Text, _
from models.item import Item, Submission
from models.office import Staff

SHOWN = 60
"""So many of the latest are shown."""

_FLAGS = {
    "late": _("晚于期限：已记为补交，不影响收下。"),
    "addition": _("补充提交：第一次的仍然有效，不覆盖。"),
    "early": _("还没到这一次的时间：留存，不算这一次；到时仍需提交。"),
    "phone": _("电话代填：由工作人员照原话记下，同样有效。"),
    "paper": _("纸质交来，同样有效。"),
    "new_card": _("新发卡片后一天之内在页面上交来：请留意是不是本人，同样有效。"),
    "staff_device": _("在工作人员登录过的浏览器里交来：请留意是不是本人，同样有效。"),
    "same_words": _("文字与此前一次相同。可能只是省事，建议问一句。"),
    "no_words": _("没有文字内容。"),
}


@dataclass(frozen=True)
class CheckInView:
    """One thing handed in. `flags` say what to look at and why; none of them finds anything."""

    item: ItemView
    at: datetime
    by_role: str
    content: dict[str, Any]
    flags: list[Text]
    reviewed_at: datetime | None
    reviewed_by: str | None

    @property
    def month(self) -> date:
        """The month in which it came."""
        return local_date(self.at).replace(day=1)


def get_check_ins(open_plan: OpenPlan) -> list[CheckInView]:
    """What came for the plan, the newest first."""
    rows = _list_rows(open_plan, *_OF_THE_FAMILY)
    opened = {row.id: get_visible_content(open_plan, row) for row, _ in rows[: SHOWN * 2]}
    names = _names(open_plan, [row.reviewed_by for row, _ in rows if row.reviewed_by])
    return [
        CheckInView(
            to_item_view(item), row.received_at, row.by_role, filter_content(opened[row.id]),
            _flags(row, opened[row.id], _earlier(rows[place + 1 :], opened, item.kind)),
            row.reviewed_at, names.get(row.reviewed_by) if row.reviewed_by else None,
        )
        for place, (row, item) in enumerate(rows[:SHOWN])
    ]  # fmt: skip


def list_flags(open_plan: OpenPlan, item: Item) -> list[Text]:
    """What to look at, and why, in what came for the item."""
    rows = _list_rows(open_plan, item.kind)
    opened = {row.id: get_visible_content(open_plan, row) for row, _ in rows}
    found = [
        _flags(row, opened[row.id], _earlier(rows[place + 1 :], opened, item.kind))
        for place, (row, its_item) in enumerate(rows)
        if its_item.id == item.id
    ]
    return list(dict.fromkeys(flag for flags in found for flag in flags))


def _list_rows(open_plan: OpenPlan, *kinds: str) -> Sequence[tuple[Submission, Item]]:
    query = (
        select(Submission, Item)
        .join(Item, col(Item.id) == col(Submission.item_id))
        .where(Submission.plan_id == open_plan.plan.id, col(Item.kind).in_(kinds))
        .order_by(col(Submission.received_at).desc(), col(Submission.id).desc())
    )
    return open_plan.session.exec(query).all()


_OF_THE_FAMILY = [code for code, kind in ITEM_KINDS.items() if kind.pattern is Pattern.FAMILY]


def _flags(row: Submission, content: dict[str, Any], earlier: list[str]) -> list[Text]:
    text = str(content.get("text") or "").strip()
    known = {
        "late": row.late, "addition": row.addition and not content.get("early"), "early": content.get("early") is True, row.way: row.way in _FLAGS,
        "same_words": len(text) > 3 and text in earlier, "no_words": not content,
    }  # fmt: skip
    return [words for name, words in _FLAGS.items() if known.get(name)]


def _earlier(rows: Iterable[tuple[Submission, Item]], opened: dict[uuid.UUID, dict[str, Any]], kind: str) -> list[str]:
    return [
        str(opened[row.id].get("text") or "").strip()
        for row, item in rows
        if item.kind == kind and row.id in opened and not row.addition
    ]


def _names(open_plan: OpenPlan, ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    return {row.id: row.display_name for row in open_plan.session.exec(select(Staff).where(col(Staff.id).in_(ids)))}
