"""Agreeing on the days that count as the beginning."""

from casework.acting.entries import keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.shared.text.text_checks import text_or_none
from casework.usage.acts_goals import FixUsageBaseline
from casework.usage.agreement import get_plan_days
from casework.usage.baseline import ONE_DAY, get_baseline
from core.errors import BadInput, Mistake
from core.i18n import Text, _
from usage.indicators import MAX_BASELINE, MIN_BASELINE


@verb(FixUsageBaseline)
def fix_usage_baseline(open_plan: OpenPlan, act: FixUsageBaseline) -> None:
    """From now on these days are the beginning, also for what was known before; goals keep the start they have.

    BadInput for days outside the plan, for less than two weeks or more than eight, and for other days than those that
    were agreed on before without a reason. The same days again change nothing.
    """
    before = get_baseline(open_plan)
    reason = text_or_none(act.reason)
    same_days = (act.from_on, act.to_on, True) == (before.first, before.last, before.agreed)
    if same_days and reason in (None, before.reason):
        return
    first, last = get_plan_days(open_plan)
    length = act.to_on - act.from_on + ONE_DAY
    if act.from_on < first or act.to_on > last:
        raise _wrong("from_on", _("起点要在考察期内：{first}至{last}。", first=first, last=last))
    if not MIN_BASELINE <= length <= MAX_BASELINE:
        raise _wrong("to_on", _("起点是两周到八周，现在是{days}天。", days=length.days))
    if before.agreed and reason is None:
        raise _wrong("reason", _("已经约定过起点，改动请写明理由。"))
    standing = next((entry.id for entry in list_entries(open_plan, FixUsageBaseline)), None)
    note = {"from_on": act.from_on, "to_on": act.to_on}
    keep_entry(open_plan, act, replaces=standing, note=note, detail={"reason": reason})


def _wrong(field: str, words: Text) -> BadInput:
    return BadInput(words, mistakes=[Mistake(field, words)])
