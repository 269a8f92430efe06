"""A file about digital use that a person hands in and a worker confirms."""

from casework.usage.previews import UsagePreview
from casework.usage.waiting import hand_in_usage_file
from tests.builders import SimulatedPlan


def count_file(
    life: SimulatedPlan,
    content: bytes | str,
    by: str = "minor",
    device: str = "computer",
    *,
    confirmed_by: str = "social_worker",
) -> UsagePreview:
    """The file counts; returns how it was read. The same file again changes nothing."""
    content = content.encode() if isinstance(content, str) else content
    shown = hand_in_usage_file(life.context, life.actor(by), life.number, device=device, content=content)
    if not shown.again:
        life.act(confirmed_by, "confirm_usage", file=shown.id)
    return shown
