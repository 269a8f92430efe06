"""Guardians and partners: orders with hours, suggestions to units, aid to a family in need, assessments, certificates.

What is asked of a guardian or a unit is theirs: none of it ever stands in the minor's column.
"""

from datetime import date

from casework.acting.entries import keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.checkins.dated_sessions import find_condition, get_condition_ref, store_session, withdraw_session
from casework.partners.acts import (
    AnswerAid,
    AskAid,
    AskCertificate,
    CancelSession,
    EndOrder,
    OrderGuardian,
    RecordAssessment,
    RecordCertificate,
    RecordOrderHours,
    RecordSuggestionReply,
    SendSuggestion,
)
from casework.shared.closing_list import record_if_sealed
from casework.shared.duplicates import record_correction
from casework.shared.items.follow_ups import get_carrier
from casework.shared.items.items import add_item, cancel_items, finish_items, get_role_holder
from casework.shared.notify.notify import notify
from casework.shared.requests import add_request, answer, answer_after_seal, ask, find_request, get_request
from casework.shared.text.text_checks import text_or_none
from core.clock import local_date, start_of_day
from core.errors import BadInput, Mistake, NotFound, Refused, StateConflict
from core.i18n import _
from law.applied import applies
from law.articles import cite
from law.clocks import certificate_of_no_record, get_deadline, suggestion_reply
from law.confidentiality import finding_on_certificate
from law.duties import CONDITIONS
from law.examination import finding_on_assessment
from law.finding import Finding, filter_warnings
from law.guardians import GuardianOrderHours, OrderKind, finding_on_order
from models.base import new_id
from models.guardian_order import GuardianOrder
from models.journal import Harmless
from models.person import Person
from notifications.matrix import Event, Recipient

_CERTIFICATE = cite("certificate")
_GUARDIAN_UNTIL_MAJORITY = cite("guardian_until_majority")
_PUNISHMENT_OPINION = cite("FI-08")
_RELIEF = cite("relief")

ORDERS = cite("GU-01")


@verb(OrderGuardian)
def order_guardian(open_plan: OpenPlan, act: OrderGuardian) -> Finding:
    """The order stands from the day on which it was made, and is to be told to the guardian face to face. One without hours, or without anybody who gives
    them, is recorded with its finding. Refused to somebody of age's parents: representation has ended."""
    kind, made_on = OrderKind(act.kind), act.made_on or act.on
    if _find(open_plan, act.order) is not None:
        raise _known()
    person = _guardian(open_plan, act.person)
    last = act.until_on or min(open_plan.plan.period_to, open_plan.of_age_on)
    if last < open_plan.today:
        raise BadInput(_("截止日不能早于今天。"))
    if last > open_plan.of_age_on:
        raise Refused(
            _("本人{of_age_on}成年，责令监护人的期限不能晚于这一天。", of_age_on=open_plan.of_age_on),
            article=ORDERS,
        )  # fmt: skip
    assert open_plan.actor.id is not None  # rights gave this to named people only
    row_id = new_id(open_plan.now)
    open_plan.session.add(
        GuardianOrder(
            id=row_id,
            plan_id=open_plan.plan.id,
            label=act.order,
            kind=kind.value,
            person_id=person.id,
            ordered_on=made_on,
            ordered_by=open_plan.actor.id,
            until_on=last,
            hours=act.hours,
            document=open_plan.seal(
                "guardian_order.document", row_id, {"provider": act.provider, "text": text_or_none(act.text)}
            ),
        )
    )
    finding = finding_on_order(GuardianOrderHours(kind, act.hours, act.provider), open_plan.rulebook)
    item = add_item(open_plan, "guardian_order", last, owner=get_carrier(open_plan), label=act.order, article=ORDERS)
    open_plan.record(
        article=ORDERS,
        item=item,
        note={
            "order": kind.value,
            "made_on": made_on,
            "until_on": last,
            "rule": finding.rule,
            "holds": finding.holds,
        },
        detail={
            "provider": act.provider,
            "text": text_or_none(act.text),
            "hours": act.hours,
            "relation": act.person,
        },
        warned=filter_warnings([finding]),
    )
    notify(open_plan, Event.TO_BE_TOLD_IN_PERSON, f"order/{row_id}", day=open_plan.context.days.after(open_plan.today, 3),
         only=(Recipient.GUARDIAN,), persons=[person.id])  # fmt: skip
    return finding


@verb(RecordOrderHours)
def record_order_hours(open_plan: OpenPlan, act: RecordOrderHours) -> int | None:
    """The hours of the order that were done on that day, today if left out, are recorded; returns how many are left,
    None where it names none. With the last of them its item is done. Hours that somebody else recorded for that day
    are confirmed and count once, unless they are `another` session's; those after the order's end are kept as a late
    fact."""
    row = _get(open_plan, act.order)
    done = store_session(
        open_plan,
        row,
        amount=act.hours,
        on=act.done_on,
        another=act.another,
        words=act.note,
        about=_about_order(row),
        article=ORDERS,
    )
    left = None if row.hours is None else max(row.hours - done, 0)
    if left == 0:
        finish_items(open_plan, "guardian_order", label=act.order)
    return left


@verb(CancelSession)
def cancel_session(open_plan: OpenPlan, act: CancelSession) -> int:
    """A session of that day, of a condition or of an order, does not count; returns how much is done now. The first
    record stays in the journal. An order of which hours are wanting again is owed again."""
    if (act.order is None) == (act.condition is None):
        raise BadInput(_("条件或者指导令，请写其中一项。"))
    if act.order is None:
        held = find_condition(open_plan, act.condition or "")
        return withdraw_session(open_plan, held, on=act.done_on, amount=act.amount, reason=act.reason, about=get_condition_ref(held),
                         article=CONDITIONS)  # fmt: skip
    row = _get(open_plan, act.order)
    done = withdraw_session(
        open_plan, row, on=act.done_on, amount=act.amount, reason=act.reason, about=_about_order(row), article=ORDERS
    )
    if row.ended_on is None and row.hours is not None and done < row.hours:
        add_item(
            open_plan, "guardian_order", row.until_on, owner=get_carrier(open_plan), label=row.label, article=ORDERS
        )
    return done


def _about_order(row: GuardianOrder) -> dict[str, Harmless | list[str]]:
    return {"order": row.label, "owed": row.hours}


@verb(EndOrder)
def end_order(open_plan: OpenPlan, act: EndOrder) -> None:
    """The order has ended: fulfilled, or withdrawn."""
    row = _find(open_plan, act.order)
    if row is not None and row.ended_on is not None:
        record_correction(open_plan, {"order": act.order}, {"reason": act.reason}, article=ORDERS)
        return
    row = _get(open_plan, act.order)
    row.ended_on, row.ended_because = open_plan.today, "ended"
    cancel_items(open_plan, "ended", kinds=("guardian_order",), label=act.order)
    open_plan.record(article=ORDERS, note={"order": act.order}, detail={"reason": act.reason})


def end_all_orders(open_plan: OpenPlan, because: str) -> None:
    """Every standing order of the plan has ended, as when the person comes of age."""
    for row in open_plan.rows(GuardianOrder):
        if row.ended_on is None:
            row.ended_on, row.ended_because = open_plan.today, because
    cancel_items(open_plan, because, kinds=("guardian_order",))


@verb(SendSuggestion)
def send_suggestion(open_plan: OpenPlan, act: SendSuggestion) -> date:
    """The suggestion was served on that day, and its unit owes an answer in writing by the day returned: one month
    under the Minors Protection Law, two for any other. An organ that punishes is asked what it did after two months: no
    article names its days (Rules art 373)."""
    served = act.served_on or open_plan.today
    due = suggestion_reply(served, open_plan.context.days, open_plan.rulebook, general=act.kind != "minors_protection")
    punishes = act.kind == "punishment"
    if punishes:
        finish_items(open_plan, "punishment_opinion")
    ask(
        open_plan,
        "suggestion_reply",
        act.suggestion,
        due.due_on,
        {"unit": act.unit, "text": act.text},
        article=_PUNISHMENT_OPINION if punishes else due.article,
        note={"served_on": served, "rule": due.rule},
        choice=act.kind,
        asked_at=start_of_day(served),
    )
    return due.due_on


@verb(RecordSuggestionReply)
def record_suggestion_reply(open_plan: OpenPlan, act: RecordSuggestionReply) -> Finding | None:
    """The unit's answer is on the file; late ones are recorded like any other. One that says something else stands with
    its day, and the earlier ones beside it. After the seal that it came stands on the closing list, without its words.
    None where there is nothing to hold against the limit: the same said again, a sealed file, or an organ that punishes,
    which has no limit."""
    replied = act.replied_on or open_plan.today
    if open_plan.plan.sealed_at is not None:
        answer_after_seal(open_plan, act, "suggestion_reply", act.suggestion, "replied", replied)
        return None
    row = get_request(open_plan, act.suggestion, "suggestion_reply")
    served = local_date(row.asked_at)
    if replied < served:
        raise BadInput(_("答复日应在送达之后。"))
    due = suggestion_reply(
        served, open_plan.context.days, open_plan.rulebook, general=row.choice != "minors_protection"
    )
    note: dict[str, Harmless | list[str]] = {"label": row.label, "replied_on": replied}
    finding, punishes = due.kept(replied, open_plan.rulebook), row.choice == "punishment"
    new = answer(
        open_plan,
        row,
        "replied",
        {"text": act.text},
        article=_PUNISHMENT_OPINION if punishes else due.article,
        note=note if punishes else note | {"in_time": finding.holds},
        on=act.replied_on,
    )
    return finding if new and not punishes else None


@verb(AskAid)
@applies("GU-06")
def ask_aid(open_plan: OpenPlan, act: AskAid) -> None:
    """Aid is asked for; the prosecutor looks after the answer. How much stands in sealed words only."""
    due = get_deadline("aid_answer_working_days", open_plan.today, open_plan.context.days, open_plan.rulebook)
    ask(
        open_plan,
        "aid_answer",
        act.aid,
        due.due_on,
        {"reason": act.reason, "yuan": act.yuan},
        article=_RELIEF,
        note={"aid": act.kind},
        choice=act.kind,
    )


@verb(AnswerAid)
def answer_aid(open_plan: OpenPlan, act: AnswerAid) -> None:
    """The answer is on the file; another one corrects it, and the earlier stands beside it. BadInput for money that goes
    with a refusal. After the seal that it came stands on the closing list. Money that a family does not have is never a
    breach, whatever the answer."""
    if act.yuan is not None and not act.granted:
        raise BadInput(_("没有批准的，不填金额。"))
    outcome = "granted" if act.granted else "refused"
    if open_plan.plan.sealed_at is not None:
        answer_after_seal(open_plan, act, "aid_answer", act.aid, outcome)
        return
    words = {"reason": act.reason, "yuan": act.yuan}
    row = get_request(open_plan, act.aid, "aid_answer")
    answer(open_plan, row, outcome, words, article=_RELIEF, note={"granted": act.granted})


@verb(RecordAssessment)
def record_assessment(open_plan: OpenPlan, act: RecordAssessment) -> Finding:
    """The result is kept, encrypted, with the consents. Refused, and nothing of it kept, unless both consented before
    the test; of age, the person's own consent is enough (PR-13)."""
    case = open_plan.open("plan.case", open_plan.plan.id, open_plan.plan.case_document)
    if act.tested_on < date.fromisoformat(min(case["act_dates"])):
        wrong = _("早于本案行为之日。")
        raise BadInput(wrong, mistakes=[Mistake("tested_on", wrong)])
    of_age = open_plan.of_age_on <= act.tested_on
    finding = finding_on_assessment(
        act.tested_on, act.minor_consented_on, act.representative_consented_on, of_age, open_plan.rulebook
    )
    if not finding.holds:
        raise Refused(finding.because, article=finding.article)
    if any(entry.fields.assessment == act.assessment for entry in list_entries(open_plan, RecordAssessment)):
        raise _known()
    keep_entry(open_plan, act, article=finding.article, note={"tested_on": act.tested_on, "rule": finding.rule})
    return finding


@verb(AskCertificate)
def ask_certificate(open_plan: OpenPlan, act: AskCertificate) -> Finding:
    """The person requests a certificate of no criminal record from the police.

    The police issue it from the first day of the period; it is not necessary to wait for the seal.
    """
    finding = finding_on_certificate(open_plan.today, open_plan.plan.decided_on, open_plan.rulebook)
    due = certificate_of_no_record(open_plan.today, open_plan.context.days, open_plan.rulebook)
    if not open_plan.items("certificate"):
        ask(
            open_plan,
            "certificate",
            "",
            due.due_on,
            {},
            owner=get_carrier(open_plan),
            article=due.article,
            note={"rule": finding.rule},
        )
    return finding


@verb(RecordCertificate)
def record_certificate(open_plan: OpenPlan, act: RecordCertificate) -> None:
    """The police have issued it, whether or not it was asked for here. Done twice, it is done."""
    if record_if_sealed(open_plan, None, act):
        return
    row = find_request(open_plan, "", "certificate") or add_request(open_plan, "certificate", "", {})
    answer(open_plan, row, "issued", {}, article=_CERTIFICATE, note={})


def _guardian(open_plan: OpenPlan, relation: str) -> Person:
    if open_plan.of_age_on <= open_plan.today:
        raise Refused(
            _("本人已成年，不再责令监护人。"),
            article=_GUARDIAN_UNTIL_MAJORITY,
        )
    held = get_role_holder(open_plan, "guardian") if relation == "guardian" else None
    person = held or next((each for each in open_plan.people("guardian") if each.relation == relation), None)
    if person is None:
        raise NotFound(_("本方案没有这位监护人。"))
    return person


def _get(open_plan: OpenPlan, label: str) -> GuardianOrder:
    row = _find(open_plan, label)
    if row is None:
        raise NotFound(_("没有这个编号的记录。"))
    return row


def _find(open_plan: OpenPlan, label: str) -> GuardianOrder | None:
    return next((row for row in open_plan.rows(GuardianOrder) if row.label == label), None)


def _known() -> Refused:
    return StateConflict(_("这个编号已经用过。"))
