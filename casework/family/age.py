"""The age of a minor: own consents, the eighteenth birthday, and a birth date in doubt until somebody has settled it."""

import uuid
from datetime import date, time, timedelta
from typing import Any

from sqlmodel import col, delete, select, update

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.family.acts import AGE_DOUBTED, AGE_NOT_COVERED, AGE_SETTLED, DoubtAge, SettleAge
from casework.family.consents import SUPERVISION, has_own_consents
from casework.partners.partners import end_all_orders
from casework.plan.opening import create_coming_of_age
from casework.shared.device_consent import get_device_consent
from casework.shared.facts.taking_effect import take_effect
from casework.shared.items.completing_items import completing_due_item
from casework.shared.items.item_kinds import TELLING_AGE
from casework.shared.items.items import OF_AGE, add_item, cancel_items, finish_items
from core.clock import local_date
from core.errors import BadInput, Mistake
from core.i18n import _
from law.articles import cite
from law.eligibility import findings_on_persons_age
from law.finding import Finding
from law.majority import finding_on_going_on
from law.transitions import PlanStatus
from models.guardian_order import GuardianOrder
from models.item import Explanation, Item
from models.message import Message, MessageStep, delete_messages
from models.office import Role
from models.person import Consent
from models.plan import RunLogEntry
from notifications.outbox import withdraw_messages

_AGE_DOUBTED = cite("age_doubted")
_FULL_CAPACITY = cite("full_capacity")
_NOT_LIABLE = cite("not_liable")
_OF_AGE = cite("AD-03")

MAJORITY = cite("majority")


def process_coming_of_age(context: Context, number: str, item_id: uuid.UUID) -> None:
    """From the first minute of the eighteenth birthday consents, contacts and notices are the person's own: parents
    get no messages, their duties end as cancelled and never as missed, and the person is asked for own consents.
    """
    with completing_due_item(context, number, item_id) as found:
        if found is None:
            return
        open_plan, item, fell_due_at = found
        finish_items(open_plan, "coming_of_age")
        for guardian in open_plan.people("guardian"):
            guardian.ended_on = guardian.ended_on or open_plan.of_age_on
            guardian.ended_because = guardian.ended_because or OF_AGE
            withdraw_messages(
                open_plan.session, open_plan.now, reason=OF_AGE, plan_id=open_plan.plan.id, recipient_id=guardian.id
            )
        end_all_orders(open_plan, OF_AGE)
        gone = cancel_items(open_plan, OF_AGE, owners=(Role.GUARDIAN.value,))
        if get_device_consent(open_plan).given:
            finish_items(
                open_plan, "device_consent", because="given"
            )  # a parent was still to be asked, and is not any more
        if not has_own_consents(open_plan):
            asked_on = max(open_plan.of_age_on, local_date(open_plan.plan.opened_at))
            add_item(open_plan, "consents", asked_on + timedelta(days=7), due_time=time(20, 0),
                     article=_FULL_CAPACITY)  # fmt: skip
        open_plan.record("come_of_age", item=item, fell_due_at=fell_due_at, article=_OF_AGE,
                    note={"cancelled": len(gone)})  # fmt: skip


@verb(DoubtAge)
def doubt_age(open_plan: OpenPlan, act: DoubtAge) -> None:
    """A paper says another birth date. Counting and texts about duties stop in this very act, and the prosecutor is
    told the same day; nothing is decided by it."""
    _ensure_born_before_the_act(open_plan, claimed_born_on=act.claimed_born_on)
    minor = open_plan.minor()
    if open_plan.open("person.document", minor.id, minor.document)["born_on"] == act.claimed_born_on.isoformat():
        wrong = _("与案卷记载的出生日期相同，没有不一致之处。")
        raise BadInput(wrong, mistakes=[Mistake("claimed_born_on", wrong)])
    open_plan.plan.age_doubted_at = open_plan.now
    effect = take_effect(open_plan, AGE_DOUBTED, str(open_plan.now), label="", article=_NOT_LIABLE)
    open_plan.record(article=_AGE_DOUBTED, note=effect.note,
                detail={"claimed_born_on": act.claimed_born_on.isoformat(), "source": act.source})  # fmt: skip


@verb(SettleAge)
def settle_age(open_plan: OpenPlan, act: SettleAge) -> list[Finding]:
    """A named person settled the birth date: the day of majority follows it. What fell due meanwhile stays cancelled;
    what is still to come is owed again, unless the law does not cover that age: a person not liable at the act, or no
    minor, owes nothing, and the chief is asked for the decision that follows. Returns the rules that do not hold at
    that age."""
    if open_plan.plan.age_doubted_at is None:
        raise BadInput(_("没有年龄存疑的记录。"))
    _ensure_born_before_the_act(open_plan, born_on=act.born_on)
    minor = open_plan.minor()
    words = open_plan.open("person.document", minor.id, minor.document) | {"born_on": act.born_on.isoformat()}
    minor.document = open_plan.seal("person.document", minor.id, words)
    open_plan.plan.age_doubted_at = None
    _reschedule_majority(open_plan)
    against = findings_on_age(open_plan, act.born_on)
    running = open_plan.plan.status in (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)
    covered = not running or not {"PR-01", "PR-02"} & {finding.rule for finding in against}
    fact = AGE_SETTLED if covered else AGE_NOT_COVERED
    effect = take_effect(open_plan, fact, str(open_plan.now))
    open_plan.record(
        note=effect.note,
        detail={"born_on": act.born_on.isoformat(), "reason": act.reason},
        warned=against,
    )
    return against


def _ensure_born_before_the_act(open_plan: OpenPlan, **born_on: date) -> None:
    """BadInput for a birth date after the act: it is a slip of the pen, and would end somebody's supervision."""
    acts = [date.fromisoformat(day) for day in _open_case(open_plan)["act_dates"]]
    for name, day in born_on.items():
        if acts and day >= min(acts):
            wrong = _("晚于行为发生之日（{day}），请核对。", day=min(acts))
            raise BadInput(wrong, mistakes=[Mistake(name, wrong)])


def _open_case(open_plan: OpenPlan) -> Any:
    return open_plan.open("plan.case", open_plan.plan.id, open_plan.plan.case_document)


def findings_on_age(open_plan: OpenPlan, born_on: date) -> list[Finding]:
    """The rules about age that do not hold for somebody born that day (PR-01, PR-02, AD-01)."""
    case = _open_case(open_plan)
    acts = [date.fromisoformat(day) for day in case["act_dates"]]
    grave = bool(case.get("serious_injury_or_death"))
    findings = findings_on_persons_age(born_on, acts, case["offence_article"], grave, open_plan.rulebook)
    findings.append(finding_on_going_on(born_on, acts, open_plan.rulebook))
    return [finding for finding in findings if not finding.holds]


def _reschedule_majority(open_plan: OpenPlan) -> None:
    """The eighteenth birthday has moved: its dates move with it, and one that lies behind us takes effect now."""
    if open_plan.plan.status not in (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION):
        return
    cancel_items(open_plan, "moved", kinds=("age_rebase", "coming_of_age"))
    if open_plan.of_age_on > open_plan.today:
        create_coming_of_age(open_plan)
    elif any(guardian.ended_on is None for guardian in open_plan.people("guardian")):
        add_item(open_plan, "coming_of_age", open_plan.of_age_on, due_time=time(0, 0), article=MAJORITY)


def erase_coming_of_age(open_plan: OpenPlan) -> None:
    """The record is sealed: nothing in the open discloses when the person came of age, or that it was while the plan
    ran. What the sealed lines of the journal say of it stays with them."""
    session, plan_id = open_plan.session, open_plan.plan.id
    session.flush()
    telling = select(Item.id).where(Item.plan_id == plan_id, col(Item.kind).in_(TELLING_AGE))
    delete_messages(session, Message.plan_id == plan_id, col(Message.item_id).in_(telling))
    session.exec(
        delete(RunLogEntry).where(col(RunLogEntry.plan_id) == plan_id, col(RunLogEntry.woken_by_id).in_(telling))
    )
    for explanation in session.exec(select(Explanation).where(col(Explanation.item_id).in_(telling))):
        explanation.item_id = None
    session.flush()
    for item in open_plan.items(only_open=False):
        if item.kind in TELLING_AGE:
            session.delete(item)
        elif item.settled_because == OF_AGE:
            item.settled_because = item.settled_at = None
    for order in open_plan.rows(GuardianOrder, GuardianOrder.ended_because == OF_AGE):
        order.ended_because = order.ended_on = None
    mine = select(Message.id).where(Message.plan_id == plan_id)
    session.exec(
        update(MessageStep)
        .where(col(MessageStep.message_id).in_(mine), col(MessageStep.reason) == OF_AGE)
        .values(reason=None)
    )
    session.exec(
        update(Message)
        .where(col(Message.plan_id) == plan_id, col(Message.state_reason) == OF_AGE)
        .values(state_reason=None)
    )
    for consent in open_plan.rows(Consent, Consent.subject == SUPERVISION):
        session.delete(consent)
    for guardian in open_plan.people("guardian"):
        if guardian.ended_because == OF_AGE:
            guardian.ended_on = guardian.ended_because = None


def end_guardians_of_an_adult(open_plan: OpenPlan) -> None:
    """A seal is lifted: of somebody who has come of age no guardian is a contact, as before the seal."""
    if open_plan.of_age_on <= open_plan.today:
        for guardian in open_plan.people("guardian"):
            if guardian.ended_on is None:
                guardian.ended_on, guardian.ended_because = open_plan.today, OF_AGE
