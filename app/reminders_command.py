"""`sunward reminders`: a policy switched on, and sending resumed after a restore."""

from pathlib import Path
from typing import Annotated

import typer

from app.answers import AsJson, print_json, say
from app.plan_commands import get_actor
from core.i18n import _

reminders = typer.Typer(help=_("提醒策略：启用、放行。").zh, no_args_is_help=True)


@reminders.command(help=_("启用一份提醒策略，请先在页面上看它会改什么；已经发出的不再发。").zh)
def switch(
    policy: Annotated[Path, typer.Argument(exists=True, help=_("策略文件，写法同 notifications/policy.toml。").zh)],
    reason: Annotated[str, typer.Option(help=_("理由（记入日志）。").zh)],
    as_login: Annotated[str, typer.Option("--as", help=_("启用的人的登录名。").zh)],
    office: Annotated[str | None, typer.Option(help=_("检察院；默认是没有自己策略的各院。").zh)] = None,
    as_json: AsJson = False,
) -> None:
    """Activate a reminder policy. Look at it on the page first; messages already sent are not repeated."""
    from app import bootstrap
    from casework.settings.policies import switch_policy

    context = bootstrap.get_context()
    actor = get_actor(context, as_login)
    moved = switch_policy(context, actor, text=policy.read_text(encoding="utf-8"), reason=reason, office=office)
    if as_json:
        print_json({"moved_plans": moved})
    else:
        say(_("已启用；眼下{count}个方案有提醒改了时间，其余的由运行中的程序几分钟内改好。", count=moved))


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
    if as_json:
        print_json({"unknown": unknown})
    else:
        say(_("已放行；{count}条送达情况不明，请人工核实。", count=unknown))
