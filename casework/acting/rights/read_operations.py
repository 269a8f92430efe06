"""What can be looked at, and by whom. That somebody has looked stands in the journal."""

from casework.acting.rights.operation import Operation, ReadOperation, SystemOperation
from casework.acting.rights.phases import ALWAYS, NOT_SEALED, READABLE, Phase, Times
from casework.acting.rights.scope import (
    ALSO_ASSISTING,
    ASKERS,
    CASE_AND_WORKER,
    CASE_TEAM,
    CLERKS,
    FAMILY,
    PROSECUTOR,
    READERS,
    SIGNERS,
    TOKENS,
    RightScope,
    TokenScope,
)
from core.i18n import _
from models.office import STAFF_ROLES, Role

READ_PLAN = ReadOperation(
    "read_plan",
    done=_("查看了案卷"),
    by={**ALSO_ASSISTING, **SIGNERS, Role.DEPARTMENT_HEAD: RightScope.OFFICE, Role.CLERK: RightScope.OFFICE},
)

READ_DATES = ReadOperation(
    "read_dates",
    done=_("查看了期限"),
    scope=TokenScope.READ,
    by={
        **ALSO_ASSISTING,
        **SIGNERS,
        Role.DEPARTMENT_HEAD: RightScope.OFFICE,
        Role.CLERK: RightScope.OFFICE,
        Role.CASE_MANAGEMENT: RightScope.OFFICE,
        **TOKENS,
    },
)


def get_read_operation(role: Role) -> Operation:
    """By which right somebody of that role opens a plan: the whole of it, or its dates only."""
    return READ_PLAN if role in READ_PLAN.by else READ_DATES


READ_OWN = ReadOperation("read_own", done=_("查看了自己的页面"), by=FAMILY)

READ_OWN_COPY = ReadOperation("read_own_copy", done=_("取走了自己信息的副本"), by=FAMILY)

READ_EVENTS = ReadOperation(
    "read_events",
    done=_("读取了事件"),
    scope=TokenScope.EVENTS,
    by={
        **ALSO_ASSISTING,
        **SIGNERS,
        Role.DEPARTMENT_HEAD: RightScope.OFFICE,
        Role.CASE_MANAGEMENT: RightScope.OFFICE,
        Role.CLERK: RightScope.OFFICE,
        **TOKENS,
    },
)

READ_CASELOAD = ReadOperation(
    "read_caseload",
    done=_("查看了案件列表"),
    scope=TokenScope.READ,
    by={
        **TOKENS,
        **ALSO_ASSISTING,
        **SIGNERS,
        Role.DEPARTMENT_HEAD: RightScope.OFFICE,
        Role.CASE_MANAGEMENT: RightScope.OFFICE,
        Role.CLERK: RightScope.OFFICE,
    },
)

EXPORT_CASELOAD = ReadOperation(
    "export_caseload",
    done=_("导出了案件表格"),
    by={**CASE_TEAM, Role.DEPARTMENT_HEAD: RightScope.OFFICE},
)

APPROVE_EXPORT = Operation(
    "approve_export",
    done=_("同意了导出案件表格"),
    # The second person: never the one who asked.
    by={
        Role.DEPARTMENT_HEAD: RightScope.OFFICE,
        Role.CHIEF_PROSECUTOR: RightScope.OFFICE,
        Role.DEPUTY: RightScope.OFFICE,
    },
    fits=None,
)

ASK_EXPORT = SystemOperation("ask_export", done=_("申请导出案件表格，等另一人同意"))

READ_RUNS = ReadOperation(
    "read_runs",
    done=_("查看了运行一览"),
    # An administrator sees numbers and states, a city office and an auditor counts: the view cuts it to that.
    by={
        Role.PROSECUTOR: RightScope.ASSISTING,
        Role.ASSISTANT: RightScope.ASSISTING,
        **SIGNERS,
        Role.DEPARTMENT_HEAD: RightScope.OFFICE,
        Role.ADMINISTRATOR: RightScope.ALL,
        Role.AUDITOR: RightScope.ALL,
    },
)

READ_MESSAGES = ReadOperation(
    "read_messages",
    done=_("查看了提醒记录"),
    by={**ALSO_ASSISTING, Role.DEPARTMENT_HEAD: RightScope.OFFICE},
)

READ_CLOSING_LIST = ReadOperation(
    "read_closing_list",
    done=_("查看了收尾清单"),
    fits=Times(ALWAYS),
    by={Role.CLERK: RightScope.OFFICE, Role.PROSECUTOR: RightScope.OFFICE, Role.ASSISTANT: RightScope.OFFICE},
)

READ_APPROVALS = ReadOperation(
    "read_approvals",
    done=_("查看了审批"),
    by={**CASE_TEAM, **SIGNERS, Role.DEPARTMENT_HEAD: RightScope.OFFICE},
)

READ_SERVICE = ReadOperation("read_service", done=_("查看了送达清单"), by=CLERKS)

READ_STAFF = ReadOperation(
    "read_staff",
    done=_("查看了人员名单"),
    # An administrator keeps the people of their own office; a city's, those of the city office.
    by={Role.ADMINISTRATOR: RightScope.OFFICE, Role.AUDITOR: RightScope.ALL},
)

READ_ACCESS = ReadOperation(
    "read_access",
    done=_("查看了查阅申请"),
    fits=Times(ALWAYS),
    by={**SIGNERS, Role.CLERK: RightScope.DECIDING, Role.PROSECUTOR: RightScope.DECIDING},
)

READ_CASE_ACCESS = ReadOperation(
    "read_case_access",
    done=_("查看了查阅在办案件的申请"),
    # One's own requests; those who answer them see all of the office.
    by={**dict.fromkeys(ASKERS, RightScope.OFFICE), **SIGNERS},
)

READ_SEALED = ReadOperation(
    "read_sealed",
    done=_("查阅了封存的记录"),
    by=READERS,
    fits=Times(frozenset({Phase.SEALED}), reason=NOT_SEALED),
)

READ_COMPLIANCE = ReadOperation(
    "read_compliance",
    done=_("查看了个人信息保护年度合规审计表"),
    # Counts over an office's year; an auditor has those of every office together.
    by={Role.AUDITOR: RightScope.ALL, **SIGNERS},
)

READ_RETENTION = ReadOperation("read_retention", done=_("查看了保管期限届满的记录"), by=SIGNERS)

READ_INBOX = ReadOperation(
    "read_inbox",
    # One's own inbox, and nobody else's: what is in it was addressed to whoever reads it.
    by={**FAMILY, **dict.fromkeys(STAFF_ROLES, RightScope.OFFICE)},
)

READ_EVALUATION = ReadOperation(
    "read_evaluation",
    done=_("查看了评估"),
    # What people need and how they feel is for those who work with them, and for who decides.
    by={**ALSO_ASSISTING, **SIGNERS, Role.DEPARTMENT_HEAD: RightScope.OFFICE},
)

READ_STATISTICS = ReadOperation(
    "read_statistics",
    done=_("查看了统计"),
    # Counts over many plans: their view cuts them to the office, or for a city office to those under it.
    by={
        **SIGNERS,
        Role.DEPARTMENT_HEAD: RightScope.OFFICE,
        Role.CASE_MANAGEMENT: RightScope.OFFICE,
        Role.AUDITOR: RightScope.ALL,
    },
)

READ_OFFICE_WORK = ReadOperation(
    "read_office_work",
    done=_("查看了本院一年的工作数字"),
    # A prosecutor has those of the own cases; everybody else counts over an office, with few withheld.
    by={**READ_STATISTICS.by, **PROSECUTOR},
)

READ_PAPER = ReadOperation(
    "read_paper",
    done=_("调取了一份文书"),
    by={**ALSO_ASSISTING, **SIGNERS, Role.DEPARTMENT_HEAD: RightScope.OFFICE, Role.CLERK: RightScope.OFFICE},
    fits=Times(READABLE),
)

LENT = (READ_PLAN, READ_DATES, READ_PAPER)
"""What may be read with access to a colleague's case, for as long as the grant is valid."""

READ_TYPING_SHEET = ReadOperation("read_typing_sheet", done=_("查看了业务系统录入单"), by=CLERKS, fits=Times(READABLE))

READ_ATTACHMENT = ReadOperation("read_attachment", done=_("看了附件"), by=CASE_AND_WORKER)

READ_TEMPLATES = ReadOperation(
    "read_templates",
    done=_("查看了文书模板"),
    by={
        **SIGNERS,
        Role.ADMINISTRATOR: RightScope.OFFICE,
        Role.DEPARTMENT_HEAD: RightScope.OFFICE,
        Role.PROSECUTOR: RightScope.OFFICE,
        Role.ASSISTANT: RightScope.OFFICE,
        Role.CLERK: RightScope.OFFICE,
    },
)

READ_CALENDAR = ReadOperation("read_calendar", done=_("查看了工作日历"), by=dict.fromkeys(STAFF_ROLES, RightScope.ALL))

READ_USAGE = ReadOperation(
    "read_usage",
    done=_("查看了用网情况"),
    by={**CASE_AND_WORKER, Role.DEPARTMENT_HEAD: RightScope.OFFICE},
)

READ_DEVICE_AGREEMENT = ReadOperation(
    "read_device_agreement",
    done=_("查看了收取用网数据的约定"),
    # What would be collected, before anybody agrees to it: no figure of anybody's is in it.
    by={**CASE_AND_WORKER, **FAMILY},
)

READ_POLICY = ReadOperation(
    "read_policy",
    done=_("查看了提醒策略"),
    # When families are written to is the office's to choose, within what practice bounds.
    by={**CASE_AND_WORKER, **SIGNERS, Role.DEPARTMENT_HEAD: RightScope.OFFICE, Role.ADMINISTRATOR: RightScope.ALL},
)

SEARCH = ReadOperation(
    "search",
    done=_("搜索了案件"),
    by={**ALSO_ASSISTING, **SIGNERS, Role.DEPARTMENT_HEAD: RightScope.OFFICE, Role.CLERK: RightScope.OFFICE},
)

SEARCH_MESSAGES = ReadOperation(
    "search_messages",
    done=_("查看了消息台"),
    # What an administrator sees of messages are registered texts, numbers of plans and codes of people.
    by={**CASE_AND_WORKER, Role.DEPARTMENT_HEAD: RightScope.OFFICE, Role.ADMINISTRATOR: RightScope.ALL},
)

VERIFY_JOURNAL = ReadOperation(
    "verify_journal",
    done=_("查看并核对了日志"),
    by={Role.AUDITOR: RightScope.ALL, Role.ADMINISTRATOR: RightScope.ALL},
)
