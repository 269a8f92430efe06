"""The fonts that come with the program, and which characters they can draw: alike on every machine, one without any font
included.

Ordinary text is set in Noto Serif and Noto Sans, from a locked package; between them they have all of the basic Chinese
block and extension A. The rarer characters of names, extensions B to I, lie packed in documents/fonts and are unpacked
when a text first needs one. How they are made stands in tools/fonts.py.
"""

import lzma
import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pylopdf_fonts_zh_cn

ORDINARY = (pylopdf_fonts_zh_cn.serif_path(), pylopdf_fonts_zh_cn.sans_path())
RARE = Path(__file__).parent / "fonts"
FIRST_RARE = 0x20000
"""Below it the fonts for rare characters have nothing, so for an emoji they stay packed."""
_unpacking = threading.Lock()


def find_undrawable(text: str) -> tuple[str, ...]:
    """The characters of the text that none of our fonts has, each once, in their order."""
    rest = [each for each in dict.fromkeys(text) if _not_ordinary(each)]
    rare = _drawn_by(rare_files()) if any(ord(each) >= FIRST_RARE for each in rest) else frozenset()
    return tuple(each for each in rest if ord(each) not in rare)


def needs_rare(text: str) -> bool:
    """Whether the text has a character that only the fonts for rare characters can have."""
    return any(ord(each) >= FIRST_RARE and _not_ordinary(each) for each in set(text))


def rare_files() -> tuple[Path, ...]:
    """The fonts for rare characters, unpacked for as long as this process runs. Unpacked again where they are gone: many
    systems remove from their temporary folder what nobody has used for ten days."""
    with _unpacking:
        if not all(file.exists() for file in _unpacked()):
            _folder().cleanup()
            _folder.cache_clear()
            _unpacked.cache_clear()
        return _unpacked()


def describe_characters(text: str) -> list[str]:
    """Each character of the text that no font of ours has, as it is shown to people: itself and its code point."""
    return [f"{each} {code_point(each)}" for each in find_undrawable(text)]


def code_point(character: str) -> str:
    """How the character is named where it cannot be drawn: `U+323B0`."""
    return f"U+{ord(character):04X}"


@lru_cache
def _folder() -> "TemporaryDirectory[str]":
    return TemporaryDirectory(prefix="sunward-fonts-")  # kept here, and gone with the process


@lru_cache
def _unpacked() -> tuple[Path, ...]:
    made = []
    for packed in sorted(RARE.glob("*.ttf.xz")):
        file = Path(_folder().name) / packed.stem
        file.write_bytes(lzma.decompress(packed.read_bytes()))
        made.append(file)
    return tuple(made)


@lru_cache
def _drawn_by(files: Iterable[Path]) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # only who sets a text waits for it to load

    drawn: set[int] = set()
    for file in files:
        with TTFont(file, lazy=True) as font:
            drawn.update(font.getBestCmap())
    return frozenset(drawn)


def _not_ordinary(character: str) -> bool:
    return ord(character) not in _drawn_by(ORDINARY) and not _shows_nothing(character)


def _shows_nothing(character: str) -> bool:
    """Spaces, line ends, joiners and variation selectors: what needs no shape of its own."""
    category = unicodedata.category(character)
    selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return selector or category in ("Cc", "Cf", "Zs", "Zl", "Zp")
