"""The calendar in the record: announced years, and what moves when one is announced.

An administrator enters a notice and a signer confirms it; each sees first which open dates it moves, and what the signer
confirms is exactly that. Everything happens in one transaction, which holds the plans of which something moves and no other:
the year is known, each date has moved, and each plan's journal says from when to when. Other processes know the year a second
later; what they have counted until then is counted once more.
"""

import contextlib
import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from time import sleep
from typing import Any

from sqlalchemy import String, cast, exists
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, func, or_, select

from casework.acting.context import Context
from casework.acting.entry import ensure_confirmed
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor, is_allowed, missing_right
from casework.acting.rights.read_operations import READ_CALENDAR
from casework.settings.acts import ANNOUNCE_YEAR
from casework.settings.chosen_values import load_choices
from casework.settings.holiday_file import HolidayNotice
from casework.settings.policies import load_policies
from casework.settings.recalculation import recalculate_dates
from casework.shared.continue_on_error import do_each
from casework.staff.accounts import grant_request, notify_chiefs, request_for_all
from casework.staff.acts_accounts import CONFIRM_ACCOUNT, KEEP_STAFF
from core.clock import Every
from core.errors import NotFound, StateConflict
from core.i18n import Bilingual, _
from law.finding import Finding
from law.recalculation import finding_on_calendar
from law.working_days import AnnouncedDay, WorkingDays
from models.base import first_id_after, new_id
from models.database import Database, InMemoryDatabase
from models.database import lock_for_update as lock_row
from models.item import Item
from models.office import AccountRequest, Role
from models.office_setting import OfficeSetting, SettingKind, list_settings, tell_unreadable
from models.origin import writing_as
from models.plan import Plan
from models.server_clock import WRONG_FROM

FRESH_SECONDS = 1.0
"""How long after another process has announced a year dates may still be counted without it here."""
_STAMP = sql_select(func.count(), func.max(cast(col(OfficeSetting.at), String))).where(
    col(OfficeSetting.kind) == SettingKind.YEAR
)


class RecordedDays(WorkingDays):
    """The working days as the record has them; one for all who work at it in this process, brought up to date by `load`, and,
    where others may work at the record too, before each act."""

    def __init__(self, database: Database | None = None) -> None:
        super().__init__()
        self.database = database
        """The record at which others may work too; None where nobody does."""
        self._asks = Every(FRESH_SECONDS)
        self._stamp: tuple[Any, ...] = (0, None)

    def refresh(self) -> None:
        if self.database is None or not self._asks.is_due():
            return
        with self.database.reading() as session:
            if tuple(session.execute(_STAMP).one()) != self._stamp:
                self.load(session)

    def load(self, session: Session) -> None:
        """The announced years of the record are known from now on."""
        self._stamp = tuple(session.execute(_STAMP).one())
        years = _get_years(session)
        self.replace_announced(
            {day: known for year in years.values() for day, known in _read_days(year).items()}, years
        )


def _get_years(session: Session) -> dict[int, OfficeSetting]:
    """The last notice of each year, in the order in which they were entered."""
    latest: dict[int, OfficeSetting] = {}
    for row in list_settings(session, SettingKind.YEAR):
        try:
            _read_days(row)
            latest[int(row.key)] = row
        except (ValueError, TypeError, AttributeError):
            tell_unreadable(SettingKind.YEAR)
    return dict(sorted(latest.items(), key=lambda each: (each[1].at, each[1].id)))


def _read_days(year: OfficeSetting) -> dict[date, AnnouncedDay]:
    return {
        date.fromisoformat(day): AnnouncedDay(works, "", Bilingual(*names) if names else None)
        for day, (works, names) in year.content["days"].items()
    }


def recorded_days(database: Database) -> RecordedDays:
    """The calendar of that record."""
    days = RecordedDays(None if isinstance(database, InMemoryDatabase) else database)
    with database.reading() as session:
        days.load(session)
    return days


def reload_calendar(context: Context) -> None:
    """What another process has entered since is known here too."""
    if isinstance(context.days, RecordedDays):
        with context.database.reading() as session:
            context.days.load(session)


def reload_law(context: Context) -> None:
    """Announced years and chosen values, from wherever they were entered, hold in this context from now on."""
    reload_calendar(context)
    load_choices(context)
    load_policies(context)


@dataclass(frozen=True)
class DateMove:
    """An open date that another calendar moves: which plan's, which kind, from when to when."""

    number: str
    kind: str
    label: str
    old: date
    new: date


@dataclass(frozen=True)
class YearPreview:
    """The effect of a notice. `digest` identifies exactly this notice and exactly these moves."""

    year: int
    notice: str
    moved: list[DateMove]
    digest: str


@dataclass(frozen=True)
class CalendarYearView:
    """A year of the calendar: whether it is known, from where, and who confirmed it."""

    year: int
    known: bool
    notice: str | None
    source: str | None
    entered_at: datetime | None
    confirmed_by: uuid.UUID | None


@dataclass(frozen=True)
class WorkingCalendarView:
    """The years around today, and whether the calendar is fresh."""

    years: list[CalendarYearView]
    fresh: Finding


def load_calendar(context: Context, actor: Actor) -> WorkingCalendarView:
    """Which years are known and which are only computed. Looking is a line in the journal."""
    with context.query_plans(actor, READ_CALENDAR) as session:
        entered = _get_years(session)
        today = context.clock.today()
        views = []
        for year in range(today.year - 1, today.year + 3):
            row = entered.get(year)
            views.append(
                CalendarYearView(
                    year, context.days.knows_year(year), row.content["notice"] if row else None,
                    row.content["source"] if row else None, row.at if row else None, row.by_id if row else None,
                )
            )  # fmt: skip
        return WorkingCalendarView(views, finding_on_calendar(today, context.days, context.rulebook))


def preview_year(context: Context, actor: Actor, notice: HolidayNotice) -> YearPreview:
    """Which open dates that notice would move, over all plans; nothing is changed. BadInput for a wrong notice. Each plan is
    looked at by itself, so that nobody waits for all of them."""
    days = context.days.with_notice(notice.year, notice.rows())
    moved: list[DateMove] = []
    with context.database.reading() as session:
        _refuse_without_right(session, actor, context.clock.now())
        plans = session.exec(select(Plan.id).where(col(Plan.closed_at).is_(None)).order_by(col(Plan.number))).all()
    for plan_id in plans:
        with contextlib.suppress(_OnlyLooked), context.database.transaction() as session:
            open_plan = _file(context, session, session.get_one(Plan, plan_id), actor, context.clock.now())
            moved += _moves(open_plan, days)
            raise _OnlyLooked  # counted on the rows themselves, and none of it kept
    return _preview(notice, moved)


def request_year(context: Context, actor: Actor, notice: HolidayNotice, *, confirm: str) -> YearPreview:
    """An administrator who has seen what it moves has asked for the year to be announced; it waits for a second signer, with
    more days off than `notice_days_off_most` for the superior office's. Refused where what was confirmed is not what would happen now: look again."""
    preview = preview_year(context, actor, notice)
    if confirm != preview.digest:
        raise StateConflict(_NOT_AS_CONFIRMED)
    with context.database.transaction() as session:
        if actor.role is not Role.ADMINISTRATOR:
            raise missing_right(KEEP_STAFF)
        ensure_confirmed(session, actor, "settings", context.clock.now())
        shown = f"{notice.year}：{notice.notice}，{notice.source}"
        off = sum(not known.works for known in notice.rows().values())
        request_for_all(
            context, session, actor, "holidays", notice.notice, shown=shown, notice=notice.model_dump(mode="json"),
            superior=off > context.rulebook.number("notice_days_off_most", on=context.clock.today()),
        )  # fmt: skip
    return preview


def load_requested_year(context: Context, actor: Actor, request_id: uuid.UUID) -> HolidayNotice:
    """The notice that waits for a second signer. NotFound where none does, or for somebody who could confirm none."""
    with context.database.reading() as session:
        row = session.get(AccountRequest, request_id)
        if row is None or row.content is None or row.kind != "holidays" or actor.role not in CONFIRM_ACCOUNT.by:
            raise NotFound(_("没有这项申请，或者已经办过、已过期。"))
        return HolidayNotice.model_validate_json(json.dumps(row.content["notice"]))


def announce_year(context: Context, actor: Actor, request_id: uuid.UUID, *, confirm: str, reason: str) -> YearPreview:
    """The year that was asked for is announced and every open date that it moves has moved, journalled plan by plan,
    confirmed by a signer who has seen it; every chief is told. Refused where what was confirmed is not what would happen
    now: look again."""
    notice = load_requested_year(context, actor, request_id)
    former, began = context.days.copy(), context.clock.now()
    preview = _announce(context, actor, notice, confirm, request_id, reason)
    if isinstance(context.days, RecordedDays) and context.days.database is not None:
        sleep(2 * FRESH_SECONDS)
        _count_again(replace(context, days=former), actor, notice, began - WRONG_FROM)
    return preview


def _count_again(context: Context, actor: Actor, notice: HolidayNotice, since: datetime) -> None:
    """What was counted by the former calendar since then, in a process that did not know of the new one yet, has moved too.
    The context has the former calendar."""
    days, first = context.days.with_notice(notice.year, notice.rows()), first_id_after(since)
    counted = exists().where(
        col(Item.plan_id) == col(Plan.id), or_(col(Item.id) >= first, col(Item.moved_at) >= since)
    )  # fmt: skip
    with context.database.reading() as session:
        late = session.exec(select(Plan.id).where(col(Plan.closed_at).is_(None), or_(col(Plan.id) >= first, counted)))
        plans = late.all()

    def count(plan_id: uuid.UUID) -> None:
        with context.database.transaction() as session:
            open_plan = _file(context, session, lock_row(session, Plan, plan_id), actor, context.clock.now())
            with writing_as(session, open_plan.origin):
                moves = list(_moves(open_plan, days))
                if moves:
                    _record(open_plan, notice, moves)
                    open_plan.write_version()
        if moves:
            context.call_on_commit(open_plan)

    do_each(plans, count)


def _record(open_plan: OpenPlan, notice: HolidayNotice, moves: list[DateMove]) -> None:
    open_plan.record(note={"year": notice.year, "moved": [f"{move.kind}/{move.old}/{move.new}" for move in moves]})


def _announce(
    context: Context, actor: Actor, notice: HolidayNotice, confirm: str, request_id: uuid.UUID, reason: str
) -> YearPreview:
    """Plans that nothing moves are looked at before and not held. Of what another act counts meanwhile, `_count_again` knows."""
    days = context.days.with_notice(notice.year, notice.rows())
    looked_at = preview_year(context, actor, notice)
    if confirm != looked_at.digest:
        raise StateConflict(_NOT_AS_CONFIRMED)
    moving = dict.fromkeys(move.number for move in looked_at.moved)  # in their order, as all who lock several
    with context.database.transaction() as session:
        now = context.clock.now()
        _refuse_without_right(session, actor, now)
        grant_request(context, session, actor, request_id, reason)
        notify_chiefs(context, session, f"all/{request_id}")
        files, moved = [], []
        for number in moving:
            plan = lock_row(session, Plan, context.find(session, number).id)
            if plan.closed_at is not None:
                continue
            open_plan = _file(context, session, plan, actor, now)
            with writing_as(session, open_plan.origin):
                moves = list(_moves(open_plan, days))
                if moves:
                    files.append(open_plan)
                    _record(open_plan, notice, moves)
            moved += moves
        preview = _preview(notice, moved)
        if confirm != preview.digest:
            raise StateConflict(_NOT_AS_CONFIRMED)
        assert actor.id is not None  # rights gave this to named people only
        by_day = {
            day.isoformat(): (known.works, [known.name.zh, known.name.en] if known.name else None)
            for day, known in notice.rows().items()
        }
        content = {"notice": notice.notice, "source": notice.source, "days": by_day}
        session.add(
            OfficeSetting(
                id=new_id(now), kind=SettingKind.YEAR, key=str(notice.year), content=content, by_id=actor.id, at=now
            )
        )
        session.flush()
        for open_plan in files:
            open_plan.write_version()
        context.write_journal_line(session, now, actor, ANNOUNCE_YEAR.code,
                        note={"year": notice.year, "plans": len(files), "moved": len(moved)})  # fmt: skip
    reload_calendar(context)
    for open_plan in files:
        context.call_on_commit(open_plan)
    return preview


def check_calendar(context: Context) -> Finding:
    """Whether the calendar is fresh: this year's holidays are known, and from December on the next year's."""
    return finding_on_calendar(context.clock.today(), context.days, context.rulebook)


_NOT_AS_CONFIRMED = _("与您确认的内容不一致，请重新预览。")


class _OnlyLooked(Exception):
    """Everything was counted, and nothing is kept."""


def _refuse_without_right(session: Session, actor: Actor, now: datetime) -> None:
    if not is_allowed(session, actor, ANNOUNCE_YEAR, None, now):
        raise missing_right(ANNOUNCE_YEAR)


def _file(context: Context, session: Session, plan: Plan, actor: Actor, now: datetime) -> OpenPlan:
    return OpenPlan(context, session, plan, actor, ANNOUNCE_YEAR, now)


def _moves(open_plan: OpenPlan, days: WorkingDays) -> Iterator[DateMove]:
    for kind, label, old, new in recalculate_dates(open_plan, days):
        yield DateMove(open_plan.plan.number, kind, label, old, new)


def _preview(notice: HolidayNotice, moved: list[DateMove]) -> YearPreview:
    content = {"notice": notice.model_dump(mode="json"), "moved": [asdict(move) for move in moved]}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return YearPreview(notice.year, notice.notice, moved, hashlib.sha256(text.encode()).hexdigest()[:16])
