"""The end: opinion, decision, announcement, judgment, after-care."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import Field

from casework.acting.acts.act import Act, NationalDay, NationalNumber, Present, Short, WithoutCountersignature
from casework.acting.acts.captions import (
    RIGHT_DAY_OF_ANNOUNCEMENT,
    Caption,
    ChosenFrom,
    Correctable,
    PlanChoices,
)
from casework.acting.rights.operation import ActGroup, Operation, SystemOperation
from casework.acting.rights.phases import (
    AT_COURT,
    CLOSED_OR_SEALED,
    LATE_FACT_ALSO_CLOSED,
    NOT_YET_DECIDED,
    RUNNING,
    UNDECIDED,
    AfterTheSeal,
    Phase,
    PhaseReason,
    Times,
)
from casework.acting.rights.scope import CASE_AND_WORKER, CASE_TEAM, CLERKS, SIGNERS, RightScope, owners_of
from casework.shared.facts.fact_rules import (
    ALL_IS_OVER,
    DECISION_THAT_FOLLOWS,
    IN_PERSON,
    SERVICE,
    FactNotice,
    FactRule,
    FactTask,
    Stops,
    staff_notice,
)
from casework.shared.files.base import DayOfPlan, DayWithinPlan, LaterDay
from casework.shared.text.text_checks import MAX_TEXT
from core.i18n import Text, _, pgettext
from law.ends import find_end
from law.four_eyes import Responsibility
from models.office import Role
from notifications.events import Event, Recipient


def title_ends(codes: Any) -> dict[str, Text]:
    """What each of those rows is called, as the choices of a form."""
    return {code: find_end(code).title for code in get_args(codes)}


_OURS = Literal[
    "death",
    "no_criminal_fact",
    "done_by_another",
    "minor_circumstances",
    "time_barred",
    "amnesty",
    "no_complaint",
    "other_exemption",
    "below_age",
    "insufficient_evidence",
    "corrected_by_higher_office",
    "change_of_jurisdiction",
    "objection",
]
HowEnded = Annotated[_OURS, Caption(_("哪种情形"), choices=title_ends(_OURS))]
"""How our office ends a case otherwise, each by its row of ends.toml."""

PunishmentOpinionState = Annotated[
    Literal["not_needed", "needed", "sent"] | None,
    Caption(
        _("需要行政处罚、处分或者没收的检察意见"),
        choices={
            "not_needed": _("不需要"),
            "needed": _("需要，尚未提出"),
            "sent": _("已提出"),
        },
    ),
]
"""Whether another organ should punish or confiscate, and whether the opinion went to it (Rules art 373); None where
nobody looked."""

OPINION_WRITTEN = FactRule(
    "opinion_written",
    _("出具考察意见书"),
    "FI-12",
    starts=_("由检察长决定"),
    tells=(FactNotice(Event.DECISION_ASKED, (Recipient.CHIEF_PROSECUTOR, Recipient.DEPUTY)),),
)

ASK_THE_COURT_WITHIN = 60
"""Working days in which somebody has asked the court how far the case is (the office's own practice)."""

NOT_PROSECUTED = FactRule(
    "not_prosecuted",
    _("决定不起诉"),
    "non_prosecution",
    stops=Stops.EVERYTHING,
    reason="non_prosecution",
    family_reads=ALL_IS_OVER,
    asks=(SERVICE, FactTask("outcome_announcement", 3)),
    tells=(IN_PERSON,),
)

REVOKED = FactRule(
    "revoked",
    _("撤销附条件不起诉决定"),
    "revocation",
    stops=Stops.EVERYTHING,
    reason="revocation",
    family_reads=ALL_IS_OVER,
    asks=(SERVICE, FactTask("prosecution")),
    tells=(IN_PERSON,),
)

PROSECUTED = FactRule(
    "prosecuted",
    _("提起公诉"),
    "grounds_of_revocation",
    starts=_("等待判决；封存以判决为准"),
    asks=(FactTask("judgment", ASK_THE_COURT_WITHIN),),
    tells=(staff_notice(Recipient.DEPARTMENT_HEAD),),
)

JUDGED = FactRule(
    "judged",
    _("判决生效"),
    "SE-15",
    starts=_("判处五年有期徒刑以下刑罚的次日封存，超过五年的结案"),
    tells=(staff_notice(Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD),),
)

JUDGED_AGAIN = FactRule(
    "judged_again",
    _("已有生效裁判之后，又登记一份裁判"),
    "SE-15",
    starts=_("只作记录，本案的结果和封存不变；请核对是再审、并罚，还是登记有误"),
    tells=(staff_notice(Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD),),
)

CHARGES_WITHDRAWN = FactRule(
    "charges_withdrawn",
    _("人民法院准许撤回起诉"),
    "FI-16",
    reason="charges_withdrawn",
    starts=_("须作出法定不起诉或者存疑不起诉的决定；没有新的事实或者新的证据，不得再行起诉"),
    asks=(FactTask(DECISION_THAT_FOLLOWS),),
    tells=(staff_notice(Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD),),
)

OUTCOME_ANNOUNCED = FactRule(
    "outcome_announced",
    _("当面宣布不起诉决定"),
    "outcome_told_and_sealed",
    starts=_("次日封存；征求是否需要自愿回访"),
    asks=(FactTask("after_care_offer"),),
)

ENDED = FactRule(
    "ended",
    _("因死亡、没有犯罪事实或者其他法定情形不起诉"),
    "no_liability",
    stops=Stops.EVERYTHING,
    reason="ended",
    family_reads=ALL_IS_OVER,
    starts=_("宣布不起诉决定，次日封存"),
    asks=(SERVICE, FactTask("outcome_announcement", 3)),
    tells=(staff_notice(Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD),),
)

ENDED_BY_CORRECTION = FactRule(
    "ended_by_correction",
    _("因上级纠正或者双方异议终结"),
    "ended_without_supervision",
    stops=Stops.EVERYTHING,
    reason="ended",
    family_reads=ALL_IS_OVER,
    asks=(FactTask("after_correction", "correction_follow_up_working_days"),),
    tells=(staff_notice(Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD),),
)

MOVED_ELSEWHERE = FactRule(
    "moved_elsewhere",
    _("改变管辖"),
    "change_of_jurisdiction",
    stops=Stops.EVERYTHING,
    reason="ended",
    family_reads=ALL_IS_OVER,
    starts=_("案卷移送，本院结案"),
    tells=(staff_notice(Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD),),
)


class WriteOpinion(Act):
    """The supervision opinion (考察意见书) was signed: it proposes non-prosecution or prosecution.

    It is refused on or before the last day of the period. For non-prosecution it is the proposal on which the chief
    procurator decides.
    """

    operation: ClassVar = Operation(
        "write_opinion",
        title=pgettext("title", "出具考察意见书"),
        done=_("出具了考察意见书"),
        by=owners_of("opinion"),
        fits=Times(
            frozenset({Phase.AWAITING_DECISION}),
            by_law=RUNNING,
            reason=PhaseReason(_("本案已经作出起诉或者不起诉的决定。"), "FI-12"),
        ),
        signs=True,
        changes=(OPINION_WRITTEN,),
        decision="opinion",
        group=ActGroup.DECISIONS,
        unverified=("FI-15",),
        steps={"decide_non_prosecution": Responsibility.PROPOSES},
    )

    proposal: Annotated[Literal["non_prosecution", "prosecution"], Caption(_("建议"))]
    text: Annotated[str | None, Caption(_("理由"))] = Field(None, max_length=MAX_TEXT)


class HearVictim(Act):
    """The victim was heard before the final decision, or could not be (Rules art 477(2))."""

    operation: ClassVar = Operation(
        "hear_victim",
        title=_("登记听取被害人意见"),
        done=_("登记了听取被害人意见的情况"),
        by=CASE_TEAM,
        fits=LATE_FACT_ALSO_CLOSED,
        fact=True,
        group=ActGroup.DECISIONS,
        hint=_("书面或者通过代理人问一次就可以；不愿发表意见也是答复，不要再问。"),
    )

    state: Literal["heard", "tried_and_failed", "not_wished", "not_in_this_case"]


class DecideNonProsecution(Act):
    """The chief procurator, or the authorised deputy, decided non-prosecution.

    It is refused before the period is over, without an opinion, and while a ground is confirmed. It is decided on the
    opinion's proposal, and never by its author.
    """

    operation: ClassVar = Operation(
        "decide_non_prosecution",
        title=pgettext("title", "决定不起诉"),
        done=pgettext("journal", "决定不起诉"),
        by=SIGNERS,
        fits=Times(
            frozenset({Phase.AWAITING_DECISION}),
            by_law=RUNNING,
            again=frozenset({Phase.NON_PROSECUTED}),
            reason=PhaseReason(
                _("本案目前没有待作出的起诉或者不起诉决定。"),
                "end_of_supervision",
            ),
        ),
        signs=True,
        changes=(NOT_PROSECUTED,),
        ready="casework.outcome.proposals:is_non_prosecution_proposed",
        decision="non_prosecution",
        group=ActGroup.DECISIONS,
        unverified=("DT-08", "FI-04", "FI-15"),
        steps={"decide_non_prosecution": Responsibility.DECIDES},
    )

    reason: str | None = Field(None, max_length=MAX_TEXT)
    national_number: NationalNumber = None
    national_on: NationalDay = None
    without_countersignature: WithoutCountersignature = None
    parts: Annotated[
        list[Literal["person", "cause_and_origin", "facts", "basis_and_reasons", "property", "rights_notice"]] | None,
        Caption(
            _("决定书已有哪些部分"),
            choices={
                "person": _("基本情况"),
                "cause_and_origin": pgettext("choice", "案由和案件来源"),
                "facts": pgettext("choice", "案件事实"),
                "basis_and_reasons": _("法律根据和理由"),
                "property": _("涉案财物"),
                "rights_notice": _("有关权利"),
            },
        ),
    ] = None
    """The parts of the written decision that are present (Rules art 372), where this was checked."""
    punishment_opinion: PunishmentOpinionState = None


class Revoke(Act):
    """The prosecutor's proposal to revoke was approved: the conditional non-prosecution is revoked.

    The prosecutor proposes, the chief procurator or the authorised deputy decides; never one person for both.
    """

    operation: ClassVar = Operation(
        "revoke",
        title=pgettext("title", "撤销附条件不起诉"),
        done=_("撤销了附条件不起诉"),
        by=SIGNERS,
        fits=Times(
            UNDECIDED,
            again=AT_COURT,
            reason=PhaseReason(_("本案已经作出起诉或者不起诉的决定。"), "end_of_supervision"),
        ),
        signs=True,
        changes=(REVOKED,),
        ready="casework.incidents.incidents:list_confirmed_grounds",
        decision="revocation",
        group=ActGroup.DECISIONS,
        hint=_("须有听取说明后认定的撤销情形，提请人不能自己批准。"),
        unverified=("PB-04",),
        steps={"revoke": Responsibility.DECIDES},
    )

    incident: Annotated[Short, ChosenFrom(PlanChoices.INCIDENTS)]
    """The label of the incident that was found to be a ground."""
    reason: str = Field(min_length=1, max_length=MAX_TEXT)
    national_number: NationalNumber = None
    national_on: NationalDay = None
    without_countersignature: WithoutCountersignature = None


IndictedOn = Annotated[DayOfPlan | None, Caption(_("提起公诉之日（不填即今天）"))]
"""The day of the indictment, if it is recorded later."""


class Prosecute(Act):
    """After the revocation the indictment was filed."""

    operation: ClassVar = Operation(
        "prosecute",
        title=_("登记提起公诉"),
        done=_("提起了公诉"),
        by=owners_of("prosecution"),
        fits=Times(
            frozenset({Phase.REVOKED}),
            again=frozenset({Phase.INDICTED}),
            reason=PhaseReason(
                _("附条件不起诉决定尚未撤销，不能提起公诉。"),
                "grounds_of_revocation",
            ),
        ),
        signs=True,
        changes=(PROSECUTED,),
        decision="prosecution",
        group=ActGroup.DECISIONS,
        steps={"prosecution": Responsibility.DECIDES},
    )

    new_fact: Annotated[str | None, Caption(_("撤回起诉后再次起诉：原起诉书没有指控的新的事实"))] = Field(
        None, max_length=MAX_TEXT
    )
    new_evidence: Annotated[str | None, Caption(_("撤回起诉后再次起诉：撤回以后取得的新的证据"))] = Field(
        None, max_length=MAX_TEXT
    )
    """After the charges were withdrawn, one of the two is needed (Rules art 424(3))."""
    filed_on: IndictedOn = None


JudgmentKind = Literal[
    "sentence",
    "sentence_detention",
    "sentence_control",
    "suspended",
    "fine",
    "exempted",
    "acquitted",
    "acquitted_for_want_of_evidence",
    "acquitted_in_absence",
    "not_liable_by_judgment",
    "terminated_by_death",
    "terminated",
    "charges_withdrawn",
    "trial_suspended",
    "remanded",
    "retrial",
]
"""What a court says, each by its row of ends.toml."""


class RecordJudgment(Act):
    """The judgment of a revoked case took effect, or the charges were withdrawn.

    Sealing follows where the sentence is five years or less, and after an acquittal, which ends the case. After a
    withdrawal the chief procurator is asked for the decision not to prosecute.
    """

    operation: ClassVar = Operation(
        "record_judgment",
        title=_("登记生效裁判"),
        done=_("登记了生效裁判"),
        by=CASE_TEAM,
        fits=Times(
            frozenset({Phase.INDICTED}),
            fact=CLOSED_OR_SEALED | {Phase.REVOKED, Phase.UNSEALED, Phase.ENDED_OTHERWISE},
            after_the_seal=AfterTheSeal("judgment", "court"),
            reason=PhaseReason(
                _("本案没有提起公诉；其他案件的判决请用“记一件事”登记。"),
                "SE-15",
            ),
        ),
        fact=True,
        changes=(JUDGED, JUDGED_AGAIN, CHARGES_WITHDRAWN),
        group=ActGroup.DECISIONS,
        steps={"acquittal": Responsibility.RECORDS, "judgment": Responsibility.RECORDS},
    )
    also: ClassVar = _("无罪、缓刑、罚金、免予刑事处罚、撤回起诉")
    corrected: ClassVar = True

    judgment: Annotated[
        JudgmentKind,
        Caption(_("裁判结果"), choices=title_ends(JudgmentKind)),
    ] = "sentence"
    sentence_months: Annotated[int | None, Caption(_("刑期（月）")), Correctable(_("判决：正确的刑期（月）"))] = Field(
        None, ge=1, le=1_200
    )
    """The sentence in months, suspended or not; of nothing else."""
    effective_on: Annotated[DayWithinPlan, Caption(_("生效之日")), Correctable(_("判决：正确的生效之日"))]
    """The day on which the judgment takes effect, or on which the court let the charges be withdrawn."""


class AnnounceOutcome(Act):
    """The final decision was announced to the person.

    The record is sealed the day after.
    """

    operation: ClassVar = Operation(
        "announce_outcome",
        title=pgettext("title", "宣布不起诉决定"),
        done=_("当面宣布了不起诉决定"),
        by=CLERKS,
        fits=Times(frozenset({Phase.NON_PROSECUTED, Phase.ENDED_OTHERWISE}), reason=NOT_YET_DECIDED),
        fact=True,
        changes=(OUTCOME_ANNOUNCED,),
        ready=lambda open_plan: open_plan.plan.outcome_announced_on is None,
        group=ActGroup.DECISIONS,
        steps={"outcome_announcement": Responsibility.RECORDS},
    )
    corrected: ClassVar = True

    present: Annotated[list[Present], ChosenFrom(PlanChoices.PRESENT)] = Field(["minor"], max_length=20)
    """Relations, and `defender`."""
    seal_explained_to: Annotated[
        list[Literal["minor", "legal_representative"]] | None,
        Caption(
            _("已向谁说明封存"),
            choices={
                "minor": pgettext("choice", "本人"),
                "legal_representative": _("法定代理人"),
            },
        ),
    ] = None
    """To whom sealing and its rights were explained, where somebody recorded it."""
    why_nobody: Annotated[str | None, Caption(_("本人已死亡、没有人可以告知的，写明理由"))] = Field(
        None, max_length=MAX_TEXT
    )
    """Why a decision after a death was announced to nobody."""
    announced_on: Annotated[DayOfPlan | None, Correctable(RIGHT_DAY_OF_ANNOUNCEMENT)] = None
    """Its date, if it is recorded later; the day of the act, if omitted. After-care is counted from there."""


class EndOtherwise(Act):
    """The case ended on other grounds: death, no criminal fact, another mandatory ground, want of evidence, corrected by
    the higher office, other jurisdiction, an objection by both.

    It is decided on the prosecutor's proposal. Duties and reminders stop at that moment.
    """

    operation: ClassVar = Operation(
        "end_otherwise",
        title=pgettext("title", "法定不起诉、存疑不起诉、移送或者转起诉"),
        done=_("作出了终结本案的决定"),
        by=SIGNERS,
        fits=Times(
            UNDECIDED | AT_COURT,
            again=frozenset({Phase.ENDED_OTHERWISE}),
            reason=PhaseReason(
                _("本案已经作出起诉或者不起诉的决定；死亡等事实请用“记一件事”登记。"),
                "no_liability",
            ),
        ),
        signs=True,
        changes=(
            ENDED,
            ENDED_BY_CORRECTION,
            MOVED_ELSEWHERE,
        ),
        decision="end_otherwise",
        group=ActGroup.DECISIONS,
        steps={"end_otherwise": Responsibility.DECIDES},
    )

    how: HowEnded
    reason: str = Field(min_length=1, max_length=MAX_TEXT)
    punishment_opinion: PunishmentOpinionState = None
    national_number: NationalNumber = None
    national_on: NationalDay = None
    without_countersignature: WithoutCountersignature = None


_UNTIL_THE_SEAL = Times(
    frozenset({Phase.NON_PROSECUTED, Phase.ENDED_OTHERWISE}),
    reason=NOT_YET_DECIDED,
    reasons={Phase.SEALED: PhaseReason(_("案卷已封存；自愿回访请在回访卡上办理。"), "FI-11")},
)


class AnswerAfterCare(Act):
    """The person answered whether they want voluntary after-care, and until when.

    The answer is recorded before the seal.
    """

    operation: ClassVar = Operation(
        "answer_after_care",
        title=_("登记是否需要自愿回访"),
        done=_("答复了是否需要自愿回访"),
        by={Role.MINOR: RightScope.OWN, **CASE_AND_WORKER},
        fits=_UNTIL_THE_SEAL,
        ready=lambda open_plan: open_plan.plan.after_care is None,
        group=ActGroup.PEOPLE,
        unverified=("FI-11",),
    )

    consent: Annotated[
        bool,
        Caption(
            _("是否愿意"),
            choices={"true": _("愿意"), "false": pgettext("choice", "不需要")},
        ),
    ]
    until_on: LaterDay | None = None
    """At most, and if left out, six months after the announcement or the eighteenth birthday, whichever is later."""


class EndAfterCare(Act):
    """The person ends their after-care. Until the seal it is recorded here; afterwards on the card itself.

    The card ends with it. After the seal the card has no link to the plan and is ended on its own, so that this act
    is refused.
    """

    operation: ClassVar = Operation(
        "end_after_care",
        title=_("登记不再需要自愿回访"),
        done=_("结束了自愿回访"),
        by={Role.MINOR: RightScope.OWN, **CASE_AND_WORKER},
        fits=_UNTIL_THE_SEAL,
        group=ActGroup.PEOPLE,
    )


KEEP_AFTER_CARE = Operation(
    "keep_after_care",
    done=_("查看了自己的回访卡"),
    by=CASE_AND_WORKER,
    fits=None,
)


PASS_CARD_ON = SystemOperation("pass_card_on", done=_("移交了回访卡"))


ENDINGS: Mapping[str, str] = {
    DecideNonProsecution.operation.decision: "non_prosecution",
    Revoke.operation.decision: "prosecution",
    EndOtherwise.operation.decision: "otherwise",
}
"""The decisions by which a case ends, each with how it has ended."""
