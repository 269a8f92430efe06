"""Marks a field whose value is a name invented by the user."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NamesOwnCode:
    """The value is a name invented by the user; the record has a code in its place."""

    only: bool = True
    """The value is nothing else; otherwise it may also be a kind, a day or a number of the program."""
