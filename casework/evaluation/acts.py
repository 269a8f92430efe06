"""How somebody is doing: milestones and the voices before them, needs, facts, questionnaires, comments; and facts in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import Act
from casework.acting.acts.captions import Caption, ChosenFrom, PlanChoices
from casework.acting.acts.own_code import NamesOwnCode
from casework.acting.rights.operation import ActGroup, Operation
from casework.acting.rights.phases import LATE_FACT, LATE_FACT_ALSO_CLOSED, UNTIL_DECIDED, also_after_seal
from casework.acting.rights.scope import ALSO_ASSISTING, CASE_AND_WORKER, FAMILY, PROSECUTOR, RightScope
from casework.shared.files.base import ComingDay, PastDay
from casework.shared.text.text_checks import MAX_TEXT
from core.i18n import Text, _, pgettext
from models.office import Role

Prose = Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]
Result = Literal["continue", "strengthen", "relax", "change"]
Milestone = Annotated[str, Field(min_length=1, max_length=40), ChosenFrom(PlanChoices.MILESTONES), NamesOwnCode()]
Need = Annotated[int, Field(ge=0, le=2)]
Says_ = Literal["well", "mixed", "hard", "cannot_say"]
SITUATIONS: Mapping[str, Mapping[str, Text]] = {
    "school_or_work": {
        "in_school": _("在校学习"),
        "back_in_school": _("已返校学习"),
        "in_training": _("职业培训或当学徒"),
        "in_work": _("在工作"),
        "looking": _("正在找学校或工作"),
        "neither": _("目前没有上学和工作"),
    },
    "household": {
        "with_parents": _("和父母住"),
        "with_grandparents": _("和祖辈住，父母在外"),
        "with_others": _("和其他人住"),
        "boarding": _("住校或住集体宿舍"),
        "alone": _("独自住"),
    },
}
"""By the subject of a situation, the states that it can have."""
_STATES = {state: words for states in SITUATIONS.values() for state, words in states.items()}
if TYPE_CHECKING:
    State = str
else:
    State = Literal[tuple(_STATES)]
Voice = Literal["minor", "guardian", "social_worker", "school", "mentor"]


class Evaluate(Act):
    """A milestone's evaluation was decided by the prosecutor.

    It has no other effect. It is refused while opinions contradict each other and no explanation is given.
    """

    operation: ClassVar = Operation(
        "evaluate",
        title=_("作出阶段评估"),
        done=_("作出了阶段评估"),
        by=PROSECUTOR,
        fits=UNTIL_DECIDED,
        needs_open=("milestone",),
        group=ActGroup.DAILY,
    )

    milestone: Milestone = "half_time"
    """The name of the milestone."""
    result: Result
    text: Prose | None = None
    explained: Annotated[Prose | None, Caption(_("说法不一的，核实到什么"))] = None
    """Why the opinions contradict each other, or that it remains open."""


class ProposeEvaluation(Act):
    """A member of the team proposed the next step after a milestone.

    A prosecutor decides.
    """

    operation: ClassVar = Operation(
        "propose_evaluation",
        title=_("提出阶段评估建议"),
        done=_("提出了阶段评估建议"),
        by=CASE_AND_WORKER,
        fits=UNTIL_DECIDED,
        needs_open=("milestone",),
        group=ActGroup.EVALUATION,
        hint=_("只是建议，由承办检察官决定。"),
    )

    milestone: Milestone = "half_time"
    """The name of the milestone."""
    result: Result
    reason: Prose


class AskViews(Act):
    """Those who may be asked before a milestone were asked for feedback.

    It is refused for a guardian of somebody of age, or one who is named as a danger; and for a school, mentor or
    employer who is not recorded as already knowing.
    """

    operation: ClassVar = Operation(
        "ask_views",
        title=_("征求各方意见"),
        done=_("征求了各方意见"),
        by=CASE_AND_WORKER,
        fits=UNTIL_DECIDED,
        needs_open=("milestone",),
        group=ActGroup.EVALUATION,
        hint=_("没有知情人的学校不会被问到；问学校由人去问，系统不发消息。"),
    )

    milestone: Milestone = "half_time"
    """The name of the milestone."""
    of: Annotated[
        list[Voice],
        Caption(
            _("问谁（不选即全部可以问的）"),
            choices={
                "school": _("学校（须有知情人）"),
                "mentor": _("帮扶人、网格员或者用人单位（须有知情人）"),
            },
        ),
    ] = []
    """Who is asked; if left out, all who may be."""
    by_on: ComingDay | None = None
    """Until when; if left out, a week from now or the milestone, whichever is sooner."""


class GiveView(Act):
    """Somebody gave feedback.

    Minor and guardian give it themselves, or the team records it for them. School, mentor and employer give it on
    their own page, or to the member of staff who asked.
    """

    operation: ClassVar = Operation(
        "give_view",
        title=_("登记一方的看法"),
        done=_("说了自己的看法"),
        # Who already knows says what the school sees; the question is all they are shown.
        by={**CASE_AND_WORKER, **FAMILY, Role.INFORMED: RightScope.OWN},
        fits=LATE_FACT,
        fact=True,
        needs_open=("own_view", "guardian_view", "worker_view", "school_view", "mentor_view"),
        group=ActGroup.EVALUATION,
    )

    milestone: Milestone = "half_time"
    """The name of the milestone."""
    of: Annotated[
        Voice,
        Caption(
            _("谁的看法"),
            choices={
                "school": _("学校"),
                "mentor": _("帮扶人、网格员或者用人单位"),
            },
        ),
    ]
    """Whose view it is."""
    home: Annotated[
        Says_ | None,
        Caption(
            _("家里怎么样"),
            choices={
                "well": _("挺好"),
                "mixed": _("有好有不好"),
                "hard": _("不容易"),
                "cannot_say": _("说不上来"),
            },
        ),
    ] = None
    """Situation at home."""
    school_or_work: Annotated[Says_ | None, Caption(_("学习或工作怎么样"))] = None
    """Situation at school or at work."""
    agreements: Annotated[Says_ | None, Caption(_("约定的事做得怎样"))] = None
    """Keeping to what was agreed."""
    phone_use: Annotated[Says_ | None, Caption(_("用手机怎么样"))] = None
    """Use of the phone."""
    mood: Annotated[Says_ | None, Caption(_("心情怎么样"))] = None
    """How the mood is."""
    text: Prose | None = None
    told_by_phone: bool = False
    """Filled in by staff during a call."""
    on_paper: bool = False
    """Filled in by staff from paper."""


class RateNeeds(Act):
    """A member of the team assessed how much help is needed: 0 none, 1 some, 2 much.

    Up to two of the team rate at each time; given again by the same person, it replaces the earlier one. What is
    omitted was not assessed.
    """

    operation: ClassVar = Operation(
        "rate_needs",
        title=_("评估需要哪些帮助"),
        done=_("评估了需要哪些帮助"),
        by=CASE_AND_WORKER,
        fits=LATE_FACT,
        wakes=False,
        group=ActGroup.EVALUATION,
    )

    time: Annotated[
        Literal["start", "mid", "end"],
        Caption(
            _("哪个时点"),
            choices={"start": _("开始"), "mid": pgettext("choice", "期中"), "end": _("结束")},
        ),
    ]
    """At the start, in the middle, or at the end."""
    family: Annotated[Need | None, Caption(_("家庭：0不需要帮助，1一些，2较多"))] = None
    school_or_work: Annotated[
        Need | None,
        Caption(_("学习或工作：0不需要帮助，1一些，2较多")),
    ] = None
    peers: Annotated[Need | None, Caption(pgettext("column", "交往"))] = None
    leisure: Annotated[Need | None, Caption(pgettext("column", "空闲时间"))] = None
    attitude: Annotated[
        Need | None,
        Caption(_("对这件事的认识：0不需要帮助，1一些，2较多")),
    ] = None
    emotion: Annotated[Need | None, Caption(pgettext("column", "情绪"))] = None
    internet_use: Annotated[Need | None, Caption(pgettext("column", "用网习惯"))] = None
    substances: Annotated[Need | None, Caption(pgettext("column", "烟酒等"))] = None
    text: Prose | None = None


class RecordSituation(Act):
    """The person's situation from a day on."""

    operation: ClassVar = Operation(
        "record_situation",
        title=_("登记学习、工作或居住情况"),
        done=_("登记了学习、工作或居住情况"),
        by=ALSO_ASSISTING,
        fits=LATE_FACT_ALSO_CLOSED,
        wakes=False,
        fact=True,
        group=ActGroup.EVALUATION,
    )

    subject: Annotated[
        Literal["school_or_work", "household"],
        Caption(
            _("哪方面"),
            choices={
                "school_or_work": _("学习或工作"),
                "household": _("和谁一起住"),
            },
        ),
    ]
    state: Annotated[State, Caption(choices=_STATES)]
    """It fits the subject: the first six are of school or work, the others of the household."""
    from_on: PastDay | None = None
    """Since when; the act's own day, if left out."""
    text: Prose | None = None


class RecordQuestionnaire(Act):
    """A questionnaire was filled in, with both prior consents.

    It is refused without them. The texts of the questions belong to their authors and are not in this program: only
    the answers, or a total, are entered.
    """

    operation: ClassVar = Operation(
        "record_questionnaire",
        title=_("登记问卷结果"),
        done=_("登记了一份问卷结果"),
        by=CASE_AND_WORKER,
        fits=LATE_FACT_ALSO_CLOSED,
        wakes=False,
        fact=True,
        group=ActGroup.EVALUATION,
        hint=_("须有测评前的两份同意；结果只作参考，不是诊断。"),
    )

    questionnaire: Annotated[
        Annotated[str, Field(pattern=r"^[a-z0-9-]{2,30}$")],
        ChosenFrom(PlanChoices.QUESTIONNAIRES),
        Caption(_("问卷代号（如 iat、sdq-self）")),
    ]
    """A code of `evaluation/instruments.toml`, or of the office's own file."""
    taken_on: Annotated[PastDay, Caption(_("填写之日"))]
    minor_consented_on: PastDay | None = None
    """The day of the minor's consent."""
    representative_consented_on: PastDay | None = None
    """The day of the representative's consent; not needed of somebody of age."""
    answers: Annotated[
        Annotated[list[int | None], Field(max_length=200)] | None,
        Caption(_("按题号顺序填答案，用空格隔开")),
    ] = None
    """In the order of the items; null where nothing was answered."""
    total: Annotated[int | None, Caption(_("总分（不填答案时）"))] = None
    """Instead of the answers, where somebody qualified has worked it out."""
    given_by: Annotated[Annotated[str, Field(max_length=80)] | None, Caption(_("由谁施测"))] = None
    """Who gave it."""


class CommentOnProgress(Act):
    """Somebody commented on their progress report.

    The minor or a guardian does so, or the team records it for the minor.
    """

    operation: ClassVar = Operation(
        "comment_on_progress",
        title=_("代记对进步情况的意见"),
        done=_("对进步情况说了自己的意见"),
        by={**CASE_AND_WORKER, **FAMILY},
        fits=LATE_FACT,
        group=ActGroup.EVALUATION,
    )

    text: Prose
    about: Annotated[
        Annotated[str, Field(max_length=80)] | None,
        Caption(_("关于哪一条（可不填）")),
    ] = None
    """The key of the entry that it is about."""


class RecordNote(Act):
    """A fact in words for the record: help granted, a card allowed, a certificate issued.

    It counts against nobody.
    """

    operation: ClassVar = Operation(
        "note",
        title=_("记一件事"),
        done=_("记录了一件事"),
        by={**ALSO_ASSISTING, Role.CLERK: RightScope.OFFICE},
        fits=also_after_seal("note", "office"),
        wakes=False,
        fact=True,
        group=ActGroup.DAILY,
    )
    also: ClassVar = _("表扬、备忘、谈心")

    topic: Annotated[
        Literal[
            "judicial_aid",
            "card_restriction",
            "certificate",
            "school",
            "work",
            "family",
            "praise",
            "device_data",
            "compensation_told",
            "return_to_police",
            "measures_lifted",
            "consulate_informed",
            "victim_told",
            "victim_not_contacted",
            "other",
        ],
        Caption(
            _("关于"),
            choices={
                "compensation_told": _("已告知可以申请国家赔偿"),
                "return_to_police": _("已退回公安机关并说明理由"),
                "measures_lifted": _("已解除强制措施、退还保证金"),
                "consulate_informed": _("领事已获通报（内容写明由谁、哪天通报）"),
                "victim_told": _("已告知被害人（内容写明告知了什么、哪天）"),
                "victim_not_contacted": _("被害人不愿被联系（送达和法定的听取意见除外）"),
            },
        ),
    ]
    text: Prose
