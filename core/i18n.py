"""Sentences in the reader's language. The source is Chinese, as its readers read it; a catalogue holds any other language.

A sentence stands where it is made: `_("方案已经封存。")`, with its values in braces: `_("还剩{days}天。", days=3)`. It is read
when somebody reads it, in that reader's language, and never stored as such: what is kept, is kept as it was read.
A catalogue is `locale/<language>/LC_MESSAGES/messages.po`. What it does not have is said in Chinese.
"""

import contextlib
import re
import struct
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any, Self, TypeAlias

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from core.durable_files import write_over

Language: TypeAlias = str
"""A language tag, such as "zh-CN" or "en"; one of `languages()`."""

SOURCE: Language = "zh-CN"
LOCALE = Path(__file__).resolve().parent / "locale"
_IN_BOTH = re.compile(r"(?P<zh>[^()]*[\u4e00-\u9fff][^()]*?) ?\((?P<citation>.*)\)")


@dataclass(frozen=True)
class BilingualText:
    """One sentence in both languages, as the record and the API keep it."""

    zh: str
    en: str


class Text(ABC):
    """Something that can be read in every language. Two are equal if they are made alike."""

    __slots__ = ()

    @abstractmethod
    def in_(self, language: Language) -> str:
        """The text in that language."""

    @abstractmethod
    def made_of(self) -> tuple[Any, ...]:
        """What tells it from any other of its class."""

    @property
    def zh(self) -> str:
        """In Chinese."""
        return self.in_(SOURCE)

    @property
    def en(self) -> str:
        """In English."""
        return self.in_("en")

    def keys(self) -> tuple[str, str]:
        """As a mapping it is what the record and the API keep of it: the Chinese and the English."""
        return ("zh", "en")

    def __getitem__(self, key: str) -> str:
        return {"zh": self.zh, "en": self.en}[key]

    def __str__(self) -> str:
        return self.zh

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self.made_of()))})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and type(self) is type(other) and self.made_of() == other.made_of()

    def __hash__(self) -> int:
        return hash(self.made_of())

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: Any) -> dict[str, Any]:
        """An answer of the API says it in both languages; one that was stored is read again."""
        return {
            "type": "function-plain",
            "function": {"type": "no-info", "function": _of_answer},
            "serialization": {
                "type": "function-plain",
                "function": lambda text: BilingualText(text.zh, text.en),
                "return_schema": handler.generate_schema(BilingualText),
            },
        }


def _of_answer(kept: object) -> Text:
    if isinstance(kept, Text):
        return kept
    if isinstance(kept, Mapping) and {"zh", "en"} <= kept.keys():
        return Bilingual.kept(kept)
    raise ValueError("no text in both languages")


class Bilingual(Text):
    """What is written in both languages side by side: the law, registered texts, papers, what the record keeps, and names.
    A reader of a third language reads the Chinese."""

    __slots__ = ("_chinese", "_english")

    def __init__(self, chinese: str, english: str) -> None:
        self._chinese, self._english = chinese, english

    @classmethod
    def kept(cls, sentence: Mapping[str, str]) -> Self:
        """A sentence as the record or an answer keeps it, read in both languages."""
        return cls(sentence["zh"], sentence["en"])

    def in_(self, language: Language) -> str:
        """The text in that language."""
        return self._english if language == "en" else self._chinese

    def made_of(self) -> tuple[Any, ...]:
        """Both texts."""
        return self._chinese, self._english


class CatalogText(Text):
    """A sentence of the catalogue with its values. A value that is itself a `Text` is read in the same language."""

    __slots__ = ("_context", "_message", "_number", "_values")

    def __init__(
        self, message: str, values: Mapping[str, Any], context: str | None = None, number: int | None = None
    ) -> None:
        self._message, self._values, self._context, self._number = message, values, context, number

    def in_(self, language: Language) -> str:
        """The sentence in that language, in the form that goes with its number, and its values in their places."""
        if self._number is None:
            text = translate(language, self._message, self._context)
        else:
            text = translate_number(language, self._message, self._number, self._context)
        if not self._values:
            return text
        return text.format(**{
            name: value.in_(language) if isinstance(value, Text) else value for name, value in self._values.items()
        })  # fmt: skip

    def made_of(self) -> tuple[Any, ...]:
        """The message, its context and its values."""
        return self._message, self._context, self._number, tuple(self._values.items())

    def for_number(self, number: int) -> "CatalogText":
        """The same sentence in the form that goes with that number. It has such forms."""
        return CatalogText(self._message, self._values, self._context, number)

    def filled(self, values: Mapping[str, Any]) -> "CatalogText":
        """The same sentence with these values."""
        return CatalogText(self._message, values, self._context, self._number)


class Joined(Text):
    """Several texts as one, such as a list with its commas."""

    __slots__ = ("_between", "_texts")

    def __init__(self, texts: tuple[Text, ...], between: Text) -> None:
        self._texts, self._between = texts, between

    def in_(self, language: Language) -> str:
        """The texts in that language, one after the other."""
        return self._between.in_(language).join(text.in_(language) for text in self._texts)

    def made_of(self) -> tuple[Any, ...]:
        """The texts, and what stands between them."""
        return *self._texts, self._between


class _Capitalized(Text):
    __slots__ = ("_text",)

    def __init__(self, text: Text) -> None:
        self._text = text

    def in_(self, language: Language) -> str:
        text = self._text.in_(language)
        return text[:1].upper() + text[1:]

    def made_of(self) -> tuple[Any, ...]:
        return (self._text,)


def _(message: str, /, **values: Any) -> CatalogText:
    """The sentence, to be read in the language of its reader."""
    return CatalogText(message, values)


def pgettext(context: str, message: str, /, **values: Any) -> CatalogText:
    """The sentence, where one Chinese word is several in another language: `context` tells which."""
    return CatalogText(message, values, context)


def ngettext(message: str, number: int, /, **values: Any) -> CatalogText:
    """The sentence in the form that goes with that number, such as "1 plan" and "2 plans"."""
    return CatalogText(message, values, None, number)


def npgettext(context: str, message: str, number: int, /, **values: Any) -> CatalogText:
    """As `ngettext`, where `context` tells which of several sentences is meant."""
    return CatalogText(message, values, context, number)


def verbatim(text: str) -> Bilingual:
    """What is the same in every language: a name, a code, what a person wrote."""
    return Bilingual(text, text)


def listed(texts: Iterable[Text], between: Text | None = None) -> Joined:
    """The texts as a list, with the comma of the reader's language or what else stands between them."""
    return Joined(tuple(texts), between if between is not None else CatalogText("、", {}))


def capitalized(text: Text) -> Text:
    """The text as a sentence begins: with a capital, where the language has them."""
    return _Capitalized(text)


NO_TEXT = Bilingual("", "")
"""No text, where there may be one."""
SEMICOLON = CatalogText("；", {})


def languages() -> tuple[Language, ...]:
    """Every language that the program speaks: the source, and each that has a catalogue."""
    return (SOURCE, *sorted(folder.name.replace("_", "-") for folder in LOCALE.iterdir() if folder.is_dir()))


def in_all_languages(texts: Iterable[Text]) -> str:
    """Return the texts in every language of the program, casefolded, a line each: for looking a word up in."""
    return "\n".join(text.in_(language) for text in texts for language in languages()).casefold()


def find_language(tag: str) -> Language | None:
    """The language of ours that fits a tag, such as "en" for "en-GB"; None if none does."""
    tag = tag.lower()
    fitting = (code for code in languages() if code.lower() == tag)
    alike = (code for code in languages() if code.partition("-")[0] == tag.partition("-")[0])
    return next(fitting, None) or next(alike, None)


@cache
def locale_of(language: Language) -> Locale:
    """What Babel knows of the language: its own name, its days and months, which way it is written."""
    # Babel looks through all its thousand locales each time it is asked.
    return Locale.parse(language, sep="-")


def catalogue_file(language: Language) -> Path:
    """Where the messages of that language stand."""
    return LOCALE / language.replace("-", "_") / "LC_MESSAGES" / "messages.po"


@cache
def translations(language: Language) -> NullTranslations:
    """The messages in that language; those of the source language are what they are."""
    if language == SOURCE:
        return NullTranslations()
    source = catalogue_file(language)
    compiled = source.with_suffix(".mo")
    # One that cannot be read (empty, or half, since the power failed; or another user's) is as one that is not there.
    with contextlib.suppress(OSError, ValueError, struct.error):
        if compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            with compiled.open("rb") as file:
                return GNUTranslations(file)
    return GNUTranslations(BytesIO(_compile(language, source, compiled)))


def _compile(language: Language, source: Path, compiled: Path) -> bytes:
    """The catalogue as gettext reads it, kept beside its source where that folder can be written to."""
    out = BytesIO()
    with source.open("rb") as file:
        write_mo(out, read_po(file, locale=language.replace("-", "_")))
    with contextlib.suppress(OSError):  # a program that is installed read-only compiles once in each process
        write_over(compiled, out.getvalue())
        compiled.chmod(0o644)  # root may have called a command, and another user runs the program
    return out.getvalue()


def translate(language: Language, message: str, context: str | None = None) -> str:
    """The message in that language. `context` tells apart what is one word in Chinese and several elsewhere."""
    if language == SOURCE:
        return message
    known = translations(language)
    return known.gettext(message) if context is None else known.pgettext(context, message)


def translate_number(language: Language, message: str, number: int, context: str | None = None) -> str:
    """The message in the form that goes with that number, such as "1 plan" and "2 plans"."""
    known = translations(language)
    if context is None:
        return known.ngettext(message, message, number)
    return known.npgettext(context, message, message, number)


def write_for_program(value: Any) -> Any:
    """What JSON does not have, as a program reads it: a sentence in both languages, a day or moment, anything else as text."""
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def split_citation(article: str) -> Bilingual | None:
    """An article that is written in both languages, "刑法第17条 (Criminal Law art 17)", in each; None of any other."""
    found = _IN_BOTH.fullmatch(article)
    return Bilingual(found["zh"], found["citation"]) if found else None


def short_citation(article: str) -> str:
    """The one way in which an article is stored and answered, such as "CPL art 284(1)": of one that is written in both
    languages, the short one. `casework.citations` says it to readers of either language."""
    both = split_citation(article)
    return both.en if both else article
