"""Asking for a decision that the law gives to the chief procurator."""

from sunward.words import Words

TITLES: dict[str, Words] = {
    "propose": Words("报请检察长决定", "Ask for the chief procurator's decision"),
    "countersign": Words("审核同意提请", "Countersign a proposal"),
    "return_proposal": Words("退回提请", "Return a proposal"),
    "withdraw_proposal": Words("撤回提请", "Withdraw a proposal"),
}

FIELDS: dict[str, Words] = {
    "step": Words("哪件事", "What is asked for"),
}

CHOICES: dict[str, Words] = {
    "step.period_change": Words("变更考验期", "A change of the period"),
    "step.revocation": Words("撤销附条件不起诉", "Revocation"),
    "step.end_otherwise": Words("以其他方式终结", "Another end"),
    "step.non_prosecution": Words("不起诉", "Non-prosecution"),
}

HINTS: dict[str, Words] = {
    "return_proposal": Words(
        "退回不是决定；写明要再核实什么。", "Nothing is decided by it: say what should be looked at again."
    ),
}
