"""Requests for sealed files, and the file as it is read under a grant."""

from casework.articles import article_in
from law.articles import cited
from sunward.words import Words

_UNSEALING = cited("unsealing")

_SEALED = {
    "title": Words("记录封存与查询申请", "Sealed records and requests"),
    "lead": Words(
        "封存的记录不提供查询；只有司法机关为办案、有关单位依国家规定可以申请，由检察长决定，准许查阅的仅限一人，期满自行终止，每次查阅都有记录。",
        "A sealed record is shown to nobody, but to a judicial organ for a case or a unit under a state provision. The chief procurator decides; a grant is for one reader, ends by itself, and every look is on record.",
    ),
    "waiting": Words("等待答复", "Waits for an answer"),
    "nothing_waits": Words("没有等待答复的申请。", "No request waits."),
    "reader": Words("由谁查阅（登录名）", "Who may look (sign-in name)"),
    "until_on": Words("查阅到哪天", "Until which day"),
    "reason": Words("理由", "Reason"),
    "grant": Words("准许", "Grant"),
    "refuse": Words("不准许", "Refuse"),
    "granted": Words("已准许", "granted"),
    "refused": Words("未准许", "refused"),
    "purpose": Words("用途", "For what"),
    "basis": Words("依据", "Basis"),
    "asked_on": Words("申请日期", "Asked on"),
    "until": Words("可查阅到", "May look until"),
    "last_read": Words("最近一次查阅", "Last look"),
    "never_read": Words("还没有查阅过", "not looked at yet"),
    "ended": Words("已提前结束", "ended early"),
    "end": Words("提前结束", "End it"),
    "ask": Words("登记一份申请", "Record a request"),
    "plan": Words("方案编号", "Number of the plan"),
    "unseal": Words("解除判决的封存", "Lift the seal of a judged case"),
    "unseal_hint": Words(
        f"只有新罪或者漏罪与封存之罪并罚、决定执行五年以上的，才解除（{article_in('zh-CN', _UNSEALING)}）；由检察官书面提请。不起诉案件不在此列。收尾清单上未到期的期限照常计算。",
        f"Only where a new or missed crime, judged together with what is sealed, comes to five years or more ({_UNSEALING}), on a prosecutor's proposal on paper. No non-prosecution is opened by it. What still runs on the closing list runs on.",
    ),
    "unsealed": Words("封存已解除", "The seal is lifted"),
    "runs_on": Words("照常计算的期限", "What runs on"),
    "settled": Words("已答复的", "Answered"),
    "open_to_me": Words("准许我查阅的", "Open to me"),
    "look": Words("查阅（记入日志）", "Look (it is put on record)"),
    "done": Words("已登记", "It is on record"),
    "file": Words("封存案卷（依准许查阅）", "Sealed file, under a grant"),
    "under": Words(
        "依申请{access}查阅，到{day}为止。这次查阅已记入日志。",
        "Under request {access}, until {day}. This look is in the journal.",
    ),
    "period": Words("考验期", "Period"),
    "decisions": Words("决定", "Decisions"),
    "case": Words("案情", "The case"),
    "lines": Words("记录", "Record"),
    "handed_in": Words("本人和家里提交的", "What the family handed in"),
    "facts": Words("登记的情况", "Facts on record"),
    "write_plan": Words("请填写方案编号。", "Please write the number of the plan."),
}

FIELDS: dict[str, Words] = {
    "relation": Words("身份", "Who"),
    "name": Words("姓名", "Name"),
    "sex": Words("性别", "Sex"),
    "born_on": Words("出生日期", "Born on"),
    "identity_number": Words("身份证号", "Identity number"),
    "phone": Words("电话", "Telephone"),
    "address": Words("住址", "Address"),
    "offence_article": Words("罪名条文（刑法）", "Article of the Criminal Law"),
    "act_dates": Words("行为日期", "Days of the act"),
    "facts_line": Words("案情", "Facts"),
    "predicted_sentence_months": Words("可能判处的刑期（月）", "Predicted sentence (months)"),
    "reasons_for_prediction": Words("可能判处的刑罚及理由", "Why"),
    "repentance": Words("悔罪表现", "Repentance"),
    "reasons": Words("理由", "Reasons"),
    "reason": Words("理由", "Reason"),
    "text": Words("内容", "Text"),
    "received_at": Words("收到", "Received"),
    "topic": Words("事项", "Subject"),
    "on": Words("日期", "Day"),
}
"""What a sealed file tells of the person and the case, by the names of its fields, in their order."""

CHAPTERS = {"sealed": _SEALED}
