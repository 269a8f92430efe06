"""Harm to the child, reported at once; and a possible breach: reported, the minor heard, closed."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import Act, Label, Relation, Short
from casework.acting.acts.captions import Caption, ChosenFrom, Correctable, GeneratedCode, PlanChoices
from casework.acting.rights.operation import ActGroup, Operation, PlanToAsk, SystemOperation
from casework.acting.rights.phases import ALSO_AFTERWARDS, LATE_FACT, also_after_seal
from casework.acting.rights.scope import ALSO_ASSISTING, CASE_TEAM, RightScope, owners_of
from casework.shared.facts.fact_rules import FactNotice, FactRule, FactTask, Stops, staff_notice
from casework.shared.files.base import PastDay, TimeOfDay
from casework.shared.text.text_checks import MAX_TEXT
from core.i18n import _, pgettext
from law.four_eyes import Responsibility
from models.decision import Incident
from models.office import Role
from notifications.events import Event, Recipient

DANGER_REPORTED = FactRule(
    "danger_reported",
    _("发现侵害未成年人，已向有关机关报告"),
    "mandatory_report",
    stops=Stops.ONE_PERSON,
    reason="not_now",
    starts=_("反馈期限；被指认的人不再收到消息、不能查看、不会得知"),
    asks=(FactTask("feedback"),),
    tells=(FactNotice(Event.REPORT_RECORDED, (Recipient.PROSECUTOR,)),),
)

INCIDENT_REPORTED = FactRule(
    "incident_reported",
    _("报告再犯、漏罪、治安违法或者违反监督管理规定的情况"),
    "incidents",
    starts=_("由承办人核实，听取本人说明；考察照常"),
    asks=(FactTask("incident_review", 2, at_once=True),),
)

GROUND_FOUND = FactRule(
    "ground_found",
    _("听取说明后，认定有撤销情形"),
    "revocation",
    starts=_("由承办人提请撤销；决定之前考察照常"),
    asks=(FactTask("revocation_proposal", 3),),
    tells=(staff_notice(Recipient.DEPARTMENT_HEAD), FactNotice(Event.TO_BE_TOLD_IN_PERSON, (Recipient.MINOR,))),
)


def _reported(open_plan: PlanToAsk) -> bool:
    return bool(open_plan.rows(Incident))


class ReportDanger(Act):
    """A worker reported harm to the child to the authorities; the person named as danger receives and sees nothing.

    It is recorded after the report itself was made. The person named as the danger receives and sees nothing from then
    on, and is not informed of it.
    """

    operation: ClassVar = Operation(
        "report_danger",
        title=_("立即报告：孩子受到伤害"),
        done=_("登记了已作出的报告"),
        by=ALSO_ASSISTING,
        fits=also_after_seal("danger_report", "police"),
        fact=True,
        changes=(DANGER_REPORTED,),
        group=ActGroup.INCIDENTS,
        hint=_("先打电话报告，再在这里登记。被指认的人从此收不到任何消息，也不会得知。"),
        unverified=("GU-04",),
        steps={"mandatory_report": Responsibility.DECIDES},
    )
    also: ClassVar = _("强制报告、家暴、虐待、伤害")

    person: Annotated[Relation, ChosenFrom(PlanChoices.GUARDIANS), Caption(_("孩子受到谁的伤害"))]
    """Who is named as the danger: a relation."""
    told_to: str = Field(min_length=1, max_length=200)
    """Who was reached, by office and name."""
    reached: Annotated[
        Literal["police", "civil_affairs", "education"] | None,
        Caption(
            _("联系到哪类机关"),
            choices={
                "police": pgettext("choice", "公安机关"),
                "civil_affairs": _("民政部门"),
                "education": _("教育部门"),
            },
        ),
    ] = None
    """Whom the law names to report to; without it, the report has its finding."""
    called_at: TimeOfDay | None = None
    """When the call was made, today; if left out, now."""
    accepted_on: PastDay | None = None
    """When the authority took it up; if left out, today. The feedback's three days run from there."""
    reference: str | None = Field(None, max_length=200)
    """The authority's own number."""
    facts: str = Field(min_length=1, max_length=MAX_TEXT)


class RecordFeedback(Act):
    """The authority that took the report answered."""

    operation: ClassVar = Operation(
        "record_feedback",
        title=_("登记报告的反馈"),
        done=_("登记了反馈"),
        by=CASE_TEAM,
        fits=also_after_seal("feedback", "police"),
        fact=True,
        needs_open=("feedback",),
        group=ActGroup.INCIDENTS,
    )

    accepted_on: PastDay | None = None
    """Where it only says that the report was accepted: on which day. The time limit begins there."""
    text: str = Field(min_length=1, max_length=MAX_TEXT)


class ReportIncident(Act):
    """A possible breach was reported. Nothing is established yet; the prosecutor reviews it."""

    operation: ClassVar = Operation(
        "report_incident",
        title=_("登记待核实情况"),
        done=_("报告了一个待核实情况"),
        by={**ALSO_ASSISTING, Role.CLERK: RightScope.OFFICE},
        fits=LATE_FACT,
        fact=True,
        changes=(INCIDENT_REPORTED,),
        group=ActGroup.INCIDENTS,
        hint=_("登记不等于认定；由承办检察官听取本人说明后处理。"),
    )
    also: ClassVar = _("违反规定、再犯、线索、举报")
    corrected: ClassVar = True

    incident: Annotated[Label, GeneratedCode("i")]
    """A label of your own, by which later acts mean this incident."""
    kind: Literal["new_crime", "missed_crime", "public_security", "supervision_rules"]
    done_on: Annotated[PastDay, Caption(_("发生之日")), Correctable(_("情况：正确的发生之日"))]
    found_on: Annotated[
        PastDay | None, Caption(_("得知之日（不填即今天）")), Correctable(_("情况：正确的得知之日"))
    ] = None
    """The act's own day, if left out."""
    facts: str = Field(min_length=1, max_length=MAX_TEXT)
    serious: Annotated[bool, Caption(pgettext("column", "情节严重"))] = False


class HearMinor(Act):
    """The minor was heard about an incident."""

    operation: ClassVar = Operation(
        "hear_minor",
        title=_("听取本人说明"),
        done=_("听取了本人说明"),
        by=CASE_TEAM,
        fits=LATE_FACT,
        fact=True,
        ready=_reported,
        group=ActGroup.INCIDENTS,
        steps={"incident": Responsibility.PREPARES},
    )

    incident: Annotated[Short, ChosenFrom(PlanChoices.INCIDENTS)]
    """The label of the incident."""
    beside: Annotated[
        Literal["legal_representative", "appropriate_adult", "nobody"] | None,
        Caption(
            _("谁在场陪同"),
            choices={
                "legal_representative": _("法定代理人"),
                "appropriate_adult": _("合适成年人"),
                "nobody": _("没有人"),
            },
        ),
    ] = None
    """Who sat beside the minor."""
    text: str | None = Field(None, min_length=1, max_length=MAX_TEXT)
    """Their statement; omitted only where they declined to make one."""
    refused_to_speak: Annotated[bool, Caption(_("经告知，本人表示不作说明"))] = False
    """They were asked and declined to make a statement. Then `beside` is needed."""


class CloseIncident(Act):
    """The review of an incident was closed by a named person: dismissed, a lesser response, or a ground of art. 479.

    A finding against the minor is refused while nobody has been heard, and once the case is decided; a ground is
    refused where the two dates do not allow one. Finding and response agree: what is dismissed has no response, a
    lesser response is named, and a ground is followed by a decision. A ground under art 479(3) or (4) that does not
    state its basis leads to a warning, with the count of what was confirmed; so does a lesser response to what was
    done outside the period.
    """

    operation: ClassVar = Operation(
        "close_incident",
        title=_("处理意见"),
        done=_("对情况作出了认定"),
        by=owners_of("incident_review"),
        fits=ALSO_AFTERWARDS,
        signs=True,
        changes=(GROUND_FOUND,),
        ready="casework.incidents.incidents:list_open_incidents",
        group=ActGroup.INCIDENTS,
        steps={"incident": Responsibility.DECIDES},
    )

    incident: Annotated[Short, ChosenFrom(PlanChoices.INCIDENTS)]
    """The label of the incident."""
    finding: Annotated[
        Literal["dismissed", "lesser_response", "ground"],
        Caption(
            _("认定"),
            choices={
                "dismissed": _("不成立"),
                "lesser_response": _("成立，作其他处理"),
                "ground": _("符合撤销情形，拟报请撤销"),
            },
        ),
    ]
    response: Annotated[
        Literal["talk", "reminder", "admonition", "warning", "plan_change", "none"], Caption(_("处理"))
    ] = "none"
    """A step of the office's ladder, or a change of the plan: needed for a lesser response, and for nothing else."""
    rests_on: Annotated[
        Literal["serious", "several"] | None,
        Caption(_("认定撤销情形的依据：后果严重，还是多次")),
    ] = None
    """On which of the two a ground under art 479(3) or (4) rests: serious consequences, or several times."""
    evidence: Annotated[str | None, Caption(_("依据的证据（不填则以理由为准）"))] = Field(None, max_length=MAX_TEXT)
    """The evidence of the finding; if omitted, the reason states it."""
    passed_on: Annotated[bool | None, Caption(_("已移送侦查机关"))] = None
    """Whether a crime went to the organ that investigates it."""
    reason: str = Field(min_length=1, max_length=MAX_TEXT)


REFER_INCIDENT = SystemOperation("refer_incident", done=_("已交承办检察官核实"))
