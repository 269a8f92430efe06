"""The plan is opened."""

from casework.acting.rights.operation import Operation
from casework.acting.rights.scope import RightScope
from casework.shared.facts.fact_rules import SERVICE, FactNotice, FactRule, FactTask
from core.i18n import _
from law.four_eyes import Responsibility
from models.office import Role
from notifications.events import Event, Recipient

ENTERED_LATE = FactRule(
    "entered_late",
    _("方案在某项法定期限届满之后才建立"),
    "announced_and_served",
    starts=_("该期限照常存在，建立时即为逾期，并在审查、预览和建立时提示"),
    asks=(SERVICE, FactTask("announcement")),
    tells=(
        FactNotice(Event.STATUTORY_DATE_PASSED, (Recipient.PROSECUTOR,)),
        FactNotice(Event.ANNOUNCEMENT_MISSING, (Recipient.PROSECUTOR,)),
    ),
)

CONSENT_MISSING = FactRule(
    "consent_missing",
    _("设备数据需要其同意的人还没有表态（未满14周岁：监护人，并问过本人；14至17周岁：本人和监护人；满18周岁：本人）"),
    "consent_to_sensitive_data",
    starts=_("问过之前什么都不收取"),
    asks=(FactTask("device_consent", 2, owner=Role.SOCIAL_WORKER),),
)

OPEN_PLAN = Operation(
    "open_plan",
    done=_("建立了考察方案"),
    told=True,
    by={Role.PROSECUTOR: RightScope.OFFICE, Role.ASSISTANT: RightScope.OFFICE},
    fits=None,
    changes=(
        ENTERED_LATE,
        CONSENT_MISSING,
    ),
    unverified=("PB-04",),
    steps={"conditional_decision": Responsibility.RECORDS},
)

KEEP_PLAN_TEMPLATE = Operation(
    "keep_plan_template",
    done=_("保存了一份方案模板"),
    by={Role.PROSECUTOR: RightScope.OFFICE, Role.ASSISTANT: RightScope.OFFICE},
    fits=None,
)

REMOVE_PLAN_TEMPLATE = Operation(
    "remove_plan_template",
    done=_("删除了一份方案模板"),
    by={Role.PROSECUTOR: RightScope.OFFICE, Role.ASSISTANT: RightScope.OFFICE},
    fits=None,
)
