"""The progress index of a plan, where its office has switched it on: shown, explained, disputable, and of no effect.

The weights are those that stood before the plan began; nothing is shown to anybody before they were explained to the
minor, nor once the minor wants no number. Nothing that decides reads any of this.
"""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from casework.acts.evaluations import SET_INDEX, TellIndex
from casework.desk import Desk, File
from casework.evaluation.what_counts import entries_of
from casework.limits import refuse_long
from casework.rights import Actor, may, no_right
from casework.rights.reading import READ_STATISTICS
from evaluation.index import PROPOSED, Entry, Index, Moved, Part, Weights, index_of, moved_between, without
from evaluation.shares import Coverage, Span
from law.articles import cited
from models.columns import new_id
from models.evaluation import IndexSetting, IndexTold, ProgressComment
from models.office import Office
from sunward.clock import local_date
from sunward.errors import BadInput, Mistake, NotAsItStands
from sunward.words import Words

LOOKS_BACK = timedelta(days=30)
PARTS: dict[Part, Words] = {
    Part.COMPLIANCE: Words("按时完成约定的事", "doing what was agreed, in time"),
    Part.DIGITAL: Words("用手机和上网的变化（和自己最初四周比）", "change in use of the phone, against one's own first four weeks"),
    Part.STUDY_OR_WORK: Words("学习或工作", "school or work"),
    Part.FAMILY: Words("家庭", "family"),
    Part.COUNSELLING: Words("辅导和对这件事的认识", "counselling, and the view of what was done"),
}  # fmt: skip
PIPL_24 = cited("automated_decisions")


@dataclass(frozen=True)
class EntryShown:
    """One entry: its day, what it was, what it is worth, and by how much the whole would change if it fell."""

    key: str
    on: date
    words: Words
    low: float | None
    high: float | None
    if_it_fell: float | None
    """None where the part could then no longer be assessed."""


@dataclass(frozen=True)
class PartShown:
    """One part with its weight, its points or that it is not assessable, and each entry behind it."""

    part: Part
    words: Words
    weight: int
    coverage: Coverage
    low: int | None
    high: int | None
    entries: list[EntryShown]


@dataclass(frozen=True)
class MovedShown:
    """Why a part moved since the day looked back to: from where to where, and what came in between."""

    part: Part
    words: Words
    before: Span | None
    after: Span | None
    by: int | None
    new: list[Words]


@dataclass(frozen=True)
class IndexShown:
    """The index on one page. It has no legal effect."""

    low: int | None
    high: int | None
    of: int
    parts: list[PartShown]
    since: date
    moved: list[MovedShown]
    told_on: date
    set_on: date


@dataclass(frozen=True)
class SettingShown:
    """What an office has chosen, from when, by whom and why."""

    office: str
    switched_on: bool
    weights: dict[Part, int]
    set_on: date | None
    reason: str | None


def set_index(
    desk: Desk, actor: Actor, *, switched_on: bool, reason: str, weights: dict[Part, int] | None = None
) -> None:
    """The office's choice stands for the plans that begin from now on; those that run keep what stood before them.

    BadInput for weights that do not make a hundred or pass the cap of the digital part.
    """
    refuse_long(reason=reason)
    if len(reason) > 400:
        raise _wrong("reason", Words("最多400字。", "may have 400 characters at most."))
    chosen = _weights(weights)
    with desk.database.transaction() as session:
        now = desk.clock.now()
        allowed = may(session, actor, SET_INDEX, None, now) and actor.office_id is not None and actor.id is not None
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
            desk.write_line(session, now, actor, SET_INDEX.code, note={"on": switched_on, **kept})
    if not allowed:
        desk.note_refusal(actor, SET_INDEX, "")
        raise no_right(SET_INDEX)


def index_setting(desk: Desk, actor: Actor) -> SettingShown:
    """What stands for the actor's office today."""
    with desk.look_over(actor, READ_STATISTICS) as session:
        office = session.get_one(Office, actor.office_id)
        row = _latest(session, office.id)
        if row is None:
            return SettingShown(office.name, False, dict(PROPOSED.of), None, None)
        return SettingShown(office.name, row.switched_on, dict(_read(row).of), local_date(row.set_at), row.reason)


def tell_index(file: File, act: TellIndex) -> None:
    """The weights were shown and explained to the minor today. Refused where the office had not switched the index on
    before the plan began: the rules of a count are not made while it runs."""
    setting = setting_of(file)
    if setting is None:
        raise NotAsItStands(
            Words(
                "本院在方案开始前没有启用进步指数，本案不显示数字。",
                "The index was not switched on before this plan began: it shows no number.",
            )
        )
    if file.actor.id is None or file.session.get(IndexTold, file.plan.id) is not None:
        return
    file.session.add(
        IndexTold(
            plan_id=file.plan.id,
            setting_id=setting.id,
            told_on=file.today,
            recorded_at=file.now,
            recorded_by=file.actor.id,
        )
    )
    file.record(article=PIPL_24)


def setting_of(file: File) -> IndexSetting | None:
    """The choice that stood before the plan began, if it was on then and the office has not switched it off since."""
    if (latest := _latest(file.session, file.plan.office_id)) is None or not latest.switched_on:
        return None
    before = select(IndexSetting).where(
        IndexSetting.office_id == file.plan.office_id, col(IndexSetting.set_at) <= file.plan.opened_at
    )
    row = file.session.exec(before.order_by(col(IndexSetting.set_at).desc(), col(IndexSetting.id).desc())).first()
    if row is None or not row.switched_on or local_date(row.set_at) > file.plan.period_from:
        return None
    return row


def index_shown(file: File) -> IndexShown | None:
    """The index with everything behind it; None wherever no number may be shown."""
    setting, told = setting_of(file), file.session.get(IndexTold, file.plan.id)
    if setting is None or told is None or _wants_no_number(file):
        return None
    weights, entries, since = _read(setting), entries_of(file), file.today - LOOKS_BACK
    index = index_of(entries, weights)
    return IndexShown(
        low=round(index.points.low) if index.points else None,
        high=round(index.points.high) if index.points else None,
        of=index.of,
        parts=[_part(index, part, entries, weights) for part in Part],
        since=since,
        moved=[_moved(each) for each in moved_between(entries, weights, since, file.today) if each.new],
        told_on=told.told_on,
        set_on=local_date(setting.set_at),
    )


def _part(index: Index, part: Part, entries: list[Entry], weights: Weights) -> PartShown:
    shown = index.part(part)
    return PartShown(
        part=part,
        words=PARTS[part],
        weight=shown.weight,
        coverage=shown.coverage,
        low=round(shown.points.low) if shown.points else None,
        high=round(shown.points.high) if shown.points else None,
        entries=[_entry(entry, shown.points, entries, weights) for entry in shown.entries],
    )


def _entry(entry: Entry, points: Span | None, entries: list[Entry], weights: Weights) -> EntryShown:
    effect = None
    if points is not None:
        fallen = without([each for each in entries if each.part is entry.part], entry.key, weights).part(entry.part)
        effect = round(fallen.points.middle - points.middle, 1) if fallen.points else None
    value = entry.value
    return EntryShown(
        entry.key, entry.on, entry.words, value.low if value else None, value.high if value else None, effect
    )


def _moved(moved: Moved) -> MovedShown:
    return MovedShown(
        moved.part,
        PARTS[moved.part],
        moved.before,
        moved.after,
        None if moved.by is None else round(moved.by),
        [entry.words for entry in moved.new],
    )


def _wants_no_number(file: File) -> bool:
    said = select(ProgressComment.id).where(
        ProgressComment.plan_id == file.plan.id, col(ProgressComment.no_number), ProgressComment.by_role == "minor"
    )
    return file.session.exec(said).first() is not None


def _latest(session: Session, office_id: uuid.UUID) -> IndexSetting | None:
    rows = select(IndexSetting).where(IndexSetting.office_id == office_id)
    return session.exec(rows.order_by(col(IndexSetting.set_at).desc(), col(IndexSetting.id).desc())).first()


def _read(row: IndexSetting) -> Weights:
    return Weights({Part(part): int(weight) for part, weight in row.weights.items()})


def _weights(given: dict[Part, int] | None) -> Weights:
    try:
        return Weights(given) if given is not None else PROPOSED
    except ValueError:
        raise _wrong(
            "weights",
            Words("五项都要有，合计100，用网一项不超过30。", "must name all five, make 100, with at most 30 for digital use."),
        ) from None  # fmt: skip


def _wrong(place: str, wrong: Words) -> BadInput:
    return BadInput(Words("有1处需要改正。", "1 thing must be corrected."), mistakes=[Mistake(place, wrong)])
