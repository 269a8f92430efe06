"""The probation period: its written and its computed end, its bounds, and changing it.

The period runs by statute from the decision, whatever is announced or served when. Its end does not roll over a
holiday: it is a state that ends, not an act to be done. Its last day belongs to it until midnight.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from core.i18n import NO_TEXT, _
from law.applied import applies
from law.finding import Finding
from law.months import last_day_of_term, same_day_after
from law.rulebook import Rulebook


@applies("DT-04", "DT-05")
def expected_end(start: date, months: int) -> date:
    """The last day of the period as computed: the first day counts (DT-05)."""
    return last_day_of_term(start, months)


@applies("DT-04", "DT-05")
def working_end(start: date, end_written: date, months: int) -> date:
    """What reminders and the review limit count from: the earlier of the written and the computed end.

    The period itself ends on the written day.
    """
    return min(end_written, expected_end(start, months))


@applies("DT-04", "DT-05", "DT-06", "DT-07", "PB-01")
def findings_on_period(
    start_written: date, end_written: date, decided_on: date, months: int, rulebook: Rulebook
) -> list[Finding]:
    """Whether the period as written in a decision may stand: its start, its length, its end."""
    return [
        _starts_with_the_decision(start_written, decided_on, rulebook),
        _is_within_bounds(start_written, end_written, decided_on, rulebook, months),
        _ends_as_computed(start_written, end_written, months, rulebook),
    ]


@applies("DT-04", "DT-05", "DT-07", "PB-01", "PB-03", "PB-07", "PB-08")
def findings_on_new_end(
    start: date, current_end: date, new_end: date, changed_on: date, rulebook: Rulebook
) -> list[Finding]:
    """Whether the period may be shortened or extended to that end on that day.

    A six-month period can never be shortened and a twelve-month one never extended; changes add up. An end that
    is a day too late, as where the first day is not counted, is warned of as in a decision.
    """
    still_runs = changed_on <= current_end
    not_past = new_end >= changed_on
    months = max((new_end.year - start.year) * 12 + new_end.month - start.month, 0)
    day_too_late = new_end == same_day_after(start, months)
    return [
        _is_within_bounds(start, new_end, changed_on, rulebook),
        _is_a_change_in_time(current_end, new_end, changed_on, rulebook),
        *([_ends_as_computed(start, new_end, months, rulebook)] if day_too_late else []),
        rulebook.finding(
            "PB-07",
            still_runs,
            _("考验期尚未届满。") if still_runs else _("考验期已经届满，不能再变更。"),
        ),
        rulebook.finding(
            "PB-08",
            not_past,
            _("新的届满日不早于变更之日。") if not_past else _("新的届满日早于变更之日。"),
        ),
    ]


def _is_a_change_in_time(current_end: date, new_end: date, changed_on: date, rulebook: Rulebook) -> Finding:
    """PB-03: another end, decided before the last day. On the last day itself the period still runs, and whether a
    change may bear that date stands in no text that was read."""
    if new_end == current_end:
        because = _("新的届满日与原来相同。")
    elif changed_on == current_end:
        because = _("变更决定落在考验期最后一日，是否还能变更没有查到规定；能早一日就早一日。")
    else:
        because = _(
            "届满日由{current_end}变更为{new_end}。", current_end=current_end.isoformat(), new_end=new_end.isoformat()
        )
    in_time = new_end != current_end and changed_on != current_end
    return rulebook.finding("PB-03", in_time, because, is_reading=changed_on == current_end)


@applies("PB-05")
def half_time(start: date, end: date) -> date:
    """The day of the mid-term evaluation: half of the period's days after its first, both ends counted in (PB-05)."""
    return start + timedelta(days=((end - start).days + 1) // 2)


def days_left(end: date, on: date) -> int:
    """How many days follow that day within the period; 0 on the last day and after it."""
    return max((end - on).days, 0)


@applies("DT-08")
def has_ended(end: date, on: date) -> bool:
    """Whether the period is over: from the day after its last day, holiday or not (DT-08)."""
    return on > end


@applies("PB-05")
def steps_before(day: date, steps: Iterable[int]) -> tuple[date, ...]:
    """The days that lie so many days before that day, earliest first (PB-05)."""
    return tuple(sorted(day - timedelta(days=step) for step in steps))


def _starts_with_the_decision(start_written: date, decided_on: date, rulebook: Rulebook) -> Finding:
    because = _(
        "决定日{decided_on}，写明的起算日{start_written}。",
        decided_on=decided_on.isoformat(),
        start_written=start_written.isoformat(),
    )
    return rulebook.finding("DT-06", start_written == decided_on, because)


def _is_within_bounds(
    start: date, end: date, decided_on: date, rulebook: Rulebook, months: int | None = None
) -> Finding:
    """PB-01, which holds if it holds under either way of counting months."""
    least = rulebook.number("probation_least_months", on=decided_on)
    most = rulebook.number("probation_most_months", on=decided_on)
    earliest, latest = last_day_of_term(start, least), same_day_after(start, most)
    holds = earliest <= end <= latest and (months is None or least <= months <= most)
    length = NO_TEXT if months is None else _("，写明{months}个月", months=months)
    because = _(
        "{start}至{end}{length}；应为{least}至{most}个月，即届满日在{earliest}至{latest}之间。",
        start=start,
        end=end,
        length=length,
        least=least,
        most=most,
        earliest=earliest,
        latest=latest,
    )
    return rulebook.finding("PB-01", holds, because)


def _ends_as_computed(start: date, end_written: date, months: int, rulebook: Rulebook) -> Finding:
    computed = expected_end(start, months)
    if end_written == computed:
        because = _("写明的届满日与推算一致。")
    elif end_written == same_day_after(start, months):
        because = _(
            "写明{end_written}，首日计入应为{computed}，请核对。",
            end_written=end_written.isoformat(),
            computed=computed.isoformat(),
        )
    else:
        because = _(
            "写明{end_written}，两种算法均不相符，{months}个月应为{computed}。",
            end_written=end_written.isoformat(),
            months=months,
            computed=computed.isoformat(),
        )
    return rulebook.finding("DT-07", end_written == computed, because)
