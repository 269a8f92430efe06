"""What an office or a person sets: values of the practice, policies, calendars, other systems."""

from casework.shared.rights.operation import Operation
from casework.shared.rights.scope import SIGNERS, STAFF, RightScope
from core.words import Words
from models.office import Role

ANNOUNCE_YEAR = Operation(
    "announce_year",
    done=Words("录入节假日安排，期限随之变动", "entered a year's holidays, which moved dates"),
    noun=Words("节假日安排已录入，期限变动", "a year's holidays announced: dates moved"),
    about="a year's holidays were announced, and open dates moved",
    detail="`year`, `moved` (kind, old day, new day)",
    by={Role.ADMINISTRATOR: RightScope.ALL, Role.JURIST: RightScope.ALL},
    notifies=Words("期限变动后到时各自提醒", "moved dates are notified when they fall due"),
)

CHOOSE_VALUE = Operation(
    "choose_value",
    done=Words("设定了一项数值", "chose a value"),
    by={Role.JURIST: RightScope.ALL, Role.ADMINISTRATOR: RightScope.ALL},
)

SWITCH_POLICY = Operation(
    "switch_policy",
    done=Words("启用了提醒策略", "switched a reminder policy on"),
    by={**SIGNERS, Role.DEPARTMENT_HEAD: RightScope.OFFICE, Role.ADMINISTRATOR: RightScope.ALL},
)

KEEP_CALENDAR = Operation(
    "keep_calendar",
    done=Words("设置了自己的日历地址", "set up the address of their own calendar"),
    # Whoever owes dates; one's own calendar, and nobody else's.
    by={**dict.fromkeys(STAFF, RightScope.OFFICE)},
)

KEEP_WEBHOOKS = Operation(
    "keep_webhooks",
    done=Words("设置了对接系统的通知地址", "set up addresses of other systems"),
    by={Role.ADMINISTRATOR: RightScope.OFFICE},
)

REGISTER_WEBHOOK = Operation(
    "register_webhook",
    done=Words("登记了一个接收提醒日期的本院系统", "registered a system of the office's own"),
)

END_WEBHOOK = Operation(
    "end_webhook",
    done=Words("停止了向一个本院系统发送", "ended a system of the office's own"),
)
