"""Before a value is chosen, it is seen what the choice would move; and then just that moves."""

from datetime import date
from typing import Any

import pytest

from casework.acting.rights import Actor
from casework.settings.chosen_value_preview import ChoicePreview, preview_choice
from casework.settings.chosen_values import choose_value
from core.errors import BadInput, NotAllowed, Refused
from tests.builders import SimulatedPlan, an_announced_plan, enrol, start_plan

FROM = date(2026, 3, 20)


def administrator_of(life: SimulatedPlan) -> Actor:
    enrol(life.context, "癸县", "administrator gui.administrator")
    return Actor.of_staff(life.staff("administrator"))


def preview(life: SimulatedPlan, **values: Any) -> ChoicePreview:
    asked = {"key": "check_in_grace_hours", "value": 48, "from_on": FROM, "reason": "农忙"} | values
    return preview_choice(life.context, administrator_of(life), **asked)


def test_what_is_shown_is_what_then_moves() -> None:
    """A longer grace moves the asking after each note due from that day on; the preview names each moment, and the
    record keeps exactly to it once the value is chosen."""
    life = an_announced_plan()
    seen = preview(life)
    assert (seen.running, seen.plans) == (1, 1)
    asked = [step for step in seen.shown if step.kind == "weekly_note" and step.step.zh == "未收到则询问情况"]
    first = asked[0]
    assert first.was_at is not None
    assert first.will_be_at is not None
    assert first.was_at.date() >= FROM, "what falls due before that day keeps its moments"
    assert not life.context.choices, "nothing is kept"
    choose_value(
        life.context, administrator_of(life), key="check_in_grace_hours", value=48, from_on=FROM, reason="农忙"
    )
    assert preview(life, from_on=date(2026, 3, 21)).moved == 0, "the same value again moves nothing"
    life.on(first.was_at)
    (note,) = [item for item in life.items("weekly_note") if item.next_at == first.will_be_at]
    assert note.status == "open", "it is not asked about at the old moment"


def test_a_value_that_may_not_be_chosen_has_no_effect_to_show() -> None:
    life = start_plan()
    with pytest.raises(Refused):
        preview(life, value=100000)
    with pytest.raises(BadInput):
        preview(life, from_on=date(2026, 1, 1))
    with pytest.raises(NotAllowed):
        preview_choice(life.context, life.actor("prosecutor"), key="check_in_grace_hours", value=48, from_on=FROM,
                       reason="农忙")  # fmt: skip
