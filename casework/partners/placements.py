"""Where a minor goes for a time: a base, the community, community work, training, a job; one place at a time.

A place that ends early, or of which nobody reports, stands in nobody's column.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from casework.acting.entries import KeptEntry, get_own_fields, keep_entry, list_entries
from casework.acting.open_plan import OpenPlan, get_birth_date
from casework.acting.verbs import verb
from casework.checkins.dated_sessions import find_condition, get_condition_ref, store_session
from casework.partners.acts import EndPlacement, Place, RecordPlacementReport
from casework.partners.referrals import refuse_without_consent
from casework.shared.items.follow_ups import get_carrier
from casework.shared.items.items import add_item
from core.errors import BadInput, Mistake, Refused, StateConflict
from core.i18n import _
from law.age import has_reached_age
from law.articles import cite
from law.duties import CONDITIONS

_PROGRESS = "record_progress"
_WORK = cite("work_from_sixteen")


@dataclass(frozen=True)
class PlacementView:
    """A place with what it told, the latest last, and how it ended."""

    place: Place
    until_on: date
    reports: list[tuple[date, RecordPlacementReport]]
    hours_done: int
    ended_on: date | None
    end: EndPlacement | None

    @property
    def paused(self) -> bool:
        """Whether the last report says that it rests."""
        return self.end is None and bool(self.reports) and self.reports[-1][1].paused


@verb(Place)
def place(open_plan: OpenPlan, act: Place) -> None:
    """The place is on the file, encrypted, and the team asks there for a report every so often.

    Raises StateConflict while another runs, Refused without the consent that age asks for, or for work below sixteen, and
    BadInput for a last day before the first or for a condition that is not counted in hours.
    """
    refuse_without_consent(open_plan, act.minor_consented_on, act.guardian_consented_on)
    _refuse_work_of_a_child(open_plan, act)
    if act.until_on is not None and act.until_on < act.from_on:
        why = _("最后一天早于第一天。")
        raise BadInput(why, mistakes=[Mistake("until_on", why)])
    if act.condition is not None and find_condition(open_plan, act.condition).unit != "hours":
        why = _("只有按小时计的附带条件可以这样计入。")
        raise BadInput(why, mistakes=[Mistake("condition", why)])
    running = get_running_placement(open_plan)
    if running is not None and get_own_fields(running.place) != get_own_fields(act):
        raise StateConflict(_("现在的去处还没有登记结束；要换的，请先登记结束。"))
    if running is None and keep_entry(open_plan, act, note={"kind": act.kind, "from_on": act.from_on}):
        _ask_for_report(open_plan, max(act.from_on, open_plan.today))


@verb(RecordPlacementReport)
def record_placement_report(open_plan: OpenPlan, act: RecordPlacementReport) -> None:
    """The report is on the file, its hours count for the condition that the place was named for, and the next is asked for.

    Raises StateConflict where the minor was never placed.
    """
    placement = _last(open_plan)
    told_on = act.told_on or open_plan.today
    if not keep_entry(open_plan, act, note={"way": act.way, "on": told_on}):
        return
    if act.hours is not None and placement.place.condition is not None:
        row = find_condition(open_plan, placement.place.condition)
        store_session(
            open_plan, row, amount=act.hours, on=told_on, another=False, words=None, about=get_condition_ref(row),
            article=CONDITIONS, code=_PROGRESS,
        )  # fmt: skip
    if placement.end is None:
        _ask_for_report(open_plan, open_plan.today)


@verb(EndPlacement)
def end_placement(open_plan: OpenPlan, act: EndPlacement) -> None:
    """The place has ended, with its report, and nobody asks there any more.

    Raises StateConflict where none runs, and BadInput for a day before its first.
    """
    placement = _last(open_plan)
    if placement.end is not None:
        if get_own_fields(placement.end) == get_own_fields(act):
            return
        raise StateConflict(_("现在没有安排去处。"))
    if (act.ended_on or open_plan.today) < placement.place.from_on:
        why = _("最后一天早于第一天。")
        raise BadInput(why, mistakes=[Mistake("ended_on", why)])
    keep_entry(open_plan, act, note={"because": act.because, "on": act.ended_on or open_plan.today})


def load_placements(open_plan: OpenPlan) -> list[PlacementView]:
    """Return every place, the first first."""
    entries: list[KeptEntry[Place] | KeptEntry[RecordPlacementReport] | KeptEntry[EndPlacement]] = [
        *list_entries(open_plan, Place),
        *list_entries(open_plan, RecordPlacementReport),
        *list_entries(open_plan, EndPlacement),
    ]
    views: list[PlacementView] = []
    for entry in sorted(entries, key=lambda entry: (entry.at, entry.id)):
        match entry.fields:
            case Place() as kept:
                views.append(PlacementView(kept, kept.until_on or open_plan.plan.period_to, [], 0, None, None))
            case RecordPlacementReport() as report if views:
                last = views[-1]
                reports = [*last.reports, (report.told_on or entry.on, report)]
                views[-1] = replace(last, reports=reports, hours_done=last.hours_done + (report.hours or 0))
            case EndPlacement() as end if views:
                views[-1] = replace(views[-1], ended_on=end.ended_on or entry.on, end=end)
    return views


def get_running_placement(open_plan: OpenPlan) -> PlacementView | None:
    """Return where the minor goes at present; None where nowhere."""
    placements = load_placements(open_plan)
    return placements[-1] if placements and placements[-1].end is None else None


def _last(open_plan: OpenPlan) -> PlacementView:
    placements = load_placements(open_plan)
    if not placements:
        raise StateConflict(_("还没有安排过去处。"))
    return placements[-1]


def _refuse_work_of_a_child(open_plan: OpenPlan, act: Place) -> None:
    years = open_plan.rulebook.number("work_from_years", on=act.from_on)
    if act.kind == "job" and not has_reached_age(
        get_birth_date(open_plan.context.vault, open_plan.minor()), years, act.from_on
    ):
        raise Refused(_("到岗时未满十六周岁，不能安排工作；可以安排培训或者公益服务。"), article=_WORK)


def _ask_for_report(open_plan: OpenPlan, since: date) -> None:
    days = open_plan.rulebook.number("placement_report_every_days", on=since)
    due_on = open_plan.context.days.roll_forward(since + timedelta(days=days))
    add_item(open_plan, "placement_report", due_on, owner=get_carrier(open_plan), article=CONDITIONS)
