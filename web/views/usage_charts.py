"""A device's days as columns of a chart and as the table behind it, in whole minutes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.usage.view import DayShown, DeviceShown
from sunward.words import Words
from usage.categories import NAMES, Category

UNKNOWN = Words("无记录", "unknown")
ASIDE = Words("异议后不计", "set aside")
KINDS = {"school_day": Words("上学日", "school day"), "free_day": Words("休息日", "free day")}


@dataclass(frozen=True)
class Column:
    """One day as a column: nothing known is a gap, what goes beyond the agreed limit is striped."""

    label: str
    value: int | None
    sign: str


@dataclass(frozen=True)
class DayChart:
    """The drawing and its table."""

    device: DeviceShown
    columns: list[Column]
    most: int
    lines: list[tuple[int, str]]
    rows: list[tuple[object, ...]]
    known: int


def chart_of(device: DeviceShown, agreed: list[tuple[date, dict[str, Any]]], *, last: int | None = None) -> DayChart:
    """The device's days (the `last` ones only, if asked) beside what was agreed on each; nothing is held against an
    agreement but somebody's own device."""
    if (device.whose, device.scope) != ("own", "device"):
        agreed = []
    days = device.days[-last:] if last else device.days
    columns = [Column(f"{day.day.month}-{day.day.day}", day.total, _sign(day, agreed)) for day in days]
    limits = sorted({limit for day in days if (limit := _limit(day, agreed)) is not None})
    highest = max([day.total or 0 for day in days] + limits, default=0)
    return DayChart(
        device=device,
        columns=columns,
        most=highest,
        lines=[(limit, str(limit)) for limit in limits],
        rows=[_row(day) for day in days],
        known=sum(day.total is not None for day in days),
    )


def _sign(day: DayShown, agreed: list[tuple[date, dict[str, Any]]]) -> str:
    limit = _limit(day, agreed)
    return "over" if limit is not None and day.total is not None and day.total > limit else ""


def _limit(day: DayShown, agreed: list[tuple[date, dict[str, Any]]]) -> int | None:
    held = [terms for from_on, terms in agreed if from_on <= day.day]
    limit = held[-1].get("daily_minutes", {}).get(day.kind) if held else None
    return limit if isinstance(limit, int) else None


def _row(day: DayShown) -> tuple[object, ...]:
    if day.total is None:
        return (day.day, KINDS[day.kind], ASIDE if day.aside else UNKNOWN, "", "", "", "", day.grade or "")
    kinds = [(NAMES[Category(kind)], spent) for kind, spent in day.kinds.items()]
    together = Words("，".join(f"{name.zh}{spent}" for name, spent in kinds),
                     ", ".join(f"{name.en} {spent}" for name, spent in kinds))  # fmt: skip
    figures = ["" if number is None else number for number in (day.night, day.longest, day.unlocks)]
    return (day.day, KINDS[day.kind], day.total, *figures, together if kinds else "", day.grade or "")
