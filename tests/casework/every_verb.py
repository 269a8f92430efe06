"""Every verb a person can do, each with one honest way of doing it: who usually may, and the call itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from casework import (
    after_care,
    age,
    announcing,
    assisting,
    attachments,
    cards,
    changing,
    concluding,
    consents,
    correcting,
    data_requests,
    dismissing,
    ending,
    explaining,
    incidents,
    leaves,
    levels,
    objecting,
    partners,
    people,
    proposing,
    recasting,
    referring,
    remedies,
    reviewing,
    sealed_files,
    sealing,
    setting_aside,
    staffing,
    submitting,
)
from casework.acts.performer import actor_named
from casework.desk import Desk
from casework.evaluation import evaluating, milestones, needs, progress, progress_index, questionnaires, situations
from casework.evaluation.situations import Subject
from casework.messages import asking_to_sign, calls, reach
from casework.papers import making as papers
from casework.papers import pack
from casework.papers import volume as paper_volume
from casework.rights import Act, Actor
from casework.usage import devices as usage_devices
from casework.usage import files as usage_files
from casework.usage import notes as usage_notes
from casework.usage import reviewing as usage_reviewing
from evaluation.needs import Domain, Time
from evaluation.views import Says, Topic
from law.card_restriction import Group
from law.confidentiality import UnsealingGround
from law.guardians import OrderKind
from law.parties import PartyState
from law.sealing import Requester
from law.transitions import End, Outcome
from models.office import Role
from notifications.events import Event
from tests.builders import at
from usage.categories import Category
from usage.sources import Source, Whose

Call = Callable[[Desk, Actor, str], Any]


@dataclass(frozen=True)
class Verb:
    """One verb: the act it asks for, who usually does it, and the call. Dates fit a plan decided on 2 March 2026."""

    act: Act
    by: str
    do: Call


def _v(act: Act, by: str, do: Call) -> Verb:
    return Verb(act, by, do)


def _by(desk: Desk, number: str, role: str) -> Actor:
    return actor_named(desk, number, role)


IN_ONE_LIFE = (
    "name_device", "give_token", "take_token_back", "keep_device", "agree_on_usage", "hand_in_file", "hand_in_sheet",
    "place_app", "comment_on_usage", "answer_dispute", "close_note", "close_usage_review", "record_returned_cards",
    "record_card_query", "record_restriction", "record_appeal", "answer_appeal", "record_relief",
)  # fmt: skip
"""Verbs of digital use and cards: tried twice one after the other in one life, in this order."""

VERBS: dict[str, Verb] = {
    "announce": _v(Act.ANNOUNCE, "prosecutor", lambda d, a, n: announcing.announce(
        d, a, n, on=d.clock.today(), present=["minor", "mother"], told=["period", "rules", "liability"])),
    "record_service": _v(Act.RECORD_SERVICE, "clerk", lambda d, a, n: announcing.record_service(
        d, a, n, to="police", received_on=date(2026, 3, 3))),
    "ask_to_sign": _v(Act.ASK_TO_SIGN, "clerk", lambda d, a, n: asking_to_sign.ask_to_sign(
        d, a, n, decision="conditional_non_prosecution", day=d.clock.today(), phone="10000990109")),
    "make_paper": _v(Act.MAKE_PAPER, "social_worker", lambda d, a, n: papers.make_paper(
        d, a, n, paper="certificate_guidance")),
    "draft_paper": _v(Act.MAKE_PAPER, "social_worker", lambda d, a, n: papers.draft_paper(
        d, a, n, paper="certificate_guidance")),
    "volume_of": _v(Act.READ_PAPER, "clerk", lambda d, a, n: paper_volume.volume_of(d, a, n)),
    "make_pack": _v(Act.MAKE_PACK, "assistant", lambda d, a, n: pack.make_pack(d, a, n)),
    "submit": _v(Act.SUBMIT, "minor", lambda d, a, n: submitting.submit(
        d, a, n, kind="weekly_note", due_on=date(2026, 3, 9), content={"text": "都好"})),
    "agree_on_attachments": _v(Act.AGREE_ON_ATTACHMENTS, "prosecutor", lambda d, a, n: attachments.agree_on_attachments(
        d, a, n, photo=True, voice=False, place=True, sheet=True)),
    "review": _v(Act.REVIEW, "assistant", lambda d, a, n: submitting.review(
        d, a, n, kind="weekly_note", due_on=date(2026, 3, 9))),
    "record_progress": _v(Act.RECORD_PROGRESS, "social_worker", lambda d, a, n: submitting.record_progress(
        d, a, n, condition="A1", amount=1, done_on=date(2026, 3, 5))),
    "record_unable": _v(Act.RECORD_UNABLE, "prosecutor", lambda d, a, n: explaining.record_unable(
        d, a, n, who=Role.MINOR, from_on=date(2026, 3, 9), to_on=date(2026, 3, 12), reason="illness")),
    "explain": _v(Act.EXPLAIN, "minor", lambda d, a, n: explaining.explain(
        d, a, n, kind="weekly_note", due_on=date(2026, 3, 9), text="病了")),
    "answer_explanation": _v(Act.ANSWER_EXPLANATION, "assistant", lambda d, a, n: explaining.answer_explanation(
        d, a, n, kind="weekly_note", due_on=date(2026, 3, 9), answer="excused", reason="属实")),
    "dismiss_items": _v(Act.DISMISS_ITEMS, "prosecutor", lambda d, a, n: dismissing.dismiss_items(
        d, a, n, items=["worker_contact"], reason="已由其他方式了解情况")),
    "evaluate": _v(Act.EVALUATE, "prosecutor", lambda d, a, n: evaluating.evaluate(
        d, a, n, milestone="half_time", result="continue")),
    "propose_evaluation": _v(Act.PROPOSE_EVALUATION, "social_worker", lambda d, a, n: milestones.propose_evaluation(
        d, a, n, milestone="half_time", result="continue", reason="都好")),
    "ask_views": _v(Act.ASK_VIEWS, "social_worker", lambda d, a, n: milestones.ask_views(
        d, a, n, milestone="half_time")),
    "give_view": _v(Act.GIVE_VIEW, "minor", lambda d, a, n: milestones.give_view(
        d, a, n, milestone="half_time", of="minor", says={Topic.HOME: Says.WELL}, text="都好")),
    "rate_needs": _v(Act.RATE_NEEDS, "social_worker", lambda d, a, n: needs.rate_needs(
        d, a, n, time=Time.START, needs={Domain.FAMILY: 1})),
    "record_situation": _v(Act.RECORD_SITUATION, "social_worker", lambda d, a, n: situations.record_situation(
        d, a, n, subject=Subject.SCHOOL_OR_WORK, state="in_work")),
    "record_questionnaire": _v(Act.RECORD_QUESTIONNAIRE, "assistant", lambda d, a, n:
        questionnaires.record_questionnaire(
            d, a, n, questionnaire="iat", taken_on=date(2026, 3, 5), total=44,
            minor_consented_on=date(2026, 3, 4), representative_consented_on=date(2026, 3, 4))),
    "comment_on_progress": _v(Act.COMMENT_ON_PROGRESS, "minor", lambda d, a, n: progress.comment_on_progress(
        d, a, n, text="不全是这样")),
    "tell_index": _v(Act.TELL_INDEX, "social_worker", lambda d, a, n: progress_index.tell_index(d, a, n)),
    "note": _v(Act.NOTE, "social_worker", lambda d, a, n: evaluating.note(d, a, n, topic="family", text="都好")),
    "change_period": _v(Act.CHANGE_PERIOD, "chief_prosecutor", lambda d, a, n: changing.change_period(
        d, a, n, new_end_on=date(2026, 11, 1), reason="视表现", proposed_by=_by(d, n, "prosecutor"))),
    "change_condition": _v(Act.CHANGE_CONDITION, "prosecutor", lambda d, a, n: changing.change_condition(
        d, a, n, condition="A1", text="改为八次", reason="视需要", heard=True)),
    "hand_over": _v(Act.HAND_OVER, "social_worker", lambda d, a, n: staffing.hand_over(
        d, a, n, role=Role.SOCIAL_WORKER, to="second.worker")),
    "accept_hand_over": _v(Act.ACCEPT_HAND_OVER, "second.worker", lambda d, a, n: staffing.accept_hand_over(
        d, a, n, role=Role.SOCIAL_WORKER)),
    "assist_elsewhere": _v(Act.ASSIST_ELSEWHERE, "prosecutor", lambda d, a, n: assisting.assist_elsewhere(
        d, a, n, office="另县")),
    "propose": _v(Act.PROPOSE, "prosecutor", lambda d, a, n: proposing.propose(
        d, a, n, step="period_change", new_end_on=date(2026, 11, 1), reason="视表现")),
    "countersign": _v(Act.COUNTERSIGN, "department_head", lambda d, a, n: proposing.countersign(
        d, a, n, step="period_change", comment="同意")),
    "return_proposal": _v(Act.RETURN_PROPOSAL, "chief_prosecutor", lambda d, a, n: proposing.return_proposal(
        d, a, n, step="period_change", comment="再核实")),
    "withdraw_proposal": _v(Act.WITHDRAW_PROPOSAL, "prosecutor", lambda d, a, n: proposing.withdraw_proposal(
        d, a, n, step="period_change")),
    "ask_assistance": _v(Act.ASK_ASSISTANCE, "prosecutor", lambda d, a, n: assisting.ask_assistance(
        d, a, n, office="另县")),
    "accept_assistance": _v(Act.ACCEPT_ASSISTANCE, "ling.prosecutor", lambda d, a, n: assisting.accept_assistance(
        d, a, n)),
    "record_assisted_report": _v(
        Act.RECORD_ASSISTED_REPORT, "prosecutor", lambda d, a, n: assisting.record_assisted_report(
            d, a, n, text="一切正常", by_letter=True)),
    "end_assistance": _v(Act.END_ASSISTANCE, "prosecutor", lambda d, a, n: assisting.end_assistance(
        d, a, n, reason="回到本地")),
    "change_cadence": _v(Act.CHANGE_CADENCE, "prosecutor", lambda d, a, n: recasting.change_cadence(
        d, a, n, from_on=date(2026, 4, 1), reason="改在周三", kind="weekly_note", changed={"on": "Wed"})),
    "move_item": _v(Act.MOVE_ITEM, "social_worker", lambda d, a, n: recasting.move_item(
        d, a, n, kind="worker_contact", due_on=date(2026, 3, 16), to_on=date(2026, 3, 18), reason="开会")),
    "adopt_edition": _v(Act.ADOPT_EDITION, "prosecutor", lambda d, a, n: recasting.adopt_edition(
        d, a, n, reason="规则更新")),
    "report_incident": _v(Act.REPORT_INCIDENT, "social_worker", lambda d, a, n: incidents.report_incident(
        d, a, n, label="one", kind="new_crime", done_on=date(2026, 3, 3), found_on=None, facts="有人反映")),
    "hear": _v(Act.HEAR, "prosecutor", lambda d, a, n: incidents.hear(d, a, n, label="one", text="听取")),
    "close_incident": _v(Act.CLOSE_INCIDENT, "prosecutor", lambda d, a, n: incidents.close_incident(
        d, a, n, label="one", finding="ground", response="none", reason="属实")),
    "ask_leave": _v(Act.ASK_LEAVE, "minor", lambda d, a, n: leaves.ask_leave(
        d, a, n, label="trip", from_on=date(2026, 3, 20), to_on=date(2026, 3, 22), destination="邻市", reason="探亲")),
    "decide_leave": _v(Act.DECIDE_LEAVE, "prosecutor", lambda d, a, n: leaves.decide_leave(
        d, a, n, label="trip", approved=True)),
    "record_police_station": _v(Act.RECORD_POLICE_STATION, "assistant", lambda d, a, n: leaves.record_police_station(
        d, a, n, label="trip", approved=True)),
    "hush": _v(Act.HUSH, "prosecutor", lambda d, a, n: people.hush(d, a, n, until_on=date(2026, 3, 25), reason="考试")),
    "name_contact": _v(Act.NAME_CONTACT, "prosecutor", lambda d, a, n: people.name_contact(
        d, a, n, relation="aunt", name="芒果的姑姑", phone="10000990103", device="own")),
    "end_contact": _v(Act.END_CONTACT, "social_worker", lambda d, a, n: people.end_contact(
        d, a, n, relation="mother", because=people.Ended.DIED, on=date(2026, 3, 3))),
    "record_hours": _v(Act.RECORD_HOURS, "social_worker", lambda d, a, n: reach.record_hours(
        d, a, n, relation="minor", phone_held=["Fri 18:00-Sun 16:00"])),
    "opt_out": _v(Act.OPT_OUT, "minor", lambda d, a, n: reach.opt_out(
        d, a, n, relation="minor", event=Event.PRAISE_GIVEN)),
    "record_informed": _v(Act.RECORD_INFORMED, "prosecutor", lambda d, a, n: reach.record_informed(
        d, a, n, who="mentor", name="芒果的帮扶人", since=date(2026, 3, 4))),
    "record_call": _v(Act.RECORD_CALL, "social_worker", lambda d, a, n: calls.record_call(
        d, a, n, kind="weekly_note", due_on=date(2026, 3, 9), outcome=calls.CallOutcome.REACHED)),
    "record_passed_on": _v(Act.RECORD_PASSED_ON, "social_worker", lambda d, a, n: calls.record_passed_on(
        d, a, n, kind="weekly_note", due_on=date(2026, 3, 9), seen=True)),
    "record_paper": _v(Act.RECORD_PAPER, "social_worker", lambda d, a, n: calls.record_paper(
        d, a, n, who=Role.MINOR, until_on=date(2026, 3, 31))),
    "report_danger": _v(Act.REPORT_DANGER, "social_worker", lambda d, a, n: people.report_danger(
        d, a, n, relation="mother", told_to="公安机关", reference=None, facts="有伤")),
    "record_feedback": _v(Act.RECORD_FEEDBACK, "prosecutor", lambda d, a, n: people.record_feedback(
        d, a, n, text="已受理")),
    "ask_about_data": _v(Act.ASK_ABOUT_DATA, "minor", lambda d, a, n: data_requests.ask_about_data(
        d, a, n, wish="copy", text="想看看存了什么")),
    "answer_data_request": _v(Act.ANSWER_DATA_REQUEST, "prosecutor", lambda d, a, n: data_requests.answer_data_request(
        d, a, n, place=1, outcome="done", reason="已当面给看")),
    "restore_contact": _v(Act.RESTORE_CONTACT, "prosecutor", lambda d, a, n: people.restore_contact(
        d, a, n, relation="mother", reason="查明不是")),
    "order_guardian": _v(Act.ORDER_GUARDIAN, "prosecutor", lambda d, a, n: partners.order_guardian(
        d, a, n, label="fe1", kind=OrderKind.FAMILY_EDUCATION, relation="mother", hours=6, provider="妇联指导站")),
    "record_order_hours": _v(Act.RECORD_ORDER_HOURS, "social_worker", lambda d, a, n: partners.record_order_hours(
        d, a, n, label="fe1", hours=2)),
    "take_back_session": _v(Act.TAKE_BACK_SESSION, "social_worker", lambda d, a, n: partners.take_back_session(
        d, a, n, condition="A1", done_on=date(2026, 3, 5), reason="记重了")),
    "end_order": _v(Act.END_ORDER, "prosecutor", lambda d, a, n: partners.end_order(
        d, a, n, label="fe1", reason="已完成")),
    "send_suggestion": _v(Act.SEND_SUGGESTION, "prosecutor", lambda d, a, n: partners.send_suggestion(
        d, a, n, label="sg1", kind="minors_protection", unit="某网吧", text="接纳未成年人")),
    "record_suggestion_reply": _v(
        Act.RECORD_SUGGESTION_REPLY, "clerk", lambda d, a, n: partners.record_suggestion_reply(
            d, a, n, label="sg1", text="已整改")),
    "ask_aid": _v(Act.ASK_AID, "social_worker", lambda d, a, n: partners.ask_aid(
        d, a, n, label="aid1", kind="judicial_aid", reason="生活困难", yuan=5000)),
    "answer_aid": _v(Act.ANSWER_AID, "prosecutor", lambda d, a, n: partners.answer_aid(
        d, a, n, label="aid1", granted=True, reason="符合条件", yuan=4000)),
    "record_assessment": _v(Act.RECORD_ASSESSMENT, "social_worker", lambda d, a, n: partners.record_assessment(
        d, a, n, label="ps1", tested_on=date(2026, 3, 5), minor_consented_on=date(2026, 3, 4),
        representative_consented_on=date(2026, 3, 4), result="情绪平稳")),
    "refer": _v(Act.REFER, "social_worker", lambda d, a, n: referring.refer(
        d, a, n, label="rf1", kind="counselling", unit="某心理中心", purpose="睡不好", minor_consented_on=date(2026, 3, 5),
        guardian_consented_on=date(2026, 3, 5))),
    "record_referral_answer": _v(
        Act.RECORD_REFERRAL_ANSWER, "social_worker", lambda d, a, n: referring.record_referral_answer(
            d, a, n, label="rf1", outcome="accepted", first_on=date(2026, 3, 9))),
    "set_support_level": _v(Act.SET_SUPPORT_LEVEL, "prosecutor", lambda d, a, n: levels.set_support_level(
        d, a, n, level="closer", reason="刚换学校")),
    "ask_certificate": _v(Act.ASK_CERTIFICATE, "minor", lambda d, a, n: partners.ask_certificate(d, a, n)),
    "record_certificate": _v(Act.RECORD_CERTIFICATE, "social_worker", lambda d, a, n: partners.record_certificate(
        d, a, n)),
    "give_consents": _v(Act.GIVE_CONSENTS, "minor", lambda d, a, n: consents.give_consents(d, a, n, device_data=True)),
    "withdraw_consent": _v(Act.GIVE_CONSENTS, "minor", lambda d, a, n: consents.withdraw_consent(d, a, n)),
    "doubt_age": _v(Act.DOUBT_AGE, "social_worker", lambda d, a, n: age.doubt_age(
        d, a, n, claimed_born_on=date(2010, 10, 8), source="出生纸")),
    "settle_age": _v(Act.SETTLE_AGE, "prosecutor", lambda d, a, n: age.settle_age(
        d, a, n, born_on=date(2009, 11, 20), reason="核实")),
    "file_remedy": _v(Act.FILE_REMEDY, "clerk", lambda d, a, n: remedies.file_remedy(
        d, a, n, kind="reconsideration", decision_received_on=date(2026, 3, 3))),
    "decide_remedy": _v(Act.DECIDE_REMEDY, "chief_prosecutor", lambda d, a, n: remedies.decide_remedy(
        d, a, n, kind="reconsideration", outcome="upheld", examiner=_by(d, n, "department_head"))),
    "record_remedy_answer": _v(Act.RECORD_REMEDY_ANSWER, "clerk", lambda d, a, n: remedies.record_remedy_answer(
        d, a, n, kind="higher_review", outcome="upheld")),
    "add_addressee": _v(Act.ADD_ADDRESSEE, "prosecutor", lambda d, a, n: announcing.add_addressee(
        d, a, n, to="school", decision="conditional_non_prosecution", reason="班主任已知情")),
    "object": _v(Act.OBJECT, "mother", lambda d, a, n: objecting.object_to(
        d, a, n, by="legal_representative", against="conditions", text="太多了")),
    "answer_objection": _v(Act.ANSWER_OBJECTION, "prosecutor", lambda d, a, n: objecting.answer_objection(
        d, a, n, against="conditions", adopted=True, reason="减为六次")),
    "withdraw_objection": _v(Act.WITHDRAW_OBJECTION, "mother", lambda d, a, n: objecting.withdraw_objection(
        d, a, n, by="legal_representative", against="conditions")),
    "hold_hearing": _v(Act.HOLD_HEARING, "clerk", lambda d, a, n: reviewing.hold_hearing(
        d, a, n, on=date(2026, 2, 27), notified_on=date(2026, 2, 23), public=False)),
    "restart_review": _v(Act.RESTART_REVIEW, "assistant", lambda d, a, n: reviewing.restart_review(
        d, a, n, because="supplementary_investigation", began_on=date(2026, 2, 20))),
    "record_measure": _v(Act.RECORD_MEASURE, "clerk", lambda d, a, n: reviewing.record_measure(
        d, a, n, measure="bail", decided_by="procuratorate", from_on=date(2026, 3, 2))),
    "correct_fact": _v(Act.CORRECT_FACT, "clerk", lambda d, a, n: correcting.correct_fact(
        d, a, n, fact="record_service", which="police", right={"received_on": date(2026, 3, 5)}, reason="看错了日期")),
    "settle_property": _v(Act.SETTLE_PROPERTY, "clerk", lambda d, a, n: concluding.settle_property(
        d, a, n, place=1, outcome="returned")),
    "write_opinion": _v(Act.WRITE_OPINION, "prosecutor", lambda d, a, n: ending.write_opinion(
        d, a, n, proposal=Outcome.NON_PROSECUTION)),
    "hear_victim": _v(Act.HEAR_VICTIM, "prosecutor", lambda d, a, n: ending.hear_victim(
        d, a, n, state=PartyState.NOT_IN_THIS_CASE)),
    "decide_non_prosecution": _v(Act.DECIDE_NON_PROSECUTION, "chief_prosecutor", lambda d, a, n:
        ending.decide_non_prosecution(d, a, n)),
    "revoke": _v(Act.REVOKE, "chief_prosecutor", lambda d, a, n: ending.revoke(
        d, a, n, incident="one", reason="属实", proposed_by=_by(d, n, "prosecutor"))),
    "prosecute": _v(Act.PROSECUTE, "prosecutor", lambda d, a, n: ending.prosecute(d, a, n)),
    "record_judgment": _v(Act.RECORD_JUDGMENT, "assistant", lambda d, a, n: ending.record_judgment(
        d, a, n, sentence_months=8, effective_on=date(2026, 3, 12))),
    "announce_outcome": _v(Act.ANNOUNCE_OUTCOME, "prosecutor", lambda d, a, n: ending.announce_outcome(
        d, a, n, present=["minor"])),
    "end_otherwise": _v(Act.END_OTHERWISE, "chief_prosecutor", lambda d, a, n: ending.end_otherwise(
        d, a, n, how=End.NO_LIABILITY, reason="依法", proposed_by=_by(d, n, "prosecutor"))),
    "follow_correction": _v(Act.FOLLOW_CORRECTION, "chief_prosecutor", lambda d, a, n: setting_aside.follow_correction(
        d, a, n, follows="sealing", reason="不再追诉", proposed_by=_by(d, n, "prosecutor"))),
    "set_aside": _v(Act.SET_ASIDE, "chief_prosecutor", lambda d, a, n: setting_aside.set_aside(
        d, a, n, ground="reexamination", reason="复查决定", prosecute_by=date(2026, 12, 1),
        proposed_by=_by(d, n, "prosecutor"))),
    "unseal": _v(Act.UNSEAL, "chief_prosecutor", lambda d, a, n: setting_aside.unseal(
        d, a, n, ground=UnsealingGround.NEW_CRIME, total_months=72, judged_on=d.clock.today(), reason="并罚判决",
        proposed_by=_by(d, n, "prosecutor"))),
    "ask_access": _v(Act.ASK_ACCESS, "clerk", lambda d, a, n: sealed_files.ask_access(
        d, a, n, label="req1", requester=Requester.JUDICIAL_ORGAN_FOR_A_CASE, who="市检察院", purpose="办理申诉")),
    "answer_access": _v(Act.ANSWER_ACCESS, "chief_prosecutor", lambda d, a, n: sealed_files.answer_access(
        d, a, n, label="req1", granted=True, reason="依法", reader="gui.prosecutor",
        until_on=d.clock.today() + timedelta(days=7))),
    "read_sealed": _v(Act.READ_SEALED, "prosecutor", lambda d, a, n: sealed_files.read_sealed(d, a, n)),
    "end_access": _v(Act.END_ACCESS, "chief_prosecutor", lambda d, a, n: sealed_files.end_access(
        d, a, n, label="req1")),
    "accesses_of": _v(Act.READ_ACCESS, "clerk", lambda d, a, n: sealed_files.accesses_of(d, a, n)),
    "answer_after_care": _v(Act.ANSWER_AFTER_CARE, "minor", lambda d, a, n: after_care.answer_after_care(
        d, a, n, consent=True)),
    "name_device": _v(Act.NAME_DEVICE, "social_worker", lambda d, a, n: usage_devices.name_device(
        d, a, n, device="computer", whose=Whose.OWN)),
    "give_token": _v(Act.GIVE_TOKEN, "social_worker", lambda d, a, n: usage_devices.give_token(
        d, a, n, device="computer")),
    "take_token_back": _v(Act.TAKE_TOKEN_BACK, "social_worker", lambda d, a, n: usage_devices.take_token_back(
        d, a, n, device="computer")),
    "keep_device": _v(Act.KEEP_DEVICE, "social_worker", lambda d, a, n: usage_devices.keep_device(
        d, a, n, device="computer", from_at=at("2026-03-05 19:00"), to_at=at("2026-03-05 23:00"))),
    "agree_on_usage": _v(Act.AGREE_ON_USAGE, "prosecutor", lambda d, a, n: usage_reviewing.agree_on_usage(
        d, a, n, from_on=date(2026, 3, 4), terms={"daily_minutes": {"school_day": 90}}, keep_raw_days=30)),
    "hand_in_file": _v(Act.HAND_IN_USAGE, "minor", lambda d, a, n: usage_files.hand_in_file(
        d, a, n, device="computer", source=Source.USAGESTATS_CSV,
        content=b"package,start,end\nqq,2026-03-05 20:00,2026-03-05 21:00\n")),
    "hand_in_sheet": _v(Act.HAND_IN_USAGE, "mother", lambda d, a, n: usage_files.hand_in_sheet(
        d, a, n, content={"minutes": [60, None, 70]})),
    "place_app": _v(Act.PLACE_APP, "assistant", lambda d, a, n: usage_reviewing.place_app(
        d, a, n, app="无名", category=Category.GAME)),
    "comment_on_usage": _v(Act.COMMENT_ON_USAGE, "minor", lambda d, a, n: usage_reviewing.comment_on_usage(
        d, a, n, text="那天是表弟在用", disputes=True)),
    "answer_dispute": _v(Act.ANSWER_DISPUTE, "assistant", lambda d, a, n: usage_reviewing.answer_dispute(
        d, a, n, answer="accepted", reason="表弟证实", remark=1, set_aside=[date(2026, 3, 5)])),
    "close_note": _v(Act.CLOSE_NOTE, "social_worker", lambda d, a, n: usage_notes.close_note(
        d, a, n, key="used_while_handed_in", explanation="母亲在用")),
    "close_usage_review": _v(Act.CLOSE_USAGE_REVIEW, "social_worker", lambda d, a, n: usage_reviewing.close_usage_review(
        d, a, n, text="谈过了", goals="十点半放下", due_on=date(2026, 3, 10))),
    "record_returned_cards": _v(Act.RECORD_RETURNED_CARDS, "clerk", lambda d, a, n: cards.record_returned_cards(
        d, a, n, kind="bank_card", count=3, returned_to="police", returned_on=date(2026, 3, 5))),
    "record_card_query": _v(Act.RECORD_CARD_QUERY, "minor", lambda d, a, n: cards.record_card_query(
        d, a, n, queried_on=date(2026, 3, 5), phone_cards=1, accounts=2)),
    "record_restriction": _v(Act.RECORD_RESTRICTION, "social_worker", lambda d, a, n: cards.record_restriction(
        d, a, n, label="r1", group=Group.FOUND_BY_POLICE, from_on=date(2026, 3, 1))),
    "record_appeal": _v(Act.RECORD_APPEAL, "assistant", lambda d, a, n: cards.record_appeal(
        d, a, n, label="r1", appealed_on=date(2026, 3, 6))),
    "answer_appeal": _v(Act.ANSWER_APPEAL, "assistant", lambda d, a, n: cards.answer_appeal(
        d, a, n, label="r1", answered_on=date(2026, 3, 6), outcome="partly")),
    "record_relief": _v(Act.RECORD_RELIEF, "assistant", lambda d, a, n: cards.record_relief(
        d, a, n, label="r1", relief="wage_card", relieved_on=date(2026, 3, 6))),
    "closing_list": _v(Act.READ_CLOSING_LIST, "clerk", lambda d, a, n: sealing.closing_list(d, a, n)),
}  # fmt: skip
