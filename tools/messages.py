"""The messages that the pages say, found in their templates; and the catalogues brought up to date with them.

Run it as `python -m tools.messages`: every catalogue has every message then, and none that is said nowhere. What has no
translation yet is empty there, and said in Chinese until somebody fills it in.
`python -m tools.messages new ug` makes the catalogue of another language, in which nothing is translated yet.
"""

import ast
import sys
import tomllib
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from core.i18n import LOCALE, SOURCE, catalogue_file

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["root_packages"]
METHODS = [
    ("web/templates/**.html", "jinja2.ext:babel_extract"),
    *((f"{name}/**.py", "tools.messages:extract_python") for name in PACKAGES),
]
_HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
KEYWORDS = {
    "_": None,
    "CatalogText": None,
    "pgettext": ((1, "c"), 2),
    "ngettext": (1, 1),
    "npgettext": ((1, "c"), 2, 2),
}


def extract_catalogue() -> Catalog:
    """Every message that is said somewhere, with the file in which it stands."""
    found = Catalog(fuzzy=False, charset="utf-8")
    for filename, _line, message, comments, context in extract_from_dir(
        ROOT, METHODS, keywords=KEYWORDS, options_map={"**.html": {"trimmed": "true"}},
        directory_filter=lambda folder: not Path(folder).name.startswith((".", "_")) and "node_modules" not in folder,
    ):  # fmt: skip
        found.add(message, locations=[(filename, None)], auto_comments=comments, context=context)
    return found


def extract_python(
    file: BinaryIO, keywords: Mapping[str, Any], comment_tags: object, options: object
) -> Iterator[tuple[int, str, tuple[str | None, ...], list[str]]]:
    """The messages of a module, read from its syntax tree: one that stands among the values of another is found too."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords and node.args:
            texts = (arg.value if isinstance(arg, ast.Constant) else None for arg in node.args)
            yield node.lineno, node.func.id, tuple(text if isinstance(text, str) else None for text in texts), []


def languages() -> list[str]:
    """The languages that have a catalogue."""
    return sorted(folder.name for folder in LOCALE.iterdir() if folder.is_dir())


def read(language: str) -> Catalog:
    """That catalogue, as it stands."""
    with (LOCALE / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def written(catalogue: Catalog) -> bytes:
    """The catalogue as its file has it: by file and message, without moments or names of persons."""
    out = BytesIO()
    for message in catalogue:
        message.locations.sort()
    write_po(out, catalogue, width=120, sort_by_file=True, omit_header=True, ignore_obsolete=True)
    return _HEADER.format(language=catalogue.locale, plurals=catalogue.plural_forms).encode() + out.getvalue()


def is_translated(message: Message) -> bool:
    """Whether it is there in that language; one that counts, in each of its forms."""
    return all(message.string) if isinstance(message.string, list | tuple) else bool(message.string)


def create(language: str) -> Path:
    """The catalogue of a language that has none: every message, and no translation. Returns its file.

    ValueError for a language that Babel does not know, and for one that has its catalogue or is the source.
    """
    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        raise ValueError(f"{language} is no language that Babel knows, such as ug or kk-Arab") from None
    place = catalogue_file(language)
    if language == SOURCE or place.exists():
        raise ValueError(f"{language} is there already")
    catalogue = Catalog(locale=locale, fuzzy=False, charset="utf-8")
    catalogue.update(extract_catalogue(), no_fuzzy_matching=True)
    place.parent.mkdir(parents=True)
    place.write_bytes(written(catalogue))
    return place


def main() -> None:
    """Brings every catalogue up to date; with `new` and a language, makes one first."""
    match sys.argv[1:]:
        case []:
            pass
        case ["new", language]:
            try:
                create(language)
            except ValueError as wrong:
                sys.exit(str(wrong))
        case _:
            sys.exit("python -m tools.messages [new LANGUAGE]")
    template = extract_catalogue()
    for language in languages():
        catalogue = read(language)
        catalogue.update(template, no_fuzzy_matching=True)
        (LOCALE / language / "LC_MESSAGES" / "messages.po").write_bytes(written(catalogue))
        untranslated = sum(1 for message in catalogue if message.id and not is_translated(message))
        sys.stdout.write(f"{language}: {len(catalogue)} messages, {untranslated} without a translation\n")


if __name__ == "__main__":
    main()
