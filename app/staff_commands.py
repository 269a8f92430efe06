"""`sunward enrol` and `password`: people of an office, and the one-time codes with which they set a password."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.answers import AsJson, answer, say, show_progress
from core.i18n import Text, _

if TYPE_CHECKING:
    from casework.acting.context import Context


def enrol(
    staff: Annotated[
        Path,
        typer.Argument(
            help=_("检察院和人员（TOML），写法同 examples/first-office.toml。").zh, exists=True, dir_okay=False
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Enrol offices and staff from a file; prints a one-time code for each user of it without a password."""
    from app import bootstrap
    from casework.shared.files.parsing import read_staff_path
    from casework.staff import enrolment
    from casework.staff.authentication import list_without_password

    context, staff_file = bootstrap.get_context(), read_staff_path(staff)
    enrolment.enrol(context, staff_file)
    logins = list_without_password(context, [one.login for one in staff_file.staff])
    codes: list[dict[str, Any]] = []
    try:
        # Each is hashed twice, slowly: half a second a person.
        with show_progress(_("正在生成一次性代码"), len(logins)) as tell:
            for done, login in enumerate(logins):
                tell(done, login)
                codes.append(_issue(context, login))
    finally:  # interrupted, those that were made are told: they are in force
        _tell(codes, as_json)
    if not codes and not as_json:
        say(_("已登记；这些人都已经有密码，不需要一次性代码。"))


def password(login: Annotated[str, typer.Argument(help=_("在职人员的登录名。").zh)], as_json: AsJson = False) -> None:
    """Print a one-time code with which a user sets a new password."""
    from app import bootstrap

    _tell([_issue(bootstrap.get_context(), login)], as_json)


def _issue(context: "Context", login: str) -> dict[str, Any]:
    from casework.staff.accounts import issue_code

    code, waits, holds_from = issue_code(context, login)
    return {"login": login, "code": code, "waits_for_confirmation": waits, "holds_from": holds_from}


def _tell(codes: list[dict[str, Any]], as_json: bool) -> None:
    lines: list[Text | str] = [f"{one['login']}  {one['code']}" for one in codes]
    if any(one["waits_for_confirmation"] for one in codes):
        lines.append(_("代码等本院另一人在 /people 页面上确认后才能用。"))
    if any(one["holds_from"] for one in codes):
        lines.append(_("签批人员、管理员的代码，本人收到通知满一天后才能用；本人可以停掉。"))
    answer(as_json, codes, lines)
