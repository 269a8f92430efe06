"""What a good examination holds before the decision: who handles it, how the minor was questioned, what was weighed.

None of this refuses but one: a psychological assessment without both consents is not stored. Everything else is a
fact of the file as it is; whoever decides is told what is missing.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from core.words import Words
from law.applied import applies
from law.clocks import hearing_notice_due, proposal_due
from law.finding import Finding
from law.rulebook import Rulebook


class Present(StrEnum):
    """Who sat beside the minor at the questioning."""

    LEGAL_REPRESENTATIVE = "legal_representative"
    APPROPRIATE_ADULT = "appropriate_adult"
    NOBODY = "nobody"


class WhyNotThere(StrEnum):
    """Why the representative was not there (CPL art 281(1))."""

    CANNOT_BE_REACHED = "cannot_be_reached"
    CANNOT_COME = "cannot_come"
    ACCOMPLICE = "accomplice"


@applies("PR-09")
def finding_on_handler(trained_in_minors: bool | None, rulebook: Rulebook) -> Finding:
    """Whether the handler is on record as familiar with minors (PR-09)."""
    because = (
        Words("承办人熟悉未成年人案件。", "The handler is familiar with minors.")
        if trained_in_minors
        else Words(
            "没有承办人熟悉未成年人案件的记录。", "It is not on record that the handler is familiar with minors."
        )
    )
    return rulebook.finding("PR-09", trained_in_minors is True, because)


@applies("PR-11")
def finding_on_questioning(
    present: Present,
    why_not_the_representative: WhyNotThere | None,
    girl: bool,
    female_staff: bool,
    read_and_signed: bool,
    rulebook: Rulebook,
) -> Finding:
    """Whether a questioning was as it should be (PR-11): somebody beside the minor, the reason where it was not the
    representative, a woman of the staff for a girl, the record read and signed."""
    if present is Present.NOBODY:
        because = Words("没有法定代理人或者合适成年人在场。", "Neither the representative nor another adult was there.")
    elif present is Present.APPROPRIATE_ADULT and why_not_the_representative is None:
        because = Words("没有写明法定代理人未到场的原因。", "It is not said why the representative was not there.")
    elif girl and not female_staff:
        because = Words("讯问女性未成年人没有女工作人员在场。", "A girl was questioned without a woman of the staff.")
    elif not read_and_signed:
        because = Words("笔录未经核对签名。", "The record was not read and signed.")
    else:
        return rulebook.finding("PR-11", True, Words("讯问符合要求。", "The questioning was as it should be."))
    return rulebook.finding("PR-11", False, because)


@applies("PR-12")
def finding_on_social_investigation(
    on_file: bool, reviewed: bool, gaps_found: bool, supplemented: bool, rulebook: Rulebook
) -> Finding:
    """Whether the social investigation was read by somebody, and completed where that reader found gaps (PR-12)."""
    if not on_file:
        because = Words("没有社会调查报告。", "There is no social investigation.")
    elif not reviewed:
        because = Words("社会调查报告未经审查。", "The social investigation was not reviewed.")
    elif gaps_found and not supplemented:
        because = Words("审查发现有缺，尚未补充。", "The review found gaps that are not filled.")
    else:
        return rulebook.finding("PR-12", True, Words("社会调查报告已审查。", "The social investigation was reviewed."))
    return rulebook.finding("PR-12", False, because)


@applies("PR-13")
def finding_on_assessment(
    tested_on: date,
    minor_consented_on: date | None,
    representative_consented_on: date | None,
    of_age: bool,
    rulebook: Rulebook,
) -> Finding:
    """Whether the result of a psychological assessment may be stored (PR-13): both consented, not after the test.

    Of age, the person's own consent is enough. The result is reference material and decides nothing.
    """

    def in_time(given_on: date | None) -> bool:
        return given_on is not None and given_on <= tested_on

    if not in_time(minor_consented_on):
        because = Words(
            "测评前没有本人同意，结果不得保存。", "The person did not consent before it: the result is not kept."
        )
    elif not of_age and not in_time(representative_consented_on):
        because = Words(
            "测评前没有法定代理人同意，结果不得保存。", "The representative did not consent before it: it is not kept."
        )
    else:
        return rulebook.finding("PR-13", True, Words("测评前已取得同意。", "Consent came before the test."))
    return rulebook.finding("PR-13", False, because)


@applies("PR-14")
def finding_on_adults_in_the_case(
    with_adults: bool, handled_apart: bool, privacy_measures: bool, rulebook: Rulebook
) -> Finding:
    """Whether a case with adults was split from theirs, or the minor shielded otherwise (PR-14)."""
    if not with_adults:
        because = Words("没有成年同案人。", "There are no adults in the case.")
    elif handled_apart:
        because = Words("已分案办理。", "It is handled apart.")
    elif privacy_measures:
        because = Words("未分案，已采取保护措施。", "Not apart, with measures to protect privacy.")
    else:
        because = Words("未分案，也没有保护措施。", "Neither handled apart nor shielded.")
    return rulebook.finding("PR-14", not with_adults or handled_apart or privacy_measures, because)


@applies("HR-02")
def finding_on_police_opinion(written: bool, approved_by_head: bool, rulebook: Rulebook) -> Finding:
    """Whether the opinion of the police has its form (HR-02)."""
    if not written:
        because = Words("公安机关的意见不是书面的。", "The opinion of the police is not in writing.")
    elif not approved_by_head:
        because = Words("没有县级以上公安机关负责人批准。", "No head of a county-level organ approved it.")
    else:
        because = Words("书面意见，已经批准。", "Written, and approved.")
    return rulebook.finding("HR-02", written and approved_by_head, because)


@applies("HR-06")
def finding_on_hearing(hearing_on: date, notified_on: date | None, public: bool, rulebook: Rulebook) -> Finding:
    """Whether the participants of a hearing were told in time, and it was not public (HR-06). It is recorded as it was."""
    due = hearing_notice_due(hearing_on, rulebook)
    if notified_on is None:
        because = Words("没有何时通知参加人的记录。", "It is not on record when the participants were told.")
    elif notified_on > due:
        because = Words(
            f"最迟应于{due.isoformat()}通知，实际{notified_on.isoformat()}。",
            f"To be told by {due.isoformat()}; told on {notified_on.isoformat()}.",
        )
    elif public:
        because = Words("涉及未成年人的听证一般不公开。", "A hearing with a minor is as a rule not public.")
    else:
        return rulebook.finding("HR-06", True, Words("已按时通知，不公开。", "Told in time, and not public."))
    return rulebook.finding("HR-06", False, because)


@applies("HR-07")
def finding_on_proposal(proposed_on: date, limit_ends_on: date, rulebook: Rulebook) -> Finding:
    """Whether the decision was proposed early enough for whoever decides (HR-07)."""
    due = proposal_due(limit_ends_on, rulebook)
    because = Words(
        f"最迟应于{due.isoformat()}提出，实际{proposed_on.isoformat()}。",
        f"To be proposed by {due.isoformat()}; proposed on {proposed_on.isoformat()}.",
    )
    return rulebook.finding("HR-07", proposed_on <= due, because)


@applies("PB-01", "PB-02", "PB-09")
def findings_on_length(
    months: int, predicted_sentence_months: int | None, reasons: str | None, on: date, rulebook: Rulebook
) -> list[Finding]:
    """Whether the length of the period is reasoned (PB-02), and whether a light case has the shortest (PB-09)."""
    given = bool((reasons or "").strip())
    shortest = rulebook.number("probation_least_months", on=on)
    light = rulebook.number("likely_sentence_for_shortest_period_months", on=on)
    is_light = predicted_sentence_months is not None and predicted_sentence_months <= light
    return [
        rulebook.finding(
            "PB-02",
            given,
            Words("已说明考验期长短的理由。", "It is said why the period has this length.")
            if given
            else Words("请说明考验期长短的理由。", "Say why the period has this length."),
        ),
        rulebook.finding(
            "PB-09",
            not is_light or months <= shortest,
            Words(
                f"考验期{months}个月；可能判处{light}个月以下的一般为{shortest}个月。",
                f"{months} months; up to a likely sentence of {light} it is as a rule {shortest}.",
            ),
        ),
    ]


@applies("HR-10")
def review_limit_begins_on(
    received_on: date, returned_on: Sequence[date], jurisdiction_changed_on: Sequence[date]
) -> date:
    """The day the review limit began last (HR-10): receipt, the return from supplementary investigation (CPL art 175),
    or the change of jurisdiction (art 172(2)). Another office's assistance begins nothing."""
    return max([received_on, *returned_on, *jurisdiction_changed_on])
