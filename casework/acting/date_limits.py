"""Days that can be: each act's days lie where its fields say (`DayRange`), and nobody was tested or asked before being born.

Asked where an act is done, after the rights and with the plan locked, so that no way in goes round it. A day that cannot
be is no fact that somebody could have told: it is a slip of the pen, and named by its field.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import reduce

from casework.acting.open_plan import OpenPlan
from casework.shared.files.base import DayBound, DayRange, FileModel, get_day_fields
from core.clock import local_date
from core.errors import BadInput, Mistake
from core.i18n import Text, _, ngettext

_MIN_REACH = timedelta(days=31)
_YEAR = timedelta(days=366)


def check_days(open_plan: OpenPlan, act: FileModel) -> None:
    """BadInput with every impossible day of the act, by the name of its field. For a sealed plan only limits that
    depend on today are checked, so that no answer discloses its content."""
    mistakes = [
        Mistake(name, wrong)
        for name, holds in get_day_fields(type(act)).items()
        if holds is not None
        for day in _days_in(getattr(act, name))
        if (wrong := _wrong(open_plan, day, holds)) is not None
    ]
    _refuse(mistakes)


def _refuse(mistakes: list[Mistake]) -> None:
    if mistakes:
        wrong = list(dict.fromkeys(mistake.wrong for mistake in mistakes))
        raise BadInput(
            ngettext(
                "有{count}个日期不对：{wrong}",
                len(mistakes),
                count=len(mistakes),
                wrong=reduce(lambda before, next: _("{before}{next}", before=before, next=next), wrong),
            ),
            mistakes=mistakes,
        )


def _days_in(value: object) -> Iterator[date]:
    if isinstance(value, list):
        for one in value:
            yield from _days_in(one)
    elif isinstance(value, datetime):
        yield local_date(value) if value.tzinfo is not None else value.date()
    elif isinstance(value, date):
        yield value


def _wrong(open_plan: OpenPlan, day: date, holds: DayRange) -> Text | None:
    """What is wrong with that day; None where it can be."""
    if holds.earliest is not None and _is_before(open_plan, day, holds.earliest):
        return _TOO_EARLY[holds.earliest]
    if holds.latest is not None and (last := _bound(open_plan, holds.latest)) is not None and day > last:
        if holds.latest is DayBound.TODAY:
            return _("晚于今天。")
        return _("太晚，最晚为{last}。", last=last.isoformat())
    return None


def _is_before(open_plan: OpenPlan, day: date, bound: DayBound) -> bool:
    if bound is DayBound.BIRTH and day >= open_plan.plan.decided_on:
        return False  # nobody decides about somebody who is not born: the date of birth need not be opened
    first = _bound(open_plan, bound)
    return first is not None and day < first


_TOO_EARLY = {
    DayBound.BIRTH: _("早于本人出生之日。"),
    DayBound.DECISION: _("早于附条件不起诉决定作出之日。"),
    DayBound.TODAY: _("早于今天，请写今天或者以后的一天。"),
}


def _bound(open_plan: OpenPlan, bound: DayBound) -> date | None:
    """The day itself; None where it may not be told, since the file is sealed."""
    match bound:
        case DayBound.TODAY:
            return open_plan.today
        case DayBound.YEAR:
            return open_plan.today + _YEAR
        case DayBound.FAR:
            return open_plan.today + 10 * _YEAR
        case _ if open_plan.plan.sealed_at is not None:
            return None
        case DayBound.DECISION:
            return open_plan.plan.decided_on
        case DayBound.END:
            return max(open_plan.plan.period_to, open_plan.plan.final_decision_by, open_plan.today + _MIN_REACH)
        case DayBound.BIRTH:
            minor = open_plan.minor()
            return date.fromisoformat(open_plan.open("person.document", minor.id, minor.document)["born_on"])
