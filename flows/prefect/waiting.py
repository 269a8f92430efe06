"""Until when a run waits, and in which words Prefect shows it: of the case they tell nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from prefect.states import Scheduled

from core.clock import Clock, OffsetClock, WallClock, local_time
from core.i18n import Text, _

PARKED = "Waiting"
DUE_NOW = "Due now"
"""The names of our waiting states: nothing stands in them but what sort of thing comes next."""
_AWAITED = {
    "family": ("Waiting for the family", _("有一项要交")),
    "staff": ("Waiting for the office", _("有一项要由办案方办")),
    "statutory": ("Waiting for a date", _("有一个日期")),
    "machine": ("Waiting for a date", _("有一个日期")),
    "people": ("Waiting for a person", _("等人办理，届时再看一次")),
}


@dataclass(frozen=True)
class Wait:
    """Until when a run waits, in real time. Prefect may be told what the record's clock shows then, and what sort of
    thing comes: a pattern of items, or people."""

    at: datetime
    shown_at: datetime | None = None
    awaits: str | None = None


def parked_state(wait: Wait) -> Any:
    """The state of a run that waits so."""
    if wait.at <= WallClock().now():
        return Scheduled(name=DUE_NOW, scheduled_time=wait.at, message="The record is asked again.")
    if wait.awaits is None or wait.shown_at is None:
        return Scheduled(name=PARKED, scheduled_time=wait.at, message="The record is asked again then.")
    name, words = _AWAITED[wait.awaits]
    until = _("等到{moment}：{awaited}。", moment=f"{local_time(wait.shown_at):%Y-%m-%d %H:%M}", awaited=words)
    return Scheduled(
        name=name, scheduled_time=wait.at, message=say_both(until, describe_shift(wait.shown_at - wait.at))
    )


def in_real_time(clock: Clock, moment: datetime) -> datetime:
    """When a real clock will show what `clock` shows at `moment`."""
    return clock.in_real_time(moment) if isinstance(clock, OffsetClock) else moment.astimezone(UTC)


def describe_shift(shift: timedelta) -> Text | None:
    """How far the clock of a demonstration is ahead of real time; None for an office's clock, which is not."""
    minutes = round(shift.total_seconds() / 60)
    if minutes == 0:
        return None
    days, rest = divmod(abs(minutes), 24 * 60)
    return _(
        "演示时钟与真实时间相差{sign}{days}天{hours}小时{minutes}分。",
        sign="+" if minutes > 0 else "−", days=days, hours=rest // 60, minutes=rest % 60,
    )  # fmt: skip


def say_both(*sentences: Text | None) -> str:
    """The sentences in both languages, for a page that knows no reader."""
    said = [sentence for sentence in sentences if sentence is not None]
    return " ".join(["".join(sentence.zh for sentence in said), *(sentence.en for sentence in said)])
