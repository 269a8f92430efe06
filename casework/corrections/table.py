"""Which facts can be corrected, and of every other fact why not and what is done instead."""

from collections.abc import Mapping

from casework.corrections.announcement import ANNOUNCEMENT, RECEIPT
from casework.corrections.breaches import INCIDENT
from casework.corrections.correction import Correction
from casework.corrections.duties import UNABLE
from casework.corrections.family import CONTACT
from casework.corrections.measures import MEASURE
from casework.corrections.remedies import ANSWER, FILED
from sunward.words import Words

CORRECTIONS: Mapping[str, Correction] = {
    each.act.code: each for each in (ANNOUNCEMENT, RECEIPT, FILED, ANSWER, UNABLE, MEASURE, INCIDENT, CONTACT)
}
"""By the tag of the act that records the fact."""

_ANOTHER = Words("再登记一次即可：先前的保留，后来的并列其旁，不据此推算期限。",
                 "Record it again: the first stays, the later stands beside it, and no date is counted from it.")  # fmt: skip
_WORDS = Words("这是本人或者他人说的话：可以再说一次，先前说的保留。",
               "These are somebody's own words: they can say more, and what was said stays.")  # fmt: skip
_A_PERSON_ANSWERS = Words("由承办人答复这一项时更正：提交了什么不改。",
                          "A handler corrects it in answering the item; what was handed in is not changed.")  # fmt: skip
_USAGE = Words("用网记录由本人提出异议、工作人员答复来更正。",
               "Digital use is corrected by the person's dispute and its answer.")  # fmt: skip
_CONSENT = Words("撤回或者重新确认即可，随时可以办。", "It is withdrawn or given anew, at any time.")
_OWN_WAY = Words("有专门的事项更正它：见“恢复联系人”。", "An act of its own corrects it: restore_contact.")
_TELLS_LAST = Words("以最后一次登记为准：再登记正确的即可。", "The last record counts: record what is right.")

NOT_CORRECTED: Mapping[str, Words] = {
    **dict.fromkeys(
        ("note", "hear", "hear_victim", "hold_hearing", "record_assisted_report", "record_assessment",
         "record_questionnaire", "record_returned_cards", "record_card_query", "record_suggestion_reply",
         "record_certificate", "record_feedback", "record_referral_answer"), _ANOTHER),
    **dict.fromkeys(("explain", "give_view", "object", "withdraw_objection"), _WORDS),
    **dict.fromkeys(("submit", "record_call", "record_passed_on", "record_paper"), _A_PERSON_ANSWERS),
    "hand_in_usage": Words("有专门的事项更正它：见“更正：一份用网记录不再计算”；数字有异议的，由本人提出、工作人员答复。",
                           "An act of its own corrects it: take_back_usage; figures are disputed by the person, and answered."),
    "keep_device": _USAGE,
    **dict.fromkeys(("give_consents", "withdraw_consent"), _CONSENT),
    "report_danger": _OWN_WAY,
    **dict.fromkeys(("record_hours", "record_informed", "record_situation"), _TELLS_LAST),
    **dict.fromkeys(("record_progress", "record_order_hours"), Words(
        "有专门的事项更正它：见“更正：一次登记不再计算”。", "An act of its own corrects it: take_back_session.")),
    **dict.fromkeys(("record_restriction", "record_appeal", "record_relief"), Words(
        "惩戒及申诉以有关机关的书面材料为准，目前还不能更正：请用“记录情况”写明。",
        "A restriction and its appeal are as the authority's paper says; not corrected yet: write a note.")),
    "record_judgment": Words("判决登记之后次日即封存；登记有误的，封存之前请用“记录情况”写明，封存之后依法申请查阅、解除封存。",
                             "The seal follows the next day: before it write a note, after it ask for access or for the seal to be lifted."),
    "announce_outcome": Words("宣布之后次日即封存，日期不再更正；补充的在场人会并列记入。",
                              "The seal follows the next day, and the day is not corrected; who else was there is added beside it."),
}  # fmt: skip
"""By the tag of the act."""
