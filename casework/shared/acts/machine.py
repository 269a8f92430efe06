"""What the system does by itself, as people have decided, and what it notes."""

from casework.shared.acts.reasons import NOTHING_TO_DO, ON_THE_LIST, OWN_RECORD, SAID_IN_PERSON
from casework.shared.facts.fact_rules import HANDLERS, FactNotice, FactRule, FactTask, Stops
from casework.shared.rights.operation import Operation
from casework.shared.rights.phases import ALWAYS, Times
from casework.shared.rights.scope import RightScope
from core.words import Words
from law.four_eyes import Responsibility
from models.office import Role
from notifications.events import Event

CAME_OF_AGE = FactRule(
    "came_of_age",
    Words("年满十八周岁之日", "the eighteenth birthday"),
    "AD-03",
    stops=Stops.GUARDIANS,
    reason="of_age",
    starts=Words("同意、联系和通知均由本人", "consents, contacts and notices are the person's own"),
    asks=(FactTask("consents", Role.MINOR),),
)

PERIOD_ENDED = FactRule(
    "period_ended",
    Words("考验期最后一日已过", "the last day of the period is over"),
    "period_over",
    starts=Words("考察意见书，然后是起诉或者不起诉的决定", "the opinion, then the decision"),
    asks=(FactTask("opinion", Role.PROSECUTOR), FactTask("final_decision", Role.CHIEF_PROSECUTOR)),
    tells=(FactNotice(Event.PERIOD_ENDED, HANDLERS),),
)

LIVE = Operation(
    "live",
    by={Role.SYSTEM: RightScope.ALL},
    fits=Times(ALWAYS),
    steps={"carried_out": Responsibility.RECORDS},
)

QUARANTINE = Operation(
    "quarantine",
    done=Words("自动办理已停，等人查看", "halted until reviewed"),
    noun=Words("自动办理已停，请人查看", "halted for review"),
    about="the plan is halted for review by a person",
    notifies=(Event.PLAN_HALTED,),
)

RELEASE_QUARANTINE = Operation(
    "release_quarantine",
    done=Words("恢复了自动办理", "released the plan"),
    noun=Words("查看后恢复自动办理", "released after review"),
    about="a person has reviewed it, and the program processes the plan again",
    by={Role.ADMINISTRATOR: RightScope.ALL, Role.PROSECUTOR: RightScope.TEAM},
    fits=Times(ALWAYS),
    notifies=OWN_RECORD,
)

CALL_FOR = Operation(
    "call_for",
    done=Words("提醒了", "called for"),
    noun=Words("提醒", "called for"),
    about="the person responsible was notified that it is due",
    detail="`step`, `told` (new messages), the item",
    notifies=(
        Event.CHECK_IN_DUE,
        Event.THOUGHT_REPORT_DUE,
        Event.USAGE_SHEET_DUE,
        Event.RETURN_CHECK,
        Event.COMING_OF_AGE,
        Event.APPOINTMENT_OR_VISIT,
        Event.STAFF_ITEM_DUE,
        Event.AGE_IN_DOUBT,
        Event.HANDOVER_ASKED,
        Event.THREE_MISSES,
        Event.EXPLANATION_ASKED,
        Event.MILESTONE_FORM_DUE,
    ),
    names_item=True,
    papers=("thought_report",),
)

ANNOUNCE_DATE = Operation(
    "announce_date",
    done=Words("提示了期限", "announced a date"),
    noun=Words("期限提示", "a date is near"),
    about="a statutory deadline is near, or has come",
    detail="`step` (`near_10`: ten days before; `call`: on the day), `told`, the item",
    notifies=(
        Event.STATUTORY_DATE_NEAR,
        Event.SERVICE_NEAR,
        Event.DECISION_ASKED,
        Event.PERIOD_ENDED,
        Event.PERIOD_NEAR_END,
        Event.REMEDY_RECEIVED,
        Event.COMING_OF_AGE_NEAR,
    ),
    names_item=True,
)

REMIND = Operation(
    "remind",
    done=Words("在最后一天提醒了", "reminded on the last day of"),
    noun=Words("最后一天再提醒", "reminded on the last day"),
    detail="`told`, the item",
    notifies=(Event.CHECK_IN_LAST_DAY,),
    names_item=True,
)

ASK_FOR_EXPLANATION = Operation(
    "ask_for_explanation",
    done=Words("还没收到，询问了情况", "had not received, and asked about"),
    noun=Words("还没收到，想了解一下", "not received; asked what happened"),
    detail="`told`, the item",
    notifies=(Event.CHECK_IN_NOT_RECEIVED, Event.EXPLANATION_ASKED),
    names_item=True,
)

LENGTHEN_WINDOW = Operation(
    "lengthen_window",
    done=Words("本系统曾停用，时限顺延", "was out of operation, and extended the time for"),
    noun=Words("本系统曾停用，时限顺延", "the system was out of operation: time extended"),
    about="the program was out of operation during the time allowed: it is extended by as long",
    detail="`open_until`, the item",
    notifies=NOTHING_TO_DO,
    names_item=True,
)

WAIT_FOR_ANNOUNCEMENT = Operation(
    "wait_for_announcement",
    done=Words("宣布之前不提醒", "waits for the announcement before calling for"),
    noun=Words("等待宣布", "waits for the announcement"),
    about="no reminder for a family's item before the announcement",
    detail="the item",
    notifies=Words("当面宣布之前不提醒", "nobody is reminded of a duty that was not communicated to them yet"),
    names_item=True,
)

WAIT_FOR_ANSWER = Operation(
    "wait_for_answer",
    done=Words("已作说明，等人答复", "explained already, waits for an answer"),
    noun=Words("已作说明，等人答复", "explained already; waits for an answer"),
    about="an explanation is waiting for its answer; nothing is asked or counted meanwhile",
    detail="the item",
    notifies=Words("已经说明，等人答复，不再催", "explained already: a person answers, nobody presses"),
)

NOTE_UNKNOWN = Operation(
    "note_unknown",
    done=Words("情况不明，不计", "noted as unknown, not counted"),
    noun=Words("情况不明，不计", "unknown; does not count"),
    about="there is no proof that the person could know, or they were unable while there was time to explain, found at once or later; does not count",
    detail="`rule`, `told`, the item",
    notifies=(Event.CHECK_IN_NOT_RECEIVED, Event.EXPLANATION_ASKED),
)

NOTE_UNABLE = Operation(
    "note_unable",
    done=Words("无法履行，不计", "noted as unable, not counted"),
    noun=Words("无法履行，不计", "unable; does not count"),
    about="the person was unable; does not count",
    detail="the item",
    notifies=NOTHING_TO_DO,
)

NOTE_NOT_OWED = Operation(
    "note_not_owed",
    done=Words("此时无需提交", "marked as not due"),
    noun=Words("尚未告知，不计", "not due yet"),
    about="not due at present; does not count",
    detail="the item",
    notifies=NOTHING_TO_DO,
)

FIND_AWAY_WHILE_ASKED = Operation(
    "find_away_while_asked",
    done=Words(
        "说明期内实际无法履行，已计为未完成，请重新核实",
        "counted as not done by a person, though unavailable while there was time to explain: to be reviewed",
    ),
    noun=Words("说明期内实际无法履行，请重新核实", "was unavailable while asked: to be reviewed"),
    about="it is now known that the person could not explain in the time allowed; a person has counted it as missed, or the case is decided, so it remains, and the handlers review it",
    detail="`rule`, the item",
    notifies=ON_THE_LIST,
)

RECORD_MISSED = Operation(
    "record_missed",
    done=Words("说明期已过，计为未完成", "counted as not done, after the time to explain"),
    noun=Words("还没收到，未作说明", "not received, not explained"),
    about="nobody explained in time: missed",
    detail="`rule`, the item",
    notifies=(Event.CHECK_IN_NOT_RECEIVED,),
    unverified=("VI-11",),
)

OPEN_ATTENTION = Operation(
    "open_attention",
    done=Words(
        "累计次数达到关注数，提请承办检察官查看",
        "a count reached the threshold for attention; asked the prosecutor to review",
    ),
    noun=Words(
        "多次未作说明或经确认，请检察官关注（不产生法律后果）",
        "several not explained or confirmed: for attention only",
    ),
    about="several duties missed without an explanation in time, or several breaches that a person confirmed: the prosecutor is asked to review, and nothing else follows",
    detail="`missed`, `supervision_rules`, `public_security`: how many, the item",
    notifies=Words("随即作为待办告诉承办检察官", "notified at once as a separate item for the prosecutor"),
    unverified=("VI-05",),
)

PASS_ON = Operation(
    "pass_on",
    done=Words("逾期未办，已告知部门负责人", "overdue; notified the department head of"),
    noun=Words("逾期未办，已告知负责人", "overdue at the office; escalated"),
    about="an item of the office is overdue; the next level was notified",
    detail="`told`, the item",
    notifies=(Event.STATUTORY_DATE_PASSED, Event.ANNOUNCEMENT_MISSING, Event.STAFF_ITEM_DUE),
    names_item=True,
)

BRING_UP_AGAIN = Operation(
    "bring_up_again",
    done=Words("逾期未办，再次提醒了", "brought up again, as it is overdue,"),
    noun=Words("逾期仍未办，再次提醒", "still overdue; brought up again"),
    about="it is still open: the person responsible is reminded again, of all such items at once, and after some time the next level too",
    detail="`since` (the day from which the oldest waits), `count`, `steps_up`, `told`, the item",
    notifies=(Event.STILL_WAITING,),
    names_item=True,
)

COME_OF_AGE = Operation(
    "come_of_age",
    done=Words("年满十八周岁，事项改由本人确认", "came of age: items are now confirmed by the person"),
    noun=Words("满18周岁", "came of age"),
    about="the eighteenth birthday has begun",
    detail="`cancelled`",
    notifies=Words("当天另有“本人确认”的提醒", "the person's own consents are called for that day"),
    changes=(CAME_OF_AGE,),
)

END_PERIOD = Operation(
    "end_period",
    done=Words("考验期结束", "the period ended"),
    noun=Words("考验期届满", "the period is over"),
    about="its last day is over",
    detail="`final_decision_by`",
    notifies=(Event.PERIOD_ENDED,),
    changes=(PERIOD_ENDED,),
    unverified=("DT-08", "PB-04"),
)

CARRY_OUT_NON_PROSECUTION = Operation(
    "carry_out_non_prosecution",
    done=Words("执行了不起诉决定", "carried out the non-prosecution"),
    noun=Words("执行不起诉决定", "non-prosecution carried out"),
    about="the program carried out what was decided: duties and reminders stop, service is due",
    detail="`ended` (what waited for an answer and ended with the decision, by kind and day), the item",
    notifies=(Event.TO_BE_TOLD_IN_PERSON,),
    papers=("service_receipt",),
)

CARRY_OUT_REVOCATION = Operation(
    "carry_out_revocation",
    done=Words("执行了撤销决定", "carried out the revocation"),
    noun=Words("执行撤销决定", "revocation carried out"),
    about="the program carried out what was decided",
    detail="`ended`, the item",
    notifies=(Event.TO_BE_TOLD_IN_PERSON,),
    papers=("service_receipt",),
)

CARRY_OUT_END_OTHERWISE = Operation(
    "carry_out_end_otherwise",
    done=Words("办理了另行终结", "carried out the end on other grounds"),
    noun=Words("终止", "ended"),
    about="the program carried out what was decided",
    detail="`how`, `ended`",
    notifies=SAID_IN_PERSON,
)

HOLD_THE_SEAL = Operation(
    "hold_the_seal",
    done=Words("还有事项没有办结，暂未封存", "something is still open: sealing is postponed"),
    noun=Words("还有事项没有办结，暂未封存", "something is still open: sealing is postponed"),
    about="something that nobody could answer afterwards is still open: sealing waits for a person",
    detail="`left` (kind and day), `told`",
    notifies=(Event.STILL_WAITING,),
)

SEAL = Operation(
    "seal",
    done=Words("封存了记录", "sealed the record"),
    noun=Words("记录封存", "sealed"),
    detail="`runs_on` (what continues on the closing list), `ended` (an offer that nobody took up)",
    notifies=Words("封存之后不因本案再联系任何人", "after sealing nobody is notified because of it"),
)

CLOSE = Operation(
    "close",
    done=Words("完成了收尾", "closed"),
    noun=Words("收尾完毕", "closed"),
    about="the last time limit has ended",
    notifies=NOTHING_TO_DO,
)

ACCEPT_WARNINGS = Operation(
    "accept_warnings",
    done=Words("看过提示后仍然办理", "went on after a warning"),
)

DENIED = Operation(
    "denied",
    done=Words("没有权限，未予办理", "was refused: missing permission"),
)

REFUSED = Operation(
    "refused",
    noun=Words("不能办理", "refused"),
    about="an act of the acts file was refused; nothing was changed",
    detail="`act`, `because`, `因为`",
    notifies=Words("当场告诉办理的人", "whoever tried is informed at once"),
)
