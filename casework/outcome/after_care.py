"""Voluntary after-care (自愿回访): a card made with consent, and ended at any time by the person's word.

The card stands apart from the case. Before the seal the plan still knows which card is its own; afterwards nobody can
tell, and the card is on a page of its own, where its keeper finds it. Ended, it can be read by nobody.
"""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from casework.acting.acts.act import Act
from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import SYSTEM, Actor, is_allowed, missing_right
from casework.acting.verbs import verb
from casework.outcome.acts_ending import KEEP_AFTER_CARE, AnswerAfterCare, EndAfterCare
from casework.outcome.final_decision_checks import has_died
from casework.outcome.time_after import load_helper_answers
from casework.shared.items.items import finish_items
from casework.shared.orphaned_keys import destroy_orphaned_keys
from casework.staff.staffing import find_staff
from core.clock import local_date
from core.errors import KeyStoreError, NotFound, Refused
from core.i18n import _
from law.articles import cite
from law.clocks import after_care_end
from law.finding import refuse_by_law
from law.majority import finding_on_after_care
from models.base import new_id
from models.decision import AfterCare
from models.office import Role

ARTICLE = cite("FI-11")


@dataclass(frozen=True)
class AfterCareCardView:
    """A card as its keeper sees it: what to call the person, a phone, two dates. Nothing else is known here."""

    id: uuid.UUID
    call: str
    phone: str | None
    helper: str | None
    """Who accepted to be there for the person, as the person calls them."""
    from_on: date
    until_on: date


@verb(AnswerAfterCare, opens_plan=True)
def answer_after_care(context: Context, actor: Actor, number: str, act: AnswerAfterCare) -> None:
    """Record the person's answer. With consent, make a card under a key of its own that holds what to call the person, a
    phone and dates, and nothing that leads back to the case. Nothing is owed by it. A card made before is destroyed if
    the person now declines. Refused for somebody who has died."""
    _record_answer(context, actor, number, act, act.consent, act.until_on)


@verb(EndAfterCare, opens_plan=True)
def end_after_care(context: Context, actor: Actor, number: str, act: EndAfterCare) -> None:
    """Record that the person wants no after-care, and destroy the card that was made."""
    _record_answer(context, actor, number, act, False, None)


def _record_answer(context: Context, actor: Actor, number: str, act: Act, consent: bool, until_on: date | None) -> None:
    with context.open_for_update(number, actor, act.operation) as open_plan:
        if consent and has_died(open_plan):
            raise Refused(_("本人已去世，不登记自愿回访。"), article=ARTICLE)
        if consent and open_plan.plan.after_care == "consented":
            _move_last_day(open_plan, until_on)
            return
        taken_back = None if consent else _take_back(open_plan)
        open_plan.plan.after_care = "consented" if consent else "declined"
        finish_items(open_plan, "after_care_offer", because="answered")
        until = _make_card(open_plan, until_on) if consent else None
        open_plan.record(AnswerAfterCare.operation.code, article=ARTICLE, note={"consent": consent, "until_on": until})
    if taken_back is not None:
        _shred(context, taken_back)


def list_own_cards(context: Context, actor: Actor) -> list[AfterCareCardView]:
    """Return the cards that the actor keeps and that still stand today. To see one is a line in the journal."""
    context.ensure_allowed(actor, KEEP_AFTER_CARE)
    with context.database.reading() as session:
        rows = session.exec(
            select(AfterCare)
            .where(
                AfterCare.keeper_id == actor.id,
                col(AfterCare.ended_on).is_(None),
                col(AfterCare.until_on) >= context.clock.today(),
            )
            .order_by(col(AfterCare.until_on), col(AfterCare.id))
        ).all()
    if rows:
        with context.query_plans(actor, KEEP_AFTER_CARE):
            pass
    views = []
    for row in rows:
        words = context.vault.open_document(row.key_id, "after_care.document", row.id, row.document)
        views.append(
            AfterCareCardView(row.id, words["call"], words["phone"], words.get("helper"), row.from_on, row.until_on)
        )
    return views


def end_card(context: Context, actor: Actor, card_id: uuid.UUID) -> None:
    """The person has ended their after-care: the card can be read by nobody. Ending it twice does nothing more."""
    with context.database.transaction() as session:
        row = _own(context, session, actor, card_id)
        key_id = row.key_id if row.ended_on is None else None
        _end(context, session, row, actor)
    if key_id is not None:
        _shred(context, key_id)


def pass_card_on(context: Context, actor: Actor, card_id: uuid.UUID, *, to: str) -> None:
    """Somebody else keeps the card from now on, as when a worker leaves."""
    with context.database.transaction() as session:
        row = _own(context, session, actor, card_id)
        taker = find_staff(session, to, tuple(KEEP_AFTER_CARE.by), (actor.office_id,), "to")
        finding = finding_on_after_care(consented=True, withdrawn=row.ended_on is not None, rulebook=context.law)
        refuse_by_law(finding)
        row.keeper_id = taker.id
        context.write_journal_line(
            session, context.clock.now(), actor, "pass_card_on", subject_kind="after_care", subject_id=row.id
        )


def end_expired_cards(context: Context) -> int:
    """Every card whose last day has passed has ended, and its key is gone; returns how many."""
    with context.database.transaction() as session:
        today = context.clock.today()
        over = session.exec(
            select(AfterCare).where(col(AfterCare.ended_on).is_(None), col(AfterCare.until_on) < today)
        ).all()
        for row in over:
            _end(context, session, row, SYSTEM)
        # With those of cards that were ended just before the key could be destroyed.
        ended = set(session.exec(select(AfterCare.key_id).where(col(AfterCare.ended_on).is_not(None))))
    destroy_orphaned_keys(context, ended)
    return len(over)


def _make_card(open_plan: OpenPlan, until_on: date | None) -> date:
    minor = open_plan.minor()
    words = open_plan.open("person.document", minor.id, minor.document)
    announced = open_plan.plan.outcome_announced_on or open_plan.today
    until = min(until_on or date.max, _longest(open_plan))
    card_id, key_id = new_id(open_plan.now), new_id(open_plan.now)
    open_plan.context.vault.new_key(key_id)
    answers = load_helper_answers(open_plan)
    helper = answers[-1].helper if answers and answers[-1].answer == "accepted" else None
    card = {"call": words["name"], "phone": words.get("phone"), "helper": helper}
    open_plan.session.add(
        AfterCare(
            id=card_id,
            key_id=key_id,
            from_on=announced,
            until_on=until,
            keeper_id=_keeper(open_plan),
            document=open_plan.context.seal(key_id, "after_care.document", card_id, card),
        )
    )
    open_plan.plan.after_care_card_id = card_id
    return until


def _move_last_day(open_plan: OpenPlan, until_on: date | None) -> None:
    """The person names another last day: the card runs until then, and at most as long as the law allows."""
    card = _find_card(open_plan)
    if card is None or until_on is None or until_on == card.until_on:
        return
    until = min(until_on, _longest(open_plan))
    if until == card.until_on:
        raise Refused(_("回访最长到{until}。", until=until), article=ARTICLE)
    card.until_on = until
    open_plan.record(article=ARTICLE, note={"consent": True, "until_on": until, "corrects": True})


def move_card_start(open_plan: OpenPlan, was: date | None) -> date | None:
    """The card runs from the day on which the outcome was told, as it is known now: `was` before, None where it was taken
    for not told. A last day that the person named stays, unless the law ends it before. Returns the card's last day;
    None where there is no card."""
    card = _find_card(open_plan)
    if card is None or open_plan.plan.outcome_announced_on is None:
        return None
    named = card.until_on < _longest(open_plan, was or card.from_on)
    card.from_on = open_plan.plan.outcome_announced_on
    card.until_on = min(card.until_on, _longest(open_plan)) if named else _longest(open_plan)
    return card.until_on


def _find_card(open_plan: OpenPlan) -> AfterCare | None:
    card_id = open_plan.plan.after_care_card_id
    return open_plan.session.get(AfterCare, card_id) if card_id else None


def _longest(open_plan: OpenPlan, announced_on: date | None = None) -> date:
    """The last day that after-care can have, counted from that day; from the day on which the outcome was told, if left
    out."""
    minor = open_plan.minor()
    born_on = date.fromisoformat(open_plan.open("person.document", minor.id, minor.document)["born_on"])
    return after_care_end(
        born_on, announced_on or open_plan.plan.outcome_announced_on or open_plan.today, open_plan.rulebook
    )


def _keeper(open_plan: OpenPlan) -> uuid.UUID | None:
    """Who visits: the worker, or else the prosecutor."""
    carrying = open_plan.team(Role.SOCIAL_WORKER) or open_plan.team(Role.PROSECUTOR)
    return carrying[0].staff_id if carrying else None


def _take_back(open_plan: OpenPlan) -> uuid.UUID | None:
    """The earlier card is deleted; returns the id of its key, to be destroyed once this is committed."""
    card = _find_card(open_plan)
    open_plan.plan.after_care_card_id = None
    if card is None:
        return None
    open_plan.session.delete(card)
    return card.key_id


def _own(context: Context, session: Session, actor: Actor, card_id: uuid.UUID) -> AfterCare:
    if not is_allowed(session, actor, KEEP_AFTER_CARE, None, context.clock.now()):
        raise missing_right(KEEP_AFTER_CARE)
    row = session.get(AfterCare, card_id)
    if row is None or row.keeper_id != actor.id:
        raise NotFound(_("没有这张回访卡。"))
    return row


def _end(context: Context, session: Session, row: AfterCare, actor: Actor) -> None:
    if row.ended_on is not None:
        return
    now = context.clock.now()
    row.ended_on = local_date(now)
    context.write_journal_line(session, now, actor, "end_after_care", subject_kind="after_care", subject_id=row.id)


def _shred(context: Context, key_id: uuid.UUID) -> None:
    """The card's words can be opened by nobody. Done again, nothing happens."""
    try:
        context.vault.destroy(key_id)
    except KeyStoreError:
        return
