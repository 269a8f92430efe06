"""The four grounds of revocation, and what may count as missed.

Two dates decide about a ground: when it was done and when it was found. Whether a breach is serious or frequent
enough is never computed: a named person says so, after hearing the minor. Whatever is found, the remaining days
of the review limit are not stretched.
"""

from datetime import date
from enum import StrEnum
from typing import Protocol

from core.errors import BadInput
from core.i18n import Text, _
from law.applied import applies
from law.finding import Finding
from law.rulebook import Rulebook


class Answer(Protocol):
    """How a ground's rule is answered, in both languages."""

    def __call__(self, holds: bool, because: Text, *, is_reading: bool = False) -> Finding: ...


class Ground(StrEnum):
    """Rules art 479."""

    NEW_CRIME = "new_crime"
    MISSED_CRIME = "missed_crime"
    PUBLIC_SECURITY = "public_security"
    SUPERVISION_RULES = "supervision_rules"


CRIMES = (Ground.NEW_CRIME, Ground.MISSED_CRIME)
"""The grounds of art 479(1) and (2): each is a ground the first time."""
RULE_OF_GROUND = {
    Ground.NEW_CRIME: "VI-01",
    Ground.MISSED_CRIME: "VI-02",
    Ground.PUBLIC_SECURITY: "VI-03",
    Ground.SUPERVISION_RULES: "VI-04",
}


@applies("VI-01", "VI-02", "VI-03", "VI-04", "VI-13")
def finding_on_ground(
    ground: Ground,
    done_on: date,
    found_on: date,
    period_start: date,
    period_end: date,
    decided_on: date,
    final_decided: bool,
    rulebook: Rulebook,
) -> Finding:
    """Whether these dates leave room for that ground of revocation.

    `decided_on` is the day of the conditional decision; `final_decided` whether the case is already concluded.
    A finding that holds says only that the dates admit the ground; the judgement stays with a named person.
    Raises BadInput where something was found before it was done.
    """
    if found_on < done_on:
        raise BadInput(_("发现日期早于行为日期。"))
    rule = RULE_OF_GROUND[ground]

    def answer(holds: bool, because: Text, *, is_reading: bool = False) -> Finding:
        return rulebook.finding(rule, holds, because, is_reading=is_reading)

    if final_decided:
        return answer(
            False,
            _("案件已作出起诉或者不起诉的决定，只能依照规则第388条处理。"),
        )
    if ground is Ground.MISSED_CRIME:
        return _on_missed_crime(done_on, found_on, period_end, decided_on, answer)
    if done_on < period_start:
        return answer(False, _("发生在考验期之前，不属于本项。"))
    if done_on > period_end:
        return answer(
            False,
            _("发生在考验期之后，不构成撤销理由，另案处理。"),
        )
    if found_on > period_end:
        return answer(
            True,
            _("考验期内实施，期满后、作出起诉或者不起诉的决定前发现，可能构成撤销理由，由承办人判断。"),
            is_reading=True,
        )
    return answer(True, _("在考验期内实施并发现。"))


def _on_missed_crime(done_on: date, found_on: date, period_end: date, decided_on: date, answer: Answer) -> Finding:
    if done_on >= decided_on:
        return answer(False, _("发生在决定之后，不是漏罪。"))
    if found_on < decided_on:
        return answer(False, _("决定前已经发现，不是漏罪。"))
    if found_on > period_end:
        return answer(
            False,
            _("考验期满后才发现，条文要求考验期内发现，只能依照规则第388条处理。"),
            is_reading=True,
        )
    return answer(True, _("决定前实施，考验期内发现。"))


class Basis(StrEnum):
    """On which of the two a ground of art 479(3) or (4) rests."""

    SERIOUS = "serious"
    SEVERAL = "several"


@applies("VI-13")
def finding_on_basis(
    ground: Ground, rests_on: Basis | None, marked_serious: bool, confirmed: int, rulebook: Rulebook
) -> Finding:
    """Whether a ground of art 479(3) or (4) says on which of the two it rests: serious, or several times (VI-13).

    `confirmed` counts the breaches of that kind that a named person confirmed after hearing, this one among them. What is
    serious or several is that person's to judge; this only says what is and what is not on record. A crime needs neither.
    """

    def answer(holds: bool, rests: Text) -> Finding:
        because = (
            _(
                "{rests}经听取说明后确认的同类情况{confirmed}次，报告时已标明后果严重。",
                rests=rests,
                confirmed=confirmed,
            )
            if marked_serious
            else _(
                "{rests}经听取说明后确认的同类情况{confirmed}次，报告时未标明后果严重。",
                rests=rests,
                confirmed=confirmed,
            )
        )
        return rulebook.finding("VI-13", holds, because)

    if ground in CRIMES:
        return rulebook.finding(
            "VI-13",
            True,
            _("犯罪不要求后果严重或者多次。"),
        )
    if rests_on is None:
        return answer(
            False,
            _("没有写明依据的是后果严重还是多次，请写明是哪一项和理由。"),
        )
    if rests_on is Basis.SEVERAL and confirmed < _MORE_THAN_ONCE:
        return answer(False, _("写明依据的是多次。"))
    if rests_on is Basis.SEVERAL:
        return answer(True, _("依据：多次。"))
    return answer(True, _("依据：造成严重后果。"))


_MORE_THAN_ONCE = 2


@applies("VI-14")
def finding_on_time_of_act(
    ground: Ground, done_on: date, period_start: date, period_end: date, rulebook: Rulebook
) -> Finding:
    """Whether what somebody is answered for was done within the period (VI-14): the duties bind only in it. A
    missed crime lies before it, and is a matter of its own."""
    if ground is Ground.MISSED_CRIME or period_start <= done_on <= period_end:
        because = _("发生在考验期内，或者是漏罪。")
        return rulebook.finding("VI-14", True, because)
    because = (
        _("发生在考验期之前，当时还没有这些义务。")
        if done_on < period_start
        else _("发生在考验期之后，这些义务已经结束。")
    )
    return rulebook.finding("VI-14", False, because)


@applies("VI-05")
def finding_on_several(counted: int, on: date, rulebook: Rulebook) -> Finding:
    """Whether the number of misses or breaches that count is still below what asks a prosecutor to look (VI-05).

    Count what a named person confirmed after a hearing, and what counts as missed because the time to explain went by
    (`counts_as_missed`); never what is merely overdue, unknown or reported.
    """
    threshold = rulebook.number("attention_threshold_missed", on=on)
    because = _(
        "计入{counted}次（说明期内未作说明，或者听取说明后确认），关注数为{threshold}次；达到只请检察官来看。",
        counted=counted,
        threshold=threshold,
    )
    return rulebook.finding("VI-05", counted < threshold, because)


@applies("VI-11")
def counts_as_missed(
    could_know: bool | None, could_act: bool | None, was_heard: bool, excused: bool, rulebook: Rulebook
) -> Finding:
    """Whether something not done may be counted as missed. Silence is not a breach (VI-11).

    None means unknown. Only a duty that the person could know and could act on counts, after they were heard or
    let their time to explain go by (`was_heard`), and if it was not excused.
    """
    if excused:
        because = _("已免除，不计。")
    elif could_know is False or could_act is False:
        because = _("当时无法知道或无法办到，不计。")
    elif could_know is None or could_act is None:
        because = _("情况不明，不计。")
    elif not was_heard:
        because = _("还没有听取本人说明，暂不计。")
    else:
        because = _("能够知道、能够办到、已听取说明，可以计入。")
    holds = not excused and could_know is True and could_act is True and was_heard
    return rulebook.finding("VI-11", holds, because)
