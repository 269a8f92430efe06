"""Whatever anybody sends to the API in whatever order: a plan goes no way that the procedure does not have, nobody
moves it whose office it is not, and nobody decides on their own proposal.

The examples are the same in every run. `./run test --hypothesis-profile anew` looks for others.
"""

import itertools
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from core.clock import SimulatedClock, local_date
from core.errors import BadInput
from flows.supervision import process_due_events
from models.database import Database
from models.decision import Decision, Incident
from models.journal import JournalLine
from models.office import Staff
from tests.api.two_offices import TwoOffices

WAYS = {
    "under_supervision": {"awaiting_decision", "revoked", "ended_otherwise"},
    "awaiting_decision": {"non_prosecuted", "revoked", "ended_otherwise"},
    "non_prosecuted": {"sealed", "revoked"},
    "revoked": {"sealed", "closed", "ended_otherwise"},
    "ended_otherwise": {"sealed", "closed"},
    "sealed": {"closed", "revoked"},
    "closed": set(),
}
"""Where a plan may go from where it stands; written down here a second time."""
BY_TIME = {"awaiting_decision", "sealed", "closed"}
SIGNERS = {"chief_prosecutor", "deputy"}
PEOPLE = ("gui.prosecutor", "gui.chief_prosecutor", "gui.deputy", "gui.assistant", "gui.social_worker", "gui.clerk",
          "gui.department_head", "gui.administrator", "minor", "mother", "ren.prosecutor", "ren.chief_prosecutor")  # fmt: skip
LIKELY = PEOPLE[:3]

EXAMPLES = 4
NEAR_THE_END = "2026-08-29 17:00"
_TEXT = "一句话"
_ACTS: tuple[dict[str, Any], ...] = (
    {"did": "write_opinion", "proposal": "non_prosecution", "text": _TEXT},
    {"did": "write_opinion", "proposal": "prosecution", "text": _TEXT},
    {"did": "decide_non_prosecution"},
    {"did": "revoke", "incident": "a", "reason": _TEXT},
    {"did": "prosecute"},
    {"did": "change_period", "new_end_on": "2026-11-01", "reason": _TEXT},
    {"did": "end_otherwise", "how": "no_criminal_fact", "reason": _TEXT},
    {"did": "end_otherwise", "how": "corrected_by_higher_office", "reason": _TEXT},
    {"did": "propose", "step": "revoke", "incident": "a", "reason": _TEXT},
    {"did": "propose", "step": "change_period", "new_end_on": "2026-11-01", "reason": _TEXT},
    {"did": "propose", "step": "end_otherwise", "how": "no_criminal_fact", "reason": _TEXT},
    {"did": "propose", "step": "end_otherwise", "how": "corrected_by_higher_office", "reason": _TEXT},
    {"did": "return_proposal", "step": "decide_non_prosecution", "comment": _TEXT},
    {"did": "withdraw_proposal", "step": "revoke"},
    {"did": "report_incident", "incident": "a", "kind": "new_crime", "done_on": "2026-03-09", "facts": _TEXT},
    {"did": "hear_minor", "incident": "a", "text": _TEXT},
    {"did": "close_incident", "incident": "a", "finding": "ground", "reason": _TEXT},
    {"did": "close_incident", "incident": "a", "finding": "dismissed", "reason": _TEXT},
    {"did": "hear_victim", "state": "heard"},
    {"did": "announce_outcome"},
    {"did": "record_judgment", "sentence_months": 6, "effective_on": "2026-03-10"},
    {"did": "revoke_non_prosecution", "ground": "found_wrong", "prosecute_by": "2027-03-01", "proposed_by": "gui.prosecutor",
     "reason": _TEXT},
    {"did": "unseal", "ground": "new_crime", "total_months": 72, "judged_on": "2026-03-09", "proposed_by": "gui.prosecutor",
     "reason": _TEXT},
    {"did": "decide_after_correction", "follows": "sealing", "proposed_by": "gui.prosecutor", "reason": _TEXT},
    {"did": "doubt_age", "text": _TEXT},
    {"did": "settle_age", "born_on": "2011-11-20", "reason": _TEXT},
    {"did": "submit", "item": "weekly_note", "due_on": "2026-03-09", "text": _TEXT},
)  # fmt: skip
A_WAY_TO_REVOKE = ("report_incident", "hear_minor", "close_incident", "propose", "revoke", "prosecute")


def _by_time_from(stood: str) -> set[str]:
    """Where time and the carrying out of what was decided may bring a plan."""
    near = WAYS[stood] & BY_TIME
    return near.union(*map(_by_time_from, near))


def _copied(near: tuple[Path, TwoOffices], file: Path) -> tuple[Database, TwoOffices]:
    """The same record a second time, on the same evening."""
    shutil.copy(near[0], file)
    database = Database(f"sqlite:///{file}")
    offices = TwoOffices(near[1].desk_on(database), near[1].number, near[1].other)
    offices.on(NEAR_THE_END)
    return database, offices


@pytest.fixture(scope="module")
def near(built_offices: tuple[Path, TwoOffices], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, TwoOffices]:
    """The two offices three days before the period ends."""
    file, built = built_offices
    copy = tmp_path_factory.mktemp("near") / "record.db"
    shutil.copy(file, copy)
    database = Database(f"sqlite:///{copy}")
    offices = TwoOffices(built.desk_on(database), built.number, built.other)
    offices.skips_to(NEAR_THE_END)
    process_due_events(offices.context, offices.number, source="tick")
    database.dispose()
    return copy, built


class AnySequence(RuleBasedStateMachine):
    """Two offices behind the real API, and whoever sends whatever."""

    def __init__(self, near: tuple[Path, TwoOffices], file: Path) -> None:
        super().__init__()
        self.database, self.offices = _copied(near, file)
        self.stood = self.offices.plan().status
        self.moved_by = "time"

    def _send(self, who: str, values: dict[str, Any]) -> None:
        try:
            client = self.offices.as_(who)
        except BadInput:  # whoever is no contact any more has no page to send from
            return
        answer = client.post(f"/api/v1/plans/{self.offices.number}/acts", json=values)
        assert answer.status_code in (201, 403, 404, 409, 412, 422), (who, values, answer.text)
        self.moved_by = who if answer.status_code == 201 else "nobody"

    @rule(who=st.sampled_from(PEOPLE), sent=st.sampled_from(_ACTS))
    def anybody_sends_anything(self, who: str, sent: dict[str, Any]) -> None:
        self._send(who, sent)

    @rule(who=st.sampled_from(LIKELY), sent=st.sampled_from(_ACTS))
    def the_likely_send_it(self, who: str, sent: dict[str, Any]) -> None:
        self._send(who, sent)

    @rule(until=st.integers(1, len(A_WAY_TO_REVOKE)), decider=st.sampled_from(PEOPLE))
    def a_ground_goes_its_way(self, until: int, decider: str) -> None:
        """As far as it is taken; whoever tries to decide it."""
        for name in A_WAY_TO_REVOKE[:until]:
            values = next(each for each in _ACTS if each["did"] == name)
            self._send(decider if name == "revoke" else "gui.prosecutor", values)
            self._went_a_way()

    @rule(days=st.sampled_from((1, 3, 30)))
    def time_goes_on(self, days: int) -> None:
        assert isinstance(self.offices.context.clock, SimulatedClock)
        self.offices.context.clock.advance_by(timedelta(days=days))
        self.moved_by = "time"
        process_due_events(self.offices.context, self.offices.number, source="tick")

    @invariant()
    def _went_a_way(self) -> None:
        plan = self.offices.plan()
        status, stood = plan.status, self.stood
        if status != stood and self.moved_by == "time":
            assert status in _by_time_from(stood), f"time alone made {stood} {status}"
        elif status != stood:
            assert status in WAYS[stood], f"{stood} to {status}"
            if status != "closed":
                assert self.moved_by in ("gui.chief_prosecutor", "gui.deputy"), f"{self.moved_by} made it {status}"
        self.stood = status
        assert date(2026, 9, 1) <= plan.period_to <= date(2027, 3, 2), "six to twelve months"

    @invariant()
    def every_decision_has_two_people_and_its_ground(self) -> None:
        staff = {row.id: row for row in self.offices.rows(Staff)}
        plan = self.offices.plan()
        incidents = {row.label: row for row in self.offices.rows(Incident) if row.plan_id == plan.id}
        for row in self.offices.rows(Decision):
            if row.plan_id != plan.id or row.kind in ("conditional_non_prosecution", "opinion", "prosecution"):
                continue
            assert row.decided_by != row.proposed_by, row.kind
            assert staff[row.decided_by].role in SIGNERS, row.kind
            if row.kind == "non_prosecution":
                assert local_date(row.recorded_at) > plan.period_to
            if row.kind == "revocation" and "incident" in row.detail:
                ground = incidents[row.detail["incident"]]
                assert ground.status == "ground"
                heard = [line.at for line in self.offices.rows(JournalLine) if line.act == "hear_minor"]
                assert min(heard) <= ground.closed_at <= row.recorded_at

    def teardown(self) -> None:
        self.database.dispose()


def test_no_sequence_of_calls_reaches_what_the_procedure_does_not_have(
    near: tuple[Path, TwoOffices], tmp_path: Path
) -> None:
    count = itertools.count()
    run_state_machine_as_test(
        lambda: AnySequence(near, tmp_path / f"{next(count)}.db"),
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=20, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_a_way_that_is_none_would_be_seen(near: tuple[Path, TwoOffices], tmp_path: Path) -> None:
    """The invariant itself: a plan that somebody turned by hand is found out."""
    machine = AnySequence(near, tmp_path / "turned.db")
    machine.moved_by = "gui.clerk"
    with machine.offices.context.database.transaction() as session:
        plan = machine.offices.context.find(session, machine.offices.number)
        plan.status = "non_prosecuted"
        session.add(plan)
    with pytest.raises(AssertionError, match="under_supervision to non_prosecuted"):
        machine._went_a_way()
    machine.teardown()
