"""What is handed in is read once: what a verb has just sealed it does not open again, and nothing else twice."""

import uuid
from collections import Counter
from datetime import date

from models.vault import Vault
from tests.builders import SimulatedPlan
from tests.casework.usage.test_usage import a_household, hand_in, minutes, stretches

READING = "usage_source.working"


class WatchedVault(Vault):
    """The real vault, which remembers what was sealed and opened, by field and row."""

    def __init__(self, real: Vault) -> None:
        self.__dict__.update(vars(real))
        self.sealed: Counter[tuple[str, uuid.UUID]] = Counter()
        self.opened: Counter[tuple[str, uuid.UUID]] = Counter()

    def seal(self, case_id: uuid.UUID, field: str, row_id: uuid.UUID, text: str) -> bytes:
        self.sealed[field, row_id] += 1
        return super().seal(case_id, field, row_id, text)

    def open(self, case_id: uuid.UUID, field: str, row_id: uuid.UUID, sealed: bytes) -> str:
        self.opened[field, row_id] += 1
        return super().open(case_id, field, row_id, sealed)

    def of(self, field: str) -> tuple[int, int]:
        """How often that field was sealed and opened, over all rows."""
        sealed, opened = (
            sum(times for (name, _), times in each.items() if name == field) for each in (self.sealed, self.opened)
        )
        return sealed, opened


def a_day(day: str, hour: int = 8) -> bytes:
    """A file that speaks of that whole day: half an hour after midnight and before it, and one hour from that one on."""
    return stretches(
        (f"{day} 00:00", f"{day} 00:30"), (f"{day} {hour:02}:00", f"{day} {hour + 1:02}:00"),
        (f"{day} 23:29", f"{day} 23:59"),
    )  # fmt: skip


def watched(life: SimulatedPlan) -> WatchedVault:
    """From now on the life's vault is watched."""
    life.context.on_commit = None  # a diary opens what it tells of, after the verb
    vault = life.context.vault = WatchedVault(life.context.vault)
    return vault


def test_a_file_is_sealed_once_and_not_opened_by_the_verb_that_took_it() -> None:
    life = a_household().on("2026-03-12 18:00")
    vault = watched(life)
    hand_in(life, stretches(("2026-03-09 08:00", "2026-03-09 09:00"), ("2026-03-10 23:00", "2026-03-11 01:00")))
    assert vault.of(READING) == (1, 0)
    assert vault.sealed.keys() & vault.opened.keys() == set()
    assert minutes(life)["2026-03-09"] == 60


def test_an_earlier_file_of_the_same_days_is_opened_once() -> None:
    life = a_household().on("2026-03-12 18:00")
    hand_in(life, a_day("2026-03-09"))
    hand_in(life, a_day("2026-03-10"))
    vault = watched(life)
    hand_in(life, a_day("2026-03-10", hour=12))
    assert vault.of(READING) == (1, 2)
    assert vault.sealed.keys() & vault.opened.keys() == set()
    assert minutes(life) == {"2026-03-09": 120, "2026-03-10": 180}


def test_what_is_taken_back_is_opened_once_with_all_that_is_kept() -> None:
    life = a_household().on("2026-03-12 18:00")
    hand_in(life, a_day("2026-03-09"))
    hand_in(life, a_day("2026-03-10"))
    vault = watched(life)
    life.act("prosecutor", "withdraw_usage", device="computer", from_on=date(2026, 3, 10), reason="交错了")
    assert vault.of(READING) == (0, 2)
    assert minutes(life) == {"2026-03-09": 120}
