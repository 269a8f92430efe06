"""How many minutes it takes until the texts of many plans that were due at one moment are with a text gateway on loopback.

Each is checked and marked, handed over, and its answer written down, each durable before the next.
"""

import contextlib
import logging
import multiprocessing
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from app.bootstrap import Dispatcher
from bench.caseload import create_due, open_context, process_in
from bench.result import Figure, value_at_most
from flows.services import DELIVERY_THREADS
from notifications.channels.inbox import InboxChannel
from notifications.channels.text_gateway import GatewayConfig, TextGateway
from tests.crash.providers import open_providers
from tests.notifications.mail_server import free_port

PLANS = 13_000


def measure(quick: bool) -> list[Figure]:
    """The minutes, on SQLite."""
    logging.disable(logging.WARNING)
    return [_texts(PLANS // 100 if quick else PLANS)]


@contextlib.contextmanager
def _gateway() -> Iterator[tuple[str, Callable[[], Counter[str]]]]:
    """A text gateway in a process of its own: its address, and how often each text was taken."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_provide, args=(theirs,), daemon=True)
    process.start()
    texts = ours.recv()

    def taken() -> Counter[str]:
        ours.send("taken")
        counted: Counter[str] = ours.recv()
        return counted

    try:
        yield texts, taken
    finally:
        process.kill()


def _provide(connection: Any) -> None:
    with open_providers(free_port(), free_port()) as (_mail, texts):
        connection.send(texts.url)
        while connection.recv():
            connection.send(texts.taken)


def _texts(plans: int) -> Figure:
    """What is to be said to so many families is posted first, and then nothing but delivery is measured, on SQLite."""
    with _gateway() as (texts_url, taken), tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/record.db"
        moment = create_due(url, Path(folder), plans)
        process_in(url, Path(folder), moment, 1, deliver=False)
        context = open_context(url, Path(folder), moment)
        gateway = TextGateway(texts_url, GatewayConfig("made up"), context.clock)
        dispatcher = Dispatcher({"text": gateway, "inbox": InboxChannel()}, threads=DELIVERY_THREADS)
        began = perf_counter()
        while any(vars(dispatcher.deliver(context)).values()):
            pass
        minutes = (perf_counter() - began) / 60
        context.database.dispose()
        assert Counter(taken().values()) == {1: plans}, "a text is missing or was sent twice"
    return Figure(f"{plans} texts, SQLite", minutes, "min", wanted=value_at_most(5))
