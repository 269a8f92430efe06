"""Who is there for the minor after the supervision."""

import pytest
from pydantic import ValidationError

from core.errors import BadInput
from models.item import Item
from tests.builders import an_announced_plan


def test_an_answer_holds_nothing_up_and_names_nobody_in_the_open() -> None:
    life = an_announced_plan(team_works=False).on("2026-03-06 10:00")
    before = len(life.rows(Item))
    asked = {"helper": "表哥", "asked_by": "minor"}
    for answer in ("not_reached", "no"):
        life.act("social_worker", "record_helper_answer", answer=answer, **asked)
    life.act("social_worker", "record_helper_answer", answer="not_wished")
    assert len(life.rows(Item)) == before
    assert "表哥" not in str([line.note for line in life.lines("record_helper_answer")])
    with pytest.raises(BadInput):
        life.act("social_worker", "record_helper_answer", answer="accepted", helper="表哥")
    with pytest.raises(ValidationError):
        life.act("social_worker", "record_helper_answer", answer="accepted", helper="表哥", asked_by="prosecutor")
