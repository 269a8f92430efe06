"""Accounts, sign-in and people in service."""

from casework.shared.rights.operation import Operation
from casework.shared.rights.scope import RightScope
from core.i18n import _
from models.office import Role

KEEP_STAFF = Operation(
    "keep_staff",
    done=_("变更了人员或机构"),
    by={Role.ADMINISTRATOR: RightScope.OFFICE},
)

CONFIRM_ACCOUNT = Operation(
    "confirm_account",
    done=_("确认了一项账号申请"),
    # The second person: never whoever asked, nor whoever it is about.
    by={
        Role.ADMINISTRATOR: RightScope.OFFICE,
        Role.DEPARTMENT_HEAD: RightScope.OFFICE,
        Role.CHIEF_PROSECUTOR: RightScope.OFFICE,
        Role.DEPUTY: RightScope.OFFICE,
    },
)

ASK_FOR_ACCOUNT = Operation(
    "ask_for_account",
    done=_("为一个账号提出了申请，等另一人确认"),
)

STOP_ACCOUNT_REQUEST = Operation(
    "stop_account_request",
    done=_("停掉了一项账号申请"),
)

USE_CODE = Operation(
    "use_code",
    done=_("用一次性代码设了密码"),
)

CHANGE_PASSWORD = Operation(
    "change_password",
    done=_("改了密码"),
)

GIVE_PASSWORD = Operation(
    "give_password",
    done=_("设了密码"),
)

ENTER_SERVICE = Operation(
    "enter_service",
    done=_("登记了一名在岗人员"),
)

LEAVE_SERVICE = Operation(
    "leave_service",
    done=_("登记了一名人员离岗"),
)

OPEN_OFFICE = Operation(
    "open_office",
    done=_("登记了一个检察院"),
)

SIGN_IN = Operation(
    "sign_in",
    done=_("登录了"),
)

SIGN_OUT = Operation(
    "sign_out",
    done=_("退出了登录"),
)

SIGN_IN_FAILED = Operation(
    "sign_in_failed",
    done=_("记下一次没有成功的登录"),
)

ADD_FACTOR = Operation(
    "add_factor",
    done=_("登记了一种登录验证方式"),
)

REMOVE_FACTOR = Operation(
    "remove_factor",
    done=_("去掉了一种登录验证方式"),
)

UNLINK_PROVIDER = Operation(
    "unlink_provider",
    done=_("取消了统一身份登录"),
)

CONFIRM = Operation(
    "confirm",
    done=_("又确认了一次身份"),
)
