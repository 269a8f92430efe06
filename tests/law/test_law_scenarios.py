"""Cases that a jurist would try first, each lived through the rules it touches."""

from datetime import date, timedelta

from law import clocks, confidentiality, majority, period
from law.breach import Ground, finding_on_ground, finding_on_several
from law.eligibility import CaseFacts, findings_on_opening
from law.expiry import finding_on_outcome, findings_before_decision, outcomes_offered
from law.finding import filter_refusals, filter_warnings
from law.leave import finding_on_regular_travel
from law.objection import can_be_recorded
from law.parties import Party, PartyState
from law.remedies import AnsweringOffice, RemedyKind, who_answers
from law.responses import finding_on_points
from law.rulebook import Rulebook
from law.sealing import Requester, finding_on_access
from law.transitions import Outcome
from law.working_days import WorkingDays

HEARD = {party: PartyState.HEARD for party in Party}


def case(**changes: object) -> CaseFacts:
    """A case in order, but for what is changed."""
    facts: dict[str, object] = {
        "born_on": date(2009, 4, 14), "act_dates": [date(2026, 2, 8)], "offence_article": "287-2",
        "predicted_sentence_months": 10, "decided_on": date(2026, 4, 21), "opinions": HEARD, "repentance": ["plea"],
        "reason_not_minor_offence": "two classmates", "counsel": True,
    }  # fmt: skip
    return CaseFacts(**{**facts, **changes})  # type: ignore[arg-type]


def test_1_aiding_network_crime_at_fifteen_years_and_eleven_months(rulebook: Rulebook) -> None:
    """No criminal liability."""
    assert [f.rule for f in filter_refusals(findings_on_opening(case(born_on=date(2010, 3, 1)), rulebook))] == ["PR-02"]


def test_2_card_administration_with_a_likely_eight_months(rulebook: Rulebook) -> None:
    """Chapter III does not admit it."""
    facts = case(offence_article="177-1", predicted_sentence_months=8)
    assert [f.rule for f in filter_refusals(findings_on_opening(facts, rulebook))] == ["PR-03"]


def test_3_six_months_from_15_january_written_a_day_too_long(rulebook: Rulebook) -> None:
    """Expected 14 July; the 15th is a warning and no error."""
    start = date(2026, 1, 15)
    assert period.expected_end(start, 6) == date(2026, 7, 14)
    findings = period.findings_on_period(start, date(2026, 7, 15), start, 6, rulebook)
    assert filter_refusals(findings) == []
    assert [f.rule for f in filter_warnings(findings)] == ["DT-07"]


def test_4_points_would_shorten_a_six_month_period(rulebook: Rulebook) -> None:
    """Below six months it cannot go, under either way of counting."""
    findings = period.findings_on_new_end(
        date(2026, 1, 15), date(2026, 7, 14), date(2026, 6, 29), date(2026, 5, 1), rulebook
    )
    assert [f.rule for f in filter_refusals(findings)] == ["PB-01"]


def test_5_two_extensions_of_two_months(rulebook: Rulebook) -> None:
    """Ten months become twelve; fourteen are refused."""
    start, ten, twelve = date(2026, 1, 15), date(2026, 11, 14), date(2027, 1, 14)
    on = date(2026, 9, 1)
    assert filter_refusals(period.findings_on_new_end(start, ten, twelve, on, rulebook)) == []
    again = period.findings_on_new_end(start, twelve, date(2027, 3, 14), on, rulebook)
    assert [f.rule for f in filter_refusals(again)] == ["PB-01"]


def test_6_service_over_the_national_day(days: WorkingDays, rulebook: Rulebook) -> None:
    """Decided on Monday 28 September: counted from the 29th, ended on 1 October, rolled to the 8th."""
    deadline = clocks.service_deadline(date(2026, 9, 28), days, rulebook)
    assert (deadline.last_day, deadline.due_on) == (date(2026, 10, 1), date(2026, 10, 8))


def test_7_what_is_left_of_a_month_and_not_of_thirty_days(days: WorkingDays, rulebook: Rulebook) -> None:
    """Received 5 February, decided the 23rd: ten days are left; the period ends 14 March 2027, the decision the 24th."""
    limit = clocks.review_limit_end(date(2026, 2, 5), False, rulebook)
    left = clocks.review_days_left(limit, date(2026, 2, 23), days)
    assert left == 10
    deadline = clocks.final_decision_deadline(date(2027, 3, 14), left, days, rulebook)
    assert (deadline.due_on, deadline.working_day_before) == (date(2027, 3, 24), date(2027, 3, 23))
    assert deadline.provisional


def test_8_an_apprenticeship_in_the_next_county(rulebook: Rulebook) -> None:
    """A standing permission, and nothing to look into."""
    assert finding_on_regular_travel(True, True, rulebook).holds


def test_9_fifteen_points_below_and_no_ground(rulebook: Rulebook) -> None:
    """Only non-prosecution is offered; the points refuse a revocation and nothing else."""
    offered = outcomes_offered(date(2026, 11, 19), date(2026, 11, 20), False, False)
    assert offered == {Outcome.NON_PROSECUTION}
    assert finding_on_outcome(Outcome.PROSECUTION, offered, rulebook).refuses
    assert finding_on_points(False, -15, rulebook).refuses


def test_10_eighteen_within_the_period(rulebook: Rulebook) -> None:
    """20 May 2027: contacts and consents from the day itself, age findings from the day after."""
    born_on = date(2009, 5, 20)
    days = majority.coming_of_age(born_on, rulebook)
    assert days.age_findings_switch_on - days.consents_alone_from == timedelta(days=1)
    assert majority.finding_on_going_on(born_on, [date(2026, 10, 1)], rulebook).holds


def test_11_three_late_notes(rulebook: Rulebook) -> None:
    """A person looks; no outcome is lost by it."""
    assert finding_on_several(3, date(2026, 6, 1), rulebook).warns
    assert outcomes_offered(date(2026, 11, 19), date(2026, 11, 20), False, False) == {Outcome.NON_PROSECUTION}


def test_12_bail_ends_before_a_long_period(rulebook: Rulebook) -> None:
    """Bail of the office's own decision of 1 February 2026 ends before a period that runs to 31 March 2027."""
    assert clocks.bail_end(date(2026, 2, 1), rulebook) == date(2027, 1, 31) < date(2027, 3, 31)


def test_13_a_theft_reported_after_the_last_day(rulebook: Rulebook) -> None:
    """Done on the 17th a ground may exist, as a reading; done on the 21st it is none; the clock is not stretched."""
    reported_on = date(2026, 11, 24)

    def ground(done_on: date) -> tuple[bool, bool]:
        found = finding_on_ground(
            Ground.NEW_CRIME,
            done_on,
            reported_on,
            date(2026, 5, 20),
            date(2026, 11, 19),
            date(2026, 5, 20),
            False,
            rulebook,
        )
        return found.holds, found.is_reading

    assert ground(date(2026, 11, 17)) == (True, True)
    assert ground(date(2026, 11, 21)) == (False, False)
    assert filter_refusals(findings_before_decision(date(2026, 11, 20), date(2026, 11, 19), rulebook)) == []


def test_14_a_complaint_posted_on_the_last_day(days: WorkingDays, rulebook: Rulebook) -> None:
    """Signed on 18 November, posted on the 24th, arrived on the 27th: in time, to the city, three months from filing."""
    window = clocks.victim_complaint_deadline(date(2026, 11, 18), days, rulebook)
    posted_on, arrived_on = date(2026, 11, 24), date(2026, 11, 27)
    assert posted_on <= window.due_on < arrived_on
    assert who_answers(RemedyKind.COMPLAINT, posted_on <= window.due_on) is AnsweringOffice.NEXT_HIGHER
    assert clocks.reexamination_deadline(arrived_on, False, days, rulebook).last_day == date(2027, 2, 27)


def test_15_an_employer_asks_for_the_file(rulebook: Rulebook) -> None:
    """Denied without a cited basis; a certificate could be had from the first day."""
    assert finding_on_access(Requester.ANYONE_ELSE, None, rulebook).refuses
    decided_on = date(2026, 6, 18)
    assert confidentiality.finding_on_certificate(decided_on, decided_on, rulebook).holds


def test_16_a_father_objects_at_the_announcement() -> None:
    """It counts until the announcement is closed."""
    assert can_be_recorded(date(2026, 10, 9), date(2026, 10, 9))
    assert not can_be_recorded(date(2026, 10, 10), date(2026, 10, 9))
