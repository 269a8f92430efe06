"""`sunward calendar`: which years are known, what a notice moves, and announcing it by name and password."""

import tomllib
from dataclasses import asdict
from pathlib import Path

import typer
from pydantic import ValidationError

from app import bootstrap
from app.answers import in_words, print_json, say
from casework.settings.holiday_file import HolidayNotice
from casework.settings.holidays import YearPreview, announce_year, check_calendar, preview_year
from casework.shared.files.parsing import to_bad_input
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.staff.attempts import TrySource
from casework.staff.authentication import finish_sign_in, sign_in, sign_out
from casework.staff.second_factors import FactorProof
from core.errors import BadInput
from core.i18n import _
from core.untrusted_toml import read_toml

LARGEST = 100_000


def show_years(*, as_json: bool = False) -> None:
    """The years around today: announced, published, or only computed; and whether the calendar is fresh."""
    context = bootstrap.get_context()
    today = context.clock.today()
    known = {year: context.days.knows_year(year) for year in range(today.year - 1, today.year + 3)}
    fresh = check_calendar(context)
    if as_json:
        print_json({"announced": known, "fresh": fresh.holds, "because": fresh.because})
        raise typer.Exit(0 if fresh.holds else 1)
    for year, announced in known.items():
        say(f"{year}  {in_words(_('已公布') if announced else _('暂定，系推算'))}")
    say(fresh.because)
    raise typer.Exit(0 if fresh.holds else 1)


def show_notice(path: Path, by: str | None, *, announce: bool, as_json: bool = False) -> None:
    """Every open date that the notice moves; with `announce` and a yes, it is announced. Nobody does it without a name."""
    notice = read_notice(path)
    if by is None:
        raise BadInput(_("请用 --by 写明登录名。"))
    context = bootstrap.get_context()
    password = typer.prompt(in_words(_("密码")), hide_input=True, err=as_json)
    here = TrySource("this machine")
    signed_in = sign_in(context, by, password, here).signed_in
    if signed_in.stage == "factor":
        code = typer.prompt(in_words(_("验证码")), err=as_json)
        signed_in = finish_sign_in(context, signed_in, FactorProof(code), here).signed_in
    try:
        preview = preview_year(context, signed_in.actor, notice)
        if as_json:
            print_json(asdict(preview))
        else:
            _print(preview)
        asked = in_words(_("{year}年：确认录入并变动上述期限？", year=notice.year))
        if announce and typer.confirm(asked, err=as_json):
            announce_year(context, signed_in.actor, notice, confirm=preview.digest)
            say(_("已录入。"), err=as_json)
    finally:
        sign_out(context, signed_in)


def read_notice(path: Path) -> HolidayNotice:
    """The notice in that file. BadInput names every mistake."""
    content = path.read_bytes()
    if len(content) > LARGEST:
        raise BadInput(_("文件太大。"))
    try:
        return HolidayNotice.model_validate(read_toml(content.decode()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise BadInput(_("不是可读的TOML文件。")) from None
    except ValidationError as found:
        raise to_bad_input(found) from None


def _print(preview: YearPreview) -> None:
    for move in preview.moved:
        label = f" {move.label}" if move.label else ""
        say(f"{move.number}  {in_words(ITEM_KINDS[move.kind].words)}{label}  {move.old} → {move.new}")
    if not preview.moved:
        say(_("这份通知不变动任何期限：没有在办事项落在它改变的日子上。"))
    else:
        say(_("{count}项期限变动。", count=len(preview.moved)))
