"""What is confirmed is exactly what was previewed: every word, every day, every plan in its version; one plan or many."""

from dataclasses import replace
from datetime import date

import pytest

from casework.acting.rights import Actor
from casework.plan.bulk import HandOverAll, MoveDaysAll, perform_bulk_action, preview_bulk_action
from core.errors import StateConflict
from models.item import Item
from models.office import Role
from models.plan import TeamMember
from tests.api.two_offices import TwoOffices

MOVE = MoveDaysAll("worker_contact", date(2026, 3, 16), date(2026, 3, 18), "全员培训")


def test_many_plans_are_moved_only_to_the_day_and_for_the_reason_that_were_seen(offices: TwoOffices) -> None:
    """Another day, another kind or another reason has another digest, and nothing at all is done under the old one."""
    context, worker = offices.context, Actor.of_staff(offices.staff("gui.social_worker"))
    seen = preview_bulk_action(context, worker, MOVE)
    assert [plan.number for plan in seen.plans] == [offices.number]
    before = sorted((str(row.due_on), row.kind) for row in offices.rows(Item))
    for other in (replace(MOVE, to_on=date(2026, 3, 19)), replace(MOVE, reason="另一个理由")):
        with pytest.raises(StateConflict):
            perform_bulk_action(context, worker, other, seen.digest)
        assert preview_bulk_action(context, worker, other).digest != seen.digest
    assert sorted((str(row.due_on), row.kind) for row in offices.rows(Item)) == before
    assert perform_bulk_action(context, worker, MOVE, seen.digest).done == [offices.number]


def test_a_move_to_a_day_off_says_so_for_many_and_for_one(offices: TwoOffices) -> None:
    """A Saturday is warned of in the preview, on the record of the move, and not refused."""
    worker = Actor.of_staff(offices.staff("gui.social_worker"))
    (plan,) = preview_bulk_action(offices.context, worker, replace(MOVE, to_on=date(2026, 3, 21))).plans
    assert [finding.rule for finding in plan.warnings] == ["SU-07"]
    assert "休息日" in plan.warnings[0].because.zh
    (friday,) = preview_bulk_action(offices.context, worker, MOVE).plans
    assert friday.warnings == []
    one = {
        "did": "move_item", "item": "worker_contact", "due_on": "2026-03-16", "to_on": "2026-03-21", "reason": "全员培训"
    }  # fmt: skip
    moved = offices.as_("gui.social_worker").post(f"/api/v1/plans/{offices.number}/acts", json=one)
    assert moved.json()["recorded"][0]["note"]["warnings"] == ["SU-07"], moved.text


def test_one_plan_is_changed_only_as_it_was_previewed(offices: TwoOffices) -> None:
    """Under the digest of a preview no other day and no other reason goes on record; as previewed, it is done."""
    url = f"/api/v1/plans/{offices.number}/acts"
    values = {
        "did": "change_cadence",
        "item": "weekly_note",
        "from_on": "2026-04-01",
        "weekday": "Wed",
        "reason": "改在周三",
    }
    prosecutor = offices.as_("gui.prosecutor")
    seen = prosecutor.post(f"{url}/preview", json=values).json()
    named = {"Preview-Digest": seen["digest"]}
    for other in ({"from_on": "2026-04-02"}, {"reason": "另一个理由"}, {"weekday": "Thu"}):
        refused = prosecutor.post(url, json=values | other, headers=named)
        assert refused.status_code == 412, refused.text
        assert refused.json()["code"] == "preview-outdated"
        assert offices.plan().version == seen["version"]
    assert prosecutor.post(url, json=values, headers=named).status_code == 201


def test_a_digest_of_a_plan_that_has_moved_on_is_worth_nothing(offices: TwoOffices) -> None:
    url = f"/api/v1/plans/{offices.number}/acts"
    values = {
        "did": "move_item",
        "item": "worker_contact",
        "due_on": "2026-03-16",
        "to_on": "2026-03-18",
        "reason": "开会",
    }
    worker = offices.as_("gui.social_worker")
    digest = worker.post(f"{url}/preview", json=values).json()["digest"]
    offices.act("social_worker", "note", topic="family", text="都好")
    assert worker.post(url, json=values, headers={"Preview-Digest": digest}).status_code == 412


def test_nobody_hands_over_to_whoever_carries_it_already(offices: TwoOffices) -> None:
    """To the same person nothing can be handed over; asked twice, one acceptance waits, and it is the first."""
    head = Actor.of_staff(offices.staff("gui.department_head"))
    action = HandOverAll(Role.SOCIAL_WORKER, "gui.social_worker", "gui.worker2", None)
    same = preview_bulk_action(offices.context, head, replace(action, to="gui.social_worker"))
    assert same.plans == []
    assert [each.number for each in same.not_possible] == [offices.number]
    for _ in range(2):
        seen = preview_bulk_action(offices.context, head, action)
        perform_bulk_action(offices.context, head, action, seen.digest)
    waiting = [row for row in offices.rows(Item) if row.kind == "hand_over_acceptance"]
    assert [(row.status, row.label) for row in waiting] == [("open", waiting[0].label)]
    named = [row for row in offices.rows(TeamMember) if row.accepted_at is None]
    assert len(named) == 1
