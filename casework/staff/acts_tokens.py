"""Tokens by which an office's own systems use the API."""

from casework.acting.rights.operation import Operation, ReadOperation
from casework.acting.rights.scope import RightScope
from core.i18n import _
from models.office import Role

READ_TOKENS = ReadOperation(
    "read_tokens",
    done=_("查看了接口令牌"),
    by={
        Role.ADMINISTRATOR: RightScope.OFFICE,
        Role.DEPARTMENT_HEAD: RightScope.OFFICE,
        Role.CHIEF_PROSECUTOR: RightScope.OFFICE,
    },
)

KEEP_TOKENS = Operation(
    "keep_tokens",
    done=_("申请了一个接口令牌，等另一人确认"),
    by={Role.ADMINISTRATOR: RightScope.OFFICE},
    fits=None,
)

CONFIRM_TOKEN = Operation(
    "confirm_token",
    done=_("确认了一个接口令牌"),
    # The second person: never the one who asked.
    by=READ_TOKENS.by,
    fits=None,
)

END_TOKEN = Operation(
    "end_token",
    done=_("停用了一个接口令牌"),
    by=READ_TOKENS.by,
    fits=None,
)
