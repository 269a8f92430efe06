"""A file, sheet or report that was handed in wrongly is taken back alone: what was made of it is made anew from what remains."""

from datetime import date

from sqlmodel import col, select, true

from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.checkins.submissions import TAKEN_BACK
from casework.shared.device_consent import mark_alike
from casework.shared.duplicates import is_already_recorded
from casework.usage.acts import WithdrawUsage
from casework.usage.devices import get_device
from casework.usage.previews import SEVERAL, may_answer
from casework.usage.store import (
    discard_waiting,
    free_digest,
    get_sources,
    rebuild_days,
)
from core.errors import BadInput, Mistake, NotFound
from core.i18n import _
from models.item import Submission
from models.usage_day import UsageDay
from models.usage_review import UsageReview
from models.usage_source import UsageDevice, UsageSource

"""What a document says that was handed in wrongly, and that of a review which was closed over it."""


@verb(WithdrawUsage)
def withdraw_usage(open_plan: OpenPlan, act: WithdrawUsage) -> None:
    """That record does not count from this moment; it is withdrawn by the person who submitted it or by the team. One
    that waited is discarded: its reading, file and photo are gone, its days are made anew from what
    remains. Its line and its hash stay. Reviews closed over it keep their
    conclusion, marked; a sheet's item keeps what it was, so that nobody loses anything by it.

    Handed in again, also the very same file, it is new. NotFound for no such record, BadInput where several fit. The same
    again changes nothing.
    """
    row = _meant(open_plan, act)
    if row is None:
        return
    device = open_plan.session.get_one(UsageDevice, row.device_id)
    if row.waits:
        discard_waiting(open_plan, row)
        _record(open_plan, row, act)
        return
    _end(open_plan, row)
    missing = _days_anew(open_plan, device, row)
    reviews = _mark_reviews(open_plan, row)
    if row.item_id is not None:
        _mark_sheet(open_plan, row)
    _record(open_plan, row, act, missing, reviews)


def _record(open_plan: OpenPlan, row: UsageSource, act: WithdrawUsage, missing: int = 0, reviews: int = 0) -> None:
    open_plan.record(
        note={**_known_by(open_plan, row), "entries": row.entries, "missing": missing, "reviews": reviews},
        detail={"reason": act.reason},
    )


def _meant(open_plan: OpenPlan, act: WithdrawUsage) -> UsageSource | None:
    """The one record that counts and fits; None where it is the very one that was taken back before."""
    rows = open_plan.rows(
        UsageSource, UsageSource.id == act.file if act.file else true(),
        UsageSource.device_id == get_device(open_plan, act.device).id if act.device else true(),
    )  # fmt: skip
    fitting = [row for row in rows if _fits(row, act) and may_answer(open_plan, row)]
    counting = [row for row in fitting if not row.superseded]
    if len(counting) > 1:
        raise BadInput(SEVERAL, mistakes=[Mistake("file", SEVERAL)])
    if counting:
        return counting[0]
    if any(is_already_recorded(open_plan, _known_by(open_plan, row), {"reason": act.reason}) for row in fitting):
        return None
    raise NotFound(_("没有这样一份还在计算的用网记录。"))


def _fits(row: UsageSource, act: WithdrawUsage) -> bool:
    return act.source in (None, row.source) and act.from_on in (None, row.first_on) and act.to_on in (None, row.last_on)


def _known_by(open_plan: OpenPlan, row: UsageSource) -> dict[str, str | date | None]:
    device = open_plan.session.get_one(UsageDevice, row.device_id)
    return {
        **({"source": row.source} if row.source else {}), "device": device.label, "first_on": row.first_on, "last_on": row.last_on,
        "file": str(row.id),
    }  # fmt: skip


def _end(open_plan: OpenPlan, row: UsageSource) -> None:
    """The record does not count, and a repeated submission is not recognised by its digest or words."""
    document = open_plan.open("usage_source.document", row.id, row.document)
    row.document = open_plan.seal("usage_source.document", row.id, document | TAKEN_BACK)
    row.superseded = True
    row.working = row.photo = None
    row.working_ends_on = row.photo_ends_on = None
    free_digest(open_plan, row)


def _days_anew(open_plan: OpenPlan, device: UsageDevice, row: UsageSource) -> int:
    """The device's days are made anew. Where another record of this kind told the same day and its reading is kept no
    more, nobody can say whose the figures were: such a day is missing, and that record may be handed in again. Returns
    how many days those are."""
    if row.first_on is None or row.last_on is None:
        return 0
    figures_only = [
        each
        for each in get_sources(open_plan, device, row.first_on, row.last_on)
        if each.working is None and each.source == row.source
    ]
    doubtful = set()
    query = select(UsageDay).where(UsageDay.device_id == device.id)
    made_of_it = query.where(UsageDay.source == row.source, col(UsageDay.day).between(row.first_on, row.last_on))
    for day in open_plan.session.exec(made_of_it).all():
        told_by = [each for each in figures_only if _covers(open_plan, each, day.day)]
        if told_by:
            doubtful.add(day.day)
        for each in told_by:
            free_digest(open_plan, each)
        open_plan.session.delete(day)
    open_plan.session.flush()
    known = [day.day for day in open_plan.session.exec(query)]
    device.unplaced = None  # listed anew from the readings that are kept
    rebuild_days(open_plan, device, min([row.first_on, *known]), max([row.last_on, *known]))
    return len(doubtful - {day.day for day in open_plan.session.exec(made_of_it)})


def _covers(open_plan: OpenPlan, row: UsageSource, day: date) -> bool:
    return day.isoformat() in open_plan.open("usage_source.document", row.id, row.document)["coverage"]


def _mark_reviews(open_plan: OpenPlan, row: UsageSource) -> int:
    """Reviews that were closed while it counted, over days that it told, say so. Returns how many."""
    if row.first_on is None or row.last_on is None:
        return 0
    marked = open_plan.rows(
        UsageReview, col(UsageReview.from_on) <= row.last_on, col(UsageReview.to_on) >= row.first_on,
        col(UsageReview.closed_at) >= row.received_at,
    )  # fmt: skip
    for review in marked:
        document = open_plan.open("usage_review.document", review.id, review.document)
        review.document = open_plan.seal("usage_review.document", review.id, document | TAKEN_BACK)
    return len(marked)


def _mark_sheet(open_plan: OpenPlan, row: UsageSource) -> None:
    """The sheet as it was handed in stays, and says that its figures were taken back."""
    query = select(Submission).where(Submission.item_id == row.item_id).order_by(col(Submission.id).desc())
    mark_alike(open_plan, open_plan.session.exec(query).all(), "minutes", TAKEN_BACK)
