"""Cases that a jurist would try first, sent to the API as plan files; each changes one thing of a case in order."""

from datetime import date, timedelta
from typing import Any

from tests.api.house import House, plan_of


def _checked(house: House, **changed: Any) -> dict[str, Any]:
    content = plan_of("gui", **changed).model_dump(mode="json", exclude_none=True)
    answer = house.as_("gui.prosecutor").post("/api/v1/plans/check", json=content)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def _refused_by(told: dict[str, Any]) -> set[str]:
    return {each["rule"] for each in told["mistakes"]}


def _warned_of(told: dict[str, Any]) -> set[str]:
    return {each["rule"] for each in told["findings"] if not each["holds"] and each["effect"] == "warns"}


def test_what_the_law_says_of_a_case_before_it_is_opened(house: House) -> None:
    """Age, offence, the written end, the days that are left, bail that ends before the period."""
    house.on("2026-12-01 10:00")
    in_order = _checked(house)
    assert in_order["may_be_opened"]
    assert _refused_by(in_order) | _warned_of(in_order) == set()

    fifteen = _checked(house, born_on="2010-02-01", case={"act_dates": ["2026-01-01"]})
    assert (fifteen["may_be_opened"], _refused_by(fifteen)) == (False, {"PR-02"})

    third_chapter = _checked(house, case={"offence_article": "177-1", "predicted_sentence_months": 8})
    assert (third_chapter["may_be_opened"], _refused_by(third_chapter)) == (False, {"PR-03"})

    a_day_longer = _checked(house, decision={"period_written_to": "2026-09-02"})
    assert a_day_longer["may_be_opened"]
    assert _warned_of(a_day_longer) == {"DT-07"}
    assert a_day_longer["computed"]["working_end"] == "2026-09-01"

    five_months = _checked(house, decision={"months": 5, "period_written_to": "2026-08-01"})
    assert _refused_by(five_months) == {"PB-01"}

    ten_left = _checked(house, days_left=10)["computed"]
    assert (ten_left["review_days_left"], ten_left["final_decision_by"]) == (10, "2026-09-11")
    none_left = _checked(house, days_left=0)
    assert none_left["may_be_opened"], "a fact: the person who signs is told"
    assert "PB-06" in _warned_of(none_left)

    bail = _checked(house, case={"bail": [{"decided_by": "procuratorate", "from_on": "2025-09-01"}]})
    assert bail["may_be_opened"]
    assert _warned_of(bail) == {"DE-06"}
    anew = [{"decided_by": "police", "from_on": "2025-09-01"}, {"decided_by": "procuratorate", "from_on": "2026-02-01"}]
    assert "DE-06" not in _warned_of(_checked(house, case={"bail": anew}))


def test_a_decision_before_the_long_holiday_is_served_by_the_first_day_after_it(house: House) -> None:
    """Decided on Monday 28 September 2026: counted from the 29th, over on 1 October, which is a holiday."""
    house.on("2026-09-28 15:00")
    content = plan_of("gui", decided_on="2026-09-28").model_dump(mode="json", exclude_none=True)
    opened = house.as_("gui.prosecutor").post("/api/v1/plans", json=content)
    assert opened.status_code == 201, opened.text
    number = opened.json()["number"]
    clocks = house.as_("gui.prosecutor").get(f"/api/v1/plans/{number}").json()["clocks"]
    assert {clock["due_on"] for clock in clocks if "471(1)" in (clock["article"] or "")} == {"2026-10-08"}


def test_the_period_is_changed_within_its_bounds_and_never_beyond(house: House) -> None:
    """Six months are never shortened; six extended to twelve are extended no more."""
    prosecutor, chief = house.as_("gui.prosecutor"), house.as_("gui.chief_prosecutor")
    acts, decisions = f"/api/v1/plans/{house.number}/acts", f"/api/v1/plans/{house.number}/decisions"

    def change(to: date) -> tuple[int, int]:
        asked = prosecutor.post(
            acts, json={"did": "propose", "step": "period_change", "new_end_on": str(to), "reason": "视表现"}
        )
        made = chief.post(decisions, json={"kind": "period_change", "new_end_on": str(to), "reason": "视表现"})
        return asked.status_code, made.status_code

    shorter = prosecutor.post(
        acts, json={"did": "propose", "step": "period_change", "new_end_on": "2026-08-15", "reason": "加分"}
    )
    assert shorter.status_code == 409
    assert "283" in shorter.json()["article"]
    assert change(date(2027, 1, 1)) == (201, 201)
    assert change(date(2027, 3, 1)) == (201, 201)
    assert change(date(2027, 3, 1) + timedelta(days=31)) == (409, 409)
    assert house.plan().period_to == date(2027, 3, 1)


def test_an_employer_sees_no_sealed_file_and_the_certificate_needs_no_seal(house: House) -> None:
    """The certificate is asked of the police from the first day on; nobody is told to wait."""
    mother = house.as_("mother")
    asked = mother.post(f"/api/v1/plans/{house.number}/acts", json={"did": "ask_certificate"})
    assert asked.status_code == 201, asked.text
