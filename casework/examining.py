"""A plan file read by the law before it is opened: findings, and the mistakes among them with their places."""

from dataclasses import dataclass
from datetime import date

from casework.plan_file import PlanFile
from law.clocks import findings_on_days_left, review_days_left, review_limit_end
from law.eligibility import CaseFacts, findings_on_opening
from law.finding import Finding
from law.parties import Party, PartyState
from law.period import findings_on_period
from law.rulebook import Rulebook
from sunward.errors import Mistake
from sunward.words import Words

# Where in the file a rule's mistake is to be looked for.
_PLACES = {
    "PR-01": "minor.born_on",
    "PR-02": "minor.born_on",
    "PR-03": "case.offence_article",
    "PR-04": "case.predicted_sentence_months",
    "PR-05": "case.evidence_sufficient",
    "PR-06": "case.repentance",
    "PR-07": "case.why_not_minor_offence",
    "PR-08": "case.why_not_minor_offence",
    "PR-10": "case.counsel",
    "HR-01": "case.opinions",
    "HR-08": "review",
    "DT-06": "decision.period_written_from",
    "DT-07": "decision.period_written_to",
    "PB-01": "decision.period_written_to",
    "PB-06": "review",
}


@dataclass(frozen=True)
class Examined:
    """What the law says of a plan file."""

    findings: list[Finding]
    mistakes: list[Mistake]
    limit_ends_on: date
    days_left: int


def examine(plan: PlanFile, rulebook: Rulebook, today: date) -> Examined:
    """Every finding on opening this plan; those that refuse are mistakes. Nothing is changed."""
    decision = plan.decision
    limit = plan.review.limit_ends_on or review_limit_end(plan.review.received_on, plan.review.extended, rulebook)
    left = review_days_left(limit, decision.on)
    findings = [
        *findings_on_opening(case_facts(plan), rulebook),
        *findings_on_period(
            decision.period_written_from, decision.period_written_to, decision.on, decision.months, rulebook
        ),
        *findings_on_days_left(left, decision.on, rulebook),
    ]
    mistakes = [
        Mistake(_PLACES.get(finding.rule, "file"), finding.because, rule=finding.rule, article=finding.article)
        for finding in findings
        if finding.refuses
    ]
    return Examined(findings, mistakes + _impossible_dates(plan, today), limit, left)


def case_facts(plan: PlanFile) -> CaseFacts:
    """The facts of the file as the law asks for them."""
    opinions = {party: getattr(plan.case.opinions, party.value) for party in Party}
    return CaseFacts(
        born_on=plan.minor.born_on,
        act_dates=plan.case.act_dates,
        offence_article=plan.case.offence_article,
        predicted_sentence_months=plan.case.predicted_sentence_months,
        decided_on=plan.decision.on,
        opinions={party: PartyState(opinion.state) for party, opinion in opinions.items() if opinion},
        repentance=plan.case.repentance,
        reason_not_minor_offence=plan.case.why_not_minor_offence,
        counsel=plan.case.counsel != "none",
        opinions_heard_on={party: opinion.on for party, opinion in opinions.items() if opinion and opinion.on},
        conditions_for_prosecution_met=plan.case.evidence_sufficient,
    )


def _impossible_dates(plan: PlanFile, today: date) -> list[Mistake]:
    """Dates that no world can have: an act before birth, a decision before receipt, a decision in the future."""
    decision = plan.decision
    before = Words("早于前一步。", "comes before what it must follow.")
    mistakes = []
    if decision.on > today:
        mistakes.append(Mistake("decision.on", Words("晚于今天。", "lies in the future.")))
    if plan.taken_over_on is not None and not decision.on <= plan.taken_over_on <= today:
        mistakes.append(
            Mistake("taken_over_on", Words("不在决定日与今天之间。", "does not lie between decision and today."))
        )
    if decision.period_written_to <= decision.period_written_from:
        mistakes.append(Mistake("decision.period_written_to", before))
    if plan.review.received_on > decision.on:
        mistakes.append(Mistake("decision.on", before))
    if plan.announcement and plan.announcement.on < decision.on:
        mistakes.append(Mistake("announcement.on", before))
    mistakes += [
        Mistake(f"case.act_dates[{place}]", Words("晚于受理日。", "lies after the case was received."))
        for place, day in enumerate(plan.case.act_dates, 1)
        if day > plan.review.received_on
    ]
    mistakes += [
        Mistake(f"service[{place}].on", before)
        for place, service in enumerate(plan.service, 1)
        if service.on < decision.on
    ]
    mistakes += [
        Mistake(f"milestone[{place}].on", Words("不在考验期内。", "does not lie in the period."))
        for place, milestone in enumerate(plan.milestone, 1)
        if not decision.period_written_from <= milestone.on <= decision.period_written_to
    ]
    return mistakes
