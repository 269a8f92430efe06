"""A plan looked over before it is opened (日程预览): its mistakes, what the law says, and all it will owe."""

from dataclasses import dataclass, field
from datetime import date

from casework.calendar import milestones_of, owed_between
from casework.desk import NO_RIGHT, Desk
from casework.examining import Examined, examine
from casework.kinds import KINDS
from casework.opening import taken_number, unknown_people
from casework.plan_file import PlanFile
from casework.rights import Act, Actor, may
from law.clocks import final_decision_deadline
from law.finding import Finding
from law.period import working_end
from sunward.errors import BadInput, Mistake, NotAllowed
from sunward.words import Words


@dataclass(frozen=True)
class MistakeShown:
    """One mistake, with the place where it stands."""

    place: str
    wrong: Words
    rule: str | None
    article: str | None


@dataclass(frozen=True)
class FindingShown:
    """What one rule says. Who warns does not refuse."""

    rule: str
    holds: bool
    because: Words
    article: str
    confidence: str
    effect: str
    is_reading: bool


@dataclass(frozen=True)
class OwedShown:
    """Something the plan will owe, and by whom. Before the first day in this system it will not count."""

    kind: str
    label: str
    words: Words
    owner: str
    due_on: date
    counts: bool


@dataclass(frozen=True)
class Computed:
    """What follows from the dates of the decision."""

    working_end: date
    limit_ends_on: date
    review_days_left: int
    final_decision_by: date


@dataclass(frozen=True)
class Checked:
    """What opening this plan would come to. Nothing was changed."""

    may_be_opened: bool
    mistakes: list[MistakeShown] = field(default_factory=list)
    findings: list[FindingShown] = field(default_factory=list)
    computed: Computed | None = None
    calendar: list[OwedShown] = field(default_factory=list)


def check_plan(desk: Desk, actor: Actor, plan: PlanFile | None, unreadable: BadInput | None = None) -> Checked:
    """The plan's mistakes, all at once; what every rule says; and, where its dates can be, its calendar.

    Without a plan, why what was sent could not be read as one.
    """
    with desk.database.reading() as session:
        allowed = may(session, actor, Act.OPEN_PLAN, None, desk.clock.now())
        elsewhere = [*unknown_people(session, plan), *taken_number(session, plan)] if allowed and plan else []
    if not allowed:
        desk.note_refusal(actor, Act.OPEN_PLAN, "")
        raise NotAllowed(NO_RIGHT)
    if plan is None:
        return Checked(False, _why(unreadable))
    today = desk.clock.today()
    examined = examine(plan, desk.rulebook, today)
    mistakes = examined.mistakes + elsewhere
    dates_can_be = not any(mistake.place.startswith(("decision", "review", "milestone")) for mistake in mistakes)
    return Checked(
        may_be_opened=not mistakes,
        mistakes=[show_mistake(mistake) for mistake in mistakes],
        findings=[show_finding(finding) for finding in examined.findings],
        computed=_computed(desk, plan, examined) if dates_can_be else None,
        calendar=_calendar(desk, plan, today) if dates_can_be else [],
    )


def _why(unreadable: BadInput | None) -> list[MistakeShown]:
    if unreadable is None:
        return []
    return [show_mistake(mistake) for mistake in unreadable.mistakes or [Mistake("file", unreadable.reason)]]


def show_mistake(mistake: Mistake) -> MistakeShown:
    """The mistake as a page shows it."""
    return MistakeShown(mistake.place, mistake.wrong, mistake.rule, mistake.article)


def show_finding(finding: Finding) -> FindingShown:
    """The finding as a page shows it."""
    return FindingShown(
        finding.rule, finding.holds, finding.because, finding.article, finding.confidence.value, finding.effect.value,
        finding.is_reading,
    )  # fmt: skip


def _computed(desk: Desk, plan: PlanFile, examined: Examined) -> Computed:
    decision = plan.decision
    end = working_end(decision.period_written_from, decision.period_written_to, decision.months)
    deadline = final_decision_deadline(end, examined.days_left, desk.days, desk.rulebook)
    return Computed(end, examined.limit_ends_on, examined.days_left, deadline.rolled_to)


def _calendar(desk: Desk, plan: PlanFile, today: date) -> list[OwedShown]:
    """The same computation that lays out the calendar when the plan is opened."""
    decision, begins = plan.decision, plan.decision.period_written_from
    end = working_end(begins, decision.period_written_to, decision.months)
    owed = owed_between(
        plan.cadence, milestones_of(plan.milestone, begins, end), begins, begins, decision.period_written_to, desk.days
    )
    starts = plan.taken_over_on or today
    return [
        OwedShown(each.kind, each.label, KINDS[each.kind].words, str(each.owner), each.due_on, each.due_on >= starts)
        for each in owed
    ]
