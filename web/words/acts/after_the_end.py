"""What may follow the end: a correction, the seal lifted, a look into a sealed file."""

from sunward.words import Words

TITLES: dict[str, Words] = {
    "follow_correction": Words("决定上级纠正后如何处理", "Decide what follows the correction"),
    "set_aside": Words("撤销不起诉", "Set the non-prosecution aside"),
    "unseal": Words("解除判决的封存", "Lift the seal of a judged case"),
    "ask_access": Words("登记查阅封存记录的申请", "Record a request for the sealed file"),
    "answer_access": Words("答复查阅申请", "Answer a request for the sealed file"),
    "end_access": Words("提前结束查阅", "End a look into the sealed file"),
}

FIELDS: dict[str, Words] = {
    "answer_access.access": Words("哪份申请", "Which request"),
    "end_access.access": Words("哪份申请", "Which request"),
    "ask_access.access": Words("申请编号", "A code for it"),
    "asked_on": Words("申请之日（不填即今天）", "Asked on (today, if left empty)"),
    "requester": Words("申请单位属于哪类", "Who asks, by kind"),
    "ask_access.who": Words("申请单位", "Who asks"),
    "reader": Words("由谁查阅（登录名）", "Who may look (sign-in name)"),
    "answer_access.until_on": Words("查阅到哪天（准许时必填）", "Until which day (needed to grant)"),
    "follows": Words("如何处理", "What follows"),
    "ground": Words("依据", "On which ground"),
    "prosecute_by": Words("起诉不晚于", "Indictment by"),
    "fit_for_prosecution": Words("符合起诉条件", "The case is fit for prosecution"),
    "proposed_by": Words("书面提请的检察官（登录名）", "The prosecutor who proposed it (sign-in name)"),
    "total_months": Words("与封存之罪并罚，决定执行（月）", "To be served for both together, in months"),
    "judged_on": Words("该判决生效之日", "When that judgment came into force"),
}

CHOICES: dict[str, Words] = {
    "follows.prosecution": Words("已提起公诉，等判决", "It was prosecuted: wait for the judgment"),
    "follows.sealing": Words("不再追诉，封存", "Nothing more: seal it"),
    "follows.transfer": Words("案件移送他院", "The file went to another office"),
    "unseal.ground.new_crime": Words("实施新罪", "A new crime"),
    "unseal.ground.missed_crime": Words("发现漏罪", "A missed crime was found"),
    "ground.reexamination": Words("复查决定", "A re-examination"),
    "ground.found_wrong": Words("发现确有错误", "Found to be wrong"),
    "requester.judicial_organ_for_a_case": Words("司法机关为办案", "A judicial organ, for a case"),
    "requester.unit_under_state_provisions": Words("有关单位依国家规定", "A unit under a state provision"),
    "requester.anyone_else": Words("其他", "Anybody else"),
}
