"""Whom one calls when a child is harmed: the numbers of reporting_numbers.toml, an office's own before them."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from core.i18n import Bilingual, Text
from law.finding import Confidence


@dataclass(frozen=True)
class ReportingNumber:
    """One of them: the number, who answers it, and when it is the right one."""

    number: str
    whom: Text
    when: Text
    confidence: Confidence


def reporting_numbers(own: Path | None = None) -> list[ReportingNumber]:
    """The numbers in their order. `own` is a file of the same form; ValueError, with its place, where it is wrong."""
    texts = [files("law").joinpath("reporting_numbers.toml").read_text(encoding="utf-8")]
    if own is not None:
        texts.insert(0, own.read_text(encoding="utf-8"))
    return [_read(row, place) for text in texts for place, row in enumerate(tomllib.loads(text).get("number", []), 1)]


def _read(row: dict[str, Any], place: int) -> ReportingNumber:
    try:
        number, whom, when = str(row["number"]), row["whom"], row["when"]
        confidence = Confidence(str(row.get("confidence", "P")))
        who, then = (Bilingual(str(each["zh"]), str(each["en"])) for each in (whom, when))
    except (KeyError, TypeError, ValueError):
        raise ValueError(f"number[{place}]: number, whom and when are needed, the words in zh and en") from None
    if not (3 <= len(number) <= 20 and number.replace("-", "").isdecimal() and number.isascii()):
        raise ValueError(f"number[{place}]: not a telephone number")
    return ReportingNumber(number, who, then, confidence)
