"""The right to be heard before a miss counts, and being unable: silence alone is never a breach."""

import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from casework.checkins.acts import AnswerExplanation, Explain, RecordUnable
from casework.checkins.attachments import NewAttachments, read_attachments, store_attachments
from casework.shared.acts.verbs import verb
from casework.shared.context import Context
from casework.shared.items.item_kinds import ITEM_KINDS, SHEETS
from casework.shared.items.items import (
    add_item,
    close_item,
    find_item,
    finish_items,
    get_owner,
    get_owner_hours,
    get_row_label,
    get_row_labels,
    reopen_item,
)
from casework.shared.items.steps import CALL, NOT_RECEIVED
from casework.shared.notify.notify import notify
from casework.shared.open_plan import OpenPlan
from casework.shared.rights import Actor
from casework.shared.text.text_checks import check_not_blank, text_or_none
from core.clock import local_date
from core.errors import BadInput, Refused
from core.i18n import _
from law.articles import cite
from law.breach import Ground, counts_as_missed, finding_on_several
from law.transitions import PlanStatus
from models.base import new_id
from models.decision import Incident
from models.item import Explanation, Item, ItemStatus, UnavailabilityPeriod
from models.journal import Harmless
from models.message import Message, MessageState
from models.office import Role
from models.person import Person
from notifications.events import ChannelName, Recipient
from notifications.matrix import Event
from notifications.outbox import withdraw_messages

_END_OF_SUPERVISION = cite("end_of_supervision")
_INCIDENTS = cite("incidents")

BY_THE_CLOCK = "window_over"
"""Why an item stands as it does where the time to explain went by, and no person has said anything."""
TEAM_ROLES = (Role.SOCIAL_WORKER, Role.ASSISTANT, Role.PROSECUTOR)
_UNDECIDED = (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)
ANSWERS = {
    "excused": ItemStatus.EXCUSED,
    "unable": ItemStatus.UNABLE,
    "late": ItemStatus.LATE,
    "missed": ItemStatus.MISSED,
}
MAY_PROVE = (ChannelName.TEXT, ChannelName.CALL, ChannelName.PAPER, ChannelName.PASSED_ON)
"""What can prove that somebody could know; a line in an inbox proves nothing."""
_MAY_BE_MISSED = (ItemStatus.NOT_RECEIVED, ItemStatus.MISSED, ItemStatus.UNKNOWN, ItemStatus.EXCUSED)


@verb(Explain, opens_plan=True)
def explain(context: Context, actor: Actor, number: str, act: Explain) -> None:
    """The explanation is on the file, whenever it comes, and a named person owes an answer to it. With it lies what was
    attached, if the plan says that it may be; a photographed sheet or a recording needs no words beside it."""
    attached = read_attachments(act.photo_base64, act.voice_base64, act.sheet_base64)
    with context.open_for_update(number, actor, act.operation) as open_plan:
        _explain(open_plan, act, attached)


def _explain(open_plan: OpenPlan, act: Explain, attached: NewAttachments) -> None:
    item = find_item(open_plan, act.item, act.due_on)
    words = text_or_none(act.text)
    if words is None and not attached.kinds():
        check_not_blank(text="")
    row_id = new_id(open_plan.now)
    document = {"text": words, "by_phone": act.told_by_phone, "way": open_plan.actor.page_mark}
    open_plan.session.add(
        Explanation(
            id=row_id,
            plan_id=open_plan.plan.id,
            item_id=item.id,
            given_at=open_plan.now,
            by_role=open_plan.actor.role.value,
            document=open_plan.seal("explanation.document", row_id, document),
        )
    )
    if item.status == ItemStatus.NOT_RECEIVED:
        # Heard in time: what follows is a person's answer, no longer the clock's.
        item.next_step = item.next_at = None
        open_plan.session.add(item)
    _ask_for_an_answer(open_plan, item)
    note: dict[str, Harmless | list[str]] = {"by_phone": act.told_by_phone}
    if sorts := store_attachments(open_plan, attached, explanation_id=row_id):
        note["attached"] = sorts
    open_plan.record(item=item, note=note)
    open_plan.wake()


def _ask_for_an_answer(open_plan: OpenPlan, item: Item) -> None:
    due = open_plan.context.days.after(open_plan.today, 2)
    by = Role.ASSISTANT if open_plan.team(Role.ASSISTANT) else Role.PROSECUTOR
    add_item(open_plan, "explanation_answer", due, owner=by, label=get_row_label(item.id))


@verb(AnswerExplanation)
def answer_explanation(open_plan: OpenPlan, act: AnswerExplanation) -> None:
    """The item stands as the named person found after hearing: excused, unable, late, or missed.

    Refused where a miss would count without the person having been heard, or asked with time to explain; and for what
    has come in, is not due yet, or was never owed. What came on time stays so, whatever is said about it.
    """
    item = find_item(open_plan, act.item, act.due_on)
    if act.answer == "missed" and (item.status not in _MAY_BE_MISSED or item.received_at is not None):
        raise Refused(
            _("这一项已收到、未到期或不必提交，不能计为未完成。"), article=_END_OF_SUPERVISION)  # fmt: skip
    given = open_plan.session.exec(
        select(Explanation).where(Explanation.item_id == item.id).order_by(col(Explanation.given_at).desc())
    ).first()
    window_runs = item.status == ItemStatus.NOT_RECEIVED and item.next_step is not None
    if act.answer == "missed" and given is None and (item.asked_at is None or window_runs):
        raise Refused(
            _("还没有听取本人说明，不能计为未完成。"),
            article=_END_OF_SUPERVISION,
        )
    if given is not None:
        given.answered_at, given.answered_by, given.answer = open_plan.now, open_plan.actor.id, act.answer
        given.answer_document = open_plan.seal("explanation.answer", given.id, {"reason": act.reason})
        open_plan.session.add(given)
    if item.status != ItemStatus.ON_TIME:
        close_item(open_plan, item, ANSWERS[act.answer], "answered")
    finish_items(open_plan, "explanation_answer", label=get_row_labels(item.id))
    open_plan.record(item=item, note={"answer": act.answer, "item_status": item.status}, detail={"reason": act.reason})
    update_attention(open_plan)
    notify(open_plan, Event.EXPLANATION_ANSWERED, f"answered/{item.id}/{act.answer}", item=item,
         persons=_list_affected_persons(open_plan, given))  # fmt: skip
    open_plan.wake()


def _list_affected_persons(open_plan: OpenPlan, given: Explanation | None) -> list[Any]:
    role = given.by_role if given and given.by_role in (Role.MINOR, Role.GUARDIAN) else Role.MINOR
    return [person.id for person in open_plan.people(role)]


@verb(RecordUnable)
def record_unable(open_plan: OpenPlan, act: RecordUnable) -> list[Item]:
    """From that day to that day the person could not do what was owed: every item of theirs in it is unable by this
    one act, those already noted as missing too, and waiting texts about them are withdrawn. What was missed only because
    nobody explained it in that time is unknown. Returns the items that are unable.

    `also` is who could not either, by the same act and for the same reason; a guardian only for what begins before the
    minor is of age, and owes nothing from then on. The reason is encrypted and seen by the handlers only.
    """
    who = Role.MINOR if act.who == "family" else Role(act.who)
    also = (Role.GUARDIAN,) if act.who == "family" else ()
    if act.to_on < act.from_on:
        raise BadInput(_("终止日早于起始日。"))
    could_not = [who, *(one for one in also if one is not Role.GUARDIAN or act.from_on < open_plan.of_age_on)]
    if who in TEAM_ROLES and act.to_on > open_plan.today:
        ask_who_steps_in(open_plan, who)
    if who in TEAM_ROLES and who is not Role.SOCIAL_WORKER:  # what the office owes by law waits for nobody
        words = {"reason": act.reason, "text": text_or_none(act.text)}
        open_plan.record(note={"who": who.value, "from_on": act.from_on, "to_on": act.to_on, "items": 0}, detail=words)
        open_plan.wake()
        return []
    excused = [
        item for one in could_not for item in _unable(open_plan, one, act.from_on, act.to_on, act.reason, act.text)
    ]
    update_attention(open_plan)
    open_plan.wake()
    return excused


def ask_who_steps_in(open_plan: OpenPlan, away: Role) -> None:
    """A member of the team is away: the prosecutor, or for the prosecutor the department head, says who carries their part."""
    asked = Role.DEPARTMENT_HEAD if away is Role.PROSECUTOR else Role.PROSECUTOR
    item = add_item(
        open_plan, "stand_in", open_plan.context.days.after(open_plan.today, 1), owner=asked, label=away.value
    )
    item.next_step, item.next_at = CALL, open_plan.now


def _unable(open_plan: OpenPlan, who: Role, from_on: date, to_on: date, reason: str, text: str | None) -> list[Item]:
    row_id = new_id(open_plan.now)
    open_plan.session.add(
        UnavailabilityPeriod(
            id=row_id,
            plan_id=open_plan.plan.id,
            owner=who.value,
            from_on=from_on,
            to_on=to_on,
            document=open_plan.seal("unable.document", row_id, {"reason": reason, "text": text_or_none(text)}),
            recorded_at=open_plan.now,
            recorded_by=open_plan.actor.id,
        )
    )
    excused = excuse_within(open_plan, who, from_on, to_on, known_since=open_plan.now)
    if who is Role.MINOR:
        _notify_of_reviews_meanwhile(open_plan)
    open_plan.record(
        note={"who": who.value, "from_on": from_on, "to_on": to_on, "items": len(excused)},
        detail={"reason": reason, "text": text_or_none(text)},
    )
    return excused


def record_unable_in_custody(open_plan: OpenPlan, from_on: date, released_on: date | None) -> bool:
    """A minor held in custody cannot do what is owed, gets no text and misses nothing, until a release is on record;
    and a guardian has nothing to write onto the sheet of their phone (`cannot_be_done`). The release ends it from the
    recorded first day of custody: when the plan was opened nobody may have known since when. Items due after the
    release are owed again. Returns whether anything changed.
    """
    held = open_plan.session.exec(
        select(UnavailabilityPeriod).where(
            UnavailabilityPeriod.plan_id == open_plan.plan.id,
            col(UnavailabilityPeriod.while_held).is_(True),
            UnavailabilityPeriod.from_on == from_on,
        )
    ).first()
    last = released_on or max(open_plan.plan.period_to, open_plan.today)
    is_new = held is None
    if held is None:
        row_id = new_id(open_plan.now)
        document = open_plan.seal("unable.document", row_id, {"reason": "detained", "text": None})
        held = UnavailabilityPeriod(id=row_id, plan_id=open_plan.plan.id, owner=Role.MINOR.value, from_on=from_on, to_on=last,
                      document=document, recorded_at=open_plan.now, recorded_by=open_plan.actor.id, while_held=True)  # fmt: skip
    is_new |= held.to_on != last
    held.to_on = last
    open_plan.session.add(held)
    if released_on is not None:
        _end_held(open_plan, released_on)
        restore_unable_items(
            open_plan, Role.MINOR, released_on + timedelta(days=1), max(open_plan.plan.period_to, open_plan.today)
        )
    open_plan.session.flush()
    excuse_within(
        open_plan, Role.MINOR, from_on, last, items_until=min(last, open_plan.today), known_since=held.recorded_at
    )
    if released_on is None:
        _notify_of_reviews_meanwhile(open_plan)
    return is_new


def excuse_within(
    open_plan: OpenPlan,
    who: Role,
    from_on: date,
    to_on: date,
    *,
    known_since: datetime,
    items_until: date | None = None,
) -> list[Item]:
    """What that role owed from that day to that day is unable, also what was noted as missing, and of a guardian's sheets
    what falls into such a time of the minor's; waiting texts about it are withdrawn, and what was missed only because nobody explained it in
    that time is unknown. Returns what is unable."""
    excused = _list_undecided_items(open_plan, who, from_on, items_until or to_on)
    for item in excused:
        close_item(open_plan, item, ItemStatus.UNABLE, "unable")
        withdraw_messages(open_plan.session, open_plan.now, reason="unable", plan_id=open_plan.plan.id, item_id=item.id)
    _could_not_explain(open_plan, who, from_on, to_on, known_since=known_since)
    update_attention(open_plan)
    return excused


def restore_unable_items(open_plan: OpenPlan, who: Role, from_on: date, to_on: date) -> list[Item]:
    """Of what was unable from that day to that day, whatever no period on record covers is owed again: items to come
    are reminded of, past ones are asked after first, with the whole time to explain, and those that nobody can be
    asked after are unknown. Nothing is missed by it. Returns these items."""
    open_plan.session.flush()
    unable = select(Item).where(
        Item.plan_id == open_plan.plan.id, _is_owed_by(who), Item.status == ItemStatus.UNABLE.value,
        Item.settled_because == "unable", col(Item.due_on) >= from_on, col(Item.due_on) <= to_on,
    )  # fmt: skip
    found = [
        item
        for item in open_plan.session.exec(unable.order_by(col(Item.due_on), col(Item.id))).all()
        if not cannot_be_done(open_plan.session, item, item.due_on)
    ]
    for item in found:
        restore_item(open_plan, item)
    return found


def restore_item(open_plan: OpenPlan, item: Item) -> None:
    """What of the family's was settled by a fact that is corrected is owed again: called for while it is still to come,
    asked after once it is past, unknown where the case is decided. Nothing is missed by it."""
    if open_plan.plan.status not in _UNDECIDED:
        close_item(open_plan, item, ItemStatus.UNKNOWN, "fact_corrected")
    elif item.due_at > open_plan.now:
        reopen_item(open_plan, item)
    else:
        _ask_after(open_plan, item)


def _ask_after(open_plan: OpenPlan, item: Item) -> None:
    """Its owner is asked how it was, in the hours in which they can be, as if nobody had asked before."""
    reopen_item(open_plan, item)
    item.asked_at = None
    item.moves += 1
    item.next_step, item.next_at = NOT_RECEIVED, get_owner_hours(open_plan, item).from_(open_plan.now)
    open_plan.session.add(item)
    open_plan.wake(item.next_at)


def find_reviews_while_unable(open_plan: OpenPlan) -> list[Item]:
    """The incidents whose last day to be looked into lies in a time in which the minor cannot come."""
    return [
        item
        for item in open_plan.items("incident_review")
        if is_unable(open_plan.session, open_plan.plan.id, Role.MINOR, item.due_on)
    ]


def _notify_of_reviews_meanwhile(open_plan: OpenPlan) -> None:
    """The prosecutor hears of each at once: the minor has to be heard where they are, and the day is not put off."""
    for item in find_reviews_while_unable(open_plan):
        notify(
            open_plan,
            Event.STAFF_ITEM_DUE,
            f"unable/{item.id}/{open_plan.today}",
            item=item,
            only=(Recipient.PROSECUTOR,),
        )


def is_in_custody(open_plan: OpenPlan) -> bool:
    """Whether somebody held in custody has not been released yet, as far as is on record."""
    now = select(UnavailabilityPeriod.id).where(
        UnavailabilityPeriod.plan_id == open_plan.plan.id,
        col(UnavailabilityPeriod.while_held).is_(True),
        col(UnavailabilityPeriod.to_on) > open_plan.today,
    )
    return open_plan.session.exec(now).first() is not None


def _end_held(open_plan: OpenPlan, released_on: date) -> None:
    """Every custody on record that had begun by then is over on that day."""
    still_held = select(UnavailabilityPeriod).where(
        UnavailabilityPeriod.plan_id == open_plan.plan.id,
        col(UnavailabilityPeriod.while_held).is_(True),
        col(UnavailabilityPeriod.from_on) <= released_on,
        col(UnavailabilityPeriod.to_on) > released_on,
    )
    for row in open_plan.session.exec(still_held).all():
        row.to_on = released_on
        open_plan.session.add(row)


def _could_not_explain(open_plan: OpenPlan, who: Role, from_on: date, to_on: date, *, known_since: datetime) -> None:
    """What the clock alone settled as missed is unknown where its owner, as is known now, could not act on a day on which
    they could have explained. Where a named person has found a miss before this was known, or the case is decided, it
    stands, and the handlers are asked to look at it again."""
    missed = select(Item).where(
        Item.plan_id == open_plan.plan.id,
        Item.owner == who.value,
        Item.status == ItemStatus.MISSED.value,
        col(Item.asked_at).is_not(None),
        col(Item.settled_at) <= known_since,
    )
    for item in open_plan.session.exec(missed.order_by(col(Item.due_on), col(Item.id))).all():
        assert item.asked_at is not None
        assert item.settled_at is not None
        if to_on < local_date(item.asked_at) or local_date(item.settled_at) < from_on:
            continue
        finding = counts_as_missed(was_notified(open_plan, item), True, False, False, open_plan.rulebook)
        if item.settled_because == BY_THE_CLOCK and open_plan.plan.status in _UNDECIDED:
            close_item(open_plan, item, ItemStatus.UNKNOWN, "away_while_asked")
            open_plan.record("note_unknown", article=finding.article, item=item, note={"rule": finding.rule})
        else:
            open_plan.record("find_away_while_asked", article=finding.article, item=item, note={"rule": finding.rule})
            _ask_for_an_answer(open_plan, item)


def _list_undecided_items(open_plan: OpenPlan, who: Role, from_on: date, to_on: date) -> list[Item]:
    undecided = (ItemStatus.OPEN, ItemStatus.NOT_RECEIVED, ItemStatus.MISSED, ItemStatus.UNKNOWN)
    open_plan.session.flush()
    found = open_plan.session.exec(
        select(Item).where(
            Item.plan_id == open_plan.plan.id,
            _is_owed_by(who),
            col(Item.due_on) >= from_on,
            col(Item.due_on) <= to_on,
            col(Item.status).in_(undecided),
        )
    ).all()
    return [item for item in found if item.owner == who or cannot_be_done(open_plan.session, item, item.due_on)]


def _is_owed_by(who: Role) -> ColumnElement[bool]:
    """What that role owes, and the sheets that a guardian fills in about the minor."""
    own = col(Item.owner) == who.value
    about_the_minor = and_(col(Item.owner) == Role.GUARDIAN.value, col(Item.kind).in_(SHEETS))
    return or_(own, about_the_minor) if who is Role.MINOR else own


def count_missed(open_plan: OpenPlan) -> int:
    """How many of the minor's items stand as missed today."""
    missed = (
        select(func.count())
        .select_from(Item)
        .where(
            Item.plan_id == open_plan.plan.id,
            Item.owner == Role.MINOR.value,
            Item.status == ItemStatus.MISSED.value,
        )
    )
    return open_plan.session.exec(missed).one()


def count_consecutive_missed(open_plan: OpenPlan, item: Item) -> int:
    """How many of that kind and owner, up to this one, have not come one after another. What could not be owed, such as
    a week in hospital, neither counts nor breaks the row."""
    open_plan.session.flush()
    latest = (
        select(Item.status)
        .where(
            Item.plan_id == open_plan.plan.id,
            Item.kind == item.kind,
            Item.owner == item.owner,
            col(Item.due_on) <= item.due_on,
        )
        .order_by(col(Item.due_on).desc())
        .limit(60)
    )
    silent = 0
    for status in open_plan.session.exec(latest):
        if status in (ItemStatus.MISSED, ItemStatus.UNKNOWN):
            silent += 1
        elif status in (ItemStatus.ON_TIME, ItemStatus.LATE, ItemStatus.DONE):
            break
    return silent


def count_breaches(open_plan: OpenPlan) -> dict[Ground, int]:
    """How many breaches of the supervision rules, and how many violations of public security, a named person confirmed
    after hearing; among the first the duties that count as missed, by a person or because the time to explain went by.
    What is only reported, overdue or unknown is none; and since an incident is often about the very duties that were
    missed, the two are not added."""
    confirmed = (
        select(Incident.kind, func.count())
        .where(Incident.plan_id == open_plan.plan.id, col(Incident.status).in_(("lesser", "ground")))
        .group_by(Incident.kind)
    )
    known = dict(open_plan.session.exec(confirmed).all())
    return {
        Ground.SUPERVISION_RULES: max(count_missed(open_plan), known.get(Ground.SUPERVISION_RULES.value, 0)),
        Ground.PUBLIC_SECURITY: known.get(Ground.PUBLIC_SECURITY.value, 0),
    }


def open_attention(open_plan: OpenPlan) -> None:
    """Several of one kind that count open an attention for the prosecutor, and change nothing (VI-05)."""
    open_plan.session.flush()
    confirmed = count_breaches(open_plan)
    if (
        open_plan.plan.attention_open
        or not finding_on_several(max(confirmed.values()), open_plan.today, open_plan.rulebook).warns
    ):
        return
    open_plan.plan.attention_open = True
    item = add_item(open_plan, "attention", open_plan.context.days.after(open_plan.today, 2), article=_INCIDENTS)
    item.next_step, item.next_at = CALL, open_plan.now
    open_plan.record("open_attention", item=item, note={"missed": count_missed(open_plan), **{ground.value: count for ground, count in confirmed.items()}})  # fmt: skip


def update_attention(open_plan: OpenPlan) -> None:
    """Once what was missed has been explained, or was found otherwise, the attention it opened is over."""
    if not open_plan.plan.attention_open:
        return
    open_plan.session.flush()
    if finding_on_several(max(count_breaches(open_plan).values()), open_plan.today, open_plan.rulebook).holds:
        open_plan.plan.attention_open = False
        finish_items(open_plan, "attention", because="explained")


def is_unable(session: Session, plan_id: uuid.UUID, owner: str, on: date, until: date | None = None) -> bool:
    """Whether that role is known to be unable on that day, or on any day from it until another."""
    return _is_any_unable(session, plan_id, (owner,), on, until or on)


def cannot_be_done(session: Session, item: Item, on: date) -> bool:
    """Whether the item's owner is known to be unable on that day, or it is a guardian's sheet about a minor who is:
    whatever rests for the minor rests for the sheet about them."""
    if item.owner != Role.GUARDIAN or item.kind not in SHEETS:
        return is_unable(session, item.plan_id, item.owner, on)
    return _is_any_unable(session, item.plan_id, (Role.MINOR.value, Role.GUARDIAN.value), on, on)


def _is_any_unable(session: Session, plan_id: uuid.UUID, owners: Sequence[str], first: date, last: date) -> bool:
    periods = select(UnavailabilityPeriod.id).where(
        UnavailabilityPeriod.plan_id == plan_id,
        col(UnavailabilityPeriod.owner).in_(owners),
        col(UnavailabilityPeriod.from_on) <= last,
        col(UnavailabilityPeriod.to_on) >= first,
    )
    return session.exec(periods.limit(1)).first() is not None


def was_notified(open_plan: OpenPlan, item: Item) -> bool:
    """Whether there is proof that the owner could know the item was due: a text accepted for a device of their own, a
    call in which they were spoken to, a sheet put into their hand, words passed on to them that they have seen.

    A shared phone, a number nobody confirmed, a text that was refused or whose fate is unknown prove nothing, nor does
    what came only when the item was due already.
    """
    return _reached(open_plan, item, lambda message: message.sent_at is not None and message.sent_at <= item.due_at)


def was_asked(open_plan: OpenPlan, item: Item) -> bool:
    """Whether there is proof that the owner was asked how it was, when they were asked last: the question was accepted for their own device, or
    the very same words had just been, or a person asked them."""
    question = ITEM_KINDS[item.kind].not_received
    return question is not None and _reached(
        open_plan,
        item,
        lambda message: message.event == question.value and message.created_at >= (item.asked_at or message.created_at),
        or_said_already=True,
    )


def awaits_answer(open_plan: OpenPlan, item: Item) -> bool:
    """Whether the item was explained and nobody has answered yet: then a person settles it, and not the clock."""
    unanswered = select(Explanation.id).where(Explanation.item_id == item.id, col(Explanation.answered_at).is_(None))
    return open_plan.session.exec(unanswered).first() is not None


def _reached(
    open_plan: OpenPlan, item: Item, which: Callable[[Message], bool], *, or_said_already: bool = False
) -> bool:
    owner = get_owner(open_plan, item)
    if owner is None:
        return False
    sent = select(Message).where(
        messages_about(item.id),
        Message.recipient_id == owner.id,
        or_(*(col(Message.channel) == channel.value for channel in MAY_PROVE)),
    )
    return any(
        which(message)
        and (is_proof_of_notice(message, owner) or (or_said_already and _sent_just_before(message, owner)))
        for message in open_plan.session.exec(sent)
    )


def messages_about(item_id: uuid.UUID) -> ColumnElement[bool]:
    """Which messages speak of an item: its own, and those that spoke for it and for others at once."""
    spoke = select(Message.said_in).where(Message.item_id == item_id, col(Message.said_in).is_not(None))
    return or_(col(Message.item_id) == item_id, col(Message.id).in_(spoke))


def is_proof_of_notice(message: Message, owner: Person) -> bool:
    """Whether this one message proves that it came before its owner's eyes or ears."""
    match message.channel:
        case ChannelName.CALL | ChannelName.PAPER:
            return message.state == MessageState.DELIVERED
        case ChannelName.PASSED_ON if message.state == MessageState.DELIVERED:
            return True  # whoever passed it on saw it read
        case ChannelName.TEXT | ChannelName.PASSED_ON:
            return get_message_device(message, owner) == "own" and message.state in (
                MessageState.SENT,
                MessageState.DELIVERED,
            )
        case _:
            return False


def get_message_device(message: Message, person: Person) -> str:
    """Whose phone it was when the message left; for what has not left, whose it is today."""
    return message.device or person.device


def _sent_just_before(message: Message, owner: Person) -> bool:
    return message.channel == ChannelName.TEXT and message.state_reason == "said_already" and owner.device == "own"
