"""What is stored about somebody of a family: shown to them, and answered when they ask (PIPL arts 44-50).

A request changes nothing by itself: a named person answers it, with a reason, and the answer stands beside it.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import col, func, select

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_OWN
from casework.acting.verbs import verb
from casework.family.acts_page import AnswerDataRequest, AnswerTalk, AskAboutData
from casework.outcome.acts_statements import RecordStatement
from casework.shared import requests
from casework.shared.duplicates import is_already_recorded
from casework.shared.own_plan import load_own_number
from casework.usage.acts_goals import RecordGoalValue
from core.clock import local_date, start_of_day
from core.errors import BadInput, NotFound, Refused, StateConflict
from core.i18n import Text, _, pgettext
from law.articles import cite
from models.attachment import Attachment
from models.decision import Leave
from models.entry import Entry
from models.item import Explanation, Item, Submission
from models.journal import JournalLine
from models.message import Message
from models.office import Role
from models.person import Consent, Person
from models.request import Request
from models.usage_goal import UsageGoal
from notifications.events import ChannelName

ARTICLE = cite("requests_about_data")
WISHES = ("copy", "correct", "delete", "object")
KINDS = ("data_request_answer", "talk_asked")
TALKS = ("talk", "disagree")
"""To be talked over with the asking person, within `TALK_WITHIN` working days; neither is an objection to the
decision."""
TALK_WITHIN = 2
TALKED = "talked"
OF_THE_CASE = _(
    "办案和考察的记录：案件里的事实、决定和文书、谈话、电话和来访、社会调查和评估、问卷、用网数据、登记过的情况和处理、帮扶和转介。按法律规定保存，可以当面了解"
)
OF_THE_CONTACTS = _("和您联系的记录：电话、谈话、来访、听取的意见、指导令和签收。按法律规定保存，可以当面了解")
GROUNDS = {
    "kept_by_law": "data_kept_by_law",
    "confidential": "data_confidential",
    "of_another": "data_of_another",
    "verified": "data_verified",
}
"""Why a request may be refused, or done in part only: by the entry of the law's articles that says so."""
PUTS_RIGHT = (
    "answer_explanation", "record_situation", "note", "restore_contact", "name_contact", "settle_age", "record_contact_hours",
    "cancel_session", "correct_fact", "withdraw_usage", "answer_dispute",
)  # fmt: skip
"""The acts by which something on the record is put right or supplemented."""
MAX_WAITING = 5


@dataclass(frozen=True)
class StoredDataView:
    """One sort of thing that is stored about this person: how many, and since and until when."""

    what: str
    words: Text
    count: int
    first: datetime | None = None
    last: datetime | None = None


@dataclass(frozen=True)
class DataRequestView:
    """One request of this person's, with its answer."""

    place: int
    wish: str
    asked_at: datetime
    text: str
    outcome: str | None
    reason: str | None
    ground: str | None = None
    """Why it was refused, or done in part, as one of `GROUNDS`."""
    article: str | None = None
    """The article of that ground."""
    corrected_on: date | None = None
    """When what was wrong was put right on the record."""
    way: str | None = None
    """`new_card` or `staff_device` where it may not have been they who opened their page."""
    answer_by: date | None = None
    """Until when it is to be answered; None once it was."""


@dataclass(frozen=True)
class StoredDataReport:
    """What is stored about somebody, for themselves to read; and what they have asked about it."""

    number: str
    kept: list[StoredDataView]
    consents: list[tuple[str, date, date | None]]
    """Subject, given on, withdrawn on."""
    refused: list[tuple[str, date]]
    """Subject, and the day of the No."""
    asked: list[DataRequestView]


def load_stored_data(context: Context, actor: Actor) -> StoredDataReport:
    """What is stored about the actor: sorts of things with their number and dates, never another person's."""
    with context.open_for_reading(load_own_number(context, actor), actor, READ_OWN) as open_plan:
        person = open_plan.session.get_one(Person, actor.id)
        counts = [
            StoredDataView("identity", _("姓名、出生日期、联系方式"), 1),
            _stored(open_plan, "handed_in", _("交来的内容"), Submission, "received_at",
                  col(Submission.by_id) == person.id),
            _stored(open_plan, "attached", _("附上的照片（到期自动删除）"), Attachment,
                  "received_at", col(Attachment.by_id) == person.id, col(Attachment.document).is_not(None)),
            _stored(open_plan, "explained", _("写的说明"), Explanation, "given_at",
                  col(Explanation.by_role) == actor.role.value),
            _stored(open_plan, "statement", _("对怎么处理的意见"), Entry, "at",
                  col(Entry.act) == RecordStatement.operation.code, col(Entry.by_id) == person.id),
            _stored(open_plan, "goal", _("提出的用网目标"), UsageGoal, "written_at", col(UsageGoal.by_id) == person.id),
            _stored(open_plan, "goal_value", _("说的目标情况"), Entry, "at",
                  col(Entry.act) == RecordGoalValue.operation.code, col(Entry.by_id) == person.id),
            _stored(open_plan, "leave", pgettext("within a sentence", "外出申请"), Leave, "asked_at",
                  col(Leave.asked_by_role) == actor.role.value),
            _stored(open_plan, "messages", _("发来的提醒"), Message, "sent_at",
                  col(Message.recipient_id) == person.id, col(Message.sent_at).is_not(None),
                  col(Message.channel) != ChannelName.INBOX),
            StoredDataView("case", OF_THE_CASE if actor.role is Role.MINOR else OF_THE_CONTACTS, 1),
        ]  # fmt: skip
        answers = [row for row in open_plan.rows(Consent) if row.person_id == person.id]
        return StoredDataReport(
            open_plan.plan.number,
            [one for one in counts if one.count],
            [(row.subject, row.given_on, row.withdrawn_on) for row in answers if row.given],
            [(row.subject, row.given_on) for row in answers if not row.given],
            list_own_requests(open_plan, person.id),
        )


def list_own_requests(open_plan: OpenPlan, person_id: uuid.UUID) -> list[DataRequestView]:
    """What that person has asked about their data, with the answers."""
    rows = requests.list_requests(open_plan, *KINDS)
    return [_request_view(open_plan, row) for row in rows if row.person_id == person_id]


def list_requests(open_plan: OpenPlan) -> list[DataRequestView]:
    """Every request of the family about its data, with its text, for the staff who answer."""
    return [_request_view(open_plan, row) for row in requests.list_requests(open_plan, *KINDS)]


def _stored(open_plan: OpenPlan, what: str, words: Text, table: Any, moment: str, *owner_column: Any) -> StoredDataView:
    at = col(getattr(table, moment))
    query = select(func.count(), func.min(at), func.max(at)).select_from(table)
    count, first, last = open_plan.session.exec(query.where(table.plan_id == open_plan.plan.id, *owner_column)).one()
    return StoredDataView(what, words, count, first, last)


@verb(AskAboutData)
def ask_about_data(open_plan: OpenPlan, act: AskAboutData) -> int:
    """The request is on the file, and the prosecutor owes an answer. Returns its place, by which it is answered.

    The days for the answer count from the day on which it was asked. Whoever waits for a talk already adds to that
    request. BadInput from somebody of the family who asks for
    another person or of another day, and from the team where it does not say who asked.
    """
    before = requests.list_requests(open_plan, *KINDS)
    asking = _person_asking(open_plan, act.person)
    own = asking.id == open_plan.actor.id
    if own and act.asked_on not in (None, open_plan.today):
        raise BadInput(_("自己提出的，以今天为准。"))
    asked_on = act.asked_on or open_plan.today
    mine = [row for row in before if row.person_id == asking.id and row.outcome is None]
    talk = act.wish in TALKS
    for row in mine:
        if row.choice != act.wish:
            continue
        document = open_plan.open("request.document", row.id, row.document)
        if document["text"] == act.text or (talk and act.text in document["text"].split("\n")):
            return int(row.label)
        if talk:  # one talk is about everything that is said until then
            text = f"{document['text']}\n{act.text}"
            row.document = open_plan.seal("request.document", row.id, {**document, "text": text})
            open_plan.record(
                article=ARTICLE, note={"wish": act.wish, "place": int(row.label)}, detail={"text": act.text}
            )
            return int(row.label)
    if len(mine) >= MAX_WAITING and not talk:  # a wish to talk is always recorded: all that waits is one talk
        raise StateConflict(_("已有几个请求在等答复，请先等一等。"))
    place = len(before) + 1
    days = TALK_WITHIN if talk else open_plan.number("data_request_answer_working_days")
    item = requests.ask(
        open_plan,
        "talk_asked" if talk else "data_request_answer",
        str(place),
        open_plan.context.days.after(asked_on, days),
        {"text": act.text},
        article=ARTICLE,
        note={"wish": act.wish, "place": place, "asked_on": asked_on, "whose": asking.relation},
        more={"way": open_plan.actor.page_mark},
        choice=act.wish,
        asked_at=None if asked_on == open_plan.today else start_of_day(asked_on),
        person_id=asking.id,
    )
    item.next_step, item.next_at = "call", open_plan.now
    return place


def _person_asking(open_plan: OpenPlan, relation: str | None) -> Person:
    """Of the family each asks for themselves; the team says for whom it writes down."""
    family = [each for each in open_plan.people() if each.role in ("minor", "guardian")]
    if open_plan.actor.kind == "family":
        own = next(each for each in family if each.id == open_plan.actor.id)
        if relation not in (None, own.relation, own.role):
            raise BadInput(_("只能为自己提出。"))
        return own
    asked = [each for each in family if relation in (each.relation, each.role)]
    if not asked:
        raise BadInput(_("请写明是谁提出的：本人，还是哪一位监护人。"))
    return asked[0]


@verb(AnswerDataRequest)
def answer_data_request(open_plan: OpenPlan, act: AnswerDataRequest) -> None:
    """The request is answered by a named person, and the asking person is notified of the answer."""
    row = _find_waiting(open_plan, "data_request_answer", act.place, act.outcome, {"reason": act.reason})
    if row is None:
        return
    if act.outcome != "done" and act.ground is None:
        raise BadInput(_("不能照办或者只能部分照办的，请选明依据。"))
    line = _correction_since(open_plan, row) if row.choice == "correct" and act.outcome != "refused" else None
    ground = act.ground if act.outcome != "done" else None
    requests.answer(
        open_plan,
        row,
        act.outcome,
        {"reason": act.reason},
        article=cite(GROUNDS[ground]) if ground else ARTICLE,
        note={
            "place": act.place,
            "outcome": act.outcome,
            **({"corrected": line.id, "by_act": line.act} if line else {}),
        },
        more={"ground": ground, "corrected_on": str(local_date(line.at)) if line else None},
    )


@verb(AnswerTalk)
def answer_talk(open_plan: OpenPlan, act: AnswerTalk) -> None:
    """The talk is on the file with its day, and the person who asked is notified that there is an answer to read."""
    row = _find_waiting(open_plan, "talk_asked", act.place, TALKED, {"reason": act.answer})
    if row is None:
        return
    requests.answer(
        open_plan,
        row,
        TALKED,
        {"reason": act.answer},
        article=ARTICLE,
        note={"place": act.place, "outcome": TALKED},
        on=act.talked_on,
    )


def _find_waiting(open_plan: OpenPlan, kind: str, place: int, outcome: str, detail: dict[str, str]) -> Request | None:
    """The request that is answered by this; None where this very answer is on the file. NotFound where there is no such
    request of that kind; Refused where another answer was given."""
    row = requests.find_request(open_plan, str(place), kind)
    if row is None:
        raise NotFound(_("没有这个请求。"))
    if row.answered_on is None:
        return row
    if row.outcome == outcome and is_already_recorded(open_plan, {"place": place}, detail):
        return None
    raise Refused(_("已于{day}答复，不能另行答复。", day=row.answered_on.isoformat()), article=ARTICLE)


def _correction_since(open_plan: OpenPlan, row: Request) -> JournalLine:
    """The last act since the request by which something was put right. Refused without one: a correction is made by the
    act that corrects, and the answer tells of it."""
    line = open_plan.session.exec(
        select(JournalLine)
        .where(
            JournalLine.plan_id == open_plan.plan.id,
            col(JournalLine.act).in_(PUTS_RIGHT),
            col(JournalLine.at) >= row.asked_at,
        )
        .order_by(col(JournalLine.sequence).desc())
        .limit(1)
    ).first()
    if line is None:
        raise Refused(
            _("还没有更正：请先用“更正登记的事实”等把它改正或者补充，再答复。"), article=cite("data_corrected")
        )  # fmt: skip
    return line


def _request_view(open_plan: OpenPlan, row: Request) -> DataRequestView:
    asked = open_plan.open("request.document", row.id, row.document)
    answer = next(iter(requests.get_answers(open_plan, row)), {})
    ground, corrected_on = answer.get("ground"), answer.get("corrected_on")
    due = open_plan.session.get_one(Item, row.item_id).due_on if row.item_id and row.outcome is None else None
    return DataRequestView(
        int(row.label), row.choice or "", row.asked_at, str(asked["text"]), row.outcome, answer.get("reason"), ground,
        cite(GROUNDS[ground]) if ground else None, date.fromisoformat(corrected_on) if corrected_on else None, asked["way"],
        due,
    )  # fmt: skip
