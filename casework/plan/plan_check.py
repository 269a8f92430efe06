"""A plan looked over before it is opened (日程预览): its mistakes, what the law says, and all it will owe."""

from dataclasses import dataclass, field
from datetime import date

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.plan.acts_opening import OPEN_PLAN
from casework.plan.calendar import list_due_between, list_milestones
from casework.plan.opening import find_duplicate_plan, find_other_office, find_taken_number, find_unknown_people
from casework.plan.plan_examination import PlanExamination, examine_plan, find_doubts
from casework.shared.files.plan_file import PlanFile
from casework.shared.findings_view import FindingView, to_finding_view
from casework.shared.items.item_kinds import ITEM_KINDS
from core.errors import BadInput, Mistake
from core.i18n import Text, _
from law.clocks import FinalDeadline, final_decision_deadline
from law.period import working_end


@dataclass(frozen=True)
class FileMistakeView:
    """One mistake, with its place."""

    place: str
    wrong: Text
    rule: str | None
    article: str | None


@dataclass(frozen=True)
class DueItemView:
    """An item that will be due, and from whom. Before the first day in this system it does not count."""

    kind: str
    label: str
    words: Text
    owner: str
    due_on: date
    counts: bool


@dataclass(frozen=True)
class ComputedDates:
    """What follows from the dates of the decision."""

    working_end: date
    limit_ends_on: date
    review_days_left: int
    final_decision_by: date
    final_decision_provisional: bool
    """Whether that year's holidays are not announced yet, so that the day may still move."""


@dataclass(frozen=True)
class UnrecordedRule:
    """A rule that could not be asked, because nobody recorded what it asks about. That refuses nothing."""

    rule: str
    title: Text
    article: str


@dataclass(frozen=True)
class PlanCheck:
    """The result of opening this plan. Nothing was changed."""

    may_be_opened: bool
    mistakes: list[FileMistakeView] = field(default_factory=list)
    findings: list[FindingView] = field(default_factory=list)
    computed: ComputedDates | None = None
    calendar: list[DueItemView] = field(default_factory=list)
    before_signing: list[Text] = field(default_factory=list)
    """What to know before the decision is signed: above all, how many days it leaves for what follows the period."""
    doubts: list[Text] = field(default_factory=list)
    """What somebody should look at once more, although no rule is against it."""
    not_recorded: list[UnrecordedRule] = field(default_factory=list)


def check_plan(context: Context, actor: Actor, plan: PlanFile | None, unreadable: BadInput | None = None) -> PlanCheck:
    """The plan's mistakes, all at once; what every rule says; and, where its dates can be, its calendar.

    Without a plan, why what was sent could not be read as one.
    """
    context.ensure_allowed(actor, OPEN_PLAN)
    if plan is None:
        return PlanCheck(False, _why(unreadable))
    with context.database.reading() as session:
        elsewhere = [*find_unknown_people(session, plan), *find_taken_number(session, plan)]
        elsewhere += find_duplicate_plan(context, session, plan, actor.office_id)
        elsewhere += find_other_office(session, plan, actor.office_id)
    today = context.clock.today()
    examined = examine_plan(plan, context.get_law(actor.office_id), today, context.days)
    mistakes = examined.mistakes + elsewhere
    # A decision that is to be signed tomorrow has no other mistake than that: it is looked over all the same.
    of_dates = [each for each in mistakes if each.place.startswith(("decision", "review", "milestone"))]
    dates_can_be = not [each for each in of_dates if not (each.place == "decision.on" and plan.decision.on > today)]
    return PlanCheck(
        may_be_opened=not mistakes,
        mistakes=[to_mistake_view(mistake) for mistake in mistakes],
        findings=[to_finding_view(finding) for finding in examined.findings],
        computed=_computed(context, plan, examined) if dates_can_be else None,
        calendar=_calendar(context, plan, today) if dates_can_be else [],
        before_signing=_before_signing(context, plan, examined) if dates_can_be else [],
        doubts=find_doubts(plan, context.law),
        not_recorded=[
            UnrecordedRule(rule.id, rule.title, rule.article)
            for rule in map(context.rulebook.rule, examined.not_recorded)
        ],
    )


def _why(unreadable: BadInput | None) -> list[FileMistakeView]:
    if unreadable is None:
        return []
    return [to_mistake_view(mistake) for mistake in unreadable.mistakes or [Mistake("file", unreadable.reason)]]


def to_mistake_view(mistake: Mistake) -> FileMistakeView:
    """The mistake as a page shows it."""
    return FileMistakeView(mistake.place, mistake.wrong, mistake.rule, mistake.article)


def _deadline(context: Context, plan: PlanFile, examined: PlanExamination) -> tuple[date, FinalDeadline]:
    decision = plan.decision
    end = working_end(decision.period_written_from, decision.period_written_to, decision.months)
    return end, final_decision_deadline(end, examined.days_left, context.days, context.law)


def _computed(context: Context, plan: PlanFile, examined: PlanExamination) -> ComputedDates:
    end, deadline = _deadline(context, plan, examined)
    left = examined.days_left
    return ComputedDates(end, examined.limit_ends_on, left, deadline.rolled_to, deadline.provisional)


def _before_signing(context: Context, plan: PlanFile, examined: PlanExamination) -> list[Text]:
    end, deadline = _deadline(context, plan, examined)
    left, day, safe = max(examined.days_left, 0), deadline.due_on, deadline.working_day_before
    hints: list[Text] = [
        _(
            "考验期{end}届满后，您为考察意见、听取被害人意见和检察长决定留下{left}日：最迟{day}，稳妥的是{safe}。",
            end=end.isoformat(),
            left=left,
            day=day.isoformat(),
            safe=safe.isoformat(),
        )
    ]
    if any(finding.rule == "PB-06" and finding.warns for finding in examined.findings):
        extended = plan.review.extended or plan.review.fast_track
        hints.append(_("请考虑提前作出决定。") if extended else _("请考虑延长十五日，或者提前作出决定。"))
    return hints


def _calendar(context: Context, plan: PlanFile, today: date) -> list[DueItemView]:
    """The same computation that lays out the calendar when the plan is opened."""
    decision, begins = plan.decision, plan.decision.period_written_from
    end = working_end(begins, decision.period_written_to, decision.months)
    due_items = list_due_between(
        plan.cadence,
        list_milestones(plan.milestone, begins, end),
        begins,
        begins,
        decision.period_written_to,
        context.days,
    )
    starts = plan.taken_over_on or today
    return [
        DueItemView(
            each.kind, each.label, ITEM_KINDS[each.kind].words, str(each.owner), each.due_on, each.due_on >= starts
        )
        for each in due_items
    ]
