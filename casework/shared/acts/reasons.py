"""Why an act changes nothing of what stands; why a fact that was recorded wrongly is not corrected by an act, and what is done
instead; why nobody is notified of something that happens to a plan."""

from core.i18n import _

ANSWERS_WHAT_WAS_ASKED = _("是方案本来就有的一项事项的提交、说明、答复或者办结")
OPENS_ONE_ITEM = _("另开一项有自己期限的事项，方案其余不变")
ASKS_FOR_A_DECISION = _("提请本身不改变什么，决定才改变")
A_RECORD = _("是记录或者评估，不影响谁应做什么")
HOW_TO_REACH = _("只关系怎么联系、附什么材料、从哪台设备来")
PREVIEWED_DATES = _("改变日期的，事先预览，逐项记入案卷")


RECORDED_AGAIN = _("再登记一次即可：先前的保留，后来的并列其旁，不据此推算期限。")
SOMEBODYS_WORDS = _("这是本人或者他人说的话：可以再说一次，先前说的保留。")
ANSWERED_OTHERWISE = _("由承办人答复这一项时更正：提交了什么不改。")
BY_DISPUTE = _("用网记录由本人提出异议、工作人员答复来更正。")
GIVEN_ANEW = _("撤回或者重新确认即可，随时可以办。")
BY_RESTORING = _("有专门的事项更正它：见“恢复联系人”。")
LAST_COUNTS = _("以最后一次登记为准：再登记正确的即可。")
TAKEN_BACK = _("有专门的事项更正它：见“更正：一次登记不再计算”。")


HEARD_IN_PERSON = _("当事人在场，当面知道")
OWN_RECORD = _("是办案人员自己登记的事实，相关人员已知")
DATES_FOLLOW = _("由此产生的期限到时各自提醒")
NOTHING_TO_DO = _("没有人要做什么，因此不打扰")
ON_THE_LIST = _("在本人的待办里")
SAID_BEFORE = _("该说的在前一步已经说过")
WAITS_ON_DESK = _("在办理人的待办里等候")
SAID_IN_PERSON = _("要紧的事由人当面说")
