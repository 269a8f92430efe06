"""What a mentor or an employer who already knows confirms on a page of their own: hours or times of a condition that the
plan leaves to them, a day at a time. They see how much is confirmed, and nothing else of the plan."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from casework.desk import Desk, File
from casework.evaluation.milestones import MENTOR, voice_of
from casework.rights import Act, Actor
from casework.views.own import number_of
from casework.views.status import refuse_sealed
from models.journal import JournalLine
from models.plan import Condition
from sunward.errors import BadInput, NotAllowed, NotAsItStands, NotFound
from sunward.words import Words

COUNTED = ("hours", "times")
MOST_A_DAY = 24
_NOT_YOURS = NotFound(Words("没有要您确认的内容。", "There is nothing for you to confirm."))


@dataclass(frozen=True)
class ToConfirm:
    """A condition as its confirmer sees it: how much of how much, in which unit."""

    place: int
    measure: str
    unit: str
    done: int
    amount: int | None


def to_confirm(desk: Desk, actor: Actor) -> list[ToConfirm]:
    """What the plan leaves to this person; empty for everybody else, somebody at school among them."""
    with desk.look(number_of(desk, actor), actor, Act.GIVE_VIEW) as file:
        refuse_sealed(file.plan)
        return [
            ToConfirm(row.place, _measure(file, row), row.unit or "times", row.done, row.amount)
            for row in _left_to(file)
        ]


def confirm_done(desk: Desk, actor: Actor, number: str, *, place: int, amount: int, on: date) -> None:
    """So many hours or times of that day are done. BadInput for a day to come or before the period, or for more than a
    day holds; Refused for a day that was confirmed already: what is wrong, a member of staff puts right."""
    with desk.file(number, actor, Act.RECORD_PROGRESS) as file:
        refuse_sealed(file.plan)
        if actor.kind != "family":
            raise NotAllowed(Words("工作人员请登记进度。", "Members of staff record progress instead."), article=None)
        row = next((row for row in _left_to(file) if row.place == place), None)
        if row is None:
            raise _NOT_YOURS
        if not file.plan.period_from <= on <= file.today:
            raise BadInput(Words("请选今天或者之前的一天。", "Please choose today or a day before."))
        if not 1 <= amount <= MOST_A_DAY:
            raise BadInput(Words("一天最多填24。", "At most 24 for one day."))
        if on.isoformat() in _confirmed_days(file, row):
            raise NotAsItStands(
                Words("这一天已经确认过；要更正请告诉给您卡片的人。",
                      "That day is confirmed already; if it is wrong, tell whoever gave you the card.")
            )  # fmt: skip
        row.done += amount
        file.session.add(row)
        file.record(
            article="Rules art 476",
            note={"condition": row.kind, "place": row.place, "amount": amount, "done": row.done, "owed": row.amount,
                  "on": on},
        )  # fmt: skip


def _left_to(file: File) -> list[Condition]:
    if voice_of(file) != MENTOR:
        return []
    query = select(Condition).where(
        Condition.plan_id == file.plan.id, Condition.confirmed_by == MENTOR, col(Condition.ended_on).is_(None),
        col(Condition.unit).in_(COUNTED),
    )  # fmt: skip
    return list(file.session.exec(query.order_by(col(Condition.place))))


def _measure(file: File, row: Condition) -> str:
    return str(file.open("condition.document", row.id, row.document)["measure"])


def _confirmed_days(file: File, row: Condition) -> set[object]:
    query = select(JournalLine).where(JournalLine.plan_id == file.plan.id, JournalLine.act == Act.RECORD_PROGRESS.value)
    notes = [line.note for line in file.session.exec(query)]
    return {note.get("on") for note in notes if note.get("place") == row.place}
