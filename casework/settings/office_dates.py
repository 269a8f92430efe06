"""What an office has to do by a day that belongs to no case: to announce next year's holidays, and to report its audit."""

from datetime import date

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_COMPLIANCE
from casework.settings.holidays import check_calendar
from core.dates import full_day
from core.i18n import Text, _
from models.office import Role

_LOOKS_AFTER_DATES = (Role.CLERK, Role.CHIEF_PROSECUTOR, Role.DEPUTY, Role.DEPARTMENT_HEAD)


def list_office_notices(context: Context, actor: Actor) -> list[Text]:
    """Return what the reader's post has to see to for the office today; an empty list on most days."""
    notices = []
    if actor.role in _LOOKS_AFTER_DATES and not (calendar := check_calendar(context)).holds:
        notices.append(calendar.because)
    today = context.clock.today()
    due_on = date(today.year, 1, context.law.number("audit_reported_by_january", on=today))
    if actor.role in READ_COMPLIANCE.by and today <= due_on:
        notices.append(
            _(
                "{year}年度未成年人个人信息保护合规审计的报送截止日是{day}（是否由本院报送，请院里确认）；数字在“记录与查阅”页。",
                year=today.year - 1, day=full_day(due_on),
            )
        )  # fmt: skip
    return notices
