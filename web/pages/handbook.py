"""The handbook: what is made from the program's own declarations, as pages for everybody. They are about nobody."""

import re
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from itertools import pairwise
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup

from casework.shared.files.acts_page import render_page as render_acts
from core.errors import NotFound, NotSignedIn
from core.i18n import _
from serving.auth import PUBLIC_ACCESS, get_signed_in
from usage.helps import HelpSheet, load_helps
from web.rendering import render_page

router = APIRouter(prefix="/handbook", dependencies=[PUBLIC_ACCESS])

_FOLD = '<details class="card folded"><summary>'
_CHINESE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]+")


@router.get("")
def show_handbook(request: Request) -> HTMLResponse:
    """Which pages there are, with the command that prints each; and what helps families, as their own pages tell it."""
    return _show(request, "handbook.html", helps=load_helps())


@router.get("/{name}")
def show_handbook_page(request: Request, name: str) -> HTMLResponse:
    """Every act that a file of acts can have, its parts folded; or an empty sheet to print and hand out."""
    if name in set(HelpSheet):
        return _show(request, "help_sheet.html", sheet=name, back="/handbook")
    if name != "acts":
        raise NotFound(_("没有这一页。"))
    title, text = _read_acts_page()
    return _show(request, "handbook_page.html", title=title, text=text)


def _show(request: Request, template: str, **context: Any) -> HTMLResponse:
    """The page, with the menu of whoever is signed in."""
    with suppress(NotSignedIn):
        get_signed_in(request)
    return render_page(request, template, **context)


@cache
def _read_acts_page() -> tuple[str, Markup]:
    """The title, and the text with each part below it folded under its heading."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.add_render_rule("table_open", _open_table)
    markdown.add_render_rule("table_close", lambda *_: "</table></div>\n")
    tokens = markdown.parse(render_acts())
    title, under = tokens[1].content, ""
    for token, following in pairwise(tokens):
        if token.type == "heading_open":
            under = "on-" + re.sub(r"[^a-z0-9]+", "-", following.content.lower()).strip("-")
            token.attrSet("id", under)
        elif token.type == "table_open":
            token.meta["under"] = under
        elif token.type == "th_open":
            token.attrSet("scope", "col")
    head, *parts = _mark_chinese(markdown.renderer.render(tokens, markdown.options, {})).split("<h2 ")
    folded = [f"{_FOLD}<h2 {part.replace('</h2>', '</h2></summary>', 1)}</details>\n" for part in parts]
    return title, Markup(head + "".join(folded))


def _open_table(_renderer: RendererHTML, tokens: Sequence[Token], place: int, _options: OptionsDict, _env: Any) -> str:
    """A table that is wider than a phone is moved in its own frame, also with the keyboard."""
    under = tokens[place].meta["under"]
    return f'<div class="scroll" tabindex="0" role="group" aria-labelledby="{under}"><table class="reading">\n'


def _mark_chinese(html: str) -> str:
    """Chinese words in an English text are marked as such. No attribute of ours has any."""
    return _CHINESE.sub('<span lang="zh-CN">\\g<0></span>', html)
