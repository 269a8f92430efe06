"""A dispatcher that kills itself, and the process that it is in, at a named point."""

import contextlib
import os
import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

from sqlmodel import Session

from core.clock import SimulatedClock
from models.database import Database
from models.message import Message
from notifications.addresses import Address
from notifications.channels.channel import Channel, SendResult
from notifications.channels.email import EmailChannel
from notifications.channels.folder import FolderChannel
from notifications.channels.inbox import InboxChannel
from notifications.channels.text_gateway import GatewayConfig, TextGateway
from notifications.dispatcher import deliver_pending
from notifications.render import Rendered
from tests.notifications.doubles import TUESDAY, AddressBook, nothing_against

ANY_ADDRESS = Address(phone="10012345678", email="staff@example.test", code_word="小河")

# With one thread: the inbox's; the first mark; then each time an answer with the next mark; the last answer alone.
COMMITS = {
    "before the inbox is filled": (1, "before"),
    "after the inbox is filled": (1, "after"),
    "before the hand-over is marked": (2, "before"),
    "after the hand-over is marked": (2, "after"),
    "before the answer is written down": (3, "before"),
    "after the answer is written down": (3, "after"),
    "before the last answer is written down": (6, "before"),
}
SEND_POINTS = ("before the hand-over", "inside the hand-over", "after the hand-over")
POINTS = (*COMMITS, *SEND_POINTS)


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("a killed process goes on")


class DyingDatabase(Database):
    """Dies before or after its n-th commit."""

    def __init__(self, url: str, point: str) -> None:
        super().__init__(url)
        self.commits = 0
        self.last, self.side = COMMITS.get(point, (0, ""))

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Session]:
        with super().transaction() as session:
            yield session
            session.flush()
            self.commits += 1
            if self.commits == self.last and self.side == "before":
                die()
        if self.commits == self.last and self.side == "after":
            die()


class DyingFolder(FolderChannel):
    """Dies when the draft is written and not yet in its place."""

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> SendResult:
        os.replace = lambda *_, **__: die()
        return super().hand_over(message, address, rendered)


class DyingChannel(Channel):
    """Dies before or after what it carries is handed over."""

    is_local = False

    def __init__(self, channel: Channel, point: str) -> None:
        self.channel = channel
        self.point = point

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> SendResult:
        if self.point == "before the hand-over":
            die()
        answer = self.channel.hand_over(message, address, rendered)
        if self.point == "after the hand-over":
            die()
        return answer

    def find(self, message: Message) -> SendResult | None:
        return self.channel.find(message)

    def close(self) -> None:
        self.channel.close()


def dispatch(url: str, text_channel: str, point: str, threads: int = 1) -> None:
    """One round of it, to a folder, an smtp:// address or the http:// address of a gateway, with #keys if it keeps them.

    The process ends by SIGKILL, as after a power cut; if the point is never reached it ends with 0.
    """
    if text_channel.startswith("smtp://"):
        channel, name = DyingChannel(EmailChannel(text_channel, "sunward@example.test"), point), "email"
    elif text_channel.startswith("http://"):
        terms = GatewayConfig("made up", keys_kept=timedelta(hours=1 if text_channel.endswith("#keys") else 0))
        channel, name = DyingChannel(TextGateway(text_channel, terms, SimulatedClock(TUESDAY)), point), "text"
    else:
        folder = DyingFolder if point == "inside the hand-over" else FolderChannel
        channel, name = DyingChannel(folder(Path(text_channel)), point), "text"
    channels: dict[str, Channel] = {name: channel, "inbox": InboxChannel()}
    clock = SimulatedClock(TUESDAY)
    book = AddressBook(ANY_ADDRESS)
    deliver_pending(DyingDatabase(url, point), clock, channels, book, nothing_against, threads=threads)
