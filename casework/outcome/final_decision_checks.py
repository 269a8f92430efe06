"""What is looked at beside the outcome itself: the written decision, seized property, the steps before a revocation,
what the person is told. All of it warns; none of it moves the decision to anybody but a named person."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from casework.incidents.incidents import (
    find_incident,
    get_ground_basis,
    get_response_rung,
    list_confirmed_grounds,
    list_open_incidents,
)
from casework.measures.acts import SettleProperty
from casework.shared.context import OpenPlan
from casework.shared.rights import Actor
from core.errors import NotFound
from core.i18n import _
from law.articles import cite
from law.breach import CRIMES, Ground
from law.conclusion import (
    Audience,
    DecisionSection,
    finding_on_content,
    finding_on_property,
    finding_on_punishment_opinion,
    finding_on_telling_the_outcome,
)
from law.confidentiality import Inquirer, finding_on_certificate, finding_on_explaining_the_seal, finding_on_silence
from law.expiry import finding_on_opinion_followed, finding_on_proposed_outcome
from law.finding import Finding
from law.responses import BreachResponseStep, finding_on_points, finding_on_revocation
from law.transitions import Outcome
from models.base import new_id
from models.decision import CaseFact, Decision, Incident
from models.office import Role

_PROPERTY = cite("property")

_FAMILY = ("mother", "father", "guardian", "grandmother", "grandfather", "aunt", "uncle", "legal_representative")
_OTHERS = ("minor", "appropriate_adult", "defender", "police", "social_worker")
_STAFF = ("prosecutor", "assistant", "clerk", "chief_prosecutor", "deputy", "department_head")


@dataclass(frozen=True)
class PunishmentOpinion:
    """Whether another organ should punish or confiscate, and whether the opinion went to it (FI-08)."""

    needed: bool
    sent: bool


def settle_property(open_plan: OpenPlan, act: SettleProperty) -> None:
    """What became of the thing of that place on the plan's list is on record (Rules art 374). NotFound for none."""
    things = list(get_property(open_plan).values())
    if not 1 <= act.place <= len(things):
        raise NotFound(_("清单上没有这一项财物。"))
    if things[act.place - 1] == act.outcome:
        return
    row_id = new_id(open_plan.now)
    open_plan.session.add(
        CaseFact(
            id=row_id, plan_id=open_plan.plan.id, topic="property", on=open_plan.today, recorded_at=open_plan.now,
            by_id=open_plan.actor.id, document=open_plan.seal("fact.document", row_id, {"place": act.place, "outcome": act.outcome}),
        )
    )  # fmt: skip
    open_plan.session.flush()
    left = sum(1 for became in get_property(open_plan).values() if became is None)
    open_plan.record(article=_PROPERTY, note={"place": act.place, "outcome": act.outcome, "left": left})


def get_property(open_plan: OpenPlan) -> dict[str, str | None]:
    """Everything seized or frozen with what became of it, by its place and name."""
    case = open_plan.open("plan.case", open_plan.plan.id, open_plan.plan.case_document)
    things = case.get("property", [])
    became = {place: thing["outcome"] for place, thing in enumerate(things, 1)}
    facts = select(CaseFact).where(CaseFact.plan_id == open_plan.plan.id, CaseFact.topic == "property")
    for fact in open_plan.session.exec(facts.order_by(col(CaseFact.recorded_at), col(CaseFact.id))):
        document = open_plan.open("fact.document", fact.id, fact.document)
        became[document["place"]] = document["outcome"]
    return {f"{place} {thing['what']}": became[place] for place, thing in enumerate(things, 1)}


def findings_on_written_decision(
    open_plan: OpenPlan, parts: Collection[DecisionSection] | None, punishment_opinion: PunishmentOpinion | None
) -> list[Finding]:
    """What the law says of the decision as a paper, and of what goes with it. What nobody looked at is not asked."""
    findings = [finding_on_property(get_property(open_plan), open_plan.rulebook)]
    if parts is not None:
        findings.append(finding_on_content(parts, open_plan.rulebook))
    if punishment_opinion is not None:
        findings.append(
            finding_on_punishment_opinion(punishment_opinion.needed, punishment_opinion.sent, open_plan.rulebook)
        )
    return findings


def findings_on_proposal(open_plan: OpenPlan, step: str, incident: str | None = None) -> list[Finding]:
    """What whoever proposes that step, looks it over or decides it is told of the record: on which of the two a ground
    rests (VI-13), whether the opinion bears it out (FI-13) and proposes the same (FI-14)."""
    opinion = get_proposed_outcome(open_plan)
    if step == "revocation" and incident is not None:
        return [
            get_ground_basis(open_plan, find_incident(open_plan, incident)),
            finding_on_opinion_followed(opinion, Outcome.PROSECUTION, open_plan.rulebook),
        ]
    if step == "non_prosecution":
        return [
            finding_on_own_opinion(open_plan, Outcome.NON_PROSECUTION),
            finding_on_opinion_followed(opinion, Outcome.NON_PROSECUTION, open_plan.rulebook),
        ]
    return []


def finding_on_own_opinion(open_plan: OpenPlan, proposed: Outcome) -> Finding:
    """Whether the opinion proposes what was found until today (FI-13)."""
    return finding_on_proposed_outcome(
        proposed, bool(list_confirmed_grounds(open_plan)), bool(list_open_incidents(open_plan)), open_plan.rulebook
    )


def get_proposed_outcome(open_plan: OpenPlan) -> Outcome | None:
    """What the last supervision opinion proposes; None without one."""
    row = _last_opinion(open_plan)
    return Outcome(row.detail["proposal"]) if row else None


def findings_on_revoking(open_plan: OpenPlan, proposer: uuid.UUID, incident: str) -> list[Finding]:
    """Two people, the chief or a deputy, and the steps taken before (VI-12); that it rests on a ground (VI-08), and what
    is said of the ground and of the opinion at the proposal already."""
    steps = list_prior_responses(open_plan)
    ground = Ground(find_incident(open_plan, incident).kind)
    by_chief = open_plan.actor.role in (Role.CHIEF_PROSECUTOR, Role.DEPUTY)
    return [
        finding_on_revocation(
            str(proposer), str(open_plan.actor.id), by_chief, steps, open_plan.rulebook, for_crime=ground in CRIMES
        ),
        finding_on_points(True, None, open_plan.rulebook),
        *findings_on_proposal(open_plan, "revocation", incident),
    ]


def list_prior_responses(open_plan: OpenPlan) -> list[BreachResponseStep]:
    """The lesser responses of the office before today, oldest first: each after hearing, by a named person."""
    query = select(Incident).where(Incident.plan_id == open_plan.plan.id, Incident.status == "lesser")
    rows = open_plan.session.exec(query.order_by(col(Incident.closed_at))).all()
    return [
        BreachResponseStep(get_response_rung(row.response), row.label, row.label, True, str(row.closed_by))
        for row in rows
    ]


def findings_on_outcome_announcement(
    open_plan: OpenPlan, present: Sequence[str], seal_explained_to: Sequence[str] | None
) -> list[Finding]:
    """What the law says of how the outcome was told: to few (FI-06), with the seal explained (SE-08), that nobody has
    to report it when looking for work (SE-09), and that the certificate can be had from the police (SE-11)."""
    rulebook, plan = open_plan.rulebook, open_plan.plan
    findings = [
        finding_on_telling_the_outcome(True, [_audience(who) for who in present], rulebook),
        finding_on_silence(Inquirer.EMPLOYER, rulebook),
        finding_on_certificate(open_plan.today, plan.decided_on, rulebook),
    ]
    if seal_explained_to is not None:
        explained = set(seal_explained_to)
        findings.append(
            finding_on_explaining_the_seal(
                "minor" in explained,
                "legal_representative" in explained,
                open_plan.of_age_on <= open_plan.today,
                rulebook,
            )
        )
    return findings


def get_opinion_author(open_plan: OpenPlan) -> Actor | None:
    """Who wrote the last supervision opinion: whatever it proposes, it asks for the decision."""
    row = _last_opinion(open_plan)
    return Actor("staff", Role.PROSECUTOR, row.decided_by) if row and row.decided_by else None


def _last_opinion(open_plan: OpenPlan) -> Decision | None:
    return open_plan.session.exec(
        select(Decision)
        .where(Decision.plan_id == open_plan.plan.id, Decision.kind == "opinion")
        .order_by(col(Decision.recorded_at).desc())
    ).first()


def _audience(who: str) -> Audience:
    if who in _OTHERS:
        return Audience(who)
    if who in _STAFF:
        return Audience.SOCIAL_WORKER  # the office's own people belong to the small circle
    return Audience.LEGAL_REPRESENTATIVE if who in _FAMILY else Audience.ANYBODY_ELSE
