"""Changes of a running plan."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import (
    Act,
    MovableItem,
    NationalDay,
    NationalNumber,
    PreviewedAct,
    RecurringItem,
    Short,
    WithoutCountersignature,
)
from casework.acting.acts.captions import Caption, ChosenFrom, PlanChoices
from casework.acting.rights.operation import ActGroup, Operation
from casework.acting.rights.phases import ALSO_AFTERWARDS, NO_CHANGES, while_running
from casework.acting.rights.scope import CASE_AND_WORKER, PROSECUTOR, SIGNERS, RightScope
from casework.shared.facts.fact_rules import IN_PERSON, ON_THE_PAGE, SERVICE, FactNotice, FactRule
from casework.shared.files.base import MAX_AMOUNT, ClockText, ComingDay, FarDay, KnownDay
from casework.shared.files.plan_file import Weekday
from casework.shared.text.text_checks import MAX_TEXT
from core.i18n import _, pgettext
from law.four_eyes import Responsibility
from models.office import Role
from notifications.events import FAMILY, Event

PERIOD_CHANGED = FactRule(
    "period_changed",
    _("延长或者缩短考验期"),
    "PB-03",
    starts=_("新的届满日、日程和决定期限"),
    asks=(SERVICE,),
    tells=(FactNotice(Event.TO_BE_TOLD_IN_PERSON, FAMILY, lighter=Event.PAGE_UPDATED),),  # a shortening
)

CONDITION_CHANGED = FactRule(
    "condition_changed",
    pgettext("step", "变更附带条件"),
    "OB-02",
    starts=_("自告知之日起按新条件"),
    tells=(IN_PERSON,),
)

CADENCE_CHANGED = FactRule(
    "cadence_changed",
    pgettext("step", "变更日程"),
    "supervision",
    starts=_("自指定之日起按新日程"),
    tells=(ON_THE_PAGE,),
)


class ChangePeriod(PreviewedAct):
    """The period was extended or shortened, inside 6 to 12 months and never into the past.

    The prosecutor proposes, the chief procurator or the authorised deputy decides. It is refused outside six to twelve
    months, into the past, and once the period is over.
    """

    operation: ClassVar = Operation(
        "change_period",
        title=_("变更考验期"),
        done=_("变更了考验期"),
        by=SIGNERS,
        fits=while_running(reason=NO_CHANGES),
        signs=True,
        changes=(PERIOD_CHANGED,),
        decision="period_change",
        group=ActGroup.DECISIONS,
        unverified=("PB-03", "PB-04", "PB-08"),
        steps={"change_period": Responsibility.DECIDES},
    )
    also: ClassVar = _("延长、缩短")

    new_end_on: FarDay
    reason: str = Field(min_length=1, max_length=MAX_TEXT)
    national_number: NationalNumber = None
    national_on: NationalDay = None
    without_countersignature: WithoutCountersignature = None


class ChangeCondition(PreviewedAct):
    """An additional condition was changed after the minor and representative were heard.

    It is refused unless the minor was heard.
    """

    operation: ClassVar = Operation(
        "change_condition",
        title=pgettext("title", "变更附带条件"),
        done=_("变更了附带条件"),
        by=PROSECUTOR,
        fits=while_running("HR-04", NO_CHANGES),
        changes=(CONDITION_CHANGED,),
        decision="condition_change",
        group=ActGroup.DECISIONS,
        steps={"condition_change": Responsibility.DECIDES},
    )

    condition: Annotated[Short, ChosenFrom(PlanChoices.CONDITIONS)]
    """The condition's kind, such as 'A1', or its place on the plan, such as '2'."""
    text: Annotated[str, Caption(_("新的条件"))] = Field(min_length=1, max_length=400)
    """The new text of the condition."""
    measure: Short | None = None
    """If left out, as it was."""
    amount: int | None = Field(None, ge=1, le=MAX_AMOUNT)
    """If left out, as it was."""
    by_on: ComingDay | None = None
    """If left out, as it was."""
    heard: Annotated[bool, Caption(_("已听取本人及法定代理人意见"))] = False
    """Whether the minor was heard; refused where it is not said."""
    reason: str = Field(min_length=1, max_length=MAX_TEXT)


class ChangeCadence(PreviewedAct):
    """From a day on, something is due more often, less often, at another hour, or not at all.

    It applies from tomorrow at the earliest; nothing before `from_on` changes. What falls on the same day as before
    stays the same item. What is omitted stays as it is.
    """

    operation: ClassVar = Operation(
        "change_cadence",
        title=pgettext("title", "变更日程"),
        done=_("变更了日程"),
        by=PROSECUTOR,
        fits=while_running(reason=NO_CHANGES),
        changes=(CADENCE_CHANGED,),
        group=ActGroup.DECISIONS,
        steps={"cadence": Responsibility.DECIDES},
    )
    also: ClassVar = _("频率、改时间、多久一次")

    item: RecurringItem
    from_on: ComingDay
    no_more: Annotated[bool, Caption(pgettext("column", "不再需要"))] = False
    """It ends on that day; otherwise as the following fields say, and for the rest as before."""
    weekday: Annotated[
        Weekday | None,
        Caption(
            _("星期几"),
            choices={
                "Mon": _("星期一"),
                "Tue": _("星期二"),
                "Wed": _("星期三"),
                "Thu": _("星期四"),
                "Fri": _("星期五"),
                "Sat": _("星期六"),
                "Sun": _("星期日"),
            },
        ),
    ] = None
    """For a weekly note or sheet."""
    hour: Annotated[ClockText | None, Caption(_("几点前（如 20:00）"))] = None
    """By which hour of that day, such as '20:00'."""
    owner: Annotated[
        Literal["guardian", "minor"] | None,
        Caption(
            _("由谁完成"),
            choices={"guardian": pgettext("choice", "监护人"), "minor": pgettext("choice", "本人")},
        ),
    ] = None
    """For a weekly sheet: who submits it."""
    every_days: Annotated[int | None, Caption(_("每几天一次"))] = Field(None, ge=1, le=92)
    """For the worker's contact."""
    every_months: Annotated[int | None, Caption(_("每几个月一次"))] = Field(None, ge=1, le=6)
    """For reports, reviews and talks."""
    on_day: Annotated[int | None, Caption(_("几号"))] = Field(None, ge=1, le=31)
    """For reports, reviews and talks: on which day of the month."""
    first_on: Annotated[ComingDay | None, Caption(_("第一次"))] = None
    """For the worker's contact: the first one."""
    reason: str = Field(min_length=1, max_length=MAX_TEXT)


class MoveItem(PreviewedAct):
    """One item of the team was rescheduled.

    It is rescheduled by the person responsible, the prosecutor, or the department head. Items of the family are not
    moved: their days change by `change_cadence`, and the family is notified.
    """

    operation: ClassVar = Operation(
        "move_item",
        title=_("一项改期"),
        done=_("把一项改了期"),
        by={**CASE_AND_WORKER, Role.DEPARTMENT_HEAD: RightScope.DECIDING},
        fits=while_running(reason=NO_CHANGES),
        group=ActGroup.DECISIONS,
    )
    also: ClassVar = _("延期、推迟、提前、改时间")

    item: MovableItem
    due_on: KnownDay
    """The day on which it is due now."""
    to_on: Annotated[ComingDay, Caption(_("改到哪天"))]
    """The new day."""
    reason: str = Field(min_length=1, max_length=MAX_TEXT)


class AdoptEdition(PreviewedAct):
    """The plan was moved to today's edition of the rulebook.

    Steps still to come follow today's edition; what was computed before remains in the journal.
    """

    operation: ClassVar = Operation(
        "adopt_edition",
        title=_("改用新版规则"),
        done=_("改用了新版规则"),
        by=PROSECUTOR,
        fits=ALSO_AFTERWARDS,
        group=ActGroup.DECISIONS,
    )

    reason: str = Field(min_length=1, max_length=MAX_TEXT)


class LinkPlan(Act):
    """Two plans belong to one case: others did it too.

    Each plan keeps the other's number under its own key. Only who may see both is shown the link; the young people and
    their families never learn of each other from it.
    """

    operation: ClassVar = Operation(
        "link_plan",
        title=_("登记同案的另一个方案"),
        done=_("登记了同案的另一个方案"),
        by=PROSECUTOR,
        fits=ALSO_AFTERWARDS,
        wakes=False,
        group=ActGroup.PEOPLE,
        hint=_("两个方案里各记一条；只有两个方案都能看的人看得到，孩子和家里看不到。封存后不再显示。"),
    )
    also: ClassVar = _("并案、一起做的")

    other: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{4,20}$"), Caption(_("另一个方案的编号"))]
