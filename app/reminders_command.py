"""`sunward reminders`: sending resumed after a restore."""

from typing import Annotated

import typer

from app.answers import AsJson, answer
from app.plan_commands import get_actor
from core.i18n import _

reminders = typer.Typer(help=_("提醒：恢复备份之后放行。").zh, no_args_is_help=True)


@reminders.command(help=_("恢复备份之后放行消息；送达情况不明的，交人工核实。").zh)
def release(
    as_login: Annotated[str, typer.Option("--as", help=_("已经查看的系统管理员的登录名。").zh)],
    as_json: AsJson = False,
) -> None:
    """Resume sending after a restore; messages with unknown outcome are left for a person."""
    from app import bootstrap
    from casework.messages.outbox_alarms import release_outbox
    from core.settings import Settings

    context = bootstrap.get_context()
    guard = bootstrap.create_restore_guard(Settings(), context.database)
    unknown = release_outbox(context, get_actor(context, as_login), guard)
    answer(as_json, {"unknown": unknown}, [_("已放行；{count}条送达情况不明，请人工核实。", count=unknown)])
