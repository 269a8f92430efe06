"""The board of runs: what is halted, failing or late first, and to each reader only what they may see of it."""

from datetime import timedelta

from casework.plan.halting import quarantine
from casework.plan.scheduling import record_failure
from casework.staff.staffing import ensure_office
from models.base import new_id
from models.journal import JournalLine
from models.office import Office, OfficeLevel, Staff
from models.plan import Plan
from tests.api.two_offices import TwoOffices

URL = "/api/v1/runs"


def _board(offices: TwoOffices, who: str = "gui.prosecutor", query: str = "") -> dict:  # type: ignore[type-arg]
    answer = offices.as_(who).get(URL + query)
    assert answer.status_code == 200, answer.text
    board: dict = answer.json()  # type: ignore[type-arg]
    return board


def _change(offices: TwoOffices, number: str, /, **values: object) -> None:
    with offices.context.database.transaction() as session:
        plan = offices.context.find(session, number)
        for name, value in values.items():
            setattr(plan, name, value)
        session.add(plan)


def _all_in_one_office(offices: TwoOffices) -> None:
    """Both plans are of the same office: a head sees two runs."""
    _change(offices, offices.other, office_id=offices.plan().office_id)


def test_a_run_that_waits_says_until_when_for_what_and_whose_it_is(offices: TwoOffices) -> None:
    board = _board(offices)
    (run,) = board["runs"]
    assert (run["number"], run["state"], run["attempts"]) == (offices.number, "waiting", 0)
    assert run["next_at"] > "2026-03-10"
    assert run["next"]["words"]["zh"]
    assert run["next"]["owner_words"]["zh"]
    assert run["awaits"] in ("family", "staff", "statutory", "machine")
    assert run["stage"]["zh"] == "考验期内"
    assert board["counts"] == {"halted": 0, "failing": 0, "late": 0, "working": 0, "waiting": 1}


def test_halted_comes_before_failing_and_failing_before_waiting(offices: TwoOffices) -> None:
    _all_in_one_office(offices)
    offices.on("2026-03-10 10:01")  # after the run before it
    record_failure(offices.context, offices.other, source="tick", reference="ab12", kind="ValueError")
    assert [run["state"] for run in _board(offices, "gui.department_head")["runs"]] == ["failing", "waiting"]
    quarantine(offices.context, offices.number)
    first, second = _board(offices, "gui.department_head")["runs"]
    assert (first["number"], first["state"], second["state"]) == (offices.number, "halted", "failing")
    assert second["attempts"] == 1
    assert "ab12" in second["last"]["failure"]["zh"]
    assert first["next_at"] is None
    assert first["awaits"] == "people"
    assert first["next"]["kind"] == "plan_halted"
    assert first["next"]["owner"] == "prosecutor"


def test_a_run_whose_time_has_passed_is_late(offices: TwoOffices) -> None:
    now = offices.context.clock.now()
    _change(offices, offices.number, wake_at=now - timedelta(seconds=20))
    assert _board(offices)["runs"][0]["state"] == "waiting"
    _change(offices, offices.number, wake_at=now - timedelta(minutes=1))
    assert _board(offices)["runs"][0]["state"] == "late"
    _change(offices, offices.number, claimed_until=now + timedelta(seconds=10), claimed_by="tick-1")
    assert _board(offices)["runs"][0]["state"] == "working"
    _change(offices, offices.number, wake_at=None, claimed_until=None)
    assert _board(offices)["runs"][0]["state"] == "late"


def test_a_sealed_or_closed_plan_has_no_run(offices: TwoOffices) -> None:
    _change(offices, offices.number, sealed_at=offices.context.clock.now())
    board = _board(offices)
    assert board["runs"] == []
    assert sum(board["counts"].values()) == 0


def test_the_board_can_be_filtered(offices: TwoOffices) -> None:
    for query, found in (
        ("?status=under_supervision", True),
        ("?status=revoked", False),
        ("?person=gui.social_worker", True),
        ("?person=ren.social_worker", False),
        ("?state=failing", False),
        ("?awaits=people", False),
    ):
        numbers = [run["number"] for run in _board(offices, query=query)["runs"]]
        assert numbers == ([offices.number] if found else []), query


def test_the_board_can_be_sorted_and_comes_in_pages(offices: TwoOffices) -> None:
    _all_in_one_office(offices)
    numbers = sorted([offices.number, offices.other])
    there = [run["number"] for run in _board(offices, "gui.department_head", "?order=number")["runs"]]
    back = [run["number"] for run in _board(offices, "gui.department_head", "?order=number&descending=true")["runs"]]
    assert (there, back) == (numbers, numbers[::-1])
    first = _board(offices, "gui.department_head", "?order=number&limit=1")
    second = _board(offices, "gui.department_head", f"?order=number&limit=1&cursor={first['next']}")
    assert [first["runs"][0]["number"], second["runs"][0]["number"]] == numbers
    assert second["next"] is None
    for order in ("state", "next", "last", "attempts"):
        assert len(_board(offices, "gui.department_head", f"?order={order}")["runs"]) == 2
    assert offices.as_("gui.prosecutor").get(f"{URL}?cursor=nonsense").status_code == 422
    assert offices.as_("gui.prosecutor").get(f"{URL}?order=size").status_code == 422


def test_a_prosecutor_sees_the_own_plans_and_an_office_its_own(offices: TwoOffices) -> None:
    for who, number in (("gui.prosecutor", offices.number), ("ren.prosecutor", offices.other),
                        ("gui.chief_prosecutor", offices.number), ("ren.department_head", offices.other)):  # fmt: skip
        assert [run["number"] for run in _board(offices, who)["runs"]] == [number]
    for who in ("gui.clerk", "gui.social_worker", "gui.case_management", "minor", "mother"):
        assert offices.as_(who).get(URL).status_code == 403


def test_an_administrator_sees_numbers_and_states_and_nothing_of_a_case(offices: TwoOffices) -> None:
    """Also by no filter: what is of the case finds nothing out."""
    record_failure(offices.context, offices.number, source="tick", reference="ab12", kind="ValueError")
    board = _board(offices, "gui.administrator")
    assert board["detail"] == "numbers"
    assert {run["number"] for run in board["runs"]} == {offices.number, offices.other}
    for run in board["runs"]:
        assert all(run[name] is None for name in ("stage", "awaits", "awaits_words", "next"))
        assert (run["last"]["verbs"], run["last"]["verb_words"]) == ([], [])
    assert board["people"] == []
    assert len(board["offices"]) == 2
    for query in ("?status=revoked", "?awaits=people", "?person=ren.prosecutor"):
        assert len(_board(offices, "gui.administrator", query)["runs"]) == 2
    here = _board(offices, "gui.administrator", f"?office={board['offices'][0]}")
    assert len(here["runs"]) == 1


def test_one_run_is_shown_as_on_the_board_and_to_nobody_who_sees_counts_only(offices: TwoOffices) -> None:
    for who in ("gui.prosecutor", "gui.administrator"):
        (run,) = [each for each in _board(offices, who)["runs"] if each["number"] == offices.number]
        assert offices.as_(who).get(f"{URL}/{offices.number}").json() == run
    for who, number in (
        ("gui.auditor", offices.number),
        ("gui.prosecutor", offices.other),
        ("gui.prosecutor", "SW-NONE-NONE"),
    ):
        assert offices.as_(who).get(f"{URL}/{number}").status_code == 404, who


def _five_more_plans(offices: TwoOffices) -> None:
    """Rows only: what a count is made of."""
    with offices.context.database.transaction() as session:
        plan = offices.context.find(session, offices.number)
        for count in range(5):
            values = {name: getattr(plan, name) for name in Plan.model_fields}
            session.add(Plan(**values | {"id": new_id(offices.context.clock.now()), "number": f"X{count}"}))


def test_an_auditor_and_a_city_office_get_counts_and_no_plan(offices: TwoOffices) -> None:
    """Of an office with fewer than five cases not even those."""
    _five_more_plans(offices)
    quarantine(offices.context, offices.number)
    with offices.context.database.transaction() as session:
        city = ensure_office(session, offices.context.clock.now(), "寅市", OfficeLevel.CITY)
        chief = session.get_one(Staff, offices.staff("ren.chief_prosecutor").id)
        chief.office_id = city.id
        session.add(chief)
    for who in ("gui.auditor", "ren.chief_prosecutor"):
        board = _board(offices, who)
        assert (board["detail"], board["runs"], board["people"]) == ("counts", [], [])
        assert board["counts"] == {"halted": 1, "failing": 0, "late": 0, "working": 0, "waiting": 5}
        values = {row["office"]: row["counts"] for row in board["by_office"]}
        with offices.context.database.reading() as session:
            known_offices = {each: session.get_one(Office, each).name
                       for each in (offices.plan().office_id, offices.plan(offices.other).office_id)}  # fmt: skip
        assert values[known_offices[offices.plan().office_id]]["halted"] == 1
        assert values[known_offices[offices.plan(offices.other).office_id]] is None


def test_that_somebody_looked_at_the_runs_stands_in_the_journal(offices: TwoOffices) -> None:
    _board(offices)
    assert [line.act for line in offices.rows(JournalLine)][-1] == "read_runs"
