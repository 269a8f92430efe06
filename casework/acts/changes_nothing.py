"""Why an act changes nothing of what stands."""

from sunward.words import Words

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
