"""The agreed beginning of digital use, and goals: proposed, agreed on with the minor, changed, ended; and what people say of a week or a month."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import Act, Label, LongText, Short
from casework.acting.acts.captions import Caption, ChosenFrom, GeneratedCode, PlanChoices
from casework.acting.rights.operation import ActGroup, Operation
from casework.acting.rights.phases import ALSO_AFTERWARDS, LATE_FACT, NO_CHANGES, UNTIL_DECIDED, while_running
from casework.acting.rights.scope import CASE_AND_WORKER, FAMILY, PROSECUTOR
from casework.shared.files.base import DayOfPlan, DayWithinPlan, KnownDay
from casework.shared.text.text_checks import MAX_REMARK
from casework.usage.goal_results import RESULTS
from core.i18n import _, pgettext
from usage.categories import Category
from usage.dispositions import Became
from usage.goal_measures import MEASURES, MeasureCode

MAX_VALUE = max(measure.most for measure in MEASURES.values())
if TYPE_CHECKING:
    MeasureName = str
    CategoryName = str
else:
    MeasureName = Literal[tuple(code.value for code in MeasureCode)]
    CategoryName = Literal[tuple(kind.value for kind in Category)]

MEASURE = Caption(_("看什么"), choices={code.value: about.name for code, about in MEASURES.items()})
CATEGORY = Caption(_("哪一类应用（只在“用于某一类应用”时填）"), choices={kind.value: kind.words for kind in Category})
GOAL = Caption(_("哪个目标"))
TARGET = Caption(_("目标是多少（分钟、元、天或者晚）"))
Amount = Annotated[int, Field(ge=0, le=MAX_VALUE)]


class FixUsageBaseline(Act):
    """The days that count as the beginning were agreed on: later weeks, and the starts of goals, are held against them.

    Until then it is the own first four weeks of the plan.
    """

    operation: ClassVar = Operation(
        "fix_usage_baseline",
        title=_("约定用网的起点"),
        done=_("和本人约定了用网的起点"),
        by=CASE_AND_WORKER,
        fits=while_running(reason=NO_CHANGES),
        group=ActGroup.USAGE,
        hint=_("两周到八周，在考察期内。已经约定的目标，起点不变。"),
    )

    from_on: Annotated[DayWithinPlan, Caption(pgettext("column", "自"))]
    to_on: DayWithinPlan
    """The last of these days: two to eight weeks in all."""
    reason: Annotated[str | None, Caption(_("为什么是这些天（改动时必填）"))] = Field(None, max_length=MAX_REMARK)
    """Needed where other days were agreed on before."""


class ProposeGoal(Act):
    """The minor or a guardian proposed a goal for the digital use.

    It holds once somebody of the team agrees on it with them.
    """

    operation: ClassVar = Operation(
        "propose_goal",
        title=_("提一个用网目标"),
        done=_("提出了一个用网目标"),
        by={**CASE_AND_WORKER, **FAMILY},
        fits=while_running(reason=NO_CHANGES),
        group=ActGroup.USAGE,
    )

    goal: Annotated[Label, GeneratedCode("g"), Caption(_("目标编号"))]
    """A label of your own, by which later acts mean it."""
    measure: Annotated[MeasureName, MEASURE]
    category: Annotated[CategoryName | None, CATEGORY] = None
    target: Annotated[Amount, TARGET]
    words: Annotated[str | None, Caption(_("想说的话"))] = Field(None, max_length=MAX_REMARK)
    """In their own words."""
    told_by_phone: bool = False


class AgreeOnGoal(Act):
    """A goal for the digital use was agreed on with the minor: what is measured, the start, the target, from when to when.

    The start is computed from the agreed beginning, if it is not said. A proposal is taken up by its label.
    """

    operation: ClassVar = Operation(
        "agree_on_goal",
        title=_("约定用网目标"),
        done=_("和本人约定了一个用网目标"),
        by=CASE_AND_WORKER,
        fits=while_running(reason=NO_CHANGES),
        group=ActGroup.USAGE,
        hint=_("目标是和孩子一起定的。没有做到不等于违反规定，要不要紧由人来谈。"),
    )

    goal: Annotated[Label, GeneratedCode("g"), Caption(_("目标编号"))]
    """A label of your own, by which later acts mean it; that of a proposal takes it up."""
    measure: Annotated[MeasureName, MEASURE]
    category: Annotated[CategoryName | None, CATEGORY] = None
    """Which kind of use is meant, for the measure that asks for one."""
    target: Annotated[Amount, TARGET]
    """In the unit of the measure: minutes a day or night, yuan a month, days or nights a week."""
    from_on: Annotated[DayWithinPlan | None, Caption(_("从哪天起（不填即今天）"))] = None
    to_on: Annotated[DayWithinPlan, Caption(_("到哪天为止"))]
    start: Annotated[Amount | None, Caption(_("起点是多少（不填则按起点那几周计算）"))] = None
    """Where it begins, as somebody said; if left out, it is computed from the agreed beginning."""
    device: Annotated[Label | None, ChosenFrom(PlanChoices.DEVICES), Caption(_("看哪台设备（只有一台就不用选）"))] = (
        None
    )
    who_helps: Annotated[Short | None, Caption(_("谁来帮忙"))] = None
    """A role or a name; encrypted."""
    instead: Annotated[Short | None, Caption(_("少用的时候做点什么：做什么、和谁、什么时候（可不填）"))] = None
    """What the young person would like to do instead, with whom and when; encrypted. It is an offer: nobody asks whether it
    was done."""
    instead_by: Annotated[Short | None, Caption(_("这件事谁来安排"))] = None
    """Who arranges that; a role or a name, encrypted."""
    agreed_on: Annotated[DayOfPlan | None, Caption(_("哪天和本人约定的（不填即今天）"))] = None
    agreed_how: Annotated[
        Literal["in_person", "call", "family_talk"],
        Caption(
            _("怎么约定的"),
            choices={
                "in_person": pgettext("choice", "当面"),
                "call": pgettext("choice", "电话"),
                "family_talk": _("和家里一起谈"),
            },
        ),
    ] = "in_person"
    words: Annotated[str | None, Caption(_("本人自己的话"))] = Field(None, max_length=MAX_REMARK)
    """What the minor said to it."""


class ChangeGoal(Act):
    """A goal of digital use was changed together with the minor.

    What lies before the day keeps the earlier target.
    """

    operation: ClassVar = Operation(
        "change_goal",
        title=_("调整用网目标"),
        done=_("和本人调整了一个用网目标"),
        by=CASE_AND_WORKER,
        fits=while_running(reason=NO_CHANGES),
        ready="casework.usage.goals:list_running_goals",
        group=ActGroup.USAGE,
    )

    goal: Annotated[Label, ChosenFrom(PlanChoices.GOALS), GOAL]
    from_on: Annotated[DayWithinPlan | None, Caption(_("从哪天起（不填即今天）"))] = None
    target: Annotated[Amount | None, TARGET] = None
    """If left out, it stays."""
    to_on: Annotated[DayWithinPlan | None, Caption(_("到哪天为止"))] = None
    """If left out, it stays."""
    who_helps: Annotated[Short | None, Caption(_("谁来帮忙"))] = None
    """If left out, it stays."""
    instead: Annotated[Short | None, Caption(_("改成做点什么（不填即不变，写“无”即去掉）"))] = None
    """What the young person would like to do instead; encrypted. If left out, it stays; '无' or 'none' takes it away, with
    who arranges it."""
    instead_by: Annotated[Short | None, Caption(_("这件事谁来安排"))] = None
    """If left out, it stays."""
    reason: LongText


class EndGoal(Act):
    """A goal of digital use ended: reached, replaced by another one, or dropped. A proposal is answered no in the same way."""

    operation: ClassVar = Operation(
        "end_goal",
        title=_("结束用网目标"),
        done=_("结束了一个用网目标"),
        by=CASE_AND_WORKER,
        fits=UNTIL_DECIDED,
        ready="casework.usage.goals:list_open_goals",
        group=ActGroup.USAGE,
    )

    goal: Annotated[Label, ChosenFrom(PlanChoices.GOALS), GOAL]
    how: Annotated[
        Literal["reached", "replaced", "dropped"],
        Caption(
            _("怎么结束"),
            choices={
                "reached": pgettext("goal", "做到了"),
                "replaced": pgettext("goal", "换成别的目标"),
                "dropped": pgettext("goal", "不再要这个目标"),
            },
        ),
    ]
    """Said by people; no figure ends a goal."""
    ended_on: Annotated[DayOfPlan | None, Caption(_("从哪天结束（不填即今天）"))] = None
    reason: LongText


class AssessGoal(Act):
    """The prosecutor said at the end whether a goal of digital use was kept, and why.

    The words stand in the annex of the supervision opinion. They are no finding, and no decision rests on them.
    """

    operation: ClassVar = Operation(
        "assess_goal",
        title=_("考察结束时评价用网目标"),
        done=_("评价了一个用网目标"),
        by=PROSECUTOR,
        fits=UNTIL_DECIDED,
        ready="casework.usage.goals:list_agreed_goals",
        group=ActGroup.USAGE,
        hint=_("目标是自愿约定的：写进考察意见书的附表，不作为任何处理的理由。"),
    )

    goal: Annotated[Label, ChosenFrom(PlanChoices.GOALS), GOAL]
    result: Annotated[
        Literal["kept", "not_yet", "cannot_be_said"],
        Caption(_("评价"), choices={code.value: words for code, words in RESULTS.items()}),
    ]
    reason: LongText


class AnswerGoalOffer(Act):
    """The family answered whether they want to go on with a goal of their own accord, after the outcome was announced.

    It changes nothing about the outcome.
    """

    operation: ClassVar = Operation(
        "answer_goal_offer",
        title=_("登记用网目标要不要自愿继续"),
        done=_("答复了用网目标要不要自愿继续"),
        by=CASE_AND_WORKER,
        fits=ALSO_AFTERWARDS,
        needs_open=("goal_offer",),
        group=ActGroup.USAGE,
        hint=_("自愿的，不影响已经宣布的结果。"),
    )

    goal: Annotated[Label, ChosenFrom(PlanChoices.GOALS), GOAL]
    wanted: Annotated[bool, Caption(_("是否愿意"), choices={"true": _("愿意"), "false": pgettext("choice", "不需要")})]
    text: Annotated[str | None, Caption(_("怎么继续，谁来帮"))] = Field(None, max_length=MAX_REMARK)


class RecordGoalValue(Act):
    """What somebody said of a week or month of a goal that no device tells: days with sport or friends, top-ups, nights.

    The last one said of that stretch counts.
    """

    operation: ClassVar = Operation(
        "record_goal_value",
        title=_("登记目标的一周或者一月"),
        done=_("说了一个用网目标的情况"),
        by={**CASE_AND_WORKER, **FAMILY},
        fits=LATE_FACT,
        fact=True,
        ready="casework.usage.goals:list_running_goals",
        group=ActGroup.USAGE,
    )

    goal: Annotated[Label, ChosenFrom(PlanChoices.GOALS), GOAL]
    day: Annotated[DayOfPlan | None, Caption(_("那一周（月）里的任意一天（不填即今天）"))] = None
    """Any day of the week or month that is meant; if left out, today."""
    value: Annotated[Amount, Caption(_("多少（天、晚或者元）"))]
    """In the unit of the goal."""
    text: Annotated[str | None, Caption(_("想补充的"))] = Field(None, max_length=MAX_REMARK)
    told_by_phone: bool = False


class RecordUsageFollowUp(Act):
    """What became of the disposition in which a review of digital use ended.

    The item of its owner is done by it; the next review begins with it.
    """

    operation: ClassVar = Operation(
        "record_usage_follow_up",
        title=_("登记用网回顾之后的结果"),
        done=_("登记了用网回顾之后的结果"),
        by=CASE_AND_WORKER,
        fits=ALSO_AFTERWARDS,
        needs_open=("usage_follow_up",),
        group=ActGroup.USAGE,
    )

    became: Annotated[
        Literal["done", "partly", "not_done"],
        Caption(_("办得怎样"), choices={code.value: code.words for code in Became}),
    ]
    text: LongText
    """What was done, and its result."""
    due_on: KnownDay | None = None
    """Which one; if left out, the oldest that is open."""
