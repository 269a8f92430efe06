"""What a dispute, a milestone's views and a hand-over ask for is found again by its label, whoever wrote that label."""

import uuid

from models.item import Item
from models.plan import TeamMember
from models.usage_review import UsageRemark
from tests.builders import SimulatedPlan, an_announced_plan
from tests.cached_plans import cached_copy

KINDS = ("usage_answer", "own_view", "hand_over_acceptance")


@cached_copy
def a_life_in_which_much_is_asked() -> SimulatedPlan:
    life = an_announced_plan(team_works=False, staff=("social_worker second.worker",))
    life.on("2026-03-06 10:00").act("minor", "comment_on_usage", text="不是我用的", disputes=True)
    life.act("social_worker", "ask_views", milestone="half_time", of=["minor"])
    return life.act("social_worker", "hand_over", role="social_worker", to="second.worker")


def all_is_answered(life: SimulatedPlan) -> None:
    life.act("assistant", "answer_dispute", answer="accepted", reason="属实")
    life.act("minor", "give_view", milestone="half_time", of="minor", mood="well")
    life.act("social_worker", "accept_hand_over", role="social_worker")


def open_ones(life: SimulatedPlan) -> list[str]:
    return [item.kind for item in life.items() if item.kind in KINDS and item.status == "open"]


def test_a_request_with_a_random_label_is_settled_by_its_answer() -> None:
    """Rows of a lasting record keep the label with which they were written: the tail of an id."""
    life = a_life_in_which_much_is_asked()
    assert sorted(open_ones(life)) == sorted(KINDS)
    (remark,) = life.rows(UsageRemark)
    (named,) = (member for member in life.rows(TeamMember) if member.accepted_at is None)
    (milestone,) = life.items("milestone")
    labelled(life, "usage_answer", tail(remark.id, 12))
    labelled(life, "own_view", tail(milestone.id, 12))
    labelled(life, "hand_over_acceptance", f"social_worker-{tail(named.id, 6)}")
    all_is_answered(life)
    assert open_ones(life) == []


def test_a_milestone_that_is_evaluated_ends_what_was_asked_under_an_older_label() -> None:
    life = a_life_in_which_much_is_asked()
    (milestone,) = life.items("milestone")
    labelled(life, "own_view", tail(milestone.id, 12))
    life.act("prosecutor", "evaluate", milestone="half_time", result="continue")
    assert life.items("own_view")[0].status == "cancelled"


def test_the_same_life_bears_the_same_labels_twice() -> None:
    """Nothing drawn by lot stands in the open, so a diary is the same every time."""
    first, second = ([(i.kind, i.label) for i in a_life_in_which_much_is_asked().items()] for _ in range(2))
    assert first == second


def labelled(life: SimulatedPlan, kind: str, label: str) -> None:
    """The one item of that kind bears that label."""
    with life.context.database.transaction() as session:
        item = session.get_one(Item, life.items(kind)[0].id)
        item.label = label
        session.add(item)


def tail(row_id: uuid.UUID, length: int) -> str:
    return row_id.hex[-length:]
