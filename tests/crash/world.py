"""An invented caseload in a fresh record: some plans whose weeks begin on different days, an office that works on them.

python tests/crash/world.py PLANS      makes it where SUNWARD_DATA_FOLDER and SUNWARD_DATABASE_URL say, and tells it
"""

import json
import sys
from datetime import date, time, timedelta

OPENED_ON = date(2026, 11, 16)
BEGINS_ON = date(2026, 11, 23)
"""A Monday, in the first full week of the plans."""
MONTHS = 6
PASSWORD = "maple-harbour-417-clover"
TEAM = ("prosecutor", "assistant", "social_worker", "department_head", "chief_prosecutor", "deputy", "clerk")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def make_world(plans: int) -> dict[str, object]:
    """The record is there, on a clock of its own; returns what people outside know of it."""
    from sqlmodel import select

    from app import bootstrap
    from casework.acting.script_actors import resolve_actor
    from casework.family.family_access import make_family_page
    from casework.plan.opening import open_new_plan
    from casework.staff.passwords import hash_password
    from core.clock import at_local
    from core.settings import Settings
    from flows.rehearsal import create_staff, get_opener
    from models.office import Staff
    from tests.builders import a_plan

    settings = Settings()
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    bootstrap.set_clock(settings.data_folder, at_local(BEGINS_ON, time(7)))
    context = bootstrap.create_context(settings)
    password, plans_made = hash_password(PASSWORD), []
    for number in range(plans):
        file = a_plan(
            OPENED_ON.isoformat(), MONTHS, announced_on=(OPENED_ON + timedelta(days=1)).isoformat(),
            weekly=DAYS[number % len(DAYS)],
            minor={"name": f"芒果{number}", "identity_number": f"9901992009{number:04}3338", "phone": f"1000{number:07}"},
            guardian=[{"relation": "mother", "name": f"芒果{number}的母亲", "legal_representative": True,
                       "phone": f"1001{number:07}", "device": "own"}],
        )  # fmt: skip
        if not number:
            create_staff(context, file)
            with context.database.transaction() as session:
                for staff in session.exec(select(Staff)):
                    staff.password_hash, staff.email = password, f"{staff.login}@example.test"
                    session.add(staff)
        opened = open_new_plan(context, get_opener(context, file), file)
        page = make_family_page(context, resolve_actor(context, opened, "social_worker"), opened, "minor")
        plans_made.append({"number": opened, "page": page.secret, "code": page.code, "weekday": number % len(DAYS)})
    chain_key = context.vault.chain_key.hex()
    context.database.dispose()
    return {"plans": plans_made, "chain_key": chain_key}


def list_expected_notes(weekday: int, until: date) -> list[date]:
    """The days of the weekly note of a plan of this world, from the first in its first full week."""
    first = BEGINS_ON + timedelta(days=weekday)
    return [first + timedelta(weeks=week) for week in range(MONTHS * 4) if first + timedelta(weeks=week) <= until]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(make_world(int(sys.argv[1]))) + "\n")
