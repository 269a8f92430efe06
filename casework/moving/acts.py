"""A plan moves: another office takes the case, in its own installation."""

from casework.shared.rights.operation import Operation
from casework.shared.rights.phases import ALSO_AFTERWARDS, READABLE, Times
from casework.shared.rights.scope import PROSECUTOR, RightScope
from core.i18n import _
from models.office import Role

OFFER_MOVE = Operation(
    "offer_move",
    done=_("提出把方案移转到另一个检察院的系统"),
    by=PROSECUTOR,
    fits=ALSO_AFTERWARDS,
    signs=True,
)

CANCEL_MOVE = Operation(
    "cancel_move",
    done=_("取消了方案移转"),
    by=PROSECUTOR,
    fits=ALSO_AFTERWARDS,
)

RELEASE_MOVE = Operation(
    "release_move",
    done=_("把方案移转给了另一个检察院，本院不再办理"),
    by=PROSECUTOR,
    fits=ALSO_AFTERWARDS,
    signs=True,
)

CONFIRM_MOVE = Operation(
    "confirm_move",
    done=_("登记了接收院的回执：方案已由接收院接着办理"),
    by=PROSECUTOR,
    fits=Times(READABLE),
)

READ_MOVE = Operation(
    "read_move",
    done=_("查看了方案移转"),
    by=PROSECUTOR,
    fits=Times(READABLE),
)

READ_MOVES = Operation(
    "read_moves",
    done=_("查看了本院的方案移转"),
    by={Role.PROSECUTOR: RightScope.OFFICE},
)

CHECK_MOVED_PLAN = Operation(
    "check_moved_plan",
    done=_("核对了另一个检察院移转方案的文件"),
    by={Role.PROSECUTOR: RightScope.OFFICE},
)

RECEIVE_PLAN = Operation(
    "receive_plan",
    done=_("接收了另一个检察院移转来的方案"),
    by={Role.PROSECUTOR: RightScope.OFFICE},
    signs=True,
)
