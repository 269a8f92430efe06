"""The mark of a field in which people name something by a word of their own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NamesOwnCode:
    """What is said in the field is a word of one's own, and a code stands for it in the record."""

    only: bool = True
    """It is never anything else; otherwise it may also be a kind, a day or a number of the program."""
