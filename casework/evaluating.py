"""Milestones and facts in words."""

from datetime import date

from casework.desk import Desk
from casework.rights import Act, Actor
from casework.submitting import hand_in
from models.columns import new_id
from models.decision import Fact
from sunward.errors import NotFound
from sunward.words import Words


def evaluate(desk: Desk, actor: Actor, number: str, *, milestone: str, result: str, text: str | None = None) -> None:
    """The milestone's evaluation is the prosecutor's: continue, strengthen, relax or change. It has no other effect."""
    with desk.file(number, actor, Act.EVALUATE) as file:
        found = [item for item in file.items("milestone") if item.label == milestone]
        if not found:
            raise NotFound(Words("没有这个待评估的节点。", "There is no such milestone open."))
        hand_in(file, found[0], {"result": result, "text": text or ""}, None)
        file.lines[-1].note = {**file.lines[-1].note, "result": result}
        file.wake()


def note(desk: Desk, actor: Actor, number: str, *, topic: str, text: str, on: date | None = None) -> None:
    """The fact is on the file, encrypted. It counts for nothing and against nobody."""
    with desk.file(number, actor, Act.NOTE) as file:
        row_id = new_id(file.now)
        file.session.add(
            Fact(
                id=row_id,
                plan_id=file.plan.id,
                topic=topic,
                on=on or file.today,
                recorded_at=file.now,
                by_id=file.actor.id,
                document=file.seal("fact.document", row_id, {"text": text}),
            )  # fmt: skip
        )
        file.record(note={"topic": topic})
