"""A folder of files: what a real provider would have carried, for demonstrations and for handing on by other means."""

from pathlib import Path

from core.durable_files import write_over
from models.message import Message
from notifications.addresses import Address
from notifications.channels.channel import Channel, SendOutcome, SendResult
from notifications.render import Rendered


class FolderChannel(Channel):
    """One file for each message, whole or not there at all; handed over twice, it is still one file.

    A file says in what capacity somebody is addressed, never who or at which number.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> SendResult:
        place = self._place(message)
        try:
            if not place.exists():
                self.folder.mkdir(parents=True, exist_ok=True)
                write_over(place, _page(message, rendered).encode(), alone=True)
        except OSError as failure:
            return SendResult(SendOutcome.TRY_AGAIN, reason=f"folder_{type(failure).__name__}")
        return SendResult(SendOutcome.SENT, reference=place.name)

    def find(self, message: Message) -> SendResult | None:
        place = self._place(message)
        return SendResult(SendOutcome.SENT, reference=place.name) if place.exists() else None

    def _place(self, message: Message) -> Path:
        # From the row alone, so that a second hand-over finds the first.
        return self.folder / f"{message.due_at:%Y%m%dT%H%M%SZ}-{message.id}.txt"


def _page(message: Message, rendered: Rendered) -> str:
    head = [f"To: {message.recipient_role}", f"Channel: {message.channel}", f"Text: {rendered.template}"]
    if rendered.subject:
        head.append(f"Subject: {rendered.subject}")
    return "\n".join([*head, "", rendered.body, ""])
