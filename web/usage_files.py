"""What somebody answers on the page that shows a record about digital use before it counts: it is right, or it goes back."""

from typing import Any

from casework.acting.context import Context
from casework.acting.performing import perform_as
from casework.acting.rights import Actor
from casework.usage.acts import DAY_ORDERS, ConfirmUsage, MatchUsageTable, WithdrawUsage
from casework.usage.previews import UsagePreview
from core.i18n import _
from usage.units import NAMES as UNITS
from usage.units import Unit
from web.forms import FormValues

TAKE_BACK, MATCH = "take_back", "match"
MATCH_FIELDS = (
    ("day", _("第几列是日期")), ("app", _("第几列是应用或类别")), ("duration", _("第几列是时长")),
    ("night", _("第几列是夜间时长")),
)  # fmt: skip
BACK = _("交来的人自己收回。")


def answer_preview(context: Context, actor: Actor, number: str, preview: UsagePreview, typed: FormValues) -> None:
    """It counts, or it is taken back, or a table is read by the columns that were named."""
    if typed.get("_go") == TAKE_BACK:
        perform_as(context, actor, number, WithdrawUsage, file=preview.id, reason=typed.get("reason") or BACK.zh)
        return
    if typed.get("_go") == MATCH:
        columns = {f"{name}_column": int(place) for name, _words in MATCH_FIELDS if (place := _place(typed, name))}
        perform_as(
            context, actor, number, MatchUsageTable, file=preview.id, **columns, headings_line=typed.get("headings_line") or 1,
            days_across=bool(typed.get("days_across")), unit=Unit.named(typed.get("unit", "")),
            day_order=typed.get("day_order") or None,
        )  # fmt: skip
        return
    perform_as(context, actor, number, ConfirmUsage, file=preview.id)


def _place(typed: FormValues, name: str) -> str:
    place = typed.get(f"{name}_column", "")
    return place if place.isdecimal() and len(place) < 4 else ""


def get_names() -> dict[str, Any]:
    """What the page calls units and orders of days."""
    return {"units": UNITS, "day_orders": DAY_ORDERS, "match_fields": MATCH_FIELDS}
