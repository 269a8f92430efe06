"""The announcement, and serving the decision."""

from sunward.words import Words

TITLES: dict[str, Words] = {
    "announce": Words("当面宣布", "Announce in person"),
    "record_service": Words("登记送达回证", "Record a service receipt"),
    "ask_to_sign": Words("短信请被害方签收", "Ask the victim's side by text to sign"),
}

FIELDS: dict[str, Words] = {
    "guardians_signed": Words("几位法定代理人已签收告知", "How many representatives signed"),
    "victim_told": Words("已告知被害人", "What the victim was told"),
    "number": Words("回证编号", "Receipt number"),
    "on": Words("哪一天（不填即今天）", "Which day (today, if left empty)"),
    "ask_to_sign.phone": Words(
        "被害方电话（已登记过可不填）", "Number of the victim's side (may be empty once it is kept)"
    ),
    "ask_to_sign.day": Words("请在哪天前回电", "To call by"),
    "record_service.how": Words("怎样送达", "How it was served"),
    "witnessed": Words("有见证人或者全程录像", "Before a witness, or on film"),
    "received_on": Words("收到之日（不填即今天）", "Received on (today, if left empty)"),
    "told": Words("已告知", "What was told"),
}

CHOICES: dict[str, Words] = {
    "victim_told.complaint": Words("七日内可以申诉", "A complaint within seven days"),
    "victim_told.no_court": Words("不能提起自诉", "No court takes the case"),
    "record_service.decision.sealing": Words("公安机关的封存回执", "The police's receipt that they have sealed"),
    "record_service.decision.reconsideration": Words("复议决定", "The answer to a request for reconsideration"),
    "record_service.to.school": Words("学校", "A school"),
    "record_service.to.employer": Words("用人单位", "An employer"),
    "how.signed": Words("本人签收", "Signed for"),
    "how.taken_in": Words("成年家属代收", "Taken in by a grown-up of the family"),
    "how.left_there": Words("拒绝签收，留置送达", "Refused, and left there"),
    "told.period": Words("考验期", "The period"),
    "told.rules": Words("应当遵守的规定", "The rules to keep"),
    "told.liability": Words("违反的后果", "What follows if they are not kept"),
}

HINTS: dict[str, Words] = {
    "announce": Words(
        "所附条件自决定之日起遵守；当面宣布之后，才开始计算各项是否完成。",
        "The conditions bind from the decision on; whether duties are done is counted from the announcement on.",
    ),
}
