"""Why a fact that was recorded wrongly is not corrected by an act, and what is done instead."""

from sunward.words import Words

RECORDED_AGAIN = Words(
    "再登记一次即可：先前的保留，后来的并列其旁，不据此推算期限。",
    "Record it again: the first entry stays, the later one is kept beside it, and no date is counted from it.",
)
SOMEBODYS_WORDS = Words(
    "这是本人或者他人说的话：可以再说一次，先前说的保留。",
    "These are somebody's own words: they can say more, and what was said stays.",
)
ANSWERED_OTHERWISE = Words(
    "由承办人答复这一项时更正：提交了什么不改。",
    "A handler corrects it in answering the item; what was submitted is not changed.",
)
BY_DISPUTE = Words(
    "用网记录由本人提出异议、工作人员答复来更正。", "Digital use is corrected by the person's dispute and its answer."
)
GIVEN_ANEW = Words("撤回或者重新确认即可，随时可以办。", "It is withdrawn or given anew, at any time.")
BY_RESTORING = Words("有专门的事项更正它：见“恢复联系人”。", "An act of its own corrects it: restore_contact.")
LAST_COUNTS = Words("以最后一次登记为准：再登记正确的即可。", "The last record counts: record what is right.")
TAKEN_BACK = Words("有专门的事项更正它：见“更正：一次登记不再计算”。", "An act of its own corrects it: cancel_session.")
