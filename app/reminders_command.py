"""`sunward reminders`: a policy tried over a month, switched on, and sending resumed after a restore."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.answers import AsJson, in_words, print_json, say, working
from app.plan_commands import get_actor
from core.i18n import Text, _, listed, verbatim

if TYPE_CHECKING:
    from casework.messages.simulation_result import SimulatedMessage, SimulatedMonth
    from casework.shared.context import Context

reminders = typer.Typer(help=_("提醒策略：试算、启用、放行。").zh, no_args_is_help=True)
SIMULATING = _("正在试算一个月的消息……")
Office = Annotated[str | None, typer.Option(help=_("只看那个检察院的方案和人员。").zh)]


@reminders.command(help=_("按提醒策略试算一个月，按人和途径列出消息；不发送。").zh)
def simulate(
    month: Annotated[datetime, typer.Argument(formats=["%Y-%m"], help=_("过去或者将来的一个月，例如 2026-12。").zh)],
    policy: Annotated[
        Path | None, typer.Option("--policy", help=_("要试的策略；默认是本院的。").zh, exists=True)
    ] = None,
    office: Office = None,
    everything: Annotated[
        bool, typer.Option("--all", help=_("全部方案，不论多少，每个约四分之一秒；不加时，多了只试其中一部分。").zh)
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("一行一个对象，一条消息一个。").zh)] = False,
) -> None:
    """Simulate the reminder policy for a month and list messages by person and channel; nothing is sent."""
    import json

    from app import bootstrap
    from casework.staff.staffing import find_office
    from core.clock import local_time
    from core.settings import Settings
    from flows.policy_simulation import SAMPLE, simulate_month
    from notifications.reminder_policy import ReminderPolicy

    context = bootstrap.set_keys_aside(bootstrap.create_context(Settings()))
    with context.database.reading() as session:
        office_id = find_office(session, office) if office else None
    chosen = ReminderPolicy.load(policy) if policy else context.get_policy(office_id)
    with working(SIMULATING):
        simulated = simulate_month(context, month.date(), chosen, office_id, None if everything else SAMPLE)
    if as_json:
        for one in simulated.said:
            line = asdict(one) | {"at": local_time(one.at).isoformat(timespec="minutes")}
            typer.echo(json.dumps(line, ensure_ascii=False))
        return
    for one in simulated.said:
        say(_line(one))
    _sum_up(context, simulated, f"{month:%Y-%m}")


def _line(one: "SimulatedMessage") -> str:
    from casework.messages.reason_labels import reason_label
    from casework.shared.text.labels import message_state_label
    from core.clock import local_time
    from notifications.event_info import EVENT_INFO
    from notifications.events import Event
    from web.labels import LABELS

    words: list[Text] = [_person(one.person, one.role), LABELS["plan.channel"][one.channel]]
    words += [EVENT_INFO[Event(one.event)].name, message_state_label(one.state)]
    words += [reason_label(one.reason)] if one.reason else []
    said = " · ".join(in_words(word) for word in words)
    return f"{local_time(one.at):%Y-%m-%d %H:%M}  {f'{one.plan}  ' if one.plan else ''}{said}"


def _person(person: str, role: str) -> Text:
    """A person of staff by the sign-in name, one of a family by the role."""
    from casework.shared.text.labels import role_label

    return role_label(role) if person == role else verbatim(person)


def _sum_up(context: "Context", simulated: "SimulatedMonth", month: str) -> None:
    from casework.plan.scheduling import list_active_plans
    from casework.shared.text.labels import ROLES, message_state_label
    from web.labels import LABELS

    plans = len(list_active_plans(context))
    if not simulated.said:
        because = (
            _("这个数据文件夹里没有在办的方案。")
            if not plans
            else _("有{count}个在办的方案，这个月没有到期要提醒的事项。", count=plans)
        )
        say(_("{month}没有任何消息：{because}", month=month, because=because))
        return
    say(_("{month}，共{count}条：", month=month, count=len(simulated.said)))
    if (sample := simulated.describe_sample()) is not None:
        say(sample)
    for (person, channel), states in simulated.counts().items():
        who = ROLES[person] if person in ROLES else verbatim(person)
        counts = listed(_("{state}{count}条", state=message_state_label(state), count=n) for state, n in states.items())
        say(_("  {person} · {channel}：{counts}", person=who, channel=LABELS["plan.channel"][channel], counts=counts))


@reminders.command(help=_("启用一份提醒策略，请先用 simulate 试算；已经发出的不再发。").zh)
def switch(
    policy: Annotated[Path, typer.Argument(exists=True, help=_("策略文件，写法同 notifications/policy.toml。").zh)],
    reason: Annotated[str, typer.Option(help=_("理由（记入日志）。").zh)],
    as_login: Annotated[str, typer.Option("--as", help=_("启用的人的登录名。").zh)],
    office: Annotated[str | None, typer.Option(help=_("检察院；默认是没有自己策略的各院。").zh)] = None,
    as_json: AsJson = False,
) -> None:
    """Activate a reminder policy. Test it first with `simulate`; messages already sent are not repeated."""
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
