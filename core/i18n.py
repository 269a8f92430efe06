"""Messages in the reader's language. The source is Chinese, as its readers read it; a catalogue holds any other language.

A catalogue is `locale/<language>/LC_MESSAGES/messages.po`. What it does not have is said in Chinese.
"""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = "zh-CN"
LOCALE = Path(__file__).resolve().parent / "locale"


def catalogue_file(language: str) -> Path:
    """Where the messages of that language stand."""
    return LOCALE / language.replace("-", "_") / "LC_MESSAGES" / "messages.po"


@cache
def translations(language: str) -> NullTranslations:
    """The messages in that language; those of the source language are what they are."""
    if language == SOURCE:
        return NullTranslations()
    compiled = BytesIO()
    with catalogue_file(language).open("rb") as file:
        write_mo(compiled, read_po(file, locale=language.replace("-", "_")))
    compiled.seek(0)
    return GNUTranslations(compiled)


def translate(language: str, message: str, context: str | None = None) -> str:
    """The message in that language. `context` tells apart what is one word in Chinese and several elsewhere."""
    known = translations(language)
    return known.gettext(message) if context is None else known.pgettext(context, message)


def translate_number(language: str, message: str, number: int) -> str:
    """The message in the form that goes with that number, such as "1 plan" and "2 plans"."""
    return translations(language).ngettext(message, message, number)
