"""Cases that a jurist would try first, sent to the API as plan files; each changes one thing of a case in order."""

import json
from datetime import date, timedelta
from typing import Any

from sqlmodel import select

from flows.supervision import process_due_events
from models.decision import Incident, Leave
from models.item import Item
from models.journal import JournalLine
from models.plan import Condition
from tests.api.two_offices import TwoOffices, make_plan_for
from tests.builders import is_entered_late


def _checked(offices: TwoOffices, **changed: Any) -> dict[str, Any]:
    content = make_plan_for("gui", minor={"name": "海棠"}, **changed).model_dump(mode="json", exclude_none=True)
    answer = offices.as_("gui.prosecutor").post("/api/v1/plans/check", json=content)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def _refused_by(values: dict[str, Any]) -> set[str]:
    return {each["rule"] for each in values["mistakes"]}


def _warned_of(values: dict[str, Any]) -> set[str]:
    """Beside the clocks that are over by the day it is looked over."""
    found = [each for each in values["findings"] if not is_entered_late(each["because"]["zh"])]
    return {each["rule"] for each in found if not each["holds"] and each["effect"] == "warns"}


def test_what_the_law_says_of_a_case_before_it_is_opened(offices: TwoOffices) -> None:
    """Age, offence, the written end, the days that are left, bail that ends before the period."""
    offices.on("2026-12-01 10:00")
    in_order = _checked(offices)
    assert in_order["may_be_opened"]
    assert _refused_by(in_order) | _warned_of(in_order) == set()

    fifteen = _checked(offices, born_on="2010-02-01", case={"act_dates": ["2026-01-01"]})
    assert (fifteen["may_be_opened"], _refused_by(fifteen)) == (False, {"PR-02"})

    third_chapter = _checked(offices, case={"offence_article": "177-1", "predicted_sentence_months": 8})
    assert (third_chapter["may_be_opened"], _refused_by(third_chapter)) == (False, {"PR-03"})

    a_day_longer = _checked(offices, decision={"period_written_to": "2026-09-02"})
    assert a_day_longer["may_be_opened"]
    assert _warned_of(a_day_longer) == {"DT-07"}
    assert a_day_longer["computed"]["working_end"] == "2026-09-01"

    five_months = _checked(offices, decision={"months": 5, "period_written_to": "2026-08-01"})
    assert _refused_by(five_months) == {"PB-01"}

    ten_left = _checked(offices, days_left=10)["computed"]
    assert (ten_left["review_days_left"], ten_left["final_decision_by"]) == (10, "2026-09-11")
    none_left = _checked(offices, days_left=0)
    assert none_left["may_be_opened"], "a fact: the person who signs is told"
    assert "PB-06" in _warned_of(none_left)

    bail = _checked(offices, case={"bail": [{"decided_by": "procuratorate", "from_on": "2025-09-01"}]})
    assert bail["may_be_opened"]
    assert _warned_of(bail) == {"DE-06"}
    anew = [{"decided_by": "police", "from_on": "2025-09-01"}, {"decided_by": "procuratorate", "from_on": "2026-02-01"}]
    assert "DE-06" not in _warned_of(_checked(offices, case={"bail": anew}))


def test_a_decision_before_the_long_holiday_is_served_by_the_first_day_after_it(offices: TwoOffices) -> None:
    """Decided on Monday 28 September 2026: counted from the 29th, over on 1 October, which is a holiday."""
    offices.on("2026-09-28 15:00")
    content = make_plan_for("gui", decided_on="2026-09-28").model_dump(mode="json", exclude_none=True)
    opened = offices.as_("gui.prosecutor").post("/api/v1/plans", json=content)
    assert opened.status_code == 201, opened.text
    number = opened.json()["number"]
    clocks = offices.as_("gui.prosecutor").get(f"/api/v1/plans/{number}").json()["clocks"]
    assert {clock["due_on"] for clock in clocks if "471(1)" in (clock["article"] or "")} == {"2026-10-08"}


def test_the_period_is_changed_within_its_bounds_and_never_beyond(offices: TwoOffices) -> None:
    """Six months are never shortened; six extended to twelve are extended no more."""
    prosecutor, chief = offices.as_("gui.prosecutor"), offices.as_("gui.chief_prosecutor")
    acts, decisions = f"/api/v1/plans/{offices.number}/acts", f"/api/v1/plans/{offices.number}/decisions"

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
    assert offices.plan().period_to == date(2027, 3, 1)


def test_an_employer_sees_no_sealed_file_and_the_certificate_needs_no_seal(offices: TwoOffices) -> None:
    """The certificate is asked of the police from the first day on; nobody is told to wait."""
    mother = offices.as_("mother")
    asked = mother.post(f"/api/v1/plans/{offices.number}/acts", json={"did": "ask_certificate"})
    assert asked.status_code == 201, asked.text


def _do(offices: TwoOffices, person: str, did: str, **values: Any) -> Any:
    """Somebody does it over the API; the answer."""
    return offices.as_(person).post(f"/api/v1/plans/{offices.number}/acts", json={"did": did, **values})


def _decide(offices: TwoOffices, who: str, **values: Any) -> Any:
    return offices.as_(who).post(f"/api/v1/plans/{offices.number}/decisions", json=values)


def _status(offices: TwoOffices, who: str = "gui.prosecutor") -> dict[str, Any]:
    body: dict[str, Any] = offices.as_(who).get(f"/api/v1/plans/{offices.number}").json()
    return body


def _taken_over(offices: TwoOffices, on: str, **changed: Any) -> TwoOffices:
    """The office takes over a plan whose period ends on 1 September 2026, and lives it alone from there."""
    offices.on(f"{on} 09:00")
    identity = {"name": "青梅", "identity_number": "990199200911203346", "phone": "10000990301"} | changed.pop(
        "minor", {}
    )
    mother = {
        "relation": "mother",
        "name": "青梅的母亲",
        "legal_representative": True,
        "phone": "10000990302",
        "device": "own",
    }
    plan = make_plan_for(
        "gui", taken_over_on=on, announced_on="2026-03-04", minor=identity, guardian=[mother], **changed
    )
    opened = offices.as_("gui.prosecutor").post("/api/v1/plans", json=plan.model_dump(mode="json", exclude_none=True))
    assert opened.status_code == 201, opened.text
    offices.number = opened.json()["number"]
    return offices


def _process_until(offices: TwoOffices, moment: str) -> None:
    offices.on(moment)
    process_due_events(offices.context, offices.number, lane="tick")


def test_8_daily_work_across_the_county_line_is_a_standing_permission_and_no_breach(offices: TwoOffices) -> None:
    """Asked for once, granted once; nothing is to look into on any of its days."""
    asked = _do(offices, "minor", "ask_leave", leave="apprentice", from_on="2026-03-16", to_on="2026-08-31",
                destination="邻县", reason="学徒", for_school_or_work=True, standing=True, leaves="county")  # fmt: skip
    assert asked.status_code == 201, asked.text
    granted = _do(offices, "gui.prosecutor", "decide_leave", leave="apprentice", approved=True)
    assert granted.status_code == 201, granted.text
    with offices.context.database.reading() as session:
        (leave,) = session.exec(select(Leave)).all()
    assert (leave.standing, leave.prosecutor_approved) == (True, True)
    offices.process_due()
    assert offices.rows(Incident) == []
    assert [item.kind for item in offices.rows(Item) if item.kind == "return_check"] == [], (
        "nobody reports back every evening"
    )


def test_9_the_period_is_over_without_a_ground_and_only_non_prosecution_is_open(offices: TwoOffices) -> None:
    """However the points stand: no revocation, no prosecution, and a report that is open is warned of."""
    _taken_over(offices, "2026-08-31")
    _do(offices, "gui.social_worker", "report_incident", incident="points", kind="supervision_rules", done_on="2026-08-30",
        facts="积分-15")  # fmt: skip
    _process_until(offices, "2026-09-02 10:00")
    assert _status(offices)["stage"]["en"] == "the period is over; awaiting the decision"
    assert (
        _decide(offices, "gui.chief_prosecutor", kind="revocation", incident="points", reason="扣分").status_code == 409
    )
    assert _decide(offices, "gui.prosecutor", kind="prosecution").status_code == 409
    offices.dismiss_open_items()
    assert _decide(offices, "gui.prosecutor", kind="opinion", proposal="non_prosecution").status_code == 201
    _process_until(offices, "2026-09-03 10:00")
    decided = _decide(offices, "gui.chief_prosecutor", kind="non_prosecution")
    assert decided.status_code == 201, decided.text
    line = next(line for line in offices.rows(JournalLine) if line.act == "decide_non_prosecution")
    assert line.note["warnings"] == ["FI-04"], "the report was open"


def test_10_eighteen_within_the_period(offices: TwoOffices) -> None:
    """Consents anew on the birthday itself; nothing owed by the mother; the plan's own conditions stay."""
    _taken_over(offices, "2026-05-18", minor={"born_on": "2008-05-20"}, cadence={"usage_sheet": {"on": "Sun"}})
    _process_until(offices, "2026-05-20 00:01")
    _process_until(offices, "2026-05-20 09:00")
    open_items = {
        (item.kind, item.owner)
        for item in offices.rows(Item)
        if item.plan_id == offices.plan().id and item.status == "open"
    }
    assert ("consents", "minor") in open_items
    assert not {owner for _, owner in open_items} & {"guardian"}
    conditions = [row for row in offices.rows(Condition) if row.plan_id == offices.plan().id and row.kind == "A1"]
    assert [row.ended_on for row in conditions] == [None]
    assert _status(offices)["stage"]["en"] == "under supervision"


def test_11_three_notes_that_did_not_come_open_an_attention_and_no_more(offices: TwoOffices) -> None:
    """Late is accepted and counts nothing; three that a named person found missed are listed by their days."""
    for monday in ("2026-03-16", "2026-03-23", "2026-03-30"):
        offices.on(f"{monday} 19:00")
        offices.process_due()
        offices.on(f"{date.fromisoformat(monday) + timedelta(days=1)} 12:00")
        offices.process_due()
    due = ("2026-03-16", "2026-03-23", "2026-03-30")
    assert _do(offices, "minor", "submit", item="weekly_note", due_on="2026-03-09", text="补交").status_code == 201
    for day in due:
        response = _do(offices, "minor", "explain", item="weekly_note", due_on=day, text="忘了")
        assert response.status_code == 201, response.text
        answer = _do(
            offices,
            "gui.assistant",
            "answer_explanation",
            item="weekly_note",
            due_on=day,
            answer="missed",
            reason="无其他原因",
        )
        assert answer.status_code == 201, answer.text
    offices.process_due()
    plan = offices.plan()
    attention = [item for item in offices.rows(Item) if item.plan_id == plan.id and item.kind == "attention"]
    missed = sorted(
        str(item.due_on) for item in offices.rows(Item) if item.plan_id == plan.id and item.status == "missed"
    )
    assert (len(attention), missed, plan.status) == (1, list(due), "under_supervision")
    assert offices.rows(Incident) == [], "nothing is found by it"


def test_an_app_placed_again_as_it_is_already_is_answered_and_changes_nothing(offices: TwoOffices) -> None:
    _do(offices, "gui.social_worker", "name_device", device="computer", whose="own")
    answers = [_do(offices, "gui.assistant", "categorise_app", app="LOL.exe", category="game") for _ in range(2)]
    assert [(answer.status_code, len(answer.json()["recorded"])) for answer in answers] == [(201, 1), (201, 0)]


def test_13_a_game_over_midnight_in_universal_time_is_night_on_both_days(offices: TwoOffices) -> None:
    """23:30 to 00:40 on the wall, stored as 15:30 to 16:40: thirty minutes on one day and forty on the next."""
    _do(offices, "gui.social_worker", "name_device", device="computer", whose="own")
    _do(offices, "gui.assistant", "categorise_app", app="LOL.exe", category="game")
    stretches = (("05T16:00", 23 * 3600, "afk"), ("06T15:00", 7200, "not-afk"), ("06T17:00", 23 * 3600, "afk"))
    at_the_keys = {
        "id": "aw-watcher-afk_pc", "type": "afkstatus", "client": "aw-watcher-afk", "hostname": "pc",
        "created": "2026-03-01T00:00:00+00:00",
        "events": [{"timestamp": f"2026-03-{at}:00+00:00", "duration": seconds, "data": {"status": status}}
                   for at, seconds, status in stretches],
    }  # fmt: skip
    window = {"id": "aw-watcher-window_pc", "type": "currentwindow", "client": "aw-watcher-window", "hostname": "pc",
              "created": "2026-03-01T00:00:00+00:00",
              "events": [{"timestamp": "2026-03-06T15:30:00+00:00", "duration": 4200,
                          "data": {"app": "LOL.exe", "title": "秘密"}}]}  # fmt: skip
    export = {"buckets": {each["id"]: each for each in (at_the_keys, window)}}
    worker = offices.as_("gui.social_worker")
    taken = worker.post(f"/api/v1/plans/{offices.number}/usage/files", content=json.dumps(export).encode(),
                        params={"device": "computer"}, headers={"Content-Type": "application/octet-stream"})  # fmt: skip
    assert taken.status_code == 201, taken.text
    assert [(each["source"], each["days"][0]["night"]) for each in taken.json()["choices"]] == [("activitywatch", 30)]
    offices.act("social_worker", "confirm_usage", device="computer")
    page = worker.get(f"/api/v1/plans/{offices.number}/usage")
    assert "秘密" not in page.text
    days = {day["day"]: day for device in page.json()["devices"] for day in device["days"]}
    assert {day: days[day]["night"] for day in ("2026-03-06", "2026-03-07")} == {
        "2026-03-06": 30,
        "2026-03-07": 40,
    }


def test_14_a_week_without_data_is_not_assessable_and_costs_nothing(offices: TwoOffices) -> None:
    """No figure, no finding, no miss."""
    body = offices.as_("gui.prosecutor").get(f"/api/v1/plans/{offices.number}/usage").json()
    assert body["devices"] == []
    assert all(each["finding"] is None for each in body["looked"] if "finding" in each)
    response = offices.as_("gui.prosecutor").get(f"/api/v1/plans/{offices.number}/evaluation")
    assert response.status_code == 200, response.text
    assert "missed" not in {item.status for item in offices.rows(Item)}


def test_15_an_employer_asks_after_the_seal(offices: TwoOffices) -> None:
    """Asking is on record and is answered in time; it can only be refused, and the certificate was to be had all along."""
    _taken_over(offices, "2026-08-31")
    assert _do(offices, "minor", "ask_certificate").status_code == 201
    _process_until(offices, "2026-09-02 10:00")
    offices.dismiss_open_items()
    _decide(offices, "gui.prosecutor", kind="opinion", proposal="non_prosecution")
    _process_until(offices, "2026-09-03 10:00")
    assert _decide(offices, "gui.chief_prosecutor", kind="non_prosecution").status_code == 201
    _process_until(offices, "2026-09-04 10:00")
    assert _do(offices, "gui.prosecutor", "announce_outcome", present=["minor"]).status_code == 201
    offices.dismiss_open_items()
    _process_until(offices, "2026-09-05 10:00")
    assert offices.plan().status == "sealed"
    asked = _do(
        offices, "gui.clerk", "ask_access", access="q1", requester="anyone_else", who="某公司", purpose="入职背景调查"
    )
    assert asked.status_code == 201, asked.text
    granted = {
        "access": "q1",
        "granted": True,
        "reader": "gui.prosecutor",
        "until_on": "2026-09-20",
        "reason": "单位要求",
    }
    refused = _do(offices, "gui.chief_prosecutor", "answer_access", **granted)
    assert refused.status_code == 409
    assert "486" in refused.json()["article"]
    assert (
        _do(offices, "gui.chief_prosecutor", "answer_access", access="q1", granted=False, reason="无依据").status_code
        == 201
    )
    assert offices.as_("gui.prosecutor").get(f"/api/v1/plans/{offices.number}").status_code == 404
