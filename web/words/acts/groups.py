"""In which company an act is offered, in which order. One that stands in no group is offered under "more"."""

from sunward.words import Words

GROUPS: dict[str, tuple[Words, tuple[str, ...]]] = {
    "daily": (
        Words("日常", "From day to day"),
        ("submit", "review", "explain", "answer_explanation", "record_unable", "record_progress", "evaluate", "note", "dismiss_items",
         "ask_leave", "decide_leave", "record_call", "record_passed_on", "record_paper",
         "agree_on_attachments"),
    ),
    "evaluation": (
        Words("评估", "Evaluation"),
        ("ask_views", "give_view", "propose_evaluation", "rate_needs", "record_situation", "record_questionnaire",
         "comment_on_progress", "tell_index"),
    ),
    "usage": (
        Words("用网", "Digital use"),
        ("close_usage_review", "hand_in_usage", "comment_on_usage", "answer_dispute", "close_note", "agree_on_usage", "name_device",
         "keep_device", "place_app"),
    ),
    "cards": (
        Words("卡和账户", "Cards and accounts"),
        ("record_card_query", "record_returned_cards", "record_restriction", "record_appeal", "answer_appeal",
         "record_relief"),
    ),
    "incidents": (Words("情况与处理", "Incidents"), ("report_danger", "report_incident", "hear", "close_incident", "record_feedback")),
    "decisions": (
        Words("决定与审批", "Decisions"),
        ("propose", "countersign", "return_proposal", "withdraw_proposal", "change_period", "change_condition",
         "change_cadence", "move_item", "adopt_edition",
         "write_opinion", "hear_victim", "decide_non_prosecution", "revoke", "prosecute", "record_judgment",
         "announce_outcome", "end_otherwise"),
    ),
    "service": (Words("宣布、送达与救济", "Announcement, service, remedies"), (
        "announce", "record_service", "ask_to_sign", "make_paper", "make_pack", "add_addressee", "object", "answer_objection", "withdraw_objection", "file_remedy",
        "decide_remedy", "record_remedy_answer", "hold_hearing", "restart_review", "record_measure", "settle_property",
        "correct_fact",
    )),
    "elsewhere": (
        Words("异地协助", "Assistance elsewhere"),
        ("ask_assistance", "accept_assistance", "assist_elsewhere", "record_assisted_report", "end_assistance"),
    ),
    "partners": (
        Words("监护人与各方", "Guardians and partners"),
        ("order_guardian", "record_order_hours", "take_back_session", "end_order", "send_suggestion", "record_suggestion_reply", "ask_aid",
         "answer_aid", "refer", "record_referral_answer", "record_assessment", "set_support_level", "ask_certificate", "record_certificate"),
    ),
    "sealed": (
        Words("纠正与封存之后", "After a correction or the seal"),
        ("follow_correction", "set_aside", "unseal", "ask_access", "answer_access", "end_access"),
    ),
    "people": (
        Words("人员", "People"),
        ("name_contact", "end_contact", "restore_contact", "record_hours", "opt_out", "record_informed", "hush", "hand_over", "accept_hand_over",
         "ask_about_data", "answer_data_request", "give_consents",
         "withdraw_consent", "doubt_age", "settle_age", "answer_after_care", "end_after_care"),
    ),
}  # fmt: skip
