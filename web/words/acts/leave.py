"""Leave."""

from sunward.words import Words

TITLES: dict[str, Words] = {
    "ask_leave": Words("登记外出申请", "Record a request for leave"),
    "decide_leave": Words("外出审批", "Decide on leave"),
}

FIELDS: dict[str, Words] = {
    "for_school_or_work": Words("经常外出就学、就业", "Regular ways to school or work"),
    "leaves": Words("离开多远", "How far it goes"),
    "moves_home": Words("迁居", "A move"),
    "approved": Words("是否同意", "Granted or not"),
    "emergency": Words("紧急，已先电话报告", "Urgent; reported by phone"),
    "leave": Words("哪次外出", "Which leave"),
    "standing": Words("长期往返许可", "A standing permission"),
    "whose": Words("谁的意见", "Whose answer"),
}

CHOICES: dict[str, Words] = {
    "leaves.county": Words("出县（区），不出市", "Out of the county, within the city"),
    "leaves.city": Words("出市", "Out of the city"),
    "approved.true": Words("同意", "Granted"),
    "approved.false": Words("不同意", "Not granted"),
}
