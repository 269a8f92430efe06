"""What a page reads from a request: a form's fields as plain text, and where to go afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.formparsers import MultiPartParser

from casework.shared.text.text_checks import text_or_none
from core.errors import BadInput, SunwardError
from core.i18n import Bilingual, Text, listed
from serving.auth import ensure_same_site
from web.own_forms import FIELD

FormValues = dict[str, str]
FormErrors = dict[str, Text]

MAX_FIELDS = 400
"""The form of a new plan has the most fields; one with ten conditions has some 200."""


async def read_form(request: Request) -> FormValues:
    """The form's fields in their order, the first of each name, without spaces around them; a text in which nothing is said is an
    empty field. Files are no field of ours."""
    ensure_same_site(request)
    async with request.form(max_files=0, max_fields=MAX_FIELDS) as form:
        typed: FormValues = {}
        for name, value in form.multi_items():
            if isinstance(value, str) and name != FIELD:
                typed.setdefault(name, _text(name, value))
        return typed


PASSWORD_FIELDS = frozenset({"password", "old", "again", "_password", "own_password"})
"""Whoever chose a password of full stops has one."""


def _text(name: str, value: str) -> str:
    text = value.strip()
    return text if name in PASSWORD_FIELDS else text_or_none(text) or ""


Form = Annotated[FormValues, Depends(read_form)]

# What somebody sends about a child is never written to a disk on its way: a file of any size we take stays in memory.
MultiPartParser.spool_max_size = 64 * 1024 * 1024


MAX_FILES = 4


@dataclass(frozen=True)
class UploadForm:
    """A form with files: what was typed, and each file's bytes by its field, where one was chosen; none of an empty one."""

    typed: FormValues
    files: dict[str, bytes]

    @property
    def file(self) -> bytes | None:
        """The one file of a form that asks for one."""
        return next(iter(self.files.values()), None)


async def read_form_with_files(request: Request) -> UploadForm:
    """The form's fields as `read_form` reads them, and its files."""
    ensure_same_site(request)
    async with request.form(max_files=MAX_FILES, max_fields=MAX_FIELDS) as form:
        typed: FormValues = {}
        files: dict[str, bytes] = {}
        for name, value in form.multi_items():
            if name == FIELD:
                continue
            if isinstance(value, str):
                typed.setdefault(name, _text(name, value))
            elif value.filename and name not in files:
                files[name] = await value.read()
        return UploadForm(typed, files)


async def read_words(request: Request) -> FormValues:
    """What was typed into the form that was sent, as it was typed; nothing where a page is looked at. Its files stay open for
    the route, which may not have read them yet."""
    if request.method != "POST":
        return {}
    form = await request.form(max_files=MAX_FILES, max_fields=MAX_FIELDS)
    return {name: value for name, value in form.multi_items() if isinstance(value, str) and name != FIELD}


async def read_to_send_again(request: Request) -> tuple[list[tuple[str, str]], bool]:
    """Everything typed into the form, as it was typed, but for passwords; and whether there were files."""
    async with request.form(max_files=MAX_FILES, max_fields=MAX_FIELDS) as form:
        sent = form.multi_items()
    files = any(not isinstance(value, str) for _name, value in sent)
    left_out = PASSWORD_FIELDS | {FIELD}
    return [(name, value) for name, value in sent if isinstance(value, str) and name not in left_out], files


FormWithFiles = Annotated[UploadForm, Depends(read_form_with_files)]


def explain(refused: SunwardError) -> Text:
    """What is wrong, for a page that has one place for it: every mistake, said once, or the reason."""
    mistakes = refused.mistakes if isinstance(refused, BadInput) else []
    said = dict.fromkeys(one.wrong for one in mistakes)
    return _one_after_another(said) if said else refused.reason


def get_mistakes(refused: SunwardError, *fields: str, elsewhere: str = "") -> FormErrors:
    """What is wrong, each mistake at its field, and in its own words rather than as a count; what belongs to no field of
    these stands elsewhere."""
    found: dict[str, dict[Text, None]] = {}
    for mistake in refused.mistakes if isinstance(refused, BadInput) else ():
        found.setdefault(mistake.place if mistake.place in fields else elsewhere, {})[mistake.wrong] = None
    return {place: _one_after_another(said) for place, said in found.items()} or {elsewhere: refused.reason}


def _one_after_another(said: Iterable[Text]) -> Text:
    return listed(said, Bilingual("", " "))


def local_path(address: str) -> str:
    """The address, if it is a path of ours; the first page otherwise."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\")) and "\n" not in address
    return address if plain else "/"
