"""Accounts, sign-in and people in service."""

from casework.acting.rights.operation import Operation, SystemOperation
from casework.acting.rights.scope import RightScope
from core.i18n import _
from models.office import Role

KEEP_STAFF = Operation(
    "keep_staff",
    done=_("变更了人员或机构"),
    by={Role.ADMINISTRATOR: RightScope.OFFICE},
    fits=None,
)

CONFIRM_ACCOUNT = Operation(
    "confirm_account",
    done=_("确认了一项账号申请"),
    # The second person: never the one who asked, nor the one it is about.
    by={
        Role.ADMINISTRATOR: RightScope.OFFICE,
        Role.DEPARTMENT_HEAD: RightScope.OFFICE,
        Role.CHIEF_PROSECUTOR: RightScope.OFFICE,
        Role.DEPUTY: RightScope.OFFICE,
    },
    fits=None,
)

ASK_FOR_ACCOUNT = SystemOperation("ask_for_account", done=_("为一个账号提出了申请，等另一人确认"))

STOP_ACCOUNT_REQUEST = SystemOperation("stop_account_request", done=_("停掉了一项账号申请"))

USE_CODE = SystemOperation("use_code", done=_("用一次性代码设了密码"))

CHANGE_PASSWORD = SystemOperation("change_password", done=_("改了密码"))

GIVE_PASSWORD = SystemOperation("give_password", done=_("设了密码"))

ENTER_SERVICE = SystemOperation("enter_service", done=_("登记了一名在岗人员"))

LEAVE_SERVICE = SystemOperation("leave_service", done=_("登记了一名人员离岗"))

OPEN_OFFICE = SystemOperation("open_office", done=_("登记了一个检察院"))

PLACE_OFFICE = SystemOperation("place_office", done=_("登记了一个检察院的上级院"))

ENTER_FROM_MACHINE = SystemOperation("enter_from_machine", done=_("在安装机器上登记了一名签批人"))

LIFT_WAIT = SystemOperation("lift_wait", done=_("让一个代码提前可用"))

SIGN_IN = SystemOperation("sign_in", done=_("登录了"))

SIGN_OUT = SystemOperation("sign_out", done=_("退出了登录"))

SIGN_IN_FAILED = SystemOperation("sign_in_failed", done=_("记下一次没有成功的登录"))

ADD_FACTOR = SystemOperation("add_factor", done=_("登记了一种登录验证方式"))

REMOVE_FACTOR = SystemOperation("remove_factor", done=_("去掉了一种登录验证方式"))

UNLINK_PROVIDER = SystemOperation("unlink_provider", done=_("取消了统一身份登录"))

END_ALL_SESSIONS = SystemOperation("end_all_sessions", done=_("让一个账号在各处退出"))

CONFIRM = SystemOperation("confirm", done=_("又确认了一次身份"))
