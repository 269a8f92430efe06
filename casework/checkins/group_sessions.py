"""One session for several minors: each plan has its own record of it, and none tells of the others."""

from casework.acting.entries import keep_entry
from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.checkins.acts import RecordGroupSession, RecordProgress
from casework.checkins.dated_sessions import find_condition, get_condition_ref, store_session
from core.errors import BadInput, Mistake
from core.i18n import _
from law.duties import CONDITIONS


@verb(RecordGroupSession)
def record_group_session(open_plan: OpenPlan, act: RecordGroupSession) -> None:
    """The session is on the file, with whether the minor came; who came has it counted for the condition that is named.

    Raises BadInput for a condition that is counted neither in hours nor in times, or in hours without hours.
    """
    held_on = act.held_on or open_plan.today
    words = {"note": "：".join(part for part in (act.topic, act.text) if part)}
    if not keep_entry(open_plan, act, note={"on": held_on, "came": act.came}, detail=words):
        return
    if act.condition is None or not act.came:
        return
    row = find_condition(open_plan, act.condition)
    amount = act.hours if row.unit == "hours" else 1 if row.unit == "times" else None
    if amount is None:
        why = _("这项附带条件不按次数或者小时计；按小时计的，请写时数。")
        raise BadInput(why, mistakes=[Mistake("condition", why)])
    store_session(
        open_plan,
        row,
        amount=amount,
        on=act.held_on,
        another=False,
        words=act.topic,
        about=get_condition_ref(row),
        article=CONDITIONS,
        code=RecordProgress.operation.code,
    )
