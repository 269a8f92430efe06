"""The end of the period: when opinion and decision may be dated, and which outcomes are open.

Drafting is free at any time. What is signed is dated after the last day, because that day belongs to the period
until midnight. If the period is over and no ground exists, non-prosecution is not a choice but a duty.
"""

from datetime import date

from core.i18n import Text, _, pgettext
from law.applied import applies
from law.finding import Finding
from law.parties import PartyState
from law.period import has_ended
from law.rulebook import Rulebook
from law.transitions import Outcome


@applies("DT-08", "FI-01")
def findings_before_opinion(dated: date, period_end: date, rulebook: Rulebook) -> list[Finding]:
    """Whether a supervision opinion may bear that date."""
    return [_is_after_the_period(dated, period_end, rulebook)]


@applies("DT-08", "FI-01")
def findings_before_decision(dated: date, period_end: date, rulebook: Rulebook) -> list[Finding]:
    """Whether the decision at the end of the period may bear that date."""
    return [_is_after_the_period(dated, period_end, rulebook)]


@applies("FI-12")
def finding_on_opinion(opinion_dated: date | None, decision_dated: date, rulebook: Rulebook) -> Finding:
    """Whether the decision rests on a written opinion of that or an earlier day (FI-12)."""
    if opinion_dated is None:
        return rulebook.finding("FI-12", False, _("还没有考察意见书。"))
    because = _(
        "考察意见书{opinion_dated}，决定{decision_dated}。",
        opinion_dated=opinion_dated.isoformat(),
        decision_dated=decision_dated.isoformat(),
    )
    return rulebook.finding("FI-12", opinion_dated <= decision_dated, because)


@applies("FI-02")
def finding_on_victim_heard(victim: PartyState | None, rulebook: Rulebook) -> Finding:
    """Whether something is recorded about hearing the victim before non-prosecution (FI-02)."""
    because = _("没有任何关于听取被害人意见的记录。") if victim is None else _("听取被害人意见的情况有记录。")
    return rulebook.finding("FI-02", victim is not None, because)


@applies("FI-04")
def finding_on_open_review(review_open: bool, rulebook: Rulebook) -> Finding:
    """Whether everything reported was looked into before the decision (FI-04)."""
    because = _("还有情况待核实，请先得出结论。") if review_open else pgettext("step", "没有待核实的情况。")
    return rulebook.finding("FI-04", not review_open, because)


@applies("FI-15")
def finding_on_left_over(count: int, what: Text, rulebook: Rulebook) -> Finding:
    """Whether everything that waited for somebody of the office is answered or set aside (FI-15)."""
    because = _("还有{count}项没有办结：{what}。", count=count, what=what) if count else _("没有遗留的事项。")
    return rulebook.finding("FI-15", not count, because)


@applies("DT-08", "FI-03")
def outcomes_offered(period_end: date, today: date, ground_confirmed: bool, review_open: bool) -> set[Outcome]:
    """What may be decided on that day.

    A ground confirmed by a named person leads to prosecution, through revocation. Within the period nothing else
    can be concluded. After it, non-prosecution is mandatory where no ground is confirmed; while a review is open
    both stay possible for the person who closes it. A score, a count or a missed duty never removes an outcome.
    """
    if ground_confirmed:
        return {Outcome.PROSECUTION}
    if not has_ended(period_end, today):
        return set()
    return {Outcome.NON_PROSECUTION, Outcome.PROSECUTION} if review_open else {Outcome.NON_PROSECUTION}


@applies("FI-03")
def finding_on_outcome(outcome: Outcome, offered: set[Outcome], rulebook: Rulebook) -> Finding:
    """Whether the outcome is one of those open on that day (FI-03)."""
    if outcome in offered:
        because = _("可以作出这一决定。")
    elif not offered:
        because = _("考验期未满，又没有已确认的撤销情形。")
    elif outcome is Outcome.PROSECUTION:
        because = _("期满且没有撤销情形，应当不起诉。")
    else:
        because = _("已确认撤销情形，应当撤销并起诉。")
    return rulebook.finding("FI-03", outcome in offered, because)


@applies("FI-13")
def finding_on_proposed_outcome(
    proposed: Outcome, ground_confirmed: bool, review_open: bool, rulebook: Rulebook
) -> Finding:
    """Whether the opinion proposes what the file bears out (FI-13). Without a confirmed ground non-prosecution is
    mandatory once the period is over; with one, revocation is due. It warns; a person decides."""
    if proposed is Outcome.PROSECUTION and not ground_confirmed:
        because = (
            _("建议起诉，但没有认定撤销情形，还有情况待核实，请先得出结论。")
            if review_open
            else _("建议起诉，但没有认定撤销情形；期满且没有撤销情形的，应当不起诉。")
        )
    elif proposed is Outcome.NON_PROSECUTION and ground_confirmed:
        because = _("建议不起诉，但已认定撤销情形。")
    else:
        because = _("意见与认定的情况一致。")
        return rulebook.finding("FI-13", True, because)
    return rulebook.finding("FI-13", False, because)


@applies("FI-13")
def finding_on_change_of_period(ground_confirmed: bool, review_open: bool, rulebook: Rulebook) -> Finding:
    """Whether what was found lets the period be changed and go on (FI-13): with a confirmed ground revocation is due."""
    if ground_confirmed:
        because = _("已认定撤销情形，应当先就是否撤销作出决定。")
    elif review_open:
        because = _("还有情况待核实，请先得出结论。")
    else:
        because = _("与认定的情况一致。")
    return rulebook.finding("FI-13", not (ground_confirmed or review_open), because)


@applies("FI-14")
def finding_on_opinion_followed(proposed: Outcome | None, decided: Outcome, rulebook: Rulebook) -> Finding:
    """Whether the decision is the one that the opinion proposes (FI-14). Another may be right; then the reason says why.
    Without an opinion there is nothing to agree with."""
    if proposed is None or proposed is decided:
        because = _("与考察意见一致，或者没有考察意见。")
    elif decided is Outcome.NON_PROSECUTION:
        because = _("考察意见建议起诉，决定是不起诉；请写明理由。")
    else:
        because = _("考察意见建议不起诉，决定是撤销并起诉；请写明理由。")
    return rulebook.finding("FI-14", proposed is None or proposed is decided, because)


def _is_after_the_period(dated: date, period_end: date, rulebook: Rulebook) -> Finding:
    because = _(
        "考察意见书、决定书应在考验期届满之后作出：最后一日为{period_end}，落款{dated}。",
        period_end=period_end.isoformat(),
        dated=dated.isoformat(),
    )
    return rulebook.finding("FI-01", has_ended(period_end, dated), because)
