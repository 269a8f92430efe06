"""Guardians under an order, suggestions, aid, assessments, certificates."""

from sunward.words import Words

TITLES: dict[str, Words] = {
    "order_guardian": Words("责令监护人接受家庭教育指导", "Order a guardian to take guidance"),
    "record_order_hours": Words("登记指导令的时数", "Record hours of an order"),
    "take_back_session": Words("更正：一次登记不再计算", "Take back a session that was recorded"),
    "end_order": Words("终止指导令", "End an order"),
    "send_suggestion": Words("登记检察建议", "Record a suggestion to a unit"),
    "record_suggestion_reply": Words("登记检察建议的答复", "Record a unit's answer"),
    "ask_aid": Words("申请救助", "Ask for aid"),
    "answer_aid": Words("登记救助的答复", "Record the answer about aid"),
    "refer": Words("转介到心理、学校或者其他服务", "Refer to counselling, a school or another service"),
    "record_referral_answer": Words("登记转介的回复", "Record what came of a referral"),
    "record_assessment": Words("登记心理测评", "Record an assessment"),
    "set_support_level": Words("确定帮扶力度", "Set the level of support"),
    "ask_certificate": Words("登记需要无犯罪记录证明", "Record that a certificate is wanted"),
    "record_certificate": Words("登记证明已出具", "Record that the certificate was issued"),
}

FIELDS: dict[str, Words] = {
    "record_suggestion_reply.suggestion": Words("哪份建议", "Which suggestion"),
    "send_suggestion.suggestion": Words("建议编号", "A code for it"),
    "record_order_hours.order": Words("哪份指导令", "Which order"),
    "record_order_hours.done_on": Words("哪一天（不填即今天）", "On which day (today, if left empty)"),
    "take_back_session.condition": Words(
        "哪一项附带条件（或者指导令，二者择一）", "Which condition (or an order: one of the two)"
    ),
    "take_back_session.order": Words("哪份指导令", "Which order"),
    "take_back_session.done_on": Words("登记的是哪一天", "For which day it was recorded"),
    "take_back_session.amount": Words(
        "数量（当天有几次时写明）", "How much (where several are on record for that day)"
    ),
    "end_order.order": Words("哪份指导令", "Which order"),
    "order_guardian.order": Words("指导令编号", "A code for it"),
    "answer_aid.aid": Words("哪次申请", "Which request"),
    "ask_aid.aid": Words("申请编号", "A code for it"),
    "refer.referral": Words("转介编号", "A code for it"),
    "refer.kind": Words("转介到哪里", "To what kind of help"),
    "refer.unit": Words("单位名称", "The name of the unit"),
    "refer.purpose": Words("为什么转介", "What for"),
    "guardian_consented_on": Words("监护人同意之日", "The guardian consented on"),
    "record_referral_answer.referral": Words("哪次转介", "Which referral"),
    "record_referral_answer.outcome": Words("结果", "What came of it"),
    "record_referral_answer.first_on": Words("第一次去的日子", "The first day there"),
    "assessment": Words("测评编号", "A code for it"),
    "hours": Words("小时数", "Hours"),
    "order_guardian.until_on": Words("截止日（不填即期满或成年）", "Last day (without one, the end or the birthday)"),
    "level": Words("力度", "Level"),
    "replied_on": Words("答复之日（不填即今天）", "Answered on (today, if left empty)"),
    "served_on": Words("送达之日（不填即今天）", "Served on (today, if left empty)"),
    "yuan": Words("金额（元）", "Amount in yuan"),
    "tested_on": Words("测评之日", "Day of the test"),
    "record_assessment.result": Words("测评结果（仅供参考）", "The result (for reference only)"),
}

CHOICES: dict[str, Words] = {
    "order_guardian.kind.family_education": Words("家庭教育指导令", "Guidance in family education"),
    "order_guardian.kind.guardianship": Words("督促监护令", "Guardianship"),
    "send_suggestion.kind.minors_protection": Words(
        "依未成年人保护法（一个月答复）", "Under the Minors Protection Law (one month)"
    ),
    "send_suggestion.kind.general": Words("一般检察建议（两个月答复）", "A general one (two months)"),
    "ask_aid.kind.judicial_aid": Words("司法救助", "Judicial aid"),
    "ask_aid.kind.legal_aid": Words("法律援助", "Legal aid"),
    "refer.kind.counselling": Words("心理辅导", "Counselling"),
    "refer.kind.school": Words("学校、培训", "A school or training"),
    "refer.kind.service": Words("其他帮扶服务", "Another service"),
    "record_referral_answer.outcome.accepted": Words("已接受", "Accepted"),
    "record_referral_answer.outcome.declined": Words("未接受", "Declined"),
    "record_referral_answer.outcome.no_answer": Words("没有回复", "No answer came"),
    "level.lighter": Words("减少", "Lighter"),
    "level.usual": Words("照常", "As usual"),
    "level.closer": Words("加强", "Closer"),
}

HINTS: dict[str, Words] = {
    "take_back_session": Words(
        "原来的登记留在日志里，总数随即重新计算。", "The first record stays in the journal; the sum is computed anew."
    ),
    "set_support_level": Words(
        "六十日后自行失效；不改变任何义务，也不出现在任何名单上。",
        "It lapses after sixty days; it changes no duty, and stands in no list.",
    ),
    "refer": Words(
        "须先有同意：不满十四周岁的由监护人同意，已满十四周岁的由本人和监护人同意，成年的由本人同意。转介是帮助，不是义务。",
        "Consent first: under fourteen the guardian's, from fourteen both, of age the person's own. It is help, and no duty.",
    ),
    "order_guardian": Words(
        "这是监护人的事，不计在孩子名下。", "It is the guardian's, and never in the child's column."
    ),
    "ask_certificate": Words(
        "由公安机关出具，自考验期第一日起即可申请，不必等封存。",
        "The police issue it, from the first day of the period: nobody waits for the seal.",
    ),
}
