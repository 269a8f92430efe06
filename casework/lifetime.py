"""Days that can be: each act's days lie where its fields say (`Holds`), and nobody was tested or asked before being born.

Asked where an act is done, after the rights and with the plan locked, so that no way in goes round it. A day that cannot
be is no fact that somebody could have told: it is a slip of the pen, and named by its field.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from casework.desk import File
from casework.files.file_part import Bound, Holds, Part, days_of
from sunward.clock import local_date
from sunward.errors import BadInput, Mistake
from sunward.words import Words

_AT_LEAST_AHEAD = timedelta(days=31)
_YEAR = timedelta(days=366)


def refuse_days(file: File, act: Part) -> None:
    """BadInput with every day of the act that lies where it cannot, by the name of its field. Of a sealed file only what
    hangs on today is asked: no answer tells what is inside."""
    mistakes = [
        Mistake(name, wrong)
        for name, holds in days_of(type(act)).items()
        if holds is not None
        for day in _days_in(getattr(act, name))
        if (wrong := _wrong(file, day, holds)) is not None
    ]
    _refuse(mistakes)


def refuse_before_birth(file: File, **days: date | None) -> None:
    """BadInput for every one of those days that lies before the birth of the young person, by the name of its field."""
    before_birth = Holds(Bound.BIRTH, None)
    told = {name: day for name, day in days.items() if day is not None}
    _refuse([Mistake(name, wrong) for name, day in told.items() if (wrong := _wrong(file, day, before_birth))])


def _refuse(mistakes: list[Mistake]) -> None:
    if mistakes:
        wrong = list(dict.fromkeys(mistake.wrong for mistake in mistakes))
        raise BadInput(
            Words("有一个日期不对：" + "".join(one.zh for one in wrong) if len(mistakes) == 1 else
                  f"有{len(mistakes)}个日期不对：" + "".join(one.zh for one in wrong),
                  "A day cannot be: it " + " And: ".join(one.en for one in wrong)),
            mistakes=mistakes,
        )  # fmt: skip


def _days_in(told: object) -> Iterator[date]:
    if isinstance(told, list):
        for one in told:
            yield from _days_in(one)
    elif isinstance(told, datetime):
        yield local_date(told) if told.tzinfo is not None else told.date()
    elif isinstance(told, date):
        yield told


def _wrong(file: File, day: date, holds: Holds) -> Words | None:
    """What is wrong with that day; None where it can be."""
    if holds.earliest is not None and (first := _bound(file, holds.earliest)) is not None and day < first:
        return _TOO_EARLY[holds.earliest]
    if holds.latest is not None and (last := _bound(file, holds.latest)) is not None and day > last:
        if holds.latest is Bound.TODAY:
            return Words("晚于今天。", "is in the future.")
        return Words(f"太晚，最晚为{last.isoformat()}。", f"is too late: {last.isoformat()} at the latest.")
    return None


_TOO_EARLY = {
    Bound.BIRTH: Words("早于本人出生之日。", "is before the date of birth."),
    Bound.DECISION: Words("早于附条件不起诉决定作出之日。", "is before the decision of conditional non-prosecution."),
    Bound.TODAY: Words("早于今天，请写今天或者以后的一天。", "is in the past: enter today or a later date."),
}


def _bound(file: File, bound: Bound) -> date | None:
    """The day itself; None where it may not be told, since the file is sealed."""
    match bound:
        case Bound.TODAY:
            return file.today
        case Bound.YEAR:
            return file.today + _YEAR
        case Bound.FAR:
            return file.today + 10 * _YEAR
        case _ if file.plan.sealed_at is not None:
            return None
        case Bound.DECISION:
            return file.plan.decided_on
        case Bound.END:
            return max(file.plan.period_to, file.plan.final_decision_by, file.today + _AT_LEAST_AHEAD)
        case Bound.BIRTH:
            minor = file.minor()
            return date.fromisoformat(file.open("person.document", minor.id, minor.document)["born_on"])
