"""Consents: to collect data of devices, and, on coming of age, one's own."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import Act, Relation
from casework.acting.acts.captions import Caption, ChosenFrom, PlanChoices
from casework.acting.rights.operation import ActGroup, Operation
from casework.acting.rights.phases import LATE_FACT_ALSO_CLOSED
from casework.acting.rights.scope import CASE_AND_WORKER, FAMILY
from casework.shared.device_ways import WAYS
from casework.shared.facts.fact_rules import (
    FactRule,
    Stops,
    staff_notice,
)
from casework.shared.files.base import ComingDay, PastDay
from core.i18n import _, pgettext
from notifications.events import Recipient

CONSENT_GIVEN = FactRule(
    "consent_given",
    _("需要其同意的人都已同意收取设备数据"),
    "consent_given",
    starts=_("按同意的范围收取"),
    tells=(staff_notice(Recipient.SOCIAL_WORKER, Recipient.PROSECUTOR),),
)


CONSENT_WITHDRAWN = FactRule(
    "consent_withdrawn",
    _("有人不同意或者撤回同意（各人只能为自己撤回；本人的不同意在任何年龄都算数）"),
    "consent_withdrawn",
    stops=Stops.DEVICE_DATA,
    reason="consent_withdrawn",
    starts=_("已收取的立即隐藏，到期删除；不因此受任何不利影响"),
    tells=(staff_notice(Recipient.SOCIAL_WORKER, Recipient.PROSECUTOR),),
)


class Consenting(Act):
    """What somebody of the family says about consents, themselves or through somebody of the team who writes it down."""

    person: Annotated[
        Relation | None,
        ChosenFrom(PlanChoices.FAMILY),
        Caption(_("是谁的意思（本人填的不用选）")),
    ] = None
    """Whose answer it is: 'minor' or the relation of a guardian. Needed where the team records it; family members
    answer for themselves."""
    told_by_phone: bool = False
    """It was given by phone, and recorded by the team."""
    on_paper: bool = False
    """It was signed on paper, and recorded by the team. With neither, it was given in person."""
    said_on: PastDay | None = None
    """The day on which it was given; the day of the act, if omitted."""


class GiveConsents(Consenting):
    """A family member answered whether device data may be collected, or confirmed their own consents on coming of age.

    Minor and guardian answer each for themselves; or the team records it, and states whose answer it is. Without the
    consents needed (under 18 the minor's own and a guardian's, from the eighteenth birthday the person's own alone)
    no device data is collected in any way.
    """

    operation: ClassVar = Operation(
        "give_consents",
        title=_("登记对收取用网数据的答复、成年后的本人确认"),
        done=_("答复了是否同意"),
        # Each answers for themselves; the team writes down what it was told, and whose word it is.
        by={**FAMILY, **CASE_AND_WORKER},
        fits=LATE_FACT_ALSO_CLOSED,
        fact=True,
        changes=(
            CONSENT_GIVEN,
            CONSENT_WITHDRAWN,
        ),
        group=ActGroup.PEOPLE,
        hint=_("写明是谁的意思、怎样说的；不能替孩子表态。没有回答不等于同意。"),
    )

    device_data: Annotated[bool | None, Caption(_("是否同意收取用网数据"))] = None
    """Yes or No. If left out, nothing was answered: silence is no consent."""
    ways: Annotated[
        list[Literal["sheet", "photo", "file"]] | None,
        Caption(
            _("用哪些方式收取（一项不选即全部）"),
            choices={way.value: words.name for way, words in WAYS.items()},
        ),
    ] = Field(None, max_length=3)
    """By which ways data may come in: the weekly sheet, photos, files and daily totals. All of them, if left out.
    What minor and guardian both chose comes in; nothing else does."""
    until_on: Annotated[ComingDay | None, Caption(_("收到哪一天为止（不填即考察期满）"))] = None
    """The last day on which data may come in; the plan's last day, if left out."""
    own_consents: Annotated[bool, Caption(_("本人确认：满18周岁后，为监督考察使用个人信息（前60日起可以确认）"))] = (
        False
    )
    """The person confirms for themselves, from sixty days before they come of age, that their personal data is used for
    the supervision. It is a word of its own: no answer about data of devices says it."""


class WithdrawConsent(Consenting):
    """Consent to device data was withdrawn; this has no disadvantages.

    It can be withdrawn also where no consent is on record. Nothing more is collected; what was collected is hidden at
    once and deleted within the office's days; closed reviews keep their text.
    """

    operation: ClassVar = Operation(
        "withdraw_consent",
        title=pgettext("title", "登记撤回同意"),
        done=_("撤回了同意"),
        # Each answers for themselves; the team writes down what it was told, and whose word it is.
        by={**FAMILY, **CASE_AND_WORKER},
        fits=LATE_FACT_ALSO_CLOSED,
        fact=True,
        changes=(CONSENT_WITHDRAWN,),
        group=ActGroup.PEOPLE,
        hint=_("立即停止收取，已收的不再显示并到期删除；不影响考察。"),
    )


RECORD_CONSENTS = Operation(
    "record_consents",
    done=_("登记了家庭成员对是否同意的答复"),
    by=CASE_AND_WORKER,
    fits=LATE_FACT_ALSO_CLOSED,
)


RECORD_WITHDRAWAL = Operation(
    "record_withdrawal",
    done=_("登记了家庭成员撤回同意"),
    by=CASE_AND_WORKER,
    fits=LATE_FACT_ALSO_CLOSED,
)
