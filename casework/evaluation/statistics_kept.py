"""The statistics of many offices, counted once a night: to count them takes seconds, and to look must not.

Facts are those of the end of a quarter, so they only change where one is corrected. A correction is in the figures of the
next morning; the page tells when it was counted.
"""

import uuid
from datetime import date, datetime, time, timedelta

from pydantic import TypeAdapter
from sqlmodel import Session, col, func, select

from casework.evaluation.statistics_count import OfficeCount, count_offices
from casework.evaluation.statistics_window import (
    StatisticsWindow,
    get_last_full_quarter,
    get_window,
    list_years,
)
from casework.shared.context import Context
from core.clock import at_local
from models.kept_statistics import KeptStatistics
from models.office import Office, OfficeLevel
from models.plan import Plan

MANY_OFFICES = 100
"""Up to so many offices are counted when somebody looks: 2 ms each."""
AT = time(2, 0)
"""By the office's clock: when nobody works, and before the backup."""

_OFFICES = TypeAdapter(dict[uuid.UUID, OfficeCount])


def find_kept(
    session: Session, window: StatisticsWindow, offices: int
) -> tuple[datetime, dict[uuid.UUID, OfficeCount]] | None:
    """When that year was last counted, and what came out, by office. None for so few offices that they are counted when
    somebody looks, and if it was not counted for the last full quarter."""
    if offices <= MANY_OFFICES:
        return None
    kept = session.get(KeptStatistics, window.from_on.year)
    if kept is None or kept.as_of != window.as_of:
        return None
    return kept.counted_at, _OFFICES.validate_json(kept.offices)


def keep_statistics(context: Context) -> int:
    """Where there are many offices, each year with decisions is counted once a day, after `AT`, and at once where a year or
    a quarter is new; returns how many years were counted now."""
    now, today = context.clock.now(), context.clock.today()
    since = at_local(today, AT)
    if since > now:
        since = at_local(today - timedelta(days=1), AT)
    with context.database.reading() as session:
        offices = list(session.exec(select(Office.id).where(Office.level == OfficeLevel.BASIC)))
        if len(offices) <= MANY_OFFICES:
            return 0
        first = session.exec(select(func.min(col(Plan.decided_on)))).one()
        kept = session.exec(
            select(col(KeptStatistics.year), col(KeptStatistics.as_of), col(KeptStatistics.counted_at))
        ).all()
    as_of = get_last_full_quarter(today)
    done = {year for year, until, counted_at in kept if until == as_of and since <= counted_at <= now}
    due = [year for year in list_years(today) if first is not None and year >= first.year and year not in done]
    for year in due:
        context.open_requests.let_pass()
        with context.database.reading() as session:
            window = get_window(today, date(year, 1, 1), date(year, 12, 31))
            found = _OFFICES.dump_json(count_offices(session, offices, window)).decode()
        with context.database.transaction() as session:
            session.merge(KeptStatistics(year=year, as_of=as_of, counted_at=now, offices=found))
    return len(due)
