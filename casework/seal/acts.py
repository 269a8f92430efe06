"""Looks into a sealed file or a colleague's case; a non-prosecution set aside, what follows a correction."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import Act, Label, Login, LongText
from casework.acting.acts.captions import Caption, ChosenFrom, GeneratedCode, PlanChoices
from casework.acting.acts.own_code import NamesOwnCode
from casework.acting.hooks import Moment, register_hook
from casework.acting.rights.operation import ActGroup, Operation
from casework.acting.rights.phases import (
    ALIVE,
    ALWAYS,
    AT_COURT,
    CLOSED_OR_SEALED,
    NOT_SEALED,
    READABLE,
    Phase,
    PhaseReason,
    Times,
)
from casework.acting.rights.scope import ASKERS, READERS, SIGNERS, RightScope
from casework.outcome.acts_ending import IndictedOn
from casework.shared.facts.fact_rules import ALL_IS_OVER, IN_PERSON, SERVICE, FactRule, FactTask, Stops, staff_notice
from casework.shared.files.base import DayWithinYear, PastDay
from core.i18n import _, pgettext
from law.four_eyes import Responsibility
from law.transitions import Outcome
from models.office import Role
from notifications.events import Recipient

CORRECTION_FOLLOWED = FactRule(
    "correction_followed",
    _("决定纠正或者异议之后如何处理"),
    "review_by_higher",
    starts=_("起诉的等待判决，不再追诉的封存，移送的结案"),
    tells=(staff_notice(Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD),),
)

SET_ASIDE = FactRule(
    "revoke_non_prosecution",
    _("撤销不起诉决定"),
    "setting_aside",
    stops=Stops.EVERYTHING,
    reason="revocation",
    family_reads=ALL_IS_OVER,
    asks=(FactTask("prosecution"), SERVICE),
    tells=(IN_PERSON, staff_notice(Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD)),
)

UNSEALED = FactRule(
    "unsealed",
    _("并罚五年以上，解除判决的封存"),
    "unsealing",
    starts=_("案卷向承办人开放"),
    tells=(staff_notice(Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD),),
)


Proposer = Annotated[
    Login | None,
    ChosenFrom(PlanChoices.PROSECUTORS),
    Field(description="The prosecutor who proposed it on paper, by sign-in name."),
]


ASK_TO_READ = Operation(
    "ask_to_read",
    done=_("申请查阅他人办理的案件"),
    by=dict.fromkeys(ASKERS, RightScope.NEARBY),
    fits=Times(READABLE),
    steps={"colleague_access": Responsibility.PROPOSES},
)
"""Asked by staff outside the team, for themselves: it cannot stand in a file of acts, which has only acts of the
plan's own people."""

_NOT_SEALED_YET = PhaseReason(_("案卷尚未封存，请在案卷里登记。"), "sealed")

RECORD_AFTER_SEAL = Operation(
    "record_after_seal",
    title=_("封存后情况登记"),
    done=_("登记了封存后得知的情况"),
    by=dict.fromkeys((Role.PROSECUTOR, Role.ASSISTANT, Role.SOCIAL_WORKER, Role.CLERK), RightScope.AT_SEAL),
    fits=Times(
        frozenset({Phase.SEALED}), reason=_NOT_SEALED_YET,
        reasons={Phase.CLOSED: PhaseReason(_("案卷没有封存，请在案卷里用“记一件事”登记。"), "sealed")},
    ),
)  # fmt: skip
"""Any fact that comes after the seal, by those who carried the case on the day of the seal."""

RECORD_ALIVE = Operation(
    "record_alive",
    title=_("更正：死亡登记有误，本人健在"),
    done=_("更正了封存后误登记的死亡"),
    by=RECORD_AFTER_SEAL.by,
    fits=Times(frozenset({Phase.SEALED}), reason=_NOT_SEALED_YET, after_the_seal=ALIVE),
)
"""The one fact that only the form for facts after the seal takes: before it a death is corrected like any fact."""

register_hook(Moment.AT_SEAL, "casework.seal.case_access:end_at_seal")

DELETE_BY_POLICY = Operation(
    "delete_by_policy",
    done=_("按保管期限删除了记录"),
    by=SIGNERS,
    fits=Times(CLOSED_OR_SEALED),
    signs=True,
    steps={"retention": Responsibility.DECIDES},
)

HOLD_DELETION = Operation(
    "hold_deletion",
    done=_("决定继续保管记录"),
    by=SIGNERS,
    fits=Times(CLOSED_OR_SEALED),
    signs=True,
    steps={"kept_on": Responsibility.DECIDES},
)

_WHERE_ASKED = "casework.seal.sealed_access:has_requests"


class AskAccess(Act):
    """A written application for access to the sealed file was received.

    It is answered within the shorter of the two limits, whatever it asks.
    """

    operation: ClassVar = Operation(
        "ask_access",
        title=_("登记查阅封存记录的申请"),
        done=_("登记了查阅封存记录的申请"),
        by={Role.CLERK: RightScope.DECIDING, Role.PROSECUTOR: RightScope.DECIDING, Role.ASSISTANT: RightScope.DECIDING},
        fits=Times(frozenset({Phase.SEALED}), reason=NOT_SEALED),
        group=ActGroup.SEALED,
        steps={"sealed_access": Responsibility.PROPOSES},
    )

    access: Annotated[Label, GeneratedCode("q"), Caption(pgettext("column", "申请编号"))]
    """A label of your own, by which later acts mean this application."""
    requester: Annotated[
        Literal["judicial_organ_for_a_case", "unit_under_state_provisions", "anyone_else"],
        Caption(
            _("申请单位属于哪类"),
            choices={
                "judicial_organ_for_a_case": _("司法机关为办案"),
                "unit_under_state_provisions": _("有关单位依国家规定"),
                "anyone_else": pgettext("choice", "其他"),
            },
        ),
    ]
    who: Annotated[str, Caption(_("申请单位"))] = Field(min_length=1, max_length=200)
    purpose: LongText
    basis: str | None = Field(None, max_length=400)
    """The state provision that is relied on."""
    asked_on: Annotated[PastDay | None, Caption(_("申请之日（不填即今天）"))] = None
    """The act's own day, if left out."""


class AnswerAccess(Act):
    """The application was answered; if granted, one reader has access until a day.

    Access is granted to one reader, has a last day, and ends automatically. A colleague who asked to read an open case
    is the reader, and has access until the day they asked for if no other is given.
    """

    operation: ClassVar = Operation(
        "answer_access",
        title=_("答复查阅申请"),
        done=_("答复了查阅封存记录的申请"),
        by=SIGNERS,
        fits=Times(ALWAYS),
        signs=True,
        ready=_WHERE_ASKED,
        group=ActGroup.SEALED,
        steps={"colleague_access": Responsibility.DECIDES, "sealed_access": Responsibility.DECIDES},
    )

    access: Annotated[str, NamesOwnCode(), Caption(_("哪份申请"))] = Field(max_length=20)
    """The label of the application."""
    granted: bool
    reader: Annotated[Login | None, Caption(_("由谁查阅（登录名）"))] = None
    """Who has access, by sign-in name; needed to grant a look into a sealed file."""
    until_on: Annotated[DayWithinYear | None, Caption(_("查阅到哪天（准许时必填）"))] = None
    """The last day, at most three months ahead; needed to grant a look into a sealed file."""
    reason: LongText


class EndAccess(Act):
    """The access ended before its last day. The reader may end it, or a person who may grant it."""

    operation: ClassVar = Operation(
        "end_access",
        title=_("提前结束查阅"),
        done=_("提前结束了查阅"),
        by={**READERS, **SIGNERS},
        fits=Times(ALWAYS),
        ready=_WHERE_ASKED,
        group=ActGroup.SEALED,
    )

    access: Annotated[str, NamesOwnCode(), Caption(_("哪份申请"))] = Field(max_length=20)
    """The label of the application."""


class RevokeNonProsecution(Act):
    """The non-prosecution was set aside: after a re-examination, or because it was found to be wrong.

    The chief procurator or the authorised deputy decides on the prosecutor's proposal; also after the seal, until the
    plan is closed.
    """

    operation: ClassVar = Operation(
        "revoke_non_prosecution",
        title=_("撤销不起诉"),
        done=_("撤销了不起诉决定"),
        by=SIGNERS,
        fits=Times(
            frozenset({Phase.NON_PROSECUTED, Phase.ENDED_OTHERWISE, Phase.SEALED}),
            again=AT_COURT,
            reason=PhaseReason(_("没有不起诉决定可以撤销。"), "setting_aside"),
            reasons={
                Phase.CLOSED: PhaseReason(
                    _("本案已经收尾，须另行立案办理。"),
                    "setting_aside",
                )
            },
        ),
        signs=True,
        changes=(SET_ASIDE,),
        ready=lambda open_plan: open_plan.plan.outcome == Outcome.NON_PROSECUTION,
        group=ActGroup.SEALED,
        steps={"setting_aside": Responsibility.RECORDS},
    )

    ground: Literal["reexamination", "found_wrong"]
    prosecute_by: Annotated[DayWithinYear, Caption(_("起诉不晚于"))]
    """The day by which the indictment is to be filed."""
    fit_for_prosecution: Annotated[bool, Caption(_("符合起诉条件"), choices={"true": _("符合"), "false": _("不符合")})]
    """Whether the case meets the conditions for prosecution. If not, the non-prosecution remains in force, even if it
    was wrong (Rules art 388)."""
    proposed_by: Proposer = None
    reason: LongText


class Unseal(Act):
    """The seal of a judged case was lifted: a new or missed crime, judged together with what is sealed.

    The chief procurator or the authorised deputy decides on the prosecutor's proposal; also after the plan is closed.
    The file is open to its handlers again, and the clocks of the closing list run on. A non-prosecution is not opened
    by it.
    """

    operation: ClassVar = Operation(
        "unseal",
        title=_("解除判决的封存"),
        done=_("解除了判决的封存"),
        by=SIGNERS,
        fits=Times(
            frozenset({Phase.SEALED}),
            again=frozenset({Phase.UNSEALED, Phase.CLOSED}),
            reason=PhaseReason(_("案卷没有封存。"), "unsealing"),
        ),
        signs=True,
        changes=(UNSEALED,),
        ready=lambda open_plan: open_plan.plan.outcome == Outcome.PROSECUTION,
        group=ActGroup.SEALED,
        steps={"unsealing": Responsibility.DECIDES},
    )

    ground: Annotated[
        Literal["new_crime", "missed_crime"],
        Caption(
            choices={
                "new_crime": _("实施新罪"),
                "missed_crime": _("发现漏罪"),
            }
        ),
    ]
    """What is judged together with what is sealed."""
    total_months: Annotated[int, Caption(_("与封存之罪并罚，决定执行（月）"))] = Field(ge=0, le=300)
    """What is to be served for both together, in months, as the court ordered. Below five years it is refused (Rules
    art 485)."""
    judged_on: Annotated[PastDay, Caption(_("该判决生效之日"))]
    """When that judgment took effect."""
    proposed_by: Proposer = None
    reason: LongText


class DecideAfterCorrection(Act):
    """What follows a correction, or an objection by both, was decided.

    Nothing is sealed by itself after a correction.
    """

    operation: ClassVar = Operation(
        "decide_after_correction",
        title=_("决定纠正或者异议后如何处理"),
        done=_("决定了纠正或者异议后如何处理"),
        by=SIGNERS,
        fits=Times(
            frozenset({Phase.ENDED_OTHERWISE}),
            again=frozenset({Phase.INDICTED, Phase.CLOSED}),
            reason=PhaseReason(
                _("没有纠正或者异议后待定的事项。"),
                "review_by_higher",
            ),
        ),
        signs=True,
        changes=(CORRECTION_FOLLOWED,),
        needs_open=("after_correction",),
        group=ActGroup.SEALED,
        steps={"after_correction": Responsibility.DECIDES},
    )

    follows: Annotated[
        Literal["prosecution", "sealing", "transfer"],
        Caption(
            _("如何处理"),
            choices={
                "prosecution": _("已提起公诉，等判决"),
                "sealing": _("不再追诉，封存"),
                "transfer": _("案件移送他院"),
            },
        ),
    ]
    """With `prosecution` the seal waits for the judgment; with `transfer` the file went to another office."""
    filed_on: IndictedOn = None
    proposed_by: Proposer = None
    reason: LongText
