"""What was collected of devices is deleted: figures, readings, files, photos, and what closed reviews quoted of them.

An own diary is no data of a device, and stays. A closed review keeps its words, and says that its figures are gone.
"""

from sqlmodel import col, select

from casework.shared.context import OpenPlan
from casework.shared.items.item_kinds import SHEETS
from models.attachment import Attachment
from models.item import Item, Submission
from models.usage_day import UsageDay
from models.usage_review import UsageNote, UsageReview
from models.usage_source import UsageDevice, UsageSource
from usage.sources import Source

DIARY = Source.DIARY.value
ERASED = {"erased": True}
"""What a document says whose figures were deleted after a consent was withdrawn."""


def has_usage_data(file: OpenPlan) -> bool:
    """Whether anything collected of devices is still kept."""
    plan = file.plan.id
    for query in (
        select(UsageSource.id).where(UsageSource.plan_id == plan, UsageSource.source != DIARY),
        select(UsageDay.id).where(UsageDay.plan_id == plan, UsageDay.source != DIARY),
    ):
        if file.session.exec(query.limit(1)).first() is not None:
            return True
    return bool(_sheets(file))


def delete_usage_data(file: OpenPlan) -> int:
    """All of it is gone. Returns how many files, sheets and pushes that were."""
    plan, gone = file.plan.id, 0
    for source in file.session.exec(
        select(UsageSource).where(UsageSource.plan_id == plan, UsageSource.source != DIARY)
    ):
        file.session.delete(source)
        gone += 1
    for day in file.session.exec(select(UsageDay).where(UsageDay.plan_id == plan)):
        if day.source != DIARY:
            file.session.delete(day)
        else:
            day.standing = True
            file.session.add(day)
    for note in file.session.exec(select(UsageNote).where(UsageNote.plan_id == plan)):
        file.session.delete(note)
    for device in file.session.exec(select(UsageDevice).where(UsageDevice.plan_id == plan)):
        device.unplaced = device.buckets = None
        file.session.add(device)
    for row in _sheets(file):
        row.document = file.seal("submission.document", row.id, ERASED)
        file.session.add(row)
        for attached in file.session.exec(select(Attachment).where(Attachment.submission_id == row.id)):
            attached.document = None
            file.session.add(attached)
    for review in file.session.exec(select(UsageReview).where(UsageReview.plan_id == plan)):
        told = file.open("usage_review.document", review.id, review.document)
        review.document = file.seal("usage_review.document", review.id, told | {"looked": []} | ERASED)
        file.session.add(review)
    file.session.flush()
    return gone


def _sheets(file: OpenPlan) -> list[Submission]:
    """The weekly sheets of minutes that were handed in and not deleted yet."""
    query = (
        select(Submission)
        .join(Item, col(Item.id) == col(Submission.item_id))
        .where(Submission.plan_id == file.plan.id, col(Item.kind).in_(SHEETS))
    )
    return [row for row in file.session.exec(query) if file.open("submission.document", row.id, row.document) != ERASED]
