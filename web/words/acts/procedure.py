"""Objections, hearings, the review limit, measures, property, addressees."""

from sunward.words import Words

TITLES: dict[str, Words] = {
    "add_addressee": Words("增加受送达人（学校、单位、被害人）", "Add a school, an employer or a victim as addressee"),
    "object": Words("登记异议", "Record an objection"),
    "answer_objection": Words("答复异议", "Answer an objection"),
    "withdraw_objection": Words("登记异议的撤回", "Record that an objection was withdrawn"),
    "hold_hearing": Words("登记听证", "Record a hearing"),
    "restart_review": Words("登记审查起诉期限重新计算", "Record that the review limit began anew"),
    "record_measure": Words("登记强制措施", "Record bail, surveillance or custody"),
    "settle_property": Words("登记涉案财物的处理", "Record what became of property"),
}

FIELDS: dict[str, Words] = {
    "adopted": Words("是否采纳", "Adopted or not"),
    "against": Words("对什么有异议", "Objects to what"),
    "because": Words("因为", "Because of"),
    "began_on": Words("从哪天重新计算", "Begun anew on"),
    "decided_by": Words("哪个机关决定", "Decided by which organ"),
    "held_on": Words("听证日（不填即今天）", "Held on (today, if left empty)"),
    "lifted_on": Words("解除之日", "Lifted on"),
    "made_on": Words("提出之日（不填即今天）", "Made on (today, if left empty)"),
    "record_measure.measure": Words("哪种强制措施", "Which measure"),
    "notified_on": Words("通知参加人之日", "When the participants were told"),
    "objection_by": Words("谁提出", "Made by"),
    "public": Words("公开", "Public"),
}

CHOICES: dict[str, Words] = {
    "adopted.true": Words("采纳", "Adopted"),
    "adopted.false": Words("不采纳，说明理由", "Not adopted, with the reasons"),
    "against.decision": Words("附条件不起诉决定", "The decision"),
    "against.conditions": Words("所附条件或者考验期", "The conditions, or the length"),
    "because.supplementary_investigation": Words("补充侦查完毕移送", "Back from supplementary investigation"),
    "because.change_of_jurisdiction": Words("改变管辖", "A change of jurisdiction"),
    "decided_by.police": Words("公安机关", "The police"),
    "decided_by.procuratorate": Words("检察院", "The procuratorate"),
    "decided_by.court": Words("法院", "The court"),
    "record_measure.measure.bail": Words("取保候审", "Bail"),
    "record_measure.measure.residential_surveillance": Words("监视居住", "Residential surveillance"),
    "record_measure.measure.custody": Words("羁押", "Custody"),
    "objection_by.both": Words("本人和法定代理人", "Both"),
    "objection_by.minor": Words("本人", "The minor"),
    "objection_by.legal_representative": Words("法定代理人", "The legal representative"),
    "settle_property.outcome.returned": Words("返还", "Returned"),
    "settle_property.outcome.unfrozen": Words("解除冻结", "Unfrozen"),
    "settle_property.outcome.handed_over": Words("移送有关机关", "Handed over"),
    "settle_property.outcome.confiscated": Words("没收", "Confiscated"),
    "add_addressee.to.school": Words("学校", "A school"),
    "add_addressee.to.victim": Words("被害人", "A victim"),
    "add_addressee.to.employer": Words("用人单位", "An employer"),
}
