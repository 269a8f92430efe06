"""A plan file read by the law before it is opened: findings, the mistakes among them, and what nobody recorded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework.shared.files.clocks_at_entry import ends_of_measures, findings_at_entry
from casework.shared.files.plan_file import WEEKDAYS, ConditionPart, GuardianSheetPart, MinorPart, PlanFile, WeeklyPart
from casework.shared.items.item_kinds import SHEETS
from core.dates import weekday_words
from core.errors import Mistake
from core.i18n import Text, _
from law.age import comes_of_age_on
from law.card_cases import CardFacts, finding_on_amounts
from law.clocks import fast_track_limit_end, findings_on_days_left, review_days_left, review_limit_end
from law.conditions import ConditionText, StatutoryDuty, finding_on_duties, findings_on_condition
from law.confidentiality import finding_on_file_cover
from law.decision import (
    Custody,
    Measure,
    finding_on_custody,
    finding_on_end_of_measure,
    finding_on_telling_the_victim,
    finding_on_written_decision,
)
from law.eligibility import LIGHT_CASE_OFFENCES, CaseFacts, findings_on_opening
from law.examination import (
    Present,
    WhyNotThere,
    finding_on_adults_in_the_case,
    finding_on_handler,
    finding_on_hearing,
    finding_on_police_opinion,
    finding_on_proposal,
    finding_on_questioning,
    finding_on_social_investigation,
    findings_on_length,
    review_limit_begins_on,
)
from law.finding import Finding
from law.objection import ObjectionKind, finding_on_withdrawal, to_law_objection
from law.parties import Party, PartyState
from law.period import findings_on_period
from law.rulebook import Rulebook
from law.supervision import finding_on_agreement, finding_on_reaching
from law.working_days import WorkingDays
from notifications.contact_hours import PhoneWindow

# Where in the file a rule's mistake is to be looked for.
_PLACES = {
    "PR-01": "minor.born_on",
    "PR-02": "minor.born_on",
    "PR-03": "case.offence_article",
    "PR-04": "case.predicted_sentence_months",
    "PR-05": "case.evidence_sufficient",
    "PR-06": "case.repentance",
    "PR-07": "case.why_not_minor_offence",
    "PR-08": "case.why_not_minor_offence",
    "PR-10": "case.counsel",
    "HR-03": "case.objection",
    "HR-08": "review",
    "DE-01": "decision.in_writing",
    "DT-06": "decision.period_written_from",
    "DT-07": "decision.period_written_to",
    "PB-01": "decision.period_written_to",
    "PB-06": "review",
}
_DUTIES = [duty.value for duty in StatutoryDuty]


@dataclass(frozen=True)
class PlanExamination:
    """What the law says of a plan file. `not_recorded` names the rules that could not be asked: nobody recorded it."""

    findings: list[Finding]
    mistakes: list[Mistake]
    limit_ends_on: date
    days_left: int
    not_recorded: list[str]


def examine_plan(plan: PlanFile, rulebook: Rulebook, today: date, days: WorkingDays) -> PlanExamination:
    """Every finding on opening this plan today, and on each clock that is over by then; those that refuse are mistakes.
    Nothing is changed."""
    decision = plan.decision
    limit = get_review_limit(plan, rulebook)
    left = review_days_left(limit, decision.on, days)
    examination = dict(_examination(plan, limit, rulebook))
    sentence = plan.case.predicted_sentence_months
    length = findings_on_length(decision.months, sentence, decision.reasons, decision.on, rulebook)
    findings = [
        *findings_on_opening(case_facts(plan), rulebook),
        *findings_on_period(
            decision.period_written_from, decision.period_written_to, decision.on, decision.months, rulebook
        ),
        *(each for each in length if decision.reasons is not None or each.rule != "PB-02"),
        *findings_on_days_left(left, decision.on, rulebook),
        *findings_at_entry(plan, limit, days, rulebook, today),
        finding_on_written_decision(decision.in_writing, rulebook),
        finding_on_custody(Custody.DETAINED if plan.case.in_custody else Custody.FREE, rulebook),
        finding_on_duties(_DUTIES, rulebook),
        finding_on_reaching(bool(plan.minor.phone) or "paper" in plan.minor.reach, rulebook),
        *(finding for finding in examination.values() if finding is not None),
    ]
    mistakes = [
        Mistake(place, finding.because, rule=finding.rule, article=finding.article)
        for finding in findings
        if finding.refuses
        for place in _find_places(finding, plan)
    ]
    for place, part in enumerate(plan.condition, 1):
        on_condition = findings_on_condition(condition_text(part), rulebook)
        findings += on_condition
        mistakes += [
            Mistake(f"condition[{place}].text", each.because, rule=each.rule, article=each.article)
            for each in on_condition
            if each.refuses
        ]
    not_recorded = [rule for rule, finding in examination.items() if finding is None]
    not_recorded += ["PB-02"] if decision.reasons is None else []
    not_recorded += ["PR-05"] if plan.case.evidence_sufficient is None else []
    return PlanExamination(findings, mistakes + _impossible_dates(plan, today), limit, left, not_recorded)


def _find_places(finding: Finding, plan: PlanFile) -> list[str]:
    """Where in the file the mistake is: of opinions that are not recorded (HR-01), at each party."""
    if finding.rule != "HR-01":
        return [_PLACES.get(finding.rule, "file")]
    return [f"case.opinions.{party}.state" for party in Party if getattr(plan.case.opinions, party.value) is None]


def find_doubts(plan: PlanFile, rulebook: Rulebook) -> list[Text]:
    """What somebody should look at once more before the plan is opened, although no rule is against it."""
    return [
        *_contradicted_by_number(plan.minor), *_unowned_duties(plan, rulebook), *_waiting_for_consent(plan),
        *_sheet_without_the_phone(plan),
    ]  # fmt: skip


def _contradicted_by_number(minor: MinorPart) -> list[Text]:
    """Where the identity number tells of another birth date or sex (GB 11643: digits 7 to 14, and 17, odd for a boy). A
    number can be wrong, and so can what is typed beside it: all dates of age hang on it."""
    number = minor.identity_number
    if number is None:
        return []
    sentences: list[Text] = []
    if number[6:14] != f"{minor.born_on:%Y%m%d}":
        sentences.append(_("公民身份号码里的出生日期，与填写的出生日期不一致，请核对。"))
    if (int(number[16]) % 2 == 1) != (minor.sex == "M"):
        sentences.append(_("公民身份号码里的性别，与填写的性别不一致，请核对。"))
    return sentences


def _unowned_duties(plan: PlanFile, rulebook: Rulebook) -> list[Text]:
    """The duties that the file gives to a guardian although there is none now: nobody will be asked for them."""
    if plan.guardian and comes_of_age_on(plan.minor.born_on, rulebook) > plan.decision.on:
        return []
    sheets = (plan.cadence.of(kind) for kind in SHEETS)
    sentences: list[Text] = []
    if any(isinstance(sheet, GuardianSheetPart) and sheet.owner == "guardian" for sheet in sheets):
        sentences.append(_("每周小表写明由监护人填写，但没有监护人，不会有这一项；可以写明由本人填写。"))
    sentences += [
        _("第{place}项附带条件写明是监护人的事，但没有监护人。", place=place)
        for place, condition in enumerate(plan.condition, 1)
        if condition.owner == "guardian"
    ]
    return sentences


def _waiting_for_consent(plan: PlanFile) -> list[Text]:
    """Sheets of minutes are asked for once the family has agreed to them; until then none is in the calendar."""
    if not any(plan.cadence.of(kind) for kind in SHEETS):
        return []
    return [_("用网小表要等本人、监护人同意收取用网数据以后才排入日程；同意由社工当面征求。")]


def _sheet_without_the_phone(plan: PlanFile) -> list[Text]:
    """A sheet due on a day on which the phone is away, as with a school that keeps it, can be read from no screen: it belongs
    on the last day of the week on which it is there."""
    windows = [PhoneWindow.read(text) for text in plan.minor.phone_held]
    held = {day for window in windows for day in window.weekdays}
    days = [WEEKDAYS.index(sheet.on) for kind in SHEETS if isinstance(sheet := plan.cadence.of(kind), WeeklyPart)]
    return [
        _(
            "每周小表定在{on}，那天孩子手里没有手机；建议定在{last}，一周里手机在手的最后一天。",
            on=weekday_words(day), last=weekday_words(max(held)),
        )
        for day in days
        if held and day not in held
    ]  # fmt: skip


def get_review_limit(plan: PlanFile, rulebook: Rulebook) -> date:
    """The end of the review limit: as written, or counted from the day on which it began last (HR-08, HR-10)."""
    review = plan.review
    if review.limit_ends_on is not None:
        return review.limit_ends_on
    begun = review_limit_begins_on(review.received_on, review.returned_on, review.jurisdiction_changed_on)
    if review.fast_track:
        over_a_year = plan.case.predicted_sentence_months > rulebook.number("sentence_most_months", on=begun)
        return fast_track_limit_end(begun, over_a_year, rulebook)
    return review_limit_end(begun, review.extended, rulebook)


def case_facts(plan: PlanFile) -> CaseFacts:
    """The facts of the file as the law asks for them."""
    opinions = {party: getattr(plan.case.opinions, party.value) for party in Party}
    made = plan.case.objection
    return CaseFacts(
        born_on=plan.minor.born_on,
        act_dates=plan.case.act_dates,
        offence_article=plan.case.offence_article,
        predicted_sentence_months=plan.case.predicted_sentence_months,
        decided_on=plan.decision.on,
        opinions={party: PartyState(opinion.state) for party, opinion in opinions.items() if opinion},
        repentance=plan.case.repentance,
        reason_not_minor_offence=plan.case.why_not_minor_offence,
        counsel=None if plan.case.counsel is None else plan.case.counsel != "none",
        opinions_heard_on={party: opinion.on for party, opinion in opinions.items() if opinion and opinion.on},
        conditions_for_prosecution_met=plan.case.evidence_sufficient,
        serious_injury_or_death=plan.case.serious_injury_or_death,
        mitigating=plan.case.mitigating,
        aggravating=plan.case.aggravating,
        objection=to_law_objection(made.by, made.against) if made and made.withdrawn_on is None else ObjectionKind.NONE,
        objection_answered=bool(made and made.answered),
    )


def condition_text(part: ConditionPart) -> ConditionText:
    """The condition as the law reads it."""
    return ConditionText(
        kind=part.kind, text=part.text, measure=part.measure, evidence=part.evidence, confirmed_by=part.confirmed_by,
        owner=part.owner, amount=part.amount, residential=part.residential,
    )  # fmt: skip


def _examination(plan: PlanFile, limit_ends_on: date, rulebook: Rulebook) -> Iterator[tuple[str, Finding | None]]:
    """Rule by rule what the file says of the examination; None where nobody recorded it."""
    case, decision = plan.case, plan.decision
    familiar = case.handler_familiar_with_minors
    yield "PR-09", None if familiar is None else finding_on_handler(familiar, rulebook)
    asked = case.questioning
    yield "PR-11", None if asked is None else finding_on_questioning(
        Present(asked.present), WhyNotThere(asked.why_not_there) if asked.why_not_there else None,
        plan.minor.sex == "F", asked.female_staff, asked.read_and_signed, rulebook,
    )  # fmt: skip
    report = case.social_investigation
    yield (
        "PR-12",
        None
        if report is None
        else finding_on_social_investigation(True, report.reviewed, report.gaps_found, report.supplemented, rulebook),
    )
    if (adults := case.adults) is not None:
        yield "PR-14", finding_on_adults_in_the_case(True, adults.handled_apart, adults.privacy_measures, rulebook)
        yield "SE-10", finding_on_file_cover(not adults.handled_apart, adults.cover_marked, rulebook)
    if case.offence_article in LIGHT_CASE_OFFENCES[:1]:
        cards = case.cards
        yield (
            "PR-16",
            None
            if cards is None
            else finding_on_amounts(CardFacts(act_on=max(case.act_dates), **cards.model_dump()), rulebook),
        )
    police = case.opinions.police
    if police is not None and police.state == "heard":
        known = police.written is not None or police.approved_by_head is not None
        form = finding_on_police_opinion(bool(police.written), bool(police.approved_by_head), rulebook)
        yield "HR-02", form if known else None
    if (hearing := case.hearing) is not None:
        yield "HR-06", finding_on_hearing(hearing.on, hearing.notified_on, hearing.public, rulebook)
    proposed = plan.review.proposed_on
    yield "HR-07", None if proposed is None else finding_on_proposal(proposed, limit_ends_on, rulebook)
    if (made := case.objection) is not None and made.withdrawn_on is not None:
        yield "HR-05", finding_on_withdrawal(made.withdrawn_on, None, rulebook)
    run = [
        Measure(each.decided_by, each.measure == "residential_surveillance", each.from_on)
        for each in case.bail
        if each.lifted_on is None
    ]
    if ends := [ends_on for _, ends_on in ends_of_measures(run, rulebook)]:
        yield "DE-06", finding_on_end_of_measure(max(ends), decision.period_written_to, rulebook)
    victim_notified = decision.victim_told
    if not case.no_victim:
        yield (
            "DE-04",
            None
            if victim_notified is None
            else finding_on_telling_the_victim(
                True, "complaint" in victim_notified, "no_court" in victim_notified, rulebook
            ),
        )
    signed = decision.agreement_signed
    yield (
        "SU-04",
        None if signed is None else finding_on_agreement(signed, plan.team.social_worker is not None, rulebook),
    )


def _mistakes_of_consents(plan: PlanFile, today: date) -> Iterator[Mistake]:
    relations = {"minor", *(guardian.relation for guardian in plan.guardian)}
    for place, consent in enumerate(plan.usage.consent, 1):
        if consent.person not in relations:
            unknown = _("文件里没有这个人。")
            yield Mistake(f"usage.consent[{place}].person", unknown)
        if consent.on > today:
            yield Mistake(f"usage.consent[{place}].on", _("晚于今天。"))


def _impossible_dates(plan: PlanFile, today: date) -> list[Mistake]:
    """Dates that no world can have: an act before birth, a decision before receipt, something done in the future."""
    decision, review = plan.decision, plan.review
    mistakes = []
    done = {"decision.on": decision.on} | {f"service[{n}].on": each.on for n, each in enumerate(plan.service, 1)}
    if plan.announcement:
        done["announcement.on"] = plan.announcement.on
    mistakes += [Mistake(place, _("晚于今天。")) for place, day in done.items() if day > today]
    mistakes += _mistakes_of_consents(plan, today)
    if plan.taken_over_on is not None and not decision.on <= plan.taken_over_on <= today:
        mistakes.append(Mistake("taken_over_on", _("不在决定日与今天之间。")))
    if decision.period_written_to <= decision.period_written_from:
        mistakes.append(Mistake("decision.period_written_to", _("不晚于起始日。")))
    if review.received_on > decision.on:
        mistakes.append(Mistake("decision.on", _("早于受理日。")))
    mistakes += [
        Mistake(f"review.{name}[{place}]", _("不在受理日与决定日之间。"))
        for name in ("returned_on", "jurisdiction_changed_on")
        for place, day in enumerate(getattr(review, name), 1)
        if not review.received_on <= day <= decision.on
    ]
    proposed = review.proposed_on
    if proposed is not None and not review.received_on <= proposed <= decision.on:
        mistakes.append(Mistake("review.proposed_on", _("不在受理日与决定日之间。")))
    if plan.case.objection and plan.case.objection.on > decision.on:
        mistakes.append(Mistake("case.objection.on", _("决定之后的异议请另行记录。")))
    if plan.announcement and plan.announcement.on < decision.on:
        mistakes.append(Mistake("announcement.on", _("早于决定日。")))
    mistakes += [
        Mistake(f"case.act_dates[{place}]", _("晚于受理日。"))
        for place, day in enumerate(plan.case.act_dates, 1)
        if day > review.received_on
    ]
    mistakes += [
        Mistake(f"service[{place}].on", _("早于决定日。"))
        for place, service in enumerate(plan.service, 1)
        if service.on < decision.on
    ]
    mistakes += [
        Mistake(f"milestone[{place}].on", _("不在考验期内。"))
        for place, milestone in enumerate(plan.milestone, 1)
        if not decision.period_written_from <= milestone.on <= decision.period_written_to
    ]
    names = [milestone.name for milestone in plan.milestone]
    mistakes += [
        Mistake(f"milestone[{place}].name", _("与另一次评估同名。"))
        for place, name in enumerate(names, 1)
        if name in names[: place - 1]
    ]
    return mistakes
