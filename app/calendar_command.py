"""`sunward calendar`: which years are known, what a notice moves, and announcing it by name and password."""

import tomllib
from pathlib import Path

import typer
from pydantic import ValidationError

from app import bootstrap
from casework.settings.holiday_file import HolidayNotice
from casework.settings.holidays import YearPreview, announce_year, check_calendar, preview_year
from casework.shared.files.parsing import to_bad_input
from casework.staff.authentication import sign_in, sign_out
from core.errors import BadInput
from core.i18n import _
from core.untrusted_toml import read_toml

LARGEST = 100_000


def show_years() -> None:
    """The years around today: announced, published, or only computed; and whether the calendar is fresh."""
    context = bootstrap.get_context()
    today = context.clock.today()
    for year in range(today.year - 1, today.year + 3):
        known = context.days.knows_year(year)
        typer.echo(f"{year}  {'已公布 / announced' if known else '暂定，推算 / provisional, computed'}")
    fresh = check_calendar(context)
    typer.echo(f"{fresh.because.zh} / {fresh.because.en}")
    raise typer.Exit(0 if fresh.holds else 1)


def show_notice(path: Path, by: str | None, *, announce: bool) -> None:
    """Every open date that the notice moves; with `announce` and a yes, it is announced. Nobody does it without a name."""
    notice = read_notice(path)
    if by is None:
        raise typer.BadParameter("--by: 请写登录名 / say who you are")
    context = bootstrap.get_context()
    signed_in = sign_in(context, by, typer.prompt("密码 / password", hide_input=True)).signed_in
    try:
        preview = preview_year(context, signed_in.actor, notice)
        _print(preview)
        if announce and typer.confirm(f"{notice.year}: 确认录入并变动上述期限？ / Announce it, and move these dates?"):
            announce_year(context, signed_in.actor, notice, confirm=preview.digest)
            typer.echo("已录入。/ Announced.")
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
        typer.echo(f"{move.number}  {move.kind} {move.label}  {move.old} → {move.new}")
    typer.echo(f"{len(preview.moved)}项期限变动 / {len(preview.moved)} dates move. [{preview.digest}]")
