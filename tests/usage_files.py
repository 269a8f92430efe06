"""A file about digital use that a person hands in and a worker confirms."""

from casework.usage.previews import UsagePreview
from casework.usage.waiting import hand_in_usage_file
from core.clock import local_date
from tests.builders import SimulatedPlan
from usage.questions import QuestionCode


def count_file(
    life: SimulatedPlan,
    content: bytes | str,
    by: str = "minor",
    device: str = "computer",
    *,
    confirmed_by: str = "social_worker",
) -> UsagePreview:
    """The file counts, with the last day over when it was written; returns how it was read. The same file again changes nothing."""
    content = content.encode() if isinstance(content, str) else content
    shown = hand_in_usage_file(life.context, life.actor(by), life.number, device=device, content=content)
    if not shown.again:
        is_over = all(day.day < local_date(life.now) for day in shown.reading.days)
        over = [QuestionCode.DAY_OVER] if is_over else []
        life.act(confirmed_by, "confirm_usage", file=shown.id, yes_to=over)
    return shown
