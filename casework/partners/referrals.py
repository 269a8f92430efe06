"""Referrals (转介): to counselling, a school or another service, with the consent that age asks for, and their answer.

Help is offered and never a duty: no answer to a referral stands in anybody's column.
"""

from datetime import date

from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.partners.acts import RecordReferralAnswer, Refer
from casework.shared.items.follow_ups import get_carrier
from casework.shared.requests import answer, ask, get_request
from casework.shared.text.text_checks import text_or_none
from core.errors import BadInput, Mistake, Refused
from core.i18n import _, ngettext, pgettext
from law.articles import cite
from law.clocks import get_deadline
from law.device_data import WhoseConsent, whose_consent

ARTICLE = cite("referral_consent")


@verb(Refer)
def record_referral(open_plan: OpenPlan, act: Refer) -> None:
    """The referral is on the file, with the days of the consents; the team of the plan asks for its answer.

    Refused without the consent that age asks for: under fourteen the guardian's, from fourteen both, of age the person's
    own. Consents given after today are mistakes of their fields.
    """
    refuse_without_consent(open_plan, act.minor_consented_on, act.guardian_consented_on)
    due = get_deadline("referral_answer_working_days", open_plan.today, open_plan.context.days, open_plan.rulebook)
    ask(
        open_plan,
        "referral_answer",
        act.referral,
        due.due_on,
        {"unit": act.unit, "purpose": act.purpose},
        owner=get_carrier(open_plan),
        article=ARTICLE,
        note={"referral": act.kind},
        more={
            "minor_consented_on": _as_text(act.minor_consented_on),
            "guardian_consented_on": _as_text(act.guardian_consented_on),
        },
        choice=act.kind,
    )


@verb(RecordReferralAnswer)
def record_referral_answer(open_plan: OpenPlan, act: RecordReferralAnswer) -> None:
    """What came of it is on the file: accepted, with the first day there; declined, with the reason; or no answer came.
    Another answer corrects it, and the earlier stands beside it. BadInput without what the outcome asks for."""
    row = get_request(open_plan, act.referral, "referral_answer")
    _refuse_incomplete(act.outcome, act.first_on, act.reason)
    answer(
        open_plan,
        row,
        act.outcome,
        {"reason": text_or_none(act.reason)},
        article=ARTICLE,
        note={"label": row.label, "referral": row.choice, "outcome": act.outcome, "first_on": act.first_on},
        more={"first_on": _as_text(act.first_on)},
    )


def _as_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def refuse_without_consent(open_plan: OpenPlan, minors: date | None, guardians: date | None) -> None:
    """Refuse what tells another body of the minor without the consent that age asks for."""
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
        _("须有{who}的同意，请写明同意之日；没有同意的，先当面说明、征求意愿。", who=who),
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
