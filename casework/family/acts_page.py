"""The page of somebody of the family: its card, the letters on it, and what they ask there."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import Act, LongText, Relation, Short
from casework.acting.acts.captions import Caption, ChosenFrom, PlanChoices, RequestOnly
from casework.acting.rights.operation import ActGroup, Operation, SystemOperation
from casework.acting.rights.phases import ALSO_AFTERWARDS, ANSWERABLE, LATE_FACT
from casework.acting.rights.scope import CASE_AND_WORKER, FAMILY, PROSECUTOR
from casework.shared.files.base import PastDay
from core.i18n import _, pgettext

READY_SENTENCES = {"month_kept": _("这个月到今天要交的，都按时交了。不容易。")}
"""What may be said in a ready sentence, while it is so."""


class WriteLetter(Act):
    """Somebody of the team wrote to the minor or a guardian, in their own words or in a ready sentence that is true.

    It stands on that person's page with its day and the signature. A neutral text says once a day that there is
    something to read.
    """

    operation: ClassVar = Operation(
        "write_letter",
        title=_("给本人或监护人写几句"),
        done=_("给家里写了几句"),
        by=CASE_AND_WORKER,
        fits=ALSO_AFTERWARDS,
        group=ActGroup.PEOPLE,
        hint=_("会显示在对方的页面上，只有对方能看到。署名写家里平时的称呼，不写单位。"),
    )

    person: Annotated[Relation, ChosenFrom(PlanChoices.PRESENT), Caption(_("写给谁"))]
    signed: Annotated[str, Caption(_("署名（如“周老师”）"))] = Field(min_length=1, max_length=20)
    text: Annotated[LongText | None, Caption(_("想说的话"))] = None
    ready: Annotated[
        Literal["month_kept"] | None, Caption(_("也可以选一句（属实才能发）"), choices=READY_SENTENCES)
    ] = None
    question: Annotated[Short | None, Caption(_("答复哪一个问题")), RequestOnly()] = None
    """The label of the item by which an answer to the question is owed."""


class AskAboutData(Act):
    """Somebody of the family asked about what is stored of them, or wants to talk, or does not agree, on their page; or
    on paper or by word, and the team records it.

    It changes nothing by itself, and is no objection to the decision; the prosecutor answers within the office's days
    from the day on which it was asked, and talks within two working days with a person who wants to talk or does not
    agree.
    """

    operation: ClassVar = Operation(
        "ask_about_data",
        title=_("登记家里提出的请求（个人信息，想谈谈，不同意）"),
        done=_("提出了请求"),
        by={**FAMILY, **CASE_AND_WORKER},
        fits=ALSO_AFTERWARDS,
        group=ActGroup.PEOPLE,
    )

    wish: Annotated[
        Literal["copy", "correct", "delete", "object", "talk", "disagree"],
        Caption(
            pgettext("column", "希望怎样"),
            choices={
                "copy": _("看看、复制"),
                "correct": pgettext("choice", "更正"),
                "delete": _("删除"),
                "object": _("不同意这样使用"),
                "talk": _("想和检察官谈谈"),
                "disagree": _("不同意约定的事"),
            },
        ),
    ]
    text: LongText
    person: Annotated[Relation | None, ChosenFrom(PlanChoices.ANYBODY), Caption(_("谁提出的（本人填的不用选）"))] = None
    """Who asks: 'minor' or the relation of a guardian. Needed where the team records it; family members ask for themselves."""
    asked_on: Annotated[PastDay | None, Caption(_("哪天提出的（不填即今天）"))] = None
    """The day on which it was handed in or said, where the team records it; the day of the act, if omitted."""


class RecordPlanAnswer(Act):
    """The minor was asked what they think of the supervision plan, at its opening or when it changed: yes, no and why, or
    could not be asked and why.

    A no is no objection to the decision: it starts a talk, and the prosecutor answers. An objection is recorded by its
    own act, with the minor and the representative.
    """

    operation: ClassVar = Operation(
        "record_plan_answer",
        title=_("登记本人对考察方案的意见"),
        done=_("登记了本人对考察方案的意见"),
        by=CASE_AND_WORKER,
        fits=LATE_FACT,
        fact=True,
        group=ActGroup.PEOPLE,
        hint=_(
            "照原话写。不同意的，请检察官在两个工作日内谈一次并答复；这不是对附条件不起诉决定的异议，异议另行登记。"
        ),
    )

    occasion: Annotated[
        Literal["opening", "change"],
        Caption(_("对什么的意见"), choices={"opening": _("开始时的方案"), "change": _("方案的变更")}),
    ]
    answer: Annotated[
        Literal["yes", "no", "not_asked"],
        Caption(
            _("本人的意见"),
            choices={"yes": _("同意"), "no": pgettext("choice", "不同意"), "not_asked": _("没能征求到意见")},
        ),
    ]
    reason: Annotated[LongText | None, Caption(_("为什么不同意，或者为什么没能征求到"))] = None
    """Why not, or why nobody could ask; needed for both."""
    said_on: Annotated[PastDay | None, Caption(_("哪天说的（不填即今天）"))] = None


class AnswerTalk(Act):
    """The talk that was asked for took place. The answer stands on the page of whoever asked, in these words.

    A talk changes nothing by itself and is no objection; what was agreed on in it is done by its own act.
    """

    operation: ClassVar = Operation(
        "answer_talk",
        title=_("谈过以后，答复本人"),
        done=_("谈过并答复了"),
        by=PROSECUTOR,
        fits=ALSO_AFTERWARDS,
        group=ActGroup.PEOPLE,
    )

    place: Annotated[int, ChosenFrom(PlanChoices.TALKS), Caption(_("谁的、哪一天的请求"))] = Field(ge=1)
    talked_on: Annotated[PastDay | None, Caption(_("哪天谈的（不填即今天）"))] = None
    answer: Annotated[LongText, Caption(_("答复（提出的人在自己的页面上看到的就是这段话）"))]


class AnswerDataRequest(Act):
    """A request of the family about their data was answered.

    To correct something is done by the act that corrects it; the answer tells of it, and is refused where nothing was
    corrected or supplemented since the request. A refusal names its ground (Personal Information Protection Law art 50).
    """

    operation: ClassVar = Operation(
        "answer_data_request",
        title=_("答复关于个人信息的请求"),
        done=_("答复了关于个人信息的请求"),
        by=PROSECUTOR,
        fits=ALSO_AFTERWARDS,
        group=ActGroup.PEOPLE,
    )

    place: Annotated[int, ChosenFrom(PlanChoices.DATA_REQUESTS), Caption(_("谁的、哪一天的请求"))] = Field(ge=1)
    """Which request of the plan, counted from one."""
    outcome: Annotated[
        Literal["done", "partly", "refused"],
        Caption(
            choices={
                "done": _("照办"),
                "partly": _("部分照办"),
                "refused": _("不能照办"),
            }
        ),
    ]
    reason: LongText
    ground: Annotated[
        Literal["kept_by_law", "confidential", "of_another", "verified"] | None,
        Caption(
            _("不能照办的依据"),
            choices={
                "kept_by_law": _("法定保存期限未届满"),
                "confidential": _("应当保密，或者告知将妨碍履行职责"),
                "of_another": _("涉及他人的信息"),
                "verified": _("经核实没有错误"),
            },
        ),
    ] = None
    """Needed to refuse, or to do it in part."""


GIVE_PAGE = Operation(
    "give_page",
    done=_("向家庭发放了访问卡"),
    by=CASE_AND_WORKER,
    fits=ANSWERABLE,
)


REPLY_RECEIVED = SystemOperation("reply_received", done=_("收到短信回复（内容不留存）"))


PAGE_RESTS = SystemOperation("page_rests", done=_("页面多次输错号码，暂停打开"))
