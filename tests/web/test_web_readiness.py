"""Whether the house is ready: its rounds are gone, and Prefect only informs."""

from datetime import datetime, timedelta

from starlette.testclient import TestClient

from tests.web.visitors import SETTINGS, Pages
from web.app import create_web


def test_a_job_that_has_not_run_lately_is_reported(pages: Pages) -> None:
    """The tick a minute ago is late, and one that lies ahead, as after the clock was set back; Prefect away makes nobody
    unready; all well is ready."""
    now = pages.offices.context.clock.now()
    heartbeats: dict[str, datetime] = dict.fromkeys(("tick", "outbox", "journal"), now)
    app = create_web(SETTINGS, pages.offices.context, lambda: None, lambda: heartbeats, None)
    parts = {part["name"]: part["ok"] for part in TestClient(app).get("/health/ready").json()["parts"]}
    assert parts["tick"]
    assert parts["outbox_round"]
    assert parts["journal_round"]
    assert not parts["prefect"]
    for last in (now - timedelta(minutes=1), now + timedelta(hours=5)):
        heartbeats["tick"] = last
        late = TestClient(app).get("/health/ready")
        assert late.status_code == 503
        assert not {part["name"]: part["ok"] for part in late.json()["parts"]}["tick"]


def test_the_api_answers_machines_as_machines_beside_the_pages(pages: Pages) -> None:
    """One application: a problem of the API is JSON, a problem of a page is a page."""
    visitor = pages.stranger()
    machine, person = visitor.get("/api/v1/plans"), visitor.get("/nowhere")
    assert machine.headers["content-type"] == "application/problem+json"
    assert person.status_code == 404
    assert person.headers["content-type"].startswith("text/html")
    assert visitor.get("/docs").status_code == 200
    assert pages.as_("gui.prosecutor").get("/api/v1/plans").status_code == 200
