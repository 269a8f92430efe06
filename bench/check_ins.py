"""How long a family waits for "received", while the dates of many plans are processed.

300 weekly notes from 50 phones within 60 seconds, one every fifth of a second, each through the page of a card; meanwhile
other threads of the process do what is due on 13,000 plans at once and deliver what is to be said, as `./run up` does.
"""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

from sqlmodel import col, select
from starlette.testclient import TestClient

from bench.caseload import create_due, open_context, processed_here
from bench.result import Figure, value_at_most
from casework.acting.rights import Actor
from casework.family.family_access import make_family_page
from core.settings import Settings
from models.item import Item
from models.office import Role, Staff
from models.plan import Plan
from notifications.channels.memory import MemoryChannel
from notifications.restore_guard import OutboxPosition, write_position
from tests.postgresql import OwnServer
from web.app import create_web

PLANS, PHONES, NOTES, SECONDS = 13_000, 50, 300, 60


def measure(quick: bool) -> list[Figure]:
    """The p50 and the p99 of what a family waits, on each database."""
    server, parts = OwnServer(durable=True), 50 if quick else 1
    try:
        with tempfile.TemporaryDirectory() as folder:
            urls = {"SQLite": f"sqlite:///{folder}/record.db", "PostgreSQL": server.new_database("record")}
            return [one for name, url in urls.items() for one in _figures(name, url, Path(folder) / name, parts)]
    finally:
        server.stop()


def _figures(name: str, url: str, folder: Path, parts: int) -> list[Figure]:
    moment = create_due(url, folder, PLANS // parts)
    context = open_context(url, folder, moment)
    settings = Settings(data_folder=folder)
    write_position(settings.high_water, OutboxPosition(moment))
    app = create_web(settings, context, lambda: None, lambda: {}, None)
    with context.database.reading() as session:
        worker = Actor.of_staff(session.exec(select(Staff).where(Staff.role == Role.SOCIAL_WORKER)).one())
        note = (Item.kind == "weekly_note", Item.status == "open", col(Plan.wake_at) == moment)
        due = select(Plan.number, Item.due_on).join(Item, col(Item.plan_id) == col(Plan.id)).where(*note)
        found = dict(session.exec(due.order_by(col(Plan.number), col(Item.due_on).desc())).all())
    phones = []
    for number in list(found)[:PHONES]:
        card = make_family_page(context, worker, number, "minor")
        phone = TestClient(app, follow_redirects=False, headers={"Sec-Fetch-Site": "same-origin"})
        assert phone.post(f"/p/{card.secret}", data={"code": card.code}).status_code == 303
        phones.append((phone, f"/p/{card.secret}/fill/weekly_note/{found[number].isoformat()}"))
    took: list[float] = []

    def send(place: int, began: float) -> None:
        phone, address = phones[place % len(phones)]
        asked = began + place * SECONDS / NOTES
        sleep(max(0.0, asked - monotonic()))
        answer = phone.post(address, data={"text": f"这周一切都好，第{place}次。"})
        assert answer.status_code == 303, answer.status_code
        took.append(1000 * (monotonic() - asked))

    began = monotonic()
    with processed_here(context, MemoryChannel()), ThreadPoolExecutor(len(phones)) as hands:
        list(hands.map(lambda place: send(place, began), range(NOTES // parts)))
    context.database.dispose()
    took.sort()
    said = f"{len(took)} notes, {PLANS // parts} plans due, {name}"
    return [
        Figure(said, took[len(took) // 2], "ms p50"),
        Figure(said, took[int(len(took) * 0.99)], "ms p99", wanted=value_at_most(500)),
    ]
