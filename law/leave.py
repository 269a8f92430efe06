"""Leaving the city or county: whose approval is needed, and what the family may be told (OB-06, CPL art 71).

A person on bail needs the police station as well. A person who leaves on our word alone can be arrested, so the
answer is "wait for both" until both have said yes.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from core.i18n import _
from law.applied import applies
from law.finding import Finding
from law.rulebook import Rulebook


class LeaveAnswer(StrEnum):
    """What the family is told about a request."""

    WAIT = "wait"
    WAIT_FOR_BOTH = "wait_for_both"
    GRANTED = "granted"
    REFUSED = "refused"


class Boundary(StrEnum):
    """How far one may go without asking, as the decision writes it. The text says "city or county" and lawyers read it
    in two ways, so that no program decides it."""

    COUNTY = "county"
    CITY = "city"


@applies("OB-06")
def finding_on_absence(
    boundary: Boundary, left_county: bool, left_city: bool, approved: bool, moves_home: bool, rulebook: Rulebook
) -> Finding:
    """Whether an absence was within the boundary written in the decision, or approved (OB-06).

    One that was not is something to look into, and no breach before a person has been heard.
    """
    beyond = moves_home or left_city or (left_county and boundary is Boundary.COUNTY)
    if not beyond:
        because = _("没有超出决定写明的范围。")
    elif approved:
        because = _("已经批准。")
    else:
        because = _("超出决定写明的范围，尚未批准。")
    return rulebook.finding("OB-06", approved or not beyond, because)


@applies("OB-06")
def finding_on_leave_beyond(to_on: date, last_day: date, rulebook: Rulebook) -> Finding:
    """Whether a leave that is granted lies within the period: after its last day nobody asks for one (OB-06)."""
    because = _("考验期至{day}，此后外出不需要批准。", day=last_day.isoformat())
    return rulebook.finding("OB-06", to_on <= last_day, because)


@applies("OB-06")
def finding_on_days_asked(
    from_on: date, to_on: date, asked: Iterable[tuple[date, date]], today: date, rulebook: Rulebook
) -> Finding | None:
    """What is said of the days asked for (OB-06): that they are over, were asked for already, or overlap others that
    were; None where there is nothing to say. `asked` are the days of requests that were not refused."""
    others = [(first, last) for first, last in asked if first <= to_on and from_on <= last]
    if to_on < today:
        because = _("这段日子已经过去，请写明当时的情况；登记下来不算违反规定。")
    elif (from_on, to_on) in others:
        because = _("同样的日子已经申请过一次。")
    elif others:
        because = _("与另一次外出的日子有重叠。")
    else:
        return None
    return rulebook.finding("OB-06", False, because)


@applies("OB-07")
def finding_on_regular_travel(for_school_or_work: bool, standing_permission: bool, rulebook: Rulebook) -> Finding:
    """Whether regular travel for school or work has its standing permission (OB-07), so that nobody asks every week."""
    because = (
        _("经常外出就学、就业，可以给予长期许可。")
        if for_school_or_work and not standing_permission
        else _("无需长期许可，或者已经给予。")
    )
    return rulebook.finding("OB-07", standing_permission or not for_school_or_work, because)


@applies("OB-09")
def leave_answer_to_family(on_bail: bool, prosecutor: bool | None, police_station: bool | None) -> LeaveAnswer:
    """What may be said: each of the two says True, False, or nothing yet (None); off bail only the prosecutor counts"""
    answering = (prosecutor, police_station) if on_bail else (prosecutor,)
    if False in answering:
        return LeaveAnswer.REFUSED
    if all(answering):
        return LeaveAnswer.GRANTED
    return LeaveAnswer.WAIT_FOR_BOTH if on_bail else LeaveAnswer.WAIT


@applies("OB-09")
def finding_on_granting(on_bail: bool, police_station: bool | None, rulebook: Rulebook) -> Finding:
    """Whether "approved" may be sent on the prosecutor's word (OB-09)."""
    holds = not on_bail or police_station is True
    because = (
        _("不在取保候审期间，或执行机关已批准。") if holds else _("取保候审期间，执行机关尚未批准，请等两边都同意。")
    )
    return rulebook.finding("OB-09", holds, because)
