"""Every verb a person can do, each with one honest way of doing it: who usually may, and the call itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from casework.acting.acts.act import ACTS
from casework.acting.context import Context
from casework.acting.performing import perform_as
from casework.acting.rights import Actor, Operation
from casework.acting.rights.read_operations import READ_PAPER, READ_SEALED
from casework.acting.script_actors import resolve_actor
from casework.documents import case_volume as paper_volume
from casework.documents import create as papers
from casework.documents.acts import ATTACH_FORMER_RECORD, MakePaper
from casework.documents.former_record import attach_former_record
from casework.leave.acts import RECORD_POLICE_STATION
from casework.seal import sealed_access
from casework.staff.acts_team import RECORD_DECLINED
from casework.usage.acts import REPORT_DEVICE_DAYS
from casework.usage.reported_days import report_device_days
from serving.act_schemas import get_request_model
from tests.builders import PLACE, get_login, open_view
from tests.machine_logs import as_export
from usage.daily_totals import DayTotals

Call = Callable[[Context, Actor, str], Any]


@dataclass(frozen=True)
class PersonOperation:
    """One verb: the act it asks for, who usually does it, and the call. Dates fit a plan decided on 2 March 2026. `values`
    are what the act is done with; a function among them says it of that plan."""

    act: Operation
    by: str
    do: Call
    values: dict[str, Any] = field(default_factory=dict)


def _act(name: str, by: str, code: str = "", operation: Operation | None = None, /, **values: Any) -> PersonOperation:
    kind = ACTS[code or name]
    return PersonOperation(
        operation or kind.operation, by,
        lambda context, actor, number: perform_as(context, actor, number, kind, **_said(context, number, values)), values,
    )  # fmt: skip


def _said(context: Context, number: str, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value(context, number) if callable(value) else value for name, value in values.items()}


def get_body(context: Context, number: str, code: str) -> dict[str, Any]:
    """What a client sends to do that act as the registry does it."""
    name = NAMED_OTHERWISE.get(code, code)
    accepted = get_request_model(code).model_fields
    said = _said(context, number, PERSON_OPERATIONS[name].values)
    return {"did": code} | {field: value for field, value in said.items() if field in accepted}


NAMED_OTHERWISE = {"upload_usage": "hand_in_file"}


def _today(context: Context, number: str) -> str:
    return context.clock.today().isoformat()


def _in_a_week(context: Context, number: str) -> str:
    return (context.clock.today() + timedelta(days=7)).isoformat()


def _the_prosecutor(context: Context, number: str) -> str:
    return get_login(context, resolve_actor(context, number, "prosecutor"))


def _the_head(context: Context, number: str) -> str:
    return get_login(context, resolve_actor(context, number, "department_head"))


ON_ONE_PLAN = (
    "name_device", "report_device_days", "keep_device", "agree_on_usage", "hand_in_file", "hand_in_sheet",
    "confirm_usage", "withdraw_usage", "categorise_app", "comment_on_usage", "tell_what_for", "answer_dispute", "fix_usage_baseline", "propose_goal", "agree_on_goal",
    "change_goal", "record_goal_value", "end_goal", "assess_goal", "close_usage_review", "record_usage_follow_up", "record_returned_cards",
    "record_card_query", "record_restriction", "record_appeal", "answer_appeal", "record_relief",
)  # fmt: skip
"""Verbs of digital use and cards: tried twice one after the other in one life, in this order."""


PERSON_OPERATIONS: dict[str, PersonOperation] = {
    "announce": _act("announce", "prosecutor", announced_on=_today, present=["minor", "mother"],
        explained=["period", "rules", "liability"]),
    "record_service": _act("record_service", "clerk", to="police", received_on="2026-03-03"),
    "ask_to_sign": _act("ask_to_sign", "clerk", decision="conditional_non_prosecution", day=_today, phone="10000990109"),
    "make_paper": _act("make_paper", "social_worker", paper="certificate_guidance"),
    "draft_paper": PersonOperation(MakePaper.operation, "social_worker", lambda d, a, n: papers.draft_paper(
        d, a, n, paper="certificate_guidance")),
    "volume_of": PersonOperation(READ_PAPER, "clerk", lambda d, a, n: open_view(paper_volume.load_volume, d, a, n, right=READ_PAPER)),
    "attach_former_record": PersonOperation(ATTACH_FORMER_RECORD, "clerk", lambda d, a, n: attach_former_record(d, a, n, b"%PDF-1.7")),
    "make_decision_pack": _act("make_decision_pack", "assistant"),
    "submit": _act("submit", "minor", item="weekly_note", due_on="2026-03-09", text="都好"),
    "agree_on_attachments": _act("agree_on_attachments", "prosecutor", photo=True, voice=False, place=True, sheet=True),
    "review": _act("review", "assistant", item="weekly_note", due_on="2026-03-09"),
    "write_down_recording": _act("write_down_recording", "social_worker", item="weekly_note", due_on="2026-03-09",
        text="我这周去上学了"),
    "record_progress": _act("record_progress", "social_worker", condition="A1", amount=1, done_on="2026-03-05"),
    "link_plan": _act("link_plan", "prosecutor", other="SW-SAME-CASE"),
    "agree_instalments": _act("agree_instalments", "social_worker", condition="A4", payee="被害人", instalments=["2026-05-20 500"]),
    "place": _act("place", "social_worker", **PLACE),
    "record_placement_report": _act("record_placement_report", "social_worker", way="call", text="准时"),
    "end_placement": _act("end_placement", "social_worker", because="done", text="学会了烘焙"),
    "record_group_session": _act("record_group_session", "social_worker", topic="防骗讲座", came=True, hours=2),
    "record_unable": _act("record_unable", "prosecutor", who="minor", from_on="2026-03-09", to_on="2026-03-12",
        reason="illness"),
    "record_missing": _act("record_missing", "social_worker", since=_today, told=["guardian", "police"]),
    "record_found": _act("record_found", "social_worker", found_on=_today, heard_on=_today),
    "record_background": _act("record_background", "prosecutor", interpreted="维吾尔语"),
    "explain": _act("explain", "minor", item="weekly_note", due_on="2026-03-09", text="病了"),
    "answer_explanation": _act("answer_explanation", "assistant", item="weekly_note", due_on="2026-03-09",
        answer="excused", reason="属实"),
    "dismiss_items": _act("dismiss_items", "prosecutor", items=["worker_contact"], reason="已由其他方式了解情况"),
    "evaluate": _act("evaluate", "prosecutor", milestone="half_time", result="continue"),
    "propose_evaluation": _act("propose_evaluation", "social_worker", milestone="half_time", result="continue",
        reason="都好"),
    "ask_views": _act("ask_views", "social_worker", milestone="half_time"),
    "give_view": _act("give_view", "minor", milestone="half_time", of="minor", home="well", text="都好"),
    "rate_needs": _act("rate_needs", "social_worker", time="start", family=1),
    "record_situation": _act("record_situation", "social_worker", subject="school_or_work", state="in_work"),
    "record_questionnaire": _act("record_questionnaire", "assistant", questionnaire="iat", taken_on="2026-03-05", total=44,
        minor_consented_on="2026-03-04", representative_consented_on="2026-03-04"),
    "comment_on_progress": _act("comment_on_progress", "minor", text="不全是这样"),
    "note": _act("note", "social_worker", topic="family", text="都好"),
    "change_period": _act("change_period", "chief_prosecutor", new_end_on="2026-11-01", reason="视表现"),
    "change_condition": _act("change_condition", "prosecutor", condition="A1", text="改为八次", reason="视需要", heard=True),
    "hand_over": _act("hand_over", "social_worker", role="social_worker", to="second.worker"),
    "accept_hand_over": _act("accept_hand_over", "second.worker", role="social_worker"),
    "assist_elsewhere": _act("assist_elsewhere", "prosecutor", office="另县"),
    "propose": _act("propose", "prosecutor", step="change_period", new_end_on="2026-11-01", reason="视表现"),
    "countersign": _act("countersign", "department_head", step="change_period", comment="同意"),
    "return_proposal": _act("return_proposal", "chief_prosecutor", step="change_period", comment="再核实"),
    "withdraw_proposal": _act("withdraw_proposal", "prosecutor", step="change_period"),
    "record_recusal": _act("record_recusal", "department_head", who="second.worker", reason="近亲属"),
    "ask_assistance": _act("ask_assistance", "prosecutor", office="另县"),
    "accept_assistance": _act("accept_assistance", "ling.prosecutor"),
    "decline_assistance": _act("decline_assistance", "ling.prosecutor", reason="人手不足"),
    "record_declined_assistance": _act("record_declined_assistance", "prosecutor", "decline_assistance", RECORD_DECLINED,
        reason="来函", by_letter=True),
    "record_assisted_report": _act("record_assisted_report", "prosecutor", text="一切正常", by_letter=True),
    "end_assistance": _act("end_assistance", "prosecutor", reason="回到本地"),
    "change_cadence": _act("change_cadence", "prosecutor", from_on="2026-04-01", reason="改在周三", item="weekly_note",
        weekday="Wed"),
    "move_item": _act("move_item", "social_worker", item="worker_contact", due_on="2026-03-16", to_on="2026-03-18",
        reason="开会"),
    "adopt_edition": _act("adopt_edition", "prosecutor", reason="规则更新"),
    "report_incident": _act("report_incident", "social_worker", incident="one", kind="new_crime", done_on="2026-03-03",
        found_on=None, facts="有人反映"),
    "hear_minor": _act("hear_minor", "prosecutor", incident="one", text="听取"),
    "close_incident": _act("close_incident", "prosecutor", incident="one", finding="ground", response="none", reason="属实"),
    "ask_leave": _act("ask_leave", "minor", leave="trip", from_on="2026-03-20", to_on="2026-03-22", destination="邻市",
        reason="探亲"),
    "decide_leave": _act("decide_leave", "prosecutor", leave="trip", approved=True),
    "record_police_station": _act("record_police_station", "assistant", "decide_leave", RECORD_POLICE_STATION,
        leave="trip", whose="police_station", approved=True),
    "pause_messages": _act("pause_messages", "prosecutor", until_on="2026-03-25", reason="考试"),
    "name_contact": _act("name_contact", "prosecutor", person="aunt", name="芒果的姑姑", phone="10000990103", device="own"),
    "record_death": _act("record_death", "social_worker", since="2026-03-03"),
    "end_contact": _act("end_contact", "social_worker", person="mother", because="died", since="2026-03-03"),
    "record_contact_hours": _act("record_contact_hours", "social_worker", person="minor",
        phone_held=["Fri 18:00-Sun 16:00"]),
    "opt_out": _act("opt_out", "minor", person="minor", event="praise_given"),
    "record_informed": _act("record_informed", "prosecutor", who="mentor", name="芒果的帮扶人", since="2026-03-04"),
    "record_call": _act("record_call", "social_worker", item="weekly_note", due_on="2026-03-09", outcome="reached"),
    "record_paper_notice": _act("record_paper_notice", "social_worker", who="minor", until_on="2026-03-31"),
    "report_danger": _act("report_danger", "social_worker", person="mother", told_to="公安机关", reference=None, facts="有伤"),
    "record_feedback": _act("record_feedback", "prosecutor", text="已受理"),
    "write_letter": _act("write_letter", "social_worker", person="minor", signed="周老师", text="照片收到了"),
    "ask_about_data": _act("ask_about_data", "minor", wish="copy", text="想看看存了什么"),
    "answer_data_request": _act("answer_data_request", "prosecutor", place=1, outcome="done", reason="已当面给看"),
    "record_plan_answer": _act("record_plan_answer", "social_worker", occasion="opening", answer="yes"),
    "answer_talk": _act("answer_talk", "prosecutor", place=1, answer="谈过了，先看两周"),
    "restore_contact": _act("restore_contact", "prosecutor", person="mother", reason="查明不是"),
    "order_guardian": _act("order_guardian", "prosecutor", order="fe1", kind="family_education", person="mother", hours=6,
        provider="妇联指导站"),
    "record_order_hours": _act("record_order_hours", "social_worker", order="fe1", hours=2),
    "cancel_session": _act("cancel_session", "social_worker", condition="A1", done_on="2026-03-05", reason="记重了"),
    "end_order": _act("end_order", "prosecutor", order="fe1", reason="已完成"),
    "send_suggestion": _act("send_suggestion", "prosecutor", suggestion="sg1", kind="minors_protection", unit="某网吧",
        text="接纳未成年人"),
    "record_suggestion_reply": _act("record_suggestion_reply", "clerk", suggestion="sg1", text="已整改"),
    "ask_aid": _act("ask_aid", "social_worker", aid="aid1", kind="judicial_aid", reason="生活困难", yuan=5000),
    "answer_aid": _act("answer_aid", "prosecutor", aid="aid1", granted=True, reason="符合条件", yuan=4000),
    "record_assessment": _act("record_assessment", "social_worker", assessment="ps1", tested_on="2026-03-05",
        minor_consented_on="2026-03-04", representative_consented_on="2026-03-04", result="情绪平稳"),
    "refer": _act("refer", "social_worker", referral="rf1", kind="counselling", unit="某心理中心", purpose="睡不好",
        minor_consented_on="2026-03-05", guardian_consented_on="2026-03-05"),
    "record_referral_answer": _act("record_referral_answer", "social_worker", referral="rf1", outcome="accepted",
        first_on="2026-03-09"),
    "set_support_level": _act("set_support_level", "prosecutor", level="closer", reason="刚换学校"),
    "ask_certificate": _act("ask_certificate", "minor"),
    "record_certificate": _act("record_certificate", "social_worker"),
    "give_consents": _act("give_consents", "minor", device_data=True),
    "withdraw_consent": _act("withdraw_consent", "minor"),
    "doubt_age": _act("doubt_age", "social_worker", claimed_born_on="2010-10-08", source="出生纸"),
    "settle_age": _act("settle_age", "prosecutor", born_on="2009-11-20", reason="核实"),
    "file_remedy": _act("file_remedy", "clerk", remedy="reconsideration", decision_received_on="2026-03-03"),
    "decide_remedy": _act("decide_remedy", "chief_prosecutor", remedy="reconsideration", outcome="upheld",
        examined_by=_the_head),
    "record_remedy_answer": _act("record_remedy_answer", "clerk", remedy="higher_review", outcome="upheld"),
    "add_addressee": _act("add_addressee", "prosecutor", to="school", decision="conditional_non_prosecution",
        reason="班主任已知情"),
    "object": _act("object", "mother", objection_by="legal_representative", against="conditions", text="太多了"),
    "answer_objection": _act("answer_objection", "prosecutor", against="conditions", adopted=True, reason="减为六次"),
    "withdraw_objection": _act("withdraw_objection", "mother", objection_by="legal_representative", against="conditions"),
    "hold_hearing": _act("hold_hearing", "clerk", held_on="2026-02-27", notified_on="2026-02-23", public=False),
    "restart_review": _act("restart_review", "assistant", because="supplementary_investigation", began_on="2026-02-20"),
    "record_measure": _act("record_measure", "clerk", measure="bail", decided_by="procuratorate", from_on="2026-03-02"),
    "correct_fact": _act("correct_fact", "clerk", fact="record_service", which="police", received_on="2026-03-05",
        reason="看错了日期"),
    "settle_property": _act("settle_property", "clerk", place=1, outcome="returned"),
    "write_opinion": _act("write_opinion", "prosecutor", proposal="non_prosecution"),
    "hear_victim": _act("hear_victim", "prosecutor", state="not_in_this_case"),
    "record_helper_answer": _act("record_helper_answer", "social_worker", answer="not_wished"),
    "record_statement": _act("record_statement", "minor", of="minor", text="想继续读书"),
    "decide_non_prosecution": _act("decide_non_prosecution", "chief_prosecutor"),
    "revoke": _act("revoke", "chief_prosecutor", incident="one", reason="属实"),
    "prosecute": _act("prosecute", "prosecutor"),
    "record_judgment": _act("record_judgment", "assistant", sentence_months=8, effective_on="2026-03-12"),
    "announce_outcome": _act("announce_outcome", "prosecutor", present=["minor"]),
    "end_otherwise": _act("end_otherwise", "chief_prosecutor", how="no_criminal_fact", reason="依法"),
    "decide_after_correction": _act("decide_after_correction", "chief_prosecutor", follows="sealing", reason="不再追诉",
        proposed_by=_the_prosecutor),
    "revoke_non_prosecution": _act("revoke_non_prosecution", "chief_prosecutor", fit_for_prosecution=True,
        ground="reexamination", reason="复查决定", prosecute_by="2026-12-01", proposed_by=_the_prosecutor),
    "unseal": _act("unseal", "chief_prosecutor", ground="new_crime", total_months=72, judged_on=_today, reason="并罚判决",
        proposed_by=_the_prosecutor),
    "ask_access": _act("ask_access", "clerk", access="req1", requester="judicial_organ_for_a_case", who="市检察院",
        purpose="办理申诉"),
    "answer_access": _act("answer_access", "chief_prosecutor", access="req1", granted=True, reason="依法",
        reader="gui.prosecutor", until_on=_in_a_week),
    "read_sealed": PersonOperation(READ_SEALED, "prosecutor", lambda d, a, n: sealed_access.read_sealed(d, a, n)),
    "end_access": _act("end_access", "chief_prosecutor", access="req1"),
    "answer_after_care": _act("answer_after_care", "minor", consent=True),
    "end_after_care": _act("end_after_care", "minor"),
    "name_device": _act("name_device", "social_worker", device="computer", whose="own"),
    "report_device_days": PersonOperation(REPORT_DEVICE_DAYS, "social_worker", lambda d, a, n: report_device_days(
        d, a, n, days=[DayTotals(date(2026, 3, 4), 50, 5, {"王者荣耀": 30})], device="computer")),
    "keep_device": _act("keep_device", "social_worker", device="computer", from_on="2026-03-05", from_at="19:00",
        to_on="2026-03-05", to_at="23:00"),
    "agree_on_usage": _act("agree_on_usage", "prosecutor", from_on="2026-03-04", school_day_minutes=90),
    "hand_in_sheet": _act("hand_in_sheet", "mother", "upload_usage", minutes=[60, None, 70]),
    "hand_in_file": _act("hand_in_file", "minor", "upload_usage", device="computer",
        text=as_export(("qq", "2026-03-04 20:00", "2026-03-04 21:00")).decode()),
    "confirm_usage": _act("confirm_usage", "social_worker", device="computer"),
    "withdraw_usage": _act("withdraw_usage", "social_worker", device="phone", reason="交到了别人的手机上"),
    "categorise_app": _act("categorise_app", "assistant", app="无名", category="game"),
    "comment_on_usage": _act("comment_on_usage", "minor", text="那天是表弟在用", disputes=True),
    "tell_what_for": _act("tell_what_for", "minor", reasons=["bored"], words="没有人一起玩"),
    "answer_dispute": _act("answer_dispute", "assistant", answer="accepted", reason="表弟证实", remark=1,
        set_aside_from="2026-03-05"),
    "fix_usage_baseline": _act("fix_usage_baseline", "social_worker", from_on="2026-03-02", to_on="2026-03-22",
        reason="头三周"),
    "propose_goal": _act("propose_goal", "minor", goal="g1", measure="activity_days", target=3, words="想多打球"),
    "agree_on_goal": _act("agree_on_goal", "social_worker", goal="g1", measure="activity_days", target=3,
        from_on="2026-03-05", to_on="2026-06-05", start=0, who_helps="体育老师", words="想多打球"),
    "change_goal": _act("change_goal", "social_worker", goal="g1", target=4, from_on="2026-03-09", reason="自己想再多一天"),
    "record_goal_value": _act("record_goal_value", "minor", goal="g1", day="2026-03-06", value=2, text="周三和周五打球"),
    "assess_goal": _act("assess_goal", "prosecutor", goal="g1", result="not_yet", reason="还差几周"),
    "answer_goal_offer": _act("answer_goal_offer", "social_worker", goal="g1", wanted=False),
    "end_goal": _act("end_goal", "social_worker", goal="g1", how="replaced", reason="想换一个"),
    "close_usage_review": _act("close_usage_review", "social_worker", text="谈过了", goals="十点半放下", due_on="2026-03-10",
        disposition="family_talk", disposition_owner="social_worker", disposition_due_on="2026-03-13"),
    "record_usage_follow_up": _act("record_usage_follow_up", "social_worker", became="done", text="和母亲谈过"),
    "record_returned_cards": _act("record_returned_cards", "clerk", card="bank_card", count=3, returned_to="police",
        returned_on="2026-03-05"),
    "record_card_query": _act("record_card_query", "minor", queried_on="2026-03-05", phone_cards=1, accounts=2),
    "record_restriction": _act("record_restriction", "social_worker", restriction="r1", group="found_by_police",
        from_on="2026-03-01"),
    "record_appeal": _act("record_appeal", "assistant", restriction="r1", appealed_on="2026-03-06"),
    "answer_appeal": _act("answer_appeal", "assistant", restriction="r1", answered_on="2026-03-06", outcome="partly"),
    "record_relief": _act("record_relief", "assistant", restriction="r1", relief="wage_card", relieved_on="2026-03-06"),
}  # fmt: skip
