"""A milestone evaluated, and facts in words."""

from casework.acts.evaluations import Evaluate, Note
from casework.closing_list import kept_on_the_list
from casework.desk import File
from casework.evaluation.milestones import end_asking, find_milestone, voices
from casework.limits import refuse_long
from casework.submitting import hand_in
from casework.written import given
from evaluation.views import compare, contradicted
from models.columns import new_id
from models.decision import Fact
from sunward.errors import NotAsItStands
from sunward.words import Words


def evaluate(file: File, act: Evaluate) -> None:
    """The milestone's evaluation is the prosecutor's: continue, strengthen, relax or change. It has no other effect.

    Refused while voices contradict each other and nobody has said what explains it, or that it stays open: both may be
    telling the truth, and whoever decides has asked.
    """
    refuse_long(text=act.text, explained=act.explained)
    item = find_milestone(file, act.milestone, only_open=True)
    open_questions = contradicted(compare(said.as_voice() for said in voices(file, item)))
    if open_questions and given(act.explained) is None:
        raise NotAsItStands(
            Words(
                "各方说法不一致：请写明核实到什么，或还不清楚。",
                "The voices contradict each other: say what explains it, or that it stays open.",
            )
        )
    content = {"result": act.result, "text": given(act.text)} | (
        {"explained": act.explained} if given(act.explained) else {}
    )
    end_asking(file, item)
    hand_in(file, item, content, None)
    note = {"result": act.result} | (
        {"contradicted": [topic.value for topic in open_questions]} if open_questions else {}
    )
    file.lines[-1].note = {**file.lines[-1].note, **note}
    file.wake()


def note(file: File, act: Note) -> None:
    """The fact is on the file, encrypted. It counts for nothing and against nobody. After the seal that there is one
    stands on the closing list, and its words on paper."""
    on = None
    refuse_long(text=act.text)
    if kept_on_the_list(file, on):
        return
    row_id = new_id(file.now)
    file.session.add(
        Fact(
            id=row_id,
            plan_id=file.plan.id,
            topic=act.topic,
            on=on or file.today,
            recorded_at=file.now,
            by_id=file.actor.id,
            document=file.seal("fact.document", row_id, {"text": act.text}),
        )  # fmt: skip
    )
    file.record(note={"topic": act.topic}, detail={"text": act.text})
