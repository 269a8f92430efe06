"""Every word of the pages, Chinese first, English complete. A key without words is a mistake, found at once."""

from sunward.words import Language, Words
from web.dates import days_written
from web.words import (
    acts,
    attach,
    case,
    charts,
    desk,
    documents,
    evaluation,
    family,
    item,
    law,
    ledger,
    messages,
    offices,
    opening,
    out,
    plan,
    practice,
    sealed,
    shared,
    team,
    tour,
    usage,
)

BOOK: dict[str, Words] = {
    f"{chapter}.{key}": words
    for book in (
        shared.CHAPTERS,
        acts.CHAPTERS,
        attach.CHAPTERS,
        case.CHAPTERS,
        charts.CHAPTERS,
        desk.CHAPTERS,
        documents.CHAPTERS,
        evaluation.CHAPTERS,
        plan.CHAPTERS,
        practice.CHAPTERS,
        sealed.CHAPTERS,
        team.CHAPTERS,
        law.CHAPTERS,
        ledger.CHAPTERS,
        offices.CHAPTERS,
        opening.CHAPTERS,
        item.CHAPTERS,
        messages.CHAPTERS,
        family.CHAPTERS,
        out.CHAPTERS,
        usage.CHAPTERS,
        tour.CHAPTERS,
    )
    for chapter, entries in book.items()
    for key, words in entries.items()
}


def say_in(language: Language, what: str | Words) -> str:
    """The words of that key, or these words, in that language; a day in them is written as people write it. Raises
    KeyError for a key that is in no chapter."""
    if isinstance(what, str):
        return BOOK[what].in_(language)
    return days_written(language, what.in_(language))
