"""Every verb a person can do, each with one honest way of doing it: who usually may, and the call itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from casework.cards.acts import (
    AnswerAppeal,
    RecordAppeal,
    RecordCardQuery,
    RecordRelief,
    RecordRestriction,
    RecordReturnedCards,
)
from casework.checkins.acts import (
    AgreeOnAttachments,
    AnswerExplanation,
    DismissItems,
    Explain,
    RecordProgress,
    RecordUnable,
    Review,
    Submit,
)
from casework.checkins.acts_submitter import AgreeOnSubmitterCheck, ConfirmSubmitter, SetOwnWord
from casework.documents import case_volume as paper_volume
from casework.documents import create as papers
from casework.documents.acts import ATTACH_FORMER_RECORD, MakeDecisionPack, MakePaper
from casework.documents.former_record import attach_former_record
from casework.evaluation.acts import (
    AskViews,
    CommentOnProgress,
    Evaluate,
    GiveView,
    ProposeEvaluation,
    RateNeeds,
    RecordNote,
    RecordQuestionnaire,
    RecordSituation,
)
from casework.evaluation.situations import SituationSubject
from casework.family import people
from casework.family.acts import (
    AnswerDataRequest,
    AskAboutData,
    DoubtAge,
    EndContact,
    GiveConsents,
    NameContact,
    PauseMessages,
    RestoreContact,
    SettleAge,
    WithdrawConsent,
)
from casework.incidents.acts import CloseIncident, HearMinor, RecordFeedback, ReportDanger, ReportIncident
from casework.leave.acts import RECORD_POLICE_STATION, AskLeave, DecideLeave
from casework.measures.acts import (
    AddAddressee,
    AnswerObjection,
    CorrectFact,
    HoldHearing,
    Object,
    RecordMeasure,
    RestartReview,
    SettleProperty,
    WithdrawObjection,
)
from casework.messages import calls
from casework.messages.acts import (
    OptOut,
    RecordCall,
    RecordContactHours,
    RecordInformed,
    RecordMessageInPerson,
    RecordPaperNotice,
)
from casework.outcome.acts_approval import Countersign, Propose, ReturnProposal, WithdrawProposal
from casework.outcome.acts_ending import (
    AnnounceOutcome,
    AnswerAfterCare,
    DecideNonProsecution,
    EndOtherwise,
    HearVictim,
    Prosecute,
    RecordJudgment,
    Revoke,
    WriteOpinion,
)
from casework.outcome.acts_statements import RecordStatement
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
    RecordReferralAnswer,
    RecordSuggestionReply,
    Refer,
    SendSuggestion,
    SetSupportLevel,
)
from casework.plan.acts_changes import AdoptEdition, ChangeCadence, ChangeCondition, ChangePeriod, MoveItem
from casework.remedies.acts import DecideRemedy, FileRemedy, RecordRemedyAnswer
from casework.seal import sealed_access
from casework.seal.acts import AnswerAccess, AskAccess, DecideAfterCorrection, EndAccess, RevokeNonProsecution, Unseal
from casework.service.acts import Announce, AskToSign, RecordService
from casework.shared.context import Context
from casework.shared.performing import perform_as
from casework.shared.rights import Actor, Operation
from casework.shared.rights.read_operations import READ_PAPER, READ_SEALED
from casework.shared.script_actors import resolve_actor
from casework.staff.acts_team import (
    RECORD_DECLINED,
    AcceptAssistance,
    AcceptHandOver,
    AskAssistance,
    AssistElsewhere,
    DeclineAssistance,
    EndAssistance,
    HandOver,
    RecordAssistedReport,
)
from casework.usage.acts import (
    REPORT_DEVICE_DAYS,
    AgreeOnUsage,
    AnswerDispute,
    CategoriseApp,
    CloseAnomaly,
    CloseUsageReview,
    CommentOnUsage,
    ConfirmUsage,
    MatchUsageTable,
    NameDevice,
    RecordDeviceCustody,
    UploadUsage,
    WithdrawUsage,
)
from casework.usage.acts_goals import (
    AgreeOnGoal,
    ChangeGoal,
    EndGoal,
    FixUsageBaseline,
    ProposeGoal,
    RecordGoalValue,
    RecordUsageFollowUp,
)
from casework.usage.reported_days import report_device_days
from law.confidentiality import UnsealingGround
from law.guardians import OrderKind
from law.parties import PartyState
from law.sealing import Requester
from law.transitions import End, Outcome
from models.office import Role
from tests.builders import get_login, open_view
from tests.machine_logs import as_export
from usage.categories import Category
from usage.daily_totals import DayTotals
from usage.sources import DeviceOwnership

Call = Callable[[Context, Actor, str], Any]


@dataclass(frozen=True)
class PersonOperation:
    """One verb: the act it asks for, who usually does it, and the call. Dates fit a plan decided on 2 March 2026."""

    act: Operation
    by: str
    do: Call


def _v(act: Operation, by: str, do: Call) -> PersonOperation:
    return PersonOperation(act, by, do)


def _login(context: Context, number: str, role: str) -> str:
    return get_login(context, resolve_actor(context, number, role))


ON_ONE_PLAN = (
    "name_device", "report_device_days", "keep_device", "agree_on_usage", "hand_in_file", "hand_in_sheet",
    "hand_in_unseen", "confirm_usage", "hand_in_unknown", "match_usage_table",
    "withdraw_usage", "categorise_app", "comment_on_usage", "answer_dispute", "close_anomaly", "fix_usage_baseline", "propose_goal", "agree_on_goal",
    "change_goal", "record_goal_value", "end_goal", "close_usage_review", "record_usage_follow_up", "record_returned_cards",
    "record_card_query", "record_restriction", "record_appeal", "answer_appeal", "record_relief",
)  # fmt: skip
"""Verbs of digital use and cards: tried twice one after the other in one life, in this order."""

PERSON_OPERATIONS: dict[str, PersonOperation] = {
    "announce": _v(Announce.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, Announce, announced_on=d.clock.today(), present=["minor", "mother"], told=["period", "rules", "liability"])),
    "record_service": _v(RecordService.operation, "clerk", lambda d, a, n: perform_as(
        d, a, n, RecordService, to="police", received_on=date(2026, 3, 3))),
    "ask_to_sign": _v(AskToSign.operation, "clerk", lambda d, a, n: perform_as(
        d, a, n, AskToSign, decision="conditional_non_prosecution", day=d.clock.today(), phone="10000990109")),
    "make_paper": _v(MakePaper.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, MakePaper, paper="certificate_guidance")),
    "draft_paper": _v(MakePaper.operation, "social_worker", lambda d, a, n: papers.draft_paper(
        d, a, n, paper="certificate_guidance")),
    "volume_of": _v(READ_PAPER, "clerk", lambda d, a, n: open_view(paper_volume.load_volume, d, a, n, right=READ_PAPER)),
    "attach_former_record": _v(ATTACH_FORMER_RECORD, "clerk", lambda d, a, n: attach_former_record(d, a, n, b"%PDF-1.7")),
    "make_decision_pack": _v(MakeDecisionPack.operation, "assistant", lambda d, a, n: perform_as(d, a, n, MakeDecisionPack)),
    "submit": _v(Submit.operation, "minor", lambda d, a, n: perform_as(
        d, a, n, Submit, item="weekly_note", due_on=date(2026, 3, 9), text="都好")),
    "agree_on_attachments": _v(AgreeOnAttachments.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, AgreeOnAttachments, photo=True, voice=False, place=True, sheet=True)),
    "agree_on_submitter_check": _v(AgreeOnSubmitterCheck.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, AgreeOnSubmitterCheck, way="code_word")),
    "set_own_word": _v(SetOwnWord.operation, "minor", lambda d, a, n: perform_as(d, a, n, SetOwnWord, word="三只松鼠")),
    "confirm_submitter": _v(ConfirmSubmitter.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, ConfirmSubmitter, item="weekly_note", due_on=date(2026, 3, 9), way="call_back")),
    "review": _v(Review.operation, "assistant", lambda d, a, n: perform_as(
        d, a, n, Review, item="weekly_note", due_on=date(2026, 3, 9))),
    "record_progress": _v(RecordProgress.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, RecordProgress, condition="A1", amount=1, done_on=date(2026, 3, 5))),
    "record_unable": _v(RecordUnable.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, RecordUnable, who="minor", from_on=date(2026, 3, 9), to_on=date(2026, 3, 12), reason="illness")),
    "explain": _v(Explain.operation, "minor", lambda d, a, n: perform_as(
        d, a, n, Explain, item="weekly_note", due_on=date(2026, 3, 9), text="病了")),
    "answer_explanation": _v(AnswerExplanation.operation, "assistant", lambda d, a, n: perform_as(
        d, a, n, AnswerExplanation, item="weekly_note", due_on=date(2026, 3, 9), answer="excused", reason="属实")),
    "dismiss_items": _v(DismissItems.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, DismissItems, items=["worker_contact"], reason="已由其他方式了解情况")),
    "evaluate": _v(Evaluate.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, Evaluate, milestone="half_time", result="continue")),
    "propose_evaluation": _v(ProposeEvaluation.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, ProposeEvaluation, milestone="half_time", result="continue", reason="都好")),
    "ask_views": _v(AskViews.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, AskViews, milestone="half_time")),
    "give_view": _v(GiveView.operation, "minor", lambda d, a, n: perform_as(
        d, a, n, GiveView, milestone="half_time", of="minor", home="well", text="都好")),
    "rate_needs": _v(RateNeeds.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, RateNeeds, time="start", family=1)),
    "record_situation": _v(RecordSituation.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, RecordSituation, subject=SituationSubject.SCHOOL_OR_WORK, state="in_work")),
    "record_questionnaire": _v(RecordQuestionnaire.operation, "assistant", lambda d, a, n:
        perform_as(
            d, a, n, RecordQuestionnaire, questionnaire="iat", taken_on=date(2026, 3, 5), total=44,
            minor_consented_on=date(2026, 3, 4), representative_consented_on=date(2026, 3, 4))),
    "comment_on_progress": _v(CommentOnProgress.operation, "minor", lambda d, a, n: perform_as(
        d, a, n, CommentOnProgress, text="不全是这样")),
    "note": _v(RecordNote.operation, "social_worker", lambda d, a, n: perform_as(d, a, n, RecordNote, topic="family", text="都好")),
    "change_period": _v(ChangePeriod.operation, "chief_prosecutor", lambda d, a, n: perform_as(
        d, a, n, ChangePeriod, new_end_on=date(2026, 11, 1), reason="视表现")),
    "change_condition": _v(ChangeCondition.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, ChangeCondition, condition="A1", text="改为八次", reason="视需要", heard=True)),
    "hand_over": _v(HandOver.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, HandOver, role=Role.SOCIAL_WORKER, to="second.worker")),
    "accept_hand_over": _v(AcceptHandOver.operation, "second.worker", lambda d, a, n: perform_as(
        d, a, n, AcceptHandOver, role=Role.SOCIAL_WORKER)),
    "assist_elsewhere": _v(AssistElsewhere.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, AssistElsewhere, office="另县")),
    "propose": _v(Propose.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, Propose, step="change_period", new_end_on=date(2026, 11, 1), reason="视表现")),
    "countersign": _v(Countersign.operation, "department_head", lambda d, a, n: perform_as(
        d, a, n, Countersign, step="change_period", comment="同意")),
    "return_proposal": _v(ReturnProposal.operation, "chief_prosecutor", lambda d, a, n: perform_as(
        d, a, n, ReturnProposal, step="change_period", comment="再核实")),
    "withdraw_proposal": _v(WithdrawProposal.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, WithdrawProposal, step="change_period")),
    "ask_assistance": _v(AskAssistance.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, AskAssistance, office="另县")),
    "accept_assistance": _v(AcceptAssistance.operation, "ling.prosecutor", lambda d, a, n: perform_as(
        d, a, n, AcceptAssistance)),
    "decline_assistance": _v(DeclineAssistance.operation, "ling.prosecutor", lambda d, a, n: perform_as(
        d, a, n, DeclineAssistance, reason="人手不足")),
    "record_declined_assistance": _v(RECORD_DECLINED, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, DeclineAssistance, reason="来函", by_letter=True)),
    "record_assisted_report": _v(
        RecordAssistedReport.operation, "prosecutor", lambda d, a, n: perform_as(
            d, a, n, RecordAssistedReport, text="一切正常", by_letter=True)),
    "end_assistance": _v(EndAssistance.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, EndAssistance, reason="回到本地")),
    "change_cadence": _v(ChangeCadence.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, ChangeCadence, from_on=date(2026, 4, 1), reason="改在周三", item="weekly_note", weekday="Wed")),
    "move_item": _v(MoveItem.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, MoveItem, item="worker_contact", due_on=date(2026, 3, 16), to_on=date(2026, 3, 18), reason="开会")),
    "adopt_edition": _v(AdoptEdition.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, AdoptEdition, reason="规则更新")),
    "report_incident": _v(ReportIncident.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, ReportIncident, incident="one", kind="new_crime", done_on=date(2026, 3, 3), found_on=None, facts="有人反映")),
    "hear_minor": _v(HearMinor.operation, "prosecutor", lambda d, a, n: perform_as(d, a, n, HearMinor, incident="one", text="听取")),
    "close_incident": _v(CloseIncident.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, CloseIncident, incident="one", finding="ground", response="none", reason="属实")),
    "ask_leave": _v(AskLeave.operation, "minor", lambda d, a, n: perform_as(
        d, a, n, AskLeave, leave="trip", from_on=date(2026, 3, 20), to_on=date(2026, 3, 22), destination="邻市", reason="探亲")),
    "decide_leave": _v(DecideLeave.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, DecideLeave, leave="trip", approved=True)),
    "record_police_station": _v(RECORD_POLICE_STATION, "assistant", lambda d, a, n: perform_as(
        d, a, n, DecideLeave, leave="trip", whose="police_station", approved=True)),
    "pause_messages": _v(PauseMessages.operation, "prosecutor", lambda d, a, n: perform_as(d, a, n, PauseMessages, until_on=date(2026, 3, 25), reason="考试")),
    "name_contact": _v(NameContact.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, NameContact, person="aunt", name="芒果的姑姑", phone="10000990103", device="own")),
    "end_contact": _v(EndContact.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, EndContact, person="mother", because=people.Ended.DIED, since=date(2026, 3, 3))),
    "record_contact_hours": _v(RecordContactHours.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, RecordContactHours, person="minor", phone_held=["Fri 18:00-Sun 16:00"])),
    "opt_out": _v(OptOut.operation, "minor", lambda d, a, n: perform_as(
        d, a, n, OptOut, person="minor", event="praise_given")),
    "record_informed": _v(RecordInformed.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, RecordInformed, who="mentor", name="芒果的帮扶人", since=date(2026, 3, 4))),
    "record_call": _v(RecordCall.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, RecordCall, item="weekly_note", due_on=date(2026, 3, 9), outcome=calls.CallOutcome.REACHED)),
    "record_message_in_person": _v(RecordMessageInPerson.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, RecordMessageInPerson, item="weekly_note", due_on=date(2026, 3, 9), seen=True)),
    "record_paper_notice": _v(RecordPaperNotice.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, RecordPaperNotice, who=Role.MINOR, until_on=date(2026, 3, 31))),
    "report_danger": _v(ReportDanger.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, ReportDanger, person="mother", told_to="公安机关", reference=None, facts="有伤")),
    "record_feedback": _v(RecordFeedback.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, RecordFeedback, text="已受理")),
    "ask_about_data": _v(AskAboutData.operation, "minor", lambda d, a, n: perform_as(
        d, a, n, AskAboutData, wish="copy", text="想看看存了什么")),
    "answer_data_request": _v(AnswerDataRequest.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, AnswerDataRequest, place=1, outcome="done", reason="已当面给看")),
    "restore_contact": _v(RestoreContact.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, RestoreContact, person="mother", reason="查明不是")),
    "order_guardian": _v(OrderGuardian.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, OrderGuardian, order="fe1", kind=OrderKind.FAMILY_EDUCATION, person="mother", hours=6, provider="妇联指导站")),
    "record_order_hours": _v(RecordOrderHours.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, RecordOrderHours, order="fe1", hours=2)),
    "cancel_session": _v(CancelSession.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, CancelSession, condition="A1", done_on=date(2026, 3, 5), reason="记重了")),
    "end_order": _v(EndOrder.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, EndOrder, order="fe1", reason="已完成")),
    "send_suggestion": _v(SendSuggestion.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, SendSuggestion, suggestion="sg1", kind="minors_protection", unit="某网吧", text="接纳未成年人")),
    "record_suggestion_reply": _v(
        RecordSuggestionReply.operation, "clerk", lambda d, a, n: perform_as(
            d, a, n, RecordSuggestionReply, suggestion="sg1", text="已整改")),
    "ask_aid": _v(AskAid.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, AskAid, aid="aid1", kind="judicial_aid", reason="生活困难", yuan=5000)),
    "answer_aid": _v(AnswerAid.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, AnswerAid, aid="aid1", granted=True, reason="符合条件", yuan=4000)),
    "record_assessment": _v(RecordAssessment.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, RecordAssessment, assessment="ps1", tested_on=date(2026, 3, 5), minor_consented_on=date(2026, 3, 4),
        representative_consented_on=date(2026, 3, 4), result="情绪平稳")),
    "refer": _v(Refer.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, Refer, referral="rf1", kind="counselling", unit="某心理中心", purpose="睡不好", minor_consented_on=date(2026, 3, 5),
        guardian_consented_on=date(2026, 3, 5))),
    "record_referral_answer": _v(
        RecordReferralAnswer.operation, "social_worker", lambda d, a, n: perform_as(
            d, a, n, RecordReferralAnswer, referral="rf1", outcome="accepted", first_on=date(2026, 3, 9))),
    "set_support_level": _v(SetSupportLevel.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, SetSupportLevel, level="closer", reason="刚换学校")),
    "ask_certificate": _v(AskCertificate.operation, "minor", lambda d, a, n: perform_as(d, a, n, AskCertificate)),
    "record_certificate": _v(RecordCertificate.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, RecordCertificate)),
    "give_consents": _v(GiveConsents.operation, "minor", lambda d, a, n: perform_as(d, a, n, GiveConsents, device_data=True)),
    "withdraw_consent": _v(WithdrawConsent.operation, "minor", lambda d, a, n: perform_as(d, a, n, WithdrawConsent)),
    "doubt_age": _v(DoubtAge.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, DoubtAge, claimed_born_on=date(2010, 10, 8), source="出生纸")),
    "settle_age": _v(SettleAge.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, SettleAge, born_on=date(2009, 11, 20), reason="核实")),
    "file_remedy": _v(FileRemedy.operation, "clerk", lambda d, a, n: perform_as(
        d, a, n, FileRemedy, remedy="reconsideration", decision_received_on=date(2026, 3, 3))),
    "decide_remedy": _v(DecideRemedy.operation, "chief_prosecutor", lambda d, a, n: perform_as(
        d, a, n, DecideRemedy, remedy="reconsideration", outcome="upheld", examined_by=_login(d, n, "department_head"))),
    "record_remedy_answer": _v(RecordRemedyAnswer.operation, "clerk", lambda d, a, n: perform_as(
        d, a, n, RecordRemedyAnswer, remedy="higher_review", outcome="upheld")),
    "add_addressee": _v(AddAddressee.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, AddAddressee, to="school", decision="conditional_non_prosecution", reason="班主任已知情")),
    "object": _v(Object.operation, "mother", lambda d, a, n: perform_as(
        d, a, n, Object, objection_by="legal_representative", against="conditions", text="太多了")),
    "answer_objection": _v(AnswerObjection.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, AnswerObjection, against="conditions", adopted=True, reason="减为六次")),
    "withdraw_objection": _v(WithdrawObjection.operation, "mother", lambda d, a, n: perform_as(
        d, a, n, WithdrawObjection, objection_by="legal_representative", against="conditions")),
    "hold_hearing": _v(HoldHearing.operation, "clerk", lambda d, a, n: perform_as(
        d, a, n, HoldHearing, held_on=date(2026, 2, 27), notified_on=date(2026, 2, 23), public=False)),
    "restart_review": _v(RestartReview.operation, "assistant", lambda d, a, n: perform_as(
        d, a, n, RestartReview, because="supplementary_investigation", began_on=date(2026, 2, 20))),
    "record_measure": _v(RecordMeasure.operation, "clerk", lambda d, a, n: perform_as(
        d, a, n, RecordMeasure, measure="bail", decided_by="procuratorate", from_on=date(2026, 3, 2))),
    "correct_fact": _v(CorrectFact.operation, "clerk", lambda d, a, n: perform_as(
        d, a, n, CorrectFact, fact="record_service", which="police", received_on=date(2026, 3, 5), reason="看错了日期")),
    "settle_property": _v(SettleProperty.operation, "clerk", lambda d, a, n: perform_as(
        d, a, n, SettleProperty, place=1, outcome="returned")),
    "write_opinion": _v(WriteOpinion.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, WriteOpinion, proposal=Outcome.NON_PROSECUTION)),
    "hear_victim": _v(HearVictim.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, HearVictim, state=PartyState.NOT_IN_THIS_CASE)),
    "record_statement": _v(RecordStatement.operation, "minor", lambda d, a, n: perform_as(
        d, a, n, RecordStatement, of="minor", text="想继续读书")),
    "decide_non_prosecution": _v(DecideNonProsecution.operation, "chief_prosecutor", lambda d, a, n:
        perform_as(d, a, n, DecideNonProsecution)),
    "revoke": _v(Revoke.operation, "chief_prosecutor", lambda d, a, n: perform_as(
        d, a, n, Revoke, incident="one", reason="属实")),
    "prosecute": _v(Prosecute.operation, "prosecutor", lambda d, a, n: perform_as(d, a, n, Prosecute)),
    "record_judgment": _v(RecordJudgment.operation, "assistant", lambda d, a, n: perform_as(
        d, a, n, RecordJudgment, sentence_months=8, effective_on=date(2026, 3, 12))),
    "announce_outcome": _v(AnnounceOutcome.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, AnnounceOutcome, present=["minor"])),
    "end_otherwise": _v(EndOtherwise.operation, "chief_prosecutor", lambda d, a, n: perform_as(
        d, a, n, EndOtherwise, how=End.NO_LIABILITY, reason="依法")),
    "decide_after_correction": _v(DecideAfterCorrection.operation, "chief_prosecutor", lambda d, a, n: perform_as(
        d, a, n, DecideAfterCorrection, follows="sealing", reason="不再追诉", proposed_by=_login(d, n, "prosecutor"))),
    "revoke_non_prosecution": _v(RevokeNonProsecution.operation, "chief_prosecutor", lambda d, a, n: perform_as(
        d, a, n, RevokeNonProsecution, fit_for_prosecution=True, ground="reexamination", reason="复查决定", prosecute_by=date(2026, 12, 1),
        proposed_by=_login(d, n, "prosecutor"))),
    "unseal": _v(Unseal.operation, "chief_prosecutor", lambda d, a, n: perform_as(
        d, a, n, Unseal, ground=UnsealingGround.NEW_CRIME, total_months=72, judged_on=d.clock.today(), reason="并罚判决",
        proposed_by=_login(d, n, "prosecutor"))),
    "ask_access": _v(AskAccess.operation, "clerk", lambda d, a, n: perform_as(
        d, a, n, AskAccess, access="req1", requester=Requester.JUDICIAL_ORGAN_FOR_A_CASE, who="市检察院", purpose="办理申诉")),
    "answer_access": _v(AnswerAccess.operation, "chief_prosecutor", lambda d, a, n: perform_as(
        d, a, n, AnswerAccess, access="req1", granted=True, reason="依法", reader="gui.prosecutor",
        until_on=d.clock.today() + timedelta(days=7))),
    "read_sealed": _v(READ_SEALED, "prosecutor", lambda d, a, n: sealed_access.read_sealed(d, a, n)),
    "end_access": _v(EndAccess.operation, "chief_prosecutor", lambda d, a, n: perform_as(
        d, a, n, EndAccess, access="req1")),
    "answer_after_care": _v(AnswerAfterCare.operation, "minor", lambda d, a, n: perform_as(
        d, a, n, AnswerAfterCare, consent=True)),
    "name_device": _v(NameDevice.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, NameDevice, device="computer", whose=DeviceOwnership.OWN)),
    "report_device_days": _v(REPORT_DEVICE_DAYS, "social_worker", lambda d, a, n: report_device_days(
        d, a, n, days=[DayTotals(date(2026, 3, 4), 50, 5, {"王者荣耀": 30})], device="computer")),
    "keep_device": _v(RecordDeviceCustody.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, RecordDeviceCustody, device="computer", from_on=date(2026, 3, 5), from_at=time(19), to_on=date(2026, 3, 5),
        to_at=time(23))),
    "agree_on_usage": _v(AgreeOnUsage.operation, "prosecutor", lambda d, a, n: perform_as(
        d, a, n, AgreeOnUsage, from_on=date(2026, 3, 4), school_day_minutes=90, keep_raw_days=30)),
    "hand_in_file": _v(UploadUsage.operation, "minor", lambda d, a, n: perform_as(
        d, a, n, UploadUsage, device="computer", confirmed=True,
        text=as_export(("qq", "2026-03-05 20:00", "2026-03-05 21:00")).decode())),
    "hand_in_sheet": _v(UploadUsage.operation, "mother", lambda d, a, n: perform_as(
        d, a, n, UploadUsage, minutes=[60, None, 70])),
    "hand_in_unseen": _v(UploadUsage.operation, "minor", lambda d, a, n: perform_as(
        d, a, n, UploadUsage, device="computer",
        text=as_export(("qq", "2026-03-04 20:00", "2026-03-04 21:00")).decode())),
    "confirm_usage": _v(ConfirmUsage.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, ConfirmUsage, device="computer")),
    "hand_in_unknown": _v(UploadUsage.operation, "minor", lambda d, a, n: perform_as(
        d, a, n, UploadUsage, device="computer", text="Cuando;Que;Rato\n2026-03-04;qq;20\n")),
    "match_usage_table": _v(MatchUsageTable.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, MatchUsageTable, device="computer", day_column=1, app_column=2, duration_column=3, unit="minutes")),
    "withdraw_usage": _v(WithdrawUsage.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, WithdrawUsage, device="phone", reason="交到了别人的手机上")),
    "categorise_app": _v(CategoriseApp.operation, "assistant", lambda d, a, n: perform_as(
        d, a, n, CategoriseApp, app="无名", category=Category.GAME)),
    "comment_on_usage": _v(CommentOnUsage.operation, "minor", lambda d, a, n: perform_as(
        d, a, n, CommentOnUsage, text="那天是表弟在用", disputes=True)),
    "answer_dispute": _v(AnswerDispute.operation, "assistant", lambda d, a, n: perform_as(
        d, a, n, AnswerDispute, answer="accepted", reason="表弟证实", remark=1, set_aside_from=date(2026, 3, 5))),
    "close_anomaly": _v(CloseAnomaly.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, CloseAnomaly, note="used_while_handed_in", explanation="母亲在用")),
    "fix_usage_baseline": _v(FixUsageBaseline.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, FixUsageBaseline, from_on=date(2026, 3, 2), to_on=date(2026, 3, 22), reason="头三周")),
    "propose_goal": _v(ProposeGoal.operation, "minor", lambda d, a, n: perform_as(
        d, a, n, ProposeGoal, goal="g1", measure="activity_days", target=3, words="想多打球")),
    "agree_on_goal": _v(AgreeOnGoal.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, AgreeOnGoal, goal="g1", measure="activity_days", target=3, from_on=date(2026, 3, 5),
        to_on=date(2026, 6, 5), start=0, who_helps="体育老师", words="想多打球")),
    "change_goal": _v(ChangeGoal.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, ChangeGoal, goal="g1", target=4, from_on=date(2026, 3, 9), reason="自己想再多一天")),
    "record_goal_value": _v(RecordGoalValue.operation, "minor", lambda d, a, n: perform_as(
        d, a, n, RecordGoalValue, goal="g1", day=date(2026, 3, 6), value=2, text="周三和周五打球")),
    "end_goal": _v(EndGoal.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, EndGoal, goal="g1", how="replaced", reason="想换一个")),
    "close_usage_review": _v(CloseUsageReview.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, CloseUsageReview, text="谈过了", goals="十点半放下", due_on=date(2026, 3, 10),
        disposition="family_talk", disposition_owner="social_worker", disposition_due_on=date(2026, 3, 13))),
    "record_usage_follow_up": _v(RecordUsageFollowUp.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, RecordUsageFollowUp, became="done", text="和母亲谈过")),
    "record_returned_cards": _v(RecordReturnedCards.operation, "clerk", lambda d, a, n: perform_as(
        d, a, n, RecordReturnedCards, card="bank_card", count=3, returned_to="police", returned_on=date(2026, 3, 5))),
    "record_card_query": _v(RecordCardQuery.operation, "minor", lambda d, a, n: perform_as(
        d, a, n, RecordCardQuery, queried_on=date(2026, 3, 5), phone_cards=1, accounts=2)),
    "record_restriction": _v(RecordRestriction.operation, "social_worker", lambda d, a, n: perform_as(
        d, a, n, RecordRestriction, restriction="r1", group="found_by_police", from_on=date(2026, 3, 1))),
    "record_appeal": _v(RecordAppeal.operation, "assistant", lambda d, a, n: perform_as(
        d, a, n, RecordAppeal, restriction="r1", appealed_on=date(2026, 3, 6))),
    "answer_appeal": _v(AnswerAppeal.operation, "assistant", lambda d, a, n: perform_as(
        d, a, n, AnswerAppeal, restriction="r1", answered_on=date(2026, 3, 6), outcome="partly")),
    "record_relief": _v(RecordRelief.operation, "assistant", lambda d, a, n: perform_as(
        d, a, n, RecordRelief, restriction="r1", relief="wage_card", relieved_on=date(2026, 3, 6))),
}  # fmt: skip
