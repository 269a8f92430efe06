"""A State Council notice on holidays, as an operator types it in: checked before it becomes the calendar of a year."""

from collections.abc import Collection, Mapping
from datetime import date

from core.errors import BadInput, Mistake
from core.i18n import Text, _
from law.working_days import SATURDAY, AnnouncedDay, WorkingDays


def parse_notice_days(
    number: str, year: int, free: Mapping[date, Text], worked: Collection[date]
) -> dict[date, AnnouncedDay]:
    """The rows of the notice of that number for that year: its free days by name, and its worked weekends.

    A notice may reach into the last December before its year. BadInput names every mistake: no number, a day of
    another year, a day both free and worked, a weekday that is worked anyway, a holiday of the statute left out.
    """
    mistakes = [] if number.strip() else [Mistake("notice", _("没有文号。"))]
    for day in sorted({*free, *worked}):
        if day.year != year and (day.year, day.month) != (year - 1, 12):
            mistakes.append(Mistake(day.isoformat(), _("不在该年。")))
        if day in free and day in worked:
            mistakes.append(Mistake(day.isoformat(), _("既放假又上班。")))
        elif day in worked and day.weekday() < SATURDAY:
            mistakes.append(Mistake(day.isoformat(), _("本来就是工作日。")))
    mistakes += [
        Mistake(day.isoformat(), _("法定节假日没有写入。"))
        for day in WorkingDays().holidays_by_statute(year)
        if day not in free
    ]
    if mistakes:
        raise BadInput(_("节假日通知有误，未录入。"), mistakes=mistakes)
    rows = {day: AnnouncedDay(works=False, notice=number, name=name) for day, name in free.items()}
    return rows | {day: AnnouncedDay(works=True, notice=number) for day in worked}
