"""What belongs to the decision and its review: objections, a hearing, limits that began anew, measures, property."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import Act, Present
from casework.acting.acts.captions import RIGHT_FIRST_DAY, Caption, ChosenFrom, Correctable, PlanChoices
from casework.acting.rights.operation import ActGroup, Operation
from casework.acting.rights.phases import (
    AFTERWARDS,
    ALSO_AFTERWARDS,
    ANSWERABLE,
    LATE_FACT,
    LATE_FACT_ALSO_CLOSED,
    OPEN,
    UNDECIDED,
    Phase,
    Times,
)
from casework.acting.rights.scope import CASE_TEAM, CLERKS, FAMILY, PROSECUTOR, owners_of
from casework.shared.facts.fact_rules import (
    ALL_RESTS,
    ALL_STAFF,
    BY_THE_CHIEF,
    IN_PERSON,
    NOT_THESE_DAYS,
    TEAM,
    FactRule,
    FactTask,
    Stops,
    staff_notice,
)
from casework.shared.files.base import PastDay
from casework.shared.text.text_checks import MAX_TEXT
from core.i18n import _, pgettext
from law.four_eyes import Responsibility
from notifications.events import Recipient

OBJECTION_MADE = FactRule(
    "objection_made",
    _("本人或者法定代理人一方对决定有异议，或者对附带条件、考验期有异议"),
    "HR-04",
    starts=_("须答复；不采纳的说明理由"),
    asks=(FactTask("objection_answer", 2, at_once=True),),
)

OBJECTION_BY_BOTH = FactRule(
    "objection_by_both",
    _("本人和法定代理人均在期限内对附条件不起诉决定有异议，且未撤回"),
    "HR-03",
    stops=Stops.SUPERVISION,
    reason="both_object",
    starts=_("应当作出起诉的决定；决定之前可以撤回异议"),
    asks=(FactTask("objection_answer", 2, at_once=True), BY_THE_CHIEF),
    tells=(staff_notice(*ALL_STAFF), IN_PERSON),
    family_reads=ALL_RESTS,
    banner=_("双方均有异议：考察已停止，应当作出起诉的决定"),
)

OBJECTION_WITHDRAWN = FactRule(
    "objection_withdrawn",
    _("异议撤回后，不再是双方均有异议"),
    "HR-05",
    lifts="both_object",
    starts=_("考察继续"),
    tells=(staff_notice(*TEAM),),
)

HELD = FactRule(
    "held",
    _("被拘留、逮捕，尚未释放"),
    "DE-05",
    stops=Stops.WHILE_UNABLE,
    reason="unable",
    starts=_("立即释放或者变更强制措施"),
    asks=(FactTask("custody", at_once=True),),
    family_reads=NOT_THESE_DAYS,
)

RELEASED = FactRule(
    "released",
    _("已释放"),
    "DE-05",
    starts=_("释放之后的事项照常"),
    tells=(staff_notice(*TEAM),),
)

BAIL_CHANGED = FactRule(
    "bail_changed",
    _("决定或者解除取保候审、监视居住"),
    "measures",
    starts=_("强制措施的届满日；取保期间外出还须派出所同意"),
    tells=(staff_notice(*TEAM),),
)

VICTIM_ADDED = FactRule(
    "victim_added",
    _("查明还有被害人，增加为受送达人"),
    "service_starts_remedies",
    starts=_("送达；自其本人收到之日起七日内可以申诉"),
    asks=(FactTask("service", 1),),
    tells=(staff_notice(Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD),),
)

REVIEW_RESTARTED = FactRule(
    "review_restarted",
    _("查明审查起诉期限曾重新计算（补充侦查退回、改变管辖）"),
    "HR-10",
    starts=_("剩余期限和作出起诉或者不起诉决定的最后一日随之变动"),
    tells=(staff_notice(Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD),),
)


class Object(Act):
    """The minor, the representative or both objected to the decision or to its conditions (CPL art 282(3)).

    An objection to the decision counts until the announcement is closed, one to the conditions at any time. Where both
    object to the decision, prosecution is due, and the chief procurator may end the supervision (`end_otherwise`);
    where only one does, no text decides. One of the family objects for themselves; staff record that both did with
    who was present.
    """

    operation: ClassVar = Operation(
        "object",
        title=_("登记异议"),
        done=_("登记了异议"),
        by={**CLERKS, **FAMILY},
        fits=LATE_FACT,
        fact=True,
        changes=(
            OBJECTION_MADE,
            OBJECTION_BY_BOTH,
        ),
        group=ActGroup.SERVICE,
        steps={"objection": Responsibility.PROPOSES},
    )

    objection_by: Literal["both", "minor", "legal_representative"]
    against: Literal["decision", "conditions"]
    text: str = Field(min_length=1, max_length=2000)
    present: Annotated[list[Present] | None, ChosenFrom(PlanChoices.PRESENT)] = Field(None, max_length=20)
    """Who was there; for `both` the minor and a representative."""
    made_on: Annotated[PastDay | None, Caption(_("提出之日（不填即今天）"))] = None
    """The act's own day, if left out."""


class AnswerObjection(Act):
    """The prosecutor answered: the objection is adopted, or the reasons why not are given (Rules art 470(2)).

    An objection by both to the decision cannot be settled by an answer.
    """

    operation: ClassVar = Operation(
        "answer_objection",
        title=pgettext("title", "答复异议"),
        done=_("答复了异议"),
        by=owners_of("objection_answer"),
        fits=ALSO_AFTERWARDS,
        group=ActGroup.SERVICE,
        steps={"objection": Responsibility.DECIDES},
    )

    against: Literal["decision", "conditions"]
    adopted: Annotated[
        bool,
        Caption(
            _("是否采纳"),
            choices={
                "true": _("采纳"),
                "false": _("不采纳，说明理由"),
            },
        ),
    ]
    reason: Annotated[str, Caption(_("答复（提出异议的人在自己的页面上看到的就是这段话）"))] = Field(
        min_length=1, max_length=2000
    )
    condition: Annotated[str | None, ChosenFrom(PlanChoices.CONDITIONS), Caption(_("采纳的：要变更哪一项条件"))] = (
        Field(None, max_length=40)
    )
    """Which condition is to be changed, where an objection to the conditions is adopted; none where it is the period."""


class WithdrawObjection(Act):
    """The objection was withdrawn; until prosecution is decided the supervision can continue (Rules art 470(3))."""

    operation: ClassVar = Operation(
        "withdraw_objection",
        title=_("登记异议的撤回"),
        done=_("登记了异议的撤回"),
        by={**CLERKS, **FAMILY},
        fits=LATE_FACT_ALSO_CLOSED,
        fact=True,
        changes=(OBJECTION_WITHDRAWN,),
        group=ActGroup.SERVICE,
    )

    objection_by: Literal["both", "minor", "legal_representative"]
    against: Literal["decision", "conditions"]


class HoldHearing(Act):
    """A hearing (听证) was held: recorded as it was."""

    operation: ClassVar = Operation(
        "hold_hearing",
        title=_("登记听证"),
        done=_("登记了听证"),
        by=CLERKS,
        fits=Times(OPEN, fact=frozenset({Phase.CLOSED})),
        fact=True,
        group=ActGroup.SERVICE,
    )

    held_on: Annotated[PastDay | None, Caption(_("听证日（不填即今天）"))] = None
    """The act's own day, if left out."""
    notified_on: Annotated[PastDay | None, Caption(_("通知参加人之日"))] = None
    """When the participants were notified."""
    public: Annotated[bool, Caption(_("公开"))] = False
    text: str | None = Field(None, max_length=MAX_TEXT)


class RestartReview(Act):
    """It turned out that the review period restarted before the decision (CPL arts 172(2), 175).

    The days left, and every open date at the end, follow.
    """

    operation: ClassVar = Operation(
        "restart_review",
        title=_("登记审查起诉期限重新计算"),
        done=_("登记了审查起诉期限重新计算"),
        by=CASE_TEAM,
        fits=Times(UNDECIDED | {Phase.REVOKED}, fact=AFTERWARDS | {Phase.CLOSED}),
        changes=(REVIEW_RESTARTED,),
        group=ActGroup.SERVICE,
    )

    because: Annotated[Literal["supplementary_investigation", "change_of_jurisdiction"], Caption(_("因为"))]
    began_on: Annotated[PastDay, Caption(_("从哪天重新计算"))]
    """Between receipt and decision."""


class RecordMeasure(Act):
    """Bail, residential surveillance or custody was ordered or lifted, by that organ.

    Each organ's own decision starts its own time limit. While somebody is held in `custody`, the prosecutor is
    notified at once, their duties are *unable* and nothing is sent to them; so is a guardian's sheet of their phone.
    A release ends that from its day on: what falls due later is due again.
    """

    operation: ClassVar = Operation(
        "record_measure",
        title=_("登记强制措施"),
        done=_("登记了强制措施"),
        by=CLERKS,
        fits=LATE_FACT,
        fact=True,
        changes=(
            HELD,
            RELEASED,
            BAIL_CHANGED,
        ),
        group=ActGroup.SERVICE,
    )
    corrected: ClassVar = True

    measure: Annotated[
        Literal["bail", "residential_surveillance", "custody"],
        Caption(
            _("哪种强制措施"),
            choices={
                "bail": _("取保候审"),
                "residential_surveillance": _("监视居住"),
                "custody": _("羁押"),
            },
        ),
    ]
    decided_by: Annotated[
        Literal["police", "procuratorate", "court"],
        Caption(
            _("哪个机关决定"),
            choices={
                "police": pgettext("choice", "公安机关"),
                "procuratorate": pgettext("acts: choices", "检察院"),
                "court": pgettext("choice", "法院"),
            },
        ),
    ]
    from_on: Annotated[PastDay, Correctable(RIGHT_FIRST_DAY)]
    lifted_on: Annotated[PastDay | None, Caption(_("解除之日")), Correctable(_("强制措施：正确的解除之日"))] = None


class SettleProperty(Act):
    """The disposal of something seized or frozen (Rules art 374)."""

    operation: ClassVar = Operation(
        "settle_property",
        title=_("登记涉案财物的处理"),
        done=_("登记了涉案财物的处理"),
        by=CLERKS,
        fits=Times(OPEN, fact=frozenset({Phase.CLOSED})),
        group=ActGroup.SERVICE,
    )

    place: Annotated[int, ChosenFrom(PlanChoices.PROPERTY), Caption(_("哪一件财物"))] = Field(ge=1, le=500)
    """Its place on the plan's list."""
    outcome: Annotated[
        Literal["returned", "unfrozen", "handed_over", "confiscated"],
        Caption(
            choices={
                "returned": _("返还"),
                "unfrozen": _("解除冻结"),
                "handed_over": _("移送有关机关"),
                "confiscated": _("没收"),
            }
        ),
    ]


class AddAddressee(Act):
    """A named prosecutor added a school, an employer, or a victim who became known, as addressee of a document, with
    a reason. Nobody else can.

    No document goes to a school or an employer otherwise. A victim who became known later is served too, and may
    complain from their own receipt.
    """

    operation: ClassVar = Operation(
        "add_addressee",
        title=_("增加受送达人（学校、单位、被害人）"),
        done=_("增加了受送达人"),
        by=PROSECUTOR,
        fits=ANSWERABLE,
        changes=(VICTIM_ADDED,),
        group=ActGroup.SERVICE,
        steps={"addressee": Responsibility.DECIDES},
    )

    to: Annotated[
        Literal["school", "employer", "victim"],
        Caption(
            choices={
                "school": pgettext("choice", "学校"),
                "victim": pgettext("choice", "被害人"),
                "employer": _("用人单位"),
            }
        ),
    ]
    number: str | None = Field(None, max_length=40)
    """Of several victims: the number of the receipt."""
    decision: Literal["conditional_non_prosecution", "non_prosecution", "revocation"] = "conditional_non_prosecution"
    reason: str = Field(min_length=1, max_length=2000)
