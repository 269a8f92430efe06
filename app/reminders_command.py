"""`sunward reminders`: one sent by hand, and sending resumed after a restore."""

from typing import Annotated

import typer

from app.answers import AsJson, answer
from app.plan_commands import get_actor
from core.clock import local_time
from core.i18n import _, listed, verbatim

reminders = typer.Typer(help=_("提醒：手动发送一条；恢复备份之后放行。").zh, no_args_is_help=True)


@reminders.command(help=_("手动提醒一项；不写 --kind 就列出现在可以提醒哪些。").zh)
def send(
    number: Annotated[str, typer.Argument(help=_("方案编号。").zh)],
    as_login: Annotated[str, typer.Option("--as", help=_("发送的人的登录名。").zh)],
    kind: Annotated[str | None, typer.Option(help=_("提醒哪一项，写列出的代码。").zh)] = None,
    to: Annotated[str | None, typer.Option(help=_("发给谁，写列出的代码；只可能是一个人的不必写。").zh)] = None,
    as_json: AsJson = False,
) -> None:
    """Remind somebody of one item by hand; without `--kind`, what can be reminded of now is listed."""
    from app import bootstrap
    from casework.messages.acts import SEND_BY_HAND
    from casework.messages.manual_send import ReminderRequest, list_reminders, send_reminder
    from core.errors import BadInput
    from notifications.events import Recipient

    context = bootstrap.get_context()
    actor = get_actor(context, as_login)
    if kind is None:
        with context.open_for_reading(number, actor, SEND_BY_HAND) as open_plan:
            found = [one for one in list_reminders(open_plan) if one.kind is not None]
        lines = [
            listed([verbatim(f"{one.kind}  {one.to} "), one.words, *([_("（不会发出）"), one.reason] if one.reason else [])], verbatim(" "))
            for one in found
        ]  # fmt: skip
        answer(as_json, [{"kind": one.kind, "to": one.to, "reason": one.reason} for one in found], lines)
        return
    if to is not None and to not in list(Recipient):
        raise BadInput(_("没有这样的收件人：{to}。", to=to))
    sent = send_reminder(context, actor, number, ReminderRequest(kind, to=Recipient(to) if to else None))
    leaves = f"{local_time(sent.leaves_at):%Y-%m-%d %H:%M}" if sent.leaves_at else ""
    words = _("{to}：{words}，{leaves} 起发出。", to=sent.to_words, words=sent.words, leaves=leaves)
    answer(as_json, {"id": str(sent.id), "leaves_at": sent.leaves_at}, [words])


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
