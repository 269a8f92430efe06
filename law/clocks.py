"""Every time limit of the procedure, each from the fact that starts it.

A legal clock never waits for a form and cannot be switched off. The day that starts it is not counted (CPL art
105). `last_day` is the day the count ends on; where that day is a holiday the limit ends on `rolled_to`. For what
parties file, posting on the last day is in time; our own service is met by receipt, not by posting.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from core.i18n import Text, _
from law.age import comes_of_age_on
from law.applied import applies
from law.finding import Confidence, Finding
from law.months import last_day_of_term, same_day_after
from law.rulebook import Rulebook
from law.working_days import WorkingDays


@dataclass(frozen=True)
class Deadline:
    """The end of a time limit, and where the limit comes from.

    `provisional` says that the official holidays of those days are not known yet: compute it again when they are.
    """

    key: str
    rule: str | None
    meaning: Text
    article: str
    confidence: Confidence
    last_day: date
    rolled_to: date
    provisional: bool

    @property
    def due_on(self) -> date:
        """The day on which the limit ends in law."""
        return self.rolled_to

    def kept(self, done_on: date, rulebook: Rulebook) -> Finding:
        """Whether what was done on that day was in time. It is recorded either way."""
        if self.rule is None:
            raise ValueError(f"{self.key} is an office's own date; no rule answers for it")
        because = _("期限至{due_on}，办理于{done_on}。", due_on=self.due_on.isoformat(), done_on=done_on.isoformat())
        return rulebook.finding(self.rule, done_on <= self.due_on, because)


@dataclass(frozen=True)
class FinalDeadline(Deadline):
    """The last day for the final decision, and the working day before it, which is the day to work towards.

    Nobody has read whether the day on which the limit runs on is itself counted, so the earlier day is the safe one.
    """

    working_day_before: date

    def opinion_by(self, period_end: date, days: WorkingDays) -> date:
        """The day to have the opinion by: the working day before the last, but never before the first day worked after
        the period. Where a day is left at all, that is no later than the decision."""
        return max(self.working_day_before, days.roll_forward(period_end + timedelta(days=1)))


# ---------------------------------------------------------------- the review for prosecution


@applies("DT-04", "HR-08")
def review_limit_end(received_on: date, extended: bool, rulebook: Rulebook) -> date:
    """The end of the review limit: a month from receipt, fifteen days more if extended (HR-08).

    `received_on` is the last day on which the limit began: it begins anew when the case comes back from
    supplementary investigation (CPL art 175) and when jurisdiction changes (art 172(2)), not when another office
    assists.
    """
    end = same_day_after(received_on, rulebook.number("review_limit_months", on=received_on))
    extension = rulebook.number("review_extension_days", on=received_on) if extended else 0
    return end + timedelta(days=extension)


@applies("HR-08")
def fast_track_limit_end(received_on: date, over_a_year: bool, rulebook: Rulebook) -> date:
    """The end of the review limit in a fast-track case: ten days from receipt, fifteen where more than a year is likely
    (HR-08). It is never extended."""
    key = "fast_track_longer_limit_days" if over_a_year else "fast_track_limit_days"
    return received_on + timedelta(days=rulebook.number(key, on=received_on))


@applies("HR-07")
def proposal_due(limit_ends_on: date, rulebook: Rulebook) -> date:
    """The day by which the decision is to be proposed (HR-07)."""
    return limit_ends_on - timedelta(days=rulebook.number("proposal_before_limit_days", on=limit_ends_on))


@applies("HR-08", "PB-04")
def review_days_left(limit_ends_on: date, decided_on: date, days: WorkingDays) -> int:
    """The days of the review limit that stand still during the period, counted without a holiday at its end, which is
    the cautious way. A limit that ends on a day off ends on the first day after it (CPL art 105): a decision up to that
    day is in time and leaves none. Negative only if the limit was over before."""
    if decided_on <= limit_ends_on:
        return (limit_ends_on - decided_on).days
    return min((days.roll_forward(limit_ends_on) - decided_on).days, 0)


@applies("HR-08", "PB-06")
def findings_on_days_left(days_left: int, decided_on: date, rulebook: Rulebook) -> list[Finding]:
    """What to know before signing: how many days remain afterwards for opinion, victim and decision."""
    fewest = rulebook.number("fewest_review_days_left", on=decided_on)
    return [
        rulebook.finding(
            "HR-08",
            days_left >= 0,
            _("在审查起诉期限之内。") if days_left >= 0 else _("审查起诉期限已过。"),
        ),
        rulebook.finding(
            "PB-06",
            days_left >= fewest,
            _("期满后还剩{days_left}日用于考察意见、听取被害人意见和决定。", days_left=days_left)
            if days_left > 0
            else _("期满后没有剩余期限：期满当日到期，而决定须在期满之后作出。"),
        ),
    ]


@applies("PB-04")
def final_decision_deadline(resumes_on: date, days_left: int, days: WorkingDays, rulebook: Rulebook) -> FinalDeadline:
    """The last day for the final decision (PB-04).

    `resumes_on` is the last day of the period, or the day of the revocation; the days left at the decision run on
    from there.
    """
    last_day = resumes_on + timedelta(days=max(days_left, 0))
    rolled_to = days.roll_forward(last_day)
    rule = rulebook.rule("PB-04")
    return FinalDeadline(
        key="final_decision",
        rule=rule.id,
        meaning=_("作出起诉或者不起诉决定的最后期限"),
        article=rule.article,
        confidence=rule.confidence,
        last_day=last_day,
        rolled_to=rolled_to,
        provisional=_is_provisional(last_day, rolled_to, days),
        working_day_before=days.before(last_day),
    )


# ---------------------------------------------------------------- the decision


@applies("DE-02", "DT-02", "DT-03", "DT-04")
def service_deadline(decided_on: date, days: WorkingDays, rulebook: Rulebook) -> Deadline:
    """Service on every addressee, counted from the decision (DE-02)."""
    return get_deadline("service_days", decided_on, days, rulebook)


@applies("DT-02", "DT-03", "DT-04")
def announcement_alarm(decided_on: date, days: WorkingDays, rulebook: Rulebook) -> Deadline:
    """The day on which the prosecutor is told that the decision is still not announced. No law fixes it."""
    return get_deadline("announcement_alarm_working_days", decided_on, days, rulebook)


@applies("HR-06")
def hearing_notice_due(hearing_on: date, rulebook: Rulebook) -> date:
    """The last day on which the participants of a hearing are told in time (HR-06)."""
    return hearing_on - timedelta(days=rulebook.number("hearing_notice_days", on=hearing_on))


@applies("DE-06", "DT-04", "DT-05")
def bail_end(decided_on: date, rulebook: Rulebook) -> date:
    """The last day of bail, first day counted, not rolled: a measure is never lengthened by a holiday (DE-06).

    `decided_on` is the day of the procuratorate's own decision on bail. The police's bail before it does not count.
    """
    return last_day_of_term(decided_on, rulebook.number("bail_most_months", on=decided_on))


@applies("DE-06", "DT-04", "DT-05")
def surveillance_end(decided_on: date, rulebook: Rulebook) -> date:
    """The last day of residential surveillance, counted as bail is (DE-06)."""
    return last_day_of_term(decided_on, rulebook.number("surveillance_most_months", on=decided_on))


@applies("DT-02", "DT-03", "DT-04", "FI-16")
def withdrawn_charges_decision(withdrawn_on: date, days: WorkingDays, rulebook: Rulebook) -> Deadline:
    """By then it is decided not to prosecute after all (FI-16)."""
    return get_deadline("withdrawn_charges_days", withdrawn_on, days, rulebook)


# ---------------------------------------------------------------- remedies


@applies("DT-02", "DT-03", "DT-04", "RE-01")
def reconsideration_request(received_on: date, days: WorkingDays, rulebook: Rulebook) -> Deadline:
    """Police may ask for reconsideration until then, from their receipt of the decision (RE-01)."""
    return get_deadline("reconsideration_request_days", received_on, days, rulebook)


@applies("DT-02", "DT-03", "DT-04", "RE-02")
def reconsideration_decision(request_received_on: date, days: WorkingDays, rulebook: Rulebook) -> Deadline:
    """The office decides the reconsideration by then, by another prosecutor (RE-02)."""
    return get_deadline("reconsideration_decision_days", request_received_on, days, rulebook)


@applies("DT-02", "DT-03", "DT-04", "RE-03")
def higher_review_request(received_on: date, days: WorkingDays, rulebook: Rulebook) -> Deadline:
    """Police may request review until then, from their receipt of the reconsideration decision (RE-03)."""
    return get_deadline("higher_review_request_days", received_on, days, rulebook)


@applies("DT-02", "DT-03", "DT-04", "RE-04")
def higher_review_decision(request_received_on: date, days: WorkingDays, rulebook: Rulebook) -> Deadline:
    """The higher office decides the review by then (RE-04)."""
    return get_deadline("higher_review_decision_days", request_received_on, days, rulebook)


@applies("DT-02", "DT-03", "DT-04", "RE-05")
def victim_complaint_deadline(received_on: date, days: WorkingDays, rulebook: Rulebook) -> Deadline:
    """A victim's complaint posted until then goes to the next-higher office; a later one to the deciding office.

    The limit decides the way, not whether the complaint is heard (RE-05). It runs from that victim's own receipt.
    """
    return get_deadline("victim_complaint_days", received_on, days, rulebook)


@applies("DT-02", "DT-03", "DT-04", "RE-06")
def reexamination_deadline(filed_on: date, complex: bool, days: WorkingDays, rulebook: Rulebook) -> Deadline:
    """The re-examination of a complaint ends by then (RE-06)."""
    return get_deadline("reexamination_complex_months" if complex else "reexamination_months", filed_on, days, rulebook)


# ---------------------------------------------------------------- answers owed by others and by us


@applies("DT-02", "DT-03", "DT-04", "GU-05", "GU-09")
def suggestion_reply(served_on: date, days: WorkingDays, rulebook: Rulebook, *, general: bool = False) -> Deadline:
    """The unit's written answer to a suggestion (GU-05); `general` for one outside the Minors Protection Law."""
    key = "general_suggestion_reply_months" if general else "suggestion_reply_months"
    return get_deadline(key, served_on, days, rulebook)


@applies("DT-02", "DT-03", "DT-04", "SE-03")
def access_answer(asked_on: date, days: WorkingDays, rulebook: Rulebook) -> Deadline:
    """The answer to a request for sealed records: the shorter of the two limits (SE-03)."""
    by_rules = get_deadline("access_answer_days", asked_on, days, rulebook)
    by_measures = get_deadline("access_answer_working_days", asked_on, days, rulebook)
    return min(by_measures, by_rules, key=lambda deadline: deadline.due_on)


@applies("DT-02", "DT-03", "DT-04", "SE-07")
def police_sealing(received_on: date, days: WorkingDays, rulebook: Rulebook) -> Deadline:
    """The police have sealed by then, from their receipt of decision and sealing notice (SE-07)."""
    return get_deadline("police_sealing_days", received_on, days, rulebook)


@applies("DT-02", "DT-03", "DT-04", "SE-11")
def certificate_of_no_record(asked_on: date, days: WorkingDays, rulebook: Rulebook) -> Deadline:
    """The police issue the certificate by then. It can be had from the first day of the period (SE-11)."""
    return get_deadline("certificate_working_days", asked_on, days, rulebook)


@applies("GU-04")
def mandatory_report_feedback(accepted_on: date, rulebook: Rulebook) -> date:
    """The day feedback on a mandatory report is due; it does not roll, because a child is waiting (GU-04)."""
    return accepted_on + timedelta(days=rulebook.number("report_feedback_days", on=accepted_on))


@applies("DT-04", "FI-11")
def after_care_end(born_on: date, announced_on: date, rulebook: Rulebook) -> date:
    """Voluntary after-care ends on the later of the eighteenth birthday and six months after the final announcement.

    Or at any time, at the person's word (FI-11).
    """
    six_months_on = same_day_after(announced_on, rulebook.number("after_care_months", on=announced_on))
    return max(comes_of_age_on(born_on, rulebook), six_months_on)


@applies("DT-02", "DT-03", "DT-04")
def get_deadline(key: str, from_day: date, days: WorkingDays, rulebook: Rulebook) -> Deadline:
    """The limit of that number from that day, which itself is not counted (DT-02), rolled over days off (DT-03).

    Raises ValueError for what is no number of days.
    """
    entry = rulebook.entry(key)
    length = rulebook.number(key, on=from_day)
    if entry.unit == "working_days":
        last_day = days.after(from_day, length)
    elif entry.unit == "months":
        last_day = same_day_after(from_day, length)
    elif entry.unit == "days":
        last_day = from_day + timedelta(days=length)
    else:
        raise ValueError(f"{key} is counted in {entry.unit}, not in days")
    rolled_to = days.roll_forward(last_day)
    first_counted = from_day if entry.unit == "working_days" else last_day
    return Deadline(
        key=key,
        rule=entry.rule,
        meaning=entry.meaning,
        article=entry.article,
        confidence=entry.confidence,
        last_day=last_day,
        rolled_to=rolled_to,
        provisional=_is_provisional(first_counted, rolled_to, days),
    )


def _is_provisional(first: date, last: date, days: WorkingDays) -> bool:
    span = (last - first).days
    return any(days.is_provisional(first + timedelta(days=day)) for day in range(span + 1))
