"""Sealing: what is sealed, when, who may look, and the two small things that outlive the seal.

After the seal, limits still run: service, complaints, unfreezing, the police's own sealing. So that none of them
dies in silence, a nameless closing list stays; and with the person's consent an after-care card under its own key.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.i18n import _
from law.applied import applies
from law.finding import Finding
from law.rulebook import Rulebook
from law.transitions import PlanStatus


class Requester(StrEnum):
    """Who asks to see sealed records."""

    JUDICIAL_ORGAN_FOR_A_CASE = "judicial_organ_for_a_case"
    UNIT_UNDER_STATE_PROVISIONS = "unit_under_state_provisions"
    ANYONE_ELSE = "anyone_else"


@dataclass(frozen=True)
class Judgment:
    """The court's judgment, of which only this matters here. `sentence_months` is 0 where no prison was imposed."""

    sentence_months: int
    in_force_on: date
    reached_office_on: date | None


@applies("SE-01", "SE-15")
def finding_on_sealing(status: PlanStatus, judgment: Judgment | None, on: date, rulebook: Rulebook) -> Finding:
    """Whether the record is to be sealed on that day.

    At once after non-prosecution and after an end without prosecution; after a revocation only when a judgment of
    five years or less is in force and has reached the office.
    """
    if status in (PlanStatus.NON_PROSECUTED, PlanStatus.ENDED_OTHERWISE):
        return rulebook.finding("SE-01", True, _("不起诉后即行封存。"))
    if status is not PlanStatus.REVOKED:
        return rulebook.finding("SE-01", False, _("尚未到封存的时候。"))
    if judgment is None or judgment.reached_office_on is None or judgment.reached_office_on > on:
        return rulebook.finding("SE-15", False, _("生效判决尚未送达本院。"))
    if judgment.in_force_on > on:
        return rulebook.finding("SE-15", False, _("判决尚未生效。"))
    most = rulebook.number("sealing_most_sentence_months", on=on)
    because = _(
        "判处{sentence_months}个月，{most}个月以下的封存。", sentence_months=judgment.sentence_months, most=most
    )
    return rulebook.finding("SE-15", judgment.sentence_months <= most, because)


@applies("SE-02")
def finding_on_access(requester: Requester, cited_basis: str | None, rulebook: Rulebook) -> Finding:
    """Whether a request for a sealed record may be granted: the stricter text by default (SE-02).

    A unit other than a judicial organ must cite the state provision it relies on; nobody else is let in.
    """
    basis = bool((cited_basis or "").strip())
    if requester is Requester.JUDICIAL_ORGAN_FOR_A_CASE:
        holds, because = True, _("司法机关为办案需要。")
    elif requester is Requester.UNIT_UNDER_STATE_PROVISIONS and basis:
        holds, because = True, _("有关单位引用了国家规定，请核对。")
    elif requester is Requester.UNIT_UNDER_STATE_PROVISIONS:
        holds, because = False, _("没有引用国家规定。")
    else:
        holds, because = False, _("不属于可以查询的单位。")
    is_reading = requester is Requester.UNIT_UNDER_STATE_PROVISIONS
    return rulebook.finding("SE-02", holds, because, is_reading=is_reading)
