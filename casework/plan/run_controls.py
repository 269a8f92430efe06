"""What people do about a plan's run, each with a reason: halt it for review, resume it, have it processed at once, replace
it.

A run that was halted by a person stands as one that the program halted: facts are recorded, its prosecutor is reminded
until somebody has looked, and nothing else is done by itself. It is resumed in the same way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from casework.acting.acts.machine import RELEASE_QUARANTINE
from casework.acting.context import Context
from casework.acting.rights import Actor, Operation
from casework.plan.acts_runs import HALT_RUN, PROCESS_NOW, REPLACE_RUN
from casework.plan.halting import halt, release_plan
from casework.shared.text.text_checks import text_or_none
from core.errors import BadInput, Mistake, StateConflict
from core.i18n import Text, _

MAX_REASON = 2000


class RunControl(StrEnum):
    """What can be done about a run."""

    HALT = "halt"
    RESUME = "resume"
    PROCESS_NOW = "process-now"
    REPLACE = "replace"


@dataclass(frozen=True)
class ControlInfo:
    """One of them: the right to it, what it is called, and what it comes to."""

    right: Operation
    title: Text
    about: Text
    do: Callable[[Context, Actor, str, str], None]


def halt_run(context: Context, actor: Actor, number: str, reason: str) -> None:
    """Nothing is done for the plan by itself until somebody has looked and resumes it. One that is halted stays so."""
    with context.open_for_update(number, actor, HALT_RUN) as open_plan:
        halt(open_plan, HALT_RUN, detail={"reason": reason})


def process_now(context: Context, actor: Actor, number: str, reason: str) -> None:
    """The plan is processed at once, and not only at its next time. If nothing is due, nothing is done. Refused while it
    is halted."""
    with context.open_for_update(number, actor, PROCESS_NOW) as open_plan:
        if open_plan.plan.quarantined_at is not None:
            raise StateConflict(_("自动办理已停，请先查看并恢复。"))
        open_plan.record(PROCESS_NOW.code, detail={"reason": reason})
        open_plan.wake()


def replace_run(context: Context, actor: Actor, number: str, reason: str) -> None:
    """The plan's run in Prefect ends, and a new one waits in its place, as soon as Prefect answers. What is due, and
    whether the plan is halted, stays as it is."""
    with context.open_for_update(number, actor, REPLACE_RUN) as open_plan:
        open_plan.plan.generation += 1
        open_plan.record(REPLACE_RUN.code, detail={"reason": reason})


CONTROLS: dict[RunControl, ControlInfo] = {
    RunControl.HALT: ControlInfo(
        HALT_RUN,
        _("停下自动办理"),
        _("系统不再自动提醒、记录和办理这个方案，直到有人查看并恢复；仍可登记情况，法定期限照常计算，请自行留意。"),
        halt_run,
    ),
    RunControl.RESUME: ControlInfo(
        RELEASE_QUARANTINE,
        _("恢复自动办理"),
        _("查看之后，系统马上接着办理这个方案，到期的事项一并办理。"),
        release_plan,
    ),
    RunControl.PROCESS_NOW: ControlInfo(
        PROCESS_NOW,
        _("马上办理"),
        _("系统马上看一次这个方案，办理已经到期的事项；没有到期的就什么也不做。"),
        process_now,
    ),
    RunControl.REPLACE: ControlInfo(
        REPLACE_RUN,
        _("重建运行"),
        _(
            "结束 Prefect 中这个方案现有的运行，重新建立一个。方案内容、到期的事项和期限都不变；"
            "只在 Prefect 中的运行不对、又没有自行恢复时才需要。"
        ),
        replace_run,
    ),
}
RIGHTS_FOR_CONTROLS = tuple(control.right for control in CONTROLS.values())


def control_run(context: Context, actor: Actor, number: str, control: RunControl, reason: str) -> None:
    """It is done, with its reason in the journal. BadInput without a reason, or with one that is too long."""
    said = text_or_none(reason)
    if said is None or len(said) > MAX_REASON:
        wrong = _("请写明理由。") if said is None else _("太长，最多2000字。")
        raise BadInput(wrong, mistakes=[Mistake("reason", wrong)])
    CONTROLS[control].do(context, actor, number, said)


def may_control(actor: Actor) -> bool:
    """Whether somebody of that role can do anything about a run."""
    return any(actor.role in right.by for right in RIGHTS_FOR_CONTROLS)


def list_controls(actor: Actor, halted: bool) -> list[RunControl]:
    """What somebody of that role can do about a run as it stands."""
    now = (RunControl.RESUME,) if halted else (RunControl.PROCESS_NOW, RunControl.HALT)
    possible = (*now, RunControl.REPLACE)
    return [control for control in possible if actor.role in CONTROLS[control].right.by]
