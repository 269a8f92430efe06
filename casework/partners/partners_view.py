"""What stands around one plan: orders to guardians, suggestions, aid, assessments, the office that assists, the level."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select

from casework.checkins.dated_sessions import get_amounts_done
from casework.partners.support_level import SupportLevelView, get_support_level
from casework.shared.context import OpenPlan
from casework.staff.assistance import get_assistance
from models.aid import Aid
from models.assessment import Assessment
from models.guardian_order import GuardianOrder
from models.office import Office
from models.person import Person
from models.referral import Referral
from models.suggestion import Suggestion


@dataclass(frozen=True)
class GuardianOrderView:
    """An order to a guardian, with its hours."""

    label: str
    kind: str
    person: str
    ordered_on: date
    until_on: date
    hours: int | None
    done_hours: int
    ended_on: date | None
    words: dict[str, Any]


@dataclass(frozen=True)
class SuggestionView:
    """A suggestion to a unit, and its answer."""

    label: str
    kind: str
    served_on: date
    reply_by: date
    replied_on: date | None
    words: dict[str, Any]
    reply: dict[str, Any] | None


@dataclass(frozen=True)
class AidView:
    """Aid asked for, and the answer."""

    label: str
    kind: str
    asked_on: date
    answered_on: date | None
    granted: bool | None
    words: dict[str, Any]
    answer: dict[str, Any] | None


@dataclass(frozen=True)
class ReferralView:
    """A referral with its consents and outcome."""

    label: str
    kind: str
    referred_on: date
    minor_consented_on: date | None
    guardian_consented_on: date | None
    outcome: str | None
    answered_on: date | None
    first_on: date | None
    words: dict[str, Any]
    answer: dict[str, Any] | None


@dataclass(frozen=True)
class AssessmentView:
    """An assessment with its consents. Reference material: it decides nothing."""

    label: str
    tested_on: date
    minor_consented_on: date
    representative_consented_on: date | None
    words: dict[str, Any]


@dataclass(frozen=True)
class AssistanceView:
    """The office that was asked, or assists."""

    office: str
    asked_on: date
    accepted_on: date | None
    last_report_on: date | None


@dataclass(frozen=True)
class PartnersView:
    """All of it, as of today."""

    number: str
    version: int
    orders: list[GuardianOrderView]
    suggestions: list[SuggestionView]
    aid: list[AidView]
    referrals: list[ReferralView]
    assessments: list[AssessmentView]
    assistance: AssistanceView | None
    support_level: SupportLevelView | None


def load_partners(open_plan: OpenPlan) -> PartnersView:
    """What stands around the plan, its words opened for those who read the plan."""
    session, plan = open_plan.session, open_plan.plan
    people = {person.id: person.relation for person in session.exec(select(Person).where(Person.plan_id == plan.id))}
    orders = session.exec(
        select(GuardianOrder).where(GuardianOrder.plan_id == plan.id).order_by(col(GuardianOrder.id))
    ).all()
    suggestions = session.exec(
        select(Suggestion).where(Suggestion.plan_id == plan.id).order_by(col(Suggestion.id))
    ).all()
    aids = session.exec(select(Aid).where(Aid.plan_id == plan.id).order_by(col(Aid.id))).all()
    tests = session.exec(select(Assessment).where(Assessment.plan_id == plan.id).order_by(col(Assessment.id))).all()
    referrals = session.exec(select(Referral).where(Referral.plan_id == plan.id).order_by(col(Referral.id))).all()
    there, done = get_assistance(open_plan), get_amounts_done(session, plan.id)
    return PartnersView(
        number=plan.number,
        version=plan.version,
        orders=[
            GuardianOrderView(row.label, row.kind, people[row.person_id], row.ordered_on, row.until_on, row.hours,
                       done[row.id], row.ended_on, open_plan.open("guardian_order.document", row.id, row.document))
            for row in orders
        ],
        suggestions=[
            SuggestionView(row.label, row.kind, row.served_on, row.reply_by, row.replied_on,
                            open_plan.open("suggestion.document", row.id, row.document),
                            open_plan.open("suggestion.reply", row.id, row.reply) if row.reply else None)
            for row in suggestions
        ],
        aid=[
            AidView(row.label, row.kind, row.asked_on, row.answered_on, row.granted,
                     open_plan.open("aid.document", row.id, row.document),
                     open_plan.open("aid.answer", row.id, row.answer) if row.answer else None)
            for row in aids
        ],
        referrals=[
            ReferralView(row.label, row.kind, row.referred_on, row.minor_consented_on, row.guardian_consented_on,
                          row.outcome, row.answered_on, row.first_on,
                          open_plan.open("referral.document", row.id, row.document),
                          open_plan.open("referral.answer", row.id, row.answer) if row.answer else None)
            for row in referrals
        ],
        assessments=[
            AssessmentView(row.label, row.tested_on, row.minor_consented_on, row.representative_consented_on,
                            open_plan.open("assessment.document", row.id, row.document))
            for row in tests
        ],
        assistance=None if there is None else AssistanceView(
            session.get_one(Office, there.office_id).name, there.asked_on, there.accepted_on, there.last_report_on
        ),
        support_level=get_support_level(open_plan),
    )  # fmt: skip
