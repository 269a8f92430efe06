"""Why nobody is notified of something that happens to a plan."""

from sunward.words import Words

HEARD_IN_PERSON = Words("当事人在场，当面知道", "whoever it is about is there and hears it in person")
OWN_RECORD = Words("是办案人员自己登记的事实，相关人员已知", "a fact that staff write down; who needs it knows")
DATES_FOLLOW = Words("由此产生的期限到时各自提醒", "the dates that follow from it are notified when they fall due")
NOTHING_TO_DO = Words("没有人要做什么，因此不打扰", "nobody has to do anything, so nobody is disturbed")
ON_THE_LIST = Words("在本人的待办里", "it appears among the person's tasks")
SAID_BEFORE = Words("该说的在前一步已经说过", "those concerned were notified one step earlier")
WAITS_ON_DESK = Words("在办理人的待办里等候", "it appears among the tasks of whoever is asked")
SAID_IN_PERSON = Words("要紧的事由人当面说", "serious matters are communicated in person")
