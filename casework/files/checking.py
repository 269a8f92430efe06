"""A plan looked over before it is opened (日程预览): its mistakes, what the law says, and all it will owe."""

from dataclasses import dataclass, field
from datetime import date

from casework.acts.opening import OPEN_PLAN
from casework.dates.calendar import milestones_of, owed_between
from casework.desk import Desk
from casework.files.examining import Examined, examine, owed_by_nobody
from casework.files.plan_file import PlanFile
from casework.kinds import KINDS
from casework.opening import opened_already, taken_number, unknown_people
from casework.rights import Actor, may, no_right
from law.clocks import FinalDeadline, final_decision_deadline
from law.finding import Finding
from law.period import working_end
from sunward.errors import BadInput, Mistake
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
    final_decision_provisional: bool
    """Whether that year's holidays are not announced yet, so that the day may still move."""


@dataclass(frozen=True)
class NotRecorded:
    """A rule that could not be asked, because nobody recorded what it asks about. That refuses nothing."""

    rule: str
    title: Words
    article: str


@dataclass(frozen=True)
class Checked:
    """What opening this plan would come to. Nothing was changed."""

    may_be_opened: bool
    mistakes: list[MistakeShown] = field(default_factory=list)
    findings: list[FindingShown] = field(default_factory=list)
    computed: Computed | None = None
    calendar: list[OwedShown] = field(default_factory=list)
    before_signing: list[Words] = field(default_factory=list)
    """What to know before the decision is signed: above all, how many days it leaves for what follows the period."""
    not_recorded: list[NotRecorded] = field(default_factory=list)


def check_plan(desk: Desk, actor: Actor, plan: PlanFile | None, unreadable: BadInput | None = None) -> Checked:
    """The plan's mistakes, all at once; what every rule says; and, where its dates can be, its calendar.

    Without a plan, why what was sent could not be read as one.
    """
    with desk.database.reading() as session:
        allowed = may(session, actor, OPEN_PLAN, None, desk.clock.now())
        elsewhere = []
        if allowed and plan:
            elsewhere = [*unknown_people(session, plan), *taken_number(session, plan)]
            elsewhere += opened_already(desk, session, plan, actor.office_id)
    if not allowed:
        desk.note_refusal(actor, OPEN_PLAN, "")
        raise no_right(OPEN_PLAN)
    if plan is None:
        return Checked(False, _why(unreadable))
    today = desk.clock.today()
    examined = examine(plan, desk.law, today, desk.days)
    mistakes = examined.mistakes + elsewhere
    # A decision that is to be signed tomorrow has no other mistake than that: it is looked over all the same.
    of_dates = [each for each in mistakes if each.place.startswith(("decision", "review", "milestone"))]
    dates_can_be = not [each for each in of_dates if not (each.place == "decision.on" and plan.decision.on > today)]
    return Checked(
        may_be_opened=not mistakes,
        mistakes=[show_mistake(mistake) for mistake in mistakes],
        findings=[show_finding(finding) for finding in examined.findings],
        computed=_computed(desk, plan, examined) if dates_can_be else None,
        calendar=_calendar(desk, plan, today) if dates_can_be else [],
        before_signing=_before_signing(desk, plan, examined) if dates_can_be else [],
        not_recorded=[
            NotRecorded(rule.id, rule.title, rule.article) for rule in map(desk.rulebook.rule, examined.not_recorded)
        ],
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


def _deadline(desk: Desk, plan: PlanFile, examined: Examined) -> tuple[date, FinalDeadline]:
    decision = plan.decision
    end = working_end(decision.period_written_from, decision.period_written_to, decision.months)
    return end, final_decision_deadline(end, examined.days_left, desk.days, desk.law)


def _computed(desk: Desk, plan: PlanFile, examined: Examined) -> Computed:
    end, deadline = _deadline(desk, plan, examined)
    left = examined.days_left
    return Computed(end, examined.limit_ends_on, left, deadline.rolled_to, deadline.provisional)


def _before_signing(desk: Desk, plan: PlanFile, examined: Examined) -> list[Words]:
    end, deadline = _deadline(desk, plan, examined)
    left, day, safe = max(examined.days_left, 0), deadline.due_on, deadline.working_day_before
    said = [
        Words(
            f"考验期{end.isoformat()}届满后，您为考察意见、听取被害人意见和检察长决定留下{left}日：最迟{day.isoformat()}，"
            f"稳妥的是{safe.isoformat()}。",
            f"After the period ends on {end.isoformat()} you leave {left} days for opinion, victim and chief: by "
            f"{day.isoformat()} at the latest, and safely by {safe.isoformat()}.",
        )
    ]
    if any(finding.rule == "PB-06" and finding.warns for finding in examined.findings):
        extended = plan.review.extended or plan.review.fast_track
        said.append(
            Words("请考虑提前作出决定。", "Consider an earlier decision.")
            if extended
            else Words(
                "请考虑延长十五日，或者提前作出决定。", "Consider the fifteen days more, or an earlier decision."
            )
        )
    return said + owed_by_nobody(plan, desk.law)


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
