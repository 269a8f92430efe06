"""Recording decisions: by whom the law gives them to, and by nobody else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models.decision import Decision, Incident
from tests.api.two_offices import Client, TwoOffices, copied

AFTER_THE_PERIOD = "2026-09-02 09:30"


def _decide(client: Client, offices: TwoOffices, kind: str, **more: Any) -> Any:
    return client.post(f"/api/v1/plans/{offices.number}/decisions", json={"kind": kind, **more})


def _a_ground(offices: TwoOffices) -> None:
    """An incident was reported, heard, and ground for revocation established."""
    offices.act("social_worker", "report_incident", incident="fight", kind="public_security", done_on="2026-03-08",
              facts="打架")  # fmt: skip
    offices.act("prosecutor", "hear_minor", incident="fight", text="承认")
    offices.act("prosecutor", "close_incident", incident="fight", finding="ground", reason="严重")
    offices.act("prosecutor", "propose", step="revocation", incident="fight", reason="严重")


@pytest.fixture(scope="module")
def ended_offices(
    built_offices: tuple[Path, TwoOffices], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, TwoOffices]:
    """The house on the morning after the period, lived to there once."""
    file = tmp_path_factory.mktemp("lived_out") / "record.db"
    with copied(built_offices, file) as offices:
        offices.on(AFTER_THE_PERIOD)
        offices.process_due()
        offices.dismiss_open_items()
    return file, offices


@pytest.fixture
def ended(ended_offices: tuple[Path, TwoOffices], tmp_path: Path) -> Iterator[TwoOffices]:
    """A copy of it."""
    with copied(ended_offices, tmp_path / "ended.db") as offices:
        offices.on(AFTER_THE_PERIOD)
        yield offices


def test_the_chief_revokes_on_a_confirmed_ground_and_the_flow_carries_it_out(offices: TwoOffices) -> None:
    _a_ground(offices)
    answer = _decide(offices.as_("gui.chief_prosecutor"), offices, "revocation", incident="fight", reason="屡次")
    assert answer.status_code == 201
    assert answer.json()["status"] == "revoked"
    offices.process_due()
    (revocation,) = [row for row in offices.rows(Decision) if row.kind == "revocation"]
    assert revocation.decided_by == offices.staff("gui.chief_prosecutor").id
    assert revocation.carried_out_at is not None


@pytest.mark.parametrize(
    "who", ["prosecutor", "assistant", "social_worker", "clerk", "department_head", "case_management", "administrator"]
)
def test_nobody_else_revokes(offices: TwoOffices, who: str) -> None:
    _a_ground(offices)
    answer = _decide(offices.as_(f"gui.{who}"), offices, "revocation", incident="fight", reason="屡次")
    assert answer.status_code in (403, 404)
    assert offices.plan().status == "under_supervision"


def test_nothing_is_revoked_without_a_ground_found_after_hearing(offices: TwoOffices) -> None:
    offices.act("social_worker", "report_incident", incident="fight", kind="public_security", done_on="2026-03-08",
              facts="打架")  # fmt: skip
    answer = _decide(offices.as_("gui.chief_prosecutor"), offices, "revocation", incident="fight", reason="屡次")
    assert answer.status_code == 409
    assert answer.json()["article"] == "Rules art 479"
    assert offices.plan().status == "under_supervision"


def test_what_a_revocation_stands_on_is_not_found_otherwise_afterwards(offices: TwoOffices) -> None:
    _a_ground(offices)
    _decide(offices.as_("gui.chief_prosecutor"), offices, "revocation", incident="fight", reason="屡次")
    values = {"did": "close_incident", "incident": "fight", "finding": "dismissed", "reason": "重新看过"}
    answer = offices.as_("gui.prosecutor").post(f"/api/v1/plans/{offices.number}/acts", json=values)
    assert answer.status_code == 409
    (incident,) = offices.rows(Incident)
    assert incident.status == "ground"


def test_on_its_last_day_and_before_there_is_no_final_decision(offices: TwoOffices) -> None:
    offices.on("2026-09-01 23:00")
    answer = _decide(offices.as_("gui.chief_prosecutor"), offices, "non_prosecution")
    assert answer.status_code == 409
    assert offices.plan().outcome is None


def test_after_the_last_day_opinion_and_decision_conclude_the_case(ended: TwoOffices) -> None:
    opinion = _decide(ended.as_("gui.prosecutor"), ended, "opinion", proposal="non_prosecution", text="按时")
    assert opinion.status_code == 201
    decided = _decide(ended.as_("gui.chief_prosecutor"), ended, "non_prosecution")
    assert decided.status_code == 201
    assert decided.json()["stage"] == {"zh": "已决定不起诉", "en": "not prosecuted"}
    assert isinstance(decided.json()["recorded"][0]["note"]["warnings"], list)


def test_deciding_twice_decides_once(ended: TwoOffices) -> None:
    _decide(ended.as_("gui.prosecutor"), ended, "opinion", proposal="non_prosecution")
    chief = ended.as_("gui.chief_prosecutor")
    first, second = _decide(chief, ended, "non_prosecution"), _decide(chief, ended, "non_prosecution")
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json()["recorded"] == []
    assert len([row for row in ended.rows(Decision) if row.kind == "non_prosecution"]) == 1


def test_another_offices_chief_finds_no_plan_to_decide(ended: TwoOffices) -> None:
    assert _decide(ended.as_("ren.chief_prosecutor"), ended, "non_prosecution").status_code == 404
    assert ended.plan().outcome is None


def test_a_decision_of_no_known_kind_is_refused(offices: TwoOffices) -> None:
    answer = _decide(offices.as_("gui.chief_prosecutor"), offices, "pardon")
    assert answer.status_code == 422


def test_a_decision_made_from_an_older_plan_is_not_taken(offices: TwoOffices) -> None:
    _a_ground(offices)
    chief = offices.as_("gui.chief_prosecutor")
    answer = chief.post(
        f"/api/v1/plans/{offices.number}/decisions",
        json={"kind": "revocation", "incident": "fight", "reason": "屡次"},
        headers={"If-Match": '"1"'},
    )
    assert answer.status_code == 412
    assert offices.plan().status == "under_supervision"
