"""What is looked into: reported, heard, closed."""

from sunward.words import Words

TITLES: dict[str, Words] = {
    "report_incident": Words("登记待核实情况", "Report something to look into"),
    "hear": Words("听取本人说明", "Hear the minor"),
    "close_incident": Words("处理意见", "Close the review"),
}

FIELDS: dict[str, Words] = {
    "beside": Words("谁在场陪同", "Who sat beside the minor"),
    "evidence": Words("依据的证据（不填则以理由为准）", "Evidence (the reason, if left out)"),
    "passed_on": Words("已移送侦查机关", "Passed to the investigators"),
    "done_on": Words("发生之日", "Day it happened"),
    "finding": Words("认定", "Finding"),
    "found_on": Words("得知之日（不填即今天）", "Known since (today, if left empty)"),
    "response": Words("处理", "Response"),
    "serious": Words("情节严重", "Serious"),
    "refused_to_speak": Words("经告知，本人表示不作说明", "Asked, they refused to speak"),
    "rests_on": Words("认定撤销情形的依据：后果严重，还是多次", "What a ground rests on: serious, or several times"),
}

CHOICES: dict[str, Words] = {
    "beside.legal_representative": Words("法定代理人", "The legal representative"),
    "beside.appropriate_adult": Words("合适成年人", "An appropriate adult"),
    "beside.nobody": Words("没有人", "Nobody"),
    "finding.dismissed": Words("不成立", "Not so"),
    "finding.lesser_response": Words("成立，作其他处理", "So it is; a lesser response"),
    "finding.ground": Words("符合撤销情形，拟报请撤销", "A ground; revocation will be asked for"),
    "kind.new_crime": Words("新的犯罪嫌疑", "Suspicion of a new crime"),
    "kind.missed_crime": Words("遗漏的犯罪嫌疑", "Suspicion of an earlier crime"),
    "kind.public_security": Words("治安管理方面", "Public-security matter"),
    "kind.supervision_rules": Words("监督考察规定方面", "Rules of supervision"),
}

HINTS: dict[str, Words] = {
    "report_incident": Words(
        "登记不等于认定；由承办检察官听取本人说明后处理。",
        "Nothing is found by it; the prosecutor hears the minor first.",
    ),
}
