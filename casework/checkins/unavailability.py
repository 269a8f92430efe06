"""Times in which somebody cannot do what is owed, custody among them: nothing in them counts as missed."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.checkins.acts import UNABLE, RecordUnable
from casework.checkins.attention import update_attention
from casework.checkins.explanations import ask_for_answer
from casework.checkins.notice_proof import was_notified
from casework.shared.facts.taking_effect import take_effect
from casework.shared.items.item_kinds import SHEETS
from casework.shared.items.items import add_item, close_item, get_owner_hours, reopen_item
from casework.shared.items.steps import CALL, NOT_RECEIVED
from casework.shared.notify.notify import notify
from core.clock import local_date
from core.errors import BadInput
from core.i18n import _
from law.breach import counts_as_missed
from law.transitions import PlanStatus
from models.base import new_id
from models.item import Item, ItemStatus, UnavailabilityPeriod
from models.office import Role
from notifications.events import Recipient
from notifications.matrix import Event
from notifications.outbox import withdraw_messages

BY_THE_CLOCK = "window_over"
"""The reason of a status that was set when the time to explain went by without any word."""
TEAM_ROLES = (Role.SOCIAL_WORKER, Role.ASSISTANT, Role.PROSECUTOR)
_UNDECIDED = (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)


@verb(RecordUnable)
def record_unable(open_plan: OpenPlan, act: RecordUnable) -> list[Item]:
    """From that day to that day the person could not do what was owed: every item of theirs in it is unable by this
    one act, those already noted as missing too, and waiting texts about them are withdrawn. What was missed only because
    nobody explained it in that time is unknown. The other of prosecutor and social worker is notified: its line in the
    history names the items. Returns the items that are unable.

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
        words = {"reason": act.reason, "text": act.text}
        open_plan.record(note={"who": who.value, "from_on": act.from_on, "to_on": act.to_on, "items": 0}, detail=words)
        return []
    excused = [
        item for one in could_not for item in _unable(open_plan, one, act.from_on, act.to_on, act.reason, act.text)
    ]
    take_effect(open_plan, UNABLE, f"{act.who}/{act.from_on}/{act.to_on}")
    update_attention(open_plan)
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
            document=open_plan.seal("unavailability_period.document", row_id, {"reason": reason, "text": text}),
            recorded_at=open_plan.now,
            recorded_by=open_plan.actor.id,
        )
    )
    excused = excuse_within(open_plan, who, from_on, to_on, known_since=open_plan.now)
    if who is Role.MINOR:
        _notify_of_reviews_meanwhile(open_plan)
    open_plan.record(
        note={"who": who.value, "from_on": from_on, "to_on": to_on, "items": len(excused)},
        detail={"reason": reason, "text": text},
    )
    return excused


def record_unable_in_custody(open_plan: OpenPlan, from_on: date, released_on: date | None) -> bool:
    """A minor held in custody cannot do what is owed, gets no text and misses nothing, until a release is on record;
    and a guardian has nothing to write onto the sheet of their phone (`cannot_be_done`). The release ends it from the
    recorded first day of custody: when the plan was opened nobody may have known since when. Items due after the
    release are owed again. Returns whether anything changed.
    """
    held = next(
        (row for row in open_plan.rows(UnavailabilityPeriod) if row.while_held and row.from_on == from_on), None
    )
    last = released_on or max(open_plan.plan.period_to, open_plan.today)
    is_new = held is None
    if held is None:
        row_id = new_id(open_plan.now)
        document = open_plan.seal("unavailability_period.document", row_id, {"reason": "detained", "text": None})
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
        settle_unable(open_plan, item)
        withdraw_messages(open_plan.session, open_plan.now, reason="unable", plan_id=open_plan.plan.id, item_id=item.id)
    _could_not_explain(open_plan, who, from_on, to_on, known_since=known_since)
    update_attention(open_plan)
    return excused


def settle_unable(open_plan: OpenPlan, item: Item) -> None:
    """The item cannot be done; it is unknown where nobody knows where the minor is."""
    missing = item.owner == Role.MINOR and any(
        row.while_missing and row.from_on <= item.due_on <= row.to_on for row in open_plan.rows(UnavailabilityPeriod)
    )
    status, because = (ItemStatus.UNKNOWN, "missing") if missing else (ItemStatus.UNABLE, "unable")
    close_item(open_plan, item, status, because)


def record_missing_stretch(open_plan: OpenPlan, since: date, text: str | None) -> None:
    """From that day on nobody knows where the minor is: what they owe is unknown, and no text goes to them, until they
    were heard."""
    missing = find_missing_stretch(open_plan)
    if missing is None:
        row_id = new_id(open_plan.now)
        document = open_plan.seal("unavailability_period.document", row_id, {"reason": "missing", "text": text})
        missing = UnavailabilityPeriod(id=row_id, plan_id=open_plan.plan.id, owner=Role.MINOR.value, from_on=since, to_on=since,
                      document=document, recorded_at=open_plan.now, recorded_by=open_plan.actor.id, while_missing=True)  # fmt: skip
    missing.from_on, missing.to_on = since, max(open_plan.plan.period_to, open_plan.today)
    open_plan.session.add(missing)
    open_plan.session.flush()
    excuse_within(
        open_plan, Role.MINOR, since, missing.to_on, items_until=open_plan.today, known_since=missing.recorded_at
    )


def end_missing_stretch(open_plan: OpenPlan, missing: UnavailabilityPeriod, heard_on: date) -> None:
    """The minor was heard on that day: what is due after it is owed again."""
    last, missing.to_on = missing.to_on, heard_on
    open_plan.session.add(missing)
    restore_unable_items(open_plan, Role.MINOR, heard_on + timedelta(days=1), last)


def find_missing_stretch(open_plan: OpenPlan) -> UnavailabilityPeriod | None:
    """The time since which nobody knows where the minor is, or nobody has heard them; None where that is over."""
    rows = (row for row in open_plan.rows(UnavailabilityPeriod) if row.while_missing)
    return next((row for row in rows if row.to_on >= open_plan.plan.period_to), None)


def restore_unable_items(open_plan: OpenPlan, who: Role, from_on: date, to_on: date) -> list[Item]:
    """Of what was unable from that day to that day, whatever no period on record covers is owed again: items to come
    are reminded of, past ones are asked after first, with the whole time to explain, and those that nobody can be
    asked after are unknown. Nothing is missed by it. Returns these items."""
    open_plan.session.flush()
    unable = select(Item).where(
        Item.plan_id == open_plan.plan.id, _is_owed_by(who),
        col(Item.settled_because).in_(("unable", "missing")), col(Item.due_on) >= from_on, col(Item.due_on) <= to_on,
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
    return any(row.while_held and row.to_on > open_plan.today for row in open_plan.rows(UnavailabilityPeriod))


def _end_held(open_plan: OpenPlan, released_on: date) -> None:
    """Every custody on record that had begun by then is over on that day."""
    for row in open_plan.rows(UnavailabilityPeriod):
        if row.while_held and row.from_on <= released_on < row.to_on:
            row.to_on = released_on


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
            ask_for_answer(open_plan, item)


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
