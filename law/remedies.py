"""Who examines a remedy, on whom its answer is served, and what it does to the period: nothing.

The clocks of reconsideration, review and complaint stand in `clocks`.
"""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from core.i18n import _
from law.applied import applies
from law.finding import Finding
from law.rulebook import Rulebook


class RemedyKind(StrEnum):
    """What was asked for, and by whom."""

    RECONSIDERATION = "reconsideration"  # by the police, at the same office
    HIGHER_REVIEW = "higher_review"  # by the police, at the next-higher office
    COMPLAINT = "complaint"  # by a victim


class AnsweringOffice(StrEnum):
    """Which office answers."""

    DECIDING = "deciding"
    NEXT_HIGHER = "next_higher"


class ReexaminationAddressee(StrEnum):
    """Rules art 383: who receives the answer to a complaint."""

    VICTIM = "victim"
    MINOR = "minor"
    DECIDING_OFFICE = "deciding_office"


@applies("RE-05")
def who_answers(kind: RemedyKind, in_time: bool) -> AnsweringOffice:
    """Whose answer is due. A victim's late complaint goes to the deciding office and is heard all the same (RE-05)."""
    if kind is RemedyKind.RECONSIDERATION or (kind is RemedyKind.COMPLAINT and not in_time):
        return AnsweringOffice.DECIDING
    return AnsweringOffice.NEXT_HIGHER


@applies("RE-07")
def finding_on_reexamination_served(served: Collection[ReexaminationAddressee], rulebook: Rulebook) -> Finding:
    """Whether the answer to a complaint reached everybody it is served on (RE-07)."""
    missing = [to for to in ReexaminationAddressee if to not in served]
    because = _("复查决定尚未送达全部对象。") if missing else _("复查决定已全部送达。")
    return rulebook.finding("RE-07", not missing, because)


@applies("RE-08")
def finding_on_examiner(juvenile_department: bool, handled_the_case: bool, rulebook: Rulebook) -> Finding:
    """Whether the right people look at a remedy: the juvenile department, and not the handler again (RE-08)."""
    if handled_the_case:
        because = _("原承办人不能审查自己的决定。")
    elif not juvenile_department:
        because = _("应由未成年人检察部门审查。")
    else:
        because = _("由未成年人检察部门另行审查。")
    return rulebook.finding("RE-08", juvenile_department and not handled_the_case, because)


@applies("RE-10")
def finding_on_pending(pending: bool, rulebook: Rulebook) -> Finding:
    """What a pending remedy means for the period (RE-10): a banner, and the clock runs on. No text decides."""
    because = _("有救济程序正在进行；考验期照常计算。") if pending else _("没有正在进行的救济程序。")
    return rulebook.finding("RE-10", not pending, because, is_reading=pending)


@applies("VI-10")
def finding_on_setting_aside(decision_wrong: bool, fit_for_prosecution: bool, rulebook: Rulebook) -> Finding:
    """Whether a non-prosecution stands (VI-10). Wrong alone is not enough: the case must be fit for prosecution."""
    because = (
        _("不起诉确有错误且符合起诉条件，应当撤销。")
        if decision_wrong and fit_for_prosecution
        else _("没有撤销不起诉决定的理由。")
    )
    return rulebook.finding("VI-10", not (decision_wrong and fit_for_prosecution), because)


@applies("RE-11")
def finding_on_standing(overturned: bool, rulebook: Rulebook) -> Finding:
    """Whether the conditional non-prosecution still stands, so that the end of its period can carry anything (RE-11)."""
    because = (
        _(
            "附条件不起诉决定已被复议、复核或者复查纠正，不再有效；不能以考验期满为由作出不起诉决定，请先按纠正的结论处理。"
        )
        if overturned
        else _("附条件不起诉决定有效。")
    )
    return rulebook.finding("RE-11", not overturned, because)


@applies("RE-12")
def finding_on_review_requested(
    rulebook: Rulebook, decided_on: date | None = None, received_on: date | None = None
) -> Finding:
    """Whether a review follows a reconsideration that was decided, and from which day its seven days run (RE-12)."""
    if decided_on is None:
        because = _("没有已作出的复议决定：提请复核应在收到复议决定之后，七日期限无从起算。请核对是否为要求复议。")
    elif received_on is None:
        because = _(
            "复议决定于{decided_on}作出，公安机关的送达回证尚未登记：七日期限的起算日未经证实。",
            decided_on=decided_on.isoformat(),
        )
    else:
        because = _("复议决定于{received_on}送达公安机关，七日自该日起算。", received_on=received_on.isoformat())
    return rulebook.finding("RE-12", decided_on is not None and received_on is not None, because)
