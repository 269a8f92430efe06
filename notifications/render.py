"""Strict rendering: a text is complete, short and harmless, or it is an error before anything is stored."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from core.dates import format_shortest_day
from core.errors import BadInput
from core.i18n import SOURCE, Language, _
from models.exported_head import parse_head
from notifications.forbidden_words import find_forbidden_words
from notifications.text_registry import KINDS, TEMPLATES

ONE_TEXT = 70
"""Characters in one text that holds anything but plain Latin letters."""
PREVIEW = 40
"""How much of a text a lock screen shows."""

Value = date | time | str | int


@dataclass(frozen=True)
class Signature:
    """The name in front of a text. The carriers put the filed one there (`notifications.text_signature`); this one stands
    where a text becomes a file."""

    zh: str = "【向阳】"
    en: str = "Sunward:"

    def in_(self, language: Language) -> str:
        return self.zh if language == "zh-CN" else self.en


DEFAULT_SIGNATURE = Signature()


@dataclass(frozen=True)
class Rendered:
    """What is said. A text has no subject; its preview is its beginning, a mail's preview is its subject."""

    subject: str
    body: str
    preview: str
    values: Mapping[str, str] = field(default_factory=dict)
    """The values as they are said, in the order of their names: what a gateway puts into its own registered copy."""
    template: str = ""
    """The number of the text."""


def to_stored_values(template: str, variables: Mapping[str, Value]) -> dict[str, str | int]:
    """The variables as a message row keeps them: dates as 2026-12-23, hours as 15:30, counts as numbers.

    Raises BadInput for a value missing, unknown to this text, or of any other kind: nothing else can be said.
    """
    registered = TEMPLATES.get(template)
    if registered is None:
        raise BadInput(_("没有编号为{template}的模板", template=template))
    missing = registered.required - variables.keys()
    unknown = variables.keys() - registered.required - registered.optional
    if missing or unknown:
        names = ", ".join(sorted(missing | unknown))
        raise BadInput(_("模板{template}缺少或不接受这些内容：{names}", template=template, names=names))
    return {name: _harmless(template, name, value) for name, value in variables.items()}


def render(
    template: str,
    language: str,
    variables: Mapping[str, Value],
    *,
    code_word: str | None = None,
    call_back: str | None = None,
    signature: Signature = DEFAULT_SIGNATURE,
) -> Rendered:
    """The registered text with its values filled in; the Chinese one where the language has none.

    Raises BadInput for a wrong value, for a text longer than 70 characters, and for a word that must not be shown.
    """
    stored = to_stored_values(template, variables)
    language = _language_of(template, language)
    values = dict.fromkeys(TEMPLATES[template].optional) | stored
    text = (
        _environment(language)
        .get_template(f"{language}/{template}.txt")
        .render(values, code_word=code_word, call_back=call_back, signature=signature.in_(language))
        .strip()
    )
    if find_forbidden_words(text, language):
        raise BadInput(_("模板{template}含有不得出现的词", template=template))
    formatted = _formatted_values(language, stored, code_word=code_word, call_back=call_back)
    if template.startswith("E"):
        subject, __, body = text.partition("\n\n")
        return Rendered(subject, body, subject, formatted, template)
    if template.startswith("S") and len(text) > ONE_TEXT and code_word is None and call_back is None:
        # Told when it is posted. A long code word or number, met at the moment of sending, loses no reminder.
        raise BadInput(_("模板{template}超过{one_text}字", template=template, one_text=ONE_TEXT))
    return Rendered("", text, text[:PREVIEW], formatted, template)


@lru_cache
def _language_of(template: str, language: Language) -> Language:
    """That language, if it has this text; otherwise the Chinese text is sent, whole."""
    has_it = files("notifications").joinpath("templates", language, f"{template}.txt").is_file()
    return language if has_it else SOURCE


def _formatted_values(language: Language, stored: Mapping[str, str | int], **of_address: str | None) -> dict[str, str]:
    filters = _environment(language).filters
    formats = {"date": filters["day"], "hour": filters["hour"]}
    values = {name: str(formats.get(KINDS[name], str)(value)) for name, value in stored.items()}
    return dict(sorted((values | {name: word for name, word in of_address.items() if word}).items()))


def _harmless(template: str, name: str, value: Value) -> str | int:
    kind = KINDS[name]
    if kind == "number" and isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    text = value.isoformat("minutes") if isinstance(value, time) else str(value)
    if kind == "code" and re.fullmatch(r"[a-z_0-9]{2,40}", text, re.ASCII):
        return text
    if kind == "signed head" and parse_head(text) is not None:
        return text
    try:
        if kind == "id":
            return str(uuid.UUID(text))
        if kind == "date" and not isinstance(value, int):
            return date.fromisoformat(text).isoformat()
        if kind == "hour":
            return time.fromisoformat(text).isoformat("minutes")
    except ValueError:
        pass  # said below, without repeating what was handed in
    raise BadInput(_("模板{template}的“{name}”填写有误", template=template, name=name))


@lru_cache
def _environment(language: Language) -> Environment:
    environment = SandboxedEnvironment(
        loader=PackageLoader("notifications", "templates"),
        undefined=StrictUndefined,
        autoescape=False,
        auto_reload=False,
    )
    environment.filters["day"] = lambda stored: format_shortest_day(language, date.fromisoformat(stored))
    environment.filters["hour"] = _chinese_hour if language == "zh-CN" else str
    return environment


def _chinese_hour(stored: str) -> str:
    hour = time.fromisoformat(stored)
    return f"{hour.hour}点{hour.minute:02}分" if hour.minute else f"{hour.hour}点"


__all__ = ["DEFAULT_SIGNATURE", "Rendered", "Signature", "Value", "render", "to_stored_values"]
