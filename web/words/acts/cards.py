"""Cards and accounts."""

from sunward.words import Words

TITLES: dict[str, Words] = {
    "record_returned_cards": Words("登记交回的卡和账户", "Record cards handed back"),
    "record_card_query": Words("登记电话卡和账户自查", "Record a self-query of cards"),
    "record_restriction": Words("登记卡和账户的限制措施", "Record a restriction of cards"),
    "record_appeal": Words("登记对限制措施的申诉", "Record an appeal against a restriction"),
    "answer_appeal": Words("登记申诉的答复", "Record the answer to the appeal"),
    "record_relief": Words("登记限制措施的放宽", "Record relief from a restriction"),
}

FIELDS: dict[str, Words] = {
    "accounts": Words("名下账户几个", "Accounts in the own name"),
    "answer_by": Words("何时去问答复", "When the answer is asked after"),
    "answered_on": Words("答复之日", "Day of the answer"),
    "appealed_on": Words("申诉之日", "Day of the appeal"),
    "card": Words("哪种卡或账户", "What kind of card or account"),
    "count": Words("几张（个）", "How many"),
    "ends_on": Words("限制到哪天（不填则按依据计算）", "Until when (computed if left out)"),
    "group": Words("限制依据", "Ground of the restriction"),
    "notice_on": Words("收到书面告知之日", "Day the written notice came"),
    "phone_cards": Words("名下电话卡几张", "Phone cards in the own name"),
    "queried_on": Words("自查之日", "Day of the query"),
    "relief": Words("放宽了什么", "What is allowed"),
    "relieved_on": Words("放宽之日", "Day of the relief"),
    "restriction": Words("限制措施代号（如 r1）", "A code for the restriction (such as r1)"),
    "returned_on": Words("交回之日", "Day of the return"),
    "returned_to": Words("交给", "Handed to"),
    "unknown_ones": Words(
        "其中本人不知情的几个（不因此不利）", "How many of them are unknown to the person (never held against them)"
    ),
}

CHOICES: dict[str, Words] = {
    "answer_appeal.outcome.granted": Words("支持", "Granted"),
    "answer_appeal.outcome.partly": Words("部分支持", "Granted in part"),
    "answer_appeal.outcome.refused": Words("未支持", "Refused"),
    "card.phone_card": Words("电话卡", "Phone card"),
    "card.iot_card": Words("物联网卡", "IoT card"),
    "card.bank_card": Words("银行卡或账户", "Bank card or account"),
    "card.payment": Words("支付账户", "Payment account"),
    "group.found_by_police": Words("公安机关认定", "Found by the police"),
    "group.punished": Words("受过刑事处罚", "After a punishment"),
    "relief.wage_card": Words("准许一张工资卡", "One card for wages"),
    "relief.school_card": Words("准许一张学费或校园卡", "One card for school"),
    "relief.phone_card": Words("准许一张电话卡", "One phone card"),
    "relief.lifted": Words("全部解除", "All lifted"),
    "returned_to.police": Words("公安机关", "The police"),
    "returned_to.bank": Words("银行或支付机构", "A bank or payment company"),
    "returned_to.operator": Words("电信运营商", "A phone operator"),
    "returned_to.office": Words("检察院", "The office"),
}
