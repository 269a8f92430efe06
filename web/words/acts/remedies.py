"""Remedies and their answers."""

from sunward.words import Words

TITLES: dict[str, Words] = {
    "file_remedy": Words("登记复议、复核或申诉", "Record a remedy"),
    "decide_remedy": Words("作出复议决定，或者对逾期申诉的复查决定", "Decide the office's answer to a remedy"),
    "record_remedy_answer": Words("登记上一级检察院的复核决定或者复查决定", "Record the higher office's answer"),
}

FIELDS: dict[str, Words] = {
    "complex_case": Words("案情复杂", "A complex case"),
    "examined_by": Words("由谁另行审查（登录名）", "Who examined it (sign-in name)"),
    "served": Words("已送达", "Served on"),
    "decision_received_on": Words("收到决定之日", "Day the decision was received"),
    "posted_on": Words("邮寄之日（邮戳）", "Day of posting (postmark)"),
    "filed_on": Words("收到请求之日（不填即今天）", "When it came (today, if left empty)"),
    "receipt_number": Words("回执号", "Receipt number"),
    "remedy": Words("哪种救济", "Which remedy"),
}

CHOICES: dict[str, Words] = {
    "served.victim": Words("被害人", "The victim"),
    "served.minor": Words("本人", "The person"),
    "served.deciding_office": Words("作出决定的检察院", "The deciding office"),
}
