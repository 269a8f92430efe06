"""Minutes of whole days, as another system has added them up. They are a statement: nobody here saw what they rest on."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo

from core.i18n import Text, _
from usage.categories import Categories
from usage.limits import Limits
from usage.reading import Reading, build_reading
from usage.reading_builder import WHOLE_DEVICE, ReadingBuilder
from usage.sources import Device, Source


@dataclass(frozen=True)
class DayTotals:
    """One finished day of a device in whole minutes; `night_minutes` (before 6:00 and from 22:00) and `apps` where known."""

    day: date
    minutes: int
    night_minutes: int | None = None
    apps: Mapping[str, int] = field(default_factory=dict)

    def find_mistake(self) -> tuple[str, Text] | None:
        """The field that cannot be so, and why."""
        if self.night_minutes is not None and self.night_minutes > self.minutes:
            return "night_minutes", _("夜间比当天合计还多。")
        if sum(self.apps.values()) > self.minutes + len(self.apps):  # each figure is rounded to the minute
            return "apps", _("各应用之和比当天合计还多。")
        if any("://" in app for app in self.apps):
            return "apps", _("应用只写名称，不写网址。")
        return None


def read_day_totals(totals: DayTotals, device: Device, collector: str, zone: tzinfo, limits: Limits) -> Reading:
    """The day as a reading; `collector` is the role that sent it."""
    builder = ReadingBuilder.empty("day", zone, limits, Categories.load())
    builder.offered = 1
    builder.amount(totals.day, WHOLE_DEVICE, totals.minutes * 60.0, 1)
    for app in sorted(totals.apps):
        builder.amount(totals.day, app, totals.apps[app] * 60.0, 1)
    if totals.night_minutes is not None:
        builder.night(totals.day, totals.night_minutes * 60.0, 1)
    builder.close()
    written = json.dumps([totals.day.isoformat(), totals.minutes, totals.night_minutes, sorted(totals.apps.items())])
    return build_reading(builder, Source.REPORTED, device, collector, hashlib.sha256(written.encode()).hexdigest())
