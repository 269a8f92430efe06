"""What cannot be so is refused in words: agreed to before birth, an order beyond majority, money with a refusal; and what
was served before the plan was here is watched like anything else."""

from datetime import date

import pytest

from casework.acting.performing import perform_as
from casework.partners.acts import OrderGuardian
from core.errors import Refused
from law.guardians import OrderKind
from tests.builders import SimulatedPlan, an_announced_plan
from tests.cached_plans import cached_copy


@pytest.fixture
@cached_copy
def life() -> SimulatedPlan:
    """A plan in its first week; the young person was born on 20 November 2009."""
    return an_announced_plan(team_works=False).on("2026-03-06 10:00")


def test_an_order_to_a_guardian_ends_with_majority_at_the_latest(life: SimulatedPlan) -> None:
    def ordered(until_on: date) -> None:
        perform_as(life.context, life.actor("prosecutor"), life.number, OrderGuardian, order="fe1", kind=OrderKind.FAMILY_EDUCATION,
                       person="mother", hours=6, provider="妇联指导站", until_on=until_on)  # fmt: skip

    with pytest.raises(Refused, match="of age on 2027-11-20"):
        ordered(date(2030, 1, 1))
    ordered(date(2027, 11, 20))


def test_a_suggestion_served_before_the_plan_is_watched_and_its_answer_overdue_at_once(life: SimulatedPlan) -> None:
    life.act(
        "prosecutor", "send_suggestion", suggestion="sg1", unit="某网吧", text="接纳未成年人", served_on="2026-01-05"
    )
    (item,) = life.items("suggestion_reply")
    messages = {message.recipient_role for message in life.posted() if message.item_id == item.id}
    assert (item.status, item.due_on < life.today) == ("open", True)
    assert "prosecutor" in messages, messages
