"""The one step in which what no two records have in common is replaced by a marker."""

import json
import re
from typing import Any

_MARKED = (
    # ids of rows, made of the moment and of random bits
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "<id>"),
    # what a form is sent with, so that it counts once
    (re.compile(r'(name="_?\w+" value=")[A-Za-z0-9_-]{24}"'), r'\1<token>"'),
    # keyed digests, and the heads of the journal's chain
    (re.compile(r"\b[0-9a-f]{64}\b"), "<digest>"),
    # the word by which a family knows our messages, drawn for each: on a sheet and a card, as a field, at a text's end
    (re.compile(r'((?:约定词： |Word: |class="word">)<b lang="zh-CN">)[\u4e00-\u9fff]{2}(?=</b>)'), r"\1<word>"),
    (re.compile(r'("word": ")[\u4e00-\u9fff]{2}(?=")'), r"\1<word>"),
    (re.compile(r'(约定词|Word )[\u4e00-\u9fff]{2}(?="|</)'), r"\1<word>"),
    # labels that the program makes up so that later acts mean the same thing; references of a problem
    (re.compile(r'(?<=")([a-z]+)-[0-9a-f]{8}(?:[0-9a-f]{4})?(?=")'), r"\1-<label>"),
    # where the next page of a list begins: an id or a place in the journal, packed
    (re.compile(r'(cursor=|"next": "|name="cursor" value=")W[A-Za-z0-9_-]{5,}'), r"\1<cursor>"),
    # static files are asked for by what is in them
    (re.compile(r"(/static/[\w./-]+\?)[0-9a-f]{12}\b"), r"\1<content>"),
)


def normal(text: str, secrets: list[str]) -> str:
    """The text without what differs from one record to the next. `secrets` are the demonstration's own."""
    for secret in secrets:
        text = text.replace(secret, "<secret>")
    for pattern, marker in _MARKED:
        text = pattern.sub(marker, text)
    return text


def as_json(answer: Any) -> str:
    """Indented, with sorted keys: the order of fields is nobody's promise."""
    return json.dumps(answer, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
