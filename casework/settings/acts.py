"""What an office or a person sets: values of the practice, policies, calendars, other systems."""

from casework.acting.rights.operation import Operation, SystemOperation
from casework.acting.rights.scope import SIGNERS, RightScope
from core.i18n import _
from models.office import STAFF_ROLES, Role

ANNOUNCE_YEAR = Operation(
    "announce_year",
    done=_("录入节假日安排，期限随之变动"),
    # It holds for everybody: an administrator asks, and a signer confirms what they have seen it move.
    by={Role.ADMINISTRATOR: RightScope.ALL, **SIGNERS},
    fits=None,
)

CHOOSE_VALUE = Operation(
    "choose_value",
    done=_("设定了一项数值"),
    # Of one's own office; for all, a signer confirms it as well.
    by={Role.JURIST: RightScope.OFFICE, Role.ADMINISTRATOR: RightScope.OFFICE},
    fits=None,
)

SWITCH_POLICY = Operation(
    "switch_policy",
    done=_("启用了提醒策略"),
    # Of one's own office; for all, a signer confirms what an administrator asked.
    by={**SIGNERS, Role.DEPARTMENT_HEAD: RightScope.OFFICE, Role.ADMINISTRATOR: RightScope.OFFICE},
    fits=None,
)

KEEP_CALENDAR = Operation(
    "keep_calendar",
    done=_("设置了自己的日历地址"),
    # Those who owe dates; one's own calendar, and nobody else's.
    by={**dict.fromkeys(STAFF_ROLES, RightScope.OFFICE)},
    fits=None,
)

KEEP_WEBHOOKS = Operation(
    "keep_webhooks",
    done=_("设置了对接系统的通知地址"),
    by={Role.ADMINISTRATOR: RightScope.OFFICE},
    fits=None,
)

REGISTER_WEBHOOK = SystemOperation("register_webhook", done=_("登记了一个接收提醒日期的本院系统"))

TRY_WEBHOOK = SystemOperation("try_webhook", done=_("向一个本院系统试发了事件"))

END_WEBHOOK = SystemOperation("end_webhook", done=_("停止了向一个本院系统发送"))

PUT_BACK_ROWS = SystemOperation("put_back_rows", done=_("从备份恢复了在程序之外被改动的行"))
