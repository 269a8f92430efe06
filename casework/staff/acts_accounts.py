"""Accounts, sign-in and people in service."""

from casework.shared.rights.operation import Operation
from casework.shared.rights.scope import RightScope
from core.words import Words
from models.office import Role
from notifications.events import Event

KEEP_STAFF = Operation(
    "keep_staff",
    done=Words("变更了人员或机构", "changed who is in service"),
    by={Role.ADMINISTRATOR: RightScope.OFFICE},
)

CONFIRM_ACCOUNT = Operation(
    "confirm_account",
    done=Words("确认了一项账号申请", "confirmed an account request"),
    # The second person: never whoever asked, nor whoever it is about.
    by={
        Role.ADMINISTRATOR: RightScope.OFFICE,
        Role.DEPARTMENT_HEAD: RightScope.OFFICE,
        Role.CHIEF_PROSECUTOR: RightScope.OFFICE,
    },
    notifies=(Event.ACCOUNT_ASKED,),
)

ASK_FOR_ACCOUNT = Operation(
    "ask_for_account",
    done=Words("为一个账号提出了申请，等另一人确认", "made an account request; somebody else confirms"),
    notifies=(Event.ACCOUNT_ASKED,),
)

STOP_ACCOUNT_REQUEST = Operation(
    "stop_account_request",
    done=Words("停掉了一项账号申请", "stopped an account request"),
)

USE_CODE = Operation(
    "use_code",
    done=Words("用一次性代码设了密码", "set a password with a one-time code"),
)

CHANGE_PASSWORD = Operation(
    "change_password",
    done=Words("改了密码", "changed the password"),
)

GIVE_PASSWORD = Operation(
    "give_password",
    done=Words("设了密码", "set a password"),
)

ENTER_SERVICE = Operation(
    "enter_service",
    done=Words("登记了一名在岗人员", "added a staff member"),
)

LEAVE_SERVICE = Operation(
    "leave_service",
    done=Words("登记了一名人员离岗", "ended a staff member's service"),
)

OPEN_OFFICE = Operation(
    "open_office",
    done=Words("登记了一个检察院", "added an office"),
)

SIGN_IN = Operation(
    "sign_in",
    done=Words("登录了", "signed in"),
)

SIGN_OUT = Operation(
    "sign_out",
    done=Words("退出了登录", "signed out"),
)

SIGN_IN_FAILED = Operation(
    "sign_in_failed",
    done=Words("记下一次没有成功的登录", "recorded a failed sign-in"),
)

CONFIRM = Operation(
    "confirm",
    done=Words("又确认了一次身份", "confirmed their identity"),
)
