"""Fields and choices that acts of several rooms ask alike."""

from casework.written import NAMES
from sunward.words import Words

FIELDS: dict[str, Words] = NAMES | {
    "place": Words("清单上第几项", "Its place on the list"),
    "minor_consented_on": Words("本人同意之日", "Day of the minor's consent"),
    "representative_consented_on": Words(
        "法定代理人同意之日（成年后不填）", "Day of the representative's consent (none once of age)"
    ),
    "shared": Words("手机是合用的", "The phone is shared"),
    "granted": Words("是否准许", "Granted or not"),
    "amount": Words("数量", "How much"),
    "answer": Words("这一项怎么算", "How this one stands"),
    "by_on": Words("不晚于", "By"),
    "condition": Words("哪一项附带条件", "Which condition"),
    "decision": Words("哪份决定", "Which decision"),
    "due_on": Words("哪一天的", "Due on which day"),
    "from_on": Words("自", "From"),
    "how": Words("哪种情形", "Which case"),
    "incident": Words("哪个情况", "Which incident"),
    "item": Words("哪一项", "Which item"),
    "kind": Words("哪方面", "Of which kind"),
    "minutes": Words("每天用了多少分钟（从周一起，用空格隔开）", "Minutes a day, from Monday, with spaces between"),
    "new_end_on": Words("新的届满日", "New last day"),
    "night_minutes": Words("其中夜间（分钟）", "Of it at night, in minutes"),
    "on_paper": Words("纸质交来", "It came on paper"),
    "outcome": Words("结果", "Outcome"),
    "person": Words("谁", "Who"),
    "phone": Words("电话", "Phone"),
    "another": Words("是当天的另一次", "It is another session of that day"),
    "announced_on": Words("宣布之日（不填即今天）", "When it was (today, if left empty)"),
    "present": Words("在场的人", "Who was there"),
    "state": Words("情况", "How it stands"),
    "told_by_phone": Words("电话里说的", "Told by phone"),
    "to": Words("送达给谁", "Served on whom"),
    "to_on": Words("至", "Until"),
    "until_on": Words("至哪一天", "Until"),
}

CHOICES: dict[str, Words] = {
    "how.objection": Words("双方均有异议", "Both object"),
    "granted.true": Words("准许", "Granted"),
    "granted.false": Words("不准许", "Not granted"),
    "how.death": Words("死亡", "Death"),
    "how.no_liability": Words("不负刑事责任", "No liability after all"),
    "how.corrected_by_higher_office": Words("上级院纠正", "Corrected by the higher office"),
    "how.change_of_jurisdiction": Words("改变管辖", "Change of jurisdiction"),
}
