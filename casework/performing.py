"""An act of an acts file is performed by the same verb that a person's click performs."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlmodel import col, select

from casework import acts_file as told
from casework import (
    announcing,
    changing,
    ending,
    evaluating,
    explaining,
    incidents,
    leaves,
    people,
    remedies,
    sealing,
    staffing,
    submitting,
)
from casework.desk import Desk
from casework.rights import Actor
from law.parties import PartyState
from law.transitions import End, Outcome
from models.item import Item
from models.office import Role, Staff
from models.person import Person
from models.plan import Plan, TeamMember
from sunward.clock import at_local
from sunward.errors import BadInput
from sunward.words import Words

_FAMILY_WORDS = ("guardian", "mother", "father", "grandmother", "grandfather", "aunt", "uncle", "brother", "sister")


def actor_named(desk: Desk, number: str, by: str, *, accepting: bool = False) -> Actor:
    """Who acts: the plan's own person in that role. BadInput if the plan has nobody there."""
    with desk.database.reading() as session:
        plan = desk.find(session, number)
        if by == "minor" or by in _FAMILY_WORDS:
            people_there = session.exec(select(Person).where(Person.plan_id == plan.id)).all()
            fitting = [
                person
                for person in people_there
                if person.relation == by or (by == "guardian" and person.role == "guardian")
            ]
            if fitting:
                role = Role.MINOR if fitting[0].role == "minor" else Role.GUARDIAN
                return Actor("family", role, fitting[0].id, None, plan.id)
            raise _nobody(by)
        query = (
            select(Staff)
            .join(TeamMember, col(TeamMember.staff_id) == col(Staff.id))
            .where(TeamMember.plan_id == plan.id, TeamMember.role == by, col(TeamMember.until_at).is_(None))
            .order_by(
                col(TeamMember.accepted_at).is_(None).desc() if accepting else col(TeamMember.accepted_at).is_(None)
            )
        )
        staff = session.exec(query).first()
        if staff is None:
            in_office = select(Staff).where(Staff.office_id == plan.office_id, Staff.role == by, col(Staff.active))
            staff = session.exec(in_office.order_by(col(Staff.login))).first()
        if staff is None:
            raise _nobody(by)
        return Actor.of_staff(staff)


def _nobody(by: str) -> BadInput:
    return BadInput(Words(f"本方案没有这样的人：{by}。", f"This plan has nobody in that place: {by}."))


def spread(desk: Desk, number: str, act: told.AnyAct) -> Iterator[tuple[datetime, told.AnyAct]]:
    """The act with its moment; an act told once for many items becomes one act for each of them."""
    if not isinstance(act, told.Submit) or act.each_until is None:
        yield act.moment, act
        return
    shift = timedelta(days=act.days_late - act.days_early)
    for due_on in _due_days(desk, number, act.item, act.on, act.each_until):
        if due_on not in act.each_except:
            one = act.model_copy(update={"due_on": due_on, "on": due_on + shift, "each_until": None, "each_except": []})
            yield at_local(due_on + shift, act.at), one


def _due_days(desk: Desk, number: str, kind: str, from_on: date, to_on: date) -> list[date]:
    with desk.database.reading() as session:
        items = session.exec(
            select(Item)
            .join(Plan, col(Plan.id) == col(Item.plan_id))
            .where(Plan.number == number, Item.kind == kind, col(Item.due_on) >= from_on, col(Item.due_on) <= to_on)
        ).all()
    return sorted({item.due_on for item in items})


def perform(desk: Desk, number: str, act: told.AnyAct, in_person: Actor | None = None) -> None:
    """The act is done, by its actor, now. Raises what its verb raises.

    A signed-in person acts `in_person`: then nobody named in the act stands for anybody else, and who approves is who
    acts. In a script the plan's own person in that role acts.
    """
    by = in_person or actor_named(desk, number, act.by, accepting=isinstance(act, told.AcceptHandOver))
    match act:
        case told.Announce():
            announcing.announce(desk, by, number, on=act.on, present=act.present, told=act.told)
        case told.RecordService():
            announcing.record_service(
                desk, by, number, to=act.to, received_on=act.received_on or act.on, decision=act.decision,
                receipt_number=act.number,
            )  # fmt: skip
        case told.Submit():
            submitting.submit(
                desk, by, number, kind=act.item, due_on=act.due_on, content=_content(act), way=_way(act, by),
                phone_clock=act.phone_clock,
            )  # fmt: skip
        case told.RecordProgress():
            submitting.record_progress(desk, by, number, condition=act.condition, amount=act.amount, note=act.note)
        case told.RecordUnable():
            explaining.record_unable(
                desk,
                by,
                number,
                who=Role(act.who),
                from_on=act.from_on,
                to_on=act.to_on,
                reason=act.reason,
                text=act.text,
            )
        case told.Explain():
            explaining.explain(
                desk, by, number, kind=act.item, due_on=act.due_on, text=act.text, by_phone=act.told_by_phone
            )
        case told.AnswerExplanation():
            explaining.answer_explanation(
                desk, by, number, kind=act.item, due_on=act.due_on, answer=act.answer, reason=act.reason
            )
        case told.ChangePeriod():
            chief = in_person or actor_named(desk, number, act.approved_by)
            changing.change_period(
                desk, chief, number, new_end_on=act.new_end_on, reason=act.reason,
                proposed_by=by if by.role is Role.PROSECUTOR else None,
            )  # fmt: skip
        case told.ChangeCondition():
            changing.change_condition(
                desk, by, number, condition=act.condition, text=act.text, reason=act.reason, heard=act.heard,
                measure=act.measure, amount=act.amount, by_on=act.by_on,
            )  # fmt: skip
        case told.ReportIncident():
            incidents.report_incident(
                desk, by, number, label=act.incident, kind=act.kind, done_on=act.done_on, found_on=act.found_on,
                facts=act.facts, serious=act.serious,
            )  # fmt: skip
        case told.HearExplanation():
            incidents.hear(desk, by, number, label=act.incident, text=act.text)
        case told.CloseIncident():
            incidents.close_incident(
                desk, by, number, label=act.incident, finding=act.finding, response=act.response, reason=act.reason
            )
        case told.Revoke():
            chief = in_person or actor_named(desk, number, act.approved_by)
            ending.revoke(
                desk, chief, number, incident=act.incident, reason=act.reason,
                proposed_by=by if by.role is Role.PROSECUTOR else None,
            )  # fmt: skip
        case told.Prosecute():
            ending.prosecute(desk, by, number)
        case told.RecordJudgment():
            ending.record_judgment(desk, by, number, sentence_months=act.sentence_months, effective_on=act.effective_on)
        case told.AskLeave():
            leaves.ask_leave(
                desk, by, number, label=act.leave, from_on=act.from_on, to_on=act.to_on, destination=act.destination,
                reason=act.reason, emergency=act.emergency, standing=act.standing,
            )  # fmt: skip
        case told.DecideLeave() if act.whose == "police_station":
            leaves.record_police_station(desk, by, number, label=act.leave, approved=act.approved, reason=act.reason)
        case told.DecideLeave():
            leaves.decide_leave(desk, by, number, label=act.leave, approved=act.approved, reason=act.reason)
        case told.HandOver():
            staffing.hand_over(desk, by, number, role=Role(act.role), to=act.to, stand_in=act.stand_in)
        case told.AcceptHandOver():
            staffing.accept_hand_over(desk, by, number, role=Role(act.role))
        case told.AssistElsewhere():
            staffing.assist_elsewhere(desk, by, number, office=act.office, social_worker=act.social_worker)
        case told.Hush():
            people.hush(desk, by, number, until_on=act.until_on, reason=act.reason)
        case told.ReportDanger():
            people.report_danger(
                desk, by, number, relation=act.person, told_to=act.told_to, reference=act.reference, facts=act.facts
            )
        case told.RecordFeedback():
            people.record_feedback(desk, by, number, text=act.text)
        case told.NameContact():
            people.name_contact(
                desk, by, number, relation=act.person, name=act.name, phone=act.phone, device=act.device
            )
        case told.FileRemedy():
            remedies.file_remedy(
                desk,
                by,
                number,
                kind=act.remedy,
                decision_received_on=act.decision_received_on,
                posted_on=act.posted_on,
                receipt_number=act.receipt_number,
            )
        case told.DecideRemedy():
            remedies.decide_remedy(desk, by, number, kind=act.remedy, outcome=act.outcome)
        case told.DoubtAge():
            people.doubt_age(desk, by, number, claimed_born_on=act.claimed_born_on, source=act.source)
        case told.SettleAge():
            people.settle_age(desk, by, number, born_on=act.born_on, reason=act.reason)
        case told.GiveConsents():
            people.give_consents(desk, by, number, device_data=act.device_data)
        case told.WithdrawConsent():
            people.withdraw_consent(desk, by, number)
        case told.Evaluate():
            evaluating.evaluate(desk, by, number, milestone=act.milestone, result=act.result, text=act.text)
        case told.WriteOpinion():
            ending.write_opinion(desk, by, number, proposal=Outcome(act.proposal), text=act.text)
        case told.HearVictim():
            ending.hear_victim(desk, by, number, state=PartyState(act.state))
        case told.DecideNonProsecution():
            ending.decide_non_prosecution(desk, by, number)
        case told.AnnounceOutcome():
            ending.announce_outcome(desk, by, number, present=act.present)
        case told.EndOtherwise():
            ending.end_otherwise(desk, by, number, how=End(act.how), reason=act.reason)
        case told.AnswerAfterCare():
            sealing.answer_after_care(desk, by, number, consent=act.consent, until_on=act.until_on)
        case told.EndAfterCare():
            raise BadInput(
                Words(
                    "自愿回访卡与案卷没有关联，请在回访卡上结束。",
                    "The after-care card has no link to the plan: end it there.",
                )
            )
        case told.Note():
            evaluating.note(desk, by, number, topic=act.topic, text=act.text)


def _content(act: told.Submit) -> dict[str, object]:
    content = {"text": act.text, "minutes": act.minutes, "night_minutes": act.night_minutes}
    return {key: value for key, value in content.items() if value is not None}


def _way(act: told.Submit, by: Actor) -> str | None:
    if act.told_by_phone:
        return "phone"
    if act.on_paper:
        return "paper"
    return None if by.kind == "family" else "person"
