"""What the system does by itself, as people have decided, and what it notes."""

from casework.shared.facts.fact_rules import HANDLERS, FactNotice, FactRule, FactTask, Stops
from casework.shared.rights.operation import Operation
from casework.shared.rights.phases import ALWAYS, Times
from casework.shared.rights.scope import RightScope
from core.i18n import _, pgettext
from law.four_eyes import Responsibility
from models.journal import UNNAMED
from models.office import Role
from notifications.events import Event

CAME_OF_AGE = FactRule(
    "came_of_age",
    _("年满十八周岁之日"),
    "AD-03",
    stops=Stops.GUARDIANS,
    reason="of_age",
    starts=_("同意、联系和通知均由本人"),
    asks=(FactTask("consents", Role.MINOR),),
)

PERIOD_ENDED = FactRule(
    "period_ended",
    pgettext("step", "考验期最后一日已过"),
    "period_over",
    starts=_("考察意见书，然后是起诉或者不起诉的决定"),
    asks=(FactTask("opinion", Role.PROSECUTOR), FactTask("final_decision", Role.CHIEF_PROSECUTOR)),
    tells=(FactNotice(Event.PERIOD_ENDED, HANDLERS),),
)

LIVE = Operation(
    "live",
    by={Role.SYSTEM: RightScope.ALL},
    fits=Times(ALWAYS),
    steps={"carried_out": Responsibility.RECORDS},
)

PROPOSE_DELETION = Operation(
    "propose_deletion",
    done=_("列出了保管期限届满的记录，等人决定是否删除"),
)

QUARANTINE = Operation(
    "quarantine",
    done=_("自动办理已停，等人查看"),
    noun=pgettext("noun", "自动办理已停，请人查看"),
    about="the plan is halted for review by a person",
)

RELEASE_QUARANTINE = Operation(
    "release_quarantine",
    done=_("恢复了自动办理"),
    noun=_("查看后恢复自动办理"),
    about="a person has reviewed it, and the program processes the plan again",
    detail="`reason`, where one was given",
    by={
        Role.ADMINISTRATOR: RightScope.ALL,
        Role.PROSECUTOR: RightScope.TEAM,
        Role.DEPARTMENT_HEAD: RightScope.OFFICE,
    },
    fits=Times(ALWAYS),
)

CALL_FOR = Operation(
    "call_for",
    done=_("提醒了"),
    noun=pgettext("noun", "提醒"),
    about="the person responsible was notified that it is due",
    detail="`step`, `told` (new messages), the item",
    names_item=True,
    papers=("thought_report",),
)

ANNOUNCE_DATE = Operation(
    "announce_date",
    done=_("提示了期限"),
    noun=_("期限提示"),
    about="a statutory deadline is near, or has come",
    detail="`step` (`near_10`: ten days before; `call`: on the day), `told`, the item",
    names_item=True,
)

REMIND = Operation(
    "remind",
    done=_("在最后一天提醒了"),
    noun=_("最后一天再提醒"),
    detail="`told`, the item",
    names_item=True,
)

ASK_FOR_EXPLANATION = Operation(
    "ask_for_explanation",
    done=_("还没收到，询问了情况"),
    noun=_("还没收到，想了解一下"),
    detail="`told`, the item",
    names_item=True,
)

LENGTHEN_WINDOW = Operation(
    "lengthen_window",
    done=_("本系统曾停用，时限顺延"),
    noun=pgettext("noun", "本系统曾停用，时限顺延"),
    about="the program was out of operation during the time allowed: it is extended by as long",
    detail="`open_until`, the item",
    names_item=True,
)

WAIT_FOR_ANNOUNCEMENT = Operation(
    "wait_for_announcement",
    done=_("宣布之前不提醒"),
    noun=_("等待宣布"),
    about="no reminder for a family's item before the announcement",
    detail="the item",
    names_item=True,
)

WAIT_FOR_ANSWER = Operation(
    "wait_for_answer",
    done=_("已作说明，等人答复"),
    noun=pgettext("noun", "已作说明，等人答复"),
    about="an explanation is waiting for its answer; nothing is asked or counted meanwhile",
    detail="the item",
)

NOTE_UNKNOWN = Operation(
    "note_unknown",
    done=pgettext("journal", "情况不明，不计"),
    noun=_("情况不明，不计"),
    about="there is no proof that the person could know, or they were unable while there was time to explain, found at once or later; does not count",
    detail="`rule`, `told`, the item",
)

NOTE_UNABLE = Operation(
    "note_unable",
    done=pgettext("journal", "无法履行，不计"),
    noun=_("无法履行，不计"),
    about="the person was unable; does not count",
    detail="the item",
)

NOTE_NOT_OWED = Operation(
    "note_not_owed",
    done=_("此时无需提交"),
    noun=_("尚未告知，不计"),
    about="not due at present; does not count",
    detail="the item",
)

FIND_AWAY_WHILE_ASKED = Operation(
    "find_away_while_asked",
    done=_("说明期内实际无法履行，已计为未完成，请重新核实"),
    noun=_("说明期内实际无法履行，请重新核实"),
    about="it is now known that the person could not explain in the time allowed; a person has counted it as missed, or the case is decided, so it remains, and the handlers review it",
    detail="`rule`, the item",
)

RECORD_MISSED = Operation(
    "record_missed",
    done=_("说明期已过，计为未完成"),
    noun=_("还没收到，未作说明"),
    about="nobody explained in time: missed",
    detail="`rule`, the item",
    unverified=("VI-11",),
)

OPEN_ATTENTION = Operation(
    "open_attention",
    done=_("因累计次数达到关注数，提请承办检察官查看"),
    noun=_("多次未作说明或经确认，请检察官关注（不产生法律后果）"),
    about="several duties missed without an explanation in time, or several breaches that a person confirmed: the prosecutor is asked to review, and nothing else follows",
    detail="`missed`, `supervision_rules`, `public_security`: how many, the item",
    unverified=("VI-05",),
)

PASS_ON = Operation(
    "pass_on",
    done=_("把逾期未办的事告知了部门负责人"),
    noun=_("逾期未办，已告知负责人"),
    about="an item of the office is overdue; the next level was notified",
    detail="`told`, the item",
    names_item=True,
)

BRING_UP_AGAIN = Operation(
    "bring_up_again",
    done=_("就逾期未办的事再次提醒了"),
    noun=_("逾期仍未办，再次提醒"),
    about="it is still open: the person responsible is reminded again, of all such items at once, and after some time the next level too",
    detail="`since` (the day from which the oldest waits), `count`, `steps_up`, `told`, the item",
    names_item=True,
)

PROCESS_DATE = Operation(
    UNNAMED,
    done=_("按期限办理了一项"),
)
"""What a line of the journal says in the open whose day would tell a birth date; what it was stands in its sealed part."""

COME_OF_AGE = Operation(
    "come_of_age",
    done=_("年满十八周岁，事项改由本人确认"),
    noun=pgettext("noun", "满18周岁"),
    about="the eighteenth birthday has begun",
    detail="`cancelled`",
    changes=(CAME_OF_AGE,),
)

END_PERIOD = Operation(
    "end_period",
    done=_("考验期结束"),
    noun=_("考验期届满"),
    about="its last day is over",
    detail="`final_decision_by`",
    changes=(PERIOD_ENDED,),
    unverified=("DT-08", "PB-04"),
)

CARRY_OUT_NON_PROSECUTION = Operation(
    "carry_out_non_prosecution",
    done=_("执行了不起诉决定"),
    noun=_("执行不起诉决定"),
    about="the program carried out what was decided: duties and reminders stop, service is due",
    detail="`ended` (what waited for an answer and ended with the decision, by kind and day), the item",
    papers=("service_receipt",),
)

CARRY_OUT_REVOCATION = Operation(
    "carry_out_revocation",
    done=_("执行了撤销决定"),
    noun=_("执行撤销决定"),
    about="the program carried out what was decided",
    detail="`ended`, the item",
    papers=("service_receipt",),
)

CARRY_OUT_END_OTHERWISE = Operation(
    "carry_out_end_otherwise",
    done=_("办理了另行终结"),
    noun=_("终止"),
    about="the program carried out what was decided",
    detail="`how`, `ended`",
)

HOLD_THE_SEAL = Operation(
    "hold_the_seal",
    done=_("还有事项没有办结，暂未封存"),
    noun=_("还有事项没有办结，暂未封存"),
    about="something that nobody could answer afterwards is still open: sealing waits for a person",
    detail="`left` (kind and day), `told`",
)

SEAL = Operation(
    "seal",
    done=_("封存了记录"),
    noun=_("记录封存"),
    detail="`runs_on` (what continues on the closing list), `ended` (an offer that nobody took up)",
)

CLOSE = Operation(
    "close",
    done=_("完成了收尾"),
    noun=_("收尾完毕"),
    about="the last time limit has ended",
)

ACCEPT_WARNINGS = Operation(
    "accept_warnings",
    done=_("看过提示后仍然办理"),
)

DENIED = Operation(
    "denied",
    done=_("没有权限，未予办理"),
)

REFUSED = Operation(
    "refused",
    noun=_("不能办理"),
    about="an act of the acts file was refused; nothing was changed",
    detail="`act`, `because`, `因为`",
)
