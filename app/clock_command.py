"""`sunward clock`: the demonstration's clock, read and moved from another window."""

from time import sleep

from rich.console import Console

from app.answers import answer
from app.bootstrap import create_context
from app.demo_folder import is_in_use
from app.server import DEMO_FOLDER, demo_settings
from core.clock import ClockStep, StoredClock, local_time
from core.errors import StateConflict
from core.i18n import Text, _

LOOK_SECONDS = 0.2


def show_clock(*, as_json: bool = False) -> None:
    """What the demonstration's clock shows now."""
    _tell(_running_clock(), as_json)


def move_clock(step: ClockStep, *, as_json: bool = False) -> None:
    """The clock was moved by that step, and what fell due meanwhile is processed."""
    from flows.clock_moves import compute_target

    clock = _running_clock()
    context = create_context(demo_settings(None), only_existing=True)
    try:
        clock.ask_for(compute_target(context, step))
    finally:
        context.database.dispose()
    console = Console(stderr=True)
    with console.status("") as shown:
        while clock.wanted is not None:
            if not is_in_use(DEMO_FOLDER):
                raise StateConflict(_NOT_RUNNING)
            shown.update(f"{local_time(clock.now()):%Y-%m-%d %H:%M}")
            sleep(LOOK_SECONDS)
    _tell(clock, as_json)


def _running_clock() -> StoredClock:
    kept = DEMO_FOLDER / "clock.json"
    if not is_in_use(DEMO_FOLDER) or not kept.exists():
        raise StateConflict(_NOT_RUNNING)
    return StoredClock(kept)


def _tell(clock: StoredClock, as_json: bool) -> None:
    shown = local_time(clock.now())
    answer(as_json, {"shows": shown.isoformat(timespec="seconds")}, [f"{shown:%Y-%m-%d %H:%M:%S}"])


_NOT_RUNNING: Text = _("演示没有在运行：请先在另一个窗口运行 ./run demo。")
