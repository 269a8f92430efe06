"""How long what people write may be, and how large what they attach: enough for anything that is said about a child, and
no more."""

from sunward.errors import BadInput, Mistake
from sunward.words import Words

MAX_TEXT = 20_000
MAX_LOCATION = 40
MAX_PHOTO_SIZE = 8 * 1024 * 1024
"""In bytes."""


def check_lengths(**fields: str | None) -> None:
    """BadInput that names every field that is longer than it may be."""
    mistakes = [
        Mistake(name, Words(f"最多{MAX_TEXT}字。", f"may have {MAX_TEXT} characters at most."))
        for name, text in fields.items()
        if text is not None and len(text) > MAX_TEXT
    ]
    if mistakes:
        raise BadInput(Words("文字太长。", "The text is too long."), mistakes=mistakes)
