"""Why nothing is known of a day, where somebody put it on file: leave, not being able, a device handed in for keeping, an
explanation of its sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casework.acting.entries import list_entries
from casework.acting.open_plan import OpenPlan
from casework.shared.items.item_kinds import SHEETS
from casework.usage.acts import RecordDeviceCustody
from casework.usage.sheets import get_week_before
from core.dates import days_between
from core.i18n import Text, pgettext
from law.leave import LeaveAnswer, leave_answer_to_family
from models.decision import Leave
from models.item import Explanation, UnavailabilityPeriod
from models.office import Role
from usage.facts import DeviceFacts

_ON_LEAVE = pgettext("gap", "请假")
_UNABLE = pgettext("gap", "登记为无法办理")
_HANDED_IN = pgettext("gap", "设备交出保管")
_FAMILY = (Role.MINOR, Role.GUARDIAN)


def get_gap_reasons(open_plan: OpenPlan, first: date, last: date) -> dict[date, Text]:
    """The reason for each of those days that has one on file; what lasts for days goes before a week's explanation.

    What somebody of the family explained is shown to them and the team alone, and why they were not able to nobody.
    """
    reasons: dict[date, Text] = {}
    weeks = {item.id: get_week_before(item.due_on) for item in open_plan.items(*SHEETS, only_open=False)}
    for row in open_plan.rows(Explanation):
        if row.item_id in weeks and (open_plan.actor.role not in _FAMILY or open_plan.actor.role == row.by_role):
            text = open_plan.open("explanation.document", row.id, row.document).get("text")
            said = pgettext("gap", "说明：{text}", text=text) if text else pgettext("gap", "有说明")
            reasons |= dict.fromkeys((weeks[row.item_id] + timedelta(days=place) for place in range(7)), said)
    for unable in open_plan.rows(UnavailabilityPeriod):
        if unable.owner == Role.MINOR:
            reasons |= dict.fromkeys(days_between(unable.from_on, unable.to_on), _UNABLE)
    for leave in open_plan.rows(Leave):
        answers = leave.needs_police_station, leave.prosecutor_approved, leave.police_station_approved
        if not leave.standing and leave_answer_to_family(*answers) is LeaveAnswer.GRANTED:
            reasons |= dict.fromkeys(days_between(leave.from_on, leave.to_on), _ON_LEAVE)
    for kept in list_entries(open_plan, RecordDeviceCustody):
        reasons |= dict.fromkeys(days_between(kept.fields.from_on, kept.fields.to_on), _HANDED_IN)
    return {day: reason for day, reason in reasons.items() if first <= day <= last}


@dataclass(frozen=True)
class ExplainedGap:
    """Days one after the other that are missing for the same reason."""

    first: date
    last: date
    reason: Text


def list_explained_gaps(
    open_plan: OpenPlan, facts: Sequence[DeviceFacts], first: date, last: date
) -> list[ExplainedGap]:
    """The days that some device of the person does not know whole, or all where there is no device, as far as a reason is on
    file."""
    own = [each for each in facts if each.speaks_of_a_person]
    missing = {day for each in own for day in each.gaps(first, last)}
    found: list[ExplainedGap] = []
    for day, reason in sorted(get_gap_reasons(open_plan, first, last).items()):
        if own and day not in missing:
            continue
        if found and found[-1].reason == reason and found[-1].last == day - timedelta(days=1):
            found[-1] = ExplainedGap(found[-1].first, day, reason)
        else:
            found.append(ExplainedGap(day, day, reason))
    return found
