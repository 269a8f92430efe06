"""The family's saved page. To the minor 你, to a guardian 您; every miss has its way out in the same sentence."""

from casework.acting.acts.captions import get_caption, get_choices
from casework.family.acts_page import AnswerDataRequest
from casework.shared.files.plan_file import MinorPart
from core.i18n import Text, _, pgettext

LABELS: dict[str, dict[str, Text]] = {
    "family.nothing": {
        "at_all": _("暂时没有需要填写的内容。"),
        "minor": _("这周没有要做的事，真不错！"),
        "guardian": _("这周没有需要您做的事，谢谢您！"),
    },
    "family.can_do": {
        "minor": _("还可以做的"),
        "guardian": _("您还可以做的"),
    },
    "family.way": {
        "minor": _("我的路"),
        "guardian": _("一路走来"),
    },
    "family.way_done": {
        "minor": _("已经完成{count}件事。"),
        "guardian": _("家里已经完成{count}件事，谢谢您！"),
    },
    "family.way_mark": {
        "done": _("完成了"),
        "can_come": _("还可以补交"),
        "not_come": _("没有交来"),
        "not_needed": _("这次不用交"),
        "upcoming": _("还没到"),
    },
    "family.to_do": {
        "minor": _("这周要做的事"),
        "guardian": _("这周请您做的事"),
    },
    "family.told_in_person": {
        "minor": _("接下来怎么安排，{who}会和你当面说。"),
        "guardian": _("接下来怎么安排，{who}会和您当面说。"),
    },
    "family.told_by_somebody": {
        "minor": _("接下来怎么安排，会有人和你当面说。"),
        "guardian": _("接下来怎么安排，会有人和您当面说。"),
    },
    "family.not_received": {
        "minor": _("还没收到。现在补交，不会记作没有完成；有特殊情况可以写个说明。"),
        "guardian": _("还没收到。现在补交，不会记作没有完成；有特殊情况请写个说明。"),
    },
    "family.not_received_until": {
        "minor": _("还没收到。{day}前补交，不会记作没有完成；有特殊情况可以写个说明。"),
        "guardian": _("还没收到。{day}前补交，不会记作没有完成；有特殊情况请写个说明。"),
    },
    "family.explain": {
        "minor": _("我想说明一下"),
        "guardian": _("我想说明一下"),
    },
    "family.note": {
        "minor": _("这周过得怎么样？写几句就行。"),
        "guardian": _("写几句就行。"),
    },
    "family.week": {
        "minor": _("这周过得怎么样？"),
        "guardian": _("孩子这周过得怎么样？"),
    },
    "family.mood": {
        "good": pgettext("mood", "好"),
        "so_so": pgettext("mood", "一般"),
        "bad": pgettext("mood", "不太好"),
    },
    "family.word": {
        "conditional": _("附条件不起诉：先不起诉，看考验期里做得怎么样。"),
        "period": _("考验期：约定好要看的这段时间。"),
        "supervision": _("考察：看看这段时间做得怎么样。"),
        "correction": _("矫治：帮着改掉不好的做法。"),
        "revoke": _("撤销：原来的决定不算了。"),
        "prosecute": _("起诉：把案件交给法院。"),
        "not_prosecute": _("不起诉：不交给法院，案件到这里结束。"),
        "objection": _("异议：正式说不同意这个决定。"),
        "representative": _("法定代理人：依法替孩子作主的人，多是爸爸妈妈。"),
        "guardian": _("监护人：照顾、管教孩子的大人。"),
        "chief": _("检察长：检察院的负责人。"),
        "judgment": _("判决：法院对案件作出的决定。"),
        "conviction": _("判过刑：法院判了有罪，还判了刑罚。"),
        "organs": _("司法机关：办案的单位，像公安、检察院、法院。"),
        "seal": _("封存：把记录锁起来，依法才能打开。"),
    },
    "family.sheet": {
        "minor": _("这周每天用手机一共多少分钟？写整部手机的合计，不是某一个应用的。"),
        "guardian": _("孩子这周每天用手机一共多少分钟？写整部手机的合计，不是某一个应用的。"),
    },
    "family.explain_hint": {
        "minor": _("发生了什么，写几句就行。会有人看，也会回复你。"),
        "guardian": _("发生了什么，写几句就行。会有人看，也会回复您。"),
    },
    "family.leave": {
        "asked": _("申请已收到。"),
        "please_wait": _("请等答复；没有答复之前先不要出发。"),
        "wait_for_both": _("请等两边都同意再出发。"),
        "reported_wait_for_both": _("已经报告，记下了。这还不是同意，请等两边都答复。"),
        "reported_wait": _("已经报告，记下了。这还不是同意，请等答复。"),
        "wait": pgettext("leave", "等待答复"),
        "granted": _("已同意"),
        "refused": _("没有同意，请拨卡片上的电话了解。"),
        "standing": _("长期往返"),
        "from_on": _("哪天走"),
        "to_on": _("哪天回"),
        "companions": _("和谁一起去（可不填）"),
        "destination": _("去哪里"),
        "reason": _("去做什么"),
        "urgent": _("急事来不及等，先拨卡片上的电话说一声。"),
    },
    "family.stored_why": {
        "minor": _("只为这段时间的帮助和监督使用；除了负责你的人，别人看不到。"),
        "guardian": _("只为这段时间的帮助和监督使用；除了负责的人，别人看不到。这里只显示您自己的信息。"),
    },
    "family.wish": {
        "copy": pgettext("choice", "看看、复制"),
        "correct": _("有不对的，要更正"),
        "delete": _("不该有的，要删除"),
        "object": pgettext("choice", "不同意这样使用"),
        "talk": _("想和检察官谈谈"),
        "disagree": _("不同意约定的事"),
    },
    "family.talk_asked": {
        "minor": _("收到了，已请检察官在两个工作日内和你谈。"),
        "guardian": _("收到了，已请检察官在两个工作日内和您谈。"),
    },
    "family.late_answer": {
        "minor": _("说好{day}前答复，是我们晚了，不是你的问题。等不及，请拨卡片上的电话。"),
        "guardian": _("说好{day}前答复，是我们晚了，不是您的问题。等不及，请拨卡片上的电话。"),
    },
    "family.outcome": {
        "done": _("已照办。"),
        "partly": _("部分照办。"),
        "refused": _("不能照办。"),
        "talked": _("谈过了。"),
        "adopted": _("意见采纳了。"),
        "not_adopted": _("这次没有采纳。"),
    },
    "family.ground": get_choices(AnswerDataRequest, "ground"),
    "family.consent": {
        "device_data": _("查看手机使用数据"),
        "supervision_data": _("为监督考察使用个人信息"),
    },
}

SAID_LABELS: dict[str, Text] = {
    "statement": _("对怎么处理的意见"),
    "usage": _("对用网情况的说明"),
    "what_for": _("手机主要用来做什么"),
}
"""What the words are about that a copy of one's own data has."""
IDENTITY_LABELS: dict[str, Text] = {
    "name": _("姓名"),
    "born_on": _("出生日期"),
    "identity_number": _("身份证号码"),
    "phone": _("电话"),
    "address": _("住址"),
    "language": _("语言"),
    **{
        name: words
        for name in ("nationality", "foreign_document", "interpreted", "sign_language")
        if (words := get_caption(MinorPart.model_fields[name]).words)
    },
}
"""What a copy of one's own data calls the parts of who one is."""
