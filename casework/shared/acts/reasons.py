"""Why an act changes nothing of what stands; why a fact that was recorded wrongly is not corrected by an act, and what is done
instead; why nobody is notified of something that happens to a plan."""

from core.words import Words

ANSWERS_WHAT_WAS_ASKED = Words(
    "是方案本来就有的一项事项的提交、说明、答复或者办结",
    "it submits, explains, answers or ends something the plan has already asked for",
)
OPENS_ONE_ITEM = Words(
    "另开一项有自己期限的事项，方案其余不变",
    "it opens one matter with its own date, and leaves the rest of the plan unchanged",
)
ASKS_FOR_A_DECISION = Words("提请本身不改变什么，决定才改变", "asking for a decision changes nothing; deciding does")
A_RECORD = Words("是记录或者评估，不影响谁应做什么", "a record or an evaluation: it creates no other duty for anybody")
HOW_TO_REACH = Words(
    "只关系怎么联系、附什么材料、从哪台设备来",
    "it states how somebody is reached, what may be attached, or which device it is",
)
PREVIEWED_DATES = Words(
    "改变日期的，事先预览，逐项记入案卷", "its effects are previewed, and each date is recorded in the journal"
)


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


HEARD_IN_PERSON = Words("当事人在场，当面知道", "whoever it is about is there and hears it in person")
OWN_RECORD = Words("是办案人员自己登记的事实，相关人员已知", "a fact that staff write down; who needs it knows")
DATES_FOLLOW = Words("由此产生的期限到时各自提醒", "the dates that follow from it are notified when they fall due")
NOTHING_TO_DO = Words("没有人要做什么，因此不打扰", "nobody has to do anything, so nobody is disturbed")
ON_THE_LIST = Words("在本人的待办里", "it appears among the person's tasks")
SAID_BEFORE = Words("该说的在前一步已经说过", "those concerned were notified one step earlier")
WAITS_ON_DESK = Words("在办理人的待办里等候", "it appears among the tasks of whoever is asked")
SAID_IN_PERSON = Words("要紧的事由人当面说", "serious matters are communicated in person")
