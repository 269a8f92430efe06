"""The order in which a case is typed into another system: that of typing_sheet.toml, or an office's own."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from core.i18n import Bilingual, Text


@dataclass(frozen=True)
class TypedSection:
    """A section: its title, and the names of its fields in their order."""

    title: Text
    fields: tuple[str, ...]


def load_typing_order(own: Path | None = None) -> tuple[TypedSection, ...]:
    """Return the sections in their order: those of the file `own`, or without one those of the program.

    Raises ValueError, with the place of the section, where the file is wrong.
    """
    ours = _read(files("documents").joinpath("typing_sheet.toml").read_text(encoding="utf-8"))
    if own is None:
        return ours
    known = [name for section in ours for name in section.fields]
    order = _read(own.read_text(encoding="utf-8"))
    for place, section in enumerate(order, 1):
        if unknown := [name for name in section.fields if name not in known]:
            raise ValueError(f"section[{place}]: no such field: {', '.join(unknown)}; there are {', '.join(known)}")
    return order


def _read(text: str) -> tuple[TypedSection, ...]:
    rows: list[dict[str, Any]] = tomllib.loads(text).get("section", [])
    try:
        return tuple(TypedSection(Bilingual(str(row["zh"]), str(row["en"])), tuple(row["fields"])) for row in rows)
    except (KeyError, TypeError) as missing:
        raise ValueError(f"each section needs zh, en and fields ({missing})") from None
