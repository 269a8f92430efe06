"""Days that nobody's life holds: nothing was agreed to, tested or done by somebody who was not born yet."""

from datetime import date

from casework.desk import File
from sunward.errors import BadInput, Mistake
from sunward.words import Words


def refuse_before_birth(file: File, **days: date | None) -> None:
    """BadInput for every one of those days that lies before the birth of the young person, by the name of its field."""
    minor = file.minor()
    born_on = date.fromisoformat(file.open("person.document", minor.id, minor.document)["born_on"])
    wrong = Words("早于本人出生之日。", "lies before the person was born.")
    mistakes = [Mistake(name, wrong) for name, day in days.items() if day is not None and day < born_on]
    if mistakes:
        raise BadInput(
            Words(f"有{len(mistakes)}处需要改正。", f"{len(mistakes)} thing(s) must be corrected."), mistakes=mistakes
        )
