"""Plans whose dates were worked out with a pencil first, and then checked as a prosecutor checks a file."""

from datetime import date
from typing import Any

import pytest

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.plan.plan_check import PlanCheck, check_plan
from flows.rehearsal import create_staff, get_opener
from law.months import last_day_of_term
from tests.builders import a_plan, an_office, is_entered_late
from tests.records import fresh_record

Office = tuple[Context, Actor]


@pytest.fixture(scope="module")
def office() -> Office:
    context, plan = an_office(fresh_record(), "2028-12-01 10:00"), a_plan()
    create_staff(context, plan, ())
    return context, get_opener(context, plan)


def checked(office: Office, decided_on: str, months: int = 6, **changed: Any) -> PlanCheck:
    return check_plan(*office, a_plan(decided_on, months, **changed))


def refused(check: PlanCheck) -> set[str | None]:
    return {mistake.rule for mistake in check.mistakes}


def warned(check: PlanCheck) -> set[str]:
    """Beside the clocks that are over by the day it is looked over."""
    found = [each for each in check.findings if not is_entered_late(each.because.zh)]
    return {each.rule for each in found if not each.holds and each.effect == "warns"} - {"PB-09"}


REVIEW = {
    "a month from the thirty-first ends with February; the last day falls on Sunday the 27th of a holiday": (
        "2026-02-20", 7, {"received_on": "2026-01-31"}, "2026-02-28", 8, "2026-09-19", "2026-09-28",
    ),
    "fifteen days more are counted from the end of the month": (
        "2026-03-10", 6, {"received_on": "2026-01-31", "extended": True}, "2026-03-15", 5, "2026-09-09", "2026-09-14",
    ),
    "twice returned, the limit begins with the second return": (
        "2026-03-20", 6, {"received_on": "2026-01-20", "returned_on": ["2026-01-25", "2026-02-25"]},
        "2026-03-25", 5, "2026-09-19", "2026-09-24",
    ),
    "jurisdiction changed after it came back, and that counts": (
        "2026-03-20", 6,
        {"received_on": "2026-01-20", "returned_on": ["2026-01-25"], "jurisdiction_changed_on": ["2026-03-02"]},
        "2026-04-02", 13, "2026-09-19", "2026-10-08",
    ),
    "on the fast track ten days": (
        "2026-03-06", 6, {"received_on": "2026-03-02", "fast_track": True}, "2026-03-12", 6, "2026-09-05", "2026-09-11",
    ),
    "six months from the 29th of August end before February's end": (
        "2025-08-29", 6, {"received_on": "2025-08-03"}, "2025-09-03", 5, "2026-02-27", "2026-03-04",
    ),
    "over on a worked Saturday, the last day in Spring Festival: the first day after the holiday": (
        "2025-08-15", 6, {"received_on": "2025-07-19"}, "2025-08-19", 4, "2026-02-14", "2026-02-24",
    ),
    "from a leap day to the day before the thirty-first": (
        "2028-02-29", 6, {"received_on": "2028-02-05"}, "2028-03-05", 5, "2028-08-30", "2028-09-04",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REVIEW)
def test_what_is_left_of_the_review_and_when_the_case_is_decided(office: Office, case: str) -> None:
    decided_on, months, review, limit, left, end, by = REVIEW[case]
    acts = {"act_dates": [f"{int(decided_on[:4]) - 1}-06-01"]}
    born_on = "2011-01-20" if decided_on.startswith("2028") else "2008-01-20"
    check = checked(office, decided_on, months, review=review | {"limit_ends_on": None}, case=acts, born_on=born_on)
    assert refused(check) == set()
    assert check.computed is not None
    computed = check.computed
    assert (str(computed.limit_ends_on), computed.review_days_left) == (limit, left)
    assert (str(computed.working_end), str(computed.final_decision_by)) == (end, by)


@pytest.mark.parametrize(
    ("bail", "written_to", "warns"),
    [
        ([("procuratorate", "2026-02-28", "bail")], "2027-02-27", set()),
        ([("procuratorate", "2026-02-27", "bail")], "2027-02-27", {"DE-06"}),
        ([("police", "2025-09-01", "bail"), ("procuratorate", "2026-02-28", "bail")], "2027-02-27", set()),
        ([("procuratorate", "2026-08-20", "residential_surveillance")], "2027-02-27", {"DE-06"}),
        ([("procuratorate", "2026-02-28", "bail"), ("court", "2026-03-01", "bail")], "2027-02-27", set()),
    ],
)
def test_bail_is_held_against_the_end_from_the_day_of_the_organ_that_decided_last(
    office: Office, bail: list[tuple[str, str, str]], written_to: str, warns: set[str]
) -> None:
    """Decided on 28 August 2026 for six months, which end on 27 February 2027."""
    assert last_day_of_term(date(2026, 8, 28), 6) == date.fromisoformat(written_to)
    measures = [{"decided_by": organ, "from_on": day, "measure": measure} for organ, day, measure in bail]
    check = checked(office, "2026-08-28", case={"bail": measures}, born_on="2009-01-20")
    assert warned(check) == warns


def test_what_is_a_guardians_where_there_is_none_is_named_as_a_doubt(office: Office) -> None:
    """It would be left out in silence: nobody can owe it."""
    sheet = {"usage_sheet": {"on": "Sun"}}
    alone: dict[str, Any] = {"guardian": [], "cadence": sheet}
    assert any("the guardian's" in hint.en for hint in checked(office, "2026-03-02", **alone).doubts)
    assert any(
        "the guardian's" in hint.en
        for hint in checked(office, "2026-03-02", born_on="2008-03-01", cadence=sheet).doubts
    )
    assert not any("the guardian's" in hint.en for hint in checked(office, "2026-03-02", cadence=sheet).doubts)
    own = {"usage_sheet": {"on": "Sun", "owner": "minor"}}
    assert not any(
        "the guardian's" in hint.en for hint in checked(office, "2026-03-02", guardian=[], cadence=own).doubts
    )


@pytest.mark.parametrize(
    ("number", "sex", "doubts"),
    [
        ("990101200905203313", "M", []),
        ("990101200905203323", "F", []),
        ("990101200905203313", "F", ["sex"]),
        ("990101200805203323", "M", ["date of birth", "sex"]),
        (None, "F", []),
    ],
)
def test_an_identity_number_that_tells_of_another_birth_date_or_sex_is_looked_at_once_more(
    number: str | None, sex: str, doubts: list[str], office: Office
) -> None:
    """All dates of age hang on the birth date; but a number can be wrong as well, so nothing is refused."""
    check = checked(office, "2026-03-02", born_on="2009-05-20", minor={"sex": sex, "identity_number": number})
    assert check.may_be_opened
    assert len(check.doubts) == len(doubts)
    assert all(word in sentence.en for word, sentence in zip(doubts, check.doubts, strict=True))
