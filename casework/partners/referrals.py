"""Referrals (转介): to counselling, a school or another service, with the consent that age asks for, and their answer.

Help is offered and never a duty: no answer to a referral stands in anybody's column.
"""

from datetime import date
from typing import Any

from sqlmodel import select

from casework.partners.acts import RecordReferralAnswer, Refer
from casework.shared.acts.verbs import verb
from casework.shared.context import OpenPlan
from casework.shared.items.items import add_item, finish_items
from casework.shared.text.text_checks import text_or_none
from core.errors import BadInput, Mistake, NotFound, Refused, StateConflict
from core.i18n import _, ngettext, pgettext
from law.articles import cite
from law.clocks import get_deadline
from law.device_data import WhoseConsent, whose_consent
from models.base import new_id
from models.office import Role
from models.referral import Referral

ARTICLE = cite("referral_consent")


@verb(Refer)
def record_referral(open_plan: OpenPlan, act: Refer) -> None:
    """The referral is on the file, with the days of the consents; whoever carries the plan asks for its answer.

    Refused without the consent that age asks for: under fourteen the guardian's, from fourteen both, of age the person's
    own. Consents given after today are mistakes of their fields.
    """
    if _find(open_plan, act.referral) is not None:
        raise StateConflict(_("这个编号已经用过。"))
    _refuse_without_consent(open_plan, act.minor_consented_on, act.guardian_consented_on)
    row_id = new_id(open_plan.now)
    open_plan.session.add(
        Referral(
            id=row_id,
            plan_id=open_plan.plan.id,
            label=act.referral,
            kind=act.kind,
            referred_on=open_plan.today,
            minor_consented_on=act.minor_consented_on,
            guardian_consented_on=act.guardian_consented_on,
            document=open_plan.seal("referral.document", row_id, {"unit": act.unit, "purpose": act.purpose}),
        )
    )
    due = get_deadline("referral_answer_working_days", open_plan.today, open_plan.context.days, open_plan.rulebook)
    role = Role.SOCIAL_WORKER if open_plan.team(Role.SOCIAL_WORKER) else Role.PROSECUTOR
    item = add_item(open_plan, "referral_answer", due.due_on, owner=role, label=act.referral, article=ARTICLE)
    open_plan.record(
        article=ARTICLE, item=item, note={"referral": act.kind}, detail={"unit": act.unit, "purpose": act.purpose}
    )
    open_plan.wake()


@verb(RecordReferralAnswer)
def record_referral_answer(open_plan: OpenPlan, act: RecordReferralAnswer) -> None:
    """What came of it is on the file: accepted, with the first day there; declined, with the reason; or no answer came.
    Another answer corrects it, and the earlier stands beside it. BadInput without what the outcome asks for."""
    row = _find(open_plan, act.referral)
    if row is None:
        raise NotFound(_("没有这个编号的记录。"))
    _refuse_incomplete(act.outcome, act.first_on, act.reason)
    before = open_plan.open("referral.answer", row.id, row.answer) if row.answer else None
    if before is not None and (row.outcome, row.first_on, before["reason"]) == (
        act.outcome,
        act.first_on,
        text_or_none(act.reason),
    ):
        return
    earlier = _earlier(row, before)
    row.outcome, row.first_on, row.answered_on = act.outcome, act.first_on, open_plan.today
    row.answer = open_plan.seal("referral.answer", row.id, {"reason": text_or_none(act.reason), "earlier": earlier})
    open_plan.session.add(row)
    finish_items(open_plan, "referral_answer", label=act.referral, because="answered")
    open_plan.record(
        article=ARTICLE,
        note={"label": row.label, "referral": row.kind, "outcome": act.outcome, "first_on": act.first_on, **({"corrects": True} if before else {})},
        detail={"reason": text_or_none(act.reason)},
    )  # fmt: skip
    open_plan.wake()


def _refuse_without_consent(open_plan: OpenPlan, minors: date | None, guardians: date | None) -> None:
    minor = open_plan.minor()
    born_on = date.fromisoformat(open_plan.open("person.document", minor.id, minor.document)["born_on"])
    match whose_consent(born_on, open_plan.today, open_plan.rulebook):
        case WhoseConsent.OWN if minors is None:
            who = pgettext("within a sentence", "本人")
        case WhoseConsent.GUARDIANS if guardians is None:
            who = pgettext("within a sentence", "监护人")
        case WhoseConsent.BOTH if minors is None or guardians is None:
            who = _("本人和监护人双方")
        case _:
            return
    raise Refused(
        _("转介须有{who}的同意，请写明同意之日；没有同意的，先当面说明、征求意愿。", who=who),
        article=ARTICLE,
    )  # fmt: skip


def _refuse_incomplete(outcome: str, first_on: date | None, reason: str | None) -> None:
    mistakes = []
    if outcome == "accepted" and first_on is None:
        mistakes.append(Mistake("first_on", _("接受的，请写第一次去的日子。")))
    if outcome != "accepted" and first_on is not None:
        mistakes.append(Mistake("first_on", _("没有接受的，不填。")))
    if outcome == "declined" and text_or_none(reason) is None:
        mistakes.append(Mistake("reason", _("未接受的，请写明原因。")))
    if mistakes:
        raise BadInput(ngettext("有{count}处需要改正。", len(mistakes), count=len(mistakes)), mistakes=mistakes)


def _earlier(row: Referral, before: dict[str, Any] | None) -> list[dict[str, Any]]:
    """What was answered before, the latest first."""
    if before is None:
        return []
    first = {
        "outcome": row.outcome, "first_on": row.first_on.isoformat() if row.first_on else None,
        "on": row.answered_on.isoformat() if row.answered_on else None, "reason": before["reason"],
    }  # fmt: skip
    return [first, *before["earlier"]]


def _find(open_plan: OpenPlan, label: str) -> Referral | None:
    return open_plan.session.exec(
        select(Referral).where(Referral.plan_id == open_plan.plan.id, Referral.label == label)
    ).first()
