"""What may be attached to something handed in, and what was: photo, voice, place, photographed sheet of paper.

Only what the plan says may be attached is taken, encrypted, and kept until its day. Photos and recordings are freed of
what a phone writes beside them. A place is taken once, when somebody asks for it, and rounded before it is kept.
"""

import base64
import math
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import col, or_, select

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.resources import Resources
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_ATTACHMENT
from casework.acting.verbs import verb
from casework.checkins.acts import RECORDED, AgreeOnAttachments, WriteDownRecording
from casework.checkins.photos import sanitize_photo
from casework.checkins.recordings import MAX_BYTES, sanitize_recording
from casework.shared.device_consent import is_hidden
from casework.shared.duplicates import is_already_recorded
from casework.shared.items.completing_items import completing_due_item
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from casework.shared.items.items import add_item, find_item
from casework.shared.text.text_checks import MAX_LOCATION, MAX_PHOTO_SIZE
from core.errors import BadInput, NotFound, StateConflict
from core.i18n import Text, _, pgettext, verbatim
from models.attachment import Attachment
from models.base import new_id
from models.item import Explanation, Submission
from models.plan import Plan

ATTACHMENT_KINDS = ("photo", "voice", "place", "sheet")
MAX_SIZES = {"photo": MAX_PHOTO_SIZE, "sheet": MAX_PHOTO_SIZE, "voice": MAX_BYTES}
"""How large each may be when it comes in."""
DELETES_ON = 0
"""Monday: what ends in a week goes together."""
_METRES_A_DEGREE = 111_320
_IN_WORDS = ("place", "words")
_NAMES = {
    "photo": pgettext("within a sentence", "照片"),
    "voice": pgettext("within a sentence", "录音"),
    "place": _("地点"),
    "sheet": _("纸质表照片"),
    "words": _("录音的文字"),
}


@dataclass(frozen=True)
class Location:
    """Where somebody was, once: as a phone tells it in degrees, or in a few words such as the township."""

    latitude: float | None = None
    longitude: float | None = None
    words: str | None = None


@dataclass(frozen=True)
class NewAttachments:
    """What somebody attached, freed of what a phone writes beside it; a recording with its media type."""

    photo: bytes | None = None
    voice: tuple[bytes, str] | None = None
    sheet: bytes | None = None
    place: Location | None = None

    def kinds(self) -> list[str]:
        """Which of them there are."""
        return [sort for sort in ATTACHMENT_KINDS if getattr(self, sort)]


def read_attachments(
    photo: bytes | None, voice: bytes | None, sheet: bytes | None, place: Location | None = None
) -> NewAttachments:
    """What came with an act. A photo takes a while: it is drawn before the plan is locked. BadInput for what is no photo
    and no recording."""
    return NewAttachments(
        photo=sanitize_photo(photo) if photo else None,
        voice=sanitize_recording(voice) if voice else None,
        sheet=sanitize_photo(sheet) if sheet else None,
        place=place,
    )


@dataclass(frozen=True)
class AttachmentView:
    """One attachment as a page lists it. `gone` once it was deleted; a place, and what a recording said, is told in words."""

    id: uuid.UUID
    sort: str
    words: Text
    at: datetime
    ends_on: date
    gone: bool
    told: Text | None


def get_allowed_attachments(plan: Plan) -> list[str]:
    """What the plan says may be attached."""
    return [sort for sort in ATTACHMENT_KINDS if sort in (plan.may_attach or "").split()]


def filter_allowed(kind: str, allowed: list[str]) -> list[str]:
    """What of it an item of that kind has a use for: a sheet is the family's, a place only the team's own contact's."""
    family = kind in ITEM_KINDS and ITEM_KINDS[kind].pattern is Pattern.FAMILY
    return [sort for sort in allowed if sort != ("place" if family else "sheet")]


@verb(AgreeOnAttachments)
def agree_on_attachments(open_plan: OpenPlan, act: AgreeOnAttachments) -> None:
    """From now on the plan says that these may be attached, and nothing else. What was attached before stays its time."""
    agreed = {"photo": act.photo, "voice": act.voice, "place": act.place, "sheet": act.sheet}
    open_plan.context.vault.check(open_plan.plan.id)  # nothing is agreed on about a sealed file
    open_plan.plan.may_attach = " ".join(sort for sort in ATTACHMENT_KINDS if agreed[sort])
    open_plan.record(note={"may_attach": get_allowed_attachments(open_plan.plan)})


def get_location_precision(context: Resources, office_id: uuid.UUID | None) -> int:
    """To squares of how many metres a place is rounded."""
    return int(context.get_law(office_id).number("place_unit_metres", on=context.clock.today()))


def filter_allowed_for_explanation(plan: Plan) -> list[str]:
    """What of that an explanation may bring: nobody is asked where they were."""
    return [sort for sort in get_allowed_attachments(plan) if sort != "place"]


def store_attachments(
    open_plan: OpenPlan,
    given: NewAttachments,
    *,
    submission_id: uuid.UUID | None = None,
    explanation_id: uuid.UUID | None = None,
) -> list[str]:
    """What was given lies with the submission, or the explanation, until its day. Returns which sorts. Refused for what
    the plan does not say; BadInput for what is no place. Nothing is kept then, and that with which it came neither."""
    sorts = given.kinds()
    for sort in sorts:
        if sort not in get_allowed_attachments(open_plan.plan):
            raise StateConflict(_("方案没有约定可以附{sort}，没有保存。其余内容请去掉它再交。", sort=_NAMES[sort]))
    if not sorts:
        return []
    ends_on = _ends_on(open_plan)
    open_plan.session.flush()
    for sort in sorts:
        row_id = new_id(open_plan.now)
        open_plan.session.add(
            Attachment(
                id=row_id,
                plan_id=open_plan.plan.id,
                submission_id=submission_id,
                explanation_id=explanation_id,
                kind=sort,
                received_at=open_plan.now,
                by_id=open_plan.actor.id,
                document=open_plan.seal("attachment.document", row_id, _stored(open_plan, sort, getattr(given, sort))),
                ends_on=ends_on,
            )
        )
    open_plan.session.flush()
    add_item(open_plan, "attachment_deletion", ends_on)
    return sorts


def get_attachments(open_plan: OpenPlan, row_id: uuid.UUID) -> list[AttachmentView]:
    """What lies with the submission or explanation; nothing where that is a sheet that nobody may see today."""
    submission = open_plan.session.get(Submission, row_id)
    if submission is not None and is_hidden(open_plan, submission):
        return []
    theirs = or_(col(Attachment.submission_id) == row_id, col(Attachment.explanation_id) == row_id)
    query = select(Attachment).where(theirs).order_by(col(Attachment.id))
    return [
        AttachmentView(row.id, row.kind, _NAMES[row.kind], row.received_at, row.ends_on, row.document is None,
                 _told(open_plan, row))
        for row in open_plan.session.exec(query)
    ]  # fmt: skip


def read_attachment(context: Context, actor: Actor, number: str, attachment_id: uuid.UUID) -> tuple[bytes, str]:
    """The photo or recording itself, and its media type, for one of the handlers. That it was looked at stands in the
    journal. NotFound where there is none, where it is gone, and for a place, which is told in words."""
    with context.open_for_reading(number, actor, READ_ATTACHMENT) as open_plan:
        row = open_plan.session.get(Attachment, attachment_id)
        if row is None or row.plan_id != open_plan.plan.id or row.kind in _IN_WORDS:
            raise NotFound(_("没有这个附件。"))
        submission = open_plan.session.get(Submission, row.submission_id) if row.submission_id else None
        if submission is not None and is_hidden(open_plan, submission):
            raise NotFound(_("没有这个附件。"))
        if row.document is None:
            raise NotFound(_("附件已经删除。"))
        kept = open_plan.open("attachment.document", row.id, row.document)
    return base64.b64decode(kept["base64"]), str(kept["media_type"])


@verb(WriteDownRecording)
def write_down_recording(open_plan: OpenPlan, act: WriteDownRecording) -> None:
    """Store the words in place of every recording of that item, which are deleted. Raise StateConflict where there is
    none left to write down."""
    item = find_item(open_plan, act.item, act.due_on)
    of_the_item = or_(
        col(Attachment.submission_id).in_(select(Submission.id).where(Submission.item_id == item.id)),
        col(Attachment.explanation_id).in_(select(Explanation.id).where(Explanation.item_id == item.id)),
    )
    rows = open_plan.rows(Attachment, *RECORDED, of_the_item)
    if not rows and is_already_recorded(open_plan, {"kind": item.kind, "due_on": item.due_on}, {"text": act.text}):
        return
    if not rows:
        raise StateConflict(_("这一项没有要记下的录音。"))
    for row in rows:
        row.kind, row.document = "words", open_plan.seal("attachment.document", row.id, {"words": act.text})
    open_plan.record(item=item, note={"recordings": len(rows)}, detail={"text": act.text})


def erase_attachments(open_plan: OpenPlan, until: date | None) -> int:
    """What was to be kept until then, or everything, is gone. Returns how many things that were."""
    gone = 0
    for row in open_plan.rows(Attachment, col(Attachment.document).is_not(None)):
        if until is None or row.ends_on <= until:
            row.document = None
            gone += 1
    return gone


def erase_all_attachments(open_plan: OpenPlan) -> None:
    """Whatever was attached is gone, whenever its day would be."""
    erase_attachments(open_plan, None)


def _stored(open_plan: OpenPlan, sort: str, what: Any) -> dict[str, Any]:
    if sort == "place":
        return _rounded(get_location_precision(open_plan.context, open_plan.plan.office_id), what)
    if sort == "voice":
        content, media_type = what
    else:
        content, media_type = what, "image/png" if what[:4] == b"\x89PNG" else "image/jpeg"
    return {"base64": base64.b64encode(content).decode(), "media_type": media_type}


def _rounded(unit: int, place: Location) -> dict[str, Any]:
    """The middle of the square in which it lies; of words, the words."""
    if place.words:
        if len(place.words) > MAX_LOCATION:
            raise BadInput(_("地点只写到乡镇、街道即可。"))
        return {"words": place.words}
    latitude, longitude = place.latitude, place.longitude
    if latitude is None or longitude is None or not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise BadInput(_("地点不对，请重取一次，或写乡镇、街道。"))
    up = unit / _METRES_A_DEGREE
    north = (math.floor(latitude / up) + 0.5) * up
    along = up / max(math.cos(math.radians(north)), 0.01)
    return {
        "latitude": round(north, 4),
        "longitude": round((math.floor(longitude / along) + 0.5) * along, 4),
        "unit": unit,
    }


def _told(open_plan: OpenPlan, row: Attachment) -> Text | None:
    if row.kind not in _IN_WORDS or row.document is None:
        return None
    kept = open_plan.open("attachment.document", row.id, row.document)
    if "words" in kept:
        return verbatim(str(kept["words"]))
    where = f"{kept['latitude']:.3f}, {kept['longitude']:.3f}"
    return _("{where}（约{unit}米见方）", where=where, unit=kept["unit"])


def _ends_on(open_plan: OpenPlan) -> date:
    ends = open_plan.today + timedelta(
        days=int(open_plan.context.get_law(open_plan.plan.office_id).number("attachment_days", on=open_plan.today))
    )
    return ends + timedelta(days=(DELETES_ON - ends.weekday()) % 7)


def delete_attachments(context: Context, number: str, item_id: uuid.UUID) -> None:
    """What was attached is gone on its day; that there was something stays."""
    with completing_due_item(context, number, item_id) as found:
        if found is None:
            return
        open_plan, item, fell_due_at = found
        gone = erase_attachments(open_plan, open_plan.today)
        open_plan.record(item=item, act="delete_attachments", fell_due_at=fell_due_at, note={"gone": gone})
