"""The law's own clocks that a plan file starts, and which of them are over when the plan is entered.

A plan that is entered late has its clocks all the same: they run from the decision, and the person who enters it reads
so.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework.shared.files.plan_file import PlanFile
from core.i18n import _, ngettext, pgettext
from law.age import comes_of_age_on
from law.clocks import (
    announcement_alarm,
    bail_end,
    final_decision_deadline,
    review_days_left,
    service_deadline,
    surveillance_end,
)
from law.decision import Measure, measures_that_run
from law.finding import Finding
from law.parties import Party, PartyState
from law.period import working_end
from law.rulebook import Rulebook
from law.service import addressees
from law.working_days import WorkingDays


@dataclass(frozen=True)
class ClockAtEntry:
    """One clock that the file starts and that nothing in the file has ended."""

    kind: str
    """The kind of the item that will be open for it."""
    due_on: date
    rule: str

    def finding(self, today: date, rulebook: Rulebook) -> Finding:
        """Whether it still runs today; where it is over, by how many days, and that its item is overdue from the start."""
        days, last = (today - self.due_on).days, self.due_on.isoformat()
        what = _WORDS[self.kind]
        because = (
            ngettext("{what}：期限{last}已过{days}日，未登记办结；方案建立时即为逾期。", days, what=what, last=last, days=days)
            if days > 0
            else _("{what}：期限至{last}。", what=what, last=last)
        )  # fmt: skip
        return rulebook.finding(self.rule, days <= 0, because)


_WORDS = {
    "service": _("决定送达"),
    "announcement": _("当面宣布"),
    "bail_end": _("强制措施到期"),
    "age_rebase": _("满十八周岁后由本人确认"),
    "opinion": pgettext("words", "考察意见书"),
    "final_decision": _("起诉或者不起诉的决定"),
}


def findings_at_entry(
    plan: PlanFile, limit_ends_on: date, days: WorkingDays, rulebook: Rulebook, today: date
) -> list[Finding]:
    """A finding for each clock of the file that is over today."""
    running = clocks_at_entry(plan, limit_ends_on, days, rulebook)
    return [clock.finding(today, rulebook) for clock in running if clock.due_on < today]


def clocks_at_entry(
    plan: PlanFile, limit_ends_on: date, days: WorkingDays, rulebook: Rulebook
) -> Iterator[ClockAtEntry]:
    """Every clock of the law that the file starts and that nothing in it has ended."""
    decision = plan.decision
    end = working_end(decision.period_written_from, decision.period_written_to, decision.months)
    final = final_decision_deadline(end, review_days_left(limit_ends_on, decision.on, days), days, rulebook)
    if list_not_yet_served(plan, rulebook):
        yield ClockAtEntry("service", service_deadline(decision.on, days, rulebook).due_on, "DE-02")
    if plan.announcement is None:
        yield ClockAtEntry("announcement", announcement_alarm(decision.on, days, rulebook).due_on, "DE-03")
    for __, ends_on in ends_of_measures(
        [Measure(each.decided_by, each.measure == "residential_surveillance", each.from_on)
         for each in plan.case.bail if each.lifted_on is None], rulebook,
    ):  # fmt: skip
        if ends_on < final.rolled_to:
            yield ClockAtEntry("bail_end", ends_on, "DE-06")
    of_age_on = comes_of_age_on(plan.minor.born_on, rulebook)
    if decision.on < of_age_on <= final.rolled_to:
        yield ClockAtEntry("age_rebase", of_age_on, "AD-05")
    yield ClockAtEntry("opinion", final.opinion_by(decision.period_written_to, days), "PB-04")
    yield ClockAtEntry("final_decision", final.due_on, "PB-04")


def ends_of_measures(measures: list[Measure], rulebook: Rulebook) -> list[tuple[Measure, date]]:
    """Of the measures that were not lifted, each whose limit counts, with its last day (DE-06)."""
    return [
        (measure, (surveillance_end if measure.at_home else bail_end)(measure.from_on, rulebook))
        for measure in measures_that_run(measures)
    ]


def list_to_be_served(plan: PlanFile, rulebook: Rulebook) -> list[str]:
    """On whom the decision is served: each addressee, and each of several victims."""
    states = {
        party: PartyState(opinion.state)
        for party in Party
        if (opinion := getattr(plan.case.opinions, party.value)) is not None
    }
    if plan.case.no_victim:
        states[Party.VICTIM] = PartyState.NOT_IN_THIS_CASE
    of_age = comes_of_age_on(plan.minor.born_on, rulebook) <= plan.decision.on
    to = [each.value for each in addressees(states, of_age)]
    return to + ["victim"] * (plan.case.victims - 1 if "victim" in to else 0)


def list_not_yet_served(plan: PlanFile, rulebook: Rulebook) -> list[str]:
    """Those of them whose receipt the file does not have."""
    return list((Counter(list_to_be_served(plan, rulebook)) - Counter(each.to for each in plan.service)).elements())
