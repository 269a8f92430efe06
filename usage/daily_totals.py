"""Minutes a day by kind, as a collector at home has added them up: no app, no title and no time of day was ever sent."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo

from core.errors import BadInput
from core.i18n import _
from usage.categories import Categories, Category
from usage.limits import Limits
from usage.reading import Reading, build_reading
from usage.reading_builder import WHOLE_DEVICE, ReadingBuilder
from usage.sources import Device, Source
from usage.units import Unit

WHOLE_DAY = 24 * 60


@dataclass(frozen=True)
class DayTotals:
    """One finished day of a device: whole minutes by kind, and how many of all of them lay before 6:00 or from 22:00."""

    day: date
    minutes: Mapping[Category, int]
    night_minutes: int

    @property
    def total(self) -> int:
        """All use of the day, in minutes."""
        return sum(self.minutes.values())


def read_day_totals(totals: DayTotals, device: Device, zone: tzinfo, limits: Limits) -> Reading:
    """The day as a reading. BadInput where it has more minutes than a day, or more by night than in all."""
    if totals.total > WHOLE_DAY:
        raise BadInput(_("{day}：一天的合计超过24小时。", day=totals.day))
    if totals.night_minutes > totals.total:
        raise BadInput(_("{day}：夜间比当天合计还多。", day=totals.day))
    builder = ReadingBuilder.empty("day", zone, limits, Categories.load())
    builder.offered = 1
    seconds = Unit.MINUTES.seconds
    builder.amount(totals.day, WHOLE_DEVICE, float(totals.total * seconds), 1)
    for kind in sorted(totals.minutes):
        builder.amount(totals.day, kind.value, float(totals.minutes[kind] * seconds), 1)
    builder.night(totals.day, float(totals.night_minutes * seconds), 1)
    builder.close(adds_up=False)
    told = {kind.value: totals.minutes[kind] for kind in sorted(totals.minutes)}
    written = json.dumps([totals.day.isoformat(), told, totals.night_minutes]).encode()
    return build_reading(builder, Source.COLLECTOR, device, "device", hashlib.sha256(written).hexdigest(), None)
