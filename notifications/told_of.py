"""Beside the matrix: for everything that can happen to a plan, what is said of it at that moment, or why nothing is.

The codes are those of the journal and the diary. A new happening has its line here, or a test says so.
"""

from notifications.events import Event
from sunward.words import Words

_E = Event
_PRESENT = Words("当事人在场，当面知道", "whoever it is about is there and hears it in person")
_OWN_RECORD = Words("是办案人员自己登记的事实，相关人员已知", "a fact that staff write down; who needs it knows")
_DATES_FOLLOW = Words("由此产生的期限到时各自提醒", "the dates that follow from it are said in their time")
_NOTHING_OWED = Words("没有人要做什么，因此不打扰", "nobody has to do anything, so nobody is disturbed")
_ON_THE_LIST = Words("在本人的待办里", "it stands among what the person has to do")
_SAID_BEFORE = Words("该说的在前一步已经说过", "what there is to say was said a step before")
_WAITS = Words("在办理人的待办里等候", "it waits on the desk of whoever is asked")
_IN_PERSON = Words("要紧的事由人当面说", "serious things are said by a person")

TOLD_OF: dict[str, tuple[Event, ...] | Words] = {
    # the decision and its announcement
    "open_plan": Words("决定当面宣布，不用短信；期限到时各自提醒", "the decision is announced in person; dates are said in their time"),
    "announce": _PRESENT,
    "record_service": _DATES_FOLLOW,
    "ask_to_sign": (_E.PAPER_TO_SIGN,),
    # what the machine says by itself
    "call_for": (
        _E.CHECK_IN_DUE, _E.THOUGHT_REPORT_DUE, _E.USAGE_SHEET_DUE, _E.RETURN_CHECK, _E.COMING_OF_AGE,
        _E.APPOINTMENT_OR_VISIT, _E.STAFF_ITEM_DUE, _E.AGE_IN_DOUBT, _E.HANDOVER_ASKED, _E.THREE_MISSES,
        _E.EXPLANATION_ASKED, _E.MILESTONE_FORM_DUE,
    ),
    "remind": (_E.CHECK_IN_LAST_DAY,),
    "announce_date": (
        _E.STATUTORY_DATE_NEAR, _E.SERVICE_NEAR, _E.DECISION_ASKED, _E.PERIOD_ENDED, _E.PERIOD_NEAR_END,
        _E.REMEDY_RECEIVED, _E.COMING_OF_AGE_NEAR,
    ),
    "ask_for_explanation": (_E.CHECK_IN_NOT_RECEIVED, _E.EXPLANATION_ASKED),
    "record_missed": (_E.CHECK_IN_NOT_RECEIVED,),
    "note_unknown": (_E.CHECK_IN_NOT_RECEIVED, _E.EXPLANATION_ASKED),
    "pass_on": (_E.STATUTORY_DATE_PASSED, _E.ANNOUNCEMENT_MISSING, _E.STAFF_ITEM_DUE),
    "open_attention": Words("随即作为待办告诉承办检察官", "told at once as the prosecutor's item of its own"),
    "message": Words("消息本身", "it is the message itself"),
    "wait_for_answer": Words("已经说明，等人答复，不再催", "explained already: a person answers, nobody presses"),
    "note_unable": _NOTHING_OWED,
    "note_not_owed": _NOTHING_OWED,
    "wait_for_announcement": Words("当面宣布之前不提醒", "nobody is reminded of what they were not told yet"),
    # what is handed in, explained, done
    "submit": (_E.SUBMISSION_RECEIVED,),
    "record_progress": _OWN_RECORD,
    "record_unable": Words("不因此再催，待发的提醒撤回", "nobody is pressed; waiting reminders are taken back"),
    "find_away_while_asked": _ON_THE_LIST,
    "explain": _ON_THE_LIST,
    "answer_explanation": (_E.EXPLANATION_ANSWERED,),
    "evaluate": _IN_PERSON,
    "note": _OWN_RECORD,
    # changes
    "change_period": (_E.TO_BE_TOLD_IN_PERSON,),
    "change_condition": (_E.TO_BE_TOLD_IN_PERSON,),
    "hand_over": (_E.HANDOVER_ASKED,),
    "accept_hand_over": (_E.CONTACT_CHANGED,),
    "assist_elsewhere": _OWN_RECORD,
    # incidents
    "report_incident": Words("随即作为待办告诉承办检察官；核实之前不告诉家庭", "told at once as the prosecutor's item; no family before it is looked into"),
    "refer_incident": (_E.INCIDENT_REPORTED,),
    "hear": _PRESENT,
    "close_incident": (_E.TO_BE_TOLD_IN_PERSON,),
    # leave
    "ask_leave": _ON_THE_LIST,
    "decide_leave": (_E.LEAVE_ANSWERED,),
    "record_police_station": (_E.LEAVE_ANSWERED,),
    # people
    "hush": Words("暂缓提醒本身不发消息，由人打电话", "holding texts back is not said by a text; a person calls"),
    "end_hush": _NOTHING_OWED,
    "name_contact": _OWN_RECORD,
    "end_contact": _OWN_RECORD,
    "report_danger": (_E.REPORT_RECORDED,),
    "record_feedback": _OWN_RECORD,
    "record_hours": _OWN_RECORD,
    "opt_out": _OWN_RECORD,
    "record_informed": Words("登记本身不通知该人", "recording it tells that person nothing"),
    "give_consents": _OWN_RECORD,
    "withdraw_consent": Words("撤回不需要解释，也不影响任何事", "nobody has to explain it, and nothing is lost by it"),
    "come_of_age": Words("当天另有“本人确认”的提醒", "the person's own consents are called for that day"),
    "doubt_age": Words("随即作为待办告诉承办检察官，对家庭停发", "told at once as the prosecutor's item; families get nothing"),
    "settle_age": _IN_PERSON,
    # remedies
    "file_remedy": (_E.REMEDY_RECEIVED,),
    "decide_remedy": (_E.PLAN_CHANGED, _E.TO_BE_TOLD_IN_PERSON),
    # digital use, cards
    "name_device": _OWN_RECORD,
    "keep_device": _OWN_RECORD,
    "agree_on_usage": _PRESENT,
    "place_app": _OWN_RECORD,
    "give_token": _PRESENT,
    "take_token_back": _OWN_RECORD,
    "hand_in_usage": _OWN_RECORD,
    "push_usage": _NOTHING_OWED,
    "comment_on_usage": _ON_THE_LIST,
    "answer_dispute": _IN_PERSON,
    "close_note": _NOTHING_OWED,
    "close_usage_review": _IN_PERSON,
    "delete_usage_files": _NOTHING_OWED,
    "agree_on_attachments": _PRESENT,
    "delete_attachments": _NOTHING_OWED,
    "record_returned_cards": _PRESENT,
    "record_card_query": _OWN_RECORD,
    "record_restriction": _DATES_FOLLOW,
    "record_appeal": _DATES_FOLLOW,
    "answer_appeal": _IN_PERSON,
    "record_relief": _IN_PERSON,
    # evaluation
    "ask_views": (_E.MILESTONE_FORM_DUE,),
    "give_view": _OWN_RECORD,
    "propose_evaluation": _WAITS,
    "rate_needs": _OWN_RECORD,
    "record_situation": _OWN_RECORD,
    "record_questionnaire": _OWN_RECORD,
    "comment_on_progress": _OWN_RECORD,
    "tell_index": _PRESENT,
    # objection, measures, property, remedies further up
    "add_addressee": _DATES_FOLLOW,
    "object": _ON_THE_LIST,
    "answer_objection": _IN_PERSON,
    "withdraw_objection": _OWN_RECORD,
    "hold_hearing": _PRESENT,
    "record_measure": _DATES_FOLLOW,
    "record_remedy_answer": (_E.PLAN_CHANGED, _E.TO_BE_TOLD_IN_PERSON),
    "restart_review": _DATES_FOLLOW,
    "settle_property": _IN_PERSON,
    "announce_year": Words("期限变动后到时各自提醒", "dates that moved are said in their time"),
    "ask_about_data": _ON_THE_LIST,
    "answer_data_request": _IN_PERSON,
    # guardians and partners
    "order_guardian": _IN_PERSON,
    "record_order_hours": _OWN_RECORD,
    "end_order": _IN_PERSON,
    "send_suggestion": _DATES_FOLLOW,
    "record_suggestion_reply": _OWN_RECORD,
    "ask_aid": _WAITS,
    "answer_aid": _IN_PERSON,
    "record_assessment": _PRESENT,
    "set_support_level": Words("只在方案上，不告诉任何人", "it stands on the plan and nobody is told of it"),
    "ask_certificate": _DATES_FOLLOW,
    "record_certificate": _PRESENT,
    # elsewhere, moved, put under another edition
    "ask_assistance": _WAITS,
    "accept_assistance": _DATES_FOLLOW,
    "record_assisted_report": _OWN_RECORD,
    "end_assistance": _OWN_RECORD,
    "change_cadence": _IN_PERSON,
    "move_item": _DATES_FOLLOW,
    "adopt_edition": _DATES_FOLLOW,
    "lengthen_window": _NOTHING_OWED,
    "restore_contact": _IN_PERSON,
    # after a correction or the seal
    "follow_correction": _IN_PERSON,
    "set_aside": _IN_PERSON,
    "unseal": _IN_PERSON,
    "ask_access": _WAITS,
    "answer_access": _IN_PERSON,
    "end_access": _OWN_RECORD,
    # papers
    "make_paper": _OWN_RECORD,
    "make_pack": _OWN_RECORD,
    "offer_template": _WAITS,
    "approve_template": _OWN_RECORD,
    # proposals, and what was looked at
    "review": Words("看过不需要告诉别人", "that it was looked at needs no telling"),
    "propose": _WAITS,
    "countersign": _WAITS,
    "return_proposal": _WAITS,
    "withdraw_proposal": _WAITS,
    # the end
    "end_period": (_E.PERIOD_ENDED,),
    "write_opinion": (_E.DECISION_ASKED,),
    "hear_victim": _PRESENT,
    "decide_non_prosecution": Words("随即执行；由人当面告知", "carried out at once, and told in person"),
    "carry_out_non_prosecution": (_E.TO_BE_TOLD_IN_PERSON,),
    "revoke": Words("随即执行；由人当面告知", "carried out at once, and told in person"),
    "carry_out_revocation": (_E.TO_BE_TOLD_IN_PERSON,),
    "end_otherwise": _IN_PERSON,
    "carry_out_end_otherwise": _IN_PERSON,
    "prosecute": _IN_PERSON,
    "record_judgment": _OWN_RECORD,
    "announce_outcome": _PRESENT,
    "seal": Words("封存之后不因本案再联系任何人", "after sealing nobody is written to because of it"),
    "close": _NOTHING_OWED,
    "answer_after_care": _PRESENT,
    # messages and the machine
    "send_by_hand": (_E.TO_BE_TOLD_IN_PERSON, _E.CALL_BACK_ASKED, _E.PRAISE_GIVEN, _E.AFTER_CARE_OFFERED,
                     _E.MILESTONE_FORM_DUE, _E.APPOINTMENT_OR_VISIT),
    "tell_of_given_up": (_E.MESSAGE_NEEDS_A_PERSON,),
    "reply_received": (_E.REPLY_RECEIVED,),
    "page_rests": (_E.PAGE_RESTS,),
    "morning": (_E.MORNING_DIGEST,),
    "ask_for_account": (_E.ACCOUNT_ASKED,),
    "confirm_account": (_E.ACCOUNT_ASKED,),
    "record_call": (_E.MESSAGE_NEEDS_A_PERSON,),
    "record_passed_on": _SAID_BEFORE,
    "record_paper": _SAID_BEFORE,
    "refused": Words("当场告诉办理的人", "whoever tried is told on the spot"),
    "quarantine": (_E.PLAN_HALTED,),
    "release_quarantine": _OWN_RECORD,
}  # fmt: skip
