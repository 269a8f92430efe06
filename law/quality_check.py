"""The lines of the quality check of a finished case: those of quality_check.toml, and an office's own after them."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from core.i18n import Bilingual, Text
from law.articles import get_article

QualitySheet = Literal["handler", "department"]


@dataclass(frozen=True)
class QualityLine:
    """One line: what is checked, under which article, and what of the record answers it."""

    section: Text
    words: Text
    article: str
    """As a reader of Chinese finds it on the sheet."""
    asks: str | None
    """The question to the record; None where only a person can tell."""
    sheet: QualitySheet | None
    """The one sheet on which it stands; None for both."""


def load_quality_lines(own: Path | None = None) -> tuple[QualityLine, ...]:
    """Return the lines in their order. `own` is a file of the same form, whose lines stand last.

    Raises ValueError, with the place of the line, where the file is wrong.
    """
    table = tomllib.loads(files("law").joinpath("quality_check.toml").read_text(encoding="utf-8"))
    sections = table["sections"]
    asked = {row["asks"] for row in table["line"] if "asks" in row}
    lines = [_read(row, place, sections, asked) for place, row in enumerate(table["line"], 1)]
    if own is not None:
        table = tomllib.loads(own.read_text(encoding="utf-8"))
        sections = sections | table.get("sections", {})
        lines += [_read(row, place, sections, asked) for place, row in enumerate(table.get("line", []), 1)]
    return tuple(lines)


def _read(row: dict[str, Any], place: int, sections: dict[str, Any], asked: Collection[str]) -> QualityLine:
    try:
        section, words = (Bilingual(str(each["zh"]), str(each["en"])) for each in (sections[row["section"]], row))
        article = get_article(row.get("source", "office_practice")).article.partition(" (")[0]
    except (KeyError, TypeError) as missing:
        raise ValueError(f"line[{place}]: section, zh, en and a known source are needed ({missing})") from None
    asks, sheet = row.get("asks"), row.get("sheet")
    if asks is not None and asks not in asked:
        raise ValueError(f"line[{place}]: the record cannot be asked {asks!r}; left out, a person answers the line")
    if sheet not in (None, "handler", "department"):
        raise ValueError(f"line[{place}]: sheet is handler or department")
    return QualityLine(section, words, article, asks, sheet)
