"""A plan file that tells of later days is lived day by day: what was announced on the ninth is unknown on the eighth."""

from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from app.cli import app
from flows.later_events import split_later_events
from tests.builders import CASELOAD, a_plan

RECEIPTS = [{"to": "police", "on": "2026-10-01"}, {"to": "minor", "on": "2026-10-09"}]


def diary_of(tmp_path: Path, **more: Any) -> list[dict[str, Any]]:
    """The diary of a sample file, decided on Wednesday 30 September 2026, with that announcement and those receipts."""
    import json

    text = (CASELOAD / "26-duanwu.toml").read_text(encoding="utf-8")
    receipts = "".join(f'\n[[service]]\nto = "{each["to"]}"\non = {each["on"]}\n' for each in RECEIPTS)
    path = tmp_path / "plan.toml"
    path.write_text(
        text + '\n[announcement]\non = 2026-10-15\npresent = ["minor", "mother"]\n' + receipts, encoding="utf-8"
    )
    told_by = CliRunner().invoke(app, ["rehearse", str(path), "--json", "--until", "2026-10-20"])
    assert told_by.exit_code == 0, told_by.output
    return [json.loads(line) for line in told_by.output.splitlines()]


def test_announcement_and_receipts_stand_in_the_diary_on_their_own_days(tmp_path: Path) -> None:
    diary = diary_of(tmp_path)
    days = [(line["at"][:10], line["happening"]) for line in diary if line["who"] == "prosecutor"]
    assert days == [
        ("2026-09-30", "open_plan"),
        ("2026-10-01", "record_service"),
        ("2026-10-09", "record_service"),
        ("2026-10-15", "announce"),
    ]
    # Until it was announced it was missing: five working days after the decision the prosecutor is told.
    alarms = [line["at"][:10] for line in diary if line["detail"].get("kind") == "announcement"]
    assert "2026-10-13" in alarms
    # The minor's receipt came a day after the last one of the holiday.
    late = [line["detail"]["in_time"] for line in diary if line["happening"] == "record_service"]
    assert late == [True, False]


def test_what_lies_before_the_first_day_here_stays_in_the_file() -> None:
    plan = a_plan(announced_on="2026-03-04", taken_over_on="2026-05-04", service=[{"to": "police", "on": "2026-05-06"}])
    known, later = split_later_events(plan)
    assert known.announcement == plan.announcement
    assert known.service == []
    assert [(act.did, str(act.on)) for act in later] == [("record_service", "2026-05-06")]
