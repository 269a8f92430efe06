"""What is looked at beside the outcome itself: the written decision, seized property, the steps before a revocation,
what the person is told. All of it warns; none of it moves the decision to anybody but a named person."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlmodel import col, select

from casework.acting.entries import keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import OPERATIONS, Actor
from casework.acting.verbs import verb
from casework.incidents.incidents import (
    find_incident,
    get_ground_basis,
    get_response_rung,
    list_confirmed_grounds,
    list_open_incidents,
)
from casework.measures.acts import SettleProperty
from casework.measures.objections import is_objection_by_both
from casework.shared.facts.fact_rules import FACT_RULES
from core.clock import local_date
from core.errors import NotFound, Refused
from core.i18n import Text, _
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
from law.ends import find_end
from law.expiry import finding_on_change_of_period, finding_on_opinion_followed, finding_on_proposed_outcome
from law.finding import Finding, filter_warnings, refuse_by_law
from law.four_eyes import finding_on_countersigning, finding_on_what_happened_since
from law.period import findings_on_new_end
from law.remedies import finding_on_standing
from law.responses import BreachResponseStep, finding_on_points, finding_on_revocation
from law.transitions import End, Outcome, finding_on_death
from models.decision import Incident
from models.journal import JournalLine
from models.office import Role
from models.proposal import Proposal

_CHANGE_OF_PERIOD = cite("PB-03")
_INCIDENTS = cite("incidents")
_NOT_LIABLE = cite("not_liable")
_OBJECTION_PROSECUTES = cite("objection_prosecutes")
_PROPERTY = cite("property")
_PROPOSES = ("propose", "write_opinion")

_FAMILY = ("mother", "father", "guardian", "grandmother", "grandfather", "aunt", "uncle", "legal_representative")
_OTHERS = ("minor", "appropriate_adult", "defender", "police", "social_worker")
_STAFF = ("prosecutor", "assistant", "clerk", "chief_prosecutor", "deputy", "department_head", "interpreter")


@verb(SettleProperty)
def settle_property(open_plan: OpenPlan, act: SettleProperty) -> None:
    """What became of the thing of that place on the plan's list is on record (Rules art 374). NotFound for none."""
    things = list(get_property(open_plan).values())
    if not 1 <= act.place <= len(things):
        raise NotFound(_("清单上没有这一项财物。"))
    if things[act.place - 1] == act.outcome:
        return
    left = sum(1 for place, became in enumerate(things, 1) if became is None and place != act.place)
    earlier = next(
        (each.id for each in list_entries(open_plan, SettleProperty) if each.fields.place == act.place), None
    )
    note = {"place": act.place, "outcome": act.outcome, "left": left}
    keep_entry(open_plan, act, replaces=earlier, article=_PROPERTY, note=note)


def get_property(open_plan: OpenPlan) -> dict[str, str | None]:
    """Everything seized or frozen with what became of it, by its place and name."""
    case = open_plan.open("plan.case", open_plan.plan.id, open_plan.plan.case_document)
    things = case.get("property", [])
    became = {place: thing["outcome"] for place, thing in enumerate(things, 1)}
    became |= {entry.fields.place: entry.fields.outcome for entry in list_entries(open_plan, SettleProperty)}
    return {f"{place} {thing['what']}": became[place] for place, thing in enumerate(things, 1)}


def findings_on_written_decision(
    open_plan: OpenPlan, parts: Collection[DecisionSection] | None, punishment_opinion: str | None
) -> list[Finding]:
    """What the law says of the decision as a paper, and of what goes with it. What nobody looked at is not asked."""
    findings = [finding_on_property(get_property(open_plan), open_plan.rulebook)]
    if parts is not None:
        findings.append(finding_on_content(parts, open_plan.rulebook))
    if punishment_opinion is not None:
        findings.append(
            finding_on_punishment_opinion(
                punishment_opinion != "not_needed", punishment_opinion == "sent", open_plan.rulebook
            )
        )
    return findings


def look_at_changing(open_plan: OpenPlan) -> list[Finding]:
    """What the law warns of in changing how the period goes on: that the decision was overturned (RE-11). Refused
    after a death (FE-04)."""
    rulebook = open_plan.rulebook
    death = finding_on_death(has_died(open_plan), None, False, rulebook)
    refuse_by_law(death)
    standing = finding_on_standing("overturned" in open_plan.plan.stopped_by, rulebook)
    return [standing] if standing.warns else []


def findings_on_proposal(
    open_plan: OpenPlan, step: str, detail: Mapping[str, str], proposal: Proposal | None = None
) -> list[Finding]:
    """Why that step does not fit as the file stands now, and what is shown to the people who propose, review or decide
    it: that a death is on record or none is (FE-04), that the decision was overturned (RE-11), on which of the two a
    ground rests (VI-13), whether the opinion or what was found bears it out (FI-13) and proposes the same (FI-14). Of
    a `proposal` that lies open also what has happened since (FE-02), and that nobody looked it over (FE-03)."""
    rulebook = open_plan.rulebook
    opinion = get_proposed_outcome(open_plan)
    end = End(detail["how"]) if step == "end_otherwise" else None
    findings = [finding_on_death(has_died(open_plan), end, end is not None, rulebook)]
    if end is None:
        findings.append(finding_on_standing("overturned" in open_plan.plan.stopped_by, rulebook))
    if end is not None and find_end(end).announced and open_plan.plan.outcome == Outcome.PROSECUTION:
        because = _(
            "本案已提起公诉：先撤回起诉并由人民法院裁定准许，或者由人民法院终止审理、宣告无罪；请登记人民法院的裁判。"
        )
        raise Refused(because, article=_NOT_LIABLE)
    if end is End.OBJECTION and not is_objection_by_both(open_plan):
        raise Refused(_("没有双方一致且未撤回的异议。"), article=_OBJECTION_PROSECUTES)
    if step == "revoke":
        ground = find_incident(open_plan, detail["incident"])
        if ground.status != "ground":
            raise Refused(_("没有经听取说明后认定的撤销情形。"), article=_INCIDENTS)
        findings.append(get_ground_basis(open_plan, ground))
        findings.append(finding_on_opinion_followed(opinion, Outcome.PROSECUTION, rulebook))
    if step == "decide_non_prosecution":
        findings.append(finding_on_own_opinion(open_plan, Outcome.NON_PROSECUTION))
        findings.append(finding_on_opinion_followed(opinion, Outcome.NON_PROSECUTION, rulebook))
    if step == "change_period":
        grounds, reports = bool(list_confirmed_grounds(open_plan)), bool(list_open_incidents(open_plan))
        findings.append(finding_on_change_of_period(grounds, reports, rulebook))
        findings += warnings_on_new_end(open_plan, date.fromisoformat(detail["new_end_on"]))
    if proposal is not None:
        findings.append(finding_on_what_happened_since(_list_what_happened(open_plan, proposal), rulebook))
        findings.append(finding_on_countersigning(step, proposal.countersigned_by is not None, rulebook))
    return findings


def warnings_on_new_end(open_plan: OpenPlan, new_end: date) -> list[Finding]:
    """What the law warns of in that new end of the period, asked when it is proposed and when it is decided. Refused
    where the law does not let it stand, and for the end that the period has already."""
    row = open_plan.plan
    if new_end == row.period_to:
        raise Refused(_("考验期的最后一日本来就是这一天。"), article=_CHANGE_OF_PERIOD)
    findings = findings_on_new_end(row.period_from, row.period_to, new_end, open_plan.today, open_plan.rulebook)
    refuse_by_law(*findings)
    return filter_warnings(findings)


def has_died(open_plan: OpenPlan) -> bool:
    """Whether it is on record that the minor has died."""
    return open_plan.minor().ended_because == "died"


def is_a_fact(line: JournalLine) -> bool:
    """Whether the line records one of the facts that change the course of a plan."""
    operation = OPERATIONS.get(line.act)
    return operation is not None and bool(operation.changes)


def _list_what_happened(open_plan: OpenPlan, proposal: Proposal) -> list[Text]:
    """The facts of the table since it was proposed, each with its day, the first first."""
    query = select(JournalLine).where(JournalLine.plan_id == open_plan.plan.id, JournalLine.at >= proposal.proposed_at)
    happened: list[Text] = []
    for line in open_plan.session.exec(query.order_by(col(JournalLine.sequence))):
        if line.at == proposal.proposed_at and line.act in _PROPOSES:
            happened.clear()  # what came before it in the same moment
            continue
        operation = OPERATIONS.get(line.act)
        if operation is None or not is_a_fact(line):
            continue
        row = FACT_RULES.get(str(line.note.get("fact")))
        what = row.happens if row is not None else operation.done
        happened.append(_("{day}{what}", day=local_date(line.at).isoformat(), what=what))
    return list(dict.fromkeys(happened))


def finding_on_own_opinion(open_plan: OpenPlan, proposed: Outcome) -> Finding:
    """Whether the opinion proposes what was found until today (FI-13)."""
    return finding_on_proposed_outcome(
        proposed, bool(list_confirmed_grounds(open_plan)), bool(list_open_incidents(open_plan)), open_plan.rulebook
    )


def get_proposed_outcome(open_plan: OpenPlan) -> Outcome | None:
    """What the last supervision opinion proposes; None without one."""
    row = open_plan.last_decision("opinion")
    return Outcome(row.detail["proposal"]) if row else None


def findings_on_revoking(open_plan: OpenPlan, proposer: uuid.UUID, incident: str) -> list[Finding]:
    """Two people, the chief or a deputy, and the steps taken before (VI-12); that it rests on a ground (VI-08)."""
    steps = list_prior_responses(open_plan)
    ground = Ground(find_incident(open_plan, incident).kind)
    by_chief = open_plan.actor.role in (Role.CHIEF_PROSECUTOR, Role.DEPUTY)
    return [
        finding_on_revocation(
            str(proposer), str(open_plan.actor.id), by_chief, steps, open_plan.rulebook, for_crime=ground in CRIMES
        ),
        finding_on_points(True, None, open_plan.rulebook),
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
    row = open_plan.last_decision("opinion")
    return Actor("staff", Role.PROSECUTOR, row.decided_by) if row and row.decided_by else None


def _audience(who: str) -> Audience:
    if who in _OTHERS:
        return Audience(who)
    if who in _STAFF:
        return Audience.SOCIAL_WORKER  # the office's own people belong to the small circle
    return Audience.LEGAL_REPRESENTATIVE if who in _FAMILY else Audience.ANYBODY_ELSE
