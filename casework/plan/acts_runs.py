"""What people do about a plan's run: halt it for review, have it processed at once, or replace it. Resuming it is
`RELEASE_QUARANTINE`, beside the halt that the program makes itself."""

from casework.acting.rights.operation import Operation
from casework.acting.rights.phases import ALSO_AFTERWARDS
from casework.acting.rights.scope import PROSECUTOR, RightScope
from core.i18n import _
from models.office import Role

_IN_CHARGE = {**PROSECUTOR, Role.DEPARTMENT_HEAD: RightScope.OFFICE}

HALT_RUN = Operation(
    "halt_run",
    done=_("停下了自动办理，等人查看"),
    by=_IN_CHARGE,
    fits=ALSO_AFTERWARDS,
)

PROCESS_NOW = Operation(
    "process_now",
    done=_("让系统马上办理"),
    by={**_IN_CHARGE, Role.ADMINISTRATOR: RightScope.ALL},
    fits=ALSO_AFTERWARDS,
)

REPLACE_RUN = Operation(
    "replace_run",
    done=_("重建了运行"),
    by={**_IN_CHARGE, Role.ADMINISTRATOR: RightScope.OFFICE},
    fits=ALSO_AFTERWARDS,
)
