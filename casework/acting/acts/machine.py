"""What the system does by itself, as people have decided, and what it notes."""

from casework.acting.rights.operation import Operation, SystemOperation
from casework.acting.rights.phases import ALWAYS, Times
from casework.acting.rights.scope import RightScope
from casework.shared.facts.fact_rules import HANDLERS, FactNotice, FactRule, FactTask, Stops
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
    asks=(FactTask("consents"),),
)

PERIOD_ENDED = FactRule(
    "period_ended",
    pgettext("step", "考验期最后一日已过"),
    "period_over",
    starts=_("考察意见书，然后是起诉或者不起诉的决定"),
    asks=(FactTask("opinion"), FactTask("final_decision")),
    tells=(FactNotice(Event.PERIOD_ENDED, HANDLERS),),
)

PROCESS_PLAN = Operation(
    "live",
    by={Role.SYSTEM: RightScope.ALL},
    fits=Times(ALWAYS),
    steps={"carried_out": Responsibility.RECORDS},
)

PUT_DEPLOYMENT_RIGHT = SystemOperation("put_deployment_right", done=_("Prefect 里的部署被人改过，已改回"))
EDITION_BEGINS = SystemOperation("edition_begins", done=_("程序换了版本，从此按这一版运行"))
PROPOSE_DELETION = SystemOperation("propose_deletion", done=_("列出了保管期限届满的记录，等人决定是否删除"))
QUARANTINE = SystemOperation("quarantine", done=_("自动办理已停，等人查看"))

RELEASE_QUARANTINE = Operation(
    "release_quarantine",
    done=_("恢复了自动办理"),
    by={
        Role.ADMINISTRATOR: RightScope.ALL,
        Role.PROSECUTOR: RightScope.TEAM,
        Role.DEPARTMENT_HEAD: RightScope.OFFICE,
    },
    fits=Times(ALWAYS),
)

CALL_FOR = SystemOperation("call_for", done=pgettext("noun", "提醒"))
ANNOUNCE_DATE = SystemOperation("announce_date", done=_("期限提示"))
REMIND = SystemOperation("remind", done=_("最后一天再提醒"))
ASK_FOR_EXPLANATION = SystemOperation("ask_for_explanation", done=_("还没收到，想了解一下"))
LENGTHEN_WINDOW = SystemOperation("lengthen_window", done=pgettext("noun", "本系统曾停用，时限顺延"))
WAIT_FOR_ANNOUNCEMENT = SystemOperation("wait_for_announcement", done=_("等待宣布"))
WAIT_FOR_ANSWER = SystemOperation("wait_for_answer", done=pgettext("noun", "已作说明，等人答复"))
NOTE_UNKNOWN = SystemOperation("note_unknown", done=_("情况不明，不计"))
"""There is no proof that the person could know of it, or they were unable while there was time to explain."""
NOTE_UNABLE = SystemOperation("note_unable", done=_("无法履行，不计"))
NOTE_NOT_OWED = SystemOperation("note_not_owed", done=_("此时无需提交"))
FIND_AWAY_WHILE_ASKED = SystemOperation(
    "find_away_while_asked", done=_("说明期内实际无法履行，已计为未完成，请重新核实")
)
RECORD_MISSED = SystemOperation("record_missed", done=_("说明期已过，计为未完成"), unverified=("VI-11",))
OPEN_ATTENTION = SystemOperation(
    "open_attention", done=_("多次未作说明或经确认，请检察官关注（不产生法律后果）"), unverified=("VI-05",)
)
"""The prosecutor is asked to look at it, and nothing else follows."""
PASS_ON = SystemOperation("pass_on", done=_("逾期未办，已告知负责人"))
REMIND_AGAIN = SystemOperation("bring_up_again", done=_("逾期仍未办，再次提醒"))
PROCESS_DATE = SystemOperation(UNNAMED, done=_("按期限办理了一项"))
"""The act in the open part of a journal line whose day would disclose a birth date; its own act is in the sealed
part."""

COME_OF_AGE = SystemOperation("come_of_age", done=_("年满十八周岁，事项改由本人确认"), changes=(CAME_OF_AGE,))
END_PERIOD = SystemOperation("end_period", done=_("考验期届满"), changes=(PERIOD_ENDED,), unverified=("DT-08", "PB-04"))
CARRY_OUT_NON_PROSECUTION = SystemOperation("carry_out_non_prosecution", done=_("执行不起诉决定"))
CARRY_OUT_REVOCATION = SystemOperation("carry_out_revocation", done=_("执行撤销决定"))
CARRY_OUT_SET_ASIDE = SystemOperation("carry_out_set_aside", done=_("执行撤销不起诉的决定"))
CARRY_OUT_END_OTHERWISE = SystemOperation("carry_out_end_otherwise", done=_("办理了终结本案的决定"))
HOLD_THE_SEAL = SystemOperation("hold_the_seal", done=_("还有事项没有办结，暂未封存"))
SEAL = SystemOperation("seal", done=_("记录封存"))
CLOSE = SystemOperation("close", done=_("收尾完毕"))
ACCEPT_WARNINGS = SystemOperation("accept_warnings", done=_("看过提示后仍然办理"))
DENIED = SystemOperation("denied", done=_("没有权限，未予办理"))
REFUSED = SystemOperation("refused", done=_("不能办理"))
