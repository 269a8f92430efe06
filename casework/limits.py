"""How long what people write may be, and how large what they attach: enough for anything that is said about a child, and
no more."""

from sunward.errors import BadInput, Mistake
from sunward.words import Words

LONGEST_WORDS = 20_000
LONGEST_PLACE = 40
LARGEST_PHOTO = 8 * 1024 * 1024
"""In bytes."""


def refuse_long(**fields: str | None) -> None:
    """BadInput that names every field that is longer than it may be."""
    mistakes = [
        Mistake(name, Words(f"最多{LONGEST_WORDS}字。", f"may have {LONGEST_WORDS} characters at most."))
        for name, text in fields.items()
        if text is not None and len(text) > LONGEST_WORDS
    ]
    if mistakes:
        raise BadInput(Words("文字太长。", "The text is too long."), mistakes=mistakes)
