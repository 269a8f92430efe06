"""Who is recused from a case (回避): to them it is not there, whatever their post would show them."""

from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.staff.acts_team import RecordRecusal
from casework.staff.staffing import find_staff
from core.errors import Refused
from core.i18n import _
from law.articles import cite
from models.office import STAFF_ROLES

_RECUSAL = cite("recusal")


@verb(RecordRecusal)
def record_recusal(open_plan: OpenPlan, act: RecordRecusal) -> None:
    """The person finds the case nowhere from now on; with `ended`, as before. The same again changes nothing. Refused for
    somebody on the team, who hands over first: somebody is always responsible."""
    plan = open_plan.plan
    staff = find_staff(open_plan.session, act.who, STAFF_ROLES, (plan.office_id, plan.assisting_office_id), "who")
    if not act.ended and any(member.staff_id == staff.id for member, _account in open_plan.members()):
        raise Refused(_("{who}在本案办案组，请先移交，再登记回避。", who=staff.display_name), article=_RECUSAL)
    recused = [each for each in (plan.recused or "").split() if each != str(staff.id)]
    plan.recused = " ".join(recused if act.ended else [*recused, str(staff.id)]) or None
    open_plan.record(article=_RECUSAL, note={"staff": staff.id, "ended": act.ended}, detail={"reason": act.reason})
