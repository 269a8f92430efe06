"""The opinion, the decision, and what announces and carries it out."""

from sunward.words import Words

TITLES: dict[str, Words] = {
    "write_opinion": Words("出具考察意见书", "Write the supervision opinion"),
    "hear_victim": Words("登记听取被害人意见", "Record the hearing of the victim"),
    "decide_non_prosecution": Words("决定不起诉", "Decide on non-prosecution"),
    "revoke": Words("撤销附条件不起诉", "Revoke"),
    "prosecute": Words("登记提起公诉", "Record the indictment"),
    "record_judgment": Words("登记生效判决", "Record the judgment"),
    "announce_outcome": Words("宣布起诉或者不起诉的决定", "Announce the outcome"),
    "end_otherwise": Words("以其他方式终结", "End in another way"),
    "answer_after_care": Words("登记是否需要自愿回访", "Record the answer about after-care"),
    "end_after_care": Words("登记不再需要自愿回访", "Record that after-care is wanted no more"),
}

FIELDS: dict[str, Words] = {
    "parts": Words("决定书已有哪些部分", "Which parts the decision has"),
    "punishment_opinion": Words("检察意见", "Opinion to another organ"),
    "seal_explained_to": Words("已向谁说明封存", "To whom the seal was explained"),
    "consent": Words("是否愿意", "Wanted or not"),
    "effective_on": Words("生效之日", "In force from"),
    "proposal": Words("建议", "What it proposes"),
    "sentence_months": Words("刑期（月）", "Sentence in months"),
}

CHOICES: dict[str, Words] = {
    "parts.person": Words("基本情况", "The person"),
    "parts.cause_and_origin": Words("案由和案件来源", "Cause and origin"),
    "parts.facts": Words("案件事实", "The facts"),
    "parts.basis_and_reasons": Words("法律根据和理由", "Basis and reasons"),
    "parts.property": Words("涉案财物", "Property"),
    "parts.rights_notice": Words("有关权利", "Notice of rights"),
    "punishment_opinion.not_needed": Words("不需要", "Not needed"),
    "punishment_opinion.needed": Words("需要，尚未提出", "Needed, not sent yet"),
    "punishment_opinion.sent": Words("已提出", "Sent"),
    "seal_explained_to.minor": Words("本人", "The minor"),
    "seal_explained_to.legal_representative": Words("法定代理人", "The legal representative"),
    "consent.true": Words("愿意", "Wants it"),
    "consent.false": Words("不需要", "Does not want it"),
}

HINTS: dict[str, Words] = {
    "revoke": Words(
        "须有听取说明后认定的撤销情形，提请人不能自己批准。",
        "It needs a ground found after hearing; nobody approves their own proposal.",
    ),
}
