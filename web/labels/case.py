"""The tabs of a plan: check-ins, incidents, decisions, the end in sight, who has looked."""

from core.words import Words

LABELS: dict[str, dict[str, Words]] = {
    "case.incident": {
        "reported": Words("待核实", "awaiting review"),
        "under_review": Words("已交承办检察官", "with the prosecutor"),
        "heard": Words("已听取本人说明", "the minor was heard"),
        "dismissed": Words("不成立", "not substantiated"),
        "lesser": Words("其他处理", "lesser measure"),
        "ground": Words("认定符合撤销情形", "ground for revocation established"),
    },
    "case.rests_on": {
        "serious": Words("依据：造成严重后果", "basis: serious consequences"),
        "several": Words("依据：多次", "basis: repeated"),
    },
    "case.response": {
        "talk": Words("谈话", "a talk"),
        "reminder": Words("提醒", "a reminder"),
        "warning": Words("警告", "a warning"),
        "admonition": Words("训诫", "an admonition"),
        "plan_change": Words("调整方案", "a change of the plan"),
    },
    "case.proposal": {
        "open": Words("待决定", "awaiting decision"),
        "returned": Words("已退回", "returned"),
        "withdrawn": Words("已撤回", "withdrawn"),
        "decided": Words("已决定", "decided"),
        "lapsed": Words("不再需要", "no longer needed"),
    },
    "case.did": {
        "proposed": Words("提请", "proposed"),
        "countersigned": Words("审核同意", "countersigned"),
        "returned": Words("退回", "returned"),
        "withdrawn": Words("撤回", "withdrew"),
        "decided": Words("作出决定", "decided"),
        "lapsed": Words("不再需要", "no longer needed"),
    },
    "case.how": {
        "death": Words("死亡", "death"),
        "no_liability": Words("不负刑事责任", "no liability after all"),
        "corrected_by_higher_office": Words("上级院纠正", "corrected by the higher office"),
        "change_of_jurisdiction": Words("改变管辖", "change of jurisdiction"),
        "taken_in": Words("家属代收", "accepted by a family member"),
        "left_there": Words("拒收，留置送达", "refused; service by leaving"),
    },
    "case.decision": {
        "conditional_non_prosecution": Words("附条件不起诉决定", "The conditional non-prosecution"),
        "extension": Words("延长考验期", "Period extended"),
        "shortening": Words("缩短考验期", "Period shortened"),
        "period_change": Words("考验期变更决定", "The change of the period"),
        "condition_change": Words("变更附带条件", "Condition changed"),
        "opinion": Words("考察意见书", "The supervision opinion"),
        "non_prosecution": Words("不起诉决定", "Non-prosecution"),
        "revocation": Words("撤销附条件不起诉", "The revocation"),
        "reconsideration": Words("复议决定", "The answer to the request for reconsideration"),
        "prosecution": Words("提起公诉", "The indictment"),
        "end_otherwise": Words("以其他方式终结", "Ended on other grounds"),
    },
    "case.remedy": {
        "reconsideration": Words("复议", "Reconsideration"),
        "higher_review": Words("复核", "Review by the higher office"),
        "victim_complaint": Words("被害人申诉", "The victim's complaint"),
    },
    "case.outcome": {
        "upheld": Words("维持", "upheld"),
        "corrected": Words("纠正", "corrected"),
        "withdrawn": Words("撤回", "withdrawn"),
    },
}
