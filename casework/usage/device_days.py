"""Daily totals by kind that a collector on a family's own computer or phone sends, once a person before it has seen them.

It is told which days may come and how apps are placed, and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from casework.shared.context import Context, OpenPlan
from casework.shared.device_consent import get_device_consent
from casework.shared.rights import Actor
from casework.usage.agreement import get_plan_days
from casework.usage.anomalies import look_at_what_was_taken
from casework.usage.push import pushing
from casework.usage.store import PUSHED, as_named, rebuild_days, store_reading
from casework.usage.waiting import get_limits
from core.clock import OFFICE_ZONE
from core.errors import StateConflict
from core.i18n import _
from models.usage_source import UsageDevice, UsageSource
from usage.categories import CategoryList, shipped_list
from usage.daily_totals import DayTotals, read_day_totals
from usage.sources import Source


@dataclass(frozen=True)
class CollectorTerms:
    """What a collector is told: the days that may come, the last number it sent under (0: none), and the kinds of apps.

    The list is the one that comes with the program: what an office placed itself names apps of other families.
    """

    first_on: date
    last_on: date
    last_sending: int
    categories: CategoryList


@dataclass(frozen=True)
class DaysReceived:
    """What became of each day that was sent. `unchanged` stood so before; `left_out` is not over yet, or no day of the
    period, and nothing of it was kept. `last_on`: after it nothing is taken any more."""

    taken: list[date]
    unchanged: list[date]
    left_out: list[date]
    last_on: date


def get_collector_terms(context: Context, actor: Actor) -> CollectorTerms:
    """What the device may send. Refused without a consent that stands, StateConflict once the plan is closed."""
    with pushing(context, actor) as (open_plan, device):
        first, last = _days(open_plan)
        return CollectorTerms(first, last, device.last_sending or 0, shipped_list())


def store_device_days(context: Context, actor: Actor, number: int, days: Sequence[DayTotals]) -> DaysReceived:
    """The finished days of the plan's period count; one that was sent before is replaced by what is told now.

    `number` grows with each sending. StateConflict for one that is not higher than the last, so that a sending that is
    repeated or comes late overwrites nothing.
    """
    taken: list[UsageSource] = []
    unchanged, left_out = list[date](), list[date]()
    with pushing(context, actor) as (open_plan, device):
        if number <= (device.last_sending or 0):
            raise StateConflict(_("这一批已经收过，或者晚于后来的一批，没有再收。"))
        device.last_sending = number
        open_plan.session.add(device)
        first, last = _days(open_plan)
        for totals in sorted({each.day: each for each in days}.values(), key=lambda each: each.day):
            if not first <= totals.day <= min(last, open_plan.today - timedelta(days=1)):
                left_out.append(totals.day)
            elif (row := _store_day(open_plan, device, totals)) is None:
                unchanged.append(totals.day)
            else:
                taken.append(row)
        if taken:
            open_plan.record(note={"source": Source.COLLECTOR.value, "device": device.label, "entries": len(taken),
                                   "first_on": taken[0].first_on, "last_on": taken[-1].last_on})  # fmt: skip
            open_plan.wake()
        return DaysReceived([row.first_on for row in taken if row.first_on], unchanged, left_out, last)


def _days(open_plan: OpenPlan) -> tuple[date, date]:
    """The first and the last day that may come: those of the period, and no later than the consent reaches."""
    first, last = get_plan_days(open_plan)
    until = get_device_consent(open_plan).until_on
    return first, last if until is None else min(last, until)


def _store_day(open_plan: OpenPlan, device: UsageDevice, totals: DayTotals) -> UsageSource | None:
    """The day's record; None where the very same stands already."""
    reading = read_day_totals(totals, as_named(device), OFFICE_ZONE, get_limits(open_plan))
    query = select(UsageSource).where(
        UsageSource.device_id == device.id, UsageSource.source == Source.COLLECTOR.value,
        UsageSource.first_on == totals.day, col(UsageSource.superseded).is_(False),
    )  # fmt: skip
    earlier = open_plan.session.exec(query).first()
    if earlier is not None:
        document = open_plan.open("usage_source.document", earlier.id, earlier.document)
        if document["sha256"] == reading.sha256:
            return None
        earlier.superseded = True
        earlier.digest = open_plan.context.vault.index(f"{open_plan.plan.id} replaced {earlier.id}")
        open_plan.session.add(earlier)
        open_plan.session.flush()
        rebuild_days(open_plan, device, totals.day, totals.day)
    stored = store_reading(open_plan, device, reading, input_method=PUSHED)
    look_at_what_was_taken(open_plan, device, stored)
    return stored.source
