"""Opening a plan: from a signed decision to a plan that lives."""

import secrets
import uuid
from datetime import date, time, timedelta
from typing import Any

from sqlmodel import Session, col, select

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan, get_birth_date
from casework.acting.resources import Resources
from casework.acting.rights import Actor, get_step_article, is_allowed
from casework.checkins.unavailability import record_unable_in_custody
from casework.measures.review_events import create_measure_ends, notify_of_custody
from casework.messages.contact_preferences import store_phone
from casework.plan.acts_opening import OPEN_PLAN
from casework.plan.calendar import generate_items, list_milestones
from casework.plan.plan_examination import PlanExamination, examine_plan
from casework.service.announcement_and_service import create_service_items, store_announcement, store_receipt
from casework.shared.device_consent import DEVICE_DATA, make_terms, record_answer
from casework.shared.files.plan_file import MinorPart, PersonPart, PlanFile
from casework.shared.items.items import add_item
from casework.shared.person_search import find_persons, index_person
from casework.staff.staffing import ensure_office, find_staff, join_team
from core.clock import local_date
from core.errors import BadInput, Mistake, NotAllowed, Refused
from core.i18n import _, ngettext
from law.articles import cite
from law.clocks import announcement_alarm, final_decision_deadline
from law.conditions import StatutoryDuty
from law.finding import filter_warnings
from law.period import working_end
from law.transitions import PlanStatus
from models.base import new_id
from models.database import lock_for_update
from models.decision import Decision
from models.office import Office, Role, Staff
from models.origin import writing_as
from models.person import Person
from models.plan import Condition, Plan, keep_edition

_CONSENT_TO_SENSITIVE_DATA = cite("consent_to_sensitive_data")
_DECISION_AND_PERIOD = cite("decision_and_period")
_END_OF_PERIOD = cite("end_of_period")
_MAJORITY = cite("majority")
_WHO_DECIDES = cite("who_decides")

_OTHER_OFFICE = _("方案由决定附条件不起诉的检察院的承办检察官或者检察官助理建立。")
_TWO_PEOPLE = _("写了启用日（taken_over_on）的方案由两个人建立：一人在“新方案”里上传文件，交给另一人核对、建立。")
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def open_new_plan(context: Context, actor: Actor, plan: PlanFile, *, prepared_by: uuid.UUID | None = None) -> str:
    """The plan is in the record with everything it will owe, and its number is returned.

    BadInput names every mistake at once and nothing is changed. Warnings of the law are no mistakes: they stand in
    the journal. A plan that has run for months begins here today: what lies before is never counted, and nobody is
    written to about it. That nobody else has prepared a plan that was taken over is a mistake of its file.
    """
    try:
        open_plan = _open(context, actor, plan, prepared_by)
    except NotAllowed:
        context.record_denial(actor, OPEN_PLAN, plan.number or "")
        raise
    context.call_on_commit(open_plan)
    return open_plan.plan.number


def _open(context: Context, actor: Actor, plan: PlanFile, prepared_by: uuid.UUID | None) -> OpenPlan:
    context.days.refresh()
    with context.database.transaction() as session:
        now = context.clock.now()
        today = local_date(now)
        examined = examine_plan(plan, context.get_law(actor.office_id), today, context.days)
        mistakes = examined.mistakes + find_unknown_people(session, plan) + find_taken_number(session, plan)
        if plan.taken_over_on is not None and prepared_by in (None, actor.id):
            mistakes.append(Mistake("taken_over_on", _TWO_PEOPLE))
        _refuse(mistakes)
        office = ensure_office(session, now, plan.case.office)
        store_edition(session, context, now)
        if not is_allowed(session, actor, OPEN_PLAN, None, now) or actor.office_id != office.id:
            raise NotAllowed(_OTHER_OFFICE, article=get_step_article(OPEN_PLAN))
        lock_for_update(session, Office, office.id)  # of two files about the same case, the second finds the first
        _refuse(find_duplicate_plan(context, session, plan, office.id))
        row = _plan_row(session, context, plan, examined, office, plan.taken_over_on or today)
        open_plan = OpenPlan(context, session, row, actor, OPEN_PLAN, now)
        with writing_as(session, open_plan.origin):
            if context.on_opening:
                context.on_opening(open_plan)
            _create_people(open_plan, plan)
            _create_team(open_plan, plan)
            _create_conditions(open_plan, plan)
            _create_decision(open_plan, plan)
            _record_opening(open_plan, plan, examined, prepared_by)
            _create_consents(open_plan, plan)
            _create_dates(open_plan, plan)
            generate_items(
                open_plan,
                plan.cadence,
                list_milestones(plan.milestone, row.period_from, row.working_end),
                row.period_from,
                row.period_to,
            )
            if announced := plan.announcement:
                store_announcement(open_plan, announced.on, announced.present, announced.explained)
            for service in plan.service:
                store_receipt(open_plan, service.to, service.on, "conditional_non_prosecution", service.number)
            open_plan.wake()
            context.close(open_plan)
    return open_plan


def check_prosecutor_known(context: Context, plan: PlanFile) -> None:
    """BadInput with every mistake of the file where nobody is in service who could open it, its own prosecutor."""
    with context.database.reading() as session:
        unknown = find_unknown_people(session, plan)
        if any(mistake.place == "team.prosecutor" for mistake in unknown):
            _refuse(
                examine_plan(plan, context.law, context.clock.today(), context.days).mistakes
                + unknown
                + find_taken_number(session, plan)
            )


def _refuse(mistakes: list[Mistake]) -> None:
    if mistakes:
        raise BadInput(
            ngettext("有{count}处需要改正，方案未建立。", len(mistakes), count=len(mistakes)),
            mistakes=mistakes,
        )


def find_unknown_people(session: Session, plan: PlanFile) -> list[Mistake]:
    """Everybody of the file's team who is not in service here, or holds another office."""
    mistakes = []
    office = session.exec(select(Office.id).where(Office.name == plan.case.office)).first()
    for role, login in plan.team.model_dump().items():
        if login is None:
            continue
        try:
            find_staff(session, login, (Role(role),), (office,), f"team.{role}")
        except BadInput as bad:
            mistakes += bad.mistakes
        except Refused as refused:
            mistakes.append(Mistake(f"team.{role}", refused.reason))
    signed = _who_decided(session, plan)
    if signed is not None and (
        signed.role not in (Role.CHIEF_PROSECUTOR, Role.DEPUTY) or signed.office_id not in (office, None)
    ):
        wrong = _("附条件不起诉由本院检察长或者授权的副检察长决定。")
        mistakes.append(Mistake("decision.decided_by", wrong, article=_WHO_DECIDES))
    return mistakes


def _who_decided(session: Session, plan: PlanFile) -> Staff | None:
    """The member of the staff whom the file names as having decided; None where it names nobody, or in words. Of a plan that
    was taken over it is words always: nobody here has decided what is told of elsewhere."""
    if plan.decision.decided_by is None or plan.taken_over_on is not None:
        return None
    return session.exec(select(Staff).where(Staff.login == plan.decision.decided_by)).first()


def find_taken_number(session: Session, plan: PlanFile) -> list[Mistake]:
    """That the number the file wants is another plan's already."""
    if plan.number and session.exec(select(Plan.id).where(Plan.number == plan.number)).first():
        return [Mistake("number", _("这个编号已经有方案。"))]
    return []


def find_other_office(session: Session, plan: PlanFile, office_id: uuid.UUID | None) -> list[Mistake]:
    """That the file tells of another office's plan: only the office that decided opens it."""
    office = session.get(Office, office_id) if office_id is not None else None
    if office is not None and office.name == plan.case.office:
        return []
    return [Mistake("case.office", _OTHER_OFFICE, article=get_step_article(OPEN_PLAN))]


def find_duplicate_plan(
    context: Context, session: Session, plan: PlanFile, office_id: uuid.UUID | None
) -> list[Mistake]:
    """That a file without a number tells of somebody whose plan this office has, by the same day's decision: sent twice, it
    would be processed twice. The office is the actor's own: nobody learns of another's case."""
    if plan.number:
        return []
    alike = select(Person).join(Plan, col(Person.plan_id) == col(Plan.id)).where(
        Plan.office_id == office_id,
        Plan.decided_on == plan.decision.on,
        col(Plan.closed_at).is_(None),
        Person.role == Role.MINOR.value,
        col(Person.id).in_(find_persons(context.vault, session, plan.minor.name)),
    )  # fmt: skip
    if all(get_birth_date(context.vault, minor) != plan.minor.born_on for minor in session.exec(alike)):
        return []
    duplicate_text = _("本院已有同名、同日出生、同日决定的方案；如果是另一个人，请在文件里写一个编号。")
    return [Mistake("minor", duplicate_text)]


def store_edition(session: Session, context: Resources, now: Any) -> None:
    """Today's edition of the rulebook is kept whole in the record."""
    keep_edition(session, context.rulebook.edition, context.rulebook.snapshot, now)


def _plan_row(
    session: Session, context: Context, plan: PlanFile, examined: PlanExamination, office: Office, starts: date
) -> Plan:
    now = context.clock.now()
    decision = plan.decision
    end = working_end(decision.period_written_from, decision.period_written_to, decision.months)
    row_id = new_id(now)
    context.vault.new_key(row_id)
    case = plan.case.model_dump(mode="json") | {
        "review": plan.review.model_dump(mode="json"),
        "decision": decision.model_dump(mode="json"),
        "cadence": plan.cadence.model_dump(mode="json"),
        "milestone": [milestone.model_dump(mode="json") for milestone in plan.milestone],
    }
    row = Plan(
        id=row_id,
        number=plan.number or make_random_number(),
        office_id=office.id,
        edition_id=context.rulebook.edition,
        status=PlanStatus.UNDER_SUPERVISION.value,
        opened_at=now,
        started_here_on=starts,
        case_document=context.seal(row_id, "plan.case", row_id, case),
        decided_on=decision.on,
        period_from=decision.period_written_from,
        period_to=decision.period_written_to,
        working_end=end,
        limit_ends_on=examined.limit_ends_on,
        review_days_left=examined.days_left,
        final_decision_by=final_decision_deadline(
            end, examined.days_left, context.days, context.get_law(office.id)
        ).rolled_to,
        leave_boundary=decision.leave_boundary,
        may_attach=" ".join(sort for sort, agreed in plan.attachments if agreed),
        on_bail=any(bail.lifted_on is None and bail.measure == "bail" for bail in plan.case.bail),
    )
    session.add(row)
    session.flush()
    return row


def make_random_number() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"SW-{letters[:4]}-{letters[4:]}"


def _create_people(open_plan: OpenPlan, plan: PlanFile) -> None:
    _person(open_plan, "minor", "minor", plan.minor)
    open_plan.session.flush()
    for guardian in plan.guardian:
        person = _person(open_plan, "guardian", guardian.relation, guardian)
        person.legal_representative = guardian.legal_representative
        person.receives = guardian.receives
        person.from_on = guardian.from_on
        if open_plan.of_age_on <= open_plan.today:
            person.ended_on = open_plan.today  # not the birthday, which stands in the open nowhere
            person.ended_because = "of_age"
    open_plan.session.flush()
    for person in open_plan.people():
        index_person(open_plan.context.vault, open_plan.session, person)
    for informed in plan.informed:
        row_id = new_id(open_plan.now)
        open_plan.add_person(
            Person(
                id=row_id,
                plan_id=open_plan.plan.id,
                role="informed",
                relation=informed.role,
                document=open_plan.seal("person.document", row_id, informed.model_dump(mode="json")),
                receives=False,
                reach=["sms"] if informed.phone else [],
                from_on=informed.since,
            )
        )


def _person(open_plan: OpenPlan, role: str, relation: str, part: PersonPart) -> Person:
    row_id = new_id(open_plan.now)
    person = Person(
        id=row_id,
        plan_id=open_plan.plan.id,
        role=role,
        relation=relation,
        document=open_plan.seal("person.document", row_id, part.model_dump(mode="json")),
        device=part.device,
        reach=list(part.reach),
        phone_held=list(part.phone_held),
        held_in_term=part.held_in_term,
        not_at=list(part.not_at),
        at_school=isinstance(part, MinorPart) and part.at_school,
        exams=list(part.exams),
        receives=not part.quiet,
    )
    open_plan.add_person(person)
    store_phone(open_plan, person, part.phone)
    return person


def _create_consents(open_plan: OpenPlan, plan: PlanFile) -> None:
    """What was answered about data of devices before the opening, with whose word it is, when and how it was said."""
    for consent in plan.usage.consent:
        who = next(person for person in open_plan.people() if person.relation == consent.person)
        record_answer(
            open_plan, who, DEVICE_DATA, consent.given, consent.way, consent.on,
            make_terms(consent.ways, consent.until_on),
        )  # fmt: skip
        open_plan.record(
            "record_consents",
            article=_CONSENT_TO_SENSITIVE_DATA,
            note={"whose": who.relation, "way": consent.way, "said_on": consent.on, "device_data": consent.given},
        )


def _create_team(open_plan: OpenPlan, plan: PlanFile) -> None:
    for role, login in plan.team.model_dump().items():
        if login is not None:
            staff = find_staff(open_plan.session, login, (Role(role),), (open_plan.plan.office_id,))
            join_team(open_plan, staff, Role(role))


def _create_conditions(open_plan: OpenPlan, plan: PlanFile) -> None:
    for place, kind in enumerate(StatutoryDuty, 1):
        row_id = new_id(open_plan.now)
        open_plan.session.add(
            Condition(
                id=row_id, plan_id=open_plan.plan.id, place=place, kind=kind.value, confirmed_by="prosecutor", owner="minor",
                document=open_plan.seal("condition.document", row_id, {}),
            )
        )  # fmt: skip
    for place, part in enumerate(plan.condition, 1):
        create_condition(open_plan, place, part.model_dump(mode="json"))


def create_condition(open_plan: OpenPlan, place: int, part: dict[str, Any]) -> Condition:
    """An additional condition stands on the plan; with a last day it is an item of its own."""
    row_id = new_id(open_plan.now)
    by_on = date.fromisoformat(part["by_on"]) if part.get("by_on") else None
    condition = Condition(
        id=row_id,
        plan_id=open_plan.plan.id,
        place=place,
        kind=part["kind"],
        document=open_plan.seal(
            "condition.document", row_id, {key: part.get(key) for key in ("text", "measure", "evidence")}
        ),
        confirmed_by=part["confirmed_by"],
        owner=part["owner"],
        amount=part.get("amount"),
        unit=part.get("unit"),
        by_on=by_on,
        told_on=open_plan.plan.announced_on,
    )
    open_plan.session.add(condition)
    return condition


def _create_decision(open_plan: OpenPlan, plan: PlanFile) -> None:
    row_id = new_id(open_plan.now)
    signed = _who_decided(open_plan.session, plan)
    proposed_by = None if plan.taken_over_on else open_plan.team(Role.PROSECUTOR)[0].staff_id
    words = {"reasons": plan.decision.reasons, "decided_by": None if signed else plan.decision.decided_by}
    open_plan.session.add(
        Decision(
            id=row_id,
            plan_id=open_plan.plan.id,
            kind="conditional_non_prosecution",
            decided_on=plan.decision.on,
            recorded_at=open_plan.now,
            proposed_by=proposed_by,
            decided_by=signed.id if signed else None,
            document=open_plan.seal("decision.document", row_id, words),
            detail={"period_from": open_plan.plan.period_from.isoformat(), "period_to": open_plan.plan.period_to.isoformat(),
                    "months": plan.decision.months},
        )
    )  # fmt: skip
    open_plan.session.flush()


def _create_dates(open_plan: OpenPlan, plan: PlanFile) -> None:
    """The dates of the law that run from the decision itself, whatever else has been done, and however late the plan is
    entered: what is over already is overdue from the first minute."""
    row, days, rulebook = open_plan.plan, open_plan.context.days, open_plan.rulebook
    create_service_items(open_plan, plan)
    if plan.announcement is None:
        alarm = announcement_alarm(row.decided_on, days, rulebook)
        add_item(open_plan, "announcement", alarm.due_on, article=alarm.article)
    add_item(open_plan, "pre_expiry", row.working_end, article=_END_OF_PERIOD)
    if plan.case.in_custody:
        notify_of_custody(open_plan, row.decided_on)
        record_unable_in_custody(open_plan, max(row.decided_on, row.started_here_on), None)
    create_period_end(open_plan)
    create_coming_of_age(open_plan)
    create_measure_ends(open_plan, [bail.model_dump(mode="json") for bail in plan.case.bail])


def create_period_end(open_plan: OpenPlan) -> None:
    """The period ends by itself at the midnight after its written last day."""
    add_item(
        open_plan, "period_end", open_plan.plan.period_to + timedelta(days=1), due_time=time(0, 0),
        article=_END_OF_PERIOD,
    )  # fmt: skip


def create_coming_of_age(open_plan: OpenPlan) -> None:
    """Somebody who comes of age before the case has ended: the plan is looked over before, and switched on the day; on
    its first minute here, where that day is over."""
    row, of_age_on = open_plan.plan, open_plan.of_age_on
    if row.decided_on < of_age_on <= row.final_decision_by:
        if open_plan.today <= of_age_on:
            add_item(open_plan, "age_rebase", of_age_on, article=_MAJORITY)
        add_item(open_plan, "coming_of_age", of_age_on, due_time=time(0, 0), article=_MAJORITY)


def _record_opening(
    open_plan: OpenPlan, plan: PlanFile, examined: PlanExamination, prepared_by: uuid.UUID | None
) -> None:
    by = open_plan.session.get(Staff, prepared_by) if prepared_by else None
    open_plan.record(
        article=_DECISION_AND_PERIOD,
        note={
            "decided_on": open_plan.plan.decided_on,
            "period_to": open_plan.plan.period_to,
            "computed_end": open_plan.plan.working_end,
            "review_days_left": examined.days_left,
            "final_decision_by": open_plan.plan.final_decision_by,
            "edition": open_plan.rulebook.short_edition,
        },
        detail={"not_recorded": examined.not_recorded} | ({"prepared_by": by.display_name} if by else {}),
        warned=filter_warnings(examined.findings),
    )
