"""The progress index of a plan, where its office has switched it on: shown, explained, disputable, and of no effect.

The weights are those that stood before the plan began; nothing is shown to anybody before they were explained to the
minor, nor once the minor wants no number. Nothing that decides reads any of this.
"""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from casework.evaluation.acts import SET_INDEX, ExplainIndex
from casework.evaluation.index_entries import load_index_entries
from casework.shared.context import Context, OpenPlan
from casework.shared.rights import Actor, is_allowed, missing_right
from casework.shared.rights.read_operations import READ_STATISTICS
from casework.shared.text.text_checks import check_lengths
from core.clock import local_date
from core.errors import BadInput, Mistake, StateConflict
from core.i18n import Text, _, pgettext
from evaluation.digital_steps import POSITIONS, TRENDS, WORTH
from evaluation.index import (
    DEFAULT_WEIGHTS,
    Index,
    IndexChange,
    IndexEntry,
    IndexPart,
    Weights,
    calculate_index,
    get_index_changes,
    index_without_entry,
)
from evaluation.shares import Coverage, ValueRange
from law.articles import cite
from models.base import new_id
from models.evaluation import IndexExplanation, IndexSetting, ProgressComment
from models.office import Office

LOOKS_BACK = timedelta(days=30)
PARTS: dict[IndexPart, Text] = {
    IndexPart.COMPLIANCE: _("按时完成约定的事"),
    IndexPart.DIGITAL: _("用手机和上网（看约定的上限，也看和自己的起点比）"),
    IndexPart.STUDY_OR_WORK: pgettext("within a sentence", "学习或工作"),
    IndexPart.FAMILY: _("家庭"),
    IndexPart.COUNSELLING: _("辅导和对这件事的认识"),
}  # fmt: skip
PIPL_24 = cite("automated_decisions")


@dataclass(frozen=True)
class IndexEntryView:
    """One entry: its day, what it was, what it is worth, and by how much the whole would change if it fell."""

    key: str
    on: date
    words: Text
    low: float | None
    high: float | None
    if_it_fell: float | None
    """None where the part could then no longer be assessed."""


@dataclass(frozen=True)
class IndexPartView:
    """One part with its weight, its points or that it is not assessable, and each entry behind it."""

    part: IndexPart
    words: Text
    weight: int
    coverage: Coverage
    low: int | None
    high: int | None
    entries: list[IndexEntryView]


@dataclass(frozen=True)
class IndexChangeView:
    """Why a part changed since the reference day: from what to what, and the entries in between."""

    part: IndexPart
    words: Text
    before: ValueRange | None
    after: ValueRange | None
    by: int | None
    new: list[Text]


@dataclass(frozen=True)
class WeekShareView:
    """How many percent of its points a week of digital use brings that moved so against the own first four weeks."""

    change: Text
    percent: int


@dataclass(frozen=True)
class WeekStepView:
    """Where a week of digital use stands against what was agreed, and what it then brings."""

    where: Text
    shares: list[WeekShareView]


@dataclass(frozen=True)
class IndexView:
    """The index on one page. It has no legal effect."""

    low: int | None
    high: int | None
    of: int
    parts: list[IndexPartView]
    since: date
    moved: list[IndexChangeView]
    told_on: date
    set_on: date
    week_steps: list[WeekStepView]
    """How the worth of a week of digital use comes about."""


@dataclass(frozen=True)
class IndexSettingView:
    """What an office has chosen, from when, by whom and why."""

    office: str
    switched_on: bool
    weights: dict[IndexPart, int]
    set_on: date | None
    reason: str | None


def set_index(
    context: Context, actor: Actor, *, switched_on: bool, reason: str, weights: dict[IndexPart, int] | None = None
) -> None:
    """The office's choice stands for the plans that begin from now on; those that run keep what stood before them.

    BadInput for weights that do not make a hundred or pass the cap of the digital part.
    """
    check_lengths(reason=reason)
    if len(reason) > 400:
        raise _wrong("reason", _("最多400字。"))
    chosen = _weights(weights)
    with context.database.transaction() as session:
        now = context.clock.now()
        allowed = (
            is_allowed(session, actor, SET_INDEX, None, now) and actor.office_id is not None and actor.id is not None
        )
        if allowed and actor.office_id is not None and actor.id is not None:
            last = _latest(session, actor.office_id)
            kept = {part.value: weight for part, weight in chosen.of.items()}
            if last is not None and (last.switched_on, last.weights, last.reason) == (switched_on, kept, reason):
                return
            session.add(
                IndexSetting(
                    id=new_id(now),
                    office_id=actor.office_id,
                    switched_on=switched_on,
                    weights=kept,
                    set_at=now,
                    set_by=actor.id,
                    reason=reason,
                )
            )
            context.write_journal_line(session, now, actor, SET_INDEX.code, note={"on": switched_on, **kept})
    if not allowed:
        context.record_denial(actor, SET_INDEX, "")
        raise missing_right(SET_INDEX)


def load_index_setting(context: Context, actor: Actor) -> IndexSettingView:
    """What stands for the actor's office today."""
    with context.query_plans(actor, READ_STATISTICS) as session:
        office = session.get_one(Office, actor.office_id)
        row = _latest(session, office.id)
        if row is None:
            return IndexSettingView(office.name, False, dict(DEFAULT_WEIGHTS.of), None, None)
        return IndexSettingView(office.name, row.switched_on, dict(_read(row).of), local_date(row.set_at), row.reason)


def explain_index(open_plan: OpenPlan, act: ExplainIndex) -> None:
    """The weights were shown and explained to the minor today. Refused where the office had not switched the index on
    before the plan began: the rules of a count are not made while it runs."""
    setting = load_plan_index_setting(open_plan)
    if setting is None:
        raise StateConflict(_("本院在方案开始前没有启用进步指数，本案不显示数字。"))
    if open_plan.actor.id is None or open_plan.session.get(IndexExplanation, open_plan.plan.id) is not None:
        return
    open_plan.session.add(
        IndexExplanation(
            plan_id=open_plan.plan.id,
            setting_id=setting.id,
            told_on=open_plan.today,
            recorded_at=open_plan.now,
            recorded_by=open_plan.actor.id,
        )
    )
    open_plan.record(article=PIPL_24)


def load_plan_index_setting(open_plan: OpenPlan) -> IndexSetting | None:
    """The choice that stood before the plan began, if it was on then and the office has not switched it off since."""
    if (latest := _latest(open_plan.session, open_plan.plan.office_id)) is None or not latest.switched_on:
        return None
    before = select(IndexSetting).where(
        IndexSetting.office_id == open_plan.plan.office_id, col(IndexSetting.set_at) <= open_plan.plan.opened_at
    )
    row = open_plan.session.exec(before.order_by(col(IndexSetting.set_at).desc(), col(IndexSetting.id).desc())).first()
    if row is None or not row.switched_on or local_date(row.set_at) > open_plan.plan.period_from:
        return None
    return row


def load_index(open_plan: OpenPlan) -> IndexView | None:
    """The index with everything behind it; None wherever no number may be shown."""
    setting, explained = load_plan_index_setting(open_plan), open_plan.session.get(IndexExplanation, open_plan.plan.id)
    if setting is None or explained is None or _wants_no_number(open_plan):
        return None
    weights, entries, since = _read(setting), load_index_entries(open_plan), open_plan.today - LOOKS_BACK
    index = calculate_index(entries, weights)
    return IndexView(
        low=round(index.points.low) if index.points else None,
        high=round(index.points.high) if index.points else None,
        of=index.of,
        parts=[_part(index, part, entries, weights) for part in IndexPart],
        since=since,
        moved=[_moved(each) for each in get_index_changes(entries, weights, since, open_plan.today) if each.new],
        told_on=explained.told_on,
        set_on=local_date(setting.set_at),
        week_steps=[
            WeekStepView(
                POSITIONS[position],
                [WeekShareView(TRENDS[trend], round(worth * 100)) for trend, worth in shares.items()],
            )
            for position, shares in WORTH.items()
        ],
    )


def _part(index: Index, part: IndexPart, entries: list[IndexEntry], weights: Weights) -> IndexPartView:
    index_part = index.part(part)
    return IndexPartView(
        part=part,
        words=PARTS[part],
        weight=index_part.weight,
        coverage=index_part.coverage,
        low=round(index_part.points.low) if index_part.points else None,
        high=round(index_part.points.high) if index_part.points else None,
        entries=[_entry(entry, index_part.points, entries, weights) for entry in index_part.entries],
    )


def _entry(entry: IndexEntry, points: ValueRange | None, entries: list[IndexEntry], weights: Weights) -> IndexEntryView:
    effect = None
    if points is not None:
        fallen = index_without_entry([each for each in entries if each.part is entry.part], entry.key, weights).part(
            entry.part
        )
        effect = round(fallen.points.middle - points.middle, 1) if fallen.points else None
    value = entry.value
    return IndexEntryView(
        entry.key, entry.on, entry.words, value.low if value else None, value.high if value else None, effect
    )


def _moved(moved: IndexChange) -> IndexChangeView:
    return IndexChangeView(
        moved.part,
        PARTS[moved.part],
        moved.before,
        moved.after,
        None if moved.by is None else round(moved.by),
        [entry.words for entry in moved.new],
    )


def _wants_no_number(open_plan: OpenPlan) -> bool:
    commented = select(ProgressComment.id).where(
        ProgressComment.plan_id == open_plan.plan.id, col(ProgressComment.no_number), ProgressComment.by_role == "minor"
    )
    return open_plan.session.exec(commented).first() is not None


def _latest(session: Session, office_id: uuid.UUID) -> IndexSetting | None:
    rows = select(IndexSetting).where(IndexSetting.office_id == office_id)
    return session.exec(rows.order_by(col(IndexSetting.set_at).desc(), col(IndexSetting.id).desc())).first()


def _read(row: IndexSetting) -> Weights:
    return Weights({IndexPart(part): int(weight) for part, weight in row.weights.items()})


def _weights(given: dict[IndexPart, int] | None) -> Weights:
    try:
        return Weights(given) if given is not None else DEFAULT_WEIGHTS
    except ValueError:
        raise _wrong(
            "weights",
            _("五项都要有，合计100，用网一项不超过30。"),
        ) from None  # fmt: skip


def _wrong(place: str, wrong: Text) -> BadInput:
    return BadInput(_("有1处需要改正。"), mistakes=[Mistake(place, wrong)])
