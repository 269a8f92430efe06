"""Daily totals of a device that another system sends. They are a statement, and never count as the device's own record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.shared.device_consent import ensure_device_consent
from casework.shared.device_ways import DataWay
from casework.usage.acts import REPORT_DEVICE_DAYS
from casework.usage.agreement import get_plan_days
from casework.usage.devices import find_phone, get_device
from casework.usage.store import BY_A_SYSTEM, as_named, free_digest, outside_period, rebuild_days, store_reading
from casework.usage.waiting import get_limits
from core.clock import OFFICE_ZONE
from core.errors import BadInput, Mistake
from core.i18n import Text, _
from models.usage_source import UsageDevice, UsageSource
from usage.daily_totals import DayTotals, read_day_totals
from usage.sources import Source


@dataclass(frozen=True)
class DaysReceived:
    """What became of each day that was sent: `taken` count from now on, `corrected` stand instead of what was sent before,
    `unchanged` were sent so before, and of those `left_out`, which are outside the plan's period, nothing is kept."""

    taken: list[date]
    corrected: list[date]
    unchanged: list[date]
    left_out: list[date]


def report_device_days(
    context: Context, actor: Actor, number: str, *, days: Sequence[DayTotals], device: str = ""
) -> DaysReceived:
    """The days count, as a statement, of that device; without one, of the phone that sheets are about. A day that was sent
    before with other figures is corrected.

    Refused without a consent that stands to data as files. BadInput for a day that is not over, that is named twice or
    cannot be so, and where no day is of the plan's period.
    """
    with context.open_for_update(number, actor, REPORT_DEVICE_DAYS) as open_plan:
        ensure_device_consent(open_plan, DataWay.FILE)
        _check(open_plan, days)
        row = get_device(open_plan, device) if device else find_phone(open_plan, shared=False)
        first, last = get_plan_days(open_plan)
        inside = sorted((each for each in days if first <= each.day <= last), key=lambda each: each.day)
        if not inside:
            raise outside_period()
        became: dict[str, list[date]] = {"taken": [], "corrected": [], "unchanged": []}
        for totals in inside:
            became[_store_day(open_plan, row, totals)].append(totals.day)
        if changed := sorted([*became["taken"], *became["corrected"]]):
            open_plan.record(
                note={"source": Source.REPORTED.value, "device": row.label, "entries": len(changed),
                      "corrected": len(became["corrected"]), "first_on": changed[0], "last_on": changed[-1]}
            )  # fmt: skip
            open_plan.wake()
        return DaysReceived(**became, left_out=sorted({each.day for each in days} - {each.day for each in inside}))


def _check(open_plan: OpenPlan, days: Sequence[DayTotals]) -> None:
    mistakes: list[Mistake] = []
    seen: set[date] = set()
    for at, totals in enumerate(days, 1):
        wrong: tuple[str, Text] | None = totals.find_mistake()
        if totals.day >= open_plan.today:
            wrong = "day", _("这一天还没有过完。")
        elif totals.day in seen:
            wrong = "day", _("同一天写了两次。")
        seen.add(totals.day)
        if wrong is not None:
            mistakes.append(Mistake(f"days[{at}].{wrong[0]}", wrong[1]))
    if mistakes:
        raise BadInput(_("有几天的数字不对，一天也没有收取。"), mistakes=mistakes)


def _store_day(open_plan: OpenPlan, device: UsageDevice, totals: DayTotals) -> str:
    """What became of the day."""
    reading = read_day_totals(totals, as_named(device), open_plan.actor.role.value, OFFICE_ZONE, get_limits(open_plan))
    query = select(UsageSource).where(
        UsageSource.device_id == device.id, UsageSource.source == Source.REPORTED.value,
        UsageSource.first_on == totals.day, col(UsageSource.superseded).is_(False),
    )  # fmt: skip
    earlier = open_plan.session.exec(query).first()
    if earlier is not None:
        document = open_plan.open("usage_source.document", earlier.id, earlier.document)
        if document["sha256"] == reading.sha256:
            return "unchanged"
        earlier.superseded = True
        free_digest(open_plan, earlier)
        rebuild_days(open_plan, device, totals.day, totals.day)
    store_reading(open_plan, device, reading, input_method=BY_A_SYSTEM)
    return "taken" if earlier is None else "corrected"
