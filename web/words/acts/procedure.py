"""Objections, hearings, the review limit, measures, property, addressees; a fact recorded wrongly."""

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
    "correct_fact": Words("更正登记有误的事实", "Correct a fact that was recorded wrongly"),
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
    "fact": Words("哪类事实登记有误", "Which kind of fact was recorded wrongly"),
    "which": Words(
        "哪一条（只有一条的不填）：受送达人、救济种类、强制措施、谁、情况代码、亲属关系或者回执号",
        "Which entry (empty, if there is only one): addressee, kind of remedy, measure, who, label, relation, or receipt number",
    ),
    "was_on": Words("原来登记的日期（只有一条的不填）", "The day it told (empty, if there is only one)"),
    "correct_fact.announced_on": Words("宣布：正确的宣布之日", "Announcement: the right day"),
    "correct_fact.received_on": Words("送达：正确的收到之日", "Service: the right day of receipt"),
    "correct_fact.decision_received_on": Words(
        "救济：正确的收到决定之日", "Remedy: the right day of receiving the decision"
    ),
    "correct_fact.posted_on": Words("救济：正确的邮寄之日", "Remedy: the right day of posting"),
    "correct_fact.filed_on": Words("救济：正确的收到请求之日", "Remedy: the right day on which it came"),
    "correct_fact.outcome": Words("上一级检察院的决定：正确的结论", "The higher office's answer: the right outcome"),
    "correct_fact.from_on": Words("无法履行或者强制措施：正确的起始日", "Unable, or a measure: the right first day"),
    "correct_fact.to_on": Words("无法履行：正确的终止日", "Unable: the right last day"),
    "correct_fact.lifted_on": Words("强制措施：正确的解除之日", "A measure: the right day on which it was lifted"),
    "correct_fact.done_on": Words("情况：正确的发生之日", "Incident: the right day it happened"),
    "correct_fact.found_on": Words("情况：正确的得知之日", "Incident: the right day it was found"),
    "correct_fact.since": Words("监护人：正确的终止之日", "Guardian: the right day on which it ended"),
    "never_happened": Words("此事没有发生，整条撤回", "It never happened: take the whole entry back"),
    "correct_fact.reason": Words("错在哪里，依据什么更正", "What was wrong, and how that is known"),
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
    "fact.announce": Words("宣布", "The announcement"),
    "fact.record_service": Words("送达", "A receipt"),
    "fact.file_remedy": Words("复议、复核或者申诉", "A remedy"),
    "fact.record_remedy_answer": Words("上一级检察院的决定", "The higher office's answer"),
    "fact.record_unable": Words("无法履行的期间", "A period of being unable"),
    "fact.record_measure": Words("强制措施", "Bail, surveillance or custody"),
    "fact.report_incident": Words("报告的情况", "A reported incident"),
    "fact.end_contact": Words("不再是监护人（如死亡）", "A guardian's end, such as a death"),
}

HINTS: dict[str, Words] = {
    "correct_fact": Words(
        "只填登记有误的那一类事实的正确内容，其余不填。原来的登记保留在案卷日志中；由它推算的期限、事项和消息重新计算，下一步先给您看。"
        "不会因更正直接计为未完成：先询问本人。",
        "Fill in only the right values of the fact that was wrong. The first entry stays in the journal; dates, duties and "
        "messages that rest on it are computed anew, and shown to you first. Nothing becomes a miss by a correction: the "
        "person is asked before.",
    )
}
