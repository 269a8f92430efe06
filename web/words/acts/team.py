"""Hand-overs, and assistance elsewhere."""

from sunward.words import Words

TITLES: dict[str, Words] = {
    "hand_over": Words("移交", "Hand over"),
    "accept_hand_over": Words("接收移交", "Accept a hand-over"),
    "assist_elsewhere": Words("登记异地检察院已来函同意协助", "Record that another office has agreed to assist"),
    "ask_assistance": Words("请求异地检察院协助", "Ask another office to assist"),
    "accept_assistance": Words("接受协助考察", "Accept to assist"),
    "record_assisted_report": Words("登记协助考察的反馈", "Record the assisting office's report"),
    "end_assistance": Words("结束异地协助", "End the assistance"),
}

FIELDS: dict[str, Words] = {
    "leaving": Words("谁离开（登录名）", "Who leaves (sign-in name)"),
    "office": Words("哪个检察院", "Which office"),
    "role": Words("哪个岗位", "Which post"),
    "social_worker": Words("当地社工", "Their social worker"),
    "stand_in": Words("接收之前由谁代理（不填即移交人）", "Who stands in until then (without one, whoever hands over)"),
    "by_letter": Words("以书面来函报告（由本院登记）", "It came by letter, and this office puts it on file"),
    "hand_over.to": Words("移交给谁", "To whom"),
}
