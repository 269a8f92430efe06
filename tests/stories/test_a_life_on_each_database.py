"""The same life on a file and on PostgreSQL has the same diary, line for line, as in memory."""

from functools import cache
from typing import Any

from sqlalchemy import event

from models.database import Database
from tests.builders import a_plan, an_office, announce_and_serve, start_plan_in
from tests.records import in_memory


@cache
def lived_in_memory() -> tuple[Any, Any]:
    return diary_of(in_memory())


def diary_of(database: Database) -> tuple[Any, Any]:
    """The diary of a plan from its opening to the seal after a judgment, with a sheet, a miss, a leave and a breach;
    and what was sent, the messages of one moment in a fixed order."""
    plan = a_plan(cadence={"usage_sheet": {"on": "Sun", "by": "21:00"}})
    life = announce_and_serve(start_plan_in(an_office(database, "2026-03-02 09:00"), plan, delivers=True), "2026-03-04")
    life.on("2026-03-08 19:00").act("mother", "submit", item="usage_sheet", minutes=[60] * 7)
    life.on("2026-03-13 10:00").act("minor", "ask_leave", leave="trip", from_on="2026-03-14", to_on="2026-03-15",
                                    destination="邻市", reason="探亲")  # fmt: skip
    life.act("prosecutor", "decide_leave", leave="trip", approved=True).on("2026-03-17 10:00")
    life.act("social_worker", "report_incident", incident="x", kind="new_crime", done_on="2026-03-16", facts="再犯")
    life.act("prosecutor", "hear_minor", incident="x", text="承认")
    life.act("prosecutor", "close_incident", incident="x", finding="ground", reason="属实")
    life.act("prosecutor", "propose", step="revoke", incident="x", reason="属实")
    life.act("department_head", "countersign", step="revoke")
    life.act("chief_prosecutor", "revoke", incident="x", reason="属实")
    life.on("2026-03-18 10:00").act("prosecutor", "prosecute")
    life.on("2026-03-20 10:00").act("assistant", "record_judgment", sentence_months=8, effective_on="2026-03-20")
    assert life.on("2026-03-22 10:00").status == "sealed"
    entries = [entry.as_json() for entry in life.diary()]
    sent = sorted((entry["at"], *sorted(one.items())) for entry in entries for one in entry.pop("sent"))
    return entries, sent


def test_a_life_is_the_same_on_every_database(database: Database) -> None:
    """To a revocation, the court and the seal: nothing depends on which database keeps the record, and all that is done
    needs one connection at a time, which is given back."""
    expected = lived_in_memory()
    held: set[int] = set()
    most = 0

    def take(_driver: object, entry: object, _proxy: object) -> None:
        nonlocal most
        held.add(id(entry))
        most = max(most, len(held))

    event.listen(database.engine, "checkout", take)
    event.listen(database.engine, "checkin", lambda _driver, entry: held.discard(id(entry)))
    assert diary_of(database) == expected
    assert (most, held) == (1, set())
