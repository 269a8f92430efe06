"""What a good examination holds before the decision: who handles it, how the minor was questioned, what was weighed.

None of this refuses but one: a psychological assessment without both consents is not stored. Everything else is a
fact of the file as it is; the person who decides is told what is missing.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from core.i18n import _
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
    because = _("承办人熟悉未成年人案件。") if trained_in_minors else _("没有承办人熟悉未成年人案件的记录。")
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
        because = _("没有法定代理人或者合适成年人在场。")
    elif present is Present.APPROPRIATE_ADULT and why_not_the_representative is None:
        because = _("没有写明法定代理人未到场的原因。")
    elif girl and not female_staff:
        because = _("讯问女性未成年人没有女工作人员在场。")
    elif not read_and_signed:
        because = _("笔录未经核对签名。")
    else:
        return rulebook.finding("PR-11", True, _("讯问符合要求。"))
    return rulebook.finding("PR-11", False, because)


@applies("PR-12")
def finding_on_social_investigation(
    on_file: bool, reviewed: bool, gaps_found: bool, supplemented: bool, rulebook: Rulebook
) -> Finding:
    """Whether the social investigation was read by somebody, and completed where that reader found gaps (PR-12)."""
    if not on_file:
        because = _("没有社会调查报告。")
    elif not reviewed:
        because = _("社会调查报告未经审查。")
    elif gaps_found and not supplemented:
        because = _("审查发现有缺，尚未补充。")
    else:
        return rulebook.finding("PR-12", True, _("社会调查报告已审查。"))
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
        because = _("测评前没有本人同意，结果不得保存。")
    elif not of_age and not in_time(representative_consented_on):
        because = _("测评前没有法定代理人同意，结果不得保存。")
    else:
        return rulebook.finding("PR-13", True, _("测评前已取得同意。"))
    return rulebook.finding("PR-13", False, because)


@applies("PR-14")
def finding_on_adults_in_the_case(
    with_adults: bool, handled_apart: bool, privacy_measures: bool, rulebook: Rulebook
) -> Finding:
    """Whether a case with adults was split from theirs, or the minor shielded otherwise (PR-14)."""
    if not with_adults:
        because = _("没有成年同案人。")
    elif handled_apart:
        because = _("已分案办理。")
    elif privacy_measures:
        because = _("未分案，已采取保护措施。")
    else:
        because = _("未分案，也没有保护措施。")
    return rulebook.finding("PR-14", not with_adults or handled_apart or privacy_measures, because)


@applies("HR-02")
def finding_on_police_opinion(written: bool, approved_by_head: bool, rulebook: Rulebook) -> Finding:
    """Whether the opinion of the police has its form (HR-02)."""
    if not written:
        because = _("公安机关的意见不是书面的。")
    elif not approved_by_head:
        because = _("没有县级以上公安机关负责人批准。")
    else:
        because = _("书面意见，已经批准。")
    return rulebook.finding("HR-02", written and approved_by_head, because)


@applies("HR-06")
def finding_on_hearing(hearing_on: date, notified_on: date | None, public: bool, rulebook: Rulebook) -> Finding:
    """Whether the participants of a hearing were told in time, and it was not public (HR-06). It is recorded as it was."""
    due = hearing_notice_due(hearing_on, rulebook)
    if notified_on is None:
        because = _("没有何时通知参加人的记录。")
    elif notified_on > due:
        because = _("最迟应于{due}通知，实际{notified_on}。", due=due.isoformat(), notified_on=notified_on.isoformat())
    elif public:
        because = _("涉及未成年人的听证一般不公开。")
    else:
        return rulebook.finding("HR-06", True, _("已按时通知，不公开。"))
    return rulebook.finding("HR-06", False, because)


@applies("HR-07")
def finding_on_proposal(proposed_on: date, limit_ends_on: date, rulebook: Rulebook) -> Finding:
    """Whether the decision was proposed early enough for the person who decides (HR-07)."""
    due = proposal_due(limit_ends_on, rulebook)
    because = _("最迟应于{due}提出，实际{proposed_on}。", due=due.isoformat(), proposed_on=proposed_on.isoformat())
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
            _("已说明考验期长短的理由。") if given else _("请说明考验期长短的理由。"),
        ),
        rulebook.finding(
            "PB-09",
            not is_light or months <= shortest,
            _(
                "考验期{months}个月；可能判处{light}个月以下的一般为{shortest}个月。",
                months=months,
                light=light,
                shortest=shortest,
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
