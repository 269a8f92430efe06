"""The people of a plan: contacts, danger, age, consents, what is stored of them."""

from sunward.words import Words

TITLES: dict[str, Words] = {
    "restore_contact": Words("恢复一位联系人", "Make somebody a contact again"),
    "hush": Words("暂缓提醒", "Hold all texts back"),
    "report_danger": Words("立即报告：孩子受到伤害", "Report now: harm to the child"),
    "record_feedback": Words("登记报告的反馈", "Record the answer to a report"),
    "name_contact": Words("登记或更换联系人", "Name or change a contact"),
    "end_contact": Words("登记监护人去世或者不再是监护人", "Record that a guardian died, or is none any more"),
    "doubt_age": Words("登记年龄存疑", "Record a doubt about age"),
    "settle_age": Words("核定年龄", "Settle the age"),
    "ask_about_data": Words("就个人信息提出请求", "Ask about own data"),
    "answer_data_request": Words("答复个人信息请求", "Answer a request about own data"),
    "give_consents": Words(
        "登记对收取用网数据的答复、成年后的本人确认", "Record answers about device data, and own consents"
    ),
    "withdraw_consent": Words("登记撤回同意", "Record that consent was withdrawn"),
}

FIELDS: dict[str, Words] = {
    "accepted_on": Words("受理之日", "Day it was taken up"),
    "reached": Words("联系到哪类机关", "Which authority was reached"),
    "restore_contact.person": Words("恢复联系谁", "Who is a contact again"),
    "born_on": Words("核定的出生日", "Birth date, settled"),
    "claimed_born_on": Words("所称的出生日", "Birth date claimed"),
    "device": Words("手机是谁的", "Whose phone"),
    "device_data": Words("是否同意收取用网数据", "Whether device data may be collected"),
    "give_consents.person": Words(
        "是谁的答复（本人填的不用选）", "Whose answer it is (not asked of the family itself)"
    ),
    "withdraw_consent.person": Words("是谁撤回（本人填的不用选）", "Who withdraws (not asked of the family itself)"),
    "said_on": Words("哪天说的（不填即今天）", "When it was said (today, if left empty)"),
    "report_danger.person": Words("孩子受到谁的伤害", "Who harms the child"),
    "end_contact.since": Words("自哪天起（不填即今天）", "Since when (today, if left empty)"),
    "end_contact.because": Words("缘由", "Why"),
    "represents": Words("是法定代理人", "Is the legal representative"),
    "wish": Words("希望怎样", "What is wished"),
}

CHOICES: dict[str, Words] = {
    "end_contact.because.died": Words("去世", "Died"),
    "end_contact.because.no_longer_guardian": Words("不再是监护人", "Is the guardian no longer"),
    "reached.police": Words("公安机关", "The police"),
    "reached.civil_affairs": Words("民政部门", "Civil affairs"),
    "reached.education": Words("教育部门", "Education"),
    "wish.copy": Words("看看、复制", "To see or have a copy"),
    "wish.correct": Words("更正", "To correct something"),
    "wish.delete": Words("删除", "To delete something"),
    "wish.object": Words("不同意这样使用", "To object to a use"),
    "answer_data_request.outcome.done": Words("照办", "Done"),
    "answer_data_request.outcome.partly": Words("部分照办", "Done in part"),
    "answer_data_request.outcome.refused": Words("不能照办", "Not possible"),
}

HINTS: dict[str, Words] = {
    "give_consents": Words(
        "写明是谁的意思、怎样说的；不能替孩子表态。没有回答不等于同意。",
        "Say whose word it is and how it was said; nobody speaks for the child. Silence is no consent.",
    ),
    "withdraw_consent": Words(
        "立即停止收取，已收的不再显示并到期删除；不影响考察。",
        "Collection stops at once, what was collected is hidden and deleted on its day; nothing is lost by it.",
    ),
    "report_danger": Words(
        "先打电话报告，再在这里登记。被指认的人从此收不到任何消息，也不会得知。",
        "Call first, then write it down here. The person named receives nothing from now on, and is not told.",
    ),
    "hush": Words("法定期限照常计算；由人打电话代替。", "Legal dates go on; somebody calls instead."),
}
