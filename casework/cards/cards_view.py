"""Cards and accounts as a page or client is shown them."""

from dataclasses import dataclass
from datetime import date

from casework.acting.entries import KeptEntry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.cards.acts import RecordCardQuery, RecordReturnedCards
from casework.cards.cards import get_queried_numbers
from models.cards import CardRestriction


@dataclass(frozen=True)
class CardQueryView:
    """What a self-query showed."""

    queried_on: date
    phone_cards: int | None
    accounts: int | None
    unknown_ones: int
    by_role: str


@dataclass(frozen=True)
class CardRestrictionView:
    """A restriction with its clock: until when, what is missing, what was appealed and allowed."""

    restriction: str
    group: str
    from_on: date
    ends_on: date
    days_left: int
    notice_on: date | None
    appealed_on: date | None
    answer_by: date | None
    answered_on: date | None
    appeal_outcome: str | None
    relief: str | None
    relieved_on: date | None
    lifted_on: date | None
    note: str


@dataclass(frozen=True)
class CardsView:
    """Everything of cards and accounts on the plan."""

    returned: list[RecordReturnedCards]
    queries: list[CardQueryView]
    restrictions: list[CardRestrictionView]
    next_query_on: date | None

    def __bool__(self) -> bool:
        return bool(self.returned or self.queries or self.restrictions or self.next_query_on)


def load_cards(open_plan: OpenPlan) -> CardsView:
    """What is on the file of cards and accounts, the newest first."""
    coming = open_plan.items("card_query")
    return CardsView(
        [
            entry.fields
            for entry in sorted(list_entries(open_plan, RecordReturnedCards), key=_get_returned_on, reverse=True)
        ],
        [
            CardQueryView(*get_queried_numbers(entry), entry.by_role.value)
            for entry in sorted(
                list_entries(open_plan, RecordCardQuery), key=lambda one: get_queried_numbers(one)[0], reverse=True
            )
        ],
        [
            CardRestrictionView(
                row.label, row.group, row.from_on, row.ends_on,
                0 if row.lifted_on else max(0, (row.ends_on - open_plan.today).days),
                row.notice_on, row.appealed_on, row.answer_by, row.answered_on, row.appeal_outcome, row.relief,
                row.relieved_on, row.lifted_on,
                open_plan.open("card_restriction.document", row.id, row.document)["note"] or "",
            )
            for row in sorted(open_plan.rows(CardRestriction), key=lambda row: row.from_on)
        ],
        coming[0].due_on if coming else None,
    )  # fmt: skip


def _get_returned_on(entry: KeptEntry[RecordReturnedCards]) -> date:
    return entry.fields.returned_on or entry.on
