"""The work of one year in the words in which offices report it, by quarter and month.

Whoever reports figures to others gets none behind which there are fewer than five minors, and none from which such a
figure could be subtracted. A prosecutor sees the figures of the own cases whole: they are the prosecutor's own work.
Counted are dates and codes, also of sealed cases; what can only be read in the file says that sealed cases are missing.
"""

import io
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from casework.acting.context import Context
from casework.acting.entries import FIELD
from casework.acting.rights import Actor, RightScope, visible_plans
from casework.acting.rights.read_operations import READ_OFFICE_WORK
from casework.evaluation.acts import RecordQuestionnaire, RecordSituation
from casework.evaluation.situations import GOING_WELL
from casework.evaluation.statistics_window import FIRST_YEAR
from casework.partners.acts import Place, RecordAssessment
from core.clock import local_date
from core.errors import BadInput
from core.i18n import Text, _
from evaluation.small_counts import FEWEST, withheld
from models.dated_session import DatedSession
from models.entry import Entry
from models.guardian_order import GuardianOrder
from models.plan import Condition, Plan
from models.request import Request

MONTHS_OF_A_QUARTER = 3


@dataclass(frozen=True)
class WorkMeasure:
    """What is counted, and how in one line."""

    words: Text
    counted: Text
    people: bool = False
    """Whether minors are counted, each once; otherwise what was done for them."""


@dataclass(frozen=True)
class WorkFigures:
    """One measure. A figure is None where it is withheld, or where its time has not passed."""

    code: str
    measure: WorkMeasure
    year: int | None
    quarters: list[int | None]
    months: list[int | None]


@dataclass(frozen=True)
class OfficeWork:
    """The figures of that calendar year, up to the end of the last full month."""

    year: int
    until_on: date
    own_cases: bool
    """Whether they are of the reader's own cases, and nothing is withheld."""
    figures: list[WorkFigures]

    def cell(self, value: int | None, month: int) -> str:
        """Return what a table shows of a time that begins with that month: nothing while it has not passed."""
        if date(self.year, month, 1) > self.until_on:
            return ""
        return "–" if value is None else str(value)


_OPEN_CASES = _("读自案卷内容，不含已封存的案件。")
MEASURES: Mapping[str, WorkMeasure] = {
    "decided": WorkMeasure(_("决定附条件不起诉（人）"), _("按决定之日。"), people=True),
    "back": WorkMeasure(_("复学、就学、就业（人）"), _OPEN_CASES, people=True),
    "assessments": WorkMeasure(_("心理测评（人次）"), _("登记的心理测评和问卷，按登记之日。")),
    "counselling": WorkMeasure(_("转介心理辅导（人次）"), _("按转介之日，不论结果。")),
    "placements": WorkMeasure(_("观护场所、公益服务、培训、岗位（人次）"), _("登记的安排，按登记之日。")),
    "orders": WorkMeasure(_("家庭教育指导令、督促监护令（份）"), _("按作出之日。")),
    "family_sessions": WorkMeasure(_("家庭教育指导（人次）"), _("指导令之下登记的每一次，按当天。")),
    "family_hours": WorkMeasure(_("家庭教育指导（小时）"), _("指导令之下登记的时数。")),
    "course_hours": WorkMeasure(_("课程、公益等（小时）"), _("以小时计的附带条件之下登记的时数。")),
    "aid": WorkMeasure(_("司法救助、法律援助（人次）"), _("同意救助的，按答复之日。")),
    "aid_yuan": WorkMeasure(_("救助金额（元）"), _OPEN_CASES),
    "suggestions": WorkMeasure(_("检察建议、检察意见（件）"), _("按送达之日。")),
    "suggestions_answered": WorkMeasure(_("其中已答复（件）"), _("按答复之日。")),
    "referrals": WorkMeasure(_("转介学校、培训和其他服务（人次）"), _("按转介之日，不论结果。")),
}


@dataclass(frozen=True)
class Event:
    """Something that was done for one minor on a day, by the code of its measure."""

    code: str
    plan_id: uuid.UUID
    on: date
    amount: int = 1


def load_office_work(context: Context, actor: Actor, year: int) -> OfficeWork:
    """Return the figures of the actor's office in that year; for a prosecutor, of the own cases.

    Raises BadInput for a year that has not begun, or before this procedure was law.
    """
    today = context.clock.today()
    if not FIRST_YEAR <= year <= today.year:
        raise BadInput(_("请填写{first}年至今年之间的年份。", first=FIRST_YEAR))
    full_months = 12 if year < today.year else today.month - 1
    until_on = min(date(year, 12, 31), today.replace(day=1) - timedelta(days=1))
    own_cases = READ_OFFICE_WORK.by.get(actor.role) is RightScope.TEAM
    with context.query_plans(actor, READ_OFFICE_WORK) as session:
        plans = {plan.id: plan for plan in session.exec(select(Plan).where(visible_plans(actor, READ_OFFICE_WORK)))}
        events: dict[str, list[Event]] = defaultdict(list)
        for event in _read_events(context, session, plans):
            if event.on.year == year and event.on.month <= full_months:
                events[event.code].append(event)
        figures = [_count(code, events[code], full_months, own_cases) for code in MEASURES]
    return OfficeWork(year, until_on, own_cases, figures)


def _read_events(context: Context, session: Session, plans: Mapping[uuid.UUID, Plan]) -> Iterator[Event]:
    def rows(table: type[Any], *conditions: Any) -> list[Any]:
        return [row for row in session.exec(select(table).where(*conditions)) if row.plan_id in plans]

    def can_read(row: Any) -> bool:
        return plans[row.plan_id].sealed_at is None

    yield from (Event("decided", plan.id, plan.decided_on) for plan in plans.values())
    codes = dict.fromkeys((RecordAssessment.operation.code, RecordQuestionnaire.operation.code), "assessments")
    codes[Place.operation.code] = "placements"
    for row in rows(Entry, col(Entry.act).in_(codes), col(Entry.superseded_by_id).is_(None)):
        yield Event(codes[row.act], row.plan_id, local_date(row.at))
    for row in rows(Entry, Entry.act == RecordSituation.operation.code, col(Entry.superseded_by_id).is_(None)):
        if can_read(row):
            words = context.vault.open_document(row.plan_id, FIELD, row.id, row.document)
            if words["state"] in GOING_WELL:
                yield Event("back", row.plan_id, date.fromisoformat(words.get("from_on") or str(local_date(row.at))))
    yield from (Event("orders", row.plan_id, row.ordered_on) for row in rows(GuardianOrder))
    in_hours = set(session.exec(select(Condition.id).where(Condition.unit == "hours")))
    for row in rows(DatedSession, col(DatedSession.taken_back_at).is_(None), col(DatedSession.done_on).is_not(None)):
        if row.order_id is not None:
            yield Event("family_sessions", row.plan_id, row.done_on)
            yield Event("family_hours", row.plan_id, row.done_on, row.amount)
        elif row.condition_id in in_hours:
            yield Event("course_hours", row.plan_id, row.done_on, row.amount)
    for row in rows(Request, Request.kind == "referral_answer"):
        yield Event(
            "counselling" if row.choice == "counselling" else "referrals", row.plan_id, local_date(row.asked_at)
        )
    for row in rows(Request, Request.kind == "suggestion_reply"):
        yield Event("suggestions", row.plan_id, local_date(row.asked_at))
        if row.answered_on is not None:
            yield Event("suggestions_answered", row.plan_id, row.answered_on)
    for row in rows(Request, Request.kind == "aid_answer", Request.outcome == "granted"):
        yield Event("aid", row.plan_id, row.answered_on)
        if can_read(row):
            answers = context.vault.open_document(row.plan_id, "request.answers", row.id, row.answers)["answers"]
            yield Event("aid_yuan", row.plan_id, row.answered_on, answers[0].get("yuan") or 0)


def _count(code: str, events: Iterable[Event], full_months: int, own_cases: bool) -> WorkFigures:
    by_month: dict[int, list[Event]] = {month: [] for month in range(1, 13)}
    for event in events:
        by_month[event.on.month].append(event)
    quarters = [[*range(first, first + MONTHS_OF_A_QUARTER)] for first in range(1, 13, MONTHS_OF_A_QUARTER)]
    minors = {month: {event.plan_id for event in of} for month, of in by_month.items()}
    in_quarter = {place: set().union(*(minors[month] for month in of)) for place, of in enumerate(quarters)}
    shown_year = own_cases or _is_shown(set().union(*minors.values()))
    shown_quarters = {place for place in in_quarter if own_cases} or (_shown(in_quarter) if shown_year else set())
    shown_months = {
        month
        for place, of in enumerate(quarters)
        if place in shown_quarters
        for month in (of if own_cases else _shown({month: minors[month] for month in of}))
    }

    def figure(months: Iterable[int], shown: bool) -> int | None:
        months = [month for month in months if month <= full_months]
        of = [event for month in months for event in by_month[month]]
        if not months or not shown:
            return None
        return len({event.plan_id for event in of}) if MEASURES[code].people else sum(event.amount for event in of)

    return WorkFigures(
        code,
        MEASURES[code],
        figure(by_month, shown_year),
        [figure(of, place in shown_quarters) for place, of in enumerate(quarters)],
        [figure([month], month in shown_months) for month in by_month],
    )


def _is_shown(minors: Collection[uuid.UUID]) -> bool:
    return not 0 < len(minors) < FEWEST


def _shown(parts: Mapping[int, set[uuid.UUID]]) -> set[int]:
    """Return the parts that may be shown beside their whole, which is shown."""
    if sum(bool(minors) for minors in parts.values()) == 1:
        return set(parts)
    hidden = withheld({str(place): minors for place, minors in parts.items()})
    return {place for place in parts if str(place) not in hidden}


def as_xlsx(work: OfficeWork) -> bytes:
    """Return the table as a workbook; what is withheld is empty."""
    from openpyxl import Workbook  # loads only for who asks for a workbook

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = str(work.year)
    sheet.append(
        ["", "全年", *(f"{place}季度" for place in range(1, 5)), *(f"{month}月" for month in range(1, 13)), "怎么数"]
    )
    for row in work.figures:
        sheet.append([row.measure.words.zh, row.year, *row.quarters, *row.months, row.measure.counted.zh])
    sheet.freeze_panes = "B2"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()
